//! Numbers, money and file sizes as a language writes them.

use crate::diagnostics::fill;

use super::Locale;
use super::data::NumberData;

/// Numbers are shown with three decimals at most, the default of CLDR.
const DECIMALS: usize = 3;
/// Below this every whole number has a float of its own.
const EXACT: f64 = 9e15;
/// What a number that is none (not finite) is shown as.
const NONE: &str = "–";

impl Locale {
    /// A number with grouped thousands, rounded to three decimals: „67 984,5“. One that is not finite shows as „–“.
    pub fn number(&self, number: f64) -> String {
        rounded(number).map_or_else(|| NONE.to_owned(), |text| self.data.numbers.localised(&text))
    }

    /// A number with grouped thousands and just so many decimals, for columns: „67 984,50“.
    pub fn decimal(&self, number: f64, decimals: usize) -> String {
        let finite = number.is_finite().then(|| format!("{number:.decimals$}"));
        finite.map_or_else(|| NONE.to_owned(), |text| self.data.numbers.localised(&text))
    }

    /// A whole number with grouped thousands: „67 984“.
    pub fn integer(&self, number: i64) -> String {
        self.data.numbers.localised(&number.to_string())
    }

    /// Money from hundredths of the currency's unit, with decimals only where there are any: „67 984,50 €“.
    ///
    /// `currency` is an ISO 4217 code; one whose symbol the language's data does not know shows as it is, after the number.
    pub fn money(&self, amount_minor: i64, currency: &str) -> String {
        let numbers = &self.data.numbers;
        let amount = amount_minor.unsigned_abs();
        let text = match amount % 100 {
            0 => (amount / 100).to_string(),
            cents => format!("{}.{cents:02}", amount / 100),
        };
        let code = currency.trim().to_uppercase();
        let (pattern, currency) = match numbers.currencies.get(&code) {
            Some(symbol) => (&numbers.money, symbol.clone()),
            None => (&numbers.money_code, code),
        };
        let sign = if amount_minor < 0 { numbers.minus.as_str() } else { "" };
        sign.to_owned() + &fill(pattern, &[("amount", numbers.localised(&text)), ("currency", currency)])
    }

    /// The size of a file in units of 1000, with one decimal below ten: „512 B“, „1,2 MB“, „34 MB“.
    pub fn file_size(&self, bytes: u64) -> String {
        let numbers = &self.data.numbers;
        let (text, unit) = size(bytes, &numbers.file_size_units);
        fill(&numbers.file_size, &[("amount", numbers.localised(&text)), ("unit", unit.to_owned())])
    }
}

impl NumberData {
    /// A plain decimal numeral („-1234.5“) with the language's signs.
    fn localised(&self, plain: &str) -> String {
        let (sign, plain) = match plain.strip_prefix('-') {
            Some(rest) => (self.minus.as_str(), rest),
            None => ("", plain),
        };
        let (whole, decimals) = plain.split_once('.').map_or((plain, None), |(whole, rest)| (whole, Some(rest)));
        let mut out = sign.to_owned();
        self.push_grouped(&mut out, whole);
        if let Some(decimals) = decimals {
            out.push_str(&self.decimal);
            out.push_str(decimals);
        }
        out
    }

    fn push_grouped(&self, out: &mut String, digits: &str) {
        let grouped = digits.len() >= 3 + self.group_from.max(1);
        for (index, digit) in digits.chars().enumerate() {
            if grouped && index > 0 && (digits.len() - index).is_multiple_of(3) {
                out.push_str(&self.group);
            }
            out.push(digit);
        }
    }
}

