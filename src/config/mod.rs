//! `avilys.toml` -> [`Config`]: the settings of a portal. A folder without the file is a portal with the defaults.
//!
//! Settings know nothing of the entries; a municipality, say, is only an id with its names here.

mod look;
mod municipalities;
mod rows;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostics::{Code, Diagnostic, SourceText};
use crate::fields::{self, Context, Extra, Reader, Row, Table, Text};

use look::LookValue;
pub use look::{Look, MenuGroup, name_of};
pub use municipalities::Municipality;
pub use rows::{Indexes, MenuItem, Search, Translation};

/// Name of the settings file at the site's root.
pub const FILE: &str = "avilys.toml";

/// The settings of a portal.
#[derive(Debug, Clone)]
pub struct Config {
    /// Absent: the theme's own word for a portal.
    pub title: Option<String>,
    pub description: Option<String>,
    /// Absolute address without the last slash; empty when unknown.
    pub base_url: String,
    /// Where readers tell mistakes: a mail address, or the address of a form.
    pub feedback: Option<String>,
    /// Language of the originals (BCP 47).
    pub language: String,
    /// Further languages that the portal is published in.
    pub languages: Vec<String>,
    /// The settings' words in them.
    translations: BTreeMap<String, Translation>,
    /// The theme that it builds on, colours, name and menu.
    pub look: Look,
    /// Entries a page of a list.
    pub page_size: usize,
    /// Entries of a kind shown on the page of a school, topic and so on, before „all of them“.
    pub group_size: usize,
    /// Glob patterns, relative to the root, of files to pass over.
    pub ignore: Vec<String>,
    /// Where each of them stands.
    ignore_spans: Vec<Range<usize>>,
    /// URL segments that replace the language's own, by folder or index name.
    pub segments: Vec<(Text, Text)>,
    pub indexes: Indexes,
    pub search: Search,
    pub menu: Vec<MenuItem>,
    /// The file itself, for problems that are seen only later.
    pub source: Option<Arc<SourceText>>,
    /// Where it names the languages, by tag.
    language_spans: BTreeMap<String, Range<usize>>,
    pub municipalities: Vec<Municipality>,
    /// Names that stand for several types of school.
    pub school_types: BTreeMap<String, Vec<String>>,
    pub extra: Extra,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: None,
            description: None,
            base_url: String::new(),
            feedback: None,
            language: "lt".into(),
            languages: Vec::new(),
            translations: BTreeMap::new(),
            look: Look::default(),
            page_size: 20,
            group_size: 10,
            ignore: Vec::new(),
            ignore_spans: Vec::new(),
            segments: Vec::new(),
            indexes: Indexes::default(),
            search: Search::default(),
            menu: Vec::new(),
            source: None,
            language_spans: BTreeMap::new(),
            municipalities: municipalities::lithuanian(),
            school_types: BTreeMap::new(),
            extra: Extra::default(),
        }
    }
}

impl Config {
    /// Reads the settings. Where something is wrong the default stands in for it.
    pub fn read(source: &Arc<SourceText>) -> (Self, Vec<Diagnostic>) {
        let (table, mut problems) = fields::parse(source, 0..source.text.len());
        let broken = !problems.is_empty();
        let mut context = Context { source, offset: 0, problems: Vec::new() };
        let mut reader = Reader::new(table.get_ref(), 0..0, &mut context).forgiving(broken);
        let mut config = Self::from_reader(&mut reader);
        config.read_languages(&mut reader);
        config.read_translations(&mut reader);
        config.source = Some(Arc::clone(source));
        reader.finish();
        problems.append(&mut context.problems);
        (config, problems)
    }

    fn from_reader(reader: &mut Reader<'_, '_>) -> Self {
        let default = Self::default();
        let (ignore, ignore_spans) = ignore(reader).into_iter().unzip();
        Self {
            title: reader.optional("title"),
            description: reader.optional("description"),
            feedback: reader.optional::<Text>("feedback").and_then(|text| feedback(&text, reader)),
            base_url: reader.optional::<Text>("base_url").map_or(String::new(), |url| base_url(&url, reader)),
            language: default.language,
            languages: Vec::new(),
            translations: BTreeMap::new(),
            look: reader.optional("theme").map_or(default.look, |LookValue(look)| look),
            page_size: size(reader, "page_size", default.page_size),
            group_size: size(reader, "group_size", default.group_size),
            ignore,
            ignore_spans,
            segments: reader.optional("segments").map(|rows::Segments(segments)| segments).unwrap_or_default(),
            indexes: reader.optional("indexes").map_or(default.indexes, |Row(indexes)| indexes),
            search: reader.optional("search").map_or(default.search, |Row(search)| search),
            source: None,
            language_spans: BTreeMap::new(),
            menu: reader.list("menu").into_iter().map(|Row(item)| item).collect(),
            municipalities: reader
                .optional::<Box<[Row<Municipality>]>>("municipalities")
                .map_or(default.municipalities, |list| {
                    municipalities::with_other_forms(list.into_iter().map(|Row(one)| one).collect())
                }),
            school_types: reader.optional::<rows::SchoolTypes>("school_types").map(|types| types.0).unwrap_or_default(),
            extra: reader.optional("extra").unwrap_or_default(),
        }
    }

