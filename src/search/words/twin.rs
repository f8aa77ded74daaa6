//! The browser's half: the tables of this module as one JavaScript constant, and the script that reads them.

use serde_json::{Value, json};

use super::changes::{Change, Changes, Endings, Forms};
use super::rounds::{Beginnings, Rule};
use super::stop::STOP_WORDS;
use super::tables::{FOLDS, MARKS};
use super::text::LONGEST;
use super::{lithuanian, verbs};

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
        "changes": { "lt": changes(&verbs::CHANGES) },
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

/// Groups of endings once; forms name them by number, and verbs their forms.
fn changes(changes: &Changes) -> Value {
    let mut groups: Vec<Endings> = Vec::new();
    for group in changes.endings.iter().flat_map(|(_, groups)| groups.iter()) {
        if !groups.contains(group) {
            groups.push(group);
        }
    }
    let number = |group: &Endings| groups.iter().position(|other| other == group);
    let forms = changes.endings.iter().map(|(_, groups)| groups.iter().map(number).collect::<Value>());
    let form = |forms: Forms| changes.endings.iter().position(|(other, _)| *other == forms);
    let pack =
        |changes: &[Change]| changes.iter().map(|one| packed(one, form(one.forms))).collect::<Vec<_>>().join("/");
    json!({
        "outer": changes.outer,
        "prefixes": changes.prefixes,
        "reflexive": changes.reflexive,
        "permissive": changes.permissive,
        "notPermissive": changes.not_permissive,
        "thirdPerson": changes.third_person,
        "endings": groups,
        "forms": forms.collect::<Value>(),
        "verbs": pack(changes.verbs),
        "stems": pack(changes.stems),
        "nouns": changes.nouns.iter().map(|noun| json!([noun.gives, noun.starts, noun.ends])).collect::<Value>(),
    })
}

/// A change as `from|to|stems|forms`. Stems that end alike stand side by side, so that the script compresses well.
fn packed(change: &Change, forms: Option<usize>) -> String {
    let mut stems: Vec<_> = change.stems.split(' ').collect();
    stems.sort_by_cached_key(|stem| stem.chars().rev().collect::<String>());
    let Change { from, to, .. } = change;
    format!("{from}|{to}|{}|{}", stems.join(" "), forms.map_or(String::new(), |forms| forms.to_string()))
}

fn rule(rule: &Rule) -> Value {
    json!([rule.keep, rule.give, rule.starts, rule.ends])
}
