//! The places of a body that a link can lead to, and by which names they are known.

use std::borrow::Cow;
use std::sync::OnceLock;

use foldhash::{HashMap, HashSet};
use percent_encoding::percent_decode_str;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::diagnostics::nearest;

/// Every id that a body sets: of headings, notes and the author's HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Anchors {
    ids: HashSet<String>,
    /// Headings with their ids.
    headings: Vec<(String, String)>,
    /// What other programs would call them, with what they are called here. Few links ask for it.
    others: OnceLock<HashMap<String, String>>,
}

/// The place that is the whole page.
const TOP: &str = "top";

impl Anchors {
    pub fn add(&mut self, id: &str) {
        self.ids.insert(id.to_owned());
    }

    pub fn add_heading(&mut self, id: &str, text: &str) {
        self.add(id);
        self.headings.push((id.to_owned(), text.to_owned()));
    }

    /// A heading that is left out because the page begins with the same words.
    pub fn add_title(&mut self, text: &str) {
        self.headings.push((TOP.to_owned(), text.to_owned()));
    }

    /// The headings as GitHub would call them, so that links written for it are good here too.
    fn others(&self) -> &HashMap<String, String> {
        self.others.get_or_init(|| {
            let (mut names, mut counts) = (HashMap::default(), HashMap::<String, usize>::default());
            for (id, text) in &self.headings {
                let name = github_name(text);
                let count = counts.entry(name.clone()).or_default();
                let name = if *count == 0 { name } else { format!("{name}-{count}") };
                *count += 1;
                names.entry(name).or_insert_with(|| id.clone());
                if id == TOP {
                    names.insert(slug::slugify(text), id.clone());
                }
            }
            names
        })
    }

    /// The id that a link's fragment leads to, percent-encoded or not; that of the page itself is empty or `top`.
    pub fn find<'a>(&'a self, fragment: &'a str) -> Option<&'a str> {
        if fragment.is_empty() || fragment == TOP {
            return Some(fragment);
        }
        let known = |name: &str| match self.ids.get(name) {
            Some(id) => Some(id.as_str()),
            None => self.others().get(name).map(String::as_str),
        };
        known(fragment).or_else(|| known(&plain(fragment)))
    }

    /// The id nearest to a mistyped one.
    pub fn nearest(&self, fragment: &str) -> Option<&str> {
        let slug = slug::slugify(plain(fragment).as_ref());
        if let Some(id) = self.ids.get(&slug) {
            return Some(id);
        }
        let mut ids: Vec<_> = self.ids.iter().map(String::as_str).collect();
        ids.sort_unstable();
        nearest(fragment, ids)
    }
}

/// A fragment without escapes, its letters composed.
fn plain(fragment: &str) -> Cow<'_, str> {
    match percent_decode_str(fragment).decode_utf8() {
        Ok(decoded) => Cow::Owned(composed(&decoded).into_owned()),
        Err(_) => composed(fragment),
    }
}

/// Text in which each letter is one character with its accents (NFC), as names are compared.
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// Lower case, hyphens for spaces, no punctuation: <https://docs.github.com> calls it a section link.
fn github_name(text: &str) -> String {
    let kept = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
    let lower = text.trim().to_lowercase();
    lower.chars().filter(|c| kept(*c)).map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_by_any_of_their_names() {
        let mut anchors = Anchors::default();
        anchors.add("žodis");
        anchors.add_heading("kaip-mes-dirbame", "Kaip mes dirbame?");
        anchors.add_heading("kaip-mes-dirbame-2", "Kaip mes dirbame?");
        anchors.add_heading("ziniu-kelias", "Žinių kelias (2)");
        anchors.add_title("Pavadinimas");
        for (fragment, id) in [
            ("", ""),
            ("top", "top"),
            ("%C5%BEodis", "žodis"),
            ("z\u{30c}odis", "žodis"),
            ("kaip-mes-dirbame-1", "kaip-mes-dirbame-2"),
            ("žinių-kelias-2", "ziniu-kelias"),
            ("pavadinimas", "top"),
        ] {
            assert_eq!(anchors.find(fragment), Some(id), "{fragment}");
        }
        assert_eq!((anchors.find("nera"), anchors.nearest("Ziniu-kelias")), (None, Some("ziniu-kelias")));
    }
}
