//! `look.css`: what the settings say of colours and letters, as a style sheet over that of the default theme.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::palette::Palette;
use crate::config::{Config, Look, name_of};
use crate::diagnostics::{Code, Diagnostic};
use crate::fields::Text;

/// Its name among the static files.
pub const NAME: &str = "look.css";
/// What would end the address of a font, or stand for something else in it.
const IN_URL: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'\\').add(b'%').add(b'#').add(b'?').add(b'(').add(b')');

/// The style sheet; nothing where the settings ask for none.
pub fn sheet(look: &Look) -> Option<String> {
    let palette = look.accent.as_ref().and_then(|accent| Palette::of(&accent.text));
    if palette.is_none() && look.font.is_empty() {
        return None;
    }
    let mut css = String::new();
    let mut add = |line: String| {
        // Writing to a text cannot fail.
        let _ = writeln!(css, "{line}");
    };
    let weights: &[&str] = if look.font.len() > 1 { &["400", "700"] } else { &["100 900"] };
    for (file, weight) in look.font.iter().zip(weights) {
        let url = utf8_percent_encode(name_of(&file.text), IN_URL);
        add(format!(
            "@font-face {{ font-family: \"Site\"; src: url(\"{url}\"); font-weight: {weight}; font-display: swap; }}"
        ));
    }
    add(":root {".to_owned());
    for (name, value) in palette.into_iter().flat_map(|palette| palette.properties) {
        add(format!("  --{name}: {value};"));
    }
    if !look.font.is_empty() {
        add("  --sans: \"Site\", system-ui, sans-serif;".to_owned());
    }
    add("}".to_owned());
    Some(css)
}

/// Tells files that are not there, and a colour that is too weak for texts.
pub fn check(config: &Config, files: &[&str]) -> Vec<Diagnostic> {
    let missing = config.look.missing(files).into_iter();
    let mut problems: Vec<_> = missing.map(|(problem, span)| config.at(problem, Some(span))).collect();
    if let Some(accent) = &config.look.accent
        && let Some((contrast, proposal)) = Palette::of(&accent.text).and_then(|palette| palette.weak)
    {
        let problem = Diagnostic::warning(Code::AccentWeak).arg("colour", &accent.text);
        let problem = problem.arg("contrast", format!("{contrast:.1}")).arg("suggestion", proposal);
        problems.push(config.at(problem, Some(Text::span(accent))));
    }
    problems
}
