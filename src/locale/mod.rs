//! What a language needs: its dates, numbers, plurals, order of letters and a theme's words.
//!
//! Everything that differs between languages is data ([`LocaleData`], the `[locale]` table of a messages file) or comes
//! from the Unicode CLDR through ICU4X, so a further language needs no code. This module must not know the site: it
//! sees texts, numbers and dates, never records or pages.

mod collation;
mod countries;
mod data;
mod dates;
mod fingerprint;
mod messages;
mod numbers;
mod text;
pub mod typography;

#[cfg(test)]
mod testing;

use std::collections::BTreeSet;
use std::fmt;

use fixed_decimal::Decimal;
use icu_locale_core::Locale as Tag;
use icu_plurals::{PluralCategory, PluralRules};

use crate::diagnostics::{Code, Diagnostic};
use collation::Collation;
use data::DataProblem;

pub use collation::{DIGITS, OTHERS, TitleKey};
pub use countries::{Country, countries, country};
pub use data::{AlphabetData, DateData, DatePatterns, EveryData, EveryForms, LocaleData, NumberData, WindowPatterns};
pub use fingerprint::Fingerprint;
pub use messages::{Messages, MessagesError, MessagesErrorKind, PLURAL_FORMS, is_plural_form};
pub use text::{fold, is_quote, slugify};

/// A language ready for use. `Send` and `Sync`; load it once and share it in an `Arc`.
#[derive(Debug)]
pub struct Locale {
    language: String,
    data: LocaleData,
    plurals: PluralRules,
    collation: Collation,
}

/// Why the data does not make a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LocaleError {
    /// Not a language tag (BCP 47).
    Tag(String),
    /// There are no rules for plurals or sorting under this tag.
    Rules(String),
    /// A pattern holds a placeholder that has no value there.
    Placeholder { key: String, placeholder: String },
    /// Plural forms without `other`.
    NoOther { key: String },
    /// `alphabet.under` speaks of a letter that is not among `alphabet.letters`.
    Letter(String),
}

/// The plural categories that a language tells apart in whole numbers; none for an unknown one.
pub fn counting_categories(language: &str) -> BTreeSet<&'static str> {
    let tag = parse_tag(language).ok();
    let rules = tag.and_then(|tag| PluralRules::try_new_cardinal((&tag).into()).ok());
    // Some languages have a form for millions.
    let numbers = || (0_u32..200).chain([1000, 1_000_000]);
    rules.iter().flat_map(|rules| numbers().map(|number| category_name(rules.category_for(number)))).collect()
}

const fn category_name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

impl Locale {
    /// `language` is a BCP 47 tag such as `lt`; it also chooses the rules for plurals and sorting, unless the data
    /// names others. A language that these rules do not know gets the common ones.
    pub fn new(language: &str, data: LocaleData) -> Result<Self, LocaleError> {
        if let Some(problem) = data.problem() {
            return Err(problem.into());
        }
        parse_tag(language)?;
        let tag = parse_tag(data.rules.as_deref().unwrap_or(language))?;
        let no_rules = |_| LocaleError::Rules(tag.to_string());
        let plurals = PluralRules::try_new_cardinal((&tag).into()).map_err(no_rules)?;
        let collation = Collation::new(&tag, &data.alphabet)?;
        Ok(Self { language: language.to_owned(), data, plurals, collation })
    }

    /// The language tag, as given.
    pub fn language(&self) -> &str {
        &self.language
    }

    pub fn typography(&self) -> &typography::TypographyData {
        &self.data.typography
    }

    /// The plural category (CLDR) of a number as [`Locale::number`] shows it: zero, one, two, few, many or other.
    pub fn plural(&self, number: f64) -> &'static str {
        let shown = numbers::rounded(number).and_then(|text| text.parse::<Decimal>().ok());
        shown.map_or("other", |number| category_name(self.plurals.category_for(&number)))
    }
}

