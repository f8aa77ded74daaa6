//! What a text seems to say about itself: its date, and whom or what the portal knows that it names. Each is a guess with its evidence.

use std::collections::HashMap;

use crate::date::{Edtf, Partial};
use crate::search::words::{Stemmer, fold, lower, words};

/// A value with the words of the text that speak for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess<T> {
    pub value: T,
    pub evidence: String,
}

/// How the names of the months begin, in any case form.
const MONTHS: [&str; 12] =
    ["saus", "vasar", "kov", "baland", "geguž", "birž", "liep", "rugpj", "rugs", "spal", "lapkr", "gruod"];

/// The first date of a text that is more than a year: „2017 m. gruodžio 22 d.“, „2012 m. spalis“, „2012-09-11“, „2012 09 11“.
pub fn date(text: &str) -> Option<Guess<Edtf>> {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    (0..tokens.len()).find_map(|at| {
        let (value, length) = in_words(&tokens[at..]).or_else(|| in_figures(&tokens[at..]))?;
        Some(Guess { value, evidence: tokens[at..at + length].join(" ") })
    })
}

/// The date that some tokens begin with, and how many of them it takes.
fn in_words(tokens: &[&str]) -> Option<(Edtf, usize)> {
    let year = year(tokens.first()?)?;
    matches!(*tokens.get(1)?, "m." | "m" | "metų").then_some(())?;
    let word = tokens.get(2)?.to_lowercase();
    let month = MONTHS.iter().position(|stem| word.starts_with(stem))?;
    let month = u8::try_from(month + 1).ok()?;
    let day = tokens.get(3).and_then(|day| day.trim_end_matches(',').parse().ok());
    match day.and_then(|day| Edtf::from_ymd(year, month, day).ok()) {
        Some(date) => Some((date, if matches!(tokens.get(4), Some(&("d." | "d.," | "dieną" | "d"))) { 5 } else { 4 })),
        None => Some((Edtf::new(Partial::Month(i16::try_from(year).ok()?, month), None).ok()?, 3)),
    }
}

fn in_figures(tokens: &[&str]) -> Option<(Edtf, usize)> {
    let first = tokens.first()?.trim_matches(|c: char| !c.is_ascii_digit());
    let parts: Vec<&str> = first.split(['-', '.', '/']).collect();
    if let [y, m, d] = parts[..] {
        return Some((Edtf::from_ymd(year(y)?, two(m)?, two(d)?).ok()?, 1));
    }
    let (y, m, d) =
        (year(tokens.first()?)?, two(tokens.get(1)?)?, two(tokens.get(2)?.trim_end_matches([',', '.', ';']))?);
    Some((Edtf::from_ymd(y, m, d).ok()?, 3))
}

fn year(text: &str) -> Option<u16> {
    let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    (digits.len() == 4).then(|| digits.parse().ok()).flatten().filter(|year| (1950..2100).contains(year))
}

fn two(text: &str) -> Option<u8> {
    (text.len() == 2).then(|| text.parse().ok()).flatten()
}

/// A text in which names are looked for in any case form.
pub struct Text<'t> {
    whole: &'t str,
    stemmer: &'t Stemmer,
    /// Where each word begins and ends.
    places: Vec<(usize, usize)>,
    stems: Vec<String>,
    /// Where each stem stands, by the number of the word.
    by_stem: HashMap<String, Vec<usize>>,
}

/// Something that the portal knows, with its names.
pub struct Known<'k> {
    pub id: &'k str,
    pub names: Vec<&'k str>,
}

impl<'t> Text<'t> {
    pub fn new(text: &'t str, stemmer: &'t Stemmer) -> Self {
        let mut new = Self { whole: text, stemmer, places: Vec::new(), stems: Vec::new(), by_stem: HashMap::new() };
        for (at, word) in words(text).enumerate() {
            let stem = new.stem(word.text);
            new.places.push((word.start, word.start + word.text.len()));
            new.by_stem.entry(stem.clone()).or_default().push(at);
            new.stems.push(stem);
        }
        new
    }

