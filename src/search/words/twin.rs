//! The browser's half: the tables of this module as one JavaScript constant, and the script that reads them.

use serde_json::{Value, json};

use super::lithuanian;
use super::rounds::{Beginnings, Rule};
use super::stop::STOP_WORDS;
use super::tables::{FOLDS, MARKS};
use super::text::LONGEST;

/// The script that does in the browser what this module does here. Needs [`tables_js`] above it, in one closure.
pub const WORDS_JS: &str = include_str!("../client/words.js");

/// `const WORD_TABLES = {…};`: everything that both implementations must have equal.
pub fn tables_js() -> String {
    let rounds = lithuanian::ROUNDS.iter().map(|rules| rules.iter().map(rule).collect::<Value>());
    let tables = json!({
        "longest": LONGEST,
        "folds": FOLDS.iter().map(|(from, plain)| (from.to_string(), *plain)).collect::<Value>(),
        "marks": marks(),
        "stop": STOP_WORDS.iter().copied().collect::<Value>(),
        "rounds": { "lt": rounds.collect::<Value>() },
        "rootless": { "lt": rootless(&lithuanian::BEGINNINGS) },
    });
    format!("const WORD_TABLES = {tables};\n")
}

/// The marks as the inside of a character class.
fn marks() -> String {
    let escaped = |c: char| format!("\\u{:04x}", u32::from(c));
    MARKS.iter().map(|&(from, to)| escaped(from) + "-" + &escaped(to)).collect()
}

/// What lacks a root, as a regular expression.
fn rootless(Beginnings { outer, prefixes, vowels, liquids }: &Beginnings) -> Value {
    let prefixes = prefixes.replace(' ', "|");
    json!(format!("^({outer})?({prefixes})+([^{vowels}]|[^{vowels}]{{0,2}}[{liquids}])$"))
}

fn rule(rule: &Rule) -> Value {
    json!([rule.keep, rule.give, rule.starts, rule.ends])
}
