//! Few files put in their places one by one, instead of a whole new tree for them.
//!
//! It is the way where the folders stay the same ones and hold nothing of others: each file is then replaced in one step, and no page
//! has to be linked anew because another one changed. Where links are costly or not to be had, such as on a server's disk,
//! that is the difference between one page copied and all of them.
//!
//! All files together are not put in place in one step. So the new manifest is written into the work folder first, as a note of what
//! the output is about to hold; once it stands there complete, the next build ends what this one cannot ([`finish`]). New files
//! come before the changed ones and stale ones go last, so that no page names a file that is not there.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::time::SystemTime;

use foldhash::fast::RandomState;
use walkdir::{DirEntry, WalkDir};

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
    /// How many of them are new.
    new: usize,
    /// Our files that are no pages any more.
    stale: Vec<&'a str>,
}

impl<'a> Change<'a> {
    /// Nothing where the change is too large, or touches more than files of ours.
    pub fn of(rendered: &'a Rendered, old: &'a Manifest, tree: &OldTree, most: usize) -> Option<Self> {
        let is_ours_alone = tree.foreign.is_empty() && tree.empty.is_empty();
        let is_open = tree.folders.iter().all(|(_, dress)| *dress == dress.open());
        let is_small = rendered.written.len() + tree.removed <= most;
        if !is_small || !is_ours_alone || !is_open || !has_just_folders_of(tree, &rendered.files) {
            return None;
        }
        let (changed, mut files): (Vec<_>, Vec<_>) =
            rendered.written.iter().map(|path| &**path).partition(|path| old.files.contains_key(*path));
        let stale: Vec<_> = stale(&old.files, &rendered.files).collect();
        // A disk may take them for one file, which would go with the stale name.
        let gone: HashSet<_> = stale.iter().map(|path| path.to_lowercase()).collect();
        if files.iter().any(|path| gone.contains(&path.to_lowercase())) {
            return None;
        }
        let new = files.len();
        files.extend(changed);
        Some(Self { files, new, stale })
    }

    /// Does it, in the output of `look`, which knows our files there. After an error the stage holds what was not put in place,
    /// and the note stays if something was: the whole tree can still be exchanged, or the next build ends what was begun.
    pub fn put(&self, look: &Look, work: &Work, rendered: &Rendered, means: &Means) -> Result<(), Diagnostic> {
        let (output, note) = (look.output, work.note());
        // Without the note, nothing could be ended that was begun.
        let noted = manifest::note(output, work.folder(), &rendered.files)
            .and_then(|()| (means.reached)(Step::ManifestWritten));
        noted.or_else(|error| remove(&note).and(Err(error))).writing(&note)?;
        for (at, path) in self.files.iter().enumerate() {
            let (new, place) = (work.stage().join(path), output.join(path));
            let is_free =
                folders_stand(look, path).is_ok() && (at >= self.new || lstat(&place).reading(&place)?.is_none());
            let placed = if is_free { fs::rename(new, &place) } else { Err(io::ErrorKind::AlreadyExists.into()) };
            if placed.is_err() && at == 0 {
                remove(&note).writing(&note)?;
            }
            placed.and_then(|()| (means.reached)(Step::FilePlaced)).writing(&place)?;
        }
        for path in &self.stale {
            folders_stand(look, path)?;
            let place = output.join(path);
            remove(&place).and_then(|()| (means.reached)(Step::FileRemoved)).writing(&place)?;
        }
        fs::rename(&note, output.join(manifest::NAME)).writing(output)
    }
}

/// Whether the folders of the old tree are just those that these files need.
fn has_just_folders_of(tree: &OldTree, files: &Files) -> bool {
    let needed = folders_of(files.keys().map(|path| &**path));
    // As texts, for a path is taken apart to be hashed.
    let there: HashSet<_, RandomState> = tree.folders.iter().filter_map(|(folder, _)| key(folder)).collect();
    let is_whole = there.len() == tree.folders.len() && needed.len() + 1 == there.len();
    is_whole && needed.into_iter().all(|folder| there.contains(folder))
}

fn stale<'a>(old: &'a Files, new: &Files) -> impl Iterator<Item = &'a str> {
    old.keys().filter(|path| !new.contains_key(*path)).map(|path| &**path)
}

/// Nothing there is fine.
pub(super) fn remove(file: &Path) -> io::Result<()> {
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
    let new = match Manifest::load(work.folder()) {
        // It was not written to its end, so nothing was begun.
        Err(problem) if problem.code == "output-manifest-broken" => None,
        read => read?,
    };
    let (Some(new), Some(old)) = (new, Manifest::load(output)?) else { return remove(&note).writing(&note) };
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
    // Nobody knows what happened in the meantime: a manifest of old times vouches for nothing.
    let file = File::options().write(true).open(&note).or_else(|_| File::open(&note)).writing(&note)?;
    file.set_modified(SystemTime::UNIX_EPOCH).writing(&note)?;
    fs::rename(&note, output.join(manifest::NAME)).writing(output)
}

/// Whether the folders that a page stands in are folders, or missing: nothing is written or deleted through a link.
fn folders_stand(look: &Look, page: &str) -> Result<(), Diagnostic> {
    folders(page).try_for_each(|folder| look.at_folder(folder).map(drop))
}

/// Puts the files of a stage in place that hold what `new` says; what else stands there is no part of the new site.
fn put_rest(look: &Look, stage: &Path, new: &Files) -> Result<(), Diagnostic> {
    if lstat(stage).reading(stage)?.is_none() {
        return Ok(());
    }
    let found =
        WalkDir::new(stage).into_iter().collect::<Result<Vec<_>, _>>().map_err(io::Error::from).reading(stage)?;
    let mut files: Vec<_> = found.into_iter().filter(|entry| entry.file_type().is_file()).collect();
    let is_new = |entry: &DirEntry| entry.path().strip_prefix(stage).is_ok_and(|path| !look.output.join(path).exists());
    files.sort_by_cached_key(|entry| !is_new(entry));
    for entry in files {
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
