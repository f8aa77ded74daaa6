//! The text of a new entry: what is known of it, what its kind wants, and every other useful field as a comment with an example.
//!
//! Must not know where the answers came from: arguments and questions give the same draft.

use super::words::Ui;
use crate::kind::{Field, Kind, Kinds, Place, Role, Shape, Type};
use crate::portal::Portal;

/// An entry to be.
pub struct Draft<'a> {
    pub kind: Kind,
    pub kinds: &'a Kinds,
    /// Names entries for the examples.
    pub portal: Option<&'a Portal>,
    pub title: &'a str,
    pub school: Option<String>,
    pub topics: Vec<String>,
    /// When it took place or was written, as partial as it is known.
    pub date: String,
}

/// The field that says whose an entry is, where that may be a school.
pub fn owner_field(kind: Kind, kinds: &Kinds) -> Option<u16> {
    let school = kinds.of_place(Place::School);
    let is_owner = |field: &Field| {
        let takes_schools = matches!(field.ty, Type::Reference { kinds, .. } if kinds.contains(school));
        field.role == Some(Role::By) && takes_schools
    };
    (0..).zip(&kind.shape().fields).find(|(_, field)| is_owner(field)).map(|(number, _)| number)
}

/// What takes place has another date than the day that somebody writes of it.
pub fn is_dated(kind: Kind) -> bool {
    let is_required = kind.shape().role(Role::Date).is_some_and(|number| kind.shape().field(number).required);
    is_required || kind.is_content() && !kind.has(Role::When)
}

impl Draft<'_> {
    /// The title, what the kind wants, then what all kinds have; then the other fields as comments.
    pub fn text(&self, ui: &Ui) -> String {
        let fields = || (0..).zip(&self.kind.shape().fields);
        let mut lines: Vec<_> =
            fields().filter_map(|(number, field)| Some((field, self.line(ui, number, field)?))).collect();
        lines.sort_by_key(|(field, _)| (field.role != Some(Role::Title), field.is_common()));
        let written: Vec<_> = lines.iter().map(|(field, _)| field.name).collect();
        let others = fields().map(|(_, field)| field);
        let mut others: Vec<_> =
            others.filter(|field| !written.contains(&field.name) && is_for_authors(field)).collect();
        others.sort_by_key(|field| field.is_common());
        let comments: String = others.into_iter().map(|field| self.comment(ui, field)).collect();
        let lines: String = lines.into_iter().flat_map(|(_, line)| [line, "\n".to_owned()]).collect();
        format!("+++\n{lines}\n# {}\n{comments}+++\n\n{}\n", ui.say("cli.add.others"), ui.say("cli.add.body"))
    }

    fn line(&self, ui: &Ui, number: u16, field: &Field) -> Option<String> {
        let is_owner = owner_field(self.kind, self.kinds) == Some(number);
        let value = match (field.role, &self.school) {
            (Some(Role::Title), _) => quoted(self.title),
            (Some(Role::Summary), _) => quoted(&ui.say("cli.add.summary")),
            (Some(Role::Status), _) => "\"draft\"".to_owned(),
            (Some(Role::Date), _) if is_dated(self.kind) => self.date.clone(),
            (Some(Role::Topic), _) if !self.topics.is_empty() => {
                let topics: Vec<_> = self.topics.iter().map(|topic| quoted(topic)).collect();
                format!("[{}]", topics.join(", "))
            }
            (_, Some(school)) if is_owner => quoted(school),
            _ if self.is_gap(number, field) => {
                return Some(format!("{} = {}{}", field.name, blank(field), self.note(ui, field)));
            }
            _ => return None,
        };
        Some(format!("{} = {value}", field.name))
    }

    /// A field that the entry must have and that nothing is known of yet.
    fn is_gap(&self, number: u16, field: &Field) -> bool {
        let owner = owner_field(self.kind, self.kinds).filter(|_| self.school.is_some());
        let is_known = |number: &u16| owner == Some(*number);
        let mut groups = self.kind.shape().one_of.iter();
        let stands_for_group = groups.any(|group| group.first() == Some(&number) && !group.iter().any(is_known));
        let is_given = matches!(field.role, Some(Role::Title | Role::Date));
        (field.required || stands_for_group) && !is_given && !is_known(&number)
    }

    /// The fields that the author has yet to fill in.
    pub fn empty_fields(&self) -> Vec<&'static str> {
        let fields = (0..).zip(&self.kind.shape().fields);
        fields.filter(|(number, field)| self.is_gap(*number, field)).map(|(_, field)| field.name).collect()
    }

    /// What belongs into a field, as a comment.
    fn note(&self, ui: &Ui, field: &Field) -> String {
        let words = self.kinds.words(ui.catalogue.language);
        let help = words.and_then(|words| words.get(&format!("{}.help", field.key), &ui.words.locale, &[], None));
        help.map_or(String::new(), |help| format!("  # {}", help.replace('\n', " ")))
    }

    fn comment(&self, ui: &Ui, field: &Field) -> String {
        format!("# {} = {}{}\n", field.name, self.example(ui, field), self.note(ui, field))
    }

    /// A value of the field's type, as it is written.
    fn example(&self, ui: &Ui, field: &Field) -> String {
        let one = match field.ty {
            Type::Row(shape) => self.row(ui, shape),
            Type::Text => quoted("…"),
            Type::Choice(words) => quoted(words.first().copied().unwrap_or_default()),
            Type::Reference { kinds, .. } => {
                let known = |portal: &Portal| {
                    let mut ids = portal.ids().filter(|id| kinds.contains(portal.kind(*id)));
                    ids.next().map(|id| quoted(portal.entry(id).id()))
                };
                self.portal.and_then(known).unwrap_or_else(|| of_type(ui, &field.ty))
            }
            _ => of_type(ui, &field.ty),
        };
        if field.many { format!("[{one}]") } else { one }
    }

    fn row(&self, ui: &Ui, shape: &'static Shape) -> String {
        let fields = shape.fields.iter().map(|field| format!("{} = {}", field.name, self.example(ui, field)));
        format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
    }
}

/// Whether an author of a new entry may want it: not what is for its address, and not what is for later.
fn is_for_authors(field: &Field) -> bool {
    let is_for_later = field.is_common() && matches!(field.ty, Type::Date { .. });
    !matches!(field.ty, Type::Code | Type::Extra | Type::Menu) && !is_for_later
}

/// The first of the examples of a type.
fn of_type(ui: &Ui, ty: &Type) -> String {
    let all = format!("x = [{}]", ui.say(&format!("value_type.{}.example", ty.name())));
    let table = all.parse::<toml::Table>().unwrap_or_default();
    table.get("x").and_then(|list| list.get(0)).map_or_else(|| "\"…\"".to_owned(), inline)
}

/// A value on one line.
fn inline(value: &toml::Value) -> String {
    match value {
        toml::Value::Table(table) => {
            let fields = table.iter().map(|(name, value)| format!("{name} = {}", inline(value)));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
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
