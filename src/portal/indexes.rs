//! Who belongs where: by kind, school, organisation, topic, municipality, school year and by the choices of a field.

use std::collections::BTreeMap;

use super::municipalities::NamedMunicipalities;
use super::{EntryId, Map, Portal};
use crate::date::SchoolYear;
use crate::diagnostics::{Code, Diagnostic};
use crate::kind::{ChoiceField, Place, Role};
use crate::locale::{fold, slugify};
use crate::record::Value;

/// Levels that topics can be nested in: pages show the whole branch above and below a topic.
const TOPIC_LEVELS: usize = 20;

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

    /// Moves what lies deeper than the limit to the first level, so that nothing that goes down the tree goes without end. Gives the
    /// topics at which chains grow too long.
    fn cut(&mut self) -> Vec<EntryId> {
        let mut level = self.roots.clone();
        let mut first = None;
        while !level.is_empty() {
            for _ in 1..TOPIC_LEVELS {
                let below = level.iter().filter_map(|topic| self.children.get(topic));
                level = below.flatten().copied().collect();
            }
            level = level.iter().filter_map(|topic| self.children.remove(topic)).flatten().collect();
            for topic in &level {
                self.parents.remove(topic);
                self.roots.push(*topic);
            }
            first.get_or_insert_with(|| level.clone());
        }
        first.unwrap_or_default()
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
    /// By the choices that entries make, weakest first.
    pub by_choice: BTreeMap<ChoiceField, BTreeMap<u16, Vec<EntryId>>>,
    /// Of a facet without choices: the texts that its numbers stand for.
    pub texts: BTreeMap<ChoiceField, Vec<FacetText>>,
    pub topics: TopicTree,
    /// By entry: places in the settings' list of municipalities.
    pub municipalities: Vec<Vec<usize>>,
    /// Those that a card shows.
    pub shown_municipalities: Vec<Vec<usize>>,
}

impl Indexes {
    pub fn new(portal: &Portal, named: &NamedMunicipalities) -> (Self, Vec<Diagnostic>) {
        let (topics, problems) = topic_tree(portal);
        let (municipalities, shown_municipalities) = named.of_entries(&portal.entries, &portal.edges);
        let mut indexes = Self {
            by_kind: vec![Vec::new(); portal.kinds.len()],
            by_municipality: vec![Vec::new(); portal.config.municipalities.len()],
            municipalities,
            shown_municipalities,
            topics,
            ..Self::default()
        };
        let choices: Vec<_> = portal
            .kinds
            .choice_pages()
            .chain(portal.kinds.facets().filter(|choice| choice.field().pages.is_none()))
            .collect();
        let mut said = Said::default();
        for id in portal.ids().filter(|id| portal.is_visible(*id)) {
            indexes.add(id, portal);
            indexes.add_by_choice(id, portal, &choices, &mut said);
            indexes.add_by_edges(id, portal);
        }
        indexes.number_texts(said);
        (indexes, problems)
    }

    /// In the order of numbers, then of letters.
    fn number_texts(&mut self, said: Said) {
        for (field, texts) in said {
            let (mut list, mut lists) = (Vec::new(), BTreeMap::new());
            for (number, (text, ids)) in (0..).zip(texts.into_values()) {
                let slug = unique(slugify(&text), &list);
                list.push(FacetText { text, slug });
                lists.insert(number, ids);
            }
            self.texts.insert(field, list);
            self.by_choice.insert(field, lists);
        }
    }

    fn add(&mut self, id: EntryId, portal: &Portal) {
        let kind = portal.kind(id);
        self.by_kind[kind.number()].push(id);
        for at in &self.municipalities[id.index()] {
            self.by_municipality[*at].push(id);
        }
        if kind.is_content()
            && let Some(year) = portal.school_year(id)
        {
            self.by_year.entry(year).or_default().push(id);
        }
    }

    fn add_by_choice(&mut self, id: EntryId, portal: &Portal, choices: &[ChoiceField], said: &mut Said) {
        for field in choices.iter().filter(|choice| choice.kind == portal.kind(id)) {
            for value in portal.fields(0, id).at(field.number).into_iter().flat_map(Value::items) {
                match value {
                    Value::Choice(choice) => {
                        add(self.by_choice.entry(*field).or_default().entry(*choice).or_default(), id);
                    }
                    Value::Text(text) => {
                        let lists = said.entry(*field).or_default();
                        let (_, ids) = lists.entry(text_order(text)).or_insert_with(|| (text.to_string(), Vec::new()));
                        add(ids, id);
                    }
                    _ => {}
                }
            }
        }
    }

