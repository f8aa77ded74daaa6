//! `.avilys/` in an output folder, and the folder as a [`Target`].
//!
//! It stands in the output so that a file is put in its place by one rename, also where the output is a disk of its own. It holds
//! - `manifest.json`: what is published,
//! - `lock`: locked while a build runs; the system frees it when the build is killed,
//! - `stage/`: the files that differ, under numbers, while a build runs,
//! - `plan.json`: what is to be done with them, until it is done,
//! - `kept/`: published files that somebody had changed, when they were last written anew.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use foldhash::fast::RandomState;

use super::commit::Target;
use super::disk::{Lock, exchange, lock, patiently, remove, remove_tree, rename_new, sync_all, unlock};
use super::manifest::{self, Files, Manifest, Print};
use super::place::lstat;
use super::plan::Plan;
use super::problems::{self, At};
use super::{Step, System, paths};
use crate::diagnostics::Diagnostic;

pub(super) const FOLDER: &str = ".avilys";
pub(super) const KEPT: &str = ".avilys/kept";
pub(super) const LOCK: &str = "lock";
const STAGE: &str = "stage";
const PLAN: &str = "plan.json";

/// Whether a build may write into a folder, which need not exist.
pub(super) fn check(output: &Path) -> Result<(), Diagnostic> {
    match lstat(output).reading(output)? {
        None => return Ok(()),
        Some(found) if !found.is_dir() => return Err(problems::not_a_folder(output)),
        Some(_) => {}
    }
    let own = output.join(FOLDER);
    if lstat(&own).reading(&own)?.is_some_and(|found| !found.is_dir()) {
        return Err(problems::in_the_way(FOLDER));
    }
    let plan = own.join(PLAN);
    if manifest::find(output)?.is_some() {
        return Manifest::load(output).map(drop);
    }
    let is_ours = lstat(&plan).reading(&plan)?.is_some() || is_empty(output).reading(output)?;
    if is_ours { Ok(()) } else { Err(problems::not_ours(output)) }
}

