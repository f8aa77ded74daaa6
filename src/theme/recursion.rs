//! Components of templates that call themselves, directly or by others. The engine gives up at some depth and names no place.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::errors::layer;
use crate::diagnostics::{Code, Diagnostic, SourceText};

/// Where a component is defined, and which others its body calls.
struct Component<'t> {
    source: &'t Arc<SourceText>,
    name: Range<usize>,
    calls: BTreeSet<&'t str>,
}

/// Tells of the component that calls itself without end: of several that might, one that the site or the theme brings.
pub fn endless(templates: &BTreeMap<String, Arc<SourceText>>) -> Option<Diagnostic> {
    let components: BTreeMap<&str, Component<'_>> = templates.values().flat_map(components).collect();
    let circular = components.iter().filter(|(name, _)| reaches_itself(name, &components));
    let (name, component) = circular.max_by_key(|(_, component)| layer(component.source))?;
    let problem = Diagnostic::error(Code::TemplateRecursion).arg("name", name);
    Some(problem.at(component.source, component.name.clone()))
}

fn components(source: &Arc<SourceText>) -> Vec<(&str, Component<'_>)> {
    let text = source.text.as_str();
    let tags = text.match_indices("{%").filter_map(|(at, _)| {
        let tag = text[at + 2..].trim_start_matches('-').trim_start();
        let rest = tag.strip_prefix("component")?.strip_prefix(char::is_whitespace)?.trim_start();
        let start = text.len() - rest.len();
        Some(start..start + name(rest).len())
    });
    let component = |name: Range<usize>| {
        let body = &text[name.end..];
        let body = &body[..body.find("endcomponent").unwrap_or(body.len())];
        (&text[name.clone()], Component { source, name, calls: calls(body) })
    };
    tags.map(component).collect()
}

/// Names after an opening angle bracket; those of HTML elements do no harm.
fn calls(body: &str) -> BTreeSet<&str> {
    body.match_indices('<').map(|(at, _)| name(&body[at + 1..])).filter(|name| !name.is_empty()).collect()
}

fn name(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.')).unwrap_or(text.len())]
}

fn reaches_itself(name: &str, components: &BTreeMap<&str, Component<'_>>) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![name];
    while let Some(at) = open.pop() {
        for call in components.get(at).into_iter().flat_map(|component| &component.calls) {
            if *call == name {
                return true;
            }
            if seen.insert(*call) {
                open.push(call);
            }
        }
    }
    false
}
