//! Who names whom, and as what.

use std::collections::HashMap;

use super::names::Names;
use super::{Entry, EntryId};
use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::locale::fold;
use crate::record::{Kind, Mention, Own, Record, Role};

/// One end of a reference, seen from the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    pub role: Role,
    pub other: EntryId,
}

/// All references, both ways.
#[derive(Debug, Default)]
pub struct Edges {
    outgoing: Vec<Vec<Edge>>,
    incoming: Vec<Vec<Edge>>,
    /// By entry and the byte where the reference stands in its file.
    targets: HashMap<(EntryId, usize), EntryId>,
}

impl Edges {
    pub fn outgoing(&self, from: EntryId) -> &[Edge] {
        &self.outgoing[from.index()]
    }

    pub fn incoming(&self, to: EntryId) -> &[Edge] {
        &self.incoming[to.index()]
    }

    pub fn target(&self, from: EntryId, position: usize) -> Option<EntryId> {
        self.targets.get(&(from, position)).copied()
    }

    fn add(&mut self, from: EntryId, role: Role, to: EntryId) {
        let edge = Edge { role, other: to };
        if !self.outgoing[from.index()].contains(&edge) {
            self.outgoing[from.index()].push(edge);
            self.incoming[to.index()].push(Edge { role, other: from });
        }
    }
}

/// Resolves every reference of the front matter, and those of the bodies where they can be resolved.
pub fn resolve(
    entries: &[Entry],
    names: &Names,
    config: &Config,
    body_links: &[Vec<EntryId>],
) -> (Edges, Vec<Diagnostic>) {
    let empty = vec![Vec::new(); entries.len()];
    let mut edges = Edges { outgoing: empty.clone(), incoming: empty, targets: HashMap::new() };
    let mut problems = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let from = EntryId::new(index);
        resolve_record(&entry.record, from, names, &mut edges, &mut problems);
        for record in entry.translations.values() {
            // What a translation does not write itself it takes from the original, where it was checked.
            let own = |problem: &Diagnostic| problem.place.as_ref().is_some_and(|at| at.span.end <= record.body.start);
            let mut found = Vec::new();
            resolve_translation(record, names, &mut found);
            problems.extend(found.into_iter().filter(own));
        }
        for partner in found_partners(entry, entries, config) {
            edges.add(from, Role::Partner, partner);
        }
        for other in &body_links[index] {
            edges.add(from, Role::Body, *other);
        }
    }
    (edges, problems)
}

fn resolve_record(record: &Record, from: EntryId, names: &Names, edges: &mut Edges, problems: &mut Vec<Diagnostic>) {
    for mention in record.mentions() {
        match resolve_mention(&mention, record, names) {
            // A topic above itself is told as a circle of topics.
            Ok(Some(to)) if to == from && mention.role != Role::Parent => {
                let problem = Diagnostic::error("reference-self").arg("name", mention.reference.text());
                problems.push(problem.at(&record.source, mention.reference.span()));
            }
            Ok(Some(to)) => {
                edges.targets.insert((from, mention.reference.span().start), to);
                edges.add(from, mention.role, to);
            }
            Ok(None) => {}
            Err(problem) => problems.push(*problem),
        }
    }
}

/// A translation's references add nothing to the graph, but a wrong one is told all the same.
fn resolve_translation(record: &Record, names: &Names, problems: &mut Vec<Diagnostic>) {
    for mention in record.mentions() {
        let stands_here = record
            .source
            .text
            .get(mention.reference.span())
            .is_some_and(|text| text.trim_matches(['"', '\'']) == mention.reference.text());
        if stands_here && let Err(problem) = resolve_mention(&mention, record, names) {
            problems.push(*problem);
        }
    }
}

fn resolve_mention(mention: &Mention<'_>, record: &Record, names: &Names) -> Result<Option<EntryId>, Box<Diagnostic>> {
    let text = mention.reference.text();
    match names.resolve(text, mention.kinds) {
        Ok(id) => Ok(Some(id)),
        Err(_) if mention.or_name && !Names::looks_like_an_id(text) => match names.nearest(text, mention.kinds, None) {
            Some(near) => {
                let problem = Diagnostic::warning("party-near").arg("name", text).arg("suggestion", near);
                Err(Box::new(problem.at(&record.source, mention.reference.span())))
            }
            None => Ok(None),
        },
        Err(unresolved) => Err(Box::new(unresolved.diagnostic().at(&record.source, mention.reference.span()))),
    }
}

/// Schools that a project's query finds, but for those already named.
fn found_partners(entry: &Entry, entries: &[Entry], config: &Config) -> Vec<EntryId> {
    let Own::Project(project) = &entry.record.own else { return Vec::new() };
    let Some(query) = &project.partners_query else { return Vec::new() };
    let municipality = query.municipality.as_ref().map(|text| config.municipality(&text.text));
    let types: Vec<String> = query
        .school_types
        .iter()
        .flat_map(|name| config.school_types.get(name).cloned().unwrap_or_else(|| vec![name.clone()]))
        .map(|name| fold(&name))
        .collect();
    let fits = |school: &Entry| {
        let Own::School(school) = &school.record.own else { return false };
        let place = school.municipality.as_ref().and_then(|text| config.municipality(&text.text));
        let in_place = municipality.is_none_or(|wanted| wanted.is_some() && wanted == place);
        in_place && school.closed.is_none() && (types.is_empty() || types.contains(&fold(&school.school_type)))
    };
    let schools = entries.iter().enumerate().filter(|(_, other)| other.kind == Kind::School && fits(other));
    schools.map(|(index, _)| EntryId::new(index)).collect()
}
