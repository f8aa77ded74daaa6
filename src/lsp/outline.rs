//! Keys and values of a TOML text with their places, also while it is being typed and is no TOML yet.
//!
//! The parser of the settings and front matter gives values of what is right; an editor asks about what is half written.

use std::ops::Range;

/// What stands in a text.
#[derive(Debug, Default)]
pub struct Outline {
    /// Each table by the keys that lead to it; the first is the text itself.
    pub tables: Vec<Vec<String>>,
    pub keys: Vec<Key>,
    pub values: Vec<Written>,
    /// What stands, or may stand, at the cursor.
    pub cursor: Option<Slot>,
}

#[derive(Debug)]
pub struct Key {
    pub table: usize,
    pub name: String,
}

/// A value that is no table and no list.
#[derive(Debug)]
pub struct Written {
    /// With its quotation marks.
    pub span: Range<usize>,
    /// Without them.
    pub text: String,
}

/// A place for a key or a value of a table, with what is typed there.
#[derive(Debug, PartialEq, Eq)]
pub enum Slot {
    Key { table: usize, span: Range<usize> },
    Value { table: usize, key: String, span: Range<usize> },
}

/// What was opened and is not closed.
enum Open {
    /// An inline table, with the key that is being given a value in it.
    Table(usize, Option<String>),
    List(usize, String),
}

struct Scanner<'t> {
    text: &'t str,
    cursor: usize,
    at: usize,
    /// The table that lines outside of brackets belong to, with the key that is being given a value.
    top: (usize, Option<String>),
    open: Vec<Open>,
    /// The key that was read last, before its `=`.
    last: Option<String>,
    outline: Outline,
}

impl Outline {
    /// `cursor` is a byte of the text.
    pub fn read(text: &str, cursor: usize) -> Self {
        let outline = Self { tables: vec![Vec::new()], ..Self::default() };
        let mut scanner = Scanner { text, cursor, at: 0, top: (0, None), open: Vec::new(), last: None, outline };
        while scanner.step() {}
        scanner.outline
    }

    /// The names that a table has already.
    pub fn has(&self, table: usize, name: &str) -> bool {
        self.keys.iter().any(|key| key.table == table && key.name == name)
    }
}

