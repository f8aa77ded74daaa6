//! The municipalities of Lithuania, built in; a portal of another country brings its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::locale::fold;

const LITHUANIA: &str = include_str!("municipalities.tsv");

/// What closes the short name of a municipality in Lithuanian.
const CLOSING: &str = " sav.";
/// What people write for the word between the name and „municipality“, by the short one.
const MIDDLES: [(&str, &[&str]); 3] = [
    (
        " r.",
        &[" r.", " r. savivaldybė", " raj.", " raj. sav.", " raj. savivaldybė", " rajonas", " rajono", " rajono sav."],
    ),
    (" m.", &[" m.", " m. savivaldybė", " mst.", " miestas", " miesto", " miesto sav."]),
    ("", &[]),
];

/// A municipality. Names are in the language of the country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Municipality {
    pub id: String,
    /// Full name, such as „Prienų rajono savivaldybė“.
    pub title: String,
    /// Short name, such as „Prienų r. sav.“.
    pub short: String,
    pub county: Option<String>,
    /// ISO 3166-2.
    pub code: Option<String>,
    /// The town where it sits, in the nominative.
    centre: Option<String>,
    /// Other forms of its name that no other municipality of the list has: „Prienų raj.“, „Prienai“.
    others: Vec<String>,
}

impl Municipality {
    pub fn new(id: String, title: String, short: String, county: Option<String>, code: Option<String>) -> Self {
        Self { id, title, short, county, code, centre: None, others: Vec::new() }
    }

    /// The id, the full and the short name, and other forms that can mean no other.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let names = [self.id.as_str(), self.title.as_str(), self.short.as_str()];
        names.into_iter().chain(self.short.strip_suffix(CLOSING)).chain(self.others.iter().map(String::as_str))
    }

    /// True for one of its names.
    pub fn is_called(&self, name: &str) -> bool {
        self.names().any(|own| own == name.trim())
    }

    /// Forms in which people write its name, whether or not others share them.
    fn forms(&self) -> Vec<String> {
        let mut forms: Vec<String> = self.centre.iter().cloned().collect();
        let Some(stem) = self.short.strip_suffix(CLOSING) else { return forms };
        let middle = MIDDLES.iter().find_map(|(short, long)| Some((stem.strip_suffix(short)?, long)));
        let Some((base, middles)) = middle else { return forms };
        forms.extend(["", CLOSING, " savivaldybė"].iter().chain(middles.iter()).map(|end| format!("{base}{end}")));
        forms
    }
}

/// The 60 municipalities with their counties (ISO 3166-2:LT).
pub fn lithuanian() -> Vec<Municipality> {
    with_other_forms(LITHUANIA.lines().skip(1).filter_map(row).collect())
}

fn row(line: &str) -> Option<Municipality> {
    let mut cells = line.split('\t').map(str::to_owned);
    let (code, id, title, short) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
    let county = cells.nth(1);
    let centre = cells.nth(1);
    Some(Municipality { centre, ..Municipality::new(id, title, short, county, Some(code)) })
}

/// The list with the forms by which each can be told from the others.
pub fn with_other_forms(mut list: Vec<Municipality>) -> Vec<Municipality> {
    let mut bearers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, municipality) in list.iter().enumerate() {
        for form in municipality.forms() {
            bearers.entry(form).or_default().push(at);
        }
    }
    let names: BTreeSet<String> = list.iter().flat_map(Municipality::names).map(str::to_owned).collect();
    for (form, at) in bearers {
        if let [at] = at[..]
            && !names.contains(&form)
        {
            list[at].others.push(form);
        }
    }
    list
}

/// Tells a name that no municipality of the list has, with those that it may mean.
pub fn unknown(list: &[Municipality], name: &str) -> Diagnostic {
    let problem = Diagnostic::error(Code::MunicipalityUnknown).arg("name", name);
    let folded = fold(name);
    let is_form = |known: &&Municipality| known.forms().iter().any(|form| fold(form) == folded);
    let candidates: Vec<_> = list.iter().filter(is_form).map(|known| known.id.as_str()).collect();
    match candidates[..] {
        [] => problem.suggest(near(list, name)),
        [one] => problem.suggest(Some(one)),
        _ => problem.arg("candidates", candidates.join(", ")).help("candidates"),
    }
}

/// The id of the municipality that a mistyped name may have meant.
fn near<'l>(list: &'l [Municipality], typed: &str) -> Option<&'l str> {
    let names: Vec<_> =
        list.iter().flat_map(|known| known.names().map(|name| (fold(name), known.id.as_str()))).collect();
    let folded = fold(typed);
    let meant = nearest(&folded, names.iter().map(|(name, _)| name.as_str()));
    let of = |meant: &str| names.iter().find(|(name, _)| name == meant).map(|(_, id)| *id);
    meant.and_then(of).or_else(|| list.iter().map(|known| known.id.as_str()).find(|id| id.starts_with(typed)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn called(name: &str) -> Option<String> {
        lithuanian().into_iter().find(|known| known.is_called(name)).map(|known| known.id)
    }

    #[test]
    fn everyday_names_are_understood() {
        for (name, id) in [
            ("Zarasų r.", "zarasu-r"),
            ("Zarasų raj.", "zarasu-r"),
            ("Zarasų rajonas", "zarasu-r"),
            ("Zarasų rajono sav.", "zarasu-r"),
            ("Zarasų sav.", "zarasu-r"),
            ("Zarasai", "zarasu-r"),
            ("Kauno miesto", "kauno-m"),
            ("Kauno raj.", "kauno-r"),
            ("Palanga", "palangos-m"),
            ("Kazlų Rūda", "kazlu-rudos"),
            ("Birštono savivaldybė", "birstono"),
        ] {
            assert_eq!(called(name).as_deref(), Some(id), "{name}");
        }
    }

    #[test]
    fn a_name_of_two_municipalities_means_neither() {
        for name in ["Kaunas", "Kauno", "Kauno sav.", "Šiauliai"] {
            assert_eq!(called(name), None, "{name}");
        }
        let problem = unknown(&lithuanian(), "Šiauliai");
        assert_eq!((problem.help, problem.args[1].1.as_str()), ("candidates", "siauliu-m, siauliu-r"));
    }

    #[test]
    fn a_name_without_diacritics_or_with_a_slip_is_told_with_the_id() {
        for (typed, id) in
            [("birzai", "birzu-r"), ("Sakiu raj.", "sakiu-r"), ("Ukmerges r. sav", "ukmerges-r"), ("trakai", "traku-r")]
        {
            let problem = unknown(&lithuanian(), typed);
            assert_eq!((problem.help, problem.args[1].1.as_str()), ("suggest", id), "{typed}");
        }
        assert_eq!(unknown(&lithuanian(), "Ryga").help, "help");
    }

    #[test]
    fn every_municipality_has_a_centre_in_the_nominative() {
        for municipality in lithuanian() {
            let centre = municipality.centre.unwrap_or_default();
            let (first, second) = (centre.chars().next(), municipality.title.chars().next());
            assert!(
                first.is_some() && first == second && !municipality.title.starts_with(&format!("{centre} ")),
                "{centre}"
            );
        }
    }
}
