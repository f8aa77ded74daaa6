//! Front matter read by the description of its kind: types, what is missing, what is unknown.

use std::cell::RefCell;
use std::sync::Arc;

use serde_json::{Value as Json, json};
use toml::Spanned;
use toml::de::DeValue;

use super::fields::{Fields, Value};
use super::values::{
    Attachment, Clock, Count, Country, Email, Image, Label, Link, MenuPlace, Money, Person, Reference, Url,
};
use crate::date::{Edtf, Every, Window};
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::fields::{
    Context, Extra, FieldShape, Reader, Row, Text, Value as Read, object_schema, read_row, read_row_with,
};
use crate::kind::{Field, Kinds, Role, Shape, Type};

/// What reading goes by.
#[derive(Clone, Copy)]
pub struct Reading<'k> {
    pub kinds: &'k Kinds,
    /// Of a translation: takes the names of required fields that it leaves out, since its original may have them. Its title it
    /// says itself.
    pub left_out: Option<&'k RefCell<Vec<String>>>,
}

impl Reading<'_> {
    pub fn fields(self, shape: &'static Shape, reader: &mut Reader<'_, '_>) -> Fields {
        let mut values = Vec::with_capacity(shape.fields.len().min(USUAL));
        for (number, field) in (0..).zip(&shape.fields) {
            match reader.ask(field.name) {
                Some(written) => {
                    let Some(context) = reader.context() else { continue };
                    let value = self.many(field, written, field.name, context);
                    values.extend(value.map(|value| (number, value)));
                }
                None if field.required => match self.left_out {
                    Some(left_out) if field.role != Some(Role::Title) => {
                        left_out.borrow_mut().push(field.name.to_owned());
                    }
                    _ => reader.missing(field.name),
                },
                None => {}
            }
        }
        for group in &shape.one_of {
            let names: Vec<_> = group.iter().map(|number| shape.field(*number).name).collect();
            match self.left_out {
                Some(_) if names.iter().any(|name| reader.has(name)) => {}
                Some(left_out) => left_out.borrow_mut().push(names.join(" / ")),
                None => reader.require_one_of(&names),
            }
        }
        Fields::new(shape, values)
    }

    /// A field that takes many takes one too.
    fn many(
        self,
        field: &'static Field,
        written: &Spanned<DeValue<'_>>,
        name: &'static str,
        context: &mut Context<'_>,
    ) -> Option<Value> {
        if !field.many {
            return self.one(field, written, name, context);
        }
        let items = match written.get_ref() {
            DeValue::Array(items) => items.iter().filter_map(|item| self.one(field, item, name, context)).collect(),
            _ => [self.one(field, written, name, context)?].into(),
        };
        Some(Value::List(items))
    }

    fn one(
        self,
        field: &'static Field,
        written: &Spanned<DeValue<'_>>,
        name: &'static str,
        context: &mut Context<'_>,
    ) -> Option<Value> {
        match field.ty {
            Type::Text => Arc::read(written, name, context).map(Value::Text),
            Type::Label => Label::read(written, name, context).map(|Label(text)| Value::Text(text)),
            Type::Code => Text::read(written, name, context).map(Value::Code),
            Type::Whole => u32::read(written, name, context).map(Value::Whole),
            Type::Flag => bool::read(written, name, context).map(Value::Flag),
            Type::Date { or_yes } => match written.get_ref() {
                DeValue::Boolean(yes) if or_yes => yes.then_some(Value::Flag(true)),
                _ => Edtf::read(written, name, context).map(Value::Date),
            },
            Type::Window => Window::read(written, name, context).map(Value::Window),
            Type::Every => Every::read(written, name, context).map(Value::Every),
            Type::Clock => Clock::read(written, name, context).map(|Clock(text)| Value::Text(text)),
            Type::Count => Count::read(written, name, context).map(Value::Count),
            Type::Measure => measure(written, name, context),
            Type::Money => Money::read(written, name, context).map(|money| Value::Money(Box::new(money))),
            Type::Url => Url::read(written, name, context).map(|Url(url)| Value::Text(url)),
            Type::Email => Email::read(written, name, context).map(|Email(email)| Value::Text(email)),
            Type::Country => Country::read(written, name, context).map(|Country(code)| Value::Text(code)),
            Type::Choice(words) => word(words, written, name, context).map(Value::Choice),
            Type::Kind => {
                let number = word(&self.kinds.names(), written, name, context)?;
                self.kinds.all().nth(usize::from(number)).map(Value::Kind)
            }
            Type::File => Text::read(written, name, context).map(Value::File),
            Type::Municipality => Text::read(written, name, context).map(Value::Municipality),
            Type::Reference { .. } => Reference::read(written, name, context).map(|Reference(text)| Value::Entry(text)),
            Type::Person => Person::read(written, name, context).map(|person| Value::Person(Box::new(person))),
            Type::Link => Link::read(written, name, context).map(|link| Value::Link(Box::new(link))),
            Type::Attachment => {
                read_row::<Attachment>(written, name, context).map(|file| Value::Attachment(Box::new(file)))
            }
            Type::Image => read_row::<Image>(written, name, context).map(|image| Value::Image(Box::new(image))),
            Type::Menu => MenuPlace::read(written, name, context).and_then(|MenuPlace(place)| place.map(Value::Whole)),
            Type::Extra => Extra::read(written, name, context).map(|Extra(extra)| Value::Extra(Arc::new(extra))),
            Type::Row(shape) => self.row(shape, written, name, context).map(Value::Row),
        }
    }

    /// A bare value may stand for a row with that one field.
    fn row(
        self,
        shape: &'static Shape,
        written: &Spanned<DeValue<'_>>,
        name: &'static str,
        context: &mut Context<'_>,
    ) -> Option<Fields> {
        match shape.short {
            Some(short) if !matches!(written.get_ref(), DeValue::Table(_)) => {
                let value = self.one(shape.field(short), written, name, context)?;
                Some(Fields::new(shape, vec![(short, value)]))
            }
            _ => {
                let fields = || shapes(shape, self.kinds, &|_| None);
                read_row_with(written, name, context, fields, |reader| self.fields(shape, reader))
            }
        }
    }
}

