//! Characters that Markdown would take for something else, and addresses of links.

use std::fmt::Write;

/// A text that reads in Markdown as it is, but for the beginning of a line ([`line_start`]).
pub fn text(text: &str, in_heading: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c == '{' && in_heading {
            // Attributes at the end of a heading begin so, whatever stands before.
            out.push_str("&#123;");
            before = Some(c);
            continue;
        }
        let special = match c {
            '\\' | '*' | '`' | '[' | ']' | '<' | '|' | '$' | '~' | '^' => true,
            '#' => in_heading,
            // Within a word it marks nothing.
            '_' => {
                !(before.is_some_and(char::is_alphanumeric) && rest.peek().is_some_and(|next| next.is_alphanumeric()))
            }
            '&' => rest.peek().is_some_and(|next| *next == '#' || next.is_ascii_alphabetic()),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// A line whose beginning would make a list, a heading, a quotation, a rule or a component of it.
pub fn line_start(line: &str) -> String {
    let bytes = line.as_bytes();
    let ends_mark = |at: usize| bytes.get(at).is_none_or(|byte| *byte == b' ' || *byte == b'\t');
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let hashes = bytes.iter().take_while(|byte| **byte == b'#').count();
    let at = match bytes.first() {
        Some(b'-') if ends_mark(1) || bytes.get(1) == Some(&b'-') => 0,
        Some(b'+') if ends_mark(1) => 0,
        Some(b'>' | b'=' | b':') => 0,
        Some(b'#') if ends_mark(hashes) => 0,
        _ if (1..=9).contains(&digits) && matches!(bytes.get(digits), Some(b'.' | b')')) && ends_mark(digits + 1) => {
            digits
        }
        _ => return line.to_owned(),
    };
    format!("{}\\{}", &line[..at], &line[at..])
}

/// The destination of a link or picture.
pub fn address(address: &str) -> String {
    let mut out = String::with_capacity(address.len() + 2);
    for c in address.trim().chars() {
        match c {
            ' ' | '<' | '>' | '|' | '\\' | '`' | '$' | '\0'..='\x1f' | '\x7f' => {
                write!(out, "%{:02X}", c as u32).ok();
            }
            '&' => out.push_str("&amp;"),
            _ => out.push(c),
        }
    }
    if out.is_empty() || out.contains(['(', ')']) { format!("<{out}>") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_markdown_would_take_for_marks_is_escaped() {
        assert_eq!(text("2*3 [a] a_b _c_ $5 & &amp; 1|2", false), r"2\*3 \[a\] a_b \_c\_ \$5 & \&amp; 1\|2");
        assert_eq!(text("C# {#a}", true), r"C\# &#123;\#a}");
    }

    #[test]
    fn the_beginning_of_a_line_is_no_mark() {
        for (line, escaped) in [
            ("1. x", r"1\. x"),
            ("2017 m.", "2017 m."),
            ("12) x", r"12\) x"),
            ("- x", r"\- x"),
            ("---", r"\---"),
            ("-5", "-5"),
            ("+ x", r"\+ x"),
            ("# x", r"\# x"),
            ("#x", "#x"),
            (":::callout", r"\:::callout"),
            ("> x", r"\> x"),
            ("===", r"\==="),
        ] {
            assert_eq!(line_start(line), escaped);
        }
    }

    #[test]
    fn addresses_keep_to_themselves() {
        assert_eq!(address("https://a.lt/x y?a=1&b=2"), "https://a.lt/x%20y?a=1&amp;b=2");
        assert_eq!(address("a(1).png"), "<a(1).png>");
    }
}
