//! Expected files in `tests/golden/`, compared byte by byte. `UPDATE_GOLDEN=1 cargo test` writes them anew.

use std::fs;
use std::path::PathBuf;

use super::{Tree, folder, repository};

fn at(path: &str) -> PathBuf {
    repository().join("tests/golden").join(path)
}

fn updating() -> bool {
    std::env::var("UPDATE_GOLDEN").is_ok_and(|value| value == "1")
}

const HOW: &str = "If this is what it should be, run UPDATE_GOLDEN=1 cargo test and look at the difference.";

/// A text is that of the file `tests/golden/PATH`.
pub fn text(path: &str, actual: &str) {
    let file = at(path);
    if updating() {
        fs::create_dir_all(file.parent().expect("a file stands in a folder")).expect("folders can be made");
        fs::write(&file, actual).expect("files can be written");
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    let tree = |text: &str| Tree::from([(path.to_owned(), text.as_bytes().to_vec())]);
    if let Some(difference) = folder::difference(&tree(&expected), &tree(actual)) {
        panic!("{difference}\n{HOW}");
    }
}

/// The files are those of the folder `tests/golden/PATH`.
pub fn files(path: &str, actual: &Tree) {
    let root = at(path);
    if updating() {
        if root.exists() {
            fs::remove_dir_all(&root).expect("a folder can be deleted");
        }
        for (name, bytes) in actual {
            let file = root.join(name);
            fs::create_dir_all(file.parent().expect("a file stands in a folder")).expect("folders can be made");
            fs::write(file, bytes).expect("files can be written");
        }
    }
    assert!(!actual.is_empty(), "nothing was made");
    if let Some(difference) = folder::difference(&folder::tree(&root), actual) {
        panic!("{difference}\n{HOW}");
    }
}
