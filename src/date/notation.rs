//! Dates in other notations than that of the front matter.

/// The day of a date-time as RFC 3339 and other site generators write it; any other text as it is.
pub fn day(text: &str) -> &str {
    let Some((day, time)) = text.split_once(['T', 't', ' ']) else { return text };
    let mut time = time.bytes();
    let is_time =
        time.len() >= 5 && time.by_ref().take(2).all(|byte| byte.is_ascii_digit()) && time.next() == Some(b':');
    if day.len() == "2026-11-30".len() && is_time { day } else { text }
}

/// The text with hyphens between its numbers, months and days in two digits, the year first. Two years become a span.
pub fn repaired(text: &str) -> Option<String> {
    let is_separator = |c: char| matches!(c, '-' | '.' | '/' | ' ' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{a0}');
    let numbers: Vec<_> = text.trim().split(is_separator).filter(|part| !part.is_empty()).collect();
    let is_number = |part: &&str| part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !numbers.iter().all(is_number) {
        return None;
    }
    match numbers[..] {
        [from, to] if from.len() == 4 && to.len() == 4 => Some(format!("{from}/{to}")),
        [year, month] if year.len() == 4 => Some(format!("{year}-{month:0>2}")),
        [year, month, day] if year.len() == 4 => Some(format!("{year}-{month:0>2}-{day:0>2}")),
        // Of slashes nobody knows whether the month comes first.
        [day, month, year] if year.len() == 4 && !text.contains('/') => Some(format!("{year}-{month:0>2}-{day:0>2}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_a_date_time_does_not_count() {
        for text in ["2017-02-16T10:00:00+02:00", "2017-02-16 10:00", "2017-02-16t10:00:00Z", "2017-02-16"] {
            assert_eq!(day(text), "2017-02-16", "{text}");
        }
        assert_eq!(day("2017-02-16 rytas"), "2017-02-16 rytas");
        assert_eq!(day("2017-02-16T"), "2017-02-16T");
    }

    #[test]
    fn other_notations_are_understood() {
        let repaired = |text| super::repaired(text).unwrap_or_default();
        assert_eq!(repaired("2026.11.30"), "2026-11-30");
        assert_eq!(repaired("2026–11–30"), "2026-11-30");
        assert_eq!(repaired("2026 1 5"), "2026-01-05");
        assert_eq!(repaired("30.11.2026"), "2026-11-30");
        assert_eq!(repaired("2026–2027"), "2026/2027");
        for text in ["11/12/2026", "lapkritis", "2026-11-30-1", "", "20261130"] {
            assert_eq!(repaired(text), "", "{text}");
        }
    }
}
