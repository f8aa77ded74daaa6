//! The files of the index: how each is laid out in bytes, written and read in the same place. Must not know ranking.
//!
//! Reading trusts nothing: a cut or hostile file gives [`Damage`], never a panic and never memory beyond its own size.
//! All numbers are LEB128 varints of at most 32 bits; a text is its length in bytes and UTF-8.

pub mod columns;
pub mod cursor;
pub mod dictionary;
pub mod front;
pub mod lists;
pub mod manifest;
pub mod pack;
pub mod positions;
pub mod postings;
pub mod reverse;
pub mod script;
pub mod stored;
#[cfg(test)]
mod tests;

use self::pack::Packed;
pub use self::stored::Stored;

/// A file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Relative to the site's root, with `/`: `search/manifest.json`.
    pub path: String,
    pub bytes: Vec<u8>,
}

impl File {
    /// A compressed file; `stem` is its name without folder and extension.
    pub fn packed(stem: &str, packed: Packed, scripts: bool) -> Self {
        Self::new(stem, "bin", packed.bytes, scripts)
    }

    /// A JSON file.
    pub fn json(stem: &str, json: Vec<u8>, scripts: bool) -> Self {
        Self::new(stem, "json", json, scripts)
    }

    fn new(stem: &str, extension: &str, bytes: Vec<u8>, scripts: bool) -> Self {
        let (extension, bytes) = if scripts { ("js", script::wrap(stem, &bytes)) } else { (extension, bytes) };
        Self { path: format!("{FOLDER}{stem}.{extension}"), bytes }
    }
}

/// The file that was asked for is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing;

/// Why a question to the index has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// No file of this path.
    Missing(String),
    /// The index has another format: the number found, and the one expected.
    Format(u32, u32),
    /// This file is not what was written, and what is wrong with it.
    Damaged(String, &'static str),
}

/// What is wrong with a file's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damage(pub &'static str);

/// The folder of the index in a site.
pub const FOLDER: &str = "search/";
/// Path of the manifest in a site.
pub const MANIFEST: &str = "search/manifest.json";
