//! avilys: Markdown in, a browsable and searchable school-network portal out.

pub mod cli;
pub mod config;
pub mod content_file;
pub mod content_hash;
pub mod date;
pub mod diagnostics;
pub mod fields;
#[expect(clippy::disallowed_methods, reason = "the only reader of the documents that an author brings in")]
pub mod import;
pub mod kind;
pub mod locale;
pub mod lsp;
pub mod markdown;
#[expect(clippy::disallowed_methods, reason = "the only writer of the built site")]
pub mod output;
pub mod page;
mod placeholder;
pub mod portal;
pub mod preview;
pub mod profile;
pub mod record;
#[expect(clippy::disallowed_methods, reason = "the only maker of an author's new files")]
pub mod scaffold;
pub mod search;
pub mod site;
#[expect(clippy::disallowed_methods, reason = "the only reader of the site's disk")]
pub mod source;
pub mod theme;
mod upstream;
pub mod view;

/// Files, records or pages that one thread takes on at a time: few, so that all threads end together.
pub(crate) const AT_ONCE: usize = 64;

/// What a thread that panicked left behind is as good as any: every value is put in whole.
pub(crate) fn lock<T>(mutex: &std::sync::Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