    fn add_by_edges(&mut self, id: EntryId, portal: &Portal) {
        let is_organisation = portal.kind(id).is(Place::Organisation);
        let mut topics = Vec::new();
        for edge in portal.outgoing(id) {
            let list = match (portal.kind(edge.other).index(), edge.role) {
                (Some(Place::School), role) if role.lists_on_school() => self.by_school.entry(edge.other).or_default(),
                (Some(Place::Organisation), role) if role.lists_on_organisation() && !is_organisation => {
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

/// What entries say in the fields of facets, in order: each with the entries that say it.
type Said = BTreeMap<ChoiceField, BTreeMap<(u32, String), (String, Vec<EntryId>)>>;

/// A text that narrows a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetText {
    pub text: String,
    /// Its part of an address.
    pub slug: String,
}

/// Numbers come first, each by its size; upper and lower case are the same text.
fn text_order(text: &str) -> (u32, String) {
    (text.trim().parse().unwrap_or(u32::MAX), fold(text))
}

fn unique(slug: String, taken: &[FacetText]) -> String {
    let base = if slug.is_empty() { "x".to_owned() } else { slug };
    let numbered = (2..).map(|number| format!("{base}-{number}"));
    let is_free = |slug: &String| taken.iter().all(|text| text.slug != *slug);
    std::iter::once(base.clone()).chain(numbered).find(is_free).unwrap_or(base)
}

/// Adds an entry to a list, once.
fn add(list: &mut Vec<EntryId>, id: EntryId) {
    if list.last() != Some(&id) {
        list.push(id);
    }
}

/// A topic that is its own ancestor is told, and stands at the first level.
fn topic_tree(portal: &Portal) -> (TopicTree, Vec<Diagnostic>) {
    let topics = portal.ids().filter(|id| portal.kind(*id).is(Place::Topic) && portal.is_visible(*id));
    let parent = |id: EntryId| portal.outgoing(id).find(|edge| edge.role == Role::Parent).map(|edge| edge.other);
    let (mut tree, mut problems) = (TopicTree::default(), Vec::new());
    for id in topics {
        let Some(above) = parent(id) else {
            tree.roots.push(id);
            continue;
        };
        if let Some(chain) = cycle_through(id, &parent, portal.len()) {
            // Told once, at its first topic.
            if chain.iter().min() == Some(&id) {
                problems.push(cycle(&chain, portal));
            }
            tree.roots.push(id);
            continue;
        }
        tree.parents.insert(id, above);
        tree.children.entry(above).or_default().push(id);
    }
    problems.extend(tree.cut().into_iter().map(|topic| too_deep(topic, portal)));
    (tree, problems)
}

/// The chain of parents that leads from a topic back to it, if there is one.
fn cycle_through(topic: EntryId, parent: &dyn Fn(EntryId) -> Option<EntryId>, limit: usize) -> Option<Vec<EntryId>> {
    let chain: Vec<_> =
        std::iter::successors(Some(topic), |at| parent(*at).filter(|above| *above != topic)).take(limit + 1).collect();
    let back = chain.last().is_some_and(|last| parent(*last) == Some(topic));
    back.then_some(chain)
}

fn too_deep(topic: EntryId, portal: &Portal) -> Diagnostic {
    let problem = Diagnostic::error(Code::TopicTooDeep).arg("topic", portal.entry(topic).record.title());
    at_parent(problem.arg("limit", TOPIC_LEVELS), topic, portal)
}

fn cycle(chain: &[EntryId], portal: &Portal) -> Diagnostic {
    let names: Vec<_> = chain.iter().chain(chain.first()).map(|id| portal.entry(*id).record.title()).collect();
    let problem = Diagnostic::error(Code::TopicCycle).arg("topic", names[0]).arg("chain", names.join(" → "));
    at_parent(problem, chain[0], portal)
}

fn at_parent(problem: Diagnostic, topic: EntryId, portal: &Portal) -> Diagnostic {
    let record = &portal.entry(topic).record;
    match record.fields.role(Role::Parent) {
        Some(Value::Entry(parent)) => problem.at(&record.source, parent.span()),
        _ => problem.in_file(&record.source),
    }
}
