//! What the fields of an entry say.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::Status;
use super::values::{Attachment, Count, Image, Link, Money, Person};
use crate::date::{Edtf, Every, Window};
use crate::fields::Text;
use crate::kind::{Field, Kind, Place, Role, Shape, Type};

/// The fields of an entry or of a row, as far as they are written. `R` is what a reference to something else is: as it is written, or what it
/// names.
#[derive(Debug, Clone)]
pub struct Fields<R = Text> {
    shape: &'static Shape,
    /// With the numbers of their fields, ascending.
    values: Box<[(u16, Value<R>)]>,
}

/// What a field says. Of which type it is, the field knows; a field that takes many has a [`Value::List`].
#[derive(Debug, Clone, PartialEq)]
pub enum Value<R = Text> {
    Text(Arc<str>),
    Code(Text),
    Whole(u32),
    Number(f64),
    Flag(bool),
    Date(Edtf),
    Window(Window),
    Every(Every),
    Count(Count),
    Money(Box<Money>),
    /// By its place among the choices.
    Choice(u16),
    Kind(Kind),
    File(R),
    Municipality(R),
    Entry(R),
    Person(Box<Person<R>>),
    Link(Box<Link>),
    Attachment(Box<Attachment<R>>),
    Image(Box<Image<R>>),
    Extra(Arc<Map<String, Json>>),
    Row(Fields<R>),
    List(Box<[Value<R>]>),
}

/// Whom a reference may name.
#[derive(Debug, Clone, Copy)]
pub enum Target<'f> {
    Field(&'f Field),
    /// Where a person works.
    Of(Place),
}

/// Says what written references name.
pub trait Resolver {
    type To;

    fn reference(&mut self, target: Target<'_>, written: &Text) -> Option<Self::To>;
    fn file(&mut self, written: &Text) -> Option<Self::To>;
    fn municipality(&mut self, written: &Text) -> Option<Self::To>;
}

impl<R: PartialEq> PartialEq for Fields<R> {
    /// Fields of one shape.
    fn eq(&self, other: &Self) -> bool {
        self.values == other.values
    }
}

impl<R> Fields<R> {
    /// `values` are in the order of their fields.
    pub fn new(shape: &'static Shape, values: Vec<(u16, Value<R>)>) -> Self {
        Self { shape, values: values.into() }
    }

    pub fn shape(&self) -> &'static Shape {
        self.shape
    }

    /// The value of a field by its number.
    pub fn at(&self, number: u16) -> Option<&Value<R>> {
        let found = self.values.binary_search_by_key(&number, |(number, _)| *number);
        found.ok().map(|at| &self.values[at].1)
    }

    pub fn get(&self, name: &str) -> Option<&Value<R>> {
        self.at(self.shape.number(name)?)
    }

    pub fn role(&self, role: Role) -> Option<&Value<R>> {
        self.at(self.shape.role(role)?)
    }

    /// What is written, with its fields.
    pub fn iter(&self) -> impl Iterator<Item = (&'static Field, &Value<R>)> {
        let shape = self.shape;
        self.values.iter().map(|(number, value)| (shape.field(*number), value))
    }

    /// What the fields of a role say, one after the other.
    pub fn all(&self, role: Role) -> impl Iterator<Item = &Value<R>> {
        let fitting = self.iter().filter(move |(field, _)| field.role == Some(role));
        fitting.flat_map(|(_, value)| value.items())
    }

    pub fn text(&self, role: Role) -> Option<&str> {
        self.role(role).and_then(Value::as_text)
    }

    pub fn date_of(&self, role: Role) -> Option<&Edtf> {
        match self.role(role) {
            Some(Value::Date(date)) => Some(date),
            _ => None,
        }
    }

    pub fn status(&self) -> Status {
        let Some(Value::Choice(choice)) = self.role(Role::Status) else { return Status::Published };
        let words = self.shape.role(Role::Status).map_or(&[][..], |number| self.shape.field(number).choices());
        match words.get(usize::from(*choice)) {
            Some(&"draft") => Status::Draft,
            Some(&"archived") => Status::Archived,
            _ => Status::Published,
        }
    }

    pub fn window(&self) -> Option<Window> {
        match self.role(Role::Window) {
            Some(Value::Window(window)) => Some(*window),
            _ => None,
        }
    }

