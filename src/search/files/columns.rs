//! Columns: one file a facet, with the values of every document; and the values themselves, one file an edition.

use serde::Deserialize;

use super::{
    super::document::{Edition, Value},
    Damage,
    cursor::{Cursor, put, put_len},
    lists::Lists,
};

/// Appends one document's values.
pub fn put_values(out: &mut Vec<u8>, values: &[u32]) {
    put_len(out, values.len());
    for &value in values {
        put(out, value);
    }
}

/// Reads a facet's values of all documents; each value is below `limit`.
pub fn values(bytes: &[u8], documents: u32, limit: usize) -> Result<Lists, Damage> {
    let mut cursor = Cursor::new(bytes);
    let mut column = Lists::default();
    for _ in 0..documents {
        for _ in 0..cursor.len()? {
            let value = cursor.varint()?;
            if value as usize >= limit {
                return Err(Damage("has a value that is not there"));
            }
            column.push(value);
        }
        column.end();
    }
    cursor.end()?;
    Ok(column)
}

/// Reads a column with exactly one number for each document: last days of validity, masks of editions.
pub fn numbers(bytes: &[u8], documents: u32) -> Result<Vec<u32>, Damage> {
    let mut cursor = Cursor::new(bytes);
    let list: Result<Vec<_>, Damage> = (0..documents).map(|_| cursor.varint()).collect();
    cursor.end()?;
    list
}

/// An edition's values as JSON: by name of facet `[id, title]`, for one below another `[id, title, parent]`.
pub fn put_names(facets: &[String], edition: &Edition) -> Vec<u8> {
    let facets =
        facets.iter().zip(&edition.values).map(|(name, values)| (name.clone(), values.iter().map(row).collect()));
    serde_json::Value::Object(facets.collect()).to_string().into_bytes()
}

fn row(value: &Value) -> serde_json::Value {
    match value.parent {
        Some(parent) => serde_json::json!([value.id, value.title, parent]),
        None => serde_json::json!([value.id, value.title]),
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Row {
    Flat(String, String),
    Tree(String, String, i64),
}

/// The values of an edition by facet, in the order of these names.
pub fn names(names: &[String], bytes: &[u8]) -> Result<Vec<Vec<Value>>, Damage> {
    let damage = Damage("is not a list of values");
    let mut facets: std::collections::BTreeMap<String, Vec<Row>> = serde_json::from_slice(bytes).map_err(|_| damage)?;
    let lists = names.iter().map(|name| facets.remove(name).unwrap_or_default());
    Ok(lists.map(|rows| rows.into_iter().map(value).collect()).collect())
}

fn value(row: Row) -> Value {
    match row {
        Row::Flat(id, title) => Value { id, title, parent: None },
        Row::Tree(id, title, parent) => Value { id, title, parent: u32::try_from(parent).ok() },
    }
}
