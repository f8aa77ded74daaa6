//! What the messages of the TOML parser, of the template engine and of the reader of formulas stand for.
//!
//! None of these libraries tells its mistakes apart but by English words. This is the only place that looks into them, and its tests fail
//! when a new version words them otherwise. Must not know what is being read.

/// A mistake that the TOML parser found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TomlFault {
    DuplicateKey,
    Escape,
    Quotes,
    UnclosedText,
    UnclosedTable,
    InlineTable,
    Header,
    UnclosedArray,
    Array,
    Assignment,
    Key,
    Number,
}

/// Parts of a message, and the fault that it tells of. The first row that fits counts.
const TOML: [(&[&str], TomlFault); 12] = [
    (&["duplicate key"], TomlFault::DuplicateKey),
    (&["escaped value", "unicode value", "invalid escape"], TomlFault::Escape),
    (&["must be quoted", "missing opening quote", "invalid boolean", "invalid value"], TomlFault::Quotes),
    (&["basic string", "literal string"], TomlFault::UnclosedText),
    (&["unclosed inline table"], TomlFault::UnclosedTable),
    (&["inline table", "key-value pairs"], TomlFault::InlineTable),
    (&["array table", "unclosed table", "table open"], TomlFault::Header),
    (&["unclosed array", "`=` in array"], TomlFault::UnclosedArray),
    (&["array"], TomlFault::Array),
    (&["key with no value", "missing value", "missing assignment", "extra"], TomlFault::Assignment),
    (&["unquoted key", "invalid key"], TomlFault::Key),
    (&["leading zero", "sign", "radix", "number", "digits", "invalid float", "invalid integer"], TomlFault::Number),
];

/// What a message of the TOML parser tells of, where it is known.
pub fn toml_fault(message: &str) -> Option<TomlFault> {
    let known = TOML.iter().find(|(parts, _)| parts.iter().any(|part| message.contains(part)));
    known.map(|(_, fault)| *fault)
}

/// Beginnings of what the reader of formulas says, with a name for each fault.
const MATH: [(&str, &str); 6] = [
    ("Unknown command", "command"),
    ("Unknown environment", "environment"),
    ("Expected closing token", "unclosed"),
    ("Unmatched closing token", "unopened"),
    ("Expected argument", "argument"),
    ("Duplicate subscript or superscript", "scripts"),
];

/// The name of the fault in a formula that a message tells of, where it is known.
pub fn math_fault(message: &str) -> Option<&'static str> {
    MATH.iter().find(|(begin, _)| message.starts_with(begin)).map(|(_, fault)| *fault)
}

/// The block that no template above has, where the message says so.
pub fn undefined_block(message: &str) -> Option<&str> {
    message.strip_prefix("Block `")?.strip_suffix("` is not defined in any parent template")
}

/// True where a component called itself until the engine gave up.
pub fn is_recursion(message: &str) -> bool {
    message.starts_with("Maximum render recursion depth for components")
}

/// The reports in an error that tells of several templates: what is wrong, and `name:line:column`.
pub fn reports(text: &str) -> Vec<(&str, &str)> {
    let mut reports = Vec::new();
    let mut reason = None;
    for line in text.lines() {
        if let Some(message) = line.strip_prefix("error: ") {
            reason = Some(message);
        } else if let Some(place) = line.trim_start().strip_prefix("--> ") {
            reports.extend(reason.take().map(|reason| (reason, place.trim())));
        }
    }
    reports
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Option<TomlFault> {
        let errors = toml::de::DeTable::parse_recoverable(text).1;
        errors.first().and_then(|error| toml_fault(error.message()))
    }

    #[test]
    fn the_parser_words_its_mistakes_as_before() {
        for (text, expected) in [
            ("a = 1\na = 2\n", TomlFault::DuplicateKey),
            ("a = \"\\q\"\n", TomlFault::Escape),
            ("a = \"C:\\Users\"\n", TomlFault::Escape),
            ("a = b\n", TomlFault::Quotes),
            ("a = \"b\n", TomlFault::UnclosedText),
            ("a = { b = 1\n", TomlFault::UnclosedTable),
            ("a = { b = 1 c = 2 }\n", TomlFault::InlineTable),
            ("[a\n", TomlFault::Header),
            ("a = [1\n", TomlFault::UnclosedArray),
            ("a = [\"x\" \"y\"]\n", TomlFault::Array),
            ("a\n", TomlFault::Assignment),
            ("ą = 1\n", TomlFault::Key),
            ("a = 012\n", TomlFault::Number),
        ] {
            assert_eq!(fault(text), Some(expected), "{text}");
        }
    }

    fn error(templates: &[(&str, &str)]) -> String {
        tera::Tera::new().add_raw_templates(templates.iter().copied()).unwrap_err().to_string()
    }

    #[test]
    fn the_engine_words_endless_recursion_as_before() {
        let mut tera = tera::Tera::new();
        let text = "{% component a() %}{{ <a /> }}{% endcomponent a %}{{ <a /> }}";
        tera.add_raw_template("a.html", text).unwrap();
        let error = tera.render("a.html", &tera::Context::new()).unwrap_err();
        assert!(is_recursion(&error.to_string()), "{error}");
    }

    #[test]
    fn the_engine_words_its_mistakes_as_before() {
        let text = error(&[("a.html", ""), ("b.html", "{% extends \"a.html\" %}\n{% block c %}{% endblock %}")]);
        let found = reports(&text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(undefined_block(found[0].0), Some("c"), "{text}");
        assert!(found[0].1.starts_with("b.html:2:"), "{text}");
    }
}
