//! Marks that a keyboard or another language put in the place of the right ones, and that the typography leaves as they are
//! because somebody typed them by hand.

use std::ops::Range;

use memchr::{memchr, memmem};

use super::writer::Writer;
use crate::diagnostics::{Code, Diagnostic, Edit};

/// A mark and what should stand there. The range is in the run.
type Slip = (Range<usize>, &'static str);

impl Writer<'_, '_> {
    /// Looks at a run of text that begins at `start` in the masked text.
    pub fn check_marks(&mut self, run: &str, start: usize) {
        if memmem::find(run.as_bytes(), b" - ").is_some() {
            self.report_slips(Code::HyphenForDash, &hyphens(run), start);
        }
        // All of these quotation marks begin with the same byte.
        if self.options.typography.opens_low() && memchr(0xE2, run.as_bytes()).is_some() {
            self.report_slips(Code::QuotesForeign, &quotes(run), start);
        }
    }

    fn report_slips(&mut self, code: Code, slips: &[Slip], start: usize) {
        let Some((first, _)) = slips.first() else { return };
        let place = |range: &Range<usize>| self.in_file(&(start + range.start..start + range.end));
        let span = place(first);
        let edits = slips.iter().map(|(range, right)| Edit { span: place(range), text: (*right).to_owned() }).collect();
        self.report(Diagnostic { edits, ..Diagnostic::warning(code) }, span);
    }
}

/// Hyphens with spaces around them between words. Between numbers it may be a minus.
fn hyphens(run: &str) -> Vec<Slip> {
    let is_dash = |at: usize| {
        let (before, after) = (run[..at].chars().next_back(), run[at + 3..].chars().next());
        let ends = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | '“' | '”' | '"' | '.' | ',' | '%'));
        let begins = after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '(' | '„' | '“' | '"'));
        let is_sum = before.is_some_and(|c| c.is_ascii_digit()) && after.is_some_and(|c| c.is_ascii_digit());
        ends && begins && !is_sum
    };
    memmem::find_iter(run.as_bytes(), b" - ").filter(|at| is_dash(*at)).map(|at| (at + 1..at + 2, "–")).collect()
}

/// English and typewriter pairs, and pairs that end in English, in a language that writes „…“.
fn quotes(run: &str) -> Vec<Slip> {
    let mut slips: Vec<Slip> = Vec::new();
    // The place of the mark that opened, and what it ought to be.
    let mut open: Option<(Range<usize>, bool)> = None;
    for (at, c) in run.char_indices() {
        let range = at..at + c.len_utf8();
        let begins_word = run[range.end..].starts_with(char::is_alphanumeric)
            && !run[..at].ends_with(|c: char| c.is_alphanumeric() || c.is_ascii_punctuation() && c != '(');
        match (c, &open) {
            ('„', _) => open = Some((range, true)),
            ('“', None) if begins_word => open = Some((range, false)),
            ('“' | '”', Some((first, is_right))) => {
                if !is_right {
                    slips.push((first.clone(), "„"));
                }
                if c == '”' {
                    slips.push((range, "“"));
                }
                open = None;
            }
            _ => {}
        }
    }
    slips
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str, slips: &[Slip]) -> String {
        let mut mended = text.to_owned();
        slips.iter().rev().for_each(|(range, right)| mended.replace_range(range.clone(), right));
        mended
    }

    #[test]
    fn a_hyphen_between_words_is_a_dash() {
        let text = "Tikslas - mokytis, 2024 - 2025, a-b, „Rytas“ - kartu, 5 - 3, klasė (5) - visi";
        assert_eq!(
            mended(text, &hyphens(text)),
            "Tikslas – mokytis, 2024 - 2025, a-b, „Rytas“ – kartu, 5 - 3, klasė (5) – visi"
        );
    }

    #[test]
    fn quotation_marks_of_another_language_become_ours() {
        for (text, right) in [
            ("“Rytas” ir „vakaras”", "„Rytas“ ir „vakaras“"),
            ("„Rytas“ ir „vakaras“", "„Rytas“ ir „vakaras“"),
            ("sakė: “Taip.” Tada (“Ne”)", "sakė: „Taip.“ Tada („Ne“)"),
            ("5” vamzdis ir “nebaigta", "5” vamzdis ir “nebaigta"),
        ] {
            assert_eq!(mended(text, &quotes(text)), right);
        }
    }
}
