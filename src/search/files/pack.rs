//! A file's name and its compressed bytes. Names carry a hash of what is compressed, so that a cache never mixes two indexes.

use miniz_oxide::{
    DataFormat,
    deflate::core::{CompressionStrategy, CompressorOxide, TDEFLFlush, compress_to_output},
    inflate::decompress_to_vec_with_limit,
};

use super::Damage;
use crate::content_hash::{ContentHash, ContentHasher};

/// No file of an index is larger than this when inflated; a hostile one is not read further.
const INFLATED_LIMIT: usize = 64 << 20;
const LEVEL: u8 = 6;
/// Says how bytes are compressed. Whenever the same content would be compressed to other bytes than before, it is raised.
const RECIPE: u8 = 1;
const WINDOW_BITS: u8 = 15;

/// What is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Texts, and whatever else has repetitions.
    Any,
    /// Numbers without repetitions but runs of one: to look for others takes time, and codes for them make the file larger.
    Numbers,
}

/// First four bytes of the hash of a file's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hash(pub [u8; 4]);

impl Hash {
    pub fn of(bytes: &[u8]) -> Self {
        Self::first(ContentHash::of(bytes))
    }

    fn first(hash: ContentHash) -> Self {
        let [a, b, c, d, ..] = hash.bytes();
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

/// A file's compressed content with the hash of what is compressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    pub hash: Hash,
    pub bytes: Vec<u8>,
}

impl Packed {
    /// Deflates `raw`.
    pub fn new(raw: &[u8]) -> Self {
        Self::parts(raw, &[], Content::Any)
    }

    /// Deflates `raw`, and begins a new code at each of these places: parts that look different compress better apart.
    pub fn parts(raw: &[u8], starts: &[usize], content: Content) -> Self {
        Self { hash: Hash::first(key(raw, starts, content)), bytes: deflate(raw, starts, content) }
    }

    /// The same under another hash.
    pub fn named(self, hash: Hash) -> Self {
        Self { hash, ..self }
    }
}

/// The hash of all that the compressed bytes depend on.
fn key(raw: &[u8], starts: &[usize], content: Content) -> ContentHash {
    let mut hasher = ContentHasher::default();
    hasher.update(raw);
    for &start in starts {
        hasher.update(&(start as u64).to_le_bytes());
    }
    hasher.update(&(starts.len() as u64).to_le_bytes());
    hasher.update(&[RECIPE, content as u8]);
    hasher.finish().0
}

fn deflate(raw: &[u8], starts: &[usize], content: Content) -> Vec<u8> {
    let strategy = match content {
        Content::Any => CompressionStrategy::Default,
        Content::Numbers => CompressionStrategy::RLE,
    };
    let mut compressor = CompressorOxide::with_params(DataFormat::Raw, LEVEL, strategy, WINDOW_BITS);
    let mut bytes = Vec::with_capacity(raw.len() / 2 + 64);
    let mut put = |part: &[u8], flush| {
        compress_to_output(&mut compressor, part, flush, |out| {
            bytes.extend_from_slice(out);
            true
        });
    };
    let mut done = 0;
    for &start in starts {
        put(&raw[done..start], TDEFLFlush::NoSync);
        done = start;
    }
    put(&raw[done..], TDEFLFlush::Finish);
    bytes.shrink_to_fit();
    bytes
}

/// Inflates a file's bytes.
pub fn inflate(bytes: &[u8]) -> Result<Vec<u8>, Damage> {
    decompress_to_vec_with_limit(bytes, INFLATED_LIMIT).map_err(|_| Damage("is not compressed as it should be"))
}
