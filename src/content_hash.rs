//! Stands for bytes where nothing counts but whether they are the same as others, from run to run and version to version.
//!
//! XXH3 in 128 bits: among a million files, two share one by chance in one of 10²⁶ cases. It guards against chance, not against
//! somebody who looks for two files with one hash: whoever writes the content could as well write the page. Must not know what
//! is hashed.

use std::io::{self, Read};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

const BUFFER: usize = 64 * 1024;

/// The hash of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ContentHash(u128);

/// Takes bytes in portions.
#[derive(Default)]
pub struct ContentHasher {
    hasher: Box<Xxh3>,
    length: u64,
}

impl ContentHash {
    /// Stands for no bytes at all.
    pub const NONE: Self = Self(0);

    pub fn of(bytes: &[u8]) -> Self {
        Self(xxh3_128(bytes))
    }

    /// The hash of all that is left to read, and how many bytes that is.
    pub fn of_reader(mut reader: impl Read) -> io::Result<(Self, u64)> {
        let (mut hasher, mut buffer) = (ContentHasher::default(), vec![0; BUFFER]);
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => return Ok(hasher.finish()),
                Ok(count) => hasher.update(&buffer[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// The first digits of [`ContentHash::hex`].
    pub fn short(self, digits: usize) -> String {
        let mut hex = self.hex();
        hex.truncate(digits);
        hex
    }

    /// 32 lower-case hexadecimal digits.
    pub fn hex(self) -> String {
        self.digits().map(char::from).into_iter().collect()
    }

    fn digits(self) -> [u8; 32] {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let bytes = self.bytes();
        std::array::from_fn(|at| {
            let byte = bytes[at / 2];
            DIGITS[usize::from(if at % 2 == 0 { byte >> 4 } else { byte & 15 })]
        })
    }

    /// Of what [`ContentHash::hex`] gives, and of nothing else.
    pub fn from_hex(text: &str) -> Option<Self> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let is_hex = text.len() == 32 && text.bytes().all(is_digit);
        is_hex.then(|| u128::from_str_radix(text, 16).ok().map(Self)).flatten()
    }

    pub fn bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }
}

/// As [`ContentHash::hex`].
impl Serialize for ContentHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

impl<'de> Deserialize<'de> for ContentHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::from_hex(&text).ok_or_else(|| de::Error::custom("not a hash of 32 hexadecimal digits"))
    }
}

impl ContentHasher {
    pub fn update(&mut self, bytes: &[u8]) {
        self.hasher.update(bytes);
        self.length += bytes.len() as u64;
    }

    /// Texts one after another that do not read like other texts.
    pub fn put(&mut self, text: &str) {
        self.update(&(text.len() as u64).to_le_bytes());
        self.update(text.as_bytes());
    }

    /// With the number of bytes.
    pub fn finish(&self) -> (ContentHash, u64) {
        (ContentHash(self.hasher.digest128()), self.length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn portions_give_the_hash_of_the_whole() {
        let bytes: Vec<u8> =
            (0..200_000_u32).flat_map(|n| [n.to_le_bytes()[0], n.to_le_bytes()[1]]).take(200_000).collect();
        let whole = (ContentHash::of(&bytes), 200_000);
        assert_eq!(ContentHash::of_reader(&*bytes).unwrap(), whole);
        let mut hasher = ContentHasher::default();
        bytes.chunks(777).for_each(|part| hasher.update(part));
        assert_eq!(hasher.finish(), whole);
    }

    #[test]
    fn it_is_the_same_on_every_machine() {
        assert_eq!(ContentHash::of(b"").hex(), "99aa06d3014798d86001c324468d497f");
        assert_eq!(ContentHash::of(b"avilys").hex().len(), 32);
        for hash in [ContentHash::of(b"avilys"), ContentHash(7), ContentHash(u128::MAX)] {
            assert_eq!(ContentHash::from_hex(&hash.hex()), Some(hash));
            let written = serde_json::to_string(&hash).unwrap();
            assert_eq!((&written, serde_json::from_str(&written).unwrap()), (&format!("\"{}\"", hash.hex()), hash));
        }
        for wrong in ["", "7", &"F".repeat(32), &"g".repeat(32), &"0".repeat(33), &format!("+{}", "0".repeat(31))] {
            assert_eq!(ContentHash::from_hex(wrong), None, "{wrong}");
        }
        assert_eq!(ContentHash::of("ąžuolas".as_bytes()).short(8), ContentHash::of("ąžuolas".as_bytes()).hex()[..8]);
    }

    #[test]
    fn where_a_text_ends_counts() {
        let of = |texts: [&str; 2]| {
            let mut hasher = ContentHasher::default();
            for text in texts {
                hasher.put(text);
            }
            hasher.finish().0
        };
        assert_ne!(of(["a", "bc"]), of(["ab", "c"]));
    }
}
