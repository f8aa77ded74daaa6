//! The site in one language: its locale, and the order in which its lists stand.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Entry, EntryId};
use crate::kind::Order;
use crate::locale::Locale;

/// What a language brings to the join.
#[derive(Debug, Clone)]
pub struct EditionInput {
    pub language: String,
    pub locale: Arc<Locale>,
    /// URL segments by folder or index name.
    pub segments: BTreeMap<String, String>,
}

/// The site in one language.
#[derive(Debug)]
pub struct Edition {
    pub language: String,
    pub locale: Arc<Locale>,
    /// Place in [`super::Portal::editions`].
    pub index: usize,
    /// By entry: its place in any list of this language.
    rank: Vec<u32>,
    /// By entry: its place among the titles of this language, and the letter of its title.
    titles: Vec<Title>,
}

/// What an alphabetical list asks of a title.
#[derive(Debug, Clone, Copy, Default)]
struct Title {
    rank: u32,
    letter: usize,
}

impl Edition {
    pub fn new(input: &EditionInput, index: usize, entries: &[Entry]) -> Self {
        let titles = titles(input, entries);
        let mut keys: Vec<_> = entries.iter().zip(&titles).enumerate().map(list_key).collect();
        keys.sort_unstable();
        let mut rank = vec![0; entries.len()];
        for (place, (.., at)) in (0..).zip(&keys) {
            rank[*at] = place;
        }
        Self { language: input.language.clone(), locale: Arc::clone(&input.locale), index, rank, titles }
    }

    /// An entry's place in any list of this language.
    pub fn rank(&self, id: EntryId) -> u32 {
        self.rank[id.index()]
    }

    /// An entry's place among all titles of this language, to be compared with that of another; of two equal titles the entry that
    /// comes first is first.
    pub fn title_rank(&self, id: EntryId) -> u32 {
        self.titles[id.index()].rank
    }

    /// The letter under which an entry's title stands, by its place in [`Locale::letters`].
    pub fn letter(&self, id: EntryId) -> usize {
        self.titles[id.index()].letter
    }

    /// Puts entries in the order in which a reader expects them: by kind, then by date or title.
    pub fn sort(&self, ids: &mut [EntryId]) {
        ids.sort_unstable_by_key(|id| self.rank[id.index()]);
    }

    /// A sorted copy.
    pub fn sorted(&self, ids: impl IntoIterator<Item = EntryId>) -> Vec<EntryId> {
        let mut ids: Vec<_> = ids.into_iter().collect();
        self.sort(&mut ids);
        ids.dedup();
        ids
    }
}

fn titles(input: &EditionInput, entries: &[Entry]) -> Vec<Title> {
    let translation =
        |entry: &Entry| entry.translations.get(&input.language).map(|record| record.digest.facts.title.exact);
    let prints: Vec<_> = entries.iter().map(|entry| translation(entry).unwrap_or(entry.facts.title.exact)).collect();
    let keys = input.locale.title_keys(&prints, |at| entries[at].in_language(&input.language).title());
    let mut order: Vec<_> = (0..entries.len()).collect();
    order.sort_unstable_by(|a, b| keys[*a].cmp(&keys[*b]).then(a.cmp(b)));
    let mut titles = vec![Title::default(); entries.len()];
    for (rank, at) in (0..).zip(order) {
        titles[at] = Title { rank, letter: keys[at].letter() };
    }
    titles
}

/// Newest first, undated last; kinds that are looked up by name, by name; the annual cycle from September on.
fn list_key((at, (entry, title)): (usize, (&Entry, &Title))) -> (usize, Reverse<Date>, [u8; 4], u32, usize) {
    let kind = entry.kind.number();
    if entry.kind.is_by_title() {
        return (kind, Reverse(Date::MIN), [0; 4], title.rank, at);
    }
    if entry.kind.order() == Order::Window {
        return (kind, Reverse(Date::MIN), school_year_order(entry), title.rank, at);
    }
    (kind, Reverse(entry.facts.day.unwrap_or(Date::MIN)), [0; 4], title.rank, at)
}

fn school_year_order(entry: &Entry) -> [u8; 4] {
    entry.record.fields.window().map_or([u8::MAX; 4], |window| window.school_year_order())
}
