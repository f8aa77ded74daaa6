//! The reference of fields and of descriptions of kinds, as Markdown: made from what the program itself goes by.

use serde_json::Value;

use super::schema::of_descriptions;
use super::words::Ui;
use crate::kind::{Field, Kind, Kinds, ROLES, Shape, TYPES, Type};

/// The fields of every kind of entry.
pub fn fields(ui: &Ui, kinds: &Kinds) -> String {
    let mut page = Page { ui, kinds, text: String::new() };
    page.head("fields");
    if let Some(kind) = kinds.all().next() {
        page.push(&format!("\n## {}\n\n", page.say("common")));
        let common = |field: &&Field| field.is_common();
        page.table(kind.shape().fields.iter().filter(common));
    }
    for kind in kinds.all() {
        page.kind(kind);
    }
    page.types();
    page.text
}

/// What a description of a kind may say.
pub fn kinds(ui: &Ui, kinds: &Kinds) -> String {
    let mut page = Page { ui, kinds, text: String::new() };
    page.head("kinds");
    let schema = of_descriptions(ui);
    for (title, schema) in [("settings", &schema), ("of_field", &schema["$defs"]["field"])] {
        page.push(&format!("\n## {}\n\n", page.say(title)));
        page.settings(schema);
    }
    page.types();
    page.roles();
    page.text
}

struct Page<'a> {
    ui: &'a Ui,
    kinds: &'a Kinds,
    text: String,
}

impl Page<'_> {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn say(&self, key: &str) -> String {
        self.ui.say(&format!("reference.{key}"))
    }

    /// What the descriptions of the kinds say.
    fn word(&self, key: &str) -> Option<String> {
        self.kinds.words(self.ui.catalogue.language)?.get(key, &self.ui.words.locale, &[], None)
    }

    /// A page of the book.
    fn head(&mut self, name: &str) {
        let (title, lead) = (self.say(&format!("{name}_title")), self.say(&format!("{name}_lead")));
        self.push(&format!("+++\ntitle = {title:?}\nsummary = {lead:?}\n+++\n"));
    }

    fn row(&mut self, cells: &[&str]) {
        let cells: Vec<_> = cells.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect();
        self.push(&format!("| {} |\n", cells.join(" | ")));
    }

    fn heading_row(&mut self, keys: &[&str]) {
        let cells: Vec<_> = keys.iter().map(|key| self.say(key)).collect();
        self.row(&cells.iter().map(String::as_str).collect::<Vec<_>>());
        self.push(&format!("|{}\n", "---|".repeat(keys.len())));
    }

    fn kind(&mut self, kind: Kind) {
        let title = self.word(&format!("section.{}", kind.name())).unwrap_or_else(|| kind.name().to_owned());
        self.push(&format!("\n## {title} (`{}`)\n\n", kind.name()));
        if let Some(lead) = self.word(&format!("section_lead.{}", kind.name())) {
            self.push(&format!("{lead} "));
        }
        self.push(&format!("{} `content/{}/`.\n\n", self.say("entries"), kind.folder()));
        self.one_of(kind.shape());
        let fields: Vec<_> = kind.shape().fields.iter().filter(|field| self.is_shown(kind, field)).collect();
        if !fields.is_empty() {
            self.table(fields.into_iter());
        }
    }

    /// A kind's own fields, and those of all kinds that it alone insists on.
    fn is_shown(&self, kind: Kind, field: &Field) -> bool {
        let is_optional = |other: Kind| other.shape().fields.iter().any(|one| one.name == field.name && !one.required);
        !field.is_common() || (field.required && self.kinds.all().any(|other| other != kind && is_optional(other)))
    }

    fn one_of(&mut self, shape: &Shape) {
        for group in &shape.one_of {
            let names: Vec<_> = group.iter().map(|number| format!("`{}`", shape.field(*number).name)).collect();
            self.push(&format!("{} {}.\n\n", self.say("one_of"), names.join(", ")));
        }
    }

    fn table<'f>(&mut self, fields: impl Iterator<Item = &'f Field>) {
        self.heading_row(&["field", "value", "help"]);
        for field in fields {
            self.field("", field);
        }
    }

    /// A field, and those of its rows below it.
    fn field(&mut self, above: &str, field: &Field) {
        let name = format!("{above}`{}`", field.name);
        let help = self.word(&format!("{}.help", field.key)).or_else(|| self.word(&format!("{}.label", field.key)));
        self.row(&[&name, &self.value(field), &plain(&help.unwrap_or_default())]);
        for below in field.rows().into_iter().flat_map(|shape| &shape.fields) {
            self.field(&format!("{name} › "), below);
        }
    }

    /// What is written into a field.
    fn value(&self, field: &Field) -> String {
        let label = self.ui.say(&format!("value_type.{}.label", field.ty.name()));
        let mut parts = vec![match field.ty {
            Type::Choice(words) => {
                let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
                format!("{} {}", self.say("choices"), words.join(", "))
            }
            Type::Reference { kinds, .. } if !kinds.is_any() => {
                let names: Vec<_> =
                    self.kinds.all().filter(|kind| kinds.contains(*kind)).map(|kind| format!("`{kind}`")).collect();
                format!("{label} ({})", names.join(", "))
            }
            _ => label,
        }];
        let or_name = matches!(field.ty, Type::Reference { or_name: true, .. });
        let or_yes = matches!(field.ty, Type::Date { or_yes: true });
        let more = [(or_name, "named"), (or_yes, "yes"), (field.many, "many"), (field.required, "required")];
        parts.extend(more.into_iter().filter(|(is_so, _)| *is_so).map(|(_, key)| self.say(key)));
        parts.join("; ")
    }

    fn types(&mut self) {
        self.push(&format!("\n## {}\n\n{}\n\n", self.say("values"), self.say("types_lead")));
        self.heading_row(&["type", "value", "example"]);
        for name in TYPES {
            let [label, example] = ["label", "example"].map(|word| self.ui.say(&format!("value_type.{name}.{word}")));
            self.row(&[&format!("`{name}`"), &label, &format!("`{example}`")]);
        }
    }

    fn roles(&mut self) {
        self.push(&format!("\n## {}\n\n{}\n\n", self.say("roles"), self.say("roles_lead")));
        self.heading_row(&["role", "means"]);
        for (name, _) in ROLES {
            let means = self.ui.say(&format!("role.{name}"));
            self.row(&[&format!("`{name}`"), &means]);
        }
    }

    fn settings(&mut self, schema: &Value) {
        self.heading_row(&["setting", "help"]);
        for (name, setting) in schema["properties"].as_object().into_iter().flatten() {
            self.row(&[&format!("`{name}`"), &plain(setting["description"].as_str().unwrap_or_default())]);
        }
    }
}

