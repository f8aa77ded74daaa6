//! The watcher's own thread: takes the system's events, passes changes on, keeps the system's watches true, and has
//! everything scanned again when it is time.

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, Event, EventKind, ModifyKind};

use super::debounce::Debouncer;
use super::native::{self, Make, Native};
use super::paths::{self, Location, WatchedPaths};
use super::schedule::Schedule;
use super::{Options, Signal, drive, notices};
use crate::diagnostics::Diagnostic;

/// What the worker is told.
#[derive(Debug)]
pub(super) enum Message {
    Begin,
    Event(notify::Result<Event>),
    /// How long the last scan of everything took.
    Rescanned(Duration),
    Stop,
}

/// What the worker works with; tests replace parts of it.
#[derive(Clone, Copy)]
pub(super) struct Setup {
    /// Without the system's events.
    pub polling: bool,
    pub make: Make,
    pub drive: fn(&Path) -> Option<&'static str>,
    /// From scan to scan where there are no events, or not of all changes.
    pub poll: Duration,
    /// From scan to scan beside events, for those that got lost.
    pub idle: Duration,
    /// How often it is checked whether the watched folders are still the same.
    pub check: Duration,
    /// When the system's events failed, they are asked for again after this time.
    pub retry: Duration,
}

impl Setup {
    pub fn new(options: Options) -> Self {
        Self {
            polling: options.poll.is_some(),
            make: native::recommended,
            drive: drive::silent_kind,
            poll: options.poll.unwrap_or(Duration::from_secs(1)),
            idle: Duration::from_secs(30),
            check: Duration::from_secs(1),
            retry: Duration::from_secs(30),
        }
    }
}

pub(super) struct Worker<S> {
    paths: WatchedPaths,
    setup: Setup,
    send: S,
    events: Sender<Message>,
    inbox: Receiver<Message>,
    native: Option<Native>,
    /// Why there are no events.
    failure: Option<Diagnostic>,
    /// The kind of drive, where it does not tell of all changes.
    drive: Option<&'static str>,
    /// There are links: a file may be read by another path than its events tell, so every change means everything.
    linked: bool,
    /// Events were lost: nobody knows what is watched and what has changed.
    overflowed: bool,
    debouncer: Debouncer,
    schedule: Schedule,
    next_check: Option<Instant>,
    next_retry: Option<Instant>,
    notice: Option<Diagnostic>,
}

impl<S: Fn(Signal)> Worker<S> {
    /// `events` leads to `inbox`.
    pub fn new(paths: WatchedPaths, setup: Setup, send: S, events: Sender<Message>, inbox: Receiver<Message>) -> Self {
        Self {
            paths,
            setup,
            send,
            events,
            inbox,
            native: None,
            failure: None,
            drive: None,
            linked: false,
            overflowed: false,
            debouncer: Debouncer::new(),
            schedule: Schedule::new(Instant::now()),
            next_check: None,
            next_retry: None,
            notice: None,
        }
    }

