//! Dictionary blocks: for each stem its forms and the shards in which its postings and positions are.
//!
//! Lists stand in a shard one after another in the order of the stems, and tell their own end; so no lengths are written, and a list is
//! found by skipping those before it.

use super::{
    Damage,
    cursor::{Cursor, put, put_len, put_text},
    front::{front, put_front},
    pack::Hash,
};

/// A stem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub stem: String,
    /// Number of its documents.
    pub df: u32,
    /// The shard of its postings, by place in [`Block::postings`].
    pub postings: usize,
    /// The shard of its positions, by place in [`Block::positions`].
    pub positions: usize,
    /// Its forms: that of most documents first, the others as `index` puts them. Masks count by this order.
    pub forms: Vec<String>,
}

/// The shards of one kind that a block refers to, which follow one another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shards {
    /// Number of the first.
    pub first: usize,
    /// Where the list of the block's first stem begins in it: lists of another block may stand before.
    pub offset: usize,
    pub hashes: Vec<Hash>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Block {
    pub postings: Shards,
    pub positions: Shards,
    pub entries: Vec<Entry>,
}

pub fn put_block(block: &Block) -> Vec<u8> {
    let mut out = Vec::new();
    put_len(&mut out, block.entries.len());
    put_shards(&mut out, &block.postings);
    put_shards(&mut out, &block.positions);
    let (mut before, mut postings, mut positions) = ("", 0, 0);
    for entry in &block.entries {
        put_front(&mut out, before, &entry.stem);
        put(&mut out, entry.df);
        put_len(&mut out, entry.postings - postings);
        put_len(&mut out, entry.positions - positions);
        put_forms(&mut out, entry);
        (before, postings, positions) = (&entry.stem, entry.postings, entry.positions);
    }
    out
}

fn put_shards(out: &mut Vec<u8>, shards: &Shards) {
    put_len(out, shards.first);
    put_len(out, shards.offset);
    put_len(out, shards.hashes.len());
    out.extend(shards.hashes.iter().flat_map(|hash| hash.0));
}

/// Forms say how much is cut from the end of the one before: paradigms then look the same for all stems, and compress well.
fn put_forms(out: &mut Vec<u8>, entry: &Entry) {
    put_len(out, entry.forms.len());
    let mut before = &entry.stem;
    for form in &entry.forms {
        let same = before.bytes().zip(form.bytes()).take_while(|(a, b)| a == b).count();
        let shared = form.floor_char_boundary(same);
        put_len(out, before.len() - shared);
        put_text(out, &form[shared..]);
        before = form;
    }
}

pub fn block(bytes: &[u8]) -> Result<Block, Damage> {
    let mut cursor = Cursor::new(bytes);
    let count = cursor.len()?;
    let mut block = Block { postings: shards(&mut cursor)?, positions: shards(&mut cursor)?, entries: Vec::new() };
    let (mut postings, mut positions) = (0_usize, 0_usize);
    for _ in 0..count {
        let stem = front(&mut cursor, block.entries.last().map_or("", |entry| &entry.stem))?;
        let df = cursor.varint()?;
        postings = postings.saturating_add(cursor.len()?);
        positions = positions.saturating_add(cursor.len()?);
        if postings >= block.postings.hashes.len() || positions >= block.positions.hashes.len() {
            return Err(Damage("refers to a shard that is not there"));
        }
        let forms = forms(&mut cursor, &stem)?;
        block.entries.push(Entry { stem, df, postings, positions, forms });
    }
    cursor.end()?;
    Ok(block)
}

fn shards(cursor: &mut Cursor) -> Result<Shards, Damage> {
    let (first, offset, count) = (cursor.len()?, cursor.len()?, cursor.len()?);
    let (hashes, _) = cursor.bytes(count.saturating_mul(4))?.as_chunks::<4>();
    Ok(Shards { first, offset, hashes: hashes.iter().copied().map(Hash).collect() })
}

fn forms(cursor: &mut Cursor, stem: &str) -> Result<Vec<String>, Damage> {
    let mut forms: Vec<String> = Vec::new();
    for _ in 0..cursor.len()? {
        let before = forms.last().map_or(stem, String::as_str);
        let shared = before.len().checked_sub(cursor.len()?);
        let head = shared.and_then(|shared| before.get(..shared)).ok_or(Damage("cuts more than there is"))?;
        let rest = cursor.text()?;
        cursor.spend(head.len() + rest.len())?;
        forms.push([head, rest].concat());
    }
    Ok(forms)
}

impl Block {
    /// Where the lists of a shard begin, and the documents of the lists that stand before that of entry `at`. `shard` tells an entry's
    /// shard, of which `shards` are described.
    pub fn before(&self, at: usize, shards: &Shards, shard: impl Fn(&Entry) -> usize) -> (usize, Vec<usize>) {
        let own = shard(&self.entries[at]);
        let same = self.entries[..at].iter().filter(|entry| shard(entry) == own);
        let dfs = same.map(|entry| entry.df as usize).collect();
        (if own == 0 { shards.offset } else { 0 }, dfs)
    }
}
