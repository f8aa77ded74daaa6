//! A body (Markdown) becomes a tree of HTML and component calls, with its outline and plain text.
//!
//! Stages: `markers` takes the component lines out and `mask` exchanges what the parser misreads, pulldown-cmark reads the
//! rest, `writer` turns its events into nodes. [`links`] reads the same way, for the links alone. Links and pictures are resolved by the caller's [`Resolver`]; every problem points into the file itself.
//! This module must not know the disk, themes or the portal.

mod address;
mod anchors;
mod attributes;
mod blocks;
mod calls;
mod components;
mod destinations;
mod escape;
mod finish;
mod frames;
mod headings;
mod inline;
mod links;
mod list_table;
mod lookalikes;
mod markers;
mod marks;
mod mask;
mod math;
mod notes;
mod passthrough;
mod policy;
mod raw;
mod runs;
mod writer;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_components;
#[cfg(test)]
mod tests_mistakes;
#[cfg(test)]
mod tests_robustness;

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostics::{Code, Diagnostic, SourceText};
use crate::locale::typography::Typography;

pub use address::misleading_host;
pub use anchors::Anchors;
pub use components::{Attribute, Body, Components, Kind, Spec};
pub use destinations::{code, links};
pub use links::{misleading, unseen};
#[cfg(test)]
pub use writer::SYNTAX;

/// What a body is read with.
pub struct Options<'a> {
    pub resolver: &'a dyn Resolver,
    pub typography: &'a Typography,
    pub labels: &'a Labels,
    pub components: &'a Components,
    /// The highest level of a body's headings, be it `#` or `###`, becomes h(1 + shift). Usually 1.
    pub heading_shift: u8,
    /// What the page is called: a body that begins with it as its heading does not say it again.
    pub title: Option<&'a str>,
    /// Ids that the page around the body has already.
    pub reserved: &'a HashSet<String>,
}

/// The words that generated markup needs, in the language of the page.
#[derive(Debug, Clone, Default)]
pub struct Labels {
    pub note: String,
    pub tip: String,
    pub important: String,
    pub warning: String,
    pub caution: String,
    /// Heading of the notes at the end.
    pub footnotes: String,
    /// Name of the link from a note back to its place; a number follows.
    pub back_to_text: String,
    /// Name of the link beside a heading; the heading follows.
    pub permalink: String,
    /// Name of a table that scrolls; a number follows from the second on.
    pub table: String,
}

/// Knows the site: what a destination in a body leads to.
pub trait Resolver {
    /// The destination of a link, as written.
    fn link(&self, dest: &str) -> Resolution;
    /// The destination of a picture or another file, as written.
    fn image(&self, dest: &str) -> Resolution;
    /// What stands for the missing text of a link into the site: what its target calls itself, if it has a name.
    fn title(&self, dest: &str) -> Option<String>;
    /// Whether the page that the body stands on has an element of this id, which the body does not set itself.
    fn has_place(&self, id: &str) -> bool;
}

/// Where a destination leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// Into the site.
    Internal(String),
    External(String),
    /// To an address of the site itself, in full, at which the portal has nothing: it may be of another program there.
    Missing(String),
    /// To something that is not published (yet): the text is shown, without a link.
    Unpublished,
    /// Nowhere: an error with this code, placeholders and help text is reported at the destination.
    Problem {
        code: Code,
        args: Vec<(&'static str, String)>,
        help: &'static str,
    },
}

/// A body, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// One after the other they are well-formed; a single `Html` node need not be, since a component may stand within
    /// a list item.
    pub nodes: Vec<Node>,
    pub outline: Vec<Heading>,
    /// Where links can lead.
    pub anchors: Anchors,
    /// What a reader reads, without markup; for search and summaries. Blocks end with a line feed.
    pub text: String,
    /// What stands in place of its pictures, a line each: for search.
    pub pictures: String,
}

/// A heading of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The level in the page, 1 to 6; usually 2 or more.
    pub level: u8,
    pub id: String,
    /// Plain, not escaped.
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    Html(String),
    Component(ComponentCall),
}

/// A component with what stands in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ComponentCall {
    pub name: String,
    /// Checked; links and files resolved; defaults filled in. Plain, not escaped.
    pub attributes: BTreeMap<String, String>,
    pub body: Vec<Node>,
    /// Only `list-table` has rows.
    pub rows: Vec<Vec<Cell>>,
    /// The opening line in the file.
    pub span: Range<usize>,
}

/// A cell of a list table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    pub nodes: Vec<Node>,
}

/// Reads the body that stands at the byte range `body` of `source`. It never fails: problems come beside the document.
pub fn parse(source: &Arc<SourceText>, body: Range<usize>, options: &Options) -> (Document, Vec<Diagnostic>) {
    let masked = markers::Masked::new(&source.text, body);
    writer::write(source, &masked, options)
}
