//! Headings: their levels in the page, their ids, the outline.

use std::ops::Range;

use foldhash::{HashMap, HashSet};
use pulldown_cmark::{Event, HeadingLevel, Tag};

use super::Heading;

/// Ids and levels of one body.
#[derive(Debug, Default)]
pub struct Headings {
    pub outline: Vec<Heading>,
    /// Added to a level of Markdown.
    shift: u8,
    /// Written by the author, so no other heading may take them.
    reserved: HashSet<String>,
    used: HashSet<String>,
    /// The next number to try for an id that is taken.
    next: HashMap<String, usize>,
    /// The level of the last heading; at first that of the page's own.
    last: u8,
    /// Ids that the author gave, with their places, to name both when two are equal.
    given: HashMap<String, Range<usize>>,
}

/// A heading whose text is being written.
#[derive(Debug)]
pub struct Open {
    pub level: u8,
    pub id: Option<String>,
    /// Where in the frame's markup its start tag is to stand.
    pub html: usize,
    /// Where its plain text begins.
    pub text: usize,
    /// Further attributes, as markup.
    pub attributes: String,
}

/// The name of a heading's tag.
pub fn tag(level: u8) -> &'static str {
    match level {
        1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}

impl Headings {
    /// `shift` is the level of the page's own heading.
    pub fn new(events: &[(Event, Range<usize>)], shift: u8) -> Self {
        let mut headings = Self { shift: shift.saturating_sub(1), last: shift.clamp(1, 5), ..Self::default() };
        for (event, _) in events {
            if let Event::Start(Tag::Heading { level, id, .. }) = event {
                if *level == HeadingLevel::H1 {
                    headings.shift = shift;
                }
                headings.reserved.extend(id.as_ref().map(ToString::to_string));
            }
        }
        headings
    }

    /// The level in the page, and the level before when a step was skipped.
    pub fn level(&mut self, level: HeadingLevel) -> (u8, Option<u8>) {
        let level = (level as u8).saturating_add(self.shift).min(6);
        let skipped = (level > self.last + 1).then_some(self.last);
        self.last = level;
        (level, skipped)
    }

    /// Notes an id that the author gave. When it was given before, returns where.
    pub fn give(&mut self, id: &str, span: Range<usize>) -> Option<Range<usize>> {
        self.used.insert(id.to_owned());
        if let Some(first) = self.given.get(id) {
            return Some(first.clone());
        }
        self.given.insert(id.to_owned(), span);
        None
    }

    /// An id made of text, unlike all others: `x`, `x-2`, `x-3`.
    pub fn id_for(&mut self, text: &str) -> String {
        let mut id = slug::slugify(text);
        if id.is_empty() {
            id.push('x');
        }
        if self.is_taken(&id) {
            let slug = id.clone();
            while self.is_taken(&id) {
                let number = self.next.entry(slug.clone()).or_insert(2);
                id = format!("{slug}-{number}");
                *number += 1;
            }
        }
        self.used.insert(id.clone());
        id
    }

    fn is_taken(&self, id: &str) -> bool {
        self.used.contains(id) || self.reserved.contains(id)
    }

    /// Takes an id out of use for headings.
    pub fn reserve(&mut self, id: &str) {
        self.used.insert(id.to_owned());
    }

    pub fn has(&self, id: &str) -> bool {
        self.used.contains(id)
    }

    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.used.iter().map(String::as_str)
    }
}
