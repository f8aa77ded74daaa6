//! What follows from the references: from the course to the class, promised and delivered, members, related entries.

use std::collections::{BTreeMap, HashSet};

use jiff::ToSpan;
use jiff::civil::Date;

use super::{EntryId, Map, Portal};
use crate::record::kinds::Promise;
use crate::record::values::Count;
use crate::record::{Kind, Own, Role};

/// A programme's validity on the day of the build; never computed from anything but what its entry says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validity {
    Valid,
    /// Expires within 90 days.
    Expiring,
    Expired,
    /// The entry does not say.
    Unknown,
}

impl Validity {
    pub fn on(day: Date, valid_until: Option<&crate::date::Edtf>) -> Self {
        let Some(last) = valid_until.map(crate::date::Edtf::last_day) else { return Self::Unknown };
        if last < day {
            Self::Expired
        } else if day.checked_add(90.days()).is_ok_and(|soon| last <= soon) {
            Self::Expiring
        } else {
            Self::Valid
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Expiring => "expiring",
            Self::Expired => "expired",
            Self::Unknown => "unknown",
        }
    }
}

/// What stands beside a promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// Entries of the promised kind that name the project; empty where no kind was promised.
    pub entries: Vec<EntryId>,
    pub promised: Option<u32>,
}

impl Portal {
    /// Practices that were learned at a conference, programme or project.
    pub fn practices_from(&self, id: EntryId) -> Vec<EntryId> {
        self.incoming(id).filter(|edge| edge.role == Role::LearnedAt).map(|edge| edge.other).collect()
    }

    /// Different schools among those of some entries.
    pub fn schools_of(&self, ids: &[EntryId]) -> HashSet<EntryId> {
        ids.iter()
            .flat_map(|id| self.outgoing(*id))
            .filter(|edge| edge.role == Role::School)
            .map(|edge| edge.other)
            .collect()
    }

    /// Everything that names a project, but for its schools and topics.
    pub fn entries_of_project(&self, project: EntryId) -> Vec<EntryId> {
        let named = self.incoming(project).filter(|edge| {
            matches!(edge.role, Role::LearnedAt | Role::Project | Role::About | Role::Related | Role::AdaptedFrom)
        });
        let mut ids: Vec<_> = named.map(|edge| edge.other).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    pub fn delivered(&self, project: EntryId, promise: &Promise) -> Delivered {
        let promised = match promise.count {
            Some(Count::Number(number)) => Some(number),
            _ => None,
        };
        let entries = match promise.kind {
            Some(kind) => self.entries_of_project(project).into_iter().filter(|id| self.kind(*id) == kind).collect(),
            None => Vec::new(),
        };
        Delivered { entries, promised }
    }

    /// Member schools of an organisation, by municipality (place in the settings' list; none: not said).
    pub fn members(&self, organisation: EntryId) -> BTreeMap<Option<usize>, Vec<EntryId>> {
        let mut members: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for edge in self.incoming(organisation).filter(|edge| edge.role == Role::Membership) {
            let place = self.indexes.municipalities[edge.other.index()].first().copied();
            members.entry(place).or_default().push(edge.other);
        }
        members
    }

    /// Events, programmes and projects around what a report is about that no practice names yet.
    pub fn without_follow_up(&self, about: EntryId) -> Vec<EntryId> {
        let around = self.incoming(about).filter(|edge| {
            matches!(
                edge.role,
                Role::Organiser | Role::Project | Role::Provider | Role::Coordinator | Role::Predecessor
            )
        });
        let mut ids: Vec<_> = std::iter::once(about).chain(around.map(|edge| edge.other)).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.retain(|id| {
            let learnable = [Kind::Conference, Kind::Programme, Kind::Project].contains(&self.kind(*id));
            learnable && self.practices_from(*id).is_empty()
        });
        ids
    }

    /// What the author relates, then entries most like this one, best first: shared topics count most when few share them, then school and references.
    pub fn related(&self, id: EntryId, limit: usize) -> Vec<EntryId> {
        let kind = self.kind(id);
        let named = self.named_related(id);
        let mut score: Map<EntryId, u32> = Map::default();
        for edge in self.outgoing(id) {
            match edge.role {
                Role::Topic => Self::add_shared(&mut score, self.indexes.by_topic.get(&edge.other), 60),
                Role::School | Role::Provider | Role::Host => {
                    Self::add_shared(&mut score, self.indexes.by_school.get(&edge.other), 15);
                }
                Role::LearnedAt | Role::AdaptedFrom | Role::Body => *score.entry(edge.other).or_default() += 25,
                _ => {}
            }
        }
        for edge in self.incoming(id).filter(|edge| matches!(edge.role, Role::Related | Role::AdaptedFrom)) {
            *score.entry(edge.other).or_default() += 40;
        }
        let mut ranked: Vec<_> = score
            .into_iter()
            .filter(|(other, points)| *points >= 10 && self.is_comparable(kind, *other))
            .filter(|(other, _)| *other != id && !named.contains(other))
            .collect();
        let bonus = |other: EntryId| u32::from(self.kind(other) == kind) * 5;
        let rank = |(other, points): &(EntryId, u32)| (std::cmp::Reverse(points + bonus(*other)), *other);
        let places = limit.saturating_sub(named.len());
        if places < ranked.len() {
            ranked.select_nth_unstable_by_key(places, rank);
            ranked.truncate(places);
        }
        ranked.sort_unstable_by_key(rank);
        named.into_iter().chain(ranked.into_iter().map(|(other, _)| other)).collect()
    }

    /// What an author relates, all of it, in the order in which it is written.
    pub fn named_related(&self, id: EntryId) -> Vec<EntryId> {
        self.outgoing(id).filter(|edge| edge.role == Role::Related).map(|edge| edge.other).collect()
    }

    /// Long lists say little about likeness and would cost much on each page: only their first entries are looked at.
    fn add_shared(score: &mut Map<EntryId, u32>, list: Option<&Vec<EntryId>>, weight: u32) {
        const LOOKED_AT: usize = 64;
        let Some(list) = list else { return };
        let points = (weight * 4 / (u32::try_from(list.len()).unwrap_or(u32::MAX).max(1).ilog2() + 1)).max(1);
        for other in list.iter().take(LOOKED_AT) {
            *score.entry(*other).or_default() += points;
        }
    }

    fn is_comparable(&self, kind: Kind, other: EntryId) -> bool {
        let other = self.kind(other);
        other.is_content() || (other == kind && kind == Kind::Page)
    }

    /// Steps of the annual cycle whose window holds the day of the build.
    pub fn due(&self) -> Vec<EntryId> {
        let due = |id: &EntryId| match &self.entries[id.index()].record.own {
            Own::Cycle(step) => step.window.is_some_and(|window| window.contains(self.today)),
            _ => false,
        };
        self.of_kind(Kind::Cycle).iter().copied().filter(due).collect()
    }

    /// Conferences still to come, the next one first.
    pub fn upcoming(&self) -> Vec<EntryId> {
        let when = |id: &EntryId| match &self.entries[id.index()].record.own {
            Own::Conference(conference) => conference.when,
            _ => None,
        };
        let mut ids: Vec<_> = self
            .of_kind(Kind::Conference)
            .iter()
            .copied()
            .filter(|id| when(id).is_some_and(|when| when.last_day() >= self.today))
            .collect();
        ids.sort_by_key(|id| (when(id), *id));
        ids
    }
}
