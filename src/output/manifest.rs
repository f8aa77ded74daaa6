//! `.avilys.json` in the output: which files we wrote, and what they held.
//!
//! The manifest is published, so it holds nothing that differs between two builds of one input: path, hash and length,
//! but no times. A second build still need not read the old files back. The manifest is always the last file written,
//! so a file whose times are *before* the manifest's own was not changed since, as git decides it with its index; only
//! a file with the same or a later time is read and compared. Two times take part: the modification time, which tells
//! of every ordinary edit, and on Unix the change time, which tells of an older file copied in with its times. Hard
//! links move the change time, so [`seal`] moves the manifest's own after them. This way no cache stands anywhere else.

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::problems::{self, At};
use super::{paths, place};
use crate::content_hash::{ContentHash, ContentHasher};
use crate::diagnostics::Diagnostic;

pub(super) const NAME: &str = ".avilys.json";
const VERSION: u32 = 1;
/// In milliseconds. A file system that counts in seconds is not waited for.
const LONGEST_TICK: usize = 12;
const BUFFER: usize = 64 * 1024;

/// Path to print, sorted, so that the file is the same for the same pages.
pub(super) type Files = BTreeMap<Arc<str>, Print>;

/// What a file held: the hash of its bytes, and its length in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(ContentHash, u64)", into = "(ContentHash, u64)")]
pub(super) struct Print {
    hash: ContentHash,
    pub length: u64,
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
    pub fn of(bytes: &[u8]) -> Self {
        Self { hash: ContentHash::of(bytes), length: bytes.len() as u64 }
    }

    pub fn from_hasher(hasher: &ContentHasher) -> Self {
        hasher.finish().into()
    }

    pub fn of_file(path: &Path) -> io::Result<Self> {
        ContentHash::of_reader(File::open(path)?).map(Self::from)
    }

    /// Whether the regular file `path`, whose metadata is `found`, holds just this.
    pub fn is_held_by(&self, path: &Path, found: &Metadata) -> io::Result<bool> {
        Ok(found.is_file() && found.len() == self.length && Self::of_file(path)? == *self)
    }
}

#[derive(Deserialize)]
struct Head {
    version: u32,
}

#[derive(Deserialize)]
struct Stored {
    version: u32,
    files: Files,
    #[serde(default)]
    others_after: bool,
}

#[derive(Serialize)]
struct Storing<'a> {
    version: u32,
    /// Whether all that is not ours was put into the output only after this file was written.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    others_after: bool,
    files: &'a Files,
}

/// The manifest of an earlier build, with the times of its file.
#[derive(Debug)]
pub(super) struct Manifest {
    pub files: Files,
    others_after: bool,
    metadata: Metadata,
}

impl Manifest {
    /// As [`Manifest::load`], as far as can be told without all that is in it.
    pub fn check(output: &Path) -> Result<(), Diagnostic> {
        let Some((path, bytes, _)) = read(output)? else { return Ok(()) };
        check_version(&path, &bytes)
    }

    /// `None` when the output does not exist or is empty: then everything in it will be ours.
    pub fn load(output: &Path) -> Result<Option<Self>, Diagnostic> {
        let Some((path, bytes, metadata)) = read(output)? else { return Ok(None) };
        let Stored { version: _, mut files, others_after } = parse(&path, &bytes)?;
        // Nothing outside of the output is ever taken for ours.
        files.retain(|page, _| paths::is_valid(page));
        Ok(Some(Self { files, others_after, metadata }))
    }

    /// Whether a file was surely not changed since this manifest was written.
    pub fn vouches_for(&self, file: &Metadata) -> bool {
        times(file).iter().zip(times(&self.metadata)).all(|(file, manifest)| *file < manifest)
    }

    /// Whether a folder surely holds what it held when this manifest was written, and nothing then that is not ours. That
    /// is so if the folders around it were not put in its place since, which the times of those tell.
    ///
    /// Each time counts against the earliest one of the manifest: [`seal`] moves the other.
    pub fn vouches_for_folder(&self, folder: &Times) -> bool {
        self.others_after && times(&self.metadata).iter().all(|manifest| folder.iter().all(|time| time < manifest))
    }
}

/// The manifest's path, bytes and metadata, if there is one.
fn read(output: &Path) -> Result<Option<(PathBuf, Vec<u8>, Metadata)>, Diagnostic> {
    match place::lstat(output).reading(output)? {
        None => return Ok(None),
        Some(found) if !found.is_dir() => return Err(problems::not_a_folder(output)),
        Some(_) => {}
    }
    let path = output.join(NAME);
    let Some(metadata) = place::lstat(&path).reading(&path)? else {
        let empty = place::is_empty(output).reading(output)?;
        return if empty { Ok(None) } else { Err(problems::not_ours(output)) };
    };
    if !metadata.is_file() {
        return Err(problems::manifest_broken(&path, "not a regular file"));
    }
    let bytes = fs::read(&path).reading(&path)?;
    Ok(Some((path, bytes, metadata)))
}

