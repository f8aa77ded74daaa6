//! Terms: the distinct forms of each language, numbered. Each chunk counts for itself and asks for the numbers of the site once.

use std::sync::{Mutex, PoisonError};

use foldhash::HashMap;

use crate::search::words::lower;

/// A form in a language. The same form may have another stem in another language.
pub type Term = (u8, Box<str>);

/// All terms of the site. Their numbers depend on which chunk was ready first: nothing that is written may.
#[derive(Debug, Default)]
pub struct Terms {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// By language.
    numbers: Vec<Numbers>,
    terms: Vec<Term>,
}

impl Terms {
    /// The site's number for each of a chunk's terms.
    pub fn numbers(&self, local: &Local) -> Vec<u32> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        local.terms.iter().map(|term| inner.number(term)).collect()
    }

    /// The terms by number, which are then forgotten.
    pub fn take(&self) -> Vec<Term> {
        std::mem::take(&mut *self.inner.lock().unwrap_or_else(PoisonError::into_inner)).terms
    }
}

impl Inner {
    fn number(&mut self, term: &Term) -> u32 {
        let language = usize::from(term.0);
        if self.numbers.len() <= language {
            self.numbers.resize_with(language + 1, Numbers::default);
        }
        self.numbers[language].number(&term.1, || push(&mut self.terms, term.clone()))
    }
}

fn push(terms: &mut Vec<Term>, term: Term) -> u32 {
    terms.push(term);
    u32::try_from(terms.len() - 1).unwrap_or(u32::MAX)
}

/// Numbers of words. Most words are short, and are their own keys: one look into memory less for every word of the site.
#[derive(Debug, Default)]
struct Numbers {
    short: HashMap<u128, u32>,
    long: HashMap<Box<str>, u32>,
}

impl Numbers {
    fn get(&self, word: &str) -> Option<u32> {
        match short(word) {
            Some(key) => self.short.get(&key).copied(),
            None => self.long.get(word).copied(),
        }
    }

    fn insert(&mut self, word: &str, number: u32) {
        match short(word) {
            Some(key) => self.short.insert(key, number),
            None => self.long.insert(word.into(), number),
        };
    }

    /// The word's number, or the new one that `add` gives.
    fn number(&mut self, word: &str, add: impl FnOnce() -> u32) -> u32 {
        match short(word) {
            Some(key) => *self.short.entry(key).or_insert_with(add),
            None => match self.long.get(word) {
                Some(&number) => number,
                None => *self.long.entry(word.into()).or_insert_with(add),
            },
        }
    }
}

/// The bytes of a short word as a number; no word holds a zero byte.
fn short(word: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    Some(u128::from_le_bytes(bytes))
}

/// The terms of one chunk.
#[derive(Debug)]
pub struct Local {
    /// By language: forms, and words as they are written. Most words were seen before, and need no lower-casing then.
    numbers: Vec<Numbers>,
    terms: Vec<Term>,
}

impl Local {
    pub fn new(languages: usize) -> Self {
        Self { numbers: (0..languages).map(|_| Numbers::default()).collect(), terms: Vec::new() }
    }

    /// The chunk's number of a written word.
    pub fn number(&mut self, language: u8, word: &str) -> u32 {
        let numbers = &mut self.numbers[usize::from(language)];
        if let Some(number) = numbers.get(word) {
            return number;
        }
        let form = lower(word);
        let number = numbers.number(&form, || push(&mut self.terms, (language, (*form).into())));
        if form != word {
            numbers.insert(word, number);
        }
        number
    }
}
