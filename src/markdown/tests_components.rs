//! Components: where they may stand, what they take, and what is said when they are wrong.

use super::tests::{expect_problems, flat, html, parse_text, problems};
use super::*;

fn call(text: &str) -> ComponentCall {
    let (document, problems) = parse_text(text);
    assert!(problems.is_empty(), "{problems:?}");
    let found = document.nodes.into_iter().find_map(|node| match node {
        Node::Component(call) => Some(call),
        Node::Html(_) => None,
    });
    found.expect("a component")
}

#[test]
fn attributes_are_checked_and_resolved() {
    let figure = call(":::figure src=\"a.jpg\" alt='Mokiniai' caption=\"\"\n:::\n");
    assert_eq!(figure.attributes.get("src").map(String::as_str), Some("/img/a.jpg"));
    let quote = call("::: quote url=\"school:ausra\" author='\"A\" 2017 m.'\n*x*\n:::\n");
    assert_eq!(quote.attributes.get("url").map(String::as_str), Some("../../mokyklos/ausra/"));
    assert_eq!(quote.attributes.get("author").map(String::as_str), Some("„A“ 2017\u{a0}m."));
    assert_eq!(flat(&quote.body), "<p><em>x</em></p>\n");
    assert_eq!(call(":::callout\nx\n:::").attributes.get("kind").map(String::as_str), Some("note"));
    assert_eq!(call(":::map lat=1 wide\nx\n:::").attributes.get("wide").map(String::as_str), Some("1"));
}

#[test]
fn components_nest_and_stand_in_lists_and_quotations() {
    assert_eq!(
        html(":::callout\na\n:::quote\nb\n:::\nc\n:::\nd"),
        "[callout|<p>a</p>\n[quote|<p>b</p>\n]<p>c</p>\n]<p>d</p>\n"
    );
    assert_eq!(html("::::callout\n:::quote\nb\n:::\n::::\n"), "[callout|[quote|<p>b</p>\n]]");
    assert_eq!(
        html("1. a\n\n   :::callout\n   b\n   :::\n2. c\n"),
        "<ol>\n<li><p>a</p>\n[callout|<p>b</p>\n]</li>\n<li><p>c</p>\n</li>\n</ol>\n"
    );
    assert_eq!(html("- :::callout\n  b\n  :::\n"), "<ul>\n<li>[callout|b]</li>\n</ul>\n");
    assert_eq!(html("> :::callout\n> b\n> :::\n"), "<blockquote>\n[callout|<p>b</p>\n]</blockquote>\n");
}

#[test]
fn blocks_end_at_a_component_line() {
    assert_eq!(html("a\n:::quote\nb\n:::\nc"), "<p>a</p>\n[quote|<p>b</p>\n]<p>c</p>\n");
    assert!(html(":::callout\n- a\n- b\n:::\nc").ends_with("</ul>\n]<p>c</p>\n"));
    assert!(html(":::callout\n|a|\n|-|\n|b|\n:::\nc").ends_with("</div>\n]<p>c</p>\n"));
    assert!(html(":::callout\nT\n: d\n:::\nc").ends_with("</dl>\n]<p>c</p>\n"));
}

#[test]
fn references_and_notes_cross_the_borders() {
    let found = html(":::callout\n[a][x] b[^n]\n:::\n\n[x]: https://a.lt\n[^n]: c\n");
    assert!(found.starts_with("[callout|<p><a href=\"https://a.lt\" rel=\"noopener\">a</a> b<sup"), "{found}");
    assert!(found.contains("<li id=\"fn:1\"><p>c"), "{found}");
}

#[test]
fn component_lines_in_code_and_comments_are_no_components() {
    assert!(html("```\n:::x\n```\n\n    :::y\n").contains(":::x\n"));
    assert_eq!(html("<!--\n:::note\n-->\n\na"), "<p>a</p>\n");
}

