//! The files of the content that are no texts: which of them are published, where, and that those which are named exist.
//!
//! A file is published only if it lies in the folder of a visible entry or if a visible page uses it. So nothing becomes
//! public by lying about. What only a draft translation of that entry uses waits for the translation.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

use super::routes::Routes;
use super::{Entry, EntryId, Map, Portal, misnamed};
use crate::diagnostics::{Code, Diagnostic, SourceText, nearest};
use crate::fields::Text;
use crate::locale::Fingerprint;
use crate::markdown::unseen;
use crate::record::destination::{encode, folder};
use crate::record::{BodyLink, Record, Value};
use crate::source::{SiteFile, active};

/// A file of the content with its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    pub file: SiteFile,
    /// Where it is on the disk, relative to the site's root.
    pub disk: String,
    /// Where it is written, relative to the output.
    pub path: String,
    /// The same as it stands in an address.
    pub url: String,
    /// The entry in whose folder it lies.
    pub owner: Option<EntryId>,
    /// Whether it is published.
    pub visible: bool,
}

/// Gives every file of the content its address: beside its entry's page, or under `files/` where it belongs to none.
pub fn place(files: BTreeMap<String, SiteFile>, entries: &[Entry], routes: &Routes) -> BTreeMap<String, Asset> {
    let bundles: Map<&str, EntryId> = entries
        .iter()
        .enumerate()
        .filter_map(|(index, entry)| Some((entry.record.identity.bundle.as_deref()?, EntryId::new(index))))
        .collect();
    let asset = |(disk, file): (String, SiteFile)| {
        let bundle = disk.match_indices('/').rev().find_map(|(at, _)| Some((at, *bundles.get(&disk[..at])?)));
        let path = match bundle {
            Some((at, id)) => format!("{}{}", routes.of(id), &disk[at + 1..]),
            None => disk.replacen("content/", "files/", 1),
        };
        let owner = bundle.map(|(_, id)| id);
        let visible = owner.is_some_and(|id| entries[id.index()].visible) && misnamed::meant(&disk).is_none();
        let url = encode(&path).into_owned();
        (disk.clone(), Asset { file, disk, path, url, owner, visible })
    };
    files.into_iter().map(asset).collect()
}

/// Names of the files below a folder, given with the slash at its end.
pub fn beside<'a>(assets: &'a BTreeMap<String, Asset>, prefix: &'a str) -> impl Iterator<Item = &'a str> {
    below(assets, prefix).filter_map(move |(path, _)| path.strip_prefix(prefix))
}

fn below<'a>(assets: &'a BTreeMap<String, Asset>, prefix: &'a str) -> impl Iterator<Item = (&'a String, &'a Asset)> {
    let range = (Bound::Included(prefix), Bound::Unbounded);
    assets.range::<str, _>(range).take_while(move |(path, _)| path.starts_with(prefix))
}

/// The files that are used, each with whether a visible page is among those that use it.
type Uses = BTreeMap<String, bool>;

/// Prints of the files' paths.
type ByPrint<'a> = Map<Fingerprint, &'a str>;

impl Portal {
    /// Publishes the files that visible pages use, and tells those that nobody uses or that must not be published.
    pub(super) fn publish_files(&mut self) -> Vec<Diagnostic> {
        if self.assets.is_empty() {
            return Vec::new();
        }
        let by_print: ByPrint<'_> = self.assets.keys().map(|path| (Fingerprint::of(path), path.as_str())).collect();
        let uses = self.uses(&by_print);
        let waiting = self.waiting(&uses, &by_print);
        for (path, asset) in &mut self.assets {
            let is_wanted = asset.owner.is_none() && uses.get(path) == Some(&true);
            asset.visible |= is_wanted && misnamed::meant(path).is_none();
            asset.visible &= !waiting.contains(path);
        }
        let mut problems = self.unused(&uses, &waiting);
        for asset in self.assets.values().filter(|asset| asset.visible) {
            problems.extend(too_large(asset));
            let harm = active::by_name(&asset.path).or(asset.file.active);
            problems.extend(harm.map(|help| {
                let source = SourceText::new(&asset.disk, "");
                Diagnostic::error(Code::FileActive).arg("file", &asset.disk).help(help).in_file(&source)
            }));
        }
        problems
    }

