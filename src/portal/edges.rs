//! Who names whom, and as what.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::municipalities::Municipalities;
use super::names::Miss;
use super::partners::Partners;
use super::rows::Rows;
use super::{Entry, EntryId, Map, Portal};
use crate::diagnostics::Diagnostic;
use crate::record::{Kind, Mention, Record, Role, Written};

/// One end of a reference, seen from the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edge {
    pub role: Role,
    pub other: EntryId,
}

/// All references, both ways.
#[derive(Debug, Default)]
pub struct Edges {
    pub(super) outgoing: Rows<Edge>,
    pub(super) incoming: Rows<Edge>,
    /// By entry: the byte where a reference stands in its file, and what it names.
    pub(super) targets: Rows<(u32, EntryId)>,
}

impl Edges {
    pub fn outgoing(&self, from: EntryId) -> &[Edge] {
        &self.outgoing[from.index()]
    }

    pub fn incoming(&self, to: EntryId) -> &[Edge] {
        &self.incoming[to.index()]
    }

    pub fn target(&self, from: EntryId, position: u32) -> Option<EntryId> {
        let found = self.targets[from.index()].iter().rev().find(|(at, _)| *at == position);
        found.map(|(_, target)| *target)
    }
}

/// Resolves every reference of the front matter, and those of the bodies where they can be resolved.
pub fn resolve(portal: &Portal, municipalities: &Municipalities) -> (Edges, Vec<Diagnostic>) {
    /// Entries that one thread resolves at a time.
    const SHARE: usize = 256;
    let partners = Partners::new(portal, municipalities);
    let resolver = Resolver { portal, partners, near: Mutex::default() };
    let shares: Vec<_> = portal
        .entries
        .par_chunks(SHARE)
        .enumerate()
        .map(|(share, entries)| resolver.resolve(share * SHARE, entries))
        .collect();
    let rows = portal.entries.len();
    let (mut outgoing, mut targets) = (Rows::with_capacity(rows), Rows::with_capacity(rows));
    let mut problems = Vec::new();
    for share in shares {
        outgoing.append(share.outgoing);
        targets.append(share.targets);
        problems.extend(share.problems);
    }
    let incoming = incoming(&outgoing);
    (Edges { outgoing, incoming, targets }, problems)
}

/// The same edges seen from their other ends, in the order of the entries that they come from.
fn incoming(outgoing: &Rows<Edge>) -> Rows<Edge> {
    let edges = outgoing.items();
    let turned = edges.map(|(from, edge)| (edge.other.index(), Edge { role: edge.role, other: EntryId::new(from) }));
    Rows::gather(outgoing.len(), Edge { role: Role::Body, other: EntryId::new(0) }, turned)
}

/// What some entries in a row name.
#[derive(Default)]
struct Resolved {
    outgoing: Rows<Edge>,
    targets: Rows<(u32, EntryId)>,
    problems: Vec<Diagnostic>,
    /// Edges of the entry under way, once there are many.
    seen: HashSet<Edge>,
}

impl Resolved {
    /// Adds an edge to the entry under way, if it has none like it.
    fn add(&mut self, role: Role, other: EntryId) {
        const FEW: usize = 32;
        let edge = Edge { role, other };
        let known = self.outgoing.open();
        let new = if known.len() < FEW {
            !known.contains(&edge)
        } else {
            if self.seen.is_empty() {
                self.seen.extend(known.iter().copied());
            }
            self.seen.insert(edge)
        };
        if new {
            self.outgoing.push(edge);
        }
    }

    fn end(&mut self) {
        self.outgoing.end();
        self.targets.end();
        self.seen.clear();
    }
}

struct Resolver<'p> {
    portal: &'p Portal,
    partners: Partners<'p>,
    /// What plain names are nearest to: the same few stand in many entries.
    near: Mutex<Map<String, Option<&'p str>>>,
}

impl Resolver<'_> {
    fn resolve(&self, first: usize, entries: &[Entry]) -> Resolved {
        let mut resolved = Resolved::default();
        for (index, entry) in entries.iter().enumerate() {
            let from = EntryId::new(first + index);
            self.resolve_record(&entry.record, from, &mut resolved);
            for record in entry.translations.values() {
                self.resolve_translation(record, &mut resolved.problems);
            }
            self.partners.of(&entry.record).for_each(|partner| resolved.add(Role::Partner, partner));
            let links = entry.record.digest.links.iter().filter_map(|link| self.portal.body_target(link));
            links.filter(|other| *other != from).for_each(|other| resolved.add(Role::Body, other));
            resolved.end();
        }
        resolved
    }

    fn resolve_record(&self, record: &Record, from: EntryId, resolved: &mut Resolved) {
        for (at, named) in record.digest.mentions.iter().enumerate() {
            let text = || record.mentions()[at].reference.text();
            let name = || Written::new(text(), &self.portal.kinds).name;
            match self.portal.names.find_print(named.name, name, named.written_kind, named.kinds) {
                // A topic above itself is told as a circle of topics.
                Ok(to) if to == from && named.role != Role::Parent => {
                    let mention = record.mentions()[at];
                    let problem = Diagnostic::error("reference-self").arg("name", mention.reference.text());
                    resolved.problems.push(problem.at(&record.source, mention.reference.span()));
                }
                Ok(to) => {
                    resolved.targets.push((named.position, to));
                    resolved.add(named.role, to);
                }
                Err(miss) => resolved.problems.extend(self.problem(&miss, &record.mentions()[at], record)),
            }
        }
    }

    /// A translation's references add nothing to the graph, but a wrong one is told all the same.
    fn resolve_translation(&self, record: &Record, problems: &mut Vec<Diagnostic>) {
        for mention in record.mentions() {
            let stands_here = record
                .source
                .text
                .get(mention.reference.span())
                .is_some_and(|text| text.trim_matches(['"', '\'']) == mention.reference.text());
            // What a translation does not write itself it takes from the original, where it was checked.
            if stands_here
                && let Err(miss) = self.portal.names.find(mention.reference.text(), mention.kinds)
                && let Some(problem) = self.problem(&miss, &mention, record)
                && problem.place.as_ref().is_some_and(|at| at.span.end <= record.body.range.start)
            {
                problems.push(problem);
            }
        }
    }

    /// What is wrong with a reference that names nothing; nothing is where it may be a plain name.
    fn problem(&self, miss: &Miss, mention: &Mention<'_>, record: &Record) -> Option<Diagnostic> {
        let (text, portal) = (mention.reference.text(), self.portal);
        let problem = if mention.or_name && !portal.names.looks_like_an_id(text) {
            let near = self.nearest(text, mention.kinds)?;
            Diagnostic::warning("party-near").arg("name", text).arg("suggestion", near)
        } else {
            portal.names.explain(miss, text, mention.kinds, &portal.entries)
        };
        Some(problem.at(&record.source, mention.reference.span()))
    }

    /// All plain names are of the same kinds.
    fn nearest(&self, text: &str, kinds: &[Kind]) -> Option<&str> {
        let known = self.near.lock().unwrap_or_else(PoisonError::into_inner).get(text).copied();
        known.unwrap_or_else(|| {
            let near = self.portal.names.nearest(text, kinds, None, &self.portal.entries);
            self.near.lock().unwrap_or_else(PoisonError::into_inner).insert(text.to_owned(), near);
            near
        })
    }
}
