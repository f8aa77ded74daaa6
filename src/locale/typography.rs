//! The small print of a language: its quotation marks, dashes, and the spaces that must not break.
//!
//! A [`Typography`] holds the rules, a [`Flow`] carries them through one paragraph that arrives in pieces, because
//! markup cuts a sentence anywhere. What an author typed by hand is left as it is: only the plain `"`, `'`, `--`,
//! `---` and `...` are replaced. This module must not know Markdown, HTML or the site.

mod places;
mod words;

use std::borrow::Cow;

use serde::Deserialize;

use places::Places;
use words::Words;

const NBSP: char = '\u{a0}';

/// The rules as a language's data file gives them. Missing parts switch the rule off.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct TypographyData {
    /// Opening and closing mark. One that begins with a letter or digit is none.
    pub quotes: Vec<String>,
    /// The pair inside a quotation; without it the outer pair serves.
    pub inner_quotes: Vec<String>,
    /// What stays on the line of the number before it: „m.“, „d.“, „kl.“, „€“.
    pub bind_after_number: Vec<String>,
    /// What stays on the line of the word before it: „r.“ in „Prienų r.“.
    pub bind_before_word: Vec<String>,
    /// Whether a one-letter word stays with the word after it.
    pub bind_short_words: bool,
}

type Pair = (String, String);

/// The rules of one language, ready to run. Cheap to share; see [`Typography::start`].
#[derive(Debug, Clone)]
pub struct Typography {
    outer: Option<Pair>,
    inner: Option<Pair>,
    after_number: Words,
    before_word: Words,
    short_words: bool,
    /// A quotation opens with „.
    opens_low: bool,
    places: Places,
}

impl Default for Typography {
    fn default() -> Self {
        Self::new(&TypographyData::default())
    }
}

impl Typography {
    pub fn new(data: &TypographyData) -> Self {
        let outer = pair(&data.quotes);
        let inner = pair(&data.inner_quotes).or_else(|| outer.clone());
        let [open, close] = first_bytes(outer.as_ref());
        let [inner_open, inner_close] = first_bytes(inner.as_ref());
        let marks = [open, close, inner_open, inner_close];
        let mut after_number = entries(&data.bind_after_number);
        after_number.extend(["€".to_owned(), "%".to_owned()]);
        // „m. m.“ must be tried before „m.“.
        after_number.sort_by_key(|entry| std::cmp::Reverse(entry.len()));
        let before_word = entries(&data.bind_before_word);
        let places = Places::new(marks, &before_word, data.bind_short_words);
        let mut before_word = before_word;
        before_word.sort_by_key(|entry| std::cmp::Reverse(entry.len()));
        let (after_number, before_word) = (Words::new(&after_number), Words::new(&before_word));
        let opens_low = outer.as_ref().is_some_and(|(open, _)| open == "„");
        Self { outer, inner, after_number, before_word, short_words: data.bind_short_words, opens_low, places }
    }

    /// The state at the beginning of a paragraph, heading or cell.
    pub fn start(&self) -> Flow<'_> {
        Flow { rules: self, before: None, open: Vec::new(), just_opened: false }
    }

    /// Whether a quotation opens with „, as in Lithuanian.
    pub fn opens_low(&self) -> bool {
        self.opens_low
    }

    /// A whole text at once, such as a title.
    pub fn plain<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.start().text(text, None)
    }

    /// The length of what the space before `rest` has to hold on to, if anything; `before` is the text before it.
    fn bound(&self, before: &str, last: Option<char>, rest: &str) -> Option<usize> {
        let last = last?;
        if last.is_ascii_digit() {
            return self.after_number.at(rest).or_else(|| digit_group(before, rest).then_some(0));
        }
        if last == '.' {
            return initial(before, rest).then_some(0);
        }
        let short = || self.short_words && one_letter(before) && rest.starts_with(char::is_alphanumeric);
        let bound = self.before_word.at(rest).or_else(|| short().then_some(0));
        bound.filter(|_| last.is_alphabetic())
    }
}

fn pair(marks: &[String]) -> Option<Pair> {
    let sound = |mark: &str| !mark.is_empty() && !starts_alphanumeric(mark);
    match marks {
        [open, close, ..] if sound(open) && sound(close) => Some((open.clone(), close.clone())),
        _ => None,
    }
}

