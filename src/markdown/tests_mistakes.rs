//! What authors write that is nearly Markdown, or that a page must not show: what becomes of it, and what is said.

use super::tests::{expect_problems, flat, html, parse_text, problems};
use super::*;

/// The markup, whatever was said about it; NBSP shows as `_`.
fn shown(text: &str) -> String {
    flat(&parse_text(text).0.nodes).replace('\u{a0}', "_")
}

#[test]
fn tabs_are_no_marks() {
    assert!(html("| a\t| b\t|\n|---\t|---\t|\n| c\t| d\t|\n").contains("<th scope=\"col\">a</th>"));
    assert!(html("```\na\t\n```\t\n\nb\n").ends_with("a\t\n</code></pre>\n<p>b</p>\n"));
    assert!(html("## A\t##\n").contains(">A <a"));
    assert!(html("~~~\n|--\t|\n~~~\n").contains("|--\t|"), "code is kept");
    expect_problems("|a|\t\n|-|\t\n\n[b](nera)", &[("reference-unknown", "nera")]);
}

#[test]
fn formulas_become_mathml() {
    let found = html("Plotas $S = a*b*c$ ir \\(x^2\\).\n\n$$\n\\begin{bmatrix} 1 \\\\ 2 \\end{bmatrix}\n=\n- y\n$$\n");
    assert_eq!(found.matches("<math>").count(), 2, "{found}");
    assert_eq!((found.matches("<math display=\"block\">").count(), found.matches("<h2").count()), (1, 0), "{found}");
    assert!(html("> $$\n> a\n> > 0\n> $$\n").contains("<mo>&gt;</mo>"));
    assert_eq!(parse_text("a $x^2$ b\n\n$$\ny\n=\nz\n$$\n").0.text, "a x^2 b\ny\n=\nz");
    assert_eq!(
        parse_text("## Lygtis $x^2$\n").0.outline.first().map(|it| it.text.clone()),
        Some("Lygtis x^2".to_owned())
    );
    assert!(shown("$x$ <b>c</b> $$\\frac{a}{b}$$").contains("<mfrac>"), "the sanitiser leaves it");
}

#[test]
fn dollars_and_brackets_that_are_no_formulas_stay() {
    for text in ["„$5–$10“", "$5a ir b$", "5$–10$ ir $5–$6–$7", "kaina $ 5", "\\$x\\$ ir `$y$`", "\\[1\\] ir \\(žr.\\)"]
    {
        let shown = shown(text);
        assert!(!shown.contains("<math"), "{shown}");
    }
    assert_eq!(html("„$5–$10“ *ir* $7–$8"), "<p>„$5–$10“ <em>ir</em> $7–$8</p>\n");
    assert_eq!(html("`a $$\nb = \\(x^2\\) $$`"), "<p><code>a $$ b = \\(x^2\\) $$</code></p>\n");
    assert_eq!(html("    $$\n    a\n    $$\n"), "<pre tabindex=\"0\"><code>$$\na\n$$\n</code></pre>\n");
    assert!(html("[a](https://a.lt/$b–$1)").contains("href=\"https://a.lt/$b–$1\""));
    assert_eq!(shown("$$\na\n\nb"), "<p>$$\na</p>\n<p>b</p>\n");
}

#[test]
fn mistakes_in_formulas_are_told_at_their_place() {
    expect_problems("ą $0,5 + \\ce{x}$", &[("math-invalid", "\\ce")]);
    expect_problems("$$\nx\n\\nera\n$$", &[("math-invalid", "\\nera")]);
    assert!(shown("$\\ce{a<b}$").contains("<code class=\"math-error\">\\ce{a&lt;b}</code>"));
}

#[test]
fn what_is_nearly_markdown_is_told() {
    expect_problems("##Be tarpo\n", &[("heading-without-space", "##Be tarpo")]);
    expect_problems("| a | b |\n| c | d |\n", &[("table-without-rule", "| a | b |")]);
    expect_problems("• vienas\n• du\n", &[("list-mark", "•")]);
    expect_problems("\tTenkinti poreikį\n", &[("code-indented", "Tenkinti poreikį")]);
    expect_problems("![a](Mokytojų taryba (1).png)", &[("link-with-spaces", "Mokytojų taryba (1).png")]);
    expect_problems("|a|\n|-|\n|1|2|\n", &[("table-row-long", "|1|2|")]);
    expect_problems("Žr. [programą][nera] ir [kitą][] [tai].", &[("reference-undefined", "[programą][nera]")]);
    expect_problems("    let a = 1;\n", &[]);
}

