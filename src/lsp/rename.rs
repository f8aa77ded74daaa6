//! An entry under another id: its files renamed, and every place changed that names it by the old id.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use serde_json::{Value, json};

use super::look_up::{Use, uses};
use super::text::{Encoding, Lines};
use crate::diagnostics::{Code, Diagnostic, SourceText};
use crate::locale::slugify;
use crate::portal::{EntryId, Portal};
use crate::record::destination::folder;
use crate::record::{Record, Written, is_id};

/// What the editor brings.
pub struct Desk<'d> {
    pub root: &'d Path,
    pub encoding: Encoding,
    pub uri: &'d dyn Fn(&Path) -> Option<String>,
    /// The present text of a file that is open.
    pub open: &'d dyn Fn(&Path) -> Option<String>,
}

/// The protocol's edit of the whole workspace, or why the entry cannot have that id.
pub fn rename(portal: &Portal, id: EntryId, new: &str, desk: &Desk<'_>) -> Result<Value, Diagnostic> {
    let entry = portal.entry(id);
    let old = entry.id();
    if !is_id(new) {
        return Err(Diagnostic::error(Code::IdInvalid).arg("id", new).arg("suggestion", slugify(new)));
    }
    let others = || portal.ids().map(|id| portal.entry(id)).filter(|other| other.id() == new);
    if let Some(taken) = others().find(|other| other.kind == entry.kind) {
        let problem = Diagnostic::error(Code::IdTaken).arg("id", new).arg("kind", entry.kind);
        return Err(problem.arg("other", &taken.record.source.path));
    }
    // Another kind has such an id: the kind tells the two apart.
    let kind = others().next().map(|_| entry.kind.name());
    let change = Change { portal, old, new, kind, slug: entry.record.slug().is_some() };
    let mut edits: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for found in uses(portal, id) {
        let written = &found.source.text[found.span.clone()];
        let edit = if found.is_link { change.in_link(&found, written) } else { change.in_name(written) };
        let Some((within, text)) = edit else { continue };
        is_current(&found.source, desk)?;
        let span = found.span.start + within.start..found.span.start + within.end;
        let edit = json!({ "range": Lines::new(&found.source.text, desk.encoding).span(&span), "newText": text });
        let edits = edits.entry(found.source.path.clone()).or_default();
        if !edits.contains(&edit) {
            edits.push(edit);
        }
    }
    let file_uri = |path: &str| (desk.uri)(&desk.root.join(path)).unwrap_or_default();
    let edits = edits
        .into_iter()
        .map(|(path, edits)| json!({ "textDocument": { "uri": file_uri(&path), "version": null }, "edits": edits }));
    let records = std::iter::once(&entry.record).chain(entry.translations.values());
    let moves: BTreeSet<_> = records.map(|record| moved(record, old, new)).collect();
    let moves = moves.into_iter().map(|(from, to)| {
        // The address of a file that is open is as the editor writes it; that of a file to be is ours.
        let to = super::paths::to_uri(&desk.root.join(to));
        json!({ "kind": "rename", "oldUri": file_uri(&from), "newUri": to })
    });
    Ok(json!({ "documentChanges": edits.chain(moves).collect::<Vec<_>>() }))
}

/// An earlier state stands in for a file with a mistake: its places are not those of the file.
fn is_current(source: &SourceText, desk: &Desk<'_>) -> Result<(), Diagnostic> {
    match (desk.open)(&desk.root.join(&source.path)) {
        Some(text) if text.trim_start_matches('\u{feff}') != source.text => {
            Err(Diagnostic::error(Code::RenameBroken).arg("path", &source.path))
        }
        _ => Ok(()),
    }
}

/// The file or folder of a record, before and after.
fn moved(record: &Record, old: &str, new: &str) -> (String, String) {
    let path = &record.source.path;
    match &record.identity.bundle {
        Some(bundle) => (bundle.clone(), format!("{}/{new}", folder(bundle))),
        None => {
            let name = &path[folder(path).len() + 1..];
            (path.clone(), format!("{}/{new}{}", folder(path), name.strip_prefix(old).unwrap_or(".md")))
        }
    }
}

struct Change<'c> {
    portal: &'c Portal,
    old: &'c str,
    new: &'c str,
    /// To be written before the id.
    kind: Option<&'c str>,
    /// The address does not follow the id.
    slug: bool,
}

impl Change<'_> {
    /// The part of a name to replace, and by what; nothing where the entry is named by its title.
    fn in_name(&self, written: &str) -> Option<(Range<usize>, String)> {
        let Written { kind, name } = Written::new(written, &self.portal.kinds);
        if name != self.old {
            return None;
        }
        let at = written.rfind(self.old)?;
        let kind = self.kind.filter(|_| kind.is_none()).map_or(String::new(), |kind| format!("{kind}:"));
        Some((at..at + self.old.len(), format!("{kind}{}", self.new)))
    }

    fn in_link(&self, found: &Use, written: &str) -> Option<(Range<usize>, String)> {
        let end = written.find(['?', '#']).unwrap_or(written.len());
        let path = &written[..end];
        if Written::new(path, &self.portal.kinds).kind.is_some() {
            return self.in_name(path);
        }
        let is_address = path.starts_with('/') && self.portal.link(&found.source.path, written).is_ok();
        let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
        if is_address && !is_file && self.slug {
            return None;
        }
        let mut end = path.len();
        for segment in path.rsplit('/') {
            let start = end - segment.len();
            let rest = segment.strip_prefix(self.old);
            if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.')) {
                return Some((start..start + self.old.len(), self.new.to_owned()));
            }
            end = start.saturating_sub(1);
        }
        None
    }
}
