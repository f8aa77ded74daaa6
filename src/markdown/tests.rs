//! What Markdown becomes; components have their own tests.

use std::sync::Arc;

use super::*;
use crate::diagnostics::codes;
use crate::locale::typography::TypographyData;

/// Knows two entries and one picture.
pub struct Site;

impl Resolver for Site {
    fn link(&self, dest: &str) -> Resolution {
        match dest {
            "../schools/ausra.md" | "school:ausra" => Resolution::Internal("../../mokyklos/ausra/".to_owned()),
            _ if dest.starts_with("http") => Resolution::External(dest.to_owned()),
            "evil" => Resolution::External("javascript:alert(1)".to_owned()),
            _ => Resolution::Problem {
                code: crate::diagnostics::Code::ReferenceUnknown,
                args: vec![("value", dest.to_owned())],
                help: "help",
            },
        }
    }

    fn image(&self, dest: &str) -> Resolution {
        match dest {
            "missing.jpg" => {
                Resolution::Problem { code: crate::diagnostics::Code::FileUnknown, args: Vec::new(), help: "help" }
            }
            _ => Resolution::Internal(format!("/img/{dest}")),
        }
    }

    fn has_place(&self, _: &str) -> bool {
        false
    }

    fn title(&self, dest: &str) -> Option<String> {
        (dest == "school:ausra").then(|| "„Aušros“ mokykla".to_owned())
    }
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}

pub fn labels() -> Labels {
    Labels {
        note: "Pastaba".into(),
        tip: "Patarimas".into(),
        important: "Svarbu".into(),
        warning: "Įspėjimas".into(),
        caution: "Atsargiai".into(),
        footnotes: "Išnašos".into(),
        back_to_text: "Atgal į tekstą".into(),
        permalink: "Nuoroda į skyrių".into(),
        table: "Lentelė".into(),
    }
}

pub fn parse_text(text: &str) -> (Document, Vec<Diagnostic>) {
    let typography = Typography::new(&TypographyData {
        quotes: words(&["„", "“"]),
        inner_quotes: words(&["‚", "‘"]),
        bind_after_number: words(&["m.", "d.", "kl."]),
        bind_before_word: words(&["r."]),
        bind_short_words: false,
    });
    let (labels, mut components) = (labels(), Components::builtin());
    components.add_open("map");
    let options = Options {
        resolver: &Site,
        typography: &typography,
        labels: &labels,
        components: &components,
        heading_shift: 1,
        title: Some("Pavadinimas"),
        reserved: &["main".to_owned()].into(),
    };
    let source = SourceText::new("content/practices/a.md", text);
    let whole = 0..source.text.len();
    parse(&source, whole, &options)
}

/// Nodes as one text; a component shows as `[name|its body]` or `[name|cell;cell/cell;cell]`.
pub fn flat(nodes: &[Node]) -> String {
    let one = |node: &Node| match node {
        Node::Html(html) => html.clone(),
        Node::Component(call) if call.rows.is_empty() => format!("[{}|{}]", call.name, flat(&call.body)),
        Node::Component(call) => {
            let row = |cells: &Vec<Cell>| cells.iter().map(|cell| flat(&cell.nodes)).collect::<Vec<_>>().join(";");
            format!("[{}|{}]", call.name, call.rows.iter().map(row).collect::<Vec<_>>().join("/"))
        }
    };
    nodes.iter().map(one).collect()
}

/// The markup of a text without problems; NBSP shows as `_`.
pub fn html(text: &str) -> String {
    let (document, problems) = parse_text(text);
    assert!(problems.is_empty(), "{problems:?}");
    flat(&document.nodes).replace('\u{a0}', "_")
}

/// Code and marked source of each problem.
pub fn problems(text: &str) -> Vec<(&'static str, String)> {
    let marked = |problem: Diagnostic| {
        let place = problem.place.unwrap_or_else(|| panic!("{} has no place", problem.code.name()));
        (problem.code.name(), place.source.text.get(place.span).unwrap_or_default().to_owned())
    };
    parse_text(text).1.into_iter().map(marked).collect()
}

