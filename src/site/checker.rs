//! Checks bodies and templates in the background: a page is shown before all others are read.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::Site;
use crate::diagnostics::Diagnostic;
use crate::kind::Role;
use crate::lock;
use crate::portal::{EntryId, Portal};

/// How long nothing must have changed before the rest of the site is checked: an author who types goes first.
const QUIET: Duration = Duration::from_millis(400);
/// How long the rest of the site waits at most.
const MAX_DELAY: Duration = Duration::from_secs(2);
/// Entries checked before seeing whether something changed meanwhile.
const CHUNK: usize = 32;
/// How often problems of the rest of the site are reported while it is checked.
const REPORT_INTERVAL: Duration = Duration::from_millis(500);
/// Key of the problems that belong to no entry.
const TEMPLATES: &str = "";

/// What was found, by path of the entry's text.
type Found = BTreeMap<String, Vec<Diagnostic>>;

/// Checks on a thread of its own.
#[derive(Default)]
pub struct Checker {
    queue: Mutex<Queue>,
    wake: Condvar,
    found: Mutex<Found>,
}

#[derive(Default)]
struct Queue {
    /// Counts the states that were given.
    number: u64,
    site: Option<Arc<Site>>,
    /// Paths of texts to be checked first.
    edited: BTreeSet<String>,
    /// The whole site is to be checked.
    whole: bool,
    stopped: bool,
}

/// What is still to be checked. It outlives the states: an author who goes on saving does not keep it from being done.
struct Work {
    number: u64,
    site: Arc<Site>,
    edited: BTreeSet<String>,
    templates: bool,
    /// Paths of the texts whose turn comes.
    remaining: BTreeSet<String>,
    /// The text that was checked last; those behind it come next.
    cursor: String,
    /// The rest was begun: it does not wait any more.
    begun: bool,
    /// Something was found that is not reported yet.
    changed: bool,
    since: Instant,
    reported: Instant,
}

impl Checker {
    /// Gives a new state to check: its edited texts, and the `whole` of it where more than texts changed.
    pub fn check(&self, site: &Arc<Site>, edited: &[String], whole: bool) {
        let mut queue = lock(&self.queue);
        queue.number += 1;
        queue.site = Some(Arc::clone(site));
        queue.edited.extend(edited.iter().cloned());
        queue.whole |= whole;
        self.wake.notify_all();
    }

    /// Ends [`Checker::run`].
    pub fn stop(&self) {
        lock(&self.queue).stopped = true;
        self.wake.notify_all();
    }

    pub fn problems(&self) -> Vec<Diagnostic> {
        lock(&self.found).values().flatten().cloned().collect()
    }

    /// Checks each state that is given, until stopped. `changed` is called when other problems were found than before.
    pub fn run(&self, changed: impl Fn()) {
        let mut work = None;
        while self.take(&mut work) {
            let Some(work) = &mut work else { return };
            if self.check_edited(work) {
                changed();
            }
            while self.may_go_on(work) && !work.is_done() {
                if self.check_some(work) {
                    changed();
                }
            }
        }
    }

    /// Waits for something to do; false when it is time to stop.
    fn take(&self, work: &mut Option<Work>) -> bool {
        let done = work.as_ref().filter(|work| work.is_done()).map_or(0, |work| work.number);
        let idle = |queue: &mut Queue| !queue.stopped && queue.number == done;
        let mut queue = self.wake.wait_while(lock(&self.queue), idle).unwrap_or_else(PoisonError::into_inner);
        if queue.stopped {
            return false;
        }
        let Some(site) = queue.site.clone() else { return false };
        let (edited, whole) = (std::mem::take(&mut queue.edited), std::mem::take(&mut queue.whole));
        let number = queue.number;
        drop(queue);
        work.get_or_insert_with(|| Work::new(&site)).renew(number, site, edited, whole);
        true
    }

    /// True when nothing came since the work was taken; before the first of it, when that is so for a while.
    fn may_go_on(&self, work: &Work) -> bool {
        let queue = lock(&self.queue);
        let is_last = |queue: &mut Queue| !queue.stopped && queue.number == work.number;
        let patience = MAX_DELAY.saturating_sub(work.since.elapsed()).min(QUIET);
        if work.is_done() || work.begun || patience.is_zero() {
            return !queue.stopped && queue.number == work.number;
        }
        let waited = self.wake.wait_timeout_while(queue, patience, is_last).unwrap_or_else(PoisonError::into_inner);
        waited.1.timed_out()
    }

    /// Checks the edited texts. True when other problems are there than before.
    fn check_edited(&self, work: &mut Work) -> bool {
        let portal = &work.site.portal;
        let edited = with_linking(portal, &std::mem::take(&mut work.edited));
        let mut found: Found = BTreeMap::new();
        for id in edited {
            found.insert(path_of(portal, id), work.site.check_body(id));
            work.remaining.remove(&path_of(portal, id));
        }
        let mut known = lock(&self.found);
        let before = known.len();
        known.retain(|path, _| path == TEMPLATES || portal.entry_of(path).is_some());
        let gone = before != known.len();
        put(&mut known, found) || gone
    }

    /// Checks the templates, or the next texts. True when other problems are there than before, and it is time to report
    /// them.
    fn check_some(&self, work: &mut Work) -> bool {
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
        let is_time = work.is_done() || work.reported.elapsed() > REPORT_INTERVAL;
        if is_time {
            work.reported = Instant::now();
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
            remaining: BTreeSet::new(),
            cursor: String::new(),
            begun: false,
            changed: false,
            since: now,
            reported: now,
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
            self.remaining = self.site.portal.ids().map(|id| path_of(&self.site.portal, id)).collect();
        }
    }

    fn is_done(&self) -> bool {
        self.edited.is_empty() && !self.templates && self.remaining.is_empty()
    }

    /// The next texts, in the order of their paths from the last one on, and round again.
    fn next(&mut self) -> Vec<String> {
        let behind = (Bound::Excluded(self.cursor.clone()), Bound::Unbounded);
        let mut paths: Vec<_> = self.remaining.range(behind).take(CHUNK).cloned().collect();
        if paths.is_empty() {
            paths = self.remaining.iter().take(CHUNK).cloned().collect();
        }
        for path in &paths {
            self.remaining.remove(path);
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
