//! A file of the content in its two parts, and what can be said of the body before it is parsed.
//!
//! Bodies are nearly all of a site, and a build wants each of them for one page only. So a content file can stand without its body:
//! what a portal asks of bodies is worked out while the text is at hand. Must not know what the front matter says, nor where
//! files are.

mod front_matter;
mod links;

use std::ops::Range;
use std::sync::Arc;

use crate::content_hash::ContentHash;
use crate::diagnostics::{Diagnostic, SourceText};

pub use front_matter::Parts;

/// Which part of the content files stays in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Held {
    #[default]
    Everything,
    /// Bodies are read from their files again when they are wanted.
    FrontMatter,
}

/// One file of the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentFile {
    /// The text as far as it is held.
    pub source: Arc<SourceText>,
    pub parts: Parts,
    pub body: Body,
    /// Where the body's links lead, as they are written.
    pub links: Box<[Box<str>]>,
    /// What is wrong with the two parts.
    pub problem: Option<Box<Diagnostic>>,
}

/// A body, at hand or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Byte range in the whole text.
    pub range: Range<usize>,
    pub hash: ContentHash,
    /// Whether there may be a link to a heading of another page.
    pub leads_to_headings: bool,
}

impl ContentFile {
    /// Of a file with a flaw in its parts, the text is held in any case, to be shown.
    pub fn new(path: String, text: &str, held: Held) -> Self {
        let (parts, flaw) = front_matter::split(text);
        let body = &text[parts.body.clone()];
        let holds = if held == Held::Everything || flaw.is_some() { text.len() } else { parts.body.start };
        let source = SourceText::new(path, &text[..holds]);
        Self {
            body: Body {
                range: parts.body.clone(),
                hash: ContentHash::of(body.as_bytes()),
                leads_to_headings: links::lead_to_headings(body),
            },
            links: links::destinations(body).into_iter().map(Box::from).collect(),
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

    /// True where `text` holds this body behind the same front matter as `source`, which may hold the front matter alone.
    pub fn is_in(&self, text: &str, source: &SourceText) -> bool {
        let Range { start, .. } = self.range;
        let body = text.get(start..).filter(|_| text.len() == self.range.end);
        body.is_some_and(|body| &text[..start] == self.before(source) && ContentHash::of(body.as_bytes()) == self.hash)
    }

    /// True where `source`, which it is of, holds it.
    pub fn is_held(&self, source: &SourceText) -> bool {
        source.text.len() == self.range.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "+++\ntitle = \"A\"\n+++\nBody with [a link](topic:stem).\n";

    fn file(text: &str, held: Held) -> ContentFile {
        ContentFile::new("content/news/a.md".to_owned(), text, held)
    }

    #[test]
    fn what_is_said_of_a_body_does_not_depend_on_whether_it_is_held() {
        let (whole, front) = (file(TEXT, Held::Everything), file(TEXT, Held::FrontMatter));
        assert_eq!((&whole.parts, &whole.body, &whole.links), (&front.parts, &front.body, &front.links));
        assert_eq!((whole.source.text.as_str(), front.source.text.as_str()), (TEXT, front.body.before(&front.source)));
        assert_eq!(whole.body.before(&whole.source), front.body.before(&front.source));
        assert_eq!(&*front.links, ["topic:stem".into()]);
        assert!(whole.body.is_held(&whole.source) && !front.body.is_held(&front.source));
    }

    #[test]
    fn a_file_with_a_flaw_is_held_to_be_shown() {
        for text in ["Body alone", "---\ntitle: x\n---\n", "+++\ntitle = 1\n", ""] {
            let file = file(text, Held::FrontMatter);
            assert!(file.problem.is_some() && file.body.is_held(&file.source), "{text}");
            assert_eq!(file.source.text, text);
        }
    }

    #[test]
    fn a_body_is_known_again_only_behind_the_same_front_matter() {
        let front = file(TEXT, Held::FrontMatter);
        let is_in = |text: &str| front.body.is_in(text, &front.source);
        assert!(is_in(TEXT));
        for changed in [
            TEXT.replace("Body", "Tail"),
            TEXT.replace("\"A\"", "\"B\""),
            TEXT.replace("Body", "A body"),
            TEXT.replace("\"A\"", "\"ą\""),
            TEXT[..20].to_owned(),
            String::new(),
        ] {
            assert!(!is_in(&changed), "{changed}");
        }
    }
}
