//! Links and dates as every view shares them: one value in all of them, however many pages it stands on.

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};
use tera::Value;

use super::{DateData, LinkData};

/// A [`LinkData`], cheap to copy.
pub type Link = Shared<LinkData>;
/// A [`DateData`], cheap to copy.
pub type Date = Shared<DateData>;

/// A part of many views, cheap to copy.
#[derive(Debug)]
pub struct Shared<T>(Arc<Inner<T>>);

#[derive(Debug)]
struct Inner<T> {
    data: T,
    /// As templates get it.
    value: OnceLock<Value>,
}

impl<T> From<T> for Shared<T> {
    fn from(data: T) -> Self {
        Self(Arc::new(Inner { data, value: OnceLock::new() }))
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.data
    }
}

impl<T: PartialEq> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0.data == other.0.data
    }
}

impl<T: Serialize> Shared<T> {
    /// As templates get it.
    pub fn value(&self) -> Value {
        self.0.value.get_or_init(|| Value::from_serializable(&self.0.data)).clone()
    }
}

impl<T: Serialize> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.value.get_or_init(|| Value::from_serializable(&self.0.data)).serialize(serializer)
    }
}

/// A field of a page that is there only where its template names it.
#[derive(Debug, Clone)]
pub struct Asked<T>(Option<T>);

impl<T> Asked<T> {
    pub fn when(is_asked: bool, make: impl FnOnce() -> T) -> Self {
        Self(is_asked.then(make))
    }

    pub(super) fn is_not(&self) -> bool {
        self.0.is_none()
    }
}

impl<T: Serialize> Serialize for Asked<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<T: JsonSchema> JsonSchema for Asked<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

impl<T: JsonSchema> JsonSchema for Shared<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}
