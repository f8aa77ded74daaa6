//! A link as every view shares it: one value in all of them, however many pages it stands on.

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};
use tera::Value;

use super::LinkData;

/// A [`LinkData`], cheap to copy.
#[derive(Debug, Clone)]
pub struct Link(Arc<Held>);

#[derive(Debug)]
struct Held {
    data: LinkData,
    /// As templates get it.
    value: OnceLock<Value>,
}

impl From<LinkData> for Link {
    fn from(data: LinkData) -> Self {
        Self(Arc::new(Held { data, value: OnceLock::new() }))
    }
}

impl Deref for Link {
    type Target = LinkData;

    fn deref(&self) -> &LinkData {
        &self.0.data
    }
}

impl PartialEq for Link {
    fn eq(&self, other: &Self) -> bool {
        self.0.data == other.0.data
    }
}

impl Serialize for Link {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.value.get_or_init(|| Value::from_serializable(&self.0.data)).serialize(serializer)
    }
}

impl JsonSchema for Link {
    fn schema_name() -> Cow<'static, str> {
        LinkData::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        LinkData::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        LinkData::json_schema(generator)
    }
}
