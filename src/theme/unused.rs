//! Templates and messages of a site or theme that nothing asks for: mostly their names are mistyped, and what they were to replace stays
//! as it was.

use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{ThemeFiles, embedded};
use crate::diagnostics::{Code, Diagnostic, SourceText, nearest};
use crate::fields;
use crate::locale::Messages;

/// Tells templates that are neither asked for by the program nor named in another template. `kinds` are the names of the kinds, which
/// may have templates of their own.
pub fn templates(files: &ThemeFiles, kinds: &[&str]) -> Vec<Diagnostic> {
    let of_kinds: Vec<_> = kinds.iter().map(|kind| format!("{kind}.html")).collect();
    let known: Vec<&str> = embedded::templates().into_iter().chain(of_kinds.iter().map(String::as_str)).collect();
    let is_named = |name: &str| {
        // A part is called by its name alone: `part(name="row")`.
        let part = name.strip_prefix("parts/").and_then(|part| part.strip_suffix(".html"));
        let called = part.map_or_else(|| name.to_owned(), |part| format!("\"{part}\""));
        let mut others = files.templates.iter().filter(|(other, _)| *other != name);
        others.any(|(_, source)| source.text.contains(&called))
    };
    // Components are there for the bodies of entries, and for other templates by names of their own.
    let has_components = |source: &SourceText| source.text.contains("component ");
    let own = files.templates.iter();
    let own = own.filter(|(name, source)| !name.starts_with("components/") && !has_components(source));
    let unused = own.filter(|(name, _)| !known.contains(&name.as_str()) && !is_named(name));
    let problem = |(name, source): (&String, &Arc<SourceText>)| {
        let near = nearest(name, known.iter().copied());
        Diagnostic::warning(Code::TemplateUnused).arg("name", name).suggest(near).in_file(source)
    };
    unused.map(problem).collect()
}

/// Tells messages of `source` whose keys are nearly those of `known`, and that no template names.
pub fn messages(own: &Messages, source: &Arc<SourceText>, known: &Messages, files: &ThemeFiles) -> Vec<Diagnostic> {
    let strange = own.keys().filter(|key| !known.contains(key)).filter_map(|key| Some((key, meant(key, known)?)));
    let mut strange =
        strange.filter(|(key, _)| !files.templates.values().any(|template| template.text.contains(key))).peekable();
    if strange.peek().is_none() {
        return Vec::new();
    }
    let (table, _) = fields::parse(source, 0..source.text.len());
    let problem = |(key, meant): (&str, String)| {
        let problem = Diagnostic::warning(Code::MessageUnknown).arg("key", key).suggest(Some(meant));
        problem.at(source, span(table.get_ref(), key).unwrap_or(0..0))
    };
    strange.map(problem).collect()
}

/// The known key that differs in its last part alone, and little.
fn meant(key: &str, known: &Messages) -> Option<String> {
    let (group, name) = key.rsplit_once('.').unwrap_or(("", key));
    let names = known.keys().filter_map(|other| {
        let (other_group, other_name) = other.rsplit_once('.').unwrap_or(("", other));
        (other_group == group).then_some(other_name)
    });
    let near = nearest(name, names)?;
    Some(if group.is_empty() { near.to_owned() } else { format!("{group}.{near}") })
}

/// Where a dotted key stands.
fn span(table: &DeTable<'_>, key: &str) -> Option<std::ops::Range<usize>> {
    let (first, rest) = key.split_once('.').map_or((key, None), |(first, rest)| (first, Some(rest)));
    let (name, value) = table.iter().find(|(name, _)| *name.get_ref() == first)?;
    match (rest, value.get_ref()) {
        (Some(rest), DeValue::Table(below)) => span(below, rest),
        _ => Some(Spanned::span(name)),
    }
}
