//! Words of a text, their lower-case form and their folded form; the same in every language.
//!
//! The browser's twin of this file is `client/words.js`: both must give the same for every text, up to letters that one
//! side's version of Unicode does not know yet. It knows nothing of languages.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::tables::{FOLDS, MARKS};

/// The longest form, folded form and stem, in characters. What is longer is no word that somebody types.
pub const LONGEST: usize = 40;

/// The first character that Unicode normalization may change in lower-case text, and that may be a combining mark.
const PLAIN_END: char = '\u{300}';

/// A word as it stands in a text, with where it starts, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    pub text: &'a str,
    pub start: usize,
}

/// The words of a text in their order: a letter or digit, then letters, digits, marks and invisible characters.
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// What [`words`] gives.
#[derive(Debug, Clone)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Words<'a> {
    type Item = Word<'a>;

    fn next(&mut self) -> Option<Word<'a>> {
        let rest = &self.text[self.at..];
        let start = self.at + first(rest, true, starts_word)?;
        let word = &self.text[start..];
        let end = first(word, false, |c| !goes_on(c)).unwrap_or(word.len());
        self.at = start + end;
        Some(Word { text: &word[..end], start })
    }
}

/// The characters of ASCII that words consist of.
const ASCII: [bool; 128] = {
    let mut table = [false; 128];
    let mut byte = 0;
    while byte < 128_u8 {
        table[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

/// Where the first character stands that `is` true of; in ASCII, those of words (`in_word`) or all others.
fn first(text: &str, in_word: bool, is: impl Fn(char) -> bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        // Most of every text; decoding characters costs more than what is asked of them.
        if let Some(&known) = ASCII.get(usize::from(byte)) {
            if known == in_word {
                return Some(at);
            }
            at += 1;
            continue;
        }
        let c = text[at..].chars().next()?;
        if is(c) {
            return Some(at);
        }
        at += c.len_utf8();
    }
    None
}

fn starts_word(c: char) -> bool {
    if c < PLAIN_END { is_plain_alphanumeric(c) } else { c.is_alphanumeric() && !is_combining_mark(c) }
}

fn goes_on(c: char) -> bool {
    if c < PLAIN_END {
        is_plain_alphanumeric(c) || c == '\u{ad}'
    } else {
        c.is_alphanumeric() || is_combining_mark(c) || is_invisible(c)
    }
}

/// Of a character before [`PLAIN_END`]: the letters of Latin lie in one block, so that the tables are seldom asked.
fn is_plain_alphanumeric(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        '\u{c0}'..='\u{24f}' => !matches!(c, '×' | '÷'),
        _ => c.is_alphanumeric(),
    }
}

fn is_mark(c: char) -> bool {
    c >= PLAIN_END && is_combining_mark(c)
}

/// Characters that only say where a line may break or how letters join: a word is the same without them.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// The form of a word: without invisible characters, in lower case, composed (NFC), of at most `LONGEST` characters.
pub fn lower(word: &str) -> Cow<'_, str> {
    if word.len() <= LONGEST && word.chars().all(is_plain_lower) {
        return Cow::Borrowed(word);
    }
    let lower = word.chars().filter(|&c| !is_invisible(c)).collect::<String>().to_lowercase();
    let form = if lower.chars().all(|c| c < PLAIN_END) { lower } else { lower.nfc().collect() };
    Cow::Owned(cut(form))
}

/// Lower case and left alone by NFC, known without a look into tables: most letters of most texts.
fn is_plain_lower(c: char) -> bool {
    match c {
        'a'..='z' | '0'..='9' | 'ą' | 'č' | 'ę' | 'ė' | 'į' | 'š' | 'ų' | 'ū' | 'ž' => true,
        '\u{df}'..='\u{24f}' => c.is_lowercase(),
        _ => false,
    }
}

fn cut(mut text: String) -> String {
    if text.len() > LONGEST
        && let Some((end, _)) = text.char_indices().nth(LONGEST)
    {
        text.truncate(end);
    }
    text
}

/// The folded form of a form: compatible letters made plain (NFKD), no diacritics, `ß` as `ss` and so on. Never empty.
///
/// Vowel signs of Indic scripts, voicing marks of Japanese and the breve of Cyrillic `й` stay: without them it is another
/// word.
pub fn fold(form: &str) -> Cow<'_, str> {
    if form.is_ascii() {
        return Cow::Borrowed(form);
    }
    let mut folded = String::with_capacity(form.len());
    if form.chars().all(|c| c < PLAIN_END) {
        form.chars().for_each(|c| decompose_compatible(c, |part| push_lower(&mut folded, part)));
    } else {
        // Marks that stay must come in canonical order, which only the decomposition of the whole gives.
        form.nfkd().for_each(|part| push_lower(&mut folded, part));
    }
    if folded.is_empty() { Cow::Borrowed(form) } else { Cow::Owned(cut(folded)) }
}

fn push_lower(folded: &mut String, c: char) {
    if c.is_ascii() {
        push_plain(folded, c.to_ascii_lowercase());
    } else {
        c.to_lowercase().for_each(|lower| push_plain(folded, lower));
    }
}

fn push_plain(folded: &mut String, c: char) {
    if c == '\u{306}' && folded.ends_with('и') {
        folded.pop();
        folded.push('й');
    } else if let Some((_, plain)) = FOLDS.iter().find(|(from, _)| *from == c) {
        folded.push_str(plain);
    } else if c.is_alphanumeric() && !is_dropped(c) || is_kept_mark(c) {
        folded.push(c);
    }
}

fn is_dropped(c: char) -> bool {
    MARKS.iter().any(|&(from, to)| (from..=to).contains(&c))
}

fn is_kept_mark(c: char) -> bool {
    is_mark(c) && !is_dropped(c)
}