/// Fields that an author writes; few write more.
const USUAL: usize = 16;

/// A number, or words where nobody counted.
fn measure(written: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Value> {
    match written.get_ref() {
        DeValue::String(_) => Arc::read(written, name, context).map(Value::Text),
        _ => f64::read(written, name, context).map(Value::Number),
    }
}

/// One of a few words, by its place among them.
fn word(words: &[&str], written: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<u16> {
    let text = String::read(written, name, context)?;
    let found = (0..).zip(words).find(|(_, word)| **word == text).map(|(at, _)| at);
    if found.is_none() {
        let problem = Diagnostic::error(Code::UnknownWord).arg("field", name).arg("value", &text);
        let near = nearest(&text, words.iter().copied());
        context.report(problem.arg("known", words.join(", ")).suggest(near), written.span());
    }
    found
}

/// JSON Schema (draft 2020-12) of a table with the fields of a shape. `describe` gives a field's description.
pub fn schema(shape: &Shape, kinds: &Kinds, describe: &dyn Fn(&Field) -> Option<String>) -> Json {
    let row = object_schema(&shapes(shape, kinds, describe));
    match shape.short {
        Some(short) => json!({ "anyOf": [type_schema(&shape.field(short).ty, kinds, describe), row] }),
        None => row,
    }
}

fn shapes(shape: &Shape, kinds: &Kinds, describe: &dyn Fn(&Field) -> Option<String>) -> Vec<FieldShape> {
    let one_of = |number: u16| shape.one_of.iter().position(|group| group.contains(&number));
    let field = |(number, field): (u16, &Field)| {
        let one = type_schema(&field.ty, kinds, describe);
        let mut schema = if field.many { json!({ "anyOf": [one, { "type": "array", "items": one }] }) } else { one };
        if let Some(text) = describe(field) {
            schema["description"] = json!(text);
        }
        FieldShape { name: field.name, required: field.required, one_of: one_of(number), schema }
    };
    (0..).zip(&shape.fields).map(field).collect()
}

fn type_schema(ty: &Type, kinds: &Kinds, describe: &dyn Fn(&Field) -> Option<String>) -> Json {
    match ty {
        Type::Text | Type::Code | Type::File | Type::Municipality => String::schema(),
        Type::Label => Label::schema(),
        Type::Whole => u32::schema(),
        Type::Flag => bool::schema(),
        Type::Date { or_yes: false } => Edtf::schema(),
        Type::Date { or_yes: true } => json!({ "anyOf": [Edtf::schema(), { "enum": [true] }] }),
        Type::Window => Window::schema(),
        Type::Every => Every::schema(),
        Type::Clock => Clock::schema(),
        Type::Count => Count::schema(),
        Type::Measure => json!({ "type": ["number", "string"] }),
        Type::Money => Money::schema(),
        Type::Url => Url::schema(),
        Type::Email => Email::schema(),
        Type::Country => Country::schema(),
        Type::Choice(words) => json!({ "type": "string", "enum": words }),
        Type::Kind => json!({ "type": "string", "enum": kinds.names() }),
        Type::Reference { .. } => Reference::schema(),
        Type::Person => Person::schema(),
        Type::Link => Link::schema(),
        Type::Attachment => Row::<Attachment>::schema(),
        Type::Image => Row::<Image>::schema(),
        Type::Menu => MenuPlace::schema(),
        Type::Extra => Extra::schema(),
        Type::Row(shape) => schema(shape, kinds, describe),
    }
}
