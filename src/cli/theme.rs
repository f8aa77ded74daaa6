//! `avilys theme`: what the default theme is made of, for those who want to replace a part of it.

use std::path::Path;

use clap::ArgMatches;

use super::words::Ui;
use super::{DONE, build, named, terminal};
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::scaffold;
use crate::theme::embedded;

/// The theme contract as a document.
const CONTRACT: &str = include_str!("../../themes/CONTRACT.md");

pub fn run(ui: &Ui, matches: &ArgMatches) -> u8 {
    let names: Vec<&str> = matches.get_many::<String>("names").unwrap_or_default().map(String::as_str).collect();
    let answer = match matches.get_one::<String>("what").map(String::as_str) {
        Some("export") => export(ui, &named::root(matches), &names),
        Some("messages") => Ok(messages(names.first().copied().unwrap_or("en"))),
        Some("contract") => Ok(CONTRACT.to_owned()),
        _ => Ok(embedded::names().into_iter().map(|name| name + "\n").collect()),
    };
    match answer {
        Ok(text) => {
            terminal::answer(ui, &text);
            DONE
        }
        Err(problem) => build::misuse(ui, &problem),
    }
}

/// Files of the theme as files of the portal, which stand in their place from then on. Nothing is overwritten.
fn export(ui: &Ui, root: &Path, asked: &[&str]) -> Result<String, Diagnostic> {
    let known = embedded::names();
    if asked.is_empty() {
        return Err(Diagnostic::error(Code::ThemeFileUnknown).arg("name", ""));
    }
    let found = asked.iter().map(|name| named_file(name, &known)).collect::<Result<Vec<_>, _>>()?;
    let mut said = String::new();
    for name in found {
        write(root, name)?;
        said.push_str(&ui.say_with("cli.theme.exported", &[("file", name.to_owned())]));
        said.push('\n');
    }
    Ok(said)
}

/// A file by its name, with or without the folder that it lies in.
fn named_file<'k>(name: &str, known: &'k [String]) -> Result<&'k str, Diagnostic> {
    let name = name.replace('\\', "/");
    let is_named = |file: &&String| **file == name || file.split_once('/').is_some_and(|(_, rest)| rest == name);
    let unknown = || {
        let files = known.iter().map(String::as_str);
        let near = nearest(&name, files.clone().chain(files.filter_map(|file| Some(file.split_once('/')?.1))));
        Diagnostic::error(Code::ThemeFileUnknown).arg("name", &name).suggest(near)
    };
    known.iter().find(is_named).map(String::as_str).ok_or_else(unknown)
}

fn write(root: &Path, name: &str) -> Result<(), Diagnostic> {
    scaffold::write_new(root, name, embedded::contents(name).unwrap_or_default())
}

/// The words of a language; of one that the theme does not speak those of English, to be translated.
fn messages(language: &str) -> String {
    let of = |language: &str| embedded::contents(&format!("messages/{language}.toml"));
    let bytes = of(language).or_else(|| of("en")).unwrap_or_default();
    String::from_utf8_lossy(bytes).into_owned()
}
