//! The index of the search: made when somebody first searches, and from then on in the background after each edit.
//!
//! Pages never wait for it. It is made on threads of its own, half as many as the machine has, so that a page or a load
//! finds a free one; and few requests may wait for it at a time, so that connections are left for pages. Knows the files of
//! an index by name only.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::lock;
use crate::search::MANIFEST;
use crate::site::{SearchIndex, Site};

/// How long nothing must have changed before the index is made again while nobody waits for it.
const QUIET: Duration = Duration::from_secs(1);
/// Indexes that are kept: an open page reads on in the one that it began with.
const KEPT: usize = 2;
/// Requests that wait at a time.
const MAX_WAITING: usize = 8;

/// Makes the index on a thread of its own.
#[derive(Default)]
pub struct SearchIndexer {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Counts the sites that were given.
    generation: u64,
    site: Option<Arc<Site>>,
    /// Somebody searches in this preview.
    wanted: bool,
    waiting: usize,
    /// The generation that the newest index is of.
    indexed: u64,
    /// The newest first.
    kept: VecDeque<SearchIndex>,
    stopped: bool,
}

/// What is at an address of the index.
#[derive(Debug, PartialEq, Eq)]
pub enum Lookup {
    File(Vec<u8>),
    Missing,
    /// Too many requests wait already.
    Busy,
}

impl SearchIndexer {
    /// Gives a new state of the site.
    pub fn update(&self, site: &Arc<Site>) {
        let mut state = lock(&self.state);
        state.generation += 1;
        state.site = Some(Arc::clone(site));
        self.changed.notify_all();
    }

    /// Ends [`SearchIndexer::run`] and all waiting.
    pub fn stop(&self) {
        lock(&self.state).stopped = true;
        self.changed.notify_all();
    }

    /// A file of the present site's index, or of the one before it. Waits until the index is made.
    pub fn file(&self, path: &str) -> Lookup {
        let mut state = lock(&self.state);
        state.wanted = true;
        // The names of all others say what is in them.
        let known = state.kept.iter().find(|index| path != MANIFEST && index.contains_key(path)).cloned();
        if known.is_none() && state.indexed < state.generation {
            if state.waiting == MAX_WAITING {
                return Lookup::Busy;
            }
            state.waiting += 1;
            self.changed.notify_all();
            let wanted = state.generation;
            let is_missing = |state: &mut State| !state.stopped && state.indexed < wanted;
            state = self.changed.wait_while(state, is_missing).unwrap_or_else(PoisonError::into_inner);
            state.waiting -= 1;
        }
        let index = known.or_else(|| state.kept.front().cloned());
        drop(state);
        index.and_then(|index| index.get(path).cloned()).map_or(Lookup::Missing, Lookup::File)
    }

    /// Makes the index of each state that is given, until stopped.
    pub fn run(&self) {
        while let Some((generation, site)) = self.next() {
            // Without an index the search says that there is none, and pages go on.
            let index = catch_unwind(AssertUnwindSafe(|| make(&site))).unwrap_or_default();
            let mut state = lock(&self.state);
            state.indexed = generation;
            state.kept.retain(|known| !Arc::ptr_eq(known, &index));
            state.kept.push_front(index);
            state.kept.truncate(KEPT);
            self.changed.notify_all();
        }
    }

    /// Waits for a state that somebody waits for, or that stays for a while; none when it is time to stop.
    fn next(&self) -> Option<(u64, Arc<Site>)> {
        let is_idle = |state: &mut State| !state.stopped && (!state.wanted || state.indexed == state.generation);
        let mut state = self.changed.wait_while(lock(&self.state), is_idle).unwrap_or_else(PoisonError::into_inner);
        loop {
            let generation = state.generation;
            let is_quiet = |state: &mut State| !state.stopped && state.waiting == 0 && state.generation == generation;
            let waited =
                self.changed.wait_timeout_while(state, QUIET, is_quiet).unwrap_or_else(PoisonError::into_inner);
            state = waited.0;
            if state.stopped {
                return None;
            }
            if waited.1.timed_out() || state.waiting > 0 {
                return state.site.clone().map(|site| (state.generation, site));
            }
        }
    }
}

/// Threads that pages and loads share would finish the index before they took anything else.
fn make(site: &Site) -> SearchIndex {
    let threads = thread::available_parallelism().map_or(1, |count| count.get().div_ceil(2));
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => Arc::clone(pool.install(|| site.search_index())),
        Err(_) => Arc::clone(site.search_index()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn indexer() -> SearchIndexer {
        let indexer = SearchIndexer::default();
        lock(&indexer.state).generation = 1;
        indexer
    }

    fn index(name: &str) -> SearchIndex {
        Arc::new([(name.to_owned(), name.as_bytes().to_vec())].into())
    }

    #[test]
    fn few_requests_wait_for_an_index_and_the_others_are_told_at_once() {
        let indexer = indexer();
        let waiting = || lock(&indexer.state).waiting;
        let answers = thread::scope(|scope| {
            let requests: Vec<_> = (0..MAX_WAITING).map(|_| scope.spawn(|| indexer.file(MANIFEST))).collect();
            while waiting() < MAX_WAITING {
                thread::yield_now();
            }
            assert_eq!(indexer.file(MANIFEST), Lookup::Busy);
            indexer.stop();
            requests.into_iter().map(|request| request.join().unwrap()).collect::<Vec<_>>()
        });
        assert!(answers.iter().all(|answer| *answer == Lookup::Missing));
        assert_eq!(waiting(), 0);
    }

    #[test]
    fn a_file_of_an_earlier_index_is_there_without_waiting() {
        let indexer = indexer();
        lock(&indexer.state).kept.push_front(index("search/d0.bin"));
        assert_eq!(indexer.file("search/d0.bin"), Lookup::File(b"search/d0.bin".to_vec()));
        lock(&indexer.state).indexed = 1;
        assert_eq!(indexer.file("search/other.bin"), Lookup::Missing);
    }
}
