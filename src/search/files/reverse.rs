//! Reverse blocks: all stems read from their end, so that a mistyped beginning can be found.

use super::{
    Damage,
    cursor::{Cursor, put, put_len},
    front::{front, put_front},
};

/// A stem with its letters reversed, and the number of its documents.
pub type Reversed = (String, u32);

/// `text` by code points from back to front.
pub fn reversed(text: &str) -> String {
    text.chars().rev().collect()
}

pub fn put_reverse(stems: &[Reversed]) -> Vec<u8> {
    let mut out = Vec::new();
    put_len(&mut out, stems.len());
    let mut before = "";
    for (stem, df) in stems {
        put_front(&mut out, before, stem);
        put(&mut out, *df);
        before = stem;
    }
    out
}

pub fn reverse(bytes: &[u8]) -> Result<Vec<Reversed>, Damage> {
    let mut cursor = Cursor::new(bytes);
    let mut stems: Vec<Reversed> = Vec::new();
    for _ in 0..cursor.len()? {
        let stem = front(&mut cursor, stems.last().map_or("", |(stem, _)| stem))?;
        stems.push((stem, cursor.varint()?));
    }
    cursor.end()?;
    Ok(stems)
}
