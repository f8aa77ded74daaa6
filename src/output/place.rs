//! Where the output folder really is, and whether it may be there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf, absolute};

use super::problems::{self, At};
use crate::diagnostics::Diagnostic;

/// The absolute path without symbolic links. What does not exist yet is added to the part that does, also where a link
/// points at it: a killed build can leave a link without its folder for a while.
pub fn resolve(path: &Path) -> Result<PathBuf, Diagnostic> {
    let mut existing = absolute(path).reading(path)?;
    let mut missing = Vec::new();
    loop {
        let error = match fs::canonicalize(&existing) {
            Ok(found) => return Ok(missing.iter().rev().fold(found, |path, name| path.join(name))),
            Err(error) => error,
        };
        let (Some(parent), io::ErrorKind::NotFound) = (existing.parent(), error.kind()) else {
            return Err(error).reading(&existing);
        };
        // Links in a circle are another error, so this comes to an end.
        existing = match (lstat(&existing).reading(&existing)?, existing.file_name()) {
            (Some(_), _) => parent.join(fs::read_link(&existing).reading(&existing)?),
            (None, Some(name)) => {
                missing.push(name.to_owned());
                parent.to_owned()
            }
            (None, None) => return Err(error).reading(&existing),
        };
    }
}

/// Refuses an output (already resolved) that would overlay what the site is made from.
pub(super) fn protect(dir: &Path, root: &Path, sources: &[PathBuf]) -> Result<(), Diagnostic> {
    let root = resolve(root)?;
    if root.starts_with(dir) {
        return Err(problems::is_source(dir, &root));
    }
    for source in sources {
        let source = resolve(source)?;
        if source.starts_with(dir) {
            return Err(problems::is_source(dir, &source));
        }
        if dir.starts_with(&source) && source != root {
            return Err(problems::inside_source(dir, &source));
        }
    }
    Ok(())
}

/// What stands at a path itself, links not followed; `None` when nothing does.
pub(super) fn lstat(path: &Path) -> io::Result<Option<fs::Metadata>> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(found)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(error),
    }
}

pub(super) fn is_empty(folder: &Path) -> io::Result<bool> {
    fs::read_dir(folder)?.next().transpose().map(|entry| entry.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(site: &Path, output: &str) -> Option<&'static str> {
        let sources = ["content", "static", "themes", "avilys.toml"].map(|name| site.join(name));
        let dir = resolve(&site.join(output)).unwrap();
        protect(&dir, site, &sources).err().map(|problem| problem.code.name())
    }

    #[test]
    fn an_output_may_be_in_the_site_or_beside_it_but_never_over_a_source() {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("site");
        fs::create_dir_all(site.join("content")).unwrap();
        for fine in ["public", "build/public", "../elsewhere", "content-built"] {
            assert_eq!(verdict(&site, fine), None, "{fine}");
        }
        for over in [".", "..", "/", "content", "static", "../site", "avilys.toml"] {
            assert_eq!(verdict(&site, over), Some("output-is-source"), "{over}");
        }
        for inside in ["content/public", "themes/mine/static"] {
            assert_eq!(verdict(&site, inside), Some("output-inside-source"), "{inside}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_are_seen_through() {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("site");
        fs::create_dir_all(site.join("content")).unwrap();
        std::os::unix::fs::symlink(site.join("content"), site.join("public")).unwrap();
        assert_eq!(verdict(&site, "public"), Some("output-is-source"));
        assert_eq!(verdict(&site, "public/new"), Some("output-inside-source"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_what_does_not_exist_yet_is_followed_one_in_a_circle_refused() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().canonicalize().unwrap();
        symlink("new/deep", folder.path().join("public")).unwrap();
        assert_eq!(resolve(&folder.path().join("public/a")).unwrap(), real.join("new/deep/a"));
        symlink("circle", folder.path().join("circle")).unwrap();
        assert_eq!(resolve(&folder.path().join("circle")).unwrap_err().code.name(), "output-read-failed");
    }
}
