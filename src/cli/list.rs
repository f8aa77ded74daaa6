//! `avilys list`: what there is to name in a field, each with its id.

use clap::ArgMatches;
use serde_json::json;

use super::named::{self, kinds_of};
use super::words::Ui;
use super::{DONE, Environment, add, build, terminal};
use crate::config::{Config, Municipality};
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::kind::{Kind, Kinds};
use crate::locale;
use crate::portal::Portal;
use crate::search::words::{fold, lower};
use crate::source::Source;

/// What can be listed beside the entries of a kind.
const OTHERS: [&str; 3] = ["municipalities", "countries", "kinds"];

/// An id and what it stands for.
type Rows = Vec<(String, String)>;

pub fn run(ui: &Ui, environment: &Environment, matches: &ArgMatches) -> u8 {
    let what = matches.get_one::<String>("what").map(String::as_str);
    let is_json = matches.get_one::<String>("format").is_some_and(|format| format == "json");
    match rows(ui, environment, matches, what) {
        Ok(rows) if is_json => {
            let rows: Vec<_> = rows.iter().map(|(id, title)| json!({ "id": id, "title": title })).collect();
            terminal::answer(ui, &format!("{:#}\n", json!(rows)));
            DONE
        }
        Ok(rows) if rows.is_empty() => {
            terminal::answer(ui, &(ui.say("cli.list.nothing") + "\n"));
            DONE
        }
        Ok(rows) => {
            let width = rows.iter().map(|(id, _)| id.chars().count()).max().unwrap_or_default();
            let lines = rows.iter().map(|(id, title)| format!("{id:width$}  {title}\n"));
            terminal::answer(ui, &lines.collect::<String>());
            DONE
        }
        Err(problem) => build::misuse(ui, &problem),
    }
}

fn rows(ui: &Ui, environment: &Environment, matches: &ArgMatches, what: Option<&str>) -> Result<Rows, Diagnostic> {
    let root = named::root(matches);
    let kinds = kinds_of(&root);
    let all_kinds = || kinds.all().map(|kind| (kind.name().to_owned(), named::title(ui, &kinds, kind)));
    let Some(what) = what else {
        return Ok(OTHERS
            .into_iter()
            .map(|other| (other.to_owned(), other_title(ui, other)))
            .chain(all_kinds())
            .collect());
    };
    let is_called = |other: &&&str| **other == what || fold(&lower(&other_title(ui, other))) == fold(&lower(what));
    let portal = || Source::open(&root).map(|source| add::load(&source, environment));
    match OTHERS.iter().find(is_called).copied() {
        Some("kinds") => Ok(all_kinds().collect()),
        Some("countries") => Ok(countries(ui)),
        // Outside of a portal they are those of Lithuania.
        Some(_) => Ok(portal()
            .ok()
            .flatten()
            .map_or_else(|| municipalities(&Config::default()), |portal| municipalities(&portal.config))),
        None => {
            let kind = named::kind(ui, &kinds, what).map_err(|problem| unknown(&problem, what, &kinds))?;
            Ok(portal()?.map_or(Rows::new(), |portal| entries(&portal, kind)))
        }
    }
}

fn other_title(ui: &Ui, other: &str) -> String {
    ui.say(&format!("cli.list.{other}"))
}

fn unknown(problem: &Diagnostic, what: &str, kinds: &Kinds) -> Diagnostic {
    let near = problem.args.iter().find(|(name, _)| *name == "suggestion").map(|(_, near)| near.clone());
    let known: Vec<_> = OTHERS.into_iter().chain(kinds.all().map(Kind::name)).collect();
    let near = near.or_else(|| nearest(what, known.iter().copied()).map(str::to_owned));
    Diagnostic::error(Code::ListUnknown).arg("what", what).arg("known", known.join(", ")).suggest(near)
}

fn municipalities(config: &Config) -> Rows {
    let row = |one: &Municipality| (one.id.clone(), one.title.clone());
    config.municipalities.iter().map(row).collect()
}

fn countries(ui: &Ui) -> Rows {
    locale::countries().map(|country| (country.code.to_owned(), ui.words.country(country.code))).collect()
}

fn entries(portal: &Portal, kind: Kind) -> Rows {
    let of_kind = portal.ids().filter(|id| portal.kind(*id) == kind);
    let mut rows: Rows =
        of_kind.map(|id| (portal.entry(id).id().to_owned(), portal.entry(id).record.title().to_owned())).collect();
    rows.sort();
    rows
}
