//! A small site for tests: documents in, an index out, and questions to it. No disk.

use std::collections::BTreeMap;

use super::{Document, Edition, File, Found, Index, Indexer, Input, Missing, Query, Value};

/// Documents, the newest first.
#[derive(Debug, Clone)]
pub struct Site {
    pub input: Input,
    pub documents: Vec<Document>,
}

impl Site {
    pub fn new(documents: Vec<Document>) -> Self {
        let editions = vec![Edition { language: "lt".to_owned(), values: values() }];
        let facets = FACETS.map(str::to_owned).into();
        let input =
            Input { facets, count: documents.len(), languages: vec!["lt".to_owned()], editions, ..Input::default() };
        Self { input, documents }
    }

    pub fn files(&self) -> Vec<File> {
        Indexer::new(self.input.clone()).finish(|number| self.documents[number].clone())
    }

    pub fn ask(&self, query: &Query) -> Found {
        let files = self.files();
        let index = Index::open(reader(&files)).expect("the index opens");
        index.search(query).expect("the index answers")
    }

    /// Titles of the documents that are found, in order. A space behind the text keeps its last word from being completed.
    pub fn titles(&self, text: &str) -> Vec<String> {
        titles(&self.ask(&query(text)))
    }
}

pub const FACETS: [&str; 6] = ["kind", "school", "municipality", "topic", "year", "evidence"];

/// The place of a facet.
pub fn facet(name: &str) -> usize {
    FACETS.iter().position(|facet| *facet == name).expect("a facet of the small site")
}

/// Three values in each facet: `a`, `b`, `c`.
fn values() -> Vec<Vec<Value>> {
    let value = |id: &str| Value { id: id.to_owned(), title: id.to_uppercase(), parent: None };
    vec![vec![value("a"), value("b"), value("c")]; FACETS.len()]
}

pub fn document(title: &str, body: &str) -> Document {
    Document {
        id: title.to_owned(),
        url: format!("{title}/"),
        title: title.to_owned(),
        body: body.to_owned(),
        language: "lt".to_owned(),
        editions: 1,
        facets: vec![Vec::new(); FACETS.len()],
        ..Document::default()
    }
}

/// A document with values in one facet.
pub fn filed(title: &str, body: &str, name: &str, values: &[u32]) -> Document {
    let mut document = document(title, body);
    document.facets[facet(name)] = values.to_vec();
    document
}

pub fn query(text: &str) -> Query {
    Query { text: text.to_owned(), limit: 1000, ..Query::default() }
}

pub fn titles(found: &Found) -> Vec<String> {
    found.hits.iter().map(|hit| hit.stored.title.clone()).collect()
}

/// Reads from a list of files.
pub fn reader(files: &[File]) -> impl Fn(&str) -> Result<Vec<u8>, Missing> + use<> {
    let files: BTreeMap<String, Vec<u8>> = files.iter().map(|file| (file.path.clone(), file.bytes.clone())).collect();
    move |path| files.get(path).cloned().ok_or(Missing)
}
