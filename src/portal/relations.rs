//! What follows from the references: from the course to the class, promised and delivered, members, related entries.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use jiff::ToSpan;
use jiff::civil::Date;

use super::{EntryId, Portal};
use super::{Found, Localised};
use crate::date::Edtf;
use crate::kind::{Kind, Place, Role};
use crate::record::Value;
use crate::record::values::Count;

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
    pub kind: Option<Kind>,
    pub promised: Option<u32>,
}

/// A school's membership of an organisation.
#[derive(Debug, Clone, Copy)]
pub struct Membership<'p> {
    pub organisation: EntryId,
    /// None also where it applied, and nobody says when.
    pub applied: Option<&'p Edtf>,
    pub confirmed: Option<&'p Edtf>,
    pub ended: Option<&'p Edtf>,
    has_applied: bool,
}

/// A school with what it says last of its membership.
#[derive(Debug, Clone, Copy)]
pub struct Member<'p> {
    pub school: EntryId,
    pub membership: Membership<'p>,
}

impl<'p> Membership<'p> {
    fn new(row: &'p Localised) -> Option<Self> {
        let Some(Value::Entry(Found::Entry(organisation))) = row.role(Role::Member) else { return None };
        Some(Self {
            organisation: *organisation,
            applied: row.date_of(Role::Applied),
            confirmed: row.date_of(Role::Confirmed),
            ended: row.date_of(Role::Ended),
            has_applied: row.role(Role::Applied).is_some(),
        })
    }

    /// Nobody says that it was taken in, or it will be.
    fn is_application(&self, today: Date) -> bool {
        match (self.confirmed, self.ended) {
            (Some(confirmed), _) => confirmed.first_day() > today,
            (None, ended) => self.has_applied && ended.is_none(),
        }
    }

    fn has_ended(&self, today: Date) -> bool {
        self.ended.is_some_and(|ended| ended.first_day() <= today)
    }
}

