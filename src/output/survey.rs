//! What stands in the old tree: where pages will go, and everything else that has to be carried over.
//!
//! Only looks; changes nothing. Links are never followed and special files never opened.

use std::collections::HashSet;
use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::manifest::{self, Files};
use super::paths::{self, key};
use super::place::{is_empty, lstat};
use super::problems::{self, At};
use crate::diagnostics::Diagnostic;

/// Longer lists of occupied paths help nobody.
const MOST_LISTED: usize = 20;

/// For each page, our own earlier file at its path, if there is one. A path that somebody else's file keeps a page from
/// is a problem; up to [`MOST_LISTED`] of them are told.
pub(super) fn standing(
    output: &Path,
    pages: &[String],
    known: &Files,
) -> Result<Vec<Option<Metadata>>, Vec<Diagnostic>> {
    let mut folders = HashSet::new();
    for page in pages {
        // Outer folders of one already met were met with it.
        for folder in paths::folders(page) {
            if !folders.insert(folder) {
                break;
            }
        }
    }
    let look = Look { output, known };
    shorten(folders.par_iter().filter_map(|folder| look.at_folder(folder).err()).collect())?;
    let (found, problems): (Vec<_>, Vec<_>) = pages.par_iter().partition_map(|page| match look.at_page(page) {
        Ok(found) => rayon::iter::Either::Left(found),
        Err(problem) => rayon::iter::Either::Right(problem),
    });
    shorten(problems)?;
    Ok(found)
}

fn shorten(mut problems: Vec<Diagnostic>) -> Result<(), Vec<Diagnostic>> {
    if problems.is_empty() {
        return Ok(());
    }
    problems.sort_by(|a, b| a.args.cmp(&b.args));
    let more = problems.len().saturating_sub(MOST_LISTED);
    problems.truncate(MOST_LISTED);
    problems.extend((more > 0).then(|| problems::occupied_more(more)));
    Err(problems)
}

struct Look<'a> {
    output: &'a Path,
    known: &'a Files,
}

impl Look<'_> {
    /// A folder for pages may be missing, a folder, or an unchanged file of ours that is about to go.
    fn at_folder(&self, folder: &str) -> Result<(), Diagnostic> {
        let path = self.output.join(folder);
        match lstat(&path).reading(&path)? {
            None => Ok(()),
            Some(found) if found.is_dir() => Ok(()),
            Some(found) if self.holds_ours(folder, &path, &found).reading(&path)? => Ok(()),
            Some(_) => Err(problems::in_the_way(folder)),
        }
    }

    fn at_page(&self, page: &str) -> Result<Option<Metadata>, Diagnostic> {
        let path = self.output.join(page);
        match lstat(&path).reading(&path)? {
            None => Ok(None),
            Some(found) if found.is_file() && self.known.contains_key(page) => Ok(Some(found)),
            Some(found) if !found.is_dir() => Err(problems::occupied(page)),
            Some(_) if self.holds_only_ours(&path).reading(&path)? => Ok(None),
            Some(_) => Err(problems::occupied_by_folder(page)),
        }
    }

    /// Whether a file is one of an earlier build, and nobody changed it since.
    fn holds_ours(&self, page: &str, path: &Path, found: &Metadata) -> io::Result<bool> {
        self.known.get(page).map_or(Ok(false), |print| print.is_held_by(path, found))
    }

    /// Whether a folder will go because it holds unchanged files of an earlier build and nothing else.
    fn holds_only_ours(&self, folder: &Path) -> io::Result<bool> {
        for entry in WalkDir::new(folder) {
            let entry = entry?;
            let ours = if entry.file_type().is_dir() {
                !is_empty(entry.path())?
            } else {
                let relative = entry.path().strip_prefix(self.output).ok().and_then(key);
                let found = entry.metadata()?;
                relative.map_or(Ok(false), |page| self.holds_ours(&page, entry.path(), &found))?
            };
            if !ours {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// The old tree without its pages. All paths are relative to the output.
#[derive(Debug, Default)]
pub(super) struct OldTree {
    /// Every folder, outer before inner, the output itself (an empty path) first.
    pub folders: Vec<PathBuf>,
    /// Folders that were empty before, which are somebody else's.
    pub empty: Vec<PathBuf>,
    /// Files to carry over as they are.
    pub foreign: Vec<(PathBuf, FileType)>,
    /// How many stale files of ours are not carried over.
    pub removed: usize,
    /// Stale files of ours that somebody changed; they are among the foreign ones.
    pub kept: Vec<String>,
}

#[derive(Default)]
struct Listing {
    is_empty: bool,
    folders: Vec<PathBuf>,
    foreign: Vec<(PathBuf, FileType)>,
    removed: usize,
    kept: Vec<String>,
}

/// Walks the old tree, one depth after the other: no depth of folders can use up the stack. No output, no tree.
pub(super) fn scan(output: &Path, pages: &HashSet<&str>, known: &Files) -> Result<OldTree, Diagnostic> {
    let mut tree = OldTree::default();
    let mut frontier = Vec::new();
    if lstat(output).reading(output)?.is_some() {
        frontier.push(PathBuf::new());
    }
    let look = Look { output, known };
    while !frontier.is_empty() {
        let listings = frontier
            .par_iter()
            .map(|folder| look.list(folder, pages).reading(&output.join(folder)))
            .collect::<Result<Vec<_>, _>>()?;
        let mut next = Vec::new();
        for (folder, listing) in frontier.into_iter().zip(listings) {
            tree.empty.extend(listing.is_empty.then(|| folder.clone()));
            tree.folders.push(folder);
            tree.foreign.extend(listing.foreign);
            tree.removed += listing.removed;
            tree.kept.extend(listing.kept);
            next.extend(listing.folders);
        }
        frontier = next;
    }
    tree.kept.sort();
    Ok(tree)
}

impl Look<'_> {
    fn list(&self, folder: &Path, pages: &HashSet<&str>) -> io::Result<Listing> {
        let mut listing = Listing { is_empty: true, ..Listing::default() };
        for entry in fs::read_dir(self.output.join(folder))? {
            let entry = entry?;
            listing.is_empty = false;
            let relative = folder.join(entry.file_name());
            let file_type = entry.file_type()?;
            if file_type.is_dir() {
                listing.folders.push(relative);
                continue;
            }
            match key(&relative) {
                Some(page) if page == manifest::NAME || pages.contains(&*page) => continue,
                Some(page) if self.known.contains_key(&*page) => {
                    if self.holds_ours(&page, &entry.path(), &entry.metadata()?)? {
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
}
