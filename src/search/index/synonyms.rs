//! Other names of what a document names: where it holds one name of a group, it is found by the others too.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::{abbreviations::Abbreviation, chunk::Chunk, vocabulary::Vocabulary};
use crate::search::words::{Stemmer, fold, is_stop, lower, words};

/// A name as the stems of its words.
type Name = Vec<String>;

/// Groups of names by language: names have other stems in other languages.
#[derive(Debug, Default)]
pub struct Synonyms {
    groups: Vec<Vec<Vec<Name>>>,
}

/// Documents that get a stem from the other names, by stem, in order.
pub type Extra = BTreeMap<u32, Vec<u32>>;

impl Synonyms {
    pub fn new<'a>(
        given: &[Vec<String>],
        found: impl Iterator<Item = &'a Abbreviation>,
        languages: &[(String, Stemmer)],
    ) -> Self {
        let given = given.iter().map(|group| group.iter().map(|name| forms(name)).collect());
        let found = found.map(|found| vec![vec![found.short.clone()], found.full.clone()]);
        let groups: BTreeSet<Vec<Vec<String>>> = given.chain(found).collect();
        let of = |(tag, stemmer): &(String, Stemmer)| stemmed(&groups, tag, stemmer);
        Self { groups: languages.iter().map(of).collect() }
    }

    /// The stems of all names.
    pub fn stems(&self) -> impl Iterator<Item = String> {
        self.groups.iter().flatten().flatten().flatten().cloned()
    }

    /// Looks for the names in all documents.
    pub fn find(&self, chunks: &[Chunk], vocabulary: &Vocabulary) -> Extra {
        let found: Vec<BTreeSet<(u32, u32)>> =
            chunks.par_iter().map(|chunk| NameSearch::new(chunk, vocabulary).find(&self.groups)).collect();
        let mut extra = Extra::new();
        for (stem, document) in found.into_iter().flatten() {
            extra.entry(stem).or_default().push(document);
        }
        extra
    }
}

fn forms(name: &str) -> Vec<String> {
    words(name).map(|word| lower(word.text).into_owned()).collect()
}

/// The groups in a language. A name that is a mere function word („KAS“) would be found everywhere, so it is left out.
fn stemmed(groups: &BTreeSet<Vec<Vec<String>>>, tag: &str, stemmer: &Stemmer) -> Vec<Vec<Name>> {
    let sound = |forms: &&Vec<String>| !forms.iter().all(|form| is_stop(tag, &fold(form)));
    let name = |forms: &Vec<String>| forms.iter().map(|form| stemmer.stem(&fold(form))).collect();
    let group = |group: &Vec<Vec<String>>| -> BTreeSet<Name> { group.iter().filter(sound).map(name).collect() };
    let groups: BTreeSet<BTreeSet<Name>> = groups.iter().map(group).filter(|names| names.len() > 1).collect();
    groups.into_iter().map(|names| names.into_iter().collect()).collect()
}

/// Finds names in one chunk.
struct NameSearch<'a> {
    chunk: &'a Chunk,
    vocabulary: &'a Vocabulary,
    /// Documents and positions of the stems that were asked for.
    read: BTreeMap<u32, Vec<(u32, u32)>>,
}

impl<'a> NameSearch<'a> {
    fn new(chunk: &'a Chunk, vocabulary: &'a Vocabulary) -> Self {
        Self { chunk, vocabulary, read: BTreeMap::new() }
    }

    /// Pairs of a stem and a document that gets it.
    fn find(mut self, groups: &[Vec<Vec<Name>>]) -> BTreeSet<(u32, u32)> {
        let mut found = BTreeSet::new();
        for (language, groups) in groups.iter().enumerate() {
            for group in groups {
                self.group(language, group, &mut found);
            }
        }
        found
    }

    fn group(&mut self, language: usize, names: &[Name], found: &mut BTreeSet<(u32, u32)>) {
        for (at, name) in names.iter().enumerate() {
            let documents = self.documents(language, name);
            let others = names.iter().enumerate().filter(|(other, _)| *other != at);
            for stem in others.flat_map(|(_, name)| name).filter_map(|stem| self.vocabulary.stem(stem)) {
                found.extend(documents.iter().map(|&document| (stem, document)));
            }
        }
    }

    /// Documents of a language that hold a name.
    fn documents(&mut self, language: usize, name: &Name) -> BTreeSet<u32> {
        let stems: Option<Vec<u32>> = name.iter().map(|stem| self.vocabulary.stem(stem)).collect();
        let Some(stems) = stems.filter(|stems| stems.iter().all(|&stem| !self.chunk.lists_of(stem).is_empty())) else {
            return BTreeSet::new();
        };
        for &stem in &stems {
            let chunk = self.chunk;
            self.read.entry(stem).or_insert_with(|| occurrences(chunk, stem));
        }
        let lists: Vec<&Vec<(u32, u32)>> = stems.iter().map(|stem| &self.read[stem]).collect();
        let Some((rarest, list)) = lists.iter().enumerate().min_by_key(|(_, list)| list.len()) else {
            return BTreeSet::new();
        };
        let offsets: Vec<(u32, &Vec<(u32, u32)>)> = (0..).zip(lists.iter().copied()).collect();
        let is_name = |&&(document, position): &&(u32, u32)| {
            let start = position.checked_sub(offsets[rarest].0);
            start.is_some_and(|start| {
                offsets.iter().all(|(at, list)| list.binary_search(&(document, start + at)).is_ok())
            })
        };
        let spoken =
            |document: &u32| usize::from(self.chunk.languages[(document - self.chunk.first) as usize]) == language;
        list.iter().filter(is_name).map(|&(document, _)| document).filter(spoken).collect()
    }
}

fn occurrences(chunk: &Chunk, stem: u32) -> Vec<(u32, u32)> {
    let mut list = Vec::new();
    for of in chunk.lists_of(stem) {
        chunk.occurrences(of, |document, position| list.push((document, position)));
    }
    list.sort_unstable();
    list
}
