//! Markdown by the book: the examples of CommonMark, of GitHub's dialect and of its parser, and where we differ on purpose;
//! and what bodies do with a whole site.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use avilys::diagnostics::SourceText;
use avilys::locale::typography::Typography;
use avilys::markdown::{self, Components, Labels, Node, Options, Resolution, Resolver};

use crate::support::TestSite;

/// Leads everywhere.
struct Anywhere;

impl Resolver for Anywhere {
    fn link(&self, dest: &str) -> Resolution {
        Resolution::External(dest.to_owned())
    }

    fn image(&self, dest: &str) -> Resolution {
        Resolution::External(dest.to_owned())
    }

    fn title(&self, _: &str) -> Option<String> {
        None
    }

    fn has_place(&self, _: &str) -> bool {
        false
    }
}

fn html(text: &str) -> String {
    let source = SourceText::new("a.md", text);
    let options = Options {
        resolver: &Anywhere,
        typography: &Typography::default(),
        labels: &Labels::default(),
        components: &Components::builtin(),
        heading_shift: 1,
        title: None,
        reserved: &HashSet::new(),
    };
    let (document, _) = markdown::parse(&source, 0..text.len(), &options);
    document.nodes.iter().map(|node| if let Node::Html(html) = node { html.as_str() } else { "<component>" }).collect()
}

struct Example {
    section: String,
    markdown: String,
    html: String,
}

/// The examples of a specification: between fences of 32 backticks, a line with a full stop parts text and markup.
fn examples(text: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let mut found = Vec::new();
    let mut section = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix('#') {
            title.trim_start_matches('#').trim().clone_into(&mut section);
        } else if line.starts_with(&fence) && line.contains("example") {
            let example: Vec<_> = lines.by_ref().take_while(|line| !line.starts_with(&fence)).collect();
            let middle = example.iter().position(|line| *line == ".").expect("an example has two parts");
            let part = |lines: &[&str]| (lines.join("\n") + "\n").replace('→', "\t");
            found.push(Example {
                section: section.clone(),
                markdown: part(&example[..middle]),
                html: part(&example[middle + 1..]),
            });
        }
    }
    found
}

/// Markup without what is only another way to write the same, or what we add to it: ids and links of headings, frames of tables,
/// loading of pictures, the language's typography, white space that nobody sees.
fn normalised(html: &str) -> String {
    let mut html = html.replace("</table></div>", "</table>").replace("<tbody>\n</tbody>\n", "");
    while let Some(start) = html.find(" <a class=\"anchor\"") {
        let end = html[start..].find("</a>").expect("a link ends") + start + 4;
        html.replace_range(start..end, "");
    }
    let mut out = String::new();
    let mut rest = html.as_str();
    let (mut pre, mut after_block) = (false, true);
    let lowest = (1..=6).find(|level| html.contains(&format!("<h{level}"))).unwrap_or(2);
    while !rest.is_empty() {
        let end = if rest.starts_with('<') { rest.find('>').map(|at| at + 1) } else { rest.find('<') };
        let (piece, tail) = rest.split_at(end.unwrap_or(rest.len()));
        rest = tail;
        if piece.starts_with('<') && piece.len() > 1 {
            let tag = tag(piece, lowest);
            pre = (pre || tag.starts_with("<pre")) && tag != "</pre>";
            let block = is_block(&tag);
            if block && !pre {
                out.truncate(out.trim_end().len());
            }
            after_block = if tag.is_empty() { after_block } else { block };
            out.push_str(&tag);
        } else if pre {
            out.push_str(&text(piece));
        } else {
            let words = spaced(&text(piece));
            out.push_str(if after_block { words.trim_start() } else { &words });
            after_block &= words.trim().is_empty();
        }
    }
    out.trim().to_owned()
}

/// Text with single spaces for all white space.
fn spaced(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let c = if c.is_whitespace() { ' ' } else { c };
        if c != ' ' || !out.ends_with(' ') {
            out.push(c);
        }
    }
    out
}

