//! What the portal knows of an entry that its author did not write (`page.relations`), by the roles of fields.

use std::collections::BTreeMap;

use tera::value::Key;
use tera::{Map, Value};

use super::maker::Maker;
use crate::kind::{Field, Kind, Place, Role};
use crate::portal::{EntryId, Found, Localised, Member, Validity};
use crate::record::Value as Said;
use crate::view;

impl Maker {
    pub(super) fn relations(&self, id: EntryId) -> Value {
        let kind = self.portal.kind(id);
        let original = self.portal.fields(0, id);
        let mut relations = view::Relations {
            validity: kind
                .has(Role::ValidUntil)
                .then(|| Validity::on(self.portal.today, original.date_of(Role::ValidUntil)).name().to_owned()),
            upcoming: original.date_of(Role::When).is_some_and(|when| when.last_day() >= self.portal.today),
            due: original.window().is_some_and(|window| window.contains(self.portal.today)),
            ..view::Relations::default()
        };
        if kind.has(Role::Commitments) {
            self.add_commitments(id, &mut relations);
        }
        if let Some(Said::Entry(Found::Entry(about))) = original.role(Role::About) {
            relations.without_follow_up = self.links(self.portal.without_follow_up(*about));
        }
        if kind.has(Role::Promised) {
            // Practices stand under „from the course to the class“.
            let learned = self.portal.practices_from(id);
            let entries = self.portal.entries_of_project(id);
            relations.groups = self.groups(entries.into_iter().filter(|entry| !learned.contains(entry)), None);
        }
        if kind.has(Role::PartnersQuery) {
            self.add_partners(id, original, &mut relations);
        }
        if let Some(place) = kind.index() {
            let entries = self.portal.listed_on(id).to_vec();
            if place == Place::School {
                relations.years = self.years_of(&entries);
            }
            relations.groups = self.groups(entries, Some(self.portal.routes.nearest(self.edition, id)));
        }
        match kind.index() {
            Some(Place::Organisation) => self.add_members(id, &mut relations),
            Some(Place::Topic) => {
                let tree = &self.portal.indexes.topics;
                let children = tree.children.get(&id).cloned().unwrap_or_default();
                relations.children =
                    self.edition().sorted(children).into_iter().map(|child| self.counted_topic(child)).collect();
            }
            _ => {}
        }
        self.with_inverse(id, &relations)
    }

    /// With the lists of the entries that name this one, by the names that descriptions give them.
    fn with_inverse(&self, id: EntryId, relations: &view::Relations) -> Value {
        let mut map: Map = Value::from_serializable(relations).into_map().unwrap_or_default();
        let mut lists: BTreeMap<&'static str, Vec<EntryId>> = BTreeMap::new();
        for (field, ids) in self.naming(id) {
            lists.entry(field.inverse.unwrap_or_default()).or_default().extend(ids);
        }
        for (name, ids) in lists {
            map.insert(Key::Str(name), Value::from_serializable(&self.links(ids)));
        }
        Value::from(map)
    }

    /// The same lists, with what to call them, as far as there is anything in them.
    pub(super) fn inverses_of(&self, id: EntryId) -> Vec<view::Inverse> {
        let lists = self.naming(id).into_iter().filter(|(_, ids)| !ids.is_empty());
        let inverse = |(field, ids): (&Field, Vec<EntryId>)| {
            let name = field.inverse.unwrap_or_default();
            let label = self.words.get(&format!("{}.inverse", field.key), &[], None);
            view::Inverse {
                name: name.to_owned(),
                label: label.unwrap_or_else(|| name.replace('_', " ")),
                links: self.links(ids),
                own: field.is_own,
            }
        };
        lists.map(inverse).collect()
    }

    /// By field with `inverse` that may name an entry: the entries that do.
    pub(super) fn naming(&self, id: EntryId) -> Vec<(&'static Field, Vec<EntryId>)> {
        let fields = &self.inverses[self.portal.kind(id).number()];
        let of_field = |(_, kind, number): &(&'static str, Kind, u16)| {
            let incoming = self.portal.incoming(id).map(|edge| edge.other);
            let naming = incoming.filter(|from| self.portal.kind(*from) == *kind && self.names(*from, *number, id));
            let mut naming: Vec<_> = naming.collect();
            naming.dedup();
            (kind.shape().field(*number), naming)
        };
        fields.iter().map(of_field).collect()
    }

