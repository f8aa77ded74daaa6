//! One run of the preview: loads the site again after changes and holds the present snapshot.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::good_pages::GoodPages;
use super::http::{self, EventStreams};
use super::search_index::SearchIndexer;
use super::snapshot::Snapshot;
use super::watch::Signal;
use super::words::AllWords;
use super::{Event, Listener, OpenFile};
use crate::diagnostics::{self, Code, Diagnostic};
use crate::lock;
use crate::site::{Checker, Loader, Site};
use crate::source::Source;

/// What the threads of the preview share.
pub struct Session {
    /// Tells one run of the program from the next.
    pub id: String,
    /// Path of the site's root on the server; starts and ends with a slash.
    pub base: String,
    pub source: Source,
    pub words: AllWords,
    pub checker: Checker,
    pub search: SearchIndexer,
    pub good_pages: GoodPages,
    /// Absent where nobody may open files from a page.
    pub open_file: Option<OpenFile>,
    current: Mutex<Current>,
    changed: Condvar,
    streams: Arc<EventStreams>,
    listener: Listener,
}

#[derive(Default)]
struct Current {
    snapshot: Option<Arc<Snapshot>>,
    stopped: bool,
}

impl Session {
    pub fn new(source: Source, base: String, words: AllWords, streams: Arc<EventStreams>, listener: Listener) -> Self {
        Self {
            id: id(),
            base,
            source,
            words,
            checker: Checker::default(),
            search: SearchIndexer::default(),
            good_pages: GoodPages::default(),
            open_file: None,
            current: Mutex::default(),
            changed: Condvar::new(),
            streams,
            listener,
        }
    }

    /// The present snapshot; waits for the first load. Nothing when the preview ends.
    pub fn snapshot(&self) -> Option<Arc<Snapshot>> {
        let waiting = |current: &mut Current| current.snapshot.is_none() && !current.stopped;
        let current = self.changed.wait_while(lock(&self.current), waiting).unwrap_or_else(PoisonError::into_inner);
        current.snapshot.clone()
    }

    /// Every problem that is known of a snapshot.
    pub fn problems(&self, snapshot: &Snapshot) -> Vec<Diagnostic> {
        let mut problems = snapshot.problems.clone();
        problems.extend(self.checker.problems());
        diagnostics::sort(&mut problems);
        problems
    }

    pub fn stop(&self) {
        lock(&self.current).stopped = true;
        self.changed.notify_all();
        self.checker.stop();
        self.search.stop();
    }

    /// Loads, has changes watched, and loads again after each signal until there are no more.
    pub fn run(
        &self,
        mut loader: Loader,
        inbox: &Receiver<Signal>,
        today: impl Fn() -> jiff::civil::Date,
        watch: impl FnOnce(),
        rescanned: impl Fn(Duration),
    ) {
        self.load(&mut loader, None, today());
        watch();
        while let Ok(first) = inbox.recv() {
            let paths = self.gather(first, inbox);
            let took = self.load(&mut loader, paths.as_ref(), today());
            if paths.is_none() {
                rescanned(took);
            }
        }
    }

    /// Every signal that waits, as one. Nothing: anything may have changed.
    fn gather(&self, first: Signal, inbox: &Receiver<Signal>) -> Option<BTreeSet<PathBuf>> {
        let mut paths = Some(BTreeSet::new());
        for signal in std::iter::once(first).chain(inbox.try_iter()) {
            match signal {
                Signal::Changed(changed) => {
                    if let Some(paths) = &mut paths {
                        paths.extend(changed);
                    }
                }
                Signal::Rescan => paths = None,
                Signal::Notice(problem) => (self.listener)(Event::Notice(problem)),
            }
        }
        paths
    }

    /// Gives the time that the load took.
    fn load(&self, loader: &mut Loader, paths: Option<&BTreeSet<PathBuf>>, today: jiff::civil::Date) -> Duration {
        let start = Instant::now();
        loader.set_today(today);
        loader.invalidate(paths);
        let mut outcome = loader.load();
        outcome.problems.extend(outcome.site.as_ref().and_then(|site| self.other_base(site)));
        let changed = outcome.changed.clone();
        let last = lock(&self.current).snapshot.clone();
        let next = Snapshot::next(last.as_deref(), outcome);
        let took = start.elapsed();
        if let Some(next) = next {
            if let Some(site) = &next.site {
                // Before the tabs hear of it: they may search at once.
                self.search.update(site);
            }
            let next = self.publish(next);
            if let Some(site) = &next.site {
                self.good_pages.retain(|path| site.page_at(path).is_some());
                let before = last.as_ref().and_then(|last| last.site.as_ref());
                let whole = before.is_none_or(|before| !site.differs_in_bodies_at_most(before));
                self.checker.check(site, &changed, whole);
            }
            (self.listener)(Event::Loaded {
                generation: next.generation,
                took,
                changed,
                problems: self.problems(&next),
            });
        }
        // The last snapshot may be large: nobody should wait while it is let go.
        drop(last);
        took
    }

    /// Tells that the site was given another path than the one that it is served at.
    fn other_base(&self, site: &Site) -> Option<Diagnostic> {
        let config = &site.portal.config;
        let base = http::base(&config.base_path());
        let problem = Diagnostic::warning(Code::PreviewBase).arg("base", &self.base).arg("now", &base);
        let source = config.source.as_ref().filter(|_| base != self.base)?;
        Some(problem.in_file(source))
    }

    /// Puts a snapshot in the place of the last. Meanwhile the last may have got a successor from [`Session::publish_problems`].
    fn publish(&self, next: Snapshot) -> Arc<Snapshot> {
        let mut current = lock(&self.current);
        let generation = current.snapshot.as_ref().map_or(next.generation, |last| last.generation + 1);
        self.replace(&mut current, next.numbered(generation))
    }

    /// Tells the tabs that other problems are known of the present site.
    pub fn publish_problems(&self) {
        let mut current = lock(&self.current);
        let Some(snapshot) = current.snapshot.clone() else { return };
        let snapshot = self.replace(&mut current, snapshot.again());
        drop(current);
        (self.listener)(Event::Checked { generation: snapshot.generation, problems: self.problems(&snapshot) });
    }

    /// Under the lock, so that the tabs hear of the snapshots in their order.
    fn replace(&self, current: &mut Current, next: Snapshot) -> Arc<Snapshot> {
        let next = Arc::new(next);
        current.snapshot = Some(Arc::clone(&next));
        self.changed.notify_all();
        let state = serde_json::json!({ "generation": next.generation, "session": self.id });
        self.streams.send("state", &state.to_string());
        next
    }
}

/// The clock is enough: it need not be hard to guess, only another than the last.
fn id() -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    format!("{:x}", now.as_nanos())
}
