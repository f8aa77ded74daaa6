//! A quick look for links in a body, before it is parsed: enough to know who links to whom.

use crate::record::Record;

/// True where the join cannot tell two states of one file apart: they differ in their bodies alone, and not in the links.
pub fn joins_alike(a: &Record, b: &Record) -> bool {
    let front = |record: &Record| record.body.start;
    a.identity == b.identity
        && a.source.path == b.source.path
        && a.source.text[..front(a)] == b.source.text[..front(b)]
        && destinations(a.body()) == destinations(b.body())
}

/// Destinations of the inline links and reference definitions of a Markdown text. Fenced code is passed over; what
/// else is no link (an example in backticks, say) resolves to nothing or does no harm.
pub fn destinations(body: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut fence: Option<&str> = None;
    for line in body.lines() {
        let trimmed = line.trim_start();
        if let Some(mark) = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark)) {
            fence = match fence {
                None => Some(mark),
                Some(open) if open == mark => None,
                open => open,
            };
            continue;
        }
        if fence.is_none() {
            in_line(line, &mut found);
        }
    }
    found
}

fn in_line<'t>(line: &'t str, found: &mut Vec<&'t str>) {
    let mut rest = line;
    while let Some(at) = rest.find("](") {
        rest = &rest[at + 2..];
        let end = rest.find([')', ' ', '"']).unwrap_or(rest.len());
        found.push(rest[..end].trim_matches(['<', '>']));
    }
    if let Some((label, rest)) = line.trim_start().split_once("]:")
        && label.starts_with('[')
        && !label.starts_with("[^")
    {
        found.extend(rest.split_whitespace().next().map(|dest| dest.trim_matches(['<', '>'])));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_and_code_is_not() {
        let body = "A [b](school:x) and [c](../news/d.md \"t\").\n\n```\n[no](school:y)\n```\n[r]: <topic:z>\n";
        assert_eq!(destinations(body), ["school:x", "../news/d.md", "topic:z"]);
    }
}
