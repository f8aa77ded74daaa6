//! What was measured, in sums.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::time::Duration;

use super::{Done, Lane};

/// A finished run.
#[derive(Debug)]
pub struct Report {
    /// From the beginning of the profile to its end.
    pub length: Duration,
    /// Of all threads together.
    pub processor: Duration,
    pub(super) threads: Vec<Thread>,
}

#[derive(Debug)]
pub(super) struct Thread {
    /// None where the thread has no name of its own.
    pub name: Option<String>,
    /// What stands within a span comes before it.
    pub done: Vec<Done>,
    /// By span: the one that it stands in.
    parents: Vec<Option<usize>>,
    /// By span: its processor time without what stands within it.
    own: Vec<Duration>,
}

/// A span in its thread.
#[derive(Debug, Clone, Copy)]
struct At<'r> {
    thread: &'r Thread,
    at: usize,
}

/// A part of the whole run.
#[derive(Debug, PartialEq, Eq)]
pub struct Stage {
    pub category: &'static str,
    pub length: Duration,
    /// Of all threads together.
    pub processor: Duration,
    /// The work on single threads that began within it, by category, the costliest first. What bears the stage's own
    /// name is no part.
    pub parts: Vec<Part>,
}

/// The spans of a category, without what stands within them.
#[derive(Debug, PartialEq, Eq)]
pub struct Part {
    pub category: &'static str,
    pub count: usize,
    pub processor: Duration,
}

/// The spans of a category that have one name, with what stands within them. All times are processor time.
#[derive(Debug, PartialEq, Eq)]
pub struct Named<'r> {
    pub name: &'r str,
    pub count: usize,
    pub total: Duration,
    pub median: Duration,
    pub slowest: Duration,
    /// What the slowest of them is known by: its own detail, or that of a span around it.
    pub slowest_in: Option<&'r str>,
}

/// One span, with what stands within it. All times are processor time.
#[derive(Debug)]
pub struct Single<'r> {
    pub detail: &'r str,
    span: At<'r>,
}

impl Single<'_> {
    pub fn total(&self) -> Duration {
        self.span.done().processor
    }

    /// Of it, what stands directly within it and is of this category.
    pub fn part(&self, category: &str) -> Duration {
        self.span.within().filter(|done| done.category == category).map(|done| done.processor).sum()
    }
}

impl Stage {
    /// What no part accounts for; nothing where there are no parts.
    pub fn rest(&self) -> Option<Duration> {
        let parts: Duration = self.parts.iter().map(|part| part.processor).sum();
        (!self.parts.is_empty()).then(|| self.processor.saturating_sub(parts))
    }
}

impl Report {
    /// The threads stand in the order in which they began to work.
    pub(super) fn new(lanes: Vec<Lane>, length: Duration, processor: Duration) -> Self {
        let mut threads: Vec<_> = lanes.into_iter().map(Thread::new).collect();
        threads.sort_by_key(|thread| thread.done.iter().map(|done| done.start).min());
        Self { length, processor, threads }
    }

    /// The stages, in the order of their beginnings.
    pub fn stages(&self) -> Vec<Stage> {
        let mut found: Vec<&Done> = self.spans().map(At::done).filter(|done| done.is_stage).collect();
        found.sort_by_key(|done| done.start);
        let mut parts = self.parts(&found);
        let stage = |(at, done): (usize, &&Done)| {
            let Done { category, length, processor, .. } = **done;
            Stage { category, length, processor, parts: parts.remove(&at).unwrap_or_default() }
        };
        found.iter().enumerate().map(stage).collect()
    }

    /// By stage: what was done in it.
    fn parts(&self, stages: &[&Done]) -> BTreeMap<usize, Vec<Part>> {
        let mut found: BTreeMap<usize, BTreeMap<&'static str, Part>> = BTreeMap::new();
        for span in self.spans().filter(|span| !span.done().is_stage) {
            let Done { category, start, .. } = *span.done();
            let begun = stages.partition_point(|stage| stage.start <= start);
            let stage = begun.checked_sub(1).filter(|at| start <= stages[*at].end());
            let Some(stage) = stage.filter(|at| stages[*at].category != category) else { continue };
            let none = Part { category, count: 0, processor: Duration::ZERO };
            let part = found.entry(stage).or_default().entry(category).or_insert(none);
            part.count += 1;
            part.processor += span.own();
        }
        let costliest_first = |parts: BTreeMap<_, Part>| {
            let mut parts: Vec<_> = parts.into_values().collect();
            parts.sort_by_key(|part| Reverse(part.processor));
            parts
        };
        found.into_iter().map(|(stage, parts)| (stage, costliest_first(parts))).collect()
    }

