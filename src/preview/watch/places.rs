//! What is watched, and where a path of an event lies. It must not look at the disk for that.

use std::path::{Path, PathBuf};

/// The paths under which changes matter.
#[derive(Debug, Clone)]
pub(super) struct Places {
    pub root: PathBuf,
    /// Watched with all that is in them.
    pub folders: Vec<PathBuf>,
    pub files: Vec<PathBuf>,
    ignored: fn(&Path) -> bool,
    /// Where links lead: the real path of the root and of folders, with the path they have here. Longest first.
    real: Vec<(PathBuf, PathBuf)>,
}

/// Where a path lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Spot {
    /// The root or one of the folders, as itself.
    Place(PathBuf),
    /// One of the files, or anything in one of the folders.
    Inside(PathBuf),
    /// Of no interest.
    Elsewhere,
    /// Under none of the places as far as their paths tell.
    Unknown,
}

impl Places {
    pub fn new(root: &Path, folders: &[&str], files: &[&str], ignored: fn(&Path) -> bool) -> Self {
        let under = |names: &[&str]| names.iter().map(|name| root.join(name)).collect();
        Self { root: root.to_owned(), folders: under(folders), files: under(files), ignored, real: Vec::new() }
    }

    /// The root and the folders, the root first.
    pub fn all(&self) -> impl Iterator<Item = &Path> {
        [self.root.as_path()].into_iter().chain(self.folders.iter().map(PathBuf::as_path))
    }

    /// Sets where the places really are: some systems tell of changes by real paths.
    pub fn set_real(&mut self, mut real: Vec<(PathBuf, PathBuf)>) {
        real.retain(|(real, here)| real != here);
        real.sort_by_key(|(real, _)| std::cmp::Reverse(real.components().count()));
        self.real = real;
    }

    pub fn spot(&self, path: &Path) -> Spot {
        let Some(path) = self.here(path) else { return Spot::Unknown };
        if self.all().any(|place| place == path) {
            return Spot::Place(path);
        }
        let watched = self.folders.iter().any(|folder| path.starts_with(folder)) || self.files.contains(&path);
        let relative = path.strip_prefix(&self.root).unwrap_or(&path);
        if watched && !(self.ignored)(relative) { Spot::Inside(path) } else { Spot::Elsewhere }
    }

    /// The path as it is under the root that was given.
    fn here(&self, path: &Path) -> Option<PathBuf> {
        if path.starts_with(&self.root) {
            return Some(path.to_owned());
        }
        self.real.iter().find_map(|(real, here)| match path.strip_prefix(real).ok()? {
            // Joining an empty path would end the name with a slash.
            rest if rest.as_os_str().is_empty() => Some(here.clone()),
            rest => Some(here.join(rest)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> Places {
        Places::new(Path::new("/site"), &["content", "static"], &["avilys.toml"], |path| {
            path.file_name().is_some_and(|name| name.as_encoded_bytes().ends_with(b"~"))
        })
    }

    fn inside(path: &str) -> Spot {
        Spot::Inside(path.into())
    }

    #[test]
    fn only_what_a_site_is_made_from_matters() {
        let places = places();
        let spot = |path: &str| places.spot(Path::new(path));
        assert_eq!(spot("/site/content/news/a.md"), inside("/site/content/news/a.md"));
        assert_eq!(spot("/site/avilys.toml"), inside("/site/avilys.toml"));
        assert_eq!(spot("/site/static"), Spot::Place("/site/static".into()));
        assert_eq!(spot("/site"), Spot::Place("/site".into()));
        for other in ["/site/public/index.html", "/site/avilys.toml.bak", "/site/contents/a.md", "/site/content/a.md~"]
        {
            assert_eq!(spot(other), Spot::Elsewhere, "{other}");
        }
        assert_eq!(spot("/other/content/a.md"), Spot::Unknown);
    }

    #[test]
    fn real_paths_are_told_as_they_are_under_the_root_that_was_given() {
        let mut places = places();
        places.set_real(vec![
            ("/disk/site".into(), "/site".into()),
            ("/disk/site/shared".into(), "/site/content".into()),
            ("/site/static".into(), "/site/static".into()),
        ]);
        let spot = |path: &str| places.spot(Path::new(path));
        assert_eq!(spot("/disk/site/static/a.css"), inside("/site/static/a.css"));
        assert_eq!(spot("/disk/site/shared/a.md"), inside("/site/content/a.md"));
        assert_eq!(spot("/disk/site/shared"), Spot::Place("/site/content".into()));
    }
}
