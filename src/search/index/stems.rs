//! A section of stems with its own shards of postings and positions, so that all sections can be made at once.

use std::ops::Range;

use super::{
    chunk::{Chunk, List},
    shards::{Place, Shards},
    synonyms::Extra,
    vocabulary::Vocabulary,
    weights::{BODY_FIELD, FREQUENT, Norms, SYNONYM, TITLE_FIELD, coarse, impact},
};
use crate::search::{
    constants::{LATER_FORMS, size},
    files::{
        front::order,
        pack::{Content, Packed},
        positions::put_positions,
        postings::{Posting, put_postings, title_impact},
    },
    words::{Stemmer, fold, is_stop},
};

/// Bytes of postings in a shard before compression. A longer list is a shard of its own.
const POSTINGS_SHARD: usize = 10 << 10;
/// Bytes of positions in a shard before compression.
const POSITIONS_SHARD: usize = 128 << 10;

/// All that stems are made of.
pub struct Source<'a> {
    pub languages: &'a [(String, Stemmer)],
    pub chunks: &'a [Chunk],
    pub vocabulary: &'a Vocabulary,
    pub norms: &'a [Norms],
    pub extra: &'a Extra,
}

/// Stems with their shards, which are numbered from 0.
#[derive(Debug)]
pub struct Section {
    pub stems: Vec<Stem>,
    pub postings: Vec<Packed>,
    pub positions: Vec<Packed>,
}

/// A stem and where its lists are.
#[derive(Debug)]
pub struct Stem {
    pub text: String,
    pub df: u32,
    pub postings: Place,
    pub positions: Place,
    pub forms: Vec<String>,
}

impl Source<'_> {
    /// The stems of a range of numbers. A stem without documents is left out: a name that nobody mentions.
    pub fn section(&self, range: Range<u32>) -> Section {
        let mut writer = Writer::new(self, range.start);
        for stem in range {
            writer.add(stem);
        }
        Section { stems: writer.stems, postings: writer.postings.finish(), positions: writer.positions.finish() }
    }

    /// Whether a query needs to know in which documents there are only function words of a stem.
    fn has_stop_word(&self, forms: &[String]) -> bool {
        let is_stop = |form: &str| self.languages.iter().any(|(tag, _)| is_stop(tag, form));
        forms.iter().any(|form| is_stop(&fold(form)))
    }

    fn form(&self, term: u32) -> &str {
        &self.vocabulary.terms[term as usize].1
    }
}

struct Writer<'a> {
    source: &'a Source<'a>,
    /// By chunk: the list that comes next.
    next: Vec<usize>,
    stems: Vec<Stem>,
    postings: Shards,
    positions: Shards,
    found: Vec<Found>,
    encoded: Encoded,
}

impl<'a> Writer<'a> {
    fn new(source: &'a Source<'a>, first: u32) -> Self {
        Self {
            source,
            next: source.chunks.iter().map(|chunk| chunk.first_list(first)).collect(),
            stems: Vec::new(),
            postings: Shards::new(POSTINGS_SHARD, Content::Any),
            positions: Shards::new(POSITIONS_SHARD, Content::Numbers),
            found: Vec::new(),
            encoded: Encoded::default(),
        }
    }

    fn add(&mut self, stem: u32) {
        let lists = self.lists(stem);
        let forms = Forms::new(self.source, &lists);
        self.encoded.clear();
        let mut extra = self.source.extra.get(&stem).map_or(&[][..], Vec::as_slice);
        for (chunk, lists) in self.source.chunks.iter().zip(&lists) {
            let here = extra.partition_point(|&document| document < chunk.first + chunk.documents());
            self.read(chunk, lists, &forms, &extra[..here]);
            extra = &extra[here..];
            for found in self.found.chunk_by(|a, b| a.document == b.document) {
                self.encoded.add(chunk, found, &self.source.norms[found[0].document as usize]);
            }
        }
        let encoded = &mut self.encoded;
        if encoded.postings.is_empty() {
            return;
        }
        if encoded.postings.len() > FREQUENT && !self.source.has_stop_word(&forms.list) {
            encoded.coarsen();
        }
        let (bytes, parts) = encoded.postings();
        self.stems.push(Stem {
            text: self.source.vocabulary.stems[stem as usize].clone(),
            df: u32::try_from(encoded.postings.len()).unwrap_or(u32::MAX),
            postings: self.postings.add(&bytes, &parts),
            positions: self.positions.add(&encoded.positions, &[]),
            forms: forms.list,
        });
    }

    /// The stem's lists by chunk.
    fn lists(&mut self, stem: u32) -> Vec<&'a [List]> {
        let of = |(chunk, next): (&'a Chunk, &mut usize)| {
            let rest = &chunk.lists[*next..];
            let len = rest.iter().take_while(|list| list.stem == stem).count();
            *next += len;
            &rest[..len]
        };
        self.source.chunks.iter().zip(&mut self.next).map(of).collect()
    }

    /// Reads the stem's occurrences in one chunk, in order of document; `extra` documents have it as another name.
    fn read(&mut self, chunk: &Chunk, lists: &[List], forms: &Forms, extra: &[u32]) {
        self.found.clear();
        for list in lists {
            let form = forms.mask(list.term);
            chunk.occurrences(list, |document, position| self.found.push(Found { document, position, form }));
        }
        self.found.extend(extra.iter().map(|&document| Found { document, position: NOWHERE, form: 0 }));
        if lists.len() + usize::from(!extra.is_empty()) > 1 {
            self.found.sort_unstable_by_key(Found::place);
        }
    }
}

