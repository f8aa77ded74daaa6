//! Records in, portal out.

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
    /// One a language, the originals' first.
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
    let (entries, drafted, mut problems) = gather(records, today, drafts);
    let ((names, by_source), ((routes, found), editions)) = rayon::join(
        || rayon::join(|| Names::new(&entries, &kinds), || by_source(&entries, &drafted)),
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
    portal.edges = Edges::new(edges.rows, &partners::found(&portal, &places));
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

/// Originals with their translations, by kind and id.
fn gather(records: Vec<Arc<Record>>, today: Date, drafts: bool) -> (Vec<Entry>, Drafted, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let (mut originals, translations): (Vec<_>, Vec<_>) =
        records.into_iter().partition(|record| record.identity.language.is_none());
    // Of two that claim one id the first one has it: the sort keeps their order.
    originals.sort_by(|a, b| key(a).cmp(&key(b)));
    let mut entries: Vec<Entry> = Vec::with_capacity(originals.len());
    for record in originals {
        match entries.last() {
            Some(earlier) if key(&earlier.record) == key(&record) => {
                problems.push(checks::duplicate(&record, &earlier.record));
            }
            _ => entries.push(entry(record, today, drafts)),
        }
    }
    let mut drafted = Vec::new();
    for record in translations {
        let language = record.identity.language.clone().unwrap_or_default();
        let Ok(at) = entries.binary_search_by(|entry| key(&entry.record).cmp(&key(&record))) else {
            problems.push(checks::orphan(&record));
            continue;
        };
        match entries[at].translations.get(&language) {
            Some(earlier) => problems.push(checks::duplicate(&record, earlier)),
            // A translation that is not published yet is as if it were not there.
            None if record.status() == Status::Draft && !drafts => drafted.push((record, EntryId::new(at))),
            None => {
                entries[at].translations.insert(language, record);
            }
        }
    }
    (entries, drafted, problems)
}

fn key(record: &Record) -> (Kind, &str) {
    (record.identity.kind, &record.identity.id)
}

fn entry(record: Arc<Record>, today: Date, drafts: bool) -> Entry {
    let (kind, facts) = (record.identity.kind, record.digest.facts);
    let mut entry = Entry { kind, record, translations: BTreeMap::new(), visible: true, facts };
    entry.visible = drafts || !(entry.is_draft() || entry.is_scheduled(today));
    entry
}

/// Entries by the paths of their files.
pub type BySource = Map<Fingerprint, EntryId>;

fn by_source(entries: &[Entry], drafted: &Drafted) -> BySource {
    let mut map = map_for(entries.len());
    for (index, entry) in entries.iter().enumerate() {
        let translations = entry.translations.values().map(|record| &record.digest.facts);
        for facts in std::iter::once(&entry.facts).chain(translations) {
            map.insert(facts.path, EntryId::new(index));
        }
    }
    map.extend(drafted.iter().map(|(record, id)| (record.digest.facts.path, *id)));
    map
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
