//! Forms to stems: each distinct form is folded and stemmed once in each language that uses it.

use std::ops::Range;

use rayon::prelude::*;

use super::terms::Term;
use crate::search::{
    files::front::order,
    words::{Stemmer, fold},
};

/// Terms and stems in a section: some dictionary blocks, so that few shards are cut short at its end.
const SECTION: usize = 6000;

/// All stems of the site in order, and the stem of each term.
#[derive(Debug)]
pub struct Vocabulary {
    pub stems: Vec<String>,
    /// By term.
    pub of_term: Vec<u32>,
    /// By term.
    pub terms: Vec<Term>,
}

impl Vocabulary {
    /// `more` are stems that no text holds: those of names that the site knows for what it writes otherwise.
    pub fn new(terms: Vec<Term>, languages: &[(String, Stemmer)], more: impl IntoIterator<Item = String>) -> Self {
        let of_term: Vec<String> =
            terms.par_iter().map(|(language, form)| languages[usize::from(*language)].1.stem(&fold(form))).collect();
        let mut stems: Vec<String> = of_term.iter().cloned().chain(more).collect();
        stems.par_sort_unstable_by(|a, b| order(a, b));
        stems.dedup();
        let number = |stem: &String| number(&stems, stem).expect("every stem is in the list of stems");
        let of_term = of_term.par_iter().map(number).collect();
        Self { stems, of_term, terms }
    }

    /// The stems in ranges of about the same number of terms.
    pub fn sections(&self) -> Vec<Range<u32>> {
        let mut terms = vec![1; self.stems.len()];
        for &stem in &self.of_term {
            terms[stem as usize] += 1;
        }
        let (mut ranges, mut start, mut sum) = (Vec::new(), 0, 0);
        for (end, terms) in (1..).zip(terms) {
            sum += terms;
            if sum >= SECTION {
                ranges.push(start..end);
                (start, sum) = (end, 0);
            }
        }
        ranges.push(start..u32::try_from(self.stems.len()).unwrap_or(u32::MAX));
        ranges
    }

    /// Number of a stem.
    pub fn stem(&self, stem: &str) -> Option<u32> {
        number(&self.stems, stem)
    }
}

fn number(stems: &[String], stem: &str) -> Option<u32> {
    let found = stems.binary_search_by(|other| order(other, stem));
    found.ok().and_then(|number| u32::try_from(number).ok())
}
