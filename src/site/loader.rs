//! A site loaded from its files, and again after they changed.
//!
//! Each load runs the whole way of the data; a stage whose input is the same as at the last load gives its last value.
//! So nothing has to know what depends on what, and what a second load gives is what a first would give. There is one
//! exception, for authors: where a file has an error, its last good state stands in, so that one slip does not spoil
//! every page that shows it. The problems are told all the same.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use super::memo::{LastGood, Memo, Same};
use super::records::{self, Records};
use super::rendering::Rendering;
use super::{Options, Site};
use crate::config::{Config, Look};
use crate::diagnostics::{self, Code, Diagnostic, SourceText, has_errors, nearest};
use crate::kind::Kinds;
use crate::page::{self, Plan, Renderer};
use crate::portal::{self, EditionInput, Portal};
use crate::profile::Profile;
use crate::record::Record;
use crate::source::{Layer, Memory, SiteFile, Source};
use crate::theme::{self, LanguageWords, Manifest, ThemeFiles, Words};

/// A value with the problems found in making it.
type Found<T> = (T, Arc<[Diagnostic]>);
/// The text of the settings, and the base address that replaces theirs.
type Settings = (Option<Arc<SourceText>>, Option<String>);
/// The site's own files, and the theme's with its name.
type Layers = (Layer, Option<(String, Layer)>, Look);
/// What is made from a portal and these.
pub(super) type Of<T> = (Same<Portal>, T);

/// The catalogues of a theme, by language: of its files those that words are made from.
type Catalogues = BTreeMap<String, Vec<Arc<SourceText>>>;

/// What the words of a language are made from.
type WordsInput = (Same<Kinds>, Catalogues);

/// One language's words.
#[derive(Default)]
struct LanguageState {
    memo: Memo<WordsInput, Found<Option<Arc<LanguageWords>>>>,
    last_good: LastGood<Arc<LanguageWords>>,
}

/// What a load gives.
pub struct Loaded {
    /// Nothing only where no page could be rendered.
    pub site: Option<Site>,
    /// Sorted.
    pub problems: Vec<Diagnostic>,
    /// Paths of the texts of the content that are new, gone or differ from the last load's.
    pub changed: Vec<String>,
}

/// Loads a site, as often as it is asked to.
pub struct Loader {
    source: Source,
    options: Options,
    memory: Memory,
    config: Memo<Settings, Found<Arc<Config>>>,
    sound_config: LastGood<Arc<Config>>,
    kinds: Memo<Vec<Arc<SourceText>>, Found<Arc<Kinds>>>,
    sound_kinds: LastGood<Arc<Kinds>>,
    theme: Memo<Layers, Arc<ThemeFiles>>,
    words: BTreeMap<String, LanguageState>,
    records: Records,
    portal: Memo<Joined, Found<Arc<Portal>>>,
    plan: Memo<Of<BTreeSet<String>>, Found<Arc<Plan>>>,
    rendering: Rendering,
    sound_version: LastGood<String>,
}

/// What a portal is joined from. Two are equal where the join cannot tell them apart: bodies do not count, but for their
/// links.
struct Joined {
    config: Same<Config>,
    kinds: Same<Kinds>,
    today: Date,
    words: Vec<Same<LanguageWords>>,
    records: Vec<Arc<Record>>,
    sections: records::Sections,
    files: BTreeMap<String, SiteFile>,
    static_files: BTreeSet<String>,
}

impl PartialEq for Joined {
    fn eq(&self, other: &Self) -> bool {
        self.config == other.config
            && self.kinds == other.kinds
            && self.today == other.today
            && self.words == other.words
            && self.records.len() == other.records.len()
            && self.records.iter().zip(&other.records).all(|(a, b)| Arc::ptr_eq(a, b) || a.joins_like(b))
            && self.sections == other.sections
            && self.files == other.files
            && self.static_files == other.static_files
    }
}

impl Loader {
    pub fn new(source: Source, options: Options) -> Self {
        Self {
            records: Records::new(&options.profile),
            rendering: Rendering::new(&options),
            memory: Memory::default(),
            source,
            options,
            config: Memo::default(),
            sound_config: LastGood::default(),
            kinds: Memo::default(),
            sound_kinds: LastGood::default(),
            theme: Memo::default(),
            words: BTreeMap::new(),
            portal: Memo::default(),
            plan: Memo::default(),
            sound_version: LastGood::default(),
        }
    }

    /// The day that the next load is for.
    pub fn set_today(&mut self, today: Date) {
        self.options.today = today;
    }

    /// Looks again at what may have changed: at and below these absolute paths, or everywhere.
    pub fn invalidate(&mut self, paths: Option<&BTreeSet<PathBuf>>) {
        match paths {
            Some(paths) => self.memory.invalidate(paths),
            None => self.memory.invalidate_everything(),
        }
    }

