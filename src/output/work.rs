//! The work folder beside the output, `.NAME.avilys/`: its lock, its stage, and the exchange of stage and output.
//!
//! It stands beside the output so that both are on one file system, where a rename is one step. It holds
//! - `lock`: locked while a build runs; the system frees it when the build is killed,
//! - `stage/`: the new tree, or what is of no use any more,
//! - `old/`: the old tree after the exchange, as long as it may hold what has to be brought over; for a moment before it, the new one,
//! - `carried`: what the new tree has of the old one, from before the exchange until the old one is gone,
//! - the new manifest, while files are put in place one by one (`in_place`).
//!
//! Nothing but these is ever deleted, and the folder goes when it is empty. A folder left by a killed build is set
//! right by the next: `old` beside `stage` says that it was killed between the two renames that stand in for an exchange where
//! the file system knows none, so `old` goes back to its place, as it does where the output is gone; what `old` alone holds of others
//! is brought over; beside a manifest, what `stage` holds of it goes into the output; otherwise it is of no more use.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::carried::Carried;
use super::discard::{Known, discard, discard_left};
use super::place::{is_empty, lstat};
use super::problems::{self, At};
use super::{Means, Step, in_place, manifest, stage};
use crate::diagnostics::Diagnostic;

/// A build can end, and take its folder away, between our look at the folder and our lock; then we look again.
const ATTEMPTS: usize = 100;

pub(super) fn folder_of(output: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(output.file_name().unwrap_or_default());
    name.push(".avilys");
    output.with_file_name(name)
}

/// The only build at work on an output, with an empty stage. Dropping it clears the work folder away.
#[derive(Debug)]
pub(super) struct Work {
    output: PathBuf,
    folder: PathBuf,
    stage: PathBuf,
    /// Held for its lock.
    _lock: File,
    /// Whether nothing in here is missing in the output.
    is_cleared: bool,
}

impl Work {
    /// A killed build left the old tree aside and nothing in its place.
    pub fn is_half_swapped(output: &Path) -> bool {
        let exists = |path: &Path| matches!(lstat(path), Ok(Some(_)));
        let folder = folder_of(output);
        !exists(output) && exists(&folder.join("old")) && exists(&folder.join("stage"))
    }

    pub fn begin(output: &Path, means: &Means) -> Result<Self, Diagnostic> {
        let folder = folder_of(output);
        if let Some(parent) = output.parent() {
            fs::create_dir_all(parent).writing(parent)?;
        }
        let lock = lock(output, &folder)?;
        let stage = folder.join("stage");
        let mut work = Self { output: output.to_owned(), folder, stage, _lock: lock, is_cleared: false };
        (means.reached)(Step::Locked).writing(&work.folder)?;
        work.recover()?;
        work.is_cleared = true;
        (means.reached)(Step::Recovered).writing(&work.folder)?;
        stage::found(&work.stage, output).writing(&work.stage)?;
        Ok(work)
    }

    pub fn stage(&self) -> &Path {
        &self.stage
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The new manifest, as long as not all is in place that it names.
    pub fn note(&self) -> PathBuf {
        self.folder.join(manifest::NAME)
    }

    pub fn is_noted(&self) -> bool {
        !matches!(lstat(&self.note()), Ok(None))
    }

    fn carried(&self) -> PathBuf {
        self.folder.join("carried")
    }

    fn old(&self) -> PathBuf {
        self.folder.join("old")
    }

    /// Sets right what a killed build left: the old tree back in its place, everything else away.
    fn recover(&self) -> Result<(), Diagnostic> {
        let old = self.old();
        if self.is_half_done().reading(&old)? || self.is_all_that_is_left().reading(&old)? {
            self.put_back(&old)?;
        }
        in_place::finish(&self.output, self)?;
        if lstat(&old).reading(&old)?.is_some() {
            let carried = Carried::read(&self.carried()).reading(&self.carried())?;
            discard_left(&old, &self.output, &carried)?;
        }
        self.clear_away().writing(&self.stage)
    }

    /// The old tree becomes a stage when it holds nothing of others any more: those are deleted unseen.
    fn clear_away(&self) -> io::Result<()> {
        match fs::rename(self.old(), &self.stage) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => remove_tree(&self.stage)?,
        }
        in_place::remove(&self.carried())
    }

