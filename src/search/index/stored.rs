//! What the index holds of documents besides words: stored fields and columns.

use crate::search::{
    document::Document,
    files::{
        columns::put_values,
        cursor::put,
        manifest::{EDITIONS, FIRST_FACET, VALID},
        stored::{Stored, put_stored},
    },
};

#[derive(Debug, Default)]
pub struct StoredFields {
    shard: usize,
    shards: Vec<Vec<u8>>,
    open: Vec<Stored>,
    columns: Vec<Vec<u8>>,
}

impl StoredFields {
    /// With so many documents in a shard, and so many facets.
    pub fn new(shard: usize, facets: usize) -> Self {
        Self { shard, columns: vec![Vec::new(); FIRST_FACET + facets], ..Self::default() }
    }

    pub fn add(&mut self, document: &Document) {
        let none = Vec::new();
        for (at, column) in self.columns[FIRST_FACET..].iter_mut().enumerate() {
            put_values(column, &distinct(document.facets.get(at).unwrap_or(&none)));
        }
        let valid = document.valid_until.map_or(0, |day| u32::try_from(day).unwrap_or(0) + 1);
        put(&mut self.columns[VALID.1], valid);
        put(&mut self.columns[EDITIONS.1], document.editions);
        self.open.push(stored(document));
        if self.open.len() == self.shard {
            self.close();
        }
    }

    fn close(&mut self) {
        self.shards.push(put_stored(&self.open));
        self.open.clear();
    }

    /// The bytes of each shard of stored fields, and of each column.
    pub fn finish(mut self) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
        if !self.open.is_empty() {
            self.close();
        }
        (self.shards, self.columns)
    }
}

/// Each value once, so that it is counted once.
fn distinct(values: &[u32]) -> Vec<u32> {
    let first = |(at, value): &(usize, &u32)| !values[..*at].contains(value);
    values.iter().enumerate().filter(first).map(|(_, value)| *value).collect()
}

fn stored(document: &Document) -> Stored {
    let (date, shown_date) = document.date.clone().unwrap_or_default();
    Stored {
        url: document.url.clone(),
        id: document.id.clone(),
        kind: u32::try_from(document.kind).unwrap_or(u32::MAX),
        title: document.title.clone(),
        lead: document.lead.clone(),
        owner: document.owner.clone(),
        date,
        shown_date,
        language: document.language.clone(),
    }
}
