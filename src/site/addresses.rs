//! Addresses of entries that answered after the last build and do not any more: people have kept them.
//!
//! Must not know where the last build is noted.

use std::collections::HashMap;

use super::Site;
use crate::diagnostics::{Code, Diagnostic};
use crate::kind::Kind;
use crate::page::Subject;
use crate::portal::Index;

/// Longer lists help nobody.
const MOST_LISTED: usize = 10;

impl Site {
    /// Warns of each entry's page among the paths that are `gone`, with the line that makes it a redirect. `added` are the paths that are
    /// new: where one new entry of the same kind is among them, it is taken for the one that moved. What was withdrawn (a draft, say) keeps its
    /// address, and is no address that is lost.
    pub fn lost_addresses(&self, gone: &[String], added: &[String]) -> Vec<Diagnostic> {
        let sections = self.entry_sections();
        let lost = gone.iter().filter_map(|path| {
            let address = path.strip_suffix("index.html")?;
            let (section, name) =
                address.strip_suffix('/')?.rsplit_once('/').unwrap_or(("", &address[..address.len() - 1]));
            let place = sections.get(section)?;
            let routes = &self.portal.routes;
            let is_entry = !name.is_empty() && !routes.is_index(address) && routes.entry_at(address).is_none();
            is_entry.then_some((address, *place))
        });
        let lost: Vec<_> = lost.collect();
        let told = lost.iter().take(MOST_LISTED).map(|(address, place)| {
            let file = self.moved_to(*place, added);
            let alias = address.trim_end_matches('/');
            Diagnostic::warning(Code::AddressGone)
                .arg("address", format!("/{address}"))
                .arg("alias", alias)
                .suggest(file)
        });
        let more = lost.len().saturating_sub(MOST_LISTED);
        told.chain((more > 0).then(|| Diagnostic::warning(Code::AddressGoneMore).arg("count", more))).collect()
    }

    /// By address without the slash at its end: the edition and kind of the entries right below it.
    fn entry_sections(&self) -> HashMap<String, (usize, Kind)> {
        let editions = 0..self.portal.editions.len();
        let all = editions.flat_map(|edition| self.portal.kinds.all().map(move |kind| (edition, kind)));
        let address = |(edition, kind): (usize, Kind)| {
            let index = if kind.has_section() { Index::Section(kind) } else { Index::Home };
            self.portal.routes.index(edition, index).trim_end_matches('/').to_owned()
        };
        all.map(|place| (address(place), place)).collect()
    }

    /// The file of the one new entry of a kind.
    fn moved_to(&self, (edition, kind): (usize, Kind), added: &[String]) -> Option<&str> {
        let mut new = added.iter().filter_map(|path| match self.page_at(path)?.subject {
            Subject::Entry(id) if self.portal.kind(id) == kind => {
                self.portal.routes.in_edition(edition, id).filter(|address| path.starts_with(*address)).map(|_| id)
            }
            _ => None,
        });
        let language = &self.portal.editions[edition].language;
        let only = new.next().filter(|_| new.next().is_none())?;
        Some(&self.portal.entry(only).in_language(language).source.path)
    }
}
