//! Postings of a stem: the documents that hold it, how much it says about each, and which of its forms stand there.

use super::{
    super::constants::{IMPACTS, TITLE_IMPACT_LEAST, TITLE_IMPACTS, TITLE_LENGTHS, byte},
    Damage,
    cursor::{Cursor, put},
};

const OUTSIDE: u8 = byte(IMPACTS);
const LEAST: u8 = byte(TITLE_IMPACT_LEAST);
const STEPS: u8 = byte(TITLE_IMPACTS);
const LENGTHS: u8 = byte(TITLE_LENGTHS);

/// One document of a stem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    pub document: u32,
    /// 1 to 63; a [`title_impact`] where the stem stands in the title or names the kind.
    pub impact: u8,
    /// Words of the title, at most `TITLE_LENGTHS`, where the stem is one of them; else 0.
    pub title: u8,
    /// The stem is the name of the document's kind.
    pub kind: bool,
    /// Bit `i`: the stem's form number `i` stands in the document; the highest bit stands for all later forms.
    pub mask: u32,
}

/// Appends all document deltas, then all impacts, then all masks: like beside like compresses better. Gives where the second and the
/// third part begin.
pub fn put_postings(out: &mut Vec<u8>, postings: &[Posting]) -> [usize; 2] {
    let mut next = 0;
    for posting in postings {
        put(out, posting.document - next);
        next = posting.document + 1;
    }
    let impacts = out.len();
    out.extend(postings.iter().map(said));
    let masks = out.len();
    for posting in postings {
        put(out, posting.mask);
    }
    [impacts, masks]
}

/// Reads a stem's `df` postings, in order of document, all below `documents`.
pub fn postings(cursor: &mut Cursor, df: usize, documents: u32) -> Result<Vec<Posting>, Damage> {
    if df > cursor.left() {
        return Err(Damage("has fewer documents than the dictionary says"));
    }
    let mut list = Vec::with_capacity(df);
    let mut next = 0_u32;
    for _ in 0..df {
        let document = next.checked_add(cursor.varint()?).filter(|&document| document < documents);
        let document = document.ok_or(Damage("names a document that is not there"))?;
        list.push(Posting { document, impact: 0, title: 0, kind: false, mask: 0 });
        next = document + 1;
    }
    for (posting, &byte) in list.iter_mut().zip(cursor.bytes(df)?) {
        (posting.impact, posting.title, posting.kind) = heard(byte);
    }
    for posting in &mut list {
        posting.mask = cursor.varint()?;
    }
    Ok(list)
}

/// An impact as it is written of a stem in the title or in the name of the kind.
pub fn title_impact(impact: u8) -> u8 {
    impact.clamp(LEAST, OUTSIDE - 1) & !1
}

/// Impact, title and kind as one byte: below `IMPACTS` an impact outside of both; above it `TITLE_IMPACTS` steps for each length of a
/// title, then for a stem that names the kind, in no title or in one of each length.
fn said(posting: &Posting) -> u8 {
    let place = match (posting.kind, posting.title) {
        (false, 0) => return posting.impact,
        (false, length) => length - 1,
        (true, length) => LENGTHS + length,
    };
    OUTSIDE + STEPS * place + (posting.impact - LEAST) / 2
}

/// Impact, title and kind of such a byte.
fn heard(byte: u8) -> (u8, u8, bool) {
    let Some(rest) = byte.checked_sub(OUTSIDE) else { return (byte, 0, false) };
    let (impact, place) = (LEAST + rest % STEPS * 2, rest / STEPS);
    match place.checked_sub(LENGTHS) {
        None => (impact, place + 1, false),
        Some(length) => (impact, length.min(LENGTHS), true),
    }
}

/// Goes over a list of postings.
pub fn skip_postings(cursor: &mut Cursor, df: usize) -> Result<(), Damage> {
    cursor.skip(df)?;
    cursor.bytes(df)?;
    cursor.skip(df)
}
