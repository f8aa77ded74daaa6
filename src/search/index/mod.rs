//! Documents to files. The same documents give the same bytes on any number of threads. Must not know how a query is answered.
//!
//! Documents are read in chunks, and a text is dropped as soon as its words are counted (`read`, `chunk`). When all chunks are there, the
//! forms get their stems (`vocabulary`), other names are looked for (`synonyms`), and the stems are written block by block (`stems`).

mod abbreviations;
mod chunk;
mod read;
mod shards;
mod stems;
mod stored;
mod synonyms;
mod terms;
#[cfg(test)]
mod tests;
mod vocabulary;
pub mod weights;
mod write;

use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use self::{
    chunk::Chunk,
    stems::{Section, Source},
    synonyms::Synonyms,
    terms::Terms,
    vocabulary::Vocabulary,
    write::Writer,
};
use super::{
    document::{Document, Input},
    files::File,
    words::Stemmer,
};
use crate::AT_ONCE;

/// An index that is being made: chunks of documents are read as they come, in any order and from several threads.
pub struct Indexer {
    input: Input,
    languages: Vec<(String, Stemmer)>,
    terms: Terms,
    ranges: Vec<Range<usize>>,
    chunks: Vec<Mutex<Option<Chunk>>>,
}

impl Indexer {
    pub fn new(input: Input) -> Self {
        let ranges = read::ranges(input.count);
        let chunks = ranges.iter().map(|_| Mutex::default()).collect();
        Self { languages: languages(&input), terms: Terms::default(), ranges, chunks, input }
    }

    /// The numbers of the documents in each chunk.
    pub fn ranges(&self) -> &[Range<usize>] {
        &self.ranges
    }

    /// Reads a chunk; `documents` are all of it, in order.
    pub fn read(&self, chunk: usize, documents: impl Iterator<Item = Document>) {
        let read = read::chunk(&self.input, self.ranges[chunk].start, documents, &self.terms);
        *lock(&self.chunks[chunk]) = Some(read);
    }

    /// Writes the index, and forgets what was read. `document` gives the documents of chunks that were not read yet, once each and
    /// from several threads.
    pub fn finish(&self, document: impl Fn(usize) -> Document + Sync) -> Vec<File> {
        (0..self.ranges.len()).into_par_iter().with_max_len(1).for_each(|chunk| {
            if lock(&self.chunks[chunk]).is_none() {
                // On all threads: with whole chunks alone, one of them would end long after the others.
                let documents = self.ranges[chunk].clone().into_par_iter().with_max_len(AT_ONCE).map(&document);
                self.read(chunk, documents.collect::<Vec<_>>().into_iter());
            }
        });
        let Self { input, languages, terms, chunks, .. } = self;
        let mut chunks: Vec<Chunk> = chunks.iter().filter_map(|chunk| lock(chunk).take()).collect();
        let names = Synonyms::new(&input.synonyms, chunks.iter().flat_map(|chunk| &chunk.abbreviations), languages);
        let vocabulary = Vocabulary::new(terms.take(), languages, names.stems());
        chunks.par_iter_mut().for_each(|chunk| chunk.sort(&vocabulary.of_term));
        let sections = sections(languages, &chunks, &vocabulary, &names);
        let mut writer = Writer::new(input);
        writer.shown(chunks);
        writer.stems(sections);
        writer.finish()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Stemmers by language; without one, all words are left as they are.
fn languages(input: &Input) -> Vec<(String, Stemmer)> {
    let tags = if input.languages.is_empty() { vec![String::new()] } else { input.languages.clone() };
    tags.into_iter().map(|tag| (tag.clone(), Stemmer::new(&tag))).collect()
}

fn sections(
    languages: &[(String, Stemmer)],
    chunks: &[Chunk],
    vocabulary: &Vocabulary,
    names: &Synonyms,
) -> Vec<Section> {
    let extra = names.find(chunks, vocabulary);
    let lengths: Vec<_> = chunks.iter().flat_map(|chunk| chunk.lengths.iter().copied()).collect();
    let norms = weights::norms(&lengths);
    let source = Source { languages, chunks, vocabulary, norms: &norms, extra: &extra };
    vocabulary.sections().into_par_iter().with_max_len(1).map(|range| source.section(range)).collect()
}