fn first_bytes(pair: Option<&Pair>) -> [Option<u8>; 2] {
    pair.map_or([None; 2], |(open, close)| [open.bytes().next(), close.bytes().next()])
}

fn entries(words: &[String]) -> Vec<String> {
    words.iter().filter(|word| !word.trim().is_empty()).cloned().collect()
}

fn starts_alphanumeric(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_alphanumeric)
}

/// „67 984“: one to three digits, a space, exactly three digits.
fn digit_group(before: &str, rest: &str) -> bool {
    let digits = |bytes: &mut dyn Iterator<Item = u8>| bytes.take(4).take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&digits(&mut before.bytes().rev())) && digits(&mut rest.bytes()) == 3
}

/// „B. Sruogos“: a lone capital with a full stop, before another capital.
fn initial(before: &str, rest: &str) -> bool {
    let mut letters = before.chars().rev().skip(1);
    letters.next().is_some_and(char::is_uppercase)
        && !letters.next().is_some_and(char::is_alphanumeric)
        && rest.starts_with(char::is_uppercase)
}

fn one_letter(before: &str) -> bool {
    let mut letters = before.chars().rev();
    letters.next().is_some_and(char::is_alphabetic)
        && !letters.next().is_some_and(|c| c.is_alphanumeric() || c == '’' || c == '\'')
}

/// One paragraph's worth of state: the character before, and the quotations still open.
#[derive(Debug, Clone)]
pub struct Flow<'a> {
    rules: &'a Typography,
    before: Option<char>,
    open: Vec<Quotation>,
    just_opened: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Quotation {
    single: bool,
    inner: bool,
    /// The opening mark, where the author typed one that only ever opens a quotation.
    typed: Option<char>,
}

/// The text so far: borrowed until the first change.
struct Output<'t> {
    text: &'t str,
    copied: usize,
    changed: String,
}

impl<'t> Output<'t> {
    fn replace(&mut self, at: usize, length: usize, with: &str) {
        if self.changed.capacity() == 0 {
            self.changed.reserve(self.text.len() + 16);
        }
        self.changed.push_str(self.text.get(self.copied..at).unwrap_or_default());
        self.changed.push_str(with);
        self.copied = at + length;
    }

    fn finish(mut self) -> Cow<'t, str> {
        if self.copied == 0 {
            return Cow::Borrowed(self.text);
        }
        self.changed.push_str(self.text.get(self.copied..).unwrap_or_default());
        Cow::Owned(self.changed)
    }
}

impl<'a> Flow<'a> {
    /// Begins a new paragraph, heading or cell.
    pub fn restart(&mut self) {
        self.before = None;
        self.open.clear();
        self.just_opened = false;
    }

    /// Passes over something that is no text but stands like a word or a space: code, a picture, a line break.
    pub fn pass(&mut self, like: char) {
        self.before = Some(like);
    }

