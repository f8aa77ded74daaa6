//! What each page is made from, in few bytes, so that a build can leave a page as it is when nothing of that differs from the build
//! before.
//!
//! One hash stands for what pages have in common (the *ground*): the settings, the theme, the day, the program, and what the portal
//! answers without a look into a record ([`crate::portal::Portal::structure`]). A page's own key stands for what it is about, its
//! own body, and the front matter of the entries that were looked at when it was last made: with the same answers it would be made in the same
//! way, and look at the same. Must not know where keys are kept.

use std::fmt::Write as _;

use super::Site;
use crate::content_hash::{ContentHash, ContentHasher};
use crate::page::{Page, Subject};
use crate::portal::Entry;
use crate::record::Record;
use crate::seen::Seen;
use crate::theme::StaticFile;

/// The keys of a site's pages.
pub struct PageKeys<'s> {
    site: &'s Site,
    /// Stands for what all pages are made from.
    pub ground: String,
    /// Stands for everything that any page is made from.
    pub whole: String,
    /// By entry: its front matter, and its bodies in all languages.
    records: Vec<ContentHash>,
    bodies: Vec<ContentHash>,
    all_records: ContentHash,
}

impl<'s> PageKeys<'s> {
    /// `program` names the program that makes the pages.
    pub fn new(site: &'s Site, program: &str) -> Self {
        let entries = || site.portal.ids().map(|id| site.portal.entry(id));
        let ((records, bodies), structure) = rayon::join(
            || {
                let records: Vec<_> = entries().map(|entry| of_each(entry, |record| record.digest.hash)).collect();
                let bodies: Vec<_> = entries().map(|entry| of_each(entry, |record| record.body.hash)).collect();
                (records, bodies)
            },
            || site.portal.structure(),
        );
        let all_records = ContentHash::of_all(records.iter().copied());
        let mut keys = Self { site, ground: String::new(), whole: String::new(), all_records, records, bodies };
        let ground = keys.ground_of(program, structure);
        let bodies = ContentHash::of_all(keys.bodies.iter().copied());
        keys.whole = ContentHash::of_all([ground, all_records, bodies]).hex();
        keys.ground = ground.hex();
        keys
    }

    fn ground_of(&self, program: &str, structure: ContentHash) -> ContentHash {
        let site = self.site;
        let mut hasher = ContentHasher::default();
        hasher.put(program);
        hasher.put(&site.theme_version);
        hasher.update(&structure.bytes());
        hasher.put(&site.static_files());
        for renderer in &site.renderers {
            hasher.update(&self.of_records(renderer.seen()).bytes());
        }
        hasher.finish().0
    }

    /// What a page is made from beside the ground, when `seen` was looked at for it; nothing where that is not known: of files, and
    /// where a body leads to a heading of another entry, which may be gone.
    pub fn of(&self, page: &Page, seen: &Seen) -> Option<ContentHash> {
        let body = match page.subject {
            Subject::Asset(_) | Subject::Static(_) | Subject::SearchScript(_) => return None,
            Subject::Entry(id) => {
                let text = self.site.renderers[page.edition].text_of(id);
                if text.body.leads_to_headings {
                    return None;
                }
                self.bodies[id.index()]
            }
            Subject::Home | Subject::Section(..) => {
                if self.site.portal.sections.values().any(|text| text.body.leads_to_headings) {
                    return None;
                }
                ContentHash::default()
            }
            _ => ContentHash::default(),
        };
        let letters = self.site.renderers[page.edition].letters_of(page);
        Some(ContentHash::of_value(&(page, body, letters, self.of_records(seen))))
    }

    fn of_records(&self, seen: &Seen) -> ContentHash {
        let Some(things) = seen.things() else { return self.all_records };
        let record = |thing: &u32| self.records.get(*thing as usize).copied().unwrap_or_default();
        ContentHash::of_all(things.iter().map(record))
    }
}

impl Site {
    /// Names and content, as far as pages see them; the bytes of others are compared by those who copy them.
    fn static_files(&self) -> String {
        let mut all = String::new();
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

/// A hash of something of an entry in all its languages.
fn of_each(entry: &Entry, of: impl Fn(&Record) -> ContentHash) -> ContentHash {
    if entry.translations.is_empty() {
        return of(&entry.record);
    }
    ContentHash::of_all(std::iter::once(&entry.record).chain(entry.translations.values()).map(|record| of(record)))
}
