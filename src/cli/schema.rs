//! `avilys schema`: JSON Schema of the front matter, for editors that check and complete it.

use clap::ArgMatches;
use serde_json::{Map, Value};

use super::words::Ui;
use super::{DONE, terminal};
use crate::kind::{Kind, Kinds};
use crate::record;

pub fn run(ui: &Ui, matches: &ArgMatches) -> u8 {
    let kinds = Kinds::builtin();
    let settings = || crate::config::schema(&kinds.folders());
    let schema = match matches.get_one::<String>("kind").map(String::as_str) {
        Some("settings") => settings(),
        Some(name) => kinds.from_name(name).map_or(Value::Null, |kind| of_kind(ui, kind)),
        None => {
            let kinds = kinds.all().map(|kind| (kind.name().to_owned(), of_kind(ui, kind)));
            Value::Object(kinds.chain([("settings".to_owned(), settings())]).collect::<Map<_, _>>())
        }
    };
    match serde_json::to_string_pretty(&schema) {
        Ok(text) => terminal::answer(ui, &(text + "\n")),
        Err(error) => terminal::remark(&format!("{error}\n")),
    }
    DONE
}

fn of_kind(ui: &Ui, kind: Kind) -> Value {
    let own = |field: &str| ui.words.get(&format!("field.{}.{field}", kind.name()), &[], None);
    let common = |field: &str| ui.words.get(&format!("field.common.{field}"), &[], None);
    record::document(kind, &|field| own(field).or_else(|| common(field)))
}

#[cfg(test)]
mod tests {
    use super::super::Environment;
    use super::*;

    fn ui(language: &str) -> Ui {
        Ui::new(&Environment {
            language: language.into(),
            today: jiff::civil::date(2026, 1, 1),
            fixed: true,
            threads: None,
            terminal: false,
            wrong_epoch: None,
        })
    }

    #[test]
    fn every_field_is_described_in_both_languages() {
        for language in ["lt", "en"] {
            let ui = ui(language);
            for kind in Kinds::builtin().all() {
                let schema = of_kind(&ui, kind);
                let fields = schema["properties"].as_object().unwrap();
                let mute: Vec<_> = fields.iter().filter(|(_, field)| field["description"].as_str().is_none()).collect();
                assert!(mute.is_empty(), "{language}: {kind} has fields without a description: {mute:?}");
            }
        }
    }

    #[test]
    fn every_description_is_of_a_field() {
        let ui = ui("en");
        let schemas: Vec<_> = Kinds::builtin().all().map(|kind| (kind.name(), of_kind(&ui, kind))).collect();
        for key in ui.words.messages.keys().filter_map(|key| key.strip_prefix("field.")) {
            let (owner, field) = key.split_once('.').unwrap();
            let known = schemas.iter().any(|(kind, schema)| {
                (owner == "common" || owner == *kind) && schema["properties"].get(field).is_some()
            });
            assert!(known, "field.{key} describes no field");
        }
    }
}
