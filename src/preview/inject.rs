//! The one thing that a served page has and a built one has not: the client's script.

/// Puts `tag` before the last `</body>`, or at the end where there is none.
pub fn inject(page: &[u8], tag: &str) -> Vec<u8> {
    const END: &[u8] = b"</body>";
    let at = page.windows(END.len()).rposition(|part| part.eq_ignore_ascii_case(END)).unwrap_or(page.len());
    [&page[..at], tag.as_bytes(), &page[at..]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_at_the_end_of_the_body() {
        let page = b"<body>x</body> y</BODY></html>";
        assert_eq!(inject(page, "!"), b"<body>x</body> y!</BODY></html>");
        assert_eq!(inject(b"text", "!"), b"text!");
    }
}
