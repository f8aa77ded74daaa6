//! The fields of an entry as templates get them (`page.own`, `page.facts`): each by its type, whatever its kind.

use tera::value::Key;
use tera::{Map, Value};

use super::maker::{Maker, format_of};
use crate::kind::{ChoiceField, Field, Kind, Role, Shape, Type};
use crate::portal::{EntryId, Found, Index, Localised};
use crate::record::Value as Said;
use crate::record::values::{Attachment, Count, Image, Link, Person};
use crate::theme::LanguageWords;
use crate::view;

impl Maker {
    /// What an entry says in the language of the page.
    pub fn fields(&self, id: EntryId) -> &Localised {
        self.portal.fields(self.edition, id)
    }

    /// Every field that is the kind's own, by the name that authors write; what is not written is none or empty.
    pub(super) fn own(&self, id: EntryId) -> Value {
        let fields = self.fields(id);
        let shape = fields.shape();
        let own = shape.own().map(|(number, field)| (Key::Str(field.name), self.said(id, fields, number, field)));
        Value::from(own.collect::<Map>())
    }

    /// The value of one field.
    fn said(&self, id: EntryId, fields: &Localised, number: u16, field: &'static Field) -> Value {
        match fields.at(number) {
            None if field.many => self.nothing.clone(),
            None => Value::none(),
            Some(Said::List(items)) => {
                let items: Vec<_> = items.iter().map(|item| self.value(id, fields, number, field, item)).collect();
                Value::from(items)
            }
            Some(value) => self.value(id, fields, number, field, value),
        }
    }

    fn value(&self, id: EntryId, fields: &Localised, number: u16, field: &'static Field, value: &Said<Found>) -> Value {
        match value {
            Said::Text(code) if matches!(field.ty, Type::Country) => {
                let title = self.words.country(code);
                Value::from_serializable(&view::CountryView { code: code.to_string(), title })
            }
            Said::Text(text) if field.prose => self.prose(text).into(),
            Said::Text(text) => Value::from(&**text),
            Said::Code(text) => Value::from(&*text.text),
            Said::Whole(number) => Value::from(*number),
            Said::Number(number) => self.words.locale.number(*number).into(),
            Said::Flag(true) if matches!(field.ty, Type::Date { .. }) => {
                let text = self.words.say("yes");
                Value::from_serializable(&view::DateData { text, machine: None, edtf: String::new() })
            }
            Said::Flag(flag) => Value::from(*flag),
            Said::Date(date) => self.date(date).value(),
            Said::Window(window) => {
                let (text, machine) = (self.words.locale.window(window), window.to_string());
                Value::from_serializable(&view::WindowView { text, machine })
            }
            Said::Every(every) => self.words.locale.every(*every).into(),
            Said::Count(count) => Value::from_serializable(&self.count(count)),
            Said::Money(money) => self.words.locale.money(money.minor, &money.currency).into(),
            Said::Choice(choice) => Value::from_serializable(&self.choice_of(id, number, field, *choice)),
            Said::Kind(kind) => {
                let title = self.words.say(&format!("kind.{}", kind.name()));
                Value::from_serializable(&view::ChoiceView { name: kind.name().to_owned(), title, url: None })
            }
            Said::File(file) => self.own_file(fields, field, file),
            Said::Municipality(found) | Said::Entry(found) => {
                self.found(found).map_or(Value::none(), |link| link.value())
            }
            Said::Person(person) => Value::from_serializable(&self.author(person)),
            Said::Link(link) => self.outside(link).value(),
            Said::Attachment(attachment) => {
                self.attachment(attachment).map_or(Value::none(), |file| Value::from_serializable(&file))
            }
            Said::Image(image) => self.image(image).map_or(Value::none(), |image| Value::from_serializable(&image)),
            Said::Extra(extra) => Value::from_serializable(&**extra),
            Said::Row(row) => self.row(id, field, row),
            Said::List(_) => Value::none(),
        }
    }

