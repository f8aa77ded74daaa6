//! The value types of the author's contract: dates, references, money, counts, links, attachments, people, windows.

use std::ops::Range;

use serde_json::{Value as Json, json};
use toml::Spanned;
use toml::de::DeValue;

use crate::date::{Edtf, Every, Window};
use crate::diagnostics::Diagnostic;
use crate::fields::{Context, Reader, Table, Text, Value, read_row, wrong};

/// A date that may be partial or a span (EDTF, ISO 8601-2 level 0); a TOML date is taken too, without its time of day.
impl Value for Edtf {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        let text = match value.get_ref() {
            DeValue::String(text) => text.trim().to_owned(),
            DeValue::Datetime(date) if date.date.is_some() => date.to_string(),
            DeValue::Integer(year) => year.as_str().to_owned(),
            _ => return wrong("expected-date", value, name, context),
        };
        match text.parse() {
            Ok(date) => Some(date),
            Err(error) => {
                let problem = Diagnostic::error("date-invalid").arg("value", &text).help(error.help());
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
            return wrong("expected-window", value, name, context);
        };
        text.trim().parse().ok().or_else(|| wrong("expected-window", value, name, context))
    }

    fn schema() -> Json {
        json!({ "type": "string", "pattern": r"^--\d{2}(-\d{2})?(/--\d{2}(-\d{2})?)?$" })
    }
}

impl Value for Every {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        let DeValue::String(text) = value.get_ref() else {
            return wrong("expected-every", value, name, context);
        };
        text.trim().parse().ok().or_else(|| wrong("expected-every", value, name, context))
    }

    fn schema() -> Json {
        json!({ "type": "string", "pattern": r"^P\d+[DWMY]$" })
    }
}

/// A reference to another entry as it is written: an id, an exact title or an alias, perhaps with its kind before a
/// colon. What it names is known only to the portal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reference(pub Text);

impl Reference {
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// Byte range in the source file.
    pub fn span(&self) -> Range<usize> {
        self.0.span()
    }

    /// Byte where it stands in the source file.
    pub fn position(&self) -> u32 {
        self.0.position()
    }
}

impl Value for Reference {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::String(_) => Text::read(value, name, context).map(Self),
            _ => wrong("expected-reference", value, name, context),
        }
    }

    fn schema() -> Json {
        json!({ "type": "string", "minLength": 1 })
    }
}

/// Somebody who takes part: an entry where one has this name, else the name alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Party(pub Reference);

impl Value for Party {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        Reference::read(value, name, context).map(Self)
    }

    fn schema() -> Json {
        Reference::schema()
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
            _ => wrong("expected-money", value, name, context),
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
                reader.report_field("expected-amount", "amount");
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
        wrong("expected-currency", value, name, context)
    }

    fn schema() -> Json {
        json!({ "type": "string", "pattern": "^[A-Z]{3}$" })
    }
}

/// How many: a number, or words where nobody counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Count {
    Number(u32),
    Words(String),
}

impl Value for Count {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Integer(_) => u32::read(value, name, context).map(Self::Number),
            DeValue::String(_) => String::read(value, name, context).map(Self::Words),
            _ => wrong("expected-count", value, name, context),
        }
    }

    fn schema() -> Json {
        json!({ "anyOf": [u32::schema(), String::schema()] })
    }
}

/// A link to somewhere else; without an address the title alone is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Link {
    pub title: Option<String>,
    pub url: Option<Url>,
}

impl Value for Link {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::String(_) => Url::read(value, name, context).map(|url| Self { title: None, url: Some(url) }),
            DeValue::Table(_) => read_row(value, name, context),
            _ => wrong("expected-link", value, name, context),
        }
    }

    fn schema() -> Json {
        let row = crate::fields::object_schema(&Reader::describe(<Self as Table>::read));
        json!({ "anyOf": [Url::schema(), row] })
    }
}

impl Table for Link {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self { title: reader.required("title"), url: reader.optional("url") }
    }
}

/// An absolute address with a scheme that a page may link to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Url(pub String);

impl Value for Url {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        let text = String::read(value, name, context)?;
        let lower = text.to_ascii_lowercase();
        let rest = ["https://", "http://", "mailto:", "tel:"].iter().find_map(|scheme| lower.strip_prefix(scheme));
        let well_formed = rest.is_some_and(|rest| !rest.is_empty())
            && !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"'));
        if well_formed { Some(Self(text)) } else { wrong("expected-url", value, name, context) }
    }

    fn schema() -> Json {
        json!({ "type": "string", "format": "uri" })
    }
}

