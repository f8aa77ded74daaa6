//! The order of titles in a language, and the headings of an alphabetical index.
//!
//! Quotation marks and what stands before the first letter do not count in the order, figures count by their value („5 klasė“ before „10 klasė“), and two
//! different texts never tie. The index has a heading for each letter of the language's alphabet. In Lithuanian, I, Į
//! and Y sort as one letter, so they share one heading: that is data (`alphabet.under`).
//!
//! Q, W and X, where an alphabet lacks them, still get headings of their own, at the place where such titles sort. A
//! foreign letter stands under its base letter (Ö under O), figures under „0–9“, everything else under „#“.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use icu_collator::CollatorBorrowed;
use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_locale_core::Locale as Tag;
use icu_provider::DataError;
use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::data::AlphabetData;
use super::text::{slugify, sorted_as};
use super::{Fingerprint, Locale, LocaleError};

/// The heading of titles that start with a figure; the first of the headings.
pub const DIGITS: &str = "0–9";
/// The heading of titles without a Latin letter or figure; the last of the headings.
pub const OTHERS: &str = "#";

/// How many characters of a title are looked at for its letter; no alphabet has a letter of more.
const LONGEST_LETTER: usize = 4;

#[derive(Debug)]
pub(super) struct Collation {
    collator: CollatorBorrowed<'static>,
    headings: Vec<String>,
    /// Beginnings of titles in upper case with their headings, the longest first: „DŽ“ is tried before „D“.
    starts: Vec<(String, String)>,
    /// The keys of the titles that were last asked for: a preview asks for nearly the same ones again and again.
    titles: Mutex<TitleKeys>,
}

type TitleKeys = HashMap<Fingerprint, TitleKey, foldhash::fast::FixedState>;

/// Where a title stands among others. Keys have the order of [`Locale::compare`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TitleKey {
    /// The beginning of the sort key, which decides nearly every comparison.
    beginning: u128,
    sort: Arc<[u8]>,
    letter: usize,
}

impl TitleKey {
    /// Place of the title's letter in [`Locale::letters`].
    pub fn letter(&self) -> usize {
        self.letter
    }
}

impl Collation {
    pub(super) fn new(tag: &Tag, alphabet: &AlphabetData) -> Result<Self, LocaleError> {
        let collator = collator(tag).map_err(|_| LocaleError::Rules(tag.to_string()))?;
        let mut starts: Vec<_> =
            alphabet.letters.iter().map(|letter| (letter, letter)).chain(&alphabet.under).map(start).collect();
        let foreign: Vec<String> = ('A'..='Z').map(String::from).filter(|c| starts.iter().all(|s| s.0 != *c)).collect();
        starts.extend(foreign.iter().map(|letter| (letter.clone(), letter.clone())));
        starts.sort_by_key(|(start, _)| std::cmp::Reverse(start.len()));
        let mut headings = alphabet.letters.clone();
        for letter in foreign {
            let place =
                headings.iter().position(|own| collator.compare(own, &letter).is_gt()).unwrap_or(headings.len());
            headings.insert(place, letter);
        }
        headings.insert(0, DIGITS.to_owned());
        headings.push(OTHERS.to_owned());
        Ok(Self { collator, headings, starts, titles: Mutex::default() })
    }

    fn heading(&self, start: &str) -> Option<&str> {
        self.starts.iter().find(|(letter, _)| start.starts_with(letter.as_str())).map(|(_, heading)| heading.as_str())
    }

    fn letter(&self, text: &str) -> &str {
        let start: String = text
            .nfc()
            .skip_while(|c| !c.is_alphanumeric())
            .take(LONGEST_LETTER)
            .flat_map(char::to_uppercase)
            .nfc()
            .collect();
        match start.chars().next() {
            None => OTHERS,
            Some(first) if first.is_numeric() => DIGITS,
            Some(first) => {
                self.heading(&start).or_else(|| base(first).and_then(|base| self.heading(&base))).unwrap_or(OTHERS)
            }
        }
    }
}

