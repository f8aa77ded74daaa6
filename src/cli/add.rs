//! `avilys add`: a new entry with the fields that its kind wants, as a draft that does no harm before it is filled in.
//!
//! What the arguments do not say is asked on a terminal.

use std::io::IsTerminal;
use std::sync::Arc;

use clap::ArgMatches;
use inquire::validator::Validation;

use super::ask::{self, Choice, Stopped};
use super::draft::{Draft, is_dated, owner_field};
use super::named::{self, kinds_of};
use super::words::Ui;
use super::{DONE, Environment, MISUSE, build, terminal};
use crate::date::Edtf;
use crate::diagnostics::{Code, Diagnostic};
use crate::kind::{Kind, Kinds, Place, Role};
use crate::locale::slugify;
use crate::portal::Portal;
use crate::profile::Profile;
use crate::scaffold;
use crate::site::{Options, Site};
use crate::source::Source;

pub fn run(ui: &Ui, environment: &Environment, matches: &ArgMatches) -> u8 {
    match add(ui, environment, matches) {
        Ok((path, empty)) => {
            let mut text = ui.say_with("cli.add.done", &[("path", path)]) + "\n";
            if !empty.is_empty() {
                text += &(ui.say_with("cli.add.fill", &[("fields", empty.join(", "))]) + "\n");
            }
            terminal::answer(ui, &text);
            DONE
        }
        Err(NoEntry::Stopped) => {
            terminal::remark(&(ui.say("cli.ask.stopped") + "\n"));
            MISUSE
        }
        Err(NoEntry::Wrong(problem)) => build::misuse(ui, &problem),
    }
}

/// Why there is none.
enum NoEntry {
    Wrong(Box<Diagnostic>),
    Stopped,
}

impl From<Diagnostic> for NoEntry {
    fn from(problem: Diagnostic) -> Self {
        Self::Wrong(Box::new(problem))
    }
}

impl From<Stopped> for NoEntry {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

fn add(ui: &Ui, environment: &Environment, matches: &ArgMatches) -> Result<(String, Vec<&'static str>), NoEntry> {
    let root = named::root(matches);
    let source = Source::open(&root)?;
    let kinds = kinds_of(&root);
    let portal = load(&source, environment);
    let questions = Questions { ui, kinds: &kinds, portal: portal.as_deref(), today: environment.today.to_string() };
    let asks = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    let answers = questions.answers(matches, asks)?;
    let Answers { kind, title, school, topics, date } = answers;
    let portal = portal.as_deref();
    let id = slugify(&title);
    if portal.is_some_and(|portal| portal.ids().any(|at| portal.entry(at).kind == kind && portal.entry(at).id() == id))
    {
        return Err(Diagnostic::error(Code::EntryExists).arg("id", &id).arg("kind", kind).into());
    }
    let path = format!("content/{}/{id}.md", kind.folder());
    let draft = Draft { kind, kinds: &kinds, portal, title: &title, school, topics, date };
    scaffold::write_new(&root, &path, draft.text(ui).as_bytes())?;
    Ok((root.join(path).display().to_string(), draft.empty_fields()))
}

/// The site as it is; a portal with mistakes elsewhere can still be added to.
pub fn load(source: &Source, environment: &Environment) -> Option<Arc<Portal>> {
    let options = Options {
        today: environment.today,
        base_url: None,
        drafts: true,
        offline: false,
        preview: false,
        profile: Profile::default(),
    };
    Site::load(source, &options).0.map(|site| site.portal)
}

/// What the entry is to say.
struct Answers {
    kind: Kind,
    title: String,
    school: Option<String>,
    topics: Vec<String>,
    /// As it is written in TOML.
    date: String,
}

struct Questions<'a> {
    ui: &'a Ui,
    kinds: &'a Kinds,
    portal: Option<&'a Portal>,
    today: String,
}