/// The numeral that is shown, with a point and no grouping; the plural category goes by it too („1.0“ is one).
pub(super) fn rounded(number: f64) -> Option<String> {
    if !number.is_finite() {
        return None;
    }
    // Nearly all are counts. Adding nothing takes the sign from zero.
    if number.fract() == 0.0 && number.abs() < EXACT {
        return Some((number + 0.0).to_string());
    }
    let text = format!("{number:.DECIMALS$}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    Some(if text == "-0" { "0".to_owned() } else { text.to_owned() })
}

fn size(bytes: u64, units: &[String; 5]) -> (String, &str) {
    let [unit, larger @ ..] = units;
    if bytes < 1000 {
        return (bytes.to_string(), unit);
    }
    let mut shown = (bytes.to_string(), unit.as_str());
    let mut divisor: u128 = 1;
    for unit in larger {
        divisor *= 1000;
        shown = (in_unit(u128::from(bytes), divisor), unit);
        if shown.0.len() <= 3 {
            break;
        }
    }
    shown
}

/// Rounded half up: one decimal below ten, none from ten on. 1000 and more means that the next unit would serve better.
fn in_unit(bytes: u128, divisor: u128) -> String {
    let tenths = (bytes * 10 + divisor / 2) / divisor;
    match (tenths / 10, tenths % 10) {
        (whole, 0) if tenths < 100 => whole.to_string(),
        (whole, tenth) if tenths < 100 => format!("{whole}.{tenth}"),
        _ => ((bytes + divisor / 2) / divisor).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{en, lt, plain};

    #[test]
    fn numbers_are_grouped_by_language() {
        assert_eq!(lt().integer(67_984), "67\u{a0}984");
        assert_eq!(en().integer(67_984), "67,984");
        assert_eq!(lt().integer(999), "999");
        assert_eq!(en().integer(1_234_567), "1,234,567");
        assert_eq!(lt().number(1234.5), "1\u{a0}234,5");
        assert_eq!(en().number(0.1 + 0.2), "0.3");
        assert_eq!(lt().number(-0.000_01), "0");
        assert_eq!(lt().number(-7.25), "−7,25");
        assert_eq!(lt().number(f64::NAN), "–");
        assert_eq!(lt().decimal(1234.5, 2), "1\u{a0}234,50");
        assert_eq!(en().decimal(0.96, 1), "1.0");
        assert_eq!(en().decimal(f64::INFINITY, 1), "–");
        assert_eq!(en().integer(i64::MIN), "-9,223,372,036,854,775,808");
    }

    #[test]
    fn grouping_may_start_later() {
        let mut numbers = en().data.numbers.clone();
        numbers.group_from = 2;
        assert_eq!((numbers.localised("1234"), numbers.localised("12345")), ("1234".into(), "12,345".into()));
    }

    #[test]
    fn money_has_decimals_only_where_there_are_any() {
        assert_eq!(lt().money(6_798_400, "EUR"), "67\u{a0}984\u{a0}€");
        assert_eq!(plain(&lt().money(6_798_450, "EUR")), "67 984,50 €");
        assert_eq!(plain(&lt().money(5, "eur")), "0,05 €");
        assert_eq!(en().money(6_798_400, "EUR"), "€67,984");
        assert_eq!(plain(&en().money(123_456, "XTS")), "1,234.56 XTS");
        assert_eq!(en().money(-500, "EUR"), "-€5");
        assert_eq!(plain(&lt().money(-500, "EUR")), "−5 €");
        assert!(!lt().money(i64::MIN, "EUR").is_empty());
    }

    #[test]
    fn sizes_of_files() {
        for (bytes, size) in [
            (0, "0 B"),
            (512, "512 B"),
            (999, "999 B"),
            (1000, "1 kB"),
            (1_200_000, "1,2 MB"),
            (9_960_000, "10 MB"),
            (34_400_000, "34 MB"),
            (999_600, "1 MB"),
            (u64::MAX, "18 446 744 TB"),
        ] {
            assert_eq!(plain(&lt().file_size(bytes)), size, "{bytes}");
        }
        assert_eq!(plain(&en().file_size(1_200_000)), "1.2 MB");
    }

    proptest! {
        #[test]
        fn grouping_changes_no_digit(number: i64) {
            let shown: String = en().integer(number).chars().filter(|c| *c != ',').collect();
            prop_assert_eq!(shown, number.to_string());
        }

        #[test]
        fn any_float_can_be_shown(number: f64) {
            prop_assert!(!lt().number(number).is_empty());
        }
    }
}
