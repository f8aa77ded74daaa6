//! What the author is told about how changes are found; the words stand in the catalogues.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::diagnostics::Diagnostic;

use super::native::Failure;

/// Raised at least to this: what editors ask for too.
const WATCHES: u64 = 524_288;
const INSTANCES: u64 = 1024;

pub(super) fn failed(root: &Path, failure: &Failure) -> Diagnostic {
    match failure {
        Failure::Watches => limit("watches", WATCHES),
        Failure::Instances => limit("instances", INSTANCES),
        Failure::Other(reason, path) => {
            let path = path.as_deref().unwrap_or(root);
            Diagnostic::warning("watch-failed").arg("path", path.display()).arg("reason", reason)
        }
    }
}

/// `kind`: the name of the kind of drive.
pub(super) fn drive(root: &Path, kind: &str) -> Diagnostic {
    Diagnostic::warning("watch-drive").arg("path", root.display()).arg("kind", kind)
}

fn limit(name: &'static str, least: u64) -> Diagnostic {
    let setting = format!("fs.inotify.max_user_{name}");
    let raised = present(&setting).map_or(least, |present| present.saturating_mul(2).max(least));
    let help = if name == "watches" { "help" } else { "instances" };
    Diagnostic::warning("watch-limit").arg("setting", setting).arg("raised", raised).help(help)
}

/// The limit as it is now, where the system tells it.
fn present(setting: &str) -> Option<u64> {
    let mut text = String::new();
    File::open(Path::new("/proc/sys").join(setting.replace('.', "/"))).ok()?.read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}
