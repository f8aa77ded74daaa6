//! A plain scan of HTML: enough for checks over pages that the program made.

/// One start tag with its attributes; references (`&amp;`) are resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    /// Text up to the next tag.
    pub text: String,
}

impl Tag {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// All start tags of a page, in order; comments and the inside of scripts are passed over.
pub fn tags(page: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let (mut tag, after) = start_tag(rest);
        rest = after;
        if matches!(tag.name.as_str(), "script" | "style") {
            let end = rest.find(&format!("</{}", tag.name)).unwrap_or(rest.len());
            rest[..end].clone_into(&mut tag.text);
            rest = &rest[end..];
        } else {
            rest[..rest.find('<').unwrap_or(rest.len())].clone_into(&mut tag.text);
        }
        found.push(tag);
    }
    found
}

fn start_tag(text: &str) -> (Tag, &str) {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(text.len());
    let mut tag = Tag { name: text[..end].to_ascii_lowercase(), attributes: Vec::new(), text: String::new() };
    let mut rest = &text[end..];
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return (tag, after);
        }
        if rest.is_empty() {
            return (tag, rest);
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/')).unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        let (value, after) = match rest[end..].strip_prefix('=') {
            Some(value) => attribute_value(value),
            None => ("", &rest[end..]),
        };
        // A stray `=` at the start would be an attribute without a name: step over it.
        rest = if name.is_empty() { after.get(1..).unwrap_or("") } else { after };
        tag.attributes.push((name, unescape(value)));
    }
}

fn attribute_value(rest: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(quoted) = rest.strip_prefix(quote) {
            return quoted.split_once(quote).unwrap_or((quoted, ""));
        }
    }
    rest.split_at(rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(rest.len()))
}

/// The character references that templates write.
pub fn unescape(text: &str) -> String {
    let mut out = text.to_owned();
    for (reference, character) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2F;", "/"),
        ("&#x2f;", "/"),
        ("&nbsp;", "\u{a0}"),
        ("&amp;", "&"),
    ] {
        out = out.replace(reference, character);
    }
    out
}

/// What a reader sees: the page without tags, each run of white space as one space.
pub fn visible(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let hidden = ["script", "style", "title"].iter().find(|name| after.starts_with(*name));
        rest = match hidden {
            Some(name) => after.split_once(&format!("</{name}>")).map_or("", |(_, after)| after),
            None => after.split_once('>').map_or("", |(_, after)| after),
        };
        out.push(' ');
    }
    out.push_str(rest);
    unescape(&out).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_scan_finds_tags_and_attributes() {
    let page =
        "<!-- <a href=x> --><a href=\"../b/?x=1&amp;y\" hidden class='c d'>Text</a><script>if (a<b) {}</script><br>";
    let tags = tags(page);
    let names: Vec<_> = tags.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(names, ["a", "script", "br"]);
    assert_eq!(tags[0].get("href"), Some("../b/?x=1&y"));
    assert_eq!(tags[0].get("hidden"), Some(""));
    assert_eq!(tags[0].get("class"), Some("c d"));
    assert_eq!(tags[0].text, "Text");
    assert_eq!(visible("<p>1\u{a0}&lt; <b>2</b></p><script>x</script>"), "1 < 2");
}
