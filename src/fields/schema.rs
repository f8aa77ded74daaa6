//! The shape of a table as JSON Schema, for editors that check and complete front matter.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// One field as it was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldShape {
    pub name: &'static str,
    pub required: bool,
    /// One of the fields with the same number must be there.
    pub one_of: Option<usize>,
    pub schema: Value,
}

/// The schema of a table with these fields and no others.
pub fn object_schema(fields: &[FieldShape]) -> Value {
    let properties: Map<String, Value> =
        fields.iter().map(|field| (field.name.to_owned(), field.schema.clone())).collect();
    let required: Vec<_> = fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    let groups: BTreeSet<usize> = fields.iter().filter_map(|field| field.one_of).collect();
    for group in groups {
        let members = fields.iter().filter(|field| field.one_of == Some(group));
        schema["anyOf"] = members.map(|field| json!({ "required": [field.name] })).collect();
    }
    schema
}

/// A table with these fields as it is written on one line, with the places to fill in. A text stands where it belongs: an
/// address or a file in the field for it, any other in the first field.
pub fn example(fields: &[FieldShape], text: &str) -> String {
    let has = |name: &str| fields.iter().any(|field| field.name == name);
    let is_file = || text.rsplit_once('.').is_some_and(|(_, ending)| (2..=5).contains(&ending.len()));
    let place = match text {
        _ if text.contains("://") && has("url") => "url",
        _ if has("file") && (is_file() || !has("url")) => "file",
        _ => "",
    };
    let written = fields.iter().filter(|field| field.required || field.one_of == Some(0) || field.name == place);
    let mut free = place.is_empty();
    let written = written.map(|field| {
        let number = field.schema["type"] == "number" || field.schema["type"] == "integer";
        let is_text = !number && (field.name == place || std::mem::take(&mut free));
        let value = if is_text { text } else { "…" };
        if number { format!("{} = 1", field.name) } else { format!("{} = \"{value}\"", field.name) }
    });
    format!("{{ {} }}", written.collect::<Vec<_>>().join(", "))
}
