//! Formulas in the notation of LaTeX as MathML: made when the site is built, so readers' browsers need no script.

use std::ops::Range;
use std::sync::LazyLock;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use super::escape::{push_attribute, push_text};
use super::writer::Writer;
use crate::diagnostics::{Code, Diagnostic};
use crate::upstream;

/// Longer ones are not read: what is nested in them must not use up the stack.
const LONGEST: usize = 4000;
const DEEPEST: usize = 40;

static CONVERTER: LazyLock<LatexToMathML> = LazyLock::new(|| {
    // Only definitions of commands can be wrong, and there are none.
    LatexToMathML::new(MathCoreConfig::default()).unwrap_or_default()
});

/// What is wrong with a formula: the bytes, and which help says what to do.
#[derive(Debug, PartialEq, Eq)]
struct Mistake {
    span: Range<usize>,
    help: &'static str,
}

/// Whether `$inside$` at `range` of `text` is a formula, and not two prices.
pub fn is_formula(inside: &str, text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    if before.is_some_and(char::is_alphanumeric) || after.is_some_and(|c| c.is_ascii_digit()) {
        return false;
    }
    inside.contains(['\\', '^', '_', '=', '+', '<', '>', '{']) || !is_prose(inside)
}

/// Words beside each other with nothing but spaces between them, or letters that no formula has.
fn is_prose(text: &str) -> bool {
    let word = |part: &str| part.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let is_number = |part: &str| part.trim_end_matches([',', '.']).parse::<f64>().is_ok();
    let mut parts = text.split_whitespace();
    let several = parts.clone().count() > 1;
    let own = |c: char| c.is_alphabetic() && !c.is_ascii() && !('α'..='ω').contains(&c) && !('Α'..='Ω').contains(&c);
    let alone = |text: &str| !text.chars().any(char::is_alphanumeric);
    text.contains(own) || alone(text) || (several && parts.any(|part| word(part) && !is_number(part)))
}

impl Writer<'_, '_> {
    /// A formula; `range` is that of the parser's event, with the marks.
    pub fn formula(&mut self, text: &str, range: &Range<usize>, display: bool) {
        let masked = self.masked;
        if self.is_in_code() || text.trim().is_empty() {
            return self.verbatim(masked.original(range));
        }
        let concealed = masked.formula_at(range.start).filter(|formula| formula.range == *range);
        let source = match concealed {
            Some(_) => lines_of(masked.original(range), text),
            None => masked.unmasked(text).into_owned(),
        };
        let display = concealed.map_or(display, |formula| formula.display);
        if !display && !masked.original(range).starts_with('\\') && !is_formula(text, &masked.text, range) {
            return self.verbatim(masked.original(range));
        }
        match mathml(&source, display) {
            Ok(html) => self.top.html.push_str(&html),
            Err(mistake) => {
                self.report_mistake(&mistake, &source, range);
                self.top.html.push_str("<code class=\"math-error\">");
                push_text(&mut self.top.html, &source);
                self.top.html.push_str("</code>");
            }
        }
        self.text.push_str(source.trim());
        self.flow.pass('x');
    }

    fn report_mistake(&mut self, mistake: &Mistake, source: &str, range: &Range<usize>) {
        let part = source.get(mistake.span.clone()).unwrap_or_default();
        let part = if part.trim().is_empty() { source } else { part };
        let part = part.trim().lines().next().unwrap_or_default();
        // Lines within quotations have marks of their own, so a place is found by what stands there.
        let written = self.masked.original(range);
        let marks = if written.starts_with('$') && !written.starts_with("$$") { 1 } else { 2 };
        let counted = marks + mistake.span.start;
        let start = if written.get(counted..).is_some_and(|rest| rest.starts_with(part)) {
            counted
        } else {
            written.find(part).unwrap_or_default()
        };
        let start = range.start + start;
        let span = self.in_file(&(start..start + part.len()));
        let part: String = part.chars().take(40).collect();
        self.report(Diagnostic::warning(Code::MathInvalid).arg("part", part).help(mistake.help), span);
    }
}

