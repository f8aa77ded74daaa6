//! How often everything is looked at: by the clock, but never so often that looking becomes the main work.
//!
//! A state machine without clock or threads. It must not know what a look is for.

use std::time::{Duration, Instant};

/// A look that took this long is followed by ten times as long without one.
const REST: u32 = 10;
/// Between two looks that were asked for, such as after lost events.
const SHORTEST: Duration = Duration::from_millis(200);
/// After so long a look that nobody answered counts as lost.
const UNANSWERED: Duration = Duration::from_secs(30);

#[derive(Debug)]
pub(super) struct Pace {
    every: Duration,
    cost: Duration,
    /// When the last look was asked for or had ended, whichever was later.
    last: Option<Instant>,
    answered: bool,
    asked: bool,
}

impl Pace {
    /// `every`: the time from one look to the next when nothing asks for one.
    pub fn new(every: Duration) -> Self {
        Self { every, cost: Duration::ZERO, last: None, answered: true, asked: true }
    }

    pub fn set(&mut self, every: Duration) {
        self.every = every;
    }

    /// Asks for a look as soon as the last one lets it.
    pub fn ask(&mut self) {
        self.asked = true;
    }

    /// A look begins.
    pub fn begun(&mut self, now: Instant) {
        (self.last, self.answered, self.asked) = (Some(now), false, false);
    }

    /// A look has ended; it took `cost`.
    pub fn looked(&mut self, now: Instant, cost: Duration) {
        (self.last, self.answered, self.cost) = (Some(now), true, cost);
    }

    /// When the next look is to begin; `None`: now, whatever the time.
    pub fn due(&self) -> Option<Instant> {
        let rest = self.cost.saturating_mul(REST);
        let wait = match (self.asked, self.answered) {
            (true, _) => rest.max(SHORTEST),
            (false, true) => rest.max(self.every),
            (false, false) => rest.max(self.every).max(UNANSWERED),
        };
        self.last.map(|last| last + wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn the_first_look_is_due_at_once_and_the_next_after_the_interval() {
        let (mut pace, now) = (Pace::new(SECOND), Instant::now());
        assert_eq!(pace.due(), None);
        pace.begun(now);
        pace.looked(now + SECOND / 100, SECOND / 100);
        assert_eq!(pace.due(), Some(now + SECOND / 100 + SECOND));
    }

    #[test]
    fn a_slow_look_stretches_the_interval_tenfold() {
        let (mut pace, now) = (Pace::new(SECOND), Instant::now());
        pace.begun(now);
        pace.looked(now + SECOND * 3, SECOND * 3);
        assert_eq!(pace.due(), Some(now + SECOND * 33));
    }

    #[test]
    fn a_look_under_way_is_not_followed_by_another() {
        let (mut pace, now) = (Pace::new(SECOND), Instant::now());
        pace.begun(now);
        assert_eq!(pace.due(), Some(now + SECOND * 30));
    }

    #[test]
    fn a_look_that_is_asked_for_comes_soon_but_not_without_rest() {
        let (mut pace, now) = (Pace::new(SECOND * 30), Instant::now());
        pace.begun(now);
        pace.looked(now, SECOND / 10);
        pace.ask();
        assert_eq!(pace.due(), Some(now + SECOND));
        pace.looked(now, Duration::ZERO);
        assert_eq!(pace.due(), Some(now + SHORTEST));
        pace.begun(now + SECOND);
        assert_eq!(pace.due(), Some(now + SECOND * 31));
    }
}
