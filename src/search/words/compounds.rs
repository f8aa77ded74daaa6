//! Words that are written in parts: with hyphens (9-A, co-operation) or in groups of digits (100 000). Others write them in one, so each
//! is found as the other is.

use std::ops::Range;

use super::text::{LONGEST, Word};

const HYPHENS: [&[u8]; 3] = [b"-", "\u{2010}".as_bytes(), "\u{2011}".as_bytes()];
/// What groups of digits may stand apart by.
const THIN_GAPS: [&[u8]; 4] = [b" ", "\u{a0}".as_bytes(), "\u{2009}".as_bytes(), "\u{202f}".as_bytes()];

/// The places of words that are one, where they stand in a text one after the other.
pub fn compounds(text: &str, words: &[Word]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for at in 1..=words.len() {
        if at == words.len() || !joins(text, &words[start..at], words[at]) {
            let parts = &words[start..at];
            if parts.len() > 1 && parts.iter().map(|word| word.text.chars().count()).sum::<usize>() <= LONGEST {
                found.push(start..at);
            }
            start = at;
        }
    }
    found
}

/// The parts of a compound in one.
pub fn compound(parts: &[Word]) -> String {
    parts.iter().map(|part| part.text).collect()
}

/// Whether the next word goes on what these words are parts of.
fn joins(text: &str, parts: &[Word], next: Word) -> bool {
    let [.., before] = parts else { return false };
    let gap = &text.as_bytes()[before.start + before.text.len()..next.start];
    if HYPHENS.contains(&gap) {
        return true;
    }
    let digits = |word: &Word| word.text.bytes().all(|byte| byte.is_ascii_digit());
    // Most words end here.
    next.text.len() == 3
        && digits(&next)
        && parts[0].text.len() <= 3
        && parts.iter().all(digits)
        && THIN_GAPS.contains(&gap)
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::*;

    fn joined(text: &str) -> Vec<String> {
        let words: Vec<Word> = words(text).collect();
        compounds(text, &words).into_iter().map(|range| compound(&words[range])).collect()
    }

    #[test]
    fn hyphens_and_thin_gaps_between_digits_join_words() {
        assert_eq!(joined("8-B klasė, re-edukacija ir 25\u{a0}000 eurų"), ["8B", "reedukacija", "25000"]);
        assert_eq!(joined("tel. 614-22-817; 1 250 300"), ["61422817", "1250300"]);
    }

    #[test]
    fn other_gaps_join_nothing() {
        let none: [&str; 0] = [];
        assert_eq!(joined("2024–2025 m. m., 5 klasė, 12 mokinių, 2024 100, 7 2024"), none);
        assert_eq!(joined("mokykla - darželis"), none);
        assert_eq!(joined(""), none);
    }

    #[test]
    fn what_is_no_word_that_somebody_types_is_left_alone() {
        assert_eq!(joined(&"žodis-".repeat(30)).len(), 0);
    }
}