fn check_version(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let head: Head = serde_json::from_slice(bytes).map_err(|error| problems::manifest_broken(path, error))?;
    if head.version > VERSION { Err(problems::manifest_newer(path, head.version)) } else { Ok(()) }
}

fn parse(path: &Path, bytes: &[u8]) -> Result<Stored, Diagnostic> {
    match serde_json::from_slice::<Stored>(bytes) {
        Ok(stored) if stored.version <= VERSION => Ok(stored),
        Ok(stored) => Err(problems::manifest_newer(path, stored.version)),
        // A later version may have another form.
        Err(wrong) => check_version(path, bytes).and(Err(problems::manifest_broken(path, wrong))),
    }
}

/// Writes the manifest into a stage where it does not stand yet.
pub(super) fn write(stage: &Path, files: &Files) -> io::Result<()> {
    store(stage, files, true).map(drop)
}

fn store(stage: &Path, files: &Files, others_after: bool) -> io::Result<File> {
    let mut file = BufWriter::with_capacity(BUFFER, File::create_new(stage.join(NAME))?);
    serde_json::to_writer(&mut file, &Storing { version: VERSION, others_after, files })?;
    file.write_all(b"\n")?;
    Ok(file.into_inner()?)
}

/// Writes a manifest that is to take the place of the one in an output, surely to the disk; that there is nothing of others in the
/// output was seen before.
pub(super) fn note(output: &Path, folder: &Path, files: &Files) -> io::Result<()> {
    let file = store(folder, files, true)?;
    file.set_permissions(fs::symlink_metadata(output.join(NAME))?.permissions())?;
    file.sync_all()
}

/// Moves the manifest's change time past those of the pages, which the hard links have moved. Its bytes, mode, inode and
/// modification time stay. Without it, the next build only has more to read back.
///
/// The clock that files are stamped with goes in ticks, and in one tick a thousand pages are linked: none of those could be
/// vouched for, so it is waited for the next one.
pub(super) fn seal(output: &Path) -> io::Result<()> {
    let path = output.join(NAME);
    let stamp = || {
        fs::set_permissions(&path, fs::symlink_metadata(&path)?.permissions())?;
        io::Result::Ok(times(&fs::symlink_metadata(&path)?))
    };
    let first = stamp()?;
    for _ in 0..if cfg!(unix) { LONGEST_TICK } else { 0 } {
        if stamp()? != first {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    Ok(())
}

/// When a file was changed, and on Unix when anything about it was; seconds and nanoseconds.
#[cfg(unix)]
pub(super) type Times = [(i64, i64); 2];
#[cfg(not(unix))]
pub(super) type Times = [Option<std::time::SystemTime>; 1];

#[cfg(unix)]
pub(super) fn times(file: &Metadata) -> Times {
    use std::os::unix::fs::MetadataExt;
    [(file.mtime(), file.mtime_nsec()), (file.ctime(), file.ctime_nsec())]
}

#[cfg(not(unix))]
pub(super) fn times(file: &Metadata) -> Times {
    [file.modified().ok()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(text: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(NAME), text).unwrap();
        folder
    }

    #[test]
    fn what_is_written_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let files: Files = [("ą/index.html".into(), Print::of(&[0])), ("a".into(), Print::of(b""))].into();
        write(folder.path(), &files).unwrap();
        assert_eq!(Manifest::load(folder.path()).unwrap().unwrap().files, files);
        let text = fs::read_to_string(folder.path().join(NAME)).unwrap();
        assert_eq!(
            text,
            "{\"version\":1,\"others_after\":true,\"files\":{\"a\":[\"99aa06d3014798d86001c324468d497f\",0],\
             \"ą/index.html\":[\"a6cd5e9392000f6ac44bdff4074eecdb\",1]}}\n"
        );
    }

    #[test]
    fn a_broken_manifest_is_refused() {
        for text in
            ["", "{", "[]", "{\"version\":1}", "{\"version\":1,\"others_after\":true,\"files\":{\"a\":3}}", "\u{0}"]
        {
            let problem = Manifest::load(folder_with(text).path()).unwrap_err();
            assert_eq!(problem.code, "output-manifest-broken", "{text}");
        }
        let newer = folder_with("{\"version\":2,\"pages\":[]}");
        assert_eq!(Manifest::load(newer.path()).unwrap_err().code, "output-manifest-newer");
    }

    #[test]
    fn a_manifest_that_is_no_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(NAME)).unwrap();
        assert_eq!(Manifest::load(folder.path()).unwrap_err().code, "output-manifest-broken");
    }

    #[test]
    fn a_folder_of_somebody_else_is_refused_an_empty_one_taken() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Manifest::load(folder.path()).unwrap().is_none());
        assert!(Manifest::load(&folder.path().join("new")).unwrap().is_none());
        fs::write(folder.path().join("letter.txt"), "").unwrap();
        assert_eq!(Manifest::load(folder.path()).unwrap_err().code, "output-not-ours");
        assert_eq!(Manifest::load(&folder.path().join("letter.txt")).unwrap_err().code, "output-not-a-folder");
    }
}
