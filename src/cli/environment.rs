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
    /// Standard error is a terminal: progress may be shown.
    pub terminal: bool,
}

impl Environment {
    pub fn read() -> Self {
        Self { language: language(), today: today(), terminal: std::io::stderr().is_terminal() }
    }
}

/// POSIX order of the variables.
fn language() -> String {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).unwrap_or_default()
}

fn today() -> Date {
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.trim().parse::<i64>().ok());
    let fixed = epoch.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    match fixed {
        Some(timestamp) => timestamp.to_zoned(jiff::tz::TimeZone::UTC).date(),
        None => jiff::Zoned::now().date(),
    }
}
