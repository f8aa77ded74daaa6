//! `avilys import`: documents of other programs as drafts, with a report of what was understood, guessed and left out.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use clap::ArgMatches;

use super::add::load;
use super::named::{self, kinds_of};
use super::words::Ui;
use super::{DONE, ERRORS, Environment, build, print_problems, terminal};
use crate::diagnostics::{self, Code, Diagnostic};
use crate::import::{self, Addresses, Entry, Mapping, Named, Options, State};
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
    files: Vec<Named>,
    kind: Kind,
    kinds: Arc<Kinds>,
    map: Vec<Mapping>,
    into: Option<String>,
    portal: Option<Arc<Portal>>,
    is_trial: bool,
}

/// What came of an import so far.
#[derive(Default)]
struct Tally {
    /// With the number that was last put behind each.
    ids: HashMap<String, usize>,
    made: usize,
    unchanged: usize,
    refused: usize,
    problems: Vec<Diagnostic>,
}

impl Tally {
    fn refuse(&mut self, problem: Diagnostic) {
        self.refused += 1;
        self.problems.push(problem);
    }
}

impl<'a> Import<'a> {
    fn new(ui: &'a Ui, environment: &Environment, matches: &ArgMatches) -> Result<Self, Diagnostic> {
        let root = named::root(matches);
        let source = Source::open(&root)?;
        let kinds = kinds_of(&root);
        let kind = match matches.get_one::<String>("kind") {
            Some(name) => named::kind(ui, &kinds, name)?,
            None => default_kind(&kinds),
        };
        let into = matches.get_one::<String>("into").map(|into| folder(into)).transpose()?;
        let map = matches.get_many::<String>("map").into_iter().flatten().map(|text| pairs(text));
        let map = map.collect::<Result<Vec<_>, _>>()?.concat();
        import::check_mapping(&map, kind)?;
        let paths: Vec<_> = matches.get_many::<PathBuf>("files").into_iter().flatten().cloned().collect();
        Ok(Self {
            ui,
            files: import::collect(&paths)?,
            kind,
            kinds,
            map,
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
        let options = Options { kind: self.kind, kinds: &self.kinds, portal, into, guessed: &guessed, map: &self.map };
        let mut tally = Tally::default();
        // Only when all are known can the links between them be led to what they became.
        let mut all = Vec::new();
        let segments = || self.kinds.segments().filter_map(|name| Some(portal?.routes.segment(0, name).to_owned()));
        if !self.kind.has_section() {
            tally.ids.extend(segments().map(|segment| (segment, 0)));
        }
        let mut addresses = Addresses::new(segments());
        for file in &self.files {
            match import::entries(&file.path, &options) {
                Ok((entries, mut problems)) => {
                    tally.problems.append(&mut problems);
                    for mut entry in entries {
                        entry.make_unique(&mut tally.ids);
                        addresses.add(&entry, &file.relative);
                        all.push((file, entry));
                    }
                }
                Err(problem) => tally.refuse(problem),
            }
        }
        for (file, mut entry) in all {
            entry.mend_links(&addresses, &file.path, &file.relative);
            self.one(&file.path, &entry, &mut tally);
        }
        let key = if self.is_trial { "cli.import.would" } else { "cli.import.done" };
        let counts = [("made", tally.made), ("unchanged", tally.unchanged), ("refused", tally.refused)];
        let counts = counts.map(|(name, count)| (name, count.to_string()));
        terminal::answer(self.ui, &format!("{}\n", self.ui.say_with(key, &counts)));
        tally.problems
    }

    fn one(&self, file: &Path, entry: &Entry, tally: &mut Tally) {
        match self.write(entry) {
            Ok(state) => {
                let count = if state == State::New { &mut tally.made } else { &mut tally.unchanged };
                *count += 1;
                terminal::answer(self.ui, &self.report(file, entry, state));
            }
            Err(problem) => tally.refuse(problem),
        }
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
        let row = entry.row.as_ref().map_or(String::new(), |(row, _)| format!(":{row}"));
        let mut lines = vec![format!("{}{row} → {}", file.display(), entry.path())];
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
        if let Some((_, fields)) = &entry.row {
            return fields.iter().map(said).collect::<Vec<_>>().join("; ");
        }
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

fn said(proposal: &import::Proposal) -> String {
    format!("{} = {}", proposal.field, proposal.value)
}

fn guesses(ui: &Ui, entry: &Entry) -> Option<String> {
    let said: Vec<_> = entry.guesses.iter().map(said).collect();
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

/// The pairs of one `--map`.
fn pairs(text: &str) -> Result<Vec<Mapping>, Diagnostic> {
    let problem = || Diagnostic::error(Code::CliValue).arg("value", text).arg("argument", "--map").help("none");
    import::mapping(text).ok_or_else(problem)
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
