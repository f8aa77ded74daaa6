//! What an event of the system means: which hints it gives and what has to be watched anew.
//!
//! The words of the systems differ (a rename may be one event, two or a deletion with a creation), so as little as can be
//! is read from them.

use std::path::{Path, PathBuf};
use std::time::Instant;

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{Error, Event};

use super::native;
use super::places::Spot;
use super::state::State;

/// More new files than these at once are not looked at one by one.
const MOST_FRESH: usize = 512;

/// Whether an event is only somebody's reading. The preview reads too, so answering these would never end.
pub(super) fn is_reading(event: &Event) -> bool {
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
        EventKind::Access(_) => !event.need_rescan(),
        _ => false,
    }
}

impl State {
    /// Takes in what the system told.
    pub fn note(&mut self, told: Result<Event, Error>, now: Instant) {
        match told {
            Ok(event) if event.need_rescan() => self.tasks.overflow = true,
            Ok(event) => {
                for path in &event.paths {
                    self.note_path(event.kind, path, now);
                }
            }
            Err(error) => {
                self.tasks.overflow = true;
                if let Some(failure) = native::failure(error) {
                    self.tasks.failure = Some(failure);
                }
            }
        }
    }

    fn note_path(&mut self, kind: EventKind, path: &Path, now: Instant) {
        match self.places.spot(path) {
            Spot::Elsewhere => {}
            Spot::Unknown => self.tasks.overflow = true,
            Spot::Place(place) => {
                // A folder's own times and rights change with the files in it, which are told of themselves.
                if moves(kind) {
                    self.tasks.lost.insert(place);
                }
            }
            Spot::Inside(path) => {
                if brings(kind) {
                    self.note_fresh(path.clone());
                }
                self.gatherer.add(path, now);
            }
        }
    }

    fn note_fresh(&mut self, path: PathBuf) {
        if self.tasks.fresh.len() < MOST_FRESH {
            self.tasks.fresh.insert(path);
        } else {
            self.tasks.overflow = true;
        }
    }
}

/// Whether a path may be another file or folder than before, or none.
fn moves(kind: EventKind) -> bool {
    !matches!(
        kind,
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Any | ModifyKind::Data(_) | ModifyKind::Metadata(_))
    )
}

/// Whether a path may be a folder or link that was not there before.
fn brings(kind: EventKind) -> bool {
    moves(kind) && !matches!(kind, EventKind::Remove(_))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preview::watch::gather::Batch;
    use crate::preview::watch::native::{Failure, Limit};
    use crate::preview::watch::places::Places;
    use crate::preview::watch::state::{Shared, Tasks};
    use notify::ErrorKind;
    use notify::event::{CreateKind, DataChange, Flag, MetadataKind, RemoveKind, RenameMode};
    use std::time::Duration;

    fn event(kind: EventKind, path: &str) -> Event {
        Event::new(kind).add_path(path.into())
    }

    fn state_after(events: impl IntoIterator<Item = Event>) -> (Option<Batch>, Tasks) {
        state_told(events.into_iter().map(Ok))
    }

    fn state_told(told: impl IntoIterator<Item = Result<Event, Error>>) -> (Option<Batch>, Tasks) {
        let shared = Shared::new(Places::new(Path::new("/site"), &["content"], &["avilys.toml"], |_| false));
        let now = Instant::now();
        shared.with(|state| told.into_iter().for_each(|told| state.note(told, now)));
        shared.with(|state| (state.gatherer.take(now + Duration::from_secs(1)), std::mem::take(&mut state.tasks)))
    }

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
    fn a_place_is_watched_anew_when_it_moves_but_not_when_its_times_change() {
        let (batch, tasks) = state_after([
            event(EventKind::Modify(ModifyKind::Any), "/site/content"),
            event(EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any)), "/site"),
        ]);
        assert!(batch.is_none() && tasks.lost.is_empty());
        for kind in [
            EventKind::Create(CreateKind::Folder),
            EventKind::Remove(RemoveKind::Folder),
            EventKind::Modify(ModifyKind::Name(RenameMode::From)),
            EventKind::Any,
        ] {
            let (_, tasks) = state_after([event(kind, "/site/content")]);
            assert!(tasks.lost.contains(Path::new("/site/content")), "{kind:?}");
        }
    }

    #[test]
    fn what_is_new_may_be_a_folder_and_what_is_gone_is_not() {
        let (batch, tasks) = state_after([
            event(EventKind::Create(CreateKind::Any), "/site/content/a"),
            event(EventKind::Modify(ModifyKind::Name(RenameMode::To)), "/site/content/b"),
            event(EventKind::Remove(RemoveKind::Folder), "/site/content/c"),
            event(EventKind::Modify(ModifyKind::Data(DataChange::Any)), "/site/content/d"),
        ]);
        assert_eq!(tasks.fresh, ["/site/content/a", "/site/content/b"].map(PathBuf::from).into());
        let all = ["a", "b", "c", "d"].map(|name| Path::new("/site/content").join(name));
        assert_eq!(batch, Some(Batch::Paths(all.into())));
    }

    #[test]
    fn lost_events_are_told_as_such() {
        let (_, tasks) = state_after([Event::new(EventKind::Other).set_flag(Flag::Rescan)]);
        assert!(tasks.overflow && tasks.failure.is_none());
        let (_, tasks) = state_after([event(EventKind::Modify(ModifyKind::Any), "/else/where")]);
        assert!(tasks.overflow);
        let (_, tasks) = state_told([Err(Error::new(ErrorKind::MaxFilesWatch))]);
        assert_eq!(tasks.failure, Some(Failure::Limit(Limit::Watches)));
        let many =
            (0..=MOST_FRESH).map(|at| event(EventKind::Create(CreateKind::File), &format!("/site/content/{at}")));
        let (batch, tasks) = state_after(many);
        assert!(tasks.overflow && batch == Some(Batch::Everything));
    }
}
