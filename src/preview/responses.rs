//! What each address of the preview holds.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use super::client;
use super::http::{Body, Handler, Request, Response, encode, media_type};
use super::inject::inject;
use super::keep::with_alias;
use super::search_index::Lookup;
use super::session::Session;
use super::snapshot::{Snapshot, sources};
use super::state::{PageContext, State};
use super::unfinished;
use crate::content_hash::ContentHash;
use crate::diagnostics::{Diagnostic, has_errors, render_one};
use crate::page::{Page, Subject};
use crate::site::{Content, Site};
use crate::source::rewrite;

/// Below this stands what is no page of the site: the script, its events and states.
const INTERNAL: &str = "__avilys/";
const HTML: &str = "text/html; charset=utf-8";
const NOT_FOUND: &str = "404.html";

impl Handler for Session {
    fn respond(&self, request: &Request) -> Response {
        match request.path.strip_prefix(INTERNAL) {
            Some("client.js") => script(),
            Some("events") => Response::event_stream(),
            Some("state") => self.state(request),
            Some("unfinished") => self.unfinished(request),
            Some("open") => self.open(request),
            Some("keep") => self.keep(request),
            Some(_) => plain(404),
            None => match self.snapshot() {
                None => plain(503),
                Some(snapshot) => match &snapshot.site {
                    None => self.unrendered(&snapshot.problems, &request.languages),
                    Some(site) => self.address(&snapshot, site, &request.path),
                },
            },
        }
    }
}

/// Whether the files that a page is about were read without errors. What is shown of one that is being written, still half empty, is
/// nothing to come back to.
fn is_error_free(snapshot: &Snapshot, site: &Site, page: &Page) -> bool {
    let sources = sources(&site.portal, page);
    let mut errors = snapshot.problems.iter().filter(|problem| problem.is_error());
    !errors.any(|error| error.place.as_ref().is_some_and(|place| sources.contains(&place.source.path)))
}

impl Session {
    fn address(&self, snapshot: &Snapshot, site: &Site, path: &str) -> Response {
        if let Some(page) = page_at(site, path) {
            return self.page(snapshot, site, page, 200);
        }
        if path.starts_with(crate::search::FOLDER) {
            match self.search.file(path) {
                Lookup::File(bytes) => {
                    let etag = etag(&bytes);
                    return Response::bytes(200, media_type(path), bytes).etag(etag);
                }
                Lookup::Busy => return plain(503).header("Retry-After", "1"),
                Lookup::Missing => {}
            }
        }
        let to = |url: &str| encode(&format!("{}{url}", self.base));
        let folder = format!("{path}/");
        if page_at(site, &folder).is_some() {
            return Response::redirect(301, to(&folder));
        }
        let moved = snapshot.moved.get(path).or_else(|| snapshot.moved.get(&folder));
        if let Some(moved) = moved {
            return Response::redirect(302, to(moved));
        }
        site.page_at(NOT_FOUND).map_or_else(|| plain(404), |page| self.page(snapshot, site, page, 404))
    }

    fn page(&self, snapshot: &Snapshot, site: &Site, page: &Page, status: u16) -> Response {
        let (content, problems) = site.render(page);
        match content {
            Some(Content::File(disk)) => self.file(&disk),
            Some(Content::Bytes(bytes)) if is_plain_file(&page.subject) => {
                let etag = etag(&bytes);
                Response::bytes(status, media_type(&page.path), bytes).etag(etag)
            }
            content => {
                let last_good = self.good_pages.get(&page.path).filter(|_| has_errors(&problems));
                let made = match content {
                    Some(Content::Bytes(bytes)) => Some(Arc::from(bytes)),
                    _ => None,
                };
                match last_good.or(made) {
                    Some(bytes) => {
                        if !has_errors(&problems) && is_error_free(snapshot, site, page) {
                            self.good_pages.put(&page.path, &bytes);
                        }
                        self.html(&bytes, status, site.theme_version())
                    }
                    None => self.unrendered(&problems, &[]),
                }
            }
        }
    }

    fn html(&self, bytes: &[u8], status: u16, theme: &str) -> Response {
        let etag = etag(bytes);
        let page = inject(bytes, &self.script_tag(&etag, theme));
        Response::bytes(status, HTML, page).etag(etag).header("Avilys-Theme", theme)
    }

    /// The one element that a served page has and a built one has not.
    fn script_tag(&self, etag: &str, theme: &str) -> String {
        let base = encode(&self.base);
        format!(
            "<script src=\"{base}{INTERNAL}client.js\" data-version=\"{etag}\" data-theme=\"{theme}\" \
             data-base=\"{base}\" defer></script>"
        )
    }

    fn file(&self, disk: &Path) -> Response {
        match self.source.open_file(disk) {
            Ok(file) => {
                let media = media_type(&disk.to_string_lossy());
                Response::new(200, media, Body::File(file.file, file.len)).etag(file.version)
            }
            Err(_) => plain(404),
        }
    }

