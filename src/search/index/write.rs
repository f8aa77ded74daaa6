//! Numbers and names the files, and writes what refers to them: dictionary, directory, manifest.

use rayon::prelude::*;

use super::{
    chunk::Chunk,
    read::shard_len,
    shards::Place,
    stems::{Section, Stem},
};
use crate::search::{
    constants::FORMAT,
    document::Input,
    files::{
        File,
        columns::put_names,
        dictionary::{Block, Entry, Shards, put_block},
        front::order,
        manifest::{self, EDITIONS, FIRST_FACET, Manifest, VALID},
        pack::{Hash, Letter, Packed, stem},
        reverse::{Reversed, put_reverse, reversed},
    },
};

/// Size of a dictionary block: a stem counts [`STEM_SIZE`], each of its forms [`FORM_SIZE`], which is about their bytes.
const BLOCK: usize = 6 << 10;
const STEM_SIZE: usize = 8;
const FORM_SIZE: usize = 5;

/// Stems in a reverse block.
const REVERSE_BLOCK: usize = 1024;

/// Shards of stored fields that one hash names. A hash for each would make up most of the manifest, which every search reads; one for all
/// would give every shard a new name at any edit.
const STORED_GROUP: u32 = 32;

pub struct Writer<'a> {
    input: &'a Input,
    manifest: Manifest,
    files: Vec<File>,
}

impl<'a> Writer<'a> {
    pub fn new(input: &'a Input) -> Self {
        let manifest = Manifest {
            format: FORMAT,
            documents: u32::try_from(input.count).unwrap_or(u32::MAX),
            languages: input.languages.clone(),
            editions: input.editions.iter().map(|edition| edition.language.clone()).collect(),
            dictionary: Vec::new(),
            reverse: Vec::new(),
            stored: Vec::new(),
            shard: u32::try_from(shard_len(input.count)).unwrap_or(u32::MAX),
            group: STORED_GROUP,
            facets: input.facets.clone(),
            columns: std::collections::BTreeMap::new(),
            values: Vec::new(),
        };
        Self { input, manifest, files: Vec::new() }
    }

    /// Adds a file and gives its hash.
    fn add(&mut self, letter: Letter, number: usize, packed: Packed) -> Hash {
        let hash = packed.hash;
        self.files.push(File::packed(&stem(letter, number, hash), packed, self.input.scripts));
        hash
    }

    /// Stored fields, columns and names of values. The chunks are not needed after it.
    pub fn shown(&mut self, chunks: Vec<Chunk>) {
        let mut columns = vec![Vec::new(); FIRST_FACET + self.input.facets.len()];
        let mut shards: Vec<Vec<u8>> = Vec::new();
        for chunk in chunks {
            shards.extend(chunk.stored);
            columns.iter_mut().zip(&chunk.columns).for_each(|(column, part)| column.extend_from_slice(part));
        }
        let shards: Vec<_> = shards.into_par_iter().map(|shard| Packed::new(&shard)).collect();
        let hashes: Vec<_> = shards.iter().map(|shard| shard.hash).collect();
        self.manifest.stored = hashes.chunks(STORED_GROUP as usize).map(Hash::all).collect();
        for (number, shard) in shards.into_iter().enumerate() {
            let hash = self.manifest.stored[number / STORED_GROUP as usize];
            self.add(Letter::Stored, number, shard.named(hash));
        }
        for (number, column) in columns.iter().enumerate() {
            self.column(number, column);
        }
        for (number, edition) in self.input.editions.iter().enumerate() {
            let hash = self.add(Letter::Values, number, Packed::new(&put_names(&self.input.facets, edition)));
            self.manifest.values.push(hash);
        }
    }

    fn column(&mut self, number: usize, bytes: &[u8]) {
        let name = match number {
            number if number == VALID.1 => VALID.0,
            number if number == EDITIONS.1 => EDITIONS.0,
            number => &self.input.facets[number - FIRST_FACET],
        };
        if number == EDITIONS.1 && self.input.editions.len() < 2 {
            return;
        }
        let hash = self.add(Letter::Column, number, Packed::new(bytes));
        self.manifest.columns.insert(name.to_owned(), hash);
    }

