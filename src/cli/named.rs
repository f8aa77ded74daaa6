//! What a person calls a kind of entry, and where the portal is that a command is for.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ArgMatches;
use clap::parser::ValueSource;

use super::words::Ui;
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::kind::{Kind, Kinds};
use crate::search::words::{Stemmer, fold, lower, words};
use crate::source::{Memory, Source};

/// The folder of the portal: the one that is named, else the nearest one upwards that is a portal, else the current one.
pub fn root(matches: &ArgMatches) -> PathBuf {
    let given = matches.get_one::<PathBuf>("root").cloned().unwrap_or_else(|| PathBuf::from("."));
    if matches.value_source("root") == Some(ValueSource::CommandLine) {
        return given;
    }
    let is_portal = |folder: &Path| folder.join(crate::config::FILE).is_file() || folder.join("content").is_dir();
    if is_portal(&given) {
        return given;
    }
    // Only the settings say for sure that a folder further up is one.
    let here = std::env::current_dir().unwrap_or_default();
    let above = here.ancestors().skip(1).position(|folder| folder.join(crate::config::FILE).is_file());
    above.map_or(given, |steps| std::iter::repeat_n("..", steps + 1).collect())
}

/// The kinds of the site in a folder; those of the program where there is no site.
pub fn kinds_of(root: &Path) -> Arc<Kinds> {
    match Source::open(root) {
        Ok(source) => Kinds::load(&source.kinds(&[], &mut Memory::default()).0).0,
        Err(_) => Kinds::builtin(),
    }
}

/// The kind that an argument names: by its name, its folder, or what it is called in a language of the program, in any form („praktiką“).
pub fn kind(ui: &Ui, kinds: &Kinds, name: &str) -> Result<Kind, Diagnostic> {
    kinds.from_name(name).or_else(|| by_title(ui, kinds, name)).ok_or_else(|| {
        let titles: Vec<_> = kinds.all().map(|kind| (title(ui, kinds, kind).to_lowercase(), kind.name())).collect();
        let near = nearest(name, titles.iter().flat_map(|(title, name)| [*name, title.as_str()]));
        let near = near.map(|near| titles.iter().find(|(title, _)| *title == near).map_or(near, |(_, name)| *name));
        let known: Vec<_> = titles
            .iter()
            .map(|(title, name)| if title == name { (*name).to_owned() } else { format!("{name} ({title})") })
            .collect();
        Diagnostic::error(Code::KindUnknown).arg("kind", name).arg("known", known.join(", ")).suggest(near)
    })
}

/// What one entry of a kind is called in the reader's language.
pub fn title(ui: &Ui, kinds: &Kinds, kind: Kind) -> String {
    let words = kinds.words(ui.catalogue.language);
    let title = words.and_then(|words| words.get(&format!("kind.{}", kind.name()), &ui.words.locale, &[], None));
    title.unwrap_or_else(|| kind.name().to_owned())
}

fn by_title(ui: &Ui, kinds: &Kinds, name: &str) -> Option<Kind> {
    ["lt", "en"].into_iter().find_map(|language| {
        let titles = kinds.words(language)?;
        let stemmer = Stemmer::new(language);
        let stems =
            |text: &str| -> Vec<String> { words(text).map(|word| stemmer.stem(&fold(&lower(word.text)))).collect() };
        let asked = stems(name);
        let is_it = |kind: &Kind| {
            let title = |key: &str| titles.get(&format!("{key}.{}", kind.name()), &ui.words.locale, &[], None);
            ["kind", "section"].into_iter().filter_map(title).any(|title| stems(&title) == asked)
        };
        kinds.all().find(is_it).filter(|_| !asked.is_empty())
    })
}
