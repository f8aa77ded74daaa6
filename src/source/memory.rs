//! What was seen of the site's files, so that looking again costs only what changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::file_state::{At, Before, Content, FileState, Wanted, read_state, unsaved_state};
use super::open::Root;
use super::walk::{Found, Walk};
use super::{SiteFile, matches_any, normal_form, patterns};
use crate::AT_ONCE;
use crate::content_file::ContentFile;
use crate::diagnostics::{Code, Diagnostic, SourceText};

/// What the last look at a site saw; empty before the first one.
///
/// Every look goes through a memory: a build's is empty, so it reads everything; a preview keeps its own and says with
/// [`Memory::invalidate`] what to look at again. What did not change is given again as the very same [`Arc`].
#[derive(Debug, Default)]
pub struct Memory {
    trees: BTreeMap<String, Tree>,
    texts: BTreeMap<String, Arc<SourceText>>,
    unsaved: Unsaved,
}

/// Texts that stand for those on the disk, by path on the disk relative to the site's root, with `/`.
type Unsaved = BTreeMap<String, String>;

impl Memory {
    /// Has what is at these absolute paths, and below them, looked at again. They are hints: a path that is no file of
    /// the site, or where nothing changed, does no harm.
    pub fn invalidate(&mut self, paths: &BTreeSet<PathBuf>) {
        self.trees.values_mut().for_each(|tree| tree.invalidated.add(paths));
    }

    /// Has every file looked at again. Those of which the system says the same as before are not read.
    pub fn invalidate_everything(&mut self) {
        self.trees.values_mut().for_each(|tree| tree.invalidated = Invalidated::Everything);
    }

    /// Has a text stand for what is at a path below the root, as an editor holds it before it is saved; nothing: the disk counts
    /// again. It is seen at the next look that the path is [invalidated](Self::invalidate) for.
    pub fn set_unsaved(&mut self, path: String, text: Option<String>) {
        match text {
            Some(text) => self.unsaved.insert(path, text),
            None => self.unsaved.remove(&path),
        };
    }

    pub(super) fn unsaved(&self, path: &str) -> Option<&str> {
        self.unsaved.get(path).map(String::as_str)
    }

    pub(super) fn look(&mut self, folder: &Folder<'_>) -> (Files, Vec<Diagnostic>) {
        self.trees.entry(folder.base.to_owned()).or_default().look(folder, &self.unsaved)
    }

    /// The text that was last read from a file of the site, so that it is given again if it is still the same.
    pub(super) fn keep(&mut self, text: Arc<SourceText>) -> Arc<SourceText> {
        match self.texts.get(&text.path) {
            Some(known) if *known == text => Arc::clone(known),
            _ => {
                self.texts.insert(text.path.clone(), Arc::clone(&text));
                text
            }
        }
    }
}

/// What has to be looked at again.
#[derive(Debug, Default)]
enum Invalidated {
    #[default]
    Everything,
    Paths(BTreeSet<PathBuf>),
}

impl Invalidated {
    /// With more paths than this a look at everything is the cheaper one.
    const MANY: usize = 2_000;

    fn add(&mut self, more: &BTreeSet<PathBuf>) {
        match self {
            Self::Everything => {}
            Self::Paths(paths) if paths.len() + more.len() > Self::MANY => *self = Self::Everything,
            Self::Paths(paths) => paths.extend(more.iter().cloned()),
        }
    }
}

/// What was seen below one folder.
#[derive(Debug, Default)]
pub(super) struct Tree {
    invalidated: Invalidated,
    ignore: Vec<String>,
    /// By path on the disk, relative to the site's root, with `/`.
    files: BTreeMap<String, FileState>,
    /// True where a name on the disk is not in normal form, so that the order of the names may be another.
    renamed: bool,
    problems: BTreeMap<String, Diagnostic>,
    links: BTreeMap<String, PathBuf>,
}

/// A folder of the site and what is wanted of its files.
pub(super) struct Folder<'a> {
    pub walk: Walk<'a>,
    /// Relative to the site's root.
    pub base: &'a str,
    pub ignore: &'a [String],
    pub wanted: fn(&str) -> Wanted,
}

/// Files that one thread reads sooner than several.
const FEW: usize = 8;

