//! The search of a small site, asked without a folder on the disk.

use avilys::search::{Found, Index, Query};
use avilys::site::{SearchIndex, Site};
use avilys::source::Source;

use super::TestSite;

/// The index of a site.
pub struct Searchable(SearchIndex);

impl Searchable {
    pub fn of(site: &TestSite) -> Self {
        let folder = site.folder();
        let source = Source::open(folder.path()).expect("a folder with content/ is a site");
        let (loaded, problems) = Site::load(&source, &site.options);
        let loaded = loaded.unwrap_or_else(|| panic!("{problems:#?}"));
        Self(loaded.search_index().clone())
    }

    /// Names of the files, without their folder.
    pub fn files(&self) -> Vec<&str> {
        self.0.keys().map(|path| path.trim_start_matches("search/")).collect()
    }

    /// A file's text, where it has one.
    pub fn bytes(&self, name: &str) -> &[u8] {
        &self.0[&format!("search/{name}")]
    }

    pub fn ask(&self, query: &Query) -> Found {
        let read = |path: &str| self.0.get(path).cloned().ok_or(());
        let index = Index::open(read).unwrap_or_else(|failure| panic!("{failure:?}"));
        index.search(query).unwrap_or_else(|failure| panic!("{failure:?}"))
    }

    /// What a query finds, as `kind-number/id`, best first.
    pub fn ids(&self, text: &str) -> Vec<String> {
        self.ids_in(0, text)
    }

    pub fn ids_in(&self, edition: usize, text: &str) -> Vec<String> {
        Self::names(&self.ask(&Query { text: text.into(), edition, limit: 100, ..Query::default() }))
    }

    /// What a value of a facet leaves of everything.
    pub fn with(&self, facet: &str, id: &str) -> Vec<String> {
        let filters = vec![(facet.to_owned(), vec![id.to_owned()])];
        Self::names(&self.ask(&Query { filters, limit: 100, ..Query::default() }))
    }

    fn names(found: &Found) -> Vec<String> {
        found.hits.iter().map(|hit| hit.stored.id.clone()).collect()
    }
}