impl Scanner<'_> {
    /// Reads one token; false at the end.
    fn step(&mut self) -> bool {
        let blank = |c: char| matches!(c, ' ' | '\t' | '\r');
        let start = self.text.len() - self.text[self.at..].trim_start_matches(blank).len();
        let Some(first) = self.text[start..].chars().next() else {
            self.meet(start, start, true);
            return false;
        };
        match first {
            '#' => {
                self.meet(start, start, true);
                self.at = self.end_of(start, |c| c == '\n');
            }
            '"' | '\'' => self.quoted(start, first),
            '\n' | '=' | ',' | '[' | ']' | '{' | '}' => {
                self.meet(start, start, true);
                self.at = start + 1;
                self.sign(first, start);
            }
            _ => {
                let end =
                    self.end_of(start, |c| blank(c) || matches!(c, '\n' | '=' | ',' | '[' | ']' | '{' | '}' | '#'));
                self.word(start..end, &self.text[start..end]);
            }
        }
        true
    }

    fn end_of(&self, start: usize, is_end: impl Fn(char) -> bool) -> usize {
        self.text[start..].find(is_end).map_or(self.text.len(), |at| start + at)
    }

    /// Notes the slot where the cursor is within these bytes, or in the gap before them.
    fn meet(&mut self, start: usize, end: usize, empty: bool) {
        let is_here = self.cursor <= end && (empty || self.cursor >= start);
        if self.outline.cursor.is_some() || !is_here {
            return;
        }
        let span = if empty { self.cursor..self.cursor } else { start..end };
        self.outline.cursor = Some(match self.awaited() {
            (table, Some(key)) => Slot::Value { table, key, span },
            (table, None) => Slot::Key { table, span },
        });
    }

    /// The table that something comes into next, and the key that awaits a value there.
    fn awaited(&self) -> (usize, Option<String>) {
        match self.open.last() {
            Some(Open::List(table, key)) => (*table, Some(key.clone())),
            Some(Open::Table(table, key)) => (*table, key.clone()),
            None => self.top.clone(),
        }
    }

    fn set_key(&mut self, key: Option<String>) {
        match self.open.last_mut() {
            Some(Open::Table(_, place)) => *place = key,
            Some(Open::List(..)) => {}
            None => self.top.1 = key,
        }
    }

    fn word(&mut self, span: Range<usize>, text: &str) {
        if self.cursor < span.start {
            self.meet(span.start, span.start, true);
        }
        self.meet(span.start, span.end, false);
        self.at = span.end;
        let (table, key) = self.awaited();
        match key {
            Some(_) => {
                self.outline.values.push(Written { span, text: text.to_owned() });
                self.set_key(None);
            }
            None => {
                self.outline.keys.push(Key { table, name: text.to_owned() });
                self.last = Some(text.to_owned());
            }
        }
    }

    /// A text in quotation marks; one that does not end, ends with its line.
    fn quoted(&mut self, start: usize, mark: char) {
        let long = mark.to_string().repeat(3);
        let is_long = self.text[start..].starts_with(&long);
        let width = if is_long { 3 } else { 1 };
        let inner = start + width;
        let mut end = inner;
        let mut is_escaped = false;
        let closed = loop {
            let Some(c) = self.text[end..].chars().next() else { break false };
            if !is_long && c == '\n' {
                break false;
            }
            let closes = if is_long { self.text[end..].starts_with(&long) } else { c == mark };
            if closes && !is_escaped {
                break true;
            }
            is_escaped = c == '\\' && mark == '"' && !is_escaped;
            end += c.len_utf8();
        };
        let text = self.text[inner..end].trim_end_matches('\r').to_owned();
        let end = if closed { end + width } else { inner + text.len() };
        self.word(start..end, &text);
    }

    fn sign(&mut self, sign: char, start: usize) {
        let (table, key) = self.awaited();
        match (sign, key) {
            ('\n', _) => self.line_ends(),
            ('=', None) => {
                let key = self.last.take();
                self.set_key(key);
            }
            (',', _) => self.set_key(None),
            ('[', Some(key)) => self.open.push(Open::List(table, key)),
            ('[', None) if self.open.is_empty() => self.header(start),
            ('{', Some(key)) => {
                let path = self.outline.tables[table].iter().cloned().chain([key]).collect();
                self.outline.tables.push(path);
                self.open.push(Open::Table(self.outline.tables.len() - 1, None));
            }
            (']' | '}', _) => {
                self.open.pop();
                self.set_key(None);
            }
            _ => {}
        }
    }

    /// A line that begins as an entry of the table does, though a bracket is open: the bracket was never closed.
    fn line_ends(&mut self) {
        let line = &self.text[self.at..self.end_of(self.at, |c| c == '\n')];
        let name = line.split('=').next().unwrap_or_default().trim_end();
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
        let is_entry = (is_name && line.contains('='))
            || (line.starts_with('[')
                && line.trim_end().ends_with(']')
                && line.contains('[')
                && !line.contains(['"', '\'']));
        if self.open.is_empty() || is_entry {
            self.open.clear();
            self.top.1 = None;
        }
        self.last = None;
    }

    /// `[table]` or `[[table]]`: each begins a table of its own.
    fn header(&mut self, start: usize) {
        let end = self.end_of(start, |c| c == '\n');
        let name = self.text[start..end].split('#').next().unwrap_or_default();
        let names =
            name.trim().trim_matches(['[', ']']).split('.').map(|name| name.trim().trim_matches('"').to_owned());
        self.outline.tables.push(names.collect());
        self.top = (self.outline.tables.len() - 1, None);
        self.at = end;
        // Within a header nothing is offered.
        if self.cursor > start && self.cursor <= end && self.outline.cursor.is_none() {
            let span = self.cursor..self.cursor;
            self.outline.cursor = Some(Slot::Value { table: 0, key: String::new(), span });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The slot at `|`.
    fn slot(text: &str) -> (Vec<String>, Option<String>, String) {
        let cursor = text.find('|').unwrap();
        let text = text.replace('|', "");
        let outline = Outline::read(&text, cursor);
        match outline.cursor.unwrap() {
            Slot::Key { table, span } => (outline.tables[table].clone(), None, text[span].to_owned()),
            Slot::Value { table, key, span } => (outline.tables[table].clone(), Some(key), text[span].to_owned()),
        }
    }

    fn at(path: &[&str], key: Option<&str>, typed: &str) -> (Vec<String>, Option<String>, String) {
        (path.iter().map(|name| (*name).to_owned()).collect(), key.map(str::to_owned), typed.to_owned())
    }

    #[test]
    fn the_cursor_is_at_a_key_or_a_value() {
        for (text, expected) in [
            ("|", at(&[], None, "")),
            ("a = 1\n|\nb = 2", at(&[], None, "")),
            ("a = 1\nti|t\nb = 2", at(&[], None, "tit")),
            ("school = |\nb = 2", at(&[], Some("school"), "")),
            ("school = \"bi|r\r\nb = 2", at(&[], Some("school"), "\"bir")),
            ("school = \"\\\"ą|\"\n", at(&[], Some("school"), "\"\\\"ą\"")),
            ("topics = [\"a\", |]\n", at(&[], Some("topics"), "")),
            ("topics = [\n  \"a\",\n  'b|'\n]\n", at(&[], Some("topics"), "'b'")),
            ("people = [{ name = \"a\", | }]", at(&["people"], None, "")),
            ("people = [{ name = \"a\", school = \"|\" }]", at(&["people"], Some("school"), "\"\"")),
            ("[[people]]\nname = \"a\"\nschool = tr|ue", at(&["people"], Some("school"), "true")),
            ("topics = [\"a\",\nschool = |", at(&[], Some("school"), "")),
            ("text = \"\"\"a\nb = |\n\"\"\"\n", at(&[], Some("text"), "\"\"\"a\nb = \n\"\"\"")),
        ] {
            assert_eq!(slot(text), expected, "{text}");
        }
    }

    #[test]
    fn keys_are_of_their_table() {
        let outline = Outline::read("a = { b = 1, c = [2] }\n[[d]]\nb = 1\n[[d]]\nx = \"y\"", 0);
        assert!(outline.has(0, "a") && !outline.has(0, "b") && outline.has(1, "b") && outline.has(1, "c"));
        assert!(outline.has(2, "b") && !outline.has(3, "b"));
        let texts: Vec<_> = outline.values.iter().map(|value| value.text.as_str()).collect();
        assert_eq!(texts, ["1", "2", "1", "y"]);
    }

    #[test]
    fn anything_has_an_outline() {
        let pieces = ["[", "]", "{", "}", "=", "\"", "'''", "ą", "\n", "\r\n", "#", ",", "\\", "a.b"];
        for (at, first) in pieces.iter().enumerate() {
            for second in pieces {
                for third in pieces {
                    let text = [first, second, third, pieces[(at + 3) % pieces.len()]].concat();
                    (0..=text.len()).for_each(|cursor| drop(Outline::read(&text, cursor)));
                }
            }
        }
    }
}
