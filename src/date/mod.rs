//! Dates as an author knows them: a day, only a month, only a year, a span of these, or a time that comes back each year.
//!
//! The notation is ISO 8601 and its profile EDTF (ISO 8601-2:2019, level 0). A partial date stays partial: „2012-10“ is
//! never made the 1st of October, it only sorts there. This module must not know any language: how a date reads in
//! prose is `locale`'s affair. It never asks what day it is today.

mod every;
mod notation;
mod school_year;
mod window;

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

pub use every::{Every, Unit};
pub use school_year::SchoolYear;
pub use window::{MonthDay, Occurrence, Window};

/// Why a text is not the date, window, duration or school year that it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateError {
    /// Not written in the form that is read here.
    Form,
    /// A month that is not 01 to 12.
    Month,
    /// A day that its month does not have.
    Day,
    /// A span whose end lies before its start.
    Reversed,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => "not in the form of a date",
            Self::Month => "no such month",
            Self::Day => "no such day",
            Self::Reversed => "the end is before the start",
        })
    }
}

impl std::error::Error for DateError {}

impl DateError {
    /// Which of the help texts of an invalid date says how to mend it.
    pub fn help(self) -> &'static str {
        match self {
            Self::Form => "help",
            Self::Month => "month",
            Self::Day => "day",
            Self::Reversed => "reversed",
        }
    }
}

/// A date as precise as its author knew it. Years are 1 to 9999, months 1 to 12.
///
/// The order of the values is by precision and serves only to break ties; [`Edtf`] has the order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Partial {
    Year(i16),
    Month(i16, u8),
    Day(Date),
}

impl Partial {
    pub fn first_day(self) -> Date {
        match self {
            Self::Year(year) => first_of_month(year, 1),
            Self::Month(year, month) => first_of_month(year, month),
            Self::Day(date) => date,
        }
    }

    pub fn last_day(self) -> Date {
        match self {
            Self::Year(year) => first_of_month(year, 12).last_of_month(),
            Self::Month(year, month) => first_of_month(year, month).last_of_month(),
            Self::Day(date) => date,
        }
    }

    pub fn year(self) -> i16 {
        match self {
            Self::Year(year) | Self::Month(year, _) => year,
            Self::Day(date) => date.year(),
        }
    }

    /// 1 to 12, where it is known.
    pub fn month(self) -> Option<u8> {
        match self {
            Self::Year(_) => None,
            Self::Month(_, month) => Some(month),
            Self::Day(date) => u8::try_from(date.month()).ok(),
        }
    }

    fn parse(text: &str) -> Result<Self, DateError> {
        let mut parts = text.split('-');
        let year = parts.next().and_then(|year| digits(year, 4)).filter(|year| *year > 0).ok_or(DateError::Form)?;
        let year = i16::try_from(year).map_err(|_| DateError::Form)?;
        let Some(month) = parts.next() else { return Ok(Self::Year(year)) };
        let month = parse_month(month)?;
        let Some(day) = parts.next() else { return Ok(Self::Month(year, month)) };
        let day = digits(day, 2).filter(|_| parts.next().is_none()).ok_or(DateError::Form)?;
        let month = i8::try_from(month).map_err(|_| DateError::Month)?;
        let day = i8::try_from(day).map_err(|_| DateError::Day)?;
        Date::new(year, month, day).map(Self::Day).map_err(|_| DateError::Day)
    }

    fn check(self) -> Result<Self, DateError> {
        match self {
            Self::Month(_, month) if !(1..=12).contains(&month) => Err(DateError::Month),
            _ if !(1..=9999).contains(&self.year()) => Err(DateError::Form),
            _ => Ok(self),
        }
    }
}

impl fmt::Display for Partial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(date) => write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day()),
        }
    }
}

/// A date or a span of two dates, in EDTF level 0.
///
/// Sorted by first day, then by last day. A span may mix precisions („2012/2012-06“), and it never ends before it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Edtf {
    start: Partial,
    end: Option<Partial>,
}

