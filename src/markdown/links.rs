//! Where links and pictures lead, and where in the file their destination stands.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::Resolution;
use super::address::{self, Kind};
use super::anchors::composed;
use super::writer::Writer;
use crate::diagnostics::{Code, Diagnostic, Edit};

/// A destination that may be written.
#[derive(Debug, Default)]
pub struct Target {
    pub href: String,
    /// Another site on the web.
    pub external: bool,
    /// An address of the portal at which it has nothing.
    pub is_missing: bool,
}

/// A link or picture as the parser gives it; the range is in the masked text.
#[derive(Debug)]
pub struct Reference<'r> {
    pub kind: LinkType,
    pub dest: &'r str,
    pub id: &'r str,
    pub range: &'r Range<usize>,
}

impl Writer<'_, '_> {
    /// Resolves a destination. A problem is reported at `place`, which is only asked for when it is needed.
    pub fn target(&mut self, dest: &str, file: bool, place: impl FnOnce(&Self) -> Range<usize>) -> Option<Target> {
        match self.resolved(dest, file) {
            Ok(target) => {
                if let Some(fragment) = target.href.strip_prefix('#').filter(|_| !file && dest.starts_with('#')) {
                    let fragment = (fragment.to_owned(), place(self));
                    self.fragments.push(fragment);
                } else if target.is_missing {
                    let span = place(self);
                    self.report(Diagnostic::warning(Code::LinkOwnAddress).arg("address", dest), span);
                }
                Some(target)
            }
            Err(problem) => {
                if let Some(problem) = problem {
                    let span = place(self);
                    let edit = with_scheme(&problem, self.source.text.get(span.clone()), dest);
                    let edits = edit.map(|text| Edit { span: span.clone(), text }).into_iter().collect();
                    self.report(Diagnostic { edits, ..problem }, span);
                }
                None
            }
        }
    }

    /// Where a destination leads, or what is wrong with it; neither where that is not published.
    fn resolved(&self, dest: &str, file: bool) -> Result<Target, Option<Diagnostic>> {
        let direct = |href: &str| Ok(Target { href: href.to_owned(), ..Target::default() });
        if dest.trim().is_empty() {
            let code = if file { Code::ImageWithoutAddress } else { Code::LinkWithoutAddress };
            return Err(Some(Diagnostic::error(code)));
        }
        if let Some(problem) = misleading(dest, file) {
            return Err(Some(problem));
        }
        match address::kind(dest) {
            Kind::Dangerous(scheme) => return Err(Some(refused(scheme))),
            Kind::Direct if !file => return direct(dest),
            Kind::Fragment if !file => return direct(&format!("#{}", composed(dest.trim_start_matches('#')))),
            _ => {}
        }
        let resolver = self.options.resolver;
        let dest = &composed(dest);
        let target = match if file { resolver.image(dest) } else { resolver.link(dest) } {
            Resolution::Internal(href) => Target { href, ..Target::default() },
            Resolution::External(href) => Target { external: address::is_web(&href), href, is_missing: false },
            Resolution::Missing(href) => Target { href, external: true, is_missing: true },
            Resolution::Unpublished => return Err(None),
            Resolution::Problem { code: Code::FileUnknown, .. } if is_domain(dest) => {
                let meant = Some(format!("https://{dest}"));
                return Err(Some(Diagnostic::error(Code::LinkWithoutScheme).arg("address", dest).suggest(meant)));
            }
            Resolution::Problem { code, args, help } => {
                return Err(Some(Diagnostic { args, ..Diagnostic::error(code).help(help) }));
            }
        };
        match address::kind(&target.href) {
            Kind::Dangerous(scheme) => Err(Some(refused(scheme))),
            _ => Ok(target),
        }
    }

    /// The address of a picture, which is warned of where readers will not see it.
    pub fn picture(&mut self, dest: &str, place: impl Fn(&Self) -> Range<usize>) -> Option<Target> {
        let target = self.shown(dest, &place)?;
        if let Some(problem) = unseen(dest).filter(|_| !target.external) {
            let span = place(self);
            self.report(problem, span);
        }
        Some(target)
    }

    /// The address of what is shown in the page, which is warned of where another site will see the readers.
    pub fn shown(&mut self, dest: &str, place: impl Fn(&Self) -> Range<usize>) -> Option<Target> {
        let target = self.target(dest, true, &place)?;
        if target.external {
            let host = target.href.split('/').nth(2).unwrap_or_default();
            let span = place(self);
            self.report(Diagnostic::warning(Code::ImageForeign).arg("host", host), span);
        }
        Some(target)
    }

