//! Where a link leads, as far as its text and the place of its file tell: nothing is looked up.

use std::borrow::Cow;
use std::fmt::Write;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::kind::Kinds;

/// What the destination of a link says by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// Another site, a mail address, or a place within the same page.
    Elsewhere,
    /// An entry by its kind and name, such as `school:birzu-ausros`.
    Named(String),
    /// A scheme that is neither of the web nor a kind.
    UnknownScheme,
    Local(Local),
}

/// A path of this site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Local {
    /// The file on the disk, relative to the site's root; none where the path leaves the site.
    pub disk: Option<String>,
    /// Where the path starts with a slash: the rest of it, which may be an address of the site.
    pub address: Option<String>,
}

/// What a text is first of all, where it can be read both ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// An address: with percent escapes, perhaps a query and a fragment.
    Address,
    /// The name of a file, which may hold any of these signs itself.
    FileName,
}

impl Destination {
    /// Reads a destination that is written in the file at `path`. A fragment does not count.
    pub fn read(path: &str, text: &str, kinds: &Kinds) -> Self {
        if text.starts_with('#') || is_absolute(text) {
            return Self::Elsewhere;
        }
        if let Some(scheme) = memchr::memchr(b':', text.as_bytes()).map(|end| &text[..end]) {
            if kinds.from_name(scheme).is_some() {
                return Self::Named(composed(&decode(split_rest(text).0)).into_owned());
            }
            if scheme.bytes().all(|byte| byte.is_ascii_alphabetic()) {
                return Self::UnknownScheme;
            }
        }
        Self::Local(Local::read(path, &decode(split_rest(text).0)))
    }
}

impl Local {
    /// `target` is a path without escapes and fragment, written in the file at `path`.
    pub fn read(path: &str, target: &str) -> Self {
        match target.strip_prefix('/') {
            Some(rest) => Self { disk: normalise("content", rest), address: Some(composed(rest).into_owned()) },
            None => Self { disk: normalise(folder(path), target), address: None },
        }
    }

    /// What a destination in the file at `path` may stand for, the likeliest first, until `find` knows one; with what
    /// follows the path: a query, a fragment.
    pub fn find<'t, T>(
        path: &str,
        text: &'t str,
        reading: Reading,
        mut find: impl FnMut(&Self) -> Option<T>,
    ) -> Option<(T, &'t str)> {
        let (plain, rest) = split_rest(text);
        let (named, fragment) = split_fragment(text);
        let fragment = fragment.map_or("", |_| &text[named.len()..]);
        let as_address = [(plain, rest), (named, fragment), (text, "")];
        let as_name = [(text, ""), (named, fragment), (plain, rest)];
        let ways = if reading == Reading::Address { as_address } else { as_name };
        for (at, (target, rest)) in ways.into_iter().enumerate() {
            if ways[..at].iter().any(|(known, _)| *known == target) {
                continue;
            }
            let decoded = decode(target);
            let spellings = match reading {
                Reading::Address => [&*decoded, target],
                Reading::FileName => [target, &*decoded],
            };
            let different = if decoded == target { 1 } else { 2 };
            let found = spellings[..different].iter().find_map(|target| find(&Self::read(path, target)));
            if let Some(found) = found {
                return Some((found, rest));
            }
        }
        None
    }

    /// The address as pages have it: with a slash at the end, empty for the home page.
    pub fn page(&self) -> Option<String> {
        const INDEX: &str = "index.html";
        let address = self.address.as_deref()?;
        let folder = address.strip_suffix(INDEX).filter(|folder| folder.is_empty() || folder.ends_with('/'));
        let trimmed = folder.unwrap_or(address).trim_end_matches('/');
        Some(if trimmed.is_empty() { String::new() } else { format!("{trimmed}/") })
    }
}

fn is_absolute(text: &str) -> bool {
    let starts = |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    ["https://", "http://", "mailto:", "tel:"].into_iter().any(starts) || text.starts_with("//")
}

/// A destination without its fragment, and the fragment.
pub fn split_fragment(text: &str) -> (&str, Option<&str>) {
    memchr::memchr(b'#', text.as_bytes()).map_or((text, None), |at| (&text[..at], Some(&text[at + 1..])))
}

/// A destination up to its query or fragment, and the rest, with the sign that it begins with.
pub fn split_rest(text: &str) -> (&str, &str) {
    text.split_at(memchr::memchr2(b'?', b'#', text.as_bytes()).unwrap_or(text.len()))
}

/// The folder that a file stands in; empty at the root.
pub fn folder(path: &str) -> &str {
    memchr::memrchr(b'/', path.as_bytes()).map_or("", |end| &path[..end])
}

/// A text in Unicode normal form C, which the names of all files of a site have.
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc(text) { text.into() } else { text.nfc().collect::<String>().into() }
}

/// Joins a folder and a relative path; nothing when the path leaves the site.
pub fn normalise(folder: &str, path: &str) -> Option<String> {
    if memchr::memchr2(b'\\', 0, path.as_bytes()).is_some() {
        return None;
    }
    let path = &*composed(path);
    let mut joined = String::with_capacity(folder.len() + path.len() + 1);
    parts(folder).filter(|part| !part.is_empty()).for_each(|part| add(&mut joined, part));
    for part in parts(path) {
        match part {
            "" | "." => {}
            ".." if joined.is_empty() => return None,
            ".." => joined.truncate(joined.rfind('/').unwrap_or(0)),
            _ => add(&mut joined, part),
        }
    }
    Some(joined)
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let ends = memchr::memchr_iter(b'/', path.as_bytes()).chain([path.len()]);
    ends.map(move |end| &path[std::mem::replace(&mut start, end + 1)..end])
}

