//! What a run is going to do, as a value: stored before the first step, so that a run that was stopped can be finished.
//!
//! A stored plan lies where others can write, so it is checked like any other input.

use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::manifest::{self, Files, Print};
use super::{paths, problems};
use crate::diagnostics::Diagnostic;

const VERSION: u32 = 1;

/// Paths are relative to the target and `/`-separated. Numbers name staged files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    version: u32,
    pub(super) add: Vec<Addition>,
    pub(super) replace: Vec<Replacement>,
    pub(super) delete: Vec<Deletion>,
    /// How many of the deletions come before anything is added: a file goes where a folder has to be, or the other way round.
    pub(super) first: usize,
    /// What the next manifest names.
    pub(super) files: Files,
}

/// A file where nothing of ours stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Addition {
    pub path: Arc<str>,
    pub number: usize,
    pub print: Print,
}

/// A file in the place of one of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Replacement {
    pub path: Arc<str>,
    pub number: usize,
    pub new: Print,
    /// What we wrote there; where the file holds something else, somebody changed it.
    pub old: Print,
}

/// A file of ours that is no page any more. It goes only if it still holds this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Deletion {
    pub path: Arc<str>,
    pub old: Print,
}

impl Plan {
    /// `fold` gives names that the disk takes for one the same form.
    pub(super) fn new(
        add: Vec<Addition>,
        replace: Vec<Replacement>,
        delete: Vec<Deletion>,
        files: Files,
        fold: impl Fn(&str) -> String,
    ) -> Self {
        let meeting = if delete.is_empty() { &[][..] } else { &add[..] };
        let added = paths::Tree::new(meeting.iter().map(|file| fold(&file.path)));
        let (mut delete, later): (Vec<_>, Vec<_>) = delete.into_iter().partition(|file| added.meets(&fold(&file.path)));
        let first = delete.len();
        delete.extend(later);
        Self { version: VERSION, add, replace, delete, first, files }
    }

    pub(super) fn bytes(&self) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(self)
    }

    /// Reads a stored plan; `place` is where it was read from.
    pub(super) fn read(place: &Path, bytes: &[u8]) -> Result<Self, Diagnostic> {
        let version = manifest::version(bytes).map_err(|error| problems::plan_broken(place, error))?;
        if version > VERSION {
            return Err(problems::plan_newer(place, version));
        }
        let plan: Self = serde_json::from_slice(bytes).map_err(|error| problems::plan_broken(place, error))?;
        let wrong = plan.paths().find(|path| !paths::is_valid(path));
        match wrong {
            Some(path) => Err(problems::plan_broken(place, path.escape_debug())),
            None if plan.first > plan.delete.len() => Err(problems::plan_broken(place, plan.first)),
            None => Ok(plan),
        }
    }

    /// Every path that it names.
    fn paths(&self) -> impl Iterator<Item = &str> {
        self.changed().chain(self.files.keys().map(|path| &**path))
    }

    /// The paths at which something is to be done.
    pub(super) fn changed(&self) -> impl Iterator<Item = &str> {
        let added = self.add.iter().map(|file| &*file.path);
        let replaced = self.replace.iter().map(|file| &*file.path);
        added.chain(replaced).chain(self.delete.iter().map(|file| &*file.path))
    }
}
