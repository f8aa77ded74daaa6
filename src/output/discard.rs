//! The end of an old tree: what is known in it is deleted by name, and what is not is brought over into the new one.
//!
//! Known is what the new tree holds anew or under a second name, and our own files that went. Something else stands there
//! only when it came after the old tree was read, or when its folder's times did not tell of it: nobody's file is deleted
//! unseen.
//!
//! No folder is listed that is empty once its known files are gone. Links are never followed.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use foldhash::fast::RandomState;

use super::dress::Dress;
use super::manifest::{self, Files};
use super::old_tree::OldTree;
use super::place::lstat;

/// How many names are tried for a file that stands where a new page stands.
const NAMES: usize = 9;

/// What is known of an old tree, by folder: the names of the files in it. The empty path is the tree itself.
#[derive(Debug, Default)]
pub(super) struct Known<'a> {
    folders: HashMap<&'a Path, Vec<&'a Path>, RandomState>,
}

impl<'a> Known<'a> {
    /// `files` are those of the manifest in the old tree; not each of them need stand there.
    pub fn new(tree: &'a OldTree, files: Option<&'a Files>) -> Self {
        let mut known = Self::default();
        known.folders.extend(tree.folders.iter().map(|(folder, _)| (folder.as_path(), Vec::new())));
        known.add(Path::new(manifest::NAME));
        files.into_iter().flat_map(Files::keys).for_each(|page| known.add(Path::new(page)));
        tree.foreign.iter().for_each(|(path, _)| known.add(path));
        known
    }

    fn add(&mut self, file: &'a Path) {
        if let Some((names, name)) = file.parent().and_then(|folder| self.folders.get_mut(folder)).zip(file.file_name())
        {
            names.push(Path::new(name));
        }
    }
}

/// Deletes an old tree; nothing there is fine. Where something cannot be deleted or brought over into `output`, the rest stays.
pub(super) fn discard(tree: &Path, output: &Path, known: &Known) -> io::Result<()> {
    if lstat(tree)?.is_none() {
        return Ok(());
    }
    names::delete(tree, known);
    match fs::remove_dir(tree) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Rest { tree, output, known }.bring_over(),
        _ => Ok(()),
    }
}

/// What is left of a tree.
struct Rest<'a> {
    tree: &'a Path,
    output: &'a Path,
    known: &'a Known<'a>,
}

impl Rest<'_> {
    fn bring_over(&self) -> io::Result<()> {
        let mut pending = vec![PathBuf::new()];
        while let Some(folder) = pending.pop() {
            let path = self.tree.join(&folder);
            let worn = Dress::of(&fs::symlink_metadata(&path)?);
            worn.open().give(&path, worn).ok();
            let names: HashSet<&Path> = self.known.folders.get(&*folder).into_iter().flatten().copied().collect();
            for entry in fs::read_dir(&path)? {
                let entry = entry?;
                let (name, inner) = (entry.file_name(), folder.join(entry.file_name()));
                match entry.file_type()?.is_dir() {
                    true if self.known.folders.contains_key(&*inner) => pending.push(inner),
                    false if names.contains(Path::new(&name)) => {}
                    _ => self.bring(&inner)?,
                }
            }
        }
        Ok(())
    }

    /// Nothing is overwritten in the new tree: what finds its place taken gets another name.
    fn bring(&self, path: &Path) -> io::Result<()> {
        let new = self.output.join(path);
        if let Some(folder) = new.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut name = OsString::from(new);
        for _ in 0..NAMES {
            if lstat(Path::new(&name))?.is_none() {
                return fs::rename(self.tree.join(path), name);
            }
            name.push("~");
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

/// Through handles of folders: whatever is put in the place of a folder meanwhile, no link is followed.
#[cfg(unix)]
mod names {
    use std::cmp::Reverse;
    use std::os::fd::{AsFd, OwnedFd};
    use std::path::Path;

    use rayon::prelude::*;
    use rustix::fs::{AtFlags, CWD, Mode, OFlags, openat, unlinkat};

    use super::Known;

    /// How many folders are deleted with one handle of the folder that they stand in.
    const TOGETHER: usize = 128;

    /// Deletes known files, and folders that are empty then. What fails is left.
    pub fn delete(tree: &Path, known: &Known) {
        let Ok(root) = open(CWD, tree) else { return };
        let mut folders: Vec<_> = known.folders.iter().map(|(folder, names)| Folder::new(folder, names)).collect();
        folders.par_sort_unstable_by_key(|folder| (Reverse(folder.depth), folder.path));
        for level in folders.chunk_by(|a, b| a.depth == b.depth) {
            level.par_chunks(TOGETHER).for_each(|folders| delete_some(&root, folders));
        }
    }

    struct Folder<'a> {
        path: &'a Path,
        depth: usize,
        names: &'a [&'a Path],
    }

    impl<'a> Folder<'a> {
        fn new(path: &'a Path, names: &'a [&'a Path]) -> Self {
            Self { path, depth: path.components().count(), names }
        }
    }

    fn delete_some(root: &OwnedFd, folders: &[Folder]) {
        for siblings in folders.chunk_by(|a, b| a.path.parent() == b.path.parent()) {
            let Some(first) = siblings.first() else { continue };
            match first.path.parent().map(|outer| open_inside(root, outer)) {
                Some(Ok(outer)) => siblings.iter().for_each(|folder| delete_one(&outer, folder)),
                Some(Err(_)) => {}
                None => delete_files(root, first.names),
            }
        }
    }

    fn delete_one(outer: &OwnedFd, folder: &Folder) {
        let Some(name) = folder.path.file_name() else { return };
        if !folder.names.is_empty() {
            let Ok(handle) = open(outer, Path::new(name)) else { return };
            delete_files(&handle, folder.names);
        }
        unlinkat(outer, name, AtFlags::REMOVEDIR).ok();
    }

    fn delete_files(folder: &OwnedFd, names: &[&Path]) {
        for name in names {
            unlinkat(folder, *name, AtFlags::empty()).ok();
        }
    }

    fn open_inside(root: &OwnedFd, folder: &Path) -> rustix::io::Result<OwnedFd> {
        let mut handle = open(root, Path::new("."))?;
        for name in folder {
            handle = open(&handle, Path::new(name))?;
        }
        Ok(handle)
    }

    fn open(outer: impl AsFd, name: &Path) -> rustix::io::Result<OwnedFd> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        openat(outer, name, flags, Mode::empty())
    }
}

#[cfg(not(unix))]
mod names {
    pub fn delete(_: &std::path::Path, _: &super::Known) {}
}
