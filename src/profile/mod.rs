//! Where the time goes: spans of work, gathered from many threads, told as sums and as a trace for a browser's profiler.
//!
//! Must not know what is measured: stages, categories and names are words that the caller brings. A [`Profile`] is off
//! unless somebody asked for it; then a span asks no clock and keeps nothing.
//!
//! **Two clocks.** A *stage* is a part of the whole run: stages follow one another on one thread, and the processor time
//! of a stage is that of the whole program while it lasts. A *span* is work on one thread, within a stage, and its
//! processor time is that thread's own: what waits for a disk or for another program costs nothing.
//!
//! Every span is kept until the end: some 200 bytes each, for 100,000 pages less than 200 MB.

mod clock;
mod report;
#[cfg(test)]
pub mod tests;
mod trace;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

pub use report::{Named, Part, Report, Single, Stage};
pub use trace::is_trace;

/// Threads are spread over so many locks: those of one build hardly ever meet.
const SHARDS: usize = 64;

/// Measures, or does nothing. Clones share what is measured.
#[derive(Debug, Clone, Default)]
pub struct Profile(Option<Arc<Collector>>);

#[derive(Debug)]
struct Collector {
    start: Instant,
    /// Processor time of the program at the start.
    processor: Duration,
    shards: [Mutex<Vec<Lane>>; SHARDS],
}

/// What one thread did, in the order in which it was finished: what stands within a span comes before it.
#[derive(Debug)]
struct Lane {
    thread: ThreadId,
    /// None where the thread has no name of its own.
    name: Option<String>,
    done: Vec<Done>,
}

/// A finished span.
#[derive(Debug)]
struct Done {
    category: &'static str,
    is_stage: bool,
    name: Option<Box<str>>,
    details: Vec<(&'static str, Box<str>)>,
    /// Since the start of the profile.
    start: Duration,
    length: Duration,
    /// The processor clock at the start, and how much it went on.
    clock: Duration,
    processor: Duration,
}

impl Done {
    fn new(category: &'static str, is_stage: bool) -> Self {
        let (start, length, clock, processor) = Default::default();
        Self { category, is_stage, name: None, details: Vec::new(), start, length, clock, processor }
    }

    fn read_clock(&self) -> Duration {
        if self.is_stage { clock::program() } else { clock::thread() }
    }

    fn end(&self) -> Duration {
        self.start + self.length
    }

    fn detail(&self, key: &str) -> Option<&str> {
        self.details.iter().find(|(known, _)| *known == key).map(|(_, value)| &**value)
    }
}

impl Profile {
    /// A profile that measures, from now on.
    pub fn begin() -> Self {
        let shards = std::array::from_fn(|_| Mutex::default());
        Self(Some(Arc::new(Collector { start: Instant::now(), processor: clock::program(), shards })))
    }

    /// A part of the whole run, until the guard is dropped. No two stages at once.
    pub fn stage(&self, category: &'static str) -> Span<'_> {
        self.open(category, true)
    }

    /// Work on this thread, until the guard is dropped.
    pub fn span(&self, category: &'static str) -> Span<'_> {
        self.open(category, false)
    }

    fn open(&self, category: &'static str, is_stage: bool) -> Span<'_> {
        Span(self.0.as_deref().map(|collector| Open::new(collector, Done::new(category, is_stage))))
    }

    /// What was measured, at the end of all work; nothing where nothing is measured. The profile is empty then.
    pub fn report(&self) -> Option<Report> {
        let collector = self.0.as_deref()?;
        let (length, processor) = (collector.start.elapsed(), clock::program().saturating_sub(collector.processor));
        let lanes = collector.shards.iter().flat_map(|shard| std::mem::take(&mut *lock(shard))).collect();
        Some(Report::new(lanes, length, processor))
    }
}

impl Collector {
    fn keep(&self, done: Done) {
        let thread = thread::current().id();
        let mut lanes = lock(&self.shards[shard(thread)]);
        if let Some(lane) = lanes.iter_mut().find(|lane| lane.thread == thread) {
            return lane.done.push(done);
        }
        lanes.push(Lane { thread, name: thread::current().name().map(str::to_owned), done: vec![done] });
    }
}

fn shard(thread: ThreadId) -> usize {
    let mut hasher = DefaultHasher::new();
    thread.hash(&mut hasher);
    usize::try_from(hasher.finish() % SHARDS as u64).unwrap_or_default()
}

/// A thread that panicked while it kept a span left a whole list behind.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Work that is being done; it ends when this is dropped, on the thread where it began.
#[must_use = "what is not held ends at once"]
#[derive(Debug)]
pub struct Span<'p>(Option<Open<'p>>);

#[derive(Debug)]
struct Open<'p> {
    collector: &'p Collector,
    started: Instant,
    done: Done,
}

impl<'p> Open<'p> {
    fn new(collector: &'p Collector, done: Done) -> Self {
        let started = Instant::now();
        let clock = done.read_clock();
        Self { collector, started, done: Done { clock, ..done } }
    }
}

impl Span<'_> {
    /// Which of the things of its category it is. There should be few: the report sums by these names.
    pub fn named(mut self, name: &str) -> Self {
        if let Some(open) = &mut self.0 {
            open.done.name = Some(name.into());
        }
        self
    }

    /// Something to know it by.
    pub fn with(mut self, key: &'static str, value: &str) -> Self {
        if let Some(open) = &mut self.0 {
            open.done.details.push((key, value.into()));
        }
        self
    }

    /// Ends it and begins the next of the same sort.
    pub fn then(mut self, category: &'static str) -> Self {
        Self(self.0.take().map(|open| {
            let (collector, next) = (open.collector, Done::new(category, open.done.is_stage));
            open.end();
            Open::new(collector, next)
        }))
    }
}

impl Open<'_> {
    fn end(mut self) {
        self.done.processor = self.done.read_clock().saturating_sub(self.done.clock);
        self.done.length = self.started.elapsed();
        self.done.start = self.started.saturating_duration_since(self.collector.start);
        self.collector.keep(self.done);
    }
}

impl Drop for Span<'_> {
    fn drop(&mut self) {
        if let Some(open) = self.0.take() {
            open.end();
        }
    }
}