#[test]
fn what_hides_text_is_told() {
    expect_problems("a\n\n<!-- b\n\nc\n", &[("html-comment-unclosed", "<!--")]);
    expect_problems("<?php\n\nc\n", &[("html-comment-unclosed", "<?")]);
    expect_problems("<!-- b\n\nc -->\n\nd", &[]);
    expect_problems("a\n\n<Style>\n\nc\n", &[("html-comment-unclosed", "<Style"), ("html-tag-removed", "Style")]);
    expect_problems("a\n\n<script>\n\nc</SCRIPT>\n\nd", &[("html-tag-removed", "script")]);
}

#[test]
fn what_is_no_tag_is_text() {
    assert_eq!(html("a <your-name> List<String>"), "<p>a &lt;your-name&gt; List&lt;String&gt;</p>\n");
    expect_problems("<stong>a</stong>", &[("html-tag-unknown", "stong")]);
    assert_eq!(shown("Valio ^_^ ir ^-^!"), "<p>Valio ^_^ ir ^-^!</p>\n");
}

#[test]
fn headings_of_any_kind_are_one_outline() {
    let outline = |text: &str| parse_text(text).0.outline.into_iter().map(|it| (it.level, it.id)).collect::<Vec<_>>();
    assert_eq!(outline("<h1>A</h1>\n\n<h3 id=\"c\">C</h3>\n"), [(2, "a".into()), (4, "c".into())]);
    assert_eq!(outline("### A\n\n#### B\n"), [(2, "a".into()), (3, "b".into())]);
    assert_eq!(outline("# Pavadinimas\n\n## A\n\n[x](#pavadinimas)\n"), [(2, "a".into())]);
    assert_eq!(outline("## Main\n"), [(2, "main-2".into())]);
    assert!(
        html("<h2 class=\"x\">A <em>b</em></h2>\n").starts_with("<h2 id=\"a-b\" class=\"author-x\">A <em>b</em> <a")
    );
    expect_problems("<h2>A", &[]);
    expect_problems("## A {#main}\n", &[("heading-id-taken", "## A {#main}")]);
    expect_problems("<a id=\"x\"></a><b id=\"x\">y</b>", &[("heading-id-duplicate", "x")]);
}

#[test]
fn places_are_known_by_all_their_names() {
    let text = "<a id=\"inkaras\"></a>\n\n## Kaip dirbame?\n\n## Žodis {#z\u{30c}odis}\n\na[^1]\n\n[^1]: b\n";
    let found =
        html(&format!("{text}\n[a](#inkaras) [b](#kaip-dirbame) [c](#%C5%BEodis) [d](#footnotes) [e](#fn:1) [f](#)"));
    assert!(found.contains("href=\"#žodis\"") && found.contains("id=\"žodis\""), "{found}");
    let anchors = parse_text(text).0.anchors;
    assert_eq!((anchors.find("fnref:1"), anchors.find("žodis")), (Some("fnref:1"), Some("žodis")));
    assert!(html("## Žinių kelias\n\n[a](#žinių-kelias)").contains("href=\"#ziniu-kelias\""));
}

#[test]
fn a_body_cannot_look_like_the_portal_or_lead_astray() {
    assert_eq!(html("<p class=\"notice big\">a</p>"), "<p class=\"author-notice author-big\">a</p>");
    expect_problems("[a](https://gera.lt@bloga.lt/)", &[("link-userinfo", "https://gera.lt@bloga.lt/")]);
    expect_problems("<q cite=\"javascript:x\">a</q>", &[("link-scheme-refused", "javascript:x")]);
    expect_problems("a \u{202e}b\u{2066}", &[("direction-control", "\u{202e}")]);
    assert_eq!(shown("a \u{202e}b `\u{2066}c`"), "<p>a b <code>c</code></p>\n");
    assert!(html("<a href=\"https://a.lt/?x=1&#38;y\">a</a>").contains("href=\"https://a.lt/?x=1&amp;y\""));
}

#[test]
fn addresses_are_what_they_seem() {
    expect_problems("[a](www.mokykla.lt)", &[("link-without-scheme", "www.mokykla.lt")]);
    expect_problems("[a](jonas@mokykla.lt)", &[("link-without-scheme", "jonas@mokykla.lt")]);
    for text in
        ["[https://a.lt/z]", "[žr. https://a.lt/z]", "‘https://a.lt/z’", "{https://a.lt/z}", "https://a.lt/z| x"]
    {
        assert!(html(text).contains("<a href=\"https://a.lt/z\" rel"), "{}", html(text));
    }
    let copied = html("https://a.lt/?a=1&amp;b=2 ir");
    assert!(
        copied.contains("href=\"https://a.lt/?a=1&amp;b=2\"") && copied.contains(">https://a.lt/?a=1&amp;b=2</a> ir"),
        "{copied}"
    );
}