impl Locale {
    /// Compares two titles; equal only where they are the same text.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.collation.collator.compare(&sorted_as(a), &sorted_as(b)).then_with(|| a.cmp(b))
    }

    /// Bytes whose order is that of [`Locale::compare`]. Worth it where a text is compared more than a few times.
    ///
    /// For sorting within one run only: other versions of the sorting data give other bytes.
    pub fn sort_key(&self, text: &str) -> Vec<u8> {
        let mut key = Vec::with_capacity(text.len() * 2);
        let Ok(()) = self.collation.collator.write_sort_key_to(&sorted_as(text), &mut key);
        key.push(0);
        key.extend_from_slice(text.as_bytes());
        key
    }

    /// The keys of many titles by their fingerprints, in their order. `title` gives the title at a place; it is asked
    /// only for those that are not known from the last time.
    pub fn title_keys<'t>(&self, prints: &[Fingerprint], title: impl Fn(usize) -> &'t str + Sync) -> Vec<TitleKey> {
        let mut known = self.collation.titles.lock().unwrap_or_else(PoisonError::into_inner);
        let new: Vec<_> = prints.iter().enumerate().filter(|(_, print)| !known.contains_key(print)).collect();
        let made: Vec<_> = new.into_par_iter().map(|(at, print)| (*print, self.title_key(title(at)))).collect();
        known.extend(made);
        let keys: Vec<_> = prints.iter().map(|print| known[print].clone()).collect();
        // Old titles are forgotten when they are more than those in use.
        if known.len() > prints.len() * 2 {
            *known = prints.iter().copied().zip(keys.iter().cloned()).collect();
        }
        keys
    }

    fn title_key(&self, title: &str) -> TitleKey {
        let (sort, letter) = (self.sort_key(title), self.letter(title));
        let mut beginning = [0; 16];
        let len = sort.len().min(beginning.len());
        beginning[..len].copy_from_slice(&sort[..len]);
        let place = self.letters().iter().position(|heading| heading == letter);
        TitleKey {
            beginning: u128::from_be_bytes(beginning),
            sort: sort.into(),
            letter: place.unwrap_or(self.letters().len() - 1),
        }
    }

    /// The heading under which a title stands in an alphabetical index: one of [`Locale::letters`].
    pub fn letter(&self, text: &str) -> &str {
        self.collation.letter(text)
    }

    /// Every heading that an index may have, in the order of their titles by [`Locale::compare`].
    pub fn letters(&self) -> &[String] {
        &self.collation.headings
    }

    /// The headings of the language's own alphabet, for an index that shows its empty letters too.
    pub fn alphabet(&self) -> &[String] {
        &self.data.alphabet.letters
    }
}

fn collator(tag: &Tag) -> Result<CollatorBorrowed<'static>, DataError> {
    let mut preferences = icu_collator::CollatorPreferences::from(tag);
    preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    CollatorBorrowed::try_new(preferences, CollatorOptions::default())
}

fn start((letter, heading): (&String, &String)) -> (String, String) {
    (letter.nfc().flat_map(char::to_uppercase).collect(), heading.clone())
}

