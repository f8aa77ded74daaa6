//! The bodies of the entries, by language: the one part of a record that the join does not look at.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crate::content_file::Body;
use crate::diagnostics::SourceText;
use crate::markdown::Anchors;
use crate::portal::{EntryId, Portal};
use crate::record::Record;

/// The places of a body, read when a link leads to one of them.
type Places = OnceLock<Anchors>;

/// The bodies of one portal: those of its records, but for what was read again since the join.
#[derive(Debug)]
pub struct Texts {
    portal: Arc<Portal>,
    /// By edition and entry.
    anchors: Arc<Vec<Vec<Places>>>,
    fresh: HashMap<(usize, EntryId), (Arc<Record>, Places)>,
}

/// A body, unparsed, in the text of its file.
#[derive(Debug, Clone, Copy)]
pub struct Text<'t> {
    pub source: &'t Arc<SourceText>,
    pub body: &'t Body,
    /// What the page is called.
    pub title: &'t str,
    anchors: &'t Places,
}

impl Texts {
    pub fn new(portal: &Arc<Portal>) -> Self {
        let of_edition = || portal.ids().map(|_| Places::new()).collect();
        let anchors = portal.editions.iter().map(|_| of_edition()).collect();
        Self { portal: Arc::clone(portal), anchors: Arc::new(anchors), fresh: HashMap::new() }
    }

    /// The bodies with these records in the place of the joined ones, from which they may differ in their bodies alone.
    pub fn with(&self, fresh: &[&Arc<Record>]) -> Self {
        let mut all = HashMap::new();
        for record in fresh {
            let Some(id) = self.portal.entry_of(&record.source.path) else { continue };
            let entry = self.portal.entry(id);
            for (at, edition) in self.portal.editions.iter().enumerate() {
                if entry.in_language(&edition.language).source.path == record.source.path {
                    all.insert((at, id), (Arc::clone(record), Places::new()));
                }
            }
        }
        Self { portal: Arc::clone(&self.portal), anchors: Arc::clone(&self.anchors), fresh: all }
    }

    /// The body of an entry in a language: the translation's, or the original's where there is none.
    pub fn get(&self, edition: usize, id: EntryId) -> Text<'_> {
        let (record, anchors) = match self.fresh.get(&(edition, id)) {
            Some((record, anchors)) => (record, anchors),
            None => {
                let language = &self.portal.editions[edition].language;
                (self.portal.entry(id).in_language(language), &self.anchors[edition][id.index()])
            }
        };
        Text { source: &record.source, body: &record.body, title: record.title(), anchors }
    }
}

impl<'t> Text<'t> {
    /// The places that links can lead to. Read only when there is a link to one.
    pub fn anchors(self, read: impl FnOnce(Self) -> Anchors) -> &'t Anchors {
        self.anchors.get_or_init(|| read(self))
    }
}
