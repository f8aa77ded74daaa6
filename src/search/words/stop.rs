//! Function words, which are in every text and say nothing about it.

use std::sync::LazyLock;

use foldhash::HashSet;

use super::stemmer::primary;

/// Stop words by language, folded, in their order.
pub const STOP_WORDS: &[(&str, &str)] = &[
    (
        "lt",
        "ant apie ar arba as be bei bet buvo del dar gi i iki ir is ja jai jas jau jei ji jie jiems jis jo jog \
            joms jos ju jums juos jus kad kaip kas kada kai kam ka ko kol kuo kur kuri kurie kurio kurios kuris \
            kuriu kurioje kuriame kuria labai lyg man mano me mes mums musu nei nes net ne nuo o pas per po prie \
            pries pro sau savo si sia siame sio sioje sios siu sis su ta tad tai taip tam tarp tas tau te ten tie \
            tiems tik to todel tos tu tuo uz uzs vis va yra",
    ),
    (
        "en",
        "a about after all also an and any are as at be been but by can could did do does for from had has have \
            he her here him his how i if in into is it its just me more most my no nor not of on only or other our \
            out over she should so some such than that the their them then there these they this those through to \
            too under up very was we were what when where which while who whom why will with would you your",
    ),
];

/// Whether a folded form is a stop word of a language (BCP 47; its first subtag counts).
pub fn is_stop(language: &str, folded: &str) -> bool {
    set(language).is_some_and(|words| words.contains(folded))
}

/// Whether a folded form is a function word of one of the languages, or a single character that is no digit.
pub fn says_nothing<'l>(folded: &str, mut languages: impl Iterator<Item = &'l str>) -> bool {
    let is_letter = || folded.chars().count() == 1 && !folded.contains(char::is_numeric);
    is_letter() || languages.any(|language| is_stop(language, folded))
}

/// Whether stop words of a language are known at all.
pub fn knows_stop_words(language: &str) -> bool {
    set(language).is_some()
}

fn set(language: &str) -> Option<&'static HashSet<&'static str>> {
    static SETS: LazyLock<Vec<(&str, HashSet<&str>)>> =
        LazyLock::new(|| STOP_WORDS.iter().map(|(language, words)| (*language, words.split(' ').collect())).collect());
    let language = primary(language);
    SETS.iter().find(|(known, _)| *known == language).map(|(_, words)| words)
}
