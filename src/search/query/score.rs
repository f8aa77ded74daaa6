//! Scores and levels of the documents that match.
//!
//! A score is the sum of what the terms weigh in the document (BM25F), and more where the title is what was asked for or the query
//! names the document's kind. Documents with all terms come first. The others lose by the square of what they lack, which rare terms
//! make more of than common ones: a count of terms would put two words in passing before the one that the question is about.

use std::cmp::Reverse;

use foldhash::{HashMap, HashMapExt};

use super::{Documents, How, expand::Expanded, store::Store};
use crate::search::{
    constants::{ENOUGH, IDF_LEAST, KIND_BONUS, LEVELS, TERM_SHARE, TITLE_BONUS, size},
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
    /// How much of what the query says it holds, from 1 to `LEVELS`.
    pub level: u32,
    /// It holds the phrases as they were typed.
    pub literal: bool,
}

/// Documents in order: those that match all terms, fewer of them mistyped first; then those that hold the phrases as they were typed;
/// then the higher score, then the newer one.
pub struct Ranking {
    documents: Vec<Ranked>,
}

impl Ranking {
    /// Documents that match all of this many terms.
    pub fn complete(&self, terms: usize) -> usize {
        self.documents.partition_point(|ranked| ranked.matched as usize >= terms)
    }

    /// The documents of the best level, and of the next ones until there are enough.
    pub fn levels(mut self) -> Vec<Ranked> {
        let mut levels: Vec<u32> = self.documents.iter().map(|ranked| ranked.level).collect();
        levels.sort_unstable_by_key(|&level| Reverse(level));
        if let Some(&least) = levels.get(size(ENOUGH) - 1) {
            self.documents.retain(|ranked| ranked.level >= least);
        }
        self.documents
    }
}

/// Ranks the edition's documents; with phrases only those that hold them.
pub fn rank(
    store: &Store,
    terms: &[Expanded],
    documents: &Documents,
    phrases: Option<&HashMap<u32, bool>>,
) -> Result<Ranking, Failure> {
    let mut found: HashMap<u32, Sum> = HashMap::new();
    let mut all = 0;
    for term in terms {
        let idf = u64::from(idf(store.manifest.documents, df(term)));
        all += 2 * (idf + u64::from(TERM_SHARE));
        let is_known = term.alternatives.iter().any(|one| one.how != How::Typo);
        for (document, best) in best(store, term)? {
            if documents.has(document) && phrases.is_none_or(|phrases| phrases.contains_key(&document)) {
                found.entry(document).or_default().add(idf, best, is_known);
            }
        }
    }
    let ranked = |(document, sum): (u32, Sum)| Ranked {
        literal: phrases.and_then(|phrases| phrases.get(&document)).is_some_and(|literal| *literal),
        ..sum.ranked(document, terms.len(), all)
    };
    let mut documents: Vec<Ranked> = found.into_iter().map(ranked).collect();
    let terms = u32::try_from(terms.len()).unwrap_or(u32::MAX);
    documents.sort_unstable_by_key(|ranked| {
        let clean = (ranked.matched == terms).then_some(ranked.clean);
        (Reverse(clean), Reverse(ranked.literal), Reverse(ranked.score), ranked.document)
    });
    Ok(Ranking { documents })
}

/// What the terms have in one document.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    score: u64,
    matched: u32,
    clean: u32,
    /// Twice what the terms say that it matches; of those that are mistyped, once.
    held: u64,
    /// Terms that stand in its title, which has so many words.
    titled: u64,
    title: u64,
    /// A term names its kind.
    kind: bool,
}

impl Sum {
    /// Adds a term. One that is known as it was typed is not matched by a typo.
    fn add(&mut self, idf: u64, best: Best, is_known: bool) {
        self.score += idf * u64::from(best.score);
        self.matched += u32::from(best.clean || !is_known);
        self.clean += u32::from(best.clean);
        let share = idf + u64::from(TERM_SHARE);
        self.held += if best.clean { 2 * share } else { share };
        self.kind |= best.kind;
        self.titled += u64::from(best.title > 0);
        self.title = self.title.max(u64::from(best.title));
    }

    /// The document, of `terms` terms that together say `all`.
    fn ranked(self, document: u32, terms: usize, all: u64) -> Ranked {
        let Self { matched, clean, held, .. } = self;
        let score = self.score + self.title_bonus(terms as u64) + self.kind_bonus();
        let (score, level) = if matched as usize == terms {
            (score, LEVELS)
        } else {
            let level = u64::from(LEVELS - 1) * held / all;
            (score * held / all * held / all, u32::try_from(level).unwrap_or(0) + 1)
        };
        Ranked { document, score, matched, clean, level, literal: false }
    }

    fn kind_bonus(self) -> u64 {
        if self.kind { self.score * u64::from(KIND_BONUS) / 256 } else { 0 }
    }

    /// By the square of the cosine between the words of the query and those of the title.
    fn title_bonus(self, terms: u64) -> u64 {
        if self.title == 0 {
            return 0;
        }
        let shared = self.titled.min(self.title);
        self.score * u64::from(TITLE_BONUS) * shared * shared / (256 * terms * self.title)
    }
}

/// The best that a term has in a document: not mistyped before mistyped, then the higher impact × weight.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Best {
    clean: bool,
    score: u32,
    /// Words of the title that it stands in, in any of its alternatives; 0 where it stands in none.
    title: u8,
    /// One of its alternatives names the document's kind.
    kind: bool,
}

fn best(store: &Store, term: &Expanded) -> Result<HashMap<u32, Best>, Failure> {
    let mut best: HashMap<u32, Best> = HashMap::new();
    for alternative in &term.alternatives {
        let clean = alternative.how != How::Typo;
        for posting in store.postings(&alternative.place)? {
            if let Some(weight) = alternative.weight(posting.mask) {
                let product = u32::from(posting.impact) * weight;
                let before = best.entry(posting.document).or_default();
                let (title, kind) = (before.title.max(posting.title), before.kind || posting.kind);
                *before = Best { clean, score: product, title, kind }.max(Best { title, kind, ..*before });
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