    /// The settings with another base address in the place of their own, where one is given.
    pub fn with_base_url(mut self, base_url: Option<&str>) -> Self {
        if let Some(base_url) = base_url {
            base_url.trim_end_matches('/').clone_into(&mut self.base_url);
        }
        self
    }

    /// The originals' language, then the further ones: each once and none the originals' own.
    fn read_languages(&mut self, reader: &mut Reader<'_, '_>) {
        if let Some(tag) = reader.optional::<Text>("language") {
            self.language = language(&tag, reader);
            self.language_spans.insert(self.language.clone(), tag.span());
        }
        for tag in reader.list::<Text>("languages") {
            let read = language(&tag, reader);
            if !self.all_languages().any(|known| known == read) {
                self.language_spans.insert(read.clone(), tag.span());
                self.languages.push(read);
            } else if *read == *tag.text {
                reader.report_at(Diagnostic::error(Code::LanguageTwice).arg("language", &read), tag.span());
            }
        }
    }

    /// The words in further languages; of the portal's own they stand in the settings themselves.
    fn read_translations(&mut self, reader: &mut Reader<'_, '_>) {
        let translations = reader.optional("translations").map_or(Vec::new(), |rows::Translations(all)| all);
        for (language, translation) in translations {
            if self.languages.iter().any(|known| **known == *language.text) {
                self.translations.insert(language.text.to_string(), translation);
            } else {
                let languages = self.languages.join(", ");
                let problem = Diagnostic::error(Code::TranslationsUnknown).arg("language", &language.text);
                reader.report_at(problem.arg("languages", languages), language.span());
            }
        }
    }

    /// Title and description in a language: those of its translation, else those of the portal.
    pub fn named_in(&self, language: &str) -> (Option<&String>, Option<&String>) {
        let translation = self.translations.get(language);
        let title = translation.and_then(|words| words.title.as_ref());
        let description = translation.and_then(|words| words.description.as_ref());
        (title.or(self.title.as_ref()), description.or(self.description.as_ref()))
    }

    /// Points a problem at the setting `theme`.
    pub fn at_theme(&self, problem: Diagnostic) -> Diagnostic {
        self.at(problem, self.look.base.as_ref().map(Text::span))
    }

    /// Points a problem at where the settings name a language.
    pub fn at_language(&self, problem: Diagnostic, language: &str) -> Diagnostic {
        self.at(problem, self.language_spans.get(language).cloned())
    }

    /// Tells patterns of files to pass over that no file has.
    pub fn idle_patterns(&self, has_match: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
        let idle = self.ignore.iter().zip(&self.ignore_spans).filter(|(pattern, _)| !has_match(pattern));
        let problem = |pattern| Diagnostic::warning(Code::PatternIdle).arg("value", pattern);
        idle.map(|(pattern, span)| self.at(problem(pattern), Some(span.clone()))).collect()
    }

    pub fn at(&self, problem: Diagnostic, span: Option<Range<usize>>) -> Diagnostic {
        match (&self.source, span) {
            (Some(source), Some(span)) => problem.at(source, span),
            _ => problem,
        }
    }

    /// All languages, the originals' first.
    pub fn all_languages(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.language.as_str()).chain(self.languages.iter().map(String::as_str))
    }

    /// The path of the base address with slashes at both ends (`/` or `/portal/`), for pages that may be shown at any URL.
    pub fn base_path(&self) -> String {
        let after_scheme = self.base_url.split_once("://").map_or("", |(_, rest)| rest);
        match after_scheme.split_once('/') {
            Some((_, path)) if !path.is_empty() => format!("/{path}/"),
            _ => "/".to_owned(),
        }
    }

    /// A municipality by its id, or by one of its names.
    pub fn municipality(&self, name: &str) -> Option<usize> {
        self.municipalities.iter().position(|known| known.is_called(name))
    }

    /// Tells a name that no municipality has, with those that it may mean.
    pub fn unknown_municipality(&self, name: &str) -> Diagnostic {
        municipalities::unknown(&self.municipalities, name)
    }
}

fn feedback(text: &Text, reader: &mut Reader<'_, '_>) -> Option<String> {
    let is_plain = |c: char| c.is_alphanumeric() || "@.-_+".contains(c);
    let is_mail =
        text.text.chars().all(is_plain) && text.text.split_once('@').is_some_and(|(_, host)| host.contains('.'));
    if is_mail || is_base_url(&text.text) {
        return Some(text.text.to_string());
    }
    reader.report_at(Diagnostic::error(Code::FeedbackInvalid).arg("value", &text.text), text.span());
    None
}

