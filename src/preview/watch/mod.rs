//! Tells that something under the site's folder may have changed, by the system's events or else by the clock.
//!
//! A signal is a hint: whoever gets it looks at the files and compares. Too many hints cost little, a missing one would
//! leave an old page on the screen. So beside the events there is a look at everything from time to time, rarely where
//! events are to be trusted and every second where they are not. This module must know nothing of what is in a file;
//! it sees names of files and which of them are folders or links.

mod gather;
mod links;
mod medium;
mod native;
mod notes;
mod pace;
mod places;
mod problems;
mod state;
mod worker;

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests change files as authors do")]
mod tests;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::diagnostics::Diagnostic;

use places::Places;
use state::Shared;
use worker::{Setup, Worker};

/// What the watcher has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal {
    /// Something may have changed at or below these paths. They begin with the root as it was given (made absolute).
    Changed(BTreeSet<PathBuf>),
    /// Anything may have changed. The first signal of all is of this kind: it is sent when watching has begun, for
    /// what changed while it was being set up. To be answered by [`Watcher::looked`].
    Everything,
    /// What the author should know about how changes are found; `None` when there is nothing to say any more.
    Notice(Option<Diagnostic>),
}

/// How to watch.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Do not ask the system for events, but look at everything this often.
    pub poll: Option<Duration>,
    /// Whether a path, relative to the root, never matters, such as a swap file. It is asked for files and folders,
    /// for each by its whole path, and may be asked about files that are gone.
    pub ignored: fn(&Path) -> bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { poll: None, ignored: |_| false }
    }
}

/// Watches a site until it is dropped.
#[derive(Debug)]
pub struct Watcher {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Watcher {
    /// A watcher of `folders` with all that is in them, and `files`, all by their names directly under `root`.
    ///
    /// None of them needs to exist, nor does the root: what comes later is noticed then. `send` is called on a thread
    /// of the watcher's own; while it takes its time signals are gathered, none is lost. Dropping the watcher waits for
    /// it, so it must not wait for who drops. Nothing is watched before [`Watcher::begin`]. Fails only when the system
    /// gives no thread or does not tell the current directory.
    pub fn start(
        root: &Path,
        folders: &[&str],
        files: &[&str],
        options: Options,
        send: impl Fn(Signal) + Send + 'static,
    ) -> io::Result<Self> {
        Self::with(Places::new(&std::path::absolute(root)?, folders, files, options.ignored), Setup::new(options), send)
    }

    fn with(places: Places, setup: Setup, send: impl Fn(Signal) + Send + 'static) -> io::Result<Self> {
        let shared = Arc::new(Shared::new(places));
        let theirs = Arc::clone(&shared);
        let work = move || Worker::new(theirs, setup, send).run();
        let thread = thread::Builder::new().name("watch".to_owned()).spawn(work)?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Begins to watch. Nothing is asked of the system before: it would tell of every file that a first load reads.
    pub fn begin(&self) {
        self.shared.begin();
    }

    /// To be called when everything was looked at after [`Signal::Everything`]: `cost` is the time that the look alone
    /// took. Looks are made at most a tenth of the time; one that is not answered is asked for again after 30 s.
    pub fn looked(&self, cost: Duration) {
        self.shared.looked(cost);
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.shared.stop();
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != thread::current().id()
        {
            // A panic of `send` was reported by the thread itself; there is nothing to add while dropping.
            let _ = thread.join();
        }
    }
}
