//! Abbreviations that the texts themselves explain: „Full Name (FN)“ and „FN (Full Name)“.

use std::collections::BTreeSet;

use crate::search::words::{Word, fold, lower, words};

/// The forms of an abbreviation and of its full name, as [`lower`] gives them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Abbreviation {
    pub short: String,
    pub full: Vec<String>,
}

/// Letters of an abbreviation.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=10;
/// Words of at most this many letters need no letter in the abbreviation: „ir“, „of the“.
const SMALL: usize = 3;

/// Adds the abbreviations that one block explains.
pub fn find(text: &str, found: &mut BTreeSet<Abbreviation>) {
    let words: Vec<Word> = words(text).collect();
    let block = Block { text, words: &words };
    for (at, word) in words.iter().enumerate() {
        if !is_abbreviation(word.text) {
            continue;
        }
        let before = || block.name_before(at);
        if let Some(name) = before().or_else(|| block.name_behind(at)) {
            let full = name.iter().map(|word| lower(word.text).into_owned()).collect();
            found.insert(Abbreviation { short: lower(word.text).into_owned(), full });
        }
    }
}

/// Letters only, at least two of them upper-case.
fn is_abbreviation(word: &str) -> bool {
    LETTERS.contains(&word.chars().count())
        && word.chars().filter(|letter| letter.is_uppercase()).count() >= 2
        && word.chars().all(char::is_alphabetic)
}

struct Block<'a> {
    text: &'a str,
    words: &'a [Word<'a>],
}

impl<'a> Block<'a> {
    /// What stands between word `at - 1` and word `at`.
    fn gap(&self, at: usize) -> &'a str {
        let start = at.checked_sub(1).map_or(0, |before| self.end(before));
        &self.text[start..self.words.get(at).map_or(self.text.len(), |word| word.start)]
    }

    fn end(&self, at: usize) -> usize {
        self.words[at].start + self.words[at].text.len()
    }

    /// The name before „(ABBR)“.
    fn name_before(&self, at: usize) -> Option<&'a [Word<'a>]> {
        if self.gap(at).trim_start_matches(QUOTES) != " (" || !self.gap(at + 1).starts_with(')') {
            return None;
        }
        let letters = initials(self.words[at].text);
        let least = at.saturating_sub(letters.len() * 2 + 2);
        let starts = (least..at).rev().take_while(|&start| start + 1 == at || joins(self.gap(start + 1)));
        let starts: Vec<usize> = starts.collect();
        let start = starts.into_iter().find(|&start| spelled(&letters, &self.words[start..at]))?;
        Some(&self.words[start..at])
    }

    /// The name within „ABBR (Full Name)“.
    fn name_behind(&self, at: usize) -> Option<&'a [Word<'a>]> {
        if self.gap(at + 1).trim_end_matches(QUOTES) != " (" {
            return None;
        }
        let letters = initials(self.words[at].text);
        let most = self.words.len().min(at + letters.len() * 2 + 3);
        let end = (at + 1..most).find(|&end| self.gap(end + 1).contains(')'))?;
        let name = &self.words[at + 1..=end];
        ((at + 2..=end).all(|at| joins(self.gap(at))) && spelled(&letters, name)).then_some(name)
    }
}

const QUOTES: [char; 7] = ['„', '“', '”', '"', '«', '»', '‟'];

/// What may stand between two words of a name.
fn joins(gap: &str) -> bool {
    gap.chars()
        .all(|mark| mark.is_whitespace() || QUOTES.contains(&mark) || matches!(mark, '-' | '–' | ',' | '.' | '\''))
        && !gap.contains(". ")
}

fn initials(abbreviation: &str) -> Vec<char> {
    fold(&lower(abbreviation)).chars().collect()
}

/// „ir“ in „Informacinės ir komunikacinės technologijos“ does not.
fn begins_name(word: &str) -> bool {
    word.chars().count() > SMALL || word.starts_with(char::is_uppercase)
}

/// Whether the words begin with these letters; small words between may be left out, the first and the last may not.
fn spelled(letters: &[char], words: &[Word]) -> bool {
    let Some((last, words)) = words.split_last() else { return false };
    let Some((last_letter, letters)) = letters.split_last() else { return false };
    let outer = words.first().is_some_and(|first| letters.first() == Some(&initial(first)) && begins_name(first.text));
    outer && initial(last) == *last_letter && inner(&letters[1..], &words[1..])
}

fn inner(letters: &[char], words: &[Word]) -> bool {
    // Bit n is set where the first n letters are spelled by the words so far.
    let mut spelled = 1_u32;
    for word in words {
        let initial = initial(word);
        let next = (0..).zip(letters).filter(|(_, letter)| **letter == initial).fold(0, |bits, (at, _)| bits | 1 << at);
        let left_out = if word.text.chars().count() <= SMALL { spelled } else { 0 };
        spelled = (spelled & next) << 1 | left_out;
    }
    spelled >> letters.len() & 1 == 1
}

fn initial(word: &Word) -> char {
    fold(&lower(word.text)).chars().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explained(text: &str) -> Vec<String> {
        let mut found = BTreeSet::new();
        find(text, &mut found);
        found.into_iter().map(|found| format!("{} = {}", found.short, found.full.join(" "))).collect()
    }

    #[test]
    fn an_abbreviation_in_parentheses_is_spelled_by_the_name_before_it() {
        let text = "Lankėmės, nes Kauno suaugusiųjų mokymo centras (KSMC) kvietė.";
        assert_eq!(explained(text), ["ksmc = kauno suaugusiųjų mokymo centras"]);
        assert_eq!(explained("Kauno suaugusiųjų centras (KSMC)"), [""; 0]);
    }

    #[test]
    fn small_words_of_a_name_may_be_left_out_of_its_abbreviation() {
        let text = "Švietimo, mokslo ir sporto ministerija (ŠMSM)";
        assert_eq!(explained(text), ["šmsm = švietimo mokslo ir sporto ministerija"]);
        let text = "Informacinės ir komunikacinės technologijos (IKT)";
        assert_eq!(explained(text), ["ikt = informacinės ir komunikacinės technologijos"]);
    }

    #[test]
    fn a_name_may_stand_in_parentheses_behind_its_abbreviation() {
        assert_eq!(explained("NŠA (Nacionalinė švietimo agentūra) skelbia"), ["nša = nacionalinė švietimo agentūra"]);
        assert_eq!(explained("NŠA (agentūra) skelbia"), [""; 0]);
    }

    #[test]
    fn a_name_does_not_cross_the_end_of_a_sentence() {
        assert_eq!(explained("Tai buvo Kaune. Miestas (KM)"), [""; 0]);
    }

    #[test]
    fn a_hostile_run_of_small_words_is_read_in_no_time() {
        let text = format!("{}(AAAAAAAAAA)", "A ".repeat(10_000));
        assert_eq!(explained(&text).len(), 1);
    }
}
