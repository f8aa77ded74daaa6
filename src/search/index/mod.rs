//! Documents to files. The same documents give the same bytes on any number of threads. Must not know how a query is answered.
//!
//! Documents are read in chunks, and a text is dropped as soon as its words are counted (`read`, `chunk`). When all chunks are there, the
//! forms get their stems (`vocabulary`), other names are looked for (`synonyms`), and the stems are written block by block (`stems`).

mod abbreviations;
mod chunk;
mod read;
mod shards;
mod shown;
mod stems;
mod synonyms;
mod terms;
#[cfg(test)]
mod tests;
mod vocabulary;
pub mod weights;
mod write;

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

/// Writes the index of `input.count` documents; `document` is called once for each number, from several threads.
pub fn index(input: &Input, document: impl Fn(usize) -> Document + Sync) -> Vec<File> {
    let languages = languages(input);
    let terms = Terms::default();
    let mut chunks = read::read(input, &document, &terms);
    let names = Synonyms::new(&input.synonyms, chunks.iter().flat_map(|chunk| &chunk.abbreviations), &languages);
    let vocabulary = Vocabulary::new(terms.into_list(), &languages, names.stems());
    chunks.par_iter_mut().for_each(|chunk| chunk.sort(&vocabulary.of_term));
    let sections = sections(&languages, &chunks, &vocabulary, &names);
    let mut writer = Writer::new(input);
    writer.shown(chunks);
    writer.stems(sections);
    writer.finish()
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
