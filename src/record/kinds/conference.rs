//! A conference or another event.

use serde_json::{Value as Json, json};
use toml::Spanned;
use toml::de::DeValue;

use crate::date::Edtf;
use crate::fields::{Context, Reader, Table, Text, Value};
use crate::record::values::{Count, OneOf, Party, Person, Reference, Url, Word};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Season {
    Spring,
    Autumn,
}

impl Word for Season {
    const WORDS: &'static [(&'static str, Self)] = &[("spring", Self::Spring), ("autumn", Self::Autumn)];
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Conference {
    pub when: Option<Edtf>,
    pub season: Option<Season>,
    pub place: Option<String>,
    pub municipality: Option<Text>,
    pub organisers: Box<[Party]>,
    pub host: Option<Reference>,
    pub online_url: Option<Url>,
    pub registration_url: Option<Url>,
    pub participants: Option<Count>,
    pub agenda: Box<[AgendaItem]>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct AgendaItem {
    pub time: Option<String>,
    pub title: String,
    pub speakers: Box<[Person]>,
    pub file: Option<Text>,
}

impl Table for AgendaItem {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self {
            time: reader.optional::<Clock>("time").map(|clock| clock.0),
            title: reader.required("title").unwrap_or_default(),
            speakers: reader.one_or_many::<Person>("speakers"),
            file: reader.optional("file"),
        }
    }
}

/// A time of day: a TOML time or a text such as „10.00–10.30“.
struct Clock(String);

impl Value for Clock {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Datetime(time) if time.date.is_none() => {
                let text = time.to_string();
                Some(Self(text.strip_suffix(":00").filter(|short| short.len() >= 5).unwrap_or(&text).to_owned()))
            }
            _ => String::read(value, name, context).map(Self),
        }
    }

    fn schema() -> Json {
        json!({ "type": "string" })
    }
}

impl Table for Conference {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self {
            when: reader.optional("when"),
            season: reader.optional::<OneOf<Season>>("season").map(|season| season.0),
            place: reader.optional("place"),
            municipality: reader.optional("municipality"),
            organisers: reader.one_or_many::<Party>("organisers"),
            host: reader.optional("host"),
            online_url: reader.optional("online_url"),
            registration_url: reader.optional("registration_url"),
            participants: reader.optional("participants"),
            agenda: super::rows(reader.list("agenda")),
        }
    }
}
