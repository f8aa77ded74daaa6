//! The entries' own files: where they are published, and that those which are named exist.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::routes::Routes;
use super::{Entry, EntryId, Map};
use crate::diagnostics::{Diagnostic, nearest};
use crate::fields::Text;
use crate::record::Record;
use crate::record::destination::folder;
use crate::source::SiteFile;

/// A file of the content with its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    pub file: SiteFile,
    /// Relative to the site's root.
    pub url: String,
    /// False while the entry that owns it is not published.
    pub visible: bool,
}

/// Gives every file of the content its address: beside its entry's page, or under `files/` where it belongs to none.
pub fn publish(files: BTreeMap<String, SiteFile>, entries: &[Entry], routes: &Routes) -> BTreeMap<String, Asset> {
    let bundles: Map<&str, EntryId> = entries
        .iter()
        .enumerate()
        .filter_map(|(index, entry)| Some((entry.record.identity.bundle.as_deref()?, EntryId::new(index))))
        .collect();
    let address = |path: &str| {
        let owner = path.match_indices('/').rev().find_map(|(at, _)| Some((at, *bundles.get(&path[..at])?)));
        match owner {
            Some((at, id)) => (format!("{}{}", routes.of(id), &path[at + 1..]), entries[id.index()].visible),
            None => (path.replacen("content/", "files/", 1), true),
        }
    };
    files
        .into_iter()
        .map(|(path, file)| {
            let (url, visible) = address(&path);
            (path, Asset { file, url, visible })
        })
        .collect()
}

/// Tells the files that the front matter names and that are not there.
pub fn check(entries: &[Entry], assets: &BTreeMap<String, Asset>) -> Vec<Diagnostic> {
    let records = entries.iter().filter(|entry| entry.facts.has_named_files).map(|entry| &entry.record);
    records
        .flat_map(|record| record.named_files().into_iter().map(move |file| (record, file)))
        .filter_map(|(record, file)| missing(record, file, assets))
        .collect()
}

/// Names of the files below a folder, given with the slash at its end.
pub fn beside<'a>(assets: &'a BTreeMap<String, Asset>, prefix: &'a str) -> impl Iterator<Item = &'a str> {
    assets
        .range::<str, _>((Bound::Included(prefix), Bound::Unbounded))
        .map_while(move |(path, _)| path.strip_prefix(prefix))
}

pub(super) fn missing(record: &Record, file: &Text, assets: &BTreeMap<String, Asset>) -> Option<Diagnostic> {
    let path = record.path_of(&file.text);
    if path.as_deref().is_some_and(|path| assets.contains_key(path)) {
        return None;
    }
    let folder = folder(&record.source.path);
    let prefix = format!("{folder}/");
    let problem = Diagnostic::error("file-unknown").arg("file", &file.text).arg("folder", folder);
    Some(problem.suggest(nearest(&file.text, beside(assets, &prefix))).at(&record.source, file.span()))
}
