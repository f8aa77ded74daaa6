//! What an author meant as Markdown and the parser did not take for it: told with the line as it should be.

use std::ops::Range;

use super::writer::Writer;
use crate::diagnostics::{Code, Diagnostic, Edit};

/// Something that is shown as it was typed. The range is in the paragraph.
#[derive(Debug, PartialEq, Eq)]
struct LookAlike {
    code: Code,
    range: Range<usize>,
    suggestion: String,
    /// What makes it Markdown, by ranges of the paragraph.
    edits: Vec<(Range<usize>, String)>,
}

impl Writer<'_, '_> {
    /// Looks at the lines of a paragraph.
    pub fn check_paragraph(&mut self, range: &Range<usize>) {
        let text = self.masked.text.get(range.clone()).unwrap_or_default();
        for found in in_paragraph(text) {
            let place = |part: &Range<usize>| self.in_file(&(range.start + part.start..range.start + part.end));
            let edits = found.edits.into_iter().map(|(part, text)| Edit { span: place(&part), text }).collect();
            let problem = Diagnostic::warning(found.code).arg("suggestion", found.suggestion);
            let span = place(&found.range);
            self.report(Diagnostic { edits, ..problem }, span);
        }
    }

    /// Looks for a link or picture whose address has spaces, in a run of text that begins at `start` in the masked text.
    pub fn check_link_text(&mut self, run: &str, start: usize) {
        let mut from = 0;
        while let Some(at) = run.get(from..).and_then(|rest| rest.find("](")).map(|at| from + at) {
            from = at + 2;
            let Some(length) = spaced_address(&run[from..]) else { continue };
            let address = run[from..from + length].trim();
            let span = self.in_file(&(start + from..start + from + length));
            let scheme = if address.starts_with("www.") { "https://" } else { "" };
            let problem = Diagnostic::warning(Code::LinkWithSpaces).arg("address", format!("{scheme}{address}"));
            let mended = problem.edit(span.clone(), format!("<{scheme}{address}>"));
            self.report(mended, span);
            from += length;
        }
    }

    /// Looks for the beginning of a formula on lines of its own that has no end.
    pub fn check_formula_text(&mut self, run: &str, start: usize) {
        let before = &self.masked.text[..start];
        let begins = |at: usize| at == 0 && (before.is_empty() || before.ends_with('\n')) || run[..at].ends_with('\n');
        if let Some((at, _)) = run.match_indices("$$").find(|(at, _)| begins(*at)) {
            let span = self.in_file(&(start + at..start + at + 2));
            self.report(Diagnostic::warning(Code::MathUnclosed), span);
        }
    }

    /// Looks whether an indented code block is prose that was pasted with a tab before it.
    pub fn check_indented_code(&mut self, code: &str, range: &Range<usize>) {
        if is_prose(code) {
            let block = self.in_file(range);
            let span = self.first_line(&block);
            // Within a list the space may say what the text belongs to.
            let edits = if self.depth == 0 { indentation(&self.source.text, &block) } else { Vec::new() };
            self.report(Diagnostic { edits, ..Diagnostic::warning(Code::CodeIndented) }, span);
        }
    }

    /// Looks whether the fence of a code block is closed: else it takes in all that follows.
    pub fn check_fence(&mut self, range: &Range<usize>) {
        let block = self.masked.text.get(range.clone()).unwrap_or_default().trim_end();
        let fence = &block[..block.len() - block.trim_start_matches(['`', '~']).len()];
        let last = block.lines().next_back().unwrap_or_default().trim_start_matches([' ', '\t', '>']);
        let is_end = last.starts_with(fence) && last.trim_start_matches(['`', '~']).is_empty();
        if !is_end || block.lines().count() < 2 {
            let span = self.first_line(&self.in_file(range));
            self.report(Diagnostic::warning(Code::CodeUnclosed).arg("fence", fence), span);
        }
    }

    /// Tells of cells that a row has beyond the table's columns: nobody sees them.
    pub fn check_row(&mut self, range: &Range<usize>) {
        let row = self.masked.text.get(range.clone()).unwrap_or_default();
        let (found, expected) = (cells(row), self.table.alignments.len());
        if found > expected {
            let span = self.first_line(&self.in_file(range));
            let problem = Diagnostic::warning(Code::TableRowLong).arg("found", found).arg("expected", expected);
            self.report(problem, span);
        }
    }
}

