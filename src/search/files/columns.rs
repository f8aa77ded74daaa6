//! Columns: one file a facet, with the values of every document; and the values themselves, one file an edition.

use serde::Deserialize;

use super::{
    super::document::{Edition, Facet, Value},
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

/// An edition's values as JSON: by name of facet `[id, title]`, for topics `[id, title, parent or -1]`.
pub fn put_names(edition: &Edition) -> Vec<u8> {
    let facets = Facet::ALL.iter().map(|&facet| {
        let rows = edition.values[facet as usize].iter().map(|value| row(facet, value)).collect();
        (facet.name().to_owned(), serde_json::Value::Array(rows))
    });
    serde_json::Value::Object(facets.collect()).to_string().into_bytes()
}

fn row(facet: Facet, value: &Value) -> serde_json::Value {
    match facet {
        Facet::Topic => serde_json::json!([value.id, value.title, value.parent.map_or(-1, i64::from)]),
        _ => serde_json::json!([value.id, value.title]),
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Row {
    Flat(String, String),
    Tree(String, String, i64),
}

/// The values of an edition by facet.
pub fn names(bytes: &[u8]) -> Result<Vec<Vec<Value>>, Damage> {
    let damage = Damage("is not a list of values");
    let mut facets: std::collections::BTreeMap<String, Vec<Row>> = serde_json::from_slice(bytes).map_err(|_| damage)?;
    let lists = Facet::ALL.iter().map(|facet| facets.remove(facet.name()).unwrap_or_default());
    Ok(lists.map(|rows| rows.into_iter().map(value).collect()).collect())
}

fn value(row: Row) -> Value {
    match row {
        Row::Flat(id, title) => Value { id, title, parent: None },
        Row::Tree(id, title, parent) => Value { id, title, parent: u32::try_from(parent).ok() },
    }
}
