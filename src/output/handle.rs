//! A folder that is held open: what is named relative to it needs no walk from the root of the disk, and is in this folder
//! whatever is put in its place meanwhile. Must not know whose folder it is.
//!
//! Where the system has no such handles, a path stands in.

use std::fs::File;
use std::io;
use std::path::Path;

#[cfg(unix)]
#[derive(Debug)]
pub struct Handle(std::os::fd::OwnedFd);

#[cfg(unix)]
impl Handle {
    /// Opens `folder` and, in it, the folder `inner`, which may be empty. Links are followed on the way to `folder` alone.
    pub fn open(folder: &Path, inner: &Path) -> io::Result<Self> {
        let first = Self(open(rustix::fs::CWD, folder)?);
        inner.iter().try_fold(first, |outer, name| outer.inner(Path::new(name)))
    }

    /// A folder in it; no link is followed.
    pub fn inner(&self, name: &Path) -> io::Result<Self> {
        Ok(Self(open(&self.0, name)?))
    }

    pub fn make_folder(&self, path: &Path) -> io::Result<()> {
        // Less what the user's mask takes away, as in all programs.
        Ok(rustix::fs::mkdirat(&self.0, path, rustix::fs::Mode::from_raw_mode(0o777))?)
    }

    /// A new file, open for writing.
    pub fn make_file(&self, path: &Path) -> io::Result<File> {
        use rustix::fs::{Mode, OFlags};
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        let make = || rustix::fs::openat(&self.0, path, flags, Mode::from_raw_mode(0o666));
        Ok(rustix::io::retry_on_intr(make)?.into())
    }

    /// Makes a file known in the folder `new`, too, at the same path.
    pub fn link(&self, path: &Path, new: &Self) -> io::Result<()> {
        Ok(rustix::fs::linkat(&self.0, path, &new.0, path, rustix::fs::AtFlags::empty())?)
    }

    pub fn delete_file(&self, name: &Path) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(&self.0, name, rustix::fs::AtFlags::empty())?)
    }

    /// Deletes an empty folder.
    pub fn delete_folder(&self, name: &Path) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(&self.0, name, rustix::fs::AtFlags::REMOVEDIR)?)
    }
}

#[cfg(unix)]
fn open(outer: impl std::os::fd::AsFd, name: &Path) -> rustix::io::Result<std::os::fd::OwnedFd> {
    use rustix::fs::{Mode, OFlags};
    // Only to name things in it, which is less work than to open it for reading.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    const KIND: OFlags = OFlags::PATH;
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    const KIND: OFlags = OFlags::RDONLY;
    rustix::fs::openat(outer, name, KIND | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC, Mode::empty())
}

#[cfg(not(unix))]
#[derive(Debug)]
pub struct Handle(std::path::PathBuf);

#[cfg(not(unix))]
impl Handle {
    pub fn open(folder: &Path, inner: &Path) -> io::Result<Self> {
        Ok(Self(folder.join(inner)))
    }

    pub fn make_folder(&self, path: &Path) -> io::Result<()> {
        std::fs::create_dir(self.0.join(path))
    }

    pub fn make_file(&self, path: &Path) -> io::Result<File> {
        File::create_new(self.0.join(path))
    }

    pub fn link(&self, path: &Path, new: &Self) -> io::Result<()> {
        std::fs::hard_link(self.0.join(path), new.0.join(path))
    }
}
