//! Characters that the parser misreads, exchanged for others of the same length, so that places stay where they are.
//!
//! The parser (pulldown-cmark) takes a tab for text after a closing fence, in a table's rule line and before the closing
//! signs of a heading; it takes lines of a formula for headings and lists; and it has no formulas between `\(` and `\)`.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memmem};
use pulldown_cmark::{Event, Tag, TagEnd};

use super::markers::prefix;
use super::{address, policy};

/// A formula whose text the parser does not see. The range holds its marks too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    pub range: Range<usize>,
    /// On lines of its own.
    pub display: bool,
}

/// How far apart the marks `\(` and `\)` may stand.
const REACH: usize = 2000;

/// Where a tab has to become a space.
pub fn tabs(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(tab) = text.get(from..).and_then(|rest| memchr(b'\t', rest.as_bytes())).map(|at| from + at) {
        let start = text[..tab].rfind('\n').map_or(0, |at| at + 1);
        let end = memchr(b'\n', &text.as_bytes()[tab..]).map_or(text.len(), |at| tab + at);
        let line = &text[start..end];
        let content = prefix(line);
        if is_rule_line(&line[content..]) || is_closing_fence(&line[content..]) || ends_heading(&line[content..]) {
            found.extend(memchr_iter(b'\t', &line.as_bytes()[content..]).map(|at| start + content + at));
        }
        from = end;
    }
    found
}

/// The line of a table between its head and its rows.
fn is_rule_line(line: &str) -> bool {
    let has = |byte: u8| memchr(byte, line.as_bytes()).is_some();
    has(b'|') && has(b'-') && line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t' | b'\r'))
}

fn is_closing_fence(line: &str) -> bool {
    let mark = if line.starts_with("```") { '`' } else { '~' };
    let after = line.trim_start_matches(mark);
    line.len() - after.len() >= 3 && after.trim().is_empty()
}

/// A heading whose number signs at its end have a tab before or after them.
fn ends_heading(line: &str) -> bool {
    let after = line.trim_start_matches('#');
    let ended = line.trim_end();
    // Attributes may follow.
    let ended = match ended.rsplit_once('{') {
        Some((before, attributes)) if attributes.ends_with('}') => before.trim_end(),
        _ => ended,
    };
    let text = ended.trim_end_matches('#');
    (1..=6).contains(&(line.len() - after.len()))
        && after.starts_with([' ', '\t'])
        && text.len() < ended.len()
        && (text.ends_with('\t') || text.ends_with(' ') && line[ended.len()..].contains('\t'))
}

/// The `<` of lines that are nothing but something in angle brackets which is no HTML, such as `<your-name>`: the parser takes
/// such a line, and those below it, for a block of HTML. A slip in the name of a tag is none of these, since it is told.
pub fn placeholders(text: &str) -> Vec<usize> {
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some(open) = memchr(b'<', &text.as_bytes()[from..]).map(|at| from + at) {
        let start = text[from..open].rfind('\n').map_or(from, |at| from + at + 1);
        let end = memchr(b'\n', &text.as_bytes()[open..]).map_or(text.len(), |at| open + at + 1);
        let begins_line = prefix(&text[start..end]) == open - start;
        // The address of a definition may stand on a line of its own.
        if begins_line && is_placeholder(text[open..end].trim_end()) && !text[..start].trim_end().ends_with("]:") {
            found.push(open);
        }
        from = end;
    }
    found
}

fn is_placeholder(line: &str) -> bool {
    let Some(inside) = line.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else { return false };
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    let (name, rest) =
        inside.split_at(inside.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count());
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && (rest.is_empty() || rest.starts_with([' ', '\t', '/']))
        && !rest.contains(['<', '>'])
        && policy::is_placeholder(&name.to_ascii_lowercase())
}

/// The marks of Markdown within bare addresses, where the parser found some. `original` is the text as it was typed, which is as long.
pub fn marks_in_addresses(text: &str, original: &str) -> Vec<usize> {
    let (mut found, mut links, mut code) = (Vec::new(), 0_usize, false);
    let mut done = 0;
    for (event, range) in super::writer::parser(text).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => links += 1,
            Event::End(TagEnd::Link | TagEnd::Image) => links = links.saturating_sub(1),
            Event::Start(Tag::CodeBlock(_)) => code = true,
            Event::End(TagEnd::CodeBlock) => code = false,
            Event::Text(_) if links == 0 && !code && range.end > done => {
                for address in addresses(original, range.start.max(done)..range.end) {
                    if address.end > range.end {
                        let is_mark = |at: &usize| matches!(original.as_bytes()[*at], b'_' | b'*' | b'~' | b'$' | b'^');
                        found.extend(address.clone().filter(is_mark));
                    }
                    done = address.end;
                }
            }
            _ => {}
        }
    }
    found
}

/// The bare addresses that begin within `range`. One in a link's own text ends before the link's address.
fn addresses(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let from = range.start;
    range.filter_map(move |at| {
        let found = match text.as_bytes().get(at)? {
            b':' if text[at..].starts_with("://") => address::web_at(text, from, at)?,
            b'w' => address::www_at(text, from, at)?,
            _ => return None,
        };
        let length = memmem::find(&text.as_bytes()[found.clone()], b"](").unwrap_or(found.len());
        Some(found.start..found.start + length)
    })
}