    fn uses(&self, by_print: &ByPrint<'_>) -> Uses {
        let mut uses = Uses::new();
        let mut note = |path: &str, visible: bool| *uses.entry(path.to_owned()).or_default() |= visible;
        for entry in &self.entries {
            let records = std::iter::once(&entry.record).chain(entry.translations.values());
            for record in records.map(Arc::as_ref) {
                self.files_of(record, by_print, |path| note(path, entry.visible));
            }
        }
        for section in self.sections.values() {
            self.files_of_links(&section.links, by_print, |path| note(path, true));
        }
        uses
    }

    /// The files that no visible page uses, but a draft translation of the entry in whose folder they lie, or, where they lie
    /// in no entry's folder, of any.
    fn waiting(&self, uses: &Uses, by_print: &ByPrint<'_>) -> BTreeSet<String> {
        let mut waiting = BTreeSet::new();
        for (record, id) in &self.drafted {
            self.files_of(record, by_print, |path| {
                let fits = match self.assets[path].owner {
                    Some(owner) => owner == *id && uses.get(path) != Some(&true),
                    None => !uses.contains_key(path),
                };
                if fits {
                    waiting.insert(path.to_owned());
                }
            });
        }
        waiting
    }

    /// The files that the front matter and the body of a record name.
    fn files_of(&self, record: &Record, by_print: &ByPrint<'_>, mut found: impl FnMut(&str)) {
        let named = record.named_files().into_iter().filter_map(|file| record.path_of(&file.text));
        named.filter(|path| self.assets.contains_key(path)).for_each(|path| found(&path));
        self.files_of_links(&record.digest.links, by_print, found);
    }

    /// The files that the links of a body name, those that a pattern of names fits among them.
    fn files_of_links(&self, links: &[BodyLink], by_print: &ByPrint<'_>, mut found: impl FnMut(&str)) {
        for link in links {
            match link {
                BodyLink::Named(_) => {}
                BodyLink::Disk(disk) => by_print.get(disk).into_iter().for_each(|path| found(path)),
                BodyLink::Written { path, text } => {
                    use super::LinkTarget::Asset;
                    let as_name = self.file(path, text).ok();
                    match as_name.into_iter().chain(self.link(path, text).ok()).find_map(|target| match target {
                        Asset { asset, .. } => Some(asset),
                        _ => None,
                    }) {
                        Some(asset) => found(&asset.disk),
                        None => self.fitting(path, text).for_each(|asset| found(&asset.disk)),
                    }
                }
            }
        }
    }

    /// The files below the folder of the text at `path` whose names fit a pattern.
    pub fn fitting<'a>(&'a self, path: &'a str, pattern: &str) -> impl Iterator<Item = &'a Asset> {
        let folder = folder(path);
        let full = format!("{}/{}", glob::Pattern::escape(folder), crate::record::destination::composed(pattern));
        let pattern = glob::Pattern::new(&full).ok();
        let fits =
            move |path: &str| pattern.as_ref().is_some_and(|pattern| pattern.matches_with(path, crate::source::MATCH));
        below(&self.assets, folder).filter(move |(path, _)| fits(path)).map(|(_, asset)| asset)
    }

