//! The files of an index, read and decoded when they are asked for, and kept.

use std::{cell::RefCell, rc::Rc};

use foldhash::HashMap;

use super::Documents;
use crate::search::{
    document::Value,
    files::{
        Damage, FOLDER, Failure, MANIFEST, Missing, Stored,
        columns::{self, numbers},
        cursor::Cursor,
        dictionary::{Block, Entry, Shards, block},
        lists::Lists,
        manifest::{self, EDITIONS, Manifest, home},
        pack::{Hash, Letter, inflate, stem},
        positions::{positions, skip_positions},
        postings::{Posting, postings, skip_postings},
        reverse::{Reversed, reverse},
        script,
        stored::stored,
    },
};

type Read<'a> = Box<dyn Fn(&str) -> Result<Vec<u8>, Missing> + 'a>;
type Bytes = Rc<Vec<u8>>;

pub struct Store<'a> {
    read: Read<'a>,
    /// The files are scripts.
    scripts: bool,
    pub manifest: Manifest,
    files: RefCell<HashMap<String, Bytes>>,
    blocks: RefCell<HashMap<usize, Rc<Block>>>,
}

/// An entry in a dictionary block.
#[derive(Debug, Clone)]
pub struct Place {
    block: Rc<Block>,
    at: usize,
}

/// A kind of list, and where the blocks say that it is.
struct List<'a> {
    letter: Letter,
    shards: &'a Shards,
    shard: fn(&Entry) -> usize,
}

impl Place {
    pub fn entry(&self) -> &Entry {
        &self.block.entries[self.at]
    }
}

impl<'a> Store<'a> {
    pub fn open(read: Read<'a>) -> Result<Self, Failure> {
        let path = MANIFEST.to_owned();
        let script = format!("{FOLDER}{}.js", manifest::NAME);
        let (manifest, scripts) = match (read(&path), read(&script)) {
            (Ok(bytes), _) => (Manifest::read(&bytes, &path)?, false),
            (Err(Missing), Ok(bytes)) => (Manifest::read(&unwrap(&bytes, &script)?, &script)?, true),
            (Err(Missing), Err(Missing)) => return Err(Failure::Missing(path)),
        };
        Ok(Self { read, scripts, manifest, files: RefCell::default(), blocks: RefCell::default() })
    }

    fn path(&self, letter: Letter, number: usize, hash: Hash) -> String {
        let extension = if self.scripts { "js" } else { "bin" };
        format!("{FOLDER}{}.{extension}", stem(letter, number, hash))
    }

    /// The inflated bytes of a file.
    fn bytes(&self, path: &str) -> Result<Bytes, Failure> {
        if let Some(bytes) = self.files.borrow().get(path) {
            return Ok(Rc::clone(bytes));
        }
        let packed = (self.read)(path).map_err(|Missing| Failure::Missing(path.to_owned()))?;
        let packed = if self.scripts { unwrap(&packed, path)? } else { packed };
        let bytes = Rc::new(inflate(&packed).map_err(damaged(path))?);
        self.files.borrow_mut().insert(path.to_owned(), Rc::clone(&bytes));
        Ok(bytes)
    }

    fn decode<T>(
        &self,
        (letter, number, hash): (Letter, usize, Hash),
        decode: impl Fn(&[u8]) -> Result<T, Damage>,
    ) -> Result<T, Failure> {
        let path = self.path(letter, number, hash);
        decode(&self.bytes(&path)?).map_err(damaged(&path))
    }

    /// A dictionary block.
    fn block(&self, number: usize) -> Result<Rc<Block>, Failure> {
        if let Some(block) = self.blocks.borrow().get(&number) {
            return Ok(Rc::clone(block));
        }
        let read = Rc::new(self.decode((Letter::Dictionary, number, self.manifest.dictionary[number].1), block)?);
        self.blocks.borrow_mut().insert(number, Rc::clone(&read));
        Ok(read)
    }

    /// The entry of a stem.
    pub fn find(&self, stem: &str) -> Result<Option<Place>, Failure> {
        if self.manifest.dictionary.is_empty() {
            return Ok(None);
        }
        let block = self.block(home(&self.manifest.dictionary, stem))?;
        let at = block.entries.iter().position(|entry| entry.stem == stem);
        Ok(at.map(|at| Place { block, at }))
    }

    /// The entries of some blocks whose stem begins with `head`.
    pub fn beginning(&self, blocks: std::ops::Range<usize>, head: &str) -> Result<Vec<Place>, Failure> {
        let mut found = Vec::new();
        for number in blocks {
            let block = self.block(number)?;
            let places = (0..block.entries.len()).map(|at| Place { block: Rc::clone(&block), at });
            found.extend(places.filter(|place| place.entry().stem.starts_with(head)));
        }
        Ok(found)
    }