    /// Somebody deleted the new site since.
    fn is_all_that_is_left(&self) -> io::Result<bool> {
        Ok(lstat(&self.old())?.is_some() && (lstat(&self.output)?.is_none() || is_empty(&self.output)?))
    }

    fn is_half_done(&self) -> io::Result<bool> {
        Ok(lstat(&self.old())?.is_some() && lstat(&self.stage)?.is_some())
    }

    /// An empty folder made in the meantime gives way; anything else is for a person to decide.
    fn put_back(&self, old: &Path) -> Result<(), Diagnostic> {
        if lstat(&self.output).reading(&self.output)?.is_some() && fs::remove_dir(&self.output).is_err() {
            return Err(problems::half_swapped(&self.output, old));
        }
        fs::rename(old, &self.output).writing(&self.output)
    }

    /// Notes what the stage has of the output, for the case that this build cannot end.
    pub fn note_carried(&self, carried: &Carried) -> Result<(), Diagnostic> {
        carried.write(&self.carried()).writing(&self.carried())
    }

    /// Puts the finished stage in the place of the output.
    pub fn swap(&self, means: &Means) -> Result<(), Diagnostic> {
        let swapped = match lstat(&self.output) {
            Ok(None) => fs::rename(&self.stage, &self.output),
            Ok(Some(_)) => self.swap_with_old(means),
            Err(error) => Err(error),
        };
        swapped.map_err(|error| problems::not_replaceable(&self.output, &error))?;
        // What was begun in place is done with the whole.
        fs::remove_file(self.note()).ok();
        Ok(())
    }

    fn swap_with_old(&self, means: &Means) -> io::Result<()> {
        // Where a build that is killed here has to be ended from the stage, the stage keeps its name.
        if !means.exchange || self.is_noted() {
            return self.swap_by_renames(means);
        }
        // So that at no time the old tree has the name of what is deleted unseen.
        let old = self.old();
        fs::rename(&self.stage, &old)?;
        let exchanged = (means.reached)(Step::MovedAside).and_then(|()| exchange(&old, &self.output));
        if matches!(exchanged, Ok(true)) {
            return Ok(());
        }
        fs::rename(&old, &self.stage)?;
        exchanged.and_then(|_| self.swap_by_renames(means))
    }

    fn swap_by_renames(&self, means: &Means) -> io::Result<()> {
        let old = self.old();
        fs::rename(&self.output, &old)?;
        (means.reached)(Step::MovedAside)
            .and_then(|()| fs::rename(&self.stage, &self.output))
            .or_else(|error| fs::rename(&old, &self.output).and(Err(error)))
    }

    /// After the exchange: deletes the old tree. An error here leaves something behind, but the new site stands.
    pub fn finish(mut self, known: &Known, means: &Means) -> io::Result<()> {
        (means.reached)(Step::Swapped)?;
        self.is_cleared = false;
        discard(&self.old(), &self.output, known)?;
        self.is_cleared = true;
        (means.reached)(Step::BroughtOver)?;
        self.clear_away()?;
        (means.reached)(Step::Discarded)?;
        manifest::seal(&self.output)?;
        (means.reached)(Step::Sealed)
    }
}

impl Drop for Work {
    /// What cannot be deleted now is deleted by the next build, so errors may be passed over. An old tree that could
    /// not be put back is kept, and with it the stage, which tells the next build that it has to go back. So is a stage of
    /// which not all could be put in place.
    fn drop(&mut self) {
        if self.is_cleared && !self.is_noted() && matches!(self.is_half_done(), Ok(false)) {
            remove_tree(&self.old()).ok();
            remove_tree(&self.stage).ok();
            fs::remove_file(self.carried()).ok();
        }
        fs::remove_file(self.folder.join("lock")).ok();
        fs::remove_dir(&self.folder).ok();
    }
}

fn lock(output: &Path, folder: &Path) -> Result<File, Diagnostic> {
    let path = folder.join("lock");
    for _ in 0..ATTEMPTS {
        match fs::create_dir(folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error).writing(folder),
            _ => {}
        }
        let file = match File::options().create(true).truncate(false).write(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            opened => opened.writing(&path)?,
        };
        match file.try_lock() {
            Ok(()) if is_still_at(&file, &path) => return Ok(file),
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(problems::busy(output)),
            Err(TryLockError::Error(error)) => return Err(error).writing(&path),
        }
    }
    Err(problems::busy(output))
}

