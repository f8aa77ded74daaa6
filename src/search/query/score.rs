//! Scores and tiers of the documents that match.

use foldhash::{HashMap, HashMapExt, HashSet};

use super::{Documents, How, expand::Expanded, store::Store};
use crate::search::{
    constants::{ENOUGH, IDF_LEAST, size},
    files::Failure,
};

/// A document that matches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ranked {
    pub document: u32,
    pub score: u64,
    /// Number of the terms that it matches.
    pub matched: u32,
    /// Number of those that it matches as they were typed.
    pub clean: u32,
}

/// Documents in order: more terms, then fewer of them mistyped, then the higher score, then the newer one.
pub struct Ranking {
    documents: Vec<Ranked>,
}

impl Ranking {
    /// Documents that match all of this many terms.
    pub fn complete(&self, terms: usize) -> usize {
        self.documents.partition_point(|ranked| ranked.matched as usize >= terms)
    }

    /// The documents of the best tier, and of the next ones until there are enough.
    pub fn tiers(mut self) -> Vec<Ranked> {
        if let Some(last) = self.documents.get(size(ENOUGH) - 1) {
            let least = last.matched;
            self.documents.retain(|ranked| ranked.matched >= least);
        }
        self.documents
    }
}

/// Ranks the edition's documents; with phrases only those that hold them.
pub fn rank(
    store: &Store,
    terms: &[Expanded],
    documents: &Documents,
    phrases: Option<&HashSet<u32>>,
) -> Result<Ranking, Failure> {
    let mut found: HashMap<u32, Ranked> = HashMap::new();
    for term in terms {
        let idf = u64::from(idf(store.manifest.documents, df(term)));
        for (document, best) in best(store, term)? {
            if documents.has(document) && phrases.is_none_or(|phrases| phrases.contains(&document)) {
                let ranked = found.entry(document).or_insert(Ranked { document, ..Ranked::default() });
                ranked.score += idf * u64::from(best.score);
                ranked.matched += 1;
                ranked.clean += u32::from(best.clean);
            }
        }
    }
    let mut documents: Vec<Ranked> = found.into_values().collect();
    documents.sort_unstable_by_key(|ranked| {
        (u32::MAX - ranked.matched, u32::MAX - ranked.clean, u64::MAX - ranked.score, ranked.document)
    });
    Ok(Ranking { documents })
}

/// The best that a term has in a document: not mistyped before mistyped, then the higher impact × weight.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Best {
    clean: bool,
    score: u32,
}

fn best(store: &Store, term: &Expanded) -> Result<HashMap<u32, Best>, Failure> {
    let mut best: HashMap<u32, Best> = HashMap::new();
    for alternative in &term.alternatives {
        let clean = alternative.how != How::Typo;
        for posting in store.postings(&alternative.place)? {
            if let Some(weight) = alternative.weight(posting.mask) {
                let product = u32::from(posting.impact) * weight;
                let before = best.entry(posting.document).or_default();
                *before = Best { clean, score: product }.max(*before);
            }
        }
    }
    Ok(best)
}

/// The documents that count for a term's rarity: those of its own stems, else those of all alternatives.
fn df(term: &Expanded) -> u64 {
    let of = |exact: bool| {
        let counted = term.alternatives.iter().filter(move |alternative| !exact || alternative.how == How::Exact);
        counted.map(|alternative| u64::from(alternative.place.entry().df)).sum::<u64>()
    };
    if of(true) > 0 { of(true) } else { of(false) }
}

/// Inverse document frequency, 256 for one bit.
fn idf(documents: u32, df: u64) -> u32 {
    let documents = u64::from(documents);
    let bits = log2(2 * documents + 2) - log2(2 * df.min(documents) + 1);
    bits.max(IDF_LEAST)
}

/// Binary logarithm of `n` ≥ 1 in 256ths, linear between powers of two.
fn log2(n: u64) -> u32 {
    let high = n.ilog2();
    let below = ((n << 8) >> high) & 255;
    high * 256 + u32::try_from(below).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_is_exact_for_powers_of_two_and_rises() {
        assert_eq!([1, 2, 8, 1 << 31].map(log2), [0, 256, 768, 31 * 256]);
        assert_eq!(log2(3), 384);
        assert!((1..5000).all(|n| log2(n) <= log2(n + 1)));
    }

    #[test]
    fn a_word_in_every_document_still_counts() {
        assert_eq!(idf(1000, 1000), IDF_LEAST);
        assert_eq!(idf(1000, 5000), IDF_LEAST);
        assert!(idf(1000, 1) > idf(1000, 2));
    }
}