/// An e-mail address: something before and after one `@`, nothing that could not stand in a link.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Email(pub String);

impl Value for Email {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        let text = String::read(value, name, context)?;
        let parts = text.split_once('@').filter(|(before, after)| !before.is_empty() && after.contains('.'));
        let plain = |c: char| c.is_alphanumeric() || "@.-_+".contains(c);
        if parts.is_some() && text.chars().all(plain) {
            Some(Self(text))
        } else {
            wrong("expected-email", value, name, context)
        }
    }

    fn schema() -> Json {
        json!({ "type": "string", "format": "email" })
    }
}

/// A file offered for download: one of the entry's own, or one elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attachment {
    pub title: String,
    pub file: Option<Text>,
    pub url: Option<Url>,
}

impl Table for Attachment {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        let title = reader.required("title").unwrap_or_default();
        let file = reader.optional("file");
        let url = reader.optional("url");
        if reader.has("file") == reader.has("url") {
            reader.report(Diagnostic::error("file-or-url"));
        }
        Self { title, file, url }
    }
}

/// A grown-up in a public role.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    pub name: String,
    pub role: Option<String>,
    pub school: Option<Reference>,
    pub organisation: Option<Reference>,
}

impl Value for Person {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::String(_) => String::read(value, name, context).map(|name| Self { name, ..Self::default() }),
            DeValue::Table(_) => read_row(value, name, context),
            _ => wrong("expected-person", value, name, context),
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
            school: reader.optional("school"),
            organisation: reader.optional("organisation"),
        }
    }
}

/// The picture that stands for an entry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Image {
    pub file: Text,
    pub alt: String,
    pub credit: Option<String>,
    pub consent: Option<String>,
}

impl Table for Image {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self {
            file: reader.required("file").unwrap_or_default(),
            alt: reader.required("alt").unwrap_or_default(),
            credit: reader.optional("credit"),
            consent: reader.optional::<Consent>("consent").map(|consent| consent.0),
        }
    }
}

/// Consent may be a plain yes, or words about it.
struct Consent(String);

impl Value for Consent {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(Self(flag.to_string())),
            _ => String::read(value, name, context).map(Self),
        }
    }

    fn schema() -> Json {
        json!({ "anyOf": [String::schema(), bool::schema()] })
    }
}

/// Implements [`Value`] for an enum written as one of a few words, by its `WORDS` table.
pub trait Word: Sized + Copy + 'static {
    const WORDS: &'static [(&'static str, Self)];
}

/// One of a few words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OneOf<W>(pub W);

impl<W: Word> Value for OneOf<W> {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        let text = String::read(value, name, context)?;
        if let Some((_, word)) = W::WORDS.iter().find(|(word, _)| *word == text) {
            return Some(Self(*word));
        }
        let words: Vec<_> = W::WORDS.iter().map(|(word, _)| *word).collect();
        let problem = Diagnostic::error("unknown-word").arg("field", name).arg("value", &text);
        let nearest = crate::diagnostics::nearest(&text, words.iter().copied());
        context.report(problem.arg("known", words.join(", ")).suggest(nearest), value.span());
        None
    }

    fn schema() -> Json {
        let words: Vec<_> = W::WORDS.iter().map(|(word, _)| *word).collect();
        json!({ "type": "string", "enum": words })
    }
}

/// The codes of ISO 3166-1 alpha-2, and XK, which the European Union uses for Kosovo.
const ISO_3166: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR \
    BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET \
    FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ \
    IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML \
    MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS \
    PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL \
    TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// A country (ISO 3166-1 alpha-2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country(pub String);

impl Value for Country {
    fn read(value: &Spanned<DeValue<'_>>, name: &'static str, context: &mut Context<'_>) -> Option<Self> {
        let text = String::read(value, name, context)?;
        if text.len() == 2 && ISO_3166.split(' ').any(|code| code == text) {
            return Some(Self(text));
        }
        wrong("expected-country", value, name, context)
    }

    fn schema() -> Json {
        json!({ "type": "string", "pattern": "^[A-Z]{2}$" })
    }
}
