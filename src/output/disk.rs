//! Steps on files that systems do in different ways.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;

use unicode_normalization::UnicodeNormalization;

use super::place::lstat;
use super::problems::{self, At};
use super::work;
use crate::diagnostics::Diagnostic;

/// Another build can take the lock's file away between our opening it and our lock; then we look again.
const LOCK_ATTEMPTS: usize = 100;

/// Held for as long as a build works on an output.
pub(super) struct Lock(File);

impl Drop for Lock {
    /// Closing the file would not do: a process that was started meanwhile may have the same file open for a moment.
    fn drop(&mut self) {
        let _ = self.0.unlock();
    }
}

pub(super) fn lock(output: &Path, folder: &Path) -> Result<Lock, Diagnostic> {
    let path = folder.join(work::LOCK);
    for _ in 0..LOCK_ATTEMPTS {
        fs::create_dir_all(folder).writing(folder)?;
        let file = match File::options().read(true).write(true).create(true).truncate(false).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            file => file.writing(&path)?,
        };
        match file.try_lock() {
            Ok(()) if is_at(&file, &path) => return Ok(Lock(file)),
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(problems::busy(output)),
            Err(TryLockError::Error(error)) => return Err(error).writing(&path),
        }
    }
    Err(problems::busy(output))
}

/// Whether a file that was opened is still the one at its path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |found: fs::Metadata| (found.dev(), found.ino());
    file.metadata().ok().map(id) == fs::symlink_metadata(path).ok().map(id)
}

/// A file that is open cannot be deleted there.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

/// The form that names have in common which a disk may take for one.
pub(super) fn folded(name: &str) -> String {
    name.nfc().collect::<String>().to_lowercase()
}

/// Exchanges two files in one step.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(super) fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Puts a file where nothing stands.
pub(super) fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    match rename_in_one_step(from, to) {
        Err(error) if matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput) => {
            let is_free = lstat(to)?.is_none();
            if is_free { patiently(|| fs::rename(from, to)) } else { Err(io::ErrorKind::AlreadyExists.into()) }
        }
        done => done,
    }
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn rename_in_one_step(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn rename_in_one_step(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Windows refuses to touch a file that somebody reads, for as long as it is read.
pub(super) fn patiently(mut act: impl FnMut() -> io::Result<()>) -> io::Result<()> {
    const PAUSE: std::time::Duration = std::time::Duration::from_millis(50);
    const ATTEMPTS: u32 = 10;
    let mut attempts = if cfg!(windows) { ATTEMPTS } else { 0 };
    loop {
        let done = act();
        if done.is_ok() || attempts == 0 {
            return done;
        }
        attempts -= 1;
        std::thread::sleep(PAUSE);
    }
}

/// Windows refuses to replace or delete a file that is read-only; elsewhere the folder decides.
#[expect(clippy::permissions_set_readonly_false, reason = "done on Windows alone, where it has no such meaning")]
pub(super) fn unlock(place: &Path, found: &fs::Metadata) -> io::Result<()> {
    let mut permissions = found.permissions();
    if cfg!(windows) && found.is_file() && permissions.readonly() {
        permissions.set_readonly(false);
        fs::set_permissions(place, permissions)?;
    }
    Ok(())
}

/// Writes what is staged to the disk. Where it cannot be done, only a loss of power would show it.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(super) fn sync_all(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        rustix::fs::syncfs(folder).ok();
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(super) fn sync_all(_: &Path) {}

/// Nothing there is fine.
pub(super) fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

pub(super) fn remove_tree(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}
