//! The site in one language: its locale, and the order in which its lists stand.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Entry, EntryId};
use crate::locale::Locale;
use crate::record::Own;

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
    /// Place in [`super::Portal::editions`]; 0 is that of the originals.
    pub index: usize,
    /// By entry: its place in any list of this language.
    rank: Vec<u32>,
}

impl Edition {
    pub fn new(input: &EditionInput, index: usize, entries: &[Entry]) -> Self {
        let mut keys: Vec<_> = entries
            .iter()
            .enumerate()
            .map(|(at, entry)| (sort_key(entry, &input.language, &input.locale), EntryId::new(at)))
            .collect();
        keys.sort();
        let mut rank = vec![0; entries.len()];
        for (place, (_, id)) in keys.iter().enumerate() {
            rank[id.index()] = u32::try_from(place).unwrap_or(u32::MAX);
        }
        Self { language: input.language.clone(), locale: Arc::clone(&input.locale), index, rank }
    }

    /// An entry's place in any list of this language.
    pub fn rank(&self, id: EntryId) -> u32 {
        self.rank[id.index()]
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

type SortKey = (usize, Option<Reverse<jiff::civil::Date>>, [u8; 4], Vec<u8>);

/// Newest first, undated last; kinds that are looked up by name, by name; the annual cycle from September on.
fn sort_key(entry: &Entry, language: &str, locale: &Locale) -> SortKey {
    let title = locale.sort_key(&entry.in_language(language).common.title);
    let kind = entry.kind as usize;
    if let Own::Cycle(step) = &entry.record.own {
        let order = step.window.map_or([u8::MAX; 4], |window| window.school_year_order());
        return (kind, None, order, title);
    }
    if entry.kind.info().by_title {
        return (kind, None, [0; 4], title);
    }
    let date = entry.date().map_or(jiff::civil::Date::MIN, crate::date::Edtf::first_day);
    (kind, Some(Reverse(date)), [0; 4], title)
}
