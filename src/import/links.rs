//! Links between the texts of one import: where the old site had a page, they lead to the entry that it became. Of a link that leads nowhere
//! any more the text stays, and it is told.
//!
//! Must not know where the texts come from, but for the ways in which generators make addresses of the names of files.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::Path;

use pulldown_cmark::{Event, Options as Syntax, Parser, Tag, TagEnd};

use super::block::{Picture, Remark};
use super::generators::dated_name;
use super::{Entry, files};
use crate::locale::slugify;

/// Folders in which generators look for files that a text names from the root of the site.
const FILES: [&str; 4] = ["static", "assets", "public", ""];
/// How far above the text the root of its site is looked for.
const FAR: usize = 12;

/// What the old site had at which address.
#[derive(Debug, Default)]
pub struct Addresses {
    /// What the new site has at an address of its own.
    taken: HashSet<String>,
    /// The entry as links name it, by address; none where several had it.
    entries: HashMap<String, Option<String>>,
    /// The places in its text, by entry.
    places: HashMap<String, HashSet<String>>,
}

impl Addresses {
    /// `taken` are the addresses of the lists of the portal.
    pub fn new(taken: impl IntoIterator<Item = String>) -> Self {
        Self { taken: taken.into_iter().collect(), ..Self::default() }
    }

    /// Notes an entry made of the file at a path below the folder that was named.
    pub fn add(&mut self, entry: &Entry, relative: &Path) {
        let name = format!("{}:{}", entry.kind, entry.id);
        if !entry.kind.has_section() {
            self.taken.insert(entry.id.clone());
        }
        self.places.insert(name.clone(), places(body(&entry.text).1));
        let path = plain(&relative.to_string_lossy().replace('\\', "/"));
        let mut own: HashSet<String> = entry.aliases.iter().map(|alias| plain(alias)).collect();
        let stem = path.rsplit('/').next().unwrap_or_default();
        // Jekyll: `_posts/2012-10-19-rytai.md` is the page `2012/10/19/rytai/`.
        if let Some((_, rest)) = dated_name(stem) {
            own.extend([stem.to_owned(), format!("{}/{rest}", stem[..10].replace('-', "/"))]);
        }
        own.insert(path);
        for address in own {
            let claimed = self.entries.entry(address).or_insert_with(|| Some(name.clone()));
            if claimed.as_ref().is_some_and(|known| *known != name) {
                *claimed = None;
            }
        }
    }

    /// Whether an old address is free: no other entry claims it, and no page of the portal has it.
    fn is_free(&self, alias: &str) -> bool {
        let address = plain(alias);
        !self.taken.contains(&address) && self.entries.get(&address).is_none_or(Option::is_some)
    }

    fn entry(&self, address: &str) -> Option<&str> {
        self.entries.get(address)?.as_deref()
    }
}

/// An address without what differs from generator to generator: the ends, the case, the name of an index.
fn plain(address: &str) -> String {
    let address = crate::record::destination::decode(address).to_lowercase();
    let address = address.trim_matches('/').trim_start_matches("@/").trim_start_matches("./");
    let without_ending = [".md", ".markdown", ".html", ".htm"].iter().find_map(|ending| address.strip_suffix(ending));
    let address = without_ending.unwrap_or(address);
    let folder = ["_index", "index"].iter().find_map(|name| address.strip_suffix(name));
    folder.filter(|folder| folder.is_empty() || folder.ends_with('/')).unwrap_or(address).trim_matches('/').to_owned()
}

/// The path that an address means in a folder; nothing where it leaves the site.
fn joined(folder: &str, address: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in address.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop()?,
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The text of an entry in two: where its body begins, and the body.
fn body(text: &str) -> (usize, &str) {
    let start = text.find("\n+++\n").map_or(0, |at| at + "\n+++\n".len());
    (start, &text[start..])
}

fn parser(text: &str) -> Parser<'_> {
    let syntax = Syntax::ENABLE_TABLES
        | Syntax::ENABLE_FOOTNOTES
        | Syntax::ENABLE_STRIKETHROUGH
        | Syntax::ENABLE_HEADING_ATTRIBUTES
        | Syntax::ENABLE_GFM;
    Parser::new_ext(text, syntax)
}

/// The places to which links may lead: headings as this program and as GitHub names them, and what HTML names.
fn places(text: &str) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut heading: Option<String> = None;
    for event in parser(text) {
        match event {
            Event::Start(Tag::Heading { id, .. }) => {
                found.extend(id.map(|id| id.to_string()));
                heading = Some(String::new());
            }
            Event::Text(text) | Event::Code(text) => heading.iter_mut().for_each(|heading| *heading += &text),
            Event::End(TagEnd::Heading(_)) => {
                let heading = heading.take().unwrap_or_default();
                let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
                let of_github: String = heading.to_lowercase().chars().filter(kept).collect();
                found.extend([slugify(&heading), of_github.replace(' ', "-")]);
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                let ids = html.split("id=\"").skip(1).filter_map(|rest| rest.split('"').next());
                found.extend(ids.map(str::to_owned));
            }
            _ => {}
        }
    }
    found
}

