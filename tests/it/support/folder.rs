//! A folder on the disk for the length of a test.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Every file below a folder, by its path with `/`.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// A folder that is deleted when the test ends.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    pub fn with(files: &Tree) -> Self {
        let folder = Self::new();
        for (path, bytes) in files {
            folder.put(path, bytes);
        }
        folder
    }

    /// A copy of a folder.
    pub fn copy_of(path: &Path) -> Self {
        Self::with(&tree(path))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let full = self.at(path);
        fs::create_dir_all(full.parent().expect("a file stands in a folder")).expect("folders can be made");
        fs::write(full, bytes).expect("files can be written");
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.at(path)).expect("the file is there");
    }

    pub fn exists(&self, path: &str) -> bool {
        fs::symlink_metadata(self.at(path)).is_ok()
    }

    pub fn text(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn tree(&self, path: &str) -> Tree {
        tree(&self.at(path))
    }
}

/// Reads every file below a folder; a folder that is not there has none.
pub fn tree(path: &Path) -> Tree {
    let mut found = Tree::new();
    collect(path, path, &mut found);
    found
}

fn collect(root: &Path, folder: &Path, found: &mut Tree) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("a folder can be listed").path();
        if path.is_dir() {
            collect(root, &path, found);
        } else {
            let name = path.strip_prefix(root).expect("below the root").to_str().expect("UTF-8").replace('\\', "/");
            found.insert(name, fs::read(&path).expect("a file can be read"));
        }
    }
}

/// Whether a path has this file name extension, as it is written.
pub fn has_ending(path: &str, ending: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == ending)
}

/// Says in a few lines how two trees differ; nothing when they are the same.
pub fn difference(expected: &Tree, actual: &Tree) -> Option<String> {
    let mut lines = Vec::new();
    for (path, bytes) in expected {
        match actual.get(path) {
            None => lines.push(format!("missing: {path}")),
            Some(found) if found != bytes => lines.push(format!("differs: {path}{}", first_difference(bytes, found))),
            Some(_) => {}
        }
    }
    lines.extend(actual.keys().filter(|path| !expected.contains_key(*path)).map(|path| format!("unexpected: {path}")));
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The first line in which two texts differ.
fn first_difference(expected: &[u8], actual: &[u8]) -> String {
    let (expected, actual) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(actual));
    let number = expected.lines().zip(actual.lines()).take_while(|(a, b)| a == b).count();
    let line = |text: &str| text.lines().nth(number).map_or("(end of file)".to_owned(), str::to_owned);
    format!(":{}\n  expected: {}\n  actual:   {}", number + 1, line(&expected), line(&actual))
}