impl Folder<'_> {
    /// The unsaved texts at a path and below it that have no file yet.
    fn not_on_disk(&self, spot: &str, files: &[String], unsaved: &Unsaved) -> Vec<String> {
        let is_below =
            |path: &str| path.strip_prefix(spot).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let is_new =
            |path: &&String| is_below(path) && !files.contains(path) && !path.split('/').any(self.walk.left_out);
        unsaved.keys().filter(is_new).cloned().collect()
    }

    /// Looks at a file, unless it is passed over.
    fn see<'s>(
        &self,
        root: &Root<'_>,
        path: String,
        unsaved: &Unsaved,
        ignore: &[glob::Pattern],
        known: &(dyn Fn(&String) -> Before<'s> + Sync),
        bytes: &mut Vec<u8>,
    ) -> Option<(String, FileState)> {
        let name = normal_form(&path);
        let wanted = (self.wanted)(&name);
        if wanted == Wanted::Nothing || matches_any(ignore, &name) {
            return None;
        }
        if let Some(text) = unsaved.get(&path)
            && let Some(seen) = unsaved_state(&name, text, wanted, known(&path))
        {
            return Some((path, seen));
        }
        let disk = self.walk.source.root.join(&path);
        let at = At { root, below: Path::new(&path), disk: &disk };
        let seen = read_state(at, name, wanted, known(&path), bytes)?;
        Some((path, seen))
    }
}

/// The files of one folder, by path in normal form.
#[derive(Default)]
pub(super) struct Files {
    pub texts: Vec<Arc<SourceText>>,
    pub content: Vec<Arc<ContentFile>>,
    pub others: BTreeMap<String, SiteFile>,
}

impl Tree {
    /// Looks again at what was invalidated, and gives all files.
    fn look(&mut self, folder: &Folder<'_>, unsaved: &Unsaved) -> (Files, Vec<Diagnostic>) {
        let invalidated = mem::replace(&mut self.invalidated, Invalidated::Paths(BTreeSet::new()));
        let dirty = match invalidated {
            Invalidated::Paths(paths) if self.ignore == folder.ignore => self.dirty(&paths, folder),
            _ => BTreeSet::from([folder.base.to_owned()]),
        };
        folder.ignore.clone_into(&mut self.ignore);
        self.look_at(&dirty, folder, unsaved);
        self.all()
    }

    fn look_at(&mut self, dirty: &BTreeSet<String>, folder: &Folder<'_>, unsaved: &Unsaved) {
        let (mut before, mut found) = (BTreeMap::new(), Found::default());
        for spot in dirty {
            before.append(&mut self.forget(spot));
            let below = folder.walk.below(spot);
            found.files.extend(folder.not_on_disk(spot, &below.files, unsaved));
            found.files.extend(below.files);
            found.problems.extend(below.problems);
            found.links.extend(below.links);
        }
        let known = |path: &String| match before.get(path) {
            Some(seen) if dirty.contains(path) => Before::Invalidated(seen),
            Some(seen) => Before::Trusted(seen),
            None => Before::Unknown,
        };
        let ignore = patterns(folder.ignore);
        let root = Root::new(&folder.walk.source.canonical);
        let see = |bytes: &mut Vec<u8>, path: String| folder.see(&root, path, unsaved, &ignore, &known, bytes);
        // To wake other threads takes longer than to read a few files.
        let seen: Vec<_> = if found.files.len() <= FEW {
            let mut bytes = Vec::new();
            found.files.into_iter().filter_map(|path| see(&mut bytes, path)).collect()
        } else {
            found.files.into_par_iter().with_max_len(AT_ONCE).map_init(Vec::new, see).flatten_iter().collect()
        };
        let is_renamed = |(path, seen): &(String, FileState)| match &seen.content {
            Content::Text(text) => text.path != *path,
            Content::InParts(file) => file.source.path != *path,
            Content::File(file) => file.0 != *path,
            Content::Problem(_) => false,
        };
        self.renamed |= seen.iter().any(is_renamed);
        if self.files.is_empty() {
            self.files = seen.into_iter().collect();
        } else {
            self.files.extend(seen);
        }
        self.problems.extend(found.problems);
        self.links.extend(found.links);
    }

    /// Takes out what was seen at a path and below it.
    fn forget(&mut self, path: &str) -> BTreeMap<String, FileState> {
        let (first, end) = (format!("{path}/"), format!("{path}0"));
        let inside = |known: &String| *known == path || (*known >= first && *known < end);
        self.problems.retain(|known, _| !inside(known));
        self.links.retain(|known, _| !inside(known));
        let known: Vec<_> = self.files.range(first.clone()..end.clone()).map(|(known, _)| known.clone()).collect();
        if known.len() == self.files.len() {
            return mem::take(&mut self.files);
        }
        known.iter().map(String::as_str).chain([path]).filter_map(|known| self.files.remove_entry(known)).collect()
    }

