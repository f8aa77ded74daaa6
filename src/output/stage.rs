//! Making the stage a complete copy of the new site: files written into it, files carried into it.
//!
//! Every file is created new, never opened for change: it may share its inode with the old site.

use std::fs::{self, File, FileType, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::dress::Dress;
use super::folders::Folders;
use super::handle::Handle;
use super::manifest::{self, Print};
use super::old_tree::OldTree;
use super::place::lstat;
use super::problems::{self, At};
use super::render::Rendered;
use super::{Means, Step};
use crate::AT_ONCE;
use crate::content_hash::ContentHasher;
use crate::diagnostics::Diagnostic;

const BUFFER: usize = 64 * 1024;

/// Makes the stage's own folder, for the time being with the owner, group and (for us writable) mode of the output, so
/// that a group folder hands its group down to what is made in it.
pub(super) fn found(stage: &Path, output: &Path) -> io::Result<()> {
    fs::create_dir(stage)?;
    let Some(old) = lstat(output)? else { return Ok(()) };
    Dress::of(&old).open().give(stage, Dress::of(&fs::symlink_metadata(stage)?))
}

/// The stage, held open. Paths are relative to it.
#[derive(Debug)]
pub(super) struct Stage<'a> {
    path: &'a Path,
    handle: Handle,
}

impl<'a> Stage<'a> {
    pub fn open(path: &'a Path) -> Result<Self, Diagnostic> {
        Ok(Self { path, handle: Handle::open(path, Path::new("")).writing(path)? })
    }

    /// Where a file of it is on the disk.
    pub fn place_of(&self, path: &str) -> PathBuf {
        self.path.join(path)
    }

    /// Writes a file; one that replaces one of ours keeps its mode.
    pub fn store(&self, path: &str, bytes: &[u8], old: Option<&Metadata>) -> Result<(), Diagnostic> {
        let store = || {
            let mut file = self.create(path)?;
            file.write_all(bytes)?;
            old.map_or(Ok(()), |old| file.set_permissions(old.permissions()))
        };
        store().or_else(|error| Err(error).writing(&self.place_of(path)))
    }

    /// Copies a file of the site and says what was copied: it may have changed since it was looked at.
    pub fn store_copy(&self, path: &str, source: &Path, old: Option<&Metadata>) -> Result<Print, Diagnostic> {
        let new = self.place_of(path);
        let mut from = File::open(source).reading(source)?;
        let mut file = self.create(path).writing(&new)?;
        let mut hasher = ContentHasher::default();
        let mut buffer = vec![0; BUFFER];
        loop {
            let part = match io::Read::read(&mut from, &mut buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => buffer.get(..read.reading(source)?).unwrap_or_default(),
            };
            if part.is_empty() {
                break;
            }
            hasher.update(part);
            file.write_all(part).writing(&new)?;
        }
        old.map_or(Ok(()), |old| file.set_permissions(old.permissions())).writing(&new)?;
        Ok(Print::from_hasher(&hasher))
    }

    /// Folders are made when the first file needs them: once, and none at all in a build that changes nothing.
    fn create(&self, path: &str) -> io::Result<File> {
        let path = Path::new(path);
        let folder = path.parent();
        if let Some(folder) = folder.filter(|_| path.ends_with("index.html")) {
            // A page mostly is the first file of a folder of its own. Where this fails, the file tells why.
            self.handle.make_folder(folder).ok();
        }
        match (self.handle.make_file(path), folder) {
            (Err(error), Some(folder)) if error.kind() == io::ErrorKind::NotFound => {
                self.make_folders(folder)?;
                self.handle.make_file(path)
            }
            (first, _) => first,
        }
    }

    /// Makes a folder and those that it stands in, as far as there are none.
    fn make_folders(&self, folder: &Path) -> io::Result<()> {
        let mut made = self.handle.make_folder(folder);
        if let (Err(error), Some(outer)) = (&made, folder.parent())
            && error.kind() == io::ErrorKind::NotFound
        {
            self.make_folders(outer)?;
            made = self.handle.make_folder(folder);
        }
        // Another page may have needed it, too.
        made.or_else(|error| if error.kind() == io::ErrorKind::AlreadyExists { Ok(()) } else { Err(error) })
    }
}

