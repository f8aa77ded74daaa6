//! The numbers of the ranking, once for both engines: Rust constants, and [`constants_js`] for the browser's.
//! The weights of fields are no part of it: they are in the index already (`index::weights`).

macro_rules! constants {
    ($($(#[$doc:meta])* $name:ident = $value:literal;)*) => {
        $($(#[$doc])* pub const $name: u32 = $value;)*

        const TABLE: &[(&str, u32)] = &[$((stringify!($name), $name)),*];
    };
}

constants! {
    /// Version of the file format; the manifest says it.
    FORMAT = 4;
    /// The bit of a form mask that stands for this form and all later ones.
    LATER_FORMS = 13;
    /// Impacts are below this. Those of a stem in the title, or in the name of the document's kind, are written above it.
    IMPACTS = 64;
    /// The least of those …
    TITLE_IMPACT_LEAST = 32;
    /// … and how many there are, two apart, for each length of a title.
    TITLE_IMPACTS = 16;
    /// Lengths of titles that are told apart: the last one stands for all longer titles.
    TITLE_LENGTHS = 5;

    /// Code points of a query that are read.
    QUERY_LENGTH = 200;
    /// Distinct words of a query that are looked for.
    TERMS = 12;

    /// Weight of a document that holds the stem of a term.
    EXACT_STEM = 256;
    /// … where the term may be unfinished, and the document holds no form that begins with it.
    EXACT_STEM_COMPLETED = 128;
    /// … that holds the term but for its diacritics.
    EXACT_FOLDED = 320;
    /// … that holds the term as it was typed.
    EXACT_FORM = 336;

    /// Letters of a last word that is completed, at least.
    PREFIX_LENGTH = 2;
    /// A stem that is a prefix of the last word is at most this much shorter.
    PREFIX_CUT = 5;
    /// Letters of the last word that a stem may end before: „užduotis“ has the stem „uzdav“.
    PREFIX_BACK = 2;
    /// … but for this many at its beginning.
    PREFIX_BACK_LEFT = 3;
    /// Dictionary blocks read for completions.
    PREFIX_BLOCKS = 4;
    /// Where there are more: how many of them stand before the term's own block.
    PREFIX_BLOCKS_BEFORE = 1;
    /// Completions that are used.
    PREFIX_ENTRIES = 12;
    /// Weight of a document that holds the stem of a completion.
    PREFIX_STEM = 104;
    /// … that holds a form which begins with the term.
    PREFIX_FORM = 208;

    /// Letters of a term that may be mistyped, at least.
    TYPO_LENGTH = 4;
    /// Letters from which two mistakes are forgiven.
    TYPO_LENGTH_TWO = 8;
    /// Letters of a stem that is compared, at least.
    TYPO_STEM_LENGTH = 4;
    /// Letters of a stem from which two mistakes are forgiven.
    TYPO_STEM_LENGTH_TWO = 7;
    /// Letters of a last word whose completion may be mistyped, at least.
    TYPO_PREFIX_LENGTH = 5;
    /// Dictionary blocks read for candidates with the same two first letters.
    TYPO_BLOCKS = 6;
    /// Where there are more: how many of them stand before the term's own block.
    TYPO_BLOCKS_BEFORE = 3;
    /// Dictionary blocks read for each beginning that a mistake in the first three letters may have had.
    TYPO_HEAD_BLOCKS = 2;
    /// Letters of a stem that is looked for by its end, at least.
    TYPO_REVERSE_LENGTH = 3;
    /// Last letters that a candidate shares with the term's stem …
    TYPO_SHARED = 3;
    /// … and where the stem is short.
    TYPO_SHARED_SHORT = 2;
    /// A stem is short below this.
    TYPO_SHORT = 6;
    /// Reverse blocks read for candidates with the same end, for each stem of the term.
    TYPO_REVERSE_BLOCKS = 4;
    /// Candidates with the same end that are looked up.
    TYPO_REVERSE_ENTRIES = 6;
    /// Candidates that are used.
    TYPO_ENTRIES = 8;
    /// Weight at distance one, and of a document that holds the form at this distance.
    TYPO_ONE = 128;
    TYPO_ONE_FORM = 160;
    /// Weights of a completion at distance one.
    TYPO_PREFIX = 48;
    TYPO_PREFIX_FORM = 60;
    /// Weights at distance two.
    TYPO_TWO = 64;
    TYPO_TWO_FORM = 80;

    /// Letters that a derived word (`lyderiauti`, `lyderystė`) shares with the beginning of a term's stem, at least.
    KIN_LENGTH = 5;
    /// Letters that may be left of either stem.
    KIN_REST = 4;
    /// Weight of a derived word, used where nothing else resembles the term.
    KIN = 64;

    /// What a document gains whose title has the words of the query and no others, of 256; one of the words in a longer title, or a
    /// part of the query, gains less: the square of the cosine between both.
    TITLE_BONUS = 128;
    /// What a document of a kind gains that the query names, of 256.
    KIND_BONUS = 32;
    /// What a term counts for itself, beside its rarity, where a document does not hold all terms.
    TERM_SHARE = 512;
    /// Levels of documents by how much of what the query says they hold, from all of it down.
    LEVELS = 8;

    /// The least weight of a term, where nearly every document holds it (256 = one bit).
    IDF_LEAST = 64;
    /// Documents that a result should have; with fewer, documents that match fewer terms are added, and typos forgiven.
    ENOUGH = 10;
    /// Days before the end of validity in which a document is „expiring“.
    EXPIRING_DAYS = 90;
}

/// The table as a JavaScript statement: `const RANK={FORMAT:4,…};`.
pub fn constants_js() -> String {
    let fields: Vec<String> = TABLE.iter().map(|(name, value)| format!("{name}:{value}")).collect();
    format!("const RANK={{{}}};\n", fields.join(","))
}

/// `n` as a list's length or index; the constants are small.
pub(super) const fn size(n: u32) -> usize {
    n as usize
}

/// `n` as a part of a byte; the constants are small.
pub(super) const fn byte(n: u32) -> u8 {
    n.to_le_bytes()[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_gets_every_constant() {
        let script = constants_js();
        assert!(script.starts_with("const RANK={FORMAT:4,") && script.ends_with("};\n"));
        assert_eq!(script.matches(':').count(), TABLE.len());
        assert!(script.contains("EXPIRING_DAYS:90"));
    }
}