#[test]
fn pictures_that_nobody_will_see_are_told() {
    expect_problems("![a](IMG_1.HEIC)", &[("image-format", "IMG_1.HEIC")]);
    expect_problems("![a](b.docx)", &[("image-is-document", "b.docx")]);
    expect_problems(":::figure src=\"b.pdf\" alt=\"x\"\n:::\n", &[("image-is-document", "b.pdf")]);
    expect_problems(":::download file=\"b.pdf\" title=\"x\"\n:::\n", &[]);
}

#[test]
fn a_component_without_what_it_needs_is_one_problem() {
    let (document, _) = parse_text(":::figure src=\"javascript:x\" alt=\"y\"\nz\n:::\n");
    assert_eq!(document.nodes, [Node::Html("<p>z</p>\n".to_owned())]);
}

#[test]
fn components_in_each_other_have_a_limit() {
    let deep = ":::quote\n".repeat(3000) + "a\n" + &":::\n".repeat(3000);
    assert_eq!(problems(&deep), [("component-too-deep", "quote".to_owned())]);
    assert!(html(&(":::quote\n".repeat(50) + "a\n" + &":::\n".repeat(50))).contains('a'));
}

#[test]
fn words_do_not_touch_across_tags() {
    let text =
        "a<br>b\n\n<table><tr><td>c</td><td>d</td></tr></table>\n\n<ul><li>e</li><li>f</li></ul>\n\n<p>g</p><p>h</p>\n";
    assert_eq!(parse_text(text).0.text, "a b\nc\nd\ne\nf\ng\nh");
    assert_eq!(parse_text("## Tikslas<br>kitas\n").0.outline[0].text, "Tikslas kitas");
}

#[test]
fn a_warning_is_told_once_with_the_number_of_others() {
    let (_, found) = parse_text("<font>a</font> <font>b</font>\n\n<center>c</center>\n");
    assert_eq!(found.len(), 1);
    assert!(found[0].args.contains(&("more", "2".to_owned())), "{found:?}");
    assert_eq!(parse_text("[a](nera)\n\n[b](nera)").1.len(), 2, "errors are told each");
}

#[test]
fn code_without_an_end_is_told() {
    expect_problems("a\n\n```js\nb\n\nc\n", &[("code-unclosed", "```js")]);
    expect_problems("- a\n  ~~~~\n  b\n  ~~~\n\nc\n", &[("code-unclosed", "~~~~")]);
    expect_problems("```", &[("code-unclosed", "```")]);
    for text in ["```\nb\n```", "````\n```\n`````  \na", "> ~~~ a\n> b\n> ~~~\n", "- ```\n  a\n  ```\n", "```\n```\n"] {
        expect_problems(text, &[]);
    }
}

#[test]
fn html_that_goes_on_to_the_end_is_told() {
    expect_problems("<pre>\na\n\n## b\n", &[("html-tag-unclosed", "pre")]);
    expect_problems("a <b>b\n\nc\n", &[("html-tag-unclosed", "b")]);
    expect_problems("<details>\n<summary>a</summary>\n\nb\n", &[("html-tag-unclosed", "details")]);
    expect_problems("<div><div>\n\nb\n\n</div>\n", &[("html-tag-unclosed", "div")]);
    for text in
        ["<details>\n\nb\n\n</details>\n", "a<br>b <b>c</b>", "<p>a\n", "<ul><li>a<li>b</ul>", "</b> a", "<h2>a\n"]
    {
        let told = parse_text(text).1;
        assert!(told.iter().all(|problem| problem.code != Code::HtmlTagUnclosed), "{text}: {told:?}");
    }
}

#[test]
fn what_is_no_picture_is_told() {
    for name in ["filmas.MP4", "garsas.mp3", "duomenys.xyz", "puslapis.html?a#b"] {
        let told = parse_text(&format!("![a]({name})")).1;
        assert_eq!(told.iter().map(|problem| problem.code).collect::<Vec<_>>(), [Code::ImageIsDocument], "{name}");
    }
    for name in ["foto.JPG", "foto", "foto-v1.2", "brezinys.svg#a"] {
        expect_problems(&format!("![a]({name})"), &[]);
    }
    assert_eq!(problems("<video src=\"a.mp4\"></video>").len(), 0);
}

