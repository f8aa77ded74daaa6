//! What the threads of the watcher share: hints that came in, and what the worker has to do about them.
//!
//! Adding never waits for the worker, so the system's queue of events is emptied as fast as it can be.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::gather::{Batch, Gatherer};
use super::native::Failure;
use super::places::Places;

#[derive(Debug)]
pub(super) struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug)]
pub(super) struct State {
    pub gatherer: Gatherer,
    pub places: Places,
    pub tasks: Tasks,
}

/// What the worker is to do beside passing hints on.
#[derive(Debug, Default)]
pub(super) struct Tasks {
    /// The watcher was dropped.
    pub stop: bool,
    /// Made or moved here: if they are folders or links, what is in them has to be watched too.
    pub fresh: BTreeSet<PathBuf>,
    /// Places that were made, moved or deleted themselves.
    pub lost: BTreeSet<PathBuf>,
    /// Events were lost: nobody knows what is watched and what has changed.
    pub overflow: bool,
    pub failure: Option<Failure>,
    /// How long the last look at everything took.
    pub looked: Option<Duration>,
    /// To begin to watch.
    pub begin: bool,
}

impl Tasks {
    fn is_empty(&self) -> bool {
        let Self { stop, fresh, lost, overflow, failure, looked, begin } = self;
        !stop && !begin && !overflow && fresh.is_empty() && lost.is_empty() && failure.is_none() && looked.is_none()
    }
}

impl Shared {
    pub fn new(places: Places) -> Self {
        let state = State { gatherer: Gatherer::new(), places, tasks: Tasks::default() };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    pub fn looked(&self, cost: Duration) {
        self.change(|state| state.tasks.looked = Some(cost));
    }

    pub fn begin(&self) {
        self.change(|state| state.tasks.begin = true);
    }

    /// Waits until watching is to begin; false when it is not to any more.
    pub fn wait_to_begin(&self) -> bool {
        let idle = |state: &mut State| !state.tasks.begin && !state.tasks.stop;
        let mut state = self.changed.wait_while(self.lock(), idle).unwrap_or_else(PoisonError::into_inner);
        state.tasks.begin = false;
        !state.tasks.stop
    }

    pub fn stop(&self) {
        self.change(|state| state.tasks.stop = true);
    }

    /// Changes the state and wakes the worker.
    pub fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.lock());
        self.changed.notify_one();
    }

    /// Reads the state, or changes what the worker need not know.
    pub fn with<T>(&self, read: impl FnOnce(&mut State) -> T) -> T {
        read(&mut self.lock())
    }

    /// Waits until there is something to do, at most until `deadline`.
    pub fn wait(&self, deadline: Instant) -> (Option<Batch>, Tasks) {
        let mut state = self.lock();
        loop {
            let now = Instant::now();
            let until = state.gatherer.due().map_or(deadline, |due| due.min(deadline));
            if until <= now || !state.tasks.is_empty() {
                return (state.gatherer.take(now), std::mem::take(&mut state.tasks));
            }
            let woken = self.changed.wait_timeout(state, until - now);
            state = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// No method leaves the state half changed, so a panic elsewhere does not spoil it.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
