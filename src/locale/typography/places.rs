//! Where in running text a rule may begin. Nearly all of a text is letters, spaces and commas, so whole blocks of
//! them are passed over at once, and an abbreviation is found by its full stop: that is rarer than the space before it.

const BLOCK: usize = 16;

/// Where the rules of one language may begin.
#[derive(Debug, Clone)]
pub(super) struct Places {
    /// First bytes of the language's marks, and the space if every one of them has to be looked at. The plain `"`
    /// stands for those that there are not.
    also: [u8; 5],
    /// By byte: whether a rule may begin at it or, for digits, right after it.
    active: [bool; 256],
    /// By the byte before a full stop: how far back at most the space is after which a bound word begins. 0 where no
    /// bound word has that byte before its full stop.
    reach: [u8; 256],
}

impl Places {
    /// `marks` are the first bytes of quotation marks, `bound` the words that stay with the word before them.
    pub fn new(marks: [Option<u8>; 4], bound: &[String], short_words: bool) -> Self {
        let [a, b, c, d] = marks.map(|mark| mark.unwrap_or(b'"'));
        let mut places = Self { also: [a, b, c, d, b'"'], active: [false; 256], reach: [0; 256] };
        places.note_active();
        let by_full_stop = bound.iter().all(|word| places.note_full_stop(word).is_some());
        if short_words || !by_full_stop {
            places.also[4] = b' ';
            places.note_active();
        }
        places
    }

    fn note_active(&mut self) {
        for byte in self.also.iter().chain(b"\"'-.0123456789") {
            self.active[usize::from(*byte)] = true;
        }
    }

    /// Notes the full stop by which a bound word is found. There is none where a rule begins before it.
    fn note_full_stop(&mut self, word: &str) -> Option<()> {
        let begins = |byte: u8| byte == b' ' || self.active[usize::from(byte)];
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
        let mut at = from;
        loop {
            at = self.next_active(text, at)?;
            if let Some(place) = self.place(text, from, at) {
                return Some(place);
            }
            at += 1;
        }
    }

    fn next_active(&self, text: &[u8], from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            let rest = text.get(at..)?;
            let (blocks, _) = rest.as_chunks();
            at += BLOCK * blocks.iter().take_while(|block| self.is_quiet(block)).count();
            let rest = &text[at..];
            let near = &rest[..rest.len().min(BLOCK)];
            if let Some(step) = near.iter().position(|byte| self.active[usize::from(*byte)]) {
                return Some(at + step);
            }
            at += BLOCK;
        }
    }

    /// Whether nothing in a block is active.
    #[expect(clippy::needless_bitwise_bool, reason = "without branches the compiler asks all bytes at once")]
    fn is_quiet(&self, block: &[u8; BLOCK]) -> bool {
        let [open, close, inner_open, inner_close, space] = self.also;
        let marks = |byte: u8| (byte == open) | (byte == close) | (byte == inner_open) | (byte == inner_close);
        let prose = |byte: u8| byte.is_ascii_alphabetic() | (byte == b' ') | (byte == b',') | !byte.is_ascii();
        block.iter().fold(true, |quiet, byte| quiet & prose(*byte) & !marks(*byte) & (*byte != space))
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
