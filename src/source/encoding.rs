//! Encodings other than UTF-8, known by what they leave in the bytes.

/// Bytes that Lithuanian letters, quotation marks and dashes have in Windows-1257, with the characters.
const WINDOWS_1257: [(u8, char); 26] = [
    (0x84, '„'),
    (0x93, '“'),
    (0x94, '”'),
    (0x96, '–'),
    (0x97, '—'),
    (0x85, '…'),
    (0xab, '«'),
    (0xbb, '»'),
    (0xe0, 'ą'),
    (0xe8, 'č'),
    (0xe6, 'ę'),
    (0xeb, 'ė'),
    (0xe1, 'į'),
    (0xf0, 'š'),
    (0xf8, 'ų'),
    (0xfb, 'ū'),
    (0xfe, 'ž'),
    (0xc0, 'Ą'),
    (0xc8, 'Č'),
    (0xc6, 'Ę'),
    (0xcb, 'Ė'),
    (0xc1, 'Į'),
    (0xd0, 'Š'),
    (0xd8, 'Ų'),
    (0xdb, 'Ū'),
    (0xde, 'Ž'),
];

/// The encoding that a file seems to have, and its text in it.
pub fn guess(bytes: &[u8]) -> Option<(&'static str, String)> {
    if let Some(little) = utf16(bytes) {
        let unit = |pair: &[u8]| {
            if little { u16::from_le_bytes([pair[0], pair[1]]) } else { u16::from_be_bytes([pair[0], pair[1]]) }
        };
        let units = bytes.chunks_exact(2).map(unit);
        let text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        return Some(("UTF-16", text.trim_start_matches('\u{feff}').to_owned()));
    }
    let letter = |byte: u8| WINDOWS_1257.iter().find(|(known, _)| *known == byte).map(|(_, letter)| *letter);
    let of = |byte: &u8| if byte.is_ascii() { Some(char::from(*byte)) } else { letter(*byte) };
    let is_other = std::str::from_utf8(bytes).is_ok();
    let text: Option<String> = bytes.iter().map(of).collect();
    text.filter(|_| !is_other).map(|text| ("Windows-1257", text))
}

/// Whether the bytes are UTF-16, and if so whether the lower byte of each pair comes first.
fn utf16(bytes: &[u8]) -> Option<bool> {
    match bytes {
        [0xff, 0xfe, ..] => return Some(true),
        [0xfe, 0xff, ..] => return Some(false),
        _ => {}
    }
    // Half of the bytes of a text in European letters are zero. UTF-8 has none.
    let start = &bytes[..bytes.len().min(256)];
    let zeros = |from: usize| start.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let most = start.len() / 3;
    match (first > most, second > most) {
        (false, true) => Some(true),
        (true, false) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(bytes: &[u8]) -> Option<&'static str> {
        guess(bytes).map(|(name, _)| name)
    }

    #[test]
    fn encodings_are_known_by_their_bytes() {
        assert_eq!(guess(b"\xc0\xfeuolas \x84\xe0\x93"), Some(("Windows-1257", "Ąžuolas „ą“".to_owned())));
        let little: Vec<u8> = "+++\nĄžuolas".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "+++\nĄžuolas".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(guess(&little), Some(("UTF-16", "+++\nĄžuolas".to_owned())));
        assert_eq!(guess(&big), Some(("UTF-16", "+++\nĄžuolas".to_owned())));
        assert_eq!(guess(&[&[0xff, 0xfe][..], &little].concat()), Some(("UTF-16", "+++\nĄžuolas".to_owned())));
    }

    #[test]
    fn what_is_not_clear_is_not_guessed() {
        assert_eq!(name("Ąžuolas".as_bytes()), None);
        assert_eq!(name(b"\xff\x01\x02"), None);
        assert_eq!(name(b""), None);
        // A text cut within a letter.
        assert_eq!(name("Ąžuola".as_bytes().split_at(3).0), None);
    }
}
