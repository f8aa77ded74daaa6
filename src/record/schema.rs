//! The front matter's JSON Schema and a filled-in example, made from the very questions that read it.

use serde_json::{Value, json};

use super::{Common, Kind, Own};
use crate::fields::{FieldShape, Reader, object_schema};

/// JSON Schema (draft 2020-12) of a kind's front matter. `describe` gives a field's description, by kind and name.
pub fn document(kind: Kind, describe: &dyn Fn(&str) -> Option<String>) -> Value {
    let mut fields = Reader::describe(|reader| {
        Common::read(reader);
        Own::read(kind, reader);
    });
    unique(&mut fields);
    let mut schema = object_schema(&fields);
    for field in &fields {
        if let Some(text) = describe(field.name) {
            schema["properties"][field.name]["description"] = json!(text);
        }
    }
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!(kind.name());
    schema
}

/// A field asked for twice counts once, required if either question said so.
fn unique(fields: &mut Vec<FieldShape>) {
    let mut seen: Vec<FieldShape> = Vec::new();
    for field in fields.drain(..) {
        match seen.iter_mut().find(|known| known.name == field.name) {
            Some(known) => {
                known.required |= field.required;
                known.one_of = known.one_of.or(field.one_of);
            }
            None => seen.push(field),
        }
    }
    *fields = seen;
}

/// The fields that a kind requires beside those common to all.
pub fn required_fields(kind: Kind) -> Vec<&'static str> {
    Reader::describe(|reader| Own::read(kind, reader))
        .into_iter()
        .filter(|field| field.required)
        .map(|field| field.name)
        .collect()
}
