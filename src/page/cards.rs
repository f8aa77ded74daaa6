//! An entry as a card.

use serde::Serialize;
use tera::Value;

use super::maker::Maker;
use crate::kind::{Place, Role};
use crate::portal::{EntryId, Localised, Validity};
use crate::record::{Status, Value as Said};
use crate::view::{Badge, Card, CardImage, Link};

impl Maker {
    pub(super) fn make_card(&self, id: EntryId) -> Card {
        let entry = self.portal.entry(id);
        let (fields, original) = (self.fields(id), self.portal.fields(0, id));
        let kind = &self.kinds[entry.kind.number()];
        Card {
            kind: kind.name.clone(),
            kind_title: kind.title.clone(),
            icon: kind.icon.clone(),
            id: entry.id().to_owned(),
            url: self.url(id),
            title: self.prose_of(id, self.record(id).title()),
            lang: self.foreign(id),
            summary: fields.text(Role::Summary).map(|summary| self.prose_of(id, summary)),
            date: self.opt_date(entry.date()),
            schools: self.list(&self.behind(id, Place::School)),
            organisations: self.list(&self.behind(id, Place::Organisation)),
            municipalities: self.list(&self.card_municipalities(id)),
            place: fields.text(Role::Place).map(|place| self.prose(place)),
            topics: self.list(&self.links(self.targets(id, Role::Topic))),
            badges: self.list(&self.badges(id)),
            image: self.card_image(fields),
            valid_until: original.date_of(Role::ValidUntil).map(|date| date.last_day().to_string()),
            note: self.note(fields),
        }
    }

    /// Most lists of most cards are empty: those are all the same one.
    fn list(&self, elements: &[impl Serialize]) -> Value {
        if elements.is_empty() { self.nothing.clone() } else { Value::from_serializable(elements) }
    }

    pub(super) fn targets(&self, id: EntryId, role: Role) -> Vec<EntryId> {
        self.portal.outgoing(id).filter(|edge| edge.role == role).map(|edge| edge.other).collect()
    }

    /// The schools or organisations that an entry is by.
    pub(super) fn behind(&self, id: EntryId, place: Place) -> Vec<Link> {
        let ids = self.portal.outgoing(id).filter(|edge| edge.role.is_by()).map(|edge| edge.other);
        self.links(ids.filter(|other| self.portal.kind(*other).is(place)))
    }

    /// A report's many municipalities stand on its page; a card shows where something took place.
    fn card_municipalities(&self, id: EntryId) -> Vec<Link> {
        self.portal.indexes.shown_municipalities[id.index()].iter().map(|at| self.municipality(*at)).collect()
    }

    fn note(&self, fields: &Localised) -> Option<String> {
        let text = fields.text(Role::Note).or_else(|| fields.text(Role::Type)).map(|note| self.prose(note));
        text.or_else(|| fields.window().map(|window| self.words.locale.window(&window)))
    }

    fn badges(&self, id: EntryId) -> Vec<Badge> {
        let entry = self.portal.entry(id);
        let mut badges = Vec::new();
        let mut add = |name: &str| {
            badges.push(Badge { name: name.to_owned(), text: self.words.say(&format!("badge.{name}")) });
        };
        match entry.record.status() {
            Status::Draft => add("draft"),
            Status::Archived => add("archived"),
            Status::Published => {}
        }
        let fields = self.portal.fields(0, id);
        if fields.role(Role::Closed).is_some() {
            add("closed");
        }
        if entry.kind.has(Role::ValidUntil) {
            add(Validity::on(self.portal.today, fields.date_of(Role::ValidUntil)).name());
        }
        if fields.date_of(Role::When).is_some_and(|when| when.last_day() >= self.portal.today) {
            add("upcoming");
        }
        if let Some(date) = fields.date_of(Role::Date).filter(|_| entry.is_scheduled(self.portal.today)) {
            let args = [("date", self.words.locale.date(date))];
            badges.push(Badge { name: "scheduled".into(), text: self.words.say_with("badge.scheduled", &args) });
        }
        badges
    }

    fn card_image(&self, fields: &Localised) -> Option<CardImage> {
        match fields.get("image") {
            Some(Said::Image(image)) => self.image(image),
            _ => None,
        }
    }
}