    /// Has a text stand for the file at an absolute path; nothing: the file counts again. False where the path is not below the root.
    pub fn set_unsaved(&mut self, path: &Path, text: Option<String>) -> bool {
        let Some(below) = self.source.path_below(path) else { return false };
        self.memory.set_unsaved(below, text);
        self.memory.invalidate(&BTreeSet::from([path.to_owned()]));
        true
    }

    pub fn load(&mut self) -> Loaded {
        let mut problems = Vec::new();
        let site = self.stages(&mut problems);
        diagnostics::sort(&mut problems);
        Loaded { site, problems, changed: self.records.take_changed() }
    }

    fn stages(&mut self, problems: &mut Vec<Diagnostic>) -> Option<Site> {
        let profile = self.options.profile.clone();
        let stage = profile.stage("theme");
        let config = self.load_config(problems);
        let mut theme_problems = Vec::new();
        let files = self.load_theme(&config, &mut theme_problems);
        let (kinds, are_sound) = self.load_kinds(&config, problems);
        let words = self.load_words(&config, &kinds, &files, &mut theme_problems);
        theme_problems.extend(theme::unused_templates(&files, &kinds.names()));
        theme_problems.extend(theme::unknown_icons(&kinds, &files));
        let stage = stage.then("read");
        let (content, found) = self.source.content(&config.ignore, &mut self.memory);
        let stage = stage.then("record");
        let texts = self.records.with_unreadable(content.texts, &found);
        let unreadable = found;
        let mut told = Vec::new();
        let (records, sections) = self.records.read(&texts, &config.languages, &kinds, &mut told);
        // Whether an entry says something wrong cannot be told while it is not known what its kind takes.
        problems.extend(told.into_iter().filter(|_| are_sound));
        let spoken: Vec<_> = config.all_languages().filter_map(|language| words.get(language)).collect();
        if spoken.first().is_none_or(|first| first.language != config.language) {
            problems.append(&mut theme_problems);
            problems.extend(unreadable);
            return None;
        }
        let stage = stage.then("join");
        let joined = Joined {
            config: Same(config),
            kinds: Same(kinds),
            today: self.options.today,
            words: spoken.into_iter().map(|words| Same(Arc::clone(words))).collect(),
            records: records.clone(),
            sections,
            files: content.files,
            static_files: files.files.keys().cloned().collect(),
        };
        let portal = self.join(joined, problems);
        let _stage = stage.then("prepare");
        let fresh = self.fresh(&records);
        let ((plan, found), renderers) = rayon::join(
            || plan(&mut self.plan, &portal, &files, &profile),
            || self.rendering.renderers(&portal, &words, &files, fresh, &mut theme_problems),
        );
        problems.extend_from_slice(&found);
        self.drop_old(problems);
        problems.extend(unreadable);
        let version = self.sound_version.or_last(Some(files.version().to_owned()), !has_errors(&theme_problems));
        problems.append(&mut theme_problems);
        let found = Arc::default();
        let profile = profile.clone();
        let renderers = Renderer::with_plan(&renderers?, &plan);
        problems.extend(Renderer::check_menu(&renderers));
        Some(Site {
            portal,
            plan,
            files,
            renderers,
            theme_version: version?,
            source: self.source.clone(),
            found,
            profile,
        })
    }

    fn load_config(&mut self, problems: &mut Vec<Diagnostic>) -> Arc<Config> {
        let text = self.source.settings(&mut self.memory).unwrap_or_else(|problem| {
            problems.push(problem);
            None
        });
        let source = &self.source;
        let (config, found) = self.config.get((text, self.options.base_url.clone()), |(text, base_url)| {
            let (config, mut found) = text.as_ref().map(Config::read).unwrap_or_default();
            found.extend(config.idle_patterns(|pattern| source.has_match(pattern)));
            (Arc::new(config.with_base_url(base_url.as_deref())), found.into())
        });
        problems.extend_from_slice(&found);
        let is_good = !has_errors(problems);
        self.sound_config.or_last(Some(Arc::clone(&config)), is_good).unwrap_or(config)
    }

    /// The kinds of the program and the site's own, and whether they are good. What is read of broken descriptions stands in only where
    /// there was never a good one.
    fn load_kinds(&mut self, config: &Config, problems: &mut Vec<Diagnostic>) -> (Arc<Kinds>, bool) {
        let (texts, unreadable) = self.source.kinds(&config.ignore, &mut self.memory);
        let (kinds, found) = self.kinds.get(texts, |texts| {
            let (kinds, found) = Kinds::load(texts);
            (kinds, found.into())
        });
        let is_good = !has_errors(&found) && !has_errors(&unreadable);
        problems.extend_from_slice(&found);
        problems.extend(unreadable);
        let used = self.sound_kinds.or_last(Some(Arc::clone(&kinds)), is_good).unwrap_or_else(|| Arc::clone(&kinds));
        let is_good = is_good || !Arc::ptr_eq(&used, &kinds);
        (used, is_good)
    }

