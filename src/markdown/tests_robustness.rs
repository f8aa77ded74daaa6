//! Whatever an author types: no panic, and markup in which every tag is closed.

use proptest::prelude::*;

use super::tests::{flat, parse_text};
use super::*;

const VOID: [&str; 6] = ["br", "hr", "img", "input", "col", "wbr"];

/// Says what is wrong with the nesting of tags, or with a character that should have been escaped.
fn ill_formed(html: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        let Some(end) = tag_end(after) else { return Some(format!("unfinished tag: <{after}")) };
        let (tag, tail) = after.split_at(end);
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or_default();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Some(format!("no name: <{tag}>"));
        }
        if tag.starts_with('/') {
            if open.pop() != Some(name) {
                return Some(format!("</{name}> closes nothing"));
            }
        } else if !VOID.contains(&name) && !tag.ends_with('/') {
            open.push(name);
        }
        rest = tail;
    }
    open.pop().map(|name| format!("<{name}> is not closed"))
}

fn tag_end(text: &str) -> Option<usize> {
    let mut quoted = false;
    text.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (c == '>' && !quoted).then_some(at)
    })
}

fn components(nodes: &[Node]) -> Vec<&ComponentCall> {
    nodes.iter().filter_map(|node| if let Node::Component(call) = node { Some(call) } else { None }).collect()
}

/// Nodes with components taken out are well-formed, and so is what stands in each component.
fn check(nodes: &[Node]) -> Result<(), String> {
    let html: String = nodes.iter().map(|node| if let Node::Html(html) = node { html.as_str() } else { "" }).collect();
    if let Some(what) = ill_formed(&html) {
        return Err(format!("{what} in {html}"));
    }
    for call in components(nodes) {
        check(&call.body)?;
        for cell in call.rows.iter().flatten() {
            check(&cell.nodes)?;
        }
    }
    Ok(())
}

fn check_text(text: &str) -> Result<(), String> {
    let (document, problems) = parse_text(text);
    check(&document.nodes)?;
    let scripts = flat(&document.nodes).to_lowercase();
    if scripts.contains("<script") || scripts.contains("href=\"javascript") || scripts.contains("<?") {
        return Err(format!("unsafe: {scripts}"));
    }
    for place in problems.iter().filter_map(|problem| problem.place.as_ref()) {
        if text.get(place.span.clone()).is_none() {
            return Err(format!("place {:?} cuts a letter", place.span));
        }
    }
    Ok(())
}

#[test]
fn the_checker_itself_sees_faults() {
    assert!(ill_formed("<p>a</p><br>").is_none());
    for wrong in ["<p>", "</p>", "<p><b></p></b>", "a < b", "<a href=\""] {
        assert!(ill_formed(wrong).is_some(), "{wrong}");
    }
}

const FRAGMENTS: [&str; 60] = [
    "a",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "  ",
    "    ",
    "\t",
    "- ",
    "1. ",
    "3) ",
    "> ",
    "# ",
    "## ",
    "#### ",
    "*",
    "**",
    "_",
    "~~",
    "^2^",
    "`",
    "```\n",
    "|a|b|\n|-|-|\n",
    "|",
    "[",
    "](",
    ")",
    "](#a)",
    "](javascript:x)",
    "![",
    "[^a]",
    "[^a]: ",
    "\n: ",
    ":::",
    "::::",
    ":::quote\n",
    ":::list-table\n",
    ":::callout kind=\"x\"",
    ":::figure src=\"a\"\n",
    "\n:::\n",
    "\n  :::\n",
    "- - ",
    "- [ ] ",
    "> [!NOTE]\n",
    "<b>",
    "</b>",
    "<div>",
    "</div>\n",
    "<p",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<?0?>",
    "http://a.lt/",
    "@b.lt",
    "\"",
    "\\",
    "&amp;",
    "{#a .b}",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        prop_assert_eq!(check_text(&text), Ok(()));
    }

    #[test]
    fn any_heap_of_markdown_is_read(picks in prop::collection::vec(0..FRAGMENTS.len(), 0..30)) {
        let text: String = picks.iter().filter_map(|index| FRAGMENTS.get(*index)).copied().collect();
        prop_assert_eq!(check_text(&text), Ok(()));
    }

    #[test]
    fn any_lines_of_blocks_are_read(lines in prop::collection::vec((0..4_usize, 0..FRAGMENTS.len(), 0..FRAGMENTS.len()), 0..20)) {
        let line = |(indent, first, second): &(usize, usize, usize)| {
            format!("{}{}{}\n", " ".repeat(*indent), FRAGMENTS[*first].trim_end(), FRAGMENTS[*second])
        };
        let text: String = lines.iter().map(line).collect();
        prop_assert_eq!(check_text(&text), Ok(()));
    }
}

/// Not a measure, a guard: a change that makes reading quadratic shows here.
#[test]
fn long_runs_of_anything_are_read_quickly() {
    for piece in [
        "a@",
        "http://",
        "\"",
        "[^",
        "m^",
        ":::",
        "<",
        "<a ",
        "- ",
        "> ",
        "*a ",
        "[](",
        "--",
        "1 2",
        "\\\\",
        "[a](<b",
        "[a](",
        "$a",
        "$$",
        "\\(x",
        "&amp;",
        "<x>",
        "https://a?&amp;",
        "_^",
        "|",
        "<div>",
        "<!--",
        "> > ",
    ] {
        let text = piece.repeat(4000);
        let start = std::time::Instant::now();
        assert_eq!(check_text(&text).err().filter(|what| !what.contains("is not closed")), None);
        assert!(start.elapsed().as_secs() < 5, "{piece} took {:?}", start.elapsed());
    }
}
