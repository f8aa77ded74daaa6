//! A file of the content in its two parts, and what can be said of the body before it is parsed.
//!
//! Must not know what the front matter says, nor where files are.

mod front_matter;

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostics::{Diagnostic, SourceText};
use crate::markdown;

pub use front_matter::{Parts, split};

/// One file of the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentFile {
    pub source: Arc<SourceText>,
    pub parts: Parts,
    pub body: Body,
    /// Where the body's links lead, as they are written.
    pub links: Box<[Box<str>]>,
    /// What is wrong with the two parts.
    pub problem: Option<Box<Diagnostic>>,
}

/// Where a body stands in the text of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Bytes of the text.
    pub range: Range<usize>,
}

impl ContentFile {
    pub fn new(path: String, text: &str) -> Self {
        let (parts, flaw) = front_matter::split(text);
        let links = markdown::links(&text[parts.body.clone()]);
        let source = SourceText::new(path, text);
        Self {
            body: Body { range: parts.body.clone() },
            links: links.into(),
            problem: flaw.map(|(code, span)| Box::new(Diagnostic::error(code).at(&source, span))),
            parts,
            source,
        }
    }
}

impl Body {
    /// The text before it in `source`, which it is of: the front matter, with the lines around it.
    pub fn before<'s>(&self, source: &'s SourceText) -> &'s str {
        &source.text[..self.range.start]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_parts_and_its_links() {
        let text = "+++\ntitle = \"A\"\n+++\nBody with [a link](topic:stem).\n";
        let file = ContentFile::new("content/news/a.md".to_owned(), text);
        assert_eq!(file.body.before(&file.source), "+++\ntitle = \"A\"\n+++\n");
        assert_eq!(&file.source.text[file.body.range.clone()], "Body with [a link](topic:stem).\n");
        assert_eq!(&*file.links, ["topic:stem".into()]);
        assert_eq!(file.problem, None);
    }

    #[test]
    fn a_flaw_in_the_parts_is_a_problem() {
        for text in ["Body alone", "---\ntitle: x\n---\n", "+++\ntitle = 1\n", ""] {
            let file = ContentFile::new("content/news/a.md".to_owned(), text);
            assert!(file.problem.is_some(), "{text}");
            assert_eq!(file.source.text, text);
        }
    }
}
