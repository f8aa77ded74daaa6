//! Publishing tested as a whole: a site in a temporary folder, and what a publish does to it.

mod corners;
mod kill;
mod ownership;
mod property;
mod publish;
mod store;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::diagnostics::codes;

/// A folder with `site/` and, once published, `site/public/`.
struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("site/content")).unwrap();
        Self { folder }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn public(&self, path: &str) -> PathBuf {
        self.root().join("public").join(path)
    }

    /// Puts a file into the output by hand.
    fn put(&self, path: &str, text: &str) {
        put(&self.root().join("public"), path, text);
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.public(path)).unwrap()
    }

    fn output(&self) -> Result<Folder, Diagnostic> {
        open(&self.root())
    }

    fn publish(&self, pages: &[(&str, &str)]) -> Result<Report, PublishError> {
        publish_pages(&self.output()?, &System::default(), pages)
    }

    /// The codes of the problems that keep these pages from being published; empty when a page failed, too.
    fn refusal(&self, pages: &[(&str, &str)]) -> Vec<&'static str> {
        match self.publish(pages).unwrap_err() {
            PublishError::Problems(problems) | PublishError::Incomplete(problems) => {
                codes(&problems).into_iter().collect()
            }
            PublishError::PageFailed => Vec::new(),
        }
    }

    /// The output but for the program's own folder.
    fn tree(&self) -> Tree {
        let own = |path: &PathBuf| path.starts_with(work::FOLDER);
        tree(&self.root().join("public")).into_iter().filter(|(path, _)| !own(path)).collect()
    }

    fn own(&self, name: &str) -> PathBuf {
        self.public(work::FOLDER).join(name)
    }

    /// True where a build left nothing to be done or cleared away.
    fn is_clean(&self) -> bool {
        ["stage", "plan.json", "plan.json.new", "manifest.json.new", "names"]
            .iter()
            .all(|name| !self.own(name).exists())
    }

    fn manifest(&self) -> String {
        fs::read_to_string(self.own(manifest::NAME)).unwrap()
    }
}

fn open(site: &Path) -> Result<Folder, Diagnostic> {
    Folder::open(&site.join("public"), site, &["content", "static", "themes"].map(|name| site.join(name)))
}

fn publish_pages(output: &Folder, system: &System, pages: &[(&str, &str)]) -> Result<Report, PublishError> {
    let paths: Vec<_> = pages.iter().map(|(path, _)| (*path).into()).collect();
    output.publish_by(system, &paths, &|i| Some(Content::Bytes(pages[i].1.into())), Vec::new, &|_| {})
}

/// What tests need of the disk: that it is quick.
fn unsynced() -> System<'static> {
    System { sync: false, ..System::default() }
}

fn put(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Everything below a folder: what each thing is, its mode, and its bytes or where it points. No folder, nothing.
type Tree = BTreeMap<PathBuf, (char, u32, Vec<u8>)>;

fn tree(folder: &Path) -> Tree {
    if !folder.exists() {
        return Tree::new();
    }
    let entries = walkdir::WalkDir::new(folder).min_depth(1).into_iter().map(Result::unwrap);
    entries.map(|entry| (entry.path().strip_prefix(folder).unwrap().to_owned(), describe(&entry))).collect()
}

fn describe(entry: &walkdir::DirEntry) -> (char, u32, Vec<u8>) {
    let kind = entry.file_type();
    let mode = mode(entry.path());
    if kind.is_dir() {
        ('d', mode, Vec::new())
    } else if kind.is_symlink() {
        ('l', mode, fs::read_link(entry.path()).unwrap().into_os_string().into_encoded_bytes())
    } else if kind.is_file() {
        ('f', mode, fs::read(entry.path()).unwrap())
    } else {
        ('s', mode, Vec::new())
    }
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    std::os::unix::fs::MetadataExt::mode(&fs::symlink_metadata(path).unwrap()) & 0o7777
}

#[cfg(not(unix))]
fn mode(_: &Path) -> u32 {
    0
}

/// What must stay when a file is „not touched“.
#[cfg(unix)]
fn identity(path: &Path) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt;
    let found = fs::symlink_metadata(path).unwrap();
    (found.ino(), found.mtime(), found.mtime_nsec())
}

#[cfg(not(unix))]
fn identity(path: &Path) -> std::time::SystemTime {
    fs::symlink_metadata(path).unwrap().modified().unwrap()
}

/// The same of everything below a folder, and of the folder itself.
#[cfg(unix)]
fn identities(folder: &Path) -> BTreeMap<PathBuf, (u64, i64, i64)> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    entries.map(|entry| (entry.path().to_owned(), identity(entry.path()))).collect()
}
