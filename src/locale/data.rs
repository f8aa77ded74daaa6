//! The data of a language, as the `[locale]` table of a theme's messages file holds it.
//!
//! A pattern is text with `{placeholders}`. The data is checked once, in [`LocaleData::problem`], so that no page can
//! later meet a placeholder that has no value.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::typography::TypographyData;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocaleData {
    /// The language tag (BCP 47) whose rules for plurals, lists and sorting are used, where it is not the language
    /// itself: `en-GB` writes „A, B and C“, `en` alone „A, B, and C“.
    #[serde(default)]
    pub rules: Option<String>,
    pub dates: DateData,
    pub every: EveryData,
    pub numbers: NumberData,
    pub alphabet: AlphabetData,
    #[serde(default)]
    pub typography: TypographyData,
}

/// Months from January to December, and the patterns built from them.
///
/// Placeholders: `{year}`, `{month}` (name that stands alone), `{month_in_date}` (name beside a day), `{month_short}`,
/// `{day}`, `{mm}` and `{dd}` (two digits). Patterns for spans have the same once more for the end: `{end_year}` and so on.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateData {
    pub months: [String; 12],
    pub months_in_date: [String; 12],
    pub months_short: [String; 12],
    /// Any two dates with no pattern of their own, from `{start}` and `{end}`.
    pub span: String,
    /// Two years of a school year, `{start}` and `{end}`.
    pub school_year: String,
    /// For running text.
    pub long: DatePatterns,
    /// For tables.
    pub short: DatePatterns,
    pub recurring: WindowPatterns,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatePatterns {
    pub year: String,
    pub month: String,
    pub day: String,
    pub years: String,
    /// Two months of one year.
    pub months_in_year: String,
    /// Two days of one month.
    pub days_in_month: String,
    /// Two days of one year.
    pub days_in_year: String,
}

/// Parts of any year; a month alone, a day, and two days of one month.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WindowPatterns {
    pub month: String,
    pub day: String,
    pub days_in_month: String,
}

/// „Every three months“, a phrase for each unit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EveryData {
    pub day: EveryForms,
    pub week: EveryForms,
    pub month: EveryForms,
    pub year: EveryForms,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EveryForms {
    /// Exactly one: „every month“.
    pub single: String,
    /// By plural category (CLDR), with `{count}`. `other` must be there.
    pub plural: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberData {
    /// Between whole and decimals.
    pub decimal: String,
    /// Between thousands; empty for none.
    pub group: String,
    /// How many digits must stand before the first group: with 2, as in Polish, 1234 stays whole and 12 345 does not.
    #[serde(default = "one")]
    pub group_from: usize,
    pub minus: String,
    /// `{amount}` with the symbol of a known currency, `{currency}`.
    pub money: String,
    /// `{amount}` with the code of any other currency, `{currency}`.
    pub money_code: String,
    /// Symbols by ISO 4217 code.
    #[serde(default)]
    pub currencies: BTreeMap<String, String>,
    /// `{amount}` with its `{unit}`.
    pub file_size: String,
    /// Units of 1, 1000, 1000², 1000³ and 1000⁴ bytes.
    pub file_size_units: [String; 5],
}

fn one() -> usize {
    1
}

/// The letters that an alphabetical index is divided into.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlphabetData {
    /// Upper case, in the order of the alphabet. A letter may be of several characters, such as „Dž“.
    pub letters: Vec<String>,
    /// Letters that have no heading of their own, each with the letter under which it stands.
    #[serde(default)]
    pub under: BTreeMap<String, String>,
}

/// What a pattern may hold, and what may not be missing in the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DataProblem {
    Placeholder { key: String, placeholder: String },
    NoOther { key: String },
    Letter { letter: String },
}

const DATE: &[&str] = &["year", "month", "month_in_date", "month_short", "day", "mm", "dd"];
const MONTHS: &[&str] = &["month", "month_in_date", "month_short", "day", "mm", "dd"];
const END: &str = "end_";

impl LocaleData {
    /// The first thing that is wrong with the data beyond its shape.
    pub(super) fn problem(&self) -> Option<DataProblem> {
        let pairs: &[&str] = &["start", "end"];
        let dates = &self.dates;
        let numbers = &self.numbers;
        let plain = [
            ("dates.span", &dates.span, pairs),
            ("dates.school_year", &dates.school_year, pairs),
            ("numbers.money", &numbers.money, &["amount", "currency"]),
            ("numbers.money_code", &numbers.money_code, &["amount", "currency"]),
            ("numbers.file_size", &numbers.file_size, &["amount", "unit"]),
        ];
        plain
            .into_iter()
            .find_map(|(key, pattern, known)| unknown(key, pattern, |name| known.contains(&name)))
            .or_else(|| dates.long.problem("dates.long"))
            .or_else(|| dates.short.problem("dates.short"))
            .or_else(|| dates.recurring.problem())
            .or_else(|| self.every.problem())
            .or_else(|| self.alphabet.problem())
    }
}

impl DatePatterns {
    fn problem(&self, table: &str) -> Option<DataProblem> {
        let single = [
            ("year", &self.year, &["year"] as &[&str]),
            ("month", &self.month, &["year", "month", "month_in_date", "month_short", "mm"]),
            ("day", &self.day, DATE),
        ];
        let spans = [
            ("years", &self.years),
            ("months_in_year", &self.months_in_year),
            ("days_in_month", &self.days_in_month),
            ("days_in_year", &self.days_in_year),
        ];
        let single = single.into_iter().find_map(|(key, pattern, known)| {
            unknown(&format!("{table}.{key}"), pattern, |name| known.contains(&name))
        });
        single.or_else(|| {
            spans.into_iter().find_map(|(key, pattern)| {
                unknown(&format!("{table}.{key}"), pattern, |name| {
                    DATE.contains(&name.strip_prefix(END).unwrap_or(name))
                })
            })
        })
    }
}

impl WindowPatterns {
    fn problem(&self) -> Option<DataProblem> {
        let in_span = |name: &str| MONTHS.contains(&name.strip_prefix(END).unwrap_or(name));
        unknown("dates.recurring.month", &self.month, |name| MONTHS.contains(&name))
            .or_else(|| unknown("dates.recurring.day", &self.day, |name| MONTHS.contains(&name)))
            .or_else(|| unknown("dates.recurring.days_in_month", &self.days_in_month, in_span))
    }
}

impl EveryData {
    fn problem(&self) -> Option<DataProblem> {
        [("day", &self.day), ("week", &self.week), ("month", &self.month), ("year", &self.year)]
            .into_iter()
            .find_map(|(key, forms)| forms.problem(key))
    }
}

impl EveryForms {
    fn problem(&self, unit: &str) -> Option<DataProblem> {
        let key = format!("every.{unit}.plural");
        if !self.plural.contains_key("other") {
            return Some(DataProblem::NoOther { key });
        }
        self.plural.values().chain([&self.single]).find_map(|pattern| unknown(&key, pattern, |name| name == "count"))
    }
}

impl AlphabetData {
    fn problem(&self) -> Option<DataProblem> {
        let missing = self.under.values().find(|letter| !self.letters.contains(letter));
        missing.map(|letter| DataProblem::Letter { letter: letter.clone() })
    }
}

fn unknown(key: &str, pattern: &str, known: impl Fn(&str) -> bool) -> Option<DataProblem> {
    let names = pattern.split('{').skip(1).map(|part| part.split_once('}').map_or(part, |(name, _)| name));
    let name = names.into_iter().find(|name| !known(name))?;
    Some(DataProblem::Placeholder { key: key.to_owned(), placeholder: name.to_owned() })
}
