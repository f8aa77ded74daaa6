//! The front matter's JSON Schema, made from the description that it is read by.

use serde_json::{Value, json};

use super::read::schema;
use crate::kind::{Field, Kind, Kinds};

/// JSON Schema (draft 2020-12) of a kind's front matter. `describe` gives a field's description.
pub fn document(kind: Kind, kinds: &Kinds, describe: &dyn Fn(&Field) -> Option<String>) -> Value {
    let mut schema = schema(kind.shape(), kinds, describe);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!(kind.name());
    schema
}
