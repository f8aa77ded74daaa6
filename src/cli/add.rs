//! `avilys add`: a new entry with the fields that its kind wants.

use std::path::PathBuf;

use clap::ArgMatches;

use super::words::Ui;
use super::{DONE, Environment, build, terminal};
use crate::diagnostics::Diagnostic;
use crate::kind::{Kind, Kinds, Place};
use crate::locale::slugify;
use crate::portal::Portal;
use crate::profile::Profile;
use crate::record;
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
        Err(problem) => build::misuse(ui, &problem),
    }
}

fn add(ui: &Ui, environment: &Environment, matches: &ArgMatches) -> Result<(String, Vec<&'static str>), Diagnostic> {
    let root = matches.get_one::<PathBuf>("root").cloned().unwrap_or_else(|| PathBuf::from("."));
    let text = |name: &str| matches.get_one::<String>(name).map_or("", String::as_str);
    let kinds = Kinds::builtin();
    let kind = kinds.from_name(text("kind")).unwrap_or(Kind::Page);
    let title = text("title").trim();
    if title.is_empty() {
        return Err(Diagnostic::error("empty-text").arg("field", "title"));
    }
    let source = Source::open(&root)?;
    let load = Options {
        today: environment.today,
        base_url: None,
        drafts: true,
        offline: false,
        preview: false,
        profile: Profile::default(),
    };
    // A portal with mistakes elsewhere can still be added to.
    let (site, _) = Site::load(&source, &load);
    let portal = site.map(|site| site.portal);
    let id = slugify(title);
    let portal = portal.as_deref();
    if portal.is_some_and(|portal| portal.ids().any(|at| portal.entry(at).kind == kind && portal.entry(at).id() == id))
    {
        return Err(Diagnostic::error("entry-exists").arg("id", &id).arg("kind", kind));
    }
    let school = matches
        .get_one::<String>("school")
        .map(|name| known(portal, name, kinds.of_place(Place::School)))
        .transpose()?;
    let topics: Vec<String> = matches
        .get_many::<String>("topic")
        .into_iter()
        .flatten()
        .map(|name| known(portal, name, kinds.of_place(Place::Topic)))
        .collect::<Result<_, _>>()?;
    let path = format!("content/{}/{id}.md", kind.folder());
    let draft = Draft { kind, title, school, topics, today: environment.today };
    scaffold::write_new(&root, &path, &draft.text(ui))?;
    Ok((root.join(path).display().to_string(), draft.empty_fields()))
}

/// The id of an entry that a flag names.
fn known(portal: Option<&Portal>, name: &str, kind: Kind) -> Result<String, Diagnostic> {
    match portal {
        Some(portal) => portal.resolve(name, kind).map(|id| portal.entry(id).id().to_owned()),
        None => Ok(name.to_owned()),
    }
}

/// An entry to be.
struct Draft<'a> {
    kind: Kind,
    title: &'a str,
    school: Option<String>,
    topics: Vec<String>,
    today: jiff::civil::Date,
}

impl Draft<'_> {
    fn text(&self, ui: &Ui) -> String {
        let mut lines = vec!["+++".to_owned(), format!("title = {}", quoted(self.title))];
        for field in self.required_fields() {
            lines.push(self.required(ui, field));
        }
        if let Some(line) = self.school_line() {
            lines.push(line);
        }
        if self.kind.is_content() && self.kind != Kind::Conference {
            lines.push(format!("date = {}", self.today));
        }
        lines.push(format!("summary = {}", quoted(&ui.say("cli.add.summary"))));
        if !self.topics.is_empty() {
            let topics: Vec<_> = self.topics.iter().map(|topic| quoted(topic)).collect();
            lines.push(format!("topics = [{}]", topics.join(", ")));
        }
        lines.push("status = \"draft\"".to_owned());
        lines.push("+++".to_owned());
        format!("{}\n\n{}\n", lines.join("\n"), ui.say("cli.add.body"))
    }

    /// The required fields, but for the date, which is today's.
    fn required_fields(&self) -> Vec<&'static str> {
        record::required_fields(self.kind).into_iter().filter(|field| *field != "date").collect()
    }

    /// The required fields that the author has yet to fill in.
    fn empty_fields(&self) -> Vec<&'static str> {
        let known = self.school.as_ref().and(self.school_field());
        let mut empty = self.required_fields();
        empty.retain(|field| Some(*field) != known && !matches!(*field, "items" | "window"));
        empty.extend(self.one_of().filter(|_| self.school.is_none()));
        empty
    }

    /// The field of this kind that a school is named in.
    fn school_field(&self) -> Option<&'static str> {
        match self.kind.name() {
            "practice" | "news" => Some("school"),
            "programme" => Some("provider"),
            "conference" => Some("host"),
            "project" => Some("coordinator"),
            "report" => Some("about"),
            _ => None,
        }
    }

    /// A field of which one at least must be there.
    fn one_of(&self) -> Option<&'static str> {
        let shape = self.kind.shape();
        shape.one_of.first()?.first().map(|number| shape.field(*number).name)
    }

    fn school_line(&self) -> Option<String> {
        let field = self.school_field()?;
        let required = record::required_fields(self.kind).contains(&field);
        match &self.school {
            Some(school) if !required => Some(format!("{field} = {}", quoted(school))),
            None => self.one_of().map(|field| format!("{field} = \"\"")),
            _ => None,
        }
    }

    /// A required field with its value where it is known, else empty: the build then says what belongs there.
    fn required(&self, ui: &Ui, field: &'static str) -> String {
        let value = match (&self.school, field) {
            (Some(school), field) if self.school_field() == Some(field) => quoted(school),
            (_, "items") => "[]".to_owned(),
            (_, "window") => "\"--09\"".to_owned(),
            _ => "\"\"".to_owned(),
        };
        let note = ui.words.get(&format!("field.{}.{field}.help", self.kind.name()), &[], None);
        let note = note.filter(|_| value == "\"\"").map_or(String::new(), |note| format!("  # {note}"));
        format!("{field} = {value}{note}")
    }
}

/// A text as a TOML basic string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
