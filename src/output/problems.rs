//! The problems of writing a site, each built in one place; their words stand in the catalogues.

use std::fmt::Display;
use std::io;
use std::path::Path;

use super::work;
use crate::diagnostics::reasons::of_system;
use crate::diagnostics::{Code, Diagnostic};

const MOST_LISTED: usize = 20;

/// A plain I/O error with the path it happened at.
pub(super) trait At<T> {
    fn reading(self, path: &Path) -> Result<T, Diagnostic>;
    fn writing(self, path: &Path) -> Result<T, Diagnostic>;
}

impl<T> At<T> for io::Result<T> {
    fn reading(self, path: &Path) -> Result<T, Diagnostic> {
        self.map_err(|error| {
            Diagnostic::error(Code::OutputReadFailed).arg("path", path.display()).arg("error", of_system(&error))
        })
    }

    fn writing(self, path: &Path) -> Result<T, Diagnostic> {
        self.map_err(|error| unwritable(path, &error))
    }
}

pub(super) fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    let code = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Code::OutputDiskFull,
        _ => Code::OutputWriteFailed,
    };
    Diagnostic::error(code).arg("path", path.display()).arg("error", of_system(error))
}

fn about(code: Code, path: impl Display) -> Diagnostic {
    Diagnostic::error(code).arg("path", path)
}

pub(super) fn is_source(dir: &Path, source: &Path) -> Diagnostic {
    about(Code::OutputIsSource, dir.display()).arg("source", source.display())
}

pub(super) fn inside_source(dir: &Path, source: &Path) -> Diagnostic {
    about(Code::OutputInsideSource, dir.display()).arg("source", source.display())
}

pub(super) fn not_a_folder(dir: &Path) -> Diagnostic {
    about(Code::OutputNotAFolder, dir.display())
}

pub(super) fn not_ours(dir: &Path) -> Diagnostic {
    about(Code::OutputNotOurs, dir.display())
}

pub(super) fn manifest_broken(path: &Path, reason: impl Display) -> Diagnostic {
    about(Code::OutputManifestBroken, path.display()).arg("reason", reason)
}

pub(super) fn manifest_newer(path: &Path, version: u32) -> Diagnostic {
    about(Code::OutputManifestNewer, path.display()).arg("version", version)
}

/// What a stopped run left to be done cannot be read.
pub(super) fn plan_broken(path: &Path, reason: impl Display) -> Diagnostic {
    about(Code::OutputPlanBroken, path.display()).arg("reason", reason)
}

pub(super) fn plan_newer(path: &Path, version: u32) -> Diagnostic {
    about(Code::OutputPlanNewer, path.display()).arg("version", version)
}

/// Somebody else's file stands where a page belongs.
pub(super) fn occupied(path: &str) -> Diagnostic {
    about(Code::OutputOccupied, path)
}

/// A folder with somebody else's files stands where a page belongs.
pub(super) fn occupied_by_folder(path: &str) -> Diagnostic {
    about(Code::OutputOccupiedByFolder, path)
}

/// A file or link stands where a folder for pages belongs.
pub(super) fn in_the_way(path: &str) -> Diagnostic {
    about(Code::OutputInTheWay, path)
}

pub(super) fn busy(dir: &Path) -> Diagnostic {
    about(Code::OutputBusy, dir.display())
}

pub(super) fn path_invalid(path: &str) -> Diagnostic {
    about(Code::OutputPathInvalid, path.escape_debug())
}

pub(super) fn path_clash(path: &str, other: &str) -> Diagnostic {
    about(Code::OutputPathClash, path).arg("other", other)
}

pub(super) fn stale_kept(path: &str) -> Diagnostic {
    Diagnostic::warning(Code::OutputStaleKept).arg("path", path)
}

/// A page that somebody had changed.
pub(super) fn set_aside(path: &str) -> Diagnostic {
    Diagnostic::warning(Code::OutputEdited).arg("path", path).arg("kept", format!("{}/{path}", work::KEPT))
}

/// Longer lists help nobody.
pub(super) fn shorten(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    problems.sort_by(|a, b| a.args.cmp(&b.args));
    if let Some(first) = problems.first().filter(|_| problems.len() > MOST_LISTED) {
        let more = Diagnostic { severity: first.severity, ..more(problems.len() - MOST_LISTED) };
        problems.truncate(MOST_LISTED);
        problems.push(more);
    }
    problems
}

pub(super) fn more(count: usize) -> Diagnostic {
    Diagnostic::error(Code::OutputMore).arg("count", count)
}

pub(super) fn left_over(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::warning(Code::OutputLeftOver).arg("path", path.display()).arg("error", of_system(error))
}
