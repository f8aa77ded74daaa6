//! The files that an author names, and what of an entry is there already.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::{ENDINGS, Entry};
use crate::diagnostics::reasons::of_system;
use crate::diagnostics::{Code, Diagnostic};
use crate::portal::Portal;

/// Bytes of one document.
const LARGEST: u64 = 100 * 1024 * 1024;

/// A file to read, with its path below the folder that was named.
#[derive(Debug)]
pub struct Named {
    pub path: PathBuf,
    pub relative: PathBuf,
}

/// The files to read, in the order of their names: those that are named, and in folders those that can be read.
pub fn collect(paths: &[PathBuf]) -> Result<Vec<Named>, Diagnostic> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            let before = found.len();
            found.extend(WalkDir::new(path).sort_by_file_name().into_iter().flatten().filter_map(|file| {
                // Word's own marks of an open document begin so.
                let name = file.file_name().to_string_lossy();
                let is_mark = name.starts_with(['~', '.']);
                let can_be_read = ENDINGS.contains(&ending(file.path()).as_str());
                let relative = file.path().strip_prefix(path).unwrap_or(file.path()).to_owned();
                (file.file_type().is_file() && can_be_read && !is_mark)
                    .then(|| Named { path: file.into_path(), relative })
            }));
            if found.len() == before {
                let known = ENDINGS.map(|ending| format!(".{ending}")).join(", ");
                return Err(Diagnostic::error(Code::ImportNothing).arg("path", path.display()).arg("known", known));
            }
        } else {
            let relative = path.file_name().map(PathBuf::from).unwrap_or_default();
            found.push(Named { path: path.clone(), relative });
        }
    }
    Ok(found)
}

pub fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}

pub fn read(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let failed = |error: std::io::Error| Diagnostic::error(Code::Unreadable).arg("reason", of_system(&error));
    let file = fs::File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > LARGEST {
        return Err(Diagnostic::error(Code::ImportTooLarge));
    }
    Ok(bytes)
}

/// What of an entry is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    New,
    /// The very same was imported before.
    Same,
    /// Another entry has its id, or somebody has gone on writing it.
    Taken,
}

pub fn state(root: &Path, entry: &Entry, portal: Option<&Portal>) -> State {
    let is_there = |path: String| fs::symlink_metadata(root.join(path)).is_ok();
    if is_there(entry.path()) {
        let same = entry.files().all(|(path, bytes)| fs::read(root.join(path)).is_ok_and(|there| there == bytes));
        return if same { State::Same } else { State::Taken };
    }
    let has_id = |portal: &Portal| {
        portal.ids().any(|id| portal.entry(id).kind == entry.kind && portal.entry(id).id() == entry.id)
    };
    let is_taken = is_there(entry.other_path()) || portal.is_some_and(has_id);
    if is_taken { State::Taken } else { State::New }
}
