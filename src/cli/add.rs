//! `avilys add`: a new entry with the fields that its kind wants, as a draft that does no harm before it is filled in.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ArgMatches;

use super::words::Ui;
use super::{DONE, Environment, build, terminal};
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::kind::{Field, Kind, Kinds, Place, Role, Type};
use crate::locale::slugify;
use crate::portal::Portal;
use crate::profile::Profile;
use crate::scaffold;
use crate::site::{Options, Site};
use crate::source::{Memory, Source};

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
    let title = text("title").trim();
    if title.is_empty() {
        return Err(Diagnostic::error(Code::EmptyText).arg("field", "title"));
    }
    let source = Source::open(&root)?;
    let kinds = kinds_of(&root);
    let kind = named(&kinds, text("kind"))?;
    let portal = load(&source, environment);
    let portal = portal.as_deref();
    let id = slugify(title);
    if portal.is_some_and(|portal| portal.ids().any(|at| portal.entry(at).kind == kind && portal.entry(at).id() == id))
    {
        return Err(Diagnostic::error(Code::EntryExists).arg("id", &id).arg("kind", kind));
    }
    let school = matches.get_one::<String>("school");
    let school = school.map(|name| known(portal, name, kinds.of_place(Place::School))).transpose()?;
    let topics: Vec<String> = matches
        .get_many::<String>("topic")
        .into_iter()
        .flatten()
        .map(|name| known(portal, name, kinds.of_place(Place::Topic)))
        .collect::<Result<_, _>>()?;
    let owner = owner_field(kind, kinds.of_place(Place::School));
    if school.is_some() && owner.is_none() {
        return Err(Diagnostic::error(Code::AddWithoutSchool).arg("kind", kind));
    }
    let path = format!("content/{}/{id}.md", kind.folder());
    let draft = Draft { kind, kinds: &kinds, title, school, owner, topics, today: environment.today };
    scaffold::write_new(&root, &path, draft.text(ui).as_bytes())?;
    Ok((root.join(path).display().to_string(), draft.empty_fields()))
}

/// The kinds of the site in a folder; those of the program where there is no site.
pub fn kinds_of(root: &Path) -> Arc<Kinds> {
    match Source::open(root) {
        Ok(source) => Kinds::load(&source.kinds(&[], &mut Memory::default()).0).0,
        Err(_) => Kinds::builtin(),
    }
}

/// The kind that an argument names.
pub fn named(kinds: &Kinds, name: &str) -> Result<Kind, Diagnostic> {
    kinds.from_name(name).ok_or_else(|| {
        let problem = Diagnostic::error(Code::KindUnknown).arg("kind", name).arg("known", kinds.names().join(", "));
        problem.suggest(nearest(name, kinds.all().map(Kind::name)))
    })
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

/// The id of an entry that an argument names.
fn known(portal: Option<&Portal>, name: &str, kind: Kind) -> Result<String, Diagnostic> {
    match portal {
        Some(portal) => portal.resolve(name, kind).map(|id| portal.entry(id).id().to_owned()),
        None => Ok(name.to_owned()),
    }
}

/// The field that says whose an entry is, where that may be a school.
fn owner_field(kind: Kind, school: Kind) -> Option<u16> {
    let is_owner = |field: &Field| {
        let takes_schools = matches!(field.ty, Type::Reference { kinds, .. } if kinds.contains(school));
        field.role == Some(Role::By) && takes_schools
    };
    (0..).zip(&kind.shape().fields).find(|(_, field)| is_owner(field)).map(|(number, _)| number)
}

/// An entry to be.
struct Draft<'a> {
    kind: Kind,
    kinds: &'a Kinds,
    title: &'a str,
    school: Option<String>,
    owner: Option<u16>,
    topics: Vec<String>,
    today: jiff::civil::Date,
}

impl Draft<'_> {
    /// The title, what the kind wants, then what all kinds have.
    fn text(&self, ui: &Ui) -> String {
        let shape = self.kind.shape();
        let mut lines: Vec<_> = (0..)
            .zip(&shape.fields)
            .filter_map(|(number, field)| Some((field, self.line(ui, number, field)?)))
            .collect();
        lines.sort_by_key(|(field, _)| (field.role != Some(Role::Title), field.is_common()));
        let lines: Vec<_> = lines.into_iter().map(|(_, line)| line).collect();
        format!("+++\n{}\n+++\n\n{}\n", lines.join("\n"), ui.say("cli.add.body"))
    }

    fn line(&self, ui: &Ui, number: u16, field: &Field) -> Option<String> {
        let value = match (field.role, &self.school) {
            (Some(Role::Title), _) => quoted(self.title),
            (Some(Role::Summary), _) => quoted(&ui.say("cli.add.summary")),
            (Some(Role::Status), _) => "\"draft\"".to_owned(),
            (Some(Role::Date), _) if field.required || self.is_dated() => self.today.to_string(),
            (Some(Role::Topic), _) if !self.topics.is_empty() => {
                let topics: Vec<_> = self.topics.iter().map(|topic| quoted(topic)).collect();
                format!("[{}]", topics.join(", "))
            }
            (_, Some(school)) if self.owner == Some(number) => quoted(school),
            _ if self.is_gap(number, field) => {
                return Some(format!("{} = {}{}", field.name, blank(field), self.note(ui, field)));
            }
            _ => return None,
        };
        Some(format!("{} = {value}", field.name))
    }

    /// What takes place has another date than the day that somebody writes of it.
    fn is_dated(&self) -> bool {
        self.kind.is_content() && !self.kind.has(Role::When)
    }

    /// A field that the entry must have and that nothing is known of yet.
    fn is_gap(&self, number: u16, field: &Field) -> bool {
        let is_known = |number: &u16| self.school.is_some() && self.owner == Some(*number);
        let mut groups = self.kind.shape().one_of.iter();
        let stands_for_group = groups.any(|group| group.first() == Some(&number) && !group.iter().any(is_known));
        let is_given = matches!(field.role, Some(Role::Title | Role::Date));
        (field.required || stands_for_group) && !is_given && !is_known(&number)
    }

    /// The fields that the author has yet to fill in.
    fn empty_fields(&self) -> Vec<&'static str> {
        let fields = (0..).zip(&self.kind.shape().fields);
        fields.filter(|(number, field)| self.is_gap(*number, field)).map(|(_, field)| field.name).collect()
    }

    /// What belongs into a field, as a comment.
    fn note(&self, ui: &Ui, field: &Field) -> String {
        let words = self.kinds.words(ui.catalogue.language);
        let help = words.and_then(|words| words.get(&format!("{}.help", field.key), &ui.words.locale, &[], None));
        help.map_or(String::new(), |help| format!("  # {}", help.replace('\n', " ")))
    }
}

/// A value that says nothing yet: in a draft it counts as not written.
fn blank(field: &Field) -> &'static str {
    match field.ty {
        Type::Row(_) if field.many => "[]",
        Type::Row(_) => "{}",
        Type::Flag => "false",
        _ => "\"\"",
    }
}

/// A text as a TOML basic string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
