//! A body as HTML: parsed, its links led to pages, its components rendered by the theme.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Value};

use super::documents::Plain;
use super::maker::Maker;
use super::render::Renderer;
use super::resolver::{NoResolver, SiteResolver};
use super::root_of;
use super::texts::Text;
use crate::diagnostics::{Code, Diagnostic, SourceText};
use crate::markdown::{self, ComponentCall, Components, Document, Labels, Node, Resolver};
use crate::portal::folder;
use crate::record::destination::split_rest;
use crate::theme::{LanguageWords, Query, Theme};
use crate::view;

/// What all bodies of a language are read with.
pub struct BodyMaker {
    pub labels: Labels,
    pub components: Components,
    /// Ids that the theme's pages have.
    pub ids: HashSet<String>,
}

/// Where a body stands.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The whole text.
    pub source: &'a Arc<SourceText>,
    pub body: &'a Range<usize>,
    /// Address of the page, relative to the site's root.
    pub url: &'a str,
    /// What the page is called.
    pub title: Option<&'a str>,
    pub shown: EntryData<'a>,
}

/// Gives what an entry says, for components that show it; of a section's text there is none.
#[derive(Clone, Copy)]
pub struct EntryData<'a> {
    pub own: &'a dyn Fn() -> Value,
    pub relations: &'a dyn Fn() -> Value,
}

impl EntryData<'_> {
    pub const NOTHING: Self = Self { own: &Value::none, relations: &Value::none };
}

/// A body on its page.
#[derive(Default)]
pub struct Body {
    pub html: String,
    pub outline: Vec<view::Heading>,
    /// For the search; nothing where it is switched off.
    pub plain: Option<Plain>,
    pub problems: Vec<Diagnostic>,
}

impl BodyMaker {
    pub fn new(words: &LanguageWords, components: Components, ids: HashSet<String>) -> Self {
        let label = |name: &str| words.say(&format!("labels.{name}"));
        let labels = Labels {
            note: label("note"),
            tip: label("tip"),
            important: label("important"),
            warning: label("warning"),
            caution: label("caution"),
            footnotes: label("footnotes"),
            back_to_text: label("back_to_text"),
            permalink: label("permalink"),
            table: label("table"),
        };
        Self { labels, components, ids }
    }

    /// A body on a page that `renderer` makes.
    pub fn make(&self, renderer: &Renderer, place: Place<'_>) -> Body {
        let (maker, theme) = (&*renderer.maker, &*renderer.theme);
        let _span = theme.profile.span("markdown");
        let root = root_of(place.url);
        let resolver = SiteResolver { renderer, path: &place.source.path, url: place.url, root: &root };
        let options = self.options(maker, &resolver, place.title);
        let (document, problems) = markdown::parse(place.source, place.body.clone(), &options);
        let Document { nodes, outline, text, pictures, .. } = document;
        let plain = maker.portal.config.search.enabled.then(|| Plain::new(&outline, text, pictures));
        let outline = outline.into_iter().map(|h| view::Heading { level: h.level, id: h.id, text: h.text }).collect();
        let mut writer = Writer { maker, theme, place, root: &root, problems };
        let html = writer.nodes(nodes);
        Body { html, outline, plain, problems: writer.problems }
    }
}

impl BodyMaker {
    fn options<'a>(
        &'a self,
        maker: &'a Maker,
        resolver: &'a dyn Resolver,
        title: Option<&'a str>,
    ) -> markdown::Options<'a> {
        markdown::Options {
            resolver,
            typography: &maker.words.typography,
            labels: &self.labels,
            components: &self.components,
            heading_shift: 1,
            title,
            reserved: &self.ids,
        }
    }

    /// A body alone: its links lead nowhere, and its problems are another's to tell.
    pub fn read(&self, maker: &Maker, text: Text<'_>) -> Document {
        let options = self.options(maker, &NoResolver, Some(text.title));
        markdown::parse(text.source, text.body.range.clone(), &options).0
    }
}

struct Writer<'a> {
    maker: &'a Maker,
    theme: &'a Theme,
    place: Place<'a>,
    root: &'a str,
    problems: Vec<Diagnostic>,
}

#[derive(Serialize)]
struct Cell {
    html: Value,
}

