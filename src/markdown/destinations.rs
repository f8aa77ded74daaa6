//! Where the links of a body lead, as written: found by the parser that reads the body for its page, so that the two agree.

use std::cell::LazyCell;
use std::ops::Range;

use memchr::{memchr, memchr2_iter, memmem};
use pulldown_cmark::{Event, LinkType, Tag};

use super::attributes;
use super::components::{Components, Kind};
use super::markers::{Fence, Masked};
use super::raw::{self, Piece};
use super::writer;

/// Destinations of the links, pictures and files that a body names, in order: those of Markdown, of HTML and of the
/// components; of a gallery the pattern of its files' names.
pub fn links(body: &str) -> Vec<Box<str>> {
    match end_of_links(body) {
        0 => Vec::new(),
        end => read(&body[..end]),
    }
}

fn read(body: &str) -> Vec<Box<str>> {
    let mut found = Vec::new();
    let masked = Masked::new(body, 0..body.len());
    let components = LazyCell::new(Components::builtin);
    for (event, range) in writer::parser(&masked.text).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { link_type: LinkType::Email, .. }) => {}
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                found.push(masked.unmasked(&dest_url).into());
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                let markers = masked.within(&range);
                markers.for_each(|index| component(body, &masked, index, &components, &mut found));
                in_html(&masked.restore(&html, &range), &mut found);
            }
            _ => {}
        }
    }
    found
}

/// The places of code in a body: what is written there is no link.
pub fn code(body: &str) -> Vec<Range<usize>> {
    let is_code = |event: &Event| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)));
    writer::parser(body).into_offset_iter().filter(|(event, _)| is_code(event)).map(|(_, range)| range).collect()
}

/// Where the last paragraph ends that may have a link, so that the rest need not be read: what follows a blank line changes nothing
/// before it, but where a reference or note is defined there, or HTML goes on.
fn end_of_links(body: &str) -> usize {
    let bytes = body.as_bytes();
    let is_read = |sign: &str| memmem::find(bytes, sign.as_bytes()).is_some();
    if memchr(b'<', bytes).is_some() || is_read(":::") {
        return if ["](", "]:", ":::", "href", "src", "HREF", "SRC", "<http"].into_iter().any(is_read) {
            body.len()
        } else {
            0
        };
    }
    let (mut last, mut is_note) = (0, false);
    for at in memchr2_iter(b'[', b']', bytes) {
        match (bytes[at], bytes.get(at + 1)) {
            (b'[', next) => is_note = next == Some(&b'^'),
            // The note may be defined further down, and a reference be made there.
            (_, Some(b'(')) if is_note => return body.len(),
            (_, Some(b':')) if !is_note => return body.len(),
            (_, Some(b'(')) => last = at,
            _ => {}
        }
    }
    if last == 0 {
        return 0;
    }
    memmem::find(&bytes[last..], b"\n\n").map_or(body.len(), |blank| last + blank + 1)
}

fn in_html(html: &str, found: &mut Vec<Box<str>>) {
    for piece in raw::pieces(html) {
        let Piece::Open { attributes, .. } = piece else { continue };
        for attribute in attributes {
            if matches!(attribute.name.as_str(), "href" | "src" | "poster") {
                found.extend(attribute.value.map(|value| raw::without_entities(value).into()));
            }
        }
    }
}

fn component(body: &str, masked: &Masked, index: usize, components: &Components, found: &mut Vec<Box<str>>) {
    let Fence::Open { name, attributes, .. } = masked.fence(index) else { return };
    let spec = components.get(&body[name]);
    let leads = |name: &str| match spec.and_then(|spec| spec.attributes.iter().find(|known| known.name == name)) {
        Some(known) => matches!(known.kind, Kind::Link | Kind::File) || name == "pattern",
        // Of a theme's component only the names tell.
        None => matches!(name, "href" | "src" | "file" | "url" | "poster" | "pattern"),
    };
    for given in attributes::read(&body[attributes], 0).0 {
        found.extend(given.value.filter(|_| leads(given.name)).map(Box::from));
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample;

    use super::*;

    fn found(body: &str) -> Vec<String> {
        links(body).into_iter().map(String::from).collect()
    }

    #[test]
    fn links_are_those_of_the_page() {
        let body = "A [b](school:x) and [c](<../news/d e.md> \"t\") ![p](p_\\_q.png).\n\n```\n[no](school:y)\n```\n`[no](x)`\n\n[r]\n\n[r]: topic:z\n[unused]: topic:u\n";
        assert_eq!(found(body), ["school:x", "../news/d e.md", "p__q.png", "topic:z"]);
    }

    #[test]
    fn files_of_html_and_components_count() {
        let body = "<a href='a.md?x&amp;y'>a</a>\n\n:::figure src=\"f.png\" alt=\"x\"\n[b](b.md)\n:::\n\n- :::download file=\"g.pdf\" title=\"h.pdf\"\n  :::\n";
        assert_eq!(found(body), ["a.md?x&y", "f.png", "b.md", "g.pdf"]);
        assert_eq!(found(":::gallery pattern=\"*.png\"\n:::\n\n::: x file=d.pdf y=z\n:::\n"), ["*.png", "d.pdf"]);
        assert_eq!(found("<video src=v.mp4 poster=\"p.png\"></video>"), ["v.mp4", "p.png"]);
    }

    proptest! {
        #[test]
        fn what_is_not_read_has_no_links(pieces in vec(sample::select(&PIECES[..]), 0..14)) {
            let body = pieces.concat();
            prop_assert_eq!(links(&body), read(&body), "{:?}", body);
        }
    }

    /// Whatever may begin or end something that a link stands in.
    const PIECES: [&str; 30] = [
        "[a](b)",
        "[c][r]",
        "[r]",
        "[r]: d\n",
        "[^1]",
        "[^1](e)",
        "[^1]: f\n",
        "![g](h)",
        "word ",
        "\n",
        "\n\n",
        "\n\n",
        "    ",
        "- ",
        "> ",
        "```\n",
        "`",
        "$$\n",
        "$x$ ",
        "<!-- ",
        "-->",
        "<b>",
        "<a href=i>",
        "[",
        "](",
        "]:",
        "| a |\n|---|\n",
        ": j\n",
        "# ",
        "\\",
    ];

    #[test]
    fn what_looks_like_links_and_is_none_costs_nothing() {
        for piece in ["[a](", "[a](<b", "](", "[a]: ", ":::figure src=\"a"] {
            assert!(found(&piece.repeat(20_000)).len() < 2, "{piece}");
        }
        assert_eq!(found("plain\r\n[a](b\r\n\r\n[c]: d\r\n[c]\r\n~~~\r\n[e](f)"), ["d"]);
        assert!(found("").is_empty());
    }
}
