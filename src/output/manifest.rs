//! `.avilys/manifest.json` in the output: which files we wrote, and what they held.
//!
//! The manifest is published, so it holds nothing that differs between two builds of one input: path, hash and length,
//! but no times. A second build still need not read the old files back. The manifest is always the last file written,
//! so a file whose times are *before* the manifest's own was not changed since, as git decides it with its index; only
//! a file with the same or a later time is read and compared. Two times take part: the modification time, which tells
//! of every ordinary edit, and on Unix the change time, which tells of an older file copied in with its times.

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::problems::{self, At};
use super::{paths, place, work};
use crate::content_hash::{ContentHash, ContentHasher};
use crate::diagnostics::Diagnostic;

pub(super) const NAME: &str = "manifest.json";
/// Where version 1 of the program kept it: read once, and then deleted.
pub(super) const EARLIER_NAME: &str = ".avilys.json";
const VERSION: u32 = 1;

/// Path to print, sorted, so that the file is the same for the same pages.
pub(super) type Files = BTreeMap<Arc<str>, Print>;

/// What a file held: the hash of its bytes, and its length in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(ContentHash, u64)", into = "(ContentHash, u64)")]
pub struct Print {
    hash: ContentHash,
    pub(super) length: u64,
}

impl From<(ContentHash, u64)> for Print {
    fn from((hash, length): (ContentHash, u64)) -> Self {
        Self { hash, length }
    }
}

impl From<Print> for (ContentHash, u64) {
    fn from(print: Print) -> Self {
        (print.hash, print.length)
    }
}

impl Print {
    /// Of a file that was ours, and of which nothing is known but that it holds something else now: no file holds this.
    pub(super) const CHANGED: Self = Self { hash: ContentHash::NONE, length: u64::MAX };

    pub(super) fn of(bytes: &[u8]) -> Self {
        Self { hash: ContentHash::of(bytes), length: bytes.len() as u64 }
    }

    pub(super) fn from_hasher(hasher: &ContentHasher) -> Self {
        hasher.finish().into()
    }

    pub(super) fn of_file(path: &Path) -> io::Result<Self> {
        ContentHash::of_reader(File::open(path)?).map(Self::from)
    }

    /// Whether the file `path`, whose metadata is `found`, is a regular one and holds just this.
    pub(super) fn is_held_by(&self, path: &Path, found: &Metadata) -> io::Result<bool> {
        Ok(found.is_file() && found.len() == self.length && Self::of_file(path)? == *self)
    }
}

/// The manifest of an earlier build; an empty one where there is none.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    pub files: Files,
    /// When it was written; nothing where there is none.
    times: Option<Times>,
    /// Whether it stands where it does today.
    is_in_place: bool,
}

#[derive(Deserialize)]
struct Head {
    version: u32,
}

#[derive(Deserialize)]
struct Stored {
    files: Files,
}

#[derive(Serialize)]
struct Storing<'a> {
    version: u32,
    files: &'a Files,
}

impl Manifest {
    /// # Errors
    /// A manifest that cannot be read, that names what cannot be a page, or that was written by a later version.
    pub fn load(output: &Path) -> Result<Self, Diagnostic> {
        let Some((path, metadata)) = find(output)? else { return Ok(Self::default()) };
        let bytes = fs::read(&path).reading(&path)?;
        let files = parse(&path, &bytes)?;
        // Nothing outside of the output is ever taken for ours.
        if let Some(page) = files.keys().find(|page| !paths::is_valid(page)) {
            return Err(problems::manifest_broken(&path, page.escape_debug()));
        }
        let is_in_place = !path.ends_with(EARLIER_NAME);
        Ok(Self { files, times: Some(times(&metadata)), is_in_place })
    }

    /// Whether there is no need to write one that names these files.
    pub fn is_current(&self, files: &Files) -> bool {
        self.is_in_place && self.files == *files
    }

    /// Whether a file was surely not changed since this manifest was written.
    pub fn vouches_for(&self, file: &Metadata) -> bool {
        self.times.is_some_and(|own| times(file).iter().zip(own).all(|(file, manifest)| *file < manifest))
    }

    /// Whether what stands at `place`, the page `page`, holds this. It is read only where the manifest cannot vouch for it.
    pub fn is_held(&self, page: &str, print: Print, place: &Path, found: &Metadata) -> io::Result<bool> {
        let is_known = || self.files.get(page) == Some(&print) && self.vouches_for(found);
        Ok(found.is_file() && found.len() == print.length && (is_known() || print.is_held_by(place, found)?))
    }
}

