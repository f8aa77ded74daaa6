//! `avilys schema`: JSON Schema of the front matter, for editors that check and complete it.

use clap::ArgMatches;
use serde_json::{Map, Value};

use super::words::Ui;
use super::{DONE, terminal};
use crate::kind::{ChoiceField, Kind, Kinds};
use crate::record;

pub fn run(ui: &Ui, matches: &ArgMatches) -> u8 {
    let kinds = Kinds::builtin();
    let folders =
        || kinds.folders().into_iter().chain(kinds.choice_pages().map(ChoiceField::pages)).collect::<Vec<_>>();
    let settings = || crate::config::schema(&folders());
    let schema = match matches.get_one::<String>("kind").map(String::as_str) {
        Some("settings") => settings(),
        Some("municipalities") => crate::config::municipalities_schema(),
        Some(name) => kinds.from_name(name).map_or(Value::Null, |kind| of_kind(ui, kind, &kinds)),
        None => {
            let all = kinds.all().map(|kind| (kind.name().to_owned(), of_kind(ui, kind, &kinds)));
            Value::Object(all.chain([("settings".to_owned(), settings())]).collect::<Map<_, _>>())
        }
    };
    match serde_json::to_string_pretty(&schema) {
        Ok(text) => terminal::answer(ui, &(text + "\n")),
        Err(error) => terminal::remark(&format!("{error}\n")),
    }
    DONE
}

fn of_kind(ui: &Ui, kind: Kind, kinds: &Kinds) -> Value {
    let help = |key: &str| ui.words.get(&format!("{key}.help"), &[], None);
    record::document(kind, kinds, &|field| {
        // The words of a field of all kinds can be others for one of them.
        let own = Some(field).filter(|field| field.is_common());
        let own = own.and_then(|field| help(&format!("field.{}.{}", kind.name(), field.name)));
        own.or_else(|| help(field.key))
    })
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
                let schema = of_kind(&ui, kind, &Kinds::builtin());
                let fields = schema["properties"].as_object().unwrap();
                let mute: Vec<_> = fields.iter().filter(|(_, field)| field["description"].as_str().is_none()).collect();
                assert!(mute.is_empty(), "{language}: {kind} has fields without a description: {mute:?}");
            }
        }
    }
}
