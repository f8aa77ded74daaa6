//! Tells that something in the site's folder may have changed, by the system's events or else by the clock.
//!
//! A signal is a hint: whoever gets it reads the files again and compares. Too many hints cost little; a missing one leaves
//! an old page on the screen. So beside the events everything is scanned again from time to time: rarely where events are
//! to be trusted, every second where they are not. This module must know nothing of what is in a file; it sees names of
//! files and which of them are folders or links.

mod debounce;
mod drive;
mod native;
mod notices;
mod paths;
mod schedule;
mod worker;

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests change files as authors do")]
mod tests;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::diagnostics::Diagnostic;

use paths::WatchedPaths;
use worker::{Message, Setup, Worker};

/// What the watcher has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal {
    /// Something may have changed at or below these paths. They begin with the root as it was given (made absolute).
    Changed(BTreeSet<PathBuf>),
    /// Anything may have changed: scan everything, then call [`Watcher::rescanned`]. The first signal of all is of this
    /// kind, for what changed while watching was being set up.
    Rescan,
    /// What the author should know about how changes are found; `None` when there is nothing to say any more.
    Notice(Option<Diagnostic>),
}

/// How to watch.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Do not ask the system for events, but scan everything this often.
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
    messages: Sender<Message>,
    thread: Option<JoinHandle<()>>,
}

impl Watcher {
    /// A watcher of `folders` with all that is in them, and `files`, all by their names directly under `root`.
    ///
    /// None of them needs to exist, nor does the root: what comes later is noticed then. `send` is called on the watcher's
    /// own thread; while it takes its time changes are gathered, none is lost. Dropping the watcher waits for that thread,
    /// so `send` must not wait for who drops. Nothing is watched before [`Watcher::begin`]. Fails only when the system
    /// gives no thread or does not tell the current directory.
    pub fn start(
        root: &Path,
        folders: &[&str],
        files: &[&str],
        options: Options,
        send: impl Fn(Signal) + Send + 'static,
    ) -> io::Result<Self> {
        let paths = WatchedPaths::new(&std::path::absolute(root)?, folders, files, options.ignored);
        Self::with(paths, Setup::new(options), send)
    }

    fn with(paths: WatchedPaths, setup: Setup, send: impl Fn(Signal) + Send + 'static) -> io::Result<Self> {
        let (messages, inbox) = mpsc::channel();
        let events = messages.clone();
        let work = move || Worker::new(paths, setup, send, events, inbox).run();
        let thread = thread::Builder::new().name("watch".to_owned()).spawn(work)?;
        Ok(Self { messages, thread: Some(thread) })
    }

    /// Begins to watch. Nothing is asked of the system before: it would tell of every file that a first load reads.
    pub fn begin(&self) {
        self.send(Message::Begin);
    }

    /// To be called when everything was scanned after [`Signal::Rescan`]: `cost` is the time that this alone took.
    /// Scanning takes at most a tenth of the time.
    pub fn rescanned(&self, cost: Duration) {
        self.send(Message::Rescanned(cost));
    }

    /// A worker that has ended needs no message.
    fn send(&self, message: Message) {
        let _ = self.messages.send(message);
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.send(Message::Stop);
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != thread::current().id()
        {
            // A panic of `send` was reported by the thread itself; there is nothing to add while dropping.
            let _ = thread.join();
        }
    }
}
