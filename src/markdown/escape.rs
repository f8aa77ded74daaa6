//! Text made safe to stand in HTML. Control characters are dropped: no reader sees them and no parser wants them.

use memchr::memchr_iter;

use crate::fields::is_direction_control;

type Special = [bool; 256];

/// Bytes at which something may have to be done, so that all others are copied in one go.
const fn special(escaped: &[u8]) -> Special {
    let mut table = [false; 256];
    let mut byte: u8 = 0;
    while byte < u8::MAX {
        table[byte as usize] = may_be_control(byte);
        byte += 1;
    }
    let mut index = 0;
    while index < escaped.len() {
        table[escaped[index] as usize] = true;
        index += 1;
    }
    table
}

const fn may_be_control(byte: u8) -> bool {
    // 0xC2 begins the C1 controls in UTF-8, among others.
    (byte < 32 && byte != b'\t' && byte != b'\n') || byte == 127 || byte == 0xC2
}

const IN_MARKUP: Special = special(b"");
const IN_TEXT: Special = special(b"&<>\"");
const IN_ADDRESS: Special = special(b"& \"<>\\^`{|}");

/// Appends text with `&`, `<`, `>` and `"` escaped.
pub fn push_text(out: &mut String, text: &str) {
    push(out, text, &IN_TEXT, |byte| match byte {
        b'&' => "&amp;",
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'"' => "&quot;",
        _ => "",
    });
}

/// True only where text needs neither escaping nor anything dropped.
pub fn is_plain(text: &str) -> bool {
    // To look at all bytes without a way out is quicker than to stop at the first: the compiler takes many at once.
    text.bytes().fold(0, |found, byte| found | mark(byte)) == 0
}

/// 1 for a byte at which something may have to be done, and for every control character: few texts have one.
#[expect(clippy::needless_bitwise_bool, reason = "without branches the compiler asks a whole block at once")]
fn mark(byte: u8) -> u8 {
    // `"` and `&`, `<` and `>`: each two differ by one bit.
    let escaped = (byte & !4 == b'"') | (byte & !2 == b'<');
    u8::from(escaped | (byte < 32) | (byte == 127) | (byte == 0xC2))
}

/// Where the first sign stands that turns the direction of the text after it (Unicode's embeddings, overrides, isolates).
pub fn direction_control(text: &str) -> Option<usize> {
    // All of them begin with the same byte in UTF-8.
    memchr_iter(0xE2, text.as_bytes()).find(|at| text[*at..].starts_with(is_direction_control))
}

pub fn drop_direction_controls(text: &mut String) {
    text.retain(|c| !is_direction_control(c));
}

/// Appends markup as it is, but for control characters.
pub fn push_markup(out: &mut String, markup: &str) {
    push(out, markup, &IN_MARKUP, |_| "");
}

/// Appends an address for a quoted attribute; what no address may hold is percent-encoded.
pub fn push_address(out: &mut String, address: &str) {
    push(out, address, &IN_ADDRESS, |byte| match byte {
        b'&' => "&amp;",
        b' ' => "%20",
        b'"' => "%22",
        b'<' => "%3C",
        b'>' => "%3E",
        b'\\' => "%5C",
        b'^' => "%5E",
        b'`' => "%60",
        b'{' => "%7B",
        b'|' => "%7C",
        b'}' => "%7D",
        _ => "",
    });
}

/// Appends ` name="value"`.
pub fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push_text(out, value);
    out.push('"');
}

fn push(out: &mut String, text: &str, special: &Special, escape: impl Fn(u8) -> &'static str) {
    let bytes = text.as_bytes();
    let (mut done, mut at) = (0, 0);
    while let Some(step) = bytes.get(at..).and_then(|rest| rest.iter().position(|b| special[usize::from(*b)])) {
        at += step;
        let byte = bytes.get(at).copied().unwrap_or_default();
        let is_letter = byte == 0xC2 && !bytes.get(at + 1).is_some_and(|next| (0x80..0xA0).contains(next));
        let length = if byte == 0xC2 { 2 } else { 1 };
        if !is_letter {
            out.push_str(text.get(done..at).unwrap_or_default());
            out.push_str(escape(byte));
            done = at + length;
        }
        at += length;
    }
    out.push_str(text.get(done..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_characters_are_escaped_and_controls_dropped() {
        let mut out = String::new();
        push_text(&mut out, "a<b>&\"\0\u{1}\u{85}ą\u{a0}\r\n\t");
        assert_eq!(out, "a&lt;b&gt;&amp;&quot;ą\u{a0}\n\t");
    }

    #[test]
    fn plain_is_what_escaping_leaves_as_it_is() {
        for c in '\0'..='\u{ff}' {
            let (text, mut out) = (format!("žodis {c} kitas"), String::new());
            push_text(&mut out, &text);
            let is_rare = matches!(c, '\t' | '\n' | '\u{a0}'..='\u{bf}');
            assert_eq!(is_plain(&text), out == text && !is_rare, "{c:?}");
        }
    }

    #[test]
    fn addresses_keep_letters_and_lose_what_breaks_them() {
        let mut out = String::new();
        push_address(&mut out, "ž a?x=1&y=\"2\"#é");
        assert_eq!(out, "ž%20a?x=1&amp;y=%222%22#é");
    }
}
