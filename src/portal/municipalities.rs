//! Which municipalities an entry belongs to.

use super::edges::Edges;
use super::localise::{Found, Localised};
use super::{Entry, EntryId, Map};
use crate::config::Config;
use crate::kind::Place;
use crate::record::Value;

/// The names of the settings' municipalities.
#[derive(Debug)]
pub struct Municipalities(Map<String, usize>);

impl Municipalities {
    /// Where two have one name, the first in the list has it.
    pub fn new(config: &Config) -> Self {
        let mut by_name = Map::default();
        for (at, municipality) in config.municipalities.iter().enumerate() {
            for name in municipality.names() {
                by_name.entry(name.to_owned()).or_insert(at);
            }
        }
        Self(by_name)
    }

    /// A municipality by its id, or by one of its names.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.0.get(name.trim()).copied()
    }
}

/// The municipalities that entries name themselves, as places in the settings' list.
#[derive(Debug)]
pub struct NamedMunicipalities(Vec<Named>);

#[derive(Debug, Default)]
struct Named {
    all: Vec<usize>,
    /// But for those of lists of rows: a report names many, and took place in none of them.
    single: Vec<usize>,
}

impl NamedMunicipalities {
    pub fn new<'l>(entries: impl Iterator<Item = &'l Localised>) -> Self {
        let named = |fields| {
            let mut named = Named::default();
            named.add(fields, true);
            named
        };
        Self(entries.map(named).collect())
    }

    /// What an entry names itself.
    pub fn of(&self, id: EntryId) -> &[usize] {
        &self.0[id.index()].all
    }

    /// An entry belongs to the municipality it names, and to those of the schools and organisations that did it. The second are those that
    /// a card of it shows.
    pub fn of_entries(&self, entries: &[Entry], edges: &Edges) -> (Vec<Vec<usize>>, Vec<Vec<usize>>) {
        let of_entry = |(at, Named { all, single }): (usize, &Named)| {
            let by = edges.outgoing(EntryId::new(at)).iter().filter(|edge| edge.role.is_by());
            let doers = by.map(|edge| edge.other).filter(|other| {
                let kind = entries[other.index()].kind;
                kind.is(Place::School) || kind.is(Place::Organisation)
            });
            let of_doers: Vec<_> = doers.flat_map(|doer| self.of(doer)).collect();
            // Those that take part by a list of rows alone are no place of a card, and neither are those of whoever did it.
            let shown_doers = if single.len() < all.len() { &[] } else { &of_doers[..] };
            (sorted(all, &of_doers), sorted(single, shown_doers))
        };
        self.0.iter().enumerate().map(of_entry).unzip()
    }
}

impl Named {
    fn add(&mut self, fields: &Localised, is_single: bool) {
        for (field, value) in fields.iter() {
            for item in value.items() {
                match item {
                    Value::Municipality(Found::Municipality(at)) => {
                        self.all.push(*at);
                        if is_single {
                            self.single.push(*at);
                        }
                    }
                    Value::Row(row) => self.add(row, is_single && !field.many),
                    _ => {}
                }
            }
        }
    }
}

fn sorted(own: &[usize], others: &[&usize]) -> Vec<usize> {
    let mut all: Vec<_> = own.iter().chain(others.iter().copied()).copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}
