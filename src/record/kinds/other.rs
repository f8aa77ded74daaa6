//! Topics, news, collections, steps of the annual cycle and fixed pages.

use serde_json::{Value as Json, json};
use toml::Spanned;
use toml::de::DeValue;

use crate::date::Window;
use crate::fields::{Context, Reader, Row, Table, Value, object_schema, read_row};
use crate::record::values::{Attachment, Party, Reference};

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Topic {
    pub parent: Option<Reference>,
    pub synonyms: Box<[String]>,
    pub question: Option<String>,
}

impl Table for Topic {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self {
            parent: reader.optional("parent"),
            synonyms: reader.one_or_many("synonyms"),
            question: reader.optional("question"),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct News {
    pub schools: Box<[Reference]>,
    pub organisations: Box<[Reference]>,
}

impl Table for News {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        reader.insist("date");
        Self {
            schools: reader.one_or_many::<Reference>("school"),
            organisations: reader.one_or_many::<Reference>("organisation"),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Collection {
    pub items: Box<[Item]>,
    pub curator: Option<Party>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Item {
    pub entry: Option<Reference>,
    pub note: Option<String>,
}

impl Value for Item {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Table(_) => read_row(value, name, context),
            _ => Reference::read(value, name, context).map(|entry| Self { entry: Some(entry), note: None }),
        }
    }

    fn schema() -> Json {
        let row = object_schema(&Reader::describe(<Self as Table>::read));
        json!({ "anyOf": [Reference::schema(), row] })
    }
}

impl Table for Item {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self { entry: reader.required("entry"), note: reader.optional("note") }
    }
}

impl Table for Collection {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self { items: reader.required("items").unwrap_or_default(), curator: reader.optional("curator") }
    }
}

/// A step of the school's annual cycle.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CycleStep {
    pub window: Option<Window>,
    pub role: String,
    pub output: Option<String>,
    pub template: Option<Attachment>,
}

impl Table for CycleStep {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self {
            window: reader.required("window"),
            role: reader.required("role").unwrap_or_default(),
            output: reader.optional("output"),
            template: reader.optional::<Row<Attachment>>("template").map(|row| row.0),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// Place in the main menu; absent means not there.
    pub menu: Option<u32>,
}

impl Table for Page {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self { menu: reader.optional::<MenuPlace>("menu").and_then(|place| place.0) }
    }
}

/// `menu = true`, or its place among the others as a number.
struct MenuPlace(Option<u32>);

impl Value for MenuPlace {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Boolean(shown) => Some(Self(shown.then_some(u32::MAX))),
            _ => u32::read(value, name, context).map(|place| Self(Some(place))),
        }
    }

    fn schema() -> Json {
        json!({ "type": ["boolean", "integer"], "minimum": 0 })
    }
}
