//! What templates and the component `entries` ask of the portal.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use foldhash::fast::RandomState;
use tera::Value;

use super::maker::Maker;
use crate::date::SchoolYear;
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::kind::{Kind, KindSet, Kinds, Place};
use crate::portal::EntryId;
use crate::theme::{Library, Query};

/// Answers that are kept. Pages of one school ask the same, and there are not many more questions than schools and topics; a theme
/// that asks something else on each page should not fill the memory.
const KEPT: usize = 1 << 14;

/// The portal in one language, as templates see it.
pub struct PortalLibrary {
    maker: Arc<Maker>,
    answers: RwLock<HashMap<Query, Value, RandomState>>,
}

impl PortalLibrary {
    pub fn new(maker: &Arc<Maker>) -> Self {
        Self { maker: Arc::clone(maker), answers: RwLock::default() }
    }

    /// What is wrong with the arguments of a function.
    fn explain(&self, function: &str, problem: &Diagnostic) -> String {
        let catalogue = crate::diagnostics::Catalogue::for_language(&self.maker.words.language);
        let help = catalogue.help(problem).map_or(String::new(), |help| format!("; {help}"));
        format!("{function}: {}{help}", catalogue.message(problem))
    }
}

impl Library for PortalLibrary {
    fn entries(&self, query: Query) -> Result<Value, String> {
        let known = self.answers.read().unwrap_or_else(PoisonError::into_inner).get(&query).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let found = Value::from(self.maker.query(&query).map_err(|problem| self.explain("entries", &problem))?);
        let mut answers = self.answers.write().unwrap_or_else(PoisonError::into_inner);
        if answers.len() < KEPT {
            answers.insert(query, found.clone());
        }
        Ok(found)
    }

    fn count(&self, query: &Query) -> Result<usize, String> {
        let found = self.maker.fitting(query).map_err(|problem| self.explain("count", &problem))?;
        Ok(query.limit.map_or(found.len(), |limit| found.len().min(limit)))
    }

    fn card(&self, reference: &str) -> Option<Value> {
        self.maker.portal.find(reference, KindSet::ANY).map(|id| self.maker.card(id))
    }

    fn url(&self, reference: &str) -> Option<String> {
        self.maker.portal.find(reference, KindSet::ANY).map(|id| self.maker.url(id))
    }
}

impl Maker {
    /// The cards that a query finds. The problem has no place yet.
    pub fn query(&self, query: &Query) -> Result<Vec<Value>, Diagnostic> {
        Ok(self.cards(self.ordered(self.fitting(query)?, query)))
    }

    fn fitting(&self, query: &Query) -> Result<Vec<EntryId>, Diagnostic> {
        let portal = &self.portal;
        let indexes = &portal.indexes;
        let kind = query.kind.as_deref().map(|name| known_kind(name, &portal.kinds)).transpose()?;
        let mut lists: Vec<&[EntryId]> = Vec::new();
        let none: &[EntryId] = &[];
        let places =
            [(&query.school, Place::School), (&query.topic, Place::Topic), (&query.organisation, Place::Organisation)];
        for (name, place) in places.into_iter().filter_map(|(name, place)| Some((name.as_deref()?, place))) {
            lists.push(portal.listed_on(portal.resolve(name, portal.kinds.of_place(place))?));
        }
        if let Some(name) = &query.municipality {
            let at = portal.config.municipality(name).ok_or_else(|| portal.config.unknown_municipality(name))?;
            lists.push(&indexes.by_municipality[at]);
        }
        if let Some(name) = &query.year {
            let year = SchoolYear::parse(name).map_err(|_| Diagnostic::error(Code::YearInvalid).arg("value", name))?;
            lists.push(indexes.by_year.get(&year).map_or(none, Vec::as_slice));
        }
        Ok(self.intersect(kind, &lists))
    }

    fn intersect(&self, kind: Option<Kind>, lists: &[&[EntryId]]) -> Vec<EntryId> {
        let (first, rest): (Vec<EntryId>, &[&[EntryId]]) = match (lists.split_first(), kind) {
            (Some((first, rest)), _) => (first.to_vec(), rest),
            (None, Some(kind)) => (self.portal.of_kind(kind).to_vec(), &[]),
            (None, None) => {
                (self.portal.kinds.content().flat_map(|kind| self.portal.of_kind(kind)).copied().collect(), &[])
            }
        };
        let fits = |id: &EntryId| {
            kind.is_none_or(|kind| self.portal.kind(*id) == kind) && rest.iter().all(|list| list.contains(id))
        };
        first.into_iter().filter(fits).collect()
    }

    fn ordered(&self, ids: Vec<EntryId>, query: &Query) -> Vec<EntryId> {
        let mut ids = self.edition().sorted(ids);
        match query.order.as_deref() {
            Some("title") => ids.sort_by_cached_key(|id| self.words.locale.sort_key(self.record(*id).title())),
            _ if query.kind.is_none() => self.newest_first(&mut ids),
            _ => {}
        }
        ids.truncate(query.limit.unwrap_or(usize::MAX));
        ids
    }

    /// Across kinds: by date, newest first.
    pub fn newest_first(&self, ids: &mut [EntryId]) {
        ids.sort_by_key(|id| std::cmp::Reverse(self.portal.day(*id)));
    }
}

fn known_kind(name: &str, kinds: &Kinds) -> Result<Kind, Diagnostic> {
    kinds.from_name(name).ok_or_else(|| {
        let names = kinds.names();
        Diagnostic::error(Code::KindUnknown)
            .arg("kind", name)
            .arg("known", names.join(", "))
            .suggest(nearest(name, names.iter().copied()))
    })
}
