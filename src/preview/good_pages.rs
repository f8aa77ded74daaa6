//! The last good state of the pages that were opened, for when they cannot be rendered as they should.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use crate::lock;

/// Pages that are remembered; nobody has more open.
const PAGES: usize = 64;

/// Bytes by path, the last used at the end.
#[derive(Default)]
pub struct GoodPages(Mutex<VecDeque<(String, Arc<[u8]>)>>);

impl GoodPages {
    pub fn put(&self, path: &str, bytes: &Arc<[u8]>) {
        let mut pages = lock(&self.0);
        pages.retain(|(known, _)| known != path);
        if pages.len() == PAGES {
            pages.pop_front();
        }
        pages.push_back((path.to_owned(), Arc::clone(bytes)));
    }

    /// Forgets the pages that are no more: another page may come to their address.
    pub fn retain(&self, is_there: impl Fn(&str) -> bool) {
        lock(&self.0).retain(|(path, _)| is_there(path));
    }

    pub fn get(&self, path: &str) -> Option<Arc<[u8]>> {
        lock(&self.0).iter().find(|(known, _)| known == path).map(|(_, bytes)| Arc::clone(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_unused_page_is_forgotten() {
        let good_pages = GoodPages::default();
        let put = |number: usize| good_pages.put(&format!("{number}"), &Arc::from(vec![0; number]));
        (0..PAGES).for_each(put);
        put(0);
        put(PAGES);
        assert_eq!(good_pages.get("0").map(|bytes| bytes.len()), Some(0));
        assert_eq!(good_pages.get("1"), None);
        assert_eq!(good_pages.get("2").map(|bytes| bytes.len()), Some(2));
        good_pages.retain(|path| path != "2");
        assert_eq!(good_pages.get("2"), None);
    }
}
