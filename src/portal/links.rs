//! What a link in a body leads to.

use super::files::beside;
use super::{EntryId, Portal};
use crate::diagnostics::{Diagnostic, nearest};
use crate::kind::{Kind, KindSet, Kinds};
use crate::locale::Fingerprint;
use crate::record::BodyLink;
use crate::record::destination::{Destination, Local, decode, folder, split_fragment};

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
        let fragment = split_fragment(dest).1.map(str::to_owned);
        match Destination::read(path, dest, &self.kinds) {
            Destination::Elsewhere => Ok(LinkTarget::Elsewhere),
            Destination::Named(name) => self.resolve(&name, KindSet::ANY).map(|id| LinkTarget::Entry { id, fragment }),
            Destination::UnknownScheme => Err(unknown_scheme(dest, &self.kinds)),
            Destination::Local(local) => match self.local(&local) {
                Some(LinkTarget::Entry { id, .. }) => Ok(LinkTarget::Entry { id, fragment }),
                Some(LinkTarget::Page(url)) => {
                    Ok(LinkTarget::Page(fragment.map_or(url.clone(), |fragment| format!("{url}#{fragment}"))))
                }
                Some(other) => Ok(other),
                None => Err(self.unknown_link(path, &decode(split_fragment(dest).0))),
            },
        }
    }

    /// The entry that a link of a body leads to. One that leads nowhere is told when the body is parsed.
    pub(super) fn body_target(&self, link: &BodyLink) -> Option<EntryId> {
        match link {
            BodyLink::Named(name) => self.names.find(name, KindSet::ANY).ok(),
            BodyLink::Disk(path) => self.by_source.get(path).copied(),
            BodyLink::Rooted(local) => match self.local(local) {
                Some(LinkTarget::Entry { id, .. }) => Some(id),
                _ => None,
            },
        }
    }

    fn local(&self, local: &Local) -> Option<LinkTarget> {
        if let Some(disk) = local.disk.as_deref() {
            if let Some(id) = self.by_source.get(&Fingerprint::of(disk)) {
                return Some(LinkTarget::Entry { id: *id, fragment: None });
            }
            if let Some(asset) = self.assets.get(disk) {
                return Some(LinkTarget::File(asset.url.clone()));
            }
        }
        if let Some(file) = local.address.as_ref().and_then(|address| self.static_files.get(address)) {
            return Some(LinkTarget::File(file.clone()));
        }
        let page = local.page()?;
        if let Some(id) = self.routes.entry_at(&page) {
            return Some(LinkTarget::Entry { id, fragment: None });
        }
        self.routes.is_index(&page).then_some(LinkTarget::Page(page))
    }

    /// An entry's own file, or a picture beside it, by the name in a component's attribute.
    pub fn file(&self, path: &str, name: &str) -> Result<String, Diagnostic> {
        match self.local(&Local::read(path, &decode(name))) {
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
        let near = self.names.nearest(name, KindSet::ANY, None, &self.entries);
        let found = near.and_then(|id| {
            self.names.find(id, KindSet::ANY).ok().or_else(|| self.ids().find(|known| self.entry(*known).id() == id))
        });
        problem.suggest(found.map(|id| relative(folder(path), &self.entry(id).record.source.path)))
    }

    fn unknown_file(&self, path: &str, name: &str) -> Diagnostic {
        let here = format!("{}/", folder(path));
        let beside = beside(&self.assets, &here);
        Diagnostic::error("file-unknown").arg("file", name).arg("folder", folder(path)).suggest(nearest(name, beside))
    }
}

fn unknown_scheme(dest: &str, kinds: &Kinds) -> Diagnostic {
    let scheme = dest.split(':').next().unwrap_or(dest);
    let near = nearest(scheme, kinds.all().map(Kind::name)).map(|kind| dest.replacen(scheme, kind, 1));
    Diagnostic::error("link-scheme").arg("scheme", scheme).suggest(near)
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
