//! Where in running text a rule may begin. Nearly all of a text is letters, spaces and commas, so whole blocks of
//! them are passed over at once, and an abbreviation is found by its full stop: that is rarer than the space before it.

/// Bytes that are looked at together.
const BLOCK: usize = 16;
/// A byte at which no rule begins: no mark begins with a letter.
const QUIET: u8 = b'a';

/// Where the rules of one language may begin.
#[derive(Debug, Clone)]
pub(super) struct Places {
    /// First bytes of the language's marks, and the space if every one of them has to be looked at. The plain `"`
    /// stands for those that there are not.
    also: [u8; 5],
    /// By the byte before a full stop: how far back at most the space is after which a bound word begins. 0 where no
    /// bound word has that byte before its full stop.
    reach: [u8; 256],
}

impl Places {
    /// `marks` are the first bytes of quotation marks, `bound` the words that stay with the word before them.
    pub fn new(marks: [Option<u8>; 4], bound: &[String], short_words: bool) -> Self {
        let [a, b, c, d] = marks.map(|mark| mark.unwrap_or(b'"'));
        let mut places = Self { also: [a, b, c, d, b'"'], reach: [0; 256] };
        let by_full_stop = bound.iter().all(|word| places.note_full_stop(word).is_some());
        if short_words || !by_full_stop {
            places.also[4] = b' ';
        }
        places
    }

    /// Whether a rule may begin at this byte or, for digits, right after it.
    #[expect(clippy::needless_bitwise_bool, reason = "without branches the compiler asks a whole block at once")]
    fn is_active(&self, byte: u8) -> bool {
        let [open, close, inner_open, inner_close, space] = self.also;
        let mark = (byte == open) | (byte == close) | (byte == inner_open) | (byte == inner_close) | (byte == space);
        let typed = (byte == b'"') | (byte == b'\'') | (byte == b'-') | (byte == b'.');
        mark | typed | byte.is_ascii_digit()
    }

    /// Notes the full stop by which a bound word is found. There is none where a rule begins before it.
    fn note_full_stop(&mut self, word: &str) -> Option<()> {
        let begins = |byte: u8| byte == b' ' || self.is_active(byte);
        let (before, _) = word.split_once('.').filter(|(before, _)| !before.bytes().any(begins))?;
        let last = usize::from(before.bytes().last().unwrap_or(b' '));
        self.reach[last] = self.reach[last].max(u8::try_from(before.len() + 1).ok()?);
        Some(())
    }

    /// The next place, from `from` on, at which a rule may begin.
    pub fn next(&self, text: &[u8], from: usize) -> Option<usize> {
        // What stands before it is not looked at here: it is another text, or a rule took it.
        if text.get(from) == Some(&b' ') {
            return Some(from);
        }
        let mut start = from;
        while start < text.len() {
            let mut marks = self.marks(&text[start..]);
            while marks != 0 {
                let at = start + (marks.trailing_zeros() / u8::BITS) as usize;
                if let Some(place) = self.place(text, from, at) {
                    return Some(place);
                }
                marks &= marks - 1;
            }
            start += BLOCK;
        }
        None
    }

    /// The active bytes of the first block: a bit in the byte of each, the first in the lowest.
    fn marks(&self, text: &[u8]) -> u128 {
        let mut block = [QUIET; BLOCK];
        match text.first_chunk() {
            Some(whole) => block = *whole,
            None => block[..text.len()].copy_from_slice(text),
        }
        for byte in &mut block {
            *byte = u8::from(self.is_active(*byte));
        }
        u128::from_le_bytes(block)
    }

    /// The place that the active byte at `at` leads to; what is before `from` is done.
    fn place(&self, text: &[u8], from: usize, at: usize) -> Option<usize> {
        let next = text.get(at + 1);
        match text[at] {
            b'0'..=b'9' => (next == Some(&b' ')).then_some(at + 1),
            b'-' => (next == Some(&b'-')).then_some(at),
            b'.' => self.space_before(text, from, at).or_else(|| after_full_stop(text, at)),
            _ => Some(at),
        }
    }

    /// The space after which a bound word may begin whose full stop is at `at`.
    fn space_before(&self, text: &[u8], from: usize, at: usize) -> Option<usize> {
        let reach = self.reach[usize::from(text[at.checked_sub(1)?])];
        let start = at.saturating_sub(usize::from(reach)).max(from);
        text[start..at].iter().rposition(|byte| *byte == b' ').map(|space| start + space)
    }
}

/// Further full stops, or the space after an initial.
fn after_full_stop(text: &[u8], at: usize) -> Option<usize> {
    match text.get(at + 1)? {
        b'.' => Some(at),
        b' ' if at > 0 && !text[at - 1].is_ascii_lowercase() => Some(at + 1),
        _ => None,
    }
}
