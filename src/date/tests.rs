//! Tests of EDTF dates; windows, school years and durations have theirs beside them.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn edtf(text: &str) -> Edtf {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn the_five_ways_to_write_a_date_come_back_as_written() {
    for text in ["2017-12-22", "2012-10", "2012", "2012-11/2014-08", "2013-02-28/2013-03-01", "0001", "9999-12-31"] {
        assert_eq!(edtf(text).to_string(), text);
    }
    assert_eq!(edtf(" 2012-10\n"), edtf("2012-10"));
}

#[test]
fn what_is_wrong_is_told_apart() {
    for text in ["", "12", "02012", "2012-1", "2012-010", "2012-10-1", "2012-10-10-10", "2012 10"] {
        assert_eq!(Edtf::parse(text), Err(DateError::Form), "{text}");
    }
    for text in
        ["+2012", "-2012", "0000", "2012/", "/2012", "2012/2013/2014", "２０１２", "2012–2014", "2012-", "2012-+1"]
    {
        assert_eq!(Edtf::parse(text), Err(DateError::Form), "{text}");
    }
    for text in ["2026-13", "2026-00", "2026-13-01", "2025-12/2026-13"] {
        assert_eq!(Edtf::parse(text), Err(DateError::Month), "{text}");
    }
    for text in ["2026-02-29", "2026-01-00", "2026-04-31", "2026-01-99"] {
        assert_eq!(Edtf::parse(text), Err(DateError::Day), "{text}");
    }
    for text in ["2014/2012", "2014-08/2012-11", "2013-03-01/2013-02-28", "2013-03/2013-02-28"] {
        assert_eq!(Edtf::parse(text), Err(DateError::Reversed), "{text}");
    }
}

#[test]
fn a_partial_date_covers_its_days() {
    assert_eq!(edtf("2012").first_day(), date(2012, 1, 1));
    assert_eq!(edtf("2012").last_day(), date(2012, 12, 31));
    assert_eq!(edtf("2012-02").last_day(), date(2012, 2, 29));
    assert_eq!(edtf("2012-11/2014-08").last_day(), date(2014, 8, 31));
    assert!(edtf("2012-11/2014-08").contains(date(2013, 1, 1)));
    assert!(!edtf("2012-11/2014-08").contains(date(2014, 9, 1)));
}

#[test]
fn only_whole_days_are_not_partial() {
    assert!(!edtf("2012-10-10").is_partial());
    assert!(!edtf("2012-10-10/2012-10-11").is_partial());
    for text in ["2012", "2012-10", "2012/2013", "2012-10-10/2013"] {
        assert!(edtf(text).is_partial(), "{text}");
    }
}

#[test]
fn the_machine_form_knows_no_spans() {
    assert_eq!(edtf("2012-10").datetime().as_deref(), Some("2012-10"));
    assert_eq!(edtf("2012/2013").datetime(), None);
}

#[test]
fn dates_sort_by_first_day_then_last_day() {
    let mut dates = ["2012-10", "2012-02", "2012", "2011-12-31", "2012-01", "2012-01-01"].map(edtf);
    dates.sort();
    assert_eq!(
        dates.map(|date| date.to_string()),
        ["2011-12-31", "2012-01-01", "2012-01", "2012", "2012-02", "2012-10"]
    );
}

#[test]
fn numbers_of_a_toml_date_are_checked() {
    assert_eq!(Edtf::from_ymd(2017, 12, 22), Ok(edtf("2017-12-22")));
    assert_eq!(Edtf::from_ymd(2017, 13, 1), Err(DateError::Month));
    assert_eq!(Edtf::from_ymd(2017, 2, 30), Err(DateError::Day));
    assert_eq!(Edtf::from_ymd(0, 2, 3), Err(DateError::Form));
    assert_eq!(Edtf::from_ymd(u16::MAX, 2, 3), Err(DateError::Form));
}

#[test]
fn a_date_put_together_by_hand_is_checked_too() {
    assert_eq!(Edtf::new(Partial::Month(2012, 13), None), Err(DateError::Month));
    assert_eq!(Edtf::new(Partial::Year(-5), None), Err(DateError::Form));
    assert_eq!(Partial::Month(2012, 99).last_day(), date(2012, 12, 31));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "[-/0-9 a-zė]{0,24}") {
        if let Ok(date) = Edtf::parse(&text) {
            prop_assert_eq!(date.to_string(), text.trim());
            prop_assert!(date.first_day() <= date.last_day());
        }
    }

    #[test]
    fn order_agrees_with_days(a in 1i16..=9999, b in 1i16..=9999, month in 1u8..=12) {
        let (a, b) = (Edtf::new(Partial::Year(a), None).unwrap(), Edtf::new(Partial::Month(b, month), None).unwrap());
        prop_assert_eq!(a < b, (a.first_day(), a.last_day()) < (b.first_day(), b.last_day()));
        prop_assert_eq!(edtf(&a.to_string()), a);
        prop_assert_eq!(edtf(&b.to_string()), b);
    }
}
