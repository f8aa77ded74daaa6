//! Component lines (`:::name …`, `:::`) taken out before the Markdown parser sees them, and found again afterwards.
//!
//! Each such line is replaced by a processing instruction, `<?7?>`: the one block that Markdown lets interrupt any
//! other, that ends on its own line, and that cannot end an HTML comment around it. So the parser itself decides what
//! a line belongs to: a list item, a quotation, or a code block, where it is put back as it was.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use memchr::{memchr, memchr_iter};
use pulldown_cmark::{Event, Tag};

use super::mask::{self, Formula};
use super::{address, math};

/// The body as the parser gets it, with the way back to the file.
#[derive(Debug)]
pub struct Masked<'a> {
    pub text: Cow<'a, str>,
    file: &'a str,
    /// Where the body begins in the file.
    base: usize,
    markers: Vec<Marker>,
    /// Places in `text` that were exchanged for others of the same length, in order.
    altered: Vec<Range<usize>>,
    pub formulas: Vec<Formula>,
    /// Control characters that stand for characters which the parser would take for marks, and those.
    stand_ins: Vec<(char, char)>,
}

#[derive(Debug)]
struct Marker {
    masked: Range<usize>,
    /// In the file, from the first colon to the last visible character.
    line: Range<usize>,
}

/// What a component line says. Ranges are in the file.
#[derive(Debug, PartialEq, Eq)]
pub enum Fence {
    Open {
        colons: usize,
        name: Range<usize>,
        attributes: Range<usize>,
    },
    Close {
        colons: usize,
    },
    /// Colons, then something that is no name.
    Broken {
        rest: Range<usize>,
    },
}

impl<'a> Masked<'a> {
    /// `body` is drawn in to the file's text.
    pub fn new(file: &'a str, body: Range<usize>) -> Self {
        let base = file.floor_char_boundary(body.start);
        let end = file.floor_char_boundary(body.end).max(base);
        let body = file.get(base..end).unwrap_or_default();
        let mut masked = Self {
            text: Cow::Borrowed(body),
            file,
            base,
            markers: Vec::new(),
            altered: Vec::new(),
            formulas: Vec::new(),
            stand_ins: Vec::new(),
        };
        if memchr_iter(b':', body.as_bytes()).any(|at| body[at..].starts_with(":::")) {
            masked.mask(body);
        }
        masked.mask_tabs();
        masked.mask_placeholders();
        masked.mask_formulas();
        masked.mask_addresses();
        masked
    }

    fn mask_tabs(&mut self) {
        for at in mask::tabs(&self.text) {
            self.text.to_mut().replace_range(at..=at, " ");
            self.altered.push(at..at + 1);
        }
    }

    fn mask_placeholders(&mut self) {
        let places = mask::placeholders(&self.text);
        self.keep_as_text(&places);
    }

    /// Marks within a bare address are part of it.
    fn mask_addresses(&mut self) {
        if !address::may_stand_in(&self.text) {
            return;
        }
        let places = mask::marks_in_addresses(&self.text, &self.unmasked(&self.text));
        self.keep_as_text(&places);
    }

    /// Conceals formulas, and takes back what turns out to be none.
    fn mask_formulas(&mut self) {
        /// More rounds are needed only where dollar signs stand in a chain.
        const ROUNDS: usize = 16;
        if memchr::memchr2(b'$', b'\\', self.text.as_bytes()).is_none() {
            return;
        }
        self.formulas = mask::formulas(&self.text);
        for formula in &self.formulas {
            let concealed = mask::concealed(&self.text, formula);
            self.text.to_mut().replace_range(formula.range.clone(), &concealed);
        }
        self.altered.extend(self.formulas.iter().map(|formula| formula.range.clone()));
        self.altered.sort_by_key(|range| range.start);
        if memchr(b'$', self.text.as_bytes()).is_none() {
            return;
        }
        for _ in 0..ROUNDS {
            let (plain, lost) = self.no_formulas();
            if plain.is_empty() && lost.is_empty() {
                break;
            }
            self.reveal_formulas(&lost);
            self.keep_as_text(&plain);
        }
    }