fn add(joined: &mut String, part: &str) {
    if !joined.is_empty() {
        joined.push('/');
    }
    joined.push_str(part);
}

/// Percent escapes as the characters they stand for; a broken one stays as it is.
pub fn decode(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'%', text.as_bytes()).is_none() {
        return text.into();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).map_or_else(|_| text.into(), Cow::Owned)
}

/// A path as it stands in an address (RFC 3986, section 3.3): UTF-8, with everything escaped that is neither a slash nor
/// unreserved.
pub fn encode(path: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~');
    if path.bytes().all(is_plain) {
        return path.into();
    }
    let mut out = String::with_capacity(path.len() + 16);
    for byte in path.bytes() {
        if is_plain(byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(disk: Option<&str>, address: Option<&str>) -> Destination {
        Destination::Local(Local { disk: disk.map(str::to_owned), address: address.map(str::to_owned) })
    }

    #[test]
    fn a_destination_says_what_it_is() {
        let read = |text| Destination::read("content/news/a.md", text, &Kinds::builtin());
        assert_eq!(read("#x"), Destination::Elsewhere);
        assert_eq!(read("HTTPS://x.lt/a"), Destination::Elsewhere);
        assert_eq!(read("//x.lt"), Destination::Elsewhere);
        assert_eq!(read("school:birzu%20ausros#x"), Destination::Named("school:birzu ausros".to_owned()));
        assert_eq!(read("shool:x"), Destination::UnknownScheme);
        assert_eq!(read("../pages/b.md#x"), local(Some("content/pages/b.md"), None));
        assert_eq!(read("/praktikos/x/"), local(Some("content/praktikos/x"), Some("praktikos/x/")));
        assert_eq!(read("../../../b.md"), local(None, None));
        assert_eq!(read("9:30"), local(Some("content/news/9:30"), None));
    }

    #[test]
    fn an_address_has_one_slash_at_its_end() {
        let page = |text| Local::read("content/a.md", text).page();
        assert_eq!(page("/a/b"), Some("a/b/".to_owned()));
        assert_eq!(page("/a//"), Some("a/".to_owned()));
        assert_eq!(page("/"), Some(String::new()));
        assert_eq!(page("a"), None);
        assert_eq!(page("/a/index.html"), Some("a/".to_owned()));
        assert_eq!(page("/index.html"), Some(String::new()));
        assert_eq!(page("/a/myindex.html"), Some("a/myindex.html/".to_owned()));
    }

    #[test]
    fn a_destination_is_tried_as_an_address_and_as_a_name() {
        let ways = |text, reading| {
            let mut tried = Vec::new();
            let found = Local::find("content/a.md", text, reading, |local| {
                tried.extend(local.disk.clone());
                None::<()>
            });
            assert_eq!(found, None);
            tried
        };
        assert_eq!(ways("b%20c.pdf", Reading::Address), ["content/b c.pdf", "content/b%20c.pdf"]);
        assert_eq!(ways("b%20c.pdf", Reading::FileName), ["content/b%20c.pdf", "content/b c.pdf"]);
        assert_eq!(ways("b?c#d", Reading::Address), ["content/b", "content/b?c", "content/b?c#d"]);
        assert_eq!(ways("b#d", Reading::FileName), ["content/b#d", "content/b"]);
        let rest = Local::find("content/a.md", "b?c#d", Reading::Address, |local| local.disk.clone());
        assert_eq!(rest, Some(("content/b".to_owned(), "?c#d")));
    }

    #[test]
    fn an_address_escapes_whatever_could_be_read_as_something_else() {
        assert_eq!(encode("a/b-1_~.pdf"), "a/b-1_~.pdf");
        assert_eq!(encode("a/50% #3?.pdf"), "a/50%25%20%233%3F.pdf");
        assert_eq!(encode("žąsis (1).png"), "%C5%BE%C4%85sis%20%281%29.png");
        assert_eq!(decode(&encode("ž %41+&'\"")), "ž %41+&'\"");
    }

    #[test]
    fn names_may_be_decomposed() {
        let local = Local::read("content/a.md", "/z\u{30c}a.pdf");
        assert_eq!((local.disk.as_deref(), local.address.as_deref()), (Some("content/ža.pdf"), Some("ža.pdf")));
    }

    #[test]
    fn paths_stay_within_the_site() {
        assert_eq!(normalise("content/news", "a.pdf").as_deref(), Some("content/news/a.pdf"));
        assert_eq!(normalise("content/news", "../x/./b.md").as_deref(), Some("content/x/b.md"));
        assert_eq!(normalise("content", "../../etc/passwd"), None);
        assert_eq!(normalise("content", "../x").as_deref(), Some("x"));
        assert_eq!(normalise("content", "a\\b"), None);
    }

    #[test]
    fn percent_escapes_are_read_and_broken_ones_kept() {
        assert_eq!(decode("a%20b%C4%85"), "a bą");
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%ff"), "%ff");
        assert_eq!(decode("ą%"), "ą%");
    }
}
