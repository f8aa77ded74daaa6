//! The headings of a piece of a page, for its outline. Must not know what the page shows.

use serde::Serialize;
use tera::Value;

/// A heading that can be led to.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Heading<'h> {
    level: u8,
    id: &'h str,
    text: String,
}

/// Every `h2` and `h3` with an id, in order, as `{ level, id, text }`; the text is safe to insert.
pub fn headings(html: &str) -> Vec<Value> {
    let safe = |heading: Heading<'_>| {
        let text = Value::safe_string(&heading.text);
        let map = [("level", heading.level.into()), ("id", heading.id.into()), ("text", text)];
        Value::from(
            map.into_iter().map(|(key, value): (_, Value)| (tera::value::Key::Str(key), value)).collect::<tera::Map>(),
        )
    };
    all(html).into_iter().map(safe).collect()
}

fn all(html: &str) -> Vec<Heading<'_>> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find("<h") {
        rest = &rest[at + 2..];
        found.extend(heading(rest));
    }
    found
}

/// The heading whose start tag goes on here.
fn heading(html: &str) -> Option<Heading<'_>> {
    let level = match html.as_bytes() {
        [b'2', b' ' | b'>', ..] => 2,
        [b'3', b' ' | b'>', ..] => 3,
        _ => return None,
    };
    let (tag, inner) = html.split_once('>')?;
    let id = tag.split_once(" id=\"")?.1.split_once('"')?.0;
    let inner = inner.split_once(if level == 2 { "</h2>" } else { "</h3>" })?.0;
    Some(Heading { level, id, text: text(inner) })
}

/// Without elements, and without what leads to the heading itself or is drawn.
fn text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let end = match tag {
            _ if tag.starts_with("a class=\"anchor\"") => tag.find("</a>").map(|at| at + "</a>".len()),
            _ if tag.starts_with("svg") => tag.find("</svg>").map(|at| at + "</svg>".len()),
            _ => tag.find('>').map(|at| at + 1),
        };
        rest = &tag[end.unwrap_or(tag.len())..];
    }
    text.push_str(rest);
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_with_an_id_are_found_in_order() {
        let html = "<h2 id=\"a\">A <em>b</em> &amp; c<a class=\"anchor\" href=\"#a\">#</a></h2><p>x<h3 lang=\"lt\" id=\"b\"><svg><path/></svg>B</h3>\
            <h2>no id</h2><h4 id=\"c\">C</h4><hr><h2 id=\"d\">";
        let found: Vec<_> = all(html).into_iter().map(|heading| (heading.level, heading.id, heading.text)).collect();
        assert_eq!(found, [(2, "a", "A b &amp; c".to_owned()), (3, "b", "B".to_owned())]);
    }
}
