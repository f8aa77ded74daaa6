//! Broken TOML as problems that an author can read in their own language.
//!
//! A parser tells what it expected next, which says little to somebody who has never heard of TOML. What is wrong can
//! mostly be seen in the line itself; only where it cannot does the parser's own word decide.

use std::ops::Range;

use crate::date::{DateError, Edtf};
use crate::diagnostics::{Code, Diagnostic};
use crate::upstream::{TomlFault, toml_fault};

type Found = (Diagnostic, Range<usize>);

/// One problem for each line that cannot be read, from the parser's messages and their spans.
pub fn problems<'m>(text: &str, errors: impl Iterator<Item = (&'m str, Range<usize>)>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut last = None;
    for (message, span) in errors {
        let line = line_at(text, span.start);
        if last == Some(line.start) {
            continue;
        }
        last = Some(line.start);
        let fault = toml_fault(message);
        found.push(match fault {
            // The second of two lines is as well written as the first.
            Some(TomlFault::DuplicateKey) => (Diagnostic::error(Code::TomlDuplicateKey), span),
            _ => in_line(text, &line).unwrap_or_else(|| by_fault(text, fault, span)),
        });
        // What follows an open bracket is read as a part of it, and says nothing.
        if matches!(fault, Some(TomlFault::UnclosedArray | TomlFault::UnclosedTable)) {
            break;
        }
    }
    without_rest_of_texts(text, found)
}

/// The lines after a text that lacks its second quotation mark are the rest of that text, and no mistakes of their own.
fn without_rest_of_texts(text: &str, mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|(_, span)| span.start);
    let mut in_text = false;
    found.retain(|(problem, span)| {
        let is_rest = in_text && continues_text(&text[line_at(text, span.start)]);
        in_text = is_rest || problem.code == Code::TomlStringUnclosed;
        !is_rest
    });
    found
}

fn continues_text(line: &str) -> bool {
    assignment(line).is_none() && !line.starts_with('[')
}

/// The line that a byte stands in, without its line break.
pub fn line_at(text: &str, at: usize) -> Range<usize> {
    let at = text.floor_char_boundary(at.min(text.len()));
    let start = text[..at].rfind('\n').map_or(0, |before| before + 1);
    let end = text[at..].find('\n').map_or(text.len(), |after| at + after);
    let end = if text[start..end].ends_with('\r') { end - 1 } else { end };
    start..end
}

/// What the line itself shows.
fn in_line(text: &str, line: &Range<usize>) -> Option<Found> {
    let written = &text[line.clone()];
    let Some((key, value)) = assignment(written) else { return with_colon(written, line) };
    let start = line.end - value.len();
    let value = value.trim_end();
    let span = start..start + value.len();
    let found = match value.chars().next() {
        None => return Some((Diagnostic::error(Code::TomlEquals), line.clone())),
        Some('"') if !value.starts_with("\"\"\"") => return quoted(key, value, &span),
        Some('„' | '“' | '”' | '«' | '»' | '‘' | '’') => typographic(key, value),
        _ if value.ends_with([';', ',']) => return Some(superfluous(value, &span)),
        Some(c) if c.is_ascii_digit() => date(key, value)?,
        Some(c) if c.is_alphabetic() => bare(key, value)?,
        _ => return None,
    };
    Some((found, span))
}

/// A key and what follows its equals sign, without the spaces before.
fn assignment(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once('=')?;
    let key = key.trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    (!key.is_empty() && key.chars().all(plain)).then(|| (key, value.trim_start()))
}

/// `title: Text`, as YAML has it.
fn with_colon(line: &str, at: &Range<usize>) -> Option<Found> {
    let (key, value) = line.split_once(':')?;
    let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    let value = value.trim();
    let value = if value.starts_with(['"', '[']) { value.to_owned() } else { in_quotes(value) };
    is_key.then(|| (suggesting(Code::TomlColon, key, &value), at.clone()))
}

