//! What the program is told by its surroundings.

use std::io::IsTerminal;

use jiff::civil::Date;

/// Read once, at the start.
#[derive(Debug, Clone)]
pub struct Environment {
    /// Language of the messages, such as `lt_LT.UTF-8`.
    pub language: String,
    /// Today, or the day of `SOURCE_DATE_EPOCH` (reproducible-builds.org), in UTC then.
    pub today: Date,
    /// The day is that of `SOURCE_DATE_EPOCH` and does not change.
    pub fixed: bool,
    /// Standard error is a terminal: progress may be shown.
    pub terminal: bool,
    /// `RAYON_NUM_THREADS`: how many threads are asked for.
    pub threads: Option<usize>,
    /// `SOURCE_DATE_EPOCH` where it is no number of seconds.
    pub wrong_epoch: Option<String>,
}

impl Environment {
    pub fn read() -> Self {
        let epoch = std::env::var("SOURCE_DATE_EPOCH").ok().filter(|text| !text.is_empty());
        let fixed = epoch.as_deref().and_then(day_of);
        Self {
            language: language(),
            today: fixed.unwrap_or_else(|| jiff::Zoned::now().date()),
            fixed: fixed.is_some(),
            threads: std::env::var("RAYON_NUM_THREADS").ok().and_then(|text| text.trim().parse().ok()),
            terminal: std::io::stderr().is_terminal(),
            wrong_epoch: epoch.filter(|_| fixed.is_none()),
        }
    }
}

/// POSIX order of the variables.
fn language() -> String {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).unwrap_or_default()
}

/// The day, in UTC, of a number of seconds since 1970.
fn day_of(epoch: &str) -> Option<Date> {
    let timestamp = jiff::Timestamp::from_second(epoch.trim().parse().ok()?).ok()?;
    Some(timestamp.to_zoned(jiff::tz::TimeZone::UTC).date())
}

#[cfg(test)]
mod tests {
    use super::day_of;

    #[test]
    fn an_epoch_is_a_day_in_utc() {
        assert_eq!(day_of("1511913600"), Some(jiff::civil::date(2017, 11, 29)));
        assert_eq!(day_of("abc"), None);
        assert_eq!(day_of("99999999999999999999"), None);
    }
}
