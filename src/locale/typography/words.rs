//! Words to look for in running text, where nearly every place must be passed over at once.

use std::ops::Range;

use super::starts_alphanumeric;

/// Words to look for, by their first byte.
#[derive(Debug, Clone)]
pub(super) struct Words {
    list: Vec<String>,
    /// By byte: which of the words begin with it.
    by_first: Vec<Range<usize>>,
}

impl Words {
    /// Of words that begin with the same byte the one that stands first is preferred.
    pub fn new(words: &[String]) -> Self {
        let mut words = words.to_vec();
        words.sort_by_key(|word| word.bytes().next());
        let place = |first: u8| words.partition_point(|word| word.bytes().next() < Some(first));
        let by_first =
            (0..=u8::MAX).map(|first| place(first)..place(first.saturating_add(1)).max(place(first))).collect();
        Self { list: words, by_first }
    }

    /// Length of the word that `rest` begins with.
    pub fn at(&self, rest: &str) -> Option<usize> {
        let first = rest.bytes().next()?;
        let fits = |word: &&String| rest.strip_prefix(word.as_str()).is_some_and(|tail| !starts_alphanumeric(tail));
        self.list[self.by_first[usize::from(first)].clone()].iter().find(fits).map(String::len)
    }
}
