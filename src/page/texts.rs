//! The bodies of the entries, by language: the one part of a record that the join does not look at.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::diagnostics::SourceText;
use crate::portal::{EntryId, Portal};
use crate::record::Record;

/// The bodies of one portal.
#[derive(Debug)]
pub struct Texts {
    /// By edition and entry: the translation's, or the original's where there is none.
    bodies: Vec<Vec<Text>>,
}

/// A body, unparsed, in its file.
#[derive(Debug)]
pub struct Text {
    pub source: Arc<SourceText>,
    pub range: Range<usize>,
    anchors: OnceLock<HashSet<String>>,
}

impl Texts {
    /// The bodies of a portal's records, but for those records that were read again since the join: `fresh`, by path.
    /// A fresh record may differ from the joined one in its body alone.
    pub fn new(portal: &Portal, fresh: &HashMap<&str, &Arc<Record>>) -> Self {
        let text = |record: &Arc<Record>| {
            let record = if fresh.is_empty() { record } else { fresh.get(&*record.source.path).unwrap_or(&record) };
            Text { source: Arc::clone(&record.source), range: record.body.clone(), anchors: OnceLock::new() }
        };
        let of_edition =
            |language: &str| portal.entries.iter().map(|entry| text(entry.in_language(language))).collect();
        Self { bodies: portal.editions.iter().map(|edition| of_edition(&edition.language)).collect() }
    }

    pub fn get(&self, edition: usize, id: EntryId) -> &Text {
        &self.bodies[edition][id.index()]
    }
}

impl Text {
    /// Ids of the headings, for links that lead to one of them. Read only when there is such a link.
    pub fn anchors(&self, read: impl FnOnce(&Self) -> HashSet<String>) -> &HashSet<String> {
        self.anchors.get_or_init(|| read(self))
    }
}
