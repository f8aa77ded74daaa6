//! The problems of writing a site, each built in one place; their words stand in the catalogues.

use std::fmt::Display;
use std::io;
use std::path::Path;

use crate::diagnostics::Diagnostic;

/// A plain I/O error with the path it happened at.
pub(super) trait At<T> {
    fn reading(self, path: &Path) -> Result<T, Diagnostic>;
    fn writing(self, path: &Path) -> Result<T, Diagnostic>;
}

impl<T> At<T> for io::Result<T> {
    fn reading(self, path: &Path) -> Result<T, Diagnostic> {
        self.map_err(|error| Diagnostic::error("output-read-failed").arg("path", path.display()).arg("error", error))
    }

    fn writing(self, path: &Path) -> Result<T, Diagnostic> {
        self.map_err(|error| {
            let code = match error.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "output-disk-full",
                _ => "output-write-failed",
            };
            Diagnostic::error(code).arg("path", path.display()).arg("error", error)
        })
    }
}

fn about(code: &'static str, path: impl Display) -> Diagnostic {
    Diagnostic::error(code).arg("path", path)
}

pub(super) fn is_source(dir: &Path, source: &Path) -> Diagnostic {
    about("output-is-source", dir.display()).arg("source", source.display())
}

pub(super) fn inside_source(dir: &Path, source: &Path) -> Diagnostic {
    about("output-inside-source", dir.display()).arg("source", source.display())
}

pub(super) fn not_a_folder(dir: &Path) -> Diagnostic {
    about("output-not-a-folder", dir.display())
}

pub(super) fn not_ours(dir: &Path) -> Diagnostic {
    about("output-not-ours", dir.display())
}

pub(super) fn manifest_broken(path: &Path, reason: impl Display) -> Diagnostic {
    about("output-manifest-broken", path.display()).arg("reason", reason)
}

pub(super) fn manifest_newer(path: &Path, version: u32) -> Diagnostic {
    about("output-manifest-newer", path.display()).arg("version", version)
}

/// Somebody else's file stands where a page belongs.
pub(super) fn occupied(path: &str) -> Diagnostic {
    about("output-occupied", path)
}

/// A folder with somebody else's files stands where a page belongs.
pub(super) fn occupied_by_folder(path: &str) -> Diagnostic {
    about("output-occupied-by-folder", path)
}

/// A file or link stands where a folder for pages belongs.
pub(super) fn in_the_way(path: &str) -> Diagnostic {
    about("output-in-the-way", path)
}

pub(super) fn occupied_more(count: usize) -> Diagnostic {
    Diagnostic::error("output-occupied-more").arg("count", count)
}

pub(super) fn special_file(path: &Path) -> Diagnostic {
    about("output-special-file", path.display())
}

pub(super) fn busy(dir: &Path) -> Diagnostic {
    about("output-busy", dir.display())
}

/// The folder cannot be moved, as a mount point cannot.
pub(super) fn not_replaceable(dir: &Path, error: &io::Error) -> Diagnostic {
    about("output-not-replaceable", dir.display()).arg("error", error)
}

/// A killed build left the old site aside, and something new stands in its place.
pub(super) fn half_swapped(dir: &Path, old: &Path) -> Diagnostic {
    about("output-half-swapped", dir.display()).arg("old", old.display())
}

/// Files of others in the old site of a killed build, and no way to bring them over.
pub(super) fn left_behind(old: &Path, error: &io::Error) -> Diagnostic {
    about("output-left-behind", old.display()).arg("error", error)
}

pub(super) fn path_invalid(path: &str) -> Diagnostic {
    about("output-path-invalid", path.escape_debug())
}

pub(super) fn path_clash(path: &str, other: &str) -> Diagnostic {
    about("output-path-clash", path).arg("other", other)
}

pub(super) fn stale_kept(path: &str) -> Diagnostic {
    Diagnostic::warning("output-stale-kept").arg("path", path)
}

pub(super) fn left_over(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::warning("output-left-over").arg("path", path.display()).arg("error", error)
}
