//! The theme contract as a document, `themes/CONTRACT.md`: made from the view types, so that it cannot say what is not so.
//!
//! The words around the tables stand in `contract.md`, beside this file.

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value};

use super::{
    Author, CardImage, ChoicePage, ChoiceView, Count, CountryView, CyclePage, EntryPage, File, GroupPage, HomePage,
    IndexPage, LettersPage, MunicipalityPage, NotFoundPage, PageHead, RedirectPage, Relations, SearchPage, SectionPage,
    Site, TopicsPage, WindowView, YearPage,
};
use crate::kind::{Field, Kinds, Role, Type};
use crate::markdown::{Attribute, Body, Components, Kind};

/// The words around the tables. A line `{{name}}` is where a table goes.
const WORDS: &str = include_str!("contract.md");

/// Templates of pages that are no entries, with the type of their `page`.
const PAGES: [(&str, &str, &str); 14] = [
    ("home.html", "HomePage", "the home page"),
    ("section.html", "SectionPage", "the list of a kind of entry; the entries under one letter"),
    ("letters.html", "LettersPage", "schools, organisations, collections by letter; the index of letters"),
    ("topics.html", "TopicsPage", "the tree of topics"),
    ("cycle_year.html", "CyclePage", "the annual cycle"),
    (
        "group.html",
        "GroupPage",
        "all entries of one kind of a school, topic, organisation, municipality or school year",
    ),
    ("index_list.html", "IndexPage", "the indexes of municipalities, school years and the choices of a field"),
    ("municipality.html", "MunicipalityPage", "a municipality"),
    ("year.html", "YearPage", "a school year"),
    ("choice.html", "ChoicePage", "one of the choices of a field, such as a level of evidence"),
    ("search.html", "SearchPage", "the search"),
    ("opensearch.xml", "SearchPage", "the description of the search for browsers (OpenSearch 1.1)"),
    ("404.html", "NotFoundPage", "the answer to an address that does not exist"),
    ("redirect.html", "RedirectPage", "an old address of an entry"),
];

/// End of the names of the types that a `page` is of.
const PAGE_TYPES: &str = "Page";

/// The contract as Markdown.
fn contract() -> String {
    let types = types();
    let mut out = String::with_capacity(64 * 1024);
    for line in WORDS.lines() {
        match line.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")) {
            Some(name) => out.push_str(part(name, &types).trim_end()),
            None => out.push_str(line),
        }
        out.push('\n');
    }
    out
}

/// Every type that a template can meet, by name, in alphabetical order.
fn types() -> Vec<(String, Value)> {
    let mut generator = SchemaGenerator::default();
    add::<Site>(&mut generator);
    add::<PageHead>(&mut generator);
    add::<HomePage>(&mut generator);
    add::<EntryPage>(&mut generator);
    add::<SectionPage>(&mut generator);
    add::<SearchPage>(&mut generator);
    add::<LettersPage>(&mut generator);
    add::<TopicsPage>(&mut generator);
    add::<CyclePage>(&mut generator);
    add::<GroupPage>(&mut generator);
    add::<IndexPage>(&mut generator);
    add::<MunicipalityPage>(&mut generator);
    add::<YearPage>(&mut generator);
    add::<ChoicePage>(&mut generator);
    // What `page.own` holds, whose types the descriptions of kinds tell.
    add::<ChoiceView>(&mut generator);
    add::<WindowView>(&mut generator);
    add::<CountryView>(&mut generator);
    add::<Count>(&mut generator);
    add::<File>(&mut generator);
    add::<CardImage>(&mut generator);
    add::<Author>(&mut generator);
    add::<Relations>(&mut generator);
    add::<NotFoundPage>(&mut generator);
    add::<RedirectPage>(&mut generator);
    let mut types: Vec<_> = generator.take_definitions(true).into_iter().collect();
    types.sort_by(|a, b| a.0.cmp(&b.0));
    types
}

fn add<T: JsonSchema>(generator: &mut SchemaGenerator) {
    generator.subschema_for::<T>();
}

fn part(name: &str, types: &[(String, Value)]) -> String {
    let apart = ["Site", "PageHead"];
    match name {
        "templates" => templates(),
        "kinds" => kinds(),
        "components" => components(),
        "site" => chapter(types, |name| name == "Site"),
        "head" => chapter(types, |name| name == "PageHead"),
        "pages" => chapter(types, |name| name.ends_with(PAGE_TYPES)),
        "own" => own(),
        _ => chapter(types, |name| !name.ends_with(PAGE_TYPES) && !apart.contains(&name)),
    }
}

/// The fields of `page.own`, kind by kind, from the descriptions.
fn own() -> String {
    let kinds = Kinds::builtin();
    let mut out = String::new();
    for kind in kinds.all() {
        if !out.is_empty() {
            out.push('\n');
        }
        out.extend(["### ", &anchor_of(kind), "\n\n"]);
        out.push_str("| field | type | null | |\n|---|---|---|---|\n");
        for (_, field) in kind.shape().own() {
            own_row(&mut out, &kinds, "", field);
        }
    }
    out
}

