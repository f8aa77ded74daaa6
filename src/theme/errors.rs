//! Tera's errors as problems with file, line and column.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tera::{Error, ErrorKind, ReportError};

use super::parts::Parts;
use super::{ThemeFiles, recursion};
use crate::diagnostics::{Code, Diagnostic, SourceText};
use crate::upstream;

/// Every template that is broken on its own; where each is sound by itself, the error of the whole.
pub fn all(
    whole: &Error,
    files: &ThemeFiles,
    parts: &Parts,
    check: impl Fn(&str, &str) -> Option<Error>,
) -> Vec<Diagnostic> {
    let syntax = |error: &Error| matches!(error.kind(), ErrorKind::SyntaxError(_));
    let mut problems: Vec<_> = files
        .templates
        .iter()
        .filter_map(|(name, source)| Some((name, check(name, &source.text)?)))
        .filter(|(_, error)| syntax(error))
        .map(|(name, error)| diagnostic(&error, name, &files.templates, parts))
        .collect();
    if problems.is_empty() {
        problems = reports(&whole.to_string(), &files.templates);
    }
    if problems.is_empty() {
        problems.push(diagnostic(whole, "", &files.templates, parts));
    }
    problems
}

/// The problem of one template. `asked` is the one that was to be rendered, for errors that name none.
pub fn diagnostic(
    error: &Error,
    asked: &str,
    templates: &BTreeMap<String, Arc<SourceText>>,
    parts: &Parts,
) -> Diagnostic {
    match error.kind() {
        ErrorKind::RenderingError(report) if let Some(problem) = parts.problem(report.message()) => problem,
        ErrorKind::SyntaxError(report) => located(Code::TemplateSyntax, report, templates),
        ErrorKind::RenderingError(report) => located(Code::TemplateFailed, report, templates),
        ErrorKind::TemplateNotFound(name) => {
            in_template(Diagnostic::error(Code::TemplateMissing).arg("name", name), asked, templates)
        }
        ErrorKind::MissingParent { current, parent } => {
            in_template(Diagnostic::error(Code::TemplateMissing).arg("name", parent), current, templates)
        }
        ErrorKind::CircularInclude { tpl, .. } | ErrorKind::CircularExtend { tpl, .. } => {
            in_template(Diagnostic::error(Code::TemplateSyntax).arg("reason", error), tpl, templates)
        }
        ErrorKind::Msg(message)
            if upstream::is_recursion(message)
                && let Some(problem) = recursion::endless(templates) =>
        {
            problem
        }
        _ => in_template(Diagnostic::error(Code::TemplateSyntax).arg("reason", error), asked, templates),
    }
}

/// Unknown functions, filters, templates and so on are found when all templates are at hand; the engine gives them as
/// one text of reports, each with `--> name:line:column`.
fn reports(text: &str, templates: &BTreeMap<String, Arc<SourceText>>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut lacking: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (message, place) in upstream::reports(text) {
        if let Some((block, culprit)) = lacking_block(message, place, templates) {
            lacking.entry(culprit).or_default().insert(block);
            continue;
        }
        let problem = Diagnostic::error(Code::TemplateSyntax).arg("reason", message);
        problems.extend(at_position(&problem, place, templates));
    }
    problems.extend(lacking.into_iter().map(|(culprit, blocks)| {
        let first = blocks.first().copied().unwrap_or_default();
        let all = blocks.iter().copied().collect::<Vec<_>>().join(", ");
        let problem = Diagnostic::error(Code::TemplateLacksBlocks).arg("blocks", all).arg("first", first);
        in_template(problem, culprit, templates)
    }));
    problems
}

/// The block that a template fills in vain because one above it was replaced by one without the block, and the latter.
/// A template that its own author wrote stays to blame itself.
fn lacking_block<'t>(
    message: &'t str,
    place: &str,
    templates: &'t BTreeMap<String, Arc<SourceText>>,
) -> Option<(&'t str, &'t str)> {
    let block = upstream::undefined_block(message)?;
    let name = place.trim().rsplitn(3, ':').last()?;
    let own = layer(templates.get(name)?);
    let parent = |name: &&str| parent(&templates.get(*name)?.text);
    let mut above = std::iter::successors(parent(&name), parent).take(templates.len());
    let culprit = above.find(|above| templates.get(*above).is_some_and(|source| layer(source) > own))?;
    Some((block, culprit))
}

/// Whose a template is: the program's, a theme's or the site's own.
pub(super) fn layer(source: &SourceText) -> u8 {
    match source.path.strip_prefix("themes/") {
        Some(theme) if theme.starts_with("default/") => 0,
        Some(_) => 1,
        None => 2,
    }
}

/// The template that another one extends.
fn parent(text: &str) -> Option<&str> {
    text.split("{%").skip(1).find_map(|tag| {
        let name = tag.trim_start_matches('-').trim_start().strip_prefix("extends")?.trim_start();
        let quote = name.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`'))?;
        Some(name[1..].split_once(quote)?.0)
    })
}

/// `name:line:column`, both from 1, the column in characters.
fn at_position(problem: &Diagnostic, place: &str, templates: &BTreeMap<String, Arc<SourceText>>) -> Option<Diagnostic> {
    let mut parts = place.trim().rsplitn(3, ':');
    let (column, line, name) = (parts.next()?, parts.next()?, parts.next()?);
    let source = templates.get(name)?;
    let line: usize = line.parse().ok()?;
    let column: usize = column.parse().ok()?;
    let before: usize = source.text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let text = source.text.get(before..)?;
    let start = text.char_indices().nth(column.checked_sub(1)?).map_or(text.len(), |(at, _)| at);
    let length = text[start..].find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(0).max(1);
    Some(problem.clone().at(source, before + start..before + start + length))
}

fn located(code: Code, report: &ReportError, templates: &BTreeMap<String, Arc<SourceText>>) -> Diagnostic {
    let problem = Diagnostic::error(code).arg("reason", report.message());
    match templates.get(report.filename()) {
        Some(source) => problem.at(source, report.span().range.clone()),
        None => problem,
    }
}

fn in_template(problem: Diagnostic, name: &str, templates: &BTreeMap<String, Arc<SourceText>>) -> Diagnostic {
    match templates.get(name) {
        Some(source) => problem.in_file(source),
        None => problem,
    }
}
