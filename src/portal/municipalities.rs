//! Which municipalities an entry belongs to.

use super::edges::Edges;
use super::localise::{Found, Localised};
use super::rows::Rows;
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
pub struct NamedMunicipalities {
    all: Rows<usize>,
    /// But for those of lists of rows: a report names many, and took place in none of them.
    single: Rows<usize>,
}

impl NamedMunicipalities {
    pub fn new<'l>(entries: impl ExactSizeIterator<Item = &'l Localised>) -> Self {
        let mut named = Self { all: Rows::with_capacity(entries.len()), single: Rows::with_capacity(entries.len()) };
        for fields in entries {
            named.add(fields, true);
            named.all.end();
            named.single.end();
        }
        named
    }

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

    /// What an entry names itself.
    pub fn of(&self, id: EntryId) -> &[usize] {
        &self.all[id.index()]
    }

    /// An entry belongs to the municipality it names, and to those of the schools and organisations that did it. The second are those that
    /// a card of it shows.
    pub fn of_entries(&self, entries: &[Entry], edges: &Edges) -> (Rows<usize>, Rows<usize>) {
        let mut belongs = Rows::with_capacity(entries.len());
        let mut shown = Rows::with_capacity(entries.len());
        for id in (0..entries.len()).map(EntryId::new) {
            let doers = || {
                let by = edges.outgoing(id).iter().filter(|edge| edge.role.is_by());
                by.map(|edge| edge.other).filter(|other| {
                    let kind = entries[other.index()].kind;
                    kind.is(Place::School) || kind.is(Place::Organisation)
                })
            };
            let of_doers = doers().flat_map(|doer| self.of(doer)).copied();
            end(&mut belongs, self.of(id).iter().copied().chain(of_doers));
            // Those that take part by a list of rows alone are no place of a card, and neither are those of whoever did it.
            let of_doers = doers().flat_map(|doer| self.of(doer)).copied();
            let is_list = self.single[id.index()].len() < self.of(id).len();
            end(&mut shown, self.single[id.index()].iter().copied().chain(of_doers.filter(|_| !is_list)));
        }
        (belongs, shown)
    }
}

fn end(rows: &mut Rows<usize>, found: impl Iterator<Item = usize>) {
    let mut found: Vec<_> = found.collect();
    found.sort_unstable();
    found.dedup();
    for at in found {
        rows.push(at);
    }
    rows.end();
}
