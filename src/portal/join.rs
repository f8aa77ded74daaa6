//! Records in, portal out.

use std::collections::btree_map::Entry::{Occupied, Vacant};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::edges::Edges;
use super::localise::{LocalisedEntries, localise};
use super::municipalities::{Municipalities, NamedMunicipalities};
use super::names::Names;
use super::routes::Routes;
use super::{Edition, EditionInput, Entry, EntryId, Indexes, Map, Portal, checks, files, map_for, partners};
use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::kind::{Kind, KindSet, Kinds, Role};
use crate::locale::Fingerprint;
use crate::record::{Record, SectionText, Status};
use crate::source::SiteFile;

/// Everything that a portal is joined from.
#[derive(Debug)]
pub struct Input {
    pub config: Arc<Config>,
    pub kinds: Arc<Kinds>,
    pub today: Date,
    /// Drafts and entries dated in the future are shown too.
    pub drafts: bool,
    pub offline: bool,
    /// One a language, the portal's first one first.
    pub editions: Vec<EditionInput>,
    /// Originals and translations.
    pub records: Vec<Arc<Record>>,
    pub sections: BTreeMap<(Option<Kind>, Option<String>), Arc<SectionText>>,
    /// Files of the content that are no texts.
    pub files: BTreeMap<String, SiteFile>,
    pub static_files: BTreeSet<String>,
}

/// Joins the records. A portal comes out whatever is wrong; what is wrong comes with it.
pub fn join(input: Input) -> (Portal, Vec<Diagnostic>) {
    let Input { config, kinds, today, drafts, offline, editions: inputs, records, sections, files, static_files } =
        input;
    let languages: Vec<_> = inputs.iter().map(|input| input.language.as_str()).collect();
    let (entries, drafted, mut problems) = gather(records, &languages, today, drafts);
    let ((names, by_source), ((routes, found), editions)) = rayon::join(
        || rayon::join(|| Names::new(&entries, &kinds), || by_source(&entries, &drafted, &languages)),
        || rayon::join(|| Routes::new(&entries, &inputs, &config, &kinds), || editions(&inputs, &entries)),
    );
    problems.extend(found);
    let assets = files::place(files, &entries, &routes);
    let mut portal = Portal {
        config,
        kinds,
        today,
        offline,
        entries,
        editions,
        sections,
        indexes: Indexes::default(),
        routes,
        asset_urls: assets.iter().map(|(path, asset)| (asset.url.clone(), path.clone())).collect(),
        assets,
        static_files,
        names,
        localised: Vec::new(),
        edges: Edges::default(),
        by_source,
        drafted,
    };
    problems.extend(portal.publish_files());
    let ((LocalisedEntries { entries, edges }, found), wrong) =
        rayon::join(|| localise(&portal, &Municipalities::new(&portal.config)), || portal.check());
    problems.extend(found);
    problems.extend(wrong);
    portal.localised = entries;
    let places = NamedMunicipalities::new(portal.localised.iter().map(|editions| &*editions[0]));
    portal.edges = Edges::new(edges, partners::found(&portal, &places));
    let (indexes, found) = Indexes::new(&portal, &places);
    problems.extend(found);
    portal.indexes = indexes;
    (portal, problems)
}

fn editions(inputs: &[EditionInput], entries: &[Entry]) -> Vec<Edition> {
    inputs.par_iter().enumerate().map(|(at, input)| Edition::new(input, at, entries)).collect()
}

/// Translations that are drafts and so not published, with their entries.
pub type Drafted = Vec<(Arc<Record>, EntryId)>;

/// Originals with their translations, by kind and id. `languages` are those of the editions: the first in which an entry is
/// written is its original's.
fn gather(
    mut records: Vec<Arc<Record>>,
    languages: &[&str],
    today: Date,
    drafts: bool,
) -> (Vec<Entry>, Drafted, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut drafted = Vec::new();
    let mut entries: Vec<Entry> = Vec::with_capacity(records.len());
    let hidden = |record: &Record| record.status() == Status::Draft && !drafts;
    // What translates nothing that is published is an original itself. Of two that claim one id the first one has it: the sort
    // keeps their order.
    let rank = |record: &Record| match edition_of(record, languages) {
        0 => (false, 0),
        at => (hidden(record), at),
    };
    records.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| rank(a).cmp(&rank(b))));
    for record in records {
        let at = edition_of(&record, languages);
        match entries.last_mut().filter(|entry| key(&entry.record) == key(&record)) {
            None => {
                problems.extend(checks::orphan(&record));
                entries.push(entry(record, at, today, drafts));
            }
            Some(entry) if entry.edition == at => problems.push(checks::duplicate(&record, &entry.record)),
            Some(entry) => match entry.translations.entry(languages[at].to_owned()) {
                Occupied(earlier) => problems.push(checks::duplicate(&record, earlier.get())),
                // A translation that is not published yet is as if it were not there.
                Vacant(_) if hidden(&record) => drafted.push((record, EntryId::new(entries.len() - 1))),
                Vacant(free) => {
                    free.insert(record);
                }
            },
        }
    }
    (entries, drafted, problems)
}

fn key(record: &Record) -> (Kind, &str) {
    (record.identity.kind, &record.identity.id)
}

fn entry(record: Arc<Record>, edition: usize, today: Date, drafts: bool) -> Entry {
    let (kind, facts) = (record.identity.kind, record.digest.facts);
    let mut entry = Entry { kind, record, edition, translations: BTreeMap::new(), visible: true, facts };
    entry.visible = drafts || !(entry.is_draft() || entry.is_scheduled(today));
    entry
}

/// Entries by the paths of their files, with the editions that the files are of.
pub type BySource = Map<Fingerprint, (EntryId, usize)>;

fn by_source(entries: &[Entry], drafted: &Drafted, languages: &[&str]) -> BySource {
    let mut map = map_for(entries.len());
    for (index, entry) in entries.iter().enumerate() {
        let id = EntryId::new(index);
        map.insert(entry.facts.path, (id, entry.edition));
        let translations = entry.translations.values();
        map.extend(translations.map(|record| (record.digest.facts.path, (id, edition_of(record, languages)))));
    }
    map.extend(drafted.iter().map(|(record, id)| (record.digest.facts.path, (*id, edition_of(record, languages)))));
    map
}

/// The place of a file's language among those of the editions.
fn edition_of(record: &Record, languages: &[&str]) -> usize {
    let own = record.identity.language.as_deref();
    own.and_then(|own| languages.iter().position(|language| *language == own)).unwrap_or(0)
}

impl Portal {
    /// What is wrong with single entries and with the menu.
    fn check(&self) -> Vec<Diagnostic> {
        let dated = self.entries.iter().filter(|entry| entry.kind.has(Role::ValidUntil));
        let mut problems = self.check_files();
        problems.extend(dated.flat_map(|entry| checks::order_of_dates(&entry.record)));
        problems.extend(self.check_menu());
        problems
    }

    /// Tells the menu's entries that are not there.
    fn check_menu(&self) -> Vec<Diagnostic> {
        let Some(source) = &self.config.source else { return Vec::new() };
        let named = self.config.menu.iter().filter_map(|item| item.entry.as_ref());
        let wrong =
            named.filter_map(|entry| Some(self.resolve(&entry.text, KindSet::ANY).err()?.at(source, entry.span())));
        wrong.collect()
    }
}
