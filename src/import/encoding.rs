//! Bytes of a text as characters.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1257};

/// How much of a page is looked through for the name of its encoding (WHATWG HTML, 13.2.3.2).
const PRESCAN: usize = 1024;

/// By its mark, by what the page says, as UTF-8, else in the encoding of older Lithuanian texts.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    declared(bytes).unwrap_or(WINDOWS_1257).decode(bytes).0
}

fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN)]).to_ascii_lowercase();
    let name = head.split_once("charset=")?.1.trim_start_matches(['"', '\'']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(name.len());
    Encoding::for_label(&name.as_bytes()[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_in_the_encoding_that_they_have() {
        for bytes in [
            "ąžuolas".as_bytes(),
            b"\xef\xbb\xbf\xc4\x85\xc5\xbeuolas",
            b"\xff\xfe\x05\x01\x7e\x01u\0o\0l\0a\0s\0",
            b"\xe0\xfeuolas",
        ] {
            assert_eq!(decode(bytes).trim_start_matches('\u{feff}'), "ąžuolas");
        }
        assert!(decode(b"<meta charset=\"iso-8859-13\">\xe0").ends_with('ą'));
        assert!(decode(b"<meta charset='windows-1252'>\xe0").ends_with('à'));
    }
}