/// Text without what typography or escaping changed.
fn text(piece: &str) -> String {
    let plain = [("&quot;", "\""), ("…", "..."), ("—", "---"), ("–", "--"), ("’", "'"), ("\u{a0}", " ")];
    plain.iter().fold(piece.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// A tag as both write it; headings are counted from the highest of the text.
fn tag(piece: &str, highest: usize) -> String {
    let mut tag = piece.replace(" />", ">").replace("/>", ">").replace('\n', " ");
    for extra in [
        " rel=\"noopener\"",
        " tabindex=\"0\"",
        " loading=\"lazy\"",
        " decoding=\"async\"",
        " scope=\"col\"",
        " class=\"task\"",
    ] {
        tag = tag.replace(extra, "");
    }
    for side in ["left", "center", "right"] {
        tag = tag.replace(&format!("class=\"align-{side}\""), &format!("align=\"{side}\""));
    }
    if tag.starts_with("<input") {
        return format!("<input{}>", if tag.contains("checked") { " checked" } else { "" });
    }
    if tag.starts_with("<div class=\"table-scroll\"") || tag == "<label>" || tag == "</label>" {
        return String::new();
    }
    if tag.starts_with("<h") && !tag.starts_with("<hr") || tag.starts_with("</h") {
        let close = if tag.starts_with("</") { "/" } else { "" };
        let level: usize = tag
            .trim_start_matches(['<', '/', 'h'])
            .chars()
            .next()
            .and_then(|c| c.to_digit(10))
            .map_or(1, |it| it as usize);
        return format!("<{close}h{}>", (level + 2 - highest).min(6));
    }
    for (from, to) in [("&quot;", "%22"), ("&amp;", "&"), ("[", "%5B"), ("]", "%5D"), ("\u{a0}", "%C2%A0")] {
        if tag.starts_with("<a ") || tag.starts_with("<img ") {
            tag = tag.replace(from, to);
        }
    }
    percent_decoded(&tag)
}

/// Escapes of letters read, as a browser shows them.
fn percent_decoded(tag: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = tag.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let code = tail
            .get(..2)
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code.filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn is_block(tag: &str) -> bool {
    const INLINE: [&str; 11] = ["a", "em", "strong", "code", "del", "img", "br", "sup", "sub", "input", "b"];
    let name = tag.trim_start_matches(['<', '/']).split([' ', '>']).next().unwrap_or_default();
    !INLINE.contains(&name)
}

const SUITES: [(&str, &str); 4] = [
    ("commonmark", include_str!("../data/markdown/commonmark.txt")),
    ("gfm", include_str!("../data/markdown/gfm.txt")),
    ("gfm-extensions", include_str!("../data/markdown/gfm-extensions.txt")),
    ("gfm-regression", include_str!("../data/markdown/gfm-regression.txt")),
];

/// Where we differ: by suite and number of the example, why. The list is exact.
fn differences() -> BTreeMap<(String, usize), String> {
    let text = include_str!("../data/markdown/differences.txt");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let one = |line: &str| {
        let mut parts = line.splitn(3, ' ');
        let (suite, number, reason) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
        Some(((suite.to_owned(), number), reason.to_owned()))
    };
    lines.map(|line| one(line).unwrap_or_else(|| panic!("{line}"))).collect()
}

#[test]
fn the_specifications_are_followed_but_where_we_say_so() {
    let mut known = differences();
    let mut wrong = String::new();
    for (suite, text) in SUITES {
        let all = examples(text);
        assert!(all.len() > 15, "{suite} holds no examples");
        for (number, example) in (1..).zip(all) {
            if example.html.trim() == "<IGNORE>" {
                html(&example.markdown);
                continue;
            }
            let (expected, found) = (normalised(&example.html), normalised(&html(&example.markdown)));
            match (expected == found, known.remove(&(suite.to_owned(), number))) {
                (true, None) | (false, Some(_)) => {}
                (true, Some(reason)) => {
                    let _ = writeln!(wrong, "{suite} {number} is as in the book by now, but listed: {reason}");
                }
                (false, None) => {
                    let _ = writeln!(
                        wrong,
                        "{suite} {number} ({})\n--- text\n{}\n--- book\n{expected}\n--- here\n{found}\n",
                        example.section, example.markdown
                    );
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert_eq!(known, BTreeMap::new(), "these examples do not exist");
}

const SCHOOL: &str = "title = \"Ąžuolo mokykla\"\ntype = \"gymnasium\"\nmunicipality = \"vilniaus-m\"";

fn practices() -> TestSite {
    TestSite::new().entry("schools/azuolo", SCHOOL)
}

fn practice(title: &str, body: &str) -> String {
    format!("+++\ntitle = \"{title}\"\nschool = \"azuolo\"\n+++\n{body}")
}

#[test]
fn links_lead_to_every_place_of_another_body() {
    let target = practice(
        "Antra",
        "<a id=\"inkaras\"></a>Pastraipa.\n\n## Žinių kelias\n\nPastaba[^1].\n\n## Kitas {#žodis}\n\n[^1]: Tekstas.\n",
    );
    let links =
        "[a](b.md#inkaras) [b](b.md#žinių-kelias) [c](b.md#footnotes) [d](b.md#fn:1) [e](b.md#%C5%BEodis) [f](b.md#)";
    let built = practices()
        .file("content/practices/a.md", practice("Pirma", links))
        .file("content/practices/b.md", target)
        .build();
    let page = built.ok().file("praktikos/a/index.html").text.to_owned();
    assert!(page.contains("b/#ziniu-kelias\""), "{page}");
    practices()
        .file("content/practices/a.md", practice("Pirma", "[a](b.md#nera)"))
        .file("content/practices/b.md", practice("Antra", "## Yra"))
        .build()
        .fails()
        .codes(["link-heading-unknown"]);
}

#[test]
fn who_names_whom_is_told_by_the_parser() {
    let body = "`[a](b.md)`\n\n```\n[a](b.md)\n```\n\n\\[a](b.md)\n";
    let page = |body: &str| {
        let site = TestSite::of_views().entry("schools/azuolo", SCHOOL);
        let site = site
            .file("content/practices/a.md", practice("Pirma", body))
            .file("content/practices/b.md", practice("Antra", ""));
        site.build().page("praktikos/b/")["backlinks"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(page(body), 0);
    assert_eq!(page("[a][r]\n\n[r]: b.md"), 1);
    assert_eq!(page("<a href=\"b.md\">a</a>"), 1);
}

#[test]
fn formulas_are_built_searched_and_need_no_script() {
    let body = "Plotas $S = \\pi r^2$.\n\n$$\n\\begin{cases} x \\\\ y \\end{cases}\n=\n0,25\n$$\n\n<b>x</b>\n";
    let built = practices().file("content/practices/a.md", practice("Pirma", body)).build();
    let page = built.ok().file("praktikos/a/index.html").text;
    assert_eq!(page.matches("<math").count(), 2, "{page}");
    assert!(!page.contains(" style=") && page.contains("<mi>π</mi>"), "{page}");
}
