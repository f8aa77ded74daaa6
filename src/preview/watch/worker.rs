//! The watcher's own thread: passes hints on, keeps the system's watches true, and looks at the clock.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::gather::Batch;
use super::native::{self, Failure, Handler, Make, Native};
use super::pace::Pace;
use super::places::Places;
use super::state::{Shared, Tasks};
use super::{Options, Signal, links, medium, notes, problems};
use crate::diagnostics::Diagnostic;

/// What the worker works with; tests replace parts of it.
#[derive(Clone, Copy)]
pub(super) struct Setup {
    /// No events, only looks.
    pub forced: bool,
    pub make: Make,
    pub medium: fn(&Path) -> Option<&'static str>,
    /// From look to look where there are no events, or not of all changes.
    pub poll: Duration,
    /// From look to look beside events, for those that got lost.
    pub idle: Duration,
    /// How often it is seen whether the places are still the same folders.
    pub check: Duration,
    /// When the system's events failed, they are asked for again after this time.
    pub retry: Duration,
}

impl Setup {
    pub fn new(options: Options) -> Self {
        Self {
            forced: options.poll.is_some(),
            make: native::recommended,
            medium: medium::untold,
            poll: options.poll.unwrap_or(Duration::from_secs(1)),
            idle: Duration::from_secs(30),
            check: Duration::from_secs(1),
            retry: Duration::from_secs(30),
        }
    }
}

pub(super) struct Worker<S> {
    shared: Arc<Shared>,
    places: Places,
    setup: Setup,
    send: S,
    native: Option<Native>,
    failure: Option<Failure>,
    medium: Option<&'static str>,
    /// There are links, so paths of hints are not to be relied on.
    linked: bool,
    /// The watches have to be renewed with the next look.
    overflow: bool,
    pace: Pace,
    check: Option<Instant>,
    retry: Option<Instant>,
    notice: Option<Diagnostic>,
}

impl<S: Fn(Signal)> Worker<S> {
    pub fn new(shared: Arc<Shared>, setup: Setup, send: S) -> Self {
        let places = shared.with(|state| state.places.clone());
        let pace = Pace::new(setup.poll);
        Self {
            shared,
            places,
            setup,
            send,
            native: None,
            failure: None,
            medium: None,
            linked: false,
            overflow: false,
            pace,
            check: None,
            retry: None,
            notice: None,
        }
    }

    /// Works until the watcher is dropped.
    pub fn run(mut self) {
        if !self.shared.wait_to_begin() {
            return;
        }
        if !self.setup.forced {
            self.connect();
        }
        loop {
            self.keep_time();
            let (batch, tasks) = self.shared.wait(self.deadline());
            if tasks.stop {
                return;
            }
            if let Some(batch) = batch {
                self.pass_on(batch);
            }
            self.work(tasks);
        }
    }

    fn deadline(&self) -> Instant {
        let look = self.pace.due().unwrap_or_else(Instant::now);
        [self.check, self.retry].into_iter().flatten().fold(look, Instant::min)
    }

    /// Does what is due by the clock.
    fn keep_time(&mut self) {
        let due = |time: Option<Instant>| time.is_some_and(|time| time <= Instant::now());
        if due(self.retry) {
            self.connect();
        }
        if due(self.check) {
            self.refresh(&BTreeSet::new());
        }
        let events_tell_all = self.native.is_some() && self.failure.is_none() && self.medium.is_none() && !self.linked;
        self.pace.set(if events_tell_all { self.setup.idle } else { self.setup.poll });
        self.announce();
        if self.pace.due().is_none_or(|time| time <= Instant::now()) {
            self.look();
        }
    }

    fn work(&mut self, tasks: Tasks) {
        if let Some(cost) = tasks.looked {
            self.pace.looked(Instant::now(), cost);
        }
        if let Some(failure) = tasks.failure {
            self.fail(failure);
        }
        if tasks.overflow {
            self.overflow = true;
            self.pace.ask();
        }
        if !tasks.lost.is_empty() {
            self.refresh(&tasks.lost);
        }
        for path in &tasks.fresh {
            self.follow(path);
        }
    }

