//! Who names whom, and as what.

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
