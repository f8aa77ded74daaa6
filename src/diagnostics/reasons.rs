//! Sentences of libraries and of the operating system in a reader's language.
//!
//! They reach us in English. Where `reasons.lt.toml` has a pattern for one, the reader gets its translation. The tests make the sentences
//! anew, so a new version of a library that words them otherwise is noticed.

use std::io;

const LT: &str = include_str!("messages/reasons.lt.toml");

/// English patterns with holes, `{a}`, and what they say in another language. The first that fits counts.
#[derive(Debug, Clone, Default)]
pub struct Reasons(Vec<(String, String)>);

impl Reasons {
    /// The translations into Lithuanian.
    ///
    /// # Panics
    ///
    /// Never: the file is part of the program and tested.
    pub fn lithuanian() -> Self {
        let table: toml::Table = toml::from_str(LT).expect("part of the program and tested");
        let text = |value: &toml::Value| value.as_str().unwrap_or_default().to_owned();
        Self(table.iter().map(|(english, value)| (english.clone(), text(value))).collect())
    }

    /// What a sentence says, where it is known. What stands in its holes is translated too.
    pub fn translate(&self, sentence: &str) -> Option<String> {
        self.0.iter().find_map(|(pattern, translation)| {
            let mut said = translation.clone();
            for (hole, value) in captures(pattern, sentence)? {
                let value = self.translate(value).unwrap_or_else(|| value.to_owned());
                said = said.replace(hole, &value);
            }
            Some(said)
        })
    }
}

/// What stands in the holes of a pattern, each with its hole; nothing where the pattern does not fit.
fn captures<'p, 's>(pattern: &'p str, sentence: &'s str) -> Option<Vec<(&'p str, &'s str)>> {
    let mut found = Vec::new();
    let (mut pattern, mut rest) = (pattern, sentence);
    loop {
        let Some(open) = hole(pattern) else { return (pattern == rest).then_some(found) };
        rest = rest.strip_prefix(&pattern[..open])?;
        let after = &pattern[open + HOLE..];
        let literal = &after[..hole(after).unwrap_or(after.len())];
        let end = if after.is_empty() { rest.len() } else { rest.find(literal)? };
        found.push((&pattern[open..open + HOLE], &rest[..end]));
        (pattern, rest) = (after, &rest[end..]);
    }
}

/// Bytes of a hole: a letter in braces.
const HOLE: usize = 3;

fn hole(pattern: &str) -> Option<usize> {
    pattern.as_bytes().windows(HOLE).position(|part| part[0] == b'{' && part[1].is_ascii_lowercase() && part[2] == b'}')
}