impl Edtf {
    /// # Errors
    /// When a part is out of range (see [`Partial`]), or the last day of `end` is before the first day of `start`.
    pub fn new(start: Partial, end: Option<Partial>) -> Result<Self, DateError> {
        let start = start.check()?;
        let end = end.map(Partial::check).transpose()?;
        if end.is_some_and(|end| end.last_day() < start.first_day()) {
            return Err(DateError::Reversed);
        }
        Ok(Self { start, end })
    }

    /// A whole date in numbers, as a TOML date has them.
    pub fn from_ymd(year: u16, month: u8, day: u8) -> Result<Self, DateError> {
        let year = i16::try_from(year).ok().filter(|year| (1..=9999).contains(year)).ok_or(DateError::Form)?;
        let month = i8::try_from(month).ok().filter(|month| (1..=12).contains(month)).ok_or(DateError::Month)?;
        let day = i8::try_from(day).map_err(|_| DateError::Day)?;
        let date = Date::new(year, month, day).map_err(|_| DateError::Day)?;
        Ok(Self { start: Partial::Day(date), end: None })
    }

    /// Reads EDTF; spaces around it do not matter, nor does the time of day of a date-time (RFC 3339).
    pub fn parse(text: &str) -> Result<Self, DateError> {
        match text.trim().split_once('/') {
            None => Self::new(Partial::parse(notation::day(text.trim()))?, None),
            Some((start, end)) => Self::new(Partial::parse(start)?, Some(Partial::parse(end)?)),
        }
    }

    /// The date that a text means which is not written as dates are here, such as „2026.11.30“.
    pub fn meant(text: &str) -> Option<Self> {
        notation::repaired(text).and_then(|text| Self::parse(&text).ok())
    }

    pub fn start(&self) -> Partial {
        self.start
    }

    /// The end of a span; none for a single date.
    pub fn end(&self) -> Option<Partial> {
        self.end
    }

    /// The first day that this date may mean.
    pub fn first_day(&self) -> Date {
        self.start.first_day()
    }

    /// The last day that this date may mean, of a span the last day of its end.
    pub fn last_day(&self) -> Date {
        self.end.unwrap_or(self.start).last_day()
    }

    pub fn contains(&self, date: Date) -> bool {
        (self.first_day()..=self.last_day()).contains(&date)
    }

    /// Whether a day is missing somewhere: a month or a year alone, also as an end of a span.
    pub fn is_partial(&self) -> bool {
        let exact = |part: Partial| matches!(part, Partial::Day(_));
        !(exact(self.start) && self.end.is_none_or(exact))
    }

    /// The year in which it starts.
    pub fn year(&self) -> i16 {
        self.start.year()
    }

    /// The value for HTML's `<time datetime>`, which knows days, months and years but no spans.
    pub fn datetime(&self) -> Option<String> {
        self.end.is_none().then(|| self.start.to_string())
    }
}

impl From<Date> for Edtf {
    fn from(date: Date) -> Self {
        Self { start: Partial::Day(date), end: None }
    }
}

impl FromStr for Edtf {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        Self::parse(text)
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.end {
            None => self.start.fmt(f),
            Some(end) => write!(f, "{}/{end}", self.start),
        }
    }
}

impl Ord for Edtf {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |date: &Self| (date.first_day(), date.last_day(), date.start, date.end);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Edtf {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A [`Partial`] can be put together by hand with a month that does not exist: it then counts as the nearest that does.
fn first_of_month(year: i16, month: u8) -> Date {
    let month = i8::try_from(month.clamp(1, 12)).unwrap_or(12);
    Date::new(year.clamp(1, 9999), month, 1).unwrap_or(Date::MIN)
}

/// Exactly `count` ASCII digits as a number; signs and other scripts' digits are not taken.
fn digits(text: &str, count: usize) -> Option<u16> {
    let plain = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// A month in two digits; two digits that are no month are an error of their own.
fn parse_month(text: &str) -> Result<u8, DateError> {
    let month = digits(text, 2).ok_or(DateError::Form)?;
    u8::try_from(month).ok().filter(|month| (1..=12).contains(month)).ok_or(DateError::Month)
}

#[cfg(test)]
mod tests;