/// A field, and those of its rows below it.
fn own_row(out: &mut String, kinds: &Kinds, above: &str, field: &Field) {
    let name = format!("{above}{}", field.name);
    let ty = type_of(&field.ty);
    let ty = if field.many { format!("list of {ty}") } else { ty };
    let label = kinds.words("en").and_then(|words| words.text(&format!("{}.label", field.key))).unwrap_or_default();
    row(out, &[&format!("`{name}`"), &ty, if field.many { "" } else { "may be" }, &one_line(label)]);
    for inner in field.rows().into_iter().flat_map(|rows| &rows.fields) {
        own_row(out, kinds, &format!("{name}."), inner);
    }
    let added: &[(&str, &str, &str)] = match field.role {
        Some(Role::Promised) => &[
            ("delivered", "list of [Link](#link)", "Entries of the promised kind that name the project"),
            ("delivered_text", "text", "„2 iš 37“, or „2 įrašai“ where no count was promised; null without a kind"),
        ],
        Some(Role::Items) => &[("card", "[Card](#card)", "The entry as it stands in lists")],
        _ => &[],
    };
    for (added, ty, text) in added {
        row(out, &[&format!("`{name}.{added}`"), ty, "", text]);
    }
}

/// The type of a value of `page.own`.
fn type_of(ty: &Type) -> String {
    let name = match ty {
        Type::Whole | Type::Menu => return "number".into(),
        Type::Flag => return "true or false".into(),
        Type::Extra | Type::Row(_) => return "table".into(),
        Type::Date { .. } => "Date",
        Type::Window => "WindowView",
        Type::Count => "Count",
        Type::Country => "CountryView",
        Type::Choice(_) | Type::Kind => "ChoiceView",
        Type::File | Type::Attachment => "File",
        Type::Municipality | Type::Reference { .. } | Type::Link => "Link",
        Type::Person => "Author",
        Type::Image => "CardImage",
        _ => return "text".into(),
    };
    reference(name)
}

/// Heading of a kind's own fields.
fn anchor_of(kind: crate::kind::Kind) -> String {
    format!("{} fields", kind.name())
}

fn templates() -> String {
    let mut out = String::from("| template | `page` is | shows |\n|---|---|---|\n");
    for (template, page, shows) in PAGES {
        row(&mut out, &[&format!("`{template}`"), &reference(page), shows]);
    }
    out
}

fn kinds() -> String {
    let mut out =
        String::from("| kind | template | `page.own` is | folder | icon | schema.org |\n|---|---|---|---|---|---|\n");
    for kind in Kinds::builtin().all() {
        let code = |text: &str| format!("`{text}`");
        let heading = anchor_of(kind);
        let own = format!("[{heading}](#{})", heading.replace(' ', "-"));
        let cells = [
            code(kind.name()),
            code(&format!("{}.html", kind.name())),
            own,
            code(kind.folder()),
            code(kind.icon()),
            code(kind.schema_org()),
        ];
        row(&mut out, &cells.each_ref().map(String::as_str));
    }
    out
}

fn components() -> String {
    let all = Components::builtin();
    let mut out = String::from("| component | between its lines | attributes |\n|---|---|---|\n");
    for (name, spec) in all.names().filter_map(|name| Some((name, all.get(name)?))) {
        let body = match spec.body {
            Body::Markdown => "Markdown, as `body`",
            Body::ListTable => "a list of lists, as `rows`",
        };
        let attributes: Vec<_> = spec.attributes.iter().map(attribute).collect();
        let attributes = if attributes.is_empty() { "–".to_owned() } else { attributes.join("<br>") };
        row(&mut out, &[&format!("`{name}`"), body, &attributes]);
    }
    out
}

fn attribute(attribute: &Attribute) -> String {
    let kind = match attribute.kind {
        Kind::Text => "text".to_owned(),
        Kind::Prose => "words for a reader".to_owned(),
        Kind::Flag => "`1` or `0`".to_owned(),
        Kind::Count => "a whole number from 1".to_owned(),
        Kind::OneOf(words) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "),
        Kind::Link => "a link".to_owned(),
        Kind::File => "a file of the site".to_owned(),
    };
    let required = if attribute.required { " (required)" } else { "" };
    format!("`{}`{required}: {kind}", attribute.name)
}

/// The tables of some types, each under its heading.
fn chapter(types: &[(String, Value)], wanted: impl Fn(&str) -> bool) -> String {
    let head = types.iter().find(|(name, _)| name == "PageHead").map(|(_, schema)| properties(schema));
    let mut out = String::new();
    for (name, schema) in types.iter().filter(|(name, _)| wanted(name)) {
        let shared = head.filter(|_| name != "PageHead" && name.ends_with(PAGE_TYPES)).flatten();
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&table(name, schema, shared));
    }
    out
}

