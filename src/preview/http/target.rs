//! Request targets: decoded once, and refused when they could lead out of the site.

use unicode_normalization::UnicodeNormalization;

use super::refusal::Refusal;

#[derive(Debug, PartialEq, Eq)]
pub struct Target {
    /// Begins with a slash. See [`super::Request::path`] for what holds of it.
    pub path: String,
    pub query: Vec<(String, String)>,
}

/// Reads a target in origin form (RFC 9112, section 3.2.1). The other forms are for proxies, and refused.
pub fn parse(target: &str) -> Result<Target, Refusal> {
    if target.contains('#') {
        return Err(Refusal::Address);
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    Ok(Target { path: decode_path(path)?, query: decode_query(query) })
}

/// The path of a base, decoded; always with a slash at both ends. A base that is no path counts as the root.
pub fn base(text: &str) -> String {
    let inner = text.trim_matches('/');
    let text = if inner.is_empty() { "/".to_owned() } else { format!("/{inner}/") };
    decode_path(&text).unwrap_or_else(|_| "/".to_owned())
}

fn decode_path(path: &str) -> Result<String, Refusal> {
    let inner = path.strip_prefix('/').ok_or(Refusal::Address)?;
    let mut segments = inner.split('/').map(decode_segment).collect::<Result<Vec<_>, _>>()?;
    let last = segments.pop().unwrap_or_default();
    if segments.iter().any(String::is_empty) {
        return Err(Refusal::Address);
    }
    segments.push(last);
    Ok(format!("/{}", segments.join("/")))
}

/// What is checked is what is used: after decoding and after normalising.
fn decode_segment(segment: &str) -> Result<String, Refusal> {
    let bytes = decode(segment.as_bytes()).ok_or(Refusal::Address)?;
    let text = String::from_utf8(bytes).map_err(|_| Refusal::Address)?;
    let text: String = text.nfc().collect();
    let hostile =
        matches!(text.as_str(), "." | "..") || text.chars().any(|c| matches!(c, '/' | '\\') || c.is_control());
    if hostile { Err(Refusal::Address) } else { Ok(text) }
}

/// `None`: a percent sign without two hexadecimal digits.
fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        if *byte == b'%' {
            out.push(escaped(after)?);
            rest = &after[2..];
        } else {
            out.push(*byte);
            rest = after;
        }
    }
    Some(out)
}

fn escaped(digits: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*digits.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

/// A query never leads anywhere, so what is odd in it is taken as it stands: somebody may have typed `?q=100%`.
fn decode_query(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode_value(name), decode_value(value)))
        .collect()
}

fn decode_value(text: &str) -> String {
    let text = text.replace('+', " ");
    match decode(text.as_bytes()) {
        Some(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        None => text,
    }
}

/// A path as it stands in an address, as pages have it.
pub fn encode(path: &str) -> String {
    crate::record::destination::encode(path).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(target: &str) -> Result<String, Refusal> {
        parse(target).map(|target| target.path)
    }

    #[test]
    fn a_path_is_decoded_once_and_normalised() {
        assert_eq!(path("/mokyklos/%C5%A1iauliai/").unwrap(), "/mokyklos/šiauliai/");
        assert_eq!(path("/mokyklos/šiauliai/").unwrap(), "/mokyklos/šiauliai/");
        assert_eq!(path("/s%CC%8Ciauliai").unwrap(), "/šiauliai");
        assert_eq!(path("/a%20b.pdf?x").unwrap(), "/a b.pdf");
        assert_eq!(path("/").unwrap(), "/");
        assert_eq!(path("/.well-known/...").unwrap(), "/.well-known/...");
    }

    #[test]
    fn double_encoding_stays_a_name() {
        assert_eq!(path("/%252e%252e/x").unwrap(), "/%2e%2e/x");
        assert_eq!(path("/a%252fb").unwrap(), "/a%2fb");
    }

    #[test]
    fn paths_that_could_lead_elsewhere_are_refused() {
        let hostile = [
            "/..",
            "/../x",
            "/a/../b",
            "/a/..",
            "/./a",
            "/%2e%2e/x",
            "/%2E./x",
            "/.%2e",
            "/a%2fb",
            "/a%2F..%2Fb",
            "/a%5cb",
            "/a\\b",
            "/..%5c..%5cx",
            "/a%00b",
            "/a%0ab",
            "/a%7f",
            "/%c2%85",
            "/a\tb",
            "//etc/passwd",
            "/a//b",
            "http://evil/",
            "etc/passwd",
            "*",
            "",
            "?x",
            "/a#b",
            "/%ff",
            "/%c0%ae%c0%ae/",
            "/%",
            "/%2",
            "/%zz",
            "/%+1",
        ];
        for target in hostile {
            assert_eq!(path(target), Err(Refusal::Address), "{target}");
        }
    }

    #[test]
    fn a_query_is_decoded_and_never_refused() {
        let pairs = parse("/?page=/praktikos/%C5%A1/&q=a+b&&flag&odd=100%&bad=%ff").unwrap().query;
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(
            pairs,
            [("page", "/praktikos/š/"), ("q", "a b"), ("flag", ""), ("odd", "100%"), ("bad", "\u{fffd}")]
        );
    }

    #[test]
    fn a_base_has_a_slash_at_both_ends() {
        for (given, expected) in
            [("", "/"), ("/", "/"), ("portal", "/portal/"), ("/a/b", "/a/b/"), ("/%C5%A1/", "/š/"), ("/../", "/")]
        {
            assert_eq!(base(given), expected, "{given}");
        }
    }

    #[test]
    fn an_encoded_path_is_decoded_to_itself() {
        for text in ["/a b/ąč%2e/x?y#z\\", "/()'*"] {
            assert_eq!(decode(encode(text).as_bytes()).unwrap(), text.as_bytes());
        }
        assert_eq!(encode("/š a/"), "/%C5%A1%20a/");
    }
}