/// Whether an output holds nothing, but for the program's own folder.
pub(super) fn is_empty(output: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(output)? {
        if entry?.file_name() != FOLDER {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The only build at work on an output. Dropping it clears the stage away, unless a plan needs it.
pub(super) struct Work<'a> {
    output: PathBuf,
    folder: PathBuf,
    system: &'a System<'a>,
    /// What the last build published.
    pub earlier: Manifest,
    /// Folders that this build made, the outermost first.
    made: Vec<PathBuf>,
    /// Folders on the way to files, that were seen to be no links.
    folders: Mutex<HashSet<String, RandomState>>,
    /// Held for its lock.
    _lock: Lock,
}

impl<'a> Work<'a> {
    pub fn begin(output: &Path, system: &'a System<'a>) -> Result<Self, Diagnostic> {
        let folder = output.join(FOLDER);
        let made: Vec<_> =
            folder.ancestors().take_while(|path| matches!(lstat(path), Ok(None))).map(Path::to_owned).collect();
        fs::create_dir_all(&folder).writing(&folder)?;
        let lock = lock(output, &folder)?;
        let earlier = Manifest::load(output)?;
        let work = Self {
            output: output.to_owned(),
            folder,
            system,
            earlier,
            made: made.into_iter().rev().collect(),
            folders: Mutex::default(),
            _lock: lock,
        };
        work.reached(Step::Locked).writing(&work.folder)?;
        for unfinished in [PLAN, manifest::NAME].map(|name| work.folder.join(format!("{name}.new"))) {
            remove(&unfinished).writing(&unfinished)?;
        }
        if !work.has_plan() {
            remove_tree(&work.stage()).writing(&work.stage())?;
        }
        Ok(work)
    }

    /// Looks again at what is published, after a plan was finished.
    pub fn look_again(&mut self) -> Result<(), Diagnostic> {
        self.earlier = Manifest::load(&self.output)?;
        Ok(())
    }

    fn folders(&self) -> MutexGuard<'_, HashSet<String, RandomState>> {
        self.folders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stage(&self) -> PathBuf {
        self.folder.join(STAGE)
    }

    /// Where a staged file is.
    pub fn staged(&self, number: usize) -> PathBuf {
        self.folder.join(STAGE).join(number.to_string())
    }

    /// A new staged file. The stage is made for the first one: a build that changes nothing makes none.
    pub fn create_staged(&self, number: usize) -> io::Result<File> {
        let path = self.staged(number);
        match File::create_new(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(self.stage())?;
                File::create_new(&path)
            }
            made => made,
        }
    }

    pub fn reached(&self, step: Step) -> io::Result<()> {
        (self.system.reached)(step)
    }

    fn has_plan(&self) -> bool {
        !matches!(lstat(&self.folder.join(PLAN)), Ok(None))
    }

    /// Whether the disk may take two names for one. Tried out only where there are names of before to meet.
    pub fn folds_names(&self) -> bool {
        let tried = || {
            let folder = self.folder.join("names");
            let fold = |made: &str, other: &str| File::create(folder.join(made)).is_ok() && folder.join(other).exists();
            let folds = fs::create_dir(&folder).is_ok() && (fold("a", "A") || fold("\u{105}", "a\u{328}"));
            remove_tree(&folder).ok();
            folds
        };
        self.system
            .folds_names
            .unwrap_or_else(|| !cfg!(target_os = "linux") && !self.earlier.files.is_empty() && tried())
    }

    /// Stores a plan, surely: from now on a build that is stopped is finished by the next one.
    pub fn store(&self, plan: &Plan) -> Result<(), Diagnostic> {
        let place = self.folder.join(PLAN);
        let store = || {
            // A first build has nothing to lose: what a loss of power leaves of it, the next one makes anew.
            if self.system.sync && !self.earlier.files.is_empty() {
                sync_all(&self.folder);
            }
            self.put(PLAN, &plan.bytes()?, Step::PlanWritten)?;
            self.reached(Step::PlanStored)
        };
        // A plan that is there would be carried out, whatever failed after that.
        store().or_else(|error| remove(&place).and(Err(error))).writing(&place)
    }

    /// Writes a file beside its place and puts it there in one step.
    fn put(&self, name: &str, bytes: &[u8], written: Step) -> io::Result<()> {
        let new = self.folder.join(format!("{name}.new"));
        let write = || {
            let mut file = File::create(&new)?;
            file.write_all(bytes)?;
            if self.system.sync {
                file.sync_data()?;
            }
            self.reached(written)?;
            fs::rename(&new, self.folder.join(name))
        };
        write().or_else(|error| remove(&new).and(Err(error)))?;
        if self.system.sync && cfg!(unix) {
            File::open(&self.folder)?.sync_all()?;
        }
        Ok(())
    }

    /// The same for a new file, for which missing folders are made.
    fn new_place(&self, path: &str) -> io::Result<PathBuf> {
        let outer: Vec<_> = paths::folders(path).collect();
        for folder in outer.into_iter().rev() {
            if self.folders().contains(folder) {
                continue;
            }
            let place = self.output.join(folder);
            match fs::create_dir(&place) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                Err(_) if !lstat(&place)?.is_some_and(|found| found.is_dir()) => {
                    return Err(io::ErrorKind::NotADirectory.into());
                }
                _ => self.folders().insert(folder.to_owned()),
            };
        }
        Ok(self.output.join(path))
    }

    /// The place of a path, once each folder on the way is seen to be a folder, not a link that leads out of the output.
    fn place(&self, path: &str) -> io::Result<PathBuf> {
        let outer: Vec<_> = paths::folders(path).collect();
        for folder in outer.into_iter().rev() {
            if self.folders().contains(folder) {
                continue;
            }
            match lstat(&self.output.join(folder))? {
                None => break,
                Some(found) if found.is_dir() => self.folders().insert(folder.to_owned()),
                Some(_) => return Err(io::ErrorKind::NotADirectory.into()),
            };
        }
        Ok(self.output.join(path))
    }
}

