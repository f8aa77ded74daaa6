//! What is watched, where the path of an event lies, and whether there are links.

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
}

/// Where a path lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Location {
    /// The root or one of the folders, as itself.
    Folder,
    /// One of the files, or anything in one of the folders.
    Inside,
    /// Of no interest.
    Outside,
    /// Not under the root as it was given: some systems tell the real paths of what is behind a link.
    Unknown,
}

impl WatchedPaths {
    pub fn new(root: &Path, folders: &[&str], files: &[&str], ignored: fn(&Path) -> bool) -> Self {
        let under = |names: &[&str]| names.iter().map(|name| root.join(name)).collect();
        Self { root: root.to_owned(), folders: under(folders), files: under(files), ignored }
    }

    /// The root and the folders, the root first.
    pub fn all(&self) -> impl Iterator<Item = &Path> {
        [self.root.as_path()].into_iter().chain(self.folders.iter().map(PathBuf::as_path))
    }

    /// Whether there are links by which a file has two paths, or lies where no events come from.
    pub fn are_linked(&self) -> bool {
        let mut real: Vec<_> = self.folders.iter().filter_map(|folder| folder.canonicalize().ok()).collect();
        real.sort_unstable();
        let overlap = real.windows(2).any(|two| two[1].starts_with(&two[0]));
        overlap || self.files.iter().any(|file| file.is_symlink()) || self.folders.iter().any(|it| has_links(it))
    }

    /// Does not look at the disk.
    pub fn locate(&self, path: &Path) -> Location {
        let Ok(relative) = path.strip_prefix(&self.root) else { return Location::Unknown };
        if self.all().any(|known| known == path) {
            return Location::Folder;
        }
        let watched = |known: &PathBuf| path.starts_with(known);
        let is_watched = self.folders.iter().chain(&self.files).any(watched);
        if is_watched && !(self.ignored)(relative) { Location::Inside } else { Location::Outside }
    }
}

/// Whether anything below `folder` is a link. The folder itself may be one.
pub(super) fn has_links(folder: &Path) -> bool {
    WalkDir::new(folder).min_depth(1).into_iter().filter_map(Result::ok).any(|entry| entry.path_is_symlink())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_site_is_made_from_matters() {
        let is_backup = |path: &Path| path.file_name().is_some_and(|name| name.as_encoded_bytes().ends_with(b"~"));
        let watched = WatchedPaths::new(Path::new("/site"), &["content", "static"], &["avilys.toml"], is_backup);
        let locate = |path: &str| watched.locate(Path::new(path));
        assert_eq!(locate("/site/content/news/a.md"), Location::Inside);
        assert_eq!(locate("/site/avilys.toml"), Location::Inside);
        assert_eq!(locate("/site/static"), Location::Folder);
        assert_eq!(locate("/site"), Location::Folder);
        for other in ["/site/public/index.html", "/site/avilys.toml.bak", "/site/contents/a.md", "/site/content/a.md~"]
        {
            assert_eq!(locate(other), Location::Outside, "{other}");
        }
        assert_eq!(locate("/other/content/a.md"), Location::Unknown);
    }
}
