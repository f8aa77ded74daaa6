//! A term to the stems that answer it: its own, and those of words that it begins. What only resembles it is in `typo`.

use std::ops::Range;

use super::{
    How, Languages, TermFound,
    parse::Term,
    store::{Place, Store},
};
use crate::search::{
    constants::{
        EXACT_FOLDED, EXACT_FORM, EXACT_STEM, EXACT_STEM_COMPLETED, LATER_FORMS, PREFIX_BACK, PREFIX_BACK_LEFT,
        PREFIX_BLOCKS, PREFIX_BLOCKS_BEFORE, PREFIX_CUT, PREFIX_ENTRIES, PREFIX_FORM, PREFIX_LENGTH, PREFIX_STEM, size,
    },
    files::{
        Failure,
        front::order,
        manifest::{Block, home},
    },
    words::{fold, is_stop},
};

/// A stem that answers a term.
#[derive(Debug, Clone)]
pub struct Alternative {
    pub place: Place,
    pub how: How,
    /// The form that is shown for it.
    pub form: String,
    /// Weight of a document that holds the stem.
    pub weight: u32,
    /// Weights of documents that hold one of these forms (a mask); the first that fits.
    pub forms: Vec<(u32, u32)>,
    /// The forms that count at all. „Iras“ has the stem of „ir“, and must not find every „ir“.
    pub sound: u32,
}

impl Alternative {
    /// The weight of a document that holds the forms of this mask, if it counts. Without forms it holds another name of the thing.
    pub fn weight(&self, mask: u32) -> Option<u32> {
        let fits = self.forms.iter().find(|(forms, _)| forms & mask != 0);
        (mask == 0 || mask & self.sound != 0).then(|| fits.map_or(self.weight, |(_, weight)| *weight))
    }
}

/// A term with its alternatives.
#[derive(Debug, Clone)]
pub struct Expanded {
    pub term: Term,
    /// Its distinct stems in the languages of the site.
    pub stems: Vec<String>,
    pub alternatives: Vec<Alternative>,
}

impl Expanded {
    pub fn new(store: &Store, languages: &Languages, term: &Term) -> Result<Self, Failure> {
        let stems = stems(&term.folded, languages);
        let mut expanded = Self { term: term.clone(), stems, alternatives: Vec::new() };
        for stem in &expanded.stems {
            let exact = store.find(stem)?.map(|place| exact(place, term));
            expanded.alternatives.extend(exact);
        }
        expanded.add_compound(store, languages)?;
        if term.last && term.folded.chars().count() >= size(PREFIX_LENGTH) {
            expanded.complete(store)?;
        }
        expanded.leave_out_stop_words(languages);
        Ok(expanded)
    }

    /// Adds what the term is a part of.
    fn add_compound(&mut self, store: &Store, languages: &Languages) -> Result<(), Failure> {
        let Some(form) = self.term.compound.clone() else { return Ok(()) };
        let folded = fold(&form).into_owned();
        let compound = Term { form, folded, ..self.term.clone() };
        for stem in stems(&compound.folded, languages) {
            if let Some(place) = store.find(&stem)?.filter(|_| !self.has(&stem)) {
                self.alternatives.push(exact(place, &compound));
            }
        }
        Ok(())
    }

    /// Where the term is no function word, its alternatives do not count for documents that hold only function words of the same stem.
    pub fn leave_out_stop_words(&mut self, languages: &Languages) {
        let is_stop = |folded: &str| languages.iter().any(|(tag, _)| is_stop(tag, folded));
        if is_stop(&self.term.folded) {
            return;
        }
        for alternative in &mut self.alternatives {
            alternative.sound = mask(&alternative.place.entry().forms, |form| !is_stop(&fold(form)));
        }
    }

    /// Whether the stem is an alternative already.
    pub fn has(&self, stem: &str) -> bool {
        self.alternatives.iter().any(|alternative| alternative.place.entry().stem == stem)
    }

    /// Adds the stems of words that begin with the term. Its own stem then counts less where no such form stands.
    fn complete(&mut self, store: &Store) -> Result<(), Failure> {
        let folded = self.term.folded.clone();
        let head = head(&folded);
        let window = Window { before: size(PREFIX_BLOCKS_BEFORE), most: size(PREFIX_BLOCKS) };
        let mut places = store.beginning(window.around(&store.manifest.dictionary, head, &folded), head)?;
        for stem in shorter(&folded) {
            places.extend(store.find(stem)?);
        }
        let mut found: Vec<Alternative> = places.into_iter().filter_map(|place| completion(place, &folded)).collect();
        found.retain(|alternative| !self.has(&alternative.place.entry().stem));
        found.sort_by(|a, b| by_frequency(&a.place, &b.place));
        found.dedup_by(|a, b| a.place.entry().stem == b.place.entry().stem);
        found.truncate(size(PREFIX_ENTRIES));
        if !found.is_empty() {
            self.alternatives.iter_mut().for_each(|own| unfinished(own, &folded));
        }
        self.alternatives.append(&mut found);
        Ok(())
    }

