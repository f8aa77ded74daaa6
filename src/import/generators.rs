//! Markdown of other generators (Hugo, Jekyll, Zola): its front matter in our fields, its body as it is.

use std::ops::Range;
use std::path::Path;

use pulldown_cmark::{Event, Parser, Tag};
use serde_json::{Map, Value as Json};

use super::block::{Picture, Remark, Remarks};
use super::files;
use crate::date::Edtf;
use crate::diagnostics::{Code, Diagnostic};
use crate::portal::alias_path;

/// Bytes of a file, and of its front matter: parsers take their time with many brackets.
const LARGEST: usize = 16 * 1024 * 1024;
const LARGEST_FRONT: usize = 64 * 1024;

/// Keys that say what our fields say, or nothing that a portal needs.
const NOT_MISSED: [&str; 16] = [
    "layout",
    "type",
    "draft",
    "published",
    "weight",
    "order",
    "slug",
    "template",
    "comments",
    "id",
    "ref",
    "lang",
    "nav_order",
    "sitemap",
    "outputs",
    "guid",
];

/// A text with what its front matter says.
#[derive(Debug, Default)]
pub struct Page {
    pub title: Option<String>,
    pub date: Option<Edtf>,
    pub updated: Option<Edtf>,
    pub summary: Option<String>,
    pub authors: Vec<String>,
    /// Tags and categories, as they are named there.
    pub topics: Vec<String>,
    /// Old addresses.
    pub aliases: Vec<String>,
    pub body: String,
    pub pictures: Vec<Picture>,
    pub remarks: Remarks,
}

pub fn read(text: &str, path: &Path) -> Result<Page, Diagnostic> {
    if text.len() > LARGEST {
        return Err(Diagnostic::error(Code::ImportTooLarge).help("text"));
    }
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let (front, body) = split(&text)?;
    let mut page = Page::default();
    page.front_matter(front);
    let name = path.file_stem().map(|name| name.to_string_lossy()).unwrap_or_default();
    page.date = page.date.or_else(|| dated_name(&name).map(|(date, _)| date));
    page.body(&body, path.parent().unwrap_or(Path::new("")));
    Ok(page)
}

/// Front matter as a table, and the text below it.
fn split(text: &str) -> Result<(Map<String, Json>, String), Diagnostic> {
    let fence =
        ["---", "+++"].into_iter().find(|fence| text.lines().next().is_some_and(|line| line.trim_end() == *fence));
    let Some(fence) = fence else { return Ok((Map::new(), text.to_owned())) };
    let start = text.find('\n').map_or(text.len(), |end| end + 1);
    let end = closing(text, start, fence).ok_or_else(|| wrong(0))?;
    let front = &text[start..end.start];
    if front.len() > LARGEST_FRONT {
        return Err(Diagnostic::error(Code::ImportTooLarge).help("front"));
    }
    let json = if fence == "---" { yaml(front)? } else { toml(front)? };
    let Json::Object(table) = json else { return Ok((Map::new(), text[end.end..].to_owned())) };
    Ok((table, text[end.end..].to_owned()))
}

/// Where the line stands that ends a front matter.
fn closing(text: &str, start: usize, fence: &str) -> Option<Range<usize>> {
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == fence {
            return Some(at..at + line.len());
        }
        at += line.len();
    }
    None
}

/// Through YAML's own values, where a key that is there twice is a mistake.
fn yaml(text: &str) -> Result<Json, Diagnostic> {
    let value: yaml_serde::Value =
        yaml_serde::from_str(text).map_err(|error| wrong(error.location().map_or(0, |place| place.line())))?;
    serde_json::to_value(value).map_err(|_| wrong(0))
}

fn toml(text: &str) -> Result<Json, Diagnostic> {
    let line = |at: usize| text.get(..at).map_or(0, |before| before.matches('\n').count() + 1);
    let table: toml::Table =
        text.parse().map_err(|error: toml::de::Error| wrong(error.span().map_or(0, |at| line(at.start))))?;
    Ok(Json::Object(table.into_iter().map(|(key, value)| (key, plain(value))).collect()))
}

/// A date as its text.
fn plain(value: toml::Value) -> Json {
    match value {
        toml::Value::Datetime(date) => Json::String(date.to_string()),
        toml::Value::Array(items) => Json::Array(items.into_iter().map(plain).collect()),
        toml::Value::Table(table) => Json::Object(table.into_iter().map(|(key, value)| (key, plain(value))).collect()),
        toml::Value::String(text) => Json::String(text),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(on) => on.into(),
    }
}

