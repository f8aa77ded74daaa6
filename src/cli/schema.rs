//! `avilys schema`: JSON Schema of the front matter, for editors that check and complete it.

use clap::ArgMatches;
use serde_json::{Map, Value};

use super::DONE;
use super::words::Ui;
use crate::record::{self, Kind};

pub fn run(ui: &Ui, matches: &ArgMatches) -> u8 {
    let schema = match matches.get_one::<String>("kind").map(String::as_str) {
        Some("settings") => crate::config::schema(),
        Some(name) => Kind::from_name(name).map_or(Value::Null, |kind| of_kind(ui, kind)),
        None => {
            let kinds = Kind::all().map(|kind| (kind.name().to_owned(), of_kind(ui, kind)));
            Value::Object(kinds.chain([("settings".to_owned(), crate::config::schema())]).collect::<Map<_, _>>())
        }
    };
    match serde_json::to_string_pretty(&schema) {
        Ok(text) => anstream::println!("{text}"),
        Err(error) => anstream::eprintln!("{error}"),
    }
    DONE
}

fn of_kind(ui: &Ui, kind: Kind) -> Value {
    let own = |field: &str| ui.words.get(&format!("field.{}.{field}", kind.name()), &[], None);
    let common = |field: &str| ui.words.get(&format!("field.common.{field}"), &[], None);
    record::document(kind, &|field| own(field).or_else(|| common(field)))
}
