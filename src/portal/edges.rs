//! Who names whom, and as what.

use foldhash::{HashSet, HashSetExt};

use super::EntryId;
use crate::kind::Role;

/// One end of a reference, seen from the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edge {
    pub role: Role,
    pub other: EntryId,
}

/// All references, both ways; lists by entry.
#[derive(Debug, Default)]
pub struct Edges {
    outgoing: Vec<Vec<Edge>>,
    incoming: Vec<Vec<Edge>>,
}

impl Edges {
    /// `outgoing` are the edges that entries name; `found` those that queries add.
    pub fn new(mut outgoing: Vec<Vec<Edge>>, found: Vec<(EntryId, Edge)>) -> Self {
        for (from, edge) in found {
            outgoing[from.index()].push(edge);
        }
        let mut incoming = vec![Vec::new(); outgoing.len()];
        for (from, edges) in outgoing.iter().enumerate() {
            for edge in edges {
                incoming[edge.other.index()].push(Edge { role: edge.role, other: EntryId::new(from) });
            }
        }
        Self { outgoing, incoming }
    }

    pub fn outgoing(&self, from: EntryId) -> &[Edge] {
        &self.outgoing[from.index()]
    }

    /// In the order of the entries that they come from.
    pub fn incoming(&self, to: EntryId) -> &[Edge] {
        &self.incoming[to.index()]
    }
}

/// Leaves each edge once, in the order of their first places.
pub fn once(edges: &mut Vec<Edge>) {
    let mut seen = HashSet::with_capacity(edges.len());
    edges.retain(|edge| seen.insert(*edge));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_is_there_once_however_many_there_are() {
        let edge = |other: usize| Edge { role: Role::Item, other: EntryId::new(other) };
        let mut many: Vec<_> = (0..300).map(|number| edge(number % 100)).collect();
        once(&mut many);
        assert_eq!(many, (0..100).map(edge).collect::<Vec<_>>());
        let mut all = vec![Vec::new(); 100];
        (all[0], all[1]) = (many, vec![edge(7)]);
        let all = Edges::new(all, vec![(EntryId::new(1), edge(1))]);
        assert_eq!(all.outgoing(EntryId::new(1)), [edge(7), edge(1)]);
        assert_eq!(all.incoming(EntryId::new(1)), [edge(0), edge(1)]);
    }
}