/// `line` counts from the first of the front matter itself.
fn wrong(line: usize) -> Diagnostic {
    Diagnostic::error(Code::ImportFrontMatter).arg("line", line + 1)
}

impl Page {
    fn front_matter(&mut self, front: Map<String, Json>) {
        for (key, value) in front {
            match key.as_str() {
                "title" => self.title = texts(&value).into_iter().next(),
                "date" | "publishDate" | "publishdate" => self.date = self.date.or_else(|| date(&value)),
                "lastmod" | "updated" | "modified" | "last_modified_at" => self.updated = date(&value),
                "description" | "summary" | "excerpt" => {
                    self.summary = self.summary.take().or_else(|| texts(&value).into_iter().next());
                }
                "author" | "authors" => self.authors.extend(texts(&value)),
                "tags" | "categories" | "category" | "keywords" | "topics" => self.topics.extend(texts(&value)),
                "aliases" | "redirect_from" | "url" | "permalink" | "path" => {
                    for address in texts(&value) {
                        self.alias(&address);
                    }
                }
                "taxonomies" => {
                    let taxonomies = value.as_object().into_iter().flat_map(Map::values);
                    self.topics.extend(taxonomies.flat_map(texts));
                }
                key if NOT_MISSED.contains(&key) => {}
                key => self.remarks.add_example(Remark::Unused, key),
            }
        }
        self.topics.dedup();
    }

    /// An old address, where it is one and not a rule for many.
    pub fn alias(&mut self, address: &str) {
        let address = format!("/{}", address.trim_start_matches('/'));
        let is_address = !address.contains("://") && !address.contains(':') && alias_path(&address).is_ok();
        if !is_address {
            self.remarks.add_example(Remark::Alias, &address);
        } else if !self.aliases.contains(&address) {
            self.aliases.push(address);
        }
    }

    fn body(&mut self, body: &str, folder: &Path) {
        let mut body = body.trim().replace("<!--more-->", "").replace("<!-- more -->", "");
        // A text without front matter has its title above it.
        if self.title.is_none()
            && let Some((first, rest)) = body.split_once('\n').or(Some((&body, "")))
            && let Some(title) = first.strip_prefix("# ")
        {
            self.title = Some(title.trim().trim_end_matches('#').trim().to_owned());
            let rest = rest.trim().to_owned();
            body = rest;
        }
        body = without_references(&body);
        for (open, close) in [("{{", "}}"), ("{%", "%}"), ("{:", "}")] {
            for (at, _) in body.match_indices(open) {
                let code: String = body[at..].chars().take(60).take_while(|c| *c != '\n').collect();
                let end = code.find(close).map_or(code.len(), |end| end + close.len());
                self.remarks.add_example(Remark::Shortcode, &code[..end]);
            }
        }
        for event in Parser::new(&body) {
            if let Event::Start(Tag::Image { dest_url, .. }) = event {
                self.picture(&dest_url, folder);
            }
        }
        self.body = body + "\n";
    }

    /// A picture beside the text keeps its name: the text calls it so.
    fn picture(&mut self, address: &str, folder: &Path) {
        let is_beside = !address.is_empty() && !address.starts_with('.') && !address.contains(['/', '\\', ':', '%']);
        let is_new = !self.pictures.iter().any(|known| known.name == address);
        if is_beside
            && is_new
            && let Ok(bytes) = files::read(&folder.join(address))
        {
            self.pictures.push(Picture { name: address.to_owned(), bytes });
        }
    }
}

/// Links whose address is a command for it, such as `{{< ref "a.md" >}}` and `{{ "/a/" | relative_url }}`, with the address itself.
fn without_references(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let is_address = ["](", "](<", "=\"", "='", "]: "].iter().any(|sign| out.ends_with(sign));
        match command(after).filter(|_| is_address) {
            Some((address, length)) => {
                out.push_str(address);
                rest = &after[length..];
            }
            None => {
                out.push('{');
                rest = &after[1..];
            }
        }
    }
    out + rest
}

