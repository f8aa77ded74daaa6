//! Filters and counts. A filter never changes which tiers a result has: it only takes documents away.

use std::collections::BTreeMap;

use super::{Query, Sort, score::Ranked, store::Store};
use crate::search::{
    constants::EXPIRING_DAYS,
    document::{FACETS, Facet},
    files::{Failure, lists::Lists, manifest::VALID},
};

/// Whether what a document says still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Validity {
    Valid,
    /// Ends within [`EXPIRING_DAYS`].
    Expiring,
    Expired,
}

impl Validity {
    pub const ALL: [Self; 3] = [Self::Valid, Self::Expiring, Self::Expired];

    /// The name in addresses and arguments.
    pub fn name(self) -> &'static str {
        ["valid", "expiring", "expired"][self as usize]
    }

    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// The state of a column's number: last day + 1, or 0 for a document without an end.
    fn at(today: i32, number: u32) -> Option<Self> {
        let day = i64::from(number.checked_sub(1)?);
        let left = day - i64::from(today);
        Some(match left {
            ..0 => Self::Expired,
            left if left <= i64::from(EXPIRING_DAYS) => Self::Expiring,
            _ => Self::Valid,
        })
    }
}

/// Documents by value, by facet, and by [`Validity`] at the end. Values without documents are left out.
pub type Counts = [Vec<(u32, u32)>; FACETS + 1];

pub struct Narrowed {
    /// In the order asked for.
    pub result: Vec<Ranked>,
    pub unfiltered: usize,
    pub counts: Option<Counts>,
}

/// Takes away what the filters exclude, and counts.
pub fn narrow(store: &Store, query: &Query, mut result: Vec<Ranked>) -> Result<Narrowed, Failure> {
    if query.sort == Sort::Date {
        result.sort_unstable_by_key(|ranked| ranked.document);
    }
    let unfiltered = result.len();
    let columns = Columns::read(store, query)?;
    let excluded: Vec<u32> = result.iter().map(|ranked| columns.excluded(ranked.document)).collect();
    let documents = || result.iter().zip(&excluded).map(|(ranked, excluded)| (ranked.document, *excluded));
    let counts = query.counts.then(|| std::array::from_fn(|facet| columns.count(facet, documents())));
    let kept = result.iter().zip(&excluded).filter(|(_, excluded)| **excluded == 0);
    Ok(Narrowed { result: kept.map(|(ranked, _)| *ranked).collect(), unfiltered, counts })
}

/// A facet that is filtered or counted.
struct Column {
    values: Lists,
    /// Values that a document may have.
    filter: Option<Vec<u32>>,
}

struct Columns {
    by_facet: [Option<Column>; FACETS + 1],
}

impl Columns {
    fn read(store: &Store, query: &Query) -> Result<Self, Failure> {
        let mut by_facet = std::array::from_fn(|_| None);
        if !query.counts && query.filters.iter().all(|(_, ids)| ids.is_empty()) && query.valid.is_empty() {
            return Ok(Self { by_facet });
        }
        let values = store.values(query.edition)?;
        for facet in Facet::ALL {
            let filter = filter(query, facet, &values[facet as usize]);
            if query.counts || filter.is_some() {
                let limit = values[facet as usize].len();
                let values = store.facet((facet.name(), facet as usize), limit)?;
                by_facet[facet as usize] = Some(Column { values, filter });
            }
        }
        if query.counts || !query.valid.is_empty() {
            by_facet[VALID.1] = Some(validity(store, query)?);
        }
        Ok(Self { by_facet })
    }

    /// Bits of the facets whose filter excludes a document.
    fn excluded(&self, document: u32) -> u32 {
        let excludes = |column: &Option<Column>| {
            let column = column.as_ref()?;
            let filter = column.filter.as_ref()?;
            Some(!column.values.get(document as usize).iter().any(|value| filter.contains(value)))
        };
        let bits = (0..).zip(&self.by_facet).filter(|(_, column)| excludes(column).unwrap_or(false));
        bits.fold(0, |bits, (facet, _): (u32, _)| bits | 1 << facet)
    }

    /// Counts a facet's values in the documents that no other facet's filter excludes.
    fn count(&self, facet: usize, documents: impl Iterator<Item = (u32, u32)>) -> Vec<(u32, u32)> {
        let Some(column) = &self.by_facet[facet] else { return Vec::new() };
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        for (document, _) in documents.filter(|(_, excluded)| excluded & !(1 << facet) == 0) {
            for &value in column.values.get(document as usize) {
                *counts.entry(value).or_default() += 1;
            }
        }
        counts.into_iter().collect()
    }
}

/// The numbers of the values that a facet is filtered by.
fn filter(query: &Query, facet: Facet, values: &[crate::search::document::Value]) -> Option<Vec<u32>> {
    let mut asked = query.filters.iter().filter(|(of, ids)| *of == facet && !ids.is_empty()).peekable();
    asked.peek()?;
    let number = |id: &String| values.iter().position(|value| value.id == *id).and_then(|at| u32::try_from(at).ok());
    Some(asked.flat_map(|(_, ids)| ids).filter_map(number).collect())
}

/// The states of all documents as values of a column.
fn validity(store: &Store, query: &Query) -> Result<Column, Failure> {
    let mut values = Lists::default();
    for number in store.numbers(VALID)? {
        if let Some(state) = Validity::at(query.today, number) {
            values.push(state as u32);
        }
        values.end();
    }
    let filter = (!query.valid.is_empty()).then(|| query.valid.iter().map(|state| *state as u32).collect());
    Ok(Column { values, filter })
}
