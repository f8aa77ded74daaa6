//! The two languages and the expected values that the tests of this module share.

use std::sync::LazyLock;

use super::{Locale, Messages};

static LT: LazyLock<Locale> = LazyLock::new(|| load("lt", include_str!("test_data/lt.locale.toml")));
static EN: LazyLock<Locale> = LazyLock::new(|| load("en", include_str!("test_data/en.locale.toml")));

pub(super) fn lt() -> &'static Locale {
    &LT
}

pub(super) fn en() -> &'static Locale {
    &EN
}

/// Values checked against another implementation of the same rules.
pub(super) fn vectors() -> serde_json::Value {
    serde_json::from_str(include_str!("test_data/lt-vectors.json")).expect("the vectors are JSON")
}

/// No-break spaces as plain ones, for expectations that are easier to read.
pub(super) fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

fn load(language: &str, text: &str) -> Locale {
    let data = Messages::parse(text).expect("the data is well-formed").1.expect("there is a [locale] table");
    Locale::new(language, data).expect("the data is complete")
}
