//! Few files put in their places one by one, instead of a whole new tree for them.
//!
//! It is the way where the folders stay the same ones and hold nothing of others: each file is then replaced in one step, and no page
//! has to be linked anew because another one changed. Where links are costly or not to be had, such as on a server's disk,
//! that is the difference between one page copied and all of them.
//!
//! All files together are not put in place in one step. So the new manifest is written into the work folder first, as a note of what
//! the output is about to hold; once it stands there complete, the next build ends what this one cannot ([`finish`]). New files
//! come before the changed ones and stale ones go last: no page ever names a file that is not there.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::Path;

use foldhash::fast::RandomState;
use walkdir::WalkDir;

use super::manifest::{self, Files, Manifest};
use super::old_tree::OldTree;
use super::paths::{folders, key};
use super::place::lstat;
use super::problems::{self, At};
use super::render::Rendered;
use super::survey::{Look, folders_of};
use super::work::Work;
use super::{Means, Step};
use crate::diagnostics::Diagnostic;

/// This many take some hundredths of a second. The more it is, the likelier somebody sees a page of before and one of after.
pub(super) const MOST: usize = 1024;

/// What is to be done in an output. Paths are relative to it.
pub(super) struct Change<'a> {
    /// Files of the stage: first those that are new, then those that take the place of one of ours.
    files: Vec<&'a str>,
    /// Our files that are no pages any more.
    stale: Vec<&'a str>,
}

impl<'a> Change<'a> {
    /// Nothing where the change is too large, or touches more than files of ours.
    pub fn of(rendered: &'a Rendered, old: &'a Manifest, tree: &OldTree, most: usize) -> Option<Self> {
        let is_ours_alone = tree.foreign.is_empty() && tree.empty.is_empty();
        if rendered.written.len() + tree.removed > most || !is_ours_alone || !has_just_folders_of(tree, &rendered.files)
        {
            return None;
        }
        let (changed, mut files): (Vec<_>, Vec<_>) =
            rendered.written.iter().map(String::as_str).partition(|path| old.files.contains_key(*path));
        let stale: Vec<_> = stale(&old.files, &rendered.files).collect();
        // A disk may take them for one file, which would go with the stale name.
        let gone: HashSet<_> = stale.iter().map(|path| path.to_lowercase()).collect();
        if files.iter().any(|path| gone.contains(&path.to_lowercase())) {
            return None;
        }
        files.extend(changed);
        Some(Self { files, stale })
    }

    /// Does it. After an error the stage holds what was not put in place, and the note stays: the whole tree can still be
    /// exchanged, or the next build ends what was begun.
    pub fn put(&self, output: &Path, work: &Work, rendered: &Rendered, means: &Means) -> io::Result<()> {
        let note = work.note();
        let noted = manifest::write(work.folder(), &rendered.files, &rendered.sources)
            .and_then(|()| fs::symlink_metadata(output.join(manifest::NAME)))
            .and_then(|old| fs::set_permissions(&note, old.permissions()))
            .and_then(|()| (means.reached)(Step::ManifestWritten));
        noted.or_else(|error| remove(&note).and(Err(error)))?;
        for path in &self.files {
            fs::rename(work.stage().join(path), output.join(path))?;
            (means.reached)(Step::FilePlaced)?;
        }
        for path in &self.stale {
            remove(&output.join(path))?;
            (means.reached)(Step::FileRemoved)?;
        }
        fs::rename(&note, output.join(manifest::NAME))
    }
}

/// Whether the folders of the old tree are just those that these files need.
fn has_just_folders_of(tree: &OldTree, files: &Files) -> bool {
    let needed = folders_of(files.keys().map(String::as_str));
    let there: HashSet<&Path, RandomState> = tree.folders.iter().map(|(folder, _)| folder.as_path()).collect();
    needed.len() + 1 == there.len() && needed.iter().all(|folder| there.contains(Path::new(folder)))
}

fn stale<'a>(old: &'a Files, new: &Files) -> impl Iterator<Item = &'a str> {
    old.keys().filter(|path| !new.contains_key(*path)).map(String::as_str)
}

/// Nothing there is fine.
fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// Ends what a killed build began, if it came as far as to note it: puts in place what stands in its stage, and deletes our files that
/// the note does not name.
pub(super) fn finish(output: &Path, work: &Work) -> Result<(), Diagnostic> {
    let note = work.note();
    if !work.is_noted() {
        return Ok(());
    }
    // A note that cannot be read was not complete, so nothing was begun.
    if let (Ok(Some(new)), Some(old)) = (Manifest::load(work.folder()), Manifest::load(output)?) {
        let look = Look { output, known: &old.files };
        put_rest(&look, work.stage(), &new.files)?;
        for page in stale(&old.files, &new.files).filter(|page| folders_stand(&look, page).is_ok()) {
            let path = output.join(page);
            if let Some(found) = lstat(&path).reading(&path)?
                && look.holds_ours(page, &path, &found).reading(&path)?
            {
                remove(&path).writing(&path)?;
            }
        }
        return fs::rename(&note, output.join(manifest::NAME)).writing(output);
    }
    remove(&note).writing(&note)
}

/// Whether the folders that a page stands in are folders, or missing: nothing is written or deleted through a link.
fn folders_stand(look: &Look, page: &str) -> Result<(), Diagnostic> {
    folders(page).try_for_each(|folder| look.at_folder(folder).map(drop))
}

/// Puts the files of a stage in place that hold what `new` says; what else stands there is no part of the new site.
fn put_rest(look: &Look, stage: &Path, new: &Files) -> Result<(), Diagnostic> {
    for entry in WalkDir::new(stage).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file()) {
        let Some(page) = entry.path().strip_prefix(stage).ok().and_then(key) else { continue };
        let Some(print) = new.get(&*page) else { continue };
        let found = entry.metadata().map_err(io::Error::from).reading(entry.path())?;
        let path = look.output.join(&*page);
        if !print.is_held_by(entry.path(), &found).reading(entry.path())? {
            continue;
        }
        folders_stand(look, &page)?;
        if let Some(there) = lstat(&path).reading(&path)? {
            if print.is_held_by(&path, &there).reading(&path)? {
                continue;
            }
            if !there.is_file() || !look.known.contains_key(&*page) {
                return Err(problems::occupied(&page));
            }
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).writing(folder)?;
        }
        fs::rename(entry.path(), &path).writing(&path)?;
    }
    Ok(())
}