    /// A row has every field too, and what its role adds.
    fn row(&self, id: EntryId, field: &'static Field, row: &Localised) -> Value {
        let shape: &'static Shape = row.shape();
        let fields = (0..).zip(&shape.fields);
        let mut map: Map =
            fields.map(|(number, field)| (Key::Str(field.name), self.said(id, row, number, field))).collect();
        match field.role {
            Some(Role::Promised) => self.add_delivered(id, row, &mut map),
            Some(Role::Items) => {
                let item = match row.role(Role::Item) {
                    Some(Said::Entry(Found::Entry(item))) => self.card(*item),
                    _ => Value::none(),
                };
                map.insert(Key::Str("card"), item);
            }
            _ => {}
        }
        Value::from(map)
    }

    /// A file is called after the title that stands beside it, else by its own name. The title of an entry says nothing
    /// of a file that a site's own field holds.
    fn own_file(&self, fields: &Localised, field: &Field, file: &Found) -> Value {
        let Found::File(path) = file else { return Value::none() };
        let name = path.rsplit('/').next().unwrap_or(path);
        let title = fields.get("title").filter(|_| !field.is_own).and_then(Said::as_text).unwrap_or(name);
        self.file(title, path).map_or(Value::none(), |file| Value::from_serializable(&file))
    }

    fn choice_of(&self, id: EntryId, number: u16, field: &'static Field, choice: u16) -> view::ChoiceView {
        if field.pages.is_some() {
            return self.choice(ChoiceField { kind: self.portal.kind(id), number }, choice);
        }
        let name = field.choices().get(usize::from(choice)).copied().unwrap_or_default();
        view::ChoiceView { name: name.to_owned(), title: self.choice_word(field, choice), url: None }
    }

    /// A value of a facet, as readers see it.
    pub(super) fn value_title(&self, field: ChoiceField, value: u16) -> String {
        let texts = self.portal.indexes.texts.get(&field).and_then(|texts| texts.get(usize::from(value)));
        texts.map_or_else(|| self.choice_word(field.field(), value), |text| self.prose(&text.text))
    }

    /// A choice that has a page.
    pub(super) fn choice(&self, field: ChoiceField, choice: u16) -> view::ChoiceView {
        let name = field.word(choice);
        view::ChoiceView {
            name: name.to_owned(),
            title: self.choice_word(field.field(), choice),
            url: self.portal.publishes(field).then(|| self.index_url(Index::Choice(field, choice))),
        }
    }

    /// The entry, municipality or name that a reference stands for.
    pub(super) fn found(&self, found: &Found) -> Option<view::Link> {
        match found {
            Found::Entry(id) => Some(self.link(*id)),
            Found::Municipality(at) => Some(self.municipality(*at)),
            Found::Name(name) => Some(view::LinkData { title: self.prose(name), ..view::LinkData::default() }.into()),
            Found::File(_) => None,
        }
    }

    /// A link that an author wrote.
    pub fn outside(&self, link: &Link) -> view::Link {
        let url = link.url.as_deref().map(str::to_owned);
        let title = link.title.as_deref().map(|title| self.prose(title));
        let title = title.or_else(|| url.clone()).unwrap_or_default();
        view::LinkData { title, external: url.is_some(), url, ..view::LinkData::default() }.into()
    }

    pub fn author(&self, person: &Person<Found>) -> view::Author {
        view::Author {
            name: self.prose(&person.name),
            role: person.role.as_deref().map(|role| self.prose(role)),
            school: person.school.as_ref().and_then(|school| self.found(school)),
            organisation: person.organisation.as_ref().and_then(|organisation| self.found(organisation)),
        }
    }

    pub fn count(&self, count: &Count) -> view::Count {
        match count {
            Count::Number(number) => {
                view::Count { text: self.words.locale.integer(i64::from(*number)), number: Some(*number) }
            }
            Count::Words(words) => view::Count { text: self.prose(words), number: None },
        }
    }

