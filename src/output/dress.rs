//! Owner, group and mode of folders: what the folders of a new tree take over from those of the old one.

use std::fs::{self, Metadata};
use std::io;
use std::path::Path;

/// Owner, group and mode of a folder, where the system knows such things.
#[cfg(unix)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Dress {
    owner: u32,
    group: u32,
    mode: u32,
}

#[cfg(not(unix))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Dress;

/// What the owner needs to work in a folder.
#[cfg(unix)]
const OPEN: u32 = 0o700;

#[cfg(unix)]
impl Dress {
    pub fn of(folder: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self { owner: folder.uid(), group: folder.gid(), mode: folder.mode() & 0o7777 }
    }

    /// The same, but that the owner may work in the folder.
    pub fn open(self) -> Self {
        Self { mode: self.mode | OPEN, ..self }
    }

    /// Gives it to a folder that wears `now`. Owner and group are taken over as far as the system lets us.
    pub fn give(self, folder: &Path, now: Self) -> io::Result<()> {
        use std::os::unix::fs::{PermissionsExt, chown};
        if self == now {
            return Ok(());
        }
        if self.group != now.group {
            chown(folder, None, Some(self.group)).ok();
        }
        if self.owner != now.owner {
            chown(folder, Some(self.owner), None).ok();
        }
        // Also where only owner or group differed: their change may take bits of the mode away.
        fs::set_permissions(folder, fs::Permissions::from_mode(self.mode))
    }
}

#[cfg(not(unix))]
impl Dress {
    pub fn of(_: &Metadata) -> Self {
        Self
    }

    pub fn open(self) -> Self {
        self
    }

    pub fn give(self, _: &Path, _: Self) -> io::Result<()> {
        Ok(())
    }
}
