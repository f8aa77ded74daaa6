//! What stands where files will go, or come from.
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

use super::disk::folded;
use super::manifest::{Files, Manifest, Print};
use super::paths::{self, key};
use super::place::{is_empty, lstat};
use super::plan::{Deletion, Plan};
use super::problems::{self, At};
use super::work;
use crate::AT_ONCE;
use crate::diagnostics::Diagnostic;

/// A file of an earlier build.
#[derive(Debug)]
pub(super) struct ExistingFile {
    pub metadata: Metadata,
    /// What it held then.
    pub print: Print,
}

/// Files of an earlier build that are no pages any more.
#[derive(Debug, Default)]
pub(super) struct Stale {
    pub delete: Vec<Deletion>,
    /// Those that somebody changed.
    pub kept: Vec<Arc<str>>,
}

pub(super) struct Survey<'a> {
    pub output: &'a Path,
    pub earlier: &'a Manifest,
    /// Where the disk takes names for one: the names of the earlier files in one form, with what they held.
    folded: Option<HashMap<String, Print>>,
    /// Nothing stands there yet, so that there is nothing to look at.
    is_empty: bool,
}

impl<'a> Survey<'a> {
    pub fn new(output: &'a Path, earlier: &'a Manifest, folds_names: bool) -> Result<Self, Diagnostic> {
        let folded = || earlier.files.iter().map(|(path, print)| (folded(path), *print)).collect();
        let is_empty = work::is_empty(output).reading(output)?;
        Ok(Self { output, earlier, folded: folds_names.then(folded), is_empty })
    }

    /// The form of a path that it has in common with those that are the same file.
    pub fn folded(&self, path: &str) -> String {
        if self.folded.is_some() { folded(path) } else { path.to_owned() }
    }

    /// For each page, our own earlier file at its path, if there is one. A path that somebody else's file keeps a page from is a
    /// problem.
    pub fn standing(&self, pages: &[Arc<str>]) -> Result<Vec<Option<ExistingFile>>, Vec<Diagnostic>> {
        if self.is_empty {
            return Ok(pages.iter().map(|_| None).collect());
        }
        let folders = folders_of(pages.iter().map(|path| &**path));
        let found = folders.into_par_iter().with_max_len(AT_ONCE).map(|folder| self.at_folder(folder));
        parted(found.collect())?;
        parted(pages.par_iter().with_max_len(AT_ONCE).map(|page| self.at_page(page)).collect())
    }

    /// A folder for pages may be missing, a folder, or an unchanged file of ours that is about to go.
    fn at_folder(&self, folder: &str) -> Result<(), Diagnostic> {
        let place = self.output.join(folder);
        match lstat(&place).reading(&place)? {
            None => Ok(()),
            Some(found) if found.is_dir() || self.holds_ours(folder, &place, &found).reading(&place)? => Ok(()),
            Some(_) => Err(problems::in_the_way(folder)),
        }
    }

    fn at_page(&self, page: &str) -> Result<Option<ExistingFile>, Diagnostic> {
        let place = self.output.join(page);
        let Some(metadata) = lstat(&place).reading(&place)? else { return Ok(None) };
        match self.earlier.files.get(page) {
            Some(print) if metadata.is_file() => Ok(Some(ExistingFile { metadata, print: *print })),
            _ if metadata.is_dir() && self.holds_only_ours(&place).reading(&place)? => Ok(None),
            _ if metadata.is_dir() => Err(problems::occupied_by_folder(page)),
            // Ours under another spelling.
            None if self.holds_ours(page, &place, &metadata).reading(&place)? => Ok(None),
            _ => Err(problems::occupied(page)),
        }
    }

    /// Whether a file is one of an earlier build, and nobody changed it since.
    fn holds_ours(&self, page: &str, place: &Path, found: &Metadata) -> io::Result<bool> {
        let known = || self.folded.as_ref()?.get(&folded(page)).copied();
        let print = self.earlier.files.get(page).copied().or_else(known);
        print.map_or(Ok(false), |print| self.earlier.is_held(page, print, place, found))
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

    /// What the earlier build wrote and this one does not.
    pub fn stale(&self, new: &Files, remove_edited: bool) -> Result<Stale, Diagnostic> {
        let mut stale = Stale::default();
        for (path, print) in self.earlier.files.iter().filter(|(path, _)| !new.contains_key(*path)) {
            let place = self.output.join(&**path);
            let found =
                if self.is_behind_a_link(path).reading(&place)? { None } else { lstat(&place).reading(&place)? };
            let Some(found) = found else { continue };
            let path = Arc::clone(path);
            if self.earlier.is_held(&path, *print, &place, &found).reading(&place)? {
                stale.delete.push(Deletion { path, old: *print });
            } else if remove_edited && found.is_file() {
                stale.delete.push(Deletion { path, old: Print::of_file(&place).reading(&place)? });
            } else if found.is_file() {
                stale.kept.push(path);
            }
        }
        Ok(stale)
    }

    /// What is behind a link is not in the output.
    fn is_behind_a_link(&self, path: &str) -> io::Result<bool> {
        for folder in paths::folders(path) {
            if lstat(&self.output.join(folder))?.is_some_and(|found| !found.is_dir()) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether the folders in which a plan changes something may be written to: to find out only then would leave half of a site.
    pub fn may_change(&self, plan: &Plan) -> Result<(), Vec<Diagnostic>> {
        let changed = plan.changed().filter(|_| !self.is_empty);
        let mut folders: HashSet<&str, RandomState> = changed.filter_map(paths::outer).collect();
        folders.insert("");
        let check = |folder: &str| {
            let place = self.output.join(folder);
            match lstat(&place) {
                Ok(Some(found)) if found.is_dir() => is_writable(&place).writing(&place),
                _ => Ok(()),
            }
        };
        parted(folders.into_iter().map(check).collect()).map(drop)
    }
}

#[cfg(unix)]
fn is_writable(folder: &Path) -> io::Result<()> {
    use rustix::fs::{Access, access};
    Ok(access(folder, Access::WRITE_OK | Access::EXEC_OK)?)
}

#[cfg(not(unix))]
fn is_writable(_: &Path) -> io::Result<()> {
    Ok(())
}

/// The folders that these pages stand in, each once.
fn folders_of<'a>(pages: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
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
    if problems.is_empty() { Ok(found) } else { Err(problems::shorten(problems)) }
}
