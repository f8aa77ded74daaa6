//! Pieces of text put in order: runs that a word processor cut anywhere become few, and spaces bear no marks.

use std::rc::Rc;

use super::block::{Content, Marks, Span};

/// The spans of one paragraph, joined where they are alike, with single spaces and none at the ends.
pub fn tidy(spans: Vec<Span>) -> Vec<Span> {
    let mut tokens: Vec<Span> = Vec::new();
    for span in spans {
        match &span.content {
            Content::Text(text) => split(&clean(text), &span, &mut tokens),
            _ => tokens.push(span),
        }
    }
    let mut tidied: Vec<Span> = Vec::new();
    let mut before: Option<Span> = None;
    for (token, after) in tokens.iter().zip(solid_after(&tokens)) {
        let mut token = token.clone();
        if is_space(&token) {
            (token.marks, token.link) = common(before.as_ref(), after.map(|at| &tokens[at]));
        } else {
            before = Some(token.clone());
        }
        push(&mut tidied, token);
    }
    while tidied.last().is_some_and(is_space) {
        tidied.pop();
    }
    tidied
}

/// For each token, where the next one stands that is no space.
fn solid_after(tokens: &[Span]) -> Vec<Option<usize>> {
    let mut found = vec![None; tokens.len()];
    let mut next = None;
    for at in (0..tokens.len()).rev() {
        found[at] = next;
        if !is_space(&tokens[at]) {
            next = Some(at);
        }
    }
    found
}

/// The spaces before a text, the text, and the spaces behind it.
fn split(text: &str, like: &Span, tokens: &mut Vec<Span>) {
    let body = text.trim_matches(is_blank);
    let start = text.len() - text.trim_start_matches(is_blank).len();
    let parts = [&text[..start], body, &text[start + body.len()..]];
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        let content = Content::Text(with_single_spaces(part));
        tokens.push(Span { content, marks: like.marks, link: like.link.clone() });
    }
}

/// A single no-break space was meant; several spaces of whatever sort are layout.
fn with_single_spaces(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c: char| is_blank(c) != is_blank(first)).unwrap_or(rest.len());
        let (run, others) = rest.split_at(end);
        out.push_str(if !is_blank(first) || run == "\u{a0}" { run } else { " " });
        rest = others;
    }
    out
}

fn is_blank(c: char) -> bool {
    c.is_whitespace()
}

/// Without characters that nobody sees.
fn clean(text: &str) -> String {
    let seen = |c: &char| {
        !matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{fffc}')
            && (!c.is_control() || c.is_whitespace())
    };
    text.chars().filter(seen).collect()
}

fn is_space(span: &Span) -> bool {
    match &span.content {
        Content::Text(text) => text.chars().all(is_blank),
        Content::Break => true,
        _ => false,
    }
}

/// The marks and the link that two neighbours share.
fn common(before: Option<&Span>, after: Option<&Span>) -> (Marks, Option<Rc<str>>) {
    let Some((before, after)) = before.zip(after) else { return (Marks::default(), None) };
    let link = before.link.clone().filter(|link| after.link.as_ref() == Some(link));
    (before.marks.and(after.marks), link)
}

fn push(spans: &mut Vec<Span>, token: Span) {
    let Some(last) = spans.last_mut() else {
        if !is_space(&token) {
            spans.push(token);
        }
        return;
    };
    if is_space(last) && is_space(&token) {
        if token.content == Content::Break && last.content != Content::Break {
            *last = token;
        } else if let (Content::Text(text), Content::Text(_)) = (&mut last.content, &token.content) {
            " ".clone_into(text);
        }
        return;
    }
    spans.push(token);
}

/// Neighbours with the same marks as one.
pub fn join(spans: Vec<Span>) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        if let Some(last) = joined.last_mut()
            && last.marks == span.marks
            && last.link == span.link
            && let (Content::Text(text), Content::Text(more)) | (Content::Code(text), Content::Code(more)) =
                (&mut last.content, &span.content)
        {
            text.push_str(more);
        } else {
            joined.push(span);
        }
    }
    joined
}
