//! Stems of words that resemble a term: with the same beginning, or with the same end where the beginning is mistyped.

use super::{
    How, Languages,
    distance::{begins, within},
    expand::{Alternative, Expanded, Window, beginning, by_frequency, form_bit},
    store::{Place, Store},
};
use crate::search::{
    constants::{
        KIN, KIN_LENGTH, KIN_REST, TYPO_BLOCKS, TYPO_BLOCKS_BEFORE, TYPO_ENTRIES, TYPO_HEAD_BLOCKS, TYPO_LENGTH,
        TYPO_LENGTH_TWO, TYPO_ONE, TYPO_ONE_FORM, TYPO_PREFIX, TYPO_PREFIX_FORM, TYPO_PREFIX_LENGTH,
        TYPO_REVERSE_BLOCKS, TYPO_REVERSE_ENTRIES, TYPO_REVERSE_LENGTH, TYPO_SHARED, TYPO_SHARED_SHORT, TYPO_SHORT,
        TYPO_STEM_LENGTH, TYPO_STEM_LENGTH_TWO, TYPO_TWO, TYPO_TWO_FORM, size,
    },
    files::{Failure, front::order, reverse::reversed},
    words::fold,
};

/// Adds alternatives to every term that may be mistyped, and says whether there are any.
pub fn add(store: &Store, languages: &Languages, terms: &mut [Expanded]) -> Result<bool, Failure> {
    let mut any = false;
    for expanded in terms {
        if let Some(mistyped) = Mistyped::new(expanded) {
            let mut found = mistyped.alternatives(store)?;
            any |= !found.is_empty();
            expanded.alternatives.append(&mut found);
            expanded.leave_out_stop_words(languages);
        }
    }
    Ok(any)
}

/// A term that may be mistyped.
struct Mistyped<'a> {
    expanded: &'a Expanded,
    letters: Vec<char>,
    /// Its stems, each with the mistakes forgiven in it.
    stems: Vec<(Vec<char>, u32)>,
    /// Mistakes that are forgiven.
    most: u32,
}

/// A candidate and how it resembles the term.
struct Candidate {
    place: Place,
    distance: u32,
    weight: u32,
    /// Weight of a document that holds one of its best forms.
    form_weight: u32,
    /// Its forms that resemble the term most, if any does by itself.
    best: Vec<usize>,
}

impl<'a> Mistyped<'a> {
    fn new(expanded: &'a Expanded) -> Option<Self> {
        let letters: Vec<char> = expanded.term.folded.chars().collect();
        if letters.len() < size(TYPO_LENGTH) || letters.iter().any(|letter| letter.is_numeric()) {
            return None;
        }
        let most = if letters.len() < size(TYPO_LENGTH_TWO) { 1 } else { 2 };
        let forgiven = |stem: &[char]| if stem.len() < size(TYPO_STEM_LENGTH_TWO) { 1 } else { most };
        let stems = expanded.stems.iter().map(|stem| stem.chars().collect::<Vec<_>>());
        let stems = stems.map(|stem| (forgiven(&stem), stem)).map(|(most, stem)| (stem, most)).collect();
        Some(Self { expanded, letters, stems, most })
    }

    fn alternatives(&self, store: &Store) -> Result<Vec<Alternative>, Failure> {
        let alike = self.beginning_alike(store)?;
        let mut candidates: Vec<Candidate> = Vec::new();
        for place in alike.iter().flatten() {
            if !is_among(&candidates, &place.entry().stem) {
                candidates.extend(self.candidate(place.clone()));
            }
        }
        let mut same_end = self.same_end(store, &candidates)?;
        candidates.append(&mut same_end);
        if candidates.is_empty() {
            return Ok(self.kin(&alike[0]));
        }
        candidates.sort_by(|a, b| a.distance.cmp(&b.distance).then_with(|| by_frequency(&a.place, &b.place)));
        let nearest = candidates[0].distance;
        candidates.retain(|candidate| candidate.distance == nearest);
        candidates.truncate(size(TYPO_ENTRIES));
        Ok(candidates.into_iter().map(alternative).collect())
    }

    /// Entries that begin as the term, and as it would without a mistake in its first letters; by head.
    fn beginning_alike(&self, store: &Store) -> Result<Vec<Vec<Place>>, Failure> {
        let own = Window { before: size(TYPO_BLOCKS_BEFORE), most: size(TYPO_BLOCKS) };
        let other = Window { before: usize::MAX, most: size(TYPO_HEAD_BLOCKS) };
        let windows = std::iter::once(&own).chain(std::iter::repeat(&other));
        let heads = self.heads();
        let entries = heads.iter().zip(windows).map(|(head, window)| {
            let blocks = window.around(&store.manifest.dictionary, head, &self.expanded.term.folded);
            store.beginning(blocks, head)
        });
        entries.collect()
    }

    /// Derived words, for a term that resembles nothing: what begins with most of its stem.
    fn kin(&self, places: &[Place]) -> Vec<Alternative> {
        let is_kin = |place: &&Place| self.stems.iter().any(|(stem, _)| are_kin(stem, &place.entry().stem));
        let kin = places.iter().filter(|place| !self.expanded.has(&place.entry().stem)).filter(is_kin);
        let mut kin: Vec<Place> = kin.cloned().collect();
        kin.sort_by(by_frequency);
        kin.truncate(size(TYPO_ENTRIES));
        let candidate = |place| Candidate { place, distance: 0, weight: KIN, form_weight: KIN, best: Vec::new() };
        kin.into_iter().map(candidate).map(alternative).collect()
    }

