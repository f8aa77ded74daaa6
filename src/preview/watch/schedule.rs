//! When everything is scanned again: by the clock, but never so often that scanning becomes the main work.
//!
//! A state machine without clock or threads.

use std::time::{Duration, Instant};

/// A scan that took this long is followed by ten times as long without one.
const PAUSE: u32 = 10;
/// Between two scans that were requested, such as after lost events.
const SHORTEST: Duration = Duration::from_millis(200);

#[derive(Debug)]
pub(super) struct Schedule {
    /// From one scan to the next when nothing requests one.
    pub every: Duration,
    /// When the last scan ended, and how long it took.
    last: Option<(Instant, Duration)>,
    scanning: bool,
    requested: bool,
    start: Instant,
}

impl Schedule {
    /// The first scan is due at once.
    pub fn new(now: Instant) -> Self {
        Self { every: Duration::ZERO, last: None, scanning: false, requested: true, start: now }
    }

    /// Asks for a scan as soon as the last one lets it.
    pub fn request(&mut self) {
        self.requested = true;
    }

    pub fn is_scanning(&self) -> bool {
        self.scanning
    }

    pub fn began(&mut self) {
        (self.scanning, self.requested) = (true, false);
    }

    pub fn ended(&mut self, now: Instant, cost: Duration) {
        (self.last, self.scanning) = (Some((now, cost)), false);
    }

    /// When the next scan is to begin; `None` before the present one has ended.
    pub fn due(&self) -> Option<Instant> {
        let least = if self.requested { SHORTEST } else { self.every };
        let due = self.last.map_or(self.start, |(ended, cost)| ended + cost.saturating_mul(PAUSE).max(least));
        (!self.scanning).then_some(due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// After a first scan that ended now and took `cost`.
    fn after_a_scan(cost: Duration) -> (Schedule, Instant) {
        let now = Instant::now();
        let mut schedule = Schedule::new(now);
        schedule.every = SECOND;
        assert_eq!(schedule.due(), Some(now), "the first one is due at once");
        schedule.began();
        schedule.ended(now, cost);
        (schedule, now)
    }

    #[test]
    fn the_next_scan_comes_after_the_interval() {
        let (schedule, now) = after_a_scan(SECOND / 100);
        assert_eq!(schedule.due(), Some(now + SECOND));
    }

    #[test]
    fn a_slow_scan_stretches_the_interval_tenfold() {
        let (schedule, now) = after_a_scan(SECOND * 3);
        assert_eq!(schedule.due(), Some(now + SECOND * 30));
    }

    #[test]
    fn a_scan_under_way_is_not_followed_by_another() {
        let (mut schedule, _) = after_a_scan(SECOND);
        schedule.began();
        schedule.request();
        assert_eq!(schedule.due(), None);
    }

    #[test]
    fn a_scan_that_is_requested_comes_soon_but_not_without_a_pause() {
        let (mut schedule, now) = after_a_scan(SECOND / 100);
        schedule.request();
        assert_eq!(schedule.due(), Some(now + SHORTEST));
        let (mut schedule, now) = after_a_scan(SECOND);
        schedule.request();
        assert_eq!(schedule.due(), Some(now + SECOND * 10));
    }
}
