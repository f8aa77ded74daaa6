//! Entries said once for each language: references are entries, files are those of the site, words are the translation's or the
//! original's.

use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::edges::{Edge, once};
use super::municipalities::Municipalities;
use super::names::Miss;
use super::{Entry, EntryId, Map, Portal};
use crate::diagnostics::{Code, Diagnostic};
use crate::fields::Text;
use crate::kind::{KindSet, Role, Type};
use crate::record::{Differs, Fields, Record, Resolver, Target};

/// What a reference names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A visible entry.
    Entry(EntryId),
    /// A name that no entry has.
    Name(Arc<str>),
    /// A file of the site, by its path.
    File(Arc<str>),
    /// A municipality, by its place in the settings' list.
    Municipality(usize),
}

/// The fields of an entry in one language.
pub type Localised = Fields<Found>;

/// All entries in all languages.
#[derive(Debug, Default)]
pub struct LocalisedEntries {
    /// By entry and edition; what is not translated is shared.
    pub entries: Vec<Box<[Arc<Localised>]>>,
    /// By entry: what the originals name, also where it is not to be seen.
    pub edges: Vec<Vec<Edge>>,
}

/// Says every entry in every language, and tells references that name nothing.
pub fn localise(portal: &Portal, municipalities: &Municipalities) -> (LocalisedEntries, Vec<Diagnostic>) {
    /// Entries that one thread takes at a time.
    const SHARE: usize = 256;
    let near = Mutex::default();
    let share = |(share, entries): (usize, &[Entry])| {
        let mut all = LocalisedEntries::default();
        let mut problems = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            let from = EntryId::new(share * SHARE + index);
            let mut edges = Vec::new();
            all.entries.push(editions(portal, municipalities, &near, from, entry, &mut edges, &mut problems));
            once(&mut edges);
            all.edges.push(edges);
        }
        (all, problems)
    };
    let shares: Vec<_> = portal.entries.par_chunks(SHARE).enumerate().map(share).collect();
    let mut all = LocalisedEntries::default();
    let mut problems = Vec::new();
    for (share, found) in shares {
        all.entries.extend(share.entries);
        all.edges.extend(share.edges);
        problems.extend(found);
    }
    (all, problems)
}

/// Suggestions for plain names: the same few names stand in many entries.
type Near<'p> = Mutex<Map<String, Option<&'p str>>>;

fn editions<'p>(
    portal: &'p Portal,
    municipalities: &Municipalities,
    near: &Near<'p>,
    from: EntryId,
    entry: &Entry,
    edges: &mut Vec<Edge>,
    problems: &mut Vec<Diagnostic>,
) -> Box<[Arc<Localised>]> {
    let mut said = |record: &Record, edges: Option<&mut Vec<Edge>>| {
        let mut reading = Reading { portal, municipalities, near, record, from, edges, problems: Vec::new() };
        let fields = record.fields.resolve(&mut reading);
        if let Some(edges) = reading.edges {
            let links = record.digest.links.iter().filter_map(|link| portal.body_target(link));
            links.filter(|other| *other != from).for_each(|other| edges.push(Edge { role: Role::Body, other }));
        }
        problems.append(&mut reading.problems);
        fields
    };
    let original = said(&entry.record, Some(edges));
    let translations: Vec<_> = portal
        .editions
        .iter()
        .skip(1)
        .map(|edition| entry.translations.get(&edition.language).map(|record| (record, said(record, None))))
        .collect();
    let translated = translations.into_iter().map(|translation| {
        let (record, fields) = translation?;
        let mut report = |field: &crate::kind::Field, differs| problems.push(differing(record, field.name, differs));
        Some(Arc::new(fields.over(&original, &mut report).without_lost_rows()))
    });
    let translated: Vec<_> = translated.collect();
    let original = Arc::new(original.without_lost_rows());
    let rest = translated.into_iter().map(|fields| fields.unwrap_or_else(|| Arc::clone(&original)));
    std::iter::once(Arc::clone(&original)).chain(rest).collect()
}

