//! The styles of a .docx: which paragraphs are headings, what is bold, which lists come with a style.

use std::collections::HashMap;

use crate::import::block::{Mark, Marks};
use crate::import::xml::Element;

/// A style may lead to others; those that lead in a circle end here.
const LONGEST_CHAIN: usize = 20;

#[derive(Debug, Default)]
pub struct Styles(HashMap<String, Style>);

#[derive(Debug, Default)]
struct Style {
    /// In lower case: „heading 1“ whatever the program's language.
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    num: Option<(String, usize)>,
    bold: Option<bool>,
    italic: Option<bool>,
}

impl Styles {
    pub fn new(root: Option<&Element>) -> Self {
        let styles = root.into_iter().flat_map(Element::elements).filter(|element| &*element.name == "w:style");
        Self(styles.filter_map(|style| Some((style.attribute("w:styleId")?.to_owned(), Style::new(style)))).collect())
    }

    fn chain<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = &'s Style> {
        let first = id.and_then(|id| self.0.get(id));
        std::iter::successors(first, |style| self.0.get(style.based_on.as_deref()?)).take(LONGEST_CHAIN)
    }

    /// The level of a heading.
    pub fn heading(&self, id: Option<&str>) -> Option<u8> {
        self.chain(id).find_map(|style| {
            let named = style.name.strip_prefix("heading ").and_then(|level| level.trim().parse().ok());
            named.or_else(|| style.outline.filter(|level| *level < 9).map(|level| level + 1))
        })
    }

    pub fn is_title(&self, id: Option<&str>) -> bool {
        self.chain(id).any(|style| style.name == "title")
    }

    /// An entry of a table of contents.
    pub fn is_contents(&self, id: Option<&str>) -> bool {
        self.chain(id).any(|style| style.name.starts_with("toc "))
    }

    pub fn is_quote(&self, id: Option<&str>) -> bool {
        self.chain(id).any(|style| matches!(style.name.as_str(), "quote" | "intense quote"))
    }

    /// The list of a style: the id of its num and its level.
    pub fn num(&self, id: Option<&str>) -> Option<(String, usize)> {
        self.chain(id).find_map(|style| style.num.clone())
    }

    /// The marks of a style of characters.
    pub fn marks(&self, id: Option<&str>) -> Marks {
        let mut marks = Marks::default();
        let on = |of: fn(&Style) -> Option<bool>| self.chain(id).find_map(of).unwrap_or(false);
        marks.set(Mark::Bold, on(|style| style.bold));
        marks.set(Mark::Italic, on(|style| style.italic));
        marks
    }
}

impl Style {
    fn new(style: &Element) -> Self {
        let value = |way: &[&str]| style.at(way).and_then(|element| element.attribute("w:val"));
        let (paragraph, run) = (style.child("w:pPr"), style.child("w:rPr"));
        Self {
            name: value(&["w:name"]).unwrap_or_default().to_lowercase(),
            based_on: value(&["w:basedOn"]).map(str::to_owned),
            outline: value(&["w:pPr", "w:outlineLvl"]).and_then(|level| level.parse().ok()),
            num: paragraph.and_then(num),
            bold: run.and_then(|run| run.child("w:b")).map(is_on),
            italic: run.and_then(|run| run.child("w:i")).map(is_on),
        }
    }
}

/// The list that paragraph properties name: the id of its num and its level.
pub fn num(properties: &Element) -> Option<(String, usize)> {
    let num = properties.child("w:numPr")?;
    let value = |name: &str| num.child(name).and_then(|element| element.attribute("w:val"));
    Some((value("w:numId")?.to_owned(), value("w:ilvl").and_then(|level| level.parse().ok()).unwrap_or(0)))
}

/// A property that is there counts, unless it says otherwise.
pub fn is_on(property: &Element) -> bool {
    !matches!(property.attribute("w:val"), Some("0" | "false" | "off" | "none"))
}
