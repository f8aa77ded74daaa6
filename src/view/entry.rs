//! An entry: as a card in lists, and as a page of its own.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Badge, Date, File, Link, OwnView, PageHead};

/// An entry in a list. Made once a language and shared by every list it stands in.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Card {
    pub kind: String,
    /// „Praktika“.
    pub kind_title: String,
    pub icon: String,
    pub id: String,
    pub url: String,
    pub title: String,
    /// Language of title and summary where it is not the page's.
    pub lang: Option<String>,
    pub summary: Option<String>,
    /// When it was published or takes place.
    pub date: Option<Date>,
    pub schools: Vec<Link>,
    /// Organisation behind it, where it is no school.
    pub organisations: Vec<Link>,
    pub municipalities: Vec<Link>,
    /// Town or venue.
    pub place: Option<String>,
    pub topics: Vec<Link>,
    pub badges: Vec<Badge>,
    pub image: Option<CardImage>,
    /// ISO date to which a programme is valid, for the check in the browser.
    pub valid_until: Option<String>,
    /// A line about the kind's own: a school's type, a step's window, a project's line.
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CardImage {
    pub url: String,
    pub alt: String,
    pub credit: Option<String>,
}

/// A page in another language.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Translation {
    /// BCP 47.
    pub lang: String,
    /// The language's own name, such as „English“.
    pub title: String,
    pub url: String,
    pub current: bool,
    /// Absolute address for `hreflang`; null when the settings name no base address.
    pub absolute: Option<String>,
}

/// A heading of the body.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    pub id: String,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Author {
    pub name: String,
    pub role: Option<String>,
    pub school: Option<Link>,
    pub organisation: Option<Link>,
}

/// What became of an event, programme or project in classrooms.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FollowUps {
    /// „pritaikyta 7 mokyklose“.
    pub text: String,
    /// Different schools.
    pub schools: usize,
    #[schemars(with = "Vec<Card>")]
    pub practices: Vec<tera::Value>,
}

/// `page` of an entry's own page.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EntryPage {
    #[serde(flatten)]
    pub head: PageHead,
    #[schemars(with = "Card")]
    pub card: tera::Value,
    /// HTML of the body, safe to insert.
    #[schemars(with = "String")]
    pub body: tera::Value,
    pub outline: Vec<Heading>,
    pub updated: Option<Date>,
    pub reviewed: Option<Date>,
    pub status: String,
    pub school_year: Option<Link>,
    pub authors: Vec<Author>,
    pub byline: Option<String>,
    pub audience: Vec<String>,
    pub licence: Option<String>,
    /// Where it was first published.
    pub source: Option<Link>,
    pub links: Vec<Link>,
    pub attachments: Vec<File>,
    /// What is the kind's own; its fields are those of the view named after the kind.
    #[schemars(with = "OwnView")]
    pub own: tera::Value,
    /// From the course to the class: for conferences, programmes and projects.
    pub follow_ups: Option<FollowUps>,
    #[schemars(with = "Vec<Card>")]
    pub related: Vec<tera::Value>,
    /// Entries that link to this one or name it, and are not shown elsewhere on the page.
    pub backlinks: Vec<Link>,
    /// Collections that hold it.
    pub collections: Vec<Link>,
    pub previous: Option<Link>,
    pub next: Option<Link>,
    pub extra: serde_json::Map<String, serde_json::Value>,
}
