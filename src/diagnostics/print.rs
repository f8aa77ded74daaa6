//! Problems as text for a terminal, in the look that rustc made familiar.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, renderer::DecorStyle};

use super::{Catalogue, Diagnostic, Place, Severity};

/// Line and column of a place, both from 1, the column in characters.
pub fn position(place: &Place) -> (usize, usize) {
    let before = &place.source.text[..place.span.start];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// All problems, each followed by an empty line. `styled` adds colours for a terminal.
pub fn render_all(problems: &[Diagnostic], catalogue: &Catalogue, styled: bool) -> String {
    let mut out = String::new();
    for problem in problems {
        out.push_str(&render_one(problem, catalogue, styled));
        out.push_str("\n\n");
    }
    out
}

/// One problem: its message, the place with the line and a caret, and the help.
pub fn render_one(problem: &Diagnostic, catalogue: &Catalogue, styled: bool) -> String {
    let message = catalogue.message(problem);
    let help = catalogue.help(problem);
    let (level, name) = match problem.severity {
        Severity::Error => (Level::ERROR, &catalogue.error),
        Severity::Warning => (Level::WARNING, &catalogue.warning),
    };
    let mut group = Group::with_title(level.with_name(name.as_str()).primary_title(&message).id(problem.code));
    if let Some(place) = &problem.place {
        group = group.element(snippet(place, AnnotationKind::Primary));
    }
    if let Some(place) = &problem.other {
        group = group.element(snippet(place, AnnotationKind::Context));
    }
    if let Some(help) = &help {
        group = group.element(Level::HELP.with_name(catalogue.help.as_str()).message(help));
    }
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii).render(&[group]).clone()
}

/// Only the lines around the place are handed over: a renderer should not have to walk a long file for each problem.
fn snippet(place: &Place, kind: AnnotationKind) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
    let text = &place.source.text;
    let start = text[..place.span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[place.span.end..].find('\n').map_or(text.len(), |at| place.span.end + at);
    let line = text[..start].matches('\n').count() + 1;
    let span = place.span.start - start..place.span.end - start;
    Snippet::source(&text[start..end]).line_start(line).path(&place.source.path).annotation(kind.span(span))
}

#[cfg(test)]
mod tests {
    use super::super::SourceText;
    use super::*;

    #[test]
    fn a_problem_shows_its_line_and_a_caret() {
        let source = SourceText::new("content/practices/a.md", "+++\ntitle = \"A\"\ndate = \"2026-13\"\n+++\n");
        let problem = Diagnostic::error("date-invalid").arg("value", "2026-13").at(&source, 23..32);
        let text = render_one(&problem, &Catalogue::for_language("en"), false);
        assert!(text.contains("content/practices/a.md:3:8"), "{text}");
        assert!(text.contains("^^^^^^^^^"), "{text}");
    }

    #[test]
    fn columns_count_characters() {
        let source = SourceText::new("a.md", "x\nąčę = 1");
        let problem = Diagnostic::error("x").at(&source, "x\nąčę ".len().."x\nąčę =".len());
        assert_eq!(position(&problem.place.unwrap()), (2, 5));
    }
}
