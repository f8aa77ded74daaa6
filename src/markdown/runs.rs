//! Runs of text: typography, bare addresses, `m^2^` within a word, and references to notes that are not there.
//!
//! The parser cuts text at every character that might have been markup; pieces that touch in the source are one run.

use std::fmt::Write as _;
use std::ops::Range;

use memchr::{memchr, memchr3};
use pulldown_cmark::Event;

use super::address;
use super::escape::{is_plain, push_markup, push_text};
use super::writer::Writer;
use crate::diagnostics::{Code, Diagnostic};

/// Something in a run that is more than text.
#[derive(Debug, PartialEq, Eq)]
enum Special {
    Web,
    /// An address that begins with `www.`.
    Www,
    Mail,
    /// Raised or lowered, by this element.
    Script(&'static str),
    MissingNote,
}

impl Writer<'_, '_> {
    /// Writes the run that begins at `at` and says where to go on.
    pub fn text_run(&mut self, at: usize) -> usize {
        let masked = self.masked;
        let Some((Event::Text(text), range)) = self.events.get(at) else { return at + 1 };
        // An entity stands for a character that the author did not want to type as it is.
        if self.is_in_code() || !self.is_verbatim(text, range) {
            let text = masked.unmasked(text);
            self.verbatim(&text);
            return at + 1;
        }
        let (end, after) = self.run_end(at, range.end);
        let run = &*masked.unmasked(masked.text.get(range.start..end).unwrap_or_default());
        let escaped = masked.text.as_bytes().get(range.start.wrapping_sub(1)) == Some(&b'\\');
        let first = if escaped { run.chars().next().map_or(0, char::len_utf8) } else { 0 };
        let (literal, run) = run.split_at_checked(first).unwrap_or((run, ""));
        if !literal.is_empty() {
            self.verbatim(literal);
        }
        self.run(run, range.start + first);
        after
    }

    /// Where the run ends in the masked text, and the index of the event after it.
    fn run_end(&self, at: usize, mut end: usize) -> (usize, usize) {
        let mut after = at + 1;
        while let Some((Event::Text(text), range)) = self.events.get(after) {
            if range.start != end || !(self.is_verbatim(text, range) || self.is_in_address(text, range)) {
                break;
            }
            end = range.end;
            after += 1;
        }
        (end, after)
    }

    /// Whether it is an `&amp;` in a bare address that was copied from HTML.
    fn is_in_address(&self, text: &str, range: &Range<usize>) -> bool {
        /// No longer address is looked for.
        const FAR: usize = 500;
        if text != "&" || self.link.is_some() {
            return false;
        }
        let text = &self.masked.text;
        let from = text.floor_char_boundary(range.start.saturating_sub(FAR));
        let before = text.get(from..range.start).unwrap_or_default();
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        let address = word.find("://").and_then(|colon| address::web_at(word, 0, colon));
        address.is_some_and(|address| address.end == word.len())
    }

    /// Whether the parser's text is the very piece of the source at that range.
    fn is_verbatim(&self, text: &str, range: &Range<usize>) -> bool {
        let source = self.masked.text.get(range.clone()).unwrap_or_default();
        source.len() == text.len() && (std::ptr::eq(source.as_ptr(), text.as_ptr()) || source == text)
    }

    fn run(&mut self, run: &str, start: usize) {
        let mut done = 0;
        if memchr(b'$', run.as_bytes()).is_some() {
            self.check_formula_text(run, start);
        }
        if memchr(b']', run.as_bytes()).is_some() {
            self.check_link_text(run, start);
        }
        self.check_marks(run, start);
        if self.has_specials && holds_special(run) {
            while let Some((special, range)) = self.next_special(run, done) {
                let next = if special == Special::MissingNote { '[' } else { 'x' };
                self.typeset(run.get(done..range.start).unwrap_or_default(), Some(next));
                self.special(&special, run.get(range.clone()).unwrap_or_default(), start + range.start);
                done = range.end;
            }
        }
        let rest = run.get(done..).unwrap_or_default();
        let next = self.next_visible(start + run.len());
        self.typeset(rest, next);
    }

