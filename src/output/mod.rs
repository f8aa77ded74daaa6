//! A site published: a folder, or any other [`Target`], made equal to a set of pages. The only writer of the built site.
//!
//! Takes paths and a function that gives the bytes of each; must not know how pages are made, what they mean or how
//! problems are shown.
//!
//! **One way to write.** Every page is made and compared with what stands there; those that differ are staged. Then it is looked
//! whether anything is in the way, and a [`Plan`] is stored: which files are added, replaced and deleted. Only then is the plan
//! carried out (`commit`): new files, then replaced ones, then deletions, each by one step, and the manifest last. A run that was
//! stopped before its plan was stored has changed nothing; one that was stopped after it is finished by the next run. While files are put in
//! place, old and new ones stand side by side: half a second for 15,000 files.
//!
//! **Only its own files.** The manifest says what was written, and what it held. What it does not name is never replaced or
//! deleted. What it names and somebody changed since is never lost: a page is written anew and the changed file put aside
//! (`.avilys/kept/`); a file that is no page any more stays, and every run says so, until it is gone.
//!
//! **Nothing for nothing.** When no page differs, no file and no folder of the output is touched.
//!
//! All that is needed of a file system is that a rename within the output is one step: no exchange of files, no hard links, no owners of
//! files, nothing beside the output folder.

mod commit;
mod disk;
mod manifest;
mod paths;
mod place;
mod plan;
mod problems;
mod stage;
mod survey;
mod work;

#[cfg(test)]
mod tests;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostics::Diagnostic;
use crate::profile::Profile;
use commit::Outcome;
use manifest::Files;
use plan::{Addition, Replacement};
use stage::{Staged, Staging};
use survey::Survey;
use work::Work;

pub use commit::Target;
pub use manifest::Print;
pub use place::resolve;
pub use plan::Plan;

/// What a published file holds.
#[derive(Debug)]
pub enum Content {
    Bytes(Vec<u8>),
    /// The bytes of a file of the site, open for reading: what stands at its path may be exchanged meanwhile. Permissions and
    /// times are not taken over.
    CopyOf {
        file: File,
        /// For problems.
        path: PathBuf,
    },
    /// A file of the site that cannot be read.
    Unreadable {
        path: PathBuf,
        error: io::Error,
    },
}

/// A file that is known only when all pages are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneratedFile {
    pub path: Arc<str>,
    pub bytes: Vec<u8>,
}

/// What a publish did. Paths are relative to the output, `/`-separated.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Report {
    /// Files that are new or differ from what was there.
    pub written: usize,
    /// Files left exactly as they were: same inode, same modification time.
    pub unchanged: usize,
    /// Files of an earlier build that are no longer pages, and were deleted.
    pub removed: usize,
    /// Files of an earlier build that are no longer pages, but that somebody changed since: still there, and so still public.
    pub kept: Vec<String>,
    /// Paths that the earlier manifest named, and where there is nothing of ours any more.
    pub gone: Vec<String>,
    /// Paths that the earlier manifest did not name; only where others are gone.
    pub added: Vec<String>,
    pub warnings: Vec<Diagnostic>,
}

/// The bytes of a file of an output, by its path relative to it.
pub fn read(output: &Path, path: &str) -> io::Result<Vec<u8>> {
    std::fs::read(output.join(path))
}

/// Why a site was not published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublishError {
    /// At least one page could not be made; its problems are the caller's. The old site is as it was.
    PageFailed,
    /// At least one problem of the output itself. The old site is as it was.
    Problems(Vec<Diagnostic>),
    /// Not all files could be put in place. The others are; the next run tries again.
    Incomplete(Vec<Diagnostic>),
}

impl From<Diagnostic> for PublishError {
    fn from(problem: Diagnostic) -> Self {
        Self::Problems(vec![problem])
    }
}

impl From<Vec<Diagnostic>> for PublishError {
    fn from(problems: Vec<Diagnostic>) -> Self {
        Self::Problems(problems)
    }
}

