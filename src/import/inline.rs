//! Text with marks as Markdown: marks where Markdown would read them, HTML elements where it would not.

use super::block::{Content, Mark, Span};
use super::{escape, spans};

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Paragraph,
    Heading,
    /// A cell of a table.
    Cell,
}

/// A text in one line, but for breaks in a paragraph.
pub fn write(text: &[Span], place: Place) -> String {
    let tidied = spans::join(spans::tidy(text.to_vec()));
    let written = Writer { place }.links(&tidied);
    match place {
        Place::Paragraph => written.split('\n').map(escape::line_start).collect::<Vec<_>>().join("\n"),
        Place::Heading | Place::Cell => written,
    }
}

struct Writer {
    place: Place,
}

impl Writer {
    fn links(&self, spans: &[Span]) -> String {
        let mut out = String::new();
        let mut rest = spans;
        while let Some(first) = rest.first() {
            let end = rest.iter().position(|span| span.link != first.link).unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            let next = if after.first().is_some_and(|next| next.link.is_some()) { '[' } else { first_char(after, 0) };
            let neighbours = (out.chars().next_back().unwrap_or('\n'), next);
            match &first.link {
                None => push(&mut out, &self.marks(run, 0, neighbours)),
                Some(link) => push(&mut out, &self.link(run, link)),
            }
            rest = after;
        }
        out
    }

    fn link(&self, run: &[Span], link: &str) -> String {
        let says_itself = matches!(run, [Span { content: Content::Text(text), .. }] if text == link);
        if says_itself && (link.starts_with("https://") || link.starts_with("http://")) && is_plain_address(link) {
            return format!("<{link}>");
        }
        format!("[{}]({})", self.marks(run, 0, ('[', ']')), escape::address(link))
    }

    /// `depth` counts the marks that enclose the spans already, whether or not they have them.
    fn marks(&self, spans: &[Span], depth: usize, (before, after): (char, char)) -> String {
        let Some(&mark) = Mark::ALL.get(depth) else { return self.leaves(spans) };
        let mut out = String::new();
        let mut rest = spans;
        while let Some(first) = rest.first() {
            let is_marked = first.marks.has(mark);
            let end = rest.iter().position(|span| span.marks.has(mark) != is_marked).unwrap_or(rest.len());
            let (run, others) = rest.split_at(end);
            let next = if others.is_empty() { after } else { first_char(others, depth) };
            let last = out.chars().next_back().unwrap_or(before);
            let written = if is_marked {
                wrap(mark, &self.marks(run, depth + 1, ('*', '*')), last, next)
            } else {
                self.marks(run, depth + 1, (last, next))
            };
            push(&mut out, &written);
            rest = others;
        }
        out
    }

    fn leaves(&self, spans: &[Span]) -> String {
        let mut out = String::new();
        for span in spans {
            let piece = match &span.content {
                Content::Text(text) => escape::text(text, self.place == Place::Heading),
                Content::Code(text) => self.code(text),
                Content::Break => match self.place {
                    Place::Paragraph => "\\\n".to_owned(),
                    Place::Heading => " ".to_owned(),
                    Place::Cell => "<br>".to_owned(),
                },
                Content::Picture { file, alt } => {
                    format!("![{}]({})", escape::text(alt, false), escape::address(file))
                }
                Content::Note(number) => format!("[^{}]", number + 1),
            };
            push(&mut out, &piece);
        }
        out
    }

    fn code(&self, text: &str) -> String {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = if self.place == Place::Cell { text.replace('|', "\\|") } else { text };
        let fence = "`".repeat(longest_run(&text, '`') + 1);
        let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
        if text.is_empty() { text } else { format!("{fence}{pad}{text}{pad}{fence}") }
    }
}

/// The length of the longest run of a character.
pub fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}

/// An exclamation mark before a link would make a picture of it, and a note its text.
fn push(out: &mut String, piece: &str) {
    if piece.starts_with('[') {
        match out.chars().next_back() {
            Some('!') => out.insert(out.len() - 1, '\\'),
            Some(']') if !out.ends_with("\\]") => out.push(' '),
            _ => {}
        }
    }
    out.push_str(piece);
}

/// What Markdown sees as the first character of some spans; for anything but plain text it is punctuation.
fn first_char(spans: &[Span], depth: usize) -> char {
    let Some(first) = spans.first() else { return '\n' };
    let is_marked = Mark::ALL.iter().skip(depth).any(|mark| first.marks.has(*mark));
    match &first.content {
        _ if is_marked => '*',
        Content::Text(text) => text.chars().next().unwrap_or(' '),
        Content::Break => '\n',
        _ => '*',
    }
}

fn wrap(mark: Mark, inner: &str, before: char, after: char) -> String {
    let (delimiter, element) = match mark {
        Mark::Bold => ("**", "strong"),
        Mark::Italic => ("_", "em"),
        Mark::Strike => ("~~", "del"),
        Mark::Sub => ("", "sub"),
        Mark::Sup => ("", "sup"),
    };
    let (first, last) = (inner.chars().next().unwrap_or(' '), inner.chars().next_back().unwrap_or(' '));
    let within_words = mark == Mark::Bold;
    if !delimiter.is_empty() && flanks(before, first, within_words) && flanks(after, last, within_words) {
        format!("{delimiter}{inner}{delimiter}")
    } else {
        format!("<{element}>{inner}</{element}>")
    }
}

/// Whether a delimiter between an outer and an inner character opens or closes (CommonMark 0.31, 6.2).
fn flanks(outer: char, inner: char, within_words: bool) -> bool {
    let apart = outer.is_whitespace() || is_punctuation(outer);
    !inner.is_whitespace() && (apart || within_words && !is_punctuation(inner))
}

/// Everything that is no letter, digit or space counts, so that there is no doubt about symbols.
fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}

/// An address that can stand between angle brackets.
fn is_plain_address(link: &str) -> bool {
    link.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '\\' | '`' | '|' | '&' | '$'))
}
