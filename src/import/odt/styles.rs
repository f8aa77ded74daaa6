//! The styles of an .odt: marks, what is hidden, and how lists count. Names are unique within a family only.

use std::collections::HashMap;

use crate::import::block::{Mark, Marks};
use crate::import::xml::Element;

/// A style may lead to others; those that lead in a circle end here.
const LONGEST_CHAIN: usize = 20;

#[derive(Debug, Default)]
pub struct Styles {
    /// By family and name.
    styles: HashMap<(String, String), Style>,
    lists: HashMap<String, HashMap<usize, Level>>,
}

#[derive(Debug, Default)]
struct Style {
    parent: Option<String>,
    /// Whether each mark is on, where the style says so.
    marks: [Option<bool>; Mark::ALL.len()],
    is_hidden: bool,
    is_automatic: bool,
}

/// How the items of a list are numbered.
#[derive(Debug, Clone, Copy)]
pub struct Level {
    pub is_numbered: bool,
    /// Letters or Roman numbers.
    pub is_lettered: bool,
    pub start: u64,
}

impl Styles {
    pub fn new(roots: &[&Element]) -> Self {
        let mut all = Self::default();
        for groups in roots.iter().flat_map(|root| root.elements()) {
            let is_automatic = &*groups.name == "office:automatic-styles";
            for element in groups.elements() {
                let Some(name) = element.attribute("style:name") else { continue };
                match &*element.name {
                    "style:style" => {
                        let family = element.attribute("style:family").unwrap_or_default().to_owned();
                        all.styles.insert((family, name.to_owned()), Style::new(element, is_automatic));
                    }
                    "text:list-style" => {
                        all.lists.insert(name.to_owned(), element.elements().filter_map(level).collect());
                    }
                    _ => {}
                }
            }
        }
        all
    }

    fn chain<'s>(&'s self, family: &'s str, name: Option<&'s str>) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let get =
            move |name: &'s str| self.styles.get(&(family.to_owned(), name.to_owned())).map(|style| (name, style));
        let next = move |(_, style): &(&'s str, &'s Style)| style.parent.as_deref().and_then(get);
        std::iter::successors(name.and_then(get), next).take(LONGEST_CHAIN)
    }

    /// Whether a paragraph has a style of this name, itself or through others.
    pub fn is_called(&self, name: Option<&str>, wanted: &str) -> bool {
        name == Some(wanted) || self.chain("paragraph", name).any(|(name, _)| name == wanted)
    }

    pub fn is_hidden(&self, family: &str, name: Option<&str>) -> bool {
        self.chain(family, name).any(|(_, style)| style.is_hidden)
    }

    /// The marks of a text within another.
    pub fn text_marks(&self, name: Option<&str>, around: Marks) -> Marks {
        self.over("text", name, around, |_| true)
    }

    /// Those that an author gave to a whole paragraph; what a named style looks like is no mark.
    pub fn paragraph_marks(&self, name: Option<&str>) -> Marks {
        self.over("paragraph", name, Marks::default(), |style| style.is_automatic)
    }

    fn over(&self, family: &str, name: Option<&str>, around: Marks, counts: impl Fn(&Style) -> bool) -> Marks {
        let mut marks = around;
        for (at, mark) in Mark::ALL.into_iter().enumerate() {
            let mut said = self.chain(family, name).filter(|(_, style)| counts(style));
            if let Some(on) = said.find_map(|(_, style)| style.marks[at]) {
                marks.set(mark, on);
            }
        }
        marks
    }

    /// A level of a list, counted from 1.
    pub fn level(&self, list: Option<&str>, level: usize) -> Level {
        let bullets = Level { is_numbered: false, is_lettered: false, start: 1 };
        list.and_then(|list| self.lists.get(list)?.get(&level).copied()).unwrap_or(bullets)
    }
}

impl Style {
    fn new(element: &Element, is_automatic: bool) -> Self {
        let text = element.child("style:text-properties");
        let property = |name: &str| text.and_then(|text| text.attribute(name));
        let weight = property("fo:font-weight");
        let position = property("style:text-position").map(|position| position.split(' ').next().unwrap_or_default());
        let raised = |wanted: &str, sign: fn(i32) -> bool| {
            position.map(|position| position == wanted || position.trim_end_matches('%').parse().is_ok_and(sign))
        };
        let marks = [
            weight.map(|weight| weight == "bold" || weight.parse::<u32>().is_ok_and(|weight| weight >= 600)),
            property("fo:font-style").map(|style| matches!(style, "italic" | "oblique")),
            property("style:text-line-through-style").map(|style| style != "none"),
            raised("sub", |rise| rise < 0),
            raised("super", |rise| rise > 0),
        ];
        Self {
            parent: element.attribute("style:parent-style-name").map(str::to_owned),
            marks,
            is_hidden: property("text:display") == Some("none"),
            is_automatic,
        }
    }
}

fn level(element: &Element) -> Option<(usize, Level)> {
    let format = element.attribute("style:num-format").unwrap_or_default();
    let is_numbered = &*element.name == "text:list-level-style-number" && !format.is_empty();
    let start = element.attribute("text:start-value").and_then(|start| start.parse().ok()).unwrap_or(1);
    let level = Level { is_numbered, is_lettered: is_numbered && format != "1", start };
    Some((element.attribute("text:level")?.parse().ok()?, level))
}