/// Why the system refused something, in the words of Rust: those of the system differ from one to the next.
pub fn of_system(error: &io::Error) -> String {
    match error.kind().to_string() {
        kind if error.raw_os_error().is_none() || matches!(&*kind, "uncategorized error" | "other error") => {
            error.to_string()
        }
        kind => kind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_filled_and_translated() {
        let reasons = Reasons(vec![
            ("Found {a} but expected {b}.".into(), "yra {a}, o reikia {b}".into()),
            ("end of input".into(), "pabaiga".into()),
        ]);
        let said = reasons.translate("Found end of input but expected }}.");
        assert_eq!(said.as_deref(), Some("yra pabaiga, o reikia }}"));
        assert_eq!(reasons.translate("Found x but expected y"), None);
    }

    #[test]
    fn reasons_of_the_system_are_known() {
        let reasons = Reasons::lithuanian();
        for kind in [
            io::ErrorKind::NotFound,
            io::ErrorKind::PermissionDenied,
            io::ErrorKind::AddrInUse,
            io::ErrorKind::AddrNotAvailable,
            io::ErrorKind::AlreadyExists,
            io::ErrorKind::NotADirectory,
            io::ErrorKind::IsADirectory,
            io::ErrorKind::DirectoryNotEmpty,
            io::ErrorKind::ReadOnlyFilesystem,
            io::ErrorKind::StorageFull,
            io::ErrorKind::QuotaExceeded,
            io::ErrorKind::FileTooLarge,
            io::ErrorKind::BrokenPipe,
            io::ErrorKind::InvalidFilename,
            io::ErrorKind::InvalidInput,
            io::ErrorKind::InvalidData,
            io::ErrorKind::TimedOut,
            io::ErrorKind::UnexpectedEof,
            io::ErrorKind::Unsupported,
            io::ErrorKind::OutOfMemory,
            io::ErrorKind::ResourceBusy,
            io::ErrorKind::CrossesDevices,
            io::ErrorKind::TooManyLinks,
            io::ErrorKind::WriteZero,
            io::ErrorKind::Interrupted,
        ] {
            assert!(reasons.translate(&kind.to_string()).is_some(), "{kind}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_missing_file_is_said_in_words_of_every_system() {
        let error = std::fs::File::open("/nowhere/at/all").unwrap_err();
        assert_eq!(of_system(&error), "entity not found");
    }

    /// What the template engine says of a template, written or rendered.
    fn said(template: &str) -> String {
        let mut tera = tera::Tera::new();
        tera.add_raw_template("base.html", "{% block main %}{% endblock %}").unwrap();
        let error = match tera.add_raw_template("a.html", template) {
            Err(error) => error,
            Ok(()) => {
                let mut context = tera::Context::new();
                context.insert("page", &std::collections::BTreeMap::from([("title", "T")]));
                tera.render("a.html", &context).expect_err(template)
            }
        };
        match error.kind() {
            tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
                report.message().to_owned()
            }
            _ => {
                let text = error.to_string();
                let told = crate::upstream::reports(&text).first().map(|(reason, _)| (*reason).to_owned());
                told.unwrap_or(text)
            }
        }
    }

    #[test]
    fn the_commonest_mistakes_in_templates_are_told_in_lithuanian() {
        let reasons = Reasons::lithuanian();
        for template in [
            "{% for x in page %}{{ x }}",
            "{% if page %}",
            "{% block a %}",
            "{{ page.title",
            "{{ page.title }",
            "{% if page.title = 1 %}{% endif %}",
            "{% if %}{% endif %}",
            "{% elseif %}",
            "{% if page %}{% elseif page %}{% endif %}",
            "{% endif %}",
            "{% foreach x in page %}{% endfor %}",
            "{% for x of page %}{% endfor %}",
            "{% for in page %}{% endfor %}",
            "{% set x %}",
            "{% set x 1 %}",
            "{{ page.title | }}",
            "{{ page.title | nofilter }}",
            "{{ nofunction() }}",
            "{% if page is notest %}{% endif %}",
            "{% include \"no.html\" %}",
            "{% extends base.html %}",
            "x{% extends \"base.html\" %}",
            "{% extends \"base.html\" %}lost",
            "{% extends \"base.html\" %}{% block other %}{% endblock %}",
            "{% block a %}{% endblock b %}",
            "{% block a %}{% endblock %}{% block a %}{% endblock %}",
            "{{ \"text }}",
            "{# note",
            "{{ page.title && page }}",
            "{{ page.title ?? 1 }}",
            "{{ nothing.there }}",
            "{{ nothing }}",
            "{{ page.titel.length }}",
            "{% for x in page.title %}{{ x.y.z }}{% endfor %}",
            "{{ page + 1 }}",
            "{{ page.title * 2 }}",
            "{{ 1 / 0 }}",
            "{{ page[0 }}",
            "{{ page.title | default(\"x\") }}",
            "{{ page.title | replace(from=\"a\") }}",
            "{{ range(end=\"x\") }}",
            "{{ [1, 2 }}",
            "{{ 'a' 'b' }}",
            "{% raw %}",
            "{% break %}",
            "{% for x in [1] %}{{ loop.counter }}{% endfor %}",
            "{% macro a() %}{% endmacro %}",
            "{{ super }}",
            "{% include base.html %}",
            "{{ page.title | upper(a=1, a=2) }}",
            "{{ -\"x\" }}",
            "{{ page < 1 }}",
            "{{ not }}",
        ] {
            let english = said(template);
            assert!(reasons.translate(&english).is_some(), "{template}: {english}");
        }
    }
}
