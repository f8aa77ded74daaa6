//! A stemmer that is a table: rounds of rules, of which the one with the longest suffix that leaves enough is applied.

use std::collections::HashMap;

/// Suffixes with one meaning: a word that ends in one of them loses it and gets `give`, if at least `keep` characters
/// are left.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    pub keep: usize,
    /// What stands there instead; `*` gives the start of the suffix back.
    pub give: &'static str,
    /// Beginnings of the suffixes, separated by single spaces; each is followed by each of `ends`. `-` stands for none.
    pub starts: &'static str,
    /// Ends of the suffixes, likewise.
    pub ends: &'static str,
}

/// The rules of all rounds, by suffix. Where two rules of a round have the same suffix the later one counts.
#[derive(Debug, Clone)]
pub struct Rounds {
    rounds: Vec<Round>,
}

#[derive(Debug, Clone, Default)]
struct Round {
    rules: HashMap<String, (usize, &'static str)>,
    longest: usize,
}

impl Rounds {
    pub fn new(rounds: &[&[Rule]]) -> Rounds {
        Rounds { rounds: rounds.iter().map(|rules| Round::new(rules)).collect() }
    }

    /// The stem of a word in ASCII; other words have none of the suffixes.
    pub fn stem(&self, folded: &str) -> String {
        let mut stem = folded.to_owned();
        self.rounds.iter().for_each(|round| round.apply(&mut stem));
        stem
    }
}

impl Round {
    fn new(rules: &[Rule]) -> Round {
        let mut round = Round::default();
        for rule in rules {
            for start in parts(rule.starts) {
                for end in parts(rule.ends) {
                    let suffix = format!("{start}{end}");
                    round.longest = round.longest.max(suffix.len());
                    round.rules.insert(suffix, (rule.keep, if rule.give == "*" { start } else { rule.give }));
                }
            }
        }
        round
    }

    fn apply(&self, stem: &mut String) {
        for length in (1..=self.longest.min(stem.len())).rev() {
            let at = stem.len() - length;
            if stem.is_char_boundary(at)
                && let Some(&(keep, give)) = self.rules.get(&stem[at..])
                && stem[..at].chars().count() >= keep
                && at + give.len() > 0
            {
                stem.truncate(at);
                stem.push_str(give);
                return;
            }
        }
    }
}

fn parts(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split(' ').map(|part| if part == "-" { "" } else { part })
}
