//! A chunk of documents on its way into the index: where each term stands, in compact bytes, and what is shown of each document.
//! The texts themselves are gone by then.

use std::collections::BTreeSet;

use super::{
    abbreviations::Abbreviation,
    terms::{Local, Terms},
    weights::{FIELDS, Lengths},
};
use crate::search::files::{
    Damage,
    cursor::{Cursor, put},
};

/// Where a term stands in a chunk.
#[derive(Debug, Clone, Copy)]
pub struct List {
    /// Number of the stem; known when all chunks are read.
    pub stem: u32,
    pub term: u32,
    /// Number of documents.
    pub df: u32,
    offset: usize,
}

/// One word of one document.
#[derive(Debug, Clone, Copy)]
pub struct Occurrence {
    pub document: u32,
    pub position: u32,
    pub term: u32,
}

#[derive(Debug, Default)]
pub struct Chunk {
    /// Number of the first document.
    pub first: u32,
    /// By document.
    pub lengths: Vec<Lengths>,
    /// By document: the position at which each field begins.
    pub starts: Vec<[u32; FIELDS]>,
    /// Words of the title by document, as postings tell them.
    pub titles: Vec<u8>,
    /// Where the name of the kind stands by document, if it is one word.
    pub kinds: Vec<Option<u32>>,
    /// Language by document.
    pub languages: Vec<u8>,
    /// Sorted by stem when [`Chunk::sort`] was called.
    pub lists: Vec<List>,
    bytes: Vec<u8>,
    /// Shards of stored fields, uncompressed.
    pub stored: Vec<Vec<u8>>,
    /// By number of column, uncompressed.
    pub columns: Vec<Vec<u8>>,
    pub abbreviations: BTreeSet<Abbreviation>,
}

impl Chunk {
    pub fn new(first: u32) -> Self {
        Self { first, ..Self::default() }
    }

    /// Takes over occurrences in order of document and position, with chunk-wide numbers of terms and documents.
    pub fn set_occurrences(&mut self, occurrences: &[Occurrence], local: &Local, terms: &Terms) {
        let numbers = terms.numbers(local);
        let (sorted, ends) = by_term(occurrences, numbers.len());
        self.bytes.reserve(occurrences.len() * 3);
        let mut start = 0;
        for (&term, &end) in numbers.iter().zip(&ends) {
            let offset = self.bytes.len();
            let df = self.put_list(&sorted[start..end]);
            self.lists.push(List { stem: 0, term, df, offset });
            start = end;
        }
        self.bytes.shrink_to_fit();
    }

    fn put_list(&mut self, list: &[(u32, u32)]) -> u32 {
        let (mut df, mut next) = (0, 0);
        for document in list.chunk_by(|a, b| a.0 == b.0) {
            put(&mut self.bytes, document[0].0 - next);
            put(&mut self.bytes, u32::try_from(document.len()).unwrap_or(u32::MAX));
            next = document[0].0;
            let mut position = 0;
            for occurrence in document {
                put(&mut self.bytes, occurrence.1 - position);
                position = occurrence.1;
            }
            df += 1;
        }
        df
    }

    /// Puts the lists in order of stem; `stems` by term.
    pub fn sort(&mut self, stems: &[u32]) {
        for list in &mut self.lists {
            list.stem = stems[list.term as usize];
        }
        self.lists.sort_unstable_by_key(|list| (list.stem, list.term));
    }

    /// Place of the first list whose stem is not before this one.
    pub fn first_list(&self, stem: u32) -> usize {
        self.lists.partition_point(|list| list.stem < stem)
    }

    /// The lists of a stem.
    pub fn lists_of(&self, stem: u32) -> &[List] {
        let rest = &self.lists[self.first_list(stem)..];
        &rest[..rest.iter().take_while(|list| list.stem == stem).count()]
    }

    /// Number of documents.
    pub fn documents(&self) -> u32 {
        u32::try_from(self.lengths.len()).unwrap_or(u32::MAX)
    }

    /// Tells the occurrences of a list in their order: the site-wide number of the document, and the position.
    pub fn occurrences(&self, list: &List, tell: impl FnMut(u32, u32)) {
        self.decode(list, tell).expect("a chunk reads what it wrote");
    }

    fn decode(&self, list: &List, mut tell: impl FnMut(u32, u32)) -> Result<(), Damage> {
        let mut cursor = Cursor::new(&self.bytes[list.offset..]);
        let mut document = self.first;
        for _ in 0..list.df {
            document += cursor.varint()?;
            let mut position = 0;
            for _ in 0..cursor.varint()? {
                position += cursor.varint()?;
                tell(document, position);
            }
        }
        Ok(())
    }

    /// Words of a document's title.
    pub fn title(&self, document: u32) -> u8 {
        self.titles[(document - self.first) as usize]
    }

    /// Whether the name of a document's kind stands at this position.
    pub fn names_kind(&self, document: u32, position: u32) -> bool {
        self.kinds[(document - self.first) as usize] == Some(position)
    }

    /// The positions at which the fields of a document begin.
    pub fn starts(&self, document: u32) -> &[u32; FIELDS] {
        &self.starts[(document - self.first) as usize]
    }
}

/// Counting sort: document and position by term, and the end of each term's part.
fn by_term(occurrences: &[Occurrence], terms: usize) -> (Vec<(u32, u32)>, Vec<usize>) {
    let mut places = vec![0; terms];
    for occurrence in occurrences {
        places[occurrence.term as usize] += 1;
    }
    let mut sum = 0;
    for place in &mut places {
        sum += std::mem::replace(place, sum);
    }
    let mut sorted = vec![(0, 0); occurrences.len()];
    for occurrence in occurrences {
        let place = &mut places[occurrence.term as usize];
        sorted[*place] = (occurrence.document, occurrence.position);
        *place += 1;
    }
    (sorted, places)
}
