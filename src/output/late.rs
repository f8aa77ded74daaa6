//! Files that are known only when all pages are made, such as an index over them.

use std::collections::HashSet;
use std::sync::Arc;

use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::manifest::{Files, Manifest};
use super::render::{self, Job, Rendered};
use super::{Content, IsThere, Keys, LateFile, Made, Means, PublishError, place, survey};
use crate::content_hash::ContentHash;
use crate::seen::Seen;

pub(super) struct Late<'l> {
    pub paths: Vec<Arc<str>>,
    /// Without them, the files stay as they are.
    files: Option<Vec<LateFile<'l>>>,
}

impl<'l> Late<'l> {
    /// `make` is called unless all that pages are made from is as before, and the files of then still stand. It gives nothing where the
    /// files cannot be made.
    pub fn new(pages: &Job, make: impl FnOnce(&IsThere) -> Option<Vec<LateFile<'l>>>) -> Result<Self, PublishError> {
        let or_failed = |files: Option<_>| files.map(Self::made).ok_or(PublishError::PageFailed);
        let Some(old) = pages.old else { return or_failed(make(&|_| false)) };
        let paths = others(pages, old);
        if !pages.keys.whole.is_empty() && pages.keys.whole == old.sources.whole {
            let standing = survey::standing(pages.output, &paths, &old.files)?.pages;
            if paths.iter().zip(&standing).all(|(path, file)| old.as_written(path, file.as_ref()).is_some()) {
                return Ok(Self { paths, files: None });
            }
        }
        let there = keys_there(pages, old, &paths);
        or_failed(make(&|key| there.contains(&key)))
    }

    fn made(files: Vec<LateFile<'l>>) -> Self {
        Self { paths: files.iter().map(|file| file.path.clone()).collect(), files: Some(files) }
    }

    pub fn settle(&self, pages: &Job, known: &Files, means: &Means) -> Result<Rendered, PublishError> {
        let Some(files) = &self.files else { return Ok(self.kept(pages, known)) };
        let standing = survey::standing(pages.output, &self.paths, known)?.pages;
        // A key says all of such a file, so it counts also where the pages are made from something else than before.
        let ground = pages.old.map(|old| old.sources.ground.clone()).unwrap_or_default();
        let keys = &Keys { ground, whole: String::new(), of: Box::new(|at, _| files[at].key) };
        let job = Job { paths: &self.paths, standing: &standing, keys, ..*pages };
        let make = |at: usize| {
            Some(Made { content: Content::Bytes((files[at].bytes)()), lasting: true, seen: Seen::default() })
        };
        render::run(&job, means, &make, &|_| {})?.ok_or(PublishError::PageFailed)
    }

    fn kept(&self, pages: &Job, known: &Files) -> Rendered {
        let files = self.paths.iter().filter_map(|path| Some((path.clone(), *known.get(path)?)));
        let mut rendered = Rendered { files: files.collect(), unchanged: self.paths.clone(), ..Rendered::default() };
        if let Some(old) = pages.old {
            let made = |path: &Arc<str>| Some((path.clone(), old.sources.made.get(path)?.clone()));
            rendered.sources.made = self.paths.iter().filter_map(made).collect();
        }
        rendered
    }
}

/// The files of the earlier build that are no pages.
fn others(pages: &Job, old: &Manifest) -> Vec<Arc<str>> {
    let own: HashSet<&str, RandomState> = pages.paths.iter().map(|path| &**path).collect();
    old.files.keys().filter(|path| !own.contains(&***path)).cloned().collect()
}

/// The keys of those files that stand as they were written.
fn keys_there(pages: &Job, old: &Manifest, paths: &[Arc<str>]) -> HashSet<ContentHash> {
    let there = paths.par_iter().filter_map(|path| {
        let (key, _) = old.sources.made.get(path)?;
        let file = place::lstat(&pages.output.join(&**path)).ok()?;
        old.as_written(path, file.as_ref()).map(|_| *key)
    });
    there.collect()
}
