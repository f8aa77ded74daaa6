//! Stems that change within a word, as a table: which variant with which endings stands for which stem.
//!
//! Knows no language: `verbs` has the table, and `client/words.js` is the twin of this file.

use foldhash::{HashMap, HashMapExt, HashSet};

use super::rounds::parts;

/// Endings as [`super::rounds::Rule`] has its suffixes: beginnings, and what each of them is followed by.
pub type Endings = &'static [(&'static str, &'static str)];

/// What may follow the variant of a verb's stem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forms {
    /// Forms of the infinitive's stem.
    Verbal,
    /// … with the future of a stem in s.
    VerbalS,
    /// Those of `Verbal` and the participle.
    Participle,
    /// … and nouns and adjectives that begin like the participle.
    Infinitive,
    /// … with the future of a stem in s.
    InfinitiveS,
    Imperative,
    /// Forms of the present's or the past's stem.
    Finite,
    Past,
    /// Nothing: the endings are gone.
    Stem,
}

/// Variants that end in `from` where the stem ends in `to`. `stems` are what stands before either, separated by single spaces; `-`
/// stands for none.
#[derive(Debug, Clone, Copy)]
pub struct Change {
    pub forms: Forms,
    pub from: &'static str,
    pub to: &'static str,
    pub stems: &'static str,
}

/// Nouns of one declension: each of the beginnings with each of the ends has the beginning and `gives` as its stem.
#[derive(Debug, Clone, Copy)]
pub struct Noun {
    pub gives: &'static str,
    pub starts: &'static str,
    pub ends: &'static str,
}

impl Noun {
    /// Whole words and their stems.
    fn pairs(&self) -> impl Iterator<Item = (String, String)> {
        let Noun { gives, starts, ends } = *self;
        parts(starts)
            .flat_map(move |start| parts(ends).map(move |end| (format!("{start}{end}"), format!("{start}{gives}"))))
    }
}

/// The changes of a language.
#[derive(Debug, Clone, Copy)]
pub struct Changes {
    /// What may stand before all other prefixes of a verb, and behind them.
    pub outer: &'static str,
    pub prefixes: &'static str,
    pub reflexive: &'static str,
    /// What makes a third person permissive; words that begin so for another reason; and how third persons end.
    pub permissive: &'static str,
    pub not_permissive: &'static str,
    pub third_person: &'static str,
    pub endings: &'static [(Forms, &'static [Endings])],
    pub verbs: &'static [Change],
    /// Changes of what the rounds leave.
    pub stems: &'static [Change],
    pub nouns: &'static [Noun],
}

/// A variant without an ending, and a permissive with its stem, have at least so many letters.
const SHORT: usize = 4;
const SHORT_PERMISSIVE: usize = 6;

/// The changes, by word.
#[derive(Debug, Clone)]
pub struct Changed {
    changes: Changes,
    nouns: HashMap<String, String>,
    verbs: HashMap<String, Vec<(Forms, String)>>,
    stems: HashMap<String, String>,
    endings: Vec<(Forms, HashSet<String>)>,
    longest: usize,
}

impl Changed {
    pub fn new(changes: Changes) -> Changed {
        let mut verbs: HashMap<String, Vec<(Forms, String)>> = HashMap::new();
        for change in changes.verbs {
            for (variant, stem) in change.pairs() {
                verbs.entry(variant).or_default().push((change.forms, stem));
            }
        }
        let ends =
            |groups: &[Endings]| groups.iter().flat_map(|group| group.iter()).flat_map(|&(a, b)| all(a, b)).collect();
        Changed {
            changes,
            nouns: changes.nouns.iter().flat_map(Noun::pairs).collect(),
            longest: verbs.keys().map(String::len).max().unwrap_or(0),
            verbs,
            stems: changes.stems.iter().flat_map(Change::pairs).collect(),
            endings: changes.endings.iter().map(|(forms, groups)| (*forms, ends(groups))).collect(),
        }
    }

    /// The stem of a word that is in the table as it stands.
    pub fn noun(&self, word: &str) -> Option<&str> {
        self.nouns.get(word).map(String::as_str)
    }

    /// A permissive without what makes it one; any other word as it is.
    pub fn indicative<'a>(&self, word: &'a str) -> &'a str {
        let Changes { permissive, not_permissive, third_person, .. } = self.changes;
        match word.strip_prefix(permissive) {
            Some(rest)
                if word.len() >= SHORT_PERMISSIVE
                    && word.ends_with(|last| third_person.contains(last))
                    && !parts(not_permissive).any(|begun| rest.starts_with(begun)) =>
            {
                rest
            }
            _ => word,
        }
    }

    /// The stem of a verb's form, by the longest variant that fits.
    pub fn verb(&self, word: &str) -> Option<String> {
        let mut best: Option<(usize, String)> = None;
        for start in self.starts(word) {
            for len in (1..=self.longest.min(word.len() - start)).rev() {
                if best.as_ref().is_some_and(|(longest, _)| *longest >= len) {
                    break;
                }
                let Some((variant, ending)) = word[start..].split_at_checked(len) else { continue };
                let variants = self.verbs.get(variant).map_or(&[][..], Vec::as_slice);
                let fits = |(forms, _): &&(Forms, String)| self.may_follow(*forms, variant, ending);
                if let Some((_, stem)) = variants.iter().find(fits) {
                    best = Some((len, format!("{}{stem}", &word[..start])));
                }
            }
        }
        best.map(|(_, stem)| stem)
    }

    /// What the rounds have left, with its stem as other forms have it.
    pub fn stem(&self, left: String) -> String {
        let changed = |start: usize| Some((start, self.stems.get(&left[start..])?));
        let found = self.starts(&left).into_iter().find_map(changed);
        found.map(|(start, stem)| format!("{}{stem}", &left[..start])).unwrap_or(left)
    }

    fn may_follow(&self, forms: Forms, variant: &str, ending: &str) -> bool {
        let known = || self.endings.iter().any(|(of, endings)| *of == forms && endings.contains(ending));
        (!ending.is_empty() || variant.len() >= SHORT) && known()
    }

    /// Where the stem of a verb may begin: behind any row of prefixes.
    fn starts(&self, word: &str) -> Vec<usize> {
        let Changes { outer, prefixes, reflexive, .. } = self.changes;
        let mut starts = vec![0];
        if word.starts_with(outer) {
            starts.push(outer.len());
        }
        let mut at = 0;
        while at < starts.len() {
            for prefix in parts(prefixes) {
                let next = starts[at] + prefix.len();
                if word[starts[at]..].starts_with(prefix) && !starts.contains(&next) {
                    starts.push(next);
                }
            }
            at += 1;
        }
        for at in 0..starts.len() {
            if word[starts[at]..].starts_with(reflexive) {
                starts.push(starts[at] + reflexive.len());
            }
        }
        starts.sort_unstable();
        starts
    }
}

impl Change {
    /// Variants and their stems.
    fn pairs(&self) -> impl Iterator<Item = (String, String)> {
        let Change { from, to, stems, .. } = *self;
        parts(stems).map(move |stem| (format!("{stem}{from}"), format!("{stem}{to}")))
    }
}

/// Each of the beginnings with each of the ends.
fn all(starts: &'static str, ends: &'static str) -> impl Iterator<Item = String> {
    parts(starts).flat_map(move |start| parts(ends).map(move |end| format!("{start}{end}")))
}
