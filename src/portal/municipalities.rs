//! Which municipalities an entry belongs to.

use super::edges::Edges;
use super::rows::Rows;
use super::{Entry, EntryId, Map};
use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::kind::Place;
use crate::record::Role;

/// The municipalities that entries name, as places in the settings' list.
#[derive(Debug)]
pub struct Municipalities {
    by_name: Map<String, usize>,
    named: Rows<usize>,
}

impl Municipalities {
    /// Finds what the entries name, and tells what is not in the list.
    pub fn new(entries: &[Entry], config: &Config) -> (Self, Vec<Diagnostic>) {
        let (by_name, mut named, mut problems) = (by_name(config), Rows::with_capacity(entries.len()), Vec::new());
        for entry in entries {
            for name in entry.record.municipalities() {
                match by_name.get(name.text.trim()) {
                    Some(at) => named.push(*at),
                    None => problems.push(
                        Diagnostic::error("municipality-unknown")
                            .arg("name", &name.text)
                            .suggest(config.nearest_municipality(&name.text))
                            .at(&entry.record.source, name.span()),
                    ),
                }
            }
            named.end();
        }
        (Self { by_name, named }, problems)
    }

    /// A municipality by its id, or by one of its names.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(name.trim()).copied()
    }

    /// What an entry names itself.
    pub fn named(&self, id: EntryId) -> &[usize] {
        &self.named[id.index()]
    }

    /// An entry belongs to the municipality it names, and to those of the schools and organisations that did it.
    pub fn of_entries(&self, entries: &[Entry], edges: &Edges) -> Rows<usize> {
        let mut all = Rows::with_capacity(entries.len());
        let mut found = Vec::new();
        for id in (0..entries.len()).map(EntryId::new) {
            found.extend_from_slice(self.named(id));
            for edge in edges.outgoing(id).iter().filter(|edge| is_doing(edge.role)) {
                let kind = entries[edge.other.index()].kind;
                if kind.is(Place::School) || kind.is(Place::Organisation) {
                    found.extend_from_slice(self.named(edge.other));
                }
            }
            found.sort_unstable();
            found.dedup();
            found.drain(..).for_each(|at| all.push(at));
            all.end();
        }
        all
    }
}

fn is_doing(role: Role) -> bool {
    matches!(role, Role::School | Role::Provider | Role::Host | Role::Coordinator | Role::Organisation)
}

/// Where two have one name, the first in the list has it.
fn by_name(config: &Config) -> Map<String, usize> {
    let mut by_name = Map::default();
    for (at, municipality) in config.municipalities.iter().enumerate() {
        for name in municipality.names() {
            by_name.entry(name.to_owned()).or_insert(at);
        }
    }
    by_name
}