    /// The next piece of the paragraph. `next` is the character that will follow it, as far as the caller can see.
    pub fn text<'t>(&mut self, text: &'t str, next: Option<char>) -> Cow<'t, str> {
        let is_doubled = |at: usize| text.as_bytes().get(at + 1) == Some(&b',');
        if self.rules.opens_low && memchr::memchr_iter(b',', text.as_bytes()).any(is_doubled) {
            let plain = self.without_commas(text, next);
            return Cow::Owned(self.set(&plain, next).into_owned());
        }
        self.set(text, next)
    }

    fn set<'t>(&mut self, text: &'t str, next: Option<char>) -> Cow<'t, str> {
        let mut out = Output { text, copied: 0, changed: String::new() };
        let mut at = 0;
        while let Some(place) = self.rules.places.next(text.as_bytes(), at) {
            at = place + self.candidate(text, place, next, &mut out);
        }
        self.before = text.chars().next_back().or(self.before);
        out.finish()
    }

    /// A text in which each pair of commas before a word is a plain mark, which then follows the rules: so a low opening mark
    /// is typed on a keyboard that has none.
    fn without_commas(&self, text: &str, next: Option<char>) -> String {
        let mut plain = String::with_capacity(text.len());
        let (mut rest, mut is_open) = (text, false);
        while let Some((before, after)) = rest.split_once(",,") {
            is_open = is_open && !before.contains(['"', '“', '”', '\'']);
            plain.push_str(before);
            let last = plain.chars().next_back().or(self.before);
            let opens = self.opens_after(last) && after.chars().next().or(next).is_some_and(char::is_alphanumeric);
            // Some close a quotation as they open it.
            let closes = is_open && !after.chars().next().or(next).is_some_and(char::is_alphanumeric);
            plain.push_str(if opens || closes { "\"" } else { ",," });
            is_open = opens;
            rest = after;
        }
        plain.push_str(rest);
        plain
    }

    /// Whether a line break before `rest` falls where a space must not break.
    pub fn binds_over_break(&self, rest: &str) -> bool {
        self.rules.bound("", self.before, rest).is_some()
    }

    /// Handles one candidate and says how many bytes it took (never 0).
    fn candidate(&mut self, text: &str, at: usize, next: Option<char>, out: &mut Output) -> usize {
        let (before, rest) = text.split_at(at);
        let last = before.chars().next_back().or(self.before);
        let after = |length: usize| rest.get(length..).and_then(|tail| tail.chars().next()).or(next);
        match rest.as_bytes().first() {
            Some(b' ') => self.space(before, last, rest, out),
            Some(b'"') => {
                let mark = self.double(last, after(1));
                replace_mark(out, at, mark)
            }
            // Two of them are often typed for one closing mark; they open nothing.
            Some(b'\'') if rest.starts_with("''") => {
                if let Some(mark) = if self.closes_double(after(2)) { self.end(false) } else { None } {
                    out.replace(at, 2, mark);
                }
                2
            }
            Some(b'\'') => {
                let mark = self.single(last, after(1), rest.get(1..).unwrap_or_default());
                replace_mark(out, at, mark)
            }
            Some(b'-') => {
                let length = run(rest, b'-');
                if let Some(dash) = dash(length, last, after(length)) {
                    out.replace(at, length, dash);
                }
                length
            }
            Some(b'.') => {
                let length = run(rest, b'.');
                if length == 3 {
                    out.replace(at, 3, "…");
                }
                length
            }
            _ => self.typed_mark(last, rest),
        }
    }

    fn space(&self, before: &str, last: Option<char>, rest: &str, out: &mut Output) -> usize {
        let tail = rest.get(1..).unwrap_or_default();
        let Some(length) = self.rules.bound(before, last, tail) else { return 1 };
        let bound = tail.get(..length).unwrap_or_default();
        if bound.contains(' ') {
            out.replace(before.len(), 1 + length, &format!("{NBSP}{}", bound.replace(' ', "\u{a0}")));
            return 1 + length;
        }
        out.replace(before.len(), 1, "\u{a0}");
        1
    }

    fn double(&mut self, last: Option<char>, next: Option<char>) -> Option<&'a str> {
        let is_open = self.open.iter().any(|quotation| !quotation.single);
        let (starts, stops) = (self.opens_after(last), closes_before(next));
        let opens = if starts == stops { !is_open } else { starts };
        // A lone mark after a number is a sign of inches, not of speech.
        if !is_open && !starts && last.is_some_and(|c| c.is_ascii_digit()) {
            return None;
        }
        if opens {
            return self.begin(Quotation { single: false, inner: !self.open.is_empty(), typed: None });
        }
        self.end(false)
    }

    fn single(&mut self, last: Option<char>, next: Option<char>, rest: &str) -> Option<&'a str> {
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if word(last) && word(next) {
            // Feet and minutes of arc, 6'2 and 54°41'N, but not the 1990's.
            let is_prime = last.is_some_and(|c| c.is_ascii_digit()) && next != Some('s');
            return (!is_prime).then_some("’");
        }
        if self.opens_after(last) {
            if next.is_some_and(|c| c.is_ascii_digit()) {
                return Some("’");
            }
            if !closes_before(next) && closes_later(rest) {
                return self.begin(Quotation { single: true, inner: true, typed: None });
            }
            return word(next).then_some("’");
        }
        if self.open.last().is_some_and(|quotation| quotation.single) {
            return self.end(true);
        }
        (last.is_some_and(char::is_alphabetic)).then_some("’")
    }

    fn closes_double(&self, next: Option<char>) -> bool {
        closes_before(next) && self.open.iter().any(|quotation| !quotation.single)
    }

    fn begin(&mut self, quotation: Quotation) -> Option<&'a str> {
        self.open.push(quotation);
        self.just_opened = true;
        let pair = if quotation.inner { &self.rules.inner } else { &self.rules.outer };
        pair.as_ref().map(|(open, _)| open.as_str())
    }

    fn end(&mut self, single: bool) -> Option<&'a str> {
        self.just_opened = false;
        let place = self.open.iter().rposition(|quotation| quotation.single == single);
        let inner = place.and_then(|place| self.open.get(place)).is_some_and(|quotation| quotation.inner);
        self.open.truncate(place.unwrap_or(self.open.len()));
        let pair = if inner { &self.rules.inner } else { &self.rules.outer };
        pair.as_ref().map(|(_, close)| close.as_str())
    }

    /// Marks typed by hand stay, but they open and close quotations like the others, also those of another language.
    fn typed_mark(&mut self, last: Option<char>, rest: &str) -> usize {
        let Some(mark) = rest.chars().next() else { return 1 };
        if self.rules.outer.is_none() {
            return mark.len_utf8();
        }
        let own = |pair: &Option<Pair>, opening: bool| {
            pair.as_ref().is_some_and(|(open, close)| rest.starts_with(if opening { open } else { close }.as_str()))
        };
        let (opens, closes) = (own(&self.rules.outer, true), own(&self.rules.outer, false));
        let is_open = self.open.iter().any(|quotation| !quotation.single);
        let ended =
            self.open.iter().rposition(|quotation| quotation.typed.is_some_and(|open| is_closed_by(open, mark)));
        if let Some(place) = ended {
            self.open.truncate(place);
            self.just_opened = false;
        } else if matches!(mark, '„' | '“') && self.opens_after(last) && !(closes && is_open) {
            self.open.push(Quotation { single: false, inner: !self.open.is_empty(), typed: Some(mark) });
        } else if rest.starts_with("’’") && is_open {
            self.end(false);
            return "’’".len();
        } else if mark == '”' && is_open && !closes {
            // A mark of another language, at the end of a quotation that began with a plain one.
            self.end(false);
        } else if opens && !(closes && is_open) {
            self.open.push(Quotation { single: false, inner: !self.open.is_empty(), typed: None });
        } else if closes {
            self.end(false);
        }
        mark.len_utf8()
    }

    fn opens_after(&self, last: Option<char>) -> bool {
        match last {
            Some('"' | '\'') => self.just_opened,
            Some(c) => c.is_whitespace() || matches!(c, '(' | '[' | '{' | '„' | '«' | '‚' | '–' | '—' | '-' | '/'),
            None => true,
        }
    }
}

