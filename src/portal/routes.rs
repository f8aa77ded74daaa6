//! Where everything is published: `/<segment>/<id>/`, the segments by language.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::{EditionInput, Entry, EntryId, Map, aliases, map_for};
use crate::config::Config;
use crate::date::SchoolYear;
use crate::diagnostics::{Code, Diagnostic, Place, nearest};
use crate::fields::Text;
use crate::kind::{ChoiceField, Kind, Kinds};
use crate::locale::Fingerprint;
use crate::record::{Record, is_id};

/// A page that is computed rather than written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Index {
    Home,
    Section(Kind),
    Municipalities,
    Years,
    Year(SchoolYear),
    /// The choices of a field.
    Choices(ChoiceField),
    Choice(ChoiceField, u16),
    /// A section in the order of titles.
    Titles(Kind),
    Letters,
    Search,
}

/// The addresses of all pages, relative to the site's root: `""` for home, else with a slash at the end.
#[derive(Debug, Default)]
pub struct Routes {
    pub(super) editions: Vec<EditionRoutes>,
    /// By address: whose page stands there, and in which edition.
    pub(super) entries: Map<Fingerprint, (EntryId, usize)>,
    pub(super) sections: HashSet<String>,
    /// Old addresses, without slashes at their ends.
    pub(super) aliases: Map<Box<str>, (EntryId, usize)>,
}

#[derive(Debug, Default, Hash)]
pub(super) struct EditionRoutes {
    prefix: String,
    segments: BTreeMap<String, String>,
    /// By entry; nothing where it has no page in this language.
    entries: Vec<Option<Box<str>>>,
}

impl Routes {
    /// Lays out the addresses and tells those that two entries claim.
    pub fn new(entries: &[Entry], inputs: &[EditionInput], config: &Config, kinds: &Kinds) -> (Self, Vec<Diagnostic>) {
        let mut routes = Self::default();
        let mut problems = Vec::new();
        for (index, input) in inputs.iter().enumerate() {
            let mut segments = input.segments.clone();
            let known: Vec<_> = kinds.segments().collect();
            if index == 0 {
                problems.extend(replace_segments(&mut segments, config, &known));
            }
            problems.extend(free_taken_segments(&mut segments, config, index, &known));
            let prefix = if index == 0 { String::new() } else { format!("{}/", input.language) };
            let mut edition = EditionRoutes { prefix, segments, entries: Vec::new() };
            let slugs = entries.iter().filter_map(|entry| slug_in(entry, index, input));
            problems.extend(slugs.filter_map(|(record, slug)| invalid_slug(record, slug)));
            edition.entries = entries
                .par_iter()
                .with_min_len(SHARE)
                .map(|entry| {
                    let here = index == entry.edition || entry.translations.contains_key(&input.language);
                    here.then(|| edition.entry(entry, slug_in(entry, index, input).map(|(_, slug)| slug)))
                })
                .collect();
            routes.editions.push(edition);
        }
        routes.name_sections(kinds);
        problems.extend(routes.claim(entries, inputs));
        problems.extend(routes.name_aliases(entries, inputs));
        (routes, problems)
    }

    fn name_sections(&mut self, kinds: &Kinds) {
        for edition in 0..self.editions.len() {
            let sections = kinds.sections().map(Index::Section);
            let indexes = [Index::Home, Index::Municipalities, Index::Years, Index::Letters, Index::Search];
            let choices = kinds.choice_pages().map(Index::Choices);
            let titles = kinds.sections().map(Index::Titles);
            let all: Vec<_> =
                sections.chain(indexes).chain(choices).chain(titles).map(|index| self.index(edition, index)).collect();
            self.sections.extend(all);
        }
    }