/// The plain Latin letter of a foreign one: Ö gives O, Ł gives L. None for a letter of another script.
fn base(letter: char) -> Option<String> {
    let latin = matches!(letter, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}');
    latin.then(|| slugify(&letter.to_string()).to_uppercase())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{en, lt, vectors};
    use super::super::text::is_quote;
    use super::*;

    fn texts(value: &serde_json::Value) -> Vec<String> {
        value.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn words_and_names_sort_as_a_lithuanian_expects() {
        let sort = &vectors()["sort"];
        for list in ["words", "municipalities", "schools_with_quotes_ignored"] {
            let expected = texts(&sort[list]);
            let mut by_key = expected.clone();
            by_key.reverse();
            by_key.sort_by_cached_key(|text| lt().sort_key(text));
            assert_eq!(by_key, expected, "{list} by key");
            by_key.reverse();
            by_key.sort_by(|a, b| lt().compare(a, b));
            assert_eq!(by_key, expected, "{list} by comparison");
        }
    }

    #[test]
    fn letters_sort_as_in_the_alphabet() {
        let sort = &vectors()["sort"];
        let expected: Vec<_> = sort["letters"].as_str().unwrap().split(' ').collect();
        let mut letters = expected.clone();
        letters.reverse();
        letters.sort_by(|a, b| lt().compare(a, b));
        assert_eq!(letters, expected);
        for group in texts(&sort["primary_equal"]) {
            let letters: Vec<_> = group.split(' ').collect();
            for pair in letters.windows(2) {
                assert_eq!(
                    lt().compare(&format!("{}b", pair[0]), &format!("{}a", pair[1])),
                    Ordering::Greater,
                    "{group}"
                );
            }
        }
        for group in texts(&sort["primary_distinct"]) {
            let (first, second) = group.split_once(' ').unwrap();
            assert_eq!(lt().compare(&format!("{first}b"), &format!("{second}a")), Ordering::Less, "{group}");
        }
    }

    #[test]
    fn the_headings_of_the_index() {
        assert_eq!(lt().alphabet(), texts(&vectors()["index_buckets"]));
        let lt_headings = lt().letters().join(" ");
        assert_eq!(lt_headings, "0–9 A B C Č D E F G H I J K L M N O P Q R S Š T U V W X Z Ž #");
        assert_eq!(en().letters().join(" "), "0–9 A B C D E F G H I J K L M N O P Q R S T U V W X Y Z #");
    }

    #[test]
    fn titles_stand_under_their_heading() {
        for (title, heading) in [
            ("Ąžuolas", "A"),
            ("ėjimas", "E"),
            ("Ylakiai", "I"),
            ("Įsruta", "I"),
            ("„Žiburio“ gimnazija", "Ž"),
            ("  (Š) x", "Š"),
            ("S\u{30c}iauliai", "Š"),
            ("Oer\u{308}", "O"),
            ("Öland", "O"),
            ("Łódź", "L"),
            ("Ærø", "A"),
            ("Web", "W"),
            ("Queen", "Q"),
            ("5 klasė", "0–9"),
            ("Мокслас", "#"),
            ("学校", "#"),
            ("!?", "#"),
            ("", "#"),
        ] {
            assert_eq!(lt().letter(title), heading, "{title}");
        }
        assert_eq!(en().letter("Yoga"), "Y");
        assert_eq!(en().letter("Žiburys"), "Z");
    }

    #[test]
    fn a_letter_may_be_of_two_characters() {
        let letters = ["C", "Č", "D", "Dž", "E"].map(str::to_owned).to_vec();
        let alphabet = AlphabetData { letters, under: std::collections::BTreeMap::new() };
        let collation = Collation::new(&"hr".parse().unwrap(), &alphabet).unwrap();
        assert_eq!((collation.letter("džep"), collation.letter("dan"), collation.letter("DŽUNGLA")), ("Dž", "D", "Dž"));
    }

    #[test]
    fn figures_sort_by_value() {
        assert_eq!(lt().compare("5 klasė", "10 klasė"), Ordering::Less);
        assert_eq!(lt().compare("05", "5"), Ordering::Less);
    }

    #[test]
    fn sorted_titles_are_grouped_by_heading() {
        let mut titles: Vec<String> = lt()
            .letters()
            .iter()
            .flat_map(|letter| ["o", "ą", "š", "1"].map(|tail| format!("{letter}{tail}")))
            .collect();
        titles.extend(["Yla", "Įla", "Ila", "Ėb", "Ęa", "„Ąa“", "Öa", "wa"].map(str::to_owned));
        titles.retain(|title| lt().letter(title) != OTHERS);
        titles.sort_by_cached_key(|title| lt().sort_key(title));
        let place = |title: &String| lt().letters().iter().position(|letter| letter == lt().letter(title));
        assert!(titles.is_sorted_by_key(place), "{titles:?}");
    }

    #[test]
    fn keys_of_titles_are_the_same_however_often_they_are_asked_for() {
        let all = ["Žolė", "Ąžuolas", "Ylakiai", "Žolė", "5 klasė"];
        for titles in [&all[..3], &all[..], &all[..], &all[4..], &all[..1]] {
            let prints: Vec<_> = titles.iter().map(|title| Fingerprint::of(title)).collect();
            let keys = lt().title_keys(&prints, |at| titles[at]);
            let heading = |key: &TitleKey| lt().letters()[key.letter].as_str();
            for (title, key) in titles.iter().zip(&keys) {
                assert_eq!((&*key.sort, heading(key)), (&*lt().sort_key(title), lt().letter(title)), "{title}");
            }
            let known = lt().collation.titles.lock().unwrap().len();
            assert!(known <= titles.len() * 2, "{known} keys of {} titles", titles.len());
        }
    }

    proptest! {
        #[test]
        fn keys_and_comparison_agree(a in "[„“\"aąbiyįs0-9 š]{0,6}|\\PC{0,6}", b in "[„“\"aąbiyįs0-9 š]{0,6}|\\PC{0,6}") {
            prop_assert_eq!(lt().sort_key(&a).cmp(&lt().sort_key(&b)), lt().compare(&a, &b));
            prop_assert_eq!(lt().title_key(&a).cmp(&lt().title_key(&b)), lt().compare(&a, &b));
            prop_assert_eq!(lt().compare(&a, &b).is_eq(), a == b);
        }

        #[test]
        fn every_title_has_a_known_heading(title: String) {
            prop_assert!(lt().letters().iter().any(|letter| letter == lt().letter(&title)));
            prop_assert_eq!(lt().letter(&title.replace(is_quote, "")), lt().letter(&title));
        }
    }
}