    /// The rows of a field with a role, or its one row.
    pub fn rows(&self, role: Role) -> impl Iterator<Item = &Fields<R>> {
        self.all(role).filter_map(Value::as_row)
    }

    /// When it was published or takes place: the date that lists are sorted by.
    pub fn date(&self) -> Option<&Edtf> {
        [Role::When, Role::Date, Role::Period, Role::ValidFrom].into_iter().find_map(|role| self.date_of(role))
    }

    /// Calls for every value that is no list and no row, also in rows, with its field.
    pub fn walk<'v>(&'v self, visit: &mut impl FnMut(&'static Field, &'v Value<R>)) {
        for (field, value) in self.iter() {
            for item in value.items() {
                match item {
                    Value::Row(row) => row.walk(visit),
                    item => visit(field, item),
                }
            }
        }
    }

    /// The author's own sentences and words that a reader could look for.
    pub fn searched(&self) -> Vec<&str> {
        let mut texts = Vec::new();
        self.walk(&mut |field, value| {
            if field.search {
                texts.extend(value.as_text());
            }
        });
        texts
    }

    /// Other names than the title.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.all(Role::Name).filter_map(Value::as_text)
    }
}

impl<R> Value<R> {
    /// The values of a list, or the one value that it is.
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            one => std::slice::from_ref(one),
        }
    }

    /// The words of a value that has some: of an attachment its title, of a person the name.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Code(text) => Some(&text.text),
            Self::Attachment(attachment) => Some(&attachment.title),
            Self::Person(person) => Some(&person.name),
            Self::Count(Count::Words(words)) => Some(words),
            _ => None,
        }
    }

    pub fn as_row(&self) -> Option<&Fields<R>> {
        match self {
            Self::Row(row) => Some(row),
            _ => None,
        }
    }
}

impl Fields {
    /// What the references name. One that names nothing is left out.
    pub fn resolve<T: Resolver>(&self, resolver: &mut T) -> Fields<T::To> {
        let values = self
            .values
            .iter()
            .filter_map(|(number, value)| Some((*number, value.resolve(self.shape.field(*number), resolver)?)));
        Fields { shape: self.shape, values: values.collect() }
    }
}

impl Value {
    fn resolve<T: Resolver>(&self, field: &'static Field, resolver: &mut T) -> Option<Value<T::To>> {
        Some(match self {
            Self::Text(text) => Value::Text(Arc::clone(text)),
            Self::Code(text) => Value::Code(text.clone()),
            Self::Whole(number) => Value::Whole(*number),
            Self::Number(number) => Value::Number(*number),
            Self::Flag(flag) => Value::Flag(*flag),
            Self::Date(date) => Value::Date(*date),
            Self::Window(window) => Value::Window(*window),
            Self::Every(every) => Value::Every(*every),
            Self::Count(count) => Value::Count(count.clone()),
            Self::Money(money) => Value::Money(money.clone()),
            Self::Choice(choice) => Value::Choice(*choice),
            Self::Kind(kind) => Value::Kind(*kind),
            Self::File(file) => Value::File(resolver.file(file)?),
            Self::Municipality(name) => Value::Municipality(resolver.municipality(name)?),
            Self::Entry(name) => Value::Entry(resolver.reference(Target::Field(field), name)?),
            Self::Person(person) => Value::Person(Box::new(person.resolve(resolver))),
            Self::Link(link) => Value::Link(link.clone()),
            Self::Attachment(attachment) => Value::Attachment(Box::new(attachment.resolve(resolver))),
            Self::Image(image) => Value::Image(Box::new(image.resolve(resolver))),
            Self::Extra(extra) => Value::Extra(Arc::clone(extra)),
            Self::Row(row) => Value::Row(row.resolve(resolver)),
            Self::List(items) => Value::List(items.iter().filter_map(|item| item.resolve(field, resolver)).collect()),
        })
    }
}

impl Person {
    fn resolve<T: Resolver>(&self, resolver: &mut T) -> Person<T::To> {
        let mut at = |place, written: &Option<Text>| {
            written.as_ref().and_then(|written| resolver.reference(Target::Of(place), written))
        };
        Person {
            name: Arc::clone(&self.name),
            role: self.role.clone(),
            school: at(Place::School, &self.school),
            organisation: at(Place::Organisation, &self.organisation),
        }
    }
}

