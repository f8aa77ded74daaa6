//! The records joined into one frozen [`Portal`]: references resolved, routes, indexes, relations.
//!
//! A portal is joined whole from its records and never patched, so nothing in it can be stale. It knows nothing of
//! themes or HTML.

mod aliases;
mod checks;
mod edges;
mod edition;
mod files;
mod indexes;
mod join;
mod links;
mod localise;
mod misnamed;
mod municipalities;
mod names;
mod partners;
mod relations;
mod routes;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::config::Config;
use crate::date::{Edtf, SchoolYear};
use crate::diagnostics::Diagnostic;
use crate::kind::{self, ChoiceField, Kind, KindSet, Kinds, Role};
use crate::locale::Fingerprint;
use crate::record::{Facts, Record, SectionText, Status};

pub use crate::record::destination::folder;
pub use aliases::{Alias, page_path as redirect_path, path as alias_path};
pub use edges::Edge;
pub use edition::{Edition, EditionInput};
pub use files::Asset;
pub use indexes::{Indexes, TopicTree};
pub use join::{Input, join};
pub use links::LinkTarget;
pub use localise::{Found, Localised};
pub use relations::{Delivered, Member, Membership, Validity};
pub use routes::{Index, Routes, lower_case, url_taken};

/// A map that is made anew at every join: its hash is quick, and needs no guard against the author's own texts.
pub type Map<K, V> = std::collections::HashMap<K, V, foldhash::fast::FixedState>;

fn map_for<K, V>(size: usize) -> Map<K, V> {
    Map::with_capacity_and_hasher(size, foldhash::fast::FixedState::default())
}

/// An entry's number in its portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(u32);

impl EntryId {
    fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One entry: the record of its original, nearly always in the portal's first language, and those of its translations.
#[derive(Debug, Clone)]
pub struct Entry {
    pub kind: Kind,
    pub record: Arc<Record>,
    /// Place in [`Portal::editions`] of the original's language.
    pub edition: usize,
    /// By language.
    pub translations: BTreeMap<String, Arc<Record>>,
    /// False for what is not published (yet), unless drafts are asked for.
    pub visible: bool,
    /// Those of the original.
    facts: Facts,
}

impl Entry {
    /// Unique within its kind.
    pub fn id(&self) -> &str {
        &self.record.identity.id
    }

    /// The record in a language, or the original where it is not translated.
    pub fn in_language(&self, language: &str) -> &Arc<Record> {
        self.translations.get(language).unwrap_or(&self.record)
    }

    /// When it was published or takes place: the date that lists are sorted by.
    pub fn date(&self) -> Option<&Edtf> {
        self.record.fields.date()
    }

    pub fn school_year(&self) -> Option<SchoolYear> {
        self.facts.school_year
    }

    pub fn is_draft(&self) -> bool {
        self.record.status() == Status::Draft
    }

    /// When it is to be published, where it says so.
    pub fn published_on(&self) -> Option<&Edtf> {
        self.record.fields.date_of(Role::Date)
    }

    /// True while its date lies ahead.
    pub fn is_scheduled(&self, today: Date) -> bool {
        self.published_on().is_some_and(|date| date.first_day() > today)
    }
}

/// The whole site, joined and frozen.
#[derive(Debug)]
pub struct Portal {
    pub config: Arc<Config>,
    pub kinds: Arc<Kinds>,
    /// The day that the site is built for.
    pub today: Date,
    /// Links end in `index.html`, for reading without a server.
    pub offline: bool,
    /// All entries, ordered by kind and id.
    entries: Vec<Entry>,
    /// One a language.
    pub editions: Vec<Edition>,
    /// Section texts by kind (none: the home page) and language (none: the originals').
    pub sections: BTreeMap<(Option<Kind>, Option<String>), Arc<SectionText>>,
    pub indexes: Indexes,
    pub routes: Routes,
    /// Files that are published as they are, by their path below the site's root on disk.
    pub assets: BTreeMap<String, Asset>,
    /// By address: the paths of the same on the disk.
    asset_urls: Map<String, String>,
    /// Names of the static files of site and theme.
    pub static_files: BTreeSet<String>,
    names: names::Names,
    /// By entry and edition.
    localised: Vec<Box<[Arc<Localised>]>>,
    edges: edges::Edges,
    by_source: join::BySource,
    drafted: join::Drafted,
}

impl Portal {
    /// An entry with its record.
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id.index()]
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn kind(&self, id: EntryId) -> Kind {
        self.entries[id.index()].kind
    }

    pub fn is_visible(&self, id: EntryId) -> bool {
        self.entries[id.index()].visible
    }

    /// Translations that are drafts: nothing of them is published.
    pub fn drafted_translations(&self) -> impl Iterator<Item = &Record> {
        self.drafted.iter().map(|(record, _)| record.as_ref())
    }

    pub fn school_year(&self, id: EntryId) -> Option<SchoolYear> {
        self.entries[id.index()].facts.school_year
    }

