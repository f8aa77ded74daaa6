//! What a template can call: words, dates, numbers, addresses, and questions to the frozen portal.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::parts::Parts;
use super::{LanguageWords, StaticFile, ThemeFiles, outline};
use crate::content_hash::ContentHash;
use crate::date::Edtf;

/// What `entries(…)` asks for; each absent part asks for any.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Query {
    pub kind: Option<String>,
    pub school: Option<String>,
    pub topic: Option<String>,
    pub municipality: Option<String>,
    pub organisation: Option<String>,
    /// `2025-2026`.
    pub year: Option<String>,
    /// `newest` or `title`.
    pub order: Option<String>,
    pub limit: Option<usize>,
}

/// Answers what templates ask of the portal, in one language. Values are shared, not copied.
pub trait Library: Send + Sync {
    /// A list of cards, or what is wrong with the question.
    fn entries(&self, query: Query) -> Result<Value, String>;
    /// How many there are in such a list, which is not made for it.
    fn count(&self, query: &Query) -> Result<usize, String>;
    /// The card of an entry by reference (`school:birzu-ausros`), if there is one.
    fn card(&self, reference: &str) -> Option<Value>;
    /// The address of an entry, relative to the site's root.
    fn url(&self, reference: &str) -> Option<String>;
}

pub fn register(
    tera: &mut Tera,
    words: &Arc<LanguageWords>,
    library: &Arc<dyn Library>,
    files: &ThemeFiles,
    parts: &Arc<Parts>,
) {
    let own = Arc::clone(parts);
    tera.register_function("part", move |args: Kwargs, state: &State| own.call(&args, state));
    let own = Arc::clone(words);
    tera.register_function("t", move |args: Kwargs, _: &State| message(&own, &args));
    let own = Arc::clone(words);
    tera.register_function("date", move |args: Kwargs, _: &State| -> TeraResult<String> {
        let text: &str = args.must_get("value")?;
        let date: Edtf = text.parse().map_err(|error| Error::message(format!("date: `{text}`: {error}")))?;
        Ok(own.locale.date(&date))
    });
    let own = Arc::clone(words);
    tera.register_function("money", move |args: Kwargs, _: &State| -> TeraResult<String> {
        let amount: f64 = args.must_get("amount")?;
        #[expect(clippy::cast_possible_truncation, reason = "a float to integer cast saturates")]
        let minor = (amount * 100.0).round() as i64;
        Ok(own.locale.money(minor, args.must_get("currency")?))
    });
    let own = Arc::clone(words);
    tera.register_function("number", move |args: Kwargs, _: &State| -> TeraResult<String> {
        Ok(own.locale.number(args.must_get("value")?))
    });
    register_portal(tera, library);
    register_outline(tera);
    let hashes = hashes(files);
    tera.register_function("asset", move |args: Kwargs, _: &State| -> TeraResult<String> {
        let path: &str = args.must_get("path")?;
        match hashes.get(path) {
            Some(Some(hash)) => Ok(format!("{path}?v={hash}")),
            Some(None) => Ok(path.to_owned()),
            None => Err(Error::message(format!("asset: there is no file `static/{path}`"))),
        }
    });
    tera.register_filter("json", |value: Value, _: Kwargs, _: &State| -> TeraResult<Value> {
        let mut json = serde_json::to_value(&value).map_err(Error::message)?;
        drop_nulls(&mut json);
        let json = serde_json::to_string(&json).map_err(Error::message)?;
        // Within a script element only `<` can end it.
        Ok(Value::safe_string(&json.replace('<', "\\u003c")))
    });
}

/// What is not known is not said: a null in data for machines is a claim that they cannot read. What holds nothing else goes too.
fn drop_nulls(json: &mut serde_json::Value) {
    if let serde_json::Value::Object(map) = json {
        map.values_mut().for_each(drop_nulls);
        map.retain(|key, value| {
            let says_nothing = value.as_object().is_some_and(|map| map.keys().all(|key| key == "@type"));
            key.starts_with('@') || !value.is_null() && !says_nothing
        });
    } else if let serde_json::Value::Array(list) = json {
        list.iter_mut().for_each(drop_nulls);
    }
}

/// What a page's own HTML says of itself.
fn register_outline(tera: &mut Tera) {
    tera.register_filter("headings", |html: &str, _: Kwargs, _: &State| -> TeraResult<Value> {
        Ok(Value::from(outline::headings(html)))
    });
}

fn register_portal(tera: &mut Tera, library: &Arc<dyn Library>) {
    let own = Arc::clone(library);
    tera.register_function("entries", move |args: Kwargs, _: &State| -> TeraResult<Value> {
        own.entries(query("entries", &args)?).map_err(Error::message)
    });
    let own = Arc::clone(library);
    tera.register_function("count", move |args: Kwargs, _: &State| -> TeraResult<usize> {
        own.count(&query("count", &args)?).map_err(Error::message)
    });
    for kind in ["school", "topic"] {
        let own = Arc::clone(library);
        tera.register_function(kind, move |args: Kwargs, _: &State| -> TeraResult<Value> {
            let id: &str = args.must_get("id")?;
            Ok(own.card(&format!("{kind}:{id}")).unwrap_or_else(Value::none))
        });
    }
    let own = Arc::clone(library);
    tera.register_function("url", move |args: Kwargs, _: &State| -> TeraResult<String> {
        let to: &str = args.must_get("to")?;
        own.url(to).ok_or_else(|| Error::message(format!("url: there is no entry `{to}`")))
    });
}

fn message(words: &LanguageWords, args: &Kwargs) -> TeraResult<String> {
    let key: &str = args.must_get("key")?;
    let count = args.get::<f64>("count")?;
    let mut values = Vec::new();
    for (name, value) in args.iter() {
        match name.as_str() {
            Some("key" | "count") | None => {}
            Some(name) => values.push((name.to_owned(), value.to_string())),
        }
    }
    let values: Vec<_> = values.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    words.get(key, &values, count).ok_or_else(|| {
        let near = crate::diagnostics::nearest(key, words.messages.keys());
        let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        Error::message(format!("t: there is no message `{key}`{hint}"))
    })
}

fn query(function: &str, args: &Kwargs) -> TeraResult<Query> {
    const KNOWN: [&str; 8] = ["kind", "school", "topic", "municipality", "organisation", "year", "order", "limit"];
    if let Some((name, _)) = args.iter().find(|(name, _)| !name.as_str().is_some_and(|name| KNOWN.contains(&name))) {
        return Err(Error::message(format!("{function}: unknown argument `{name}`; known: {}", KNOWN.join(", "))));
    }
    Ok(Query {
        kind: args.get("kind")?,
        school: args.get("school")?,
        topic: args.get("topic")?,
        municipality: args.get("municipality")?,
        organisation: args.get("organisation")?,
        year: args.get("year")?,
        order: args.get("order")?,
        limit: args.get("limit")?,
    })
}

/// What the query string of an asset's address says of its content, so that no cache serves an old one.
fn hashes(files: &ThemeFiles) -> BTreeMap<String, Option<String>> {
    let hash = |file: &StaticFile| match file {
        StaticFile::Embedded(bytes) => Some(ContentHash::of(bytes).short(8)),
        StaticFile::Made(bytes) => Some(ContentHash::of(bytes).short(8)),
        StaticFile::Disk(file) => file.hash.clone(),
    };
    files.files.iter().map(|(name, file)| (name.clone(), hash(file))).collect()
}
