//! A theme in one language, ready to render: its templates, functions, messages and assets.
//!
//! Look-up order of every file: the site's own, the theme's, the one that is part of the program. A theme must not know
//! the disk (files come read) nor how pages are chosen.

pub mod embedded;
mod errors;
mod fields_named;
mod functions;
mod icons;
pub mod look;
mod manifest;
mod outline;
mod palette;
mod parts;
mod recursion;
mod unused;
mod words;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use tera::{Context, Tera};

use crate::config::Look;
use crate::content_hash::ContentHasher;
use crate::diagnostics::{Diagnostic, SourceText};
use crate::markdown::Components;
use crate::profile::Profile;
use crate::source::{Layer, SiteFile};

pub use fields_named::FieldsNamed;
pub use functions::{Library, Query};
pub use icons::unknown as unknown_icons;
pub use manifest::Manifest;
pub use palette::Palette;
use parts::Parts;
pub use unused::templates as unused_templates;
pub use words::{LanguageWords, Words, load as load_words};

/// The version of the contract between themes and the program.
pub const API: u32 = 2;

/// A static file of a theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaticFile {
    Disk(SiteFile),
    Embedded(&'static [u8]),
    /// From the settings.
    Made(Arc<[u8]>),
}

/// The files of a theme after the look-up, the same for every language.
#[derive(Debug, Clone, Default)]
pub struct ThemeFiles {
    pub templates: BTreeMap<String, Arc<SourceText>>,
    pub files: BTreeMap<String, StaticFile>,
    /// Languages of the catalogues, each with those that apply, the weakest first.
    pub messages: BTreeMap<String, Vec<Arc<SourceText>>>,
    version: OnceLock<String>,
}

impl ThemeFiles {
    /// Lays the layers over the theme that is part of the program; the strongest comes last.
    pub fn new(layers: &[&Layer]) -> Self {
        let mut all = embedded::files();
        for layer in layers {
            all.templates.extend(layer.templates.clone());
            all.files.extend(layer.files.iter().map(|(name, file)| (name.clone(), StaticFile::Disk(file.clone()))));
            for (language, text) in &layer.messages {
                all.messages.entry(language.clone()).or_default().push(Arc::clone(text));
            }
        }
        all
    }

    /// With the style sheet that the settings ask for; a file of that name wins.
    pub fn with_look(mut self, look: &Look) -> Self {
        if let Some(css) = look::sheet(look) {
            self.files.entry(look::NAME.to_owned()).or_insert_with(|| StaticFile::Made(css.into_bytes().into()));
        }
        self
    }

    /// Names the templates and messages: other contents have another version.
    pub fn version(&self) -> &str {
        self.version.get_or_init(|| {
            let mut hasher = ContentHasher::default();
            let messages = self.messages.iter().flat_map(|(name, texts)| texts.iter().map(move |text| (name, text)));
            for (name, text) in self.templates.iter().chain(messages) {
                hasher.put(name);
                hasher.put(&text.text);
            }
            hasher.finish().0.short(16)
        })
    }

    /// Ids in the templates, which no place in a body may have too. Those that are put together are not known.
    pub fn ids(&self) -> HashSet<String> {
        let found = self.templates.values().flat_map(|template| template.text.split(" id=\"").skip(1));
        let ids = found.filter_map(|rest| rest.split_once('"')).map(|(id, _)| id);
        ids.filter(|id| !id.contains('{')).map(str::to_owned).collect()
    }

    /// The components that a body may call: those of the program, and those that a template is there for.
    pub fn components(&self) -> Components {
        let mut components = Components::builtin();
        let names = self.templates.keys().filter_map(|name| name.strip_prefix("components/")?.strip_suffix(".html"));
        names.for_each(|name| components.add_open(name));
        components
    }
}

/// A theme in one language.
pub struct Theme {
    tera: Arc<Tera>,
    parts: Arc<Parts>,
    templates: BTreeMap<String, Arc<SourceText>>,
    /// By template.
    fields_named: HashMap<String, FieldsNamed>,
    /// Hears how long templates take, and what is put into them.
    pub profile: Profile,
}

impl Theme {
    /// Compiles the templates. `library` answers what they ask of the portal; `common` is what every template sees.
    pub fn new(
        files: &ThemeFiles,
        words: &Arc<LanguageWords>,
        library: &Arc<dyn Library>,
        common: Context,
        profile: &Profile,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut tera = Tera::new();
        tera.autoescape_on(vec![".html", ".htm", ".xml"]);
        let parts = Arc::new(Parts::new(&files.templates));
        functions::register(&mut tera, words, library, files, &parts);
        let sources = || files.templates.iter().map(|(name, source)| (name.as_str(), source.text.as_str()));
        if let Err(error) = tera.add_raw_templates(sources()) {
            return Err(errors::all(&error, files, &parts, |name, text| {
                let mut alone = Tera::new();
                functions::register(&mut alone, words, library, files, &parts);
                alone.add_raw_template(name, text).err()
            }));
        }
        *tera.global_context() = common;
        tera.global_context().insert_value("words", words.tree());
        let tera = Arc::new(tera);
        parts.attach(&tera);
        let templates = files.templates.clone();
        let fields_named = templates.keys().map(|name| (name.clone(), FieldsNamed::new(name, &templates))).collect();
        Ok(Self { tera, parts, templates, fields_named, profile: profile.clone() })
    }

    /// Renders a template. An error names the template's file, line and column.
    pub fn render(&self, template: &str, context: &Context) -> Result<String, Box<Diagnostic>> {
        let _span = self.profile.span("template").named(template);
        self.tera.render(template, context).map_err(|error| Box::new(self.problem(&error, template)))
    }

    /// The same as bytes at the end of `html`.
    pub fn render_into(&self, html: &mut Vec<u8>, template: &str, context: &Context) -> Result<(), Box<Diagnostic>> {
        let _span = self.profile.span("template").named(template);
        self.tera.render_to(template, context, html).map_err(|error| Box::new(self.problem(&error, template)))
    }

    fn problem(&self, error: &tera::Error, template: &str) -> Diagnostic {
        errors::diagnostic(error, template, &self.templates, &self.parts)
    }

    pub fn has(&self, template: &str) -> bool {
        self.templates.contains_key(template)
    }

    /// The fields of `page` that a template names.
    pub fn fields_named(&self, template: &str) -> &FieldsNamed {
        self.fields_named.get(template).unwrap_or(&FieldsNamed::ALL)
    }

    /// Whether a template names a variable.
    pub fn names(&self, template: &str, variable: &str) -> bool {
        self.tera.get_template_variables(template).is_ok_and(|variables| variables.contains(variable))
    }
}
