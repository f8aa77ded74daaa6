//! Dates, windows, durations and school years in the words of a language.

use crate::date::{Edtf, Every, MonthDay, Partial, SchoolYear, Unit, Window};
use crate::diagnostics::fill;

use super::Locale;
use super::data::{DateData, DatePatterns, EveryForms};

/// Values for the placeholders of a pattern.
type Values = Vec<(&'static str, String)>;

const START: [&str; 7] = ["year", "month", "month_in_date", "month_short", "mm", "day", "dd"];
const END: [&str; 7] = ["end_year", "end_month", "end_month_in_date", "end_month_short", "end_mm", "end_day", "end_dd"];

impl Locale {
    /// A date for running text: „2017 m. gruodžio 22 d.“, „2012 m. lapkritis – 2014 m. rugpjūtis“.
    ///
    /// Parts that must stay on one line are joined by no-break spaces (U+00A0).
    pub fn date(&self, date: &Edtf) -> String {
        self.data.dates.format(&self.data.dates.long, date)
    }

    /// A date for tables: „2017-12-22“, "22 Dec 2017".
    pub fn date_short(&self, date: &Edtf) -> String {
        self.data.dates.format(&self.data.dates.short, date)
    }

    /// A recurring window: „birželis – rugpjūtis“, „rugsėjo 1–15 d.“.
    pub fn window(&self, window: &Window) -> String {
        let dates = &self.data.dates;
        let (from, to) = (window.from(), window.to());
        match (from.day(), to.day()) {
            _ if from == to => dates.recurring(from),
            (Some(first), Some(last)) if from.month() == to.month() && first <= last => {
                fill(&dates.recurring.days_in_month, &both(dates.yearly(from, &START), dates.yearly(to, &END)))
            }
            _ => dates.join(dates.recurring(from), dates.recurring(to)),
        }
    }

    /// How often: „kas mėnesį“, „kas 3 mėnesiai“.
    pub fn every(&self, every: Every) -> String {
        let forms = match every.unit() {
            Unit::Day => &self.data.every.day,
            Unit::Week => &self.data.every.week,
            Unit::Month => &self.data.every.month,
            Unit::Year => &self.data.every.year,
        };
        self.every_phrase(forms, every.count())
    }

    fn every_phrase(&self, forms: &EveryForms, count: u16) -> String {
        let form = if count == 1 {
            Some(&forms.single)
        } else {
            forms.plural.get(self.plural(f64::from(count))).or_else(|| forms.plural.get("other"))
        };
        fill(form.map_or("{count}", String::as_str), &[("count", self.integer(i64::from(count)))])
    }

    /// „2025–2026 m. m.“
    pub fn school_year(&self, year: SchoolYear) -> String {
        let ends = [("start", year.start_year().to_string()), ("end", year.end_year().to_string())];
        fill(&self.data.dates.school_year, &ends)
    }

    /// The name of a month that stands alone, 1 to 12; anything else has none.
    pub fn month(&self, month: u8) -> Option<&str> {
        name(&self.data.dates.months, month)
    }
}

impl DateData {
    fn format(&self, patterns: &DatePatterns, date: &Edtf) -> String {
        match date.end() {
            Some(end) if end != date.start() => self.format_span(patterns, date.start(), end),
            _ => self.format_single(patterns, date.start()),
        }
    }

    fn format_single(&self, patterns: &DatePatterns, part: Partial) -> String {
        let pattern = match part {
            Partial::Year(_) => &patterns.year,
            Partial::Month(..) => &patterns.month,
            Partial::Day(_) => &patterns.day,
        };
        fill(pattern, &self.values(part, &START))
    }

    fn format_span(&self, patterns: &DatePatterns, start: Partial, end: Partial) -> String {
        let pattern = match (start, end) {
            (Partial::Year(_), Partial::Year(_)) => &patterns.years,
            (Partial::Month(first, _), Partial::Month(last, _)) if first == last => &patterns.months_in_year,
            (Partial::Day(first), Partial::Day(last)) if first.first_of_month() == last.first_of_month() => {
                &patterns.days_in_month
            }
            (Partial::Day(first), Partial::Day(last)) if first.year() == last.year() => &patterns.days_in_year,
            _ => return self.join(self.format_single(patterns, start), self.format_single(patterns, end)),
        };
        fill(pattern, &both(self.values(start, &START), self.values(end, &END)))
    }

    fn recurring(&self, part: MonthDay) -> String {
        let pattern = if part.day().is_some() { &self.recurring.day } else { &self.recurring.month };
        fill(pattern, &self.yearly(part, &START))
    }

    fn join(&self, start: String, end: String) -> String {
        fill(&self.span, &[("start", start), ("end", end)])
    }

    fn values(&self, part: Partial, names: &[&'static str; 7]) -> Values {
        let (month, day) = match part {
            Partial::Year(_) => (None, None),
            Partial::Month(_, month) => (Some(month), None),
            Partial::Day(date) => (u8::try_from(date.month()).ok(), u8::try_from(date.day()).ok()),
        };
        self.numbered(Some(part.year()), month, day, names)
    }

    fn yearly(&self, part: MonthDay, names: &[&'static str; 7]) -> Values {
        self.numbered(None, Some(part.month()), part.day(), names)
    }

    fn numbered(&self, year: Option<i16>, month: Option<u8>, day: Option<u8>, names: &[&'static str; 7]) -> Values {
        let in_words = |months| month.and_then(|month| name(months, month)).map(str::to_owned);
        let values = [
            year.map(|year| year.to_string()),
            in_words(&self.months),
            in_words(&self.months_in_date),
            in_words(&self.months_short),
            month.map(|month| format!("{month:02}")),
            day.map(|day| day.to_string()),
            day.map(|day| format!("{day:02}")),
        ];
        names.iter().zip(values).filter_map(|(name, value)| Some((*name, value?))).collect()
    }
}

fn both(mut start: Values, end: Values) -> Values {
    start.extend(end);
    start
}

fn name(months: &[String; 12], month: u8) -> Option<&str> {
    months.get(usize::from(month).checked_sub(1)?).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{en, lt, plain, vectors};
    use super::*;

    fn edtf(text: &str) -> Edtf {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    fn letters(text: &str) -> String {
        text.trim_start_matches("Pradžia").chars().filter(|c| c.is_alphanumeric()).collect()
    }

    #[test]
    fn dates_read_as_in_the_seed_documents() {
        // The sources write these three in a form of their own: a bare year, figures alone, and one „d.“ for two days.
        let own = ["2008", "2012-09-11", "2013-02-28/2013-03-01"];
        let seeds = vectors();
        let seeds = seeds["seed_dates"].as_array().unwrap();
        let dates: Vec<_> =
            seeds.iter().filter_map(|seed| Some((seed["edtf"].as_str()?, seed["text"].as_str()?))).collect();
        assert!(dates.len() >= 12);
        for (date, text) in dates.into_iter().filter(|(date, _)| !own.contains(date)) {
            assert_eq!(letters(&lt().date(&edtf(date))), letters(text), "{date}");
        }
    }

    #[test]
    fn lithuanian_dates() {
        for (date, phrase) in [
            ("2017-12-22", "2017 m. gruodžio 22 d."),
            ("2012-10", "2012 m. spalis"),
            ("2012", "2012 m."),
            ("2012/2014", "2012–2014 m."),
            ("2012-11/2014-08", "2012 m. lapkritis – 2014 m. rugpjūtis"),
            ("2014-04/2014-05", "2014 m. balandis – gegužė"),
            ("2013-02-28/2013-03-01", "2013 m. vasario 28 d. – kovo 1 d."),
            ("2025-10-14/2025-10-15", "2025 m. spalio 14–15 d."),
            ("2025-12-31/2026-01-02", "2025 m. gruodžio 31 d. – 2026 m. sausio 2 d."),
            ("2012/2013-06", "2012 m. – 2013 m. birželis"),
            ("2025-10-14/2025-10-14", "2025 m. spalio 14 d."),
        ] {
            assert_eq!(plain(&lt().date(&edtf(date))), phrase);
        }
    }

    #[test]
    fn english_dates() {
        for (date, phrase) in [
            ("2017-12-22", "22 December 2017"),
            ("2012-10", "October 2012"),
            ("2012", "2012"),
            ("2012/2014", "2012–2014"),
            ("2012-11/2014-08", "November 2012 – August 2014"),
            ("2014-04/2014-05", "April – May 2014"),
            ("2013-02-28/2013-03-01", "28 February – 1 March 2013"),
            ("2025-10-14/2025-10-15", "14–15 October 2025"),
        ] {
            assert_eq!(plain(&en().date(&edtf(date))), phrase);
        }
    }

    #[test]
    fn short_dates() {
        for (date, in_lt, in_en) in [
            ("2017-12-22", "2017-12-22", "22 Dec 2017"),
            ("2012-10", "2012-10", "Oct 2012"),
            ("2012", "2012", "2012"),
            ("2012-11/2014-08", "2012-11 – 2014-08", "Nov 2012 – Aug 2014"),
            ("2025-10-04/2025-10-05", "2025-10-04 – 2025-10-05", "4–5 Oct 2025"),
        ] {
            assert_eq!(plain(&lt().date_short(&edtf(date))), in_lt);
            assert_eq!(plain(&en().date_short(&edtf(date))), in_en);
        }
    }

    #[test]
    fn what_belongs_together_does_not_break() {
        assert_eq!(lt().date(&edtf("2017-12-22")), "2017\u{a0}m. gruodžio\u{a0}22\u{a0}d.");
        assert_eq!(lt().date(&edtf("2012-11/2014-08")), "2012\u{a0}m. lapkritis\u{a0}– 2014\u{a0}m. rugpjūtis");
        assert_eq!(en().date(&edtf("2017-12-22")), "22\u{a0}December 2017");
    }

    #[test]
    fn no_placeholder_is_left_over() {
        let parts = ["2012", "2012-03", "2012-03-04", "2012-03-09", "2012-07", "2012-07-02", "2013", "2013-01-31"];
        for start in parts {
            for end in parts {
                let Ok(date) = Edtf::parse(&format!("{start}/{end}")) else { continue };
                for text in [lt().date(&date), lt().date_short(&date), en().date(&date), en().date_short(&date)] {
                    assert!(!text.contains(['{', '}']), "{date}: {text}");
                }
            }
        }
    }

    #[test]
    fn windows() {
        for (window, in_lt, in_en) in [
            ("--06/--08", "birželis – rugpjūtis", "June – August"),
            ("--06", "birželis", "June"),
            ("--09-01", "rugsėjo 1 d.", "1 September"),
            ("--09-01/--09-15", "rugsėjo 1–15 d.", "1–15 September"),
            ("--12-15/--01-15", "gruodžio 15 d. – sausio 15 d.", "15 December – 15 January"),
            ("--06/--09-15", "birželis – rugsėjo 15 d.", "June – 15 September"),
            ("--09-15/--09-01", "rugsėjo 15 d. – rugsėjo 1 d.", "15 September – 1 September"),
        ] {
            let parsed: Window = window.parse().unwrap();
            assert_eq!((plain(&lt().window(&parsed)), plain(&en().window(&parsed))), (in_lt.into(), in_en.into()));
        }
    }

    #[test]
    fn durations() {
        for (every, in_lt, in_en) in [
            ("P3M", "kas 3 mėnesiai", "every 3 months"),
            ("P1M", "kas mėnesį", "every month"),
            ("P10D", "kas 10 dienų", "every 10 days"),
            ("P21D", "kas 21 diena", "every 21 days"),
            ("P2W", "kas 2 savaitės", "every 2 weeks"),
            ("P1Y", "kasmet", "every year"),
        ] {
            let parsed: Every = every.parse().unwrap();
            assert_eq!((plain(&lt().every(parsed)), plain(&en().every(parsed))), (in_lt.into(), in_en.into()));
        }
    }

    #[test]
    fn school_years_and_months() {
        assert_eq!(lt().school_year(SchoolYear::starting(2025)), "2025–2026\u{a0}m.\u{a0}m.");
        assert_eq!(en().school_year(SchoolYear::starting(2025)), "2025–2026");
        let months = vectors();
        for (index, forms) in months["months"].as_array().unwrap().iter().enumerate() {
            let month = u8::try_from(index + 1).unwrap();
            assert_eq!(lt().month(month), forms[0].as_str());
            let day = lt().date(&edtf(&format!("2026-{month:02}-01")));
            assert!(day.contains(forms[1].as_str().unwrap()), "{day}");
        }
        assert_eq!((lt().month(0), lt().month(13)), (None, None));
    }
}
