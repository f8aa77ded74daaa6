//! What the preview shows at one moment, and how it differs from what it showed before.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::moves::RemovedEntries;
use crate::diagnostics::Diagnostic;
use crate::kind::Kind;
use crate::page::{Page, Subject};
use crate::portal::Portal;
use crate::site::{Loaded, Site};

/// How many changed files are remembered, for tabs that missed some events.
const MAX_CHANGED: usize = 50;

/// One state of the preview. It never changes: the next one takes its place.
#[derive(Clone)]
pub struct Snapshot {
    /// Counts the states.
    pub generation: u64,
    /// Nothing while no page can be rendered.
    pub site: Option<Arc<Site>>,
    /// Problems of loading.
    pub problems: Vec<Diagnostic>,
    /// The last edit of a single text.
    pub edited: Option<Edited>,
    /// Files that changed, the last ones last.
    pub changed: Vec<ChangedFile>,
    /// Addresses that are gone, each with the one that stands for it now.
    pub moved: BTreeMap<String, String>,
    /// Addresses that are gone and for which nothing stands yet.
    removed: RemovedEntries,
}

/// A text of the content that was edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    pub path: String,
    /// Address of its page, relative to the site's root.
    pub url: String,
    pub generation: u64,
}

/// A file that is published as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedFile {
    pub path: String,
    /// Relative to the site's root.
    pub url: String,
    pub generation: u64,
}

impl Snapshot {
    /// An address that is gone, for which the entry of a page stands now without saying so.
    pub fn lost_address(&self, page: &Page) -> Option<&str> {
        let (Some(site), Subject::Entry(id)) = (&self.site, &page.subject) else { return None };
        let (url, record) = (site.portal.routes.of(*id), &site.portal.entry(*id).record);
        let is_kept = |old: &str| record.aliases().any(|alias| alias.text.trim_matches('/') == old.trim_matches('/'));
        let mut lost = self.moved.iter().filter(|(old, new)| *new == url && !is_kept(old));
        lost.next().map(|(old, _)| old.as_str())
    }

    /// The state after a load; nothing where a reader could not tell it from the last.
    pub fn next(last: Option<&Self>, loaded: Loaded) -> Option<Self> {
        let Loaded { site, problems, changed } = loaded;
        let Some(last) = last else {
            let site = site.map(Arc::new);
            let (edited, changed, moved, removed) = (None, Vec::new(), BTreeMap::new(), RemovedEntries::default());
            return Some(Self { generation: 1, site, problems, edited, changed, moved, removed });
        };
        // A site that cannot be loaded any more stays as it was.
        let site = site.map(Arc::new).or_else(|| last.site.clone());
        let is_same = match (&site, &last.site) {
            (Some(now), Some(before)) => now.is_same(before),
            (now, before) => now.is_none() && before.is_none(),
        };
        if is_same && problems == last.problems {
            return None;
        }
        let generation = last.generation + 1;
        let mut next = Self {
            generation,
            site,
            problems,
            edited: last.edited.clone(),
            changed: last.changed.clone(),
            moved: last.moved.clone(),
            removed: last.removed.clone(),
        };
        next.record_edit(&changed);
        if let (Some(now), Some(before)) = (next.site.clone(), &last.site) {
            next.record_files(&now, before);
            next.record_moves(&now, before);
        }
        Some(next)
    }

    /// The same as a later state, in which nothing was edited.
    pub fn again(&self) -> Self {
        Self { generation: self.generation + 1, ..self.clone() }
    }

    /// The same under another number, with what it changed.
    pub fn numbered(mut self, generation: u64) -> Self {
        let of_this = self.generation;
        let edited = self.edited.iter_mut().map(|edited| &mut edited.generation);
        let changed = self.changed.iter_mut().map(|file| &mut file.generation);
        edited.chain(changed).filter(|number| **number == of_this).for_each(|number| *number = generation);
        self.generation = generation;
        self
    }

    /// Many texts at once are no edit: a sync or a checkout takes nobody to a page.
    fn record_edit(&mut self, changed: &[String]) {
        if let ([path], Some(site)) = (changed, &self.site)
            && let Some(url) = url_of(&site.portal, path)
        {
            self.edited = Some(Edited { path: path.clone(), url, generation: self.generation });
        }
    }

    fn record_files(&mut self, now: &Site, before: &Site) {
        let generation = self.generation;
        let files = now.changed_files(before).into_iter();
        let files: Vec<_> = files.map(|(url, path)| ChangedFile { path, url, generation }).collect();
        self.changed.retain(|known| files.iter().all(|file| file.url != known.url));
        self.changed.extend(files);
        self.changed.drain(..self.changed.len().saturating_sub(MAX_CHANGED));
    }

    fn record_moves(&mut self, now: &Site, before: &Site) {
        if Arc::ptr_eq(&now.portal, &before.portal) {
            return;
        }
        for (from, to) in self.removed.match_new(&before.portal, &now.portal) {
            for earlier in self.moved.values_mut().filter(|earlier| **earlier == from) {
                earlier.clone_from(&to);
            }
            self.moved.insert(from, to);
        }
        self.moved.retain(|from, _| now.page_at(&format!("{from}index.html")).is_none());
    }
}

/// Address of the page that a text of the content is shown on.
pub fn url_of(portal: &Portal, path: &str) -> Option<String> {
    if let Some(id) = portal.entry_of(path) {
        let entry = portal.entry(id);
        let here = portal.editions.iter().filter(|edition| entry.in_language(&edition.language).source.path == path);
        let url = { here }.find_map(|edition| portal.routes.in_edition(edition.index, id));
        return url.filter(|_| entry.visible).map(str::to_owned);
    }
    let ((kind, language), _) = portal.sections.iter().find(|(_, text)| text.source.path == path)?;
    let edition = match language {
        Some(language) => portal.editions.iter().position(|edition| edition.language == *language)?,
        None => 0,
    };
    let index = kind.map_or(crate::portal::Index::Home, crate::portal::Index::Section);
    Some(portal.routes.index(edition, index))
}

/// Paths of the texts that a page is made from, the nearest first.
pub fn sources(portal: &Portal, page: &Page) -> Vec<String> {
    let language = &portal.editions[page.edition].language;
    let of_section = |kind: Option<Kind>| {
        portal.section_text(page.edition, kind).map(|text| text.source.path.clone()).into_iter().collect()
    };
    match &page.subject {
        Subject::Entry(id) => {
            let entry = portal.entry(*id);
            let mut paths = vec![entry.in_language(language).source.path.clone(), entry.record.source.path.clone()];
            paths.dedup();
            paths
        }
        Subject::Home => of_section(None),
        Subject::Section(kind, _) => of_section(Some(*kind)),
        _ => Vec::new(),
    }
}
