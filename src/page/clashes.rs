//! What cannot be written as it is planned: two pages at one place, a file where a folder must be, names that the output keeps
//! for itself. Told before anything is rendered, so that a check and a preview say what a build would.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use super::plan::{Page, Subject};
use crate::diagnostics::{Code, Diagnostic, Place, SourceText};
use crate::fields::Text;
use crate::portal::{Map, Portal, lower_case, redirect_path, url_taken};
use crate::record::Record;

/// By path, as a disk has it that takes upper and lower case for the same.
type Taken<'p> = Map<Cow<'p, str>, &'p Page>;

/// Tells what stands in each other's way.
pub fn find(portal: &Portal, pages: &[Page]) -> Vec<Diagnostic> {
    let mut taken = Taken::default();
    taken.reserve(pages.len());
    let mut problems = Vec::new();
    for page in pages {
        if is_kept(portal, page) {
            problems.push(about(portal, page, Diagnostic::error(Code::PathKept).arg("path", &page.path)));
        }
        if let Some(earlier) = taken.insert(lower_case(&page.path), page) {
            problems.extend(clash(portal, earlier, page));
        }
    }
    // A file in the way of many pages is one mistake.
    let mut told = HashSet::new();
    for page in pages {
        let path = lower_case(&page.path);
        let mut folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        let Some(file) = folders.find_map(|folder| taken.get(folder)) else { continue };
        if matches!(page.subject, Subject::Redirect(_)) || told.insert(&file.path) {
            problems.push(in_the_way(portal, file, page));
        }
    }
    problems
}

/// True for the names under which the output and the search keep their own files.
fn is_kept(portal: &Portal, page: &Page) -> bool {
    let first = page.path.split('/').next().unwrap_or_default();
    let manifest = crate::search::MANIFEST.strip_suffix("json").unwrap_or_default();
    let of_search = portal.config.search.enabled
        && page.path.strip_prefix(manifest).is_some_and(|ending| matches!(ending, "json" | "js"));
    matches!(&*lower_case(first), ".avilys" | ".avilys.json") || of_search
}

/// Two pages that would be one file.
fn clash(portal: &Portal, first: &Page, second: &Page) -> Option<Diagnostic> {
    let is_entry = |page: &Page| matches!(page.subject, Subject::Entry(_));
    let is_written = |page: &Page| is_entry(page) || matches!(page.subject, Subject::Redirect(_));
    match (is_written(first), is_written(second)) {
        // What two entries claim was told when the portal was joined.
        (true, true) if is_entry(first) && is_entry(second) => None,
        (true, true) => {
            let (alias, other) = if is_entry(second) { (first, second) } else { (second, first) };
            Some(url_taken(alias.url(), place_of(portal, alias)?, place_of(portal, other)?))
        }
        (false, false) => {
            let problem = Diagnostic::error(Code::FileTaken).arg("path", &second.path);
            let problem = problem.arg("first", source_of(portal, first)).arg("second", source_of(portal, second));
            Some(about(portal, second, problem))
        }
        (one, _) => {
            let own = if one { first } else { second };
            let problem = Diagnostic::error(Code::UrlReserved).arg("url", format_args!("/{}", own.url()));
            Some(about(portal, own, problem))
        }
    }
}

/// A file at the very path of the folder in which a page must be written.
fn in_the_way(portal: &Portal, file: &Page, page: &Page) -> Diagnostic {
    // What an author can move is told: an old address rather than the file that is there.
    let (own, other) = if matches!(page.subject, Subject::Redirect(_)) { (page, file) } else { (file, page) };
    let problem = Diagnostic::error(Code::PathClash).arg("path", &file.path);
    about(portal, own, problem.arg("first", source_of(portal, own)).arg("second", source_of(portal, other)))
}

fn about(portal: &Portal, page: &Page, problem: Diagnostic) -> Diagnostic {
    match place_of(portal, page) {
        Some(Place { source, span }) => problem.at(&source, span),
        None => problem,
    }
}

/// Where a page is asked for; nothing for one that is computed.
fn place_of(portal: &Portal, page: &Page) -> Option<Place> {
    let at = |record: &Record, text: Option<&Text>| {
        Some(Place { source: Arc::clone(&record.source), span: text.map_or(0..0, Text::span) })
    };
    match &page.subject {
        Subject::Entry(id) => {
            let record = portal.entry(*id).in_language(&portal.editions[page.edition].language);
            at(record, record.slug())
        }
        Subject::Redirect(id) => {
            let is_it = |path: Option<String>| path.is_some_and(|path| *path == *page.path);
            let entry = portal.entry(*id);
            let alias = entry.aliases().find(|alias| is_it(redirect_path(alias)))?;
            at(alias.record, Some(alias.written))
        }
        Subject::Asset(_) | Subject::Static(_) => {
            Some(Place { source: SourceText::new(source_of(portal, page), ""), span: 0..0 })
        }
        _ => None,
    }
}

/// What a page is made from, for a reader of the problem.
fn source_of(portal: &Portal, page: &Page) -> String {
    match &page.subject {
        Subject::Entry(id) | Subject::Redirect(id) => portal.entry(*id).record.source.path.clone(),
        Subject::Asset(path) => path.clone(),
        Subject::Static(name) => format!("static/{name}"),
        _ => format!("/{}", page.url()),
    }
}