impl Writer<'_> {
    fn nodes(&mut self, nodes: Vec<Node>) -> String {
        let mut out = String::new();
        for node in nodes {
            match node {
                Node::Html(html) if out.is_empty() => out = html,
                Node::Html(html) => out.push_str(&html),
                Node::Component(call) => out.push_str(&self.component(call)),
            }
        }
        out
    }

    fn component(&mut self, call: ComponentCall) -> String {
        let ComponentCall { name, mut attributes, body, rows, span } = call;
        let body = self.nodes(body);
        let rows: Vec<Vec<Cell>> = rows
            .into_iter()
            .map(|row| row.into_iter().map(|cell| Cell { html: Value::safe_string(&self.nodes(cell.nodes)) }).collect())
            .collect();
        let template = format!("components/{name}.html");
        let mut context = Context::new();
        context.insert_value("body", Value::safe_string(&body));
        context.insert("rows", &rows);
        context.insert("root", self.root);
        context.insert("lang", &self.maker.words.language);
        let EntryData { own, relations } = self.place.shown;
        for (variable, make) in [("page_own", own), ("page_relations", relations)] {
            if self.theme.names(&template, variable) {
                context.insert_value(variable, make());
            }
        }
        context.insert("cards", &self.cards(&name, &attributes, &span));
        context.insert("files", &self.gallery(&name, !body.is_empty(), &attributes, &span));
        context.insert("file", &self.file(&attributes));
        if attributes.get("url").is_some_and(|url| !url.contains("://")) {
            attributes.insert("local".into(), "true".into());
        }
        context.insert("attrs", &attributes);
        match self.theme.render(&template, &context) {
            Ok(html) => html,
            Err(problem) => {
                self.problems.push(*problem);
                String::new()
            }
        }
    }

    fn cards(
        &mut self,
        name: &str,
        attributes: &std::collections::BTreeMap<String, String>,
        span: &Range<usize>,
    ) -> Vec<Value> {
        if name != "entries" {
            return Vec::new();
        }
        let get = |name: &str| attributes.get(name).cloned();
        let query = Query {
            kind: get("kind"),
            school: get("school"),
            topic: get("topic"),
            municipality: get("municipality"),
            organisation: get("organisation"),
            year: get("year"),
            order: get("order"),
            limit: get("limit").and_then(|limit| limit.parse().ok()),
        };
        self.maker.query(&query).unwrap_or_else(|problem| {
            self.problems.push(problem.at(self.place.source, span.clone()));
            Vec::new()
        })
    }

    /// The pictures beside the entry whose names fit the pattern.
    fn gallery(
        &mut self,
        name: &str,
        has_body: bool,
        attributes: &std::collections::BTreeMap<String, String>,
        span: &Range<usize>,
    ) -> Vec<Picture> {
        if name != "gallery" {
            return Vec::new();
        }
        let typed = attributes.get("pattern").map_or("", String::as_str);
        let folder = folder(&self.place.source.path);
        if typed.is_empty() && has_body {
            return Vec::new();
        }
        let fitting = self.maker.portal.fitting(&self.place.source.path, typed);
        let pictures: Vec<_> = fitting
            .filter(|asset| asset.visible && is_picture(&asset.disk))
            .map(|asset| Picture { url: asset.url.clone(), alt: words_of(&asset.disk), title: words_of(&asset.disk) })
            .collect();
        if pictures.is_empty() {
            let problem = Diagnostic::error(Code::GalleryEmpty).arg("pattern", typed).arg("folder", folder);
            self.problems.push(problem.at(self.place.source, span.clone()));
        }
        pictures
    }

    fn file(&self, attributes: &std::collections::BTreeMap<String, String>) -> Option<view::File> {
        let resolved = attributes.get("file").or_else(|| attributes.get("src"))?;
        let url = split_rest(resolved.strip_prefix(self.root).unwrap_or(resolved)).0;
        let asset = self.maker.portal.asset_at(url)?;
        let name = asset.path.rsplit('/').next().unwrap_or(&asset.path);
        let title = attributes.get("title").cloned().unwrap_or_else(|| name.to_owned());
        Some(self.maker.file_of(asset, title))
    }
}

#[derive(Serialize)]
struct Picture {
    url: String,
    alt: String,
    title: String,
}

fn is_picture(path: &str) -> bool {
    let ending = path.rsplit('.').next().unwrap_or("").to_lowercase();
    matches!(ending.as_str(), "jpg" | "jpeg" | "png" | "gif" | "webp" | "avif" | "svg")
}

/// A file's name as words: the only description that a picture found by a pattern has.
fn words_of(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    stem.replace(['-', '_'], " ")
}
