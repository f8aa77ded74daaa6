//! What can be written at a place of a file.

use std::ops::Range;

use serde_json::{Value, json};

use super::outline::Slot;
use super::spot::{self, Spot, Toml, Wanted};
use super::text::Lines;
use crate::kind::{Kind, KindSet, Type};
use crate::locale;
use crate::locale::fold;
use crate::markdown::{Kind as Attribute, Spec};
use crate::record::destination::encode;
use crate::record::folder;

/// Suggestions at once: more nobody reads, and typing on narrows them.
const MOST: usize = 200;

/// Kinds of the protocol's items.
const FIELD: u8 = 5;
const VALUE: u8 = 12;
const FILE: u8 = 17;
const REFERENCE: u8 = 18;
const MODULE: u8 = 9;

/// One suggestion.
struct Item {
    label: String,
    /// What is written.
    text: String,
    detail: String,
    help: Option<String>,
    kind: u8,
    is_snippet: bool,
    /// Also found by this.
    other: String,
}

impl Item {
    fn new(label: impl Into<String>, text: impl Into<String>, kind: u8) -> Self {
        let (detail, other) = (String::new(), String::new());
        Self { label: label.into(), text: text.into(), detail, help: None, kind, is_snippet: false, other }
    }
}

/// What is suggested, and the bytes that it takes the place of.
struct Suggestions {
    items: Vec<Item>,
    span: Range<usize>,
}

/// The protocol's list of what can be written. `snippets`: the editor knows places to fill in.
pub fn complete(spot: &Spot<'_>, lines: &Lines<'_>, snippets: bool) -> Value {
    let found = match spot.toml() {
        Some(toml) => in_toml(spot, &toml, snippets),
        None => in_body(spot),
    };
    let Some(Suggestions { items, span }) = found else { return Value::Null };
    let typed = &spot.text[span.start..spot.offset.clamp(span.start, span.end)];
    // Editors leave out what does not begin as they think it should: what fits is chosen here, by the rules of the site's names.
    let wanted = fold(typed.trim_start_matches(['"', '\'']));
    let fits = |item: &&Item| [&item.label, &item.text, &item.other].iter().any(|name| fold(name).contains(&wanted));
    let fitting: Vec<_> = items.iter().filter(fits).take(MOST).collect();
    let range = lines.span(&span);
    let item = |(at, item): (usize, &&Item)| {
        let mut told = json!({
            "label": item.label,
            "kind": item.kind,
            "sortText": format!("{at:04}"),
            "filterText": typed,
            "textEdit": { "range": range, "newText": item.text },
        });
        if !item.detail.is_empty() {
            told["detail"] = json!(item.detail);
        }
        if let Some(help) = &item.help {
            told["documentation"] = json!(help);
        }
        if item.is_snippet {
            told["insertTextFormat"] = json!(2);
        }
        told
    };
    let items: Vec<_> = fitting.iter().enumerate().map(item).collect();
    json!({ "isIncomplete": true, "items": items })
}

fn in_toml(spot: &Spot<'_>, toml: &Toml, snippets: bool) -> Option<Suggestions> {
    let in_file = |span: &Range<usize>| span.start + toml.range.start..span.end + toml.range.start;
    let place = toml.outline.cursor.as_ref()?;
    let (Slot::Key { table, span } | Slot::Value { table, span, .. }) = place;
    let path = &toml.outline.tables[*table];
    let schema = spot.schema(toml.kind)?;
    let of_table = path.iter().try_fold(&schema, |table, name| property(table, &schema, name));
    let items = match place {
        Slot::Key { .. } => fields(spot, toml, *table, table_of(of_table?, &schema)?, snippets),
        Slot::Value { key, .. } => {
            let given = spot.wanted(toml.kind, path, key);
            let property = of_table.and_then(|table| property(table, &schema, key));
            values(spot, toml.kind, given, property)
        }
    };
    Some(Suggestions { items, span: in_file(span) })
}