    /// The site's own files, over the theme's, over those of the program.
    fn load_theme(&mut self, config: &Config, problems: &mut Vec<Diagnostic>) -> Arc<ThemeFiles> {
        let (source, memory) = (&self.source, &mut self.memory);
        let mut layer = |prefix: &str| {
            let (layer, found) = source.layer(prefix, &config.ignore, memory);
            problems.extend(found);
            layer
        };
        let own = layer("");
        let theme =
            config.look.base.as_ref().map(|name| (name.text.to_string(), layer(&format!("themes/{}", name.text))));
        if let Some((name, theme)) = &theme {
            problems.extend(check_theme(source, config, name, theme));
        }
        let files = self.theme.get((own, theme, config.look.clone()), |(own, theme, look)| {
            let layers: Vec<&Layer> = theme.iter().map(|(_, theme)| theme).chain([own]).collect();
            Arc::new(ThemeFiles::new(&layers).with_look(look))
        });
        problems.extend(theme::look::check(config, &files.files.keys().map(String::as_str).collect::<Vec<_>>()));
        files
    }

    fn load_words(
        &mut self,
        config: &Config,
        kinds: &Arc<Kinds>,
        files: &Arc<ThemeFiles>,
        problems: &mut Vec<Diagnostic>,
    ) -> Words {
        let mut all = Words::new();
        for language in config.all_languages() {
            let spoken = self.words.entry(language.to_owned()).or_default();
            let (words, found) = spoken.memo.get((Same(Arc::clone(kinds)), files.messages.clone()), |_| {
                let (words, found) = theme::load_words(files, kinds, language);
                (words, found.into())
            });
            // Words outlive the settings that ask for them, so it is only here that a problem can point into these.
            let placed = |problem: &Diagnostic| match &problem.place {
                Some(_) => problem.clone(),
                None => config.at_language(problem.clone(), language),
            };
            problems.extend(found.iter().map(placed));
            let words = spoken.last_good.or_last(words, !has_errors(&found));
            all.extend(words.map(|words| (language.to_owned(), words)));
        }
        all
    }

    fn join(&mut self, joined: Joined, problems: &mut Vec<Diagnostic>) -> Arc<Portal> {
        let options = &self.options;
        let (portal, found) = self.portal.get(joined, |joined| {
            let edition = |words: &Same<LanguageWords>| EditionInput {
                language: words.0.language.clone(),
                locale: Arc::clone(&words.0.locale),
                segments: words.0.segments(),
            };
            let (portal, found) = portal::join(portal::Input {
                config: Arc::clone(&joined.config.0),
                kinds: Arc::clone(&joined.kinds.0),
                today: joined.today,
                drafts: options.drafts,
                offline: options.offline,
                editions: joined.words.iter().map(edition).collect(),
                records: joined.records.clone(),
                sections: joined.sections.clone(),
                files: joined.files.clone(),
                static_files: joined.static_files.clone(),
            });
            (Arc::new(portal), found.into())
        });
        problems.extend_from_slice(&found);
        portal
    }

    /// Drops what is said of an earlier state of a file that stands in for the present one: it may be mended there.
    fn drop_old(&self, problems: &mut Vec<Diagnostic>) {
        if problems.is_empty() {
            return;
        }
        let settings = self.config.key().and_then(|(text, _)| text.as_ref());
        let of_settings = |source: &Arc<SourceText>| {
            settings.is_some_and(|text| text.path == source.path && !Arc::ptr_eq(text, source))
        };
        let is_earlier = self.records.earlier();
        let is_old = |source: &Arc<SourceText>| of_settings(source) || is_earlier(source);
        problems.retain(|problem| problem.place.as_ref().is_none_or(|place| !is_old(&place.source)));
    }

    /// The records that were read again since the join and left the portal as it is.
    fn fresh(&self, records: &[Arc<Record>]) -> Vec<Same<Record>> {
        let joined = self.portal.key().into_iter().flat_map(|joined| &joined.records);
        let pairs = records.iter().zip(joined).filter(|(now, joined)| !Arc::ptr_eq(now, joined));
        pairs.map(|(now, _)| Same(Arc::clone(now))).collect()
    }
}

fn plan(
    memo: &mut Memo<Of<BTreeSet<String>>, Found<Arc<Plan>>>,
    portal: &Arc<Portal>,
    files: &ThemeFiles,
    profile: &Profile,
) -> Found<Arc<Plan>> {
    let _span = profile.span("plan");
    let names = files.files.keys().cloned().collect();
    memo.get((Same(Arc::clone(portal)), names), |_| {
        let (plan, found) = page::plan(portal, files);
        (Arc::new(plan), found.into())
    })
}

fn check_theme(source: &Source, config: &Config, name: &str, theme: &Layer) -> Vec<Diagnostic> {
    if let Some(manifest) = &theme.manifest {
        return Manifest::read(manifest).1;
    }
    let known = source.themes();
    if known.iter().any(|known| known == name) {
        return vec![config.at_theme(Diagnostic::error(Code::ThemeWithoutManifest).arg("theme", name))];
    }
    let near = nearest(name, known.iter().map(String::as_str));
    vec![config.at_theme(Diagnostic::error(Code::ThemeUnknown).arg("theme", name).suggest(near))]
}
