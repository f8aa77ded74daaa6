//! A file's name and its compressed bytes. Names carry a hash of the bytes, so that a cache never mixes two indexes.

use std::io::{Read, Write};

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};

use super::Damage;

/// No file of an index is larger than this when inflated; a hostile one is not read further.
const INFLATED_LIMIT: u64 = 64 << 20;
const LEVEL: u32 = 6;

/// First four bytes of the BLAKE3 hash of a file's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hash(pub [u8; 4]);

impl Hash {
    pub fn of(bytes: &[u8]) -> Self {
        let hash = blake3::hash(bytes);
        let [a, b, c, d, ..] = *hash.as_bytes();
        Self([a, b, c, d])
    }

    /// One hash for several.
    pub fn all(hashes: &[Self]) -> Self {
        Self::of(&hashes.iter().flat_map(|hash| hash.0).collect::<Vec<u8>>())
    }

    /// Eight lower-case hexadecimal digits, as in names and in the manifest.
    pub fn hex(self) -> String {
        format!("{:08x}", u32::from_be_bytes(self.0))
    }

    /// Reads what [`Hash::hex`] writes, and nothing else: a manifest cannot name files outside of the index.
    pub fn parse(hex: &str) -> Result<Self, Damage> {
        let sound = hex.len() == 8 && hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let number = u32::from_str_radix(hex, 16).ok().filter(|_| sound);
        Ok(Self(number.ok_or(Damage("has a hash that is not one"))?.to_be_bytes()))
    }
}

/// Kinds of file, by the letter that their names begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letter {
    Dictionary,
    Reverse,
    Postings,
    Positions,
    Stored,
    Column,
    Values,
}

/// Name of a file without folder and extension: `p12.0a1b2c3d`.
pub fn stem(letter: Letter, number: usize, hash: Hash) -> String {
    let letter = match letter {
        Letter::Dictionary => 'd',
        Letter::Reverse => 'r',
        Letter::Postings => 'p',
        Letter::Positions => 'x',
        Letter::Stored => 's',
        Letter::Column => 'c',
        Letter::Values => 'v',
    };
    format!("{letter}{number}.{}", hash.hex())
}

/// A file's content, compressed, with its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    pub hash: Hash,
    pub bytes: Vec<u8>,
}

impl Packed {
    /// Deflates `raw`.
    pub fn new(raw: &[u8]) -> Self {
        Self::parts(raw, &[])
    }

    /// Deflates `raw`, and begins a new code at each of these places: parts that look different compress better apart.
    pub fn parts(raw: &[u8], starts: &[usize]) -> Self {
        let mut bytes = deflate(raw, starts).expect("writing to memory does not fail");
        bytes.shrink_to_fit();
        Self { hash: Hash::of(&bytes), bytes }
    }
}

fn deflate(raw: &[u8], starts: &[usize]) -> std::io::Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(raw.len() / 2 + 64), Compression::new(LEVEL));
    let mut done = 0;
    for &start in starts {
        encoder.write_all(&raw[done..start])?;
        encoder.flush()?;
        done = start;
    }
    encoder.write_all(&raw[done..])?;
    encoder.finish()
}

/// Inflates a file's bytes.
pub fn inflate(bytes: &[u8]) -> Result<Vec<u8>, Damage> {
    let mut raw = Vec::new();
    let read = DeflateDecoder::new(bytes).take(INFLATED_LIMIT + 1).read_to_end(&mut raw);
    match read {
        Ok(len) if len as u64 > INFLATED_LIMIT => Err(Damage("is too large")),
        Ok(_) => Ok(raw),
        Err(_) => Err(Damage("is not compressed as it should be")),
    }
}
