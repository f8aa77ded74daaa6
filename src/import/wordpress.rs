//! An export of WordPress (WXR): its posts and pages. Menus, attachments and comments are not texts.

use std::collections::BTreeMap;
use std::path::Path;

use super::block::Remark;
use super::generators::Page;
use super::xml::{self, Element};
use super::{encoding, html, markdown, tidy};
use crate::date::Edtf;
use crate::diagnostics::{Code, Diagnostic};

/// What an export holds.
#[derive(Debug, Default)]
pub struct Export {
    pub texts: Vec<Text>,
    /// How many items of which type are no texts.
    pub left_out: BTreeMap<String, usize>,
}

#[derive(Debug)]
pub struct Text {
    pub page: Page,
    /// A standing page, and no post.
    pub is_page: bool,
}

pub fn read(bytes: &[u8]) -> Result<Export, Diagnostic> {
    let mut elements = xml::ELEMENTS;
    let root = xml::parse(&encoding::decode(bytes), &mut elements)?;
    let channel = root.child("channel").filter(|channel| channel.child("wp:wxr_version").is_some());
    let channel = channel.ok_or_else(|| Diagnostic::error(Code::ImportNotADocument))?;
    let mut export = Export::default();
    for item in channel.elements().filter(|element| &*element.name == "item") {
        let (sort, status) = (text(item, "wp:post_type"), text(item, "wp:status"));
        let is_thrown_away = matches!(status.as_str(), "trash" | "auto-draft");
        if matches!(sort.as_str(), "post" | "page") && !is_thrown_away {
            export.texts.push(Text { page: page(item)?, is_page: sort == "page" });
        } else {
            *export.left_out.entry(if is_thrown_away { status } else { sort }).or_default() += 1;
        }
    }
    Ok(export)
}

fn text(item: &Element, name: &str) -> String {
    item.child(name).map(Element::text).unwrap_or_default().trim().to_owned()
}

fn page(item: &Element) -> Result<Page, Diagnostic> {
    let content = text(item, "content:encoded");
    let mut document = html::read_fragment(&paragraphs(&without_captions(&content)), Path::new(""))?;
    tidy::tidy(&mut document);
    let mut page = Page { body: markdown::write(&document), remarks: document.remarks, ..Page::default() };
    for shortcode in shortcodes(&content) {
        page.remarks.add_example(Remark::Shortcode, shortcode);
    }
    page.title = Some(text(item, "title").split_whitespace().collect::<Vec<_>>().join(" ")).filter(|it| !it.is_empty());
    page.date = text(item, "wp:post_date").get(..10).and_then(|day| Edtf::parse(day).ok());
    page.summary = Some(text(item, "excerpt:encoded")).filter(|it| !it.is_empty() && !it.contains('<'));
    page.summary = page.summary.map(|summary| summary.split_whitespace().collect::<Vec<_>>().join(" "));
    page.topics = item
        .elements()
        .filter(|element| matches!(element.attribute("domain"), Some("category" | "post_tag")))
        .map(|category| category.text().trim().to_owned())
        .filter(|name| name != "Uncategorized")
        .collect();
    let link = text(item, "link");
    let path = link.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
    if !path.is_empty() && !path.starts_with('?') {
        page.alias(path);
    }
    Ok(page)
}

/// WordPress keeps paragraphs as blank lines, unless its editor of blocks made them.
fn paragraphs(content: &str) -> String {
    const BLOCKS: [&str; 14] = [
        "<p",
        "<h",
        "<ul",
        "<ol",
        "<li",
        "<table",
        "<blockquote",
        "<div",
        "<pre",
        "<figure",
        "<!--",
        "</",
        "<dl",
        "<section",
    ];
    let content = content.replace("\r\n", "\n");
    if content.contains("<!-- wp:") || content.contains("<pre") {
        return content;
    }
    let one = |part: &str| {
        let part = part.trim();
        let is_block = BLOCKS.iter().any(|start| part.starts_with(start));
        if is_block { part.to_owned() } else { format!("<p>{}</p>", part.replace('\n', "<br>\n")) }
    };
    content.split("\n\n").filter(|part| !part.trim().is_empty()).map(one).collect::<Vec<_>>().join("\n")
}