    /// Notes the old addresses of entries, and tells those that are none or that an entry writes twice.
    fn name_aliases(&mut self, entries: &[Entry], inputs: &[EditionInput]) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            let mut own = HashSet::new();
            for alias in entry.aliases() {
                match aliases::path(&alias.written.text) {
                    Ok(_) if !own.insert(aliases::page_path(&alias)) => {
                        let problem = Diagnostic::warning(Code::AliasTwice).arg("alias", &alias.written.text);
                        problems.push(problem.at(&alias.record.source, alias.written.span()));
                    }
                    Ok(path) => {
                        let edition = inputs.iter().position(|input| Some(&*input.language) == alias.language);
                        self.aliases.entry(path.into()).or_insert((EntryId::new(at), edition.unwrap_or(0)));
                    }
                    Err(help) => {
                        let problem =
                            Diagnostic::error(Code::AliasInvalid).arg("alias", &alias.written.text).help(help);
                        problems.push(problem.at(&alias.record.source, alias.written.span()));
                    }
                }
            }
        }
        problems
    }

    /// Notes whose page stands where, and tells what two entries claim: the first has it, so that one address stays one
    /// page. The others move away.
    fn claim(&mut self, entries: &[Entry], inputs: &[EditionInput]) -> Vec<Diagnostic> {
        let mut taken: Map<Fingerprint, (usize, usize)> = map_for(entries.len());
        let mut claimed = map_for(entries.len());
        let mut later = Vec::new();
        let mut problems = Vec::new();
        for (edition, routes) in self.editions.iter().enumerate() {
            for (at, path) in routes.entries.iter().enumerate() {
                let Some(path) = path else { continue };
                let exact = Fingerprint::of(path);
                let lower = if is_lower_case(path) { exact } else { caseless(path) };
                let (owner_edition, owner) = *taken.entry(lower).or_insert((edition, at));
                if (owner_edition, owner) == (edition, at) {
                    claimed.insert(exact, (EntryId::new(at), edition));
                } else {
                    let place = |edition: usize, at: usize| address_place(&entries[at], &inputs[edition]);
                    problems.push(url_taken(path, place(edition, at), place(owner_edition, owner)));
                    later.push((edition, at));
                }
            }
        }
        self.entries = claimed;
        for (edition, at) in later {
            self.move_away(edition, at, &entries[at], &mut taken);
        }
        problems
    }

    /// Gives an entry whose address is another's the first that is free: after its id, else with a number.
    fn move_away(&mut self, edition: usize, at: usize, entry: &Entry, taken: &mut Map<Fingerprint, (usize, usize)>) {
        let routes = &self.editions[edition];
        let numbered = (2..).map(|number| format!("{}-{number}", entry.id()));
        let paths = std::iter::once(entry.id().to_owned()).chain(numbered).map(|name| routes.path(entry.kind, &name));
        let free = |path: &str| !taken.contains_key(&caseless(path)) && !self.sections.contains(path);
        let Some(path) = { paths }.find(|path| free(path)) else { return };
        taken.insert(caseless(&path), (edition, at));
        self.entries.insert(Fingerprint::of(&path), (EntryId::new(at), edition));
        self.editions[edition].entries[at] = Some(path);
    }

    /// Address of an entry's original: of the first edition in which it has a page.
    pub fn of(&self, id: EntryId) -> &str {
        self.editions.iter().find_map(|edition| edition.entries[id.index()].as_deref()).unwrap_or("")
    }

    /// Address of the page to which an edition leads: an entry's own in this language, else its original's.
    pub fn nearest(&self, edition: usize, id: EntryId) -> &str {
        self.in_edition(edition, id).unwrap_or_else(|| self.of(id))
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
            Index::Choices(field) => below(field.pages(), ""),
            Index::Choice(field, choice) => below(field.pages(), field.word(choice)),
            Index::Titles(kind) => format!("{}{}/", below(kind.folder(), ""), routes.segment("titles")),
            Index::Letters => below("letters", ""),
            Index::Search => below("search", ""),
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

    /// The entry whose page stands at an address, and the edition that the page is of.
    pub fn entry_at(&self, path: &str) -> Option<(EntryId, usize)> {
        self.entries.get(&Fingerprint::of(path)).copied()
    }

    /// True for the address of a section or an index.
    pub fn is_index(&self, path: &str) -> bool {
        self.sections.contains(path)
    }

    /// The entry that once had an address, and the edition of the page that had it.
    pub fn alias(&self, address: &str) -> Option<(EntryId, usize)> {
        self.aliases.get(address.trim_end_matches('/')).copied()
    }
}

/// Puts the settings' segments in the place of the language's. One of a folder that no kind has is told and left.
fn replace_segments(segments: &mut BTreeMap<String, String>, config: &Config, known: &[&str]) -> Vec<Diagnostic> {
    let Some(source) = &config.source else { return Vec::new() };
    let (wanted, unknown): (Vec<_>, Vec<_>) =
        config.segments.iter().partition(|(name, _)| known.contains(&name.text.as_ref()));
    segments.extend(wanted.into_iter().map(|(name, wanted)| (name.text.to_string(), wanted.text.to_string())));
    let problem = |(name, _): &(Text, Text)| {
        let problem = Diagnostic::error(Code::UnknownKey).arg("key", &name.text).arg("known", known.join(", "));
        problem.suggest(nearest(&name.text, known.iter().copied())).at(source, name.span())
    };
    unknown.into_iter().map(problem).collect()
}

