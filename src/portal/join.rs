//! Records in, portal out.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;

use super::names::Names;
use super::routes::Routes;
use super::{Edition, EditionInput, Entry, EntryId, Indexes, LinkTarget, Portal, checks, edges, files, scan};
use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::record::{Kind, Record, SectionText};
use crate::source::SiteFile;

/// Everything that a portal is joined from.
#[derive(Debug)]
pub struct Input {
    pub config: Arc<Config>,
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
    let Input { config, today, drafts, offline, editions: inputs, records, sections, files, static_files } = input;
    let (entries, mut problems) = gather(records, today, drafts);
    let names = Names::new(&entries);
    let (routes, found) = Routes::new(&entries, &inputs, &config);
    problems.extend(found);
    let assets = files::publish(files, &entries, &routes);
    problems.extend(files::check(&entries, &assets));
    problems.extend(checks::municipalities(&entries, &config));
    problems.extend(checks::aliases(&entries, &routes));
    problems.extend(entries.iter().flat_map(|entry| checks::order_of_dates(&entry.record)));
    let editions = inputs.iter().enumerate().map(|(at, input)| Edition::new(input, at, &entries)).collect();
    let by_source = by_source(&entries);
    let mut portal = Portal {
        config,
        today,
        offline,
        entries,
        editions,
        sections,
        indexes: Indexes::default(),
        routes,
        assets,
        static_files,
        names,
        edges: edges::Edges::default(),
        by_source,
    };
    problems.extend(portal.check_menu());
    let body_links = portal.body_links();
    let (edges, found) = edges::resolve(&portal.entries, &portal.names, &portal.config, &body_links);
    problems.extend(found);
    let (indexes, found) = Indexes::new(&portal.entries, &edges, &portal.config);
    problems.extend(found);
    portal.edges = edges;
    portal.indexes = indexes;
    (portal, problems)
}

/// Originals with their translations, by kind and id.
fn gather(records: Vec<Arc<Record>>, today: Date, drafts: bool) -> (Vec<Entry>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let (originals, translations): (Vec<_>, Vec<_>) =
        records.into_iter().partition(|record| record.identity.language.is_none());
    let mut entries: BTreeMap<(Kind, String), Entry> = BTreeMap::new();
    for record in originals {
        let key = (record.identity.kind, record.identity.id.clone());
        if let Some(earlier) = entries.get(&key) {
            problems.push(checks::duplicate(&record, &earlier.record));
            continue;
        }
        let (kind, id) = key.clone();
        entries.insert(key, Entry { kind, id, record, translations: BTreeMap::new(), visible: true });
    }
    for record in translations {
        let key = (record.identity.kind, record.identity.id.clone());
        let language = record.identity.language.clone().unwrap_or_default();
        match entries.get_mut(&key) {
            None => problems.push(checks::orphan(&record)),
            Some(entry) => match entry.translations.get(&language) {
                Some(earlier) => problems.push(checks::duplicate(&record, earlier)),
                None => {
                    entry.translations.insert(language, record);
                }
            },
        }
    }
    let mut entries: Vec<_> = entries.into_values().collect();
    for entry in &mut entries {
        let hidden = entry.is_draft() || entry.is_scheduled(today);
        entry.visible = drafts || !hidden;
    }
    (entries, problems)
}

fn by_source(entries: &[Entry]) -> HashMap<String, EntryId> {
    let mut map = HashMap::new();
    for (index, entry) in entries.iter().enumerate() {
        for record in std::iter::once(&entry.record).chain(entry.translations.values()) {
            map.insert(record.source.path.clone(), EntryId::new(index));
        }
    }
    map
}

impl Portal {
    /// By entry: the other entries that its body links to. A link that leads nowhere is told when the body is parsed.
    fn body_links(&self) -> Vec<Vec<EntryId>> {
        use rayon::prelude::*;
        self.entries
            .par_iter()
            .enumerate()
            .map(|(index, entry)| {
                let record = &entry.record;
                let targets = scan::destinations(record.body()).into_iter().filter(|dest| is_local(dest));
                let found = targets.filter_map(|dest| match self.link(&record.source.path, dest) {
                    Ok(LinkTarget::Entry { id, .. }) if id.index() != index => Some(id),
                    _ => None,
                });
                found.collect()
            })
            .collect()
    }
}

impl Portal {
    /// Tells the menu's entries that are not there.
    fn check_menu(&self) -> Vec<Diagnostic> {
        let Some(source) = &self.config.source else { return Vec::new() };
        let named = self.config.menu.iter().filter_map(|item| item.entry.as_ref());
        let wrong =
            named.filter_map(|entry| Some(self.resolve(&entry.text, &[]).err()?.at(source, entry.span.clone())));
        wrong.collect()
    }
}

fn is_local(dest: &str) -> bool {
    !dest.starts_with('#') && !dest.contains("://")
}
