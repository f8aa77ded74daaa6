//! Texts told apart without holding them.

use std::hash::BuildHasher;

use foldhash::quality::FixedState;

/// Stands for a text where nothing counts but whether it is the same as another.
///
/// It has 128 bits: among a million texts, two share one by chance in one of 10²⁶ cases. It means nothing from one
/// version of the program to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Fingerprint(u64, u64);

impl Fingerprint {
    pub fn of(text: &str) -> Self {
        const SEEDS: (u64, u64) = (0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344);
        let hash = |seed| FixedState::with_seed(seed).hash_one(text);
        Self(hash(SEEDS.0), hash(SEEDS.1))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn different_texts_have_different_fingerprints_and_halves() {
        let texts: Vec<_> = (0..20_000).flat_map(|n| [format!("{n}"), format!("content/practices/{n}.md")]).collect();
        let prints: Vec<_> = texts.iter().map(|text| Fingerprint::of(text)).collect();
        let different = |print: &dyn Fn(&Fingerprint) -> u64| prints.iter().map(print).collect::<HashSet<_>>().len();
        assert_eq!((different(&|print| print.0), different(&|print| print.1)), (texts.len(), texts.len()));
        assert_eq!(Fingerprint::of("a"), Fingerprint::of("a"));
        assert!(prints.iter().all(|print| print.0 != print.1));
    }
}
