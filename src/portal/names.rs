//! What a written name means: an id, an exact title or an alias, perhaps with the kind before a colon.

use std::collections::hash_map::Entry as MapEntry;
use std::sync::Arc;

use super::{Entry, EntryId, Map, map_for};
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::kind::{Kind, KindSet, Kinds};
use crate::locale::{Fingerprint, fold};
use crate::record::{Written, is_id};

/// Every name of every entry.
#[derive(Debug)]
pub struct Names {
    ids: Map<Fingerprint, Matches>,
    titles: Map<Fingerprint, Matches>,
    /// Titles and other names without case, diacritics and quotation marks.
    folded: Map<Fingerprint, Matches>,
    /// By entry.
    kinds: Vec<Kind>,
    all_kinds: Arc<Kinds>,
}

/// The entries that bear a name: nearly always one.
#[derive(Debug)]
struct Matches {
    first: EntryId,
    more: Vec<EntryId>,
}

impl Matches {
    fn iter(&self) -> impl Iterator<Item = EntryId> + '_ {
        std::iter::once(self.first).chain(self.more.iter().copied())
    }
}

/// Why a name names nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Miss {
    Ambiguous(Vec<EntryId>),
    WrongKind(EntryId),
    Unknown,
}

impl Names {
    pub fn new(entries: &[Entry], kinds: &Arc<Kinds>) -> Self {
        let (mut ids, mut titles, mut folded) =
            (map_for(entries.len()), map_for(entries.len()), map_for(entries.len()));
        for (index, entry) in entries.iter().enumerate() {
            let id = EntryId::new(index);
            add(&mut ids, entry.facts.id, id);
            let own = Some(&entry.record.digest).filter(|_| entry.facts.has_other_names);
            let translated = entry.translations.values().map(|record| &record.digest);
            let others = own.into_iter().flat_map(|own| own.names.iter());
            let others = others.chain(translated.flat_map(|own| std::iter::once(&own.facts.title).chain(&own.names)));
            for name in std::iter::once(&entry.facts.title).chain(others) {
                add(&mut titles, name.exact, id);
                add(&mut folded, name.folded, id);
            }
        }
        let of_entries = entries.iter().map(|entry| entry.kind).collect();
        Self { ids, titles, folded, kinds: of_entries, all_kinds: Arc::clone(kinds) }
    }

    /// The one entry of the allowed kinds that the text names.
    pub fn find(&self, text: &str, kinds: KindSet) -> Result<EntryId, Miss> {
        let Written { kind: written, name } = Written::new(text, &self.all_kinds);
        let exact = Fingerprint::of(name);
        let mut other_kind = None;
        let exact = [&self.ids, &self.titles].into_iter().map(|names| names.get(&exact));
        let folded = std::iter::once_with(|| self.folded.get(&Fingerprint::of(&fold(name))));
        for found in exact.chain(folded).flatten() {
            let mut fitting = found.iter().filter(|id| self.fits(*id, kinds, written));
            match (fitting.next(), fitting.next()) {
                (Some(one), None) => return Ok(one),
                (Some(one), Some(two)) => return Err(Miss::Ambiguous([one, two].into_iter().chain(fitting).collect())),
                (None, _) => other_kind = other_kind.or(Some(found.first)),
            }
        }
        Err(other_kind.filter(|_| written.is_none()).map_or(Miss::Unknown, Miss::WrongKind))
    }

    fn fits(&self, id: EntryId, kinds: KindSet, wanted: Option<Kind>) -> bool {
        let kind = self.kinds[id.index()];
        kinds.contains(kind) && wanted.is_none_or(|wanted| wanted == kind)
    }

    /// Tells why a text names nothing. The problem has no place yet.
    pub fn explain(&self, miss: &Miss, text: &str, kinds: KindSet, entries: &[Entry]) -> Diagnostic {
        let Written { kind: wanted, name } = Written::new(text, &self.all_kinds);
        let qualified = |id: EntryId| format!("{}:{}", self.kinds[id.index()].name(), entries[id.index()].id());
        match miss {
            Miss::Ambiguous(found) => {
                let candidates: Vec<_> = found.iter().map(|id| qualified(*id)).collect();
                Diagnostic::error(Code::ReferenceAmbiguous)
                    .arg("name", name)
                    .arg("candidates", candidates.join(", "))
                    .arg("first", &candidates[0])
            }
            Miss::WrongKind(found) => Diagnostic::error(Code::ReferenceWrongKind)
                .arg("name", name)
                .arg("found", qualified(*found))
                .arg("kinds", self.allowed(kinds))
                .suggest(self.nearest(name, kinds, None, entries)),
            Miss::Unknown => Diagnostic::error(Code::ReferenceUnknown)
                .arg("name", name)
                .suggest(self.nearest(name, kinds, wanted, entries)),
        }
    }

    fn allowed(&self, kinds: KindSet) -> String {
        let names = self.all_kinds.all().filter(|kind| kinds.contains(*kind)).map(Kind::name);
        names.collect::<Vec<_>>().join(", ")
    }

    /// The entry whose id or title is nearest to the typed name.
    pub fn nearest<'e>(
        &self,
        typed: &str,
        kinds: KindSet,
        wanted: Option<Kind>,
        entries: &'e [Entry],
    ) -> Option<&'e str> {
        let candidates = || {
            let allowed = |(index, _): &(usize, &Entry)| self.fits(EntryId::new(*index), kinds, wanted);
            entries.iter().enumerate().filter(allowed).map(|(_, entry)| entry)
        };
        if let Some(id) = nearest(typed, candidates().map(Entry::id)) {
            return Some(id);
        }
        let title = nearest(typed, candidates().map(|entry| entry.record.title()))?;
        candidates().find(|entry| entry.record.title() == title).map(Entry::id)
    }

    /// True when a text reads as an id rather than as somebody's name.
    pub fn looks_like_an_id(&self, text: &str) -> bool {
        (is_id(text) && text.contains('-'))
            || text.split_once(':').is_some_and(|(kind, _)| self.all_kinds.from_name(kind).is_some())
    }
}

fn add(map: &mut Map<Fingerprint, Matches>, name: Fingerprint, id: EntryId) {
    match map.entry(name) {
        MapEntry::Vacant(free) => {
            free.insert(Matches { first: id, more: Vec::new() });
        }
        MapEntry::Occupied(mut taken) => {
            let matches = taken.get_mut();
            if *matches.more.last().unwrap_or(&matches.first) != id {
                matches.more.push(id);
            }
        }
    }
}
