//! What a new tree takes over from the old one, as a note in the work folder: a killed build leaves it to the next one, which
//! would have to guess what came into the old tree only afterwards.
//!
//! It stands from before the exchange until the old tree is gone. Our own files are not noted: the old tree's manifest names them.
//! Paths end with a zero byte, those of folders with a `/` before it.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::manifest::Files;
use super::old_tree::OldTree;
use super::paths::key;
use super::survey::folders_of;

/// Paths are relative to the output.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Carried {
    pub files: Vec<PathBuf>,
    pub folders: Vec<PathBuf>,
}

impl Carried {
    /// `ours` are the files that the manifest of the old tree names, `placed` those that it does not name yet.
    pub fn new(tree: &OldTree, placed: &[Arc<str>], ours: &Files) -> Self {
        let ours: HashSet<_, RandomState> = folders_of(ours.keys().map(|page| &**page)).into_iter().collect();
        let is_ours = |folder: &Path| key(folder).is_some_and(|folder| ours.contains(&*folder));
        let files = tree.foreign.iter().map(|(path, _)| path.clone());
        Self {
            files: files.chain(placed.iter().map(|path| PathBuf::from(&**path))).collect(),
            folders: tree.folders.iter().map(|(folder, _)| folder).filter(|path| !is_ours(path)).cloned().collect(),
        }
    }

    pub fn write(&self, note: &Path) -> io::Result<()> {
        let mut bytes = Vec::new();
        let marks = self.folders.iter().map(|path| (path, "/\0")).chain(self.files.iter().map(|path| (path, "\0")));
        for (path, mark) in marks {
            bytes.extend_from_slice(path.as_os_str().as_encoded_bytes());
            bytes.extend_from_slice(mark.as_bytes());
        }
        fs::write(note, bytes)
    }

    /// Nothing where there is no note.
    pub fn read(note: &Path) -> io::Result<Self> {
        let bytes = match fs::read(note) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            read => read?,
        };
        let mut carried = Self::default();
        let ended = bytes.split_inclusive(|byte| *byte == 0).filter_map(|path| path.strip_suffix(&[0]));
        for path in ended {
            match path.strip_suffix(b"/") {
                Some(folder) => carried.folders.push(path_of(folder)),
                None => carried.files.push(path_of(path)),
            }
        }
        Ok(carried)
    }
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    std::ffi::OsStr::from_bytes(bytes).into()
}

/// A name that is no Unicode is not found again, and its file brought over under another one.
#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn what_is_noted_is_read_again_whatever_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let note = folder.path().join("carried");
        assert_eq!(Carried::read(&note).unwrap(), Carried::default());
        let odd = path_of(b"a/\xff\nb");
        let carried =
            Carried { files: vec![PathBuf::from("x y"), odd], folders: vec![PathBuf::new(), PathBuf::from("ą/b")] };
        carried.write(&note).unwrap();
        assert_eq!(Carried::read(&note).unwrap(), carried);
    }
}