/// Takes away what stands before the text of each line of a block.
fn indentation(text: &str, block: &Range<usize>) -> Vec<Edit> {
    let start = text[..block.start].rfind('\n').map_or(0, |at| at + 1);
    let mut at = start;
    let mut edits = Vec::new();
    for line in text[start..block.end].split_inclusive('\n') {
        let space = line.len() - line.trim_start_matches([' ', '\t']).len();
        edits.extend((space > 0).then(|| Edit { span: at..at + space, text: String::new() }));
        at += line.len();
    }
    edits
}

fn in_paragraph(text: &str) -> Vec<LookAlike> {
    let mut found = Vec::new();
    let mut at = 0;
    let (mut lines, mut piped, mut marked) = (0, 0, Vec::new());
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        lines += 1;
        piped += usize::from(content.len() > 1 && content.starts_with('|') && content.ends_with('|'));
        if let Some(suggestion) = heading(content) {
            let text = start + content.len() - content.trim_start_matches('#').len();
            let edits = vec![(text..text, " ".to_owned())];
            let range = start..start + content.len();
            found.push(LookAlike { code: Code::HeadingWithoutSpace, range, suggestion, edits });
        } else if let Some(mark) = content.chars().next().filter(|c| matches!(c, '•' | '·' | '▪' | '●' | '–' | '—'))
        {
            marked.push((mark, start));
        }
    }
    if lines > 1 && piped == lines {
        let first = text.lines().next().unwrap_or_default().trim_end();
        let suggestion = format!("|{}", "---|".repeat(cells(first)));
        let is_rule =
            |line: &str| line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t' | '\r'));
        let code = match text.lines().nth(1) {
            Some(second) if is_rule(second) => Code::TableRuleDiffers,
            _ => Code::TableWithoutRule,
        };
        let second = text.find('\n').map_or(text.len(), |at| at + 1);
        let end = if text[..second].ends_with("\r\n") { "\r\n" } else { "\n" };
        let indent: String = text[second..].chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
        let rule = (second..second, format!("{indent}{suggestion}{end}"));
        let edits = if code == Code::TableWithoutRule { vec![rule] } else { Vec::new() };
        found.push(LookAlike { code, range: 0..first.len(), suggestion, edits });
    }
    // A line of a conversation begins with a dash too; a bullet is never anything else.
    let is_list = |(mark, _): &(char, usize)| marked.len() > 1 || matches!(mark, '•' | '▪' | '●');
    if let Some((mark, start)) = marked.first().copied().filter(is_list) {
        let range = start..start + mark.len_utf8();
        if text[range.end..].starts_with([' ', '\t', '\u{a0}']) {
            let edits =
                marked.iter().filter_map(|(mark, start)| bullet(text, *start..start + mark.len_utf8())).collect();
            found.push(LookAlike { code: Code::ListMark, range, suggestion: mark.to_string(), edits });
        }
    }
    found
}

/// A mark with the space after it as Markdown has them.
fn bullet(text: &str, mark: Range<usize>) -> Option<(Range<usize>, String)> {
    let after = &text[mark.end..];
    let space = after.len() - after.trim_start_matches([' ', '\t', '\u{a0}']).len();
    (space > 0).then(|| (mark.start..mark.end + space, "- ".to_owned()))
}

/// „##Antraštė“ with the space that it lacks. One number sign may be that of a hashtag.
fn heading(line: &str) -> Option<String> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let is_heading = (2..=6).contains(&level) && text.starts_with(char::is_alphanumeric);
    is_heading.then(|| format!("{} {}", "#".repeat(level), text.chars().take(60).collect::<String>()))
}

