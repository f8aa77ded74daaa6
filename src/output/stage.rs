//! Every page made, compared with what stands there, and staged when it differs.
//!
//! A page's bytes live only in the worker that made them.

use std::fs::{File, Metadata};
use std::io::{self, Seek, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use super::manifest::Print;
use super::problems::At;
use super::survey::{ExistingFile, Survey};
use super::work::Work;
use super::{Content, Step};
use crate::AT_ONCE;
use crate::content_hash::{ContentHash, ContentHasher};
use crate::diagnostics::Diagnostic;
use crate::profile::Profile;

const BUFFER: usize = 64 * 1024;

/// Gives a page, or nothing when it failed.
pub(super) type Make<'a> = dyn Fn(usize) -> Option<Content> + Sync + 'a;
/// Hears how many pages are done.
pub(super) type Progress<'a> = dyn Fn(usize) + Sync + 'a;

/// A page that was made.
#[derive(Debug)]
pub(super) struct Staged {
    pub path: Arc<str>,
    pub print: Print,
    /// The number of the staged file; none where the page already stands there.
    pub number: Option<usize>,
    /// What we wrote at this path before, where a file stands there.
    pub standing: Option<Print>,
}

#[derive(Clone, Copy)]
pub(super) struct Staging<'a> {
    pub survey: &'a Survey<'a>,
    pub work: &'a Work<'a>,
    /// The number of the first file.
    pub first: usize,
    pub profile: &'a Profile,
}

impl Staging<'_> {
    /// `None` when a page failed. Pages after it are still made, for their problems, but no longer written. A problem of
    /// the disk ends the work at once.
    pub fn pages(
        &self,
        paths: &[Arc<str>],
        standing: &[Option<ExistingFile>],
        make: &Make,
        progress: &Progress,
    ) -> Result<Option<Vec<Staged>>, Diagnostic> {
        let (failed, done) = (AtomicBool::new(false), AtomicUsize::new(0));
        let staged =
            (paths, standing).into_par_iter().with_max_len(AT_ONCE).enumerate().map(|(at, (path, standing))| {
                let staged = match make(at) {
                    Some(content) if !failed.load(Ordering::Relaxed) => {
                        Some(self.settle(self.first + at, path, standing.as_ref(), &content)?)
                    }
                    Some(_) => None,
                    None => {
                        failed.store(true, Ordering::Relaxed);
                        None
                    }
                };
                progress(done.fetch_add(1, Ordering::Relaxed) + 1);
                Ok(staged)
            });
        // Only then the failed ones: collected in parallel, the first of them would keep later pages from being made.
        let staged = staged.collect::<Result<Vec<_>, Diagnostic>>()?;
        Ok(staged.into_iter().collect())
    }

    /// Files whose bytes are there.
    pub fn files(
        &self,
        paths: &[Arc<str>],
        standing: &[Option<ExistingFile>],
        files: &[Vec<u8>],
    ) -> Result<Vec<Staged>, Diagnostic> {
        let files = (paths, standing, files).into_par_iter().with_max_len(AT_ONCE).enumerate();
        let settled = files
            .map(|(at, (path, standing, bytes))| self.settle_bytes(self.first + at, path, standing.as_ref(), bytes));
        settled.collect()
    }

    fn settle(
        &self,
        number: usize,
        path: &Arc<str>,
        standing: Option<&ExistingFile>,
        content: &Content,
    ) -> Result<Staged, Diagnostic> {
        match content {
            Content::Bytes(bytes) => self.settle_bytes(number, path, standing, bytes),
            Content::CopyOf { file, path: source } => {
                let span = self.profile.span("compare");
                let unchanged = self.unchanged_copy(path, standing, (file, source))?;
                let _span = span.then("write");
                let print = unchanged.map_or_else(|| self.store_copy(number, (file, source), standing), Ok)?;
                Ok(staged(number, path, standing, print, unchanged.is_some()))
            }
            Content::Unreadable { path: source, error } => {
                Err(io::Error::new(error.kind(), error.to_string())).reading(source)
            }
        }
    }

    fn settle_bytes(
        &self,
        number: usize,
        path: &Arc<str>,
        standing: Option<&ExistingFile>,
        bytes: &[u8],
    ) -> Result<Staged, Diagnostic> {
        let span = self.profile.span("compare");
        let print = Print::of(bytes);
        let is_unchanged = self.is_unchanged(path, standing, print)?;
        if !is_unchanged {
            let _span = span.then("write");
            let store = || {
                let mut file = self.work.create_staged(number)?;
                file.write_all(bytes)?;
                self.end(&file, standing)
            };
            store().writing(&self.work.staged(number))?;
        }
        Ok(staged(number, path, standing, print, is_unchanged))
    }

    /// Whether the file that stands there already holds this.
    fn is_unchanged(&self, path: &str, standing: Option<&ExistingFile>, print: Print) -> Result<bool, Diagnostic> {
        let Some(standing) = standing.filter(|standing| standing.print == print) else { return Ok(false) };
        let place = self.survey.output.join(path);
        self.survey.earlier.is_held(path, print, &place, &standing.metadata).reading(&place)
    }

    /// As for bytes; a file of another length than the old one differs, and need not be read for that.
    fn unchanged_copy(
        &self,
        path: &str,
        standing: Option<&ExistingFile>,
        (mut file, source): (&File, &Path),
    ) -> Result<Option<Print>, Diagnostic> {
        let metadata = file.metadata().reading(source)?;
        if !metadata.is_file() {
            return Err(io::Error::from(io::ErrorKind::InvalidInput)).reading(source);
        }
        if standing.is_none_or(|standing| standing.print.length != metadata.len()) {
            return Ok(None);
        }
        let print = ContentHash::of_reader(file).map(Print::from).reading(source)?;
        file.rewind().reading(source)?;
        Ok(self.is_unchanged(path, standing, print)?.then_some(print))
    }

    /// Copies a file of the site and says what was copied: it may have changed since it was looked at.
    fn store_copy(
        &self,
        number: usize,
        (mut from, source): (&File, &Path),
        standing: Option<&ExistingFile>,
    ) -> Result<Print, Diagnostic> {
        let new = self.work.staged(number);
        let mut file = self.work.create_staged(number).writing(&new)?;
        let mut hasher = ContentHasher::default();
        let mut buffer = vec![0; BUFFER];
        loop {
            let part = match io::Read::read(&mut from, &mut buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => buffer.get(..read.reading(source)?).unwrap_or_default(),
            };
            if part.is_empty() {
                break;
            }
            hasher.update(part);
            file.write_all(part).writing(&new)?;
        }
        self.end(&file, standing).writing(&new)?;
        Ok(Print::from_hasher(&hasher))
    }

    /// A file that replaces one of ours keeps its mode.
    fn end(&self, file: &File, standing: Option<&ExistingFile>) -> io::Result<()> {
        standing.map_or(Ok(()), |old| keep_mode(file, &old.metadata))?;
        self.work.reached(Step::PageStaged)
    }
}

#[cfg(unix)]
fn keep_mode(file: &File, old: &Metadata) -> io::Result<()> {
    file.set_permissions(old.permissions())
}

/// There it only says that the file is read-only, which would be in the next build's way.
#[cfg(not(unix))]
fn keep_mode(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}

fn staged(number: usize, path: &Arc<str>, standing: Option<&ExistingFile>, print: Print, is_unchanged: bool) -> Staged {
    let number = (!is_unchanged).then_some(number);
    Staged { path: Arc::clone(path), print, number, standing: standing.map(|standing| standing.print) }
}