/// The formulas of which the parser must not see the text.
pub fn formulas(text: &str) -> Vec<Formula> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(mark) = memchr::memchr2(b'$', b'\\', &bytes[at..]).map(|step| at + step) {
        let formula = match (bytes[mark], bytes.get(mark + 1)) {
            (b'$', Some(b'$')) => display(text, mark),
            (b'\\', Some(b'(')) => bracketed(text, mark, "\\)", false),
            (b'\\', Some(b'[')) => bracketed(text, mark, "\\]", true),
            _ => None,
        };
        at = match formula {
            Some(formula) => {
                let end = formula.range.end;
                found.push(formula);
                end
            }
            None if bytes[mark] == b'$' => mark + bytes[mark..].iter().take_while(|byte| **byte == b'$').count(),
            // Whatever follows a backslash is escaped.
            None => mark + 2,
        }
        .min(bytes.len());
    }
    found
}

/// `$$` up to the next `$$` of the same paragraph, where there are lines between them.
fn display(text: &str, start: usize) -> Option<Formula> {
    let rest = &text[start + 2..];
    let inside = &rest[..memmem::find(rest.as_bytes(), b"$$")?];
    let end = start + 2 + inside.len() + 2;
    (inside.contains('\n') && is_one_paragraph(inside) && !text[end..].starts_with('$'))
        .then_some(Formula { range: start..end, display: true })
}

fn bracketed(text: &str, start: usize, close: &str, display: bool) -> Option<Formula> {
    let rest = &text[start + 2..];
    let near = &rest[..rest.floor_char_boundary(REACH)];
    let inside = &near[..memmem::find(near.as_bytes(), close.as_bytes())?];
    let is_command = |at: usize| inside[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic());
    let is_formula = inside.contains(['^', '_', '='])
        || memchr_iter(b'\\', inside.as_bytes()).any(is_command)
        || (!display && inside.trim().len() == 1);
    (is_formula && is_one_paragraph(inside)).then_some(Formula { range: start..start + inside.len() + 4, display })
}

/// Neither a blank line nor one that begins another block, whatever is before it.
fn is_one_paragraph(inside: &str) -> bool {
    let ends = |line: &str| {
        let content = &line[container(line, usize::MAX)..];
        content.trim().is_empty() || content.starts_with("```") || content.starts_with("~~~")
    };
    let lines: Vec<&str> = inside.split('\n').collect();
    let between = lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default();
    memmem::find(inside.as_bytes(), b"<?").is_none() && !between.iter().any(|line| ends(line))
}

/// How much of a line are spaces, and at most so many marks of quotations.
fn container(line: &str, mut quotations: usize) -> usize {
    let is_part = |byte: &u8| match byte {
        b' ' | b'\t' => true,
        b'>' if quotations > 0 => {
            quotations -= 1;
            true
        }
        _ => false,
    };
    line.bytes().take_while(is_part).count()
}

/// What stands for the text of a formula: its lines, with a letter for every byte.
pub fn concealed(text: &str, formula: &Formula) -> String {
    let first = text[..formula.range.start].rfind('\n').map_or(0, |at| at + 1);
    let line = &text[first..formula.range.start];
    let quotations = line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'>')).filter(|b| *b == b'>').count();
    let inside = &text[formula.range.start + 2..formula.range.end - 2];
    let mut out = String::with_capacity(inside.len() + 4);
    out.push_str("$$");
    for (index, line) in inside.split_inclusive('\n').enumerate() {
        let kept = if index == 0 { 0 } else { container(line, quotations) };
        out.push_str(&line[..kept]);
        out.extend(line[kept..].bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { 'x' }));
    }
    out.push_str("$$");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str) -> Vec<&str> {
        formulas(text).iter().map(|formula| &text[formula.range.clone()]).collect()
    }

    #[test]
    fn tabs_are_told_where_they_are_misread() {
        let at = |text: &str| tabs(text).len();
        assert_eq!((at("| a\t| b\t|\n|--\t|--\t|\n"), at("> |--\t|"), at("-\ta")), (2, 1, 0));
        assert_eq!((at("```\nx\n```\t\n"), at("```rust\t"), at("~~~\t \t")), (1, 0, 2));
        assert_eq!((at("# A\t##"), at("#\tA"), at("## A\t# b"), at("##\t##")), (1, 0, 0, 1));
        assert_eq!((at("# A #\t"), at("# A ## \t\t"), at("# A#\t"), at("# A\\#\t")), (1, 2, 0, 0));
    }

    #[test]
    fn formulas_of_several_lines_and_in_brackets_are_found() {
        assert_eq!(masked("a $$\nb\n=\nc\n$$ d $$e$$"), ["$$\nb\n=\nc\n$$"]);
        assert_eq!(
            masked("\\(x^2\\) \\[ \\frac{a}{b} \\] \\(x\\) \\[1\\] \\(žr.\\)"),
            ["\\(x^2\\)", "\\[ \\frac{a}{b} \\]", "\\(x\\)"]
        );
        assert_eq!(masked("$$\na\n\nb$$ \\\\(x^2\\\\)"), Vec::<&str>::new());
        assert_eq!(masked("$$ a\n```\n$$"), Vec::<&str>::new());
    }

    #[test]
    fn what_conceals_a_formula_has_its_lines_and_length() {
        let text = "> $$\n> ą > 0\r\n> $$";
        let formula = Formula { range: 2..text.len(), display: true };
        assert_eq!(concealed(text, &formula), "$$\n> xxxxxx\r\n> $$");
        assert_eq!(concealed(text, &formula).len(), text.len() - 2);
    }
}