/// The part of a schema that describes a table.
fn table_of<'v>(schema: &'v Value, root: &'v Value) -> Option<&'v Value> {
    if let Some(place) = schema["$ref"].as_str() {
        return table_of(root.pointer(place.trim_start_matches('#'))?, root);
    }
    if schema.get("properties").is_some() {
        return Some(schema);
    }
    let ways = ["anyOf", "oneOf"].iter().filter_map(|name| schema[name].as_array()).flatten();
    { ways }.chain(schema.get("items")).find_map(|way| table_of(way, root))
}

fn property<'v>(schema: &'v Value, root: &'v Value, name: &str) -> Option<&'v Value> {
    table_of(schema, root)?["properties"].get(name)
}

/// The fields that a table does not have yet, those that it needs first.
fn fields(spot: &Spot<'_>, toml: &Toml, table: usize, schema: &Value, snippets: bool) -> Vec<Item> {
    let Some(properties) = schema["properties"].as_object() else { return Vec::new() };
    let names = |list: &Value| -> Vec<String> {
        let names = list.as_array().into_iter().flatten().filter_map(Value::as_str);
        names.map(str::to_owned).collect()
    };
    let required = names(&schema["required"]);
    let groups = schema["anyOf"].as_array().into_iter().flatten().flat_map(|group| names(&group["required"]));
    let one_of: Vec<_> = groups.collect();
    // A name that is being typed is no field that is there already.
    let typed = match &toml.outline.cursor {
        Some(Slot::Key { span, .. }) => &spot.text[span.start + toml.range.start..span.end + toml.range.start],
        _ => "",
    };
    let free = properties.iter().filter(|(name, _)| *name == typed || !toml.outline.has(table, name));
    let mut items: Vec<_> = free.map(|(name, schema)| field(spot, toml, table, name, schema, snippets)).collect();
    items.sort_by_key(|item| (!required.contains(&item.label), !one_of.contains(&item.label)));
    items
}

fn field(spot: &Spot<'_>, toml: &Toml, table: usize, name: &str, schema: &Value, snippets: bool) -> Item {
    let given = spot.wanted(toml.kind, &toml.outline.tables[table], name);
    let value = match (is_list(schema), plain_type(schema)) {
        (true, Some("object")) => "[{ $0 }]",
        (false, Some("object")) => "{ $0 }",
        (_, Some("boolean")) => "true",
        (false, Some("integer" | "number")) => "$0",
        (false, _) if is_date(given) => "$0",
        (true, _) => "[\"$0\"]",
        (false, _) => "\"$0\"",
    };
    let text = if snippets { format!("{name} = {value}") } else { format!("{name} = ") };
    let mut item = Item::new(name, text, FIELD);
    item.is_snippet = snippets;
    item.help = schema["description"].as_str().map(str::to_owned);
    let label = toml.kind.and_then(|kind| label(spot, kind, toml, table, name));
    item.detail = label.clone().unwrap_or_default();
    item.other = label.unwrap_or_default();
    item
}

fn label(spot: &Spot<'_>, kind: Kind, toml: &Toml, table: usize, name: &str) -> Option<String> {
    let field = spot::field(kind, &toml.outline.tables[table], name)?;
    spot.label(kind, field)
}

fn is_date(wanted: Wanted) -> bool {
    matches!(wanted, Wanted::Other(field) if matches!(field.ty, Type::Date { .. }))
}

/// A list may stand there.
fn is_list(schema: &Value) -> bool {
    let ways = schema["anyOf"].as_array().into_iter().flatten();
    schema["type"] == "array" || ways.into_iter().any(|way| way["type"] == "array")
}

/// The type of one value.
fn plain_type(schema: &Value) -> Option<&str> {
    match schema["type"].as_str() {
        Some("array") => plain_type(&schema["items"]),
        Some(name) => Some(name),
        None => schema["anyOf"].as_array()?.iter().find_map(plain_type),
    }
}

