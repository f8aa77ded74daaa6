//! Which files there are below a folder, by their paths alone. Symbolic links are followed as long as they stay within
//! the site. What is in a file, and whether it is wanted, is for others to know.

use std::fs::{self, FileType};
use std::io;
use std::path::PathBuf;

use rayon::prelude::*;

use super::{Source, unreadable};
use crate::diagnostics::{Code, Diagnostic};

/// How a folder of the site is looked through.
#[derive(Clone, Copy)]
pub(super) struct Walk<'a> {
    pub source: &'a Source,
    /// True for the names that are passed over.
    pub left_out: fn(&str) -> bool,
}

/// What was found. Paths are relative to the site's root, with `/`, as they stand on the disk.
#[derive(Default)]
pub(super) struct Found {
    pub files: Vec<String>,
    pub problems: Vec<(String, Diagnostic)>,
    /// Symbolic links with the real places that they lead to.
    pub links: Vec<(String, PathBuf)>,
}

struct Folder {
    path: String,
    /// Real place of this folder, and of every folder from which a link led here: none of them may be entered again.
    real: Vec<PathBuf>,
}

#[derive(Default)]
struct Listing {
    found: Found,
    folders: Vec<Folder>,
}

impl Walk<'_> {
    /// All files at `start` and below it. A start that is not there holds nothing.
    pub fn below(&self, start: &str) -> Found {
        let Listing { mut found, folders: mut level } = self.start(start);
        while !level.is_empty() {
            let listings: Vec<_> = match &level[..] {
                [folder] => vec![self.list(folder)],
                folders => folders.par_iter().map(|folder| self.list(folder)).collect(),
            };
            level.clear();
            for listing in listings {
                found.files.extend(listing.found.files);
                found.problems.extend(listing.found.problems);
                found.links.extend(listing.found.links);
                level.extend(listing.folders);
            }
        }
        found
    }

    fn start(&self, start: &str) -> Listing {
        let mut listing = Listing::default();
        let disk = self.source.root.join(start);
        let Some(above) = disk.parent() else { return listing };
        let found = fs::symlink_metadata(&disk).and_then(|meta| Ok((meta, fs::canonicalize(above)?)));
        let (meta, above) = match found {
            Ok(found) => found,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return listing;
            }
            Err(error) => {
                listing.found.problems.push((start.to_owned(), unreadable(start, &error)));
                return listing;
            }
        };
        if !above.starts_with(&self.source.canonical) {
            listing.found.problems.push((start.to_owned(), self.source.outside(start)));
            return listing;
        }
        let above = Folder { path: String::new(), real: vec![above] };
        self.add(start.to_owned(), meta.file_type(), &above, &mut listing);
        listing
    }

    fn list(&self, folder: &Folder) -> Listing {
        let mut listing = Listing::default();
        let entries = match fs::read_dir(self.source.root.join(&folder.path)) {
            Ok(entries) => entries,
            Err(error) => {
                listing.found.problems.push((folder.path.clone(), unreadable(&folder.path, &error)));
                return listing;
            }
        };
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                // What cannot be listed must not count as deleted.
                Err(error) => {
                    listing.found.problems.push((folder.path.clone(), unreadable(&folder.path, &error)));
                    continue;
                }
            };
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                let path = format!("{}/{}", folder.path, name.display());
                listing.found.problems.push((path.clone(), Diagnostic::error(Code::PathNotUtf8).arg("path", path)));
                continue;
            };
            if (self.left_out)(name) {
                continue;
            }
            let path = format!("{}/{name}", folder.path);
            match entry.file_type() {
                Ok(file_type) => self.add(path, file_type, folder, &mut listing),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => {
                    let problem = unreadable(&path, &error);
                    listing.found.problems.push((path, problem));
                }
            }
        }
        listing
    }

    fn add(&self, path: String, file_type: FileType, above: &Folder, listing: &mut Listing) {
        if file_type.is_file() {
            listing.found.files.push(path);
        } else if file_type.is_dir() {
            let mut real = above.real.clone();
            if let (Some(last), Some(name)) = (real.last_mut(), path.rsplit('/').next()) {
                last.push(name);
            }
            listing.folders.push(Folder { path, real });
        } else if file_type.is_symlink() {
            self.follow(path, above, listing);
        }
    }

    fn follow(&self, path: String, above: &Folder, listing: &mut Listing) {
        let found = fs::canonicalize(self.source.root.join(&path)).and_then(|real| Ok((fs::metadata(&real)?, real)));
        let (meta, real) = match found {
            Ok(found) => found,
            Err(error) => {
                let problem = unreadable(&path, &error);
                return listing.found.problems.push((path, problem));
            }
        };
        if !real.starts_with(&self.source.canonical) {
            let problem = self.source.outside(&path);
            return listing.found.problems.push((path, problem));
        }
        if meta.is_file() {
            listing.found.links.push((path.clone(), real));
            listing.found.files.push(path);
        } else if above.real.iter().any(|above| above.starts_with(&real)) {
            let problem = Diagnostic::warning(Code::SymlinkLoop).arg("path", &path);
            listing.found.problems.push((path, problem));
        } else {
            listing.found.links.push((path.clone(), real.clone()));
            let real = above.real.iter().cloned().chain([real]).collect();
            listing.folders.push(Folder { path, real });
        }
    }
}
