//! What a written name means: an id, an exact title or an alias, perhaps with the kind before a colon.

use std::collections::HashMap;

use super::{Entry, EntryId};
use crate::diagnostics::{Diagnostic, nearest};
use crate::locale::fold;
use crate::record::{Kind, is_id};

/// Every name of every entry.
#[derive(Debug, Default)]
pub struct Names {
    ids: HashMap<String, Vec<EntryId>>,
    titles: HashMap<String, Vec<EntryId>>,
    /// Titles and other names without case, diacritics and quotation marks.
    folded: HashMap<String, Vec<EntryId>>,
    kinds: Vec<Kind>,
    shown: Vec<(String, String)>,
}

/// Why a name names nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Unresolved(Box<Diagnostic>);

impl Unresolved {
    pub fn diagnostic(self) -> Diagnostic {
        *self.0
    }
}

impl Names {
    pub fn new(entries: &[Entry]) -> Self {
        let mut names = Self::default();
        for (index, entry) in entries.iter().enumerate() {
            let id = EntryId::new(index);
            names.kinds.push(entry.kind);
            names.shown.push((entry.id.clone(), entry.record.common.title.clone()));
            names.ids.entry(entry.id.clone()).or_default().push(id);
            names.add_titles(entry, id);
        }
        names
    }

    fn add_titles(&mut self, entry: &Entry, id: EntryId) {
        let records = std::iter::once(&entry.record).chain(entry.translations.values());
        for record in records {
            for name in record.other_names() {
                push(self.titles.entry(name.to_owned()).or_default(), id);
                push(self.folded.entry(fold(name)).or_default(), id);
            }
        }
    }

    /// The one entry of the allowed kinds (none: any) that the text names.
    pub fn resolve(&self, text: &str, kinds: &[Kind]) -> Result<EntryId, Unresolved> {
        let (wanted, name) = match text.split_once(':') {
            Some((prefix, rest)) if Kind::from_name(prefix.trim()).is_some() => {
                (Kind::from_name(prefix.trim()), rest.trim())
            }
            _ => (None, text.trim()),
        };
        let fits = |id: &EntryId| {
            let kind = self.kinds[id.index()];
            (kinds.is_empty() || kinds.contains(&kind)) && wanted.is_none_or(|wanted| wanted == kind)
        };
        let mut other_kind = None;
        for found in [self.ids.get(name), self.titles.get(name), self.folded.get(&fold(name))].into_iter().flatten() {
            let fitting: Vec<_> = found.iter().copied().filter(fits).collect();
            match fitting[..] {
                [one] => return Ok(one),
                [] => other_kind = other_kind.or(found.first().copied()),
                _ => return Err(self.ambiguous(name, &fitting)),
            }
        }
        Err(match other_kind {
            Some(other) if wanted.is_none() => self.wrong_kind(name, other, kinds),
            _ => self.unknown(name, kinds, wanted),
        })
    }

    fn ambiguous(&self, name: &str, found: &[EntryId]) -> Unresolved {
        let candidates: Vec<_> = found.iter().map(|id| self.qualified(*id)).collect();
        let problem = Diagnostic::error("reference-ambiguous")
            .arg("name", name)
            .arg("candidates", candidates.join(", "))
            .arg("first", &candidates[0]);
        Unresolved(Box::new(problem))
    }

    fn wrong_kind(&self, name: &str, found: EntryId, kinds: &[Kind]) -> Unresolved {
        let problem = Diagnostic::error("reference-wrong-kind")
            .arg("name", name)
            .arg("found", self.qualified(found))
            .arg("kinds", kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", "))
            .suggest(self.nearest(name, kinds, None));
        Unresolved(Box::new(problem))
    }

    fn unknown(&self, name: &str, kinds: &[Kind], wanted: Option<Kind>) -> Unresolved {
        let problem =
            Diagnostic::error("reference-unknown").arg("name", name).suggest(self.nearest(name, kinds, wanted));
        Unresolved(Box::new(problem))
    }

    fn qualified(&self, id: EntryId) -> String {
        format!("{}:{}", self.kinds[id.index()].name(), self.shown[id.index()].0)
    }

    /// The id whose id or title is nearest to the typed name.
    pub fn nearest(&self, typed: &str, kinds: &[Kind], wanted: Option<Kind>) -> Option<String> {
        let allowed = |index: usize| {
            let kind = self.kinds[index];
            (kinds.is_empty() || kinds.contains(&kind)) && wanted.is_none_or(|wanted| wanted == kind)
        };
        let candidates = || self.shown.iter().enumerate().filter(|(index, _)| allowed(*index)).map(|(_, names)| names);
        if let Some(id) = nearest(typed, candidates().map(|(id, _)| id.as_str())) {
            return Some(id.to_owned());
        }
        let title = nearest(typed, candidates().map(|(_, title)| title.as_str()))?;
        candidates().find(|(_, known)| known == title).map(|(id, _)| id.clone())
    }

    /// True when a text reads as an id rather than as somebody's name.
    pub fn looks_like_an_id(text: &str) -> bool {
        (is_id(text) && text.contains('-'))
            || text.split_once(':').is_some_and(|(kind, _)| Kind::from_name(kind).is_some())
    }
}

fn push(list: &mut Vec<EntryId>, id: EntryId) {
    if list.last() != Some(&id) {
        list.push(id);
    }
}
