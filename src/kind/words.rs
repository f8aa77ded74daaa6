//! The words of kinds as messages: the weakest layer of every catalogue, below those of themes and sites.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::file::{KindFile, Node, Tree};
use super::{Field, Kind, Shape};
use crate::diagnostics::{Code, Diagnostic, SourceText, nearest};
use crate::fields::Text;
use crate::locale::{Messages, counting_categories, is_plural_form};

/// Messages by language.
pub type Words = BTreeMap<String, Messages>;

/// Words for what has none in any language: the names that descriptions use.
pub(super) fn defaults(kind: Kind) -> Vec<(String, String)> {
    let name = kind.name();
    let mut words = vec![
        (format!("kind.{name}"), readable(name)),
        (format!("section.{name}"), readable(kind.folder())),
        (format!("count.{name}"), format!("{}: {{count}}", readable(kind.folder()))),
        (format!("segments.{}", kind.folder()), kind.folder().replace('_', "-")),
    ];
    add_labels(kind.shape(), &mut words);
    words
}

fn add_labels(shape: &Shape, words: &mut Vec<(String, String)>) {
    for field in &shape.fields {
        add_field_labels(field, words);
    }
}

fn add_field_labels(field: &Field, words: &mut Vec<(String, String)>) {
    let label = readable(field.name);
    words.extend(field.choices().iter().map(|word| (format!("{}.choices.{word}", field.key), readable(word))));
    words.extend(field.pages.map(|pages| (format!("index.{pages}"), label.clone())));
    words.extend(field.pages.map(|pages| (format!("segments.{pages}"), pages.replace('_', "-"))));
    words.extend(field.facet.map(|facet| (format!("search.facet.{facet}"), label.clone())));
    words.extend(field.facet.map(|facet| (format!("segments.by_{facet}"), facet.replace('_', "-"))));
    words.extend(field.inverse.map(|inverse| (format!("{}.inverse", field.key), readable(inverse))));
    words.push((format!("{}.label", field.key), label));
    if let Some(rows) = field.rows() {
        add_labels(rows, words);
    }
}

/// A name as a reader may see it.
fn readable(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters.map(|letter| if matches!(letter, '_' | '-') { ' ' } else { letter })).collect()
}

/// The words that readers need of one of the site's own files.
#[derive(Debug)]
pub struct NeededWords {
    pub kind: &'static str,
    pub source: Arc<SourceText>,
    /// Where the file gives words.
    pub span: Range<usize>,
    keys: Vec<String>,
}

impl NeededWords {
    /// A file without any words is told by itself.
    pub(super) fn of(kind: &'static str, shape: &Shape, file: &KindFile) -> Option<Self> {
        let span = file.words.as_ref()?.0.first()?.0.span();
        let mut words = Vec::new();
        if file.extends.is_none() {
            words.extend(["kind", "section", "count"].map(|word| (format!("{word}.{kind}"), String::new())));
        }
        let described = |field: &&Field| file.rows.fields.iter().any(|text| text.is_called(field.name));
        let own = shape.own().map(|(_, field)| field).filter(described);
        own.for_each(|field| add_field_labels(field, &mut words));
        // A segment can well be the name that the description uses.
        let keys = words.into_iter().map(|(key, _)| key).filter(|key| !key.starts_with("segments.")).collect();
        Some(Self { kind, source: Arc::clone(&file.source), span, keys })
    }

    /// Those that are not among some messages.
    pub fn lacking<'a>(&'a self, messages: &Messages) -> Vec<&'a str> {
        self.keys.iter().map(String::as_str).filter(|key| !messages.contains(key)).collect()
    }
}

/// What the words of a file are about.
pub(super) struct About<'a> {
    pub name: &'a str,
    pub folder: &'a str,
    pub shape: &'a Shape,
    /// Words of the kind itself may be given, and not of its fields alone.
    pub is_whole: bool,
}

pub(super) struct WordsReader<'a> {
    pub source: &'a Arc<SourceText>,
    pub words: &'a mut Words,
    pub problems: &'a mut Vec<Diagnostic>,
    /// Names of the fields as they are written, those among them that cannot be used.
    pub written: BTreeSet<String>,
}

