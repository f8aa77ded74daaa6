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

fn words<W>(list: Box<[OneOf<W>]>) -> Box<[W]> {
    list.into_iter().map(|OneOf(word)| word).collect()
}

fn rows<T>(list: Box<[Row<T>]>) -> Box<[T]> {
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

/// The fields that are a kind's own, each in a place of its own: some kinds have many, and most entries are of those with few.
#[derive(Debug, Clone, PartialEq)]
pub enum Own {
    Practice(Box<Practice>),
    Programme(Box<Programme>),
    Conference(Box<Conference>),
    Report(Box<Report>),
    Project(Box<Project>),
    School(Box<School>),
    Organisation(Box<Organisation>),
    Topic(Box<Topic>),
    News(Box<News>),
    Collection(Box<Collection>),
    Cycle(Box<CycleStep>),
    Page(Box<Page>),
}

impl Own {
    pub fn read(kind: Kind, reader: &mut Reader<'_, '_>) -> Self {
        match kind.name() {
            "practice" => Self::Practice(boxed(reader)),
            "programme" => Self::Programme(boxed(reader)),
            "conference" => Self::Conference(boxed(reader)),
            "report" => Self::Report(boxed(reader)),
            "project" => Self::Project(boxed(reader)),
            "school" => Self::School(boxed(reader)),
            "organisation" => Self::Organisation(boxed(reader)),
            "topic" => Self::Topic(boxed(reader)),
            "news" => Self::News(boxed(reader)),
            "collection" => Self::Collection(boxed(reader)),
            "cycle" => Self::Cycle(boxed(reader)),
            _ => Self::Page(boxed(reader)),
        }
    }
}

fn boxed<T: Table>(reader: &mut Reader<'_, '_>) -> Box<T> {
    Box::new(T::read(reader))
}
