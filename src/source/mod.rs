//! The site's files: texts as [`SourceText`], other files by their size only. The only reader of the site's disk.
//!
//! Paths are relative to the site's root, with `/`, in Unicode normal form C, so that a file made on another system
//! has the same name. What is in a file is for others to know. Every look goes through a [`Memory`], empty for a build,
//! so that a preview, which looks again and again, goes the same way.

pub mod active;
mod encoding;
mod file_state;
mod memory;
mod open;
mod rewrite;
mod walk;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{self, Path, PathBuf};
use std::sync::Arc;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::config;
use crate::content_file::ContentFile;
use crate::diagnostics::reasons::of_system;
use crate::diagnostics::{Code, Diagnostic, SourceText};
use file_state::Wanted;
use memory::Folder;
use walk::Walk;

pub use file_state::Stamp;
pub use memory::Memory;
pub use rewrite::rewrite;

/// A file that is published as it is. Two are equal only where their contents are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteFile {
    pub disk: PathBuf,
    /// Bytes.
    pub len: u64,
    /// Start of the content's BLAKE3 hash, for style sheets and scripts.
    pub hash: Option<String>,
    /// What tells one content from another where there is no hash; it must not get into a page.
    pub stamp: Option<Stamp>,
    /// Why a picture of the content must not be published, see [`active`].
    pub active: Option<&'static str>,
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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Content {
    /// Markdown files, by path.
    pub texts: Vec<Arc<ContentFile>>,
    /// All other files, by path.
    pub files: BTreeMap<String, SiteFile>,
}

/// A file of the site, to be read by somebody else.
#[derive(Debug)]
pub struct OpenFile {
    pub file: fs::File,
    /// Bytes.
    pub len: u64,
    /// Names the state of the file.
    pub version: String,
}

/// The folders that a site is made from, directly below its root.
pub const FOLDERS: [&str; 6] = ["content", "kinds", "themes", "templates", "static", "messages"];

/// The folder that holds a site.
#[derive(Debug, Clone)]
pub struct Source {
    root: PathBuf,
    /// The root from the top of the disk.
    absolute: PathBuf,
    /// The same with all symbolic links resolved: no file outside of it is read.
    canonical: PathBuf,
}

