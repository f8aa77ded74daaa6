//! Who belongs where: by kind, school, organisation, topic, municipality, school year and level of evidence.

use std::collections::BTreeMap;

use super::edges::Edges;
use super::rows::Rows;
use super::{Entry, EntryId, Map};
use crate::config::Config;
use crate::date::SchoolYear;
use crate::diagnostics::Diagnostic;
use crate::kind::{Kind, Kinds, Place};
use crate::record::kinds::Evidence;
use crate::record::values::Reference;
use crate::record::{Own, Role};

/// The tree of topics; only what is visible.
#[derive(Debug, Default)]
pub struct TopicTree {
    /// Topics of the first level.
    pub roots: Vec<EntryId>,
    pub children: Map<EntryId, Vec<EntryId>>,
    pub(super) parents: Map<EntryId, EntryId>,
}

impl TopicTree {
    /// The topics above one, the first level first.
    pub fn ancestors(&self, topic: EntryId) -> Vec<EntryId> {
        let mut above: Vec<_> = self.above(topic).collect();
        above.reverse();
        above
    }

    /// The topics above one, the nearest first.
    fn above(&self, topic: EntryId) -> impl Iterator<Item = EntryId> + '_ {
        std::iter::successors(self.parents.get(&topic), |above| self.parents.get(above)).copied()
    }
}

/// The computed indexes. Every list holds visible entries only, each once, in no particular order.
#[derive(Debug, Default)]
pub struct Indexes {
    pub by_kind: Vec<Vec<EntryId>>,
    pub by_school: Map<EntryId, Vec<EntryId>>,
    pub by_organisation: Map<EntryId, Vec<EntryId>>,
    /// With the entries of the topics below.
    pub by_topic: Map<EntryId, Vec<EntryId>>,
    /// By place in the settings' list.
    pub by_municipality: Vec<Vec<EntryId>>,
    pub by_year: BTreeMap<SchoolYear, Vec<EntryId>>,
    pub by_evidence: BTreeMap<Evidence, Vec<EntryId>>,
    pub topics: TopicTree,
    /// By entry: places in the settings' list of municipalities.
    pub municipalities: Rows<usize>,
}

impl Indexes {
    pub fn new(
        entries: &[Entry],
        edges: &Edges,
        municipalities: Rows<usize>,
        config: &Config,
        kinds: &Kinds,
    ) -> (Self, Vec<Diagnostic>) {
        let (topics, problems) = topic_tree(entries, edges);
        let mut indexes = Self {
            by_kind: vec![Vec::new(); kinds.len()],
            by_municipality: vec![Vec::new(); config.municipalities.len()],
            municipalities,
            topics,
            ..Self::default()
        };
        for (index, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.visible) {
            indexes.add(EntryId::new(index), entry, entries, edges);
        }
        (indexes, problems)
    }

    fn add(&mut self, id: EntryId, entry: &Entry, entries: &[Entry], edges: &Edges) {
        self.by_kind[entry.kind.number()].push(id);
        for at in &self.municipalities[id.index()] {
            self.by_municipality[*at].push(id);
        }
        if entry.kind.is_content()
            && let Some(year) = entry.school_year()
        {
            self.by_year.entry(year).or_default().push(id);
        }
        if entry.kind == Kind::Practice
            && let Own::Practice(practice) = &entry.record.own
        {
            for level in &practice.evidence {
                add(self.by_evidence.entry(*level).or_default(), id);
            }
        }
        self.add_by_edges(id, entry, entries, edges);
    }

    fn add_by_edges(&mut self, id: EntryId, entry: &Entry, entries: &[Entry], edges: &Edges) {
        let mut topics = Vec::new();
        for edge in edges.outgoing(id).iter().filter(|edge| entries[edge.other.index()].visible) {
            let list = match (entries[edge.other.index()].kind.index(), edge.role) {
                (Some(Place::School), role) if shows_on_school(role) => self.by_school.entry(edge.other).or_default(),
                (Some(Place::Organisation), role) if shows_on_organisation(role, entry.kind) => {
                    self.by_organisation.entry(edge.other).or_default()
                }
                (Some(Place::Topic), Role::Topic) => {
                    topics.push(edge.other);
                    topics.extend(self.topics.above(edge.other));
                    continue;
                }
                _ => continue,
            };
            add(list, id);
        }
        topics.sort_unstable();
        topics.dedup();
        for topic in topics {
            self.by_topic.entry(topic).or_default().push(id);
        }
    }
}

/// Adds an entry to a list, once.
fn add(list: &mut Vec<EntryId>, id: EntryId) {
    if list.last() != Some(&id) {
        list.push(id);
    }
}

fn shows_on_school(role: Role) -> bool {
    matches!(role, Role::School | Role::Provider | Role::Host | Role::Coordinator | Role::Partner | Role::Organiser)
}

fn shows_on_organisation(role: Role, kind: Kind) -> bool {
    let takes_part = matches!(
        role,
        Role::Organisation
            | Role::Provider
            | Role::Accreditor
            | Role::Organiser
            | Role::Coordinator
            | Role::Funder
            | Role::Agency
            | Role::Partner
            | Role::About
            | Role::Curator
    );
    takes_part && !kind.is(Place::Organisation)
}

/// A topic that is its own ancestor is told, and stands at the first level.
fn topic_tree(entries: &[Entry], edges: &Edges) -> (TopicTree, Vec<Diagnostic>) {
    let visible = |id: EntryId| entries[id.index()].visible;
    let topics: Vec<_> = (0..entries.len())
        .map(EntryId::new)
        .filter(|id| entries[id.index()].kind.is(Place::Topic) && visible(*id))
        .collect();
    let parent = |id: EntryId| {
        let parents = edges.outgoing(id).iter().find(|edge| edge.role == Role::Parent);
        parents.map(|edge| edge.other).filter(|parent| visible(*parent))
    };
    let (mut tree, mut problems) = (TopicTree::default(), Vec::new());
    for id in topics {
        let Some(above) = parent(id) else {
            tree.roots.push(id);
            continue;
        };
        if let Some(chain) = cycle_through(id, &parent, entries.len()) {
            // Told once, at its first topic.
            if chain.iter().min() == Some(&id) {
                problems.push(cycle(&chain, entries));
            }
            tree.roots.push(id);
            continue;
        }
        tree.parents.insert(id, above);
        tree.children.entry(above).or_default().push(id);
    }
    (tree, problems)
}

/// The chain of parents that leads from a topic back to it, if there is one.
fn cycle_through(topic: EntryId, parent: &dyn Fn(EntryId) -> Option<EntryId>, limit: usize) -> Option<Vec<EntryId>> {
    let chain: Vec<_> =
        std::iter::successors(Some(topic), |at| parent(*at).filter(|above| *above != topic)).take(limit + 1).collect();
    let back = chain.last().is_some_and(|last| parent(*last) == Some(topic));
    back.then_some(chain)
}

fn cycle(chain: &[EntryId], entries: &[Entry]) -> Diagnostic {
    let title = |id: &EntryId| entries[id.index()].record.common.title.as_str();
    let names: Vec<_> = chain.iter().chain(chain.first()).map(title).collect();
    let problem = Diagnostic::error("topic-cycle").arg("topic", names[0]).arg("chain", names.join(" → "));
    let entry = &entries[chain[0].index()];
    match &entry.record.own {
        Own::Topic(topic) => {
            let span = topic.parent.as_ref().map_or(0..0, Reference::span);
            problem.at(&entry.record.source, span)
        }
        _ => problem.in_file(&entry.record.source),
    }
}