    /// The destination's own characters in the file; the whole link where they cannot be told.
    pub fn destination_span(&self, reference: &Reference) -> Range<usize> {
        let range = match reference.kind {
            LinkType::Inline => reference.range.clone(),
            LinkType::Autolink | LinkType::Email => reference.range.start + 1..reference.range.end.saturating_sub(1),
            _ => match self.definitions.get(reference.id) {
                Some(definition) => definition.span.clone(),
                None => reference.range.clone(),
            },
        };
        let text = self.masked.text.get(range.clone()).unwrap_or_default();
        let opening = if reference.kind == LinkType::Inline { "](" } else { "]:" };
        let after = text.rfind(opening).map_or(0, |at| at + opening.len());
        let found = text.get(after..).and_then(|tail| destination(tail, reference.dest));
        let range = match found {
            Some(found) => range.start + after + found.start..range.start + after + found.end,
            None => range,
        };
        self.in_file(&range)
    }
}

/// Tells an address that may not stand.
pub fn refused(scheme: &str) -> Diagnostic {
    Diagnostic::error(Code::LinkSchemeRefused).arg("scheme", scheme)
}

/// An address that is no file of the site though it would be taken for one, or that leads elsewhere than it seems to.
pub fn misleading(dest: &str, file: bool) -> Option<Diagnostic> {
    if address::is_web(dest) {
        return address::misleading_host(dest).map(|host| Diagnostic::error(Code::LinkUserinfo).arg("host", host));
    }
    let is_www = dest.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."));
    let is_mail = || dest.find('@').and_then(|at| address::mail_at(dest, 0, at)) == Some(0..dest.len());
    let meant = if is_www {
        format!("https://{dest}")
    } else if !file && is_mail() {
        format!("mailto:{dest}")
    } else {
        return None;
    };
    Some(Diagnostic::error(Code::LinkWithoutScheme).arg("address", dest).suggest(Some(meant)))
}

/// The address with the scheme that it lacks, where it stands in the file as it was read.
fn with_scheme(problem: &Diagnostic, written: Option<&str>, dest: &str) -> Option<String> {
    let suggestion = problem.args.iter().find(|(name, _)| *name == "suggestion").map(|(_, text)| text.clone());
    suggestion.filter(|_| problem.code == Code::LinkWithoutScheme && written == Some(dest))
}

/// Whether an address that is no file begins with the name of a host, such as `mokykla.lt/apie`.
fn is_domain(dest: &str) -> bool {
    const ENDINGS: [&str; 14] =
        ["lt", "eu", "com", "org", "net", "edu", "info", "lv", "ee", "pl", "de", "uk", "fi", "io"];
    let host = dest.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    host.split('.').all(is_label) && host.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

/// Endings of the pictures that browsers show, of others, and of films.
const SHOWN: [&str; 11] = ["jpg", "jpeg", "jfif", "png", "apng", "gif", "webp", "avif", "svg", "bmp", "ico"];
const UNSEEN: [&str; 11] = ["heic", "heif", "tif", "tiff", "psd", "eps", "raw", "cdr", "ai", "wmf", "emf"];
const FILMS: [&str; 10] = ["mp4", "m4v", "webm", "mov", "avi", "mkv", "wmv", "mpg", "mpeg", "ogv"];

/// What browsers do not show as a picture: by the ending of its name.
pub fn unseen(dest: &str) -> Option<Diagnostic> {
    let name = dest.split(['?', '#']).next()?.rsplit('/').next()?;
    let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
    let is = |endings: &[&str]| endings.contains(&ending.as_str());
    // What stands behind the full stop of a name without an ending is no ending.
    let is_ending = (2..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is(&SHOWN) || !is_ending || ending.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if is(&UNSEEN) {
        return Some(Diagnostic::warning(Code::ImageFormat).arg("format", ending.to_uppercase()));
    }
    let help = if is(&FILMS) { "film" } else { "help" };
    Some(Diagnostic::warning(Code::ImageIsDocument).arg("file", name).help(help))
}

/// The destination at the beginning of what follows `](`: as resolved, or up to the space or bracket that ends it.
fn destination(text: &str, dest: &str) -> Option<Range<usize>> {
    if let Some(at) = text.find(dest).filter(|_| !dest.is_empty()) {
        return Some(at..at + dest.len());
    }
    let start = text.len() - text.trim_start_matches(|c: char| c.is_whitespace() || c == '<').len();
    let tail = text.get(start..)?;
    let length = tail.find(|c: char| c.is_whitespace() || matches!(c, ')' | '>')).unwrap_or(tail.len());
    (length > 0).then_some(start..start + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_known_by_its_ending() {
        for dest in ["mokykla.lt", "mano.mokykla.LT/apie#x", "coderefinery.org?a", "ąžuolas.lt"] {
            assert!(is_domain(dest), "{dest}");
        }
        for dest in ["foto.png", "planas.docx", "../a.lt", ".lt", "a b.lt", "mokykla"] {
            assert!(!is_domain(dest), "{dest}");
        }
    }
}
