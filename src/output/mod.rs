//! A directory made equal to a set of pages: the only writer of the built site.
//!
//! Takes paths and a function that gives the bytes of each; must not know how pages are made, what they mean or how
//! problems are shown.
//!
//! **Whole or not at all.** What changed is written into a sibling work folder (see `work`), and nothing of the old site is
//! touched before all pages are made. Then everything else (unchanged pages, and files that somebody else put there) is
//! hard-linked from the old tree, and the two directories are exchanged in one step; or where few files differ and the
//! folders stay the same, each of these is put in the place of the old one (see `in_place`). Whatever stops a build, the old
//! site stays whole, or the next build makes the new one whole.
//! Files are not synced to the disk one by one, because that would cost minutes on 13,000 files: a loss of power in the
//! same seconds is the one case not covered, and the next build mends what it left (`manifest` says how it notices).
//!
//! **Only its own files.** A manifest in the output lists what was written. Nothing else is ever overwritten or
//! deleted. Folders keep their mode and group, but not access lists or other extended attributes. What somebody adds to
//! the output between the reading of the old tree and the exchange is found when the old tree is cleared away (`discard`).
//!
//! **Nothing for nothing.** When no page differs, no file and no folder of the output is touched.
//!
//! **Little for little.** When few files differ, only those are touched; no folder is listed in which nothing changed
//! (`old_tree`). When many do, each folder is made once, each other page linked once and its old name deleted once.

mod carried;
mod clock;
mod discard;
mod dress;
mod folders;
mod handle;
mod in_place;
mod late;
mod manifest;
mod old_tree;
mod paths;
mod place;
mod problems;
mod render;
mod stage;
mod survey;
mod work;

#[cfg(test)]
mod tests;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostics::Diagnostic;
use crate::profile::Profile;
use late::Late;
use manifest::{Files, Manifest};
use work::Work;

pub use place::resolve;

/// What a published file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Bytes(Vec<u8>),
    /// The bytes of this file of the site. Links are followed; permissions and times are not taken over.
    CopyOf(PathBuf),
}

/// A file that is known only when all pages are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateFile {
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
    /// Files of an earlier build that are no longer pages.
    pub removed: usize,
    /// Files of an earlier build that are no longer pages, but that somebody changed since: left in place, and from
    /// now on not ours.
    pub kept: Vec<String>,
    /// Warnings: one for each kept file, and one when the old tree could not be cleared away.
    pub warnings: Vec<Diagnostic>,
}

/// The bytes of a file of an output, by its path relative to it.
pub fn read(output: &Path, path: &str) -> io::Result<Vec<u8>> {
    std::fs::read(output.join(path))
}

/// Why nothing was published. The old site is as it was; where the disk failed while files were put in place one by one, and could
/// not take the whole tree either, the next build ends that first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublishError {
    /// At least one page could not be made; its problems are the caller's.
    PageFailed,
    /// At least one problem of the output itself.
    Problems(Vec<Diagnostic>),
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

/// An output folder that may be written to.
#[derive(Debug)]
pub struct Target {
    dir: PathBuf,
    profile: Profile,
}

