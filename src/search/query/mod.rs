//! A query to its result, by the rules that the browser's engine follows too. Integers only. Must not know how an index is made.
//!
//! The way of a query: `parse` reads its words, `expand` finds stems for them in the dictionary (`typo` where too little was found),
//! `phrase` and `score` rank the documents, `narrow` filters and counts.

mod distance;
mod expand;
mod narrow;
mod parse;
mod phrase;
#[cfg(test)]
mod reference;
mod score;
mod store;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_ranking;
mod typo;

use foldhash::{HashMap, HashSet};

pub use self::narrow::{Counts, Validity};
use self::{
    expand::Expanded,
    narrow::Narrowed,
    parse::{Parsed, parse},
    score::Ranked,
    store::Store,
};
use super::{
    constants::{ENOUGH, size},
    document::Value,
    files::{Failure, Missing, Stored},
    words::Stemmer,
};

/// An index that is read file by file, as a query needs it.
pub struct Index<'a> {
    store: Store<'a>,
    languages: Languages,
}

/// The languages of a site, each with its stemmer.
type Languages = Vec<(String, Stemmer)>;

/// A question.
#[derive(Debug, Clone, Default)]
pub struct Query {
    pub text: String,
    /// Number of the edition whose search is asked.
    pub edition: usize,
    /// Ids of values by name of facet: a document has one of them in each facet.
    pub filters: Vec<(String, Vec<String>)>,
    /// States of validity, one of which a document has.
    pub valid: Vec<Validity>,
    pub sort: Sort,
    /// Hits that are left out at the beginning.
    pub offset: usize,
    pub limit: usize,
    /// Whether values are counted.
    pub counts: bool,
    /// In days since 1970-01-01.
    pub today: i32,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Relevance,
    /// Newest first.
    Date,
}

/// An answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Documents in the result.
    pub total: usize,
    /// Documents without the filters.
    pub unfiltered: usize,
    /// Documents that match all terms, without the filters.
    pub complete: usize,
    /// No document holds the phrases, so they were read as mere words.
    pub relaxed: bool,
    pub terms: Vec<TermFound>,
    pub hits: Vec<Hit>,
    pub counts: Option<Counts>,
}

/// One document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hit {
    pub document: u32,
    pub score: u64,
    /// Terms that it matches.
    pub matched: u32,
    pub stored: Stored,
}

/// What was looked for in the place of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermFound {
    pub typed: String,
    /// Forms as they stand in the documents.
    pub used: Vec<String>,
    pub how: How,
}

/// The best way in which a term was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    Exact,
    Prefix,
    Typo,
    None,
}

impl Found {
    /// What was typed where only something similar was found, and the forms that were found.
    pub fn corrections(&self) -> impl Iterator<Item = (&str, &[String])> {
        let typos = self.terms.iter().filter(|term| term.how == How::Typo);
        typos.map(|term| (term.typed.as_str(), term.used.as_slice()))
    }
}

impl<'a> Index<'a> {
    /// Reads the manifest. `read` gives the bytes of a file by its path in the site (`search/manifest.json`); whatever its error, the file
    /// counts as missing.
    pub fn open<E>(read: impl Fn(&str) -> Result<Vec<u8>, E> + 'a) -> Result<Self, Failure> {
        let store = Store::open(Box::new(move |path| read(path).map_err(|_| Missing)))?;
        let languages = store.manifest.languages.iter().map(|tag| (tag.clone(), Stemmer::new(tag))).collect();
        Ok(Self { store, languages })
    }

    /// Number of documents in all editions.
    pub fn documents(&self) -> u32 {
        self.store.manifest.documents
    }

    /// Languages of the editions, by number.
    pub fn editions(&self) -> &[String] {
        &self.store.manifest.editions
    }

    /// Names of what results can be narrowed by.
    pub fn facets(&self) -> &[String] {
        &self.store.manifest.facets
    }

    /// The values of an edition by facet.
    pub fn values(&self, edition: usize) -> Result<Vec<Vec<Value>>, Failure> {
        self.store.values(edition)
    }

    pub fn search(&self, query: &Query) -> Result<Found, Failure> {
        let parsed = parse(&query.text, &self.languages);
        let documents = self.store.edition(query.edition)?;
        let outcome = if parsed.terms.is_empty() { browse(query, &documents) } else { self.rank(&parsed, &documents)? };
        let narrowed = narrow::narrow(&self.store, query, outcome.result)?;
        Ok(Found {
            total: narrowed.result.len(),
            unfiltered: narrowed.unfiltered,
            complete: outcome.complete,
            relaxed: outcome.relaxed,
            terms: outcome.terms,
            hits: self.hits(query, &narrowed)?,
            counts: narrowed.counts,
        })
    }

    fn rank(&self, parsed: &Parsed, documents: &Documents) -> Result<Outcome, Failure> {
        let mut terms = Vec::new();
        for term in &parsed.terms {
            terms.push(Expanded::new(&self.store, &self.languages, term)?);
        }
        let phrases = phrase::documents(&self.store, &self.languages, &parsed.phrases, documents)?;
        let relaxed = phrases.as_ref().is_some_and(HashMap::is_empty);
        let phrases = phrases.filter(|_| !relaxed);
        let mut ranked = score::rank(&self.store, &terms, documents, phrases.as_ref())?;
        if ranked.complete(terms.len()) < size(ENOUGH) && typo::add(&self.store, &self.languages, &mut terms)? {
            ranked = score::rank(&self.store, &terms, documents, phrases.as_ref())?;
        }
        Ok(Outcome {
            complete: ranked.complete(terms.len()),
            relaxed,
            result: ranked.levels(),
            terms: terms.iter().map(Expanded::found).collect(),
        })
    }

    fn hits(&self, query: &Query, narrowed: &Narrowed) -> Result<Vec<Hit>, Failure> {
        let shown = narrowed.result.iter().skip(query.offset).take(query.limit);
        let hit = |&Ranked { document, score, matched, .. }: &Ranked| {
            Ok(Hit { document, score, matched, stored: self.store.stored(document)? })
        };
        shown.map(hit).collect()
    }
}

/// The documents of an edition.
enum Documents {
    All(u32),
    Some(HashSet<u32>),
}

impl Documents {
    fn has(&self, document: u32) -> bool {
        match self {
            Self::All(count) => document < *count,
            Self::Some(set) => set.contains(&document),
        }
    }

    /// All of them, in order.
    fn list(&self) -> Vec<u32> {
        match self {
            Self::All(count) => (0..*count).collect(),
            Self::Some(set) => {
                let mut list: Vec<u32> = set.iter().copied().collect();
                list.sort_unstable();
                list
            }
        }
    }
}

/// A result before filters.
struct Outcome {
    complete: usize,
    relaxed: bool,
    result: Vec<Ranked>,
    terms: Vec<TermFound>,
}

/// A query without words: with a filter or by date it shows all documents, else none.
fn browse(query: &Query, documents: &Documents) -> Outcome {
    let filtered = query.filters.iter().any(|(_, ids)| !ids.is_empty()) || !query.valid.is_empty();
    let asked = filtered || query.sort == Sort::Date;
    let list = if asked { documents.list() } else { Vec::new() };
    let result: Vec<Ranked> = list.into_iter().map(|document| Ranked { document, ..Ranked::default() }).collect();
    Outcome { complete: result.len(), relaxed: false, result, terms: Vec::new() }
}
