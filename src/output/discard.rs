//! The end of an old tree: what is known in it is deleted by name, and what is not is brought over into the new one.
//!
//! Known is what the new tree holds anew or under a second name, and our own files that went. Something else stands there
//! only when it came after the old tree was read, or when its folder's times did not tell of it: nobody's file is deleted
//! unseen. A killed build leaves its old tree to the next one ([`discard_left`]): for that, the manifest in it stays until all of others
//! is brought over.
//!
//! No folder is listed that is empty once its known files are gone. Links are never followed.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use foldhash::fast::RandomState;

use super::carried::Carried;
use super::dress::Dress;
use super::manifest::{self, Files, Manifest};
use super::place::lstat;
use super::problems;
use super::survey::folders_of;
use crate::diagnostics::Diagnostic;

/// How many names are tried for a file that stands where a new page stands.
const NAMES: usize = 9;

/// What is known of an old tree, by folder: the names of the files in it. The empty path is the tree itself.
#[derive(Debug, Default)]
pub(super) struct Known<'a> {
    folders: HashMap<&'a Path, Vec<&'a Path>, RandomState>,
}

impl<'a> Known<'a> {
    /// `files` are ours by the manifest of the old tree; not each of them need stand there.
    pub fn new(files: &'a Files, carried: &'a Carried) -> Self {
        let mut known = Self::default();
        let made = folders_of(files.keys().map(|page| &**page)).into_iter().map(Path::new);
        let folders = carried.folders.iter().map(PathBuf::as_path).chain(made).chain([Path::new("")]);
        known.folders.extend(folders.map(|folder| (folder, Vec::new())));
        let ours = files.keys().map(|page| Path::new(&**page));
        ours.chain(carried.files.iter().map(PathBuf::as_path)).for_each(|path| known.add(path));
        known
    }

    fn add(&mut self, file: &'a Path) {
        if let Some((names, name)) = file.parent().and_then(|folder| self.folders.get_mut(folder)).zip(file.file_name())
        {
            names.push(Path::new(name));
        }
    }
}

/// Leaves of an old tree only what is of no use; no tree is fine. Where something cannot be brought over into `output`, the
/// rest stays.
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

/// As [`discard`], of a tree that a killed build left.
pub(super) fn discard_left(tree: &Path, output: &Path, carried: &Carried) -> Result<(), Diagnostic> {
    let ours = match Manifest::load(tree) {
        // It was an empty folder when its build began.
        Err(problem) if problem.code == "output-not-ours" => None,
        read => read?,
    };
    let files = ours.map(|manifest| manifest.files).unwrap_or_default();
    discard(tree, output, &Known::new(&files, carried)).map_err(|error| problems::left_behind(tree, &error))
}

/// What is left of a tree.
struct Rest<'a> {
    tree: &'a Path,
    output: &'a Path,
    known: &'a Known<'a>,
}

impl Rest<'_> {
    /// What can be brought over is, also where something else cannot.
    fn bring_over(&self) -> io::Result<()> {
        let mut pending = vec![PathBuf::new()];
        let mut done = Ok(());
        while let Some(folder) = pending.pop() {
            let path = self.tree.join(&folder);
            let worn = Dress::of(&fs::symlink_metadata(&path)?);
            worn.open().give(&path, worn).ok();
            let names: HashSet<&Path> = self.known.folders.get(&*folder).into_iter().flatten().copied().collect();
            for entry in fs::read_dir(&path)? {
                let entry = entry?;
                let (name, inner) = (entry.file_name(), folder.join(entry.file_name()));
                match entry.file_type()?.is_dir() {
                    true if self.is_in_both(&inner)? => pending.push(inner),
                    false if names.contains(Path::new(&name)) || inner == Path::new(manifest::NAME) => {}
                    _ => done = done.and(self.bring(&inner)),
                }
            }
        }
        done
    }

    fn is_in_both(&self, folder: &Path) -> io::Result<bool> {
        let is_known = self.known.folders.contains_key(folder);
        Ok(is_known || lstat(&self.output.join(folder))?.is_some_and(|found| found.is_dir()))
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

/// Through handles: whatever is put in the place of a folder meanwhile, no link is followed.
#[cfg(unix)]
mod names {
    use std::path::Path;

    use rayon::prelude::*;

    use super::super::handle::Handle;
    use super::Known;

    /// How many folders are deleted with one handle, at most: the more, the fewer handles; the fewer, the better threads share.
    const TOGETHER: usize = 128;

    struct Folder<'a> {
        outer: &'a Path,
        name: &'a Path,
        files: &'a [&'a Path],
    }

    /// Deletes known files, and folders that are empty then. What fails is left.
    pub fn delete(tree: &Path, known: &Known) {
        for level in levels(known).iter_mut().rev() {
            level.par_sort_unstable_by_key(|folder| folder.outer.as_os_str());
            level.par_chunks(TOGETHER).for_each(|folders| delete_some(tree, folders));
        }
        if let (Ok(root), Some(files)) = (Handle::open(tree, Path::new("")), known.folders.get(Path::new(""))) {
            delete_files(&root, files);
        }
    }

    /// By depth, but for the tree itself.
    fn levels<'a>(known: &'a Known) -> Vec<Vec<Folder<'a>>> {
        let mut levels = Vec::new();
        for (path, files) in &known.folders {
            let Some((outer, name)) = path.parent().zip(path.file_name()) else { continue };
            let depth = outer.components().count();
            levels.resize_with(levels.len().max(depth + 1), Vec::new);
            levels[depth].push(Folder { outer, name: Path::new(name), files });
        }
        levels
    }

    fn delete_some(tree: &Path, folders: &[Folder]) {
        for siblings in folders.chunk_by(|a, b| a.outer.as_os_str() == b.outer.as_os_str()) {
            if let Ok(outer) = Handle::open(tree, siblings[0].outer) {
                for folder in siblings {
                    delete_one(&outer, folder);
                }
            }
        }
    }

    fn delete_one(outer: &Handle, folder: &Folder) {
        if !folder.files.is_empty() {
            let Ok(handle) = outer.inner(folder.name) else { return };
            delete_files(&handle, folder.files);
        }
        outer.delete_folder(folder.name).ok();
    }

    fn delete_files(folder: &Handle, names: &[&Path]) {
        for name in names {
            folder.delete_file(name).ok();
        }
    }
}

