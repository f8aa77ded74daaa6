//! Files as classic scripts: a page that is read from a folder cannot fetch, but it can add `<script>`.

use super::Damage;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const FUNCTION: &str = "avilysSearchFile(\"";

/// The script that hands over the file `stem`: `avilysSearchFile("p12.0a1b2c3d","…");`.
pub fn wrap(stem: &str, bytes: &[u8]) -> Vec<u8> {
    let mut script = format!("{FUNCTION}{stem}\",\"");
    script.reserve(bytes.len() / 3 * 4 + 8);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0, |group, &byte| group << 8 | usize::from(byte)) << (8 * (3 - chunk.len()));
        for digit in 0..4 {
            let sextet = group >> (18 - 6 * digit) & 63;
            script.push(if digit <= chunk.len() { char::from(ALPHABET[sextet]) } else { '=' });
        }
    }
    script.push_str("\");\n");
    script.into_bytes()
}

/// The bytes within such a script.
pub fn unwrap(script: &[u8]) -> Result<Vec<u8>, Damage> {
    let damage = Damage("is not a script of the index");
    let text = std::str::from_utf8(script).map_err(|_| damage)?;
    let arguments = text.strip_prefix(FUNCTION).and_then(|rest| rest.strip_suffix("\");\n")).ok_or(damage)?;
    let (_, base64) = arguments.split_once("\",\"").ok_or(damage)?;
    let digits = base64.trim_end_matches('=').as_bytes();
    let mut bytes = Vec::with_capacity(base64.len() / 4 * 3);
    for chunk in digits.chunks(4) {
        let mut group = 0;
        for &digit in chunk {
            group = group << 6 | ALPHABET.iter().position(|&letter| letter == digit).ok_or(damage)?;
        }
        let [.., a, b, c] = (group << (6 * (4 - chunk.len()))).to_be_bytes();
        bytes.extend_from_slice(&[a, b, c][..chunk.len() - 1]);
    }
    Ok(bytes)
}
