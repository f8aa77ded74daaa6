//! What can only be seen with the whole portal in view, such as ids that are there twice.

use crate::diagnostics::{Code, Diagnostic};
use crate::kind::Role;
use crate::record::{Record, Status};

/// Tells dates that cannot both be true.
pub fn order_of_dates(record: &Record) -> Vec<Diagnostic> {
    match (record.fields.date_of(Role::ValidFrom), record.fields.date_of(Role::ValidUntil)) {
        (Some(accredited), Some(until)) if until.last_day() < accredited.first_day() => {
            vec![
                Diagnostic::error(Code::ValidBeforeAccredited)
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
    Diagnostic::error(Code::IdTaken)
        .arg("id", &record.identity.id)
        .arg("kind", record.identity.kind)
        .arg("other", &earlier.source.path)
        .in_file(&record.source)
        .and_at(&earlier.source, 0..0)
}

/// Tells a translation of nothing: what lacks the fields of a page in its own right was not meant to be one.
pub fn orphan(record: &Record) -> Option<Diagnostic> {
    let fields = record.left_out.join(", ");
    let problem = match record.status() {
        Status::Draft => Diagnostic::warning(Code::DraftUnfinished),
        _ => Diagnostic::error(Code::TranslationOrphan)
            .arg("id", &record.identity.id)
            .arg("language", record.identity.language.as_deref().unwrap_or_default()),
    };
    (!fields.is_empty()).then(|| problem.arg("fields", fields).in_file(&record.source))
}
