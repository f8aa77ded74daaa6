//! The text of a query as terms and phrases.

use super::Languages;
use crate::search::{
    constants::{QUERY_LENGTH, TERMS, size},
    words::{Word, compound, compounds, fold, lower, says_nothing, words},
};

/// A word that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its form as it was typed.
    pub form: String,
    pub folded: String,
    /// What it is a part of, in one: `9A` of „9-A“.
    pub compound: Option<String>,
    /// The text ends with it, so that it may be only a beginning.
    pub last: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parsed {
    /// Distinct by folded form, in the order of the text.
    pub terms: Vec<Term>,
    /// The folded forms of the words between quotes, where there are two or more.
    pub phrases: Vec<Vec<String>>,
}

const QUOTES: [char; 7] = ['„', '“', '”', '‟', '"', '«', '»'];

pub fn parse(text: &str, languages: &Languages) -> Parsed {
    let end = text.char_indices().nth(size(QUERY_LENGTH)).map_or(text.len(), |(end, _)| end);
    let text = &text[..end];
    Parsed { terms: terms(text, languages), phrases: phrases(text) }
}

fn terms(text: &str, languages: &Languages) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    let mut last = None;
    let found: Vec<Word> = words(text).collect();
    let compounds = compounds(text, &found);
    for (at, Word { text: written, start }) in found.iter().enumerate() {
        let form = lower(written).into_owned();
        let folded = fold(&form).into_owned();
        last = (start + written.len() == text.len()).then(|| folded.clone());
        if !terms.iter().any(|term| term.folded == folded) {
            let parts = compounds.iter().find(|parts| parts.contains(&at));
            let compound = parts.map(|parts| lower(&compound(&found[parts.clone()])).into_owned());
            terms.push(Term { form, folded, compound, last: false });
        }
    }
    terms.truncate(size(TERMS));
    for term in &mut terms {
        term.last = last.as_ref() == Some(&term.folded);
    }
    let says_nothing = |term: &Term| says_nothing(&term.folded, languages.iter().map(|(tag, _)| tag.as_str()));
    if !terms.iter().all(says_nothing) {
        terms.retain(|term| !says_nothing(term));
    }
    terms
}

fn phrases(text: &str) -> Vec<Vec<String>> {
    let parts: Vec<&str> = text.split(QUOTES).collect();
    // Text between two quotes stands at the odd places; the last place is behind the last quote, or behind an unpaired one.
    let quoted = parts[..parts.len() - 1].iter().skip(1).step_by(2);
    let words = |part: &&str| -> Vec<String> { words(part).map(|word| fold(&lower(word.text)).into_owned()).collect() };
    quoted.map(words).filter(|phrase| phrase.len() > 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::words::Stemmer;

    fn lithuanian() -> Languages {
        vec![("lt".to_owned(), Stemmer::new("lt"))]
    }

    fn terms(text: &str) -> Vec<String> {
        let mark = |term: Term| if term.last { format!("{}…", term.folded) } else { term.folded };
        parse(text, &lithuanian()).terms.into_iter().map(mark).collect()
    }

    fn phrases(text: &str) -> Vec<String> {
        parse(text, &lithuanian()).phrases.into_iter().map(|phrase| phrase.join(" ")).collect()
    }

    #[test]
    fn only_a_last_word_with_nothing_behind_it_is_completed() {
        assert_eq!(terms("Mokyklos pažanga"), ["mokyklos", "pazanga…"]);
        assert_eq!(terms("Mokyklos pažanga "), ["mokyklos", "pazanga"]);
        assert_eq!(terms("„Mokyklos pažanga“"), ["mokyklos", "pazanga"]);
    }

    #[test]
    fn a_word_is_a_term_once() {
        assert_eq!(terms("Šalis salis ŠALIS"), ["salis…"]);
        assert_eq!(parse("Šalis salis", &lithuanian()).terms[0].form, "šalis");
    }

    #[test]
    fn function_words_and_single_letters_are_left_out_while_another_term_is_left() {
        assert_eq!(terms("mokykla ir šeima"), ["mokykla", "seima…"]);
        assert_eq!(terms("8 b klasė"), ["8", "klase…"]);
        assert_eq!(terms("ir"), ["ir…"]);
    }

    #[test]
    fn a_part_knows_its_compound() {
        let compounds: Vec<_> = parse("8-B klasė", &lithuanian()).terms.into_iter().map(|term| term.compound).collect();
        assert_eq!(compounds, [Some("8b".to_owned()), None]);
    }

    #[test]
    fn a_query_is_cut_after_200_characters_and_12_terms() {
        let long = "ž".repeat(199) + " mokykla";
        assert_eq!(parse(&long, &lithuanian()).terms.len(), 1);
        let many: Vec<String> = (10..40).map(|number| number.to_string()).collect();
        assert_eq!(terms(&many.join(" ")).len(), 12);
    }

    #[test]
    fn quotes_of_any_kind_pair_up() {
        assert_eq!(phrases("„geroji patirtis\" ir «mokinių balsas”"), ["geroji patirtis", "mokiniu balsas"]);
        assert_eq!(phrases("geroji „patirtis mokykloje"), [""; 0]);
        assert_eq!(phrases("„Aušros“ mokykla „Saulė pateka“"), ["saule pateka"]);
    }

    #[test]
    fn function_words_are_part_of_a_phrase() {
        assert_eq!(phrases("„tėvai ir vaikai“"), ["tevai ir vaikai"]);
    }
}
