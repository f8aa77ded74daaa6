//! Files that are known only when all pages are made, such as an index over them.

use std::sync::Arc;

use super::manifest::Files;
use super::render::{self, Job, Rendered};
use super::{Content, LateFile, Means, PublishError, survey};

pub(super) struct Late {
    pub paths: Vec<Arc<str>>,
    files: Vec<LateFile>,
}

impl Late {
    pub fn new(files: Vec<LateFile>) -> Self {
        Self { paths: files.iter().map(|file| file.path.clone()).collect(), files }
    }

    pub fn settle(&self, pages: &Job, known: &Files, means: &Means) -> Result<Rendered, PublishError> {
        let standing = survey::standing(pages.output, &self.paths, known)?.pages;
        let job = Job { paths: &self.paths, standing: &standing, ..*pages };
        let make = |at: usize| Some(Content::Bytes(self.files[at].bytes.clone()));
        render::run(&job, means, &make, &|_| {})?.ok_or(PublishError::PageFailed)
    }
}