/// The manifest's path and metadata, if there is one.
pub(super) fn find(output: &Path) -> Result<Option<(PathBuf, Metadata)>, Diagnostic> {
    for path in [output.join(work::FOLDER).join(NAME), output.join(EARLIER_NAME)] {
        if let Some(metadata) = place::lstat(&path).reading(&path)? {
            let is_file = metadata.is_file();
            return if is_file {
                Ok(Some((path, metadata)))
            } else {
                Err(problems::manifest_broken(&path, "not a regular file"))
            };
        }
    }
    Ok(None)
}

/// The version that a manifest or a plan says it has.
pub(super) fn version(bytes: &[u8]) -> serde_json::Result<u32> {
    serde_json::from_slice(bytes).map(|head: Head| head.version)
}

fn parse(path: &Path, bytes: &[u8]) -> Result<Files, Diagnostic> {
    let broken = |error| problems::manifest_broken(path, error);
    // A later version may have another form.
    match version(bytes).map_err(broken)? {
        version if version > VERSION => Err(problems::manifest_newer(path, version)),
        _ => serde_json::from_slice(bytes).map(|stored: Stored| stored.files).map_err(broken),
    }
}

/// The bytes of a manifest that names these files.
pub(super) fn bytes(files: &Files) -> serde_json::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec(&Storing { version: VERSION, files })?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// When a file was changed, and on Unix when anything about it was; seconds and nanoseconds.
#[cfg(unix)]
type Times = [(i64, i64); 2];
#[cfg(not(unix))]
type Times = [Option<std::time::SystemTime>; 1];

#[cfg(unix)]
fn times(file: &Metadata) -> Times {
    use std::os::unix::fs::MetadataExt;
    [(file.mtime(), file.mtime_nsec()), (file.ctime(), file.ctime_nsec())]
}

#[cfg(not(unix))]
fn times(file: &Metadata) -> Times {
    [file.modified().ok()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(text: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(work::FOLDER)).unwrap();
        fs::write(folder.path().join(work::FOLDER).join(NAME), text).unwrap();
        folder
    }

    #[test]
    fn what_is_written_is_read_again() {
        let files: Files = [("ą/index.html".into(), Print::of(&[0])), ("a".into(), Print::of(b""))].into();
        let text = String::from_utf8(bytes(&files).unwrap()).unwrap();
        assert_eq!(
            text,
            "{\"version\":1,\"files\":{\"a\":[\"99aa06d3014798d86001c324468d497f\",0],\
             \"ą/index.html\":[\"a6cd5e9392000f6ac44bdff4074eecdb\",1]}}\n"
        );
        let manifest = Manifest::load(folder_with(&text).path()).unwrap();
        assert!(manifest.files == files && manifest.is_current(&files));
    }

    #[test]
    fn one_of_an_earlier_program_is_read_but_does_not_stay() {
        let folder = tempfile::tempdir().unwrap();
        let files: Files = [("a".into(), Print::of(b""))].into();
        let text = "{\"version\":1,\"others_after\":true,\"files\":{\"a\":[\"99aa06d3014798d86001c324468d497f\",0]},\"made\":{}}";
        fs::write(folder.path().join(EARLIER_NAME), text).unwrap();
        let manifest = Manifest::load(folder.path()).unwrap();
        assert!(manifest.files == files && !manifest.is_current(&files));
    }

    #[test]
    fn a_broken_manifest_is_refused() {
        for text in ["", "{", "[]", "{\"version\":1}", "{\"version\":1,\"files\":{\"a\":3}}", "\u{0}"] {
            let problem = Manifest::load(folder_with(text).path()).unwrap_err();
            assert_eq!(problem.code.name(), "output-manifest-broken", "{text}");
        }
        let newer = folder_with("{\"version\":2,\"pages\":[]}");
        assert_eq!(Manifest::load(newer.path()).unwrap_err().code.name(), "output-manifest-newer");
    }

    #[test]
    fn a_manifest_that_is_no_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join(work::FOLDER).join(NAME)).unwrap();
        assert_eq!(Manifest::load(folder.path()).unwrap_err().code.name(), "output-manifest-broken");
    }
}
