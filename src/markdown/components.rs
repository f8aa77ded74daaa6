//! The components that a body may call, and what each of them takes.

use std::collections::BTreeMap;

/// The known components by name.
#[derive(Debug, Clone, Default)]
pub struct Components {
    specs: BTreeMap<String, Spec>,
}

/// What one component takes.
#[derive(Debug, Clone)]
pub struct Spec {
    pub attributes: Vec<Attribute>,
    pub body: Body,
    /// Takes any attribute: made by a theme, which alone knows its own.
    pub open: bool,
}

#[derive(Debug, Clone)]
pub struct Attribute {
    pub name: &'static str,
    pub required: bool,
    pub kind: Kind,
}

/// What may stand in an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Anything, kept as typed.
    Text,
    /// Words for a reader: quotes and spaces follow the language.
    Prose,
    /// `0` or `1`; a bare name means `1`.
    Flag,
    /// A whole number from 1.
    Count,
    /// The first stands for an attribute that is not given.
    OneOf(&'static [&'static str]),
    /// A link, resolved by [`super::Resolver::link`].
    Link,
    /// A file, resolved by [`super::Resolver::image`].
    File,
}

/// What may stand between the opening and the closing line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    Markdown,
    /// A list of lists: rows of cells.
    ListTable,
}

const REQUIRED: bool = true;
const OPTIONAL: bool = false;

impl Components {
    /// The components that every theme has.
    pub fn builtin() -> Self {
        use Kind::{Count, File, Flag, Link, OneOf, Prose, Text};
        let mut all = Self::default();
        all.add(
            "figure",
            Body::Markdown,
            &[
                ("src", REQUIRED, File),
                ("alt", REQUIRED, Prose),
                ("caption", OPTIONAL, Prose),
                ("credit", OPTIONAL, Prose),
                ("width", OPTIONAL, Text),
            ],
        );
        all.add("gallery", Body::Markdown, &[("pattern", OPTIONAL, Text), ("caption", OPTIONAL, Prose)]);
        all.add("timeline", Body::Markdown, &[]);
        all.add("commitments", Body::Markdown, &[]);
        let table = [("header", OPTIONAL, Flag), ("stub", OPTIONAL, Flag), ("caption", OPTIONAL, Prose)];
        all.add("list-table", Body::ListTable, &table);
        let quote = [("author", OPTIONAL, Prose), ("source", OPTIONAL, Prose), ("url", OPTIONAL, Link)];
        all.add("quote", Body::Markdown, &quote);
        let kinds = OneOf(&["note", "tip", "important", "warning", "caution"]);
        all.add("callout", Body::Markdown, &[("kind", OPTIONAL, kinds), ("title", OPTIONAL, Prose)]);
        all.add("download", Body::Markdown, &[("file", REQUIRED, File), ("title", OPTIONAL, Prose)]);
        let video = [("url", REQUIRED, Link), ("title", REQUIRED, Prose), ("poster", OPTIONAL, File)];
        all.add("video", Body::Markdown, &video);
        all.add(
            "entries",
            Body::Markdown,
            &[
                ("kind", OPTIONAL, Text),
                ("school", OPTIONAL, Text),
                ("topic", OPTIONAL, Text),
                ("municipality", OPTIONAL, Text),
                ("organisation", OPTIONAL, Text),
                ("year", OPTIONAL, Text),
                ("limit", OPTIONAL, Count),
                ("order", OPTIONAL, OneOf(&["newest", "title"])),
            ],
        );
        all
    }

    fn add(&mut self, name: &str, body: Body, attributes: &[(&'static str, bool, Kind)]) {
        let attributes =
            attributes.iter().map(|(name, required, kind)| Attribute { name, required: *required, kind: *kind });
        self.specs.insert(name.to_owned(), Spec { attributes: attributes.collect(), body, open: false });
    }

    /// Adds a component of a theme. It takes any attribute and a Markdown body; a known name keeps its own rules.
    pub fn add_open(&mut self, name: &str) {
        let spec = Spec { attributes: Vec::new(), body: Body::Markdown, open: true };
        self.specs.entry(name.to_owned()).or_insert(spec);
    }

    pub fn get(&self, name: &str) -> Option<&Spec> {
        self.specs.get(name)
    }

    /// All names, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.specs.keys().map(String::as_str)
    }
}
