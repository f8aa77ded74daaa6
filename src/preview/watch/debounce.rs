//! When changes are passed on: the first after quiet at once, those of a burst together.
//!
//! A state machine without clock or threads: every method gets the time. It must not know where changes come from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How long after a change the next one of the same save is waited for: between two parts of a file, or between writing a
/// temporary file and renaming it.
const SETTLE: Duration = Duration::from_millis(2);
/// How long an emptied file is waited for to be filled: whoever saves it has nearly always only begun.
const EMPTIED: Duration = Duration::from_millis(80);
/// Longest that a signal is put off by settling.
const MAX_SETTLE: Duration = Duration::from_millis(5);
/// Between the first signal of a burst and its second; doubled from one to the next.
const FIRST_GAP: Duration = Duration::from_millis(20);
const LAST_GAP: Duration = Duration::from_millis(200);

#[derive(Debug)]
pub(super) struct Debouncer {
    pending: Option<Pending>,
    /// Nothing is passed on before.
    open: Option<Instant>,
    gap: Duration,
}

#[derive(Debug)]
struct Pending {
    /// With when each is settled.
    paths: BTreeMap<PathBuf, Instant>,
    start: Instant,
}

impl Debouncer {
    pub fn new() -> Self {
        Self { pending: None, open: None, gap: FIRST_GAP }
    }

    /// `is_empty` is a file without anything in it.
    pub fn add(&mut self, path: PathBuf, is_empty: bool, now: Instant) {
        let (open, gap) = (self.open.unwrap_or(now), &mut self.gap);
        let pending = self.pending.get_or_insert_with(|| {
            *gap = if now < open { (*gap * 2).min(LAST_GAP) } else { FIRST_GAP };
            Pending { paths: BTreeMap::new(), start: open.max(now) }
        });
        let start = pending.start;
        let settled = (now + SETTLE).min((start + MAX_SETTLE).max(now));
        pending.paths.insert(path, if is_empty { start + EMPTIED } else { settled.max(start) });
    }

    /// When the paths are to be taken, if there are any.
    pub fn due(&self) -> Option<Instant> {
        self.pending.as_ref()?.paths.values().max().copied()
    }

    /// The paths that have gathered, when they are due.
    pub fn take(&mut self, now: Instant) -> Option<BTreeSet<PathBuf>> {
        self.due().filter(|due| *due <= now)?;
        let pending = self.pending.take()?;
        self.open = Some(now + self.gap);
        Some(pending.paths.into_keys().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A debouncer with a clock that is set by hand, in milliseconds.
    struct Clock {
        start: Instant,
        debouncer: Debouncer,
    }

    impl Clock {
        fn new() -> Self {
            Self { start: Instant::now(), debouncer: Debouncer::new() }
        }

        fn at(&self, ms: u64) -> Instant {
            self.start + Duration::from_millis(ms)
        }

        fn change(&mut self, ms: u64, path: &str) {
            let now = self.at(ms);
            self.debouncer.add(path.into(), false, now);
        }

        fn empty(&mut self, ms: u64, path: &str) {
            let now = self.at(ms);
            self.debouncer.add(path.into(), true, now);
        }

        fn due(&self) -> Option<u128> {
            self.debouncer.due().map(|due| (due - self.start).as_millis())
        }

        fn take(&mut self, ms: u64) -> Option<Vec<String>> {
            let now = self.at(ms);
            self.debouncer.take(now).map(|paths| paths.iter().map(|path| path.display().to_string()).collect())
        }
    }

    #[test]
    fn the_first_change_after_quiet_is_passed_on_when_its_save_has_settled() {
        let mut clock = Clock::new();
        clock.change(0, "a");
        assert_eq!(clock.due(), Some(2));
        assert_eq!(clock.take(1), None);
        assert_eq!(clock.take(2), Some(vec!["a".to_owned()]));
        assert_eq!((clock.due(), clock.take(500)), (None, None));
        clock.change(1000, "b");
        assert_eq!(clock.due(), Some(1002));
    }

    #[test]
    fn the_changes_of_one_save_are_one_signal() {
        let mut clock = Clock::new();
        clock.change(0, "a.tmp");
        clock.change(1, "a.tmp");
        clock.change(2, "a");
        assert_eq!(clock.due(), Some(4));
        assert_eq!(clock.take(4), Some(vec!["a".to_owned(), "a.tmp".to_owned()]));
    }

    #[test]
    fn an_emptied_file_is_waited_for() {
        let mut clock = Clock::new();
        clock.empty(0, "a");
        clock.change(1, "b");
        assert_eq!((clock.due(), clock.take(30)), (Some(80), None));
        clock.change(40, "a");
        assert_eq!(clock.take(40), Some(vec!["a".to_owned(), "b".to_owned()]));
        clock.empty(1000, "a");
        assert_eq!(clock.take(1080), Some(vec!["a".to_owned()]));
    }

    #[test]
    fn changes_without_end_do_not_put_a_signal_off() {
        let mut clock = Clock::new();
        for ms in 0..5 {
            clock.change(ms, "a");
        }
        assert_eq!(clock.due(), Some(5));
    }

    #[test]
    fn a_long_burst_is_passed_on_less_and_less_often_and_its_end_is_not_lost() {
        let mut clock = Clock::new();
        let mut taken = Vec::new();
        for ms in 0..1000 {
            clock.change(ms, "a");
            if clock.take(ms).is_some() {
                taken.push(ms);
            }
        }
        clock.change(1000, "last");
        assert_eq!(taken[..5], [5, 30, 75, 160, 325]);
        assert!(taken[5..].windows(2).all(|two| (200..=205).contains(&(two[1] - two[0]))), "{taken:?}");
        let due = u64::try_from(clock.due().unwrap()).unwrap();
        assert!(due <= 1205, "{due}");
        assert_eq!(clock.take(due), Some(vec!["a".to_owned(), "last".to_owned()]));
    }

    #[test]
    fn after_a_burst_the_first_change_is_quick_again() {
        let mut clock = Clock::new();
        for ms in (0..500).step_by(5) {
            clock.change(ms, "a");
            clock.take(ms);
        }
        clock.take(1000);
        clock.change(2000, "b");
        assert_eq!(clock.due(), Some(2002));
        clock.take(2002);
        clock.change(2003, "b");
        assert_eq!(clock.due(), Some(2022));
    }
}