    /// Dollar signs that the parser takes for the beginning of a formula and that are none, and concealed formulas that
    /// it does not take for any.
    fn no_formulas(&self) -> (Vec<usize>, Vec<Formula>) {
        let (mut plain, mut lost) = (Vec::new(), self.formulas.clone());
        let mut code = false;
        let forget = |lost: &mut Vec<Formula>, range: &Range<usize>| {
            lost.retain(|formula| !range.contains(&formula.range.start));
        };
        for (event, range) in super::writer::parser(&self.text).into_offset_iter() {
            match event {
                Event::InlineMath(text) if !math::is_formula(&text, &self.text, &range) => plain.push(range.start),
                Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => code = true,
                Event::End(_) => code = false,
                Event::DisplayMath(_) | Event::Code(_) | Event::InlineHtml(_) => forget(&mut lost, &range),
                Event::Text(_) | Event::Html(_) if code => forget(&mut lost, &range),
                _ => {}
            }
        }
        (plain, lost)
    }

    fn reveal_formulas(&mut self, lost: &[Formula]) {
        for formula in lost {
            let original = self.original(&formula.range).to_owned();
            self.text.to_mut().replace_range(formula.range.clone(), &original);
        }
        self.formulas.retain(|formula| !lost.contains(formula));
        self.altered.retain(|range| !lost.iter().any(|formula| formula.range == *range));
    }

    /// Exchanges the characters at these places for ones that mean nothing to the parser.
    fn keep_as_text(&mut self, places: &[usize]) {
        for &at in places {
            let Some(mark) = self.text[at..].chars().next() else { continue };
            let Some(stand_in) = self.stand_in(mark) else { continue };
            self.text.to_mut().replace_range(at..=at, stand_in.encode_utf8(&mut [0; 1]));
        }
    }

    /// What stands for a character of one byte; none where the text has every control character.
    fn stand_in(&mut self, mark: char) -> Option<char> {
        if let Some((stand_in, _)) = self.stand_ins.iter().find(|(_, known)| *known == mark) {
            return Some(*stand_in);
        }
        let is_free = |c: &char| !self.text.contains(*c) && !self.stand_ins.iter().any(|(used, _)| used == c);
        let free = ('\u{1}'..='\u{8}').find(is_free)?;
        self.stand_ins.push((free, mark));
        Some(free)
    }

    /// Text of the parser with what was kept from it put back; as long as before.
    pub fn unmasked<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let is_in = |stand_in: char| memchr(stand_in as u8, text.as_bytes()).is_some();
        let used: Vec<_> = self.stand_ins.iter().filter(|(stand_in, _)| is_in(*stand_in)).collect();
        if used.is_empty() {
            return Cow::Borrowed(text);
        }
        let put_back = |c: char| used.iter().find(|(stand_in, _)| *stand_in == c).map_or(c, |(_, mark)| *mark);
        Cow::Owned(text.chars().map(put_back).collect())
    }

    /// What the author wrote there.
    pub fn original(&self, range: &Range<usize>) -> &'a str {
        self.file.get(self.to_file(range.start)..self.to_file(range.end)).unwrap_or_default()
    }

    /// Whether something there was exchanged.
    pub fn is_altered(&self, range: &Range<usize>) -> bool {
        let after = self.altered.partition_point(|altered| altered.end <= range.start);
        self.altered.get(after).is_some_and(|altered| altered.start < range.end)
    }

    /// The concealed formula that begins there.
    pub fn formula_at(&self, start: usize) -> Option<&Formula> {
        self.formulas.iter().find(|formula| formula.range.start == start)
    }

    fn mask(&mut self, body: &str) {
        let mut text = String::with_capacity(body.len() + 64);
        let mut offset = 0;
        for line in body.split_inclusive('\n') {
            let start = prefix(line);
            let content = line.get(start..).unwrap_or_default();
            if content.starts_with(":::") {
                let visible = content.trim_end().len();
                text.push_str(line.get(..start).unwrap_or_default());
                let at = text.len();
                let _ = write!(text, "<?{}?>", self.markers.len());
                let from = self.base + offset + start;
                self.markers.push(Marker { masked: at..text.len(), line: from..from + visible });
                text.push_str(content.get(visible..).unwrap_or_default());
            } else {
                text.push_str(line);
            }
            offset += line.len();
        }
        self.text = Cow::Owned(text);
    }

    pub fn len(&self) -> usize {
        self.markers.len()
    }

    /// A place in the masked text, as a place in the file.
    pub fn to_file(&self, at: usize) -> usize {
        let after = self.markers.partition_point(|marker| marker.masked.start <= at);
        match after.checked_sub(1).and_then(|index| self.markers.get(index)) {
            None => self.base + at,
            Some(marker) if at < marker.masked.end => marker.line.start,
            Some(marker) => marker.line.end + (at - marker.masked.end),
        }
    }

    /// The markers that begin within a range of the masked text.
    pub fn within(&self, range: &Range<usize>) -> Range<usize> {
        let first = self.markers.partition_point(|marker| marker.masked.start < range.start);
        let end = self.markers.partition_point(|marker| marker.masked.start < range.end);
        first..end.max(first)
    }

    /// The marker that begins exactly here in the masked text.
    pub fn marker_at(&self, at: usize) -> Option<usize> {
        self.markers.binary_search_by_key(&at, |marker| marker.masked.start).ok()
    }

    /// A component line in the file.
    pub fn line(&self, index: usize) -> Range<usize> {
        self.markers.get(index).map_or(self.base..self.base, |marker| marker.line.clone())
    }

    /// Text of the range with its markers turned back into what the author wrote.
    pub fn restore<'t>(&self, text: &'t str, range: &Range<usize>) -> Cow<'t, str> {
        if self.is_altered(range) && self.within(range).is_empty() && self.text.get(range.clone()) == Some(text) {
            return Cow::Owned(self.original(range).to_owned());
        }
        let mut restored = self.unmasked(text);
        for index in self.within(range) {
            let line = self.file.get(self.line(index)).unwrap_or_default();
            restored = Cow::Owned(restored.replacen(&format!("<?{index}?>"), line, 1));
        }
        restored
    }

    pub fn fence(&self, index: usize) -> Fence {
        let line = self.line(index);
        let content = self.file.get(line.clone()).unwrap_or_default();
        let colons = content.bytes().take_while(|byte| *byte == b':').count();
        let rest = content.get(colons..).unwrap_or_default();
        let name = rest.trim_start();
        if name.is_empty() {
            return Fence::Close { colons };
        }
        let start = line.start + colons + (rest.len() - name.len());
        let length = name.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(name.len());
        let follows = name.get(length..).and_then(|tail| tail.chars().next());
        if !name.starts_with(char::is_alphabetic) || follows.is_some_and(|c| !c.is_whitespace()) {
            return Fence::Broken { rest: start..line.end };
        }
        Fence::Open { colons, name: start..start + length, attributes: start + length..line.end }
    }
}

