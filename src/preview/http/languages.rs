//! What a reader reads, from `Accept-Language` (RFC 9110, section 12.5.4).

/// Tags in lower case, best first; those of equal weight keep their order. `*` and what is not wanted (`q=0`) are left
/// out.
pub fn parse(value: &str) -> Vec<String> {
    let mut wanted: Vec<_> = value.split(',').filter_map(one).filter(|(weight, _)| *weight > 0.0).collect();
    wanted.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    wanted.into_iter().map(|(_, tag)| tag).collect()
}

fn one(part: &str) -> Option<(f32, String)> {
    let mut pieces = part.split(';').map(str::trim);
    let tag = pieces.next().filter(|tag| is_tag(tag))?;
    let weight = match pieces.find_map(|piece| piece.strip_prefix("q=")) {
        Some(text) => text.parse().ok()?,
        None => 1.0,
    };
    Some((weight, tag.to_ascii_lowercase()))
}

fn is_tag(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn the_best_language_comes_first() {
        assert_eq!(parse("en;q=0.5, lt-LT, lt;q=0.9, *;q=0.1"), ["lt-lt", "lt", "en"]);
        assert_eq!(parse("de, fr"), ["de", "fr"]);
    }

    #[test]
    fn what_is_not_wanted_or_not_understood_is_left_out() {
        assert_eq!(parse("lt;q=0, en;q=x, <b>, ,;q=1"), Vec::<String>::new());
        assert_eq!(parse("lt;q=nan, en"), ["en"]);
    }
}
