//! The tables within the settings.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use toml::Spanned;
use toml::de::DeValue;

use crate::diagnostics::{Code, Diagnostic};
use crate::fields::{Context, OneOrMany, Reader, Row, Table, Text, Value, read_row, wrong};

/// Which of the computed indexes are published.
#[expect(clippy::struct_excessive_bools, reason = "independent switches of the settings, not a state")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Indexes {
    pub municipalities: bool,
    pub years: bool,
    pub letters: bool,
    pub evidence: bool,
}

impl Default for Indexes {
    fn default() -> Self {
        Self { municipalities: true, years: true, letters: true, evidence: true }
    }
}

impl Table for Indexes {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        let mut on = |name| reader.optional(name).unwrap_or(true);
        Self {
            municipalities: on("municipalities"),
            years: on("years"),
            letters: on("letters"),
            evidence: on("evidence"),
        }
    }
}

/// The search over all entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Search {
    pub enabled: bool,
}

impl Default for Search {
    fn default() -> Self {
        Self { enabled: true }
    }
}

impl Table for Search {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self { enabled: reader.optional("enabled").unwrap_or(true) }
    }
}

/// The settings' words in a further language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Translation {
    pub title: Option<String>,
    pub description: Option<String>,
}

impl Table for Translation {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self { title: reader.optional("title"), description: reader.optional("description") }
    }
}

/// The settings' words by language.
pub struct Translations(pub Vec<(Text, Translation)>);

impl Value for Translations {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        let DeValue::Table(table) = value.get_ref() else {
            return wrong(Code::ExpectedTable, value, name, context);
        };
        let translations = table.iter().filter_map(|(key, value)| {
            let language = Text::new(key.get_ref().to_string(), &context.span(key.span()));
            Some((language, read_row(value, name, context)?))
        });
        Some(Self(translations.collect()))
    }

    fn schema() -> Json {
        json!({ "type": "object", "additionalProperties": Row::<Translation>::schema() })
    }
}

/// An item of the main menu: an entry by reference, or any address with a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuItem {
    pub title: Option<String>,
    pub entry: Option<Text>,
    /// Absolute, or a path below the site's root.
    pub url: Option<Text>,
}

impl Table for MenuItem {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        let item = Self {
            title: reader.optional("title"),
            entry: reader.optional("entry"),
            url: reader.optional::<MenuUrl>("url").map(|url| url.0),
        };
        reader.require_one_of(&["entry", "url"]);
        if item.entry.is_none() && item.title.is_none() {
            reader.missing("title");
        }
        item
    }
}

/// A web address, or a path or entry of this site, which is for the portal to find.
struct MenuUrl(Text);

impl Value for MenuUrl {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        let read = Text::read(value, name, context)?;
        let text = &read.text;
        let schemes = ["https://", "http://", "mailto:", "tel:"];
        let path = !text.contains("://") && !text.starts_with("//");
        let plain = !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>'));
        let good = plain && (path || schemes.iter().any(|scheme| text.starts_with(scheme)));
        if good { Some(Self(read)) } else { wrong(Code::ExpectedUrl, value, name, context) }
    }

    fn schema() -> Json {
        json!({ "type": "string", "minLength": 1 })
    }
}

/// URL segments by the folder or index that they replace. Which folders there are is for the portal to check.
pub struct Segments(pub Vec<(Text, Text)>);

impl Value for Segments {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        let DeValue::Table(table) = value.get_ref() else {
            return wrong(Code::ExpectedTable, value, name, context);
        };
        let segments = table.iter().filter_map(|(key, value)| {
            let segment = segment(key.get_ref(), value, context)?;
            Some((Text::new(key.get_ref().to_string(), &context.span(key.span())), segment))
        });
        Some(Self(segments.collect()))
    }

    fn schema() -> Json {
        json!({ "type": "object", "additionalProperties": segment_schema() })
    }
}

/// One part of an address.
pub struct Segment(pub Text);

impl Value for Segment {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        segment(name, value, context).map(Self)
    }

    fn schema() -> Json {
        segment_schema()
    }
}

/// Bytes of a part of an address. File systems end at 255, and some programs add an ending while they write.
const LONGEST_SEGMENT: usize = 200;

fn segment(field: &str, value: &Spanned<DeValue<'_>>, context: &mut Context<'_>) -> Option<Text> {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let code = match value.get_ref() {
        DeValue::String(text) if text.trim().is_empty() => Code::EmptyText,
        DeValue::String(text) if text.trim().len() <= LONGEST_SEGMENT && text.trim().bytes().all(allowed) => {
            return Some(Text::new(text.trim().to_owned(), &context.span(value.span())));
        }
        DeValue::String(_) => Code::ExpectedSegment,
        _ => Code::ExpectedText,
    };
    context.report(Diagnostic::error(code).arg("field", field), value.span());
    None
}

fn segment_schema() -> Json {
    json!({ "type": "string", "pattern": "^[a-z0-9-]+$" })
}

/// The schema of the table of segments by these names and no others.
pub fn segments_schema<'n>(names: impl Iterator<Item = &'n &'n str>) -> Json {
    let properties: serde_json::Map<_, _> = names.map(|name| ((*name).to_owned(), segment_schema())).collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// Groups of school types: a name and the types it stands for.
pub struct SchoolTypes(pub BTreeMap<String, Vec<String>>);

impl Value for SchoolTypes {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        let DeValue::Table(table) = value.get_ref() else {
            return wrong(Code::ExpectedTable, value, name, context);
        };
        let groups = table.iter().filter_map(|(key, types)| {
            let OneOrMany(types) = Value::read(types, name, context)?;
            Some((key.get_ref().to_string(), types.into_vec()))
        });
        Some(Self(groups.collect()))
    }

    fn schema() -> Json {
        json!({ "type": "object", "additionalProperties": OneOrMany::<String>::schema() })
    }
}
