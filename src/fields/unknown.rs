//! Keys that no field has: what their author may have meant.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostics::{Code, Diagnostic, nearest};

/// Keys that other site generators use, each with the field that stands for it here.
const MOVED: [(&str, &str); 28] = [
    ("draft", "status"),
    ("published", "status"),
    ("tag", "topics"),
    ("tags", "topics"),
    ("category", "topics"),
    ("categories", "topics"),
    ("keywords", "topics"),
    ("taxonomies", "topics"),
    ("description", "summary"),
    ("excerpt", "summary"),
    ("abstract", "summary"),
    ("author", "authors"),
    ("autorius", "authors"),
    ("autoriai", "authors"),
    ("nuotrauka", "image"),
    ("žymos", "topics"),
    ("lastmod", "updated"),
    ("modified", "updated"),
    ("last_modified_at", "updated"),
    ("publishDate", "date"),
    ("pubDate", "date"),
    ("permalink", "aliases"),
    ("redirect_from", "aliases"),
    ("cover", "image"),
    ("featured_image", "image"),
    ("thumbnail", "image"),
    ("license", "licence"),
    ("attachment", "attachments"),
];

/// A key that no field has.
pub struct Unknown<'u> {
    pub key: &'u str,
    pub value: &'u Spanned<DeValue<'u>>,
    /// What the value's span points into.
    pub text: &'u str,
    /// What the key is called elsewhere, where that is a field's label.
    pub meaning: Option<&'u str>,
    /// The fields that are written, or that other unknown keys stand for.
    pub written: &'u [&'u str],
}

/// The problem of a key that is not among the `known` ones, and the known one that was meant, if that is clear.
pub fn key<'n>(unknown: &Unknown<'_>, known: &[&'n str]) -> (Diagnostic, Option<&'n str>) {
    let Unknown { key, value, text, meaning, written } = *unknown;
    let problem = Diagnostic::error(Code::UnknownKey).arg("key", key).arg("known", known.join(", "));
    let moved = MOVED.iter().find(|(other, _)| *other == key).map(|(_, field)| *field).or(meaning);
    if let Some(field) = moved.and_then(|field| known.iter().find(|known| **known == field)) {
        let problem = problem.arg("field", field);
        if written.contains(field) {
            return (problem.help("there"), Some(field));
        }
        return (problem.arg("example", example(key, field, value, text)).help("moved"), Some(field));
    }
    let meant = nearest(key, known.iter().copied());
    let problem = if known.contains(&"extra") { problem } else { problem.help("within") };
    (problem.suggest(meant), meant)
}

/// The field with the value that its author wrote under another name, as far as that can be kept.
fn example(key: &str, field: &str, value: &Spanned<DeValue<'_>>, text: &str) -> String {
    let written = text.get(value.span()).unwrap_or_default();
    let value = match (field, value.get_ref()) {
        ("status", DeValue::Boolean(flag)) => {
            let status = if *flag == (key == "draft") { "draft" } else { "published" };
            format!("\"{status}\"")
        }
        ("status", DeValue::String(word)) if matches!(key, "draft" | "published") => {
            let is_no = matches!(word.to_lowercase().as_str(), "no" | "false" | "0" | "ne" | "");
            format!("\"{}\"", if is_no == (key == "draft") { "published" } else { "draft" })
        }
        ("image", DeValue::String(file)) => format!("{{ file = \"{file}\", alt = \"…\" }}"),
        ("image", _) => "{ file = \"…\", alt = \"…\" }".to_owned(),
        ("attachments", _) => "[{ title = \"…\", file = \"…\" }]".to_owned(),
        ("topics" | "aliases", DeValue::String(_)) => format!("[{written}]"),
        ("topics", DeValue::Table(_)) => "[\"…\"]".to_owned(),
        _ if written.is_empty() || written.contains('\n') => "…".to_owned(),
        _ => written.to_owned(),
    };
    format!("{field} = {value}")
}

/// The line that opens the table in which a key stands: what is written below it belongs to that table.
pub fn header(text: &str, key_start: usize) -> Option<&str> {
    let above = text.get(..key_start)?;
    above.lines().rev().map(str::trim).find(|line| line.starts_with('[')).map(|line| {
        let end = line.rfind(']').map_or(line.len(), |at| at + 1);
        &line[..end]
    })
}

/// Keys of the table for own values that are fields of the entry: their author meant the fields.
pub fn swallowed<'t>(extra: &'t DeTable<'t>, known: &[&str]) -> Vec<(Diagnostic, std::ops::Range<usize>)> {
    let fields = extra.keys().filter(|key| *key.get_ref() != "extra" && known.contains(&key.get_ref().as_ref()));
    let problem = |key: &Spanned<_>| {
        // Whoever writes a status here believes that the entry is not published.
        let name: &std::borrow::Cow<'_, str> = key.get_ref();
        let problem = if *name == "status" { Diagnostic::error } else { Diagnostic::warning };
        (problem(Code::FieldInExtra).arg("field", name), key.span())
    };
    fields.map(problem).collect()
}