    fn typeset(&mut self, text: &str, next: Option<char>) {
        let set = self.flow.text(text, next);
        if is_plain(&set) {
            self.top.html.push_str(&set);
            self.text.push_str(&set);
            return;
        }
        push_text(&mut self.top.html, &set);
        push_markup(&mut self.text, &set);
    }

    /// The character that a reader will see after this place of the masked text.
    pub fn next_visible(&self, end: usize) -> Option<char> {
        // Marks of markup stand alone or in twos and threes; to look further would take ever longer.
        const FAR: usize = 16;
        let rest = self.masked.text.get(end..)?;
        for (at, c) in rest.char_indices().take(FAR) {
            match c {
                '*' | '_' | '~' | '^' | '[' | '\\' => {}
                '`' | '<' => return Some('x'),
                '!' if rest.get(at + 1..).is_some_and(|tail| tail.starts_with('[')) => return Some('x'),
                '|' => return Some(' '),
                c => return Some(c),
            }
        }
        None
    }

    /// The next special part of a run, with its range.
    fn next_special(&self, run: &str, from: usize) -> Option<(Special, Range<usize>)> {
        let no_link = self.link.is_none();
        run.bytes().enumerate().skip(from).find_map(|(at, byte)| match byte {
            b':' if no_link && run[at..].starts_with("://") => Some((Special::Web, address::web_at(run, from, at)?)),
            b'w' if no_link => Some((Special::Www, address::www_at(run, from, at)?)),
            b'@' if no_link => Some((Special::Mail, address::mail_at(run, from, at)?)),
            b'^' => Some((Special::Script("sup"), script(run, from, at, b'^')?)),
            b'~' => Some((Special::Script("sub"), script(run, from, at, b'~')?)),
            b'[' => Some((Special::MissingNote, missing_note(run, at)?)),
            _ => None,
        })
    }

    fn special(&mut self, special: &Special, text: &str, at: usize) {
        let span = self.in_file(&(at..at + text.len()));
        match special {
            Special::Web => {
                let address = text.replace("&amp;", "&");
                self.bare_link(&address, &address, span);
            }
            Special::Www => self.bare_link(&format!("http://{text}"), text, span),
            Special::Mail => self.bare_link(&format!("mailto:{text}"), text, span),
            Special::Script(tag) => {
                let _ = write!(self.top.html, "<{tag}>");
                self.verbatim(text.get(1..text.len() - 1).unwrap_or_default());
                let _ = write!(self.top.html, "</{tag}>");
            }
            Special::MissingNote => {
                let label = text.get(2..text.len() - 1).unwrap_or_default();
                // The parser does not know letters again that are composed otherwise.
                if self.notes.is_expected(label) {
                    return self.notes.refer(label, &mut self.top.html);
                }
                self.report(Diagnostic::error(Code::FootnoteUndefined).arg("label", label), span);
                self.verbatim(text);
            }
        }
    }
}

/// Whether something in a text may be special; notes have a `^` too.
pub fn holds_special(text: &str) -> bool {
    memchr3(b'@', b'^', b'~', text.as_bytes()).is_some() || address::may_stand_in(text)
}

/// A number or sign raised or lowered right after a letter or digit, where Markdown sees no markup: `m^2^`, `CO~2~`.
fn script(run: &str, from: usize, at: usize, mark: u8) -> Option<Range<usize>> {
    if !run.get(from..at)?.ends_with(char::is_alphanumeric) {
        return None;
    }
    let tail = run.as_bytes().get(at + 1..)?;
    let length = tail.iter().take(6).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-')).count();
    (length > 0 && tail.get(length) == Some(&mark)).then_some(at..at + length + 2)
}

fn missing_note(run: &str, at: usize) -> Option<Range<usize>> {
    let label = run.get(at..)?.strip_prefix("[^")?;
    let (label, _) = label.split_once(']')?;
    let plain = !label.is_empty() && !label.contains(|c: char| c.is_whitespace() || matches!(c, '[' | '^'));
    plain.then_some(at..at + label.len() + 3)
}
