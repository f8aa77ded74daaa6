//! What can be said of an address without knowing the site: its scheme, and where a bare one ends in running text.

use std::ops::Range;

use memchr::memchr2_iter;

const DANGEROUS: [&str; 4] = ["javascript", "vbscript", "data", "file"];
const DIRECT: [&str; 4] = ["mailto", "tel", "sms", "geo"];

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Runs code or reaches into the reader's own machine.
    Dangerous(&'static str),
    /// Opens another program; nothing to resolve.
    Direct,
    /// `#id` on the same page.
    Fragment,
    Other,
}

pub fn kind(address: &str) -> Kind {
    if address.starts_with('#') {
        return Kind::Fragment;
    }
    let Some(scheme) = scheme(address) else { return Kind::Other };
    if let Some(found) = DANGEROUS.iter().find(|known| **known == scheme) {
        return Kind::Dangerous(found);
    }
    if DIRECT.contains(&scheme.as_str()) { Kind::Direct } else { Kind::Other }
}

/// Whether a bare web address may stand in a text.
pub fn may_stand_in(text: &str) -> bool {
    let begins = |at: usize| text[at..].starts_with("://") || text[at..].starts_with("www.");
    memchr2_iter(b':', b'w', text.as_bytes()).any(begins)
}

/// The host of a web address that leads elsewhere than it seems to, as `https://good.example@evil.example` does.
pub fn misleading_host(address: &str) -> Option<&str> {
    if !is_web(address) {
        return None;
    }
    address.split(['/', '?', '#']).nth(2).filter(|host| host.contains('@'))
}

pub fn is_web(address: &str) -> bool {
    let lower = |prefix: &str| address.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    lower("http://") || lower("https://") || address.starts_with("//")
}

/// Browsers skip white space and control characters in a scheme, so they are skipped here too.
fn scheme(address: &str) -> Option<String> {
    let before = &address[..memchr::memchr(b':', address.as_bytes())?];
    if before.contains(['/', '?', '#']) {
        return None;
    }
    let scheme: String = before.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    Some(scheme.to_ascii_lowercase())
}

/// The bare web address in `text` whose `://` stands at `colon`; `from` is where free text begins.
pub fn web_at(text: &str, from: usize, colon: usize) -> Option<Range<usize>> {
    let before = text.get(from..colon)?;
    let length = ["https", "http"].iter().find(|name| ends_with_ignoring_case(before, name))?.len();
    let start = colon - length;
    if text.get(from..start)?.ends_with(char::is_alphanumeric) {
        return None;
    }
    let tail = text.get(colon + 3..)?;
    let length = tail.find(|c: char| c.is_whitespace() || c.is_control() || is_border(c)).unwrap_or(tail.len());
    let length = trimmed(tail.get(..length)?);
    let host = tail.get(..length)?;
    host.starts_with(char::is_alphanumeric).then_some(start..colon + 3 + length)
}

/// The bare address without a scheme in `text` whose `www.` stands at `at`; `from` is where free text begins.
pub fn www_at(text: &str, from: usize, at: usize) -> Option<Range<usize>> {
    let tail = text.get(at..)?.strip_prefix("www.")?;
    if text.get(from..at)?.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/')) {
        return None;
    }
    let length = tail.find(|c: char| c.is_whitespace() || c.is_control() || is_border(c)).unwrap_or(tail.len());
    let length = trimmed(tail.get(..length)?);
    let host = tail.get(..length)?.split(['/', '?', '#', ':']).next()?;
    let sound = host.starts_with(char::is_alphanumeric) && host.contains('.') && !host.contains("..");
    sound.then_some(at..at + "www.".len() + length)
}

fn ends_with_ignoring_case(text: &str, end: &str) -> bool {
    text.len().checked_sub(end.len()).and_then(|at| text.get(at..)).is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}

fn is_border(c: char) -> bool {
    matches!(c, '<' | '>' | '"' | '„' | '“' | '”' | '«' | '»' | '‘' | '’' | '‚' | '{' | '}' | '|' | '\\' | '`')
}