/// A folder on this machine's disk that may be written to.
#[derive(Debug)]
pub struct Folder {
    dir: PathBuf,
    remove_edited: bool,
    profile: Profile,
}

impl Folder {
    /// Checks an output folder; writes nothing. It need not exist; symbolic links in its path are resolved first.
    ///
    /// `root` is the site's root: the output may stand inside it, but may not be it or contain it. `sources` are the
    /// folders and files the site is read from (content, themes, static files…): the output may not be one of them,
    /// contain one or stand inside one. None of them need exist.
    ///
    /// # Errors
    /// A folder that is a source, is no folder, holds somebody else's files, or has an unreadable manifest.
    pub fn open(dir: &Path, root: &Path, sources: &[PathBuf]) -> Result<Self, Diagnostic> {
        let dir = place::resolve(dir)?;
        place::protect(&dir, root, sources)?;
        work::check(&dir)?;
        Ok(Self { dir, remove_edited: false, profile: Profile::default() })
    }

    /// The same, with a profile that hears how long publishing takes.
    pub fn profiled(self, profile: &Profile) -> Self {
        Self { profile: profile.clone(), ..self }
    }

    /// The same; says whether files that are no longer pages go also where somebody changed them.
    pub fn removing_edited(self, remove_edited: bool) -> Self {
        Self { remove_edited, ..self }
    }

    /// The output folder, absolute and without symbolic links.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Makes the output equal to these pages.
    ///
    /// `paths` are relative, `/`-separated and unique, also by letter case where the disk ignores it. `make(i)` gives
    /// page `i`, or `None` when it failed; it is called once a page, from many threads, also after another page failed,
    /// so that the caller learns every problem. No more pages than threads are held in memory. `progress` hears how
    /// many pages are done, from any thread, not always in order.
    ///
    /// # Errors
    /// A failed page, or problems of the output: see [`PublishError`].
    pub fn publish<M, P>(self, paths: &[Arc<str>], make: M, progress: P) -> Result<Report, PublishError>
    where
        M: Fn(usize) -> Option<Content> + Sync,
        P: Fn(usize) + Sync,
    {
        self.publish_with(paths, make, Vec::new, progress)
    }

    /// As [`Folder::publish`]; `late` gives files that are known only when all pages are made.
    ///
    /// # Errors
    /// As [`Folder::publish`].
    pub fn publish_with<M, L, P>(
        self,
        paths: &[Arc<str>],
        make: M,
        late: L,
        progress: P,
    ) -> Result<Report, PublishError>
    where
        M: Fn(usize) -> Option<Content> + Sync,
        L: FnOnce() -> Vec<GeneratedFile>,
        P: Fn(usize) + Sync,
    {
        self.publish_by(&System::default(), paths, &make, late, &progress)
    }

    fn publish_by(
        &self,
        system: &System,
        paths: &[Arc<str>],
        make: &stage::Make,
        late: impl FnOnce() -> Vec<GeneratedFile>,
        progress: &stage::Progress,
    ) -> Result<Report, PublishError> {
        paths::check(paths)?;
        let stage = self.profile.stage("survey");
        let mut work = Work::begin(&self.dir, system)?;
        let resumed = commit::finish(&work)?;
        if let Some(resumed) = resumed.as_ref().filter(|resumed| resumed.is_incomplete()) {
            return Err(PublishError::Incomplete(resumed.problems.clone()));
        }
        if resumed.is_some() {
            work.look_again()?;
        }
        let survey = Survey::new(&self.dir, &work.earlier, work.folds_names())?;
        let standing = survey.standing(paths)?;
        let stage = stage.then("pages");
        let staging = Staging { survey: &survey, work: &work, first: 0, profile: &self.profile };
        let mut staged = staging.pages(paths, &standing, make, progress)?.ok_or(PublishError::PageFailed)?;
        drop(stage);
        let late = late();
        let _stage = self.profile.stage("publish");
        if !late.is_empty() {
            let (late_paths, bytes): (Vec<_>, Vec<_>) = late.into_iter().map(|file| (file.path, file.bytes)).unzip();
            paths::check(&[paths, &late_paths].concat())?;
            let standing = survey.standing(&late_paths)?;
            let staging = Staging { first: paths.len(), ..staging };
            staged.extend(staging.files(&late_paths, &standing, &bytes)?);
        }
        self.commit(&work, &survey, staged, resumed.unwrap_or_default())
    }

