//! A part of the year that comes back each year, such as „June to August“: `--06/--08`.
//!
//! The notation is that of ISO 8601:2000 for truncated dates, which vCard (RFC 6350, section 4.3.1) still uses.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use super::{DateError, digits, parse_month};

/// A month of any year, or a day of it. The 29th of February is a day; in common years it means the 28th.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MonthDay {
    month: u8,
    day: Option<u8>,
}

impl MonthDay {
    /// 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// 1 to 31; none where the whole month is meant.
    pub fn day(self) -> Option<u8> {
        self.day
    }

    fn parse(text: &str) -> Result<Self, DateError> {
        let mut parts = text.strip_prefix("--").ok_or(DateError::Form)?.split('-');
        let month = parse_month(parts.next().unwrap_or_default())?;
        let Some(day) = parts.next() else { return Ok(Self { month, day: None }) };
        let day = digits(day, 2).filter(|_| parts.next().is_none()).ok_or(DateError::Form)?;
        let day = u8::try_from(day).ok().filter(|day| (1..=longest(month)).contains(day));
        Ok(Self { month, day: Some(day.ok_or(DateError::Day)?) })
    }

    /// First day of the year's months that is meant, as month and day.
    fn first(self) -> (u8, u8) {
        (self.month, self.day.unwrap_or(1))
    }

    fn last(self) -> (u8, u8) {
        (self.month, self.day.unwrap_or_else(|| longest(self.month)))
    }

    /// Months counted from September, as the school year runs.
    fn school_month(self) -> u8 {
        (self.month + 3) % 12
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.day {
            None => write!(f, "--{:02}", self.month),
            Some(day) => write!(f, "--{:02}-{day:02}", self.month),
        }
    }
}

/// The days of one coming of a [`Window`], both within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    pub first: Date,
    pub last: Date,
}

/// A recurring window, which may run over the new year (`--12-15/--01-15`). A single month or day is a window too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Window {
    from: MonthDay,
    to: MonthDay,
}

impl Window {
    /// Reads `--06`, `--09-01`, `--06/--08` or `--09-01/--09-15`; spaces around it do not matter.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let (from, to) = match text.trim().split_once('/') {
            None => (MonthDay::parse(text.trim())?, None),
            Some((from, to)) => (MonthDay::parse(from)?, Some(MonthDay::parse(to)?)),
        };
        Ok(Self { from, to: to.unwrap_or(from) })
    }

    pub fn from(&self) -> MonthDay {
        self.from
    }

    /// The same as [`Window::from`] when the window is a single month or day.
    pub fn to(&self) -> MonthDay {
        self.to
    }

    pub fn contains(&self, date: Date) -> bool {
        self.occurrence_on_or_after(date).is_some_and(|found| found.first <= date)
    }

    /// The coming that holds this day, else the next one. None only where the calendar ends, in the year 9999.
    pub fn occurrence_on_or_after(&self, date: Date) -> Option<Occurrence> {
        let year = date.year();
        [year.checked_sub(1), Some(year), year.checked_add(1)]
            .into_iter()
            .flatten()
            .filter_map(|year| self.starting_in(year))
            .find(|found| found.last >= date)
    }

    /// The first day, on or after this one, on which the window opens.
    pub fn next_start_on_or_after(&self, date: Date) -> Option<Date> {
        let year = date.year();
        [Some(year), year.checked_add(1)]
            .into_iter()
            .flatten()
            .filter_map(|year| day_in(year, self.from.first()))
            .find(|start| *start >= date)
    }

    /// The last day of the coming that holds this day, else of the next one.
    pub fn end_on_or_after(&self, date: Date) -> Option<Date> {
        self.occurrence_on_or_after(date).map(|found| found.last)
    }

    /// Sorts windows as the school year runs, from the 1st of September; of two that open together the shorter first.
    pub fn school_year_order(&self) -> [u8; 4] {
        let last = self.to.last().1;
        [self.from.school_month(), self.from.first().1, self.to.school_month(), last]
    }

    fn starting_in(self, year: i16) -> Option<Occurrence> {
        let wraps = self.to.last() < self.from.first();
        let end_year = if wraps { year.checked_add(1)? } else { year };
        Some(Occurrence { first: day_in(year, self.from.first())?, last: day_in(end_year, self.to.last())? })
    }
}

impl FromStr for Window {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        Self::parse(text)
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.from.fmt(f)?;
        if self.to == self.from { Ok(()) } else { write!(f, "/{}", self.to) }
    }
}