/// A link or picture within a body.
struct Found {
    range: Range<usize>,
    /// What stands between its brackets.
    text: Range<usize>,
    address: String,
    is_picture: bool,
    is_html: bool,
}

fn found(text: &str) -> Vec<Found> {
    let (mut all, mut open): (Vec<Found>, Vec<Found>) = (Vec::new(), Vec::new());
    for (event, range) in parser(text).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                let is_picture = text[range.start..].starts_with('!');
                let inner = range.end..range.start;
                open.push(Found { range, text: inner, address: dest_url.to_string(), is_picture, is_html: false });
            }
            Event::End(TagEnd::Link | TagEnd::Image) => all.extend(open.pop()),
            Event::Html(_) | Event::InlineHtml(_) if open.is_empty() => all.extend(in_html(text, &range)),
            _ => {
                for link in &mut open {
                    link.text = link.text.start.min(range.start)..link.text.end.max(range.end);
                }
            }
        }
    }
    // What lies within another is done with that.
    all.sort_by_key(|link| (link.range.start, std::cmp::Reverse(link.range.end)));
    let mut end = 0;
    all.retain(|link| {
        link.range.start >= end && {
            end = link.range.end;
            true
        }
    });
    all
}

/// The links and pictures of a piece of HTML. Of a link the range is that of its address with the name before it; of a picture that of its
/// tag, with its description as the text.
fn in_html(text: &str, range: &Range<usize>) -> Vec<Found> {
    let mut all = Vec::new();
    for (at, _) in text[range.clone()].match_indices('<') {
        let start = range.start + at;
        let Some(end) = text[start..range.end].find('>').map(|end| start + end + 1) else { continue };
        let is_picture = text[start..].starts_with("<img ");
        if !is_picture && !text[start..].starts_with("<a ") {
            continue;
        }
        let name = if is_picture { "src" } else { "href" };
        let Some((attribute, value)) = attribute(text, start..end, name) else { continue };
        let address = text[value.clone()].to_owned();
        let (whole, inner) = if is_picture {
            let alt = attribute_value(text, start..end, "alt").unwrap_or(start..start);
            (start..end, alt)
        } else {
            (attribute, value)
        };
        all.push(Found { range: whole, text: inner, address, is_picture, is_html: true });
    }
    all
}

/// Where an attribute of a tag stands, and its value between quotes.
fn attribute(text: &str, tag: Range<usize>, name: &str) -> Option<(Range<usize>, Range<usize>)> {
    ['"', '\''].into_iter().find_map(|quote| {
        let open = format!(" {name}={quote}");
        let start = tag.start + text[tag.clone()].find(&open)?;
        let value = start + open.len();
        let end = value + text[value..tag.end].find(quote)?;
        Some((start..end + 1, value..end))
    })
}

fn attribute_value(text: &str, tag: Range<usize>, name: &str) -> Option<Range<usize>> {
    attribute(text, tag, name).map(|(_, value)| value)
}

impl Entry {
    /// Leads the links of its text to the entries of the same import, and takes the pictures along that it names. `file` is the
    /// document, `relative` its path below the folder that was named.
    pub fn mend_links(&mut self, addresses: &Addresses, file: &Path, relative: &Path) {
        let text = std::mem::take(&mut self.text);
        let (start, written) = body(&text);
        let own = format!("{}:{}", self.kind, self.id);
        let folder = relative.parent().map(|folder| folder.to_string_lossy().replace('\\', "/")).unwrap_or_default();
        let stem = plain(&relative.to_string_lossy().replace('\\', "/"));
        let mut changes: Vec<(Range<usize>, String)> = Vec::new();
        for link in found(written) {
            let label = written.get(link.text.clone()).unwrap_or_default();
            let change = if link.is_picture {
                self.with_picture(&link, label, file)
            } else {
                match led(&link.address, addresses, &own, [&folder, &stem, ""]) {
                    Led::Stays => None,
                    Led::To(address) if link.is_html => Some(format!(" href=\"{address}\"")),
                    Led::To(address) => Some(format!("[{label}]({address})")),
                    Led::Nowhere => {
                        self.remarks.add_example(Remark::Link, &link.address);
                        Some(if link.is_html { String::new() } else { label.to_owned() })
                    }
                }
            };
            changes.extend(change.map(|text| (link.range, text)));
        }
        let (mut mended, mut done) = (text[..start].to_owned(), 0);
        for (range, change) in changes {
            mended += &written[done..range.start];
            mended += &change;
            done = range.end;
        }
        mended += &written[done..];
        for alias in self.aliases.extract_if(.., |alias| !addresses.is_free(alias)) {
            mended = without_alias(&mended, start, &alias);
            self.remarks.add_example(Remark::Alias, &alias);
        }
        self.text = mended;
    }