fn base_url(url: &Text, reader: &mut Reader<'_, '_>) -> String {
    if !is_base_url(&url.text) {
        reader.report_at(Diagnostic::error(Code::ExpectedBaseUrl).arg("value", &url.text), url.span());
        return String::new();
    }
    url.text.trim_end_matches('/').to_owned()
}

/// True for an address that a site can be published under: a scheme of the web, a host, perhaps a path.
pub fn is_base_url(url: &str) -> bool {
    let trimmed = url.trim_end_matches('/');
    let host = trimmed.strip_prefix("https://").or_else(|| trimmed.strip_prefix("http://"));
    host.is_some_and(|host| {
        let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '"' | '<' | '>');
        !host.is_empty() && !host.starts_with('/') && !host.contains(odd)
    })
}

fn language(tag: &Text, reader: &mut Reader<'_, '_>) -> String {
    let good = (2..=8).contains(&tag.text.split('-').next().unwrap_or("").len())
        && tag.text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !good {
        reader.report_at(Diagnostic::error(Code::ExpectedLanguage).arg("value", &tag.text), tag.span());
        return "lt".into();
    }
    tag.text.to_string()
}

fn size(reader: &mut Reader<'_, '_>, name: &'static str, default: usize) -> usize {
    match reader.optional::<u32>(name) {
        Some(0) => {
            let span = reader.span_of(name).unwrap_or(0..0);
            reader.report_at(Diagnostic::error(Code::ExpectedPositive).arg("field", name), span);
            default
        }
        Some(size) => size as usize,
        None => default,
    }
}

fn ignore(reader: &mut Reader<'_, '_>) -> Vec<(String, Range<usize>)> {
    let patterns = reader.list::<Text>("ignore");
    let mut good = Vec::new();
    for pattern in patterns {
        match glob::Pattern::new(&pattern.text) {
            Ok(_) => good.push((pattern.text.to_string(), pattern.span())),
            Err(error) => {
                let problem =
                    Diagnostic::error(Code::ExpectedPattern).arg("value", &pattern.text).arg("reason", error.msg);
                reader.report_at(problem, pattern.span());
            }
        }
    }
    good
}

/// The shapes of the settings, for the schema. `segments` are the names under which a URL segment can be set.
pub fn schema(segments: &[&str]) -> serde_json::Value {
    let mut schema = fields::object_schema(&Reader::describe(|reader| {
        let mut config = Config::from_reader(reader);
        config.read_languages(reader);
        config.read_translations(reader);
    }));
    schema["properties"]["segments"] = rows::segments_schema(segments.iter());
    schema
}

/// JSON Schema of the name of a municipality: the ids, with what each stands for.
pub fn municipalities_schema() -> serde_json::Value {
    let one = |known: Municipality| serde_json::json!({ "const": known.id, "title": known.title });
    let all: Vec<_> = municipalities::lithuanian().into_iter().map(one).collect();
    serde_json::json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "municipality", "oneOf": all })
}

impl Table for Municipality {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        let id = reader.required::<rows::Segment>("id").map(|id| id.0.text.to_string()).unwrap_or_default();
        let title: String = reader.required("title").unwrap_or_default();
        let short = reader.optional("short_title").unwrap_or_else(|| title.clone());
        Self::new(id, title, short, reader.optional("county"), reader.optional("code"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Config, Vec<&'static str>) {
        let (config, problems) = Config::read(&SourceText::new(FILE, text));
        (config, problems.iter().map(|problem| problem.code.name()).collect())
    }

    #[test]
    fn defaults_are_a_lithuanian_portal() {
        let (config, problems) = read("");
        assert_eq!(problems, Vec::<&str>::new());
        assert_eq!(config.municipalities.len(), 60);
        assert_eq!(config.language, "lt");
    }

    #[test]
    fn municipalities_answer_to_id_and_names() {
        let (config, _) = read("");
        let prienai = config.municipality("prienu-r");
        assert!(prienai.is_some());
        assert_eq!(config.municipality("Prienų r. sav."), prienai);
        assert_eq!(config.municipality("Prienų rajono savivaldybė"), prienai);
        assert_eq!(config.municipality("Prienų r."), prienai);
        assert_eq!(config.unknown_municipality("prienu-t").args[1].1, "prienu-r");
    }

    #[test]
    fn the_base_path_is_that_of_the_base_url() {
        assert_eq!(read("base_url = \"https://x.lt/\"").0.base_path(), "/");
        assert_eq!(read("base_url = \"https://x.lt/a/b\"").0.base_path(), "/a/b/");
        assert_eq!(read("base_url = \"x.lt\"").1, ["expected-base-url"]);
    }

    #[test]
    fn wrong_settings_are_told() {
        assert_eq!(read("page_size = 0").1, ["expected-positive"]);
        assert_eq!(read("ignore = [\"***\"]").1, ["expected-pattern"]);
        assert_eq!(read("titel = \"x\"").1, ["unknown-key"]);
    }
}