/// Length of what stands between the round brackets, if it is an address but for its spaces.
fn spaced_address(text: &str) -> Option<usize> {
    /// No name of a file is longer.
    const LONGEST: usize = 260;
    let near = &text[..text.floor_char_boundary(LONGEST)];
    let line = near.lines().next()?;
    let mut depth = 0_usize;
    let end = line.find(|c| match c {
        '(' => {
            depth += 1;
            false
        }
        ')' if depth > 0 => {
            depth -= 1;
            false
        }
        c => c == ')',
    })?;
    let address = line.get(..end)?;
    let address = match address.split_once(" \"") {
        Some((address, title)) if title.ends_with('"') => address,
        _ => address,
    };
    let ending = address.rsplit_once('.').map_or("", |(_, ending)| ending);
    let has_ending = (2..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let named = address.split_once(':').is_some_and(|(kind, _)| kind.bytes().all(|byte| byte.is_ascii_lowercase()));
    let is_address = (has_ending || named || address.contains('/')) && !address.contains(['<', '"']);
    (address.trim().contains(' ') && is_address).then_some(address.len())
}

/// Whether a text that is shown as code is one that people read: sentences or names, with nothing of a program.
fn is_prose(text: &str) -> bool {
    let of_prose = |c: char| {
        c.is_alphanumeric()
            || c.is_whitespace()
            || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '(' | ')' | '-' | '–' | '—')
            || matches!(c, '„' | '“' | '”' | '"' | '\'' | '%' | '§' | '/' | '•' | '…' | '’')
    };
    let first = text
        .trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | ')' | '-' | '•'));
    let is_word = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() > 2;
    let letters = text.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    text.chars().all(of_prose)
        && text.split_whitespace().any(is_word)
        && (letters || first.starts_with(char::is_uppercase))
}

/// Number of cells in the line of a table.
fn cells(row: &str) -> usize {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = row.strip_suffix('|').filter(|inside| !inside.ends_with('\\')).unwrap_or(row);
    let mut escaped = false;
    let bars = row.bytes().filter(|byte| {
        let is_bar = *byte == b'|' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        is_bar
    });
    bars.count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(&'static str, &str, String)> {
        in_paragraph(text).into_iter().map(|found| (found.code.name(), &text[found.range], found.suggestion)).collect()
    }

    #[test]
    fn lines_that_look_like_markdown_are_told_with_the_mended_line() {
        assert_eq!(told("##Be tarpo"), [("heading-without-space", "##Be tarpo", "## Be tarpo".to_owned())]);
        assert_eq!(told("| a | b |\n| c | d |"), [("table-without-rule", "| a | b |", "|---|---|".to_owned())]);
        assert_eq!(told("• vienas\n• du"), [("list-mark", "•", "•".to_owned())]);
        assert_eq!(told("– vienas\n– du"), [("list-mark", "–", "–".to_owned())]);
        for plain in ["– Labas, – tarė jis.", "#hashtag ir #kitas", "a | b |\n| c", "####### x", "a\n• ne", "|x| < 1"]
        {
            assert!(told(plain).is_empty() || plain.starts_with("a\n"), "{plain}: {:?}", told(plain));
        }
    }

    #[test]
    fn addresses_with_spaces_are_known_by_their_ending_or_kind() {
        for address in ["Mokytojų taryba 2026 (1).png", "Planas – forma.docx", "school:Mano mokykla", "../a b/c"] {
            assert_eq!(spaced_address(&format!("{address}) x")), Some(address.len()), "{address}");
        }
        assert_eq!(spaced_address("foto 1.jpg \"Salė\") x"), Some("foto 1.jpg".len()));
        for text in ["žr. skyrių)", "a.png)", "a.png \"pavadinimas\")", "taip, ne", "a b"] {
            assert_eq!(spaced_address(text), None, "{text}");
        }
    }

    #[test]
    fn prose_is_told_from_code() {
        for prose in
            ["Tenkinti\n", "1. Įsivardinti poreikį ( pagrindas mokytojo veiklos savianalizė)\n", "Sudaryti sąlygas"]
        {
            assert!(is_prose(prose), "{prose}");
        }
        for code in
            ["let x = 1;\n", "ls -la", "npm install", "def f(x):", "print(\"a\") # b", "{ Taip }", "1 2 3", "a_b"]
        {
            assert!(!is_prose(code), "{code}");
        }
    }

    #[test]
    fn cells_are_counted_as_the_parser_cuts_them() {
        assert_eq!(
            (cells("| a | b |"), cells("a | b | c"), cells("| a \\| b |"), cells("|a|b\\|"), cells("|a||")),
            (2, 3, 1, 2, 2)
        );
    }
}