    fn state(&self, request: &Request) -> Response {
        let Some(snapshot) = self.snapshot() else { return plain(503) };
        let address = request.query("page").unwrap_or("/");
        let path = address.strip_prefix(self.base.as_str()).unwrap_or("");
        let site = snapshot.site.as_deref();
        let page = site.and_then(|site| page_at(site, path).or_else(|| site.page_at(NOT_FOUND)));
        let mut problems = self.problems(&snapshot);
        if let (Some(site), Some(page)) = (site, page) {
            problems.extend(site.render(page).1);
            crate::diagnostics::sort(&mut problems);
        }
        let words = self.words.for_reader(&request.languages);
        let context = PageContext {
            session: &self.id,
            base: &self.base,
            snapshot: &snapshot,
            page,
            path,
            problems: &problems,
            opens: self.open_file.is_some(),
        };
        match serde_json::to_vec(&State::new(&context, words)) {
            Ok(json) => Response::bytes(200, "application/json; charset=utf-8", json),
            Err(_) => plain(500),
        }
    }

    /// Opens the file that a page is made from.
    fn open(&self, request: &Request) -> Response {
        let Some(open_file) = self.open_file.as_ref().filter(|_| request.is_own) else { return plain(403) };
        let Some(snapshot) = self.snapshot() else { return plain(503) };
        let path = request.query("page").and_then(|address| address.strip_prefix(self.base.as_str()));
        let file = snapshot.site.as_deref().zip(path).and_then(|(site, path)| {
            let page = page_at(site, path)?;
            sources(&site.portal, page).into_iter().next()
        });
        match file {
            Some(ref file) if open_file(&self.source.root().join(file)) => plain(200),
            Some(_) => plain(500),
            None => plain(404),
        }
    }

    /// Writes the old address of a page into its file.
    fn keep(&self, request: &Request) -> Response {
        if self.open_file.is_none() || !request.is_own {
            return plain(403);
        }
        let Some(snapshot) = self.snapshot() else { return plain(503) };
        let path = request.query("page").and_then(|address| address.strip_prefix(self.base.as_str()));
        let lost = snapshot.site.as_deref().zip(path).and_then(|(site, path)| {
            let page = page_at(site, path)?;
            let Subject::Entry(id) = page.subject else { return None };
            Some((&site.portal.entry(id).record, snapshot.lost_address(page)?))
        });
        let Some((record, address)) = lost else { return plain(404) };
        let text = with_alias(record, &format!("/{address}"));
        match rewrite(self.source.root(), &record.source, &text) {
            Ok(()) => plain(200),
            Err(_) => plain(409),
        }
    }

    fn unfinished(&self, request: &Request) -> Response {
        let Some(snapshot) = self.snapshot() else { return plain(503) };
        let problems = self.problems(&snapshot);
        match &snapshot.site {
            Some(site) => {
                let words = self.words.for_reader(&request.languages);
                let page = unfinished::page(&site.portal, &problems, &self.base, words);
                Response::bytes(200, HTML, page.into_bytes())
            }
            None => self.unrendered(&problems, &request.languages),
        }
    }

    /// In the place of a page that there is not: what keeps it from being made.
    fn unrendered(&self, problems: &[Diagnostic], languages: &[String]) -> Response {
        let words = self.words.for_reader(languages);
        let title = escape(&words.words.say("unrendered.title"));
        let mut page = format!(
            "<!doctype html>\n<html lang=\"{}\" data-problems>\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<style>{}</style>\n</head>\n<body>\n<main>\n\
             <h1>{title}</h1>\n<p>{}</p>\n",
            words.catalogue.language,
            include_str!("unrendered.css"),
            escape(&words.words.say("unrendered.lead")),
        );
        for problem in problems {
            let text = render_one(problem, &words.catalogue, false);
            // Writing to a text cannot fail.
            let _ = writeln!(page, "<pre tabindex=\"0\">{}</pre>", escape(&text));
        }
        page.push_str("</main>\n</body>\n</html>\n");
        self.html(page.as_bytes(), 503, "")
    }
}

/// The page at an address below the base; a folder's is its `index.html`.
fn page_at<'s>(site: &'s Site, path: &str) -> Option<&'s Page> {
    if path.is_empty() || path.ends_with('/') { site.page_at(&format!("{path}index.html")) } else { site.page_at(path) }
}

/// True for what is served as it is: it has no place for the preview's script.
fn is_plain_file(subject: &Subject) -> bool {
    matches!(subject, Subject::Static(_) | Subject::SearchScript(_) | Subject::SearchDescription)
}

fn script() -> Response {
    Response::bytes(200, media_type("client.js"), client::SCRIPT.as_bytes()).etag(etag(client::SCRIPT.as_bytes()))
}

fn plain(status: u16) -> Response {
    Response::bytes(status, "text/plain; charset=utf-8", format!("{status}\n").into_bytes())
}

fn etag(bytes: &[u8]) -> String {
    ContentHash::of(bytes).short(16)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
