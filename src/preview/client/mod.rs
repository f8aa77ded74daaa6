//! The script of the preview: what keeps an open page as the site is.
//!
//! It is one classic script, put together here from its parts, so that a browser asks for one file and nothing has to be
//! built beforehand. It hears of changes, asks for its own page and for the state, brings the page to its next version in
//! place, and shows problems and badges over it. Must not know how pages are made; its words come with the state.

/// The script as it is served. The parts share one function, so that a page's own scripts see none of their names.
pub const SCRIPT: &str = concat!(
    "\"use strict\";\n(() => {\nconst STYLE = String.raw`",
    include_str!("client.css"),
    "`;\n",
    include_str!("page.js"),
    include_str!("align.js"),
    include_str!("refresh.js"),
    include_str!("morph.js"),
    include_str!("view.js"),
    include_str!("stream.js"),
    include_str!("panel.js"),
    include_str!("bar.js"),
    include_str!("surface.js"),
    include_str!("client.js"),
    "})();\n"
);

/// The words that the script asks of the state, beside `errors` and `warnings`, which are counts in words.
pub const WORDS: &[&str] = &[
    "bar",
    "clear",
    "elsewhere",
    "error",
    "fold",
    "follow",
    "found",
    "gone",
    "help",
    "here",
    "hide",
    "keep",
    "lost",
    "more",
    "moved",
    "old",
    "open",
    "problems",
    "source",
    "unfinished",
    "unfold",
    "up",
    "warning",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_style_cannot_end_its_text() {
        let style = include_str!("client.css");
        assert!(
            !style.contains('`') && !style.contains("${") && !style.contains("</"),
            "the style stands between backticks"
        );
    }

    #[test]
    fn the_script_never_takes_text_for_markup_and_breaks_no_strict_policy() {
        for word in [
            "innerHTML = ",
            "outerHTML = ",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "setAttribute(\"style\"",
        ] {
            assert!(!SCRIPT.contains(word), "{word}");
        }
    }

    #[test]
    fn every_word_of_the_script_is_listed() {
        let used: BTreeSet<&str> = SCRIPT
            .split("words.")
            .skip(1)
            .map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default())
            .filter(|word| !["", "errors", "warnings"].contains(word))
            .collect();
        // The name of a severity is chosen by the problem.
        let listed = WORDS.iter().copied().filter(|word| !["error", "warning"].contains(word)).collect();
        assert_eq!(used, listed);
    }
}
