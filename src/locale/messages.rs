//! The words of a theme in one language: a TOML catalogue, `messages/<language>.toml`.
//!
//! Nested tables become dotted keys. A table all of whose keys are plural categories (CLDR: zero, one, two, few, many,
//! other) is one message with a form for each; it must have `other`. The table `[locale]` is not words but the
//! language's data. This module must not know which keys a theme uses.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::{Locale, LocaleData};
use crate::diagnostics::{Code, Diagnostic, SourceText, fill};

/// The plural categories of CLDR.
pub const PLURAL_FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
const OTHER: &str = "other";
const LOCALE: &str = "locale";

/// Messages by dotted key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Messages {
    messages: BTreeMap<String, Message>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Message {
    Text(String),
    /// By plural category; always has [`OTHER`].
    Plural(BTreeMap<String, String>),
}

/// What is wrong with a catalogue, and which bytes of its text are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessagesError {
    pub span: Range<usize>,
    pub kind: MessagesErrorKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessagesErrorKind {
    /// Not TOML, or `[locale]` is not the data of a language; with the parser's own words.
    Syntax(String),
    /// The value under this key is neither a text nor a table.
    NotText(String),
    /// The plural message under this key lacks the form `other`.
    NoOther(String),
}

impl MessagesError {
    /// The problem as an author reads it, with its place in the catalogue.
    pub fn diagnostic(&self, source: &Arc<SourceText>) -> Diagnostic {
        let problem = match &self.kind {
            MessagesErrorKind::Syntax(message) => Diagnostic::error(Code::MessagesSyntax).arg("message", message),
            MessagesErrorKind::NotText(key) => Diagnostic::error(Code::MessagesNotText).arg("key", key),
            MessagesErrorKind::NoOther(key) => Diagnostic::error(Code::MessagesNoOther).arg("key", key),
        };
        problem.at(source, self.span.clone())
    }
}

impl From<toml::de::Error> for MessagesError {
    fn from(error: toml::de::Error) -> Self {
        let kind = MessagesErrorKind::Syntax(error.message().to_owned());
        Self { span: error.span().unwrap_or(0..0), kind }
    }
}

impl Messages {
    /// Reads a catalogue and, where it has a `[locale]` table, the language's data.
    pub fn parse(text: &str) -> Result<(Self, Option<LocaleData>), MessagesError> {
        let mut table = DeTable::parse(text)?.into_inner();
        let data = table.remove(LOCALE).map(locale_data).transpose()?;
        let mut messages = Self::default();
        messages.add_table("", table)?;
        Ok((messages, data))
    }

    fn add_table(&mut self, prefix: &str, table: DeTable<'_>) -> Result<(), MessagesError> {
        for (name, value) in table {
            self.add(format!("{prefix}{}", name.get_ref()), value)?;
        }
        Ok(())
    }

    fn add(&mut self, key: String, value: Spanned<DeValue<'_>>) -> Result<(), MessagesError> {
        let span = value.span();
        let message = match value.into_inner() {
            DeValue::String(text) => Message::Text(text.into_owned()),
            DeValue::Table(table) => match forms(&table) {
                None => return self.add_table(&format!("{key}."), table),
                Some(forms) if forms.contains_key(OTHER) => Message::Plural(forms),
                Some(_) => return Err(MessagesError { span, kind: MessagesErrorKind::NoOther(key) }),
            },
            _ => return Err(MessagesError { span, kind: MessagesErrorKind::NotText(key) }),
        };
        self.messages.insert(key, message);
        Ok(())
    }

    pub fn insert(&mut self, key: String, text: String) {
        self.messages.insert(key, Message::Text(text));
    }

    /// A message with a form for each plural category of its language; it must have `other`.
    pub fn insert_plural(&mut self, key: String, forms: BTreeMap<String, String>) {
        self.messages.insert(key, Message::Plural(forms));
    }

    /// Lays another catalogue over this one: its messages replace those of the same key.
    pub fn merge(&mut self, over: Self) {
        self.messages.extend(over.messages);
    }

    /// The message of a key with its placeholders filled; none when there is no such message.
    ///
    /// `count` chooses the form of a plural message and fills `{count}`, as the language writes numbers. A plural message
    /// without a count reads as `other`. A placeholder without a value stays as it is.
    pub fn get(&self, key: &str, locale: &Locale, args: &[(&str, String)], count: Option<f64>) -> Option<String> {
        let template = match self.messages.get(key)? {
            Message::Text(text) => text,
            Message::Plural(forms) => {
                count.and_then(|count| forms.get(locale.plural(count))).or_else(|| forms.get(OTHER))?
            }
        };
        let Some(count) = count else { return Some(fill(template, args)) };
        let mut args = args.to_vec();
        args.push(("count", locale.number(count)));
        Some(fill(template, &args))
    }

    /// The words of a key as they stand in the catalogue; of a plural message its form `other`.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.messages.get(key)? {
            Message::Text(text) => Some(text),
            Message::Plural(forms) => forms.get(OTHER).map(String::as_str),
        }
    }

    pub fn contains(&self, key: &str) -> bool {
        self.messages.contains_key(key)
    }

    /// Every key, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.messages.keys().map(String::as_str)
    }
}