#[test]
fn a_bare_address_is_one_link_whatever_marks_it_has() {
    for address in [
        "https://x.lt/_sites_/a",
        "https://x.lt/__init__.py",
        "http://x.lt/~~a~~b",
        "https://x.lt/$a$b",
        "https://x.lt/a^2^/*b*c",
    ] {
        let expected =
            format!("<p>žr. <a href=\"{}\" rel=\"noopener\">{address}</a>, ir *</p>\n", address.replace('^', "%5E"));
        assert_eq!(html(&format!("žr. {address}, ir *")), expected);
    }
    assert_eq!(
        html("*https://x.lt/a* `https://x.lt/_a_` www.a.lt/_b_c"),
        "<p><em><a href=\"https://x.lt/a\" rel=\"noopener\">https://x.lt/a</a></em> <code>https://x.lt/_a_</code> \
         <a href=\"http://www.a.lt/_b_c\" rel=\"noopener\">www.a.lt/_b_c</a></p>\n"
    );
    let link = html("[https://a.lt/_b_](https://a.lt/_c_) <https://q.lt/_a_>");
    assert!(link.contains("href=\"https://a.lt/_c_\"") && link.contains("href=\"https://q.lt/_a_\""), "{link}");
    let defined = html("[a]\n\n[a]: https://a.lt/_b_c_\n");
    assert!(defined.contains("href=\"https://a.lt/_b_c_\""), "{defined}");
}

#[test]
fn a_placeholder_opens_no_block_of_html() {
    assert!(html("<your-name>\n**a**\n").contains("&lt;your-name&gt;\n<strong>a</strong>"));
    assert!(html("> <vardas>\n> *a*\n").contains("<p>&lt;vardas&gt;\n<em>a</em></p>"));
    assert!(html("```\n<your-name>\n```\n").contains("&lt;your-name&gt;\n</code>"));
    assert!(html("![<vardas> prie lentos](a.png)").contains("alt=\"&lt;vardas&gt; prie lentos\""));
    expect_problems("<tabel>\n", &[("html-tag-unknown", "tabel")]);
    let help = |text: &str| parse_text(text).1[0].help;
    assert_eq!(help("Vilnius, <data>, 9 val."), "placeholder");
    assert_eq!(help("a <form>b</form>"), "help");
    assert_eq!(help("a <title lang=\"lt\">"), "help");
}

#[test]
fn text_in_code_of_html_stays_as_it_is_typed() {
    let code = "<code>$a$ \"b\" -- https://a.lt m^2^</code>";
    assert_eq!(shown(code), "<p><code>$a$ \"b\" -- https://a.lt m^2^</code></p>\n");
    assert!(shown("<kbd>$x$</kbd> $x$").ends_with("</math></p>\n"));
}

#[test]
fn marks_that_are_none_are_shown() {
    assert_eq!(html("^o^ ir ^_^, m^2^"), "<p>^o^ ir ^_^, m<sup>2</sup></p>\n");
    assert_eq!(html("žąsis@x.lt"), "<p>žąsis@x.lt</p>\n");
    assert!(html("## Kita\t##\t{#sava}\n").contains("<h2 id=\"sava\">Kita <a"));
    expect_problems("$$a\nb\n", &[("math-unclosed", "$$")]);
    expect_problems("kaina – $$\n", &[]);
    assert_eq!(html("a $$$$ b"), "<p>a $$$$ b</p>\n");
}

#[test]
fn messages_name_what_the_author_wrote() {
    expect_problems("| a | $x|y$ |\n|---|---|\n| 1 | 2 |\n", &[("table-rule-differs", "| a | $x|y$ |")]);
    let value = |text: &str, name: &str| {
        let problem = parse_text(text).1.pop()?;
        problem.args.into_iter().find_map(|(known, value)| (known == name).then_some(value))
    };
    for (text, meant) in
        [("# A\n\n### B\n", "##"), ("### A\n\n###### B\n", "####"), ("<h1>A</h1>\n\n<h4>B</h4>\n", "<h2>")]
    {
        assert_eq!(value(text, "expected").as_deref(), Some(meant), "{text}");
    }
    assert_eq!(value("![a](WWW.x.lt/a.png)", "suggestion").as_deref(), Some("https://WWW.x.lt/a.png"));
    expect_problems("[i]( www.x.lt/a b )", &[("link-with-spaces", " www.x.lt/a b ")]);
}

#[test]
fn a_title_in_html_is_not_said_twice() {
    assert_eq!(html("<h1>Pavadinimas</h1>\n\na\n"), "<p>a</p>\n");
    assert_eq!(html("<h1 id=\"x\">Pavadinimas</h1>\n\na\n").matches("<h2").count(), 1);
}

#[test]
fn an_id_of_the_notes_cannot_be_given_again() {
    for body in [
        "## F {#footnotes}\n\na[^1]\n\n[^1]: b",
        "<a id=\"fnref:1\"></a>a[^1]\n\n[^1]: b",
        "a[^1]\n\n## G {#fn:1}\n\n[^1]: b",
    ] {
        let found = problems(body);
        assert!(found.len() == 1 && found[0].0 == "heading-id-taken", "{body}: {found:?}");
    }
    assert!(problems("## F {#footnotes}\n\na").is_empty());
}
