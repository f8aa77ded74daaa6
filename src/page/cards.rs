//! An entry as a card.

use serde::Serialize;
use tera::Value;

use super::maker::Maker;
use crate::portal::{EntryId, Validity};
use crate::record::values::Image;
use crate::record::{Kind, Own, Record, Role, Status};
use crate::view::{Badge, Card, CardImage, Link};

impl Maker {
    pub(super) fn make_card(&self, id: EntryId) -> Card {
        let entry = self.portal.entry(id);
        let record = self.record(id);
        let kind = &self.kinds[entry.kind.number()];
        Card {
            kind: kind.name.clone(),
            kind_title: kind.title.clone(),
            icon: kind.icon.clone(),
            id: entry.id().to_owned(),
            url: self.url(id),
            title: self.prose_of(id, &record.common.title),
            lang: self.foreign(id),
            summary: record.common.summary.as_ref().map(|summary| self.prose_of(id, summary)),
            date: self.opt_date(entry.date()),
            schools: self.list(&self.behind(id, Kind::School)),
            organisations: self.list(&self.behind(id, Kind::Organisation)),
            municipalities: self.list(&self.card_municipalities(id)),
            place: self.place(record),
            topics: self.list(&self.links(self.targets(id, Role::Topic))),
            badges: self.list(&self.badges(id)),
            image: self.card_image(record),
            valid_until: match &record.own {
                Own::Programme(programme) => programme.valid_until.map(|date| date.last_day().to_string()),
                _ => None,
            },
            note: self.note(record),
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
    pub(super) fn behind(&self, id: EntryId, kind: Kind) -> Vec<Link> {
        let by =
            |role| matches!(role, Role::School | Role::Organisation | Role::Provider | Role::Coordinator | Role::Host);
        let ids = self.portal.outgoing(id).filter(|edge| by(edge.role)).map(|edge| edge.other);
        self.links(ids.filter(|other| self.portal.kind(*other) == kind))
    }

    /// A report's many municipalities stand on its page; a card shows where something took place.
    fn card_municipalities(&self, id: EntryId) -> Vec<Link> {
        if self.portal.kind(id) == Kind::Report {
            return Vec::new();
        }
        self.portal.indexes.municipalities[id.index()].iter().map(|at| self.municipality(*at)).collect()
    }

    fn place(&self, record: &Record) -> Option<String> {
        match &record.own {
            Own::Conference(conference) => self.opt_prose(conference.place.as_ref()),
            Own::School(school) => self.opt_prose(school.place.as_ref()),
            Own::Organisation(organisation) => self.opt_prose(organisation.seat.as_ref()),
            _ => None,
        }
    }

    fn note(&self, record: &Record) -> Option<String> {
        match &record.own {
            Own::School(school) => Some(self.prose(&school.school_type)),
            Own::Organisation(organisation) => Some(self.prose(&organisation.organisation_type)),
            Own::Cycle(step) => step.window.map(|window| self.words.locale.window(&window)),
            Own::Project(project) => self.opt_prose(project.line.as_ref()),
            Own::Topic(topic) => self.opt_prose(topic.question.as_ref()),
            _ => None,
        }
    }

    fn badges(&self, id: EntryId) -> Vec<Badge> {
        let entry = self.portal.entry(id);
        let mut badges = Vec::new();
        let mut add = |name: &str| {
            badges.push(Badge { name: name.to_owned(), text: self.words.say(&format!("badge.{name}")) });
        };
        match entry.record.common.status {
            Status::Draft => add("draft"),
            Status::Archived => add("archived"),
            Status::Published => {}
        }
        match &entry.record.own {
            Own::School(school) if school.closed.is_some() => add("closed"),
            Own::Programme(programme) => add(Validity::on(self.portal.today, programme.valid_until.as_ref()).name()),
            Own::Conference(conference) if conference.when.is_some_and(|when| when.last_day() >= self.portal.today) => {
                add("upcoming");
            }
            _ => {}
        }
        if let Some(date) = entry.record.common.date.as_ref().filter(|_| entry.is_scheduled(self.portal.today)) {
            let args = [("date", self.words.locale.date(date))];
            badges.push(Badge { name: "scheduled".into(), text: self.words.say_with("badge.scheduled", &args) });
        }
        badges
    }

    fn card_image(&self, record: &Record) -> Option<CardImage> {
        let image: &Image = record.common.image.as_ref()?;
        let asset = self.portal.assets.get(&record.path_of(&image.file.text)?)?;
        Some(CardImage {
            url: asset.url.clone(),
            alt: self.prose(&image.alt),
            credit: self.opt_prose(image.credit.as_ref()),
        })
    }
}
