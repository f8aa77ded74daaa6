//! What the text of a cell says as the value of a field, in TOML.

use super::entry::{Options, quoted, written};
use super::guess;
use crate::date::Edtf;
use crate::kind::{Field, KindSet, Type};
use crate::locale;
use crate::locale::fold;

/// A value as TOML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Known(String),
    /// Written as it stands, for somebody to look at.
    Doubtful(String),
    Unread,
}

/// The value of a field; of one that takes several, those between semicolons or lines.
pub fn read(field: &Field, text: &str, options: &Options<'_>) -> Value {
    if !field.many {
        return one(field, text.trim(), options);
    }
    let (mut values, mut is_doubtful) = (Vec::new(), false);
    for part in text.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        match one(field, part, options) {
            Value::Known(value) => values.push(value),
            Value::Doubtful(value) => {
                is_doubtful = true;
                values.push(value);
            }
            Value::Unread => return Value::Unread,
        }
    }
    let list = format!("[{}]", values.join(", "));
    if is_doubtful { Value::Doubtful(list) } else { Value::Known(list) }
}

fn one(field: &Field, text: &str, options: &Options<'_>) -> Value {
    let known = |value: Option<String>| value.map_or(Value::Unread, Value::Known);
    let line = || text.split_whitespace().collect::<Vec<_>>().join(" ");
    match field.ty {
        Type::Text | Type::Code | Type::Clock | Type::Person | Type::Window => Value::Known(quoted(&line())),
        Type::Url => known(is_address(text).then(|| quoted(text))),
        Type::Link | Type::Attachment if is_address(text) => Value::Known(quoted(text)),
        Type::Email => known(text.contains('@').then(|| quoted(text))),
        Type::Label => Value::Known(whole(text).unwrap_or_else(|| quoted(&line()))),
        Type::Whole => known(whole(text)),
        Type::Count => Value::Known(whole(text).unwrap_or_else(|| quoted(&line()))),
        Type::Measure => Value::Known(decimal(text).unwrap_or_else(|| quoted(&line()))),
        Type::Money => known(money(text)),
        Type::Flag => known(flag(text).map(|on| on.to_string())),
        Type::Date { .. } => known(date(text).map(|date| written(&date))),
        Type::Country => known(locale::country(text).map(|country| quoted(country.code))),
        Type::Choice(words) => known(choice(field, words, text, options)),
        Type::Municipality => match municipality(text, options) {
            Some(id) => Value::Known(quoted(id)),
            None => Value::Doubtful(quoted(&line())),
        },
        Type::Reference { kinds, or_name } => match reference(text, kinds, options) {
            Some(id) => Value::Known(quoted(&id)),
            None if or_name => Value::Known(quoted(&line())),
            None => Value::Doubtful(quoted(&line())),
        },
        Type::Kind
        | Type::File
        | Type::Link
        | Type::Attachment
        | Type::Image
        | Type::Menu
        | Type::Every
        | Type::Extra
        | Type::Row(_) => Value::Unread,
    }
}

fn is_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://")) && !text.contains(char::is_whitespace)
}

/// A number without the spaces between thousands.
fn whole(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    // Codes keep their zeros.
    let is_number = !digits.starts_with('0') || digits == "0";
    digits.parse::<u32>().ok().filter(|_| is_number).map(|number| number.to_string())
}

fn decimal(text: &str) -> Option<String> {
    let number: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().replace(',', ".");
    let is_plain = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && !number.starts_with('.');
    number.parse::<f64>().ok().filter(|_| is_plain && !number.ends_with('.')).map(|_| number)
}

/// „67 984 €“, „1500,50 Eur“; a number alone does not say of what.
fn money(text: &str) -> Option<String> {
    let end = text.find(|c: char| c.is_alphabetic() || c == '€')?;
    let (amount, currency) = text.split_at(end);
    let currency = match currency.trim().trim_end_matches('.').to_uppercase().as_str() {
        "€" | "EUR" | "EURAI" | "EURŲ" | "EURO" => "EUR",
        "LT" | "LTL" | "LITAI" | "LITŲ" => "LTL",
        _ => return None,
    };
    Some(format!("{{ amount = {}, currency = \"{currency}\" }}", decimal(amount)?))
}

fn flag(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "taip" | "yes" | "true" | "1" | "x" | "+" => Some(true),
        "ne" | "no" | "false" | "0" | "-" => Some(false),
        _ => None,
    }
}

fn date(text: &str) -> Option<Edtf> {
    let written = || Edtf::parse(text).ok().or_else(|| Edtf::meant(text));
    // The day first, as sheets write it.
    let parts: Vec<&str> = text.split('.').collect();
    let day_first = match parts[..] {
        [day, month, year] if year.len() == 4 => Edtf::parse(&format!("{year}-{month:0>2}-{day:0>2}")).ok(),
        _ => None,
    };
    day_first.or_else(written).or_else(|| guess::date(text).map(|guess| guess.value))
}

/// By its word, or by what readers see for it.
fn choice(field: &Field, words: &[&'static str], text: &str, options: &Options<'_>) -> Option<String> {
    let folded = fold(text);
    let label = |word: &str, language: &str| {
        let key = format!("{}.choices.{word}", field.key);
        options.kinds.words(language).and_then(|words| words.text(&key)).map(fold)
    };
    let means = |word: &&&str| {
        fold(word) == folded || ["lt", "en"].iter().any(|language| label(word, language).as_ref() == Some(&folded))
    };
    words.iter().find(means).map(|word| quoted(word))
}

fn municipality<'o>(text: &str, options: &'o Options<'_>) -> Option<&'o str> {
    let all = &options.portal?.config.municipalities;
    all.iter().find(|known| known.is_called(text)).map(|known| known.id.as_str())
}

fn reference(text: &str, kinds: KindSet, options: &Options<'_>) -> Option<String> {
    let portal = options.portal?;
    portal.find(text, kinds).map(|id| portal.entry(id).id().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_dates_are_read_as_sheets_write_them() {
        assert_eq!(whole("1 024").as_deref(), Some("1024"));
        assert_eq!(whole("007"), None);
        assert_eq!(decimal("3,5").as_deref(), Some("3.5"));
        assert_eq!(decimal("1E5"), None);
        assert_eq!(money("67 984 €").as_deref(), Some("{ amount = 67984, currency = \"EUR\" }"));
        assert_eq!(money("1500"), None);
        for (text, expected) in [
            ("01.09.2012", "2012-09-01"),
            ("2012.09.01", "2012-09-01"),
            ("2012-09", "2012-09"),
            ("2008 m. rugsėjo 1 d.", "2008-09-01"),
        ] {
            assert_eq!(date(text).map(|date| date.to_string()).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(date("rytoj"), None);
    }
}
