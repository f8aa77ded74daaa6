//! Lists of numbers, one a document, without an allocation for each.

/// One list for each of a row of things.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lists {
    ends: Vec<usize>,
    numbers: Vec<u32>,
}

impl Lists {
    /// Appends to the list that is not ended yet.
    pub fn push(&mut self, number: u32) {
        self.numbers.push(number);
    }

    pub fn end(&mut self) {
        self.ends.push(self.numbers.len());
    }

    /// List number `at`; an empty one where there is none.
    pub fn get(&self, at: usize) -> &[u32] {
        let Some(&end) = self.ends.get(at) else { return &[] };
        &self.numbers[at.checked_sub(1).map_or(0, |before| self.ends[before])..end]
    }
}
