//! The manifest: the only file with a fixed name. It says which files there are, and where a word is found in them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{super::constants::FORMAT, Damage, Failure, front::order, pack::Hash};

/// Name of the manifest without folder and extension.
pub const NAME: &str = "manifest";

/// Documents that an index may have: far more than a site, so that a hostile number does not fill the memory.
const DOCUMENTS_LIMIT: u32 = 1 << 24;

/// First string of a block, and the block's hash.
pub type Block = (String, Hash);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    pub documents: u32,
    /// The stemmers of the index, the site's first.
    pub languages: Vec<String>,
    pub editions: Vec<String>,
    pub dictionary: Vec<Block>,
    pub reverse: Vec<Block>,
    /// The hashes that the shards of stored fields are named by, one a group of shards.
    pub stored: Vec<Hash>,
    /// Documents in such a shard.
    pub shard: u32,
    /// Shards in such a group.
    pub group: u32,
    /// Names of the facets, in the order of their numbers.
    pub facets: Vec<String>,
    /// By name of column.
    pub columns: BTreeMap<String, Hash>,
    /// By edition.
    pub values: Vec<Hash>,
}

/// Names and numbers of the columns that are no facet of the documents.
pub const VALID: (&str, usize) = ("valid", 0);
pub const EDITIONS: (&str, usize) = ("editions", 1);

/// Number of the column of the first facet.
pub const FIRST_FACET: usize = 2;

/// Facets that an index may have: far more than a site, so that a hostile manifest does not fill the memory.
const FACETS_LIMIT: usize = 1 << 12;

impl Manifest {
    pub fn json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("texts and numbers always become JSON")
    }

    /// Reads and checks a manifest; `path` is for messages.
    pub fn read(bytes: &[u8], path: &str) -> Result<Self, Failure> {
        #[derive(Deserialize)]
        struct Version {
            format: u32,
        }
        let damaged = |what| Failure::Damaged(path.to_owned(), what);
        let version: Version = serde_json::from_slice(bytes).map_err(|_| damaged("is not a manifest"))?;
        if version.format != FORMAT {
            return Err(Failure::Format(version.format, FORMAT));
        }
        let manifest: Self = serde_json::from_slice(bytes).map_err(|_| damaged("is not a manifest"))?;
        let sorted = |blocks: &[Block]| blocks.is_sorted_by(|a, b| order(&a.0, &b.0).is_lt());
        if !sorted(&manifest.dictionary) || !sorted(&manifest.reverse) {
            return Err(damaged("is not in order"));
        }
        if manifest.documents > DOCUMENTS_LIMIT
            || manifest.shard == 0
            || manifest.group == 0
            || manifest.values.len() != manifest.editions.len()
            || manifest.facets.len() > FACETS_LIMIT
        {
            return Err(damaged("contradicts itself"));
        }
        Ok(manifest)
    }

    /// The shard that holds the stored fields of a document: its number, and the hash that it is named by.
    pub fn stored_shard(&self, document: u32) -> Option<(usize, Hash)> {
        let shard = document / self.shard;
        Some((shard as usize, *self.stored.get((shard / self.group) as usize)?))
    }
}

impl Serialize for Hash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.hex())
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let hex = String::deserialize(deserializer)?;
        Self::parse(&hex).map_err(|Damage(what)| serde::de::Error::custom(what))
    }
}

/// Number of the first block that may hold `string`: the last one that does not begin behind it.
pub fn home(blocks: &[Block], string: &str) -> usize {
    blocks.partition_point(|(first, _)| order(first, string).is_le()).saturating_sub(1)
}
