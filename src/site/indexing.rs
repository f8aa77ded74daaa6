//! The index of the search, made while the pages are: each body is read once, for both.
//!
//! Must not know what a page looks like, nor where the files go.

use std::sync::{Mutex, PoisonError};

use super::{FinishedPage, Site};
use crate::page::{Documents, Page, Plain};
use crate::search::{File, Indexer};

/// Holds the texts of a chunk until all its pages are rendered, then reads and drops them. Pages in the order of
/// [`Indexing::order`] keep that few.
pub struct Indexing<'s> {
    site: &'s Site,
    documents: Documents,
    indexer: Indexer,
    chunks: Vec<Mutex<Pending>>,
}

/// The texts of a chunk that has not been read yet.
#[derive(Default)]
struct Pending {
    plain: Vec<Option<Plain>>,
    missing: usize,
}

impl<'s> Indexing<'s> {
    pub(super) fn new(site: &'s Site) -> Self {
        let documents = Documents::new(&site.renderers);
        let indexer = Indexer::new(documents.input());
        let pending = |len: usize| Pending { plain: vec![None; len], missing: len };
        let chunks = indexer.ranges().iter().map(|range| Mutex::new(pending(range.len()))).collect();
        Self { site, documents, indexer, chunks }
    }

    /// The site's pages in the order in which they are best rendered.
    pub fn order(&self) -> Vec<&'s Page> {
        let mut pages: Vec<_> = self.site.pages().iter().collect();
        pages.sort_by_cached_key(|page| self.documents.number(page).unwrap_or(usize::MAX));
        pages
    }

    /// Makes a page as [`Site::make`] does.
    pub fn make(&self, page: &Page) -> FinishedPage {
        let mut made = self.site.make(page);
        if let Some(number) = self.documents.number(page) {
            self.hear(number, made.plain.take().unwrap_or_default());
        }
        made
    }

    fn hear(&self, number: usize, plain: Plain) {
        let ranges = self.indexer.ranges();
        let chunk = ranges.partition_point(|range| range.end <= number);
        let start = ranges[chunk].start;
        let mut pending = self.chunks[chunk].lock().unwrap_or_else(PoisonError::into_inner);
        if pending.plain[number - start].replace(plain).is_none() {
            pending.missing -= 1;
        }
        if pending.missing > 0 {
            return;
        }
        let texts = std::mem::take(&mut pending.plain);
        drop(pending);
        let _span = self.site.profile.span("document");
        let document =
            |(number, plain): (usize, Option<Plain>)| self.documents.document_of(number, plain.unwrap_or_default());
        self.indexer.read(chunk, (start..).zip(texts).map(document));
    }

    /// The files of the index, once. The bodies of pages that were not rendered are read for it.
    pub fn files(&self) -> Vec<File> {
        let _stage = self.site.profile.stage("search");
        self.indexer.finish(|number| self.documents.document(number))
    }
}
