//! What stands where pages will go. What else there is, `old_tree` says.
//!
//! Only looks; changes nothing. Links are never followed and special files never opened.

use std::collections::{HashMap, HashSet};
use std::fs::Metadata;
use std::io;
use std::path::Path;
use std::sync::Arc;

use foldhash::fast::RandomState;
use rayon::prelude::*;
use walkdir::WalkDir;

use super::dress::Dress;
use super::manifest::{Files, Times, times};
use super::paths::{self, key};
use super::place::{is_empty, lstat};
use super::problems::{self, At};
use crate::AT_ONCE;
use crate::diagnostics::Diagnostic;

/// Longer lists of occupied paths help nobody.
const MOST_LISTED: usize = 20;

/// A folder of the old tree.
#[derive(Debug, Clone, Copy)]
pub(super) struct Folder {
    pub times: Times,
    pub dress: Dress,
}

impl Folder {
    pub fn of(found: &Metadata) -> Self {
        Self { times: times(found), dress: Dress::of(found) }
    }
}

/// By path, `/`-separated.
pub(super) type Folders<'a> = HashMap<&'a str, Folder, RandomState>;

#[derive(Debug, Default)]
pub(super) struct Standing<'a> {
    /// For each page, our own earlier file at its path, if there is one.
    pub pages: Vec<Option<Metadata>>,
    /// Folders for pages that exist.
    pub folders: Folders<'a>,
}

/// What stands where these pages will go. A path that somebody else's file keeps a page from is a problem; up to
/// [`MOST_LISTED`] of them are told.
pub(super) fn standing<'a>(
    output: &Path,
    pages: &'a [Arc<str>],
    known: &Files,
) -> Result<Standing<'a>, Vec<Diagnostic>> {
    let look = Look { output, known };
    let folders = folders_of(pages.iter().map(|path| &**path));
    let found = folders
        .into_par_iter()
        .with_max_len(AT_ONCE)
        .map(|folder| Ok(look.at_folder(folder)?.map(|found| (folder, found))));
    let folders = parted(found.collect())?.into_iter().flatten().collect();
    Ok(Standing {
        pages: parted(pages.par_iter().with_max_len(AT_ONCE).map(|page| look.at_page(page)).collect())?,
        folders,
    })
}

/// The folders that these pages stand in, each once.
pub(super) fn folders_of<'a>(pages: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut met = HashSet::with_hasher(RandomState::default());
    let mut folders = Vec::new();
    for page in pages {
        // Outer folders of one already met were met with it.
        folders.extend(paths::folders(page).take_while(|folder| met.insert(*folder)));
    }
    folders
}

fn parted<T>(found: Vec<Result<T, Diagnostic>>) -> Result<Vec<T>, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let found = found.into_iter().filter_map(|found| found.map_err(|problem| problems.push(problem)).ok()).collect();
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

pub(super) struct Look<'a> {
    pub output: &'a Path,
    pub known: &'a Files,
}

impl Look<'_> {
    /// A folder for pages may be missing, a folder, or an unchanged file of ours that is about to go.
    pub fn at_folder(&self, folder: &str) -> Result<Option<Folder>, Diagnostic> {
        let path = self.output.join(folder);
        match lstat(&path).reading(&path)? {
            None => Ok(None),
            Some(found) if found.is_dir() => Ok(Some(Folder::of(&found))),
            Some(found) if self.holds_ours(folder, &path, &found).reading(&path)? => Ok(None),
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
    pub fn holds_ours(&self, page: &str, path: &Path, found: &Metadata) -> io::Result<bool> {
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
