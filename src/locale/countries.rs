//! Countries by their codes (ISO 3166-1 alpha-2, and XK, which the European Union uses for Kosovo) and names. Source of the names: CLDR.

use super::fold;

const TABLE: &str = include_str!("countries.tsv");

/// A country.
#[derive(Debug, Clone, Copy)]
pub struct Country {
    pub code: &'static str,
    lithuanian: &'static str,
    english: &'static str,
    /// Other names that people use.
    others: &'static str,
}

impl Country {
    /// Its name, in English for a language that the table lacks.
    pub fn name(self, language: &str) -> &'static str {
        if language == "lt" { self.lithuanian } else { self.english }
    }

    /// Its code and every name.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        [self.code, self.lithuanian, self.english]
            .into_iter()
            .chain(self.others.split(';'))
            .filter(|name| !name.is_empty())
    }
}

/// All of them, by code.
pub fn countries() -> impl Iterator<Item = Country> {
    TABLE.lines().skip(1).filter_map(|line| {
        let mut cells = line.split('\t');
        Some(Country { code: cells.next()?, lithuanian: cells.next()?, english: cells.next()?, others: cells.next()? })
    })
}

/// The country with this code or name, in any case of letters.
pub fn country(named: &str) -> Option<Country> {
    let folded = fold(named.trim());
    countries().find(|country| country.names().any(|name| fold(name) == folded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_known_by_its_code_and_its_names() {
        for (named, code) in [
            ("ES", "ES"),
            ("Ispanija", "ES"),
            ("spain", "ES"),
            ("Čekija", "CZ"),
            ("Czech Republic", "CZ"),
            ("Gruzija", "GE"),
            ("Sakartvelas", "GE"),
            ("EL", "GR"),
            ("UK", "GB"),
            ("Turkey", "TR"),
        ] {
            assert_eq!(country(named).map(|country| country.code), Some(code), "{named}");
        }
        assert!(country("Atlantida").is_none());
    }

    #[test]
    fn no_name_means_two_countries() {
        let mut names: Vec<_> =
            countries().flat_map(|one| one.names().map(move |name| (fold(name), one.code))).collect();
        names.sort();
        names.dedup();
        for pair in names.windows(2) {
            assert!(pair[0].0 != pair[1].0, "{pair:?}");
        }
    }
}