fn words<'v>(schema: &'v Value, found: &mut Vec<&'v Value>) {
    found.extend(schema["enum"].as_array().into_iter().flatten());
    found.extend(schema.get("const"));
    let ways = ["anyOf", "oneOf"].iter().filter_map(|name| schema[name].as_array()).flatten();
    { ways }.chain(schema.get("items")).for_each(|way| words(way, found));
}

fn values(spot: &Spot<'_>, kind: Option<Kind>, wanted: Wanted, schema: Option<&Value>) -> Vec<Item> {
    match wanted {
        Wanted::Entries(kinds) => entries(spot, kinds, kind_is_needed(spot, kinds), true),
        Wanted::Municipality => {
            let known = spot.portal.config.municipalities.iter();
            let item = |one: &crate::config::Municipality| {
                let mut item = Item::new(&one.title, quoted(&one.id), VALUE);
                one.id.clone_into(&mut item.detail);
                item
            };
            known.map(item).collect()
        }
        Wanted::File => files(spot).into_iter().map(|name| Item::new(&name, quoted(&name), FILE)).collect(),
        Wanted::Other(field) if is_date(wanted) => {
            let today = spot.portal.today.to_string();
            let mut items = vec![Item::new(&today, &today, VALUE)];
            items.extend(matches!(field.ty, Type::Date { or_yes: true }).then(|| Item::new("true", "true", VALUE)));
            items
        }
        Wanted::Other(field) if matches!(field.ty, Type::Country) => {
            let item = |one: locale::Country| {
                let mut item = Item::new(one.name(spot.language), quoted(one.code), VALUE);
                one.code.clone_into(&mut item.detail);
                item
            };
            locale::countries().map(item).collect()
        }
        Wanted::Other(_) | Wanted::Unknown => {
            let mut found = Vec::new();
            if let Some(schema) = schema {
                words(schema, &mut found);
            }
            if found.is_empty() && schema.and_then(plain_type) == Some("boolean") {
                return ["true", "false"].map(|word| Item::new(word, word, VALUE)).into();
            }
            found.into_iter().map(|value| choice(spot, kind, wanted, value)).collect()
        }
    }
}

