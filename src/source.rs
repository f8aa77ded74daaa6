//! The site's files: texts as [`SourceText`], other files by their size only. The only reader of the site's disk.
//!
//! Paths are relative to the site's root, with `/`, in Unicode normal form C, so that a file made on another system
//! has the same name. What is in a file is for others to know.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;
use walkdir::{DirEntry, WalkDir};

use crate::config;
use crate::diagnostics::{Diagnostic, SourceText};

/// A file that is published as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteFile {
    pub disk: PathBuf,
    /// Bytes.
    pub len: u64,
    /// Start of the content's BLAKE3 hash, for style sheets and scripts.
    pub hash: Option<String>,
}

/// The files of one folder that has the layout of a theme: the site's root, or a folder under `themes/`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layer {
    /// Path below the layer's root, empty for the site's own.
    pub prefix: String,
    /// By name below `templates/`.
    pub templates: BTreeMap<String, Arc<SourceText>>,
    /// By name below `static/`.
    pub files: BTreeMap<String, SiteFile>,
    /// By language.
    pub messages: BTreeMap<String, Arc<SourceText>>,
    pub manifest: Option<Arc<SourceText>>,
}

/// The files under `content/`.
#[derive(Debug, Clone, Default)]
pub struct Content {
    /// Markdown files, by path.
    pub texts: Vec<Arc<SourceText>>,
    /// All other files, by path.
    pub files: BTreeMap<String, SiteFile>,
}

/// The folder that holds a site.
#[derive(Debug, Clone)]
pub struct Source {
    root: PathBuf,
}

impl Source {
    /// `root` must be a folder with `content/` or `avilys.toml`, else it is not a site.
    pub fn open(root: &Path) -> Result<Self, Diagnostic> {
        let shown = root.display();
        if !root.is_dir() {
            return Err(Diagnostic::error("root-missing").arg("path", shown));
        }
        if !root.join("content").is_dir() && !root.join(config::FILE).is_file() {
            return Err(Diagnostic::error("root-not-a-site").arg("path", shown));
        }
        Ok(Self { root: root.to_owned() })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The settings file, if there is one.
    pub fn settings(&self) -> Result<Option<Arc<SourceText>>, Diagnostic> {
        let disk = self.root.join(config::FILE);
        if disk.is_file() { read_text(&disk, config::FILE.to_owned()).map(Some) } else { Ok(None) }
    }

    /// Everything under `content/`, but for what `ignore` (glob patterns relative to the root) or habit leaves out.
    pub fn content(&self, ignore: &[String]) -> (Content, Vec<Diagnostic>) {
        let (files, mut problems) = self.walk("content", ignore, is_hidden_or_temporary);
        let (texts, others): (Vec<_>, Vec<_>) = files.into_iter().partition(|(path, _)| has_extension(path, "md"));
        let read: Vec<_> = texts.into_par_iter().map(|(path, file)| read_text(&file.disk, path)).collect();
        let mut content = Content { texts: Vec::with_capacity(read.len()), files: others.into_iter().collect() };
        for text in read {
            match text {
                Ok(text) => content.texts.push(text),
                Err(problem) => problems.push(problem),
            }
        }
        (content, problems)
    }

    /// The templates, static files and messages below `prefix`: empty for the site's own, `themes/NAME` for a theme's.
    pub fn layer(&self, prefix: &str, ignore: &[String]) -> (Layer, Vec<Diagnostic>) {
        let below = |folder: &str| if prefix.is_empty() { folder.to_owned() } else { format!("{prefix}/{folder}") };
        let mut layer = Layer { prefix: prefix.to_owned(), ..Layer::default() };
        let mut problems = Vec::new();
        let mut texts = |folder: &str, extensions: &[&str]| {
            let folder = below(folder);
            let (files, mut found) = self.walk(&folder, ignore, is_hidden_or_temporary);
            let wanted = files.into_iter().filter(|(path, _)| extensions.iter().any(|ext| has_extension(path, ext)));
            let read: Vec<_> = wanted
                .filter_map(|(path, file)| {
                    let name = path[folder.len() + 1..].to_owned();
                    read_text(&file.disk, path).map_err(|problem| found.push(problem)).ok().map(|text| (name, text))
                })
                .collect();
            problems.extend(found);
            read
        };
        layer.templates = texts("templates", &["html", "xml", "txt"]).into_iter().collect();
        layer.messages = texts("messages", &["toml"])
            .into_iter()
            .map(|(name, text)| (name.trim_end_matches(".toml").to_owned(), text))
            .collect();
        let folder = below("static");
        let (files, found) = self.walk(&folder, ignore, is_temporary);
        layer.files = files
            .into_iter()
            .map(|(path, file)| {
                (path[folder.len() + 1..].to_owned(), SiteFile { hash: short_hash(&path, &file.disk), ..file })
            })
            .collect();
        problems.extend(found);
        let manifest = self.root.join(below("theme.toml"));
        if !prefix.is_empty() && manifest.is_file() {
            match read_text(&manifest, below("theme.toml")) {
                Ok(text) => layer.manifest = Some(text),
                Err(problem) => problems.push(problem),
            }
        }
        (layer, problems)
    }

    /// Names of the folders under `themes/`.
    pub fn themes(&self) -> Vec<String> {
        let Ok(folder) = fs::read_dir(self.root.join("themes")) else { return Vec::new() };
        let mut names: Vec<_> = folder
            .filter_map(Result::ok)
            .filter(|entry| entry.path().is_dir())
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect();
        names.sort();
        names
    }

    fn walk(
        &self,
        folder: &str,
        ignore: &[String],
        left_out: fn(&str) -> bool,
    ) -> (BTreeMap<String, SiteFile>, Vec<Diagnostic>) {
        let base = self.root.join(folder);
        let (mut files, mut problems) = (BTreeMap::new(), Vec::new());
        if !base.is_dir() {
            return (files, problems);
        }
        let ignore: Vec<_> = ignore.iter().filter_map(|pattern| glob::Pattern::new(pattern).ok()).collect();
        let keep = |entry: &DirEntry| entry.depth() == 0 || !entry.file_name().to_str().is_some_and(left_out);
        for entry in WalkDir::new(&base).follow_links(true).sort_by_file_name().into_iter().filter_entry(keep) {
            match entry {
                Ok(entry) if entry.file_type().is_file() => match self.site_path(&entry) {
                    Ok(path) if ignore.iter().any(|pattern| pattern.matches_with(&path, MATCH)) => {}
                    Ok(path) => {
                        let len = entry.metadata().map_or(0, |meta| meta.len());
                        files.insert(path, SiteFile { disk: entry.into_path(), len, hash: None });
                    }
                    Err(problem) => problems.push(problem),
                },
                Ok(_) => {}
                Err(error) => problems.push(unreadable(error.path().unwrap_or(&base), &error)),
            }
        }
        (files, problems)
    }

    fn site_path(&self, entry: &DirEntry) -> Result<String, Diagnostic> {
        let relative = entry.path().strip_prefix(&self.root).unwrap_or(entry.path());
        let parts: Option<Vec<_>> = relative.iter().map(|part| part.to_str()).collect();
        match parts {
            Some(parts) => Ok(parts.join("/").nfc().collect()),
            None => Err(Diagnostic::error("path-not-utf8").arg("path", relative.display())),
        }
    }
}

/// A file that cannot be read has no hash; that it cannot be copied either is told when it is published.
fn short_hash(path: &str, disk: &Path) -> Option<String> {
    if !has_extension(path, "css") && !has_extension(path, "js") {
        return None;
    }
    fs::read(disk).ok().map(|bytes| blake3::hash(&bytes).to_hex()[..8].to_owned())
}

/// `*` stays within a folder, `**` crosses them.
pub const MATCH: glob::MatchOptions =
    glob::MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: false };