/// Of several memberships the one that counts: the first that has not ended, else the last.
fn deciding<'p>(memberships: impl Iterator<Item = Membership<'p>>, today: Date) -> Option<Membership<'p>> {
    let (ended, open): (Vec<_>, Vec<_>) = memberships.partition(|one| one.has_ended(today));
    open.first().or(ended.last()).copied()
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
            .filter(|edge| edge.role.is_by() && self.kind(edge.other).is(Place::School))
            .map(|edge| edge.other)
            .collect()
    }

    /// Everything that names a project, but for its schools and topics.
    pub fn entries_of_project(&self, project: EntryId) -> Vec<EntryId> {
        let named = self.incoming(project).filter(|edge| edge.role.is_work_on());
        let mut ids: Vec<_> = named.map(|edge| edge.other).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// `promise` is a row of a field with the role of promises.
    pub fn delivered(&self, project: EntryId, promise: &Localised) -> Delivered {
        let promised = match promise.role(Role::Count) {
            Some(Value::Count(Count::Number(number))) => Some(*number),
            _ => None,
        };
        let kind = match promise.role(Role::Kind) {
            Some(Value::Kind(kind)) => Some(*kind),
            _ => None,
        };
        let entries = match kind {
            Some(kind) => self.entries_of_project(project).into_iter().filter(|id| self.kind(*id) == kind).collect(),
            None => Vec::new(),
        };
        Delivered { entries, kind, promised }
    }

    /// The memberships of a school in an organisation, in the order in which it writes them.
    pub fn memberships(&self, organisation: EntryId, school: EntryId) -> impl Iterator<Item = Membership<'_>> {
        let rows = self.fields(0, school).rows(Role::Memberships);
        rows.filter_map(Membership::new).filter(move |membership| membership.organisation == organisation)
    }

    /// Schools that belong to an organisation, and those that have belonged to it. A school that left and came back belongs; one that has
    /// only applied does neither.
    pub fn members(&self, organisation: EntryId) -> (Vec<Member<'_>>, Vec<Member<'_>>) {
        let (mut now, mut former) = (Vec::new(), Vec::new());
        for edge in self.incoming(organisation).filter(|edge| edge.role == Role::Member) {
            let taken_in = self.memberships(organisation, edge.other).filter(|one| !one.is_application(self.today));
            let Some(membership) = deciding(taken_in, self.today) else { continue };
            let is_closed = self.fields(0, edge.other).role(Role::Closed).is_some();
            let list = if is_closed || membership.has_ended(self.today) { &mut former } else { &mut now };
            list.push(Member { school: edge.other, membership });
        }
        (now, former)
    }

    /// Member schools by municipality (place in the settings' list; none: not said).
    pub fn by_municipality<'p>(&self, members: Vec<Member<'p>>) -> BTreeMap<Option<usize>, Vec<Member<'p>>> {
        let mut places: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for member in members {
            let place = self.indexes.municipalities[member.school.index()].first().copied();
            places.entry(place).or_default().push(member);
        }
        places
    }

    /// Events, programmes and projects around what a report is about that no practice names yet.
    pub fn without_follow_up(&self, about: EntryId) -> Vec<EntryId> {
        let around = self.incoming(about).filter(|edge| edge.role.is_in_chain());
        let mut ids: Vec<_> = std::iter::once(about).chain(around.map(|edge| edge.other)).collect();
        ids.sort_unstable();
        ids.dedup();
        let is_learned_at = |id| self.kind(id).is_learned_at(&self.kinds);
        ids.retain(|id| is_learned_at(*id) && self.has_begun(*id) && self.practices_from(*id).is_empty());
        ids
    }

    /// Whether an event or project has had its first day, so that something of it can have been applied. One whose kind has
    /// a day that is not set yet has not.
    pub fn has_begun(&self, id: EntryId) -> bool {
        let fields = self.fields(0, id);
        match fields.date_of(Role::When).or_else(|| fields.date_of(Role::Period)) {
            Some(date) => date.first_day() <= self.today,
            None => !self.kind(id).has(Role::When),
        }
    }

    /// What the author relates, then entries most like this one, best first: shared topics count most when few share them, then school and references.
    pub fn related(&self, id: EntryId, limit: usize) -> Vec<EntryId> {
        let kind = self.kind(id);
        let named = self.named_related(id);
        let places = limit.saturating_sub(named.len());
        let mut best: Vec<(Reverse<u32>, EntryId)> = Vec::with_capacity(places + 1);
        let is_alike = |(_, points): &(EntryId, u32)| places > 0 && *points >= LEAST_LIKENESS;
        let mut alike: Vec<_> = self.likeness(id).filter(is_alike).collect();
        if alike.len() > LIKELIEST {
            alike.select_nth_unstable_by_key(LIKELIEST, |(_, points)| Reverse(*points));
        }
        for (other, points) in alike {
            let falls_behind = |points| best.len() == places && best.last() < Some(&(Reverse(points), other));
            // Most fall behind by their points alone, and need not be looked at.
            if falls_behind(points + SAME_KIND) || other == id {
                continue;
            }
            let points = points + if self.kind(other) == kind { SAME_KIND } else { 0 };
            if falls_behind(points) || !self.is_comparable(kind, other) || named.contains(&other) {
                continue;
            }
            let rank = (Reverse(points), other);
            best.insert(best.partition_point(|better| *better < rank), rank);
            best.truncate(places);
        }
        named.into_iter().chain(best.into_iter().map(|(_, other)| other)).collect()
    }

    /// How much other entries are like one, as far as they are at all, each once.
    fn likeness(&self, id: EntryId) -> impl Iterator<Item = (EntryId, u32)> {
        let mut direct: Vec<(EntryId, u32)> = Vec::new();
        let mut lists: Vec<(&[EntryId], u32)> = Vec::new();
        for edge in self.outgoing(id) {
            match edge.role {
                Role::Topic => lists.extend(shared(self.indexes.by_topic.get(&edge.other), 60)),
                Role::By => lists.extend(shared(self.indexes.by_school.get(&edge.other), 15)),
                role if role.likeness_out() > 0 => direct.push((edge.other, role.likeness_out())),
                _ => {}
            }
        }
        let naming = self.incoming(id).filter(|edge| edge.role.likeness_in() > 0);
        direct.extend(naming.map(|edge| (edge.other, edge.role.likeness_in())));
        // The shortest lists say most; nobody has more of them but to slow the site down.
        lists.sort_by_key(|(_, weight)| Reverse(*weight));
        lists.truncate(MOST_LISTS);
        let mut points = vec![0; self.len()];
        for (list, weight) in &lists {
            for other in *list {
                points[other.index()] += weight;
            }
        }
        for (other, weight) in &direct {
            points[other.index()] += weight;
        }
        let others = lists.into_iter().flat_map(|(list, _)| list).copied().chain(direct.into_iter().map(|one| one.0));
        others.filter_map(move |other| match std::mem::take(&mut points[other.index()]) {
            0 => None,
            points => Some((other, points)),
        })
    }

    /// What an author relates, all of it, in the order in which it is written.
    pub fn named_related(&self, id: EntryId) -> Vec<EntryId> {
        self.outgoing(id).filter(|edge| edge.role == Role::Related).map(|edge| edge.other).collect()
    }

    fn is_comparable(&self, kind: Kind, other: EntryId) -> bool {
        let other = self.kind(other);
        other.is_content() || (other == kind && !kind.has_section())
    }

    /// Steps of the annual cycle whose window holds the day of the build.
    pub fn due(&self) -> Vec<EntryId> {
        let due = |id: &EntryId| self.fields(0, *id).window().is_some_and(|window| window.contains(self.today));
        self.kinds.with_role(Role::Window).flat_map(|kind| self.of_kind(kind)).copied().filter(due).collect()
    }

    /// Events still to come, the next one first.
    pub fn upcoming(&self) -> Vec<EntryId> {
        let when = |id: &EntryId| self.fields(0, *id).date_of(Role::When);
        let events = self.kinds.with_role(Role::When).flat_map(|kind| self.of_kind(kind)).copied();
        let mut ids: Vec<_> = events.filter(|id| when(id).is_some_and(|when| when.last_day() >= self.today)).collect();
        ids.sort_by_key(|id| (when(id), *id));
        ids
    }
}

/// Entries with the most points, which are looked at first: most others then fall behind.
const LIKELIEST: usize = 64;
/// Points below which entries are not taken for related.
const LEAST_LIKENESS: u32 = 10;
/// Points for being of the same kind.
const SAME_KIND: u32 = 5;
/// Lists of topics and schools that are looked at for what is like an entry.
const MOST_LISTS: usize = 32;

/// A list that an entry stands in, with what it says about likeness to stand in it too: the longer it is, the less.
fn shared(list: Option<&Vec<EntryId>>, weight: u32) -> Option<(&[EntryId], u32)> {
    let list = list.filter(|list| !list.is_empty())?;
    let length = u32::try_from(list.len()).unwrap_or(u32::MAX);
    Some((list, (weight * 4 / (length.ilog2() + 1)).max(1)))
}