    /// A file of the site, with its format and size.
    fn file(&self, title: &str, path: &str) -> Option<view::File> {
        let asset = self.portal.assets.get(path)?;
        Some(self.file_of(asset, self.prose(title)))
    }

    pub fn attachment(&self, attachment: &Attachment<Found>) -> Option<view::File> {
        match (&attachment.file, &attachment.url) {
            (Some(Found::File(path)), _) => self.file(&attachment.title, path),
            (_, Some(url)) => Some(view::File {
                title: self.prose(&attachment.title),
                url: url.to_string(),
                external: true,
                format: format_of(url),
                size: None,
            }),
            _ => None,
        }
    }

    pub(super) fn image(&self, image: &Image<Found>) -> Option<view::CardImage> {
        let Some(Found::File(path)) = &image.file else { return None };
        Some(view::CardImage {
            url: self.portal.assets.get(&**path)?.url.clone(),
            alt: self.prose(&image.alt),
            credit: image.credit.as_deref().map(|credit| self.prose(credit)),
        })
    }

    /// What an entry says in fields of its kind, each with its label and type: for templates that know no kind.
    pub(super) fn facts(&self, id: EntryId, own: &Value) -> Vec<view::Fact> {
        let fields = self.fields(id);
        let all = &self.kinds[self.portal.kind(id).number()].facts;
        let shown = all.iter().filter(|fact| fields.at(fact.number).is_some());
        let fact = |fact: &FactCommon| {
            let value = own.as_map().and_then(|own| own.get(&Key::Str(fact.field.name))).cloned();
            let value = value.unwrap_or(Value::none());
            view::Fact {
                name: fact.name.clone(),
                label: fact.label.clone(),
                ty: fact.ty.clone(),
                columns: fact.columns.clone(),
                values: if fact.field.many { value } else { Value::from(vec![value]) },
                own: fact.field.is_own,
            }
        };
        shown.map(fact).collect()
    }
}

/// What a field is on every page that shows it.
pub(super) struct FactCommon {
    number: u16,
    field: &'static Field,
    name: Value,
    label: Value,
    ty: Value,
    columns: Value,
}

impl FactCommon {
    /// Of each field of a kind that is shown where no template knows the kind.
    pub fn all(kind: Kind, words: &LanguageWords) -> Vec<Self> {
        let shown = kind.shape().own().filter(|(_, field)| field.facts);
        let fact = |(number, field): (u16, &'static Field)| Self {
            number,
            field,
            name: field.name.into(),
            label: label(field, words).into(),
            ty: type_name(&field.ty).into(),
            columns: Value::from_serializable(&field.rows().map(|rows| columns(rows, words)).unwrap_or_default()),
        };
        shown.map(fact).collect()
    }
}

fn columns(rows: &'static Shape, words: &LanguageWords) -> Vec<view::Column> {
    let column = |field: &'static Field| view::Column {
        name: field.name.to_owned(),
        label: label(field, words),
        ty: type_name(&field.ty).to_owned(),
        many: field.many,
    };
    rows.fields.iter().map(column).collect()
}

fn label(field: &Field, words: &LanguageWords) -> String {
    words.get(&format!("{}.label", field.key), &[], None).unwrap_or_else(|| field.name.replace('_', " "))
}

/// What a template has to do with a value: fewer types than there are of fields.
fn type_name(ty: &Type) -> &'static str {
    match ty {
        Type::Date { .. } => "date",
        Type::Window | Type::Count => "count",
        Type::Reference { .. } | Type::Municipality | Type::Link => "link",
        Type::Choice(_) | Type::Kind | Type::Country => "choice",
        Type::Url => "url",
        Type::Email => "email",
        Type::Person => "person",
        Type::File | Type::Attachment => "file",
        Type::Image => "image",
        Type::Row(_) => "row",
        Type::Flag => "flag",
        Type::Extra => "extra",
        _ => "text",
    }
}
