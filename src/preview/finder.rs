//! The index of the search while the site changes: made when somebody first searches, and from then on in the background
//! after each edit.
//!
//! Knows the files of an index by name only.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::bodies::lock;
use crate::search::MANIFEST;
use crate::site::{SearchIndex, Site};

/// How long nothing must have changed before the index is made again: an author who types goes first.
const QUIET: Duration = Duration::from_secs(1);
/// Indexes that are kept: an open page reads on in the one that it began with.
const KEPT: usize = 2;

/// Makes the index on a thread of its own.
#[derive(Default)]
pub struct Finder {
    asked: Mutex<Asked>,
    wake: Condvar,
    /// The newest first.
    kept: Mutex<VecDeque<SearchIndex>>,
}

#[derive(Default)]
struct Asked {
    /// Counts the states that were given.
    number: u64,
    site: Option<Arc<Site>>,
    /// Somebody searches in this preview.
    wanted: bool,
    stop: bool,
}

impl Finder {
    /// Gives a new state of the site.
    pub fn follow(&self, site: &Arc<Site>) {
        let mut asked = lock(&self.asked);
        asked.number += 1;
        asked.site = Some(Arc::clone(site));
        self.wake.notify_all();
    }

    /// Ends [`Finder::run`].
    pub fn stop(&self) {
        lock(&self.asked).stop = true;
        self.wake.notify_all();
    }

    /// A file of a site's index, or of the one before it. Waits until the index is made.
    pub fn file(&self, site: &Site, path: &str) -> Option<Vec<u8>> {
        lock(&self.asked).wanted = true;
        self.wake.notify_all();
        // The names of all others say what is in them.
        if path != MANIFEST
            && let Some(bytes) = lock(&self.kept).iter().find_map(|index| index.get(path))
        {
            return Some(bytes.clone());
        }
        self.keep(site).get(path).cloned()
    }

    /// Makes the index of each state that is given, until stopped.
    pub fn run(&self) {
        let mut done = 0;
        while let Some(site) = self.take(&mut done) {
            self.keep(&site);
        }
    }

    fn keep(&self, site: &Site) -> SearchIndex {
        let index = site.search_index();
        let mut kept = lock(&self.kept);
        kept.retain(|known| !Arc::ptr_eq(known, index));
        kept.push_front(Arc::clone(index));
        kept.truncate(KEPT);
        Arc::clone(index)
    }

    /// Waits for a state that stays for a while; none when it is time to stop.
    fn take(&self, done: &mut u64) -> Option<Arc<Site>> {
        let idle = |asked: &mut Asked| !asked.stop && (!asked.wanted || asked.number == *done);
        let mut asked = self.wake.wait_while(lock(&self.asked), idle).unwrap_or_else(PoisonError::into_inner);
        while !asked.stop {
            *done = asked.number;
            let is_last = |asked: &mut Asked| !asked.stop && asked.number == *done;
            let waited = self.wake.wait_timeout_while(asked, QUIET, is_last).unwrap_or_else(PoisonError::into_inner);
            asked = waited.0;
            if waited.1.timed_out() {
                return asked.site.clone();
            }
        }
        None
    }
}
