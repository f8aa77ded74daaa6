//! Postings of a stem: the documents that hold it, how much it says about each, and which of its forms stand there.

use super::{
    Damage,
    cursor::{Cursor, put},
};

/// One document of a stem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    pub document: u32,
    /// 1 to 255.
    pub impact: u8,
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
    out.extend(postings.iter().map(|posting| posting.impact));
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
        list.push(Posting { document, impact: 0, mask: 0 });
        next = document + 1;
    }
    for (posting, &impact) in list.iter_mut().zip(cursor.bytes(df)?) {
        posting.impact = impact;
    }
    for posting in &mut list {
        posting.mask = cursor.varint()?;
    }
    Ok(list)
}

/// Goes over a list of postings.
pub fn skip_postings(cursor: &mut Cursor, df: usize) -> Result<(), Damage> {
    cursor.skip(df)?;
    cursor.bytes(df)?;
    cursor.skip(df)
}