impl Source {
    /// `root` must be a folder with `content/` or `avilys.toml`, else it is not a site.
    pub fn open(root: &Path) -> Result<Self, Diagnostic> {
        let shown = root.display();
        if !root.is_dir() {
            return Err(Diagnostic::error(Code::RootMissing).arg("path", shown));
        }
        if !root.join("content").is_dir() && !root.join(config::FILE).is_file() {
            return Err(Diagnostic::error(Code::RootNotASite).arg("path", shown));
        }
        let absolute = path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let canonical = fs::canonicalize(root).unwrap_or_else(|_| absolute.clone());
        Ok(Self { root: root.to_owned(), absolute, canonical })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// True where a file or folder below the root fits a glob pattern.
    pub fn has_match(&self, pattern: &str) -> bool {
        let root = glob::Pattern::escape(&self.root.to_string_lossy());
        // At its end, `**` alone would find folders only.
        let rest = if pattern.ends_with("**") { "/*" } else { "" };
        let found = glob::glob_with(&format!("{root}/{pattern}{rest}"), MATCH);
        found.is_ok_and(|mut found| found.next().is_some())
    }

    /// The settings file, if there is one.
    pub fn settings(&self, memory: &mut Memory) -> Result<Option<Arc<SourceText>>, Diagnostic> {
        self.text(config::FILE, memory)
    }

    /// Everything under `content/`, but for what `ignore` (glob patterns relative to the root) or habit leaves out.
    pub fn content(&self, ignore: &[String], memory: &mut Memory) -> (Content, Vec<Diagnostic>) {
        let wanted = |path: &str| match () {
            () if has_extension(path, &["md"]) => Wanted::InParts,
            () if has_extension(path, &["svg"]) => Wanted::Drawing,
            () => Wanted::Size,
        };
        let (files, mut problems) = self.folder("content", ignore, is_hidden_or_temporary, wanted, memory);
        // A site without its content is published as an empty one, so it is no site.
        let folder = self.root.join("content");
        if !folder.is_dir() {
            if problems.is_empty() {
                problems.push(Diagnostic::error(Code::ContentMissing).arg("path", folder.display()));
            }
            return (Content::default(), problems);
        }
        (Content { texts: files.content, files: files.others }, problems)
    }

    /// The site's own descriptions of kinds, by path.
    pub fn kinds(&self, ignore: &[String], memory: &mut Memory) -> (Vec<Arc<SourceText>>, Vec<Diagnostic>) {
        let (files, problems) = self.folder("kinds", ignore, is_hidden_or_temporary, toml, memory);
        (files.texts, problems)
    }

    /// The templates, static files and messages below `prefix`: empty for the site's own, `themes/NAME` for a theme's.
    pub fn layer(&self, prefix: &str, ignore: &[String], memory: &mut Memory) -> (Layer, Vec<Diagnostic>) {
        let below = |name: &str| if prefix.is_empty() { name.to_owned() } else { format!("{prefix}/{name}") };
        let mut layer = Layer { prefix: prefix.to_owned(), ..Layer::default() };
        let mut problems = Vec::new();
        let mut look = |name: &str, left_out: fn(&str) -> bool, wanted: fn(&str) -> Wanted| {
            let folder = below(name);
            let (files, found) = self.folder(&folder, ignore, left_out, wanted, memory);
            problems.extend(found);
            let name = move |path: &str| path[folder.len() + 1..].to_owned();
            let texts: Vec<_> = files.texts.into_iter().map(|text| (name(&text.path), text)).collect();
            let others: Vec<_> = files.others.into_iter().map(|(path, file)| (name(&path), file)).collect();
            (texts, others)
        };
        layer.templates = look("templates", is_hidden_or_temporary, template).0.into_iter().collect();
        let messages = look("messages", is_hidden_or_temporary, toml).0.into_iter();
        layer.messages = messages.map(|(name, text)| (name.trim_end_matches(".toml").to_owned(), text)).collect();
        layer.files = look("static", is_temporary, static_file).1.into_iter().collect();
        if !prefix.is_empty() {
            match self.text(&below("theme.toml"), memory) {
                Ok(text) => layer.manifest = text,
                Err(problem) => problems.push(problem),
            }
        }
        (layer, problems)
    }

    /// Opens a file that a look found. One that leads out of the site since then is not opened.
    pub fn open_file(&self, disk: &Path) -> io::Result<OpenFile> {
        let below = disk.strip_prefix(&self.root).map_err(|_| io::ErrorKind::PermissionDenied)?;
        let file = open::Root::new(&self.canonical).open(below)?;
        let meta = file.metadata()?;
        let modified = meta.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        let version = format!("{:x}-{:x}", meta.len(), modified.unwrap_or_default().as_nanos());
        Ok(OpenFile { file, len: meta.len(), version })
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

    /// A single file, read at every look.
    fn text(&self, path: &str, memory: &mut Memory) -> Result<Option<Arc<SourceText>>, Diagnostic> {
        if let Some(text) = memory.unsaved(path) {
            let text = SourceText::new(path, text.trim_start_matches('\u{feff}'));
            return Ok(Some(memory.keep(text)));
        }
        let mut bytes = Vec::new();
        let file = open::Root::new(&self.canonical).open(Path::new(path));
        let read = file.and_then(|mut file| io::Read::read_to_end(&mut file, &mut bytes));
        match read {
            Ok(_) => file_state::text(path, &bytes).map(|text| Some(memory.keep(SourceText::new(path, text)))),
            // A link to nothing is a file that cannot be read: without its settings the site would be another one.
            Err(error) if error.kind() == io::ErrorKind::NotFound && !self.root.join(path).is_symlink() => Ok(None),
            Err(error) if error.kind() != io::ErrorKind::NotFound && self.leads_out(path) => Err(self.outside(path)),
            Err(error) => Err(unreadable(path, &error)),
        }
    }

    fn folder(
        &self,
        base: &str,
        ignore: &[String],
        left_out: fn(&str) -> bool,
        wanted: fn(&str) -> Wanted,
        memory: &mut Memory,
    ) -> (memory::Files, Vec<Diagnostic>) {
        let walk = Walk { source: self, left_out };
        memory.look(&Folder { walk, base, ignore, wanted })
    }

    fn leads_out(&self, path: &str) -> bool {
        !fs::canonicalize(self.root.join(path)).is_ok_and(|real| real.starts_with(&self.canonical))
    }

    /// Tells the link by which a path leaves the site.
    fn outside(&self, path: &str) -> Diagnostic {
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        let is_link = |part: &&str| fs::symlink_metadata(self.root.join(part)).is_ok_and(|meta| meta.is_symlink());
        let link = ends.map(|end| &path[..end]).find(is_link).unwrap_or(path);
        Diagnostic::error(Code::SymlinkOutside).arg("path", link)
    }

    /// A path below the root as the site has it: relative to the root, with `/`.
    pub fn path_below(&self, path: &Path) -> Option<String> {
        let names: Option<Vec<_>> = self.below(path)?.iter().map(|name| name.to_str()).collect();
        names.map(|names| names.join("/"))
    }

    /// The rest of a path that stands below the root, however the root is written.
    fn below<'p>(&self, path: &'p Path) -> Option<&'p Path> {
        path.strip_prefix(&self.canonical).or_else(|_| path.strip_prefix(&self.absolute)).ok()
    }
}