    /// The named spans of a category, by name; what took longest in all comes first. `detail` is what the slowest of a
    /// name is known by.
    pub fn named(&self, category: &str, detail: &str) -> Vec<Named<'_>> {
        let mut by_name: BTreeMap<&str, Vec<At<'_>>> = BTreeMap::new();
        for span in self.of(category) {
            if let Some(name) = &span.done().name {
                by_name.entry(name).or_default().push(span);
            }
        }
        let mut all: Vec<_> = by_name.into_iter().map(|(name, spans)| named(name, spans, detail)).collect();
        all.sort_by_key(|named| Reverse(named.total));
        all
    }

    /// The spans of a category that have this detail, the slowest first.
    pub fn singles(&self, category: &str, detail: &str) -> Vec<Single<'_>> {
        let of = self.of(category);
        let mut all: Vec<_> =
            of.filter_map(|span| Some(Single { detail: span.done().detail(detail)?, span })).collect();
        all.sort_by(|a, b| b.total().cmp(&a.total()).then(a.detail.cmp(b.detail)));
        all
    }

    fn of<'r>(&'r self, category: &str) -> impl Iterator<Item = At<'r>> {
        self.spans().filter(move |span| span.done().category == category)
    }

    fn spans(&self) -> impl Iterator<Item = At<'_>> {
        self.threads.iter().flat_map(|thread| (0..thread.done.len()).map(move |at| At { thread, at }))
    }
}

fn named<'r>(name: &'r str, mut spans: Vec<At<'r>>, detail: &str) -> Named<'r> {
    spans.sort_by_key(|span| span.done().processor);
    let time = |at: usize| spans[at].done().processor;
    let (count, last) = (spans.len(), spans.len() - 1);
    Named {
        name,
        count,
        total: spans.iter().map(|span| span.done().processor).sum(),
        median: (time(last / 2) + time(count / 2)) / 2,
        slowest: time(last),
        slowest_in: spans[last].around().find_map(|done| done.detail(detail)),
    }
}

impl Thread {
    fn new(lane: Lane) -> Self {
        let Lane { name, done, .. } = lane;
        let parents = parents(&done);
        let mut own: Vec<_> = done.iter().map(|done| done.processor).collect();
        for (at, parent) in parents.iter().enumerate() {
            if let Some(parent) = parent {
                own[*parent] = own[*parent].saturating_sub(done[at].processor);
            }
        }
        Self { name, done, parents, own }
    }
}

/// Spans of one thread stand within one another or apart: one that is finished later and began no later holds the
/// earlier.
fn parents(done: &[Done]) -> Vec<Option<usize>> {
    let mut parents = vec![None; done.len()];
    let mut without = Vec::new();
    for (at, span) in done.iter().enumerate() {
        while let Some(child) = without.pop_if(|child: &mut usize| done[*child].start >= span.start) {
            parents[child] = Some(at);
        }
        without.push(at);
    }
    parents
}

impl<'r> At<'r> {
    fn done(self) -> &'r Done {
        &self.thread.done[self.at]
    }

    fn own(self) -> Duration {
        self.thread.own[self.at]
    }

    /// The span, and those that it stands in, from the inside out.
    fn around(self) -> impl Iterator<Item = &'r Done> {
        std::iter::successors(Some(self.at), move |at| self.thread.parents[*at]).map(move |at| &self.thread.done[at])
    }

    /// What stands directly within it.
    fn within(self) -> impl Iterator<Item = &'r Done> {
        let Thread { done, parents, .. } = self.thread;
        let before = (0..self.at).rev().take_while(move |at| done[*at].start >= self.done().start);
        before.filter(move |at| parents[*at] == Some(self.at)).map(move |at| &done[at])
    }
}
