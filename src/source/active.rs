//! Files that run: on the server, or in the reader's browser with the rights of the site. Anyone who writes an entry can put a
//! file beside it, so such a file of the content is refused; `static/` is the webmaster's.
//!
//! What is found is the name of the help text that says why.

/// Endings that servers are commonly set up to run.
const ON_SERVERS: [&str; 22] = [
    "asp", "aspx", "ashx", "asmx", "ascx", "cer", "asa", "cfm", "cgi", "fcgi", "jsp", "jspx", "jhtml", "pl", "phar",
    "phtml", "pht", "shtml", "shtm", "stm", "py", "rb",
];

/// Those of them that some servers run wherever they stand in a name, such as `a.php.jpg`.
const ANYWHERE: [&str; 8] = ["phtml", "phar", "pht", "cgi", "asp", "aspx", "jsp", "shtml"];

/// Endings of what a browser runs, or reads as a page or style of the site.
const IN_BROWSERS: [&str; 19] = [
    "html", "htm", "xhtml", "xht", "xml", "xsl", "xslt", "js", "mjs", "cjs", "css", "svgz", "hta", "htc", "mht",
    "mhtml", "swf", "wasm", "appcache",
];

/// Names that servers take settings from, wherever they lie.
const SETTINGS: [&str; 3] = ["web.config", "php.ini", "nginx.conf"];

/// Why a file of this name must not be published from the content.
pub fn by_name(path: &str) -> Option<&'static str> {
    let name = path.rsplit('/').next().unwrap_or(path).trim_end_matches(['.', ' ']).to_lowercase();
    let mut parts = name.split('.').skip(1).peekable();
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        let on_servers = if is_last { &ON_SERVERS[..] } else { &ANYWHERE[..] };
        if part.starts_with("php") || on_servers.contains(&part) {
            return Some("server");
        }
        if is_last && IN_BROWSERS.contains(&part) {
            return Some("browser");
        }
    }
    (SETTINGS.contains(&name.as_str()) || name.starts_with('.')).then_some("server")
}

/// Why the text of an SVG picture must not be published: it holds more than shapes.
pub fn in_svg(bytes: &[u8]) -> Option<&'static str> {
    const SCRIPTS: [&str; 11] = [
        "<script",
        "javascript:",
        "<foreignobject",
        "<iframe",
        "<embed",
        "<object",
        "<!entity",
        "<?xml-stylesheet",
        "<handler",
        "<listener",
        "data:text/html",
    ];
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    // A picture in UTF-16, or with names that are written in another way, cannot be looked through.
    let is_plain = text.contains("<svg") && !text.contains(":script");
    let is_active = SCRIPTS.iter().any(|script| text.contains(script)) || has_handler(&text);
    (!is_plain || is_active).then_some("svg")
}

/// True where an attribute such as `onload` may be set.
fn has_handler(text: &str) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), "on").any(|at| {
        let begins = text[..at].ends_with(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '/'));
        let name = text[at..].trim_start_matches(|c: char| c.is_ascii_alphabetic());
        begins && name.len() + 2 < text.len() - at && name.trim_start().starts_with('=')
    })
}

#[cfg(test)]
mod tests {
    use super::{by_name, in_svg};

    #[test]
    fn what_servers_run_is_known_by_its_name() {
        for name in ["a/x.php", "x.PHP7", "x.phtml", "a.php.jpg", "x.php.", "x.py", "web.config", ".user.ini", "x.cgi"]
        {
            assert_eq!(by_name(name), Some("server"), "{name}");
        }
        for name in ["a/x.html", "b.JS", "c.css", "d.xml", "e.svgz"] {
            assert_eq!(by_name(name), Some("browser"), "{name}");
        }
        for name in ["a.pdf", "planas.pl.pdf", "a.html.pdf", "foto.svg", "duomenys.csv", "cgi", "a.txt", "a.phd"] {
            assert_eq!(by_name(name), None, "{name}");
        }
    }

    #[test]
    fn a_picture_holds_shapes_alone() {
        let svg = |inner: &str| in_svg(format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inner}</svg>").as_bytes());
        assert_eq!(svg("<title>Vienas = du; once upon = on</title><path d='M0 0'/>"), None);
        assert_eq!(svg("<text font-family='Onest'>on</text>"), None);
        for inner in [
            "<SCRIPT>1</SCRIPT>",
            "<g onload='x()'/>",
            "<g\nonClick = 'x()'/>",
            "<a href='javascript:x()'/>",
            "<foreignObject/>",
            "<x:script xmlns:x='http://www.w3.org/2000/svg'/>",
        ] {
            assert_eq!(svg(inner), Some("svg"), "{inner}");
        }
        assert_eq!(in_svg(b"\xff\xfe<\0s\0v\0g\0"), Some("svg"));
    }
}
