//! Many short lists in two pieces of memory.

use std::ops::Index;

/// Lists by number, one after the other; there is one for every entry, and most are empty or short.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Rows<T> {
    /// Where each list ends in `items`.
    ends: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { ends: Vec::new(), items: Vec::new() }
    }
}

impl<T> Rows<T> {
    pub fn with_capacity(rows: usize) -> Self {
        Self { ends: Vec::with_capacity(rows), items: Vec::new() }
    }

    /// Ends a list: what was added since the last one.
    pub fn end(&mut self) {
        self.ends.push(u32::try_from(self.items.len()).unwrap_or(u32::MAX));
    }

    /// Adds to the list that is not ended yet.
    pub fn push(&mut self, item: T) {
        self.items.push(item);
    }

    /// The same, if the list has none like it.
    pub fn push_new(&mut self, item: T)
    where
        T: PartialEq,
    {
        if !self.open().contains(&item) {
            self.push(item);
        }
    }

    /// The list that is not ended yet.
    pub fn open(&self) -> &[T] {
        let start = self.ends.last().map_or(0, |end| *end as usize);
        &self.items[start..]
    }

    /// Adds the ended lists of another.
    pub fn append(&mut self, other: Self) {
        let before = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        self.ends.extend(other.ends.into_iter().map(|end| before.saturating_add(end)));
        self.items.extend(other.items);
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// All items with the number of their list.
    pub fn items(&self) -> impl Iterator<Item = (usize, &T)> + Clone {
        (0..self.len()).flat_map(|row| self[row].iter().map(move |item| (row, item)))
    }
}

impl<T: Copy> Rows<T> {
    /// As many lists as `rows`, each item in the list of its number, in the order given.
    pub fn gather(rows: usize, fill: T, items: impl Iterator<Item = (usize, T)> + Clone) -> Self {
        let mut starts = vec![0_u32; rows + 1];
        for (row, _) in items.clone() {
            starts[row + 1] += 1;
        }
        for row in 0..rows {
            starts[row + 1] += starts[row];
        }
        let mut gathered = vec![fill; starts[rows] as usize];
        for (row, item) in items {
            gathered[starts[row] as usize] = item;
            starts[row] += 1;
        }
        // Filling has moved each start to its list's end.
        starts.truncate(rows);
        Self { ends: starts, items: gathered }
    }
}

impl<T> Index<usize> for Rows<T> {
    type Output = [T];

    fn index(&self, row: usize) -> &[T] {
        let start = if row == 0 { 0 } else { self.ends[row - 1] as usize };
        &self.items[start..self.ends[row] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_kept_apart() {
        let mut rows = Rows::with_capacity(3);
        rows.push(1);
        rows.push(3);
        rows.end();
        rows.end();
        rows.push(7);
        assert_eq!(rows.open(), [7]);
        rows.end();
        assert!(rows.open().is_empty());
        assert_eq!((&rows[0], &rows[1], &rows[2]), (&[1, 3][..], &[][..], &[7][..]));
        let mut all = Rows::default();
        all.append(rows.clone());
        all.append(rows);
        assert_eq!((all.len(), &all[3], &all[5]), (6, &[1, 3][..], &[7][..]));
        assert_eq!(all.items().map(|(row, item)| (row, *item)).collect::<Vec<_>>()[..3], [(0, 1), (0, 3), (2, 7)]);
    }

    #[test]
    fn gathered_items_keep_their_order() {
        let items = [(2, 'a'), (0, 'b'), (2, 'c'), (3, 'd')];
        let rows = Rows::gather(4, ' ', items.into_iter());
        assert_eq!((&rows[0], &rows[1], &rows[2], &rows[3]), (&['b'][..], &[][..], &['a', 'c'][..], &['d'][..]));
    }
}
