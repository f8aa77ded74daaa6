//! Filters and counts. A filter never changes which tiers a result has: it only takes documents away.

use std::collections::BTreeMap;

use super::{Query, Sort, score::Ranked, store::Store};
use crate::search::{
    constants::EXPIRING_DAYS,
    document::Value,
    files::{
        Failure,
        lists::Lists,
        manifest::{FIRST_FACET, VALID},
    },
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

/// Documents by value, by name of facet, [`Validity`] among them. Values without documents are left out.
pub type Counts = BTreeMap<String, Vec<(u32, u32)>>;

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
    let against: Vec<_> = result.iter().map(|ranked| columns.against(ranked.document)).collect();
    let documents = || result.iter().zip(&against).map(|(ranked, against)| (ranked.document, *against));
    let counts = query.counts.then(|| columns.counts(documents));
    let kept = result.iter().zip(&against).filter(|(_, against)| **against == Against::Nobody);
    Ok(Narrowed { result: kept.map(|(ranked, _)| *ranked).collect(), unfiltered, counts })
}

/// A facet that is filtered or counted.
struct Column {
    name: String,
    values: Lists,
    /// Values that a document may have.
    filter: Option<Vec<u32>>,
}

/// Which filters exclude a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Against {
    Nobody,
    /// That of one column.
    One(usize),
    Several,
}

struct Columns(Vec<Column>);

impl Columns {
    fn read(store: &Store, query: &Query) -> Result<Self, Failure> {
        let mut columns = Vec::new();
        if !query.counts && query.filters.iter().all(|(_, ids)| ids.is_empty()) && query.valid.is_empty() {
            return Ok(Self(columns));
        }
        let values = store.values(query.edition)?;
        for (at, (name, values)) in store.manifest.facets.iter().zip(&values).enumerate() {
            let filter = filter(query, name, values);
            if query.counts || filter.is_some() {
                let values = store.facet((name, FIRST_FACET + at), values.len())?;
                columns.push(Column { name: name.clone(), values, filter });
            }
        }
        if query.counts || !query.valid.is_empty() {
            columns.push(validity(store, query)?);
        }
        Ok(Self(columns))
    }

    fn against(&self, document: u32) -> Against {
        let excludes = |column: &Column| {
            let values = column.values.get(document as usize);
            column.filter.as_ref().is_some_and(|filter| !values.iter().any(|value| filter.contains(value)))
        };
        let mut against = self.0.iter().enumerate().filter(|(_, column)| excludes(column)).map(|(at, _)| at);
        match (against.next(), against.next()) {
            (None, _) => Against::Nobody,
            (Some(one), None) => Against::One(one),
            _ => Against::Several,
        }
    }

    /// Counts each facet's values in the documents that no other facet's filter excludes.
    fn counts<D: Iterator<Item = (u32, Against)>>(&self, documents: impl Fn() -> D) -> Counts {
        let count = |(at, column): (usize, &Column)| {
            let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
            let counted = documents().filter(|(_, against)| [Against::Nobody, Against::One(at)].contains(against));
            for value in counted.flat_map(|(document, _)| column.values.get(document as usize)) {
                *counts.entry(*value).or_default() += 1;
            }
            (column.name.clone(), counts.into_iter().collect())
        };
        self.0.iter().enumerate().map(count).collect()
    }
}

/// The numbers of the values that a facet is filtered by.
fn filter(query: &Query, facet: &str, values: &[Value]) -> Option<Vec<u32>> {
    let mut asked = query.filters.iter().filter(|(of, ids)| of == facet && !ids.is_empty()).peekable();
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
    Ok(Column { name: VALID.0.to_owned(), values, filter })
}
