//! What a portal answers without looking into a record, in few bytes: who there is, where everybody stands, who names whom, and in
//! which order lists stand.
//!
//! Beside it a page depends only on the records that it looked at ([`Portal::entry`] notes them), so it need not be made again where
//! both are as they were. Must not know what pages ask.

use std::hash::{Hash, Hasher};

use super::edges::Edges;
use super::indexes::{Indexes, TopicTree};
use super::routes::Routes;
use super::{Entry, Portal};
use crate::content_hash::{ContentHash, ContentHasher};
use crate::record::{Name, Record};

impl Portal {
    /// The same for two portals that differ in nothing but what records say, and that not in what they follow from each other.
    pub fn structure(&self) -> ContentHash {
        let mut hasher = ContentHasher::default();
        hasher.put_value(self);
        hasher.finish().0
    }
}

// Every field is named, so that a new one has to be thought of here.

impl Hash for Portal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Names and entries by their files follow from the entries, as far as they are not noted when they are asked for.
        let Self {
            config,
            kinds,
            today,
            offline,
            entries,
            editions,
            sections,
            indexes,
            routes,
            assets,
            static_files,
            names: _,
            edges,
            by_source: _,
        } = self;
        format!("{config:?}").hash(state);
        kinds.names().hash(state);
        (today, offline, entries, editions).hash(state);
        put_all(
            sections.iter().map(|(of, text)| (of, &text.source.path, &text.title, &text.summary, text.body.hash)),
            state,
        );
        indexes.hash(state);
        routes.hash(state);
        put_all(assets.iter().map(|(path, asset)| (path, &asset.url, asset.file.len, asset.visible)), state);
        static_files.hash(state);
        edges.hash(state);
        (self.due(), self.upcoming()).hash(state);
    }
}

impl Hash for Entry {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { kind, record, translations, visible, facts } = self;
        (kind, self.id(), &record.source.path, visible, facts.day, facts.school_year).hash(state);
        put_all(translations.iter().map(|(language, record)| (language, &record.source.path)), state);
        if kind.is_by_title() {
            put_all(std::iter::once(record).chain(translations.values()).map(|record| names(record)), state);
        }
    }
}

impl Hash for Indexes {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self {
            by_kind,
            by_school,
            by_organisation,
            by_topic,
            by_municipality,
            by_year,
            by_evidence,
            topics,
            municipalities,
        } = self;
        (by_kind, by_municipality, by_year, by_evidence, municipalities).hash(state);
        // Maps of the same portal have the same order; where they have not, pages are made again for nothing.
        for map in [by_school, by_organisation, by_topic] {
            put_all(map, state);
        }
        let TopicTree { roots, children, parents } = topics;
        roots.hash(state);
        put_all(children, state);
        put_all(parents, state);
    }
}

impl Hash for Routes {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Entries and sections by their addresses follow from the addresses.
        let Self { editions, entries: _, sections: _ } = self;
        editions.hash(state);
    }
}

impl Hash for Edges {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Those that come in follow from those that go out. Where in a file a reference stands is for those to know who look at it.
        let Self { outgoing, incoming: _, targets } = self;
        outgoing.hash(state);
        put_all(targets.items().map(|(from, (_, target))| (from, target)), state);
    }
}

/// What else an entry is called.
fn names(record: &Record) -> (Name, &[Name]) {
    (record.digest.facts.title, &record.digest.names)
}

fn put_all<T: Hash>(items: impl IntoIterator<Item = T>, state: &mut impl Hasher) {
    let mut count = 0_usize;
    for item in items {
        item.hash(state);
        count += 1;
    }
    count.hash(state);
}
