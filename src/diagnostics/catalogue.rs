//! The words of the problems: one TOML catalogue a language, keyed by the problem's code.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::reasons::Reasons;
use super::{Code, Diagnostic};

const LT: &str = include_str!("messages/lt.toml");
const EN: &str = include_str!("messages/en.toml");

/// The texts of one language. [`Catalogue::for_language`] never fails: an unknown language reads English.
#[derive(Debug, Clone)]
pub struct Catalogue {
    pub language: &'static str,
    pub error: String,
    pub warning: String,
    pub help: String,
    /// How many problems of a `{code}` in the file `{path}` are not shown.
    pub more: String,
    /// Said after a problem that stands for others like it.
    alike: String,
    /// Where what a library says is not to be had in the reader's language.
    unclear: String,
    reasons: Reasons,
    entries: BTreeMap<String, BTreeMap<String, String>>,
}

#[derive(Deserialize)]
struct File {
    words: BTreeMap<String, String>,
    #[serde(flatten)]
    entries: BTreeMap<String, BTreeMap<String, String>>,
}

impl Catalogue {
    /// `language` is a BCP 47 tag or a POSIX locale name (`lt`, `lt-LT`, `lt_LT.UTF-8`).
    pub fn for_language(language: &str) -> Self {
        match language.split(['_', '-', '.']).next() {
            Some("lt") => Self::parse("lt", LT, Reasons::lithuanian()),
            _ => Self::parse("en", EN, Reasons::default()),
        }
    }

    fn parse(language: &'static str, text: &str, reasons: Reasons) -> Self {
        let File { words, entries } = toml::from_str(text).expect("the catalogues are part of the program and tested");
        let word = |key: &str| words.get(key).cloned().unwrap_or_default();
        Self {
            language,
            error: word("error"),
            warning: word("warning"),
            help: word("help"),
            more: word("more"),
            alike: word("alike"),
            unclear: word("unclear"),
            reasons,
            entries,
        }
    }

    /// What is wrong, in one line.
    pub fn message(&self, problem: &Diagnostic) -> String {
        let mut message = match self.text(problem.code.name(), "message") {
            Some(template) => fill(template, &self.spoken(problem)),
            None => fallback(problem),
        };
        if value(&problem.args, "more").is_some() {
            message.push_str(&fill(&self.alike, &problem.args));
        }
        message
    }

    /// The values of a problem, with what a library or the system says in the reader's language.
    fn spoken(&self, problem: &Diagnostic) -> Vec<(&'static str, String)> {
        let speaks_english = self.language == "en";
        let say = |(name, value): &(&'static str, String)| {
            let is_foreign = !speaks_english && matches!(*name, "reason" | "error");
            let said = if is_foreign { self.reasons.translate(value) } else { None };
            let hidden =
                is_foreign && said.is_none() && matches!(problem.code, Code::TemplateSyntax | Code::TemplateFailed);
            (*name, said.unwrap_or_else(|| if hidden { self.unclear.clone() } else { value.clone() }))
        };
        problem.args.iter().map(say).collect()
    }

    /// What to write instead, where the problem has such a text.
    pub fn help(&self, problem: &Diagnostic) -> Option<String> {
        self.text(problem.code.name(), problem.help).map(|template| fill(template, &problem.args))
    }

    fn text(&self, code: &str, name: &str) -> Option<&str> {
        self.entries.get(code)?.get(name).map(String::as_str)
    }

    /// Every code with the names of its texts; for the test that holds the languages together.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.entries
            .iter()
            .flat_map(|(code, texts)| texts.iter().map(|(name, text)| (code.as_str(), name.as_str(), text.as_str())))
    }
}

/// Without a text a problem still says its code and values: losing one would be worse than plain words.
fn fallback(problem: &Diagnostic) -> String {
    let values: Vec<_> = problem.args.iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("{} {}", problem.code, values.join(" ")).trim_end().to_owned()
}

/// Replaces `{name}` by its value; an unknown placeholder stays as it is.
pub fn fill(template: &str, args: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}').and_then(|(name, tail)| Some((value(args, name)?, tail))) {
            Some((value, tail)) => {
                out.push_str(value);
                rest = tail;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn value<'a>(args: &'a [(&str, String)], name: &str) -> Option<&'a str> {
    args.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn placeholders(text: &str) -> BTreeSet<&str> {
        let names = text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name);
        names.filter(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')).collect()
    }

    #[test]
    fn languages_say_the_same_things() {
        let (lt, en) = (Catalogue::for_language("lt"), Catalogue::for_language("en"));
        let keys = |catalogue: &Catalogue| -> BTreeMap<String, BTreeSet<String>> {
            catalogue
                .texts()
                .map(|(code, name, text)| {
                    (format!("{code}.{name}"), placeholders(text).into_iter().map(str::to_owned).collect())
                })
                .collect()
        };
        assert_eq!(keys(&lt), keys(&en));
    }

    #[test]
    fn every_code_has_a_message() {
        let catalogue = Catalogue::for_language("en");
        for code in catalogue.entries.keys() {
            assert!(catalogue.text(code, "message").is_some(), "{code} has no message");
        }
    }

    #[test]
    fn fill_keeps_what_it_does_not_know() {
        assert_eq!(fill("a {b} {c} {", &[("b", "1".into())]), "a 1 {c} {");
    }
}