fn has_extension(path: &str, extension: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, found)| found.eq_ignore_ascii_case(extension))
}

/// Left behind by editors, office programs and sync clients.
fn is_temporary(name: &str) -> bool {
    name.ends_with('~')
        || name.starts_with("~$")
        || name.starts_with(".~lock.")
        || (name.starts_with('#') && name.ends_with('#'))
        || [".swp", ".swo", ".tmp", ".bak", ".orig"].iter().any(|ending| name.ends_with(ending))
        || matches!(name, "Thumbs.db" | "desktop.ini" | ".DS_Store" | ".git")
}

fn is_hidden_or_temporary(name: &str) -> bool {
    name.starts_with('.') || is_temporary(name)
}

fn read_text(disk: &Path, path: String) -> Result<Arc<SourceText>, Diagnostic> {
    let bytes = fs::read(disk).map_err(|error| unreadable(Path::new(&path), &error))?;
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            Ok(SourceText::new(path, text))
        }
        Err(error) => Err(not_utf8(path, &error)),
    }
}

/// Points at the first byte that is not UTF-8, on the text as far as it can be shown.
fn not_utf8(path: String, error: &std::string::FromUtf8Error) -> Diagnostic {
    let at = error.utf8_error().valid_up_to();
    let shown = String::from_utf8_lossy(error.as_bytes()).into_owned();
    let source = SourceText::new(path, shown);
    Diagnostic::error("not-utf8").at(&source, at..at + '\u{fffd}'.len_utf8())
}

fn unreadable(path: &Path, error: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::error("unreadable").arg("path", path.display()).arg("reason", error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (path, bytes) in files {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        dir
    }

    #[test]
    fn what_editors_leave_behind_is_not_content() {
        let dir = site(&[
            ("content/practices/a.md", b"x"),
            ("content/practices/a.md~", b"x"),
            ("content/practices/.b.md.swp", b"x"),
            ("content/practices/~$c.docx", b"x"),
            ("content/practices/a.pdf", b"1234"),
            ("content/drafts/d.md", b"x"),
        ]);
        let source = Source::open(dir.path()).unwrap();
        let (content, problems) = source.content(&["content/drafts/**".to_owned()]);
        assert_eq!(problems, []);
        assert_eq!(content.texts.iter().map(|text| text.path.as_str()).collect::<Vec<_>>(), ["content/practices/a.md"]);
        assert_eq!(content.files["content/practices/a.pdf"].len, 4);
        assert_eq!(content.files.len(), 1);
    }

    #[test]
    fn a_file_that_is_not_utf8_is_told_where() {
        let dir = site(&[("content/news/a.md", b"+++\ntitle = \"\xd0\"\n")]);
        let (content, problems) = Source::open(dir.path()).unwrap().content(&[]);
        assert!(content.texts.is_empty());
        assert_eq!(problems[0].code, "not-utf8");
        assert_eq!(crate::diagnostics::position(problems[0].place.as_ref().unwrap()), (2, 10));
    }

    #[test]
    fn names_are_normalised_and_a_bom_is_dropped() {
        let dir = site(&[("content/news/s\u{30c}.md", "\u{feff}+++".as_bytes())]);
        let (content, _) = Source::open(dir.path()).unwrap().content(&[]);
        assert_eq!(content.texts[0].path, "content/news/š.md");
        assert_eq!(content.texts[0].text, "+++");
    }

    #[test]
    fn a_folder_without_content_is_not_a_site() {
        let dir = site(&[("readme.txt", b"")]);
        assert_eq!(Source::open(dir.path()).unwrap_err().code, "root-not-a-site");
        assert_eq!(Source::open(&dir.path().join("no")).unwrap_err().code, "root-missing");
    }
}
