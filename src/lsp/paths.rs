//! Paths of files and the addresses that editors have for them, and the portal that a file is of.

use std::path::{Path, PathBuf};

use url::Url;

use crate::config;

/// The path of a `file:` address; nothing for a text that has none yet.
pub fn of_uri(uri: &str) -> Option<PathBuf> {
    let url = Url::parse(uri).ok()?;
    if url.scheme() == "file" { url.to_file_path().ok() } else { None }
}

pub fn to_uri(path: &Path) -> Option<String> {
    Url::from_file_path(path).ok().map(String::from)
}

/// The nearest folder above a file that has settings. Without them a file is of no portal: other programs have folders named
/// `content` as well.
pub fn root_of(path: &Path) -> Option<PathBuf> {
    path.ancestors().skip(1).find(|folder| folder.join(config::FILE).is_file()).map(Path::to_owned)
}
