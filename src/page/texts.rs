//! The bodies of the entries, by language: the one part of a record that the join does not look at. They are in memory or in their
//! files; which, nobody else needs to know.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::content_file::Body;
use crate::diagnostics::{Diagnostic, SourceText};
use crate::portal::{EntryId, Portal};
use crate::record::Record;

/// Ids of a body's headings, read when a link leads to one of them.
type Anchors = OnceLock<Result<HashSet<String>, Box<Diagnostic>>>;

/// Gives the texts that are not held.
pub trait ReadAgain: fmt::Debug + Send + Sync {
    /// The first `length` bytes of a content file as it is now, by its path in the site; nothing where they are no text.
    fn read_again(&self, path: &str, length: usize) -> Result<Option<Arc<SourceText>>, Diagnostic>;
}

/// The bodies of one portal: those of its records, but for what was read again since the join.
#[derive(Debug)]
pub struct Texts {
    portal: Arc<Portal>,
    files: Arc<dyn ReadAgain>,
    /// By edition and entry.
    anchors: Arc<Vec<Vec<Anchors>>>,
    fresh: HashMap<(usize, EntryId), (Arc<Record>, Anchors)>,
}

/// A body, unparsed, of which at least the front matter is at hand.
#[derive(Debug, Clone, Copy)]
pub struct Text<'t> {
    pub source: &'t Arc<SourceText>,
    pub body: &'t Body,
    anchors: &'t Anchors,
}

impl Texts {
    pub fn new(portal: &Arc<Portal>, files: &Arc<dyn ReadAgain>) -> Self {
        let of_edition = || portal.ids().map(|_| Anchors::new()).collect();
        let anchors = portal.editions.iter().map(|_| of_edition()).collect();
        Self { portal: Arc::clone(portal), files: Arc::clone(files), anchors: Arc::new(anchors), fresh: HashMap::new() }
    }

    /// The bodies with these records in the place of the joined ones, from which they may differ in their bodies alone.
    pub fn with(&self, fresh: &[&Arc<Record>]) -> Self {
        let mut all = HashMap::new();
        for record in fresh {
            let Some(id) = self.portal.entry_of(&record.source.path) else { continue };
            let entry = self.portal.entry(id);
            for (at, edition) in self.portal.editions.iter().enumerate() {
                if entry.in_language(&edition.language).source.path == record.source.path {
                    all.insert((at, id), (Arc::clone(record), Anchors::new()));
                }
            }
        }
        Self {
            portal: Arc::clone(&self.portal),
            files: Arc::clone(&self.files),
            anchors: Arc::clone(&self.anchors),
            fresh: all,
        }
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
        Text { source: &record.source, body: &record.body, anchors }
    }

    /// The whole text of a file of which `source` holds at least the front matter. It is a problem where the file has changed since,
    /// but for what was added at its end.
    pub fn whole(&self, source: &Arc<SourceText>, body: &Body) -> Result<Arc<SourceText>, Diagnostic> {
        if body.is_held(source) {
            return Ok(Arc::clone(source));
        }
        let text = self.files.read_again(&source.path, body.range.end)?;
        let same = text.filter(|text| body.is_in(&text.text, source));
        same.ok_or_else(|| Diagnostic::error("changed-meanwhile").in_file(source))
    }
}

impl<'t> Text<'t> {
    /// Ids of the headings, or why the body cannot be read any more. Read only when there is a link to one.
    pub fn anchors(
        self,
        read: impl FnOnce(Self) -> Result<HashSet<String>, Diagnostic>,
    ) -> Result<&'t HashSet<String>, &'t Diagnostic> {
        let found = self.anchors.get_or_init(|| read(self).map_err(Box::new));
        found.as_ref().map_err(|problem| &**problem)
    }
}