    /// The dictionary with its postings and positions, and the stems from their end.
    pub fn stems(&mut self, sections: Vec<Section>) {
        let stems = sections.iter().flat_map(|section| &section.stems);
        let mut reverse: Vec<Reversed> = stems.map(|stem| (reversed(&stem.text), stem.df)).collect();
        let (mut postings, mut positions) = (0, 0);
        let mut blocks: Vec<Block> = Vec::new();
        for section in sections {
            let postings = self.shards(Letter::Postings, &mut postings, section.postings);
            let positions = self.shards(Letter::Positions, &mut positions, section.positions);
            blocks.extend(cut(section.stems).into_iter().map(|stems| block(stems, &postings, &positions)));
        }
        let packed: Vec<Packed> = blocks.par_iter().map(|block| Packed::new(&put_block(block))).collect();
        for (number, (block, packed)) in blocks.iter().zip(packed).enumerate() {
            let hash = self.add(Letter::Dictionary, number, packed);
            self.manifest.dictionary.push((block.entries[0].stem.clone(), hash));
        }
        self.reverse(&mut reverse);
    }

    /// Adds the shards of a section.
    fn shards(&mut self, letter: Letter, next: &mut usize, shards: Vec<Packed>) -> Shards {
        let first = *next;
        *next += shards.len();
        let hashes = (first..).zip(shards).map(|(number, shard)| self.add(letter, number, shard)).collect();
        Shards { first, offset: 0, hashes }
    }

    fn reverse(&mut self, stems: &mut [Reversed]) {
        stems.par_sort_unstable_by(|a, b| order(&a.0, &b.0));
        let blocks = stems.par_chunks(REVERSE_BLOCK).map(reverse_block);
        let blocks: Vec<(manifest::Block, Packed)> = blocks.collect();
        for (number, ((first, _), packed)) in blocks.into_iter().enumerate() {
            let hash = self.add(Letter::Reverse, number, packed);
            self.manifest.reverse.push((first, hash));
        }
    }

    /// All files, the manifest last.
    pub fn finish(mut self) -> Vec<File> {
        self.files.push(File::json(manifest::NAME, self.manifest.json(), self.input.scripts));
        self.files
    }
}

/// The stems of a section in blocks, none of which is empty.
fn cut(stems: Vec<Stem>) -> Vec<Vec<Stem>> {
    let (mut blocks, mut open, mut size) = (Vec::new(), Vec::new(), 0);
    for stem in stems {
        size += STEM_SIZE + FORM_SIZE * stem.forms.len();
        open.push(stem);
        if size >= BLOCK {
            blocks.push(std::mem::take(&mut open));
            size = 0;
        }
    }
    if !open.is_empty() {
        blocks.push(open);
    }
    blocks
}

/// A dictionary block of a section with these shards.
fn block(stems: Vec<Stem>, postings: &Shards, positions: &Shards) -> Block {
    let range = |place: fn(&Stem) -> Place, shards: &Shards| {
        let Place { shard, offset } = place(&stems[0]);
        let last = place(&stems[stems.len() - 1]).shard;
        Shards { first: shards.first + shard, offset, hashes: shards.hashes[shard..=last].to_vec() }
    };
    let postings = range(|stem| stem.postings, postings);
    let positions = range(|stem| stem.positions, positions);
    let (first_postings, first_positions) = (stems[0].postings.shard, stems[0].positions.shard);
    let entry = |stem: Stem| Entry {
        stem: stem.text,
        df: stem.df,
        postings: stem.postings.shard - first_postings,
        positions: stem.positions.shard - first_positions,
        forms: stem.forms,
    };
    Block { entries: stems.into_iter().map(entry).collect(), postings, positions }
}

fn reverse_block(stems: &[Reversed]) -> (manifest::Block, Packed) {
    let packed = Packed::new(&put_reverse(stems));
    ((stems[0].0.clone(), packed.hash), packed)
}
