//! The value types of the author's contract: dates, references, money, counts, links, attachments, people, windows.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use toml::Spanned;
use toml::de::DeValue;

use crate::date::{Edtf, Every, Window};
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::fields::{Context, Reader, Table, Text, Value, read_row, wrong};
use crate::locale::{self, countries, country};
use crate::markdown::misleading_host;

/// A date that may be partial or a span (EDTF, ISO 8601-2 level 0); a TOML date is taken too, without its time of day.
impl Value for Edtf {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        let text = match value.get_ref() {
            DeValue::String(text) => text.trim().to_owned(),
            DeValue::Datetime(date) if date.date.is_some() => date.to_string(),
            DeValue::Integer(year) => year.as_str().to_owned(),
            _ => return wrong(Code::ExpectedDate, value, name, context),
        };
        match text.parse() {
            Ok(date) => Some(date),
            Err(error) => {
                let problem = Diagnostic::error(Code::DateInvalid).arg("value", &text).help(error.help());
                context.report(problem.suggest(Edtf::meant(&text)), value.span());
                None
            }
        }
    }

    fn schema() -> Json {
        json!({
            "anyOf": [
                { "type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?$" },
                { "type": "string", "format": "date" },
            ]
        })
    }
}

impl Value for Window {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        let DeValue::String(text) = value.get_ref() else {
            return wrong(Code::ExpectedWindow, value, name, context);
        };
        text.trim().parse().ok().or_else(|| wrong(Code::ExpectedWindow, value, name, context))
    }

    fn schema() -> Json {
        json!({ "type": "string", "pattern": r"^--\d{2}(-\d{2})?(/--\d{2}(-\d{2})?)?$" })
    }
}

impl Value for Every {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        let DeValue::String(text) = value.get_ref() else {
            return wrong(Code::ExpectedEvery, value, name, context);
        };
        text.trim().parse().ok().or_else(|| wrong(Code::ExpectedEvery, value, name, context))
    }

    fn schema() -> Json {
        json!({ "type": "string", "pattern": r"^P\d+[DWMY]$" })
    }
}

/// A reference to another entry as it is written: an id, an exact title or an alias, perhaps with its kind before a
/// colon. What it names is known only to the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference(pub Text);

impl Value for Reference {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::String(_) => Text::read(value, name, context).map(Self),
            _ => wrong(Code::ExpectedReference, value, name, context),
        }
    }

    fn schema() -> Json {
        json!({ "type": "string", "minLength": 1 })
    }
}

/// An amount of money, in hundredths of the currency's unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    pub minor: i64,
    /// ISO 4217.
    pub currency: String,
}

impl Value for Money {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Table(_) => read_row::<MoneyRow>(value, name, context)?.0,
            _ => wrong(Code::ExpectedMoney, value, name, context),
        }
    }

    fn schema() -> Json {
        crate::fields::object_schema(&Reader::describe(MoneyRow::read))
    }
}

struct MoneyRow(Option<Money>);

impl Table for MoneyRow {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        let amount = reader.required::<f64>("amount").filter(|amount| {
            let good = *amount >= 0.0;
            if !good {
                reader.report_field(Code::ExpectedAmount, "amount");
            }
            good
        });
        let currency = reader.required::<Currency>("currency");
        Self(amount.zip(currency).map(|(amount, Currency(currency))| Money { minor: minor(amount), currency }))
    }
}

/// Amounts beyond what 64 bits of hundredths can hold are clamped: no school's budget comes near.
#[expect(clippy::cast_possible_truncation, reason = "a float to integer cast saturates, which is what is wanted")]
fn minor(amount: f64) -> i64 {
    (amount * 100.0).round() as i64
}

struct Currency(String);

impl Value for Currency {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        let text = String::read(value, name, context)?;
        if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Some(Self(text));
        }
        wrong(Code::ExpectedCurrency, value, name, context)
    }

    fn schema() -> Json {
        json!({ "type": "string", "pattern": "^[A-Z]{3}$" })
    }
}

/// How many: a number, or words where nobody counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Count {
    Number(u32),
    Words(Arc<str>),
}

impl Value for Count {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Integer(_) => u32::read(value, name, context).map(Self::Number),
            DeValue::String(_) => Arc::read(value, name, context).map(Self::Words),
            _ => wrong(Code::ExpectedCount, value, name, context),
        }
    }

    fn schema() -> Json {
        json!({ "anyOf": [u32::schema(), String::schema()] })
    }
}

/// A link to somewhere else; without an address the title alone is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Link {
    pub title: Option<Arc<str>>,
    pub url: Option<Arc<str>>,
}

impl Value for Link {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::String(_) => Url::read(value, name, context).map(|Url(url)| Self { title: None, url: Some(url) }),
            DeValue::Table(_) => read_row(value, name, context),
            _ => wrong(Code::ExpectedLink, value, name, context),
        }
    }

    fn schema() -> Json {
        let row = crate::fields::object_schema(&Reader::describe(<Self as Table>::read));
        json!({ "anyOf": [Url::schema(), row] })
    }
}

impl Table for Link {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self { title: reader.required("title"), url: reader.optional("url").map(|Url(url)| url) }
    }
}

/// An absolute address with a scheme that a page may link to.
pub struct Url(pub Arc<str>);

