//! A plan carried out against a target, and one that was stopped finished.
//!
//! Must not know what a target is: a folder and a store of objects go the same way.

use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use super::manifest::{Files, Print};
use super::plan::{Deletion, Plan};
use super::problems;
use crate::AT_ONCE;
use crate::diagnostics::Diagnostic;

/// Where a site is published. Paths are relative to it and `/`-separated; numbers name staged files.
pub trait Target: Sync {
    /// Whether what stands at a path is a file that holds just this.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] where nothing does.
    fn holds(&self, path: &str, print: Print) -> io::Result<bool>;
    /// Whether a staged file is there and holds just this.
    fn is_staged(&self, number: usize, print: Print) -> bool;
    /// Puts a staged file where nothing stands.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`] where something does.
    fn add(&self, number: usize, path: &str) -> io::Result<()>;
    /// Puts a staged file in the place of another, in one step.
    fn replace(&self, number: usize, path: &str) -> io::Result<()>;
    /// Keeps a copy of the file at a path, which is about to be replaced.
    fn set_aside(&self, path: &str) -> io::Result<()>;
    /// Deletes a file, and the folders that it leaves empty. Says whether it was there.
    fn delete(&self, path: &str) -> io::Result<bool>;
    /// The plan of a run that was stopped.
    fn stored_plan(&self) -> Result<Option<Plan>, Diagnostic>;
    /// Puts a manifest in the place of the last one, in one step.
    fn store_manifest(&self, files: &Files) -> io::Result<()>;
    /// Forgets the plan and what is staged. Gives what could not be cleared away.
    fn forget_plan(&self) -> io::Result<Option<Diagnostic>>;
    /// A path as a person knows it.
    fn shown(&self, path: &str) -> std::path::PathBuf;
}

/// What came of a plan.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub removed: usize,
    /// Files that are no pages any more, and were changed since it was looked at them: still there.
    pub kept: Vec<String>,
    /// Pages that somebody had changed.
    pub set_aside: Vec<String>,
    pub problems: Vec<Diagnostic>,
    pub warnings: Vec<Diagnostic>,
    /// Whether anything is left to be done by the next run.
    is_unfinished: bool,
}

impl Outcome {
    pub fn is_incomplete(&self) -> bool {
        self.is_unfinished
    }

    pub fn add(&mut self, more: Self) {
        self.removed += more.removed;
        self.kept.extend(more.kept);
        self.set_aside.extend(more.set_aside);
        self.problems.extend(more.problems);
        self.warnings.extend(more.warnings);
        self.is_unfinished |= more.is_unfinished;
    }

    fn failed(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
        self.is_unfinished = true;
    }
}

/// Does what a stored plan says. Where one file fails the others go on, and the plan stays for the next run.
pub(super) fn carry_out(plan: &mut Plan, target: &impl Target) -> Outcome {
    let mut run = Run { target, outcome: Outcome::default() };
    let (first, later) = plan.delete.split_at(plan.first);
    run.delete(first, &mut plan.files);
    let added: Vec<_> =
        plan.add.par_iter().with_max_len(AT_ONCE).map(|file| target.add(file.number, &file.path)).collect();
    for (file, added) in plan.add.iter().zip(added) {
        run.note_added(&file.path, added, &mut plan.files);
    }
    for file in &plan.replace {
        if let Err(error) = run.replace(file.number, &file.path, file.old) {
            run.outcome.failed(problems::unwritable(&target.shown(&file.path), &error));
        }
    }
    run.delete(later, &mut plan.files);
    run.end(&plan.files);
    run.outcome
}

/// Finishes what a run that was stopped has left to do; nothing where there is no plan.
pub(super) fn finish(target: &impl Target) -> Result<Option<Outcome>, Diagnostic> {
    let Some(mut plan) = target.stored_plan()? else { return Ok(None) };
    // Where files are exchanged, the stage holds the old file of what is done: it must not be put back.
    let holds = |path: &str, print| target.holds(path, print).unwrap_or(false);
    plan.add.retain(|file| !holds(&file.path, file.print));
    plan.replace.retain(|file| !holds(&file.path, file.new));
    // After a loss of power a staged file may be lost: the build that follows makes it again.
    for file in plan.add.extract_if(.., |file| !target.is_staged(file.number, file.print)) {
        plan.files.insert(file.path, Print::CHANGED);
    }
    for file in plan.replace.extract_if(.., |file| !target.is_staged(file.number, file.new)) {
        let is_old = holds(&file.path, file.old);
        plan.files.insert(file.path, if is_old { file.old } else { Print::CHANGED });
    }
    Ok(Some(carry_out(&mut plan, target)))
}

struct Run<'t, T> {
    target: &'t T,
    outcome: Outcome,
}

impl<T: Target> Run<'_, T> {
    /// What came there meanwhile is of others: it stays, and the page is not published.
    fn note_added(&mut self, path: &Arc<str>, added: io::Result<()>, files: &mut Files) {
        match added {
            Ok(()) => {}
            Err(error) if matches!(error.kind(), io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory) => {
                self.outcome.problems.push(problems::occupied(path));
                files.remove(path);
            }
            Err(error) => {
                self.outcome.failed(problems::unwritable(&self.target.shown(path), &error));
            }
        }
    }

    fn replace(&mut self, number: usize, path: &str, old: Print) -> io::Result<()> {
        if holds(self.target, path, old)? == Some(false) {
            self.target.set_aside(path)?;
            self.outcome.set_aside.push(path.to_owned());
        }
        self.target.replace(number, path)
    }

    fn delete(&mut self, deletions: &[Deletion], files: &mut Files) {
        for file in deletions {
            match self.delete_one(file) {
                Ok(Deleted::Yes) => self.outcome.removed += 1,
                Ok(Deleted::NotThere) => {}
                Ok(Deleted::Kept) => {
                    self.outcome.kept.push(file.path.to_string());
                    files.insert(Arc::clone(&file.path), Print::CHANGED);
                }
                Err(error) => {
                    self.outcome.failed(problems::unwritable(&self.target.shown(&file.path), &error));
                }
            }
        }
    }

    fn delete_one(&self, file: &Deletion) -> io::Result<Deleted> {
        if holds(self.target, &file.path, file.old)? == Some(false) {
            return Ok(Deleted::Kept);
        }
        // Also where it is not there: a run that was stopped may have left its folder.
        Ok(if self.target.delete(&file.path)? { Deleted::Yes } else { Deleted::NotThere })
    }

    fn end(&mut self, files: &Files) {
        if self.outcome.is_unfinished {
            return;
        }
        let manifest = self.target.shown(super::work::FOLDER);
        match self.target.store_manifest(files).and_then(|()| self.target.forget_plan()) {
            Ok(left_over) => self.outcome.warnings.extend(left_over),
            Err(error) => self.outcome.failed(problems::unwritable(&manifest, &error)),
        }
    }
}

/// Nothing where no file is there.
fn holds(target: &impl Target, path: &str, print: Print) -> io::Result<Option<bool>> {
    match target.holds(path, print) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        held => held.map(Some),
    }
}

enum Deleted {
    Yes,
    NotThere,
    Kept,
}
