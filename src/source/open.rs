//! Opens files of the site: only such as are within it at the moment of opening. A folder that is exchanged for a link while
//! the site is read does not lead out of it.
//!
//! Where the system cannot open one name in an open folder, paths stand in.

use std::fs::File;
use std::io;
use std::path::Path;

#[cfg(unix)]
#[derive(Debug)]
pub(super) struct Root<'a> {
    /// With all symbolic links resolved.
    real: &'a Path,
    folder: io::Result<std::os::fd::OwnedFd>,
}

#[cfg(unix)]
impl<'a> Root<'a> {
    pub fn new(real: &'a Path) -> Self {
        Self { real, folder: unix::folder(rustix::fs::CWD, real) }
    }

    /// Opens a file below the root. A link is followed where it leads to a place within the root.
    pub fn open(&self, path: &Path) -> io::Result<File> {
        let folder = self.folder.as_ref().map_err(|error| io::Error::from(error.kind()))?;
        match unix::open(folder, path) {
            // There may be a link on the way, which the site may have within itself.
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                let real = std::fs::canonicalize(self.real.join(path))?;
                let below = real.strip_prefix(self.real).map_err(|_| io::ErrorKind::PermissionDenied)?;
                unix::open(folder, below)
            }
            opened => opened,
        }
    }
}

#[cfg(unix)]
mod unix {
    use std::fs::File;
    use std::io;
    use std::os::fd::{AsFd, OwnedFd};
    use std::path::Path;

    use rustix::fs::{Mode, OFlags, openat};

    pub fn folder(outer: impl AsFd, name: &Path) -> io::Result<OwnedFd> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(openat(outer, name, flags, Mode::empty())?)
    }

    /// Opens a file below a folder, name by name. No link is followed.
    pub fn open(root: &OwnedFd, path: &Path) -> io::Result<File> {
        #[cfg(target_os = "linux")]
        if let Some(opened) = at_once(root, path) {
            return opened;
        }
        let mut names = path.iter().peekable();
        let mut outer = None;
        while let Some(name) = names.next() {
            let within = outer.as_ref().unwrap_or(root);
            if names.peek().is_none() {
                let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
                return Ok(openat(within, name, flags, Mode::empty())?.into());
            }
            outer = Some(folder(within, Path::new(name))?);
        }
        Err(io::ErrorKind::NotFound.into())
    }

    /// The same with one call of the system; nothing where it has none.
    #[cfg(target_os = "linux")]
    fn at_once(root: &OwnedFd, path: &Path) -> Option<io::Result<File>> {
        use rustix::fs::{ResolveFlags, openat2};
        use rustix::io::Errno;
        let how = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
        match openat2(root, path, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty(), how) {
            Err(Errno::NOSYS | Errno::PERM | Errno::AGAIN | Errno::INVAL) => None,
            opened => Some(opened.map(File::from).map_err(io::Error::from)),
        }
    }
}

#[cfg(not(unix))]
#[derive(Debug)]
pub(super) struct Root<'a> {
    real: &'a Path,
}

#[cfg(not(unix))]
impl<'a> Root<'a> {
    pub fn new(real: &'a Path) -> Self {
        Self { real }
    }

    pub fn open(&self, path: &Path) -> io::Result<File> {
        let real = std::fs::canonicalize(self.real.join(path))?;
        if real.starts_with(self.real) { File::open(real) } else { Err(io::ErrorKind::PermissionDenied.into()) }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_are_followed_within_the_root_only() {
        let dir = tempfile::tempdir().unwrap();
        let top = fs::canonicalize(dir.path()).unwrap();
        let real = top.join("site");
        fs::create_dir_all(real.join("a/b")).unwrap();
        fs::create_dir(top.join("other")).unwrap();
        fs::write(real.join("a/b/c.md"), "in").unwrap();
        fs::write(top.join("other/c.md"), "out").unwrap();
        symlink("a", real.join("inner")).unwrap();
        symlink(real.join("a/b/c.md"), real.join("absolute.md")).unwrap();
        symlink("../other", real.join("outer")).unwrap();
        symlink("../other/c.md", real.join("outer.md")).unwrap();
        let root = Root::new(&real);
        let text = |path: &str| io::read_to_string(root.open(Path::new(path))?);
        for path in ["a/b/c.md", "inner/b/c.md", "absolute.md"] {
            assert_eq!(text(path).unwrap(), "in", "{path}");
        }
        for path in ["outer/c.md", "outer.md", "../other/c.md"] {
            assert_eq!(text(path).unwrap_err().kind(), io::ErrorKind::PermissionDenied, "{path}");
        }
        assert_eq!(text("a/no.md").unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
