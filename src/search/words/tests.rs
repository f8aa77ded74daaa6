use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::*;

/// Forms of one word on each line, which must have one stem.
const PARADIGMS: &str = include_str!("../../../tests/data/search/paradigms.txt");
/// Words on each line that must all have different stems.
const APART: &str = include_str!("../../../tests/data/search/apart.txt");
/// Texts by language, from which both implementations make `stems.tsv`.
const FORMS: &str = include_str!("../../../tests/data/search/forms.txt");

fn stem_of(stemmer: &Stemmer, word: &str) -> String {
    stemmer.stem(&fold(&lower(word)))
}

fn lines(list: &str) -> impl Iterator<Item = Vec<&str>> {
    list.lines().filter(|line| !line.starts_with('#')).map(|line| line.split(' ').collect())
}

#[test]
fn all_forms_of_a_lithuanian_word_have_one_stem() {
    let stemmer = Stemmer::new("lt");
    for forms in lines(PARADIGMS) {
        let stem = stem_of(&stemmer, forms[0]);
        for form in &forms {
            assert_eq!(stem_of(&stemmer, form), stem, "{form} of {}", forms[0]);
        }
    }
}

#[test]
fn words_of_different_meaning_have_different_stems() {
    let stemmer = Stemmer::new("lt");
    for words in lines(APART) {
        let mut stems: Vec<_> = words.iter().map(|word| stem_of(&stemmer, word)).collect();
        stems.sort();
        stems.dedup();
        assert_eq!(stems.len(), words.len(), "{words:?}: {stems:?}");
    }
}

/// Forms and their lemmas.
const INFLECTIONS: &str = include_str!("../../../tests/data/search/inflections.tsv");

#[test]
fn nearly_all_inflected_forms_have_the_stem_of_their_lemma() {
    let stemmer = Stemmer::new("lt");
    let (mut found, mut all, mut verbs, mut found_verbs) = (0, 0, 0, 0);
    for line in INFLECTIONS.lines().filter(|line| !line.starts_with('#')) {
        let [form, lemma, features] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let same = usize::from(stem_of(&stemmer, form) == stem_of(&stemmer, lemma));
        let verb = usize::from(features.starts_with("V;"));
        (found, all, found_verbs, verbs) = (found + same, all + 1, found_verbs + same * verb, verbs + verb);
    }
    assert!(found_verbs * 1000 >= verbs * 975, "{found_verbs} of {verbs} forms of verbs");
    assert!(found * 1000 >= all * 985, "{found} of {all} forms");
}

#[test]
fn few_words_share_a_stem() {
    let stemmer = Stemmer::new("lt");
    let mut lemmas: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for lemma in INFLECTIONS.lines().filter_map(|line| line.split('\t').nth(1)) {
        lemmas.entry(stem_of(&stemmer, lemma)).or_default().insert(lemma);
    }
    let shared: Vec<_> = lemmas.values().filter(|group| group.len() > 1).collect();
    assert!(shared.len() * 1000 <= lemmas.len() * 25, "{} of {} stems: {shared:?}", shared.len(), lemmas.len());
}

#[test]
fn a_stem_does_not_depend_on_diacritics() {
    let stemmer = Stemmer::new("lt");
    for forms in lines(PARADIGMS) {
        for form in forms {
            assert_eq!(stem_of(&stemmer, form), stemmer.stem(&fold(form)), "{form}");
        }
    }
    assert_eq!(stem_of(&stemmer, "Įsivertinimą"), stem_of(&stemmer, "isivertinima"));
}

#[test]
fn words_are_runs_of_letters_digits_and_marks() {
    let found: Vec<_> = words("„E-mokykla“, 5a kl. – COVID-19: s\u{30c}okis!").map(|word| word.text).collect();
    assert_eq!(found, ["E", "mokykla", "5a", "kl", "COVID", "19", "s\u{30c}okis"]);
    assert_eq!(words("Ką?! žino").map(|word| word.start).collect::<Vec<_>>(), [0, 6]);
    assert_eq!(words(" \u{301} – … 🎓").next(), None);
}

