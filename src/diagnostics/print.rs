//! Problems as text for a terminal, in the look that rustc made familiar.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, renderer::DecorStyle};

use super::{Catalogue, Diagnostic, Place, Severity, SourceText, fill};

/// Problems of one code in one file that are printed; a file that was moved over may have thousands, all mended alike.
const OF_ONE_CODE: usize = 50;
/// Bytes of a source line that are shown whole.
const LINE: usize = 400;
/// Bytes shown before and after the place in a longer line.
const AROUND: usize = 100;

/// Line and column of a place, both from 1, the column in characters.
pub fn position(place: &Place) -> (usize, usize) {
    Positions::default().of(place)
}

/// The positions of many places. Where they come in order, each file is gone through once.
#[derive(Debug, Default)]
pub struct Positions {
    source: Option<Arc<SourceText>>,
    at: usize,
    line: usize,
    column: usize,
}

impl Positions {
    /// Line and column of a place, both from 1, the column in characters.
    pub fn of(&mut self, place: &Place) -> (usize, usize) {
        let start = place.span.start;
        let goes_on = self.source.as_ref().is_some_and(|source| Arc::ptr_eq(source, &place.source)) && start >= self.at;
        if !goes_on {
            *self = Self { source: Some(Arc::clone(&place.source)), at: 0, line: 1, column: 1 };
        }
        let between = &place.source.text[self.at..start];
        let last_line = match between.rfind('\n') {
            Some(at) => {
                self.line += between.bytes().filter(|byte| *byte == b'\n').count();
                self.column = 1;
                &between[at + 1..]
            }
            None => between,
        };
        self.column += last_line.chars().count();
        self.at = start;
        (self.line, self.column)
    }
}

/// All problems, each followed by an empty line. `styled` adds colours for a terminal. Of many problems of one kind in one file
/// the first are shown, and how many there are more.
pub fn render_all(problems: &[Diagnostic], catalogue: &Catalogue, styled: bool) -> String {
    let mut out = String::new();
    let mut positions = Positions::default();
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (at, problem) in problems.iter().enumerate() {
        let path = path_of(problem);
        let count = counts.entry((path, problem.code.name())).or_default();
        *count += 1;
        if *count <= OF_ONE_CODE {
            out.push_str(&render(problem, catalogue, styled, &mut positions));
            out.push_str("\n\n");
        }
        let file_ends = problems.get(at + 1).is_none_or(|next| path_of(next) != path);
        if file_ends {
            more(&mut out, &counts, path, catalogue);
            counts.clear();
        }
    }
    out
}

/// Tells what was left out of a file.
fn more(out: &mut String, counts: &BTreeMap<(&str, &str), usize>, path: &str, catalogue: &Catalogue) {
    for ((_, code), count) in counts.iter().filter(|(_, count)| **count > OF_ONE_CODE) {
        let args =
            [("count", (count - OF_ONE_CODE).to_string()), ("code", (*code).to_owned()), ("path", path.to_owned())];
        // Writing to a text cannot fail.
        let _ = write!(out, "{}\n\n", fill(&catalogue.more, &args));
    }
}

fn path_of(problem: &Diagnostic) -> &str {
    problem.place.as_ref().map_or("", |place| &place.source.path)
}

/// One problem: its message, the place with the line and a caret, and the help.
pub fn render_one(problem: &Diagnostic, catalogue: &Catalogue, styled: bool) -> String {
    render(problem, catalogue, styled, &mut Positions::default())
}

fn render(problem: &Diagnostic, catalogue: &Catalogue, styled: bool, positions: &mut Positions) -> String {
    let message = catalogue.message(problem);
    let help = catalogue.help(problem);
    let (level, name) = match problem.severity {
        Severity::Error => (Level::ERROR, &catalogue.error),
        Severity::Warning => (Level::WARNING, &catalogue.warning),
    };
    let mut group = Group::with_title(level.with_name(name.as_str()).primary_title(&message).id(problem.code.name()));
    if let Some(place) = &problem.place {
        group = add_place(group, place, AnnotationKind::Primary, positions.of(place));
    }
    if let Some(place) = &problem.other {
        group = add_place(group, place, AnnotationKind::Context, position(place));
    }
    if let Some(help) = &help {
        group = group.element(Level::HELP.with_name(catalogue.help.as_str()).message(help));
    }
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let text = renderer.decor_style(DecorStyle::Ascii).render(&[group]).clone();
    text.split('\n').filter(|line| !is_bare_origin(line)).collect::<Vec<_>>().join("\n")
}

/// The renderer puts a line `:::` without a path before a snippet whose path was told apart from it.
fn is_bare_origin(line: &str) -> bool {
    anstream::adapter::strip_str(line).to_string().trim() == ":::"
}

/// Only the lines around the place are handed over, and of a long one only a part: a renderer should not have to walk a long file
/// for each problem.
fn add_place<'p>(
    group: Group<'p>,
    place: &'p Place,
    kind: AnnotationKind,
    (line, column): (usize, usize),
) -> Group<'p> {
    let text = &place.source.text;
    let start = text[..place.span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = line_end(text, place.span.end);
    let path = &place.source.path;
    if end - start <= LINE {
        let span = place.span.start - start..place.span.end.min(end) - start;
        return group
            .element(Snippet::source(&text[start..end]).line_start(line).path(path).annotation(kind.span(span)));
    }
    let Range { start: from, end: to } = around(text, place, start);
    let span = place.span.start - from..place.span.end.min(to) - from;
    let snippet = Snippet::source(&text[from..to]).line_start(line).annotation(kind.span(span));
    group.element(Origin::path(path).line(line).char_column(column)).element(snippet)
}

