//! Forms of a text for comparing and for addresses; the same in every language.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// What [`slugify`] gives for a text with nothing in it that could stand in an address.
const EMPTY_SLUG: &str = "x";

/// Quotation marks of any kind, apostrophes with them: „ “ ” ‚ ‘ ’ « » ‹ › " ' and their like.
pub fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '«' | '»' | '‹' | '›' | '\u{2018}'..='\u{201f}' | '\u{301d}'..='\u{301f}' | '＂' | '＇')
}

/// A text as it counts in the order of titles: no quotation marks, nothing before the first letter or figure.
pub(super) fn sorted_as(text: &str) -> Cow<'_, str> {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    if text.contains(is_quote) { Cow::Owned(text.replace(is_quote, "")) } else { Cow::Borrowed(text) }
}

/// A text for an address: ASCII lower-case letters and digits, joined by single hyphens. Never empty.
///
/// Different texts may give the same slug; it is the caller who knows what it must differ from.
pub fn slugify(text: &str) -> String {
    // Composed, since a letter and its accent apart would be two things to the transliteration.
    let text: String = text.nfc().filter(|c| !matches!(c, '\'' | '’' | '‘')).collect();
    let slug = slug::slugify(text);
    if slug.is_empty() { EMPTY_SLUG.to_owned() } else { slug }
}

/// A text for comparing titles and aliases, as people type them: lower case, no diacritics, no quotation marks, one kind
/// of hyphen, single spaces. Folding twice changes nothing.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut space = false;
    // Letter by letter: accents would have to be put in order only if they were kept.
    let mut add = |c: char| {
        if c.is_whitespace() {
            space = !folded.is_empty();
        } else {
            if std::mem::take(&mut space) {
                folded.push(' ');
            }
            folded.push(c);
        }
    };
    for c in text.chars() {
        if c.is_ascii() {
            if !is_quote(c) {
                add(c.to_ascii_lowercase());
            }
            continue;
        }
        decompose_compatible(c, |part| {
            for lower in part.to_lowercase() {
                decompose_compatible(lower, |part| plain_char(part).into_iter().for_each(&mut add));
            }
        });
    }
    folded
}

fn plain_char(c: char) -> Option<char> {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => None,
        _ if is_quote(c) || is_combining_mark(c) => None,
        _ => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn slugs_are_ascii_and_never_empty() {
        assert_eq!(slugify("Biržų „Aušros“ pagrindinė mokykla"), "birzu-ausros-pagrindine-mokykla");
        assert_eq!(slugify("  Kaip (ne)mokyti? 2-oji dalis "), "kaip-ne-mokyti-2-oji-dalis");
        assert_eq!(slugify("children’s"), "childrens");
        assert_eq!(slugify("s\u{30c}okis"), "sokis");
        assert_eq!(slugify("„–“"), "x");
        assert_eq!(slugify(""), "x");
    }

    #[test]
    fn folding_forgets_how_a_title_was_typed() {
        let title = fold("Biržų „Aušros“  pagrindinė mokykla");
        assert_eq!(title, "birzu ausros pagrindine mokykla");
        assert_eq!(fold("BIRŽŲ\u{a0}\"AUŠROS\" pagrindinė\nmokykla "), title);
        assert_eq!(fold("lopšelis–darželis"), fold("Lops\u{30c}elis-darz\u{30c}elis"));
        assert_ne!(fold("1 mokykla"), fold("2 mokykla"));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text: String) {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }

        #[test]
        fn folding_is_that_of_whole_texts(text in "[aąĄ\u{328}\u{301}İΣ„ \n\u{a0}ﬁ½각]{0,12}|\\PC{0,12}") {
            let plain: String = text.nfkd().flat_map(char::to_lowercase).nfkd().filter_map(plain_char).collect();
            prop_assert_eq!(fold(&text), plain.split_whitespace().collect::<Vec<_>>().join(" "));
        }

        #[test]
        fn slugs_hold_only_what_an_address_may(text: String) {
            let slug = slugify(&text);
            prop_assert!(!slug.is_empty() && !slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
            prop_assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{}", slug);
            prop_assert_eq!(slugify(&slug), slug);
        }
    }
}
