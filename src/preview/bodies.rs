//! Problems in bodies and templates, looked for in the background: a page is shown before all others are read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::diagnostics::Diagnostic;
use crate::portal::{EntryId, Portal};
use crate::record::Role;
use crate::site::Site;

/// How long nothing must have changed before the whole site is looked at: an author who types goes first.
const QUIET: Duration = Duration::from_millis(400);
/// Entries looked at before asking again whether something changed.
const CHUNK: usize = 32;
/// Key of the problems that belong to no entry.
const TEMPLATES: &str = "";

/// What was found, by path of the entry's text.
type Found = BTreeMap<String, Vec<Diagnostic>>;

/// Looks for problems on a thread of its own.
#[derive(Default)]
pub struct Bodies {
    asked: Mutex<Asked>,
    wake: Condvar,
    found: Mutex<Found>,
}

#[derive(Default)]
struct Asked {
    /// Counts the states that were given.
    number: u64,
    site: Option<Arc<Site>>,
    /// Paths of texts to be looked at first.
    edited: BTreeSet<String>,
    /// The whole site is to be looked at.
    whole: bool,
    stop: bool,
}

impl Bodies {
    /// Gives a new state to look at: its edited texts, and the `whole` of it where more than texts changed.
    pub fn look_at(&self, site: &Arc<Site>, edited: &[String], whole: bool) {
        let mut asked = lock(&self.asked);
        asked.number += 1;
        asked.site = Some(Arc::clone(site));
        asked.edited.extend(edited.iter().cloned());
        asked.whole |= whole;
        self.wake.notify_all();
    }

    /// Ends [`Bodies::run`].
    pub fn stop(&self) {
        lock(&self.asked).stop = true;
        self.wake.notify_all();
    }

    pub fn problems(&self) -> Vec<Diagnostic> {
        lock(&self.found).values().flatten().cloned().collect()
    }

    /// Looks at each state that is given, until stopped. `tell` is called when other problems were found than before.
    pub fn run(&self, tell: impl Fn()) {
        let mut done = 0;
        while let Some((number, site, edited)) = self.next(done) {
            let mut found = lock(&self.found).clone();
            found.retain(|path, _| path == TEMPLATES || site.portal.entry_of(path).is_some());
            for id in with_linking(&site.portal, &edited) {
                found.insert(path_of(&site.portal, id), site.check_body(id));
            }
            self.keep(found, &tell);
            if self.is_quiet(number)
                && let Some(found) = self.whole(number, &site)
            {
                self.keep(found, &tell);
            }
            done = number;
        }
    }

    /// Waits for a state that was not looked at yet; nothing when it is time to stop.
    fn next(&self, done: u64) -> Option<(u64, Arc<Site>, BTreeSet<String>)> {
        let asked = lock(&self.asked);
        let mut asked = self
            .wake
            .wait_while(asked, |asked| !asked.stop && asked.number == done)
            .unwrap_or_else(PoisonError::into_inner);
        if asked.stop {
            return None;
        }
        Some((asked.number, asked.site.clone()?, std::mem::take(&mut asked.edited)))
    }

    /// True when the whole is asked for and nothing came for a while.
    fn is_quiet(&self, number: u64) -> bool {
        let asked = lock(&self.asked);
        if !asked.whole {
            return false;
        }
        let newer = |asked: &mut Asked| !asked.stop && asked.number == number;
        let waited = self.wake.wait_timeout_while(asked, QUIET, newer).unwrap_or_else(PoisonError::into_inner);
        waited.1.timed_out()
    }

    /// Looks at every body and template; nothing when a newer state came meanwhile.
    fn whole(&self, number: u64, site: &Site) -> Option<Found> {
        let mut found = Found::new();
        let samples = site.samples().flat_map(|page| site.render(page).1).collect();
        found.insert(TEMPLATES.to_owned(), samples);
        let ids: Vec<_> = site.portal.ids().collect();
        for chunk in ids.chunks(CHUNK) {
            for id in chunk {
                let problems = site.check_body(*id);
                if !problems.is_empty() {
                    found.insert(path_of(&site.portal, *id), problems);
                }
            }
            let asked = lock(&self.asked);
            if asked.stop || asked.number != number {
                return None;
            }
        }
        lock(&self.asked).whole = false;
        Some(found)
    }

    fn keep(&self, mut found: Found, tell: &impl Fn()) {
        found.retain(|_, problems| !problems.is_empty());
        let mut known = lock(&self.found);
        if *known != found {
            *known = found;
            drop(known);
            tell();
        }
    }
}

/// The entries of these texts, and those that link to them: a heading that is gone is a problem there.
fn with_linking(portal: &Portal, paths: &BTreeSet<String>) -> BTreeSet<EntryId> {
    let edited: BTreeSet<_> = paths.iter().filter_map(|path| portal.entry_of(path)).collect();
    let linking = edited.iter().flat_map(|id| portal.incoming(*id)).filter(|edge| edge.role == Role::Body);
    let linking: Vec<_> = linking.map(|edge| edge.other).collect();
    edited.into_iter().chain(linking).collect()
}

fn path_of(portal: &Portal, id: EntryId) -> String {
    portal.entry(id).record.source.path.clone()
}

/// What a thread that panicked left behind is as good as any: every value is put in whole.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
