//! Terms: the distinct forms of each language, numbered. Each chunk counts for itself and asks for the numbers of the site once.

use std::sync::{Mutex, PoisonError};

use foldhash::{HashMap, HashMapExt};

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
    numbers: HashMap<Term, u32>,
}

impl Terms {
    /// The site's number for each of a chunk's terms.
    pub fn numbers(&self, local: &Local) -> Vec<u32> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        local.terms.iter().map(|term| number(&mut inner.numbers, term)).collect()
    }

    /// The terms by number, which are then forgotten.
    pub fn take(&self) -> Vec<Term> {
        let inner = std::mem::take(&mut *self.inner.lock().unwrap_or_else(PoisonError::into_inner));
        let mut list: Vec<(Term, u32)> = inner.numbers.into_iter().collect();
        list.sort_unstable_by_key(|(_, number)| *number);
        list.into_iter().map(|(term, _)| term).collect()
    }
}

fn number(numbers: &mut HashMap<Term, u32>, term: &Term) -> u32 {
    if let Some(&number) = numbers.get(term) {
        return number;
    }
    let number = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
    numbers.insert(term.clone(), number);
    number
}

/// The terms of one chunk.
#[derive(Debug)]
pub struct Local {
    /// By language: words as they are written. Most words were seen before, and need no lower-casing then.
    written: Vec<Written>,
    forms: Vec<HashMap<Box<str>, u32>>,
    terms: Vec<Term>,
}

/// Numbers of written words. Most words are short, and are their own keys: one look into memory less for every word of the site.
#[derive(Debug, Default)]
struct Written {
    short: HashMap<u128, u32>,
    long: HashMap<Box<str>, u32>,
}

impl Written {
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
}

/// The bytes of a short word as a number; no word holds a zero byte.
fn short(word: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    Some(u128::from_le_bytes(bytes))
}

impl Local {
    pub fn new(languages: usize) -> Self {
        let written = (0..languages).map(|_| Written::default()).collect();
        Self { written, forms: (0..languages).map(|_| HashMap::new()).collect(), terms: Vec::new() }
    }

    /// The chunk's number of a written word.
    pub fn number(&mut self, language: u8, word: &str) -> u32 {
        let at = usize::from(language);
        if let Some(number) = self.written[at].get(word) {
            return number;
        }
        let form = lower(word);
        let number = match self.forms[at].get(&*form) {
            Some(&number) => number,
            None => self.add(language, &form),
        };
        self.written[at].insert(word, number);
        number
    }

    fn add(&mut self, language: u8, form: &str) -> u32 {
        let number = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
        self.forms[usize::from(language)].insert(form.into(), number);
        self.terms.push((language, form.into()));
        number
    }
}