#[test]
fn a_soft_hyphen_parts_no_word() {
    let word = words("(mo\u{ad}kykla)").next().unwrap();
    assert_eq!((word.text, word.start), ("mo\u{ad}kykla", 1));
    assert_eq!(lower(word.text), "mokykla");
}

#[test]
fn a_form_is_lower_case_and_composed() {
    assert_eq!(lower("S\u{30c}OKIS"), "šokis");
    assert_eq!(lower("ΟΔΥΣΣΕΥΣ"), "οδυσσευς");
    assert!(matches!(lower("šokis"), std::borrow::Cow::Borrowed(_)));
    assert_eq!(lower(&"ž".repeat(50)).chars().count(), 40);
}

#[test]
fn folding_leaves_what_a_keyboard_without_diacritics_writes() {
    for (form, folded) in [
        ("ąčęėįšųūž", "aceeisuuz"),
        ("łódź", "lodz"),
        ("straße", "strasse"),
        ("œuvre", "oeuvre"),
        ("i̇stanbul", "istanbul"),
        ("ещё", "еще"),
        ("й", "й"),
        ("οδυσσεύς", "οδυσσευσ"),
        ("ﬁnansai", "finansai"),
        ("½", "12"),
        ("が", "か\u{3099}"),
    ] {
        assert_eq!(fold(form), folded, "{form}");
        assert_eq!(fold(folded), folded, "{folded} folded again");
    }
}

#[test]
fn no_word_is_folded_or_stemmed_to_nothing() {
    let stemmer = Stemmer::new("lt");
    for c in ('\u{21}'..=char::MAX).filter(|c| c.is_alphanumeric()) {
        let text = c.to_string();
        for word in words(&text) {
            let form = lower(word.text);
            let folded = fold(&form);
            assert_eq!(fold(&folded), folded, "{c:?} folded again");
            assert!(!folded.is_empty() && !stemmer.stem(&folded).is_empty(), "{c:?}");
        }
    }
}

#[test]
fn words_with_a_digit_and_unknown_languages_are_not_stemmed() {
    assert_eq!(Stemmer::new("lt").stem("5as"), "5as");
    assert_eq!(Stemmer::new("pl").stem("szkolami"), "szkolami");
}

#[test]
fn a_language_is_known_by_its_first_subtag() {
    assert_eq!(Stemmer::new("en-GB").stem("schools"), "school");
    assert_eq!(Stemmer::new("LT").stem("mokyklos"), "mokykl");
    assert!(is_stop("lt-LT", "kad") && !is_stop("lt", "mokykla") && !is_stop("xx", "kad"));
    assert!(knows_stop_words("en") && !knows_stop_words("xx"));
    assert!(snowball_js("en-GB").is_some_and(|script| script.contains(".en = ")) && snowball_js("lt").is_none());
}

#[test]
fn stop_words_are_written_folded() {
    for (language, list) in stop::STOP_WORDS {
        for word in list.split(' ') {
            assert_eq!(fold(&lower(word)), word, "{language}");
            assert!(is_stop(language, word), "{language}: {word}");
        }
    }
}

#[test]
fn the_browser_is_tested_with_these_stems_and_tables() {
    let mut stems = String::new();
    let mut language = "";
    let mut stemmer = Stemmer::new(language);
    for line in FORMS.lines().filter(|line| !line.starts_with('#')) {
        if let Some(next) = line.strip_prefix("@ ") {
            (language, stemmer) = (next, Stemmer::new(next));
            continue;
        }
        for word in words(line) {
            let form = lower(word.text);
            let folded = fold(&form);
            let stem = stemmer.stem(&folded);
            let stop = is_stop(language, &folded);
            writeln!(stems, "{language}\t{}\t{form}\t{folded}\t{stem}\t{stop}", word.text).unwrap();
        }
    }
    golden("stems.tsv", &stems);
    golden("word-tables.js", &tables_js());
}

#[expect(clippy::disallowed_methods, reason = "a golden file, rewritten by UPDATE_GOLDEN=1")]
fn golden(name: &str, text: &str) {
    let path = format!("{}/tests/data/search/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == text, "{name} is not what this module gives: run the test with UPDATE_GOLDEN=1");
}
