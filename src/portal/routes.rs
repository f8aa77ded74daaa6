//! Where everything is published: `/<segment>/<id>/`, the segments by language.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{EditionInput, Entry, EntryId};
use crate::config::Config;
use crate::date::SchoolYear;
use crate::diagnostics::{Diagnostic, Place};
use crate::record::kinds::{Evidence, word};
use crate::record::{Kind, Record, is_id};

/// A page that is computed rather than written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Index {
    Home,
    Section(Kind),
    Municipalities,
    Years,
    Year(SchoolYear),
    EvidenceLevels,
    Evidence(Evidence),
    Letters,
}

/// The addresses of all pages, relative to the site's root: `""` for home, else with a slash at the end.
#[derive(Debug, Default)]
pub struct Routes {
    editions: Vec<EditionRoutes>,
    entries: HashMap<String, EntryId>,
    sections: HashSet<String>,
}

#[derive(Debug, Default)]
struct EditionRoutes {
    prefix: String,
    segments: BTreeMap<String, String>,
    /// By entry; nothing where it has no page in this language.
    entries: Vec<Option<String>>,
}

impl Routes {
    /// Lays out the addresses and tells those that two entries claim.
    pub fn new(entries: &[Entry], inputs: &[EditionInput], config: &Config) -> (Self, Vec<Diagnostic>) {
        let mut routes = Self::default();
        let mut problems = Vec::new();
        for (index, input) in inputs.iter().enumerate() {
            let mut segments = input.segments.clone();
            if index == 0 {
                problems.extend(replace_segments(&mut segments, config));
            }
            let prefix = if index == 0 { String::new() } else { format!("{}/", input.language) };
            let mut edition = EditionRoutes { prefix, segments, entries: Vec::new() };
            for entry in entries {
                let record = if index == 0 { Some(&entry.record) } else { entry.translations.get(&input.language) };
                let path = record.map(|record| edition.entry(record, &mut problems));
                edition.entries.push(path);
            }
            routes.editions.push(edition);
        }
        routes.claim(entries, inputs, &mut problems);
        (routes, problems)
    }

    fn claim(&mut self, entries: &[Entry], inputs: &[EditionInput], problems: &mut Vec<Diagnostic>) {
        let mut taken: HashMap<String, Place> = HashMap::new();
        for edition in 0..self.editions.len() {
            self.sections.insert(self.index(edition, Index::Home));
            for kind in Kind::all().filter(|kind| *kind != Kind::Page) {
                self.sections.insert(self.index(edition, Index::Section(kind)));
            }
            for index in [Index::Municipalities, Index::Years, Index::EvidenceLevels, Index::Letters] {
                self.sections.insert(self.index(edition, index));
            }
        }
        for (edition, input) in inputs.iter().enumerate() {
            for (at, entry) in entries.iter().enumerate() {
                let Some(path) = &self.editions[edition].entries[at] else { continue };
                let record = if edition == 0 { &entry.record } else { entry.in_language(&input.language) };
                let span = record.common.slug.as_ref().map_or(0..0, |slug| slug.span.clone());
                let place = Place { source: std::sync::Arc::clone(&record.source), span };
                if let Some(other) = taken.insert(path.to_lowercase(), place.clone()) {
                    let problem = Diagnostic::error("url-taken")
                        .arg("url", format!("/{path}"))
                        .arg("other", &other.source.path)
                        .at(&place.source, place.span)
                        .and_at(&other.source, other.span);
                    problems.push(problem);
                }
                self.entries.insert(path.clone(), EntryId::new(at));
            }
        }
    }

    /// Address of an entry's original.
    pub fn of(&self, id: EntryId) -> &str {
        self.editions[0].entries[id.index()].as_deref().unwrap_or("")
    }

    /// Address of an entry's page in an edition, where it has one.
    pub fn in_edition(&self, edition: usize, id: EntryId) -> Option<&str> {
        self.editions[edition].entries[id.index()].as_deref()
    }

    /// Address of a computed page.
    pub fn index(&self, edition: usize, index: Index) -> String {
        let routes = &self.editions[edition];
        let below = |name: &str, rest: &str| {
            let segment = routes.segment(name);
            let rest = if rest.is_empty() { String::new() } else { format!("{rest}/") };
            format!("{}{segment}/{rest}", routes.prefix)
        };
        match index {
            Index::Home => routes.prefix.clone(),
            Index::Section(kind) => below(kind.folder(), ""),
            Index::Municipalities => below("municipalities", ""),
            Index::Years => below("years", ""),
            Index::Year(year) => below("years", &year.to_string()),
            Index::EvidenceLevels => below("evidence", ""),
            Index::Evidence(level) => below("evidence", word(level)),
            Index::Letters => below("letters", ""),
        }
    }

    /// Address of something below a computed index, such as a municipality by its id.
    pub fn below(&self, edition: usize, index: Index, name: &str) -> String {
        format!("{}{name}/", self.index(edition, index))
    }

    /// URL segment of a folder or index.
    pub fn segment<'s>(&'s self, edition: usize, name: &'s str) -> &'s str {
        self.editions[edition].segment(name)
    }

    /// Address of a further page of a list.
    pub fn page(&self, edition: usize, list: &str, number: usize) -> String {
        if number <= 1 { list.to_owned() } else { format!("{list}{}/{number}/", self.segment(edition, "page")) }
    }

    /// The entry whose page, in any language, stands at an address.
    pub fn entry_at(&self, path: &str) -> Option<EntryId> {
        self.entries.get(path).copied()
    }

    /// True for the address of a section or an index.
    pub fn is_index(&self, path: &str) -> bool {
        self.sections.contains(path)
    }
}

/// Puts the settings' segments in the place of the language's. One that another folder or index has is told and left.
fn replace_segments(segments: &mut BTreeMap<String, String>, config: &Config) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for (name, wanted) in &config.segments {
        let taken = crate::config::segment_names().find(|other| {
            let segment = segments.get(*other).map_or(*other, String::as_str);
            *other != name && *other != PAGE && segment == wanted.text
        });
        match (taken, &config.source) {
            (Some(other), Some(source)) => {
                let problem = Diagnostic::error("segment-taken").arg("segment", &wanted.text).arg("other", other);
                problems.push(problem.at(source, wanted.span.clone()));
            }
            _ => {
                segments.insert(name.clone(), wanted.text.clone());
            }
        }
    }
    problems
}

/// Segment of the further pages of lists: it stands below the others, so it may be the same as one of them.
const PAGE: &str = "page";

impl EditionRoutes {
    fn segment<'s>(&'s self, name: &'s str) -> &'s str {
        self.segments.get(name).map_or(name, String::as_str)
    }

    fn entry(&self, record: &Record, problems: &mut Vec<Diagnostic>) -> String {
        let slug = record.common.slug.as_ref().filter(|slug| {
            let good = is_id(&slug.text);
            if !good {
                let problem = Diagnostic::error("slug-invalid")
                    .arg("slug", &slug.text)
                    .arg("suggestion", crate::locale::slugify(&slug.text));
                problems.push(problem.at(&record.source, slug.span.clone()));
            }
            good
        });
        let name = slug.map_or(record.identity.id.as_str(), |slug| slug.text.as_str());
        match self.segment(record.identity.kind.folder()) {
            "" => format!("{}{name}/", self.prefix),
            segment => format!("{}{segment}/{name}/", self.prefix),
        }
    }
}