/// What the stage still lacks once the changed pages stand in it.
pub(super) struct Assembly<'a> {
    pub output: &'a Path,
    pub stage: &'a Path,
    pub tree: &'a OldTree,
}

impl Assembly<'_> {
    /// What is not ours comes only after the manifest, so that the next build can tell by their times which folders hold
    /// just what the manifest says: see [`manifest::Manifest::vouches_for_folder`].
    pub fn complete(&self, rendered: &Rendered, means: &Means) -> Result<(), Diagnostic> {
        let carried = |(path, kind): (&Path, Option<FileType>)| self.carry(path, kind, means);
        let OldTree { folders: old, foreign, empty, .. } = self.tree;
        let mut folders = Folders::new(self.stage, old)?;
        // Without an old tree there is nothing to take over.
        let pages = rendered.files.keys().filter(|_| old.len() > 1 || !rendered.unchanged.is_empty());
        folders.make(pages.filter_map(|page| Path::new(&**page).parent()))?;
        self.carry_pages(&rendered.unchanged, means)?;
        let manifest = self.stage.join(manifest::NAME);
        manifest::write(self.stage, &rendered.files).writing(&manifest)?;
        (means.reached)(Step::ManifestWritten).writing(&manifest)?;
        let holders = foreign.iter().filter_map(|(path, _)| path.parent());
        folders.make(holders.chain(empty.iter().map(PathBuf::as_path)))?;
        foreign.par_iter().map(|(path, kind)| (path.as_path(), Some(*kind))).try_for_each(carried)?;
        folders.close()?;
        (means.reached)(Step::ModesSet).writing(self.stage)
    }

    /// Brings pages into the stage, whose folders are made.
    fn carry_pages(&self, pages: &[Arc<str>], means: &Means) -> Result<(), Diagnostic> {
        let open = |tree| Handle::open(tree, Path::new("")).ok().filter(|_| means.links);
        let handles = open(self.output).zip(open(self.stage));
        pages.par_iter().with_max_len(AT_ONCE).map(|page| Path::new(&**page)).try_for_each(|page| {
            if handles.as_ref().is_some_and(|(old, new)| old.link(page, new).is_ok()) {
                (means.reached)(Step::FileCarried).writing(page)
            } else {
                self.carry(page, None, means)
            }
        })
    }

    /// Brings a file of the old tree into the stage: as a link, or where that cannot be, as a copy. Pages are regular
    /// files and come without a kind.
    fn carry(&self, relative: &Path, kind: Option<FileType>, means: &Means) -> Result<(), Diagnostic> {
        let (old, new) = (self.output.join(relative), self.stage.join(relative));
        let linked = if means.links { fs::hard_link(&old, &new) } else { Err(io::ErrorKind::Unsupported.into()) };
        if linked.is_err() {
            match kind {
                Some(kind) if kind.is_symlink() => copy_link(&old, &new).writing(&new)?,
                Some(kind) if !kind.is_file() => return Err(problems::special_file(&old)),
                _ => copy_file(&old, &new).writing(&new)?,
            }
        }
        (means.reached)(Step::FileCarried).writing(&new)
    }
}

/// A copy that the next build cannot tell from the file itself: with its mode and modification time.
fn copy_file(old: &Path, new: &Path) -> io::Result<()> {
    let mut from = File::open(old)?;
    let metadata = from.metadata()?;
    let mut file = File::create_new(new)?;
    io::copy(&mut from, &mut file)?;
    file.set_permissions(metadata.permissions())?;
    file.set_modified(metadata.modified()?)
}

#[cfg(unix)]
fn copy_link(old: &Path, new: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(fs::read_link(old)?, new)
}

#[cfg(not(unix))]
fn copy_link(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
