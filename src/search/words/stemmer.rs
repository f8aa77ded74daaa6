//! The stemmer of a language: one's own table, Snowball, or none.

use std::fmt;

use super::changes::Changed;
use super::rounds::Rounds;
use super::{lithuanian, snowball, verbs};

/// Makes stems of folded forms in one language. Made once a language, used for many words, from many threads.
pub struct Stemmer {
    how: How,
}

enum How {
    Table {
        rounds: Box<Rounds>,
        changed: Box<Changed>,
    },
    Snowball(snowball::Stemmer),
    /// No stemmer of this language is known: a word is found in the form in which it stands.
    Form,
}

impl Stemmer {
    /// The stemmer for a language tag (BCP 47) as `lt` or `en-GB`, by its first subtag.
    pub fn new(language: &str) -> Stemmer {
        let language = primary(language);
        let how = match language.as_str() {
            "lt" => How::Table {
                rounds: Box::new(Rounds::new(lithuanian::ROUNDS, lithuanian::BEGINNINGS)),
                changed: Box::new(Changed::new(verbs::CHANGES)),
            },
            _ => snowball::stemmer(&language).map_or(How::Form, How::Snowball),
        };
        Stemmer { how }
    }

    /// The stem of a folded form ([`super::fold`]); never empty. A word with a digit is its own stem.
    pub fn stem(&self, folded: &str) -> String {
        let stem = match &self.how {
            _ if folded.chars().any(char::is_numeric) => String::new(),
            How::Table { rounds, changed } => table(rounds, changed, folded),
            How::Snowball(stemmer) => snowball::stem(stemmer, folded),
            How::Form => String::new(),
        };
        if stem.is_empty() { folded.to_owned() } else { stem }
    }
}

impl fmt::Debug for Stemmer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.how {
            How::Table { .. } => "Stemmer(table)",
            How::Snowball(_) => "Stemmer(Snowball)",
            How::Form => "Stemmer(form)",
        })
    }
}

/// The stem by a table.
fn table(rounds: &Rounds, changed: &Changed, folded: &str) -> String {
    if let Some(stem) = changed.noun(folded) {
        return stem.to_owned();
    }
    let word = changed.indicative(folded);
    changed.stem(changed.verb(word).unwrap_or_else(|| rounds.stem(word)))
}

/// The first subtag of a language tag, in lower case.
pub fn primary(language: &str) -> String {
    language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}