    /// Whether a field of an entry names another.
    fn names(&self, from: EntryId, number: u16, to: EntryId) -> bool {
        let value = self.portal.fields(0, from).at(number);
        value.into_iter().flat_map(Said::items).any(|item| matches!(item, Said::Entry(Found::Entry(id)) if *id == to))
    }

    /// Areas in the order in which they first come up.
    fn add_commitments(&self, id: EntryId, relations: &mut view::Relations) {
        for row in self.fields(id).rows(Role::Commitments) {
            let title = row.text(Role::Area).map(|area| self.prose(area));
            let municipality = municipality(row).map(|at| self.municipality(at));
            let municipality = municipality.unwrap_or_else(|| view::LinkData::default().into());
            let row =
                view::CommitmentRow { municipality, title: self.prose(row.text(Role::Title).unwrap_or_default()) };
            relations.commitment_count += 1;
            match relations.commitments.iter_mut().find(|area| area.title == title) {
                Some(area) => area.rows.push(row),
                None => relations.commitments.push(view::CommitmentArea { title, rows: vec![row] }),
            }
        }
    }

    /// The schools that a query finds, but for those that are named.
    fn add_partners(&self, id: EntryId, original: &Localised, relations: &mut view::Relations) {
        let named =
            |other: EntryId| self.portal.outgoing(id).any(|edge| edge.role == Role::Part && edge.other == other);
        let found = self.targets(id, Role::Found).into_iter().filter(|partner| !named(*partner));
        relations.partners_found = self.links(found);
        relations.partners_query = original.rows(Role::PartnersQuery).next().map(|query| {
            let types = query.all(Role::Type).filter_map(Said::as_text).map(|name| self.prose(name));
            let place = municipality(query).map(|at| self.municipality(at).title.clone());
            types.chain(place).collect::<Vec<_>>().join(" · ")
        });
    }

    pub(super) fn add_delivered(&self, project: EntryId, promise: &Localised, row: &mut Map) {
        let delivered = self.portal.delivered(project, promise);
        let done = delivered.entries.len();
        let text = delivered.kind.map(|kind| match delivered.promised {
            Some(promised) => {
                let args = [
                    ("done", self.words.locale.integer(i64::try_from(done).unwrap_or(i64::MAX))),
                    ("count", self.words.locale.integer(i64::from(promised))),
                ];
                self.words.say_with("delivered_of", &args)
            }
            None => self.count_of(kind, done),
        });
        row.insert(Key::Str("delivered"), Value::from_serializable(&self.links(delivered.entries)));
        row.insert(Key::Str("delivered_text"), text.map_or(Value::none(), Value::from));
    }

    /// How many of some entries belong to each school year, newest first.
    fn years_of(&self, ids: &[EntryId]) -> Vec<view::CountedLink> {
        let mut years = BTreeMap::<_, usize>::new();
        for year in ids.iter().filter_map(|id| self.portal.school_year(*id)) {
            *years.entry(year).or_default() += 1;
        }
        years.into_iter().rev().map(|(year, count)| view::CountedLink::new(&self.year(year), count)).collect()
    }

    fn add_members(&self, id: EntryId, relations: &mut view::Relations) {
        let (members, former) = self.portal.members(id);
        relations.member_count = members.len();
        let mut groups: Vec<_> = self
            .portal
            .by_municipality(members)
            .into_iter()
            .map(|(place, schools)| view::Members {
                municipality: place.map(|at| self.municipality(at)),
                schools: self.members(schools),
            })
            .collect();
        groups.sort_by_cached_key(|group| {
            group.municipality.as_ref().map(|link| self.words.locale.sort_key(&link.title))
        });
        relations.members = groups;
        relations.former_members = self.members(former);
    }

    fn members(&self, mut members: Vec<Member<'_>>) -> Vec<view::Member> {
        members.sort_by_key(|member| self.edition().rank(member.school));
        let member = |member: Member<'_>| view::Member {
            school: self.link(member.school),
            applied: self.opt_date(member.membership.applied),
            confirmed: self.opt_date(member.membership.confirmed),
            ended: self.opt_date(member.membership.ended),
        };
        members.into_iter().map(member).collect()
    }

    pub(super) fn counted_topic(&self, id: EntryId) -> view::CountedLink {
        let link = self.link(id);
        let count = self.portal.indexes.by_topic.get(&id).map_or(0, Vec::len);
        view::CountedLink::new(&link, count)
    }
}

/// The municipality that a row names.
pub(super) fn municipality(row: &Localised) -> Option<usize> {
    row.iter().find_map(|(_, value)| match value {
        Said::Municipality(Found::Municipality(at)) => Some(*at),
        _ => None,
    })
}
