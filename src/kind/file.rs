//! A description as it is written, `kinds/<name>.toml`: read, not yet understood.

use std::ops::Range;
use std::sync::Arc;

use serde_json::{Value as Json, json};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::shape::TYPES;
use super::{MENU_GROUPS, ON_CARDS, ORDERS, ROLES};
use crate::diagnostics::{Code, Diagnostic, SourceText};
use crate::fields::{self, Context, FieldShape, Reader, Row, Table, Text, Value, object_schema, wrong};

/// One file of descriptions.
#[derive(Debug)]
pub struct KindFile {
    pub source: Arc<SourceText>,
    pub name: Option<Text>,
    /// Its place among the kinds of the program.
    pub number: Option<u32>,
    /// The kind that it adds fields to.
    pub extends: Option<Text>,
    pub folder: Option<Text>,
    pub icon: Option<Text>,
    pub order: Option<Text>,
    pub counts_as_content: Option<bool>,
    pub index: Option<Text>,
    pub section: Option<bool>,
    pub menu: Option<Text>,
    pub said_in_queries: Option<bool>,
    pub schema_org: Option<String>,
    /// Fields of all kinds that this one insists on.
    pub requires: Box<[Text]>,
    pub rows: RowText,
    pub words: Option<Tree>,
    /// The settings that a file with `extends` cannot have, as far as they are written.
    pub unfit: Vec<(&'static str, Range<usize>)>,
}

/// The fields of a kind or of a row.
#[derive(Debug, Default)]
pub struct RowText {
    pub fields: Vec<FieldText>,
    pub one_of: Box<[Box<[Text]>]>,
    pub short: Option<Text>,
}

#[derive(Debug)]
pub struct FieldText {
    pub name: Option<Text>,
    pub ty: Option<Text>,
    pub many: bool,
    pub required: bool,
    pub role: Option<Text>,
    pub kinds: Option<Box<[Text]>>,
    pub or_name: Option<bool>,
    pub or_yes: Option<bool>,
    pub choices: Option<Box<[Text]>>,
    pub prose: Option<bool>,
    pub search: Option<bool>,
    pub translated: Option<bool>,
    pub facet: bool,
    pub card: Option<Text>,
    pub pages: Option<Text>,
    pub inverse: Option<Text>,
    pub facts: Option<bool>,
    pub rows: RowText,
}

impl KindFile {
    pub fn read(source: &Arc<SourceText>) -> (Self, Vec<Diagnostic>) {
        let (table, syntax) = fields::parse(source, 0..source.text.len());
        let mut context = Context { source, offset: 0, problems: Vec::new() };
        let mut reader = Reader::new(table.get_ref(), 0..0, &mut context).forgiving(!syntax.is_empty());
        let file = Self::read_table(Arc::clone(source), &mut reader);
        reader.finish();
        let mut problems = syntax;
        problems.append(&mut context.problems);
        (file, problems)
    }

    fn read_table(source: Arc<SourceText>, reader: &mut Reader<'_, '_>) -> Self {
        let unfit =
            ["name", "number", "folder", "icon", "order", "counts_as_content", "index", "section", "said_in_queries"];
        let unfit = unfit.into_iter().chain(["schema_org", "menu", "requires", "one_of"]);
        let unfit = unfit.filter_map(|name| Some((name, reader.span_of(name)?))).collect();
        Self {
            source,
            name: reader.optional("name"),
            number: reader.optional("number"),
            extends: reader.optional("extends"),
            folder: reader.optional("folder"),
            icon: reader.optional("icon"),
            order: reader.optional("order"),
            counts_as_content: reader.optional("counts_as_content"),
            index: reader.optional("index"),
            section: reader.optional("section"),
            menu: reader.optional("menu"),
            said_in_queries: reader.optional("said_in_queries"),
            schema_org: reader.optional("schema_org"),
            requires: reader.one_or_many("requires"),
            rows: RowText::read(reader),
            words: reader.optional("words"),
            unfit,
        }
    }
}

impl FieldText {
    pub fn is_called(&self, name: &str) -> bool {
        self.name.as_ref().is_some_and(|own| *own.text == *name)
    }
}

impl RowText {
    /// The names of the fields, those of rows among them.
    pub fn names(&self) -> Box<dyn Iterator<Item = String> + '_> {
        let own = self.fields.iter().filter_map(|field| Some(field.name.as_ref()?.text.to_string()));
        Box::new(own.chain(self.fields.iter().flat_map(|field| field.rows.names())))
    }

    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self {
            fields: reader.optional::<FieldTexts>("field").map(|FieldTexts(fields)| fields).unwrap_or_default(),
            one_of: reader.list("one_of"),
            short: reader.optional("short"),
        }
    }
}

