//! A stemmer that is a table: rounds of rules, of which the one with the longest suffix that leaves enough is applied.

use foldhash::HashMap;

/// As [`Rule::keep`]: at least three characters are left, and not only prefixes with the first consonants of a root. So a root
/// that looks like a suffix (`tarp-žemė` like the person of a verb) stays also where the prefix alone would be enough to keep.
pub const ROOT: isize = -3;

/// How the words of a language begin.
#[derive(Debug, Clone, Copy)]
pub struct Beginnings {
    /// The prefix that may stand before all others; alone it says nothing.
    pub outer: &'static str,
    /// Prefixes that few roots look like, separated by single spaces.
    pub prefixes: &'static str,
    pub vowels: &'static str,
    /// Consonants before which up to two others may stand where a root begins; else there is but one.
    pub liquids: &'static str,
}

/// Suffixes with one meaning: a word that ends in one of them loses it and gets `give`, if at least `keep` characters
/// are left.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    pub keep: isize,
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
    beginnings: Beginnings,
}

#[derive(Debug, Clone, Default)]
struct Round {
    rules: HashMap<String, (isize, &'static str)>,
    longest: usize,
}

impl Rounds {
    pub fn new(rounds: &[&[Rule]], beginnings: Beginnings) -> Rounds {
        Rounds { rounds: rounds.iter().map(|rules| Round::new(rules)).collect(), beginnings }
    }

    /// The stem of a word in ASCII; other words have none of the suffixes.
    pub fn stem(&self, folded: &str) -> String {
        let mut stem = folded.to_owned();
        self.rounds.iter().for_each(|round| round.apply(&mut stem, &self.beginnings));
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

    fn apply(&self, stem: &mut String, beginnings: &Beginnings) {
        for length in (1..=self.longest.min(stem.len())).rev() {
            let at = stem.len() - length;
            if stem.is_char_boundary(at)
                && let Some(&(keep, give)) = self.rules.get(&stem[at..])
                && beginnings.leaves_enough(&stem[..at], keep)
                && at + give.len() > 0
            {
                stem.truncate(at);
                stem.push_str(give);
                return;
            }
        }
    }
}

impl Beginnings {
    fn leaves_enough(&self, left: &str, keep: isize) -> bool {
        left.chars().count() >= keep.unsigned_abs() && (keep >= 0 || !self.lacks_root(left))
    }

    /// Whether a word so far is prefixes and no more than the onset of a root.
    fn lacks_root(&self, left: &str) -> bool {
        self.ends_in_onset(left) || left.strip_prefix(self.outer).is_some_and(|rest| self.ends_in_onset(rest))
    }

    fn ends_in_onset(&self, left: &str) -> bool {
        let mut rests = self.prefixes.split(' ').filter_map(|prefix| left.strip_prefix(prefix));
        rests.any(|rest| self.is_onset(rest) || self.ends_in_onset(rest))
    }

    fn is_onset(&self, text: &str) -> bool {
        let before = match text.chars().next_back() {
            Some(last) if self.liquids.contains(last) => 2,
            Some(_) => 0,
            None => return false,
        };
        text.chars().count() <= before + 1 && !text.contains(|c| self.vowels.contains(c))
    }
}

/// The parts of a list in a table, separated by single spaces; `-` stands for nothing.
pub fn parts(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split(' ').map(|part| if part == "-" { "" } else { part })
}