    /// What to write in the place of a picture: nothing where it is beside the text.
    fn with_picture(&mut self, link: &Found, label: &str, file: &Path) -> Option<String> {
        let address = link.address.as_str();
        if is_elsewhere(address) || self.pictures.iter().any(|picture| picture.name == address) {
            return None;
        }
        let name = address.split(['?', '#']).next().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
        let name = crate::record::destination::decode(name).into_owned();
        let bytes = picture_file(address, file).filter(|_| !name.is_empty());
        let Some(bytes) = bytes else {
            self.remarks.add_example(Remark::PictureForeign, address);
            return Some(label.to_owned());
        };
        let name = self.name_for(&name, &bytes);
        self.counts.pictures = self.pictures.len();
        Some(format!("![{label}](<{name}>)"))
    }

    /// A name for a picture that no other has.
    fn name_for(&mut self, name: &str, bytes: &[u8]) -> String {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let names = std::iter::once(name.to_owned()).chain((2..).map(|number| format!("{stem}-{number}.{ending}")));
        for name in names {
            match self.pictures.iter().find(|picture| picture.name == name) {
                Some(same) if same.bytes == bytes => return name,
                Some(_) => {}
                None => {
                    self.pictures.push(Picture { name: name.clone(), bytes: bytes.to_vec() });
                    return name;
                }
            }
        }
        name.to_owned()
    }
}

/// The front matter without an old address that another entry claims too.
fn without_alias(text: &str, front: usize, alias: &str) -> String {
    let quoted = toml::Value::String(alias.to_owned()).to_string();
    let (head, rest) = text.split_at(front);
    let lines = head.split_inclusive('\n').map(|line| {
        if !line.starts_with("aliases = ") {
            return line.to_owned();
        }
        let line = line.replace(&format!("{quoted}, "), "").replace(&format!(", {quoted}"), "");
        let line = line.replace(&quoted, "");
        if line.trim_end() == "aliases = []" { String::new() } else { line }
    });
    lines.collect::<String>() + rest
}

/// Where a link leads now.
enum Led {
    /// As it is written.
    Stays,
    To(String),
    Nowhere,
}

/// Of another site, a mailbox or a telephone.
fn is_elsewhere(address: &str) -> bool {
    let address = address.trim_start().to_ascii_lowercase();
    address.starts_with("//") || ["http:", "https:", "mailto:", "tel:"].iter().any(|scheme| address.starts_with(scheme))
}

fn led(address: &str, addresses: &Addresses, own: &str, folders: [&str; 3]) -> Led {
    if is_elsewhere(address) || address.trim().is_empty() {
        return Led::Stays;
    }
    let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
    let path = path.split('?').next().unwrap_or_default();
    let has_place = |entry: &str| addresses.places.get(entry).is_some_and(|places| places.contains(fragment));
    if path.is_empty() {
        return if fragment.is_empty() || has_place(own) { Led::Stays } else { Led::Nowhere };
    }
    let folders: &[&str] = if path.starts_with('/') { &[""] } else { &folders };
    let path = path.trim_start_matches("@/");
    let entry = folders.iter().find_map(|folder| addresses.entry(&plain(&joined(folder, path)?)));
    match entry {
        Some(entry) if !fragment.is_empty() && has_place(entry) => Led::To(format!("{entry}#{fragment}")),
        Some(entry) => Led::To(entry.to_owned()),
        None => Led::Nowhere,
    }
}

/// The bytes of a picture that a text names, as generators look for it: beside the text, then from the root of the site.
fn picture_file(address: &str, file: &Path) -> Option<Vec<u8>> {
    let path = address.split(['?', '#']).next()?;
    let path = crate::record::destination::decode(path);
    let is_picture = mime_guess::from_path(&*path).first().is_some_and(|kind| kind.type_() == mime_guess::mime::IMAGE);
    let below = joined("", path.trim_start_matches('/'));
    let beside = (!path.starts_with('/')).then(|| file.parent().map(|folder| folder.join(&*path))).flatten();
    let above = file.ancestors().skip(1).take(FAR);
    let roots = above.flat_map(|folder| FILES.iter().map(move |files| folder.join(files)));
    let candidates =
        beside.into_iter().chain(below.into_iter().flat_map(|below| roots.clone().map(move |root| root.join(&below))));
    candidates.filter(|_| is_picture).find_map(|path| files::read(&path).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_the_same_however_they_are_written() {
        for address in ["/A/B/", "a/b", "a/b.md", "a/b/index.html", "a/b/_index.md", "@/a/b.md", "./a/b/"] {
            assert_eq!(plain(address), "a/b", "{address}");
        }
        assert_eq!(plain("/index.html"), "");
        assert_eq!((joined("a/b", "../c").as_deref(), joined("", "../c")), (Some("a/c"), None));
    }

    #[test]
    fn an_alias_is_taken_out_of_its_list() {
        let text = "+++\ntitle = \"A\"\naliases = [\"/a/\", \"/b/\"]\n+++\nbody [\"/a/\"]\n";
        let one = without_alias(text, 45, "/a/");
        assert_eq!(one, "+++\ntitle = \"A\"\naliases = [\"/b/\"]\n+++\nbody [\"/a/\"]\n");
        let none = without_alias(&one, 38, "/b/");
        assert_eq!(none, "+++\ntitle = \"A\"\n+++\nbody [\"/a/\"]\n");
    }
}
