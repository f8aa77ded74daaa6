//! What each page is made from, in few bytes, so that a build can leave a page as it is when nothing of that differs from the build
//! before.
//!
//! An entry's page shows its own body and, of everything else, only what the join looks at; all other pages show no entry's body at
//! all. So one hash stands for all but the bodies (the *ground*), and one more for each body. Must not know where keys are kept.

use std::fmt::Write as _;

use rayon::prelude::*;

use super::Site;
use crate::content_hash::{ContentHash, ContentHasher};
use crate::page::{Page, Subject};
use crate::record::Record;
use crate::theme::StaticFile;

impl Site {
    /// Stands for all that pages are made from but the bodies of entries. `program` names the program that makes them.
    pub fn ground(&self, program: &str) -> String {
        let portal = &*self.portal;
        let mut hasher = ContentHasher::default();
        let settings = format!("{program}\n{}\n{}\n{:?}", portal.today, portal.offline, portal.config);
        for text in [&settings, &self.theme_version] {
            hasher.put(text);
        }
        let records: Vec<[u8; 16]> = portal
            .entries
            .par_iter()
            .map(|entry| {
                let mut hasher = ContentHasher::default();
                hasher.put(if entry.visible { "visible" } else { "hidden" });
                std::iter::once(&entry.record)
                    .chain(entry.translations.values())
                    .for_each(|record| joined(&mut hasher, record));
                hasher.finish().0.bytes()
            })
            .collect();
        hasher.update(records.as_flattened());
        for text in portal.sections.values() {
            hasher.put(&text.source.path);
            hasher.put(&text.source.text);
        }
        hasher.put(&self.files_as_pages_see_them());
        hasher.finish().0.hex()
    }

    /// What a page is made from beside the ground; nothing where that is not known: of files, and where a body leads to a heading
    /// of another entry, which may be gone.
    pub fn key(&self, page: &Page) -> Option<String> {
        match page.subject {
            Subject::Asset(_) | Subject::Static(_) | Subject::SearchScript(_) => None,
            Subject::Entry(id) => {
                let text = self.renderers[page.edition].text_of(id);
                let body = &text.source.text[text.range.clone()];
                (!leads_to_headings(body)).then(|| ContentHash::of(body.as_bytes()).hex())
            }
            Subject::Home | Subject::Section(..) => {
                let mut texts = self.portal.sections.values();
                (!texts.any(|text| leads_to_headings(&text.source.text[text.body.clone()]))).then(String::new)
            }
            _ => Some(String::new()),
        }
    }

    /// Paths, addresses and sizes; the bytes of assets are compared by those who copy them.
    fn files_as_pages_see_them(&self) -> String {
        let mut all = String::new();
        for (path, asset) in &self.portal.assets {
            writeln!(all, "{path}\t{}\t{}\t{}", asset.url, asset.file.len, asset.visible).ok();
        }
        for (name, file) in &self.files.files {
            let hash = match file {
                StaticFile::Disk(file) => file.hash.as_deref().unwrap_or_default(),
                StaticFile::Embedded(_) => "program",
            };
            writeln!(all, "{name}\t{hash}").ok();
        }
        all
    }
}

/// What the join looks at: the front matter, and where the body leads.
fn joined(hasher: &mut ContentHasher, record: &Record) {
    hasher.put(&record.source.path);
    hasher.put(&record.source.text[..record.body.start]);
    hasher.update(&record.digest.leads_to.bytes());
}

/// Whether there may be a link with a heading after the address of another page: a `#` right after something. To be wrong
/// costs time, to miss one would hide a problem.
fn leads_to_headings(body: &str) -> bool {
    let begins = |before: &str| before.ends_with(|c: char| c.is_whitespace() || matches!(c, '#' | '(' | '<' | '"'));
    memchr::memchr_iter(b'#', body.as_bytes()).any(|at| at > 0 && !begins(&body[..at]))
}