/// The part of the place's first line that is shown where the whole is too long.
fn around(text: &str, place: &Place, line_start: usize) -> Range<usize> {
    let line_end = line_end(text, place.span.start);
    let start = text.ceil_char_boundary(place.span.start.saturating_sub(AROUND).max(line_start));
    let shown = place.span.end.min(place.span.start + AROUND) + AROUND;
    start..text.floor_char_boundary(shown.min(line_end)).max(place.span.start)
}

/// Where the line ends that a byte stands in, without its line break: a CR shown as a glyph is none of the author's doing.
fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |after| at + after);
    if end > at && text[..end].ends_with('\r') { end - 1 } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, span: Range<usize>) -> String {
        let source = SourceText::new("a.md", text);
        render_one(
            &Diagnostic::error(crate::diagnostics::Code::LinkUnknown).at(&source, span),
            &Catalogue::for_language("en"),
            false,
        )
    }

    #[test]
    fn a_problem_shows_its_line_and_a_caret() {
        let source = SourceText::new("content/practices/a.md", "+++\ntitle = \"A\"\ndate = \"2026-13\"\n+++\n");
        let problem =
            Diagnostic::error(crate::diagnostics::Code::DateInvalid).arg("value", "2026-13").at(&source, 23..32);
        let text = render_one(&problem, &Catalogue::for_language("en"), false);
        assert!(text.contains("content/practices/a.md:3:8"), "{text}");
        assert!(text.contains("^^^^^^^^^"), "{text}");
    }

    #[test]
    fn columns_count_characters() {
        let source = SourceText::new("a.md", "x\nąčę = 1");
        let problem =
            Diagnostic::error(crate::diagnostics::Code::LinkUnknown).at(&source, "x\nąčę ".len().."x\nąčę =".len());
        assert_eq!(position(&problem.place.unwrap()), (2, 5));
    }

    #[test]
    fn positions_do_not_depend_on_what_was_asked_before() {
        let source = SourceText::new("a.md", "ą\nčę b\n\nc");
        let place = |at| Place { source: Arc::clone(&source), span: at..at };
        let starts: Vec<_> = source.text.char_indices().map(|(at, _)| at).collect();
        let mut positions = Positions::default();
        for at in starts.iter().chain(starts.iter().rev()) {
            assert_eq!(positions.of(&place(*at)), position(&place(*at)), "{at}");
        }
    }

    #[test]
    fn the_end_of_a_line_is_not_shown_whatever_ends_it() {
        let text = "pirma\r\nantra [x](y).\r\ntrečia";
        let shown = shown(text, 13..19);
        assert!(shown.contains("2 | antra [x](y).\n"), "{shown:?}");
        assert!(!shown.contains('␍') && !shown.contains('\r'), "{shown:?}");
        assert!(super::tests::shown(text, 20..22).contains("a.md:2:14"));
    }

    #[test]
    fn of_a_long_line_the_part_around_the_place_is_shown() {
        let text = format!("x\n{} HERE {}", "ą".repeat(5000), "č".repeat(5000));
        let at = text.find("HERE").unwrap();
        let shown = shown(&text, at..at + 4);
        assert!(shown.contains("a.md:2:5002") && shown.contains("HERE") && shown.contains("^^^^"), "{shown}");
        assert!(shown.len() < 2000, "{shown}");
        assert!(!shown.contains(":::"), "{shown}");
        let source = SourceText::new("a.md", &*text);
        let coloured = render_one(
            &Diagnostic::error(crate::diagnostics::Code::LinkUnknown).at(&source, at..at + 4),
            &Catalogue::for_language("en"),
            true,
        );
        assert!(!coloured.contains(":::"), "{coloured}");
    }

    #[test]
    fn a_span_of_many_lines_is_cut_too() {
        let text = "eilutė\n".repeat(2000);
        assert!(shown(&text, 0..text.len()).len() < 2000);
    }

    #[test]
    fn of_many_problems_of_one_kind_in_a_file_the_first_are_shown() {
        let (a, b) = (SourceText::new("a.md", "x".repeat(100)), SourceText::new("b.md", "x"));
        let mut problems: Vec<_> =
            (0..80).map(|at| Diagnostic::error(crate::diagnostics::Code::LinkUnknown).at(&a, at..at + 1)).collect();
        problems.push(Diagnostic::error(crate::diagnostics::Code::UrlTaken).at(&a, 90..91));
        problems.push(Diagnostic::error(crate::diagnostics::Code::LinkUnknown).at(&b, 0..1));
        let text = render_all(&problems, &Catalogue::for_language("en"), false);
        assert_eq!(text.matches("error[link-unknown]").count(), OF_ONE_CODE + 1, "{text}");
        assert_eq!(text.matches("error[url-taken]").count(), 1);
        assert_eq!(text.matches("… and 30 more of link-unknown in a.md").count(), 1, "{text}");
        assert!(text.find("… and").unwrap() < text.find("b.md:1:1").unwrap());
    }
}