/// The lines of a concealed formula, without the marks of quotations before them: as long as those of the parser.
fn lines_of(original: &str, concealed: &str) -> String {
    let inside = original.get(2..original.len().saturating_sub(2)).unwrap_or_default();
    let lines = inside.split('\n').zip(concealed.split('\n'));
    let kept = lines.map(|(line, seen)| line.get(line.len().saturating_sub(seen.len())..).unwrap_or(line).trim_end());
    kept.collect::<Vec<_>>().join("\n")
}

fn mathml(source: &str, display: bool) -> Result<String, Mistake> {
    let source = source.trim_end();
    let whole = || 0..source.len();
    if source.len() > LONGEST || depth(source) > DEEPEST {
        return Err(Mistake { span: whole(), help: "long" });
    }
    let (latex, added) = with_decimal_commas(source);
    let style = if display { MathDisplay::Block } else { MathDisplay::Inline };
    match CONVERTER.convert_with_local_state(&latex, style) {
        Ok(result) => Ok(with_classes(&result.mathml)),
        Err(error) => {
            let place = |at: usize| at - added.iter().filter(|added| **added < at).count();
            let span = place(error.0.start)..place(error.0.end);
            Err(Mistake {
                span: if span.is_empty() { whole() } else { span },
                help: upstream::math_fault(&error.error_message()).unwrap_or("help"),
            })
        }
    }
}

/// How deep brackets and commands that take what follows stand in each other.
fn depth(source: &str) -> usize {
    let (mut open, mut deepest, mut run) = (0_usize, 0, 0);
    for part in source.split_inclusive(['{', '}', '\\', '^', '_']) {
        let text = part.trim_end_matches(['{', '}', '\\', '^', '_']);
        if text.starts_with("left") || text.starts_with("begin") {
            open += 1;
        } else if text.starts_with("right") || text.starts_with("end") {
            open = open.saturating_sub(1);
        }
        // Letters of a command alone end nothing: the next one may be its argument.
        run = if text.chars().all(|c| c.is_ascii_alphabetic()) { run + 1 } else { 0 };
        match part.as_bytes().last() {
            Some(b'{') => open += 1,
            Some(b'}') => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open + run / 4);
    }
    deepest
}

/// Braces around a comma between digits, which else is set like one between two numbers; and where something was added.
fn with_decimal_commas(source: &str) -> (String, Vec<usize>) {
    let bytes = source.as_bytes();
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let (mut out, mut added) = (String::with_capacity(source.len() + 8), Vec::new());
    for (at, c) in source.char_indices() {
        if c == ',' && digit(at.checked_sub(1)) && digit(Some(at + 1)) {
            added.push(out.len());
            out.push_str("{,}");
            added.push(out.len() - 1);
        } else {
            out.push(c);
        }
    }
    (out, added)
}

/// The looks of a table that the library writes as styles: a page has none but in its style sheet.
const CLASSES: [(&str, &str); 10] = [
    ("text-align: left", "math-left"),
    ("text-align: right", "math-right"),
    ("border-left: 0.05em solid currentcolor", "math-line-left"),
    ("border-left: 0.05em dashed currentcolor", "math-line-left"),
    ("border-right: 0.05em solid currentcolor", "math-line-right"),
    ("border-right: 0.05em dashed currentcolor", "math-line-right"),
    ("border-top: 0.05em solid currentcolor", "math-line-top"),
    ("border-top: 0.05em dashed currentcolor", "math-line-top"),
    ("border-bottom: 0.05em solid currentcolor", "math-line-bottom"),
    ("width: 100%", "math-wide"),
];

