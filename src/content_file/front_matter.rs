//! Where a file's front matter ends and its body begins.

use crate::diagnostics::Code;
use std::ops::Range;

/// The parts of a content file as byte ranges of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The opening `+++` line, without its line break: what a problem of the front matter as a whole points at.
    pub opening: Range<usize>,
    pub front: Range<usize>,
    pub body: Range<usize>,
}

/// What is wrong with the parts: a problem's code, and the bytes that it points at.
pub type Flaw = (Code, Range<usize>);

/// Splits a file at its two `+++` lines. A file without front matter is all body.
pub fn split(text: &str) -> (Parts, Option<Flaw>) {
    let Some(opening) = first_line(text).filter(|line| text[line.clone()].trim_end() == "+++") else {
        return without_front_matter(text);
    };
    let front_start = after_line(text, opening.start);
    let mut line_start = front_start;
    while line_start < text.len() {
        let after = after_line(text, line_start);
        let line = &text[line_start..after];
        if line.starts_with("+++") && line.trim_end() == "+++" {
            return (Parts { opening, front: front_start..line_start, body: after..text.len() }, None);
        }
        line_start = after;
    }
    let end = text.len();
    (Parts { opening: opening.clone(), front: end..end, body: end..end }, Some((Code::FrontMatterUnclosed, opening)))
}

fn without_front_matter(text: &str) -> (Parts, Option<Flaw>) {
    let opening = first_line(text).unwrap_or(0..0);
    let yaml = text[opening.clone()].trim_end() == "---";
    let code = if yaml { Code::FrontMatterYaml } else { Code::FrontMatterMissing };
    (Parts { opening: opening.clone(), front: 0..0, body: 0..text.len() }, Some((code, opening)))
}

/// The first line that is not blank, without its line break.
fn first_line(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start().len();
    (start < text.len()).then(|| start..line_end(text, start))
}

fn line_end(text: &str, from: usize) -> usize {
    let end = text[from..].find('\n').map_or(text.len(), |at| from + at);
    if text[from..end].ends_with('\r') { end - 1 } else { end }
}

fn after_line(text: &str, from: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[from..]).map_or(text.len(), |at| from + at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (&str, &str, Option<&'static str>) {
        let (parts, flaw) = split(text);
        (&text[parts.front], &text[parts.body], flaw.map(|(code, _)| code.name()))
    }

    #[test]
    fn front_matter_and_body_are_told_apart() {
        assert_eq!(parts("+++\na = 1\n+++\nBody\n"), ("a = 1\n", "Body\n", None));
        assert_eq!(parts("+++\r\na = 1\r\n+++\r\nBody"), ("a = 1\r\n", "Body", None));
        assert_eq!(parts("\n\n+++\n+++"), ("", "", None));
    }

    #[test]
    fn a_line_of_pluses_in_the_body_is_body() {
        assert_eq!(parts("+++\n+++\nx\n+++\n").1, "x\n+++\n");
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_eq!(parts("Body").2, Some("front-matter-missing"));
        assert_eq!(parts("").2, Some("front-matter-missing"));
        assert_eq!(parts("---\ntitle: x\n---\n").2, Some("front-matter-yaml"));
        assert_eq!(parts("+++\na = 1\n").2, Some("front-matter-unclosed"));
    }
}