/// The address that a command at the beginning of a text stands for, and the command's length.
fn command(text: &str) -> Option<(&str, usize)> {
    let close = if text.starts_with("{{") {
        "}}"
    } else if text.starts_with("{%") {
        "%}"
    } else {
        return None;
    };
    let length = text.find(close)? + close.len();
    let inside = text[..length].trim_matches(['{', '}', '%', '<', '>', ' ']);
    if inside.contains('\n') {
        return None;
    }
    let mut words = inside.split_whitespace();
    let (first, second) = (words.next()?, words.next());
    let address = match (first, second) {
        ("site.baseurl" | "site.url" | "site.BaseURL" | ".Site.BaseURL", None) => "",
        ("ref" | "relref" | "link" | "post_url", Some(address)) => address,
        (address, Some("|")) if matches!(words.next(), Some("relative_url" | "absolute_url" | "relURL" | "absURL")) => {
            address
        }
        _ => return None,
    };
    Some((address.trim_matches(['"', '\'', '`']), length))
}

/// One text or several; numbers count as they are written.
fn texts(value: &Json) -> Vec<String> {
    match value {
        Json::String(text) => Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|text| !text.is_empty())
            .into_iter()
            .collect(),
        Json::Number(number) => vec![number.to_string()],
        Json::Array(items) => items.iter().flat_map(texts).collect(),
        Json::Object(table) => table.get("name").map(texts).unwrap_or_default(),
        Json::Null | Json::Bool(_) => Vec::new(),
    }
}

fn date(value: &Json) -> Option<Edtf> {
    let text = texts(value).into_iter().next()?;
    let day = text.split([' ', 'T']).next()?;
    Edtf::parse(day).ok().or_else(|| Edtf::meant(day))
}

/// Jekyll has the date in the name of the file; with what follows it.
pub fn dated_name(name: &str) -> Option<(Edtf, &str)> {
    let (date, rest) = (name.get(..10)?, name.get(10..)?.strip_prefix('-')?);
    Some((Edtf::parse(date).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Page {
        read(text, Path::new("2012-09-11-x.md")).unwrap_or_else(|problem| panic!("{text}: {problem:?}"))
    }

    #[test]
    fn front_matter_of_others_is_understood() {
        let yaml = "---\ntitle: 'Rytai'\ndate: 2012-10-19T08:00:00+03:00\ntags: [Skaitymas, 5]\ncategories: Tema\nlastmod: 2013-01-02\n\
            draft: no\nurl: /senas/\naliases:\n  - kitas/a.html\n  - https://a.lt/b\npermalink: /:year/:title/\nauthor: {name: Vardas}\ncode: 007\n---\nTekstas {{< figure src=\"a\" >}}.\n";
        let page = page(yaml);
        assert_eq!(page.title.as_deref(), Some("Rytai"));
        assert_eq!(page.date.map(|date| date.to_string()).as_deref(), Some("2012-10-19"));
        assert_eq!(page.updated.map(|date| date.to_string()).as_deref(), Some("2013-01-02"));
        assert_eq!(page.topics, ["Skaitymas", "5", "Tema"]);
        assert_eq!(page.aliases, ["/senas/", "/kitas/a.html"]);
        assert_eq!(page.authors, ["Vardas"]);
        assert_eq!(page.body, "Tekstas {{< figure src=\"a\" >}}.\n");
        assert!([Remark::Shortcode, Remark::Unused, Remark::Alias].iter().all(|remark| page.remarks.has(*remark)));
    }

    #[test]
    fn toml_and_no_front_matter_are_read_too() {
        let page = page("+++\ntitle = \"A\"\ndate = 2012-10-19\n[taxonomies]\ntags = [\"b\"]\n+++\nText\n");
        assert_eq!((page.title.as_deref(), page.topics.len()), (Some("A"), 1));
        let page = super::tests::page("# Pavadinimas\n\nTekstas.\n");
        assert_eq!((page.title.as_deref(), page.body.as_str()), (Some("Pavadinimas"), "Tekstas.\n"));
        assert_eq!(page.date.map(|date| date.to_string()).as_deref(), Some("2012-09-11"));
    }

    #[test]
    fn a_slip_is_told_with_its_line() {
        for (text, line) in [
            ("---\na: b\ntitle: Pamoka: kaip\n---\n", "3"),
            ("+++\na = 1\nb = \n+++\n", "3"),
            ("---\na: 1\na: 2\n---\n", "2"),
        ] {
            let problem = read(text, Path::new("a.md")).unwrap_err();
            assert_eq!((problem.code, problem.args[0].1.as_str()), (Code::ImportFrontMatter, line), "{text}");
        }
        let many = format!("---\na: {}\n---\n", "[".repeat(100_000));
        assert_eq!(read(&many, Path::new("a.md")).unwrap_err().code, Code::ImportTooLarge);
    }
}