    /// All pages are made, and those that differ are staged.
    fn commit(
        &self,
        work: &Work,
        survey: &Survey,
        staged: Vec<Staged>,
        resumed: Outcome,
    ) -> Result<Report, PublishError> {
        let mut files: Files = staged.iter().map(|file| (Arc::clone(&file.path), file.print)).collect();
        let stale = survey.stale(&files, self.remove_edited)?;
        files.extend(stale.kept.iter().map(|path| (Arc::clone(path), Print::CHANGED)));
        let all = staged.len();
        let (add, replace) = changes(staged);
        let written = add.len() + replace.len();
        let mut report = Report { written, unchanged: all - written, ..Report::default() };
        let mut outcome = resumed;
        if written > 0 || !stale.delete.is_empty() || !work.earlier.is_current(&files) {
            let mut plan = Plan::new(add, replace, stale.delete, files, |name| survey.folded(name));
            survey.may_change(&plan)?;
            work.store(&plan)?;
            outcome.add(commit::carry_out(&mut plan, work));
            report.compare(&work.earlier.files, &plan);
        }
        if !outcome.problems.is_empty() {
            return Err(PublishError::Incomplete(outcome.problems));
        }
        report.tell(&stale.kept, outcome);
        Ok(report)
    }
}

/// The staged files, as what is done with them.
fn changes(staged: Vec<Staged>) -> (Vec<Addition>, Vec<Replacement>) {
    let (mut add, mut replace) = (Vec::new(), Vec::new());
    for Staged { path, print, number, standing } in staged {
        match (number, standing) {
            (Some(number), Some(old)) => replace.push(Replacement { path, number, new: print, old }),
            (Some(number), None) => add.push(Addition { path, number, print }),
            (None, _) => {}
        }
    }
    (add, replace)
}

impl Report {
    /// Notes which paths came and went.
    fn compare(&mut self, earlier: &Files, plan: &Plan) {
        let gone = earlier.keys().filter(|path| !plan.files.contains_key(*path));
        self.gone = gone.map(ToString::to_string).collect();
        if !self.gone.is_empty() {
            self.added = plan.add.iter().map(|file| file.path.to_string()).collect();
        }
    }

    fn tell(&mut self, kept: &[Arc<str>], outcome: Outcome) {
        self.removed = outcome.removed;
        self.kept = kept.iter().map(ToString::to_string).chain(outcome.kept).collect();
        self.kept.sort_unstable();
        self.kept.dedup();
        let kept = self.kept.iter().map(|path| problems::stale_kept(path)).collect();
        let set_aside = outcome.set_aside.iter().map(|path| problems::set_aside(path)).collect();
        self.warnings = [problems::shorten(kept), problems::shorten(set_aside), outcome.warnings].concat();
    }
}

/// The points at which a publish can be stopped; the tests stop it at each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Locked,
    PageStaged,
    PlanWritten,
    PlanStored,
    FileSetAside,
    FileAdded,
    FileReplaced,
    FileDeleted,
    ManifestWritten,
    ManifestStored,
    PlanRemoved,
}

/// What the file system can do, as far as tests may take it away, and a hook that sees every step.
struct System<'a> {
    /// Two files can be exchanged in one step.
    exchange: bool,
    /// Two names that differ by case, or by Unicode's normal form, may be one file; none: it is tried out.
    folds_names: Option<bool>,
    /// What a plan names is written to the disk before the plan is.
    sync: bool,
    reached: &'a (dyn Fn(Step) -> io::Result<()> + Sync),
}

impl Default for System<'_> {
    fn default() -> Self {
        Self { exchange: true, folds_names: None, sync: true, reached: &|_| Ok(()) }
    }
}
