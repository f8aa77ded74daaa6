//! A quick look for links in a body, before it is parsed: enough to know who links to whom.

/// Destinations of the inline links, reference definitions, HTML elements and components of a Markdown text; of a
/// gallery the pattern of its files' names. Fenced code is passed over; what else is no link (an example in backticks, say) resolves to nothing or does no harm.
pub fn destinations(body: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut fence: Option<&str> = None;
    for line in telling_lines(body) {
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

/// The lines that hold a bracket, an attribute or the sign of a fence: few among those of prose.
fn telling_lines(body: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = body.get(start..)?.as_bytes();
        let at = start + memchr::memchr3(b']', b'`', b'~', rest).into_iter().chain(memchr::memchr(b'=', rest)).min()?;
        let first = memchr::memrchr(b'\n', &body.as_bytes()[start..at]).map_or(start, |before| start + before + 1);
        let end = memchr::memchr(b'\n', &body.as_bytes()[at..]).map_or(body.len(), |after| at + after);
        start = end + 1;
        let line = &body[first..end];
        Some(line.strip_suffix('\r').unwrap_or(line))
    })
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
    attributes(line, found);
    let trimmed = line.trim_start();
    if trimmed.starts_with('[')
        && !trimmed.starts_with("[^")
        && let Some((_, rest)) = trimmed.split_once("]:")
    {
        found.extend(rest.split_whitespace().next().map(|dest| dest.trim_matches(['<', '>'])));
    }
}

/// What the attributes that name files or addresses say, of HTML elements and of components.
fn attributes<'t>(line: &'t str, found: &mut Vec<&'t str>) {
    const NAMES: [&str; 6] = ["href", "src", "file", "url", "poster", "pattern"];
    for (at, _) in line.match_indices('=') {
        let name = line[..at].trim_end();
        let value = line[at + 1..].trim_start();
        if !NAMES.iter().any(|known| name.ends_with(known)) {
            continue;
        }
        let value = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split(quote).next(),
            _ => value.split([' ', '>']).next(),
        };
        found.extend(value.filter(|value| !value.is_empty()));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn links_are_found_and_code_is_not() {
        let body = "A [b](school:x) and [c](../news/d.md \"t\").\n\n```\n[no](school:y)\n```\n[r]: <topic:z>\n";
        assert_eq!(destinations(body), ["school:x", "../news/d.md", "topic:z"]);
    }

    #[test]
    fn lines_end_as_they_do_on_any_system() {
        assert_eq!(destinations("plain\r\n[a](b\r\n\r\n[c]: d\r\n~~~\r\n[e](f)"), ["b", "d"]);
        assert_eq!(destinations("[a](b)"), ["b"]);
        assert_eq!(destinations(""), Vec::<&str>::new());
    }

    #[test]
    fn attributes_name_files() {
        let body = "<img alt=\"x\" src=\"a b.png\"> <a href='c.pdf'>\n:::gallery pattern=\"*.png\"\n:::\n\n::: x file = d.pdf\n";
        assert_eq!(destinations(body), ["a b.png", "c.pdf", "*.png", "d.pdf"]);
    }

    proptest! {
        #[test]
        fn the_lines_passed_over_tell_nothing(body in "(\\[x\\]\\(y\\)|\\[z\\]: w|```|~~~|`| |ą|\r?\n){0,24}") {
            let telling: Vec<_> = body.lines().filter(|line| line.contains([']', '`', '~', '='])).collect();
            prop_assert_eq!(telling_lines(&body).collect::<Vec<_>>(), telling);
        }
    }
}
