//! The fields of each kind of entry, as the author's contract lists them.

mod conference;
mod other;
mod place;
mod practice;
mod programme;
mod project;
mod report;

use serde_json::{Value as Json, json};
use toml::Spanned;
use toml::de::DeValue;

use super::Kind;
use super::values::{OneOf, Word};
use crate::fields::{Context, Reader, Row, Table, Value};

pub use conference::{AgendaItem, Conference, Season};
pub use other::{Collection, CycleStep, Item, News, Page, Topic};
pub use place::{Goal, Membership, Organisation, School};
pub use practice::{Evidence, Practice};
pub use programme::Programme;
pub use project::{PartnersQuery, Project, ProjectState, Promise};
pub use report::{Commitment, Definition, Figure, FigureValue, Report, TimelineRow};

/// The word of an enum's value, for templates and message keys.
pub fn word<W: Word + PartialEq>(value: W) -> &'static str {
    W::WORDS.iter().find(|(_, known)| *known == value).map_or("", |(word, _)| word)
}

fn words<W>(list: Vec<OneOf<W>>) -> Vec<W> {
    list.into_iter().map(|OneOf(word)| word).collect()
}

fn rows<T>(list: Vec<Row<T>>) -> Vec<T> {
    list.into_iter().map(|Row(row)| row).collect()
}

/// A text or a bare number, such as a grade.
struct Label(String);

impl Value for Label {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Integer(_) => u32::read(value, name, context).map(|number| Self(number.to_string())),
            _ => String::read(value, name, context).map(Self),
        }
    }

    fn schema() -> Json {
        json!({ "type": ["string", "integer"] })
    }
}

/// The fields that are a kind's own.
#[derive(Debug, Clone, PartialEq)]
pub enum Own {
    Practice(Practice),
    Programme(Programme),
    Conference(Conference),
    Report(Report),
    Project(Project),
    School(School),
    Organisation(Organisation),
    Topic(Topic),
    News(News),
    Collection(Collection),
    Cycle(CycleStep),
    Page(Page),
}

impl Own {
    pub fn read(kind: Kind, reader: &mut Reader<'_, '_>) -> Self {
        match kind {
            Kind::Practice => Self::Practice(Table::read(reader)),
            Kind::Programme => Self::Programme(Table::read(reader)),
            Kind::Conference => Self::Conference(Table::read(reader)),
            Kind::Report => Self::Report(Table::read(reader)),
            Kind::Project => Self::Project(Table::read(reader)),
            Kind::School => Self::School(Table::read(reader)),
            Kind::Organisation => Self::Organisation(Table::read(reader)),
            Kind::Topic => Self::Topic(Table::read(reader)),
            Kind::News => Self::News(Table::read(reader)),
            Kind::Collection => Self::Collection(Table::read(reader)),
            Kind::Cycle => Self::Cycle(Table::read(reader)),
            Kind::Page => Self::Page(Table::read(reader)),
        }
    }
}
