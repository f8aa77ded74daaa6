//! Which fields of `page` a template names, in its own text and in those that it extends and includes, so that nobody makes what no
//! template asks for.
//!
//! A field too many does no harm, one too few would: where the text leaves a doubt, every field counts as named.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use foldhash::fast::RandomState;

use crate::diagnostics::SourceText;
use crate::view::Asked;

const PAGE: &str = "page";
/// What sees more than its text names, or hides tags from this reading.
const UNTOLD: [&str; 3] = ["__tera_context", "implicit", "raw"];

/// Some fields of `page`, or (none) all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldsNamed(Option<HashSet<String, RandomState>>);

impl FieldsNamed {
    pub const ALL: Self = Self(None);

    pub fn new(template: &str, templates: &BTreeMap<String, Arc<SourceText>>) -> Self {
        let mut fields = HashSet::default();
        let (mut open, mut met) = (vec![template], BTreeSet::new());
        while let Some(name) = open.pop() {
            let Some(source) = templates.get(name).filter(|_| met.insert(name)) else { continue };
            let Some(tokens) = tokens(&source.text) else { return Self::ALL };
            for at in 0..tokens.len() {
                match (&tokens[at..], at.checked_sub(1).map(|before| &tokens[before])) {
                    ([Token::Word("extends" | "include"), Token::Text(name), ..], _) => open.push(name),
                    ([Token::Word(word), ..], _) if UNTOLD.contains(word) => return Self::ALL,
                    // A field of something else.
                    ([Token::Word(PAGE), ..], Some(Token::Dot)) => {}
                    ([Token::Word(PAGE), Token::Dot, Token::Word(field), ..], _) => {
                        fields.insert((*field).to_owned());
                    }
                    ([Token::Word(PAGE), ..], _) => return Self::ALL,
                    _ => {}
                }
            }
        }
        Self(Some(fields))
    }

    pub fn has(&self, field: &str) -> bool {
        self.0.as_ref().is_none_or(|fields| fields.contains(field))
    }

    /// A field, made where it is named.
    pub fn ask<T>(&self, field: &str, make: impl FnOnce() -> T) -> Asked<T> {
        Asked::when(self.has(field), make)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'t> {
    Word(&'t str),
    Text(&'t str),
    Dot,
    Other,
}

/// What stands in the tags of a template; nothing where a tag or comment does not end.
fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let kind = rest[at..].get(..2).unwrap_or_default();
        rest = &rest[at + 1..];
        rest = match kind {
            "{#" => rest.split_once("#}")?.1,
            "{{" => in_tag(&rest[1..], "}}", &mut found)?,
            "{%" => in_tag(&rest[1..], "%}", &mut found)?,
            _ => rest,
        };
    }
    Some(found)
}

/// Reads one tag, and gives what follows it.
fn in_tag<'t>(mut rest: &'t str, close: &str, found: &mut Vec<Token<'t>>) -> Option<&'t str> {
    loop {
        if let Some(after) = rest.strip_prefix(close) {
            found.push(Token::Other);
            return Some(after);
        }
        let first = rest.chars().next()?;
        let is_of_word = |c: char| c.is_alphanumeric() || c == '_';
        let (token, length) = match first {
            '"' | '\'' | '`' => {
                let length = 2 + text_length(&rest[1..], first)?;
                (Token::Text(&rest[1..length - 1]), length)
            }
            '.' => (Token::Dot, 1),
            c if is_of_word(c) => {
                let length = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
                (Token::Word(&rest[..length]), length)
            }
            c => (Token::Other, c.len_utf8()),
        };
        if !first.is_whitespace() {
            found.push(token);
        }
        rest = &rest[length..];
    }
}

/// Bytes up to the mark that ends a text.
fn text_length(text: &str, mark: char) -> Option<usize> {
    let mut is_escaped = false;
    text.find(|c| {
        let ends = c == mark && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(templates: &[(&str, &str)]) -> Option<Vec<String>> {
        let sources =
            templates.iter().map(|(name, text)| ((*name).to_owned(), SourceText::new((*name).to_owned(), *text)));
        let FieldsNamed(fields) = FieldsNamed::new(templates[0].0, &sources.collect());
        fields.map(|fields| fields.into_iter().collect::<BTreeSet<_>>().into_iter().collect())
    }

    #[test]
    fn fields_are_those_of_the_text_and_of_what_it_extends_and_includes() {
        let page = "{% extends 'base.html' %}{{ page.title }}{%- if page.own.when is defined -%}{% include \"a.html\" %}{% endif %}";
        let base =
            "<b class=\"page\">{# page #}{{ t(key=\"page\", at=page.date) }} { page } {{ x.page.y }}{{ site.page }}";
        let included = "{% set all = [p for p in page . related if p.page] %}{% include `page.html` %}";
        let others = "{{ page.never }}";
        let all = [("page.html", page), ("base.html", base), ("a.html", included), ("b.html", others)];
        assert_eq!(named(&all).unwrap(), ["date", "own", "related", "title"]);
    }

    #[test]
    fn where_there_is_a_doubt_all_are_named() {
        for text in [
            "{{ page | json }}",
            "{{ page[name] }}",
            "{% for key, value in page %}{% endfor %}",
            "{% set p = page %}",
            "{{ <ui.card page={page} /> }}",
            "{{ __tera_context }}",
            "{% raw %}{{ ' }}{% endraw %}{{ page.title }}",
            "{% component a(@implicit page) %}{% endcomponent %}",
            "{{ page?.title }}",
            "{# never ended {{ page.title }}",
        ] {
            assert_eq!(named(&[("a.html", text)]), None, "{text}");
        }
    }

    #[test]
    fn marks_within_texts_are_no_tags() {
        let text = r#"{{ "}} \" {{ page " ~ '"' ~ page.title ~ `'` }}{{ page.body }}"#;
        assert_eq!(named(&[("a.html", text)]).unwrap(), ["body", "title"]);
    }
}
