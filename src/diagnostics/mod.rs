//! A problem found in a site, with everything a person needs to mend it.
//!
//! A [`Diagnostic`] names what is wrong by a stable code, holds the values its text speaks of, and points at a span of
//! a source text. Its words live in a catalogue a language, so the same problem can be read on the terminal, as JSON
//! or in the preview, in the reader's own language. This module must know nothing of what is being checked.

mod catalogue;
mod code;
mod print;
pub mod reasons;

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub use catalogue::{Catalogue, fill};
pub use code::Code;
pub use print::{Positions, position, render_all, render_one};

/// A text that can be pointed into: a file of the site, with its path relative to the site's root (always `/`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    pub path: String,
    pub text: String,
}

impl SourceText {
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { path: path.into(), text: text.into() })
    }
}

/// Where a problem is: a byte range of a source text. An empty range points at a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub source: Arc<SourceText>,
    pub span: Range<usize>,
}

/// Text to write in the place of a byte range of the file that a problem is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub span: Range<usize>,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The site cannot be built as it stands.
    Error,
    /// The site can be built; somebody should look.
    Warning,
}

/// One problem. Built with [`Diagnostic::error`] or [`Diagnostic::warning`], then the other methods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub severity: Severity,
    /// What is wrong; its name is the key of its words in the catalogues.
    pub code: Code,
    /// Values that the texts speak of, by the name of their placeholder.
    pub args: Vec<(&'static str, String)>,
    /// Which of the code's help texts to show, when it has one of that name.
    pub help: &'static str,
    pub place: Option<Place>,
    /// A second place that the problem speaks of, such as the other of two equal URLs.
    pub other: Option<Place>,
    /// What mends it without anybody having to look; none where that is not sure.
    pub edits: Vec<Edit>,
}

impl Diagnostic {
    pub fn error(code: Code) -> Self {
        Self::new(Severity::Error, code)
    }

    pub fn warning(code: Code) -> Self {
        Self::new(Severity::Warning, code)
    }

    fn new(severity: Severity, code: Code) -> Self {
        Self { severity, code, args: Vec::new(), help: "help", place: None, other: None, edits: Vec::new() }
    }

    /// Gives a placeholder of the texts its value.
    pub fn arg(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Points at a byte range of a source text. A range beyond the text is drawn in, so that a problem never panics.
    pub fn at(mut self, source: &Arc<SourceText>, span: Range<usize>) -> Self {
        self.place = Some(place(source, span));
        self
    }

    /// Points at a file as a whole: its first position.
    pub fn in_file(self, source: &Arc<SourceText>) -> Self {
        self.at(source, 0..0)
    }

    /// Points at a second place that the problem speaks of.
    pub fn and_at(mut self, source: &Arc<SourceText>, span: Range<usize>) -> Self {
        self.other = Some(place(source, span));
        self
    }

    /// Mends the problem by this text in the place of a byte range.
    pub fn edit(mut self, span: Range<usize>, text: impl Into<String>) -> Self {
        self.edits.push(Edit { span, text: text.into() });
        self
    }

    /// Chooses another of the code's help texts than `help`.
    pub fn help(mut self, name: &'static str) -> Self {
        self.help = name;
        self
    }

    /// Chooses the help `suggest` and its placeholder when there is a suggestion; else leaves the problem as it is. What the problem
    /// speaks of already is no suggestion: a help must not repeat what is written.
    pub fn suggest(self, suggestion: Option<impl fmt::Display>) -> Self {
        let new = suggestion.map(|text| text.to_string()).filter(|new| self.args.iter().all(|(_, value)| value != new));
        match new {
            Some(text) => self.arg("suggestion", text).help("suggest"),
            None => self,
        }
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    fn sort_key(&self) -> (&str, usize, &'static str, &[(&'static str, String)]) {
        match &self.place {
            Some(place) => (&place.source.path, place.span.start, self.code.name(), &self.args),
            None => ("", 0, self.code.name(), &self.args),
        }
    }
}

fn place(source: &Arc<SourceText>, span: Range<usize>) -> Place {
    let text = &source.text;
    let start = floor_boundary(text, span.start);
    let end = floor_boundary(text, span.end).max(start);
    Place { source: Arc::clone(source), span: start..end }
}

fn floor_boundary(text: &str, index: usize) -> usize {
    text.floor_char_boundary(index.min(text.len()))
}

/// Puts problems in the order of their files and places, and drops those said twice.
pub fn sort(problems: &mut Vec<Diagnostic>) {
    problems.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    problems.dedup();
}

pub fn has_errors(problems: &[Diagnostic]) -> bool {
    problems.iter().any(Diagnostic::is_error)
}

/// The known name nearest to a mistyped one, when it is near enough to be meant.
///
/// Upper and lower case count as equal. „Near enough“ is up to a third of the letters wrong, as rustc takes it.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    let letters = typed.chars().count();
    let bound = if letters < 3 { 0 } else { letters / 3 };
    // Each letter too many or too few is one wrong: with a name that is much longer or shorter there is nothing to compare.
    let comparable = |(lower, _): &(String, &str)| lower.chars().count().abs_diff(letters) <= bound;
    known
        .into_iter()
        .map(|name| (name.to_lowercase(), name))
        .filter(comparable)
        .map(|(lower, name)| (strsim::osa_distance(&typed, &lower), name))
        .filter(|(distance, _)| *distance <= bound)
        .min()
        .map(|(_, name)| name)
}

/// The codes among these problems, for tests and summaries.
pub fn codes(problems: &[Diagnostic]) -> BTreeSet<&'static str> {
    problems.iter().map(|problem| problem.code.name()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_takes_small_slips_only() {
        let known = ["title", "summary", "topics"];
        assert_eq!(nearest("titel", known), Some("title"));
        assert_eq!(nearest("Sumary", known), Some("summary"));
        assert_eq!(nearest("colour", known), None);
    }

    #[test]
    fn a_span_beyond_the_text_is_drawn_in() {
        let source = SourceText::new("a.md", "ąč");
        let problem = Diagnostic::error(crate::diagnostics::Code::LinkUnknown).at(&source, 1..90);
        assert_eq!(problem.place.unwrap().span, 0..4);
    }

    #[test]
    fn problems_are_sorted_by_file_and_place_and_said_once() {
        let (a, b) = (SourceText::new("a.md", "text"), SourceText::new("b.md", "text"));
        let mut problems = vec![
            Diagnostic::error(crate::diagnostics::Code::LinkUnknown).at(&b, 0..1),
            Diagnostic::error(crate::diagnostics::Code::LinkUnknown).at(&a, 3..4),
            Diagnostic::error(crate::diagnostics::Code::UrlTaken).at(&a, 1..2),
            Diagnostic::error(crate::diagnostics::Code::UrlTaken).at(&a, 1..2),
        ];
        sort(&mut problems);
        let order: Vec<_> =
            problems.iter().map(|p| p.place.as_ref().map(|at| (at.source.path.as_str(), at.span.start))).collect();
        assert_eq!(order, [Some(("a.md", 1)), Some(("a.md", 3)), Some(("b.md", 0))]);
    }
}
