//! The plain values: text, numbers, flags, lists and the free table `[extra]`.

use std::ops::Range;
use std::sync::Arc;

use serde_json::{Value as Json, json};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Context, Value};
use crate::diagnostics::{Code, Diagnostic};

/// A sign that turns the direction of the text after it (Unicode's embeddings, overrides, isolates). It is not seen, and can make
/// a text look like another.
pub fn is_direction_control(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl Value for String {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        let text = match value.get_ref() {
            DeValue::String(text) => text.trim(),
            _ => return wrong(Code::ExpectedText, value, name, context),
        };
        let text = if text.contains(is_direction_control) {
            context.report(Diagnostic::warning(Code::DirectionControl), value.span());
            text.replace(is_direction_control, "")
        } else {
            text.to_owned()
        };
        if text.is_empty() { wrong(Code::EmptyText, value, name, context) } else { Some(text) }
    }

    fn schema() -> Json {
        json!({ "type": "string", "minLength": 1 })
    }
}

impl Value for Arc<str> {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        String::read(value, name, context).map(Self::from)
    }

    fn schema() -> Json {
        String::schema()
    }
}

/// A text that knows where it stands, for values that are checked against the rest of the site.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    pub text: Arc<str>,
    /// A site holds many, in files of less than 4 GB.
    start: u32,
    end: u32,
}

impl Text {
    pub fn new(text: String, span: &Range<usize>) -> Self {
        let short = |at| u32::try_from(at).unwrap_or(u32::MAX);
        Self { text: text.into(), start: short(span.start), end: short(span.end) }
    }

    /// Byte range in the source file, without the quotes.
    pub fn span(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Byte where it begins in the source file.
    pub fn position(&self) -> u32 {
        self.start
    }
}

impl Value for Text {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        let text = String::read(value, name, context)?;
        Some(Self::new(text, &context.span(value.span())))
    }

    fn schema() -> Json {
        String::schema()
    }
}

impl Value for bool {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            _ => wrong(Code::ExpectedFlag, value, name, context),
        }
    }

    fn schema() -> Json {
        json!({ "type": "boolean" })
    }
}

impl Value for u32 {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        let DeValue::Integer(number) = value.get_ref() else {
            return wrong(Code::ExpectedNumber, value, name, context);
        };
        let digits = number.as_str().replace('_', "");
        match u32::from_str_radix(&digits, number.radix()) {
            Ok(number) => Some(number),
            Err(_) => wrong(Code::ExpectedNumber, value, name, context),
        }
    }

    fn schema() -> Json {
        json!({ "type": "integer", "minimum": 0 })
    }
}

impl Value for f64 {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        let digits = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
            DeValue::Float(number) => number.as_str(),
            _ => return wrong(Code::ExpectedNumber, value, name, context),
        };
        match digits.replace('_', "").parse::<f64>() {
            Ok(number) if number.is_finite() => Some(number),
            _ => wrong(Code::ExpectedNumber, value, name, context),
        }
    }

    fn schema() -> Json {
        json!({ "type": "number" })
    }
}

impl<T: Value> Value for Box<[T]> {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Array(items) => {
                // Of the right size from the start, it mostly need not be moved.
                let mut list = Vec::with_capacity(items.len());
                list.extend(items.iter().filter_map(|item| T::read(item, name, context)));
                Some(list.into())
            }
            _ => wrong(Code::ExpectedList, value, name, context),
        }
    }

    fn schema() -> Json {
        json!({ "type": "array", "items": T::schema() })
    }
}

/// A value or a list of them.
#[derive(Debug, Clone, PartialEq)]
pub struct OneOrMany<T>(pub Box<[T]>);

impl<T: Value> Value for OneOrMany<T> {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Array(_) => Box::read(value, name, context).map(Self),
            _ => T::read(value, name, context).map(|one| Self([one].into())),
        }
    }

    fn schema() -> Json {
        json!({ "anyOf": [T::schema(), { "type": "array", "items": T::schema() }] })
    }
}

/// The table that reaches templates untouched.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Extra(pub serde_json::Map<String, Json>);

impl Value for Extra {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Table(table) => Some(Self(json_table(table))),
            _ => wrong(Code::ExpectedTable, value, name, context),
        }
    }

    fn schema() -> Json {
        json!({ "type": "object" })
    }
}

fn json_table(table: &DeTable<'_>) -> serde_json::Map<String, Json> {
    table.iter().map(|(key, value)| (key.get_ref().to_string(), json_value(value.get_ref()))).collect()
}

/// TOML as JSON: dates become their text; a number that JSON cannot hold does too.
fn json_value(value: &DeValue<'_>) -> Json {
    match value {
        DeValue::String(text) => json!(text),
        DeValue::Boolean(flag) => json!(flag),
        DeValue::Datetime(date) => json!(date.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(&number.as_str().replace('_', ""), number.radix())
            .map_or_else(|_| json!(number.as_str()), |number| json!(number)),
        DeValue::Float(number) => {
            number.as_str().replace('_', "").parse::<f64>().map_or(json!(number.as_str()), |number| json!(number))
        }
        DeValue::Array(items) => items.iter().map(|item| json_value(item.get_ref())).collect(),
        DeValue::Table(table) => Json::Object(json_table(table)),
    }
}

/// Notes that the value has the wrong type or form.
pub fn wrong<T>(code: Code, value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<T> {
    context.report(Diagnostic::error(code).arg("field", name), value.span());
    None
}
