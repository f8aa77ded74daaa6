//! What each address of the preview holds.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use super::client;
use super::http::{Answer, App, Ask, Body, encode, media_type};
use super::inject::inject;
use super::session::Session;
use super::shown::{Shown, sources};
use super::state::{About, State};
use crate::content_hash::ContentHash;
use crate::diagnostics::{Diagnostic, has_errors, render_one};
use crate::page::{Page, Subject};
use crate::site::{Content, Site};

/// Below this stands what is no page of the site.
const OWN: &str = "__avilys/";
const HTML: &str = "text/html; charset=utf-8";
const NOT_FOUND: &str = "404.html";

impl App for Session {
    fn answer(&self, ask: &Ask) -> Answer {
        match ask.path.strip_prefix(OWN) {
            Some("client.js") => script(),
            Some("events") => Answer::stream(),
            Some("state") => self.state(ask),
            Some(_) => plain(404),
            None => match self.shown() {
                None => plain(503),
                Some(shown) => match &shown.site {
                    None => self.list_of_problems(&shown, ask),
                    Some(site) => self.address(&shown, site, &ask.path),
                },
            },
        }
    }
}

/// Whether the files that a page is about were read without errors. What is shown of one that is being written, still half empty, is
/// nothing to come back to.
fn is_sound(shown: &Shown, site: &Site, page: &Page) -> bool {
    let sources = sources(&site.portal, page);
    let mut errors = shown.problems.iter().filter(|problem| problem.is_error());
    !errors.any(|error| error.place.as_ref().is_some_and(|place| sources.contains(&place.source.path)))
}

impl Session {
    fn address(&self, shown: &Shown, site: &Site, path: &str) -> Answer {
        if let Some(page) = page_at(site, path) {
            return self.page(shown, site, page, 200);
        }
        if path.starts_with(crate::search::FOLDER)
            && let Some(bytes) = self.finder.file(site, path)
        {
            let version = version(&bytes);
            return Answer::bytes(200, media_type(path), bytes).version(version);
        }
        let to = |url: &str| encode(&format!("{}{url}", self.base));
        let folder = format!("{path}/");
        if page_at(site, &folder).is_some() {
            return Answer::redirect(301, to(&folder));
        }
        let moved = shown.moved.get(path).or_else(|| shown.moved.get(&folder));
        if let Some(moved) = moved {
            return Answer::redirect(302, to(moved));
        }
        site.page_at(NOT_FOUND).map_or_else(|| plain(404), |page| self.page(shown, site, page, 404))
    }

    fn page(&self, shown: &Shown, site: &Site, page: &Page, status: u16) -> Answer {
        let (content, problems) = site.render(page);
        match content {
            Some(Content::File(disk)) => self.file(&disk),
            Some(Content::Bytes(bytes)) if is_plain_file(&page.subject) => {
                let version = version(&bytes);
                Answer::bytes(status, media_type(&page.path), bytes).version(version)
            }
            content => {
                let good = self.recent.get(&page.path).filter(|_| has_errors(&problems));
                let made = match content {
                    Some(Content::Bytes(bytes)) => Some(Arc::from(bytes)),
                    _ => None,
                };
                match good.or(made) {
                    Some(bytes) => {
                        if !has_errors(&problems) && is_sound(shown, site, page) {
                            self.recent.put(&page.path, &bytes);
                        }
                        self.html(&bytes, status, site.theme_version())
                    }
                    None => self.unrendered(&problems, &[]),
                }
            }
        }
    }

    fn html(&self, bytes: &[u8], status: u16, theme: &str) -> Answer {
        let version = version(bytes);
        let page = inject(bytes, &self.tag(&version, theme));
        Answer::bytes(status, HTML, page).version(version).header("Avilys-Theme", theme)
    }

    /// The one element that a served page has and a built one has not.
    fn tag(&self, version: &str, theme: &str) -> String {
        let base = encode(&self.base);
        format!(
            "<script src=\"{base}{OWN}client.js\" data-version=\"{version}\" data-theme=\"{theme}\" \
             data-base=\"{base}\" defer></script>"
        )
    }

    fn file(&self, disk: &Path) -> Answer {
        match self.source.open_file(disk) {
            Ok(file) => {
                let media = media_type(&disk.to_string_lossy());
                Answer::new(200, media, Body::File(file.file, file.len)).version(file.version)
            }
            Err(_) => plain(404),
        }
    }

    fn state(&self, ask: &Ask) -> Answer {
        let Some(shown) = self.shown() else { return plain(503) };
        let address = ask.query("page").unwrap_or("/");
        let path = address.strip_prefix(self.base.as_str()).unwrap_or("");
        let site = shown.site.as_deref();
        let page = site.and_then(|site| page_at(site, path).or_else(|| site.page_at(NOT_FOUND)));
        let mut problems = self.problems(&shown);
        if let (Some(site), Some(page)) = (site, page) {
            problems.extend(site.render(page).1);
            crate::diagnostics::sort(&mut problems);
        }
        let words = self.words.for_reader(&ask.languages);
        let about = About { session: &self.id, base: &self.base, shown: &shown, page, path, problems: &problems };
        match serde_json::to_vec(&State::new(&about, words)) {
            Ok(json) => Answer::bytes(200, "application/json; charset=utf-8", json),
            Err(_) => plain(500),
        }
    }

    fn list_of_problems(&self, shown: &Shown, ask: &Ask) -> Answer {
        self.unrendered(&shown.problems, &ask.languages)
    }

    /// In the place of a page that there is not: what keeps it from being made.
    fn unrendered(&self, problems: &[Diagnostic], languages: &[String]) -> Answer {
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
            let _ = writeln!(page, "<pre>{}</pre>", escape(&text));
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

fn script() -> Answer {
    Answer::bytes(200, media_type("client.js"), client::SCRIPT.as_bytes()).version(version(client::SCRIPT.as_bytes()))
}

fn plain(status: u16) -> Answer {
    Answer::bytes(status, "text/plain; charset=utf-8", format!("{status}\n").into_bytes())
}

fn version(bytes: &[u8]) -> String {
    ContentHash::of(bytes).short(16)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
