//! One range of bytes (RFC 9110, section 14): what a browser asks for to play a video from its middle.

use std::ops::Range;

/// What the header `Range` asks of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// All of it: there is no range, it is not understood, or there are several.
    Whole,
    /// Never empty, and within the body.
    Part(Range<u64>),
    /// Nothing of it lies in the body.
    Unsatisfiable,
}

/// `length` is that of the whole body, in bytes.
pub fn parse(value: &str, length: u64) -> Selection {
    let Some((unit, range)) = value.split_once('=') else { return Selection::Whole };
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return Selection::Whole;
    }
    match range.trim().split_once('-') {
        Some(("", last)) => suffix(last, length),
        Some((first, "")) => number(first).map_or(Selection::Whole, |first| part(first, u64::MAX, length)),
        Some((first, last)) => match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => part(first, last, length),
            _ => Selection::Whole,
        },
        None => Selection::Whole,
    }
}

fn suffix(count: &str, length: u64) -> Selection {
    match number(count) {
        None => Selection::Whole,
        Some(count) if count == 0 || length == 0 => Selection::Unsatisfiable,
        Some(count) => Selection::Part(length.saturating_sub(count)..length),
    }
}

fn part(first: u64, last: u64, length: u64) -> Selection {
    if first >= length { Selection::Unsatisfiable } else { Selection::Part(first..last.saturating_add(1).min(length)) }
}

/// Digits only: `parse` alone would take a sign. A number too large for us is larger than any body.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_cut_to_the_body() {
        assert_eq!(parse("bytes=0-3", 10), Selection::Part(0..4));
        assert_eq!(parse("bytes=5-99", 10), Selection::Part(5..10));
        assert_eq!(parse("Bytes = 9-9", 10), Selection::Part(9..10));
        assert_eq!(parse("bytes=0-18446744073709551615", 10), Selection::Part(0..10));
    }

    #[test]
    fn an_open_range_goes_to_the_end_and_a_suffix_comes_from_it() {
        assert_eq!(parse("bytes=4-", 10), Selection::Part(4..10));
        assert_eq!(parse("bytes=-4", 10), Selection::Part(6..10));
        assert_eq!(parse("bytes=-40", 10), Selection::Part(0..10));
    }

    #[test]
    fn a_range_past_the_end_is_beyond() {
        for (value, length) in
            [("bytes=10-", 10), ("bytes=99-100", 10), ("bytes=-0", 10), ("bytes=0-", 0), ("bytes=-1", 0)]
        {
            assert_eq!(parse(value, length), Selection::Unsatisfiable, "{value}");
        }
        assert_eq!(parse("bytes=99999999999999999999-", 10), Selection::Unsatisfiable);
    }

    #[test]
    fn several_ranges_and_nonsense_give_the_whole() {
        for value in [
            "bytes=0-1,3-4",
            "bytes=3-1",
            "bytes=+1-3",
            "bytes=a-b",
            "bytes=",
            "bytes=-",
            "lines=0-1",
            "0-1",
            "bytes=1-2-3",
        ] {
            assert_eq!(parse(value, 10), Selection::Whole, "{value}");
        }
    }
}
