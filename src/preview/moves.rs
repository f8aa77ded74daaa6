//! Entries whose address is gone, until an entry comes that is plainly the same under another.
//!
//! The system tells a renamed file as one that is gone and one that is new, and not always in one breath. So what is gone
//! is remembered for a while.

use std::collections::{HashMap, HashSet};

use crate::portal::{EntryId, Portal};

/// More are not remembered: whoever deletes a whole folder did not rename an entry.
const REMEMBERED: usize = 500;

/// The entries that are gone, the last ones last.
#[derive(Debug, Clone, Default)]
pub struct RemovedEntries(Vec<Entry>);

#[derive(Debug, Clone)]
struct Entry {
    /// Name of its kind: kinds may be numbered anew between two states.
    kind: &'static str,
    id: String,
    title: String,
    url: String,
}

impl RemovedEntries {
    /// Adds what went between two states; gives and forgets what came back under another address, as the old address
    /// with the new one.
    pub fn match_new(&mut self, before: &Portal, now: &Portal) -> Vec<(String, String)> {
        self.0.extend(without_page_in(before, now).map(|id| Entry::new(before, id)));
        self.0.retain(|entry| now.routes.entry_at(&entry.url).is_none());
        self.0.drain(..self.0.len().saturating_sub(REMEMBERED));
        if self.0.is_empty() {
            return Vec::new();
        }
        let new = by_name(now, without_page_in(now, before));
        let mut found = Vec::new();
        self.0.retain(|entry| match entry.same_in(&new) {
            Some(id) => {
                found.push((entry.url.clone(), now.routes.of(id).to_owned()));
                false
            }
            None => true,
        });
        found
    }
}

impl Entry {
    fn new(portal: &Portal, id: EntryId) -> Self {
        let entry = portal.entry(id);
        Self {
            kind: entry.kind.name(),
            id: entry.id().to_owned(),
            title: entry.record.title().to_owned(),
            url: portal.routes.of(id).to_owned(),
        }
    }

    /// The one new entry that has its id (and so another slug) or its title (and so another file).
    fn same_in(&self, new: &HashMap<(&str, &str), Vec<EntryId>>) -> Option<EntryId> {
        [&self.id, &self.title].into_iter().find_map(|name| {
            match new.get(&(self.kind, name.as_str())).map(Vec::as_slice) {
                Some([one]) => Some(*one),
                _ => None,
            }
        })
    }
}

/// The entries of a portal whose address is that of no entry in another.
fn without_page_in<'p>(portal: &'p Portal, other: &'p Portal) -> impl Iterator<Item = EntryId> + 'p {
    let visible = portal.ids().filter(|id| portal.entry(*id).visible);
    visible.filter(|id| other.routes.entry_at(portal.routes.of(*id)).is_none())
}

fn by_name(portal: &Portal, ids: impl Iterator<Item = EntryId>) -> HashMap<(&str, &str), Vec<EntryId>> {
    let mut found: HashMap<(&str, &str), Vec<EntryId>> = HashMap::new();
    for id in ids {
        let entry = portal.entry(id);
        let names: HashSet<&str> = [entry.id(), entry.record.title()].into();
        for name in names {
            found.entry((entry.kind.name(), name)).or_default().push(id);
        }
    }
    found
}
