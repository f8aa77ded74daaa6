//! `[theme]` of the settings: a school's own colours, name and menu, without a style sheet or a template. Must not know what a theme
//! makes of them.

use serde_json::{Value as Json, json};
use toml::Spanned;
use toml::de::DeValue;

use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::fields::{Context, Reader, Row, Table, Text, Value, read_row, wrong};

/// What a site says of its looks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// Name of a folder under `themes/`; absent: the theme that is part of the program.
    pub base: Option<Text>,
    /// A colour as CSS has them.
    pub accent: Option<Text>,
    /// Names of static files.
    pub logo: Option<Text>,
    pub favicon: Option<Text>,
    /// One or two static files: regular letters, then bold ones.
    pub font: Box<[Text]>,
    /// Short name for the head of every page.
    pub name: Option<String>,
    pub motto: Option<String>,
    pub menu: Vec<MenuGroup>,
}

/// A group of the main menu, in the place of the usual ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuGroup {
    pub title: String,
    /// Kinds and indexes by name.
    pub items: Box<[Text]>,
}

impl Table for Look {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self {
            base: reader.optional("base"),
            accent: reader.optional::<Colour>("accent").map(|Colour(text)| text),
            logo: reader.optional("logo"),
            favicon: reader.optional("favicon"),
            font: reader.one_or_many("font"),
            name: reader.optional("name"),
            motto: reader.optional("motto"),
            menu: reader.list("menu").into_iter().map(|Row(group)| group).collect(),
        }
    }
}

impl Table for MenuGroup {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self { title: reader.required("title").unwrap_or_default(), items: reader.list("items") }
    }
}

/// The name of a theme alone, or the whole table.
pub struct LookValue(pub Look);

impl Value for LookValue {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::String(_) => Some(Self(Look { base: Some(Text::read(value, name, context)?), ..Look::default() })),
            _ => read_row(value, name, context).map(Self),
        }
    }

    fn schema() -> Json {
        json!({ "anyOf": [{ "type": "string", "minLength": 1 }, Row::<Look>::schema()] })
    }
}

/// A colour that can be read.
struct Colour(Text);

impl Value for Colour {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        let text = Text::read(value, name, context)?;
        if csscolorparser::parse(&text.text).is_ok_and(|colour| colour.a >= 1.0) {
            return Some(Self(text));
        }
        wrong(Code::ExpectedColour, value, name, context)
    }

    fn schema() -> Json {
        json!({ "type": "string", "pattern": "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$|^[a-z]+" })
    }
}

impl Look {
    /// The static files that it names, each with its setting.
    pub fn files(&self) -> impl Iterator<Item = (&'static str, &Text)> {
        let pictures =
            self.logo.iter().map(|file| ("logo", file)).chain(self.favicon.iter().map(|file| ("favicon", file)));
        pictures.chain(self.font.iter().map(|file| ("font", file)))
    }

    /// Tells files that are not there; `known` are the names of those that are.
    pub fn missing(&self, known: &[&str]) -> Vec<(Diagnostic, std::ops::Range<usize>)> {
        let lacking = self.files().filter(|(_, file)| !known.contains(&name_of(&file.text)));
        let problem = |(setting, file): (&'static str, &Text)| {
            let name = name_of(&file.text);
            let problem = Diagnostic::error(Code::LookFileMissing).arg("setting", setting).arg("file", name);
            (problem.suggest(nearest(name, known.iter().copied())), file.span())
        };
        lacking.map(problem).collect()
    }
}

/// A static file as pages name it: people also write the folder that it lies in.
pub fn name_of(file: &str) -> &str {
    file.strip_prefix("static/").unwrap_or(file).trim_start_matches('/')
}