    /// Distinct beginnings of what the term may have been: the first is the term's own.
    fn heads(&self) -> Vec<String> {
        let mut heads: Vec<String> = Vec::new();
        for places in [&[0, 1][..], &[1, 2, 3], &[0, 2, 3], &[1, 0, 2], &[0, 2, 1]] {
            let head = places.iter().map(|&at| self.letters[at]).collect();
            if !heads.contains(&head) {
                heads.push(head);
            }
        }
        heads
    }

    /// Candidates whose stem ends as the term's; those that are known already are left out.
    fn same_end(&self, store: &Store, known: &[Candidate]) -> Result<Vec<Candidate>, Failure> {
        let mut found: Vec<(u32, u32, String)> = Vec::new();
        for (stem, most) in self.stems.iter().filter(|(stem, _)| stem.len() >= size(TYPO_REVERSE_LENGTH)) {
            let tail: String = stem.iter().rev().take(shared(stem.len())).collect();
            let blocks = beginning(&store.manifest.reverse, &tail);
            for number in blocks.start..blocks.end.min(blocks.start + size(TYPO_REVERSE_BLOCKS)) {
                for (other, df) in store.reverse(number)?.iter().filter(|(other, _)| other.starts_with(&tail)) {
                    let other = reversed(other);
                    let distance = within(stem, &other.chars().collect::<Vec<_>>(), *most);
                    found.extend(distance.map(|distance| (distance, *df, other)));
                }
            }
        }
        found.retain(|(_, _, stem)| !self.expanded.has(stem) && !is_among(known, stem));
        found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then_with(|| order(&a.2, &b.2)));
        let mut seen: Vec<&str> = Vec::new();
        let mut candidates = Vec::new();
        for (_, _, stem) in &found {
            if seen.len() < size(TYPO_REVERSE_ENTRIES) && !seen.contains(&stem.as_str()) {
                seen.push(stem);
                candidates.extend(store.find(stem)?.and_then(|place| self.candidate(place)));
            }
        }
        Ok(candidates)
    }

    /// The entry as a candidate, if it resembles the term and is no alternative yet.
    fn candidate(&self, place: Place) -> Option<Candidate> {
        let entry = place.entry();
        if self.expanded.has(&entry.stem) {
            return None;
        }
        let forms: Vec<Resemblance> = entry.forms.iter().map(|form| self.resemblance(form)).collect();
        let of_forms = forms.iter().filter_map(|form| form.distance);
        let (distance, weight, form_weight) = match of_forms.chain(self.stem_distance(&entry.stem)).min() {
            Some(0 | 1) => (1, TYPO_ONE, TYPO_ONE_FORM),
            _ if forms.iter().any(|form| form.begins) => (1, TYPO_PREFIX, TYPO_PREFIX_FORM),
            distance => (distance?, TYPO_TWO, TYPO_TWO_FORM),
        };
        let nearest = forms.iter().filter_map(Resemblance::nearness).min();
        let is_nearest = |form: &&Resemblance| nearest.is_some() && form.nearness() == nearest;
        let best: Vec<usize> = (0..forms.len()).filter(|&at| is_nearest(&&forms[at])).collect();
        Some(Candidate { place, distance, weight, form_weight, best })
    }

    fn resemblance(&self, form: &str) -> Resemblance {
        let letters: Vec<char> = fold(form).chars().collect();
        let may_begin = self.expanded.term.last && self.letters.len() >= size(TYPO_PREFIX_LENGTH);
        Resemblance {
            distance: within(&self.letters, &letters, self.most),
            begins: may_begin && begins(&self.letters, &letters, 1),
        }
    }

    /// The least distance of the term's stems to a stem, if that is forgiven; short stems resemble each other by chance.
    fn stem_distance(&self, other: &str) -> Option<u32> {
        let other: Vec<char> = other.chars().collect();
        let long = |stem: &[char]| stem.len() >= size(TYPO_STEM_LENGTH);
        let stems = self.stems.iter().filter(|(stem, _)| long(stem) && long(&other));
        stems.filter_map(|(stem, most)| within(stem, &other, *most)).min()
    }
}

/// How a form resembles the term.
struct Resemblance {
    /// Where it is forgiven.
    distance: Option<u32>,
    /// The form begins nearly as the term, which may be unfinished.
    begins: bool,
}

impl Resemblance {
    /// Less is nearer: a whole form is nearer than a beginning of the same distance.
    fn nearness(&self) -> Option<u32> {
        let whole = self.distance.map(|distance| 2 * distance);
        whole.into_iter().chain(self.begins.then_some(3)).min()
    }
}

/// Last letters that a candidate shares with a stem of this length.
fn shared(length: usize) -> usize {
    size(if length < size(TYPO_SHORT) { TYPO_SHARED_SHORT } else { TYPO_SHARED })
}

/// Whether two stems share their beginning but for a few letters.
fn are_kin(stem: &[char], other: &str) -> bool {
    let other: Vec<char> = other.chars().collect();
    let shared = stem.iter().zip(&other).take_while(|(a, b)| a == b).count();
    shared >= size(KIN_LENGTH) && shared + size(KIN_REST) >= stem.len().max(other.len())
}

fn is_among(candidates: &[Candidate], stem: &str) -> bool {
    candidates.iter().any(|candidate| candidate.place.entry().stem == stem)
}

fn alternative(candidate: Candidate) -> Alternative {
    let Candidate { place, weight, form_weight, best, .. } = candidate;
    let entry = place.entry();
    let form = best.first().map(|&at| &entry.forms[at]).or(entry.forms.first()).unwrap_or(&entry.stem).clone();
    let bits = best.iter().fold(0, |bits, &at| bits | form_bit(at));
    let forms = vec![(bits, form_weight)];
    Alternative { place, how: How::Typo, form, weight, forms, sound: u32::MAX }
}
