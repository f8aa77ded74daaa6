//! The parser's words about broken TOML as problems that an author can read in their own language.

/// What the parser says (in part), and the problem that it stands for.
const KNOWN: [(&[&str], &str); 9] = [
    (&["duplicate key"], "toml-duplicate-key"),
    (&["must be quoted", "missing opening quote", "invalid boolean", "invalid value"], "toml-quotes"),
    (&["basic string", "literal string"], "toml-string-unclosed"),
    (&["inline table"], "toml-inline-table"),
    (&["array table", "unclosed table", "table open"], "toml-header"),
    (&["array"], "toml-array"),
    (&["key with no value", "missing value", "missing assignment", "extra"], "toml-equals"),
    (&["unquoted key", "invalid key"], "toml-key"),
    (&["leading zero", "sign", "radix", "number", "digits"], "toml-number"),
];

/// The problem's code; `toml-syntax`, which repeats the parser's words, where they are not known.
pub fn code(message: &str) -> &'static str {
    let known = KNOWN.iter().find(|(parts, _)| parts.iter().any(|part| message.contains(part)));
    known.map_or("toml-syntax", |(_, code)| code)
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use crate::diagnostics::SourceText;

    fn codes(text: &str) -> Vec<&'static str> {
        let source = SourceText::new("a.md", text);
        let problems = parse(&source, 0..text.len()).1;
        problems.iter().map(|problem| problem.code).collect()
    }

    #[test]
    fn common_slips_have_words_of_their_own() {
        assert_eq!(codes("a = \"x\nb = 1\n"), ["toml-string-unclosed"]);
        assert_eq!(codes("a = 1\na = 2\n"), ["toml-duplicate-key"]);
        assert_eq!(codes("a = tekstas\n"), ["toml-quotes"]);
        assert_eq!(codes("a = labas rytas\n")[0], "toml-quotes");
        assert_eq!(codes("a\n"), ["toml-equals"]);
        assert_eq!(codes("a = [1, 2\n"), ["toml-array"]);
        assert_eq!(codes("[a\n"), ["toml-header"]);
        assert_eq!(codes("mano laukas = 1\n")[0], "toml-equals");
        assert_eq!(codes("a = 012\n"), ["toml-number"]);
    }
}
