//! What else stands in the old tree beside the pages, and has to be carried over.
//!
//! A folder need not be listed where its times tell that nothing came into it since the manifest was written: then the
//! manifest says what is in it. Where that is believed of a folder and is wrong all the same (somebody set the clock
//! back), `discard` finds what was overlooked before it is deleted.
//!
//! Only looks; changes nothing. Links are never followed and special files never opened.

use std::collections::HashSet;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::clock;
use super::dress::Dress;
use super::manifest::{self, Files, Manifest};
use super::paths::{key, outer};
use super::place::lstat;
use super::problems::At;
use super::survey::{Folder, Folders, Look, folders_of};
use crate::AT_ONCE;
use crate::diagnostics::Diagnostic;

/// All paths are relative to the output.
#[derive(Debug, Default)]
pub(super) struct OldTree {
    /// Every folder, the output itself (an empty path) among them.
    pub folders: Vec<(PathBuf, Dress)>,
    /// Folders that were empty before, which are somebody else's.
    pub empty: Vec<PathBuf>,
    /// Files to carry over as they are.
    pub foreign: Vec<(PathBuf, FileType)>,
    /// How many stale files of ours are not carried over.
    pub removed: usize,
    /// Stale files of ours that somebody changed; they are among the foreign ones.
    pub kept: Vec<String>,
}

pub(super) type Pages<'a> = HashSet<&'a str, RandomState>;

/// The old tree. No output, no tree. `standing` are folders that were looked at already.
pub(super) fn scan(
    output: &Path,
    pages: &Pages,
    old: Option<&Manifest>,
    standing: &Folders,
) -> Result<OldTree, Diagnostic> {
    let Some(found) = lstat(output).reading(output)? else { return Ok(OldTree::default()) };
    let none = Files::new();
    let look = Look { output, known: old.map_or(&none, |old| &old.files) };
    let sure = match old.filter(|_| clock::is_told_by(output)) {
        Some(old) => Sure::new(output, old, standing).reading(output)?,
        None => Sure::default(),
    };
    let mut tree = OldTree::default();
    tree.folders.extend(sure.folders.iter().map(|(folder, found)| (PathBuf::from(folder), found.dress)));
    tree.add_stale(&look, pages, &sure.folders)?;
    let mut frontier = vec![(PathBuf::new(), Folder::of(&found).dress)];
    frontier.extend(sure.unsure.into_iter().map(|(folder, found)| (PathBuf::from(folder), found.dress)));
    let walk = Walk { look, pages, sure: sure.folders, standing };
    tree.list(&walk, frontier)?;
    tree.kept.sort();
    Ok(tree)
}

/// The folders that hold just what the manifest says.
#[derive(Default)]
struct Sure<'a> {
    folders: Folders<'a>,
    /// Folders of which that is not sure, in folders of which it is. The output itself, and what stands in the others, is
    /// found by listing.
    unsure: Vec<(&'a str, Folder)>,
}

impl<'a> Sure<'a> {
    /// The times of a folder tell when something came into it, or when it was itself put in its place: so each folder around
    /// it must be sure too, up to the output, in which the manifest came to its place together with all the others.
    fn new(output: &Path, old: &'a Manifest, standing: &Folders) -> io::Result<Self> {
        let look = |folder: &'a str| match standing.get(folder) {
            Some(found) => Ok(Some((folder, *found))),
            None => lstat(&output.join(folder))
                .map(|found| found.filter(fs::Metadata::is_dir).map(|found| (folder, Folder::of(&found)))),
        };
        let folders = folders_of(old.files.keys().map(|path| &**path));
        let found = folders.into_par_iter().with_max_len(AT_ONCE).filter_map(|folder| look(folder).transpose());
        let mut found = found.collect::<io::Result<Vec<_>>>()?;
        // Outer folders come before those in them.
        found.par_sort_unstable_by_key(|(folder, _)| *folder);
        let mut sure = Self::default();
        for (folder, found) in found {
            let around = outer(folder);
            if !around.is_none_or(|around| sure.folders.contains_key(around)) {
                continue;
            }
            if old.vouches_for_folder(&found.times) {
                sure.folders.insert(folder, found);
            } else if around.is_some() {
                sure.unsure.push((folder, found));
            }
        }
        Ok(sure)
    }
}