/// A text in quotes with something behind it.
fn quoted(key: &str, value: &str, span: &Range<usize>) -> Option<Found> {
    let end = closing(value)? + 1;
    let rest = value[end..].trim_start();
    let behind = span.end - rest.len()..span.end;
    if rest.is_empty() || rest.starts_with('#') {
        return None;
    }
    if matches!(rest, ";" | ",") {
        return Some((Diagnostic::error(Code::TomlLineEnd).arg("mark", rest), behind));
    }
    if rest.starts_with(',') && rest.contains('"') {
        return Some((suggesting(Code::TomlList, key, &format!("[{value}]")), span.clone()));
    }
    if rest.contains('"') {
        let problem = Diagnostic::error(Code::TomlInnerQuotes);
        let inner = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        let suggestion = inner.map(|inner| format!("{key} = \"{}\"", paired(inner)));
        return Some((problem.suggest(suggestion), span.clone()));
    }
    Some((Diagnostic::error(Code::TomlAfterText), behind))
}

/// Byte of the quote that ends the text which begins with the first byte.
fn closing(value: &str) -> Option<usize> {
    let mut escaped = false;
    value.bytes().enumerate().skip(1).find_map(|(at, byte)| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes.then_some(at)
    })
}

/// Straight quotes as Lithuanian ones, which may stand in a text.
fn paired(text: &str) -> String {
    let mut open = false;
    let replace = |c: char| match c {
        '"' => {
            open = !open;
            if open { '„' } else { '“' }
        }
        c => c,
    };
    text.chars().map(replace).collect()
}

fn typographic(key: &str, value: &str) -> Diagnostic {
    let text = value.trim_matches(['„', '“', '”', '«', '»', '‘', '’', '"']);
    suggesting(Code::TomlQuotes, key, &in_quotes(text))
}

fn superfluous(value: &str, span: &Range<usize>) -> Found {
    let mark = &value[value.len() - 1..];
    (Diagnostic::error(Code::TomlLineEnd).arg("mark", mark), span.end - 1..span.end)
}

/// A date that TOML does not take without quotes, or that does not exist.
fn date(key: &str, value: &str) -> Option<Diagnostic> {
    match value.parse::<Edtf>() {
        Ok(date) => Some(suggesting(Code::TomlDate, key, &format!("\"{date}\""))),
        Err(DateError::Form) => {
            let date = Edtf::meant(value)?;
            let written =
                if date.is_partial() || date.end().is_some() { format!("\"{date}\"") } else { date.to_string() };
            Some(suggesting(Code::TomlDate, key, &written))
        }
        Err(error) => Some(Diagnostic::error(Code::DateInvalid).arg("value", value).help(error.help())),
    }
}

/// Words without quotes.
fn bare(key: &str, value: &str) -> Option<Diagnostic> {
    let lower = value.to_lowercase();
    let written = match lower.as_str() {
        "true" | "false" if lower == value => return None,
        "true" | "yes" | "taip" => "true".to_owned(),
        "false" | "no" | "ne" => "false".to_owned(),
        _ if value.contains(['"', '\'', '[', '{']) => return None,
        _ if value.contains(',') => {
            let parts: Vec<_> = value.split(',').map(|part| in_quotes(part.trim())).collect();
            return Some(suggesting(Code::TomlList, key, &format!("[{}]", parts.join(", "))));
        }
        _ => in_quotes(value),
    };
    Some(suggesting(Code::TomlQuotes, key, &written))
}

