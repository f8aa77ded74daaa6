//! Search: an index made of small static files, and the ranking that answers a query from them.
//!
//! A caller gives [`Document`]s and gets [`File`]s; [`Index`] answers from such files, read through a function of the caller.
//! The browser's engine (`client/`, put together by [`engine`]) reads the same files by the same rules and must give the same
//! documents, order and scores: so the ranking counts in integers, and every number of it stands once, in [`constants`].
//! This module must know neither the portal nor HTML nor themes, and never touches the disk.

pub mod constants;
mod document;
mod engine;
mod files;
mod index;
mod query;
#[cfg(test)]
mod testing;
pub mod words;

pub use self::document::{Document, Edition, Input, KIND, Value};
pub use self::engine::{engine, scripts, stemmers};
pub use self::files::{FOLDER, Failure, File, MANIFEST, Missing, Stored};
pub use self::index::Indexer;
pub use self::query::{Counts, Found, Hit, How, Index, Query, Sort, TermFound, Validity};