impl Target for Work<'_> {
    fn holds(&self, path: &str, print: Print) -> io::Result<bool> {
        let place = match self.place(path) {
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Err(io::ErrorKind::NotFound.into()),
            place => place?,
        };
        let found = lstat(&place)?.ok_or(io::ErrorKind::NotFound)?;
        self.earlier.is_held(path, print, &place, &found)
    }

    fn is_staged(&self, number: usize, print: Print) -> bool {
        let staged = self.staged(number);
        let found = lstat(&staged).ok().flatten();
        found.is_some_and(|found| print.is_held_by(&staged, &found).unwrap_or(false))
    }

    fn add(&self, number: usize, path: &str) -> io::Result<()> {
        let place = self.new_place(path)?;
        rename_new(&self.staged(number), &place).or_else(|error| self.across_disks(error, number, &place))?;
        self.reached(Step::FileAdded)
    }

    fn replace(&self, number: usize, path: &str) -> io::Result<()> {
        let place = self.place(path)?;
        match lstat(&place)? {
            None => return self.add(number, path),
            Some(found) if found.is_file() => unlock(&place, &found)?,
            Some(_) => return Err(io::ErrorKind::AlreadyExists.into()),
        }
        let staged = self.staged(number);
        // To free what is replaced takes long on some disks: exchanged, it is freed when all is in place.
        let exchanged =
            if self.system.exchange { exchange(&staged, &place) } else { Err(io::ErrorKind::Unsupported.into()) };
        exchanged
            .or_else(|_| patiently(|| fs::rename(&staged, &place)))
            .or_else(|error| self.across_disks(error, number, &place))?;
        self.reached(Step::FileReplaced)
    }

    fn set_aside(&self, path: &str) -> io::Result<()> {
        let place = self.place(path)?;
        if !lstat(&place)?.is_some_and(|found| found.is_file()) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let root = self.output.join(KEPT);
        make_way(&root, fs::Metadata::is_dir)?;
        // The outermost first: what lies behind a link is not ours to move.
        let outer: Vec<_> = paths::folders(path).collect();
        for folder in outer.into_iter().rev() {
            make_way(&root.join(folder), fs::Metadata::is_dir)?;
        }
        let kept = root.join(path);
        make_way(&kept, |found| !found.is_dir())?;
        fs::create_dir_all(kept.parent().unwrap_or(&root))?;
        // Of each page the last one is kept: a program that edits all pages after each build must not fill the disk.
        remove(&kept)?;
        fs::copy(&place, &kept)?;
        self.reached(Step::FileSetAside)
    }

    fn delete(&self, path: &str) -> io::Result<bool> {
        let place = match self.place(path) {
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Ok(false),
            place => place?,
        };
        let found = lstat(&place)?;
        if let Some(found) = &found {
            unlock(&place, found)?;
            patiently(|| fs::remove_file(&place))?;
        }
        for folder in paths::folders(path) {
            self.folders().remove(folder);
            if fs::remove_dir(self.output.join(folder)).is_err() {
                break;
            }
        }
        self.reached(Step::FileDeleted)?;
        Ok(found.is_some())
    }

    fn stored_plan(&self) -> Result<Option<Plan>, Diagnostic> {
        let place = self.folder.join(PLAN);
        match lstat(&place).reading(&place)? {
            None => Ok(None),
            Some(found) if found.is_file() => Plan::read(&place, &fs::read(&place).reading(&place)?).map(Some),
            Some(_) => Err(problems::plan_broken(&place, "not a regular file")),
        }
    }

    fn store_manifest(&self, files: &Files) -> io::Result<()> {
        self.put(manifest::NAME, &manifest::bytes(files)?, Step::ManifestWritten)?;
        remove(&self.output.join(manifest::EARLIER_NAME))?;
        self.reached(Step::ManifestStored)
    }

    fn forget_plan(&self) -> io::Result<Option<Diagnostic>> {
        remove(&self.folder.join(PLAN))?;
        self.reached(Step::PlanRemoved)?;
        let stage = self.stage();
        Ok(remove_tree(&stage).err().map(|error| problems::left_over(&stage, &error)))
    }

    fn shown(&self, path: &str) -> PathBuf {
        self.output.join(path)
    }
}

impl Work<'_> {
    /// A folder of the output may be another disk: the file is copied there, beside its place, and then put into it.
    fn across_disks(&self, error: io::Error, number: usize, place: &Path) -> io::Result<()> {
        if error.kind() != io::ErrorKind::CrossesDevices {
            return Err(error);
        }
        let beside = place.with_file_name(format!(".avilys-{number}"));
        let staged = self.staged(number);
        let is_new = lstat(place)?.is_none();
        fs::copy(&staged, &beside)
            .and_then(|_| if is_new { rename_new(&beside, place) } else { fs::rename(&beside, place) })
            .or_else(|error| remove(&beside).and(Err(error)))
    }
}

/// A folder that was put aside before where a file has to be, or the other way round, goes on under a longer name.
fn make_way(kept: &Path, fits: fn(&fs::Metadata) -> bool) -> io::Result<()> {
    if lstat(kept)?.is_none_or(|found| fits(&found)) {
        return Ok(());
    }
    let mut name = kept.as_os_str().to_owned();
    while lstat(Path::new(&name))?.is_some() {
        name.push("~");
    }
    fs::rename(kept, name)
}

impl Drop for Work<'_> {
    fn drop(&mut self) {
        if self.has_plan() {
            return;
        }
        remove_tree(&self.stage()).ok();
        if matches!(manifest::find(&self.output), Ok(None)) {
            // Nothing was published: what this build made goes, as far as nobody uses it.
            remove(&self.folder.join(LOCK)).ok();
            fs::remove_dir(&self.folder).ok();
            self.made.iter().rev().all(|folder| *folder == self.folder || fs::remove_dir(folder).is_ok());
        }
    }
}
