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
    let change = |change: &Change| json!([change.from, change.to, change.stems, form(change.forms)]);
    json!({
        "outer": changes.outer,
        "prefixes": changes.prefixes,
        "reflexive": changes.reflexive,
        "permissive": changes.permissive,
        "notPermissive": changes.not_permissive,
        "thirdPerson": changes.third_person,
        "endings": groups,
        "forms": forms.collect::<Value>(),
        "verbs": changes.verbs.iter().map(change).collect::<Value>(),
        "stems": changes.stems.iter().map(|one| json!([one.from, one.to, one.stems])).collect::<Value>(),
        "nouns": changes.nouns.iter().map(|noun| json!([noun.stem, noun.starts, noun.ends])).collect::<Value>(),
    })
}

fn rule(rule: &Rule) -> Value {
    json!([rule.keep, rule.give, rule.starts, rule.ends])
}
