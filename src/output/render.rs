//! Every page made, compared with what stands there, and written into the stage when it differs.
//!
//! A page's bytes live only in the worker that made them.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use super::manifest::{Files, Manifest, Print};
use super::problems::At;
use super::stage::Stage;
use super::{Content, Means, Step};
use crate::AT_ONCE;
use crate::diagnostics::Diagnostic;
use crate::profile::Profile;

/// Gives a page, or nothing when it failed.
pub(super) type Make<'a> = dyn Fn(usize) -> Option<Content> + Sync + 'a;
/// Hears how many pages are done.
pub(super) type Progress<'a> = dyn Fn(usize) + Sync + 'a;

pub(super) struct Job<'a> {
    pub output: &'a Path,
    pub stage: &'a Path,
    pub old: Option<&'a Manifest>,
    pub paths: &'a [Arc<str>],
    /// For each page, our earlier file at its path; of no page where there is no earlier site.
    pub standing: &'a [Option<Metadata>],
    pub profile: &'a Profile,
}

#[derive(Debug, Default)]
pub(super) struct Rendered {
    pub files: Files,
    /// The paths of the pages that stand in the stage.
    pub written: Vec<Arc<str>>,
    /// The paths of the pages to carry over.
    pub unchanged: Vec<Arc<str>>,
    /// How many unchanged files the manifest could not vouch for, so that they were read.
    pub read_back: usize,
}

impl Rendered {
    pub fn add(&mut self, more: Self) {
        self.files.extend(more.files);
        self.written.extend(more.written);
        self.unchanged.extend(more.unchanged);
        self.read_back += more.read_back;
    }

    /// The written pages that are in their places already, and so not in the stage any more. From now on they are to be carried over
    /// like those that are unchanged.
    pub fn placed(&mut self, stage: &Path) -> Vec<Arc<str>> {
        let placed: Vec<_> = self.written.extract_if(.., |path| !stage.join(&**path).exists()).collect();
        self.unchanged.extend_from_slice(&placed);
        placed
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Written,
    Unchanged,
    ReadBack,
}

/// `None` when a page failed. Pages after it are still made, for their problems, but no longer written. A problem of
/// the disk ends the work at once.
pub(super) fn run(job: &Job, means: &Means, make: &Make, progress: &Progress) -> Result<Option<Rendered>, Diagnostic> {
    let (failed, done) = (AtomicBool::new(false), AtomicUsize::new(0));
    let stage = &Stage::open(job.stage)?;
    let fates = job
        .paths
        .par_iter()
        .with_max_len(AT_ONCE)
        .enumerate()
        .map(|(index, path)| {
            let page = Page { job, stage, path, standing: job.standing.get(index).and_then(Option::as_ref) };
            let fate = match make(index) {
                Some(content) if !failed.load(Ordering::Relaxed) => Some(page.settle(&content, means)?),
                Some(_) => None,
                None => {
                    failed.store(true, Ordering::Relaxed);
                    None
                }
            };
            progress(done.fetch_add(1, Ordering::Relaxed) + 1);
            Ok(fate)
        })
        .collect::<Result<Vec<_>, Diagnostic>>()?;
    // Only now the failed ones: collected in parallel, the first of them would keep later pages from being made.
    let fates = fates.into_iter().collect::<Option<Vec<_>>>();
    Ok(fates.map(|fates| gather(job, &fates)))
}

fn gather(job: &Job, fates: &[(Print, Fate)]) -> Rendered {
    let of_fate = |is: fn(Fate) -> bool| -> Vec<Arc<str>> {
        job.paths.iter().zip(fates).filter(|(_, (_, fate))| is(*fate)).map(|(path, _)| path.clone()).collect()
    };
    Rendered {
        // Maps made of a whole list take half the time of maps that grow.
        files: job.paths.iter().cloned().zip(fates.iter().map(|(print, _)| *print)).collect(),
        written: of_fate(|fate| fate == Fate::Written),
        unchanged: of_fate(|fate| fate != Fate::Written),
        read_back: fates.iter().filter(|(_, fate)| *fate == Fate::ReadBack).count(),
    }
}

struct Page<'a> {
    job: &'a Job<'a>,
    stage: &'a Stage<'a>,
    path: &'a str,
    standing: Option<&'a Metadata>,
}

impl Page<'_> {
    fn settle(&self, content: &Content, means: &Means) -> Result<(Print, Fate), Diagnostic> {
        let span = self.job.profile.span("compare");
        let settled = match content {
            Content::Bytes(bytes) => {
                let print = Print::of(bytes);
                if let Some(fate) = self.unchanged(&print)? {
                    return Ok((print, fate));
                }
                let _span = span.then("write");
                self.stage.store(self.path, bytes, self.standing)?;
                print
            }
            Content::CopyOf(source) => {
                if let Some(same) = self.unchanged_copy(source)? {
                    return Ok(same);
                }
                let _span = span.then("write");
                self.stage.store_copy(self.path, source, self.standing)?
            }
        };
        (means.reached)(Step::PageStored).or_else(|error| Err(error).writing(&self.stage.place_of(self.path)))?;
        Ok((settled, Fate::Written))
    }

    /// Whether the file that stands there already holds this. The manifest knows; where it cannot vouch for the file,
    /// the file is read.
    fn unchanged(&self, print: &Print) -> Result<Option<Fate>, Diagnostic> {
        let (Some(old), Some(standing)) = (self.job.old, self.standing) else { return Ok(None) };
        if old.files.get(self.path) != Some(print) || standing.len() != print.length {
            return Ok(None);
        }
        if old.vouches_for(standing) {
            return Ok(Some(Fate::Unchanged));
        }
        let path = self.job.output.join(self.path);
        Ok(print.is_held_by(&path, standing).reading(&path)?.then_some(Fate::ReadBack))
    }

    /// As for bytes; a file of another length than the old one differs, and need not be read for that.
    fn unchanged_copy(&self, source: &PathBuf) -> Result<Option<(Print, Fate)>, Diagnostic> {
        let metadata = fs::metadata(source).reading(source)?;
        if !metadata.is_file() {
            return Err(std::io::Error::from(std::io::ErrorKind::InvalidInput)).reading(source);
        }
        let length = self.job.old.and_then(|old| old.files.get(self.path)).map(|print| print.length);
        if self.standing.is_none() || length != Some(metadata.len()) {
            return Ok(None);
        }
        let print = Print::of_file(source).reading(source)?;
        Ok(self.unchanged(&print)?.map(|fate| (print, fate)))
    }
}
