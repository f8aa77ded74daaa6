//! Letters of the fonts Symbol and Wingdings, which stand for signs, as the signs themselves.

/// Signs by the code of their letter, as often as they are met in texts of schools.
const SIGNS: [(u8, char); 18] = [
    (0x28, '☎'),
    (0x2a, '✉'),
    (0x4a, '☺'),
    (0x4c, '☹'),
    (0x6c, '●'),
    (0x6e, '■'),
    (0x6f, '□'),
    (0x71, '❑'),
    (0x76, '❖'),
    (0x77, '◆'),
    (0xa7, '▪'),
    (0xa8, '◻'),
    (0xb7, '•'),
    (0xd8, '➢'),
    (0xe0, '→'),
    (0xf0, '⇨'),
    (0xfc, '✓'),
    (0xfe, '☑'),
];

pub fn is_symbol_font(name: &str) -> bool {
    name.starts_with("Wingdings") || name == "Symbol" || name == "Webdings"
}

/// A text with signs in place of such letters, and those that are not known. Outside of such fonts only letters of the private area count.
pub fn replaced(text: &str, is_symbol: bool) -> (String, Vec<char>) {
    let mut lost = Vec::new();
    let sign = |c: char| {
        let code = match c {
            '\u{f020}'..='\u{f0ff}' => c as u32 - 0xf000,
            '!'..='\u{ff}' if is_symbol => c as u32,
            _ => return Some(c),
        };
        let known = SIGNS.iter().find(|(known, _)| u32::from(*known) == code).map(|(_, sign)| *sign);
        if known.is_none() {
            lost.push(c);
        }
        known
    };
    (text.chars().filter_map(sign).collect(), lost)
}
