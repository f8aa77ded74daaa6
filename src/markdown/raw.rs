//! HTML as an author wrote it, cut into tags and text, so that what may not stand is taken out with a word about where.
//! A forgiving scanner, not a parser: whatever it passes on is sanitised again as a whole.

use std::ops::Range;

/// A piece of raw HTML. Ranges are in the scanned text.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text or entities; a `<` in it opens nothing.
    Text(&'a str),
    Open {
        name: String,
        /// The whole tag.
        span: Range<usize>,
        name_span: Range<usize>,
        attributes: Vec<Attribute<'a>>,
    },
    Close {
        name: String,
        span: Range<usize>,
    },
    /// A comment, declaration or instruction: not for readers.
    Hidden,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Attribute<'a> {
    pub name: String,
    pub name_span: Range<usize>,
    pub value: Option<&'a str>,
    pub value_span: Range<usize>,
}

/// The pieces of `text`, in order.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (piece, length) = piece(text, at, rest);
        let until = match &piece {
            Piece::Open { name, .. } if name == "script" || name == "style" => skip_content(rest, length, name),
            _ => length,
        };
        found.push(piece);
        at += until.max(1);
    }
    found
}

fn piece<'a>(text: &'a str, at: usize, rest: &'a str) -> (Piece<'a>, usize) {
    if !rest.starts_with('<') {
        let length = rest.find('<').unwrap_or(rest.len());
        return (Piece::Text(rest.get(..length).unwrap_or_default()), length);
    }
    for (open, close) in [("<!--", "-->"), ("<?", "?>"), ("<!", ">")] {
        if rest.starts_with(open) {
            let length = rest.find(close).map_or(rest.len(), |end| end + close.len());
            return (Piece::Hidden, length);
        }
    }
    tag(text, at).unwrap_or((Piece::Text("<"), 1))
}

/// The opening of a comment, instruction or script that hides all that follows, since its end is missing.
pub fn unclosed(text: &str) -> Option<&'static str> {
    let hidden = [
        ("<!--", "-->"),
        ("<![CDATA[", "]]>"),
        ("<?", "?>"),
        ("<!", ">"),
        ("<script", "</script"),
        ("<style", "</style"),
    ];
    let begins = |open: &str| text.get(..open.len()).is_some_and(|start| start.eq_ignore_ascii_case(open));
    let (open, close) = hidden.into_iter().find(|(open, _)| begins(open))?;
    (!text.to_ascii_lowercase().contains(&close.to_ascii_lowercase())).then_some(open)
}

/// An attribute's value as a browser reads it.
pub fn without_entities(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let entity = after.split_once(';').filter(|(name, _)| name.len() <= 8);
        match entity.and_then(|(name, tail)| Some((entity_char(name)?, tail))) {
            Some((c, tail)) => {
                out.push(c);
                rest = tail;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity_char(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let hexadecimal = number.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16).ok());
        return char::from_u32(hexadecimal.unwrap_or_else(|| number.parse().ok())?);
    }
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => None,
    }
}

/// Nobody reads the content of a script: it goes up to the closing tag, which is passed on.
fn skip_content(rest: &str, from: usize, name: &str) -> usize {
    let close = format!("</{name}");
    let bytes = rest.as_bytes().get(from..).unwrap_or_default();
    let found = bytes.windows(close.len()).position(|window| window.eq_ignore_ascii_case(close.as_bytes()));
    found.map_or(rest.len(), |at| from + at)
}