#[test]
fn problems_of_components() {
    expect_problems(":::qoute author=\"a\"\nx\n:::\n", &[("component-unknown", "qoute")]);
    expect_problems("a\n\n:::quote\nx\n", &[("component-unclosed", ":::quote")]);
    expect_problems("x\n\n:::\n", &[("component-close-stray", ":::")]);
    expect_problems(":::{.x}\n", &[("component-name-invalid", "{.x}")]);
    expect_problems(
        ":::quote autor=\"a\" x\ny\n:::",
        &[("component-attribute-unknown", "autor"), ("component-attribute-unknown", "x")],
    );
    expect_problems(":::figure src=\"a\"\n:::", &[("component-attribute-missing", "figure")]);
    expect_problems(":::figure src=\"a\" alt=\"\"\n:::", &[("component-attribute-missing", "alt")]);
    expect_problems(
        ":::callout kind=\"tipp\" kind=\"tip\"\nx\n:::",
        &[("component-attribute-value", "tipp"), ("component-attribute-twice", "kind")],
    );
    expect_problems(
        ":::entries limit=\"0\" kind\n:::",
        &[("component-attribute-value", "0"), ("component-attribute-without-value", "kind")],
    );
    expect_problems(":::quote author=„A“\nx\n:::", &[("component-attribute-syntax", "author=„A“")]);
    expect_problems(":::download file=\"missing.jpg\"\n:::", &[("file-unknown", "missing.jpg")]);
    expect_problems("<div>\n:::quote\n</div>\n", &[("component-in-html", ":::quote")]);
    expect_problems("text\n     :::quote\n", &[("component-misplaced", ":::quote")]);
}

#[test]
fn a_closing_line_at_another_depth_is_one_problem() {
    expect_problems("- a\n\n  :::quote\n  x\n\n:::\n", &[("component-closed-elsewhere", ":::")]);
    expect_problems(":::quote\n- a\n  :::\n", &[("component-closed-elsewhere", ":::")]);
    expect_problems("- a\n\n  :::quote\n  x\n", &[("component-unclosed", ":::quote")]);
    expect_problems("::::callout\n:::quote\nx\n::::\n", &[("component-unclosed", ":::quote")]);
}

#[test]
fn an_unknown_component_keeps_its_text() {
    assert_eq!(flat(&parse_text(":::nera\n*x*\n:::\n").0.nodes), "<p><em>x</em></p>\n");
}

#[test]
fn a_list_of_lists_is_a_table() {
    let table = call(
        ":::list-table header=\"1\" stub\n- - a\n  -\n  - \"c\"\n- - 1. x\n    2. y\n\n    tarp\n\n    3. z\n  - q\n  - r\n:::\n",
    );
    let row = |index: usize| -> Vec<String> { table.rows[index].iter().map(|cell| flat(&cell.nodes)).collect() };
    assert_eq!(row(0), ["a", "", "„c“"]);
    assert_eq!(row(1)[0].replace('\n', ""), "<ol><li>x</li><li>y</li></ol><p>tarp</p><ol start=\"3\"><li>z</li></ol>");
    assert_eq!(table.attributes.get("stub").map(String::as_str), Some("1"));
}

#[test]
fn components_and_html_stand_in_cells() {
    let found = html(":::list-table\n- - :::callout\n    x\n    :::\n  - <b>y</b>\n:::\nz");
    assert_eq!(found, "[list-table|[callout|x];<b>y</b>]<p>z</p>\n");
}

#[test]
fn problems_of_list_tables() {
    expect_problems(":::list-table\n- - a\n  - b\n- - c\n:::\n", &[("list-table-ragged", "- - c")]);
    expect_problems(":::list-table\nx\n:::\n", &[("list-table-empty", ":::list-table"), ("list-table-stray", "x")]);
    expect_problems(":::list-table\n- a *b* c\n- - d\n:::\n", &[("list-table-row-not-list", "a")]);
    expect_problems(":::list-table\n-\n- - d\n:::\n", &[("list-table-row-not-list", "-")]);
    expect_problems(":::list-table\n- - a\n    :::\n", &[("component-closed-elsewhere", ":::")]);
    assert_eq!(problems(":::list-table\n- - a\n\nx\n\n- - b\n:::\n").len(), 2);
}
