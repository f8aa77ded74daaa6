//! Which of many numbered things were looked at while something was made, so that a later run can tell whether it would be made the same.
//!
//! Whoever gives a thing out says so with [`note`]; [`while_making`] hears it on the same thread. A value that is kept and given to many
//! is kept with what was seen for it, which is noted again ([`Seen::note`]) whenever it is given. So what is made on several
//! threads must not be made within one [`while_making`]. Must not know what the numbers stand for.

use std::cell::RefCell;
use std::mem;

use serde::{Deserialize, Serialize};

/// Where more is seen, it counts as everything: a longer list costs more than it saves.
const MOST: usize = 1024;
/// Notes that most things take.
const USUAL: usize = 32;
/// Notes are sorted out when there are so many.
const NOTES: usize = 8 * MOST;

/// The things that were looked at, ascending; none where that may be any of them.
///
/// Written as a text: of each thing how much more its number is than the last one's, in digits of five bits, the lowest first, of which
/// all but the last have a sixth bit set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Seen(Option<Box<[u32]>>);

impl Default for Seen {
    fn default() -> Self {
        Self(Some(Box::default()))
    }
}

impl Seen {
    /// Whatever there is.
    pub fn everything() -> Self {
        Self(None)
    }

    /// The things, ascending; nothing where it may be any of them.
    pub fn things(&self) -> Option<&[u32]> {
        self.0.as_deref()
    }

    /// Says that all of this is looked at by what is being made.
    pub fn note(&self) {
        hear(|notes| match &self.0 {
            Some(things) => notes.add(things),
            None => notes.everything = true,
        });
    }
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const EVERYTHING: &str = "*";
const TOO_LARGE: &str = "a number that is too large";

impl From<Seen> for String {
    fn from(seen: Seen) -> Self {
        let Some(things) = seen.things() else { return EVERYTHING.into() };
        let (mut text, mut last) = (Self::with_capacity(2 * things.len()), 0);
        for thing in things {
            let mut rest = thing - last;
            last = *thing;
            while rest > 31 {
                text.push(char::from(DIGITS[(rest & 31 | 32) as usize]));
                rest >>= 5;
            }
            text.push(char::from(DIGITS[rest as usize]));
        }
        text
    }
}

impl TryFrom<String> for Seen {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text == EVERYTHING {
            return Ok(Self::everything());
        }
        let (mut things, mut last, mut more, mut shift) = (Vec::with_capacity(text.len() / 2), 0_u64, 0_u64, 0);
        for byte in text.bytes() {
            let digit = value_of(byte).ok_or("not a digit of a list of numbers")?;
            more |= (digit & 31).checked_shl(shift).filter(|_| shift <= 30).ok_or(TOO_LARGE)?;
            shift += 5;
            if digit < 32 {
                last += more;
                things.push(u32::try_from(last).map_err(|_| TOO_LARGE)?);
                (more, shift) = (0, 0);
            }
        }
        Ok(Self(Some(things.into())))
    }
}

fn value_of(digit: u8) -> Option<u64> {
    let value = match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'-' => 62,
        b'_' => 63,
        _ => return None,
    };
    Some(u64::from(value))
}

/// Says that a thing is looked at.
pub fn note(thing: u32) {
    hear(|notes| {
        if notes.things.last() != Some(&thing) {
            notes.add(&[thing]);
        }
    });
}

/// Says that what is asked may depend on any of the things.
pub fn note_everything() {
    hear(|notes| notes.everything = true);
}

/// Makes a value and hears what is looked at for it.
pub fn while_making<T>(make: impl FnOnce() -> T) -> (T, Seen) {
    OPEN.with_borrow_mut(|open| open.push(Notes::default()));
    let value = make();
    let notes = OPEN.with_borrow_mut(Vec::pop).unwrap_or_default();
    (value, notes.seen())
}

thread_local! {
    /// What is being made on this thread, the innermost last.
    static OPEN: RefCell<Vec<Notes>> = const { RefCell::new(Vec::new()) };
}

fn hear(add: impl FnOnce(&mut Notes)) {
    OPEN.with_borrow_mut(|open| open.last_mut().filter(|notes| !notes.everything).map(add));
}

#[derive(Default)]
struct Notes {
    things: Vec<u32>,
    everything: bool,
}

impl Notes {
    fn add(&mut self, things: &[u32]) {
        if self.things.capacity() == 0 {
            self.things.reserve(USUAL);
        }
        self.things.extend_from_slice(things);
        if self.things.len() > NOTES {
            self.sort_out();
        }
    }

    fn sort_out(&mut self) {
        self.things.sort_unstable();
        self.things.dedup();
        if self.things.len() > MOST {
            self.everything = true;
            self.things = Vec::new();
        }
    }

    fn seen(mut self) -> Seen {
        self.sort_out();
        Seen((!self.everything).then(|| mem::take(&mut self.things).into_boxed_slice()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn things(make: impl FnOnce()) -> Option<Vec<u32>> {
        while_making(make).1.things().map(<[u32]>::to_vec)
    }

    #[test]
    fn what_is_noted_is_seen_once_and_in_order() {
        assert_eq!(things(|| [3, 1, 3, 3, 2].into_iter().for_each(note)), Some(vec![1, 2, 3]));
        assert_eq!(things(|| ()), Some(vec![]));
        note(7);
        assert_eq!(things(|| note(1)), Some(vec![1]), "what was noted before does not count");
    }

    #[test]
    fn what_is_made_for_something_else_is_not_seen_by_it_until_it_is_given() {
        let outer = things(|| {
            note(1);
            let inner = while_making(|| note(2)).1;
            note(3);
            assert_eq!(inner.things(), Some(&[2][..]));
        });
        assert_eq!(outer, Some(vec![1, 3]));
        let given = things(|| while_making(|| note(2)).1.note());
        assert_eq!(given, Some(vec![2]));
    }

    #[test]
    fn too_much_is_everything() {
        let most = u32::try_from(MOST).unwrap();
        let few_often = || (0..20).for_each(|_| (0..most).for_each(note));
        assert_eq!(things(few_often).map(|things| things.len()), Some(MOST));
        assert_eq!(things(|| (0..=most).for_each(note)), None);
        assert_eq!(things(|| (0..100_000).for_each(note)), None);
        assert_eq!(things(note_everything), None);
        assert_eq!(things(|| Seen::everything().note()), None);
    }

    #[test]
    fn it_is_written_as_a_short_text() {
        let seen = |things: &[u32]| Seen(Some(things.into()));
        let all = [Seen::everything(), seen(&[]), seen(&[0]), seen(&[5, 36, 68, 2_000]), seen(&[0, 1, u32::MAX])];
        for seen in all {
            let written = String::from(seen.clone());
            assert_eq!(Seen::try_from(written.clone()), Ok(seen), "{written}");
        }
        assert_eq!(String::from(seen(&[5, 36, 68])), "FfgB");
        for wrong in ["é", "A*", "________A", "______D______D"] {
            assert!(Seen::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }
}
