//! Who names whom, and as what.

use std::collections::HashSet;

use super::EntryId;
use super::rows::Rows;
use crate::kind::Role;

/// One end of a reference, seen from the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edge {
    pub role: Role,
    pub other: EntryId,
}

/// All references, both ways.
#[derive(Debug, Default)]
pub struct Edges {
    outgoing: Rows<Edge>,
    incoming: Rows<Edge>,
}

impl Edges {
    /// `named` are the edges of each entry; `found` those that queries add.
    pub fn new(named: Rows<Edge>, found: &[(EntryId, Edge)]) -> Self {
        let outgoing = if found.is_empty() { named } else { with(&named, found) };
        let incoming = incoming(&outgoing);
        Self { outgoing, incoming }
    }

    pub fn outgoing(&self, from: EntryId) -> &[Edge] {
        &self.outgoing[from.index()]
    }

    pub fn incoming(&self, to: EntryId) -> &[Edge] {
        &self.incoming[to.index()]
    }
}

/// The edges of entries, one entry after the other, each edge once.
#[derive(Debug, Default)]
pub struct EdgeLists {
    pub rows: Rows<Edge>,
    /// Edges of the entry under way, once there are many.
    seen: HashSet<Edge>,
}

impl EdgeLists {
    /// Adds an edge to the entry under way, if it has none like it.
    pub fn add(&mut self, edge: Edge) {
        const FEW: usize = 32;
        let known = self.rows.open();
        let new = if known.len() < FEW {
            !known.contains(&edge)
        } else {
            if self.seen.is_empty() {
                self.seen.extend(known.iter().copied());
            }
            self.seen.insert(edge)
        };
        if new {
            self.rows.push(edge);
        }
    }

    /// Ends the entry under way.
    pub fn end(&mut self) {
        self.rows.end();
        self.seen.clear();
    }
}

const NO_EDGE: Edge = Edge { role: Role::Body, other: EntryId(0) };

fn with(named: &Rows<Edge>, found: &[(EntryId, Edge)]) -> Rows<Edge> {
    let named_items = named.items().map(|(from, edge)| (from, *edge));
    let found = found.iter().map(|(from, edge)| (from.index(), *edge));
    Rows::gather(named.len(), NO_EDGE, named_items.chain(found))
}

/// The same edges seen from their other ends, in the order of the entries that they come from.
fn incoming(outgoing: &Rows<Edge>) -> Rows<Edge> {
    let edges = outgoing.items();
    let turned = edges.map(|(from, edge)| (edge.other.index(), Edge { role: edge.role, other: EntryId::new(from) }));
    Rows::gather(outgoing.len(), NO_EDGE, turned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_is_there_once_however_many_there_are() {
        let mut edges = EdgeLists::default();
        let edge = |other: usize| Edge { role: Role::Item, other: EntryId::new(other) };
        for _ in 0..3 {
            for other in 0..100 {
                edges.add(edge(other));
            }
        }
        edges.end();
        edges.add(edge(7));
        for _ in 1..100 {
            edges.end();
        }
        assert_eq!((edges.rows[0].len(), &edges.rows[1]), (100, &[edge(7)][..]));
        let all = Edges::new(edges.rows, &[(EntryId::new(1), edge(1))]);
        assert_eq!(all.outgoing(EntryId::new(1)), [edge(7), edge(1)]);
        assert_eq!(all.incoming(EntryId::new(1)), [edge(0), edge(1)]);
    }
}