fn tag(text: &str, at: usize) -> Option<(Piece<'_>, usize)> {
    let mut cursor = Cursor { text, at: at + 1 };
    let closing = cursor.eat('/');
    let name_span = cursor.take_while(|c| c.is_ascii_alphanumeric() || c == '-')?;
    let name = text.get(name_span.clone())?.to_ascii_lowercase();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut attributes: Vec<Attribute<'_>> = Vec::new();
    loop {
        cursor.skip_while(|c| c.is_whitespace() || c == '/');
        if cursor.eat('>') {
            break;
        }
        attributes.push(cursor.attribute()?);
    }
    // What `name` of a link once was, `id` is now.
    if name == "a" && !attributes.iter().any(|attribute| attribute.name == "id") {
        let old = attributes.iter_mut().find(|attribute| attribute.name == "name");
        if let Some(attribute) = old {
            "id".clone_into(&mut attribute.name);
        }
    }
    let span = at..cursor.at;
    let piece = if closing { Piece::Close { name, span } } else { Piece::Open { name, span, name_span, attributes } };
    Some((piece, cursor.at - at))
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.rest().starts_with(c);
        self.at += if found { c.len_utf8() } else { 0 };
        found
    }

    fn skip_while(&mut self, fits: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.find(|c| !fits(c)).unwrap_or(rest.len());
    }

    /// What fits from here on; `None` if that is nothing.
    fn take_while(&mut self, fits: impl Fn(char) -> bool) -> Option<Range<usize>> {
        let start = self.at;
        self.skip_while(fits);
        (self.at > start).then_some(start..self.at)
    }

    fn attribute(&mut self) -> Option<Attribute<'a>> {
        let name_span = self.take_while(|c| !c.is_whitespace() && !matches!(c, '=' | '>' | '/' | '"' | '\'' | '<'))?;
        let name = self.text.get(name_span.clone())?.to_ascii_lowercase();
        self.skip_while(char::is_whitespace);
        if !self.eat('=') {
            return Some(Attribute { name, value_span: name_span.clone(), name_span, value: None });
        }
        self.skip_while(char::is_whitespace);
        let value_span = self.value()?;
        Some(Attribute { name, name_span, value: self.text.get(value_span.clone()), value_span })
    }

    fn value(&mut self) -> Option<Range<usize>> {
        for quote in ['"', '\''] {
            if self.eat(quote) {
                let start = self.at;
                self.at += self.rest().find(quote)?;
                let span = start..self.at;
                self.eat(quote);
                return Some(span);
            }
        }
        self.take_while(|c| !c.is_whitespace() && c != '>')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let describe = |piece: &Piece| match piece {
            Piece::Text(text) => format!("'{text}'"),
            Piece::Open { name, attributes, .. } => {
                let list: Vec<_> =
                    attributes.iter().map(|a| format!("{}={}", a.name, a.value.unwrap_or("-"))).collect();
                format!("{name}[{}]", list.join(","))
            }
            Piece::Close { name, .. } => format!("/{name}"),
            Piece::Hidden => "!".to_owned(),
        };
        pieces(text).iter().map(describe).collect()
    }

    #[test]
    fn tags_text_and_comments() {
        assert_eq!(
            names("a<B class='x' y=1 z>t</b><!-- c --><br/>"),
            ["'a'", "b[class=x,y=1,z=-]", "'t'", "/b", "!", "br[]"]
        );
        assert_eq!(names("1 < 2 <a href=\"x"), ["'1 '", "'<'", "' 2 '", "'<'", "'a href=\"x'"]);
    }

    #[test]
    fn entities_in_values_are_read() {
        let read = without_entities("a?x=1&amp;y=&quot;2&quot;&z;&#38;&#x26; &bogus; &#xffffffff;&");
        assert_eq!(read, "a?x=1&y=\"2\"&z;&& &bogus; &#xffffffff;&");
    }

    #[test]
    fn what_hides_the_rest_is_told() {
        assert_eq!(
            (unclosed("<!-- a"), unclosed("<!-- a -->"), unclosed("<?php x"), unclosed("<p")),
            (Some("<!--"), None, Some("<?"), None)
        );
    }

    #[test]
    fn scripts_lose_their_content() {
        assert_eq!(names("<Script>if (a<b) {}</SCRIPT>x"), ["script[]", "/script", "'x'"]);
        assert_eq!(names("<style>p{}"), ["style[]"]);
    }
}
