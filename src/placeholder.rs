//! The texts of a new entry that stand for what its author has yet to write, and where they are still there.
//!
//! Must not know fields or kinds: it looks at the text of a file alone.

use std::sync::Arc;

use crate::diagnostics::{Code, Diagnostic, SourceText};

/// As the program writes them, in its languages. Nobody else would write these sentences.
pub const TEXTS: [&str; 4] =
    ["Vienas ar du sakiniai: apie ką tai.", "Rašykite čia.", "One or two sentences: what it is about.", "Write here."];

/// Tells each that is the whole of a value or of a line.
pub fn find(source: &Arc<SourceText>) -> Vec<Diagnostic> {
    let text = &source.text;
    let starts = memchr::memchr2_iter(b'"', b'\n', text.as_bytes()).map(|at| at + 1);
    let at_start = |at: usize| TEXTS.iter().find(|known| text[at..].starts_with(**known)).map(|known| (at, *known));
    let found = std::iter::once(0).chain(starts).filter_map(at_start);
    let is_whole =
        |(at, known): &(usize, &str)| matches!(text[at + known.len()..].chars().next(), None | Some('"' | '\r' | '\n'));
    let problem = |(at, text): (usize, &str)| {
        Diagnostic::warning(Code::PlaceholderPublished).arg("text", text).at(source, at..at + text.len())
    };
    // A guide for authors may show a new entry as it is made.
    let is_shown = |(at, _): &(usize, &str)| {
        let fences = source.text[..*at].lines().filter(|line| line.trim_start().starts_with("```"));
        fences.count() % 2 == 1
    };
    found.filter(is_whole).filter(|place| !is_shown(place)).map(problem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_of_a_new_entry_is_found() {
        let places = |text: &str| -> Vec<_> {
            let found = find(&SourceText::new("a.md", text));
            found.into_iter().map(|problem| problem.place.unwrap().span.start).collect()
        };
        assert_eq!(
            places("+++\nsummary = \"One or two sentences: what it is about.\"\n+++\nWrite here.\r\n"),
            [15, 60]
        );
        assert_eq!(places("+++\n+++\n```\nWrite here.\n```\nWrite here.\n"), [28]);
        assert_eq!(places("+++\n+++\nWrite here. Then there.\n„Write here.“"), Vec::<usize>::new());
    }
}