/// The position of a stem that comes from another name.
const NOWHERE: u32 = u32::MAX;

/// One word of one document, with the mask of its form.
#[derive(Debug, Clone, Copy)]
struct Found {
    document: u32,
    position: u32,
    form: u32,
}

impl Found {
    /// The order of occurrences as one number, which is compared at once.
    fn place(&self) -> u64 {
        u64::from(self.document) << 32 | u64::from(self.position)
    }
}

/// A stem's forms in the order of the masks: those that have a bit of their own are those of most documents; the very first is the
/// commonest, the others are in the order of strings, which compresses best.
struct Forms {
    list: Vec<String>,
    /// The mask of each term, sorted.
    masks: Vec<(u32, u32)>,
}

impl Forms {
    fn new(source: &Source, lists: &[&[List]]) -> Self {
        let mut terms: Vec<(u32, u32)> = lists.iter().copied().flatten().map(|list| (list.term, list.df)).collect();
        terms.sort_unstable();
        let mut forms: Vec<(&str, u32)> = Vec::new();
        for same in terms.chunk_by(|a, b| a.0 == b.0) {
            let (form, df) = (source.form(same[0].0), same.iter().map(|(_, df)| df).sum::<u32>());
            match forms.iter_mut().find(|(other, _)| *other == form) {
                Some((_, sum)) => *sum += df,
                None => forms.push((form, df)),
            }
        }
        forms.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| order(a.0, b.0)));
        let own = forms.len().min(size(LATER_FORMS));
        let (common, rare) = forms.split_at_mut(own);
        common[1.min(own)..].sort_unstable_by(|a, b| order(a.0, b.0));
        rare.sort_unstable_by(|a, b| order(a.0, b.0));
        terms.dedup_by_key(|(term, _)| *term);
        let mask = |form| forms.iter().zip(0_u32..).find(|((other, _), _)| *other == form).map_or(0, |(_, at)| bit(at));
        let masks = terms.iter().map(|(term, _)| (*term, mask(source.form(*term)))).collect();
        Self { masks, list: forms.into_iter().map(|(form, _)| form.to_owned()).collect() }
    }

    fn mask(&self, term: u32) -> u32 {
        let found = self.masks.binary_search_by_key(&term, |(term, _)| *term);
        found.map_or(0, |at| self.masks[at].1)
    }
}

fn bit(form: u32) -> u32 {
    1 << form.min(LATER_FORMS)
}

#[derive(Default)]
struct Encoded {
    postings: Vec<Posting>,
    /// By posting: the forms that stand outside of the body.
    prominent: Vec<u32>,
    positions: Vec<u8>,
    places: Vec<u32>,
}

impl Encoded {
    fn clear(&mut self) {
        self.postings.clear();
        self.prominent.clear();
        self.positions.clear();
    }

    /// Adds a document with all that was found in it.
    fn add(&mut self, chunk: &Chunk, found: &[Found], norms: &Norms) {
        let (mut frequency, mut mask, mut prominent) = (0.0, 0, 0);
        let (document, mut title, mut kind) = (found[0].document, 0, false);
        self.places.clear();
        let starts = chunk.starts(document);
        for Found { position, form, .. } in found.iter().copied() {
            if position == NOWHERE {
                // It comes last: alone it weighs nothing.
                frequency += if frequency > 0.0 { SYNONYM } else { 0.0 };
                continue;
            }
            let field = starts[1..].iter().filter(|&&start| start <= position).count();
            frequency += norms[field];
            mask |= form;
            prominent |= if field == BODY_FIELD { 0 } else { form };
            kind |= chunk.names_kind(document, position);
            if field == TITLE_FIELD {
                title = chunk.title(document);
            }
            self.places.push(position);
        }
        let impact = if title > 0 || kind { title_impact(impact(frequency)) } else { impact(frequency) };
        self.postings.push(Posting { document, impact, title, kind, mask });
        self.prominent.push(prominent);
        put_positions(&mut self.positions, &self.places);
    }

    /// Leaves out what says little of a frequent stem.
    fn coarsen(&mut self) {
        for (posting, prominent) in self.postings.iter_mut().zip(&self.prominent) {
            *posting = Posting { impact: coarse(posting.impact), mask: *prominent, ..*posting };
        }
    }

    /// The list's bytes, and where its parts begin.
    fn postings(&self) -> (Vec<u8>, [usize; 2]) {
        let mut bytes = Vec::with_capacity(self.postings.len() * 4);
        let parts = put_postings(&mut bytes, &self.postings);
        (bytes, parts)
    }
}
