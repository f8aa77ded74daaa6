//! A place in a file of a portal: which part of the file it is in, and what may be or is named there.

use std::ops::Range;

use serde_json::Value;

use super::outline::{Outline, Slot};
use crate::config;
use crate::content_file::split;
use crate::diagnostics::Code;
use crate::kind::{self, Field, Kind, KindSet, Kinds, Place, Shape, Type};
use crate::markdown::Components;
use crate::portal::{EntryId, LinkTarget, Portal};
use crate::record::{self, identify};

/// A byte of a file, in its present text.
pub struct Spot<'s> {
    pub portal: &'s Portal,
    /// That bodies may call.
    pub components: &'s Components,
    /// Of the words.
    pub language: &'s str,
    /// Relative to the site's root.
    pub path: &'s str,
    pub text: &'s str,
    pub offset: usize,
}

/// The part of a file that is TOML.
pub struct Toml {
    /// Bytes of the file.
    pub range: Range<usize>,
    /// Of the entry, where it is one's front matter.
    pub kind: Option<Kind>,
    pub outline: Outline,
}

/// What a value may be.
#[derive(Debug, Clone, Copy)]
pub enum Wanted {
    Entries(KindSet),
    Municipality,
    File,
    /// A field of an entry of another type.
    Other(&'static Field),
    /// What only the schema tells of.
    Unknown,
}

/// What is named at a place of a file.
#[derive(Debug, PartialEq, Eq)]
pub enum Named {
    Entry(EntryId),
    /// A file of the content, by its path.
    File(String),
}

impl<'s> Spot<'s> {
    pub fn kinds(&self) -> &'s Kinds {
        &self.portal.kinds
    }

    pub fn word(&self, key: &str) -> Option<String> {
        self.kinds().words(self.language)?.get(key, &self.portal.editions.first()?.locale, &[], None)
    }

    /// The entry's kind, where the file is one's.
    fn kind(&self) -> Option<Kind> {
        match identify(self.path, &self.portal.config.languages, self.kinds()) {
            Ok(record::Place::Entry(identity)) => Some(identity.kind),
            _ => None,
        }
    }

    fn is_content(&self) -> bool {
        self.path.starts_with("content/")
    }

    /// Where the body begins; nothing for a file without one.
    pub fn body(&self) -> Option<usize> {
        let (parts, flaw) = split(self.text);
        let is_unclosed = flaw.is_some_and(|(code, _)| code == Code::FrontMatterUnclosed);
        (self.is_content() && !is_unclosed).then_some(parts.body.start)
    }

    /// The TOML that the place is in, if it is in some.
    pub fn toml(&self) -> Option<Toml> {
        let range = if self.is_content() {
            let (parts, flaw) = split(self.text);
            match flaw {
                None => parts.front,
                // It is being written.
                Some((Code::FrontMatterUnclosed, opening)) => opening.end..self.text.len(),
                Some(_) => return None,
            }
        } else {
            0..self.text.len()
        };
        let is_within = range.start <= self.offset && self.offset <= range.end;
        let cursor = self.offset.checked_sub(range.start).filter(|_| is_within)?;
        let outline = Outline::read(&self.text[range.clone()], cursor);
        Some(Toml { range, kind: self.kind(), outline })
    }

    /// The schema of the file's TOML.
    pub fn schema(&self, kind: Option<Kind>) -> Option<Value> {
        match kind {
            Some(kind) => Some(record::document(kind, self.kinds(), &|field| self.help(kind, field))),
            None if self.path == config::FILE => Some(config::schema(&self.kinds().segments().collect::<Vec<_>>())),
            None if self.path.starts_with("kinds/") => Some(kind::file_schema(&|_| None)),
            None => None,
        }
    }

    /// What a field is for. The words of a field of all kinds can be others for one of them.
    pub fn help(&self, kind: Kind, field: &Field) -> Option<String> {
        let own = Some(field).filter(|field| field.is_common());
        let own = own.and_then(|field| self.word(&format!("field.{}.{}.help", kind.name(), field.name)));
        own.or_else(|| self.word(&format!("{}.help", field.key)))
    }

    /// What readers see a field called.
    pub fn label(&self, kind: Kind, field: &Field) -> Option<String> {
        let own = Some(field).filter(|field| field.is_common());
        let own = own.and_then(|field| self.word(&format!("field.{}.{}.label", kind.name(), field.name)));
        own.or_else(|| self.word(&format!("{}.label", field.key)))
    }