struct Walk<'a> {
    look: Look<'a>,
    pages: &'a Pages<'a>,
    sure: Folders<'a>,
    standing: &'a Folders<'a>,
}

#[derive(Default)]
struct Listing {
    is_empty: bool,
    folders: Vec<(PathBuf, Dress)>,
    foreign: Vec<(PathBuf, FileType)>,
    removed: usize,
    kept: Vec<String>,
}

impl OldTree {
    /// Our files in sure folders that are no pages any more.
    fn add_stale(&mut self, look: &Look, pages: &Pages, sure: &Folders) -> Result<(), Diagnostic> {
        let is_stale =
            |page: &&Arc<str>| !pages.contains(&***page) && outer(page).is_some_and(|outer| sure.contains_key(outer));
        for page in look.known.keys().filter(is_stale) {
            let path = look.output.join(&**page);
            match lstat(&path).reading(&path)? {
                None => {}
                Some(found) if look.holds_ours(page, &path, &found).reading(&path)? => self.removed += 1,
                Some(found) => {
                    self.foreign.push((PathBuf::from(&**page), found.file_type()));
                    self.kept.push(page.to_string());
                }
            }
        }
        Ok(())
    }

    /// Lists folders and those in them, one depth after the other: no depth can use up the stack.
    fn list(&mut self, walk: &Walk, mut frontier: Vec<(PathBuf, Dress)>) -> Result<(), Diagnostic> {
        while !frontier.is_empty() {
            let listings = frontier
                .par_iter()
                .map(|(folder, _)| walk.list(folder).reading(&walk.look.output.join(folder)))
                .collect::<Result<Vec<_>, _>>()?;
            let mut next = Vec::new();
            for ((folder, dress), listing) in frontier.into_iter().zip(listings) {
                self.empty.extend(listing.is_empty.then(|| folder.clone()));
                self.folders.push((folder, dress));
                self.foreign.extend(listing.foreign);
                self.removed += listing.removed;
                self.kept.extend(listing.kept);
                next.extend(listing.folders);
            }
            frontier = next;
        }
        Ok(())
    }
}

impl Walk<'_> {
    fn list(&self, folder: &Path) -> io::Result<Listing> {
        let mut listing = Listing { is_empty: true, ..Listing::default() };
        for entry in fs::read_dir(self.look.output.join(folder))? {
            let entry = entry?;
            listing.is_empty = false;
            let relative = folder.join(entry.file_name());
            let file_type = entry.file_type()?;
            if file_type.is_dir() {
                listing.folders.extend(self.folder(&entry, &relative)?.map(|dress| (relative, dress)));
                continue;
            }
            match key(&relative) {
                Some(page) if page == manifest::NAME || self.pages.contains(&*page) => continue,
                Some(page) if self.look.known.contains_key(&*page) => {
                    if self.look.holds_ours(&page, &entry.path(), &entry.metadata()?)? {
                        listing.removed += 1;
                        continue;
                    }
                    listing.kept.push(page.into_owned());
                }
                _ => {}
            }
            listing.foreign.push((relative, file_type));
        }
        Ok(listing)
    }

    /// What a folder wears; nothing where it is sure, and so is not listed.
    fn folder(&self, entry: &fs::DirEntry, relative: &Path) -> io::Result<Option<Dress>> {
        let key = key(relative);
        let key = key.as_deref().unwrap_or_default();
        if self.sure.contains_key(key) {
            return Ok(None);
        }
        let met = self.standing.get(key).map(|found| found.dress);
        met.map_or_else(|| entry.metadata().map(|found| Dress::of(&found)), Ok).map(Some)
    }
}