/// Whether the file we locked is the one at that path, and not one that another build has just deleted.
#[cfg(unix)]
fn is_still_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(ours), Ok(there)) => (ours.dev(), ours.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_still_at(_: &File, path: &Path) -> bool {
    path.exists()
}

/// False when the file system, or the system itself, knows no such thing.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Deletes a folder with all in it, also where a folder in it is not writable. Nothing there is fine.
fn remove_tree(folder: &Path) -> io::Result<()> {
    // One thread alone would take longer for the old tree than all of them took for the new one. What is left is told below.
    let inner = walkdir::WalkDir::new(folder).min_depth(2).max_depth(2).into_iter().filter_map(Result::ok);
    let folders: Vec<_> = inner.filter(|entry| entry.file_type().is_dir()).collect();
    folders.par_iter().for_each(|entry| drop(fs::remove_dir_all(entry.path())));
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            make_writable(folder)?;
            fs::remove_dir_all(folder)
        }
        done => done,
    }
}

/// Folders only: files in it may be hard links into the published site.
#[cfg(unix)]
fn make_writable(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mut pending = vec![folder.to_owned()];
    while let Some(folder) = pending.pop() {
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                pending.push(entry.path());
            }
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn make_writable(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::place;
    use super::*;

    fn begin(output: &Path) -> Result<Work, Diagnostic> {
        Work::begin(output, &Means::default())
    }

    #[test]
    fn the_work_folder_is_a_hidden_sibling_and_goes_when_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("public");
        let work = begin(&output).unwrap();
        assert!(folder.path().join(".public.avilys/stage").is_dir());
        drop(work);
        assert!(place::is_empty(folder.path()).unwrap());
    }

    #[test]
    fn a_second_build_is_told_to_wait() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("public");
        let first = begin(&output).unwrap();
        assert_eq!(begin(&output).unwrap_err().code, "output-busy");
        assert!(first.stage().is_dir(), "the refused build leaves the first one's folder alone");
        drop(first);
        begin(&output).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_lock_file_that_was_deleted_is_not_taken_for_the_new_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let first = File::create(&path).unwrap();
        assert!(is_still_at(&first, &path));
        fs::remove_file(&path).unwrap();
        assert!(!is_still_at(&first, &path));
        File::create(&path).unwrap();
        assert!(!is_still_at(&first, &path));
    }

    #[test]
    fn builds_that_start_and_end_together_never_hold_the_lock_together() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("public");
        let (holders, begun) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        let Ok(work) = begin(&output) else { continue };
                        assert_eq!(holders.fetch_add(1, Ordering::SeqCst), 0);
                        begun.fetch_add(1, Ordering::SeqCst);
                        holders.fetch_sub(1, Ordering::SeqCst);
                        drop(work);
                    }
                });
            }
        });
        assert!(begun.into_inner() > 0);
    }

    #[test]
    fn an_old_tree_left_aside_goes_back_unless_something_new_stands_there() {
        let folder = tempfile::tempdir().unwrap();
        let (output, work) = (folder.path().join("public"), folder.path().join(".public.avilys"));
        fs::create_dir_all(work.join("old")).unwrap();
        fs::create_dir_all(work.join("stage")).unwrap();
        fs::write(work.join("old/a.html"), "a").unwrap();
        fs::create_dir(&output).unwrap();
        fs::write(output.join("mine.txt"), "").unwrap();
        assert_eq!(begin(&output).unwrap_err().code, "output-half-swapped");
        assert!(work.join("old/a.html").exists());
        fs::remove_file(output.join("mine.txt")).unwrap();
        drop(begin(&output).unwrap());
        assert!(output.join("a.html").exists() && !work.exists());
    }

    #[cfg(unix)]
    #[test]
    fn folders_that_are_not_writable_can_be_deleted() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("a/b");
        fs::create_dir_all(&inner).unwrap();
        fs::write(inner.join("c"), "").unwrap();
        fs::set_permissions(&inner, fs::Permissions::from_mode(0o500)).unwrap();
        make_writable(&folder.path().join("a")).unwrap();
        assert_eq!(fs::symlink_metadata(&inner).unwrap().permissions().mode() & 0o777, 0o700);
        remove_tree(&folder.path().join("a")).unwrap();
        assert!(place::is_empty(folder.path()).unwrap());
    }
}