    /// What the reader of the result is told.
    pub fn found(&self) -> TermFound {
        let ways = [How::Exact, How::Prefix, How::Typo];
        let of = |how: How| self.alternatives.iter().filter(move |alternative| alternative.how == how);
        let how = ways.into_iter().find(|&how| of(how).next().is_some()).unwrap_or(How::None);
        let mut used: Vec<String> = Vec::new();
        for Alternative { form, .. } in of(how) {
            if !used.contains(form) {
                used.push(form.clone());
            }
        }
        TermFound { typed: self.term.form.clone(), used, how }
    }
}

/// The distinct stems of a word in the languages of the site.
pub fn stems(folded: &str, languages: &Languages) -> Vec<String> {
    let mut stems: Vec<String> = Vec::new();
    for (_, stemmer) in languages {
        let stem = stemmer.stem(folded);
        if !stems.contains(&stem) {
            stems.push(stem);
        }
    }
    if stems.is_empty() {
        stems.push(folded.to_owned());
    }
    stems
}

/// Which of the blocks for a beginning are read, where there are too many.
pub struct Window {
    pub before: usize,
    pub most: usize,
}

impl Window {
    /// The blocks that may hold strings which begin with `head`, around the one that may hold `string`.
    pub fn around(&self, blocks: &[Block], head: &str, string: &str) -> Range<usize> {
        let all = beginning(blocks, head);
        let own = home(blocks, string).saturating_sub(self.before);
        let start = own.min(all.end.saturating_sub(self.most)).max(all.start);
        start..all.end.min(start + self.most)
    }
}

/// The blocks that may hold strings which begin with `head`.
pub fn beginning(blocks: &[Block], head: &str) -> Range<usize> {
    if blocks.is_empty() {
        return 0..0;
    }
    let start = home(blocks, head);
    let more = blocks[start + 1..].iter().take_while(|(first, _)| first.starts_with(head)).count();
    start..start + 1 + more
}

/// More documents first, then in the order of strings.
pub fn by_frequency(a: &Place, b: &Place) -> std::cmp::Ordering {
    let (a, b) = (a.entry(), b.entry());
    b.df.cmp(&a.df).then_with(|| order(&a.stem, &b.stem))
}

/// Bits of the forms that fit.
pub fn mask(forms: &[String], fits: impl Fn(&str) -> bool) -> u32 {
    let bits = (0..).zip(forms).filter(|(_, form)| fits(form)).map(|(at, _)| form_bit(at));
    bits.fold(0, |mask, bit| mask | bit)
}

/// The bit of form number `at`.
pub fn form_bit(at: usize) -> u32 {
    1 << at.min(size(LATER_FORMS))
}

fn exact(place: Place, term: &Term) -> Alternative {
    let entry = place.entry();
    let same = |form: &str| form == term.form;
    let folded = |form: &str| *fold(form) == *term.folded;
    let shown = entry.forms.iter().find(|form| same(form)).or_else(|| entry.forms.iter().find(|form| folded(form)));
    let form = shown.or(entry.forms.first()).unwrap_or(&entry.stem).clone();
    let forms = vec![(mask(&entry.forms, same), EXACT_FORM), (mask(&entry.forms, folded), EXACT_FOLDED)];
    Alternative { form, forms, how: How::Exact, weight: EXACT_STEM, sound: u32::MAX, place }
}

/// Lowers an exact alternative where a document holds no form that begins with the term.
fn unfinished(exact: &mut Alternative, folded: &str) {
    let begins = mask(&exact.place.entry().forms, |form| fold(form).starts_with(folded));
    exact.forms.push((begins, EXACT_STEM));
    exact.weight = EXACT_STEM_COMPLETED;
}

fn completion(place: Place, folded: &str) -> Option<Alternative> {
    let entry = place.entry();
    let begins = |form: &str| fold(form).starts_with(folded);
    let form = entry.forms.iter().find(|form| begins(form))?.clone();
    let forms = vec![(mask(&entry.forms, begins), PREFIX_FORM)];
    Some(Alternative { form, forms, how: How::Prefix, weight: PREFIX_STEM, sound: u32::MAX, place })
}

/// What a stem begins with whose forms may begin with this term.
fn head(folded: &str) -> &str {
    let len = folded.chars().count();
    let left = len.saturating_sub(size(PREFIX_BACK)).max(len.min(size(PREFIX_BACK_LEFT)));
    folded.char_indices().nth(left).map_or(folded, |(end, _)| &folded[..end])
}

/// Prefixes of a term that may be the stem of a longer word: the term may end within an ending.
fn shorter(folded: &str) -> impl Iterator<Item = &str> {
    let ends: Vec<usize> = folded.char_indices().map(|(at, _)| at).collect();
    let least = size(PREFIX_LENGTH).max(ends.len().saturating_sub(size(PREFIX_CUT)));
    (least..ends.len()).map(move |len| &folded[..ends[len]])
}
