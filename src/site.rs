//! The stages run one after the other: files, records, portal, pages, bytes.
//!
//! A [`Site`] is what `build` maps over and what a preview would ask for single pages. It must not know sockets,
//! arguments or the output.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostics::{self, Diagnostic, SourceText, nearest};
use crate::page::{self, Page, Renderer, Subject};
use crate::portal::{self, EditionInput, Portal};
use crate::record::{self, Identity, Kind, Place, Record, SectionText};
use crate::source::{Layer, Source};
use crate::theme::{self, Manifest, StaticFile, ThemeFiles, Words};

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
}

/// A loaded site, frozen.
pub struct Site {
    pub portal: Arc<Portal>,
    pub pages: Vec<Page>,
    files: ThemeFiles,
    renderers: Vec<Renderer>,
}

/// What a page is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Bytes(Vec<u8>),
    /// The bytes of a file on the site's disk.
    File(PathBuf),
}

impl Site {
    /// Loads a site. Its problems come with it; there is no site at all only where no page could be rendered.
    pub fn load(source: &Source, options: &Options) -> (Option<Self>, Vec<Diagnostic>) {
        let mut problems = Vec::new();
        let site = load(source, options, &mut problems);
        diagnostics::sort(&mut problems);
        (site, problems)
    }

    /// A page's content, with its problems; nothing where it could not be made.
    pub fn render(&self, page: &Page) -> (Option<Content>, Vec<Diagnostic>) {
        match &page.subject {
            Subject::Asset(path) => {
                let content = self.portal.assets.get(path).map(|asset| Content::File(asset.file.disk.clone()));
                (content, Vec::new())
            }
            Subject::Static(name) => {
                let content = self.files.files.get(name).map(|file| match file {
                    StaticFile::Disk(file) => Content::File(file.disk.clone()),
                    StaticFile::Embedded(bytes) => Content::Bytes(bytes.to_vec()),
                });
                (content, Vec::new())
            }
            _ => {
                let (bytes, problems) = self.renderers[page.edition].render(page);
                (bytes.map(Content::Bytes), problems)
            }
        }
    }

    /// Renders every page and keeps nothing but the problems.
    pub fn check(&self) -> Vec<Diagnostic> {
        let mut problems: Vec<_> = self.pages.par_iter().flat_map_iter(|page| self.render(page).1).collect();
        diagnostics::sort(&mut problems);
        problems
    }
}

fn load(source: &Source, options: &Options, problems: &mut Vec<Diagnostic>) -> Option<Site> {
    let config = Arc::new(load_config(source, options, problems));
    let files = load_theme(source, &config, problems);
    let words = load_words(&config, &files, problems);
    let (content, found) = source.content(&config.ignore);
    problems.extend(found);
    let (records, sections) = load_records(&content.texts, &config, problems);
    let editions: Vec<_> = config
        .all_languages()
        .filter_map(|language| words.get(language))
        .map(|words| EditionInput {
            language: words.language.clone(),
            locale: Arc::clone(&words.locale),
            segments: words.segments(),
        })
        .collect();
    if editions.first().is_none_or(|first| first.language != config.language) {
        return None;
    }
    let input = portal::Input {
        config,
        today: options.today,
        drafts: options.drafts,
        offline: options.offline,
        editions,
        records,
        sections,
        files: content.files,
        static_files: files.files.keys().cloned().collect(),
    };
    let (portal, found) = portal::join(input);
    problems.extend(found);
    let portal = Arc::new(portal);
    let (pages, found) = page::plan(&portal, &files);
    problems.extend(found);
    let renderers = load_renderers(&portal, &words, &files, problems)?;
    Some(Site { portal, pages, files, renderers })
}

