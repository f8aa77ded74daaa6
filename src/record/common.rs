//! The fields that every kind of entry may have.

use super::kinds::word;
use super::values::{Attachment, Image, Link, OneOf, Person, Reference, Word};
use crate::date::Edtf;
use crate::fields::{Extra, Reader, Row, Text};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Status {
    #[default]
    Published,
    /// Seen in the preview only.
    Draft,
    /// Still readable, no longer current.
    Archived,
}

impl Word for Status {
    const WORDS: &'static [(&'static str, Self)] =
        &[("published", Self::Published), ("draft", Self::Draft), ("archived", Self::Archived)];
}

impl Status {
    pub fn name(self) -> &'static str {
        word(self)
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Common {
    pub title: String,
    pub summary: Option<String>,
    pub date: Option<Edtf>,
    pub updated: Option<Edtf>,
    pub reviewed: Option<Edtf>,
    pub status: Status,
    pub slug: Option<Text>,
    pub aliases: Box<[Text]>,
    pub topics: Box<[Reference]>,
    pub authors: Box<[Person]>,
    pub byline: Option<String>,
    pub audience: Box<[String]>,
    pub licence: Option<String>,
    pub original: Option<Box<Link>>,
    pub links: Box<[Link]>,
    pub attachments: Box<[Attachment]>,
    pub image: Option<Box<Image>>,
    pub related: Box<[Reference]>,
    pub extra: Option<Box<Extra>>,
}

impl Common {
    pub fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self {
            title: reader.required_here("title").unwrap_or_default(),
            summary: reader.optional("summary"),
            date: reader.optional("date"),
            updated: reader.optional("updated"),
            reviewed: reader.optional("reviewed"),
            status: reader.optional::<OneOf<Status>>("status").map_or(Status::default(), |OneOf(status)| status),
            slug: reader.optional("slug"),
            aliases: reader.one_or_many::<Text>("aliases"),
            topics: reader.list("topics"),
            authors: reader.one_or_many::<Person>("authors"),
            byline: reader.optional("byline"),
            audience: reader.one_or_many::<String>("audience"),
            licence: reader.optional("licence"),
            original: reader.optional("source").map(Box::new),
            links: reader.list("links"),
            attachments: reader
                .list::<Row<Attachment>>("attachments")
                .into_iter()
                .map(|Row(attachment)| attachment)
                .collect(),
            image: reader.optional::<Row<Image>>("image").map(|Row(image)| Box::new(image)),
            related: reader.list("related"),
            extra: reader.optional("extra").map(Box::new),
        }
    }
}