const SHORTCODES: [&str; 6] = ["gallery", "audio", "video", "embed", "playlist", "contact-form-7"];

/// The commands of WordPress itself that stand in a text.
fn shortcodes(content: &str) -> impl Iterator<Item = &str> {
    content.match_indices('[').filter_map(|(at, _)| {
        let rest = &content[at + 1..];
        let name = SHORTCODES.iter().find(|name| rest.starts_with(**name))?;
        let is_whole = rest[name.len()..].starts_with([' ', ']']);
        let end = rest.find(']').filter(|_| is_whole)?;
        Some(&content[at..=at + 1 + end])
    })
}

/// Captions are what stands between their marks.
fn without_captions(content: &str) -> String {
    let mut out = String::new();
    let mut rest = content;
    while let Some(at) = ["[caption", "[/caption"].iter().filter_map(|mark| rest.find(mark)).min() {
        let end = rest[at..].find(']').map_or(rest.len(), |end| at + end + 1);
        out.push_str(&rest[..at]);
        rest = &rest[end..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXPORT: &str = r#"<?xml version="1.0"?><rss xmlns:content="http://purl.org/rss/1.0/modules/content/"
        xmlns:excerpt="http://wordpress.org/export/1.1/excerpt/" xmlns:wp="https://wordpress.org/export/1.1/"><channel>
        <wp:wxr_version>1.1</wp:wxr_version><item><title>Rytai &amp; vakarai</title><link>https://a.lt/2012/rytai/</link>
        <content:encoded><![CDATA[Pirma <b>eilutė</b>
antra.

[caption id="x"]Aprašas[/caption]

<ul><li>punktas</li></ul>

[gallery ids="1,2"] [1]]]></content:encoded><excerpt:encoded><![CDATA[Apie  rytus]]></excerpt:encoded>
        <wp:post_date>2012-09-11 08:00:00</wp:post_date><wp:post_type>post</wp:post_type><wp:status>publish</wp:status>
        <category domain="category" nicename="x"><![CDATA[Skaitymas]]></category></item>
        <item><title>Apie</title><link>https://a.lt/?p=2</link><wp:post_type>page</wp:post_type><wp:status>draft</wp:status></item>
        <item><wp:post_type>nav_menu_item</wp:post_type></item></channel></rss>"#;

    #[test]
    fn posts_and_pages_are_read() {
        let export = read(EXPORT.as_bytes()).unwrap();
        let [post, standing] = &export.texts[..] else { panic!("{export:?}") };
        assert_eq!(post.page.title.as_deref(), Some("Rytai & vakarai"));
        assert_eq!(
            post.page.body,
            "Pirma **eilutė**\\\nantra.\n\nAprašas\n\n- punktas\n\n\\[gallery ids=\"1,2\"\\] \\[1\\]\n"
        );
        assert_eq!(post.page.date.map(|date| date.to_string()).as_deref(), Some("2012-09-11"));
        assert_eq!(post.page.summary.as_deref(), Some("Apie rytus"));
        assert_eq!(
            (&post.page.topics[..], &post.page.aliases[..]),
            (&["Skaitymas".to_owned()][..], &["/2012/rytai/".to_owned()][..])
        );
        assert!(post.page.remarks.has(Remark::Shortcode));
        assert!(standing.is_page && standing.page.aliases.is_empty());
        assert_eq!(export.left_out.into_iter().collect::<Vec<_>>(), [("nav_menu_item".to_owned(), 1)]);
        assert_eq!(read(b"<rss><channel/></rss>").unwrap_err().code, Code::ImportNotADocument);
    }
}
