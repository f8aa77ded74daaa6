//! What a link leads to: the one place where destinations of bodies, components, fields and the menu are looked up.
//!
//! Whether there is a page that is computed rather than written is known only when the pages are planned: such an address is
//! given as it is.

use std::borrow::Cow;

use super::files::beside;
use super::{Asset, EntryId, Portal};
use crate::config::FILE;
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::kind::{Kind, KindSet, Kinds};
use crate::locale::Fingerprint;
use crate::record::BodyLink;
use crate::record::destination::{Destination, Local, Reading, decode, folder, split_rest};

/// Where a link leads. What follows the path, a query or a fragment, is kept as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget<'p> {
    Entry {
        id: EntryId,
        /// Place in [`Portal::editions`] of the translation that the link names; none for the page in the reader's language.
        edition: Option<usize>,
        rest: String,
    },
    /// A file of the content.
    Asset { asset: &'p Asset, rest: String },
    /// A static file, by name.
    Static { name: &'p str, rest: String },
    /// An address of the site where no entry and no file is: a page there can only be a computed one. With a slash at the
    /// end, empty for the home page.
    Address { path: String, rest: String },
    /// The address of another site, or of this page, as it is.
    Elsewhere,
}

/// What a path of the site names.
#[derive(Debug, Clone, Copy)]
enum Named<'p> {
    /// With the edition that the file or address is of.
    Entry(EntryId, usize),
    Asset(&'p Asset),
    Static(&'p str),
}

impl Portal {
    /// What `dest` leads to, written in the file at `path`. The problem has no place yet.
    pub fn link(&self, path: &str, dest: &str) -> Result<LinkTarget<'_>, Diagnostic> {
        match Destination::read(path, dest, &self.kinds) {
            Destination::Elsewhere => Ok(LinkTarget::Elsewhere),
            Destination::Named(name) => {
                let rest = split_rest(dest).1.to_owned();
                self.resolve(&name, KindSet::ANY).map(|id| LinkTarget::Entry { id, edition: None, rest })
            }
            Destination::UnknownScheme => Err(unknown_scheme(dest, &self.kinds)),
            Destination::Local(local) => {
                let found = Local::find(path, dest, Reading::Address, |local| self.named_by(local));
                if let Some((named, rest)) = found {
                    let rest = rest.to_owned();
                    return Ok(match named {
                        Named::Entry(id, edition) => {
                            let edition = Some(edition).filter(|edition| *edition != self.entry(id).edition);
                            LinkTarget::Entry { id, edition, rest }
                        }
                        Named::Asset(asset) => LinkTarget::Asset { asset, rest },
                        Named::Static(name) => LinkTarget::Static { name, rest },
                    });
                }
                match local.page() {
                    Some(path) => Ok(LinkTarget::Address { path, rest: split_rest(dest).1.to_owned() }),
                    None => Err(self.unknown_link(path, dest)),
                }
            }
        }
    }

    /// What a link of the menu leads to.
    pub fn menu_link(&self, url: &str) -> Result<LinkTarget<'_>, Diagnostic> {
        self.link(FILE, &Self::menu_path(url))
    }

    /// A link of the menu as one of the settings: a path without a slash before it is one from the site's root.
    pub fn menu_path(url: &str) -> Cow<'_, str> {
        let is_path = !url.contains(':') && !url.starts_with(['/', '#', '.']);
        if is_path { format!("/{url}").into() } else { url.into() }
    }

    /// The file of the content at an address.
    pub fn asset_at(&self, url: &str) -> Option<&Asset> {
        self.assets.get(self.asset_urls.get(url)?)
    }

    /// A file of the site by the name that a component or a picture gives.
    pub fn file(&self, path: &str, name: &str) -> Result<LinkTarget<'_>, Diagnostic> {
        let found = Local::find(path, name, Reading::FileName, |local| match self.named_by(local) {
            None | Some(Named::Entry(..)) => None,
            named => named,
        });
        match found {
            Some((Named::Asset(asset), rest)) => Ok(LinkTarget::Asset { asset, rest: rest.to_owned() }),
            Some((Named::Static(name), rest)) => Ok(LinkTarget::Static { name, rest: rest.to_owned() }),
            _ => Err(self.unknown_file(path, name)),
        }
    }

    fn named_by(&self, local: &Local) -> Option<Named<'_>> {
        if let Some(disk) = local.disk.as_deref() {
            if let Some((id, edition)) = self.by_source.get(&Fingerprint::of(disk)) {
                return Some(Named::Entry(*id, *edition));
            }
            if let Some(asset) = self.assets.get(disk) {
                return Some(Named::Asset(asset));
            }
        }
        let address = local.address.as_deref()?;
        if let Some(name) = self.static_files.get(address) {
            return Some(Named::Static(name));
        }
        let page = local.page();
        let entry = page.as_ref().and_then(|page| self.routes.entry_at(page));
        let entry = entry.or_else(|| self.routes.alias(address)).or_else(|| self.routes.alias(page.as_ref()?));
        entry.map(|(id, edition)| Named::Entry(id, edition))
    }

    /// The entry that a link of a body leads to. One that leads nowhere is told when the body is parsed.
    pub(super) fn body_target(&self, link: &BodyLink) -> Option<EntryId> {
        match link {
            BodyLink::Named(name) => self.names.find(name, KindSet::ANY).ok(),
            BodyLink::Disk(disk) => self.by_source.get(disk).map(|(id, _)| *id),
            BodyLink::Written { path, text } => match self.link(path, text) {
                Ok(LinkTarget::Entry { id, .. }) => Some(id),
                _ => None,
            },
        }
    }

    /// What is wrong with a link that leads nowhere.
    pub fn unknown_link(&self, path: &str, dest: &str) -> Diagnostic {
        let target = decode(split_rest(dest).0);
        let target = if target.is_empty() { dest.into() } else { target };
        if let Some(slashed) = self.with_slashes(path, &target) {
            return Diagnostic::error(Code::LinkUnknown).arg("target", target).suggest(Some(slashed));
        }
        let last = target.rsplit('/').next().unwrap_or(&target);
        let name = last.strip_suffix(".md").unwrap_or(last);
        if last.contains('.') && last.strip_suffix(".md").is_none() {
            return self.unknown_file(path, &target);
        }
        let problem = Diagnostic::error(Code::LinkUnknown).arg("target", &target);
        let near = self.names.nearest(name, KindSet::ANY, None, &self.entries);
        let found = near.and_then(|id| {
            self.names.find(id, KindSet::ANY).ok().or_else(|| self.ids().find(|known| self.entry(*known).id() == id))
        });
        let near = found.map(|id| relative(folder(path), &self.entry(id).record.source.path));
        problem.suggest(near.filter(|near| *near != target))
    }

    /// The path that somebody used to `\` may have meant, where there is something at it. Markdown takes the stroke before
    /// a full stop away, so that `..\..\a.md` comes as `....\a.md`.
    fn with_slashes(&self, path: &str, target: &str) -> Option<String> {
        let dots = target.len() - target.trim_start_matches('.').len();
        if !target.contains('\\') {
            return None;
        }
        let rest = target[dots..].trim_start_matches('\\').replace('\\', "/");
        let slashed = if dots >= 2 { "../".repeat(dots / 2) + &rest } else { target.replace('\\', "/") };
        self.named_by(&Local::read(path, &slashed)).map(|_| slashed)
    }

    fn unknown_file(&self, path: &str, name: &str) -> Diagnostic {
        let here = format!("{}/", folder(path));
        let near = nearest(name, beside(&self.assets, &here)).filter(|near| *near != name);
        super::files::unknown_file(name, folder(path), near)
    }
}

fn unknown_scheme(dest: &str, kinds: &Kinds) -> Diagnostic {
    let scheme = dest.split(':').next().unwrap_or(dest);
    if scheme.len() == 1 {
        let file = dest.rsplit(['\\', '/']).next().unwrap_or_default();
        return Diagnostic::error(Code::LinkScheme).arg("scheme", scheme).arg("file", file).help("drive");
    }
    let near = nearest(scheme, kinds.all().map(Kind::name)).map(|kind| dest.replacen(scheme, kind, 1));
    Diagnostic::error(Code::LinkScheme).arg("scheme", scheme).suggest(near)
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
}
