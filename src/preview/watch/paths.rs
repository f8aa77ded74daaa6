//! What is watched, where a path of an event lies, and where there are links.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// The paths at which changes matter.
#[derive(Debug, Clone)]
pub(super) struct WatchedPaths {
    pub root: PathBuf,
    /// Watched with all that is in them.
    pub folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
    ignored: fn(&Path) -> bool,
    /// Real paths of the root and the folders, with those that they have here. Longest first.
    real: Vec<(PathBuf, PathBuf)>,
}

/// Where a path lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Location {
    /// The root or one of the folders, as itself.
    Folder(PathBuf),
    /// One of the files, or anything in one of the folders.
    Inside(PathBuf),
    /// Of no interest.
    Outside,
    /// Under none of the paths that are known.
    Unknown,
}

impl WatchedPaths {
    pub fn new(root: &Path, folders: &[&str], files: &[&str], ignored: fn(&Path) -> bool) -> Self {
        let under = |names: &[&str]| names.iter().map(|name| root.join(name)).collect();
        Self { root: root.to_owned(), folders: under(folders), files: under(files), ignored, real: Vec::new() }
    }

    /// The root and the folders, the root first.
    pub fn all(&self) -> impl Iterator<Item = &Path> {
        [self.root.as_path()].into_iter().chain(self.folders.iter().map(PathBuf::as_path))
    }

    /// Sees where the folders really are: some systems tell of changes by real paths. True where there are links by which a
    /// file has two paths, or lies where no events come from.
    pub fn resolve(&mut self) -> bool {
        let real: Vec<_> = self.all().filter_map(|path| Some((path.canonicalize().ok()?, path.to_owned()))).collect();
        let folders = real.iter().filter(|(_, path)| *path != self.root).map(|(real, _)| real.as_path());
        let linked = overlap(folders)
            || self.files.iter().any(|file| file.is_symlink())
            || self.folders.iter().any(|folder| has_links(folder));
        self.set_real(real);
        linked
    }

    fn set_real(&mut self, mut real: Vec<(PathBuf, PathBuf)>) {
        real.retain(|(real, here)| real != here);
        real.sort_by_key(|(real, _)| std::cmp::Reverse(real.components().count()));
        self.real = real;
    }

    /// Does not look at the disk.
    pub fn locate(&self, path: &Path) -> Location {
        let Some(path) = self.here(path) else { return Location::Unknown };
        if self.all().any(|known| known == path) {
            return Location::Folder(path);
        }
        let watched = self.folders.iter().any(|folder| path.starts_with(folder)) || self.files.contains(&path);
        let relative = path.strip_prefix(&self.root).unwrap_or(&path);
        if watched && !(self.ignored)(relative) { Location::Inside(path) } else { Location::Outside }
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

/// Whether anything below `folder` is a link. The folder itself may be one.
pub(super) fn has_links(folder: &Path) -> bool {
    WalkDir::new(folder).min_depth(1).into_iter().filter_map(Result::ok).any(|entry| entry.path_is_symlink())
}

/// Whether one of these real paths is in another, or is the same.
fn overlap<'a>(paths: impl Iterator<Item = &'a Path>) -> bool {
    let mut paths: Vec<_> = paths.collect();
    paths.sort_unstable();
    paths.windows(2).any(|two| two[1].starts_with(two[0]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watched() -> WatchedPaths {
        WatchedPaths::new(Path::new("/site"), &["content", "static"], &["avilys.toml"], |path| {
            path.file_name().is_some_and(|name| name.as_encoded_bytes().ends_with(b"~"))
        })
    }

    fn inside(path: &str) -> Location {
        Location::Inside(path.into())
    }

    #[test]
    fn only_what_a_site_is_made_from_matters() {
        let watched = watched();
        let locate = |path: &str| watched.locate(Path::new(path));
        assert_eq!(locate("/site/content/news/a.md"), inside("/site/content/news/a.md"));
        assert_eq!(locate("/site/avilys.toml"), inside("/site/avilys.toml"));
        assert_eq!(locate("/site/static"), Location::Folder("/site/static".into()));
        assert_eq!(locate("/site"), Location::Folder("/site".into()));
        for other in ["/site/public/index.html", "/site/avilys.toml.bak", "/site/contents/a.md", "/site/content/a.md~"]
        {
            assert_eq!(locate(other), Location::Outside, "{other}");
        }
        assert_eq!(locate("/other/content/a.md"), Location::Unknown);
    }

    #[test]
    fn real_paths_are_told_as_they_are_under_the_root_that_was_given() {
        let mut watched = watched();
        watched.set_real(vec![
            ("/disk/site".into(), "/site".into()),
            ("/disk/site/shared".into(), "/site/content".into()),
            ("/site/static".into(), "/site/static".into()),
        ]);
        let locate = |path: &str| watched.locate(Path::new(path));
        assert_eq!(locate("/disk/site/static/a.css"), inside("/site/static/a.css"));
        assert_eq!(locate("/disk/site/shared/a.md"), inside("/site/content/a.md"));
        assert_eq!(locate("/disk/site/shared"), Location::Folder("/site/content".into()));
    }

    #[test]
    fn folders_that_lie_in_each_other_overlap() {
        let overlapping = |paths: &[&str]| overlap(paths.iter().map(Path::new));
        assert!(!overlapping(&["/s/content", "/s/content-2", "/s/static"]));
        assert!(overlapping(&["/s/content", "/s/static", "/s/content/files"]));
        assert!(overlapping(&["/s/content", "/s/static", "/s/content"]));
        assert!(overlapping(&["/s/content/z", "/s/content-2", "/s/content"]));
    }
}