/// What a translation says and no reader will see.
fn differing(record: &Record, field: &'static str, differs: Differs) -> Diagnostic {
    let problem = match differs {
        Differs::Fact => Diagnostic::warning(Code::TranslationFact),
        Differs::Rows => Diagnostic::error(Code::TranslationRows),
    };
    problem.arg("field", field).at(&record.source, record.span_of(field))
}

/// One record whose references are looked up.
struct Reading<'a, 'p> {
    portal: &'p Portal,
    municipalities: &'a Municipalities,
    near: &'a Near<'p>,
    record: &'a Record,
    from: EntryId,
    /// Those of the entry; a translation has none of its own.
    edges: Option<&'a mut Vec<Edge>>,
    problems: Vec<Diagnostic>,
}

impl Reading<'_, '_> {
    fn report(&mut self, problem: Diagnostic, written: &Text) {
        self.problems.push(problem.at(&self.record.source, written.span()));
    }

    /// The visible entry; one that is not published is told, where somebody would look for it on a published page.
    fn visible(&mut self, to: EntryId, written: &Text) -> Option<Found> {
        let entry = &self.portal.entries[to.index()];
        if entry.visible {
            return Some(Found::Entry(to));
        }
        if self.portal.entries[self.from.index()].visible {
            let problem = Diagnostic::warning(Code::ReferenceUnpublished).arg("name", &written.text);
            self.report(problem.arg("path", &entry.record.source.path), written);
        }
        None
    }

    fn missed(&mut self, miss: &Miss, kinds: KindSet, or_name: bool, written: &Text) -> Option<Found> {
        let (portal, text) = (self.portal, &*written.text);
        if !or_name || portal.names.looks_like_an_id(text) {
            self.report(portal.names.explain(miss, text, kinds, &portal.entries), written);
            return None;
        }
        if let Some(near) = self.nearest(text, kinds) {
            self.report(Diagnostic::warning(Code::PartyNear).arg("name", text).arg("suggestion", near), written);
        }
        Some(Found::Name(Arc::clone(&written.text)))
    }

    /// All plain names are of the same kinds.
    fn nearest(&self, text: &str, kinds: KindSet) -> Option<&str> {
        let known = self.near.lock().unwrap_or_else(PoisonError::into_inner).get(text).copied();
        known.unwrap_or_else(|| {
            let near = self.portal.names.nearest(text, kinds, None, &self.portal.entries);
            self.near.lock().unwrap_or_else(PoisonError::into_inner).insert(text.to_owned(), near);
            near
        })
    }
}

impl Resolver for Reading<'_, '_> {
    type To = Found;

    fn reference(&mut self, target: Target<'_>, written: &Text) -> Option<Found> {
        let (role, kinds, or_name) = match target {
            Target::Of(place) => (Role::Author, self.portal.kinds.of_place(place).into(), false),
            Target::Field(field) => match field.ty {
                Type::Reference { kinds, or_name } => (field.role.unwrap_or(Role::Named), kinds, or_name),
                _ => (Role::Named, KindSet::ANY, false),
            },
        };
        let to = match self.portal.names.find(&written.text, kinds) {
            Ok(to) => to,
            Err(miss) => return self.missed(&miss, kinds, or_name, written),
        };
        // A topic above itself is told as a circle of topics.
        if to == self.from && role != Role::Parent {
            self.report(Diagnostic::error(Code::ReferenceSelf).arg("name", &written.text), written);
            return None;
        }
        if let Some(edges) = &mut self.edges {
            edges.push(Edge { role, other: to });
        }
        self.visible(to, written)
    }

    /// That a file is there, and may be seen, is checked for the site as a whole.
    fn file(&mut self, written: &Text) -> Option<Found> {
        let path = self.record.path_of(&written.text)?;
        self.portal.assets.get(&path).filter(|asset| asset.visible).map(|_| Found::File(path.into()))
    }

    fn municipality(&mut self, written: &Text) -> Option<Found> {
        let found = self.municipalities.find(&written.text);
        if found.is_none() {
            self.report(self.portal.config.unknown_municipality(&written.text), written);
        }
        found.map(Found::Municipality)
    }
}
