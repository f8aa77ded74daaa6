//! What a link in a body leads to.

use super::files::normalise;
use super::{EntryId, Portal};
use crate::diagnostics::{Diagnostic, nearest};
use crate::record::Kind;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    Entry {
        id: EntryId,
        fragment: Option<String>,
    },
    /// A file of the site, by its address relative to the site's root.
    File(String),
    /// A page of the site that is no entry, by its address relative to the site's root.
    Page(String),
    /// The address of another site, or of this page, as it is.
    Elsewhere,
}

impl Portal {
    /// What `dest` leads to, written in the file at `path`. The problem has no place yet.
    pub fn link(&self, path: &str, dest: &str) -> Result<LinkTarget, Diagnostic> {
        if dest.starts_with('#') || is_absolute(dest) {
            return Ok(LinkTarget::Elsewhere);
        }
        if let Some((kind, _)) = dest.split_once(':')
            && Kind::from_name(kind).is_some()
        {
            let (name, fragment) = split_fragment(dest);
            let id = self.names.resolve(&decode(name), &[]).map_err(super::names::Unresolved::diagnostic)?;
            return Ok(LinkTarget::Entry { id, fragment });
        }
        if dest.split_once(':').is_some_and(|(scheme, _)| scheme.bytes().all(|byte| byte.is_ascii_alphabetic())) {
            return Err(unknown_scheme(dest));
        }
        let (target, fragment) = split_fragment(dest);
        let target = decode(target);
        match self.local(path, &target) {
            Some(LinkTarget::Entry { id, .. }) => Ok(LinkTarget::Entry { id, fragment }),
            Some(LinkTarget::Page(url)) => {
                Ok(LinkTarget::Page(fragment.map_or(url.clone(), |fragment| format!("{url}#{fragment}"))))
            }
            Some(other) => Ok(other),
            None => Err(self.unknown_link(path, &target)),
        }
    }

    fn local(&self, path: &str, target: &str) -> Option<LinkTarget> {
        let from_root = target.strip_prefix('/');
        let disk = match from_root {
            Some(rest) => normalise("content", rest),
            None => normalise(folder(path), target),
        };
        if let Some(id) = disk.as_deref().and_then(|disk| self.by_source.get(disk)) {
            return Some(LinkTarget::Entry { id: *id, fragment: None });
        }
        if let Some(asset) = disk.as_deref().and_then(|disk| self.assets.get(disk)) {
            return Some(LinkTarget::File(asset.url.clone()));
        }
        let site_path = from_root?;
        if self.static_files.contains(site_path) {
            return Some(LinkTarget::File(site_path.to_owned()));
        }
        let page = format!("{}/", site_path.trim_end_matches('/'));
        let page = if page == "/" { String::new() } else { page };
        if let Some(id) = self.routes.entry_at(&page) {
            return Some(LinkTarget::Entry { id, fragment: None });
        }
        self.routes.is_index(&page).then_some(LinkTarget::Page(page))
    }

    /// An entry's own file, or a picture beside it, by the name in a component's attribute.
    pub fn file(&self, path: &str, name: &str) -> Result<String, Diagnostic> {
        match self.local(path, &decode(name)) {
            Some(LinkTarget::File(url)) => Ok(url),
            _ => Err(self.unknown_file(path, name)),
        }
    }

    fn unknown_link(&self, path: &str, target: &str) -> Diagnostic {
        let stem = target.rsplit('/').next().unwrap_or(target);
        let name = stem.strip_suffix(".md").unwrap_or(stem);
        if stem.contains('.') && stem.strip_suffix(".md").is_none() {
            return self.unknown_file(path, target);
        }
        let problem = Diagnostic::error("link-unknown").arg("target", target);
        let found = match self.names.nearest(name, &[], None) {
            Some(id) => {
                self.names.resolve(&id, &[]).ok().or_else(|| self.ids().find(|known| self.entry(*known).id == id))
            }
            None => None,
        };
        problem.suggest(found.map(|id| relative(folder(path), &self.entry(id).record.source.path)))
    }

    fn unknown_file(&self, path: &str, name: &str) -> Diagnostic {
        let here = format!("{}/", folder(path));
        let beside = self.assets.keys().filter_map(|known| known.strip_prefix(&here));
        Diagnostic::error("file-unknown").arg("file", name).arg("folder", folder(path)).suggest(nearest(name, beside))
    }
}

fn unknown_scheme(dest: &str) -> Diagnostic {
    let scheme = dest.split(':').next().unwrap_or(dest);
    let kinds: Vec<_> = Kind::all().map(Kind::name).collect();
    let near = nearest(scheme, kinds.iter().copied()).map(|kind| dest.replacen(scheme, kind, 1));
    Diagnostic::error("link-scheme").arg("scheme", scheme).suggest(near)
}

fn is_absolute(dest: &str) -> bool {
    let lower = dest.get(..8).unwrap_or(dest).to_ascii_lowercase();
    ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme)) || dest.starts_with("//")
}

fn split_fragment(dest: &str) -> (&str, Option<String>) {
    match dest.split_once('#') {
        Some((before, fragment)) => (before, Some(fragment.to_owned())),
        None => (dest, None),
    }
}

/// The folder that a file stands in; empty at the root.
pub fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Percent escapes as the characters they stand for; a broken one stays as it is.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

/// The way from a folder to a file, both below the same root.
pub fn relative(from: &str, to: &str) -> String {
    let from: Vec<_> = from.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<_> = to.split('/').collect();
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let mut parts = vec![".."; from.len() - common];
    parts.extend(&to[common..]);
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_between_two_files() {
        assert_eq!(relative("content/practices", "content/schools/x.md"), "../schools/x.md");
        assert_eq!(relative("content/practices/a", "content/practices/b.md"), "../b.md");
        assert_eq!(relative("content/news", "content/news/c.md"), "c.md");
    }

    #[test]
    fn percent_escapes_are_read_and_broken_ones_kept() {
        assert_eq!(decode("a%20b%C4%85"), "a bą");
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%ff"), "%ff");
        assert_eq!(decode("ą%"), "ą%");
    }
}