impl Target {
    /// Checks an output folder; writes nothing. It need not exist; a symbolic link to it is resolved first.
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
        if !Work::is_half_swapped(&dir) {
            Manifest::check(&dir)?;
        }
        Ok(Self { dir, profile: Profile::default() })
    }

    /// The same, with a profile that hears how long publishing takes.
    pub fn profiled(self, profile: &Profile) -> Self {
        Self { profile: profile.clone(), ..self }
    }

    /// The output folder, absolute and without symbolic links.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The sibling folder that exists while a publish runs. A watcher should ignore it.
    pub fn work_folder(&self) -> PathBuf {
        work::folder_of(&self.dir)
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

    /// As [`Target::publish`]; `late` gives files that are known only when all pages are made.
    ///
    /// # Errors
    /// As [`Target::publish`].
    pub fn publish_with<M, L, P>(
        self,
        paths: &[Arc<str>],
        make: M,
        late: L,
        progress: P,
    ) -> Result<Report, PublishError>
    where
        M: Fn(usize) -> Option<Content> + Sync,
        L: FnOnce() -> Vec<LateFile>,
        P: Fn(usize) + Sync,
    {
        self.publish_by(&Means::default(), paths, &make, late, &progress)
    }

    fn publish_by(
        self,
        means: &Means,
        paths: &[Arc<str>],
        make: &render::Make,
        late: impl FnOnce() -> Vec<LateFile>,
        progress: &render::Progress,
    ) -> Result<Report, PublishError> {
        paths::check(paths)?;
        let stage = self.profile.stage("survey");
        let work = Work::begin(&self.dir, means)?;
        let earlier = Manifest::load(&self.dir)?;
        let old = earlier.as_ref();
        let none = Files::new();
        let known = old.map_or(&none, |old| &old.files);
        let standing = match old {
            Some(old) => survey::standing(&self.dir, paths, &old.files)?,
            None => survey::Standing::default(),
        };
        let stage = stage.then("pages");
        let (output, profile) = (&*self.dir, &self.profile);
        let job = render::Job { output, stage: work.stage(), old, paths, standing: &standing.pages, profile };
        let mut rendered = render::run(&job, means, make, progress)?.ok_or(PublishError::PageFailed)?;
        drop(stage);
        let late = Late::new(late());
        let _stage = self.profile.stage("publish");
        let paths = &[paths, &late.paths].concat();
        if !late.paths.is_empty() {
            paths::check(paths)?;
        }
        rendered.add(late.settle(&job, known, means)?);
        if rendered.written.is_empty() && old.is_some_and(|old| old.files == rendered.files) {
            if rendered.read_back > 0 {
                manifest::seal(&self.dir).ok();
            }
            let report = Report { unchanged: rendered.unchanged.len(), ..Report::default() };
            give_back((rendered, earlier));
            return Ok(report);
        }
        let pages = paths.iter().map(|path| &**path).collect();
        // Where the manifest will say again that there is nothing of others, it is looked for anew.
        let is_small = rendered.written.len() <= means.in_place;
        let seen = if is_small { &survey::Folders::default() } else { &standing.folders };
        let tree = old_tree::scan(&self.dir, &pages, old, seen)?;
        let ending = Ending { target: &self, work, means, old, tree, rendered };
        let (report, rendered) =
            if ending.in_place() { (ending.report(), ending.rendered) } else { ending.exchange()? };
        give_back((rendered, earlier));
        Ok(report)
    }
}

/// Drops many small things, which nobody has to wait for.
fn give_back(things: impl Send + 'static) {
    rayon::spawn(move || drop(things));
}

/// All pages are made, and those that differ stand in the stage: now they come into the output.
struct Ending<'a> {
    target: &'a Target,
    work: Work,
    means: &'a Means<'a>,
    old: Option<&'a Manifest>,
    tree: old_tree::OldTree,
    rendered: render::Rendered,
}

impl Ending<'_> {
    /// False where that is not the way, or was not to be gone to its end.
    fn in_place(&self) -> bool {
        let Some(old) = self.old else { return false };
        let change = in_place::Change::of(&self.rendered, old, &self.tree, self.means.in_place);
        let look = survey::Look { output: self.target.dir(), known: &old.files };
        let done = change.is_some_and(|change| change.put(&look, &self.work, &self.rendered, self.means).is_ok());
        if done {
            // Only costs the next build time where it cannot be done.
            manifest::seal(self.target.dir()).ok();
        }
        done
    }

    fn exchange(mut self) -> Result<(Report, render::Rendered), PublishError> {
        let mut report = self.report();
        let placed = if self.work.is_noted() { self.rendered.placed(self.work.stage()) } else { Vec::new() };
        let Self { target, work, means, old, tree, rendered } = self;
        stage::Assembly { output: target.dir(), stage: work.stage(), tree: &tree }.complete(&rendered, means)?;
        let none = Files::new();
        let ours = old.map_or(&none, |old| &old.files);
        let carried = carried::Carried::new(&tree, &placed, ours);
        work.note_carried(&carried)?;
        work.swap(means)?;
        let known = discard::Known::new(ours, &carried);
        let left = work.finish(&known, means).err().map(|error| problems::left_over(&target.work_folder(), &error));
        report.warnings.extend(left);
        Ok((report, rendered))
    }

    fn report(&self) -> Report {
        Report {
            written: self.rendered.written.len(),
            unchanged: self.rendered.unchanged.len(),
            removed: self.tree.removed,
            kept: self.tree.kept.clone(),
            warnings: self.tree.kept.iter().map(|path| problems::stale_kept(path)).collect(),
        }
    }
}

/// The points at which a publish can be stopped; the tests stop it at each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Locked,
    Recovered,
    PageStored,
    FileCarried,
    ManifestWritten,
    FilePlaced,
    FileRemoved,
    ModesSet,
    MovedAside,
    Swapped,
    BroughtOver,
    Discarded,
    Sealed,
}

/// What the file system can do, as far as tests may take it away, and a hook that sees every step.
struct Means<'a> {
    exchange: bool,
    links: bool,
    /// How many files are put in place one by one, at most.
    in_place: usize,
    reached: &'a (dyn Fn(Step) -> io::Result<()> + Sync),
}

impl Default for Means<'_> {
    fn default() -> Self {
        Self { exchange: true, links: true, in_place: in_place::MOST, reached: &|_| Ok(()) }
    }
}