fn with_classes(mathml: &str) -> String {
    let mut out = String::with_capacity(mathml.len());
    let mut rest = mathml;
    // Texts hold no `<`, so this is the attribute of a tag.
    while let Some((tag, after)) = rest.split_once('<').and_then(|(text, tag)| {
        let end = tag.find('>')? + 1;
        out.push_str(text);
        Some(tag.split_at(end))
    }) {
        out.push('<');
        match tag.split_once(" style=\"").and_then(|(before, style)| Some((before, style.split_once('"')?))) {
            None => out.push_str(tag),
            Some((before, (style, behind))) => {
                out.push_str(before);
                let class =
                    |part: &str| CLASSES.iter().find(|(looks, _)| *looks == part.trim()).map(|(_, class)| *class);
                let classes: Vec<_> = style.split(';').filter_map(class).collect();
                if !classes.is_empty() {
                    push_attribute(&mut out, "class", &classes.join(" "));
                }
                out.push_str(behind);
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_no_formulas() {
        let is = |text: &str| {
            let (start, end) = (text.find('$').unwrap(), text.rfind('$').unwrap());
            let (start, end) = (start, text[start + 1..=end].find('$').unwrap() + start + 1);
            is_formula(&text[start + 1..end], text, &(start..end + 1))
        };
        for text in [
            "$x$",
            "a $x*y*z$, b",
            "($n$)",
            "$5$",
            "$0,25$",
            "$a b$",
            "$\\text{kaina ą}$",
            "$S = ab$",
            "$\\alpha$",
            "$α$",
        ] {
            assert!(is(text), "{text}");
        }
        for text in ["„$5–$10“", "$5-$6", "$5a ir b$", "5$–10$", "$1,000 and $2,000", "$kaina š$", "$–$"] {
            assert!(!is(text), "{text}");
        }
    }

    #[test]
    fn commas_between_digits_are_decimal() {
        assert_eq!(with_decimal_commas("0,25 + f(1, 2)"), ("0{,}25 + f(1, 2)".to_owned(), vec![1, 3]));
        let formula = mathml("0,25", false).unwrap();
        assert!(!formula.contains("<mo>,</mo><mn>25"), "{formula}");
    }

    #[test]
    fn mistakes_have_a_place_and_a_help() {
        let mistake = |source: &str| {
            let mistake = mathml(source, false).unwrap_err();
            (source[mistake.span.clone()].to_owned(), mistake.help)
        };
        assert_eq!(mistake("0,5 + \\ce{x}"), ("\\ce".into(), "command"));
        assert_eq!(mistake("\\begin{nera}x\\end{nera}").1, "environment");
        assert_eq!(mistake("\\frac{a").1, "unclosed");
        assert_eq!(mistake("a}").1, "unopened");
        assert_eq!(mistake("\\frac{a}").1, "argument");
        assert_eq!(mistake("x^2^3").1, "scripts");
    }

    #[test]
    fn looks_of_tables_are_classes() {
        let table = mathml("\\begin{array}{l|r} a & b \\\\ \\hline c & d \\end{array}", true).unwrap();
        assert!(!table.contains(" style="), "{table}");
        for class in ["math-left", "math-right", "math-line-right", "math-line-top"] {
            assert!(table.contains(class), "{class}: {table}");
        }
        let text = mathml("\\text{<b style=\"x\">}", false).unwrap();
        assert!(text.contains("style=") && !text.contains("<b"), "{text}");
    }

    #[test]
    fn nothing_nested_uses_up_the_stack() {
        for piece in
            ["{", "\\sqrt", "\\frac", "\\left(", "\\begin{matrix}", "x^", "x_{", "\\sqrt{", "\\vec ", "^", "\\hat\\bar"]
        {
            let _ = mathml(&piece.repeat(LONGEST / piece.len()), true);
            let _ = mathml(&piece.repeat(DEEPEST - 1), true);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_formula_makes_it_panic_or_leaves_a_tag(source in "(\\\\[a-z]{1,6}|[{}^_&x1,<>\" ]|\\\\\\\\|\\PC){0,24}") {
            if let Ok(html) = mathml(&source, false) {
                proptest::prop_assert!(html.starts_with("<math") && html.ends_with("</math>"));
                proptest::prop_assert!(!html.contains("<script") && !html.contains(" style=\""), "{}", html);
            }
        }
    }
}
