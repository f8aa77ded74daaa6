//! Bytes of a text as positions of the protocol, and back.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// What a position's `character` counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    /// What every editor understands.
    Utf16,
}

/// A place in a text, both from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    pub line: usize,
    pub character: usize,
}

/// A part of a text, as the protocol has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub start: Position,
    pub end: Position,
}

/// A text with the places where its lines begin.
#[derive(Debug)]
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'t> Lines<'t> {
    pub fn new(text: &'t str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes);
        // A line ends with LF, with CR, or with both.
        let ends = ends.filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
        let starts = std::iter::once(0).chain(ends.map(|at| at + 1)).collect();
        Self { text, starts, encoding }
    }

    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let before = &self.text[self.starts[line]..offset];
        let character = match self.encoding {
            Encoding::Utf8 => before.len(),
            Encoding::Utf16 => before.encode_utf16().count(),
        };
        Position { line, character }
    }

    pub fn span(&self, range: &Range<usize>) -> Span {
        Span { start: self.position(range.start), end: self.position(range.end) }
    }

    /// The byte at a position. One beyond a line is the line's end, one beyond the text the text's end.
    pub fn offset(&self, position: Position) -> usize {
        let Some(start) = self.starts.get(position.line).copied() else { return self.text.len() };
        let end = self.starts.get(position.line + 1).copied().unwrap_or(self.text.len());
        let line = self.text[start..end].trim_end_matches(['\n', '\r']);
        let within = match self.encoding {
            Encoding::Utf8 => line.floor_char_boundary(position.character.min(line.len())),
            Encoding::Utf16 => {
                let mut units = 0;
                let is_before = |(_, c): &(usize, char)| {
                    units += c.len_utf16();
                    units > position.character
                };
                line.char_indices().find(is_before).map_or(line.len(), |(at, _)| at)
            }
        };
        start + within
    }

    pub fn range(&self, span: Span) -> Range<usize> {
        let start = self.offset(span.start);
        start..self.offset(span.end).max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: usize, character: usize) -> Position {
        Position { line, character }
    }

    #[test]
    fn a_position_counts_what_was_agreed_on() {
        let text = "ą\r\n„😀“ x\rz\n";
        let x = text.find('x').unwrap();
        for (encoding, expected) in [(Encoding::Utf8, at(1, 11)), (Encoding::Utf16, at(1, 5))] {
            let lines = Lines::new(text, encoding);
            assert_eq!(lines.position(x), expected);
            assert_eq!(lines.offset(expected), x);
            assert_eq!(lines.position(text.len()), at(3, 0));
        }
    }

    #[test]
    fn what_is_beyond_a_line_or_within_a_character_is_drawn_in() {
        let text = "ab\r\n😀\n";
        let lines = Lines::new(text, Encoding::Utf16);
        assert_eq!(lines.offset(at(0, 99)), 2);
        assert_eq!(lines.offset(at(1, 1)), 4, "half an emoji");
        assert_eq!(lines.offset(at(99, 0)), text.len());
        assert_eq!(lines.range(Span { start: at(1, 2), end: at(0, 0) }), 8..8);
    }
}