impl<R: Clone> Person<R> {
    fn with_place_of(&self, other: &Self) -> Self {
        let mut person = self.clone();
        person.role = person.role.or_else(|| other.role.clone());
        if person.school.is_none() && person.organisation.is_none() {
            person.school.clone_from(&other.school);
            person.organisation.clone_from(&other.organisation);
        }
        person
    }
}

impl Attachment {
    fn resolve<T: Resolver>(&self, resolver: &mut T) -> Attachment<T::To> {
        Attachment {
            title: Arc::clone(&self.title),
            file: self.file.as_ref().and_then(|file| resolver.file(file)),
            url: self.url.clone(),
        }
    }
}

impl Image {
    fn resolve<T: Resolver>(&self, resolver: &mut T) -> Image<T::To> {
        Image {
            file: self.file.as_ref().and_then(|file| resolver.file(file)),
            alt: Arc::clone(&self.alt),
            credit: self.credit.clone(),
            consent: self.consent.clone(),
        }
    }
}

/// What a translation says otherwise than it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Differs {
    /// A fact that is taken from the original.
    Fact,
    /// It has more or fewer rows than the original.
    Rows,
}

impl<R: Clone + PartialEq> Fields<R> {
    /// The fields of a translation over those of its original: words from the one, facts from the other, rows one by one.
    pub fn over(&self, original: &Self, report: &mut impl FnMut(&'static Field, Differs)) -> Self {
        let shape = self.shape;
        let merged = (0..).zip(&shape.fields).filter_map(|(number, field)| {
            let value = match (self.at(number), original.at(number)) {
                (None, value) => value.cloned(),
                (Some(own), value) => own.over(value, field, report),
            };
            Some((number, value?))
        });
        Self { shape, values: merged.collect() }
    }

    /// Drops the rows that lack what they are about: an entry that is not there or not published.
    pub fn without_lost_rows(mut self) -> Self {
        for (_, value) in &mut self.values {
            if let Value::List(items) = value
                && items.iter().any(|item| matches!(item, Value::Row(row) if row.is_lost()))
            {
                *items =
                    items.iter().filter(|item| !matches!(item, Value::Row(row) if row.is_lost())).cloned().collect();
            }
        }
        self
    }

    fn is_lost(&self) -> bool {
        let needed = |field: &Field| field.required && matches!(field.ty, Type::Reference { .. });
        (0..).zip(&self.shape.fields).any(|(number, field)| needed(field) && self.at(number).is_none())
    }
}

impl<R: Clone + PartialEq> Value<R> {
    /// People as a translation says them, each at the school or organisation of the same one in the original where the translation
    /// names none.
    fn with_places_of(&self, original: Option<&Self>) -> Self {
        let theirs = original.map_or(&[][..], Self::items);
        let same_length = theirs.len() == self.items().len();
        let complete = |(at, item): (usize, &Self)| {
            let Self::Person(person) = item else { return item.clone() };
            let people = || theirs.iter().filter_map(Self::as_person);
            let by_name = people().find(|other| other.name == person.name);
            match by_name.or_else(|| theirs.get(at).filter(|_| same_length)?.as_person()) {
                Some(other) => Self::Person(Box::new(person.with_place_of(other))),
                None => item.clone(),
            }
        };
        match self {
            Self::List(items) => Self::List(items.iter().enumerate().map(complete).collect()),
            one => complete((0, one)),
        }
    }

    fn as_person(&self) -> Option<&Person<R>> {
        match self {
            Self::Person(person) => Some(person),
            _ => None,
        }
    }

    fn over(
        &self,
        original: Option<&Self>,
        field: &'static Field,
        report: &mut impl FnMut(&'static Field, Differs),
    ) -> Option<Self> {
        if field.rows().is_none() {
            // A list of which nothing is left was told already: what it names is not there.
            if !field.translated && Some(self) != original && !matches!(self, Self::List(items) if items.is_empty()) {
                report(field, Differs::Fact);
            }
            return if field.translated { Some(self.with_places_of(original)) } else { original.cloned() };
        }
        match (self, original) {
            (Self::Row(own), Some(Self::Row(row))) => Some(Self::Row(own.over(row, report))),
            (Self::List(own), Some(Self::List(rows))) if own.len() == rows.len() => {
                let items = own.iter().zip(rows).filter_map(|(own, row)| own.over(Some(row), field, report));
                Some(Self::List(items.collect()))
            }
            _ => {
                report(field, Differs::Rows);
                original.cloned()
            }
        }
    }
}