impl WordsReader<'_> {
    pub fn read(&mut self, tree: &Tree, about: &About<'_>) {
        for (language, node) in &tree.0 {
            let Node::Table(table) = node else {
                self.not_a(node, language);
                continue;
            };
            self.language(&language.text, table, about);
        }
    }

    fn language(&mut self, language: &str, table: &Tree, about: &About<'_>) {
        const KNOWN: [&str; 6] = ["title", "one", "count", "segment", "lead", "fields"];
        let known = if about.is_whole { &KNOWN[..] } else { &KNOWN[5..] };
        for (key, node) in &table.0 {
            let name = about.name;
            let message = match &*key.text {
                "fields" => {
                    self.fields(language, node, key, about.shape, name);
                    continue;
                }
                word if !known.contains(&word) => {
                    self.unknown(key, known);
                    continue;
                }
                "title" => format!("section.{name}"),
                "one" => format!("kind.{name}"),
                "count" => {
                    self.plural(language, format!("count.{name}"), node, key);
                    continue;
                }
                "segment" if self.is_taken(language, node) => {
                    let Node::Text(segment) = node else { continue };
                    let problem = Diagnostic::error(Code::KindNameTaken).arg("name", segment).help("segment");
                    self.problems.push(problem.at(self.source, key.span()));
                    continue;
                }
                "segment" => format!("segments.{}", about.folder),
                _ => format!("section_lead.{name}"),
            };
            self.text(language, message, node, key);
        }
    }

    /// True for a segment of a kind or an index that was read before. The site's catalogues may still choose others.
    fn is_taken(&self, language: &str, node: &Node) -> bool {
        let (Node::Text(segment), Some(words)) = (node, self.words.get(language)) else { return false };
        let mut segments = words.keys().filter(|key| key.starts_with("segments."));
        segments.any(|key| words.text(key) == Some(segment))
    }

    fn fields(&mut self, language: &str, node: &Node, at: &Text, shape: &Shape, kind: &str) {
        let Node::Table(table) = node else { return self.not_a(node, at) };
        for (name, node) in &table.0 {
            let Some(field) = shape.fields.iter().find(|field| *field.name == *name.text) else {
                // What is wrong with a field that cannot be used was told where it is described.
                if !self.written.contains(&*name.text) {
                    self.unknown(name, &shape.names());
                }
                continue;
            };
            // The words of a field of all kinds can be others for one of them.
            let key = if field.is_common() { format!("field.{kind}.{}", field.name) } else { field.key.to_owned() };
            self.field(language, node, name, field, &key, kind);
        }
    }

    /// The words of one field; a text alone is its label.
    fn field(&mut self, language: &str, node: &Node, at: &Text, field: &Field, key: &str, kind: &str) {
        const KNOWN: [&str; 10] =
            ["label", "help", "card", "inverse", "facet", "segment", "choices", "explanations", "rows", "pages"];
        let table = match node {
            Node::Text(_) => return self.label(language, node, at, field, key),
            Node::Table(table) => table,
            Node::Other => return self.not_a(node, at),
        };
        for (word, node) in &table.0 {
            match (&*word.text, field.rows(), field.pages, field.facet) {
                ("label", ..) => self.label(language, node, word, field, key),
                ("help", ..) => self.text(language, format!("{key}.help"), node, word),
                ("card", ..) if field.card.is_some() => self.text(language, format!("{key}.card"), node, word),
                ("inverse", ..) if field.inverse.is_some() => {
                    self.text(language, format!("{key}.inverse"), node, word);
                }
                ("segment", .., Some(facet)) => self.text(language, format!("segments.by_{facet}"), node, word),
                ("facet", .., Some(facet)) => self.text(language, format!("search.facet.{facet}"), node, word),
                ("choices" | "explanations", ..) if !field.choices().is_empty() => {
                    self.some(language, &format!("{key}.{}", word.text), node, word, field.choices());
                }
                ("rows", Some(rows), ..) => self.fields(language, node, word, rows, kind),
                ("pages", _, Some(pages), _) => self.pages(language, node, word, pages),
                (known, ..) if KNOWN.contains(&known) => {
                    let problem = Diagnostic::error(Code::KindSettingUnfit).arg("setting", known);
                    self.problems.push(problem.arg("with", field.name).at(self.source, word.span()));
                }
                _ => self.unknown(word, &KNOWN),
            }
        }
    }

    /// The facet of a field and its index of choices are called like it, unless they have words of their own.
    fn label(&mut self, language: &str, node: &Node, at: &Text, field: &Field, key: &str) {
        self.text(language, format!("{key}.label"), node, at);
        let Node::Text(label) = node else { return };
        let facet = field.facet.map(|facet| format!("search.facet.{facet}"));
        let pages = field.pages.map(|pages| format!("index.{pages}"));
        let words = self.words.entry(language.to_owned()).or_default();
        for key in facet.into_iter().chain(pages) {
            if !words.contains(&key) {
                words.insert(key, label.clone());
            }
        }
    }

    /// The words of an index of choices.
    fn pages(&mut self, language: &str, node: &Node, at: &Text, pages: &str) {
        let Node::Table(table) = node else { return self.not_a(node, at) };
        for (word, node) in &table.0 {
            let key = match &*word.text {
                "title" => "index",
                "lead" => "index_lead",
                "segment" => "segments",
                _ => {
                    self.unknown(word, &["title", "lead", "segment"]);
                    continue;
                }
            };
            self.text(language, format!("{key}.{pages}"), node, word);
        }
    }

    fn some(&mut self, language: &str, key: &str, node: &Node, at: &Text, known: &[&str]) {
        let Node::Table(table) = node else { return self.not_a(node, at) };
        for (word, node) in &table.0 {
            if known.contains(&&*word.text) {
                self.text(language, format!("{key}.{}", word.text), node, word);
            } else {
                self.unknown(word, known);
            }
        }
    }

    fn text(&mut self, language: &str, key: String, node: &Node, at: &Text) {
        match node {
            Node::Text(text) => self.words.entry(language.to_owned()).or_default().insert(key, text.clone()),
            _ => self
                .problems
                .push(Diagnostic::error(Code::MessagesNotText).arg("key", &at.text).at(self.source, at.span())),
        }
    }

    fn plural(&mut self, language: &str, key: String, node: &Node, at: &Text) {
        let Node::Table(table) = node else { return self.text(language, key, node, at) };
        let (mut forms, mut is_mistyped) = (BTreeMap::new(), false);
        for (form, node) in &table.0 {
            match node {
                Node::Text(text) if is_plural_form(&form.text) => _ = forms.insert(form.text.to_string(), text.clone()),
                Node::Text(_) => {
                    is_mistyped = true;
                    self.unknown(form, &crate::locale::PLURAL_FORMS);
                }
                _ => self.text(language, key.clone(), node, form),
            }
        }
        if forms.contains_key("other") {
            let categories = counting_categories(language).into_iter();
            let lacking: Vec<_> = categories.filter(|category| !forms.contains_key(*category)).collect();
            if !lacking.is_empty() && !is_mistyped {
                let problem = Diagnostic::warning(Code::PluralFormLacking).arg("key", &at.text);
                self.problems.push(problem.arg("forms", lacking.join(", ")).at(self.source, at.span()));
            }
            self.words.entry(language.to_owned()).or_default().insert_plural(key, forms);
        } else if !is_mistyped {
            self.problems
                .push(Diagnostic::error(Code::MessagesNoOther).arg("key", &at.text).at(self.source, at.span()));
        }
    }

    fn not_a(&mut self, _: &Node, at: &Text) {
        self.problems.push(Diagnostic::error(Code::ExpectedTable).arg("field", &at.text).at(self.source, at.span()));
    }

    fn unknown(&mut self, key: &Text, known: &[&str]) {
        let near = nearest(&key.text, known.iter().copied());
        let problem = Diagnostic::error(Code::KindWordUnknown).arg("key", &key.text).arg("known", known.join(", "));
        self.problems.push(problem.suggest(near).at(self.source, key.span()));
    }
}