    /// Tells the files that stay unpublished, those of a folder in one warning. Files of hidden entries wait for them.
    fn unused(&self, uses: &Uses, waiting: &BTreeSet<String>) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        let mut folders: BTreeMap<(&str, _), Vec<&str>> = BTreeMap::new();
        for (path, asset) in self.assets.iter().filter(|(_, asset)| !asset.visible) {
            if let Some(meant) = misnamed::meant(path) {
                let problem = Diagnostic::warning(Code::TextMisnamed).arg("file", path);
                problems.push(problem.suggest(Some(meant)).in_file(&SourceText::new(path, "")));
                continue;
            }
            let is_hidden = asset.owner.is_some_and(|id| !self.is_visible(id));
            let code = match waiting.contains(path) {
                true if !is_hidden => Code::FilesWaiting,
                false if asset.owner.is_none() && !uses.contains_key(path) => Code::FilesUnused,
                _ => continue,
            };
            folders.entry((folder(path), code)).or_default().push(&path[folder(path).len() + 1..]);
        }
        for ((folder, code), names) in folders {
            const SHOWN: usize = 10;
            let more = names.len().saturating_sub(SHOWN);
            let shown = names[..names.len() - more].join(", ");
            let problem = Diagnostic::warning(code).arg("folder", folder).arg("files", shown);
            let problem = if more > 0 { problem.arg("more", more).help("more") } else { problem };
            problems.push(problem);
        }
        problems
    }

    /// What is wrong with a visible page's use of a file that is not published; the problem has no place yet.
    pub fn hidden_file(&self, asset: &Asset) -> Option<Diagnostic> {
        if asset.visible {
            return None;
        }
        if let Some(meant) = misnamed::meant(&asset.disk) {
            return Some(Diagnostic::error(Code::TextMisnamed).arg("file", &asset.disk).suggest(Some(meant)));
        }
        let id = asset.owner?;
        let owner = &self.entries[id.index()];
        let draft = self.drafted.iter().find(|(_, of)| owner.visible && *of == id);
        let record = draft.map_or(&owner.record, |(record, _)| record);
        Some(Diagnostic::error(Code::FileHidden).arg("file", &asset.disk).arg("entry", &record.source.path))
    }

    /// Tells the files that the front matter names and that are not there, or not published.
    pub(super) fn check_files(&self) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        for entry in &self.entries {
            let named = |record| Record::named_files(record).into_iter().map(move |file| (record, file));
            let records = std::iter::once(&entry.record).chain(entry.translations.values());
            for (record, file) in records.map(Arc::as_ref).flat_map(named) {
                let asset = record.path_of(&file.text).and_then(|path| self.assets.get(&path));
                let problem = match asset {
                    None => Some(missing(record, file, &self.assets)),
                    Some(asset) => self.hidden_file(asset).filter(|_| entry.visible),
                };
                problems.extend(problem.map(|problem| problem.at(&record.source, file.span())));
            }
        }
        for entry in self.entries.iter().filter(|entry| entry.visible) {
            let records = std::iter::once(&entry.record).chain(entry.translations.values());
            records.for_each(|record| problems.extend(unseen_images(record)));
        }
        problems
    }
}

/// Tells the pictures of the front matter that no browser shows.
fn unseen_images(record: &Record) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    record.fields.walk(&mut |_, value| {
        if let Value::Image(image) = value
            && let Some(file) = &image.file
        {
            problems.extend(unseen(&file.text).map(|problem| problem.at(&record.source, file.span())));
        }
    });
    problems
}

/// Tells a picture as a camera makes it: on a telephone its page would be slow and dear.
fn too_large(asset: &Asset) -> Option<Diagnostic> {
    const MEGABYTE: u64 = 1_000_000;
    const MOST: u64 = 5 * MEGABYTE;
    let (_, ending) = asset.path.rsplit_once('.')?;
    let is_picture =
        ["jpg", "jpeg", "png", "webp", "gif", "avif"].iter().any(|known| ending.eq_ignore_ascii_case(known));
    (is_picture && asset.file.len > MOST).then(|| {
        let size = asset.file.len.div_ceil(MEGABYTE);
        let problem = Diagnostic::warning(Code::ImageLarge).arg("file", &asset.disk).arg("size", size);
        problem.in_file(&SourceText::new(&asset.disk, ""))
    })
}

/// The problem with a name at which there is no file. Where nothing like it is there, an address that begins at the site's root
/// needs a file of `static/`.
pub(super) fn unknown_file(name: &str, folder: &str, near: Option<&str>) -> Diagnostic {
    let problem = Diagnostic::error(Code::FileUnknown).arg("file", name);
    match name.strip_prefix('/') {
        Some(path) if near.is_none() && !path.starts_with('/') => {
            problem.arg("folder", "static/").arg("path", path).help("rooted")
        }
        _ => problem.arg("folder", folder).suggest(near),
    }
}

fn missing(record: &Record, file: &Text, assets: &BTreeMap<String, Asset>) -> Diagnostic {
    let folder = folder(&record.source.path);
    let prefix = format!("{folder}/");
    let near = nearest(&file.text, beside(assets, &prefix)).filter(|near| **near != *file.text);
    unknown_file(&file.text, folder, near)
}
