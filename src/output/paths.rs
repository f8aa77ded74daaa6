//! Which page paths can be files below one folder: relative, `/`-separated, unique, none standing inside another.
//!
//! A bad path is a mistake of the caller, but it may come from what an author typed, so it is a problem, not a panic.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::path::{Component, MAIN_SEPARATOR, Path};
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::manifest::EARLIER_NAME;
use super::{problems, work};
use crate::diagnostics::Diagnostic;

pub(super) fn check(paths: &[Arc<str>]) -> Result<(), Vec<Diagnostic>> {
    let mut found: Vec<_> =
        paths.iter().filter(|path| !is_valid(path)).map(|path| problems::path_invalid(path)).collect();
    let mut seen = HashSet::with_capacity_and_hasher(paths.len(), RandomState::default());
    found.extend(paths.iter().filter(|path| !seen.insert(&***path)).map(|path| problems::path_clash(path, path)));
    for path in paths {
        let inside = folders(path).find(|folder| seen.contains(folder));
        found.extend(inside.map(|other| problems::path_clash(path, other)));
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

pub(super) fn is_valid(path: &str) -> bool {
    let is_forbidden = memchr::memchr2(b'\\', 0, path.as_bytes()).is_some();
    // A disk may not tell capitals from small letters.
    let first = path.split('/').next().unwrap_or_default();
    let is_own = first.eq_ignore_ascii_case(work::FOLDER) || path.eq_ignore_ascii_case(EARLIER_NAME);
    !is_forbidden && !is_own && path.split('/').all(is_plain_name)
}

/// One name of a path. What the system itself takes for more than a name, such as a drive, is refused too.
fn is_plain_name(name: &str) -> bool {
    let is_normal = || {
        let mut parts = Path::new(name).components();
        matches!((parts.next(), parts.next()), (Some(Component::Normal(part)), None) if part == name)
    };
    !matches!(name, "" | "." | "..") && (cfg!(unix) || is_normal())
}

/// The folders a page stands in, innermost first, without the output folder itself.
pub(super) fn folders(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(outer(path), |folder| outer(folder))
}

/// The folder that a page or folder stands in, if it is not the output itself.
pub(super) fn outer(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(outer, _)| outer)
}

/// Paths that others may meet: by being the same, or inside one another.
pub(super) struct Tree(BTreeSet<String>);

impl Tree {
    pub fn new(paths: impl Iterator<Item = String>) -> Self {
        Self(paths.collect())
    }

    pub fn meets(&self, path: &str) -> bool {
        let inside = format!("{path}/");
        let follows = self.0.range(inside.clone()..).next().is_some_and(|next| next.starts_with(&inside));
        follows || self.0.contains(path) || folders(path).any(|folder| self.0.contains(folder))
    }
}

/// The page path of a file below the output; `None` when its name is not UTF-8, so that it cannot be a page.
pub(super) fn key(relative: &Path) -> Option<Cow<'_, str>> {
    let text = relative.to_str()?;
    Some(if MAIN_SEPARATOR == '/' { text.into() } else { text.replace(MAIN_SEPARATOR, "/").into() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::codes;

    fn problems_of(paths: &[&str]) -> Vec<Diagnostic> {
        check(&paths.iter().map(|path| (*path).into()).collect::<Vec<_>>()).err().unwrap_or_default()
    }

    #[test]
    fn ordinary_paths_pass() {
        assert_eq!(
            problems_of(&[
                "index.html",
                "a/index.html",
                "a/b/ąč ę.html",
                ".nojekyll",
                "a/.avilys.json",
                "a/.avilys/b",
                ".avilysx"
            ]),
            []
        );
    }

    #[test]
    fn what_could_leave_the_folder_is_refused() {
        for path in ["", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "./a", "a/.", "a\\b", "a\0b"] {
            assert_eq!(codes(&problems_of(&[path])), ["output-path-invalid"].into(), "{path:?}");
        }
    }

    #[test]
    fn what_is_the_programs_own_is_refused() {
        for path in [".avilys.json", ".AVILYS.json", ".avilys", ".avilys/manifest.json", ".Avilys/x"] {
            assert_eq!(codes(&problems_of(&[path])), ["output-path-invalid"].into(), "{path:?}");
        }
    }

    #[test]
    fn paths_meet_that_cannot_stand_together() {
        let tree = Tree::new(["a/b/c", "d"].map(str::to_owned).into_iter());
        assert!(["a", "a/b", "a/b/c", "a/b/c/e", "d", "d/e"].into_iter().all(|path| tree.meets(path)));
        assert!(["a/b/d", "a/bb", "b", "da", "a-"].into_iter().all(|path| !tree.meets(path)));
    }

    #[test]
    fn a_path_twice_or_inside_another_is_refused() {
        assert_eq!(problems_of(&["a", "b", "a"]), [problems::path_clash("a", "a")]);
        assert_eq!(problems_of(&["a/b/c", "a"]), [problems::path_clash("a/b/c", "a")]);
    }

    #[test]
    fn folders_go_from_the_innermost_outwards() {
        assert_eq!(folders("a/b/c.html").collect::<Vec<_>>(), ["a/b", "a"]);
        assert_eq!(folders("c.html").count(), 0);
    }
}