/// Tells the segments that two folders or indexes have, whether the settings, a catalogue or a kind's description says so, and
/// those that are languages. Of two the later one goes by its own name.
fn free_taken_segments(
    segments: &mut BTreeMap<String, String>,
    config: &Config,
    edition: usize,
    known: &[&str],
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let languages = config.languages.iter().filter(|_| edition == 0);
    let mut taken: BTreeMap<String, &str> = languages.map(|language| (language.clone(), language.as_str())).collect();
    let set = |name: &str| config.segments.iter().find(|(set, _)| edition == 0 && *set.text == *name);
    for name in known.iter().copied().filter(|name| *name != PAGE) {
        let segment = segments.get(name).map_or(name, String::as_str).to_owned();
        let Some(other) = taken.get(&segment).copied().filter(|_| !segment.is_empty()) else {
            taken.insert(segment, name);
            continue;
        };
        let problem =
            Diagnostic::error(Code::SegmentTaken).arg("segment", &segment).arg("name", name).arg("other", other);
        problems.push(match config.source.as_ref().zip(set(name).or_else(|| set(other))) {
            Some((source, (_, wanted))) => problem.at(source, wanted.span()),
            None => problem,
        });
        segments.insert(name.to_owned(), name.to_owned());
    }
    problems
}

/// Segment of the further pages of lists: it stands below the others, so it may be the same as one of them.
const PAGE: &str = "page";

impl EditionRoutes {
    fn segment<'s>(&'s self, name: &'s str) -> &'s str {
        self.segments.get(name).map_or(name, String::as_str)
    }

    fn entry(&self, entry: &Entry, slug: Option<&Text>) -> Box<str> {
        let name = slug
            .filter(|slug| is_id(&slug.text) && slug.text.len() <= LONGEST_NAME)
            .map_or(entry.id(), |slug| &*slug.text);
        self.path(entry.kind, name)
    }

    fn path(&self, kind: Kind, name: &str) -> Box<str> {
        let segment = self.segment(kind.folder());
        let mut path = String::with_capacity(self.prefix.len() + segment.len() + name.len() + 2);
        path.push_str(&self.prefix);
        if !segment.is_empty() {
            path.push_str(segment);
            path.push('/');
        }
        path.push_str(name);
        path.push('/');
        path.into_boxed_str()
    }
}

/// Bytes of one part of an address. File systems end at 255, and some programs add an ending while they write.
pub const LONGEST_NAME: usize = 200;

/// Entries that one thread takes at a time.
const SHARE: usize = 1024;

/// The slug of an entry's page in an edition, with the record that has it.
fn slug_in<'e>(entry: &'e Entry, edition: usize, input: &EditionInput) -> Option<(&'e Record, &'e Text)> {
    let record = match edition {
        at if at == entry.edition => Some(&entry.record).filter(|_| entry.facts.has_slug),
        _ => entry.translations.get(&input.language),
    };
    // A translation without a slug of its own has that of its original.
    let record = [record?, &entry.record].into_iter().find(|record| record.slug().is_some())?;
    record.slug().map(|slug| (record.as_ref(), slug))
}

fn invalid_slug(record: &Record, slug: &Text) -> Option<Diagnostic> {
    let long = slug.text.len() > LONGEST_NAME;
    let problem = Diagnostic::error(Code::SlugInvalid)
        .arg("slug", &slug.text)
        .arg("suggestion", crate::locale::slugify(&slug.text));
    let problem = if long { problem.arg("longest", LONGEST_NAME).help("long") } else { problem };
    (long || !is_id(&slug.text)).then(|| problem.at(&record.source, slug.span()))
}

/// Where an entry says its address: at its slug, or by its file's name.
fn address_place(entry: &Entry, input: &EditionInput) -> Place {
    let record = entry.in_language(&input.language);
    let span = record.slug().map_or(0..0, Text::span);
    Place { source: Arc::clone(&record.source), span }
}

/// Tells an address that two places claim.
pub fn url_taken(url: &str, place: Place, other: Place) -> Diagnostic {
    Diagnostic::error(Code::UrlTaken)
        .arg("url", format_args!("/{url}"))
        .arg("other", &other.source.path)
        .at(&place.source, place.span)
        .and_at(&other.source, other.span)
}

/// An address as a disk has it that takes upper and lower case for the same.
pub fn lower_case(path: &str) -> Cow<'_, str> {
    if is_lower_case(path) { Cow::Borrowed(path) } else { Cow::Owned(path.to_lowercase()) }
}

fn caseless(path: &str) -> Fingerprint {
    Fingerprint::of(&lower_case(path))
}

/// True where lower case surely changes nothing.
fn is_lower_case(path: &str) -> bool {
    path.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase())
}