/// Whether a quotation ends with this mark, whatever the language: „x“ is Lithuanian, „x” Polish, “x” English.
fn is_closed_by(open: char, mark: char) -> bool {
    mark == '”' || (open == '„' && mark == '“')
}

fn replace_mark(out: &mut Output, at: usize, mark: Option<&str>) -> usize {
    if let Some(mark) = mark {
        out.replace(at, 1, mark);
    }
    1
}

fn run(text: &str, byte: u8) -> usize {
    text.bytes().take_while(|b| *b == byte).count()
}

fn dash(length: usize, last: Option<char>, next: Option<char>) -> Option<&'static str> {
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    match length {
        3 => Some("—"),
        2 if digit(last) && digit(next) => Some("–"),
        2 if letter(last) && letter(next) => Some("–"),
        2 if space(last) && next.is_some_and(char::is_whitespace) => Some("–"),
        _ => None,
    }
}

fn closes_before(next: Option<char>) -> bool {
    next.is_none_or(|c| {
        c.is_whitespace()
            || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '…' | '-' | '–' | '—' | '/')
            || matches!(c, '“' | '”' | '»' | '"' | '\'')
    })
}

/// Whether a single quote that opens here is closed further on, and so is no apostrophe.
fn closes_later(rest: &str) -> bool {
    rest.match_indices('\'').any(|(at, _)| {
        let (before, after) = rest.split_at(at);
        before.ends_with(|c: char| !c.is_whitespace()) && !starts_alphanumeric(after.get(1..).unwrap_or_default())
    })
}

#[cfg(test)]
mod tests;