    /// What the value of a key may be, in the table that these keys lead to.
    pub fn wanted(&self, kind: Option<Kind>, table: &[String], key: &str) -> Wanted {
        let Some(kind) = kind else {
            let is_entry = self.path == config::FILE && key == "entry";
            return if is_entry { Wanted::Entries(KindSet::ANY) } else { Wanted::Unknown };
        };
        let mut shape: &'static Shape = kind.shape();
        for name in table {
            let Some(field) = named_field(shape, name) else { return Wanted::Unknown };
            match (field.rows(), field.ty) {
                (Some(rows), _) => shape = rows,
                (None, Type::Person) if key == "school" => return self.entries_of(Place::School),
                (None, Type::Person) if key == "organisation" => return self.entries_of(Place::Organisation),
                (None, Type::Image | Type::Attachment) if key == "file" => return Wanted::File,
                _ => return Wanted::Unknown,
            }
        }
        let Some(field) = named_field(shape, key) else { return Wanted::Unknown };
        match field.ty {
            Type::Reference { kinds, .. } => Wanted::Entries(kinds),
            // A bare value stands for the one field that a row needs.
            Type::Row(Shape { short: Some(short), .. }) => {
                let short = field.rows().map(|rows| rows.field(*short));
                short.map_or(Wanted::Unknown, |short| match short.ty {
                    Type::Reference { kinds, .. } => Wanted::Entries(kinds),
                    _ => Wanted::Other(short),
                })
            }
            Type::Municipality => Wanted::Municipality,
            Type::File => Wanted::File,
            _ => Wanted::Other(field),
        }
    }

    fn entries_of(&self, place: Place) -> Wanted {
        Wanted::Entries(self.kinds().of_place(place).into())
    }

    /// What stands at the place and names something, with its bytes.
    pub fn named(&self) -> Option<(Named, Range<usize>)> {
        let Some(toml) = self.toml() else { return self.named_in_body() };
        let Some(Slot::Value { table, key, span }) = &toml.outline.cursor else { return None };
        let value = toml.outline.values.iter().find(|value| value.span == *span)?;
        let named = match self.wanted(toml.kind, &toml.outline.tables[*table], key) {
            Wanted::Entries(kinds) => Named::Entry(self.portal.resolve(&value.text, kinds).ok()?),
            Wanted::File => self.file(&value.text)?,
            _ => return None,
        };
        Some((named, span.start + toml.range.start..span.end + toml.range.start))
    }

    fn file(&self, name: &str) -> Option<Named> {
        match self.portal.file(self.path, name).ok()? {
            LinkTarget::Asset { asset, .. } => Some(Named::File(asset.disk.clone())),
            _ => None,
        }
    }

    fn named_in_body(&self) -> Option<(Named, Range<usize>)> {
        let body = self.body().filter(|body| *body <= self.offset)?;
        let span = word_around(self.text, body, self.offset);
        let written = &self.text[span.clone()];
        let named = match self.portal.link(self.path, written) {
            Ok(LinkTarget::Entry { id, .. }) => Named::Entry(id),
            Ok(LinkTarget::Asset { asset, .. }) => Named::File(asset.disk.clone()),
            _ => return None,
        };
        Some((named, span))
    }
}

/// A field of an entry, in the table that these keys lead to.
pub fn field(kind: Kind, table: &[String], name: &str) -> Option<&'static Field> {
    let rows = table.iter().try_fold(kind.shape(), |shape, name| named_field(shape, name)?.rows())?;
    named_field(rows, name)
}

/// The field of a shape that has a name.
fn named_field(shape: &'static Shape, name: &str) -> Option<&'static Field> {
    shape.fields.iter().find(|field| field.name == name)
}

/// The signs around a destination of a link, or an attribute of a component.
pub fn is_border(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '"' | '\'' | '[' | ']' | '=')
}

fn word_around(text: &str, from: usize, offset: usize) -> Range<usize> {
    let start = text[from..offset].rfind(is_border);
    let start = start.map_or(from, |at| from + at + text[from + at..].chars().next().map_or(0, char::len_utf8));
    let end = text[offset..].find(is_border).map_or(text.len(), |at| offset + at);
    start..end
}