/// A text in which nothing is Markdown.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '[' | ']' | '<' | '*' | '_' | '`' | '\\') {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "golden files, rewritten by UPDATE_GOLDEN=1")]
    fn the_reference_is_what_the_descriptions_say() {
        let builtin = Kinds::builtin();
        for language in ["lt", "en"] {
            let ui = Ui::of_language(language);
            for (name, page) in [("fields", fields(&ui, &builtin)), ("kinds", kinds(&ui, &builtin))] {
                let ending = if language == "en" { "md" } else { "lt.md" };
                let name = if name == "kinds" { "kind-files" } else { name };
                let path = format!("{}/docs/content/pages/reference/{name}.{ending}", env!("CARGO_MANIFEST_DIR"));
                if std::env::var_os("UPDATE_GOLDEN").is_some() {
                    std::fs::write(&path, &page).unwrap();
                }
                let written = std::fs::read_to_string(&path).unwrap_or_default();
                assert!(written == page, "{path} is not what the descriptions say: run the test with UPDATE_GOLDEN=1");
            }
        }
    }

    #[test]
    fn every_setting_type_and_role_is_described() {
        for language in ["lt", "en"] {
            let ui = Ui::of_language(language);
            let has = |key: String| assert!(ui.words.get(&key, &[], None).is_some(), "{language}: {key}");
            for key in TYPES.map(|name| format!("value_type.{name}.label")) {
                has(key);
            }
            for key in ROLES.map(|(name, _)| format!("role.{name}")) {
                has(key);
            }
            let schema = of_descriptions(&ui);
            for schema in [&schema, &schema["$defs"]["field"]] {
                for (name, setting) in schema["properties"].as_object().unwrap() {
                    assert!(setting["description"].is_string(), "{language}: {name}");
                }
            }
        }
    }
}
