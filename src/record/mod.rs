//! One content file -> one typed [`Record`]: the fields common to every kind, the kind's own, and an unparsed body.
//!
//! A record knows its own file only. Whether a reference names anything, and where a page will be, is for the portal.

pub mod destination;
mod digest;
mod fields;
mod identity;
mod read;
mod schema;
mod section;
pub mod values;

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::content_file::{Body, ContentFile, split};
use crate::diagnostics::{Code, Diagnostic, SourceText};
use crate::fields::{Context, Reader, Text, parse};
use crate::kind::{Kinds, Role};

pub use crate::kind::Kind;
pub use destination::folder;
pub use digest::{BodyLink, Digest, Facts, Name, Written};
pub use fields::{Differs, Fields, Resolver, Target, Value};
pub use identity::{Identity, Place, identify, is_id};
use read::Reading;
pub use schema::document;
pub use section::SectionText;

/// One content file, read and typed.
#[derive(Debug, Clone)]
pub struct Record {
    pub identity: Identity,
    pub source: Arc<SourceText>,
    pub body: Body,
    /// What the file itself says: of a translation its own words alone.
    pub fields: Fields,
    /// Required fields that a translation has from its original, if it has one.
    pub left_out: Box<[String]>,
    /// What a portal asks of this record alone.
    pub digest: Digest,
}

/// Whether an entry is to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Published,
    /// Seen in the preview only.
    Draft,
    /// Still readable, no longer current.
    Archived,
}

impl Status {
    /// The field that says it.
    const FIELD: &'static str = "status";

    pub fn name(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Draft => "draft",
            Self::Archived => "archived",
        }
    }
}

/// Reads a content file.
///
/// Broken files give a record too, with what could be read: others may refer to it.
pub fn read(kinds: &Kinds, identity: Identity, file: &ContentFile) -> (Record, Vec<Diagnostic>) {
    let ContentFile { source, parts, body, problem, .. } = file;
    let mut problems: Vec<_> = problem.as_deref().cloned().into_iter().collect();
    let (mut table, syntax) = parse(source, parts.front.clone());
    let is_draft = is_draft(table.get_ref());
    if is_draft {
        leave_out_blanks(table.get_mut(), identity.kind);
    }
    let broken = !syntax.is_empty() || !problems.is_empty();
    problems.extend(syntax);

    let mut context = Context { source, offset: parts.front.start, problems: Vec::new() };
    let here = parts.opening.start.saturating_sub(parts.front.start);
    let meanings = |key: &str| kinds.labelled(identity.kind, key);
    let reader = Reader::new(table.get_ref(), here..here, &mut context).forgiving(broken);
    let mut reader = reader.with_meanings(&meanings);
    let left_out = RefCell::default();
    let reading = Reading { kinds, left_out: identity.language.is_some().then_some(&left_out) };
    let fields = reading.fields(identity.kind.shape(), &mut reader);
    reader.finish();
    let mut found = context.problems;
    relocate_missing(&mut found, &parts.opening);
    if is_draft {
        gather_missing(&mut found);
    }
    problems.append(&mut found);
    let digest = Digest::default();
    let left_out = left_out.into_inner().into();
    let mut record = Record { identity, source: Arc::clone(source), body: body.clone(), fields, left_out, digest };
    record.digest = Digest::new(&record, &file.links, kinds);
    (record, problems)
}

/// A missing field has no place of its own: it is shown at the line that opens the front matter.
fn relocate_missing(problems: &mut [Diagnostic], opening: &Range<usize>) {
    for problem in problems {
        if matches!(problem.code, Code::MissingField | Code::MissingOneOf)
            && let Some(place) = &mut problem.place
            && place.span.is_empty()
        {
            place.span = opening.clone();
        }
    }
}

fn is_draft(table: &DeTable<'_>) -> bool {
    let status = table.get(Status::FIELD).map(Spanned::get_ref);
    matches!(status, Some(DeValue::String(status)) if status == Status::Draft.name())
}