impl LocaleError {
    /// The problem as an author reads it; the caller knows the file and points at it.
    pub fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::Tag(tag) => Diagnostic::error(Code::LocaleTag).arg("tag", tag),
            Self::Rules(tag) => Diagnostic::error(Code::LocaleRules).arg("tag", tag),
            Self::Placeholder { key, placeholder } => {
                Diagnostic::error(Code::LocalePlaceholder).arg("key", key).arg("placeholder", placeholder)
            }
            Self::NoOther { key } => Diagnostic::error(Code::MessagesNoOther).arg("key", format_args!("locale.{key}")),
            Self::Letter(letter) => Diagnostic::error(Code::LocaleLetter).arg("letter", letter),
        }
    }
}

impl From<DataProblem> for LocaleError {
    fn from(problem: DataProblem) -> Self {
        match problem {
            DataProblem::Placeholder { key, placeholder } => Self::Placeholder { key, placeholder },
            DataProblem::NoOther { key } => Self::NoOther { key },
            DataProblem::Letter { letter } => Self::Letter(letter),
        }
    }
}

impl fmt::Display for LocaleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tag(tag) => write!(f, "\"{tag}\" is not a language tag"),
            Self::Rules(tag) => write!(f, "no rules for \"{tag}\""),
            Self::Placeholder { key, placeholder } => write!(f, "{key} knows no {{{placeholder}}}"),
            Self::NoOther { key } => write!(f, "{key} lacks \"other\""),
            Self::Letter(letter) => write!(f, "\"{letter}\" is not among the letters of the alphabet"),
        }
    }
}

impl std::error::Error for LocaleError {}

fn parse_tag(tag: &str) -> Result<Tag, LocaleError> {
    tag.parse().map_err(|_| LocaleError::Tag(tag.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::testing::{en, lt, vectors};
    use super::*;

    #[test]
    fn a_locale_is_shared_between_threads() {
        fn shared<T: Send + Sync>(_: &T) {}
        shared(lt());
    }

    #[test]
    fn plural_categories() {
        for (number, category) in vectors()["plural_category"].as_object().unwrap() {
            assert_eq!(lt().plural(number.parse().unwrap()), category.as_str().unwrap(), "{number}");
        }
        assert_eq!((en().plural(1.0), en().plural(2.0), en().plural(1.5)), ("one", "other", "other"));
        assert_eq!((lt().plural(-2.0), lt().plural(f64::INFINITY), lt().plural(1.000_01)), ("few", "other", "one"));
    }

    #[test]
    fn data_that_makes_no_language_is_refused() {
        let broken = |change: fn(&mut LocaleData)| {
            let mut data = lt().data.clone();
            change(&mut data);
            Locale::new("lt", data).map(|_| ()).unwrap_err()
        };
        let placeholder = |key: &str, placeholder: &str| LocaleError::Placeholder {
            key: key.to_owned(),
            placeholder: placeholder.to_owned(),
        };
        assert_eq!(broken(|d| d.dates.long.day.push_str("{dya}")), placeholder("dates.long.day", "dya"));
        assert_eq!(broken(|d| d.dates.long.year.push_str("{day}")), placeholder("dates.long.year", "day"));
        assert_eq!(
            broken(|d| d.dates.short.days_in_month.push_str("{end_")),
            placeholder("dates.short.days_in_month", "end_")
        );
        assert_eq!(
            broken(|d| d.dates.recurring.month.push_str("{year}")),
            placeholder("dates.recurring.month", "year")
        );
        assert_eq!(broken(|d| d.numbers.money.push_str("{euro}")), placeholder("numbers.money", "euro"));
        assert_eq!(broken(|d| d.every.week.plural.clear()), LocaleError::NoOther { key: "every.week.plural".into() });
        assert_eq!(broken(|d| d.alphabet.letters.clear()).diagnostic().code.name(), "locale-letter");
        assert_eq!(broken(|d| d.rules = Some("no tag".into())), LocaleError::Tag("no tag".into()));
        assert_eq!(Locale::new("", lt().data.clone()).map(|_| ()), Err(LocaleError::Tag(String::new())));
    }

    #[test]
    fn a_language_unknown_to_the_rules_gets_the_common_ones() {
        let latgalian = Locale::new("ltg", lt().data.clone()).unwrap();
        assert_eq!((latgalian.language(), latgalian.plural(1.0)), ("ltg", "other"));
    }
}
