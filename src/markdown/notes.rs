//! Footnotes: their numbers, and the list at the end of the body.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::anchors::composed;
use super::escape::{push_attribute, push_text};
use super::{Labels, Node};

/// Id of the heading above the notes.
pub const HEADING_ID: &str = "footnotes";

#[derive(Debug, Default)]
pub struct Notes {
    /// Labels in the order of their first reference.
    order: Vec<String>,
    by_label: HashMap<String, Note>,
    /// Labels that the body defines, by their keys.
    expected: HashSet<String>,
}

#[derive(Debug, Default)]
struct Note {
    number: usize,
    references: usize,
    /// The definition, with its place in the file.
    definition: Option<(Vec<Node>, Range<usize>)>,
}

impl Notes {
    /// The notes of a body, of which only the labels are known yet.
    pub fn new(events: &[(Event, Range<usize>)]) -> Self {
        let label = |event: &Event| match event {
            Event::Start(Tag::FootnoteDefinition(label)) => Some(Self::key(label)),
            _ => None,
        };
        Self { expected: events.iter().filter_map(|(event, _)| label(event)).collect(), ..Self::default() }
    }

    /// Whether the body defines any note.
    pub fn are_expected(&self) -> bool {
        !self.expected.is_empty()
    }

    /// Whether the body defines a note of this label.
    pub fn is_expected(&self, label: &str) -> bool {
        self.expected.contains(&Self::key(label))
    }

    /// Labels are compared without regard to case, and to how their letters are composed.
    pub fn key(label: &str) -> String {
        composed(label).to_lowercase()
    }

    /// Writes a reference, and gives the note its number if it is the first.
    pub fn refer(&mut self, label: &str, html: &mut String) {
        let key = Self::key(label);
        let note = self.by_label.entry(key.clone()).or_default();
        if note.number == 0 {
            self.order.push(key);
            note.number = self.order.len();
        }
        note.references += 1;
        let (number, place) = (note.number, reference_id(note.number, note.references));
        let _ = write!(
            html,
            "<sup class=\"footnote-ref\"><a href=\"#fn:{number}\" id=\"{place}\" role=\"doc-noteref\" \
             aria-describedby=\"{HEADING_ID}\">{number}</a></sup>"
        );
    }

    /// Where a note of this label was defined before, if it was.
    pub fn defined(&self, label: &str) -> Option<Range<usize>> {
        let (_, span) = self.by_label.get(&Self::key(label))?.definition.as_ref()?;
        Some(span.clone())
    }

    pub fn define(&mut self, label: &str, nodes: Vec<Node>, span: Range<usize>) {
        self.by_label.entry(Self::key(label)).or_default().definition.get_or_insert((nodes, span));
    }

    pub fn has_references(&self) -> bool {
        !self.order.is_empty()
    }

    /// The generated ids of notes and of the references to them.
    pub fn ids(&self) -> impl Iterator<Item = String> {
        self.by_label.values().filter(|note| note.number > 0).flat_map(|note| {
            let references = (1..=note.references).map(|reference| reference_id(note.number, reference));
            references.chain([format!("fn:{}", note.number)])
        })
    }

    /// Definitions that nothing refers to: label and place.
    pub fn unused(&self) -> impl Iterator<Item = (&str, Range<usize>)> {
        self.by_label.iter().filter(|(_, note)| note.references == 0).filter_map(|(label, note)| {
            let (_, span) = note.definition.as_ref()?;
            Some((label.as_str(), span.clone()))
        })
    }

    /// The section at the end, if there are references. `level` is that of its heading.
    pub fn section(mut self, labels: &Labels, level: u8) -> Vec<Node> {
        let mut out = Vec::new();
        if self.order.is_empty() {
            return out;
        }
        let mut html = format!("<section class=\"footnotes\" role=\"doc-endnotes\">\n<h{level} id=\"{HEADING_ID}\">");
        push_text(&mut html, &labels.footnotes);
        let _ = write!(html, "</h{level}>\n<ol>\n");
        for label in std::mem::take(&mut self.order) {
            let Some(note) = self.by_label.remove(&label) else { continue };
            let _ = write!(html, "<li id=\"fn:{}\">", note.number);
            let back = note.back_links(labels);
            let mut nodes = note.definition.map(|(nodes, _)| nodes).unwrap_or_default();
            append(&mut nodes, &back);
            for node in nodes {
                match node {
                    Node::Html(text) => html.push_str(&text),
                    component @ Node::Component(_) => {
                        out.push(Node::Html(std::mem::take(&mut html)));
                        out.push(component);
                    }
                }
            }
            html.push_str("</li>\n");
        }
        html.push_str("</ol>\n</section>\n");
        out.push(Node::Html(html));
        out
    }
}

impl Note {
    fn back_links(&self, labels: &Labels) -> String {
        let mut html = String::new();
        for reference in 1..=self.references {
            let place = reference_id(self.number, reference);
            let _ = write!(html, " <a href=\"#{place}\" class=\"footnote-back\" role=\"doc-backlink\"");
            let counted = if reference == 1 { String::new() } else { format!("-{reference}") };
            push_attribute(&mut html, "aria-label", &format!("{} {}{counted}", labels.back_to_text, self.number));
            html.push_str(">↩</a>");
        }
        html
    }
}

/// Puts the links back into the note's last paragraph, or after everything.
fn append(nodes: &mut Vec<Node>, back: &str) {
    match nodes.last_mut() {
        Some(Node::Html(html)) => {
            let end = html.trim_end().strip_suffix("</p>").map_or(html.len(), str::len);
            html.insert_str(end, back);
        }
        _ => nodes.push(Node::Html(format!("<p>{}</p>\n", back.trim_start()))),
    }
}

fn reference_id(number: usize, reference: usize) -> String {
    if reference == 1 { format!("fnref:{number}") } else { format!("fnref:{number}-{reference}") }
}
