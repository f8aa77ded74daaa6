//! Files that are known only when all pages are made, such as an index over them.

use super::manifest::Files;
use super::render::{self, Job, Rendered};
use super::{Content, Keys, Made, Means, PublishError, survey};
use crate::diagnostics::Diagnostic;

pub(super) struct Late {
    pub paths: Vec<String>,
    /// Without them, the files stay as they are.
    bytes: Option<Vec<Vec<u8>>>,
}

impl Late {
    /// `make` is called unless all pages are made from the same as before, and the files of then still stand.
    pub fn new(pages: &Job, make: impl FnOnce() -> Vec<(String, Vec<u8>)>) -> Result<Self, Vec<Diagnostic>> {
        if let Some(paths) = as_before(pages)? {
            return Ok(Self { paths, bytes: None });
        }
        let (paths, bytes) = make().into_iter().unzip();
        Ok(Self { paths, bytes: Some(bytes) })
    }

    pub fn settle(&self, pages: &Job, known: &Files, means: &Means) -> Result<Rendered, PublishError> {
        let Some(bytes) = &self.bytes else { return Ok(self.kept(known)) };
        let standing = survey::standing(pages.output, &self.paths, known)?;
        let job = Job { paths: &self.paths, standing: &standing.pages, keys: &Keys::default(), ..*pages };
        let make = |at: usize| Some(Made { content: Content::Bytes(bytes[at].clone()), lasting: true });
        let mut rendered = render::run(&job, means, &make, &|_| {})?.ok_or(PublishError::PageFailed)?;
        rendered.sources.open.clear();
        Ok(rendered)
    }

    fn kept(&self, known: &Files) -> Rendered {
        let files = self.paths.iter().filter_map(|path| Some((path.clone(), known.get(path)?.clone())));
        Rendered { files: files.collect(), unchanged: self.paths.clone(), ..Rendered::default() }
    }
}

/// The files of the earlier build that are no pages, where nothing that they are made from differs and none was touched.
fn as_before(pages: &Job) -> Result<Option<Vec<String>>, Vec<Diagnostic>> {
    let Some(old) = pages.old else { return Ok(None) };
    let mut keyed = pages.paths.iter().zip(&pages.keys.of).filter(|(_, key)| key.is_some()).peekable();
    let same = keyed.peek().is_some() && keyed.all(|(path, key)| old.is_made_from(path, pages.keys, key.as_ref()));
    if !same {
        return Ok(None);
    }
    let own: std::collections::HashSet<&str> = pages.paths.iter().map(String::as_str).collect();
    let paths: Vec<String> = old.files.keys().filter(|path| !own.contains(path.as_str())).cloned().collect();
    let standing = survey::standing(pages.output, &paths, &old.files)?;
    let stand = paths.iter().zip(&standing.pages).all(|(path, file)| old.as_written(path, file.as_ref()).is_some());
    Ok(stand.then_some(paths))
}
