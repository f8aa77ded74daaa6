//! Headings: their levels in the page, their ids, the outline.

use std::ops::Range;

use foldhash::{HashMap, HashSet};
use pulldown_cmark::{Event, Tag, TagEnd};

use super::anchors::composed;
use super::raw::{self, Piece};
use super::{Heading, Options};
use crate::locale::fold;

/// Ids and levels of one body.
#[derive(Debug)]
pub struct Headings<'o> {
    pub outline: Vec<Heading>,
    /// The highest level of the body.
    highest: u8,
    /// The level in the page of what is above it.
    above: u8,
    /// Written by the author, so no other heading may take them.
    reserved: HashSet<String>,
    used: HashSet<String>,
    /// Ids that the page around the body has.
    of_page: &'o std::collections::HashSet<String>,
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
    /// The author wrote it as HTML; then the depth of frames that it was opened at.
    pub raw: Option<usize>,
}

/// The level of a tag's name, if it is that of a heading.
pub fn level_of(tag: &str) -> Option<u8> {
    let level = tag.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

/// The number of events of a first heading that says what the page is called; 0 where there is none.
pub fn repeated_title(events: &[(Event, Range<usize>)], title: Option<&str>) -> usize {
    let Some((title, (first, _))) = title.zip(events.first()) else { return 0 };
    let until = |ends: fn(&Event) -> bool| events.iter().position(|(event, _)| ends(event)).unwrap_or(0);
    let (end, said) = match first {
        Event::Start(Tag::Heading { id: None, .. }) => {
            let end = until(|event| matches!(event, Event::End(TagEnd::Heading(_))));
            (end, Some(text_of(&events[..end])))
        }
        Event::Start(Tag::HtmlBlock) => {
            let end = until(|event| matches!(event, Event::End(TagEnd::HtmlBlock)));
            (end, raw_heading(&events[..end]))
        }
        _ => return 0,
    };
    if said.is_some_and(|said| fold(said.trim()) == fold(title)) { end + 1 } else { 0 }
}

/// The text of a block of HTML that is `<h1>` and nothing else.
fn raw_heading(events: &[(Event, Range<usize>)]) -> Option<String> {
    let html: String = events
        .iter()
        .filter_map(|(event, _)| match event {
            Event::Html(html) => Some(&**html),
            _ => None,
        })
        .collect();
    match &raw::pieces(html.trim())[..] {
        [Piece::Open { name, attributes, .. }, Piece::Text(text), Piece::Close { name: closed, .. }]
            if attributes.is_empty() && level_of(name).is_some() && name == closed =>
        {
            Some(raw::without_entities(text))
        }
        _ => None,
    }
}

/// The text of events, without markup.
pub fn text_of(events: &[(Event, Range<usize>)]) -> String {
    let mut out = String::new();
    for (event, _) in events {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(text),
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            _ => {}
        }
    }
    out
}

impl<'o> Headings<'o> {
    pub fn new(events: &[(Event, Range<usize>)], options: &Options<'o>) -> Self {
        let above = options.heading_shift.clamp(1, 5);
        let mut headings = Self {
            outline: Vec::new(),
            highest: 6,
            above,
            reserved: HashSet::default(),
            used: HashSet::default(),
            of_page: options.reserved,
            next: HashMap::default(),
            last: above,
            given: HashMap::default(),
        };
        for (event, _) in events {
            match event {
                Event::Start(Tag::Heading { level, id, .. }) => {
                    headings.highest = headings.highest.min(*level as u8);
                    headings.reserved.extend(id.as_ref().map(|id| composed(id).into_owned()));
                }
                Event::Html(html) | Event::InlineHtml(html) => {
                    for piece in raw::pieces(html) {
                        headings.expect_raw(&piece);
                    }
                }
                _ => {}
            }
        }
        headings
    }

    /// Notes the level and the id in a tag of the author.
    fn expect_raw(&mut self, piece: &Piece<'_>) {
        let Piece::Open { name, attributes, .. } = piece else { return };
        self.highest = self.highest.min(level_of(name).unwrap_or(6));
        let ids = attributes.iter().filter(|attribute| attribute.name == "id").filter_map(|id| id.value);
        self.reserved.extend(ids.map(|id| composed(id).into_owned()));
    }

    /// The level in the page; and when a step was skipped, the level before as the author counts, 0 for the page's title.
    pub fn level(&mut self, written: u8) -> (u8, Option<u8>) {
        let shift = self.above + 1;
        let level = (written.saturating_sub(self.highest) + shift).min(6);
        let before = (self.last + self.highest).saturating_sub(shift);
        let skipped = (level > self.last + 1).then_some(before);
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

    /// Where the author gave an id.
    pub fn place_of(&self, id: &str) -> Option<Range<usize>> {
        self.given.get(id).cloned()
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
        self.used.contains(id) || self.reserved.contains(id) || self.of_page.contains(id)
    }

    /// Takes an id out of use for headings.
    pub fn reserve(&mut self, id: &str) {
        self.used.insert(id.to_owned());
    }
}
