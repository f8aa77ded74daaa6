//! Entity tags: lists of them in `If-None-Match` and `If-Range` (RFC 9110, section 8.8.3).

/// The tags of a list without their quotes, weak ones too; `*` stands for any. What is not a tag ends the list.
pub fn parse(value: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut rest = value.trim_start_matches([' ', '\t', ',']);
    while !rest.is_empty() {
        let Some((tag, after)) = first(rest) else { break };
        tags.push(tag.to_owned());
        rest = after.trim_start_matches([' ', '\t', ',']);
    }
    tags
}

fn first(text: &str) -> Option<(&str, &str)> {
    if let Some(after) = text.strip_prefix('*') {
        return Some(("*", after));
    }
    text.strip_prefix("W/").unwrap_or(text).strip_prefix('"')?.split_once('"')
}

/// Whether a response with this tag is one that the client has. The comparison is the weak one, as `If-None-Match`
/// asks for.
pub fn matches_any(tags: &[String], etag: &str) -> bool {
    tags.iter().any(|tag| tag == "*" || tag == etag)
}

/// Whether `If-Range` names exactly this tag. Weak tags and dates never do.
pub fn is_exactly(value: &str, etag: &str) -> bool {
    value.trim().strip_prefix('"').and_then(|text| text.strip_suffix('"')) == Some(etag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_tags_is_read_with_its_weak_ones() {
        assert_eq!(parse("\"a\", W/\"b\" ,\"c,d\""), ["a", "b", "c,d"]);
        assert_eq!(parse(" * "), ["*"]);
        assert_eq!(parse(""), Vec::<String>::new());
    }

    #[test]
    fn what_is_not_a_tag_ends_the_list() {
        assert_eq!(parse("\"a\", b, \"c\""), ["a"]);
        assert_eq!(parse("\"open"), Vec::<String>::new());
    }

    #[test]
    fn any_tag_is_matched_by_a_star() {
        assert!(matches_any(&parse("*"), "x"));
        assert!(matches_any(&parse("W/\"x\""), "x"));
        assert!(!matches_any(&parse("\"y\""), "x"));
    }

    #[test]
    fn if_range_takes_an_exact_strong_tag_only() {
        assert!(is_exactly("\"x\"", "x"));
        assert!(!is_exactly("W/\"x\"", "x"));
        assert!(!is_exactly("x", "x"));
        assert!(!is_exactly("Sun, 22 Nov 2026 06:00:00 GMT", "x"));
    }
}
