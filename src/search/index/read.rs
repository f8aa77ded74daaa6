//! Documents in, chunks out: the only stage that sees texts.

use std::ops::Range;

use super::{
    abbreviations::find,
    chunk::{Chunk, Occurrence},
    stored::StoredFields,
    terms::{Local, Terms},
    weights::{FIELDS, Lengths, NAMES_FIELD},
};
use crate::search::{
    constants::{TITLE_LENGTHS, byte},
    document::{Document, Input},
    words::{Word, compound, compounds, fold, lower, says_nothing, words},
};

/// A block begins this much after the last word before it, so that no phrase crosses the border.
const GAP: u32 = 16;

/// A field begins at a multiple of this. So when one changes, the words of the others mostly stay where they are, and with them the
/// files that say where.
const FIELD_ROOM: u32 = 1024;

/// The numbers of the documents in each chunk.
pub fn ranges(count: usize) -> Vec<Range<usize>> {
    let len = chunk_len(count);
    (0..count).step_by(len).map(|start| start..count.min(start + len)).collect()
}

/// Reads a chunk of documents, the first of which has the number `start`.
pub fn chunk(input: &Input, start: usize, documents: impl Iterator<Item = Document>, terms: &Terms) -> Chunk {
    let mut reader = Reader::new(input, start);
    documents.for_each(|document| reader.add(&document));
    reader.finish(terms)
}

/// Documents in a chunk: some 32 chunks of whole shards, and no more than what keeps a chunk small.
fn chunk_len(count: usize) -> usize {
    let shard = shard_len(count);
    (count / 32).clamp(64, 1024) / shard * shard
}

/// Documents in a shard of stored fields: a result of ten often reads ten shards, so small ones save most of what it costs; but hosts
/// count files.
pub fn shard_len(count: usize) -> usize {
    (count / 2300).clamp(4, 16)
}

struct Reader<'a> {
    input: &'a Input,
    chunk: Chunk,
    shown: StoredFields,
    local: Local,
    occurrences: Vec<Occurrence>,
    document: u32,
    language: u8,
    position: u32,
}

impl<'a> Reader<'a> {
    fn new(input: &'a Input, start: usize) -> Self {
        let first = u32::try_from(start).unwrap_or(u32::MAX);
        Self {
            input,
            chunk: Chunk::new(first),
            shown: StoredFields::new(shard_len(input.count), input.facets.len()),
            local: Local::new(input.languages.len().max(1)),
            occurrences: Vec::new(),
            document: 0,
            language: 0,
            position: 0,
        }
    }

    fn add(&mut self, document: &Document) {
        let language = self.input.languages.iter().position(|language| *language == document.language);
        self.language = language.and_then(|at| u8::try_from(at).ok()).unwrap_or(0);
        self.position = 0;
        let (mut starts, mut lengths) = ([0; FIELDS], Lengths::default());
        for (field, blocks) in fields(document).into_iter().enumerate() {
            self.position = self.position.next_multiple_of(FIELD_ROOM);
            starts[field] = self.position;
            lengths[field] = blocks.into_iter().flat_map(str::lines).map(|block| self.block(block)).sum();
        }
        self.chunk.titles.push(title_length(&document.title, &self.input.languages));
        let is_one_word = words(&document.kind_name).count() == 1;
        self.chunk.kinds.push(is_one_word.then_some(starts[NAMES_FIELD]));
        self.chunk.starts.push(starts);
        self.chunk.lengths.push(lengths);
        self.chunk.languages.push(self.language);
        self.shown.add(document);
        self.document += 1;
    }

    /// Reads one block and gives its number of words.
    fn block(&mut self, text: &str) -> u32 {
        let start = self.position;
        let found: Vec<Word> = words(text).collect();
        for word in &found {
            self.word(word.text, self.position);
            self.position += 1;
        }
        let compounds = compounds(text, &found);
        let first = self.occurrences.len() - found.len();
        for parts in &compounds {
            let end = start + u32::try_from(parts.end - 1).unwrap_or(u32::MAX);
            self.word(&compound(&found[parts.clone()]), end);
        }
        if !compounds.is_empty() {
            // The same word may stand further down in one piece.
            self.occurrences[first..].sort_by_key(|occurrence| occurrence.position);
        }
        if text.contains('(') {
            find(text, &mut self.chunk.abbreviations);
        }
        let words = self.position - start;
        if words > 0 {
            self.position += GAP - 1;
        }
        words
    }

    fn word(&mut self, word: &str, position: u32) {
        let term = self.local.number(self.language, word);
        self.occurrences.push(Occurrence { document: self.document, position, term });
    }

    fn finish(mut self, terms: &Terms) -> Chunk {
        self.chunk.set_occurrences(&self.occurrences, &self.local, terms);
        (self.chunk.stored, self.chunk.columns) = self.shown.finish();
        self.chunk
    }
}

/// Distinct words of a title that a query would look for, as far as lengths are told apart.
fn title_length(title: &str, languages: &[String]) -> u8 {
    let mut telling: Vec<String> = Vec::new();
    for word in words(title) {
        let folded = fold(&lower(word.text)).into_owned();
        if !says_nothing(&folded, languages.iter().map(String::as_str)) && !telling.contains(&folded) {
            telling.push(folded);
        }
    }
    u8::try_from(telling.len()).unwrap_or(u8::MAX).min(byte(TITLE_LENGTHS))
}

/// The texts of a document by field.
fn fields(document: &Document) -> [Vec<&str>; FIELDS] {
    [
        vec![&document.body],
        texts(&document.headings),
        vec![&document.summary],
        std::iter::once(&document.kind_name).chain(&document.names).map(String::as_str).collect(),
        vec![&document.title],
    ]
}

fn texts(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}
