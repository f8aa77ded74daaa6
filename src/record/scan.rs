//! A quick look for links in a body, before it is parsed: enough to know who links to whom.

/// Destinations of the inline links and reference definitions of a Markdown text. Fenced code is passed over; what
/// else is no link (an example in backticks, say) resolves to nothing or does no harm.
pub fn destinations(body: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut fence: Option<&str> = None;
    for line in body.lines() {
        if let Some(mark) = fence_mark(line) {
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

fn fence_mark(line: &str) -> Option<&'static str> {
    let trimmed = line.trim_start();
    ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark))
}

fn in_line<'t>(line: &'t str, found: &mut Vec<&'t str>) {
    let mut rest = line;
    while let Some(at) = rest.find(']') {
        rest = &rest[at + 1..];
        let Some(after) = rest.strip_prefix('(') else { continue };
        rest = after;
        let end = rest.find([')', ' ', '"']).unwrap_or(rest.len());
        found.push(rest[..end].trim_matches(['<', '>']));
    }
    let trimmed = line.trim_start();
    if trimmed.starts_with('[')
        && !trimmed.starts_with("[^")
        && let Some((_, rest)) = trimmed.split_once("]:")
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