    /// The places of this folder to look at for some hints.
    fn dirty(&self, hints: &BTreeSet<PathBuf>, folder: &Folder<'_>) -> BTreeSet<String> {
        let walk = &folder.walk;
        let mut dirty = BTreeSet::new();
        for hint in hints {
            let Some(below) = walk.source.below(hint) else { return BTreeSet::from([folder.base.to_owned()]) };
            let real = walk.source.canonical.join(below);
            let linked = self.links.iter().filter(|(_, target)| real.starts_with(target)).map(|(link, _)| link);
            dirty.extend(linked.cloned());
            dirty.extend(self.spot(below, folder));
        }
        if dirty.contains(folder.base) { BTreeSet::from([folder.base.to_owned()]) } else { dirty }
    }

    /// Where to look for one hint, a path below the root: at the path itself, or above it at what has gone, what is new,
    /// or a link, whose way must be gone anew. Nowhere when such a path is not looked at anyway.
    fn spot(&self, below: &Path, folder: &Folder<'_>) -> Option<String> {
        let base = Path::new(folder.base);
        if base.starts_with(below) {
            return Some(folder.base.to_owned());
        }
        let rest = below.strip_prefix(base).ok()?;
        let mut spot = folder.base.to_owned();
        if !self.is_plain(&spot, folder) {
            return Some(spot);
        }
        let mut names = rest.iter().peekable();
        while let Some(name) = names.next() {
            let Some(name) = name.to_str() else { return Some(spot) };
            if (folder.walk.left_out)(name) {
                return None;
            }
            if names.peek().is_none() && FORGETS_CASE {
                return Some(spot);
            }
            spot = format!("{spot}/{name}");
            if names.peek().is_some() && !self.is_plain(&spot, folder) {
                return Some(spot);
            }
        }
        Some(spot)
    }

    /// True for a folder, no link, of which some file is known.
    fn is_plain(&self, path: &str, folder: &Folder<'_>) -> bool {
        let inside = format!("{path}/");
        let known = self.files.range(inside.clone()..).next().is_some_and(|(next, _)| next.starts_with(&inside));
        known && fs::symlink_metadata(folder.walk.source.root.join(path)).is_ok_and(|meta| meta.is_dir())
    }

    fn all(&self) -> (Files, Vec<Diagnostic>) {
        let mut files = Files::default();
        let mut problems: Vec<_> = self.problems.values().cloned().collect();
        let mut names = BTreeMap::new();
        for (disk, seen) in &self.files {
            match &seen.content {
                Content::Text(text) => {
                    if self.renamed {
                        same_name(&mut names, &text.path, disk, &mut problems);
                    }
                    files.texts.push(Arc::clone(text));
                }
                Content::InParts(file) => {
                    if self.renamed {
                        same_name(&mut names, &file.source.path, disk, &mut problems);
                    }
                    files.content.push(Arc::clone(file));
                }
                Content::File(file) => {
                    let (path, file) = (**file).clone();
                    if self.renamed {
                        same_name(&mut names, &path, disk, &mut problems);
                    }
                    files.others.insert(path, file);
                }
                Content::Problem(problem) => problems.push(problem.as_ref().clone()),
            }
        }
        if self.renamed {
            sort(&mut files.texts, |text| &text.path);
            sort(&mut files.content, |file| &file.source.path);
        }
        (files, problems)
    }
}

/// Tells two names on the disk that differ in their Unicode form alone, and so are one name in the site.
fn same_name<'d>(names: &mut BTreeMap<String, &'d str>, path: &str, disk: &'d str, problems: &mut Vec<Diagnostic>) {
    if names.insert(path.to_owned(), disk).is_some() {
        problems.push(Diagnostic::error(Code::NamesAlike).arg("path", path));
    }
}

/// What two names mean that differ in form only was told: the last one stands in.
fn sort<T>(files: &mut Vec<Arc<T>>, path: fn(&T) -> &String) {
    let by_path: BTreeMap<_, _> = files.drain(..).map(|file| (path(&file).clone(), file)).collect();
    *files = by_path.into_values().collect();
}

/// Where upper and lower case are the same to the disk, a file that is there may be there under another name only:
/// its whole folder tells.
const FORGETS_CASE: bool = cfg!(any(windows, target_os = "macos"));
