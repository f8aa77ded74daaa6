//! How often something comes: an ISO 8601 duration of one unit, such as `P3M` for every three months.

use std::fmt;
use std::str::FromStr;

use super::DateError;

/// The unit of a duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    Day,
    Week,
    Month,
    Year,
}

/// „Every `count` units“; the count is 1 to 999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Every {
    count: u16,
    unit: Unit,
}

impl Every {
    /// Reads `P1Y`, `P3M`, `P2W` or `P10D`.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        Self::read(text.trim()).ok_or(DateError::Form)
    }

    fn read(text: &str) -> Option<Self> {
        let rest = text.strip_prefix('P')?;
        let (unit, count) = [('D', Unit::Day), ('W', Unit::Week), ('M', Unit::Month), ('Y', Unit::Year)]
            .into_iter()
            .find_map(|(letter, unit)| Some((unit, rest.strip_suffix(letter)?)))?;
        let plain = count.len() <= 3 && count.bytes().all(|byte| byte.is_ascii_digit());
        let count = count.parse().ok().filter(|count| plain && *count > 0)?;
        Some(Self { count, unit })
    }

    pub fn count(self) -> u16 {
        self.count
    }

    pub fn unit(self) -> Unit {
        self.unit
    }
}

impl FromStr for Every {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        Self::parse(text)
    }
}

impl fmt::Display for Every {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = match self.unit {
            Unit::Day => 'D',
            Unit::Week => 'W',
            Unit::Month => 'M',
            Unit::Year => 'Y',
        };
        write!(f, "P{}{letter}", self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_come_back_as_written() {
        for text in ["P3M", "P1Y", "P2W", "P10D"] {
            assert_eq!(Every::parse(text).map(|every| every.to_string()), Ok(text.into()));
        }
        assert_eq!(Every::parse("P3M").map(|every| (every.count(), every.unit())), Ok((3, Unit::Month)));
    }

    #[test]
    fn what_is_no_duration_of_one_unit_is_refused() {
        for text in ["", "P", "PM", "P0M", "3M", "P3", "P3H", "P1Y2M", "PT3M", "P+3M", "P-1D", "P1000D", "p3m", "P1.5M"]
        {
            assert_eq!(Every::parse(text), Err(DateError::Form), "{text}");
        }
    }
}
