//! Problems in bodies and templates, looked for in the background: a page is shown before all others are read.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::diagnostics::Diagnostic;
use crate::kind::Role;
use crate::portal::{EntryId, Portal};
use crate::site::Site;

/// How long nothing must have changed before the rest of the site is looked at: an author who types goes first.
const QUIET: Duration = Duration::from_millis(400);
/// How long the rest of the site waits at most.
const PATIENCE: Duration = Duration::from_secs(2);
/// Entries looked at before asking again whether something changed.
const CHUNK: usize = 32;
/// How often problems of the rest of the site are told while it is looked at.
const TELL: Duration = Duration::from_millis(500);
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

/// What is still to be looked at. It outlives the states: an author who goes on saving does not keep it from being done.
struct Work {
    number: u64,
    site: Arc<Site>,
    edited: BTreeSet<String>,
    templates: bool,
    /// Paths of the texts whose turn comes.
    rest: BTreeSet<String>,
    /// The text that was looked at last; those behind it come next.
    cursor: String,
    /// The rest was begun: it does not wait any more.
    begun: bool,
    /// Something was found that is not told yet.
    changed: bool,
    since: Instant,
    told: Instant,
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
        let mut work = None;
        while self.take(&mut work) {
            let Some(work) = &mut work else { return };
            if self.look_at_edited(work) {
                tell();
            }
            while self.may_go_on(work) && !work.is_done() {
                if self.look_at_some(work) {
                    tell();
                }
            }
        }
    }

    /// Waits for something to do; false when it is time to stop.
    fn take(&self, work: &mut Option<Work>) -> bool {
        let done = work.as_ref().filter(|work| work.is_done()).map_or(0, |work| work.number);
        let idle = |asked: &mut Asked| !asked.stop && asked.number == done;
        let mut asked = self.wake.wait_while(lock(&self.asked), idle).unwrap_or_else(PoisonError::into_inner);
        if asked.stop {
            return false;
        }
        let Some(site) = asked.site.clone() else { return false };
        let (edited, whole) = (std::mem::take(&mut asked.edited), std::mem::take(&mut asked.whole));
        let number = asked.number;
        drop(asked);
        work.get_or_insert_with(|| Work::new(&site)).renew(number, site, edited, whole);
        true
    }

    /// True when nothing came since the work was taken; before the first of it, when that is so for a while.
    fn may_go_on(&self, work: &Work) -> bool {
        let asked = lock(&self.asked);
        let is_last = |asked: &mut Asked| !asked.stop && asked.number == work.number;
        let patience = PATIENCE.saturating_sub(work.since.elapsed()).min(QUIET);
        if work.is_done() || work.begun || patience.is_zero() {
            return !asked.stop && asked.number == work.number;
        }
        let waited = self.wake.wait_timeout_while(asked, patience, is_last).unwrap_or_else(PoisonError::into_inner);
        waited.1.timed_out()
    }

    /// Looks at the edited texts. True when other problems are there than before.
    fn look_at_edited(&self, work: &mut Work) -> bool {
        let portal = &work.site.portal;
        let edited = with_linking(portal, &std::mem::take(&mut work.edited));
        let mut found: Found = BTreeMap::new();
        for id in edited {
            found.insert(path_of(portal, id), work.site.check_body(id));
            work.rest.remove(&path_of(portal, id));
        }
        let mut known = lock(&self.found);
        let before = known.len();
        known.retain(|path, _| path == TEMPLATES || portal.entry_of(path).is_some());
        let gone = before != known.len();
        put(&mut known, found) || gone
    }

    /// Looks at the templates, or at the next texts. True when other problems are there than before, and it is time to
    /// tell.
    fn look_at_some(&self, work: &mut Work) -> bool {
        let site = Arc::clone(&work.site);
        work.begun = true;
        if std::mem::take(&mut work.templates) {
            // Those of an entry's body come with the entry.
            let of_entry = |problem: &Diagnostic| {
                problem.place.as_ref().is_some_and(|place| site.portal.entry_of(&place.source.path).is_some())
            };
            let problems = site.samples().flat_map(|page| site.render(page).1).filter(|problem| !of_entry(problem));
            return put(&mut lock(&self.found), [(TEMPLATES.to_owned(), problems.collect())].into());
        }
        let mut found = Found::new();
        for path in work.next() {
            if let Some(id) = site.portal.entry_of(&path) {
                found.insert(path, site.check_body(id));
            }
        }
        work.changed |= put(&mut lock(&self.found), found);
        let is_time = work.is_done() || work.told.elapsed() > TELL;
        if is_time {
            work.told = Instant::now();
        }
        is_time && std::mem::take(&mut work.changed)
    }
}

impl Work {
    fn new(site: &Arc<Site>) -> Self {
        let now = Instant::now();
        Self {
            number: 0,
            site: Arc::clone(site),
            edited: BTreeSet::new(),
            templates: false,
            rest: BTreeSet::new(),
            cursor: String::new(),
            begun: false,
            changed: false,
            since: now,
            told: now,
        }
    }

    fn renew(&mut self, number: u64, site: Arc<Site>, edited: BTreeSet<String>, whole: bool) {
        if self.is_done() {
            (self.since, self.begun) = (Instant::now(), false);
        }
        (self.number, self.site) = (number, site);
        self.edited.extend(edited);
        if whole {
            self.templates = true;
            self.rest = self.site.portal.ids().map(|id| path_of(&self.site.portal, id)).collect();
        }
    }

    fn is_done(&self) -> bool {
        self.edited.is_empty() && !self.templates && self.rest.is_empty()
    }

    /// The next texts, in the order of their paths from the last one on, and round again.
    fn next(&mut self) -> Vec<String> {
        let behind = (Bound::Excluded(self.cursor.clone()), Bound::Unbounded);
        let mut paths: Vec<_> = self.rest.range(behind).take(CHUNK).cloned().collect();
        if paths.is_empty() {
            paths = self.rest.iter().take(CHUNK).cloned().collect();
        }
        for path in &paths {
            self.rest.remove(path);
        }
        paths.last().into_iter().for_each(|last| self.cursor.clone_from(last));
        paths
    }
}

/// Puts problems in the place of those that were found before. True when they differ.
fn put(known: &mut Found, found: Found) -> bool {
    let mut differs = false;
    for (path, problems) in found {
        let before = if problems.is_empty() { known.remove(&path) } else { known.insert(path, problems.clone()) };
        differs |= before.unwrap_or_default() != problems;
    }
    differs
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