fn choice(spot: &Spot<'_>, kind: Option<Kind>, wanted: Wanted, value: &Value) -> Item {
    let Some(word) = value.as_str() else { return Item::new(value.to_string(), value.to_string(), VALUE) };
    let mut item = Item::new(word, quoted(word), VALUE);
    if let Wanted::Other(field) = wanted {
        let meaning = match (field.ty, kind) {
            (Type::Kind, _) => spot.word(&format!("kind.{word}")),
            _ => spot.word(&format!("{}.choices.{word}", field.key)),
        };
        item.detail = meaning.unwrap_or_default();
        item.other.clone_from(&item.detail);
    }
    item
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// An id alone tells an entry only where one kind may be named.
fn kind_is_needed(spot: &Spot<'_>, kinds: KindSet) -> bool {
    spot.kinds().all().filter(|kind| kinds.contains(*kind)).count() != 1
}

fn entries(spot: &Spot<'_>, kinds: KindSet, with_kind: bool, in_quotes: bool) -> Vec<Item> {
    let portal = spot.portal;
    let fitting = portal.editions[0].sorted(portal.ids().filter(|id| kinds.contains(portal.kind(*id))));
    let item = |id| {
        let entry = portal.entry(id);
        let name = if with_kind { format!("{}:{}", entry.kind.name(), entry.id()) } else { entry.id().to_owned() };
        let text = if in_quotes { quoted(&name) } else { name.clone() };
        let mut item = Item::new(entry.in_language(spot.language).title(), text, REFERENCE);
        item.detail = name;
        item
    };
    fitting.into_iter().map(item).collect()
}

/// The other files of the folder that the file stands in, where that is an entry's own.
fn files(spot: &Spot<'_>) -> Vec<String> {
    let inside = format!("{}/", folder(spot.path));
    let assets = spot.portal.assets.range(inside.clone()..).take_while(|(path, _)| path.starts_with(&inside));
    assets.map(|(path, _)| path[inside.len()..].to_owned()).collect()
}

fn in_body(spot: &Spot<'_>) -> Option<Suggestions> {
    let body = spot.body().filter(|body| *body <= spot.offset)?;
    let start = spot.text[body..spot.offset].rfind('\n').map_or(body, |at| body + at + 1);
    let before = &spot.text[start..spot.offset];
    let colons = before.len() - before.trim_start_matches(':').len();
    if colons >= 3 { component(spot, start + colons) } else { link(spot, start) }
}

/// Behind the colons of a line: the names of components, or the attributes of one.
fn component(spot: &Spot<'_>, name_start: usize) -> Option<Suggestions> {
    let components = spot.components;
    let written = &spot.text[name_start..spot.offset];
    let Some((name, attributes)) = written.trim_start().split_once(char::is_whitespace) else {
        let blanks = written.len() - written.trim_start().len();
        let items = components.names().map(|name| {
            let needed = components.get(name).into_iter().flat_map(|spec| &spec.attributes).filter(|one| one.required);
            let needed: Vec<_> = needed.map(|one| format!(" {}=\"\"", one.name)).collect();
            Item::new(name, format!("{name}{}", needed.concat()), MODULE)
        });
        return Some(Suggestions { items: items.collect(), span: name_start + blanks..spot.offset });
    };
    let spec = components.get(name)?;
    let is_value = attributes.matches('"').count() % 2 == 1;
    let typed = attributes.rsplit(|c: char| c.is_whitespace() || c == '"').next().unwrap_or_default();
    let span = spot.offset - typed.len()..spot.offset;
    if !is_value {
        let free = spec.attributes.iter().filter(|one| !attributes.contains(&format!("{}=", one.name)));
        let items = free.map(|one| Item::new(one.name, format!("{}=\"\"", one.name), FIELD)).collect();
        return Some(Suggestions { items, span });
    }
    let key = attributes.rsplit_once('=')?.0.rsplit(char::is_whitespace).next()?;
    Some(Suggestions { items: attribute(spot, spec, key), span })
}

fn attribute(spot: &Spot<'_>, spec: &Spec, key: &str) -> Vec<Item> {
    let kinds = spot.kinds();
    match spec.attributes.iter().find(|one| one.name == key).map(|one| one.kind) {
        Some(Attribute::OneOf(words)) => words.iter().map(|word| Item::new(*word, *word, VALUE)).collect(),
        Some(Attribute::File) => files(spot).into_iter().map(|name| Item::new(&name, &name, FILE)).collect(),
        Some(Attribute::Text) if key == "kind" => {
            kinds.names().into_iter().map(|name| Item::new(name, name, VALUE)).collect()
        }
        Some(Attribute::Text) => match kinds.from_name(key) {
            Some(kind) => entries(spot, kind.into(), false, false),
            None => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Within the brackets of a link: kinds, then the entries of one; and the files beside the text.
fn link(spot: &Spot<'_>, line: usize) -> Option<Suggestions> {
    let before = &spot.text[line..spot.offset];
    let opening = before.rfind("](")? + 2;
    let typed = &before[opening..];
    if typed.contains([')', ' ']) {
        return None;
    }
    let span = line + opening..spot.offset;
    if let Some(kind) = typed.split_once(':').and_then(|(kind, _)| spot.kinds().from_name(kind)) {
        return Some(Suggestions { items: entries(spot, kind.into(), true, false), span });
    }
    let kinds = spot.kinds().all().map(|kind| {
        let mut item = Item::new(format!("{}:", kind.name()), format!("{}:", kind.name()), MODULE);
        item.detail = spot.word(&format!("kind.{}", kind.name())).unwrap_or_default();
        item.other.clone_from(&item.detail);
        item
    });
    let files = files(spot).into_iter().map(|name| Item::new(&name, encode(&name), FILE));
    Some(Suggestions { items: kinds.chain(files).collect(), span })
}