/// How much of a line is indentation, quotation marks and list marks.
pub fn prefix(line: &str) -> usize {
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let mark = match byte {
            b' ' | b'\t' | b'>' => 1,
            b'-' | b'*' | b'+' => list_mark(bytes, at, 1),
            b'0'..=b'9' => list_mark(bytes, at, numeral(bytes, at)),
            _ => 0,
        };
        if mark == 0 {
            break;
        }
        at += mark;
    }
    at
}

/// The length of a list mark, if a space follows it.
fn list_mark(bytes: &[u8], at: usize, length: usize) -> usize {
    if length > 0 && matches!(bytes.get(at + length), Some(b' ' | b'\t')) { length + 1 } else { 0 }
}

fn numeral(bytes: &[u8], at: usize) -> usize {
    let digits = bytes.iter().skip(at).take(9).take_while(|byte| byte.is_ascii_digit()).count();
    if matches!(bytes.get(at + digits), Some(b'.' | b')')) { digits + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_without_components_is_borrowed() {
        assert!(matches!(Masked::new("a\nb", 0..3).text, Cow::Borrowed("a\nb")));
    }

    #[test]
    fn component_lines_are_masked_and_found_again() {
        let file = "+++\n+++\n- :::quote author=\"A\"\r\n  ž\r\n  :::  \r\nend";
        let masked = Masked::new(file, 8..file.len());
        assert_eq!(masked.text, "- <?0?>\r\n  ž\r\n  <?1?>  \r\nend");
        let at = masked.text.find("end").unwrap();
        assert_eq!(file.get(masked.to_file(at)..), Some("end"));
        assert_eq!(file.get(masked.line(0)), Some(":::quote author=\"A\""));
        assert!(matches!(masked.fence(0), Fence::Open { colons: 3, .. }));
        assert_eq!(masked.fence(1), Fence::Close { colons: 3 });
        assert_eq!(masked.restore("<?1?>\n", &(0..masked.text.len())), ":::\n");
    }

    #[test]
    fn what_is_no_name_is_broken() {
        let broken = |line: &str| matches!(Masked::new(line, 0..line.len()).fence(0), Fence::Broken { .. });
        assert!(broken("::: 5"));
        assert!(broken(":::quote{.x}"));
        assert!(!broken("::: quote"));
    }
}
