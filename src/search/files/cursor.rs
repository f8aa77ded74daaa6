//! Varints and texts: written to a vector, read through a [`Cursor`] that checks every step.

use super::Damage;

const CUT: Damage = Damage("ends too early");

/// Appends `value` as a LEB128 varint.
pub fn put(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    out.push(value.to_le_bytes()[0]);
}

/// Appends a length or a number of things. Larger ones than 32 bits hold are not made: a site has no 4 GB of text in one shard.
pub fn put_len(out: &mut Vec<u8>, len: usize) {
    put(out, u32::try_from(len).unwrap_or(u32::MAX));
}

/// Appends a text.
pub fn put_text(out: &mut Vec<u8>, text: &str) {
    put_len(out, text.len());
    out.extend_from_slice(text.as_bytes());
}

/// What the front-coded strings of one file may take in memory, with [`STRING_COST`] for each. A hostile file could repeat a long
/// string in two bytes.
const STRINGS_LIMIT: usize = 64 << 20;
const STRING_COST: usize = 64;

/// Reads bytes from front to back.
#[derive(Debug, Clone)]
pub struct Cursor<'a> {
    rest: &'a [u8],
    strings: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, strings: STRINGS_LIMIT }
    }

    /// Accounts for a string of `len` bytes that is about to be made.
    pub fn spend(&mut self, len: usize) -> Result<(), Damage> {
        let rest = self.strings.checked_sub(len.saturating_add(STRING_COST));
        self.strings = rest.ok_or(Damage("has too many words"))?;
        Ok(())
    }

    pub fn bytes(&mut self, len: usize) -> Result<&'a [u8], Damage> {
        let (head, rest) = self.rest.split_at_checked(len).ok_or(CUT)?;
        self.rest = rest;
        Ok(head)
    }

    /// Bytes that are left: no list can have more items, since each takes a byte.
    pub fn left(&self) -> usize {
        self.rest.len()
    }

    /// Goes over so many varints.
    pub fn skip(&mut self, count: usize) -> Result<(), Damage> {
        (0..count).try_for_each(|_| self.varint().map(drop))
    }

    #[inline]
    pub fn varint(&mut self) -> Result<u32, Damage> {
        let mut value = 0;
        for shift in [0, 7, 14, 21, 28] {
            let (&byte, rest) = self.rest.split_first().ok_or(CUT)?;
            self.rest = rest;
            if shift == 28 && byte > 0x0f {
                break;
            }
            value |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Damage("has a number of more than 32 bits"))
    }

    /// A varint as a length or index.
    pub fn len(&mut self) -> Result<usize, Damage> {
        Ok(self.varint()? as usize)
    }

    pub fn text(&mut self) -> Result<&'a str, Damage> {
        let len = self.len()?;
        std::str::from_utf8(self.bytes(len)?).map_err(|_| Damage("has a text that is not UTF-8"))
    }

    /// Nothing may be left.
    pub fn end(&self) -> Result<(), Damage> {
        if self.rest.is_empty() { Ok(()) } else { Err(Damage("is longer than its content")) }
    }
}
