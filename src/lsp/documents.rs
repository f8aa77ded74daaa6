//! The texts that the editor has open.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::paths;
use super::text::{Encoding, Lines, Span};

#[derive(Debug, Default)]
pub struct Documents(BTreeMap<PathBuf, Document>);

#[derive(Debug)]
pub struct Document {
    /// As the editor writes it.
    pub uri: String,
    pub text: String,
}

/// A change of a text; without a range it is the whole text.
#[derive(Debug, Deserialize)]
pub struct Change {
    range: Option<Span>,
    text: String,
}

impl Documents {
    pub fn open(&mut self, path: &Path, uri: &str, text: &str) {
        self.0.insert(path.to_owned(), Document { uri: uri.to_owned(), text: text.to_owned() });
    }

    /// Each change is of the text that the one before it left.
    pub fn change(&mut self, path: &Path, changes: Vec<Change>, encoding: Encoding) {
        let Some(document) = self.0.get_mut(path) else { return };
        for change in changes {
            match change.range {
                Some(span) => {
                    let range = Lines::new(&document.text, encoding).range(span);
                    document.text.replace_range(range, &change.text);
                }
                None => document.text = change.text,
            }
        }
    }

    pub fn close(&mut self, path: &Path) {
        self.0.remove(path);
    }

    pub fn text(&self, path: &Path) -> Option<&str> {
        self.0.get(path).map(|document| document.text.as_str())
    }

    /// The address of a file: as the editor writes it, where it has it open.
    pub fn uri(&self, path: &Path) -> Option<String> {
        self.0.get(path).map(|document| document.uri.clone()).or_else(|| paths::to_uri(path))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn changes_follow_one_another() {
        let path = Path::new("/a.md");
        let mut documents = Documents::default();
        documents.open(path, "file:///a.md", "😀ąx\r\nb");
        let changes = json!([
            { "range": { "start": { "line": 0, "character": 3 }, "end": { "line": 0, "character": 4 } }, "text": "y\nz" },
            { "range": { "start": { "line": 1, "character": 0 }, "end": { "line": 2, "character": 1 } }, "text": "c" },
        ]);
        documents.change(path, serde_json::from_value(changes).unwrap(), Encoding::Utf16);
        assert_eq!(documents.text(path), Some("😀ąy\nc"));
    }
}
