//! What the author is told about how changes are found; the words stand in the catalogues.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use notify::{Error, ErrorKind};

use crate::diagnostics::{Code, Diagnostic};

/// Raised at least to this: what editors ask for too.
const WATCHES: u64 = 524_288;
const INSTANCES: u64 = 1024;
/// ENFILE and EMFILE, the same on every Unix.
const TOO_MANY_FILES: [i32; 2] = [23, 24];

/// Why there are no events.
pub(super) fn failed(root: &Path, error: &Error) -> Diagnostic {
    let has_code = |error: &io::Error| error.raw_os_error().is_some_and(|code| TOO_MANY_FILES.contains(&code));
    let reason = match &error.kind {
        ErrorKind::MaxFilesWatch => return limit("watches", WATCHES),
        ErrorKind::Io(error) if cfg!(unix) && has_code(error) => return limit("instances", INSTANCES),
        ErrorKind::Io(error) => error.to_string(),
        ErrorKind::Generic(reason) => reason.clone(),
        other => format!("{other:?}"),
    };
    let path = error.paths.first().map_or(root, PathBuf::as_path);
    Diagnostic::warning(Code::WatchFailed).arg("path", path.display()).arg("reason", reason)
}

/// `kind`: the name of the kind of drive.
pub(super) fn drive(root: &Path, kind: &str) -> Diagnostic {
    Diagnostic::warning(Code::WatchDrive).arg("path", root.display()).arg("kind", kind)
}

fn limit(name: &'static str, least: u64) -> Diagnostic {
    let setting = format!("fs.inotify.max_user_{name}");
    let raised = present(&setting).map_or(least, |present| present.saturating_mul(2).max(least));
    let help = if name == "watches" { "help" } else { "instances" };
    Diagnostic::warning(Code::WatchLimit).arg("setting", setting).arg("raised", raised).help(help)
}

/// The limit as it is now, where the system tells it.
fn present(setting: &str) -> Option<u64> {
    let mut text = String::new();
    File::open(Path::new("/proc/sys").join(setting.replace('.', "/"))).ok()?.read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}
