//! Phrases: words side by side, by the positions of their stems.

use foldhash::{HashSet, HashSetExt};

use super::{Documents, Languages, expand::stems, store::Store};
use crate::search::files::Failure;

/// Where something stands: document and position.
type Spot = (u32, u32);

/// The documents that hold all phrases; `None` where there are no phrases.
pub fn documents(
    store: &Store,
    languages: &Languages,
    phrases: &[Vec<String>],
    documents: &Documents,
) -> Result<Option<HashSet<u32>>, Failure> {
    let mut all: Option<HashSet<u32>> = None;
    for phrase in phrases {
        let mut found = HashSet::new();
        for (document, _) in spots(store, languages, phrase)? {
            if documents.has(document) && all.as_ref().is_none_or(|all| all.contains(&document)) {
                found.insert(document);
            }
        }
        all = Some(found);
    }
    Ok(all)
}

/// Where the phrase begins.
fn spots(store: &Store, languages: &Languages, phrase: &[String]) -> Result<Vec<Spot>, Failure> {
    let mut starts: Option<Vec<Spot>> = None;
    for (offset, word) in (0..).zip(phrase) {
        let here = word_spots(store, languages, word)?;
        let follows = |&(document, start): &Spot| here.binary_search(&(document, start.saturating_add(offset))).is_ok();
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
fn word_spots(store: &Store, languages: &Languages, word: &str) -> Result<Vec<Spot>, Failure> {
    let mut spots = Vec::new();
    for stem in stems(word, languages) {
        let Some(place) = store.find(&stem)? else { continue };
        let (postings, positions) = (store.postings(&place)?, store.positions(&place)?);
        for (at, posting) in postings.iter().enumerate() {
            spots.extend(positions.get(at).iter().map(|&position| (posting.document, position)));
        }
    }
    spots.sort_unstable();
    Ok(spots)
}