pub fn expect_problems(text: &str, expected: &[(&str, &str)]) {
    let found = problems(text);
    let found: Vec<_> = found.iter().map(|(code, marked)| (*code, marked.as_str())).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn headings_are_shifted_only_where_a_body_has_a_first_level() {
    let outline = |text: &str| -> Vec<(u8, String)> {
        parse_text(text).0.outline.into_iter().map(|heading| (heading.level, heading.id)).collect()
    };
    assert_eq!(outline("# Įžanga\n## Į\n"), [(2, "izanga".into()), (3, "i".into())]);
    assert_eq!(outline("## Tas\n## Tas\n### Tas\n"), [(2, "tas".into()), (2, "tas-2".into()), (3, "tas-3".into())]);
    assert_eq!(outline("## Tas\n## Kitas {#tas}\n"), [(2, "tas-2".into()), (2, "tas".into())]);
}

#[test]
fn a_heading_has_an_id_and_a_link() {
    assert_eq!(
        html("## \"A\" & *b* {.x lang=en}\n"),
        "<h2 id=\"a-b\" class=\"author-x\" lang=\"en\">„A“ &amp; <em>b</em> <a class=\"anchor\" href=\"#a-b\" \
         aria-label=\"Nuoroda į skyrių: „A“ &amp; b\"><span aria-hidden=\"true\">#</span></a></h2>\n"
    );
}

#[test]
fn problems_of_headings() {
    expect_problems("## A\n\n#### B\ntext\n", &[("heading-level-skipped", "#### B")]);
    expect_problems(
        "## A {#x}\n\n## B {#x onclick=y}\n",
        &[("heading-attribute-unknown", "## B {#x onclick=y}"), ("heading-id-duplicate", "## B {#x onclick=y}")],
    );
}

#[test]
fn links_are_resolved() {
    assert_eq!(html("[A](../schools/ausra.md)"), "<p><a href=\"../../mokyklos/ausra/\">A</a></p>\n");
    assert_eq!(html("[](school:ausra)"), "<p><a href=\"../../mokyklos/ausra/\">„Aušros“ mokykla</a></p>\n");
    assert_eq!(
        html("[A][x]\n\n[x]: https://a.lt 'T'"),
        "<p><a href=\"https://a.lt\" rel=\"noopener\" title=\"T\">A</a></p>\n"
    );
    assert_eq!(html("<mailto:a@b.lt> <a@b.lt>").matches("href=\"mailto:a@b.lt\"").count(), 2);
}

#[test]
fn bare_addresses_are_linked_outside_links_and_code() {
    assert_eq!(
        html("Žr. https://a.lt/b_c_d?x=1&y=*2, `http://b.lt`."),
        "<p>Žr. <a href=\"https://a.lt/b_c_d?x=1&amp;y=*2\" rel=\"noopener\">https://a.lt/b_c_d?x=1&amp;y=*2</a>, \
         <code>http://b.lt</code>.</p>\n"
    );
    assert_eq!(html("„a.b@c.lt“"), "<p>„<a href=\"mailto:a.b@c.lt\">a.b@c.lt</a>“</p>\n");
    assert_eq!(html("[http://a.lt](http://b.lt)").matches("<a ").count(), 1);
}

#[test]
fn problems_of_links_point_at_the_destination() {
    expect_problems("ą [a](../nera.md \"t\")", &[("reference-unknown", "../nera.md")]);
    expect_problems("[a][b]\n\n[b]: <../nera.md>", &[("reference-unknown", "../nera.md")]);
    expect_problems("[a](JAVASCRIPT:x)", &[("link-scheme-refused", "JAVASCRIPT:x")]);
    expect_problems("[a](evil)", &[("link-scheme-refused", "evil")]);
    expect_problems("![a](missing.jpg)", &[("file-unknown", "missing.jpg")]);
    expect_problems("[a]()", &[("link-without-address", "[a]()")]);
    expect_problems("[](https://a.lt)", &[("link-without-text", "[](https://a.lt)")]);
    expect_problems("<b>x</b> ![](a.jpg)", &[("image-without-alt", "![](a.jpg)")]);
}

#[test]
fn links_within_the_body_are_checked() {
    assert!(html("## Įžanga\n\n[a](#izanga) [b](#top)").contains("href=\"#izanga\""));
    let (_, problems) = parse_text("## Įžanga\n\n[a](#Įžanga)");
    assert_eq!(
        problems.first().map(|problem| (problem.code.name(), problem.help)),
        Some(("link-fragment-unknown", "suggest"))
    );
    expect_problems("[a](#nera)", &[("link-fragment-unknown", "#nera")]);
}

#[test]
fn typography_crosses_markup() {
    assert_eq!(html("\"**a**\" *\"b\"* \"`c`\""), "<p>„<strong>a</strong>“ <em>„b“</em> „<code>c</code>“</p>\n");
    assert_eq!(html("**2017** m. ir 2018\nm."), "<p><strong>2017</strong>_m. ir 2018_m.</p>\n");
    assert_eq!(html("\\\"a\\\" &quot;b&quot;"), "<p>&quot;a&quot; &quot;b&quot;</p>\n");
    assert_eq!(html("„a“ ir ‘b’ -- `\"c\" --`"), "<p>„a“ ir ‘b’ – <code>&quot;c&quot; --</code></p>\n");
    assert_eq!(html("[\"a\"](https://a.lt)"), "<p><a href=\"https://a.lt\" rel=\"noopener\">„a“</a></p>\n");
}

#[test]
fn a_quotation_left_open_ends_with_its_block() {
    assert_eq!(html("\"a\n\n\"b\"\n"), "<p>„a</p>\n<p>„b“</p>\n");
    assert_eq!(html("- \"a\n- \"b\"\n"), "<ul>\n<li>„a</li>\n<li>„b“</li>\n</ul>\n");
}

#[test]
fn raised_and_lowered_within_words() {
    assert_eq!(html("m^2^ H~2~O x^a b^ ~~del~~"), "<p>m<sup>2</sup> H<sub>2</sub>O x^a b^ <del>del</del></p>\n");
}

#[test]
fn tables_scroll_and_have_heads() {
    let found = html("| a |  | c |\n|:--|--|--:|\n| 1 | 2 | \"3\" |\n");
    let expected = "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Lentelė\"><table>\n<thead>\n\
        <tr><th scope=\"col\" class=\"align-left\">a</th><td></td><th scope=\"col\" class=\"align-right\">c</th></tr>\n\
        </thead>\n<tbody>\n<tr><td class=\"align-left\">1</td><td>2</td><td class=\"align-right\">„3“</td></tr>\n</tbody>\n\
        </table></div>\n";
    assert_eq!(found, expected);
    assert!(html("|a|\n|-|\n\nx\n\n|b|\n|-|\n").contains("aria-label=\"Lentelė 2\""));
}

#[test]
fn lists_tasks_and_definitions() {
    assert_eq!(html("3. a\n   - b\n"), "<ol start=\"3\">\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ol>\n");
    let tasks = html("- [x] a **b**\n- [ ] c\n");
    assert!(tasks.contains("<li class=\"task\">"), "{tasks}");
    assert!(
        tasks.contains("<label><input type=\"checkbox\" disabled=\"\" checked=\"\"> a <strong>b</strong></label>"),
        "{tasks}"
    );
    assert_eq!(html("T\n: a\n"), "<dl>\n<dt>T</dt>\n<dd>a</dd>\n</dl>\n");
}

#[test]
fn alerts_are_titled() {
    assert_eq!(
        html("> [!TIP]\n> a\n"),
        "<div class=\"alert alert-tip\" role=\"note\"><p class=\"alert-title\">Patarimas</p>\n<p>a</p>\n</div>\n"
    );
}

#[test]
fn notes_stand_at_the_end() {
    let found = html("a[^x] b[^y] c[^x]\n\n[^y]: Antra\n[^x]: Pirma\n\n## Po\n");
    assert!(found.contains("a<sup class=\"footnote-ref\"><a href=\"#fn:1\" id=\"fnref:1\""), "{found}");
    let tail = found.split_once("<section").map(|(_, tail)| tail).unwrap_or_default();
    assert!(
        tail.contains("<h2 id=\"footnotes\">Išnašos</h2>\n<ol>\n<li id=\"fn:1\"><p>Pirma <a href=\"#fnref:1\""),
        "{tail}"
    );
    assert!(tail.contains("href=\"#fnref:1-2\"") && tail.contains("<li id=\"fn:2\"><p>Antra"), "{tail}");
    expect_problems("a[^nera]\n\n[^y]: b\n", &[("footnote-undefined", "[^nera]"), ("footnote-unused", "[^y]")]);
    assert!(html("a[^ž]\n\n[^z\u{30c}]: b\n").contains("href=\"#fn:1\""));
    expect_problems("a[^y]\n\n[^y]: b\n\n[^y]: c\n", &[("footnote-duplicate", "[^y]")]);
}

#[test]
fn pictures() {
    assert_eq!(
        html("a ![b *c*](d.jpg \"T\")"),
        "<p>a <img src=\"/img/d.jpg\" alt=\"b c\" title=\"T\" loading=\"lazy\" decoding=\"async\"></p>\n"
    );
    assert_eq!(
        html("![b](d.jpg \"\\\"T\\\"\")"),
        "<figure><img src=\"/img/d.jpg\" alt=\"b\" loading=\"lazy\" decoding=\"async\"><figcaption>„T“</figcaption></figure>\n"
    );
}

#[test]
fn code_is_kept() {
    assert_eq!(
        html("```rust,x\na < \"b\"\n:::note\n```\r\n"),
        "<pre tabindex=\"0\"><code class=\"language-rust\">a &lt; &quot;b&quot;\n:::note\n</code></pre>\n"
    );
}

#[test]
fn template_syntax_and_controls_are_plain_text() {
    assert_eq!(html("{{ a }} {% b %}\0\u{1}"), "<p>{{ a }} {% b %}</p>\n");
}

#[test]
fn the_authors_html_is_sanitised_and_generated_markup_kept() {
    let plain = "# A\n\n- [x] t\n\n|a|\n|-|\n|1|\n\n![b](d.jpg \"T\")\n\n```x\ny\n```\n\n> [!NOTE]\n> z\n\na[^1] 2017 m.\n\n[^1]: n\n";
    let expected = html(plain).replace('_', "&nbsp;");
    assert_eq!(html(&format!("{plain}\n<b>q</b>\n")).replace('_', "&nbsp;").replace("<p><b>q</b></p>\n", ""), expected);
    let kept =
        "<details open=\"\"><summary>S</summary>\n<p>a <abbr title=\"x\" lang=\"lt\">b</abbr><br></p>\n</details>";
    assert_eq!(html(kept).trim_end(), kept);
    assert_eq!(flat(&parse_text("a <b>*x* c\n\nd").0.nodes), "<p>a <b><em>x</em> c</b></p><b>\n<p>d</p>\n</b>");
    assert_eq!(html("<!-- x -->\n\na <!-- y -->b"), "<p>a b</p>\n");
}

#[test]
fn what_is_removed_is_named() {
    expect_problems("x\n\n> <p style=\"a\"\n>   onclick=\"b\">t</p>\n", &[("html-attribute-removed", "style")]);
    expect_problems("<iframe src=\"x\"></iframe>", &[("html-tag-removed", "iframe")]);
    expect_problems(
        "<a href=\"javascript:x\">a</a> <a href='nera.md'>b</a>",
        &[("link-scheme-refused", "javascript:x"), ("reference-unknown", "nera.md")],
    );
    for text in
        ["a <script>alert(1)</script> b", "<script>\nalert(1)\n</script>", "<style>alert(1)", "a <plaintext> alert"]
    {
        let (document, problems) = parse_text(text);
        assert!(codes(&problems).contains("html-tag-removed"), "{text}");
        assert!(!flat(&document.nodes).contains("alert(1)"), "{text}");
    }
}

#[test]
fn plain_text_is_what_a_reader_reads() {
    let (document, _) = parse_text("# A\n\n*b* `c`\nd [e](https://a.lt) ![f](g)\n\n- h\n- i\n\n|j|k|\n|-|-|\n");
    assert_eq!(document.text, "A\nb c d e\nh\ni\nj\nk");
}

#[test]
fn line_ends_of_windows_change_nothing() {
    let text = "# A\n\nb\nc\n\n:::quote author=\"d\"\ne\n:::\n\n- f\n- g\n\n<b>h</b>\n";
    assert_eq!(html(&text.replace('\n', "\r\n")), html(text));
}

#[test]
fn a_body_points_into_its_file() {
    let source = SourceText::new("a.md", "+++\n+++\n[a](nera.md)\n");
    let typography = Typography::default();
    let (labels, components) = (labels(), Components::builtin());
    let options = Options {
        resolver: &Site,
        typography: &typography,
        labels: &labels,
        components: &components,
        heading_shift: 1,
        title: None,
        reserved: &HashSet::new(),
    };
    let (_, problems) = parse(&source, 8..source.text.len(), &options);
    assert_eq!(problems.first().and_then(|problem| problem.place.clone()).map(|place| place.span), Some(12..19));
    assert!(Arc::ptr_eq(&source, &problems.first().and_then(|p| p.place.clone()).unwrap().source));
}
