//! Lists in shards of about the same size.

use crate::search::files::pack::{Content, Packed};

/// Bytes of a list from which its parts are worth a code of their own when compressed.
const LONG: usize = 2 << 10;

/// Where a list begins: number of the shard, and bytes before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    pub shard: usize,
    pub offset: usize,
}

/// Fills shards one after another.
pub struct Shards {
    size: usize,
    content: Content,
    done: Vec<Packed>,
    open: Vec<u8>,
    /// Where long lists and their parts begin.
    starts: Vec<usize>,
}

impl Shards {
    /// Shards of `size` bytes before compression; a longer list is a shard of its own.
    pub fn new(size: usize, content: Content) -> Self {
        Self { size, content, done: Vec::new(), open: Vec::new(), starts: Vec::new() }
    }

    /// Adds a list, whose parts begin at `parts`.
    pub fn add(&mut self, list: &[u8], parts: &[usize]) -> Place {
        if !self.open.is_empty() && self.open.len() + list.len() > self.size {
            self.close();
        }
        let place = Place { shard: self.done.len(), offset: self.open.len() };
        if list.len() >= LONG {
            self.starts.extend(parts.iter().map(|part| place.offset + part));
        }
        self.open.extend_from_slice(list);
        place
    }

    fn close(&mut self) {
        let content = if self.starts.is_empty() { self.content } else { Content::Numbers };
        self.done.push(Packed::parts(&self.open, &self.starts, content));
        self.open.clear();
        self.starts.clear();
    }

    pub fn finish(mut self) -> Vec<Packed> {
        // Stems without positions still refer to a shard.
        if !self.open.is_empty() || self.done.is_empty() {
            self.close();
        }
        self.done
    }
}