fn in_quotes(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn suggesting(code: Code, key: &str, value: &str) -> Diagnostic {
    Diagnostic::error(code).suggest(Some(format!("{key} = {value}")))
}

/// What the parser's message stands for.
fn by_fault(text: &str, fault: Option<TomlFault>, span: Range<usize>) -> Found {
    let code = match fault {
        Some(TomlFault::Escape) => return backslash(text, span),
        Some(TomlFault::DuplicateKey) => Code::TomlDuplicateKey,
        Some(TomlFault::Quotes) => Code::TomlQuotes,
        Some(TomlFault::UnclosedText) => Code::TomlStringUnclosed,
        Some(TomlFault::InlineTable | TomlFault::UnclosedTable) => Code::TomlInlineTable,
        Some(TomlFault::Header) => Code::TomlHeader,
        Some(TomlFault::Array | TomlFault::UnclosedArray) => Code::TomlArray,
        Some(TomlFault::Assignment) => Code::TomlEquals,
        Some(TomlFault::Key) => Code::TomlKey,
        Some(TomlFault::Number) => Code::TomlNumber,
        None => Code::TomlSyntax,
    };
    (Diagnostic::error(code), span)
}

/// A backslash within a text: mostly that of a path on a Windows disk.
fn backslash(text: &str, span: Range<usize>) -> Found {
    let line = line_at(text, span.start);
    let quotes = |range: Range<usize>| text[range].to_owned();
    let start = text[line.start..span.start].rfind('"').map_or(line.start, |at| line.start + at + 1);
    let end = text[span.start..line.end].find('"').map_or(line.end, |at| span.start + at);
    let written = quotes(start..end);
    let problem = Diagnostic::error(Code::TomlBackslash);
    let is_path = written.contains(":\\") || written.starts_with("\\\\") || written.rfind('.') > written.rfind('\\');
    let file = written.rsplit('\\').next().filter(|file| is_path && !file.is_empty());
    (file.into_iter().fold(problem, |problem, file| problem.arg("file", file).help("path")), start..end)
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use crate::diagnostics::{Catalogue, Diagnostic, SourceText};

    fn problems(text: &str) -> Vec<Diagnostic> {
        let source = SourceText::new("a.md", text);
        parse(&source, 0..text.len()).1
    }

    fn codes(text: &str) -> Vec<&'static str> {
        problems(text).iter().map(|problem| problem.code.name()).collect()
    }

    fn help(text: &str) -> String {
        let problems = problems(text);
        assert_eq!(problems.len(), 1, "{text}: {problems:?}");
        Catalogue::for_language("en").help(&problems[0]).unwrap_or_default()
    }

    #[test]
    fn common_slips_have_words_of_their_own() {
        assert_eq!(codes("a = \"x\nb = 1\n"), ["toml-string-unclosed"]);
        assert_eq!(codes("a = 1\na = 2\n"), ["toml-duplicate-key"]);
        assert_eq!(codes("a = tekstas\n"), ["toml-quotes"]);
        assert_eq!(codes("a = labas rytas\n"), ["toml-quotes"]);
        assert_eq!(codes("a\n"), ["toml-equals"]);
        assert_eq!(codes("a =\nb = 1\n"), ["toml-equals"]);
        assert_eq!(codes("a = [1, 2\n"), ["toml-array"]);
        assert_eq!(codes("[a\n"), ["toml-header"]);
        assert_eq!(codes("mano laukas = 1\n"), ["toml-equals"]);
        assert_eq!(codes("a = 012\n"), ["toml-number"]);
        assert_eq!(codes("a = \"x\" y\n"), ["toml-after-text"]);
        assert_eq!(codes("a = { b = 1 c = 2 }\n"), ["toml-inline-table"]);
        assert_eq!(codes("a: b\n"), ["toml-colon"]);
    }

    #[test]
    fn each_mistake_is_told_once_with_what_to_write() {
        let shown = |text: &str, right: &str| assert!(help(text).contains(right), "{text}: {}", help(text));
        shown("summary = \"Klubas \"Bitė\" kviečia\"\n", "summary = \"Klubas „Bitė“ kviečia\"");
        shown("date = 2025-02-30\n", "no such day");
        shown("date = 2025-13-01\n", "01 to 12");
        shown("date = 2025.3.9\n", "date = 2025-03-09");
        shown("date = 2025-04\n", "date = \"2025-04\"");
        shown("date = 2025–2026\n", "date = \"2025/2026\"");
        shown("title = \"Pirma\",\n", "delete");
        shown("title = „Pirma“\n", "title = \"Pirma\"");
        shown("draft = True\n", "draft = true");
        shown("topics = skaitymas, rašymas\n", "topics = [\"skaitymas\", \"rašymas\"]");
        shown("topics = \"a\", \"b\"\n", "topics = [\"a\", \"b\"]");
        shown("file = \"D:\\Dokumentai\\forma.docx\"\n", "\"forma.docx\"");
        shown("title = \"a\\qb\"\n", "twice");
    }

    #[test]
    fn what_follows_an_open_bracket_is_not_told() {
        assert_eq!(codes("a = [\"x\",\nb = 1\nc = \"d\"\n").len(), 1);
    }
}
