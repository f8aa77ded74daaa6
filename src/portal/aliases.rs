//! Old addresses of entries, from which readers are led on.

use super::Entry;
use super::routes::LONGEST_NAME;
use crate::fields::Text;
use crate::record::Record;
use crate::record::destination::{composed, decode};

/// An old address, with the record that gives it.
#[derive(Debug, Clone, Copy)]
pub struct Alias<'e> {
    pub record: &'e Record,
    pub written: &'e Text,
    /// Language of the page to which it leads; none for the portal's first.
    pub language: Option<&'e str>,
}

impl Entry {
    /// The old addresses of its pages, those of the translations with them.
    pub fn aliases(&self) -> impl Iterator<Item = Alias<'_>> {
        let original: &Record = &self.record;
        let language = original.identity.language.as_deref();
        let own = original.aliases().map(move |written| Alias { record: original, written, language });
        // What a translation does not write itself it has from the original.
        let is_new = |text: &Text| !original.aliases().any(|known| known.text == text.text);
        own.chain(self.translations.iter().flat_map(move |(language, record)| {
            let written = record.aliases().filter(move |alias| is_new(alias));
            written.map(move |written| Alias { record, written, language: Some(language) })
        }))
    }
}

/// Where the page stands that leads on from an old address, which may be that of a file, such as `page.html`.
pub fn page_path(alias: &Alias<'_>) -> Option<String> {
    let path = path(&alias.written.text).ok()?;
    Some(if path.strip_suffix(".html").is_some() { path } else { format!("{path}/index.html") })
}

/// Names that web servers and crawlers look for themselves: a folder of that name would shut the site or mislead them.
const READ_BY_SERVERS: [&str; 9] = [
    "robots.txt",
    "favicon.ico",
    "web.config",
    "cname",
    "sitemap.xml",
    "ads.txt",
    "crossdomain.xml",
    "php.ini",
    "nginx.conf",
];

/// Names that many servers show in the place of a folder, before `index.html`: the page they lead from would stand there.
fn is_shown_for_folder(part: &str) -> bool {
    let name = part.to_ascii_lowercase();
    let ending = ["index.", "default.", "iisstart."].iter().find_map(|stem| name.strip_prefix(stem));
    ending.is_some_and(|ending| ending != "html")
}

/// Bytes of a whole address.
const LONGEST: usize = 800;

/// An old address as a path relative to the output: decoded, as servers look for it. Else the name of the help text that
/// says what is wrong with it.
pub fn path(alias: &str) -> Result<String, &'static str> {
    if alias.contains('?') {
        return Err("query");
    }
    let decoded = decode(alias);
    let path = composed(decoded.trim_matches('/'));
    let is_odd = |c: char| c.is_control() || matches!(c, '\\' | '?' | '#' | ':' | '"' | '<' | '>' | '|' | '*');
    if path.is_empty() || path.contains(is_odd) || path.split('/').any(str::is_empty) {
        return Err("help");
    }
    if path.len() > LONGEST || path.split('/').any(|part| part.len() > LONGEST_NAME) {
        return Err("long");
    }
    let is_read = |part: &str| READ_BY_SERVERS.iter().any(|name| part.eq_ignore_ascii_case(name));
    if path.split('/').any(|part| {
        part.starts_with(['.', '_']) || part.ends_with(['.', ' ']) || is_read(part) || is_shown_for_folder(part)
    }) {
        return Err("reserved");
    }
    Ok(path.into_owned())
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn an_alias_is_a_path_as_servers_look_for_it() {
        assert_eq!(path("/senas/rytme%C4%8Diai/"), Ok("senas/rytmečiai".to_owned()));
        assert_eq!(path("a/b.html"), Ok("a/b.html".to_owned()));
        assert_eq!(path("a/index.html"), Ok("a/index.html".to_owned()));
        assert_eq!(path("page.php"), Ok("page.php".to_owned()));
        assert_eq!(path("/c\u{30c}/"), Ok("č".to_owned()));
    }

    #[test]
    fn what_is_no_address_or_belongs_to_servers_is_refused() {
        let refused = [
            ("", "help"),
            ("/", "help"),
            ("a//b", "help"),
            ("http://x.lt/a", "help"),
            ("a%00b", "help"),
            ("a\\b", "help"),
            ("../a", "reserved"),
            ("a/%2e%2e/b", "reserved"),
            (".htaccess", "reserved"),
            ("a/.git", "reserved"),
            ("_headers", "reserved"),
            ("Robots.TXT", "reserved"),
            ("web.config", "reserved"),
            ("index.php", "reserved"),
            ("index.php/lt/naujienos", "reserved"),
            ("a/Index.HTM", "reserved"),
            ("Default.aspx", "reserved"),
            ("/?p=12", "query"),
        ];
        for (alias, help) in refused {
            assert_eq!(path(alias), Err(help), "{alias}");
        }
        assert_eq!(path(&"a".repeat(201)), Err("long"));
        assert_eq!(path(&"a/".repeat(500)), Err("long"));
    }
}