/// One type: its heading, its description, and a row a field but for those that it shares with every page.
fn table(name: &str, schema: &Value, shared: Option<&Map<String, Value>>) -> String {
    let mut out = format!("### {name}\n\n");
    if let Some(text) = schema["description"].as_str() {
        out.push_str(&one_line(text));
        out.push_str("\n\n");
    }
    let fields = properties(schema).into_iter().flatten();
    let own: Vec<_> = fields.filter(|(name, _)| shared.is_none_or(|shared| !shared.contains_key(*name))).collect();
    if shared.is_some() {
        let head = reference("PageHead");
        let line = if own.is_empty() {
            format!("Nothing but the fields of {head}.\n")
        } else {
            format!("The fields of {head}, and:\n\n")
        };
        out.push_str(&line);
    }
    if own.is_empty() {
        return out;
    }
    out.push_str("| field | type | null | |\n|---|---|---|---|\n");
    for (name, field) in own {
        let (kind, null) = kind_of(field);
        let text = one_line(field["description"].as_str().unwrap_or_default());
        row(&mut out, &[&format!("`{name}`"), &kind, if null { "may be" } else { "" }, &text]);
    }
    out
}

fn properties(schema: &Value) -> Option<&Map<String, Value>> {
    schema["properties"].as_object()
}

/// A field's type in words, and whether it may be null.
fn kind_of(schema: &Value) -> (String, bool) {
    if let Some(path) = schema["$ref"].as_str() {
        let name = path.rsplit('/').next().unwrap_or(path);
        return (reference(name), false);
    }
    if let Some(options) = schema["anyOf"].as_array() {
        let null = |option: &&Value| option["type"] == "null";
        let kinds: Vec<_> = options.iter().filter(|option| !null(option)).map(|option| kind_of(option).0).collect();
        return (kinds.join(" or "), options.iter().any(|option| null(&option)));
    }
    let types: Vec<_> = match &schema["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
        single => single.as_str().into_iter().collect(),
    };
    let null = types.contains(&"null");
    let kind = match types.iter().find(|kind| **kind != "null") {
        Some(&"array") => format!("list of {}", kind_of(&schema["items"]).0),
        Some(&"integer") => "number".to_owned(),
        Some(&"boolean") => "true or false".to_owned(),
        Some(&"object") => "table".to_owned(),
        Some(&"string") => "text".to_owned(),
        Some(other) => (*other).to_owned(),
        None => "any".to_owned(),
    };
    (kind, null)
}

fn reference(name: &str) -> String {
    format!("[{name}](#{})", name.to_lowercase())
}

fn row(out: &mut String, cells: &[&str]) {
    for cell in cells {
        out.push_str("| ");
        out.push_str(cell);
        out.push(' ');
    }
    out.push_str("|\n");
}

/// A description as the cell of a table.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use include_dir::{Dir, include_dir};

    use super::*;

    static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default/templates");

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a golden file, rewritten by UPDATE_GOLDEN=1")]
    fn the_document_is_the_contract() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/CONTRACT.md");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(path, contract()).unwrap();
        }
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            written == contract(),
            "themes/CONTRACT.md is not what the types say: run the test with UPDATE_GOLDEN=1"
        );
    }

    #[test]
    fn every_field_is_described() {
        for (name, schema) in types() {
            for (field, of) in properties(&schema).into_iter().flatten() {
                assert!(of["description"].is_string(), "{name}.{field} has no description");
            }
        }
    }

    #[test]
    fn the_templates_are_those_of_the_default_theme() {
        let file = |path: &std::path::Path| path.to_string_lossy().into_owned();
        let there: BTreeSet<_> = TEMPLATES.files().map(|template| file(template.path())).collect();
        let builtin = Kinds::builtin();
        let kinds = builtin.all().map(|kind| format!("{}.html", kind.name()));
        let pages = PAGES.iter().map(|(template, ..)| (*template).to_owned());
        let named: BTreeSet<_> =
            kinds.chain(pages).chain(["ui.html", "base.html", "entry.html", "kind.html"].map(str::to_owned)).collect();
        assert_eq!(there, named);
        let components: BTreeSet<_> =
            TEMPLATES.get_dir("components").unwrap().files().map(|t| file(t.path())).collect();
        let builtin: BTreeSet<_> =
            Components::builtin().names().map(|name| format!("components/{name}.html")).collect();
        assert_eq!(components, builtin);
    }

    #[test]
    fn every_type_that_is_named_has_a_table() {
        let document = contract();
        let links = document.split("](#").skip(1).filter_map(|rest| rest.split_once(')')).map(|(anchor, _)| anchor);
        let headings: BTreeSet<_> = document
            .lines()
            .filter(|line| line.starts_with('#'))
            .map(|line| {
                line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-").replace(['’', '`', '\''], "")
            })
            .collect();
        for anchor in links {
            assert!(headings.contains(anchor), "nothing in the document is called #{anchor}");
        }
    }
}