/// `*` stays within a folder, `**` crosses them.
pub const MATCH: glob::MatchOptions =
    glob::MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: false };

fn patterns(ignore: &[String]) -> Vec<glob::Pattern> {
    ignore.iter().filter_map(|pattern| glob::Pattern::new(pattern).ok()).collect()
}

fn matches_any(patterns: &[glob::Pattern], path: &str) -> bool {
    patterns.iter().any(|pattern| pattern.matches_with(path, MATCH))
}

fn normal_form(path: &str) -> String {
    if is_nfc(path) { path.to_owned() } else { path.nfc().collect() }
}

fn template(path: &str) -> Wanted {
    if has_extension(path, &["html", "xml", "txt"]) { Wanted::Text } else { Wanted::Nothing }
}

fn toml(path: &str) -> Wanted {
    if has_extension(path, &["toml"]) { Wanted::Text } else { Wanted::Nothing }
}

fn static_file(path: &str) -> Wanted {
    if has_extension(path, &["css", "js"]) { Wanted::Hash } else { Wanted::Size }
}

fn has_extension(path: &str, extensions: &[&str]) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| extensions.iter().any(|extension| ending.eq_ignore_ascii_case(extension)))
}

/// True for a path below the root that no look ever finds: what editors leave behind, and what is hidden in the content.
pub fn is_left_out(path: &Path) -> bool {
    let mut names = path.iter().filter_map(|name| name.to_str());
    let in_static = names.clone().any(|name| name == "static");
    names.any(|name| if in_static { is_temporary(name) } else { is_hidden_or_temporary(name) })
}

/// Left behind by editors, office programs and sync clients.
fn is_temporary(name: &str) -> bool {
    name.ends_with('~')
        || name.starts_with("~$")
        || name.starts_with(".~lock.")
        || name.starts_with(".#")
        || (name.starts_with('#') && name.ends_with('#'))
        || [".swp", ".swo", ".tmp", ".bak", ".orig"].iter().any(|ending| name.ends_with(ending))
        || matches!(name, "Thumbs.db" | "desktop.ini" | ".DS_Store" | ".git")
}

fn is_hidden_or_temporary(name: &str) -> bool {
    name.starts_with('.') || is_temporary(name)
}

fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::error(Code::Unreadable).arg("path", path).arg("reason", of_system(error))
}