    fn stem(&self, word: &str) -> String {
        self.stemmer.stem(&fold(&lower(word)))
    }

    /// Those that the text names, the most often named first. A name of one word is looked for only where `single` says how often it must
    /// stand there; an abbreviation counts as it is written.
    pub fn find(&self, known: &[Known<'_>], single: Option<usize>) -> Vec<Guess<String>> {
        let mut found: Vec<(usize, usize, Guess<String>)> = Vec::new();
        for entry in known {
            let places: Vec<_> = entry.names.iter().flat_map(|name| self.places_of(name, single)).collect();
            if let Some(&(first, last)) = places.iter().min() {
                let (start, end) = (self.places[first].0, self.places[last].1);
                let evidence = self.whole[start..end].split_whitespace().collect::<Vec<_>>().join(" ");
                found.push((places.len(), first, Guess { value: entry.id.to_owned(), evidence }));
            }
        }
        found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        found.into_iter().map(|(_, _, guess)| guess).collect()
    }

    /// The first and last words of each place where a name stands.
    fn places_of(&self, name: &str, single: Option<usize>) -> Vec<(usize, usize)> {
        let parts: Vec<&str> = words(name).map(|word| word.text).collect();
        let stems: Vec<String> = parts.iter().map(|word| self.stem(word)).collect();
        let Some(starts) = stems.first().and_then(|stem| self.by_stem.get(stem)) else { return Vec::new() };
        let is_abbreviation = matches!(parts[..], [word] if word.chars().count() > 2 && word == word.to_uppercase());
        let is_there = |at: &&usize| {
            let as_written = || self.places.get(**at).is_some_and(|(start, end)| self.whole[*start..*end] == *parts[0]);
            self.stems[**at..].starts_with(&stems) && (!is_abbreviation || as_written())
        };
        let places: Vec<_> = starts.iter().filter(is_there).map(|at| (*at, at + stems.len() - 1)).collect();
        let needed = if stems.len() > 1 || is_abbreviation { Some(1) } else { single };
        if needed.is_some_and(|needed| places.len() >= needed) { places } else { Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_as_partial_as_the_text() {
        for (text, value, evidence) in [
            ("kad 2017 m. gruodžio 22 d. gavome", "2017-12-22", "2017 m. gruodžio 22 d."),
            ("susitiko 2012 m. spalį Vilniuje", "2012-10", "2012 m. spalį"),
            ("susitikimas, 2012 09 11", "2012-09-11", "2012 09 11"),
            ("(2012-09-11)", "2012-09-11", "(2012-09-11)"),
            ("2012 m. vasario 30 d.", "2012-02", "2012 m. vasario"),
        ] {
            let guess = date(text).unwrap();
            assert_eq!((guess.value.to_string().as_str(), guess.evidence.as_str()), (value, evidence));
        }
        for text in ["2012 m. mokykla", "2012–2013 m. m.", "67 984 eurų", "2012", ""] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn names_are_found_in_any_case_form() {
        let stemmer = Stemmer::new("lt");
        let text = "Biržų ,,Aušros“ pagrindinėje mokykloje mokomasi skaitymo. Skaitymas ir KSMK. ksmk";
        let text = Text::new(text, &stemmer);
        let known = [
            Known { id: "ausra", names: vec!["Biržų „Aušros“ pagrindinė mokykla"] },
            Known { id: "skaitymas", names: vec!["Skaitymas"] },
            Known { id: "klubas", names: vec!["Klubas", "KSMK"] },
            Known { id: "kita", names: vec!["Aušros progimnazija"] },
        ];
        let found = |single| -> Vec<_> { text.find(&known, single).into_iter().map(|guess| guess.value).collect() };
        assert_eq!(found(None), ["ausra", "klubas"]);
        assert_eq!(found(Some(2)), ["skaitymas", "ausra", "klubas"]);
        assert_eq!(text.find(&known, None)[0].evidence, "Biržų ,,Aušros“ pagrindinėje mokykloje");
    }
}
