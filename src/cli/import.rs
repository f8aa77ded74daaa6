//! `avilys import`: documents of other programs as drafts, with a report of what was understood, guessed and left out.

use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use clap::ArgMatches;

use super::add::{kinds_of, load, named};
use super::words::Ui;
use super::{DONE, ERRORS, Environment, build, print_problems, terminal};
use crate::diagnostics::{self, Code, Diagnostic};
use crate::import::{self, Entry, Options, State};
use crate::kind::{Kind, Kinds, Role};
use crate::portal::Portal;
use crate::scaffold;
use crate::source::Source;

pub fn run(ui: &Ui, environment: &Environment, matches: &ArgMatches) -> u8 {
    let import = match Import::new(ui, environment, matches) {
        Ok(import) => import,
        Err(problem) => return build::misuse(ui, &problem),
    };
    let problems = import.all();
    print_problems(ui, &problems);
    if diagnostics::has_errors(&problems) { ERRORS } else { DONE }
}

struct Import<'a> {
    ui: &'a Ui,
    root: PathBuf,
    files: Vec<PathBuf>,
    kind: Kind,
    into: Option<String>,
    portal: Option<Arc<Portal>>,
    is_trial: bool,
}

impl<'a> Import<'a> {
    fn new(ui: &'a Ui, environment: &Environment, matches: &ArgMatches) -> Result<Self, Diagnostic> {
        let root = matches.get_one::<PathBuf>("root").cloned().unwrap_or_else(|| PathBuf::from("."));
        let source = Source::open(&root)?;
        let kinds = kinds_of(&root);
        let kind = match matches.get_one::<String>("kind") {
            Some(name) => named(&kinds, name)?,
            None => default_kind(&kinds),
        };
        let into = matches.get_one::<String>("into").map(|into| folder(into)).transpose()?;
        let paths: Vec<_> = matches.get_many::<PathBuf>("files").into_iter().flatten().cloned().collect();
        Ok(Self {
            ui,
            files: import::collect(&paths)?,
            kind,
            into,
            portal: load(&source, environment),
            root,
            is_trial: matches.get_flag("dry-run"),
        })
    }

    /// Imports every file and gives the problems.
    fn all(&self) -> Vec<Diagnostic> {
        let guessed = self.ui.say("cli.import.guessed_mark");
        let (portal, into) = (self.portal.as_deref(), self.into.as_deref());
        let options = Options { kind: self.kind, portal, into, guessed: &guessed };
        let mut problems = Vec::new();
        let mut ids = HashSet::new();
        let (mut made, mut unchanged) = (0, 0);
        for file in &self.files {
            let result = import::entry(file, &options).and_then(|mut entry| {
                entry.make_unique(&mut ids);
                let state = self.write(&entry)?;
                terminal::answer(self.ui, &self.report(file, &entry, state));
                Ok(state)
            });
            match result {
                Ok(State::New) => made += 1,
                Ok(_) => unchanged += 1,
                Err(problem) => problems.push(problem),
            }
        }
        let key = if self.is_trial { "cli.import.would" } else { "cli.import.done" };
        let counts = [("made", made), ("unchanged", unchanged), ("refused", problems.len())];
        let counts = counts.map(|(name, count): (_, usize)| (name, count.to_string()));
        terminal::answer(self.ui, &format!("{}\n", self.ui.say_with(key, &counts)));
        problems
    }

    fn write(&self, entry: &Entry) -> Result<State, Diagnostic> {
        let state = import::state(&self.root, entry, self.portal.as_deref());
        if state == State::New && !self.is_trial {
            for (path, bytes) in entry.files() {
                scaffold::write_new(&self.root, &path, bytes)?;
            }
        }
        Ok(state)
    }

    fn report(&self, file: &Path, entry: &Entry, state: State) -> String {
        let ui = self.ui;
        let mut lines = vec![format!("{} → {}", file.display(), entry.path())];
        match state {
            State::New => {}
            State::Same => lines.push(format!("  {}", ui.say("cli.import.same"))),
            State::Taken => lines.push(format!("  {}", ui.say("cli.import.taken"))),
        }
        if state != State::Same {
            lines.push(format!("  {} {}", ui.say("cli.import.understood"), self.understood(entry)));
            lines.extend(guesses(ui, entry));
            lines.extend(remarks(ui, entry));
        }
        lines.join("\n") + "\n"
    }

    fn understood(&self, entry: &Entry) -> String {
        let counts = entry.counts;
        let counts = [
            ("paragraphs", counts.paragraphs),
            ("headings", counts.headings),
            ("lists", counts.lists),
            ("tables", counts.tables),
            ("pictures", counts.pictures),
            ("notes", counts.notes),
        ];
        let said = counts.into_iter().filter(|(_, count)| *count > 0);
        let said: Vec<_> =
            said.map(|(name, count)| format!("{} {count}", self.ui.say(&format!("cli.import.count.{name}")))).collect();
        if said.is_empty() { self.ui.say("cli.import.nothing") } else { said.join(", ") }
    }
}

fn guesses(ui: &Ui, entry: &Entry) -> Option<String> {
    let guess = |proposal: &import::Proposal| format!("{} = {}", proposal.field, proposal.value);
    let said: Vec<_> = entry.guesses.iter().map(guess).collect();
    (!said.is_empty()).then(|| format!("  {} {}", ui.say("cli.import.guessed"), said.join("; ")))
}

fn remarks<'e>(ui: &'e Ui, entry: &'e Entry) -> impl Iterator<Item = String> + 'e {
    entry.remarks.iter().map(|(remark, count, examples)| {
        let words = ui.say(&format!("cli.import.remark.{}", remark.name()));
        let examples = if examples.is_empty() { String::new() } else { format!(": {}", examples.join("; ")) };
        format!("  ! {words} ({count}){examples}")
    })
}

/// What most documents of a school are: something new, with its day.
fn default_kind(kinds: &Kinds) -> Kind {
    let is_dated = |kind: &Kind| kind.shape().role(Role::Date).is_some_and(|at| kind.shape().field(at).required);
    let first = || kinds.all().next().unwrap_or_else(|| kinds.of_place(crate::kind::Place::Topic));
    kinds.content().find(is_dated).unwrap_or_else(first)
}

/// A folder below that of the kind, with `/` between its names.
fn folder(text: &str) -> Result<String, Diagnostic> {
    let names: Option<Vec<_>> = Path::new(text)
        .components()
        .map(|part| match part {
            Component::Normal(name) => name.to_str(),
            _ => None,
        })
        .collect();
    let problem = || Diagnostic::error(Code::CliValue).arg("value", text).arg("argument", "--into").help("none");
    names.filter(|names| !names.is_empty()).map(|names| names.join("/")).ok_or_else(problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_remark_has_words() {
        for language in ["lt", "en"] {
            let ui = Ui::of_language(language);
            for remark in import::Remark::ALL {
                let key = format!("cli.import.remark.{}", remark.name());
                assert_ne!(ui.say(&key), key, "{language}");
            }
        }
    }

    #[test]
    fn a_folder_lies_within_that_of_the_kind() {
        assert_eq!(folder("2026/ruduo/").unwrap(), "2026/ruduo");
        for outside in ["../a", "/tmp", "a/../..", "", "."] {
            assert!(folder(outside).is_err(), "{outside}");
        }
    }
}