fn load_config(source: &Source, options: &Options, problems: &mut Vec<Diagnostic>) -> Config {
    let mut config = match source.settings() {
        Ok(Some(text)) => {
            let (config, found) = Config::read(&text);
            problems.extend(found);
            config
        }
        Ok(None) => Config::default(),
        Err(problem) => {
            problems.push(problem);
            Config::default()
        }
    };
    if let Some(base_url) = &options.base_url {
        base_url.trim_end_matches('/').clone_into(&mut config.base_url);
    }
    config
}

/// The site's own files, over the theme's, over those of the program.
fn load_theme(source: &Source, config: &Config, problems: &mut Vec<Diagnostic>) -> ThemeFiles {
    let mut layer = |prefix: &str| {
        let (layer, found) = source.layer(prefix, &config.ignore);
        problems.extend(found);
        layer
    };
    let own = layer("");
    let theme = config.theme.as_ref().map(|name| layer(&format!("themes/{name}")));
    if let (Some(name), Some(theme)) = (&config.theme, &theme) {
        problems.extend(check_theme(source, name, theme));
    }
    let layers: Vec<&Layer> = theme.iter().chain([&own]).collect();
    ThemeFiles::new(&layers)
}

fn check_theme(source: &Source, name: &str, theme: &Layer) -> Vec<Diagnostic> {
    if let Some(manifest) = &theme.manifest {
        return Manifest::read(manifest).1;
    }
    let known = source.themes();
    if known.iter().any(|known| known == name) {
        return vec![Diagnostic::error("theme-without-manifest").arg("theme", name)];
    }
    let near = nearest(name, known.iter().map(String::as_str));
    vec![Diagnostic::error("theme-unknown").arg("theme", name).suggest(near)]
}

fn load_words(config: &Config, files: &ThemeFiles, problems: &mut Vec<Diagnostic>) -> Words {
    let mut all = Words::new();
    for language in config.all_languages() {
        let (words, found) = theme::load_words(files, language);
        problems.extend(found);
        all.extend(words.map(|words| (language.to_owned(), words)));
    }
    all
}

type Sections = BTreeMap<(Option<Kind>, Option<String>), SectionText>;

fn load_records(texts: &[Arc<SourceText>], config: &Config, problems: &mut Vec<Diagnostic>) -> (Vec<Arc<Record>>, Sections) {
    let mut sections = Sections::new();
    let mut entries: Vec<(Identity, &Arc<SourceText>)> = Vec::new();
    for text in texts {
        match record::identify(&text.path, &config.languages) {
            Ok(Place::Entry(identity)) => entries.push((identity, text)),
            Ok(Place::Section { kind, language }) => {
                let (section, found) = SectionText::read(text);
                problems.extend(found);
                sections.insert((kind, language), section);
            }
            Err(problem) => problems.push(problem.in_file(text)),
        }
    }
    let originals: BTreeMap<(Kind, &str), &Arc<SourceText>> = entries
        .iter()
        .filter(|(identity, _)| identity.language.is_none())
        .map(|(identity, text)| ((identity.kind, identity.id.as_str()), *text))
        .collect();
    let read: Vec<_> = entries
        .par_iter()
        .map(|(identity, text)| {
            let original = originals.get(&(identity.kind, identity.id.as_str()));
            let original = original.filter(|_| identity.language.is_some()).copied();
            record::read(identity.clone(), text, original)
        })
        .collect();
    let mut records = Vec::with_capacity(read.len());
    for (record, found) in read {
        problems.extend(found);
        records.push(Arc::new(record));
    }
    (records, sections)
}

fn load_renderers(
    portal: &Arc<Portal>,
    words: &Words,
    files: &ThemeFiles,
    problems: &mut Vec<Diagnostic>,
) -> Option<Vec<Renderer>> {
    let mut renderers = Vec::new();
    for (at, edition) in portal.editions.iter().enumerate() {
        let own = words.get(&edition.language)?;
        match Renderer::new(portal, at, own, words, files, false) {
            Ok(renderer) => renderers.push(renderer),
            Err(found) => {
                problems.extend(found);
                return None;
            }
        }
    }
    Some(renderers)
}
