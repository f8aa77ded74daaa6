//! Stored fields: what a hit shows. All shards are named by one hash, that of all of them: a list of hashes would be larger than what a
//! result needs of them.

use serde::{Deserialize, Serialize};

use super::Damage;

/// What is shown of a document. In the file it is an array, in this order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Row", into = "Row")]
pub struct Stored {
    /// Relative to the site's root.
    pub url: String,
    pub id: String,
    /// Number of the value in the facet of kinds.
    pub kind: u32,
    pub title: String,
    pub lead: String,
    pub owner: String,
    /// ISO 8601; empty where there is none.
    pub date: String,
    pub shown_date: String,
    pub language: String,
}

type Row = (String, String, u32, String, String, String, String, String, String);

impl From<Row> for Stored {
    fn from((url, id, kind, title, lead, owner, date, shown_date, language): Row) -> Self {
        Self { url, id, kind, title, lead, owner, date, shown_date, language }
    }
}

impl From<Stored> for Row {
    fn from(stored: Stored) -> Self {
        let Stored { url, id, kind, title, lead, owner, date, shown_date, language } = stored;
        (url, id, kind, title, lead, owner, date, shown_date, language)
    }
}

/// A shard as JSON.
pub fn put_stored(shard: &[Stored]) -> Vec<u8> {
    serde_json::to_vec(shard).expect("texts and numbers always become JSON")
}

pub fn stored(bytes: &[u8]) -> Result<Vec<Stored>, Damage> {
    serde_json::from_slice(bytes).map_err(|_| Damage("is not a list of documents"))
}