/// The tables `[[field]]`.
struct FieldTexts(Vec<FieldText>);

impl Value for FieldTexts {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        let fields = <Box<[Row<FieldText>]>>::read(value, name, context)?;
        Some(Self(fields.into_iter().map(|Row(field)| field).collect()))
    }

    /// Rows have fields, which may be rows.
    fn schema() -> Json {
        json!({ "type": "array", "items": { "$ref": "#/$defs/field" } })
    }
}

impl Table for FieldText {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self {
            name: reader.required("name"),
            ty: reader.required("type"),
            many: reader.optional("many").unwrap_or_default(),
            required: reader.optional("required").unwrap_or_default(),
            role: reader.optional("role"),
            kinds: reader.optional("kinds"),
            or_name: reader.optional("or_name"),
            or_yes: reader.optional("or_yes"),
            choices: reader.optional("choices"),
            prose: reader.optional("prose"),
            search: reader.optional("search"),
            translated: reader.optional("translated"),
            facet: reader.optional("facet").unwrap_or_default(),
            card: reader.optional("card"),
            pages: reader.optional("pages"),
            inverse: reader.optional("inverse"),
            facts: reader.optional("facts"),
            rows: RowText::read(reader),
        }
    }
}

/// JSON Schema (draft 2020-12) of a site's own descriptions. `describe` gives the description of a setting, those of a field by
/// `field.<name>`.
pub fn file_schema(describe: &dyn Fn(&str) -> Option<String>) -> Json {
    let source = SourceText::new("", "");
    let file = Reader::describe(|reader| KindFile::read_table(source, reader));
    let file: Vec<_> = file.into_iter().filter(|setting| !OF_THE_PROGRAM.contains(&setting.name)).collect();
    let mut schema = described(&file, describe);
    let fields = Reader::describe(FieldText::read);
    let mut field = described(&fields, &|name| describe(&format!("field.{name}")));
    field["properties"]["type"]["enum"] = json!(TYPES.iter().filter(|name| **name != "extra").collect::<Vec<_>>());
    field["properties"]["card"]["enum"] = json!(ON_CARDS.map(|(name, _)| name));
    field["properties"]["role"]["enum"] = ROLES.iter().map(|(name, _)| *name).collect();
    schema["properties"]["menu"]["enum"] = json!(MENU_GROUPS);
    schema["properties"]["order"]["enum"] = json!(ORDERS.map(|(name, _)| name));
    schema["anyOf"] = json!([{ "required": ["name", "folder"] }, { "required": ["extends"] }]);
    schema["$defs"] = json!({ "field": field });
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!("kind");
    schema
}

/// Settings that only the program's own descriptions have.
const OF_THE_PROGRAM: [&str; 3] = ["number", "index", "section"];

fn described(settings: &[FieldShape], describe: &dyn Fn(&str) -> Option<String>) -> Json {
    let mut schema = object_schema(settings);
    for name in settings.iter().map(|setting| setting.name) {
        if let Some(text) = describe(name) {
            schema["properties"][name]["description"] = json!(text);
        }
    }
    schema
}

/// A table of texts, as deep as it goes, each with its place in the file.
#[derive(Debug, Clone, Default)]
pub struct Tree(pub Vec<(Text, Node)>);

#[derive(Debug, Clone)]
pub enum Node {
    Text(String),
    Table(Tree),
    /// Neither.
    Other,
}

impl Value for Tree {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Table(table) => Some(tree(table, context)),
            _ => wrong(Code::ExpectedTable, value, name, context),
        }
    }

    fn schema() -> Json {
        json!({ "type": "object" })
    }
}

fn tree(table: &DeTable<'_>, context: &Context<'_>) -> Tree {
    let node = |value: &DeValue<'_>| match value {
        DeValue::String(text) => Node::Text(text.to_string()),
        DeValue::Table(table) => Node::Table(tree(table, context)),
        _ => Node::Other,
    };
    let entry = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
        let text: &std::borrow::Cow<'_, str> = key.get_ref();
        (Text::new(text.to_string(), &context.span(key.span())), node(value.get_ref()))
    };
    Tree(table.iter().map(entry).collect())
}
