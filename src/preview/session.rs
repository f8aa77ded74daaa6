//! One run of the preview: loads the site again after changes and keeps what is shown now.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::bodies::{Bodies, lock};
use super::finder::Finder;
use super::http::{self, Streams};
use super::recent::Recent;
use super::shown::Shown;
use super::watch::Signal;
use super::words::AllWords;
use super::{Event, Tell};
use crate::diagnostics::{self, Diagnostic};
use crate::site::{Loader, Site};
use crate::source::Source;

/// What the threads of the preview share.
pub struct Session {
    /// Tells one run of the program from the next.
    pub id: String,
    /// Path of the site's root on the server; starts and ends with a slash.
    pub base: String,
    pub source: Source,
    pub words: AllWords,
    pub bodies: Bodies,
    pub finder: Finder,
    pub recent: Recent,
    now: Mutex<Now>,
    first: Condvar,
    streams: Arc<Streams>,
    tell: Tell,
}

#[derive(Default)]
struct Now {
    shown: Option<Arc<Shown>>,
    stopped: bool,
}

impl Session {
    pub fn new(source: Source, base: String, words: AllWords, streams: Arc<Streams>, tell: Tell) -> Self {
        Self {
            id: id(),
            base,
            source,
            words,
            bodies: Bodies::default(),
            finder: Finder::default(),
            recent: Recent::default(),
            now: Mutex::default(),
            first: Condvar::new(),
            streams,
            tell,
        }
    }

    /// What is shown now; waits for the first load. Nothing when the preview ends.
    pub fn shown(&self) -> Option<Arc<Shown>> {
        let waiting = |now: &mut Now| now.shown.is_none() && !now.stopped;
        let now = self.first.wait_while(lock(&self.now), waiting).unwrap_or_else(PoisonError::into_inner);
        now.shown.clone()
    }

    /// Every problem that is known of a state.
    pub fn problems(&self, shown: &Shown) -> Vec<Diagnostic> {
        let mut problems = shown.problems.clone();
        problems.extend(self.bodies.problems());
        diagnostics::sort(&mut problems);
        problems
    }

    pub fn stop(&self) {
        lock(&self.now).stopped = true;
        self.first.notify_all();
        self.bodies.stop();
        self.finder.stop();
    }

    /// Loads, has changes watched, and loads again after each signal until there are no more.
    pub fn run(
        &self,
        mut loader: Loader,
        inbox: &Receiver<Signal>,
        today: impl Fn() -> jiff::civil::Date,
        watch: impl FnOnce(),
        looked: impl Fn(Duration),
    ) {
        self.load(&mut loader, None, today());
        watch();
        while let Ok(first) = inbox.recv() {
            let hint = self.gather(first, inbox);
            let took = self.load(&mut loader, hint.as_ref(), today());
            if hint.is_none() {
                looked(took);
            }
        }
    }

    /// Every signal that waits, as one. Nothing: look at everything.
    fn gather(&self, first: Signal, inbox: &Receiver<Signal>) -> Option<BTreeSet<PathBuf>> {
        let mut paths = Some(BTreeSet::new());
        for signal in std::iter::once(first).chain(inbox.try_iter()) {
            match signal {
                Signal::Changed(changed) => {
                    if let Some(paths) = &mut paths {
                        paths.extend(changed);
                    }
                }
                Signal::Everything => paths = None,
                Signal::Notice(problem) => (self.tell)(Event::Notice(problem)),
            }
        }
        paths
    }

    /// Gives the time that the load took.
    fn load(&self, loader: &mut Loader, hint: Option<&BTreeSet<PathBuf>>, today: jiff::civil::Date) -> Duration {
        let start = Instant::now();
        loader.set_today(today);
        loader.doubt(hint);
        let mut outcome = loader.load();
        outcome.problems.extend(outcome.site.as_ref().and_then(|site| self.other_base(site)));
        let changed = outcome.changed.clone();
        let last = lock(&self.now).shown.clone();
        let next = Shown::next(last.as_deref(), outcome);
        let took = start.elapsed();
        if let Some(next) = next {
            let next = self.show(next);
            if let Some(site) = &next.site {
                self.recent.retain(|path| site.page_at(path).is_some());
                let before = last.as_ref().and_then(|last| last.site.as_ref());
                self.finder.follow(site);
                self.bodies.look_at(site, &changed, before.is_none_or(|before| !is_alike(site, before)));
            }
            (self.tell)(Event::Loaded { generation: next.generation, took, changed, problems: self.problems(&next) });
        }
        // What was shown before may be large: nobody should wait while it is let go.
        drop(last);
        took
    }

    /// Tells that the site was given another path than the one that it is served at.
    fn other_base(&self, site: &Site) -> Option<Diagnostic> {
        let config = &site.portal.config;
        let base = http::base(&config.base_path());
        let problem = Diagnostic::warning("preview-base").arg("base", &self.base).arg("now", &base);
        let source = config.source.as_ref().filter(|_| base != self.base)?;
        Some(problem.in_file(source))
    }

    /// Puts a state in the place of the last. Meanwhile the last may have become another one of its own.
    fn show(&self, next: Shown) -> Arc<Shown> {
        let mut now = lock(&self.now);
        let generation = now.shown.as_ref().map_or(next.generation, |shown| shown.generation + 1);
        self.put(&mut now, next.numbered(generation))
    }

    /// Tells the tabs that other problems are known of what is shown.
    pub fn tell_problems(&self) {
        let mut now = lock(&self.now);
        let Some(shown) = now.shown.clone() else { return };
        let shown = self.put(&mut now, shown.again());
        drop(now);
        (self.tell)(Event::Checked { generation: shown.generation, problems: self.problems(&shown) });
    }

    /// Under the lock, so that the tabs hear of the states in their order.
    fn put(&self, now: &mut Now, next: Shown) -> Arc<Shown> {
        let next = Arc::new(next);
        now.shown = Some(Arc::clone(&next));
        self.first.notify_all();
        let state = serde_json::json!({ "generation": next.generation, "session": self.id });
        self.streams.send("state", &state.to_string());
        next
    }
}

/// True where two states differ in bodies at most.
fn is_alike(site: &Site, before: &Site) -> bool {
    Arc::ptr_eq(&site.portal, &before.portal) && site.theme_version() == before.theme_version()
}

/// The clock is enough: it need not be hard to guess, only another than the last.
fn id() -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    format!("{:x}", now.as_nanos())
}