impl Questions<'_> {
    /// What the arguments say, then what the author is asked for.
    fn answers(&self, matches: &ArgMatches, asks: bool) -> Result<Answers, NoEntry> {
        let kind = match matches.get_one::<String>("kind") {
            Some(name) => named::kind(self.ui, self.kinds, name)?,
            None if asks => self.kind()?,
            None => return Err(self.lacking(&["kind", "title"]).into()),
        };
        let title = match matches.get_one::<String>("title").map(|title| title.trim()) {
            Some("") => return Err(Diagnostic::error(Code::EmptyText).arg("field", "title").into()),
            Some(title) => title.to_owned(),
            None if asks => ask::text(self.ui, "title")?,
            None => return Err(self.lacking(&["title"]).into()),
        };
        let school = match matches.get_one::<String>("school") {
            Some(_) if owner_field(kind, self.kinds).is_none() => {
                return Err(Diagnostic::error(Code::AddWithoutSchool).arg("kind", kind).into());
            }
            Some(name) => Some(self.known(name, Place::School)?),
            None if asks && owner_field(kind, self.kinds).is_some() => self.school()?,
            None => None,
        };
        let given = matches.get_many::<String>("topic").into_iter().flatten();
        let given: Vec<_> = given.map(|name| self.known(name, Place::Topic)).collect::<Result<_, _>>()?;
        let topics = if given.is_empty() && asks && kind.has(Role::Topic) { self.topics()? } else { given };
        let date = if asks && is_dated(kind) { self.date()? } else { self.today.clone() };
        Ok(Answers { kind, title, school, topics, date })
    }

    /// All that is not said, in one message.
    fn lacking(&self, names: &[&str]) -> Diagnostic {
        let names: Vec<_> =
            names.iter().map(|name| format!("<{}>", self.ui.say(&format!("cli.value.{name}")))).collect();
        Diagnostic::error(Code::CliMissing).arg("value", names.join(", "))
    }

    /// The id of an entry that an argument names.
    fn known(&self, name: &str, place: Place) -> Result<String, Diagnostic> {
        match self.portal {
            Some(portal) => portal.resolve(name, self.kinds.of_place(place)).map(|id| portal.entry(id).id().to_owned()),
            None => Ok(name.to_owned()),
        }
    }

    fn kind(&self) -> Result<Kind, Stopped> {
        let choice = |kind: Kind| Choice { id: kind.name().to_owned(), title: named::title(self.ui, self.kinds, kind) };
        let name = ask::one(self.ui, "kind", self.kinds.all().map(choice).collect())?.ok_or(Stopped)?;
        self.kinds.from_name(&name).ok_or(Stopped)
    }

    fn entries(&self, place: Place) -> Vec<Choice> {
        let Some(portal) = self.portal else { return Vec::new() };
        let choice =
            |id| Choice { id: portal.entry(id).id().to_owned(), title: portal.entry(id).record.title().to_owned() };
        let mut entries: Vec<_> = portal.of_place(place).iter().copied().map(choice).collect();
        entries.sort_by_cached_key(|choice| self.ui.words.locale.sort_key(&choice.title));
        entries
    }

    fn school(&self) -> Result<Option<String>, Stopped> {
        let schools = self.entries(Place::School);
        if schools.is_empty() { Ok(None) } else { ask::one(self.ui, "school", schools) }
    }

    fn topics(&self) -> Result<Vec<String>, Stopped> {
        let topics = self.entries(Place::Topic);
        if topics.is_empty() { Ok(Vec::new()) } else { ask::many(self.ui, "topics", topics) }
    }

    /// A date in TOML: a whole day bare, a part of one in quotes.
    fn date(&self) -> Result<String, Stopped> {
        let wrong = self.ui.say("cli.ask.date_wrong");
        let fits = move |text: &str| {
            let fits = text.trim().is_empty() || text.trim().parse::<Edtf>().is_ok();
            Ok(if fits { Validation::Valid } else { Validation::Invalid(wrong.clone().into()) })
        };
        let date = ask::fitting(self.ui, "date", &self.today, fits)?.unwrap_or_else(|| self.today.clone());
        Ok(if date.len() == self.today.len() && date.parse::<jiff::civil::Date>().is_ok() {
            date
        } else {
            format!("\"{date}\"")
        })
    }
}