impl Value for Url {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        let text: Arc<str> = Arc::read(value, name, context)?;
        let lower = text.to_ascii_lowercase();
        let rest = ["https://", "http://", "mailto:", "tel:"].iter().find_map(|scheme| lower.strip_prefix(scheme));
        if let Some(host) = misleading_host(&lower) {
            context.report(Diagnostic::error(Code::LinkUserinfo).arg("host", host), value.span());
            return None;
        }
        let well_formed = rest.is_some_and(|rest| !rest.is_empty())
            && !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"'));
        if well_formed { Some(Self(text)) } else { wrong(Code::ExpectedUrl, value, name, context) }
    }

    fn schema() -> Json {
        json!({ "type": "string", "format": "uri" })
    }
}

/// An e-mail address: something before and after one `@`, nothing that could not stand in a link.
pub struct Email(pub Arc<str>);

impl Value for Email {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        let text: Arc<str> = Arc::read(value, name, context)?;
        let parts = text.split_once('@').filter(|(before, after)| !before.is_empty() && after.contains('.'));
        let plain = |c: char| c.is_alphanumeric() || "@.-_+".contains(c);
        if parts.is_some() && text.chars().all(plain) {
            Some(Self(text))
        } else {
            wrong(Code::ExpectedEmail, value, name, context)
        }
    }

    fn schema() -> Json {
        json!({ "type": "string", "format": "email" })
    }
}

/// A file offered for download: one of the entry's own, or one elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Attachment<R = Text> {
    pub title: Arc<str>,
    pub file: Option<R>,
    pub url: Option<Arc<str>>,
}

impl Table for Attachment {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        let title = reader.required("title").unwrap_or_default();
        let file = reader.optional("file");
        let url = reader.optional("url").map(|Url(url)| url);
        if reader.has("file") == reader.has("url") {
            reader.report(Diagnostic::error(Code::FileOrUrl));
        }
        Self { title, file, url }
    }
}

/// A grown-up in a public role.
#[derive(Debug, Clone, PartialEq)]
pub struct Person<R = Text> {
    pub name: Arc<str>,
    pub role: Option<Arc<str>>,
    pub school: Option<R>,
    pub organisation: Option<R>,
}

impl Value for Person {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::String(_) => {
                let name = Arc::read(value, name, context)?;
                Some(Self { name, role: None, school: None, organisation: None })
            }
            DeValue::Table(_) => read_row(value, name, context),
            _ => wrong(Code::ExpectedPerson, value, name, context),
        }
    }

    fn schema() -> Json {
        let row = crate::fields::object_schema(&Reader::describe(<Self as Table>::read));
        json!({ "anyOf": [String::schema(), row] })
    }
}

impl Table for Person {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self {
            name: reader.required("name").unwrap_or_default(),
            role: reader.optional("role"),
            school: reader.optional("school").map(|Reference(school)| school),
            organisation: reader.optional("organisation").map(|Reference(organisation)| organisation),
        }
    }
}

/// The picture that stands for an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Image<R = Text> {
    pub file: Option<R>,
    pub alt: Arc<str>,
    pub credit: Option<Arc<str>>,
    pub consent: Option<Arc<str>>,
}

impl Table for Image {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self {
            file: reader.required("file"),
            alt: reader.required("alt").unwrap_or_default(),
            credit: reader.optional("credit"),
            consent: reader.optional("consent").map(|Consent(consent)| consent),
        }
    }
}

/// Consent may be a plain yes, or words about it.
struct Consent(Arc<str>);

impl Value for Consent {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(Self(flag.to_string().into())),
            _ => Arc::read(value, name, context).map(Self),
        }
    }

    fn schema() -> Json {
        json!({ "anyOf": [String::schema(), bool::schema()] })
    }
}

/// The code of a country (ISO 3166-1 alpha-2), written as such or by name.
pub struct Country(pub Arc<str>);

impl Value for Country {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        let text: Arc<str> = Arc::read(value, name, context)?;
        if let Some(country) = country(&text) {
            return Some(Self(country.code.into()));
        }
        let near = nearest(&text, countries().flat_map(locale::Country::names).filter(|name| name.len() > 2));
        let problem = Diagnostic::error(Code::CountryUnknown).arg("name", text.trim());
        context.report(problem.suggest(near.and_then(country).map(|country| country.code)), value.span());
        None
    }

    fn schema() -> Json {
        json!({ "type": "string" })
    }
}

/// A text or a bare number, such as a grade.
pub struct Label(pub Arc<str>);

impl Value for Label {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Integer(_) => u32::read(value, name, context).map(|number| Self(number.to_string().into())),
            _ => Arc::read(value, name, context).map(Self),
        }
    }

    fn schema() -> Json {
        json!({ "type": ["string", "integer"] })
    }
}

/// A time of day: a TOML time or a text such as „10.00–10.30“.
pub struct Clock(pub Arc<str>);

impl Value for Clock {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Datetime(time) if time.date.is_none() => {
                let text = time.to_string();
                let short = text.strip_suffix(":00").filter(|short| short.len() >= 5);
                Some(Self(short.unwrap_or(&text).into()))
            }
            _ => Arc::read(value, name, context).map(Self),
        }
    }

    fn schema() -> Json {
        json!({ "type": "string" })
    }
}

/// `menu = true`, or its place among the others as a number.
pub struct MenuPlace(pub Option<u32>);

impl Value for MenuPlace {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Boolean(shown) => Some(Self(shown.then_some(u32::MAX))),
            _ => u32::read(value, name, context).map(|place| Self(Some(place))),
        }
    }

    fn schema() -> Json {
        json!({ "type": ["boolean", "integer"], "minimum": 0 })
    }
}
