//! Front coding of sorted strings, and their order. A string is written as the bytes it shares with the one before, and the rest.

use std::cmp::Ordering;

use super::{
    Damage,
    cursor::{Cursor, put_len, put_text},
};

/// The order of strings in all files: by UTF-16 code units, since that is what JavaScript's `<` compares.
pub fn order(a: &str, b: &str) -> Ordering {
    let differing = a.bytes().zip(b.bytes()).find(|(a, b)| a != b);
    differing.map_or_else(|| a.len().cmp(&b.len()), |(a, b)| rank(a).cmp(&rank(b)))
}

/// UTF-8 sorts by code point. UTF-16 too, but that all above U+FFFF (first bytes from F0) stand before U+E000 to U+FFFF (EE, EF).
fn rank(byte: u8) -> u8 {
    match byte {
        0xee | 0xef => byte + 0x10,
        0xf0..=0xf4 => byte - 2,
        _ => byte,
    }
}

/// Appends `text`; the shared bytes never end within a character.
pub fn put_front(out: &mut Vec<u8>, before: &str, text: &str) {
    let same = before.bytes().zip(text.bytes()).take_while(|(a, b)| a == b).count();
    let shared = text.floor_char_boundary(same);
    put_len(out, shared);
    put_text(out, &text[shared..]);
}

/// Reads the string behind `before`.
pub fn front(cursor: &mut Cursor, before: &str) -> Result<String, Damage> {
    let shared = cursor.len()?;
    let head = before.get(..shared).ok_or(Damage("shares more than there is"))?;
    let rest = cursor.text()?;
    cursor.spend(shared + rest.len())?;
    Ok([head, rest].concat())
}
