//! What can only be seen with the whole portal in view: aliases, ids that are there twice.

use std::sync::Arc;

use super::routes::{Routes, url_taken};
use super::{Entry, Map};
use crate::diagnostics::{Diagnostic, Place};
use crate::kind::Role;
use crate::record::Record;

/// The old addresses of an entry as paths relative to the site's root.
pub fn alias_path(alias: &str) -> Option<String> {
    let path = alias.trim_matches('/');
    let good = !path.is_empty()
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
        && !path.contains(['\\', '\0', '?', '#', ':']);
    good.then(|| path.to_owned())
}

/// Tells aliases that are no paths, and those that a page or another alias has.
pub fn aliases(entries: &[Entry], routes: &Routes) -> Vec<Diagnostic> {
    let mut taken: Map<String, Place> = Map::default();
    let mut problems = Vec::new();
    for record in entries.iter().filter(|entry| entry.facts.has_other_names).map(|entry| &entry.record) {
        for alias in record.aliases() {
            let place = Place { source: Arc::clone(&record.source), span: alias.span() };
            let Some(path) = alias_path(&alias.text) else {
                let problem = Diagnostic::error("alias-invalid").arg("alias", &alias.text);
                problems.push(problem.at(&place.source, place.span));
                continue;
            };
            let page = format!("{path}/");
            let other = match routes.entry_at(&page) {
                Some(id) => Some(Place { source: Arc::clone(&entries[id.index()].record.source), span: 0..0 }),
                None => taken.insert(path.to_lowercase(), place.clone()),
            };
            if let Some(other) = other {
                problems.push(url_taken(&page, place, other));
            }
        }
    }
    problems
}

/// Tells dates that cannot both be true.
pub fn order_of_dates(record: &Record) -> Vec<Diagnostic> {
    match (record.fields.date_of(Role::ValidFrom), record.fields.date_of(Role::ValidUntil)) {
        (Some(accredited), Some(until)) if until.last_day() < accredited.first_day() => {
            vec![
                Diagnostic::error("valid-before-accredited")
                    .arg("until", until)
                    .arg("accredited", accredited)
                    .in_file(&record.source),
            ]
        }
        _ => Vec::new(),
    }
}

/// Tells an entry that two files claim.
pub fn duplicate(record: &Record, earlier: &Record) -> Diagnostic {
    Diagnostic::error("id-taken")
        .arg("id", &record.identity.id)
        .arg("kind", record.identity.kind)
        .arg("other", &earlier.source.path)
        .in_file(&record.source)
        .and_at(&earlier.source, 0..0)
}

/// Tells a translation of nothing.
pub fn orphan(record: &Record) -> Diagnostic {
    Diagnostic::error("translation-orphan")
        .arg("id", &record.identity.id)
        .arg("language", record.identity.language.as_deref().unwrap_or(""))
        .in_file(&record.source)
}