/// Without the punctuation of the sentence around it; a closing bracket stays if it was opened inside.
fn trimmed(address: &str) -> usize {
    let [mut round, mut square] = [(b'(', b')'), (b'[', b']')].map(|(open, close)| surplus(address, open, close));
    let mut end = address.len();
    while let Some(last) = address.get(..end).and_then(|part| part.chars().next_back()) {
        match last {
            ')' if round > 0 => round -= 1,
            ']' if square > 0 => square -= 1,
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' | '…' => {}
            _ => break,
        }
        end -= last.len_utf8();
    }
    end
}

fn surplus(address: &str, open: u8, close: u8) -> usize {
    let count = |byte: u8| address.bytes().filter(|b| *b == byte).count();
    count(close).saturating_sub(count(open))
}

/// The bare e-mail address in `text` whose `@` stands at `at`; `from` is where free text begins.
pub fn mail_at(text: &str, from: usize, at: usize) -> Option<Range<usize>> {
    let local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | '-');
    let before = text.get(from..at)?;
    let start = from + before.trim_end_matches(local).len();
    if before[..start - from].ends_with(char::is_alphanumeric) {
        return None;
    }
    let tail = text.get(at + 1..)?;
    let length = tail.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-')).unwrap_or(tail.len());
    let domain = tail.get(..length)?.trim_end_matches(['.', '-']);
    let (name, top) = domain.rsplit_once('.')?;
    let follows = tail.get(domain.len()..)?.chars().next();
    let valid = start < at
        && !text.get(start..at)?.starts_with('.')
        && !name.is_empty()
        && !name.starts_with('.')
        && top.len() >= 2
        && top.bytes().all(|b| b.is_ascii_alphabetic())
        && !follows.is_some_and(|c| c.is_alphanumeric() || c == '@' || c == '_');
    valid.then_some(start..at + 1 + domain.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn web(text: &str) -> Option<&str> {
        web_at(text, 0, text.find("://")?).and_then(|range| text.get(range))
    }

    fn mail(text: &str) -> Option<&str> {
        mail_at(text, 0, text.find('@')?).and_then(|range| text.get(range))
    }

    #[test]
    fn disguised_schemes_are_seen() {
        assert_eq!(kind("JaVa\nScript:alert(1)"), Kind::Dangerous("javascript"));
        assert_eq!(kind(" \u{1}data:text/html,x"), Kind::Dangerous("data"));
        assert_eq!(kind("../a:b.md"), Kind::Other);
        assert_eq!(kind("school:birzu-ausros"), Kind::Other);
        assert_eq!(kind("mailto:a@b.lt"), Kind::Direct);
        assert_eq!(kind("#a:b"), Kind::Fragment);
    }

    #[test]
    fn a_sentence_does_not_become_part_of_an_address() {
        assert_eq!(web("žr. https://a.lt/b_(c)."), Some("https://a.lt/b_(c)"));
        assert_eq!(web("(https://a.lt/ą?x=1&y=2)"), Some("https://a.lt/ą?x=1&y=2"));
        assert_eq!(web("„http://a.lt“ x"), Some("http://a.lt"));
        assert_eq!(web("[žr. https://a.lt/b_[c]]"), Some("https://a.lt/b_[c]"));
        assert_eq!(web("xhttp://a.lt"), None);
        assert_eq!(web("http:// "), None);
    }

    #[test]
    fn addresses_without_a_scheme_begin_with_www() {
        let www = |text: &'static str| www_at(text, 0, text.find("www.")?).and_then(|range| text.get(range));
        assert_eq!(www("žr. www.mokykla.lt."), Some("www.mokykla.lt"));
        assert_eq!(www("(www.a.lt/b_(c))"), Some("www.a.lt/b_(c)"));
        assert_eq!((www("xwww.a.lt"), www("www.a"), www("www. a.lt"), www("//www.a.lt")), (None, None, None, None));
    }

    #[test]
    fn mail_addresses_need_a_domain() {
        assert_eq!(mail("rašykite vardas.p@mokykla.lt."), Some("vardas.p@mokykla.lt"));
        assert_eq!(mail("a@b"), None);
        assert_eq!(mail("@a.lt"), None);
        assert_eq!(mail("a@b.lt@c"), None);
    }
}