    /// Asks the system for events, anew if it gave some before.
    fn connect(&mut self) {
        (self.native, self.failure, self.retry) = (None, None, None);
        let shared = Arc::clone(&self.shared);
        let handler: Handler = Box::new(move |told| {
            if !told.as_ref().is_ok_and(notes::is_reading) {
                shared.change(|state| state.note(told, Instant::now()));
            }
        });
        match Native::start(self.setup.make, handler) {
            Ok(native) => self.native = Some(native),
            Err(failure) => self.fail(failure),
        }
        self.refresh(&BTreeSet::new());
        self.pace.ask();
    }

    fn fail(&mut self, failure: Failure) {
        if matches!(failure, Failure::Limit(_)) {
            // Some folders are watched, but holding on to them would take the last ones from other programs.
            (self.native, self.check) = (None, None);
        }
        self.failure = Some(failure);
        self.retry.get_or_insert(Instant::now() + self.setup.retry);
    }

    /// Makes the watches fit the places that are there now.
    fn refresh(&mut self, lost: &BTreeSet<PathBuf>) {
        let Some(native) = &mut self.native else { return };
        let began = Instant::now();
        let (changed, failure) = native.refresh(&self.places, lost);
        if !changed.is_empty() {
            self.survey();
        }
        if changed.contains(&self.places.root) {
            self.pace.ask();
        } else {
            for place in changed {
                self.hint(place);
            }
        }
        let now = Instant::now();
        self.check = Some(now + self.setup.check.max((now - began) * 10));
        if let Some(failure) = failure {
            self.fail(failure);
        }
    }

    /// Sees what kind of folders the places are.
    fn survey(&mut self) {
        let real: Vec<_> =
            self.places.all().filter_map(|place| Some((place.canonicalize().ok()?, place.to_owned()))).collect();
        let folders = real.iter().filter(|(_, place)| *place != self.places.root).map(|(real, _)| real.as_path());
        self.linked = links::overlap(folders)
            || self.places.files.iter().any(|file| file.is_symlink())
            || self.places.folders.iter().any(|folder| links::within(folder));
        self.medium = self.places.all().find_map(self.setup.medium);
        self.shared.with(|state| state.places.set_real(real));
    }

    /// Sees whether a new path is a folder to be watched, or a link.
    fn follow(&mut self, path: &Path) {
        self.linked |= path.is_symlink();
        if !path.is_dir() {
            return;
        }
        if let Some(failure) = self.native.as_mut().and_then(|native| native.follow(path)) {
            self.fail(failure);
        }
        self.linked |= links::within(path);
        // Files may have been made in it before it was watched.
        self.hint(path.to_owned());
    }

    /// A hint of the worker's own.
    fn hint(&self, path: PathBuf) {
        self.shared.with(|state| state.gatherer.add(path, Instant::now()));
    }

    fn announce(&mut self) {
        let root = &self.places.root;
        let failed = self.failure.as_ref().map(|failure| problems::failed(root, failure));
        let notice = failed.or_else(|| self.medium.map(|kind| problems::drive(root, kind)));
        if notice != self.notice {
            self.notice.clone_from(&notice);
            (self.send)(Signal::Notice(notice));
        }
    }

    fn look(&mut self) {
        if std::mem::take(&mut self.overflow) {
            if let Some(failure) = self.native.as_mut().and_then(|native| native.renew(&self.places)) {
                self.fail(failure);
            }
            self.survey();
        }
        self.pass_on(Batch::Everything);
    }

    fn pass_on(&mut self, batch: Batch) {
        match batch {
            Batch::Paths(paths) if !self.linked => (self.send)(Signal::Changed(paths)),
            _ => {
                self.pace.begun(Instant::now());
                (self.send)(Signal::Everything);
            }
        }
    }
}