fn locale_data(value: Spanned<DeValue<'_>>) -> Result<LocaleData, MessagesError> {
    let span = value.span();
    LocaleData::deserialize(ValueDeserializer::from(value)).map_err(|error| {
        let mut error = MessagesError::from(error);
        if error.span.is_empty() {
            error.span = span;
        }
        error
    })
}

/// True for the name of a plural category.
pub fn is_plural_form(name: &str) -> bool {
    PLURAL_FORMS.contains(&name)
}

/// The forms of a plural message; none for a table of messages.
fn forms(table: &DeTable<'_>) -> Option<BTreeMap<String, String>> {
    if table.is_empty() {
        return None;
    }
    let form = |(name, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
        let name: &std::borrow::Cow<'_, str> = name.get_ref();
        let text = value.get_ref().as_str().filter(|_| is_plural_form(name))?;
        Some((name.to_string(), text.to_owned()))
    };
    table.iter().map(form).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{en, lt, vectors};
    use super::*;

    const TEXT: &str = r#"
title = "Pradžia"
[list]
empty = "Įrašų nėra."
of = "{name} iš {count}"
[list.count]
one = "{count} įrašas"
few = "{count} įrašai"
many = "{count} įrašo"
other = "{count} įrašų"
"#;

    fn messages(text: &str) -> Messages {
        Messages::parse(text).unwrap().0
    }

    #[test]
    fn tables_become_dotted_keys() {
        let keys = messages(TEXT);
        assert_eq!(keys.keys().collect::<Vec<_>>(), ["list.count", "list.empty", "list.of", "title"]);
    }

    #[test]
    fn the_count_chooses_the_form() {
        let messages = messages(TEXT);
        let get = |count| messages.get("list.count", lt(), &[], Some(count)).unwrap();
        assert_eq!([get(1.0), get(2.0), get(1.5)], ["1 įrašas", "2 įrašai", "1,5 įrašo"]);
        assert_eq!([get(11.0), get(1000.0)], ["11 įrašų", "1\u{a0}000 įrašų"]);
        assert_eq!(messages.get("list.count", lt(), &[], None).unwrap(), "{count} įrašų");
    }

    #[test]
    fn the_plural_forms_of_the_vectors() {
        let vectors = vectors();
        for (noun, forms) in vectors["plural_forms"].as_object().unwrap() {
            let table = toml::to_string(forms).unwrap();
            let messages = messages(&format!("[n]\n{table}"));
            for (number, category) in vectors["plural_category"].as_object().unwrap() {
                let count = number.parse().unwrap();
                let expected = forms[category.as_str().unwrap()].as_str();
                assert_eq!(messages.get("n", lt(), &[], Some(count)).as_deref(), expected, "{number} {noun}");
            }
        }
    }

    #[test]
    fn placeholders_are_filled() {
        let messages = messages(TEXT);
        let args = [("name", "A".to_owned())];
        assert_eq!(messages.get("list.of", en(), &args, Some(2500.0)).unwrap(), "A iš 2,500");
        let own = [("name", "A".to_owned()), ("count", "daug".to_owned())];
        assert_eq!(messages.get("list.of", en(), &own, Some(2.0)).unwrap(), "A iš daug");
        assert_eq!(messages.get("nothing", en(), &args, None), None);
    }

    #[test]
    fn a_site_may_replace_single_messages() {
        let mut messages = messages(TEXT);
        messages.merge(super::Messages::parse("title = \"Namai\"\n[list]\ncount = \"{count} vnt.\"").unwrap().0);
        assert_eq!(messages.get("title", lt(), &[], None).unwrap(), "Namai");
        assert_eq!(messages.get("list.count", lt(), &[], Some(3.0)).unwrap(), "3 vnt.");
        assert!(messages.contains("list.empty"));
    }

    #[test]
    fn errors_point_at_their_place() {
        let error = |text| Messages::parse(text).map(|_| ()).unwrap_err();
        let text = "a = \"x\"\n[b]\nc = 5\n";
        let found = error(text);
        assert_eq!((&text[found.span], found.kind), ("5", MessagesErrorKind::NotText("b.c".into())));
        assert_eq!(error("n = { one = \"x\" }").kind, MessagesErrorKind::NoOther("n".into()));
        let text = "a = \"x\"\nb = = 2\n";
        let found = error(text);
        assert!(matches!(found.kind, MessagesErrorKind::Syntax(_)) && found.span.start >= 8, "{found:?}");
        let text = "a = \"x\"\n[locale]\nrulez = \"lt\"\n";
        let found = error(text);
        assert_eq!(&text[found.span.clone()], "rulez", "{found:?}");
        let found = error("a = \"x\"\n[locale]\nrules = \"lt\"\n");
        assert!(found.span.start >= 8, "{found:?}");
    }

    #[test]
    fn an_error_becomes_a_problem_at_its_place() {
        let source = SourceText::new("messages/lt.toml", "c = 5\n");
        let problem = Messages::parse(&source.text).unwrap_err().diagnostic(&source);
        assert_eq!((problem.code.name(), problem.place.unwrap().span), ("messages-not-text", 4..5));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[a-c\\[\\]={}\".\\n 0-9]{0,40}") {
            let _ = Messages::parse(&text);
        }
    }
}
