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