    /// The first day of [`Entry::date`].
    pub fn day(&self, id: EntryId) -> Option<Date> {
        self.entries[id.index()].facts.day
    }

    /// All visible entries of a kind, in no particular order of reading.
    pub fn of_kind(&self, kind: Kind) -> &[EntryId] {
        &self.indexes.by_kind[kind.number()]
    }

    /// All visible schools, organisations or topics.
    pub fn of_place(&self, place: kind::Place) -> &[EntryId] {
        self.of_kind(self.kinds.of_place(place))
    }

    /// The visible entries that are listed on the page of a school, organisation or topic; none for any other entry.
    pub fn listed_on(&self, id: EntryId) -> &[EntryId] {
        let indexes = &self.indexes;
        let list = self.kind(id).index().and_then(|place| match place {
            kind::Place::School => indexes.by_school.get(&id),
            kind::Place::Organisation => indexes.by_organisation.get(&id),
            kind::Place::Topic => indexes.by_topic.get(&id),
        });
        list.map_or(&[], Vec::as_slice)
    }

    /// The choices of a field that entries make, the weakest first, with those entries.
    pub fn choices(&self, field: ChoiceField) -> impl DoubleEndedIterator<Item = (u16, &[EntryId])> {
        let choices = self.indexes.by_choice.get(&field).into_iter().flatten();
        choices.map(|(choice, ids)| (*choice, ids.as_slice()))
    }

    /// What one of the values of a facet is called in addresses.
    pub fn value_slug(&self, field: ChoiceField, value: u16) -> &str {
        let texts = self.indexes.texts.get(&field).and_then(|texts| texts.get(usize::from(value)));
        texts.map_or_else(|| field.word(value), |text| &text.slug)
    }

    /// The values of a facet that narrow the list of its kind: those of two entries and more, where there are two of them.
    pub fn narrowing(&self, field: ChoiceField) -> Vec<(u16, &[EntryId])> {
        let all = self.choices(field).filter(|(_, ids)| ids.len() > 1);
        let all: Vec<_> = all.collect();
        if all.len() > 1 { all } else { Vec::new() }
    }

    /// Address of the list of a kind, narrowed to a value of a facet.
    pub fn narrowed(&self, edition: usize, field: ChoiceField, value: u16) -> String {
        let section = self.routes.index(edition, Index::Section(field.kind));
        let name = format!("by_{}", field.facet());
        format!("{section}{}/{}/", self.routes.segment(edition, &name), self.value_slug(field, value))
    }

    /// Whether the choices of a field have pages: the settings may leave out those of evidence.
    pub fn publishes(&self, field: ChoiceField) -> bool {
        field.pages() != "evidence" || self.config.indexes.evidence
    }

    pub fn ids(&self) -> impl Iterator<Item = EntryId> + use<> {
        (0..self.entries.len()).map(EntryId::new)
    }

    /// The visible entry that a text names.
    pub fn find(&self, text: &str, kinds: impl Into<KindSet>) -> Option<EntryId> {
        self.names.find(text, kinds.into()).ok().filter(|id| self.is_visible(*id))
    }

    /// The entry that a text names, or what is wrong with it; the problem has no place yet.
    pub fn resolve(&self, text: &str, kinds: impl Into<KindSet>) -> Result<EntryId, Diagnostic> {
        let kinds = kinds.into();
        self.names.find(text, kinds).map_err(|miss| self.names.explain(&miss, text, kinds, &self.entries))
    }

    /// What an entry says in an edition.
    pub fn fields(&self, edition: usize, id: EntryId) -> &Localised {
        &self.localised[id.index()][edition]
    }

    /// Where this entry points, with the part that the other plays; visible entries only.
    pub fn outgoing(&self, from: EntryId) -> impl Iterator<Item = Edge> + '_ {
        self.edges.outgoing(from).iter().copied().filter(|edge| self.is_visible(edge.other))
    }

    /// What points at this entry; visible entries only.
    pub fn incoming(&self, to: EntryId) -> impl Iterator<Item = Edge> + '_ {
        self.edges.incoming(to).iter().copied().filter(|edge| self.is_visible(edge.other))
    }

    /// The text of a section (none: of the home page) in an edition.
    pub fn section_text(&self, edition: usize, kind: Option<Kind>) -> Option<&SectionText> {
        let language = (edition > 0).then(|| self.editions[edition].language.clone());
        self.sections.get(&(kind, language)).map(|text| &**text)
    }

    /// The edition of a language, or the portal's first.
    pub fn edition(&self, language: &str) -> &Edition {
        self.editions.iter().find(|edition| edition.language == language).unwrap_or(&self.editions[0])
    }

    /// The entry that a file of the content is about.
    pub fn entry_of(&self, path: &str) -> Option<EntryId> {
        self.by_source.get(&Fingerprint::of(path)).map(|(id, _)| *id)
    }
}
