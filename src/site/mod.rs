//! The stages run one after the other: files, records, portal, pages, bytes.
//!
//! A [`Site`] is what `build` maps over and what the preview asks for single pages. It must not know sockets, arguments
//! or the output.

mod addresses;
mod checker;
mod indexing;
mod loader;
mod memo;
mod records;
mod rendering;

use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::AT_ONCE;
use crate::diagnostics::{self, Diagnostic};
use crate::markdown::Components;
use crate::page::{self, Page, Plain, Plan, Renderer, Subject};
use crate::portal::{EntryId, Portal};
use crate::profile::{Profile, Span};
use crate::source::Source;
use crate::theme::{StaticFile, ThemeFiles};

pub use checker::Checker;
pub use indexing::Indexing;
pub use loader::{Loaded, Loader};

/// What a site is loaded with beside its files.
#[derive(Debug, Clone)]
pub struct Options {
    /// The day that the site is built for.
    pub today: Date,
    /// Replaces the settings' base address.
    pub base_url: Option<String>,
    /// Drafts and entries dated in the future are shown too.
    pub drafts: bool,
    /// Links end in `index.html`, for reading without a server.
    pub offline: bool,
    /// Templates are told that they are seen in a preview.
    pub preview: bool,
    /// Hears how long the stages and pages take.
    pub profile: Profile,
}

/// A loaded site, frozen.
#[derive(Clone)]
pub struct Site {
    pub portal: Arc<Portal>,
    plan: Arc<Plan>,
    files: Arc<ThemeFiles>,
    renderers: Vec<Renderer>,
    theme_version: String,
    source: Source,
    found: Arc<OnceLock<SearchIndex>>,
    profile: Profile,
}

/// The files of the search index, by path relative to the output.
pub type SearchIndex = Arc<BTreeMap<String, Vec<u8>>>;

/// What a page is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Bytes(Vec<u8>),
    /// The bytes of a file on the site's disk.
    File(PathBuf),
}

/// A page that was made.
#[derive(Debug, Default)]
pub struct FinishedPage {
    /// Nothing where it could not be made.
    pub content: Option<Content>,
    pub problems: Vec<Diagnostic>,
    /// What the search finds in it.
    plain: Option<Plain>,
}

impl Site {
    /// Loads a site. Its problems come with it; there is no site at all only where no page could be rendered.
    pub fn load(source: &Source, options: &Options) -> (Option<Self>, Vec<Diagnostic>) {
        let mut loader = Loader::new(source.clone(), options.clone());
        let Loaded { site, problems, .. } = loader.load();
        // What a further load would go by is given back meanwhile.
        rayon::spawn(move || drop(loader));
        (site, problems)
    }

    /// Every page and every file that is published as it is.
    pub fn pages(&self) -> &[Page] {
        &self.plan.pages
    }

    /// Opens a file that is published as it is, see [`Content::File`]. One that leads out of the site by now is not opened.
    pub fn open_file(&self, path: &Path) -> io::Result<File> {
        self.source.open_file(path).map(|open| open.file)
    }

    /// The page that is written at a path, relative to the output.
    pub fn page_at(&self, path: &str) -> Option<&Page> {
        self.plan.page_at(path)
    }

    /// A page's content, with its problems; nothing where it could not be made.
    pub fn render(&self, page: &Page) -> (Option<Content>, Vec<Diagnostic>) {
        let made = self.make(page);
        (made.content, made.problems)
    }

    /// The same, with what else is known of it once it is made.
    pub fn make(&self, page: &Page) -> FinishedPage {
        let content = match &page.subject {
            Subject::Asset(path) => self.portal.assets.get(path).map(|asset| Content::File(asset.file.disk.clone())),
            Subject::Static(name) => self.files.files.get(name).map(|file| match file {
                StaticFile::Disk(file) => Content::File(file.disk.clone()),
                StaticFile::Embedded(bytes) => Content::Bytes(bytes.to_vec()),
                StaticFile::Made(bytes) => Content::Bytes(bytes.to_vec()),
            }),
            Subject::SearchScript(at) => {
                let mut scripts = crate::search::scripts(self.portal.config.all_languages());
                (*at < scripts.len()).then(|| Content::Bytes(scripts.swap_remove(*at).bytes))
            }
            _ => {
                let _span = self.span(page);
                let page::RenderedPage { bytes, problems, plain } = self.renderers[page.edition].render(page);
                return FinishedPage { content: bytes.map(Content::Bytes), problems, plain };
            }
        };
        FinishedPage { content, ..FinishedPage::default() }
    }

