//! The last value of a stage, kept with what it was made from.

use std::sync::Arc;

/// A stage's last value: made again only where what goes into it differs.
#[derive(Debug)]
pub struct Memo<K, V>(Option<(K, V)>);

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self(None)
    }
}

impl<K: PartialEq, V: Clone> Memo<K, V> {
    /// What the last value was made from.
    pub fn key(&self) -> Option<&K> {
        self.0.as_ref().map(|(key, _)| key)
    }

    pub fn get(&mut self, key: K, make: impl FnOnce(&K) -> V) -> V {
        if let Some((last, value)) = &self.0
            && *last == key
        {
            return value.clone();
        }
        let value = make(&key);
        self.0 = Some((key, value.clone()));
        value
    }
}

/// A shared value, equal only to itself: told by its address, not by what is in it.
#[derive(Debug)]
pub struct Same<T: ?Sized>(pub Arc<T>);

impl<T: ?Sized> Clone for Same<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: ?Sized> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// The last good value, for as long as there is no new one.
#[derive(Debug)]
pub struct LastGood<T>(Option<T>);

impl<T> Default for LastGood<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Clone> LastGood<T> {
    /// The value where it is good, else the last good one, else the value as it is.
    pub fn or_last(&mut self, value: Option<T>, is_good: bool) -> Option<T> {
        if is_good && value.is_some() {
            self.0.clone_from(&value);
            return value;
        }
        self.0.clone().or(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_runs_again_only_for_another_input() {
        let mut memo = Memo::default();
        let mut runs = 0;
        for key in [1, 1, 2, 2, 1] {
            assert_eq!(
                memo.get(key, |key| {
                    runs += 1;
                    key * 10
                }),
                key * 10
            );
        }
        assert_eq!(runs, 3);
    }

    #[test]
    fn the_last_sound_value_stands_in() {
        let mut last_good = LastGood::default();
        assert_eq!(last_good.or_last(Some(1), false), Some(1), "better than nothing");
        assert_eq!(last_good.or_last(Some(2), true), Some(2));
        assert_eq!(last_good.or_last(Some(3), false), Some(2));
        assert_eq!(last_good.or_last(None, true), Some(2));
        assert_eq!(last_good.or_last(Some(4), true), Some(4));
    }
}
