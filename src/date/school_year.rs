//! The school year: 1 September to 31 August, named by its two years.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use super::{DateError, Edtf, Partial, digits, first_of_month};

/// The school year that starts in the September of a year, 1 to 9998.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchoolYear(i16);

impl SchoolYear {
    const FIRST: i16 = 1;
    const LAST: i16 = 9998;

    /// The school year that starts in this year's September; a year outside the calendar counts as its nearest.
    pub fn starting(year: i16) -> Self {
        Self(year.clamp(Self::FIRST, Self::LAST))
    }

    pub fn of(date: Date) -> Self {
        let year = if date.month() >= 9 { date.year() } else { date.year().saturating_sub(1) };
        Self::starting(year)
    }

    /// By the first day. A bare year lies in two school years, so it belongs to neither.
    pub fn of_edtf(date: &Edtf) -> Option<Self> {
        match date.start() {
            Partial::Year(_) => None,
            part => Some(Self::of(part.first_day())),
        }
    }

    /// Reads `2025-2026`.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let (start, end) = text.trim().split_once('-').ok_or(DateError::Form)?;
        let year = |text| digits(text, 4).and_then(|year| i16::try_from(year).ok());
        match (year(start), year(end)) {
            (Some(start @ Self::FIRST..=Self::LAST), Some(end)) if end == start + 1 => Ok(Self(start)),
            _ => Err(DateError::Form),
        }
    }

    pub fn start_year(self) -> i16 {
        self.0
    }

    pub fn end_year(self) -> i16 {
        self.0 + 1
    }

    pub fn first_day(self) -> Date {
        first_of_month(self.start_year(), 9)
    }

    pub fn last_day(self) -> Date {
        first_of_month(self.end_year(), 8).last_of_month()
    }

    pub fn contains(self, date: Date) -> bool {
        (self.first_day()..=self.last_day()).contains(&date)
    }
}

impl FromStr for SchoolYear {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        Self::parse(text)
    }
}

/// The year's id, `2025-2026`, for URLs and data.
impl fmt::Display for SchoolYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:04}", self.start_year(), self.end_year())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn it_runs_from_september_to_august() {
        assert_eq!(SchoolYear::of(date(2025, 9, 1)), SchoolYear::starting(2025));
        assert_eq!(SchoolYear::of(date(2026, 8, 31)), SchoolYear::starting(2025));
        assert_eq!(SchoolYear::of(date(2025, 8, 31)), SchoolYear::starting(2024));
        let year = SchoolYear::starting(2025);
        assert!(year.contains(date(2026, 8, 31)) && !year.contains(date(2026, 9, 1)));
    }

    #[test]
    fn a_bare_year_belongs_to_none() {
        let of = |text: &str| SchoolYear::of_edtf(&text.parse().unwrap()).map(|year| year.to_string());
        assert_eq!(of("2012"), None);
        assert_eq!(of("2012/2014"), None);
        assert_eq!(of("2012-08"), Some("2011-2012".into()));
        assert_eq!(of("2012-09/2012-10"), Some("2012-2013".into()));
        assert_eq!(of("2012-12-31"), Some("2012-2013".into()));
    }

    #[test]
    fn the_id_comes_back_as_written() {
        assert_eq!("2025-2026".parse::<SchoolYear>().map(|year| year.to_string()), Ok("2025-2026".into()));
        for text in ["2025", "2025-2027", "2026-2025", "0000-0001", "2025/2026", "9999-0000", "2025-26", "9999-10000"] {
            assert_eq!(SchoolYear::parse(text), Err(DateError::Form), "{text}");
        }
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_panic() {
        assert_eq!(SchoolYear::of(Date::MIN).first_day().year(), 1);
        assert_eq!(SchoolYear::of(Date::MAX).last_day().year(), 9999);
    }
}
