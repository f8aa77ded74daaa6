//! What a tab is told beside its page, as JSON in the reader's language.

use std::collections::BTreeMap;

use serde::Serialize;

use super::badges::{self, Badge};
use super::client;
use super::http::encode;
use super::snapshot::{self, Snapshot};
use super::words::Words;
use crate::diagnostics::{Diagnostic, Place, position};
use crate::page::{Page, Subject};
use crate::site::Site;

/// More problems than a person reads at once are counted, not listed.
const LISTED: usize = 100;
/// Lines shown before that of the problem.
const LINES_BEFORE: usize = 2;

/// See the client for what each part does there.
#[derive(Serialize)]
pub struct State<'a> {
    generation: u64,
    session: &'a str,
    theme: &'a str,
    /// Of the words and problems.
    language: &'a str,
    changed: Vec<Changed<'a>>,
    edited: Option<Changed<'a>>,
    page: PageState,
    opens: bool,
    errors: usize,
    warnings: usize,
    problems: Vec<Problem<'a>>,
    words: BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
struct Changed<'a> {
    path: &'a str,
    /// From the server's root.
    url: String,
    generation: u64,
}

#[derive(Default, Serialize)]
struct PageState {
    found: bool,
    source: Option<String>,
    badges: Vec<Badge>,
    /// Where an address that is gone leads now.
    moved: Option<String>,
    /// An address that is gone and could lead here, as it would be written.
    lost: Option<String>,
}

#[derive(Serialize)]
struct Problem<'a> {
    severity: &'static str,
    code: &'static str,
    message: String,
    help: Option<String>,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    excerpt: Option<Excerpt<'a>>,
    /// In a file that the page is made from.
    here: bool,
}

/// The line of a problem and some before it.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Excerpt<'a> {
    /// Number of the first line, from 1.
    line: usize,
    lines: Vec<&'a str>,
    /// The marked part of the last line, in UTF-16 code units from 0.
    start: usize,
    end: usize,
}

/// What a tab is told about: its page, and the present snapshot.
pub struct PageContext<'a> {
    pub session: &'a str,
    pub base: &'a str,
    pub snapshot: &'a Snapshot,
    pub page: Option<&'a Page>,
    /// Path of the page's address below the base.
    pub path: &'a str,
    /// Every problem that is known.
    pub problems: &'a [Diagnostic],
    /// Whether the page's file can be opened from the bar.
    pub opens: bool,
}

impl<'a> State<'a> {
    pub fn new(context: &PageContext<'a>, words: &'a Words) -> Self {
        let PageContext { session, base, snapshot, .. } = *context;
        let from_root = |url: &str| encode(&format!("{base}{url}"));
        let sources = match (&snapshot.site, context.page) {
            (Some(site), Some(page)) => snapshot::sources(&site.portal, page),
            _ => Vec::new(),
        };
        let errors = context.problems.iter().filter(|problem| problem.is_error()).count();
        let warnings = context.problems.len() - errors;
        let mut listed: Vec<_> = context.problems.iter().collect();
        listed.sort_by_key(|problem| (!problem.is_error(), !is_in(problem, &sources)));
        listed.truncate(LISTED);
        let problems = listed.into_iter().map(|problem| Problem::new(problem, &sources, words)).collect();
        let file = |file: &'a snapshot::ChangedFile| Changed {
            path: &file.path,
            url: from_root(&file.url),
            generation: file.generation,
        };
        let edited = snapshot.edited.as_ref().map(|edited| Changed {
            path: &edited.path,
            url: from_root(&edited.url),
            generation: edited.generation,
        });
        Self {
            generation: snapshot.generation,
            session,
            theme: snapshot.site.as_ref().map_or("", |site| site.theme_version()),
            language: words.catalogue.language,
            changed: snapshot.changed.iter().map(file).collect(),
            edited,
            page: PageState {
                moved: snapshot.moved.get(context.path).map(|url| from_root(url)),
                lost: context
                    .page
                    .filter(|_| context.opens)
                    .and_then(|page| snapshot.lost_address(page))
                    .map(|old| format!("/{old}")),
                ..page_state(context, &sources, words)
            },
            opens: context.opens,
            errors,
            warnings,
            problems,
            words: client_words(words, errors, warnings),
        }
    }
}

fn page_state(context: &PageContext<'_>, sources: &[String], words: &Words) -> PageState {
    let (Some(site), Some(page)) = (&context.snapshot.site, context.page) else { return PageState::default() };
    PageState {
        found: page.subject != Subject::NotFound,
        source: sources.first().cloned(),
        badges: badges_of(site, page, words),
        moved: None,
        lost: None,
    }
}

fn badges_of(site: &Site, page: &Page, words: &Words) -> Vec<Badge> {
    match page.subject {
        Subject::Entry(id) => badges::of_entry(&site.portal, page.edition, id, words),
        _ => Vec::new(),
    }
}

/// Every word of the client, and the two that count.
fn client_words(words: &Words, errors: usize, warnings: usize) -> BTreeMap<&'static str, String> {
    let keys = client::WORDS.iter();
    let mut all: BTreeMap<_, _> = keys.map(|key| (*key, words.words.say(&format!("client.{key}")))).collect();
    all.insert("errors", words.words.count("count_of.errors", errors));
    all.insert("warnings", words.words.count("count_of.warnings", warnings));
    all
}

fn is_in(problem: &Diagnostic, sources: &[String]) -> bool {
    problem.place.as_ref().is_some_and(|place| sources.contains(&place.source.path))
}

impl<'a> Problem<'a> {
    fn new(problem: &'a Diagnostic, sources: &[String], words: &Words) -> Self {
        let at = problem.place.as_ref().map(position);
        let file = problem.place.as_ref().map(|place| place.source.path.as_str());
        Self {
            severity: if problem.is_error() { "error" } else { "warning" },
            code: problem.code.name(),
            message: words.catalogue.message(problem),
            help: words.catalogue.help(problem),
            file,
            line: at.map(|(line, _)| line),
            column: at.map(|(_, column)| column),
            excerpt: problem.place.as_ref().map(Excerpt::new),
            here: is_in(problem, sources),
        }
    }
}

impl<'a> Excerpt<'a> {
    fn new(place: &'a Place) -> Self {
        let text = &place.source.text;
        let start = text[..place.span.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[place.span.start..].find('\n').map_or(text.len(), |at| place.span.start + at);
        let number = text[..start].matches('\n').count() + 1;
        let before: Vec<_> = text[..start].lines().rev().take(LINES_BEFORE).collect();
        let units = |part: &str| part.encode_utf16().count();
        Self {
            line: number - before.len(),
            lines: before.into_iter().rev().chain([text[start..end].trim_end_matches('\r')]).collect(),
            start: units(&text[start..place.span.start]),
            end: units(&text[start..place.span.end.min(end)]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::SourceText;

    fn place(text: &str, part: &str) -> Place {
        let start = text.find(part).unwrap();
        Place { source: SourceText::new("a.md", text), span: start..start + part.len() }
    }

    #[test]
    fn an_excerpt_ends_with_the_line_of_the_problem() {
        let place = place("a\nb\r\nc\nąč🙂 x = 1\nd", "x = 1\nd");
        let excerpt = Excerpt::new(&place);
        assert_eq!(excerpt, Excerpt { line: 2, lines: vec!["b", "c", "ąč🙂 x = 1"], start: 5, end: 10 });
    }

    #[test]
    fn the_first_line_has_none_before_it() {
        let place = place("abc", "b");
        assert_eq!(Excerpt::new(&place), Excerpt { line: 1, lines: vec!["abc"], start: 1, end: 2 });
    }
}
