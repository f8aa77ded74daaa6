//! Phrases: words side by side, by the positions of their stems.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::{
    Documents, Languages,
    expand::{mask, stems},
    store::Store,
};
use crate::search::{files::Failure, words::fold};

/// Where something stands: document and position.
type Occurrence = (u32, u32);

/// The documents that hold all phrases, and whether they have each of their words as it was typed, but for diacritics; `None` where
/// there are no phrases.
pub fn documents(
    store: &Store,
    languages: &Languages,
    phrases: &[Vec<String>],
    documents: &Documents,
) -> Result<Option<HashMap<u32, bool>>, Failure> {
    let mut all: Option<HashMap<u32, bool>> = None;
    for phrase in phrases {
        let mut found = HashMap::new();
        let words = phrase.iter().map(|word| having(store, languages, word)).collect::<Result<Vec<_>, _>>()?;
        for (document, _) in occurrences(store, languages, phrase)? {
            let before = all.as_ref().map_or(Some(true), |all| all.get(&document).copied());
            if let Some(before) = before.filter(|_| documents.has(document)) {
                found.insert(document, before && words.iter().all(|word| word.contains(&document)));
            }
        }
        all = Some(found);
    }
    Ok(all)
}

/// The documents that have a word as it was typed, as far as the index says which forms they have.
fn having(store: &Store, languages: &Languages, word: &str) -> Result<HashSet<u32>, Failure> {
    let mut documents = HashSet::new();
    for stem in stems(word, languages) {
        let Some(place) = store.find(&stem)? else { continue };
        let same = mask(&place.entry().forms, |form| fold(form) == word);
        let postings = store.postings(&place)?;
        documents.extend(postings.iter().filter(|posting| posting.mask & same != 0).map(|posting| posting.document));
    }
    Ok(documents)
}

/// Where the phrase begins.
fn occurrences(store: &Store, languages: &Languages, phrase: &[String]) -> Result<Vec<Occurrence>, Failure> {
    let mut starts: Option<Vec<Occurrence>> = None;
    for (offset, word) in (0..).zip(phrase) {
        let here = word_spots(store, languages, word)?;
        let follows =
            |&(document, start): &Occurrence| here.binary_search(&(document, start.saturating_add(offset))).is_ok();
        starts = Some(match starts {
            None => here,
            Some(starts) => starts.into_iter().filter(follows).collect(),
        });
        if starts.as_ref().is_some_and(Vec::is_empty) {
            break;
        }
    }
    Ok(starts.unwrap_or_default())
}

/// Where the stems of a word stand, in order.
fn word_spots(store: &Store, languages: &Languages, word: &str) -> Result<Vec<Occurrence>, Failure> {
    let mut occurrences = Vec::new();
    for stem in stems(word, languages) {
        let Some(place) = store.find(&stem)? else { continue };
        let (postings, positions) = (store.postings(&place)?, store.positions(&place)?);
        for (at, posting) in postings.iter().enumerate() {
            occurrences.extend(positions.get(at).iter().map(|&position| (posting.document, position)));
        }
    }
    occurrences.sort_unstable();
    Ok(occurrences)
}