/// All is found by listing.
#[cfg(not(unix))]
mod names {
    pub fn delete(_: &std::path::Path, _: &super::Known) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An old tree and a new one, side by side.
    struct Trees(tempfile::TempDir);

    impl Trees {
        fn new(old: &[&str], new: &[&str]) -> Self {
            let trees = Self(tempfile::tempdir().unwrap());
            for (tree, files) in [("old", old), ("new", new)] {
                for file in files {
                    let path = trees.path(tree).join(file);
                    fs::create_dir_all(path.parent().unwrap()).unwrap();
                    fs::write(path, tree).unwrap();
                }
            }
            trees
        }

        fn path(&self, path: &str) -> PathBuf {
            self.0.path().join(path)
        }

        fn read(&self, path: &str) -> String {
            fs::read_to_string(self.path(path)).unwrap()
        }

        /// What is left of the old tree.
        fn discard(&self, known: &[&str]) -> usize {
            let carried = Carried {
                files: known.iter().map(PathBuf::from).collect(),
                folders: ["a", "a/b"].map(PathBuf::from).into(),
            };
            discard(&self.path("old"), &self.path("new"), &Known::new(&Files::new(), &carried)).unwrap();
            let left = walkdir::WalkDir::new(self.path("old")).into_iter().filter_map(Result::ok);
            left.filter(|entry| !entry.file_type().is_dir()).count()
        }
    }

    #[test]
    fn a_tree_of_which_all_is_known_goes_as_a_whole() {
        let trees = Trees::new(&[manifest::NAME, "i", "a/x", "a/b/y"], &["i"]);
        let left = trees.discard(&["i", "a/x", "a/b/y", "a/b/gone"]);
        assert!(cfg!(not(unix)) || left == 1 && trees.path("old").join(manifest::NAME).exists());
    }

    #[test]
    fn what_is_not_known_is_brought_over_and_overwrites_nothing() {
        let trees = Trees::new(&["i", "a/x", "a/mine", "a/b/taken", "a/their/x"], &["i", "a/b/taken"]);
        assert_eq!(trees.discard(&["i", "a/x"]), usize::from(cfg!(not(unix))) * 2);
        for path in ["new/a/mine", "new/a/their/x", "new/a/b/taken~"] {
            assert_eq!(trees.read(path), "old", "{path}");
        }
        assert_eq!(trees.read("new/a/b/taken"), "new");
    }

    /// Also the link is somebody's.
    #[cfg(unix)]
    #[test]
    fn a_link_in_the_place_of_a_folder_is_not_followed() {
        let trees = Trees::new(&["i", "a/x"], &["i"]);
        fs::create_dir_all(trees.path("elsewhere/c")).unwrap();
        fs::write(trees.path("elsewhere/y"), "theirs").unwrap();
        std::os::unix::fs::symlink(trees.path("elsewhere"), trees.path("old/a/b")).unwrap();
        trees.discard(&["i", "a/x", "a/b/y"]);
        assert_eq!(trees.read("elsewhere/y"), "theirs");
        assert!(trees.path("elsewhere/c").exists());
        assert!(fs::symlink_metadata(trees.path("new/a/b")).unwrap().is_symlink());
    }

    #[test]
    fn no_tree_is_fine() {
        assert_eq!(Trees::new(&[], &["i"]).discard(&["i"]), 0);
    }
}