    /// Works until the watcher is dropped.
    pub fn run(mut self) {
        if !matches!(self.inbox.recv(), Ok(Message::Begin)) {
            return;
        }
        if !self.setup.polling {
            self.connect();
        }
        loop {
            self.do_what_is_due();
            let times = [self.debouncer.due(), self.schedule.due(), self.next_check, self.next_retry];
            let now = Instant::now();
            let due = times.into_iter().flatten().min().unwrap_or(now + self.setup.idle);
            match self.inbox.recv_timeout(due.saturating_duration_since(now)) {
                Ok(Message::Event(Ok(event))) => self.take_event(&event),
                Ok(Message::Event(Err(error))) => {
                    self.overflow();
                    self.check_result::<()>(Err(error));
                }
                Ok(Message::Rescanned(cost)) => self.schedule.ended(Instant::now(), cost),
                Ok(Message::Begin) | Err(RecvTimeoutError::Timeout) => {}
                Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn do_what_is_due(&mut self) {
        let is_due = |time: Option<Instant>| time.is_some_and(|time| time <= Instant::now());
        if is_due(self.next_retry) {
            self.connect();
        }
        if is_due(self.next_check) {
            self.refresh(None);
        }
        let trusted = self.native.is_some() && self.failure.is_none() && self.drive.is_none() && !self.linked;
        self.schedule.every = if trusted { self.setup.idle } else { self.setup.poll };
        self.announce();
        match self.debouncer.take(Instant::now()) {
            Some(paths) if !self.linked => (self.send)(Signal::Changed(paths)),
            Some(_) if !self.schedule.is_scanning() => self.rescan(),
            Some(_) => self.schedule.request(),
            None => {}
        }
        if is_due(self.schedule.due()) {
            self.rescan();
        }
    }

    /// Asks the system for events, anew if it gave some before.
    fn connect(&mut self) {
        (self.native, self.failure, self.next_retry) = (None, None, None);
        let events = self.events.clone();
        let handler = move |event: notify::Result<Event>| {
            if !event.as_ref().is_ok_and(is_reading) {
                let _ = events.send(Message::Event(event));
            }
        };
        let native = Native::start(self.setup.make, Box::new(handler));
        self.native = self.check_result(native);
        self.refresh(None);
        self.schedule.request();
    }

    /// Gives up the system's events for a while where they cannot be had.
    fn check_result<T>(&mut self, result: notify::Result<T>) -> Option<T> {
        let error = match result {
            Ok(value) => return Some(value),
            Err(error) => error,
        };
        if !native::is_gone(&error) {
            // To hold on to those folders that are watched would take the last watches from other programs.
            (self.native, self.next_check) = (None, None);
            self.failure = Some(notices::failed(&self.paths.root, &error));
            self.next_retry.get_or_insert(Instant::now() + self.setup.retry);
        }
        None
    }

    /// Makes the watches fit the folders that are there now. `moved` is another folder than before even if it looks the same.
    fn refresh(&mut self, moved: Option<&Path>) {
        let Some(native) = &mut self.native else { return };
        let changed = native.refresh(&self.paths, moved);
        let now = Instant::now();
        self.next_check = Some(now + self.setup.check);
        let changed = self.check_result(changed).unwrap_or_default();
        if !changed.is_empty() {
            self.survey();
        }
        if changed.contains(&self.paths.root) {
            self.schedule.request();
        } else {
            for folder in changed {
                self.debouncer.add(folder, false, now);
            }
        }
    }

    /// Sees what kind of folders the watched ones are.
    fn survey(&mut self) {
        self.linked = self.paths.are_linked();
        self.drive = self.paths.all().find_map(self.setup.drive);
    }

    fn take_event(&mut self, event: &Event) {
        if event.need_rescan() {
            self.overflow();
        }
        for path in &event.paths {
            match self.paths.locate(path) {
                Location::Unknown => self.overflow(),
                // A folder's own times and rights change with the files in it, which are told of themselves.
                Location::Folder if may_move(event.kind) => self.refresh(Some(path)),
                Location::Folder | Location::Outside => {}
                Location::Inside => {
                    if may_move(event.kind) {
                        self.follow(path);
                    }
                    let is_empty = path.symlink_metadata().is_ok_and(|file| file.is_file() && file.len() == 0);
                    self.debouncer.add(path.clone(), is_empty, Instant::now());
                }
            }
        }
    }

    /// Sees whether a path is a new folder, to be watched before anybody looks into it, or a link.
    fn follow(&mut self, path: &Path) {
        let Ok(meta) = path.symlink_metadata() else { return };
        self.linked |= meta.is_symlink();
        if path.is_dir() {
            self.extend(path);
            self.linked |= paths::has_links(path);
        }
    }

    fn extend(&mut self, folder: &Path) {
        if let Some(native) = &mut self.native {
            let result = native.extend(folder);
            self.check_result(result);
        }
    }

    fn overflow(&mut self) {
        self.overflowed = true;
        self.schedule.request();
    }

    fn announce(&mut self) {
        let root = &self.paths.root;
        let notice = self.failure.clone().or_else(|| self.drive.map(|kind| notices::drive(root, kind)));
        if notice != self.notice {
            self.notice.clone_from(&notice);
            (self.send)(Signal::Notice(notice));
        }
    }

    fn rescan(&mut self) {
        if std::mem::take(&mut self.overflowed) {
            self.paths.folders.clone().iter().for_each(|folder| self.extend(folder));
            self.survey();
        }
        self.schedule.began();
        (self.send)(Signal::Rescan);
    }
}

/// Whether an event is only somebody's reading. The preview reads too, so answering these would never end.
fn is_reading(event: &Event) -> bool {
    let wrote = matches!(event.kind, EventKind::Access(AccessKind::Close(AccessMode::Write)));
    matches!(event.kind, EventKind::Access(_)) && !wrote && !event.need_rescan()
}

/// Whether a path may be another file or folder than before, or none. The words of the systems differ (a rename may be one
/// event, two, or a deletion with a creation), so as little as can be is read from them.
fn may_move(kind: EventKind) -> bool {
    !matches!(
        kind,
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Any | ModifyKind::Data(_) | ModifyKind::Metadata(_))
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{CreateKind, DataChange, MetadataKind, RemoveKind, RenameMode};

    #[test]
    fn reading_is_told_from_writing() {
        let of = |kind| is_reading(&Event::new(EventKind::Access(kind)));
        assert!(
            of(AccessKind::Open(AccessMode::Any)) && of(AccessKind::Close(AccessMode::Read)) && of(AccessKind::Any)
        );
        assert!(!of(AccessKind::Close(AccessMode::Write)));
        assert!(!is_reading(&Event::new(EventKind::Modify(ModifyKind::Data(DataChange::Any)))));
    }

    #[test]
    fn a_folder_may_move_but_not_when_its_times_change() {
        for kind in [ModifyKind::Any, ModifyKind::Metadata(MetadataKind::Any), ModifyKind::Data(DataChange::Any)] {
            assert!(!may_move(EventKind::Modify(kind)), "{kind:?}");
        }
        for kind in [
            EventKind::Create(CreateKind::Folder),
            EventKind::Remove(RemoveKind::Folder),
            EventKind::Modify(ModifyKind::Name(RenameMode::From)),
            EventKind::Any,
        ] {
            assert!(may_move(kind), "{kind:?}");
        }
    }
}
