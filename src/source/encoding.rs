//! Encodings other than UTF-8, known by what they leave in the bytes.

/// Lithuanian letters, quotation marks and dashes, and the bytes that they have in Windows-1257.
const LETTERS: &str = "„“”–—…«»ąčęėįšųūžĄČĘĖĮŠŲŪŽ";
const WINDOWS_1257: &[u8; 26] = b"\x84\x93\x94\x96\x97\x85\xab\xbb\xe0\xe8\xe6\xeb\xe1\xf0\xf8\xfb\xfe\
    \xc0\xc8\xc6\xcb\xc1\xd0\xd8\xdb\xde";

/// The encoding that a file seems to have, and its text in it.
pub fn guess(bytes: &[u8]) -> Option<(&'static str, String)> {
    if let Some(order) = order_of(bytes, 4) {
        let unit = |unit: &[u8]| char::from_u32(order.number(unit)).unwrap_or(char::REPLACEMENT_CHARACTER);
        return Some(("UTF-32", without_mark(bytes.chunks_exact(4).map(unit).collect())));
    }
    if let Some(order) = order_of(bytes, 2) {
        let units = bytes.chunks_exact(2).map(|unit| u16::try_from(order.number(unit)).unwrap_or_default());
        let letters = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
        return Some(("UTF-16", without_mark(letters.collect())));
    }
    let letter = |byte: u8| WINDOWS_1257.iter().position(|known| *known == byte).and_then(|at| LETTERS.chars().nth(at));
    let of = |byte: &u8| if byte.is_ascii() { Some(char::from(*byte)) } else { letter(*byte) };
    let is_other = std::str::from_utf8(bytes).is_ok();
    let text: Option<String> = bytes.iter().map(of).collect();
    text.filter(|_| !is_other).map(|text| ("Windows-1257", text))
}

fn without_mark(text: String) -> String {
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}

/// Which byte of a unit comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Little,
    Big,
}

impl Order {
    fn number(self, unit: &[u8]) -> u32 {
        let add = |number: u32, byte: &u8| (number << 8) | u32::from(*byte);
        match self {
            Self::Little => unit.iter().rev().fold(0, add),
            Self::Big => unit.iter().fold(0, add),
        }
    }
}

/// The order of the bytes, if the text is one of units of `size` bytes: it begins with the mark of such texts, or most units are
/// letters of European languages, which fill the lowest byte or two. UTF-8 has no byte that is zero.
fn order_of(bytes: &[u8], size: usize) -> Option<Order> {
    let fits = |order: Order| {
        let mut units = bytes.chunks_exact(size).take(128).map(|unit| order.number(unit));
        let is_marked = units.clone().next() == Some(0xfeff);
        let (count, letters) = (units.clone().count(), units.by_ref().filter(|unit| (1..0x250).contains(unit)).count());
        is_marked || (count > 1 && letters * 3 > count * 2)
    };
    [Order::Little, Order::Big].into_iter().find(|order| fits(*order))
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
        let little: Vec<u8> = "\u{feff}+++\n„Ąžuolas“".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        let big: Vec<u8> = "+++\n„Ąžuolas“".chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        assert_eq!(guess(&little), Some(("UTF-32", "+++\n„Ąžuolas“".to_owned())));
        assert_eq!(guess(&big), Some(("UTF-32", "+++\n„Ąžuolas“".to_owned())));
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
