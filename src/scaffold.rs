//! New files for an author: a whole folder to start from, or one entry. Writes only what is not there yet.

use std::fs;
use std::io::Write;
use std::path::Path;

use include_dir::{Dir, File, include_dir};

use crate::diagnostics::reasons::of_system;
use crate::diagnostics::{Code, Diagnostic};

static STARTERS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/scaffold");

/// What a new folder is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Starter {
    /// A network of schools.
    Portal,
    /// One school's site.
    School,
}

/// Fills a new or empty folder and gives the paths of its files. `language` is that of the examples.
pub fn create(dir: &Path, starter: Starter, language: &str) -> Result<Vec<String>, Diagnostic> {
    let name = match starter {
        Starter::Portal => "portal",
        Starter::School => "school",
    };
    if !is_free(dir) {
        return Err(Diagnostic::error(Code::FolderNotEmpty).arg("path", dir.display()));
    }
    let mut paths = Vec::new();
    // Each starter comes with the guide: a draft that shows how to write, and settings of the editor.
    for root in [format!("{name}/{language}"), format!("guide/{language}")] {
        for file in STARTERS.get_dir(&root).map(files_of).unwrap_or_default() {
            let path = file.path().to_string_lossy().replace('\\', "/");
            let path = path.strip_prefix(&format!("{root}/")).unwrap_or(&path).replace("dot-", ".");
            write_new(dir, &path, file.contents())?;
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn is_free(dir: &Path) -> bool {
    match fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    }
}

fn files_of(dir: &'static Dir<'static>) -> Vec<&'static File<'static>> {
    dir.files().chain(dir.dirs().flat_map(files_of)).collect()
}

/// Writes one file that must not exist yet, with the folders above it.
pub fn write_new(root: &Path, path: &str, content: &[u8]) -> Result<(), Diagnostic> {
    let full = root.join(path);
    let failed = |error: std::io::Error| {
        let code = if error.kind() == std::io::ErrorKind::AlreadyExists { Code::FileExists } else { Code::Unwritable };
        Diagnostic::error(code).arg("path", full.display()).arg("reason", of_system(&error))
    };
    if let Some(folder) = full.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(&full).map_err(failed)?;
    file.write_all(content).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_starters_speak_both_languages() {
        for starter in [Starter::Portal, Starter::School] {
            for language in ["lt", "en"] {
                let dir = tempfile::tempdir().unwrap();
                let files = create(dir.path(), starter, language).unwrap();
                assert!(files.contains(&"avilys.toml".to_owned()), "{starter:?} {language}: {files:?}");
                assert!(files.iter().any(|file| file.starts_with("content/practices/")));
                assert_eq!(create(dir.path(), starter, language).unwrap_err().code.name(), "folder-not-empty");
            }
        }
    }

    #[test]
    fn nothing_is_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        write_new(dir.path(), "content/news/a.md", b"one").unwrap();
        assert_eq!(write_new(dir.path(), "content/news/a.md", b"two").unwrap_err().code.name(), "file-exists");
        assert_eq!(fs::read_to_string(dir.path().join("content/news/a.md")).unwrap(), "one");
    }
}
