//! Symbols that the kinds of a site name, and that the theme does not draw.

use super::ThemeFiles;
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::kind::Kinds;

/// The template that draws a symbol by its name.
const TEMPLATE: &str = "parts/icon.html";

/// Tells the symbols that are not among those of the theme. A theme that draws them in another way is not looked into.
pub fn unknown(kinds: &Kinds, files: &ThemeFiles) -> Vec<Diagnostic> {
    let Some(template) = files.templates.get(TEMPLATE) else { return Vec::new() };
    let drawn: Vec<_> = template.text.split("icon == \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let lacking = kinds.own_icons().iter().filter(|(_, icon)| !drawn.is_empty() && !drawn.contains(&&*icon.text));
    let problem = |icon: &str| {
        let problem = Diagnostic::warning(Code::IconUnknown).arg("icon", icon).arg("known", drawn.join(", "));
        problem.suggest(nearest(icon, drawn.iter().copied()))
    };
    lacking.map(|(source, icon)| problem(&icon.text).at(source, icon.span())).collect()
}