    /// A block of reversed stems.
    pub fn reverse(&self, number: usize) -> Result<Vec<Reversed>, Failure> {
        self.decode((Letter::Reverse, number, self.manifest.reverse[number].1), reverse)
    }

    pub fn postings(&self, place: &Place) -> Result<Vec<Posting>, Failure> {
        let df = place.entry().df as usize;
        let list = List { letter: Letter::Postings, shards: &place.block.postings, shard: |entry| entry.postings };
        self.list(place, &list, skip_postings, |cursor| postings(cursor, df, self.manifest.documents))
    }

    /// The positions in each document of the postings.
    pub fn positions(&self, place: &Place) -> Result<Lists, Failure> {
        let df = place.entry().df as usize;
        let list = List { letter: Letter::Positions, shards: &place.block.positions, shard: |entry| entry.positions };
        self.list(place, &list, skip_positions, |cursor| positions(cursor, df))
    }

    fn list<T>(
        &self,
        place: &Place,
        list: &List,
        skip: impl Fn(&mut Cursor, usize) -> Result<(), Damage>,
        read: impl Fn(&mut Cursor) -> Result<T, Damage>,
    ) -> Result<T, Failure> {
        let shard = (list.shard)(place.entry());
        let (offset, before) = place.block.before(place.at, list.shards, list.shard);
        let name = (list.letter, list.shards.first.saturating_add(shard), list.shards.hashes[shard]);
        self.decode(name, |bytes| {
            let mut cursor = Cursor::new(bytes);
            cursor.bytes(offset)?;
            before.iter().try_for_each(|&df| skip(&mut cursor, df))?;
            read(&mut cursor)
        })
    }

    /// What is shown of a document.
    pub fn stored(&self, document: u32) -> Result<Stored, Failure> {
        let lacking = || Failure::Damaged(MANIFEST.to_owned(), "does not name a shard");
        let (number, hash) = self.manifest.stored_shard(document).ok_or_else(lacking)?;
        let at = (document % self.manifest.shard) as usize;
        self.decode((Letter::Stored, number, hash), |bytes| {
            stored(bytes)?.get(at).cloned().ok_or(Damage("lacks a document"))
        })
    }

    /// The hash of a column, and what a failure is called without one.
    fn column(&self, (name, number): (&str, usize)) -> Result<(Letter, usize, Hash), Failure> {
        let lacking = || Failure::Damaged(MANIFEST.to_owned(), "lacks a column");
        self.manifest.columns.get(name).map(|&hash| (Letter::Column, number, hash)).ok_or_else(lacking)
    }

    /// A facet's values by document, each below `limit`.
    pub fn facet(&self, column: (&str, usize), limit: usize) -> Result<Lists, Failure> {
        self.decode(self.column(column)?, |bytes| columns::values(bytes, self.manifest.documents, limit))
    }

    /// A column of one number by document.
    pub fn numbers(&self, column: (&str, usize)) -> Result<Vec<u32>, Failure> {
        self.decode(self.column(column)?, |bytes| numbers(bytes, self.manifest.documents))
    }

    /// The documents of an edition. An index of one edition has no column for it.
    pub fn edition(&self, edition: usize) -> Result<Documents, Failure> {
        if !self.manifest.columns.contains_key(EDITIONS.0) {
            return Ok(Documents::All(self.manifest.documents));
        }
        let masks = self.numbers(EDITIONS)?;
        let has = |mask: &u32| {
            u32::try_from(edition).is_ok_and(|bit| mask.checked_shr(bit).is_some_and(|bits| bits & 1 == 1))
        };
        Ok(Documents::Some((0..).zip(&masks).filter(|(_, mask)| has(mask)).map(|(document, _)| document).collect()))
    }

    /// The values of an edition by facet.
    pub fn values(&self, edition: usize) -> Result<Vec<Vec<Value>>, Failure> {
        let Some(&hash) = self.manifest.values.get(edition) else {
            return Ok(vec![Vec::new(); self.manifest.facets.len()]);
        };
        self.decode((Letter::Values, edition, hash), |bytes| columns::names(&self.manifest.facets, bytes))
    }
}

fn unwrap(script: &[u8], path: &str) -> Result<Vec<u8>, Failure> {
    script::unwrap(script).map_err(damaged(path))
}

fn damaged(path: &str) -> impl Fn(Damage) -> Failure {
    move |Damage(what)| Failure::Damaged(path.to_owned(), what)
}