/// In a draft, empty quotes are a place to be filled in. A new entry is made of them.
fn leave_out_blanks(table: &mut DeTable<'_>, kind: Kind) {
    let is_blank = |value: &DeValue<'_>| matches!(value, DeValue::String(text) if text.trim().is_empty());
    let written = std::mem::take(table).into_iter();
    *table = { written }
        .filter(|(key, value)| !is_blank(value.get_ref()) || kind.shape().number(key.get_ref()).is_none())
        .collect();
}

/// What a draft still lacks is no mistake yet, and keeps nobody from publishing the rest: one warning lists it.
fn gather_missing(problems: &mut Vec<Diagnostic>) {
    let missing = problems.extract_if(.., |problem| matches!(problem.code, Code::MissingField | Code::MissingOneOf));
    let missing: Vec<_> = missing.collect();
    let Some(place) = missing.first().and_then(|problem| problem.place.clone()) else { return };
    let names = |problem: &Diagnostic| {
        let fields = problem.args.iter().find(|(arg, _)| matches!(*arg, "field" | "fields"));
        fields.map(|(_, fields)| fields.replace(", ", " / "))
    };
    let fields: Vec<_> = missing.iter().filter_map(names).collect();
    let problem = Diagnostic::warning(Code::DraftUnfinished).arg("fields", fields.join(", "));
    problems.push(problem.at(&place.source, place.span));
}

impl Record {
    /// True where a join cannot tell this state of a file from another: they differ in their bodies alone, and not in the
    /// links.
    pub fn joins_like(&self, other: &Self) -> bool {
        self.identity == other.identity
            && self.source.path == other.source.path
            && self.front_matter() == other.front_matter()
            && self.digest.links == other.digest.links
    }

    /// The title, or the id where a broken file has none.
    pub fn title(&self) -> &str {
        self.fields.text(Role::Title).unwrap_or(&self.identity.id)
    }

    /// Names other than the title and the id that a reference may use: short titles, abbreviations, synonyms and aliases.
    pub fn other_names(&self) -> Vec<&str> {
        let aliases = self.aliases().map(|alias| alias.text.trim_matches('/'));
        self.fields.names().chain(aliases).collect()
    }

    /// Old addresses.
    pub fn aliases(&self) -> impl Iterator<Item = &Text> {
        let aliases = self.fields.get("aliases").map_or(&[][..], Value::items);
        aliases.iter().filter_map(code)
    }

    pub fn slug(&self) -> Option<&Text> {
        self.fields.get("slug").and_then(code)
    }

    pub fn status(&self) -> Status {
        self.fields.status()
    }

    /// Every file that the front matter names.
    pub fn named_files(&self) -> Vec<&Text> {
        let mut files = Vec::new();
        self.fields.walk(&mut |_, value| match value {
            Value::File(file) => files.push(file),
            Value::Attachment(attachment) => files.extend(&attachment.file),
            Value::Image(image) => files.extend(&image.file),
            _ => {}
        });
        files
    }

    /// Where a field is written, for a problem with it.
    pub fn span_of(&self, field: &str) -> Range<usize> {
        let front = split(&self.source.text).0.front;
        let table = parse(&self.source, front.clone()).0;
        let found = table.get_ref().iter().find(|(key, _)| key.get_ref() == field).map(|(key, _)| key.span());
        found.map_or(0..0, |span| span.start + front.start..span.end + front.start)
    }

    /// Path of a file that this record names, below the site's root on disk.
    pub fn path_of(&self, name: &str) -> Option<String> {
        destination::normalise(destination::folder(&self.source.path), name)
    }

    /// The text before the body.
    fn front_matter(&self) -> &str {
        self.body.before(&self.source)
    }
}

fn code(value: &Value) -> Option<&Text> {
    match value {
        Value::Code(text) => Some(text),
        _ => None,
    }
}