    fn span(&self, page: &Page) -> Span<'_> {
        let span = self.profile.span("page").with("detail", &page.path);
        match page.subject {
            Subject::Entry(id) => {
                let language = &self.portal.editions[page.edition].language;
                span.with("entry", &self.portal.entry(id).in_language(language).source.path)
            }
            _ => span,
        }
    }

    /// The files that the search reads; made when they are first asked for. None where the settings switch it off.
    pub fn search_index(&self) -> &SearchIndex {
        self.found.get_or_init(|| {
            if !self.portal.config.search.enabled {
                return SearchIndex::default();
            }
            let files = Indexing::new(self).files().into_iter();
            Arc::new(files.map(|file| (file.path, file.bytes)).collect())
        })
    }

    /// The index of the search, to be made while the pages are. None where the settings switch it off.
    pub fn indexing(&self) -> Option<Indexing<'_>> {
        self.portal.config.search.enabled.then(|| Indexing::new(self))
    }

    /// Problems of an entry's body in each language, without the rest of its pages.
    pub fn check_body(&self, id: EntryId) -> Vec<Diagnostic> {
        self.renderers.iter().flat_map(|renderer| renderer.check_body(id)).collect()
    }

    /// Pages that between them use every template, those of sections with their texts among them.
    pub fn samples(&self) -> impl Iterator<Item = &Page> {
        let mut seen = HashSet::new();
        self.pages().iter().filter(move |page| seen.insert((page.edition, self.renderers[page.edition].template(page))))
    }

    /// The components that bodies may call: those of the program, and those that site and theme add.
    pub fn components(&self) -> Components {
        self.files.components()
    }

    /// Names the templates and messages in use: others have another version.
    pub fn theme_version(&self) -> &str {
        &self.theme_version
    }

    /// True where no page and no file can differ from the other's.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.plan, &other.plan)
            && Arc::ptr_eq(&self.files, &other.files)
            && self.renderers.iter().zip(&other.renderers).all(|(a, b)| a.is_same(b))
    }

    /// True where two states differ in bodies at most.
    pub fn differs_in_bodies_at_most(&self, before: &Self) -> bool {
        Arc::ptr_eq(&self.portal, &before.portal) && self.theme_version == before.theme_version
    }

    /// Where the files stand in the output that differ from an earlier state of the site, each with its path on the site's
    /// disk.
    pub fn changed_files(&self, earlier: &Self) -> Vec<(String, String)> {
        let mut changed = Vec::new();
        if !Arc::ptr_eq(&self.files, &earlier.files) {
            let files = self.files.files.iter().filter(|(name, file)| earlier.files.files.get(*name) != Some(file));
            changed.extend(files.map(|(name, _)| (name.clone(), format!("static/{name}"))));
        }
        if !Arc::ptr_eq(&self.portal, &earlier.portal) {
            let earlier = &earlier.portal.assets;
            let assets = self.portal.assets.iter().filter(|(path, asset)| earlier.get(*path) != Some(asset));
            changed.extend(assets.map(|(path, asset)| (asset.path.clone(), path.clone())));
        }
        changed
    }

    /// Renders every page and keeps nothing but the problems.
    pub fn check(&self) -> Vec<Diagnostic> {
        let mut problems: Vec<_> =
            self.pages().par_iter().with_max_len(AT_ONCE).flat_map_iter(|page| self.render(page).1).collect();
        diagnostics::sort(&mut problems);
        problems
    }
}