/// A day of a given year; where that year's February is short, its last day.
fn day_in(year: i16, (month, day): (u8, u8)) -> Option<Date> {
    let first = Date::new(year, i8::try_from(month).ok()?, 1).ok()?;
    let day = i8::try_from(day).ok()?.min(first.days_in_month());
    first.with().day(day).build().ok()
}

fn longest(month: u8) -> u8 {
    match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn window(text: &str) -> Window {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn windows_come_back_as_written() {
        for text in ["--06/--08", "--09-01/--09-15", "--06", "--09-01", "--12-15/--01-15", "--02-29", "--06/--09-15"] {
            assert_eq!(window(text).to_string(), text);
        }
        assert_eq!(window(" --06/--06 ").to_string(), "--06");
    }

    #[test]
    fn what_is_no_window_is_refused() {
        for text in ["", "06/08", "--6", "--06/08", "--06-1", "--06-01-01", "--06/--07/--08", "2012-06"] {
            assert_eq!(Window::parse(text), Err(DateError::Form), "{text}");
        }
        for text in ["--13", "--00", "--06/--13-01"] {
            assert_eq!(Window::parse(text), Err(DateError::Month), "{text}");
        }
        for text in ["--02-30", "--06-31", "--01-00", "--06-01/--09-31"] {
            assert_eq!(Window::parse(text), Err(DateError::Day), "{text}");
        }
    }

    #[test]
    fn whole_months_are_held_to_their_last_day() {
        let summer = window("--06/--08");
        assert!(summer.contains(date(2026, 6, 1)) && summer.contains(date(2026, 8, 31)));
        assert!(!summer.contains(date(2026, 5, 31)) && !summer.contains(date(2026, 9, 1)));
        assert_eq!(window("--02").end_on_or_after(date(2023, 1, 1)), Some(date(2023, 2, 28)));
        assert_eq!(window("--02").end_on_or_after(date(2024, 2, 29)), Some(date(2024, 2, 29)));
    }

    #[test]
    fn a_window_may_run_over_the_new_year() {
        let winter = window("--12-15/--01-15");
        assert!(winter.contains(date(2025, 12, 31)) && winter.contains(date(2026, 1, 15)));
        assert!(!winter.contains(date(2026, 1, 16)));
        let found = winter.occurrence_on_or_after(date(2026, 1, 3)).unwrap();
        assert_eq!((found.first, found.last), (date(2025, 12, 15), date(2026, 1, 15)));
        assert_eq!(winter.next_start_on_or_after(date(2026, 1, 3)), Some(date(2026, 12, 15)));
    }

    #[test]
    fn leap_day_means_the_last_of_february_in_common_years() {
        let leap = window("--02-29");
        assert!(leap.contains(date(2024, 2, 29)) && !leap.contains(date(2024, 2, 28)));
        assert_eq!(leap.next_start_on_or_after(date(2025, 1, 1)), Some(date(2025, 2, 28)));
    }

    #[test]
    fn the_end_of_the_calendar_is_no_panic() {
        assert_eq!(window("--01").next_start_on_or_after(Date::MAX), None);
        assert_eq!(window("--12-15/--01-15").end_on_or_after(Date::MAX), None);
        assert!(window("--12/--01").contains(date(1, 1, 5)));
    }

    #[test]
    fn the_school_year_orders_windows_from_september() {
        let mut order =
            ["--01", "--08", "--09-02", "--06/--08", "--09-01/--09-15", "--09-01", "--12-15/--01-15"].map(window);
        order.sort_by_key(Window::school_year_order);
        let order = order.map(|window| window.to_string());
        assert_eq!(order, ["--09-01", "--09-01/--09-15", "--09-02", "--12-15/--01-15", "--01", "--06/--08", "--08"]);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[-/0-9 ė]{0,16}") {
            let _ = Window::parse(&text);
        }

        #[test]
        fn the_next_start_is_within_the_window(
            from in (1u8..=12, 1u8..=28), to in (1u8..=12, 1u8..=28), days in 0i64..200_000,
        ) {
            let window = window(&format!("--{:02}-{:02}/--{:02}-{:02}", from.0, from.1, to.0, to.1));
            let day = date(1900, 1, 1) + jiff::Span::new().days(days);
            let start = window.next_start_on_or_after(day).unwrap();
            prop_assert!(start >= day && window.contains(start));
            let found = window.occurrence_on_or_after(day).unwrap();
            prop_assert_eq!(window.contains(day), found.first <= day);
            prop_assert!(found.first <= found.last && found.last >= day);
        }
    }
}
