//! Positions of a stem: where in each of its documents it stands. In files of their own, since only phrases need them.

use super::{
    Damage,
    cursor::{Cursor, put, put_len},
    lists::Lists,
};

/// Appends one document's positions, which are in order and distinct.
pub fn put_positions(out: &mut Vec<u8>, positions: &[u32]) {
    put_len(out, positions.len());
    let mut next = 0;
    for &position in positions {
        put(out, position - next);
        next = position + 1;
    }
}

/// Reads the positions of a stem in each of its `df` documents.
pub fn positions(cursor: &mut Cursor, df: usize) -> Result<Lists, Damage> {
    let mut lists = Lists::default();
    for _ in 0..df {
        let mut next = 0_u32;
        for _ in 0..cursor.len()? {
            let position = next.checked_add(cursor.varint()?).filter(|&position| position < u32::MAX);
            let position = position.ok_or(Damage("has a position that is too large"))?;
            lists.push(position);
            next = position + 1;
        }
        lists.end();
    }
    Ok(lists)
}

/// Goes over the positions of a stem.
pub fn skip_positions(cursor: &mut Cursor, df: usize) -> Result<(), Damage> {
    for _ in 0..df {
        let count = cursor.len()?;
        cursor.skip(count)?;
    }
    Ok(())
}
