//! Text within blocks of a page: marks, links and pictures.

use std::path::{Component, Path};
use std::rc::Rc;

use dom_query::NodeRef;

use super::{Flow, Reader};
use crate::import::block::{Content, Mark, Marks, Remark, Span};
use crate::import::{address, files};

/// How a text is written.
#[derive(Debug, Clone, Default)]
pub struct Style {
    marks: Marks,
    link: Option<Rc<str>>,
    is_code: bool,
}

impl Style {
    pub fn text(&self, text: &str) -> Span {
        let content = if self.is_code { Content::Code(text.to_owned()) } else { Content::Text(text.to_owned()) };
        self.span(content)
    }

    fn span(&self, content: Content) -> Span {
        Span { content, marks: self.marks, link: self.link.clone() }
    }

    fn with(&self, mark: Mark) -> Self {
        Self { marks: self.marks.with(mark), ..self.clone() }
    }
}

impl Reader<'_> {
    pub fn inline(&mut self, name: &str, node: &NodeRef<'_>, style: &Style, flow: &mut Flow, depth: usize) {
        let style = match name {
            "b" | "strong" => style.with(Mark::Bold),
            "i" | "em" | "cite" | "dfn" | "var" => style.with(Mark::Italic),
            "s" | "del" | "strike" => style.with(Mark::Strike),
            "sub" => style.with(Mark::Sub),
            "sup" => style.with(Mark::Sup),
            "code" | "kbd" | "samp" | "tt" => Style { is_code: true, ..style.clone() },
            "span" | "font" => of_css(node, style),
            "br" => return flow.spans.push(style.span(Content::Break)),
            "img" => return self.image(node, style, flow),
            "a" => return self.anchor(node, style, flow, depth),
            "iframe" | "video" | "audio" | "object" | "embed" | "canvas" => {
                let address = node.attr("src").or_else(|| node.attr("data")).unwrap_or_default();
                return self.document.remarks.add_example(Remark::Object, &address);
            }
            "input" | "select" | "textarea" => return self.document.remarks.add(Remark::Form),
            _ => style.clone(),
        };
        self.children(node, &style, flow, depth);
    }

    fn anchor(&mut self, node: &NodeRef<'_>, style: &Style, flow: &mut Flow, depth: usize) {
        if let Some(number) = self.note(node) {
            return flow.spans.push(Span { content: Content::Note(number), ..Span::text("") });
        }
        let target = node.attr("href").unwrap_or_default();
        let link = address::safe(&target);
        if link.is_none() && !target.is_empty() && !target.starts_with('#') {
            self.document.remarks.add_example(Remark::Link, &target);
        }
        let style = Style { link: link.or_else(|| style.link.clone()), ..style.clone() };
        self.children(node, &style, flow, depth);
    }

    /// The footnote that LibreOffice's own mark of one refers to.
    fn note(&mut self, node: &NodeRef<'_>) -> Option<usize> {
        let number: usize = note_number(&node.attr("href").filter(|_| node.has_class("sdfootnoteanc"))?)?;
        let notes = &mut self.document.notes;
        notes.resize(notes.len().max(number + 1), Vec::new());
        Some(number)
    }

    fn image(&mut self, node: &NodeRef<'_>, style: &Style, flow: &mut Flow) {
        let address = node.attr("src").unwrap_or_default().to_string();
        let Some(bytes) = beside(self.folder, &address) else {
            return self.document.remarks.add_example(Remark::PictureForeign, &address);
        };
        let known = self.pictures.known(&address);
        let Some(file) = known.or_else(|| self.pictures.take(&address, bytes, &mut self.document.remarks)) else {
            return;
        };
        let alt = node.attr("alt").unwrap_or_default().trim().to_owned();
        if alt.is_empty() {
            self.document.remarks.add_example(Remark::PictureWithoutAlt, &file);
        }
        flow.spans.push(style.span(Content::Picture { file, alt }));
    }
}

/// The number, from 0, in `#sdfootnote1sym` or `sdfootnote1`.
pub fn note_number(id: &str) -> Option<usize> {
    const MOST: usize = 10_000;
    let number = id.trim_start_matches('#').strip_prefix("sdfootnote")?.trim_end_matches("sym");
    number.parse().ok().filter(|number| (1..MOST).contains(number)).map(|number: usize| number - 1)
}

/// Word processors write marks as styles.
fn of_css(node: &NodeRef<'_>, style: &Style) -> Style {
    let css = node.attr("style").map(|css| css.replace(' ', "").to_ascii_lowercase()).unwrap_or_default();
    let mut marks = style.marks;
    let bold = ["font-weight:bold", "font-weight:700", "font-weight:600"];
    for (mark, ways) in [
        (Mark::Bold, &bold[..]),
        (Mark::Italic, &["font-style:italic"]),
        (Mark::Strike, &["text-decoration:line-through"]),
        (Mark::Sub, &["vertical-align:sub"]),
        (Mark::Sup, &["vertical-align:super"]),
    ] {
        if ways.iter().any(|way| css.contains(way)) {
            marks.set(mark, true);
        }
    }
    Style { marks, ..style.clone() }
}

/// The bytes of a picture that was saved with the page, below its folder.
fn beside(folder: &Path, address: &str) -> Option<Vec<u8>> {
    if address.contains(':') || address.starts_with('/') {
        return None;
    }
    let address = address.split(['?', '#']).next()?;
    let path = percent_encoding::percent_decode_str(address).decode_utf8().ok()?;
    let path = Path::new(&*path);
    let is_below = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    is_below.then(|| files::read(&folder.join(path)).ok()).flatten()
}
