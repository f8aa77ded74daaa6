//! `avilys schema`: JSON Schema of front matter, settings and descriptions of kinds, for editors that check and complete them.

use clap::ArgMatches;
use serde_json::{Map, Value};

use super::named::{self, kinds_of};
use super::words::Ui;
use super::{DONE, build, terminal};
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::kind::{self, Kind, Kinds};
use crate::record;

pub fn run(ui: &Ui, matches: &ArgMatches) -> u8 {
    let kinds = kinds_of(&named::root(matches));
    match schema(ui, &kinds, matches.get_one::<String>("kind").map(String::as_str)) {
        Ok(schema) => {
            terminal::answer(ui, &format!("{schema:#}\n"));
            DONE
        }
        Err(problem) => build::misuse(ui, &problem),
    }
}

fn schema(ui: &Ui, kinds: &Kinds, of: Option<&str>) -> Result<Value, Diagnostic> {
    let settings = || crate::config::schema(&kinds.segments().collect::<Vec<_>>());
    Ok(match of {
        Some("settings") => settings(),
        Some("kind") => of_descriptions(ui),
        Some("municipalities") => crate::config::municipalities_schema(),
        Some(name) => of_kind(ui, kind_or_other(ui, kinds, name)?, kinds),
        None => {
            let all = kinds.all().map(|kind| (kind.name().to_owned(), of_kind(ui, kind, kinds)));
            let others = [("settings".to_owned(), settings()), ("kind".to_owned(), of_descriptions(ui))];
            Value::Object(all.chain(others).collect::<Map<_, _>>())
        }
    })
}

/// What else than kinds has a schema.
const OTHERS: [&str; 3] = ["settings", "kind", "municipalities"];

fn kind_or_other(ui: &Ui, kinds: &Kinds, name: &str) -> Result<Kind, Diagnostic> {
    named::kind(ui, kinds, name).map_err(|problem| {
        let known: Vec<_> = kinds.all().map(Kind::name).chain(OTHERS).collect();
        let near = nearest(name, known.iter().copied());
        let unknown = Diagnostic::error(Code::SchemaUnknown).arg("name", name).arg("known", known.join(", "));
        if problem.help == "suggest" { problem } else { unknown.suggest(near) }
    })
}

/// Of the files that describe kinds.
pub fn of_descriptions(ui: &Ui) -> Value {
    kind::file_schema(&|setting| {
        let key = match setting.strip_prefix("field.") {
            Some(setting) => format!("kind_field.{setting}"),
            None => format!("kind_file.{setting}"),
        };
        ui.words.get(&key, &[], None)
    })
}

fn of_kind(ui: &Ui, kind: Kind, kinds: &Kinds) -> Value {
    let words = kinds.words(ui.catalogue.language);
    let help = |key: &str| words?.get(&format!("{key}.help"), &ui.words.locale, &[], None);
    record::document(kind, kinds, &|field| {
        // The words of a field of all kinds can be others for one of them.
        let own = Some(field).filter(|field| field.is_common());
        let own = own.and_then(|field| help(&format!("field.{}.{}", kind.name(), field.name)));
        own.or_else(|| help(field.key))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_described_in_both_languages() {
        for language in ["lt", "en"] {
            let ui = Ui::of_language(language);
            for kind in Kinds::builtin().all() {
                let schema = of_kind(&ui, kind, &Kinds::builtin());
                let fields = schema["properties"].as_object().unwrap();
                let mute: Vec<_> = fields.iter().filter(|(_, field)| field["description"].as_str().is_none()).collect();
                assert!(mute.is_empty(), "{language}: {kind} has fields without a description: {mute:?}");
            }
        }
    }
}
