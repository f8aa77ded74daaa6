//! One content file -> one typed [`Record`]: the fields common to every kind, the kind's own, and an unparsed body.
//!
//! A record knows its own file only. Whether a reference names anything, and where a page will be, is for the portal.

mod common;
pub mod destination;
mod digest;
mod identity;
pub mod kinds;
mod prose;
mod references;
mod schema;
mod section;
pub mod values;

use std::ops::Range;
use std::sync::Arc;

use toml::de::DeTable;

use crate::content_file::{Body, ContentFile};
use crate::date::Edtf;
use crate::diagnostics::{Diagnostic, SourceText};
use crate::fields::{self, Context, Reader};
use crate::kind::Kinds;

pub use crate::kind::Kind;
pub use common::{Common, Status};
pub use digest::{BodyLink, Digest, Facts, Name, Named, Written};
pub use identity::{Identity, Place, identify, is_id};
pub use kinds::Own;
pub use references::{Mention, Role};
pub use schema::{document, required_fields};
pub use section::SectionText;

/// One content file, read and typed.
#[derive(Debug, Clone)]
pub struct Record {
    pub identity: Identity,
    pub source: Arc<SourceText>,
    pub body: Body,
    pub common: Common,
    pub own: Own,
    /// What a portal asks of this record alone.
    pub digest: Digest,
}

/// Reads a content file. `original` is the file that a translation takes its untranslated fields from.
///
/// Broken files give a record too, with what could be read: others may refer to it.
pub fn read(
    kinds: &Kinds,
    identity: Identity,
    file: &ContentFile,
    original: Option<&ContentFile>,
) -> (Record, Vec<Diagnostic>) {
    let ContentFile { source, parts, body, problem, .. } = file;
    let mut problems: Vec<_> = problem.as_deref().cloned().into_iter().collect();
    let (table, syntax) = fields::parse(source, parts.front.clone());
    // A translation without its original is told as that, not by the fields that the original would give.
    let orphan = identity.language.is_some() && original.is_none();
    let broken = !syntax.is_empty() || !problems.is_empty() || orphan;
    problems.extend(syntax);
    let base_table = original.map(|original| fields::parse(&original.source, original.parts.front.clone()).0);

    let mut context = Context { source, offset: parts.front.start, problems: Vec::new() };
    let here =
        parts.opening.start.saturating_sub(parts.front.start)..parts.opening.start.saturating_sub(parts.front.start);
    let base_table = base_table.as_ref().map(toml::Spanned::get_ref);
    let (common, own) = read_table(&identity, table.get_ref(), base_table, here, broken, &mut context);
    let mut found = context.problems;
    relocate_missing(&mut found, &parts.opening);
    problems.append(&mut found);
    let digest = Digest::default();
    let mut record = Record { identity, source: Arc::clone(source), body: body.clone(), common, own, digest };
    record.digest = Digest::new(&record, &file.links, kinds);
    (record, problems)
}

fn read_table<'t>(
    identity: &Identity,
    table: &'t DeTable<'t>,
    base: Option<&'t DeTable<'t>>,
    here: Range<usize>,
    broken: bool,
    context: &mut Context<'t>,
) -> (Common, Own) {
    let mut reader = Reader::new(table, here, context).over(base).forgiving(broken);
    let mut common = Common::read(&mut reader);
    let own = Own::read(identity.kind, &mut reader);
    reader.finish();
    if common.title.is_empty() {
        common.title.clone_from(&identity.id);
    }
    (common, own)
}

/// A missing field has no place of its own: it is shown at the line that opens the front matter.
fn relocate_missing(problems: &mut [Diagnostic], opening: &Range<usize>) {
    for problem in problems {
        if matches!(problem.code, "missing-field" | "missing-one-of")
            && let Some(place) = &mut problem.place
            && place.span.is_empty()
        {
            place.span = opening.clone();
        }
    }
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

    /// Names other than the id that a reference may use: the title, short titles, abbreviations, synonyms and aliases.
    pub fn other_names(&self) -> Vec<&str> {
        let mut names = self.names();
        names.extend(self.common.aliases.iter().map(|alias| alias.text.trim_matches('/')));
        names
    }

    /// What people call it: the title, then short titles, abbreviations, synonyms.
    pub fn names(&self) -> Vec<&str> {
        let mut names = vec![self.common.title.as_str()];
        match &self.own {
            Own::School(school) => names.extend(school.short_title.as_deref()),
            Own::Organisation(organisation) => names.extend(organisation.abbreviations.iter().map(String::as_str)),
            Own::Topic(topic) => names.extend(topic.synonyms.iter().map(String::as_str)),
            _ => {}
        }
        names
    }

    /// When it was published or takes place: the date that lists are sorted by.
    pub fn date(&self) -> Option<&Edtf> {
        let common = self.common.date.as_ref();
        match &self.own {
            Own::Conference(conference) => conference.when.as_ref().or(common),
            Own::Project(project) => common.or(project.period.as_ref()),
            Own::Report(report) => common.or(report.period.as_ref()),
            Own::Programme(programme) => common.or(programme.accredited.as_ref()),
            _ => common,
        }
    }

    /// Every place where the front matter names a municipality.
    pub fn municipalities(&self) -> Vec<&fields::Text> {
        match &self.own {
            Own::School(school) => school.municipality.iter().collect(),
            Own::Organisation(organisation) => organisation.municipality.iter().collect(),
            Own::Conference(conference) => conference.municipality.iter().collect(),
            Own::Report(report) => report.commitments.iter().filter_map(|row| row.municipality.as_ref()).collect(),
            Own::Project(project) => {
                project.partners_query.iter().filter_map(|query| query.municipality.as_ref()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Every file that the front matter names.
    pub fn named_files(&self) -> Vec<&fields::Text> {
        let common = &self.common;
        let mut files: Vec<&fields::Text> =
            common.attachments.iter().filter_map(|attachment| attachment.file.as_ref()).collect();
        files.extend(common.image.as_ref().map(|image| &image.file).filter(|file| !file.text.is_empty()));
        match &self.own {
            Own::Conference(conference) => files.extend(conference.agenda.iter().filter_map(|item| item.file.as_ref())),
            Own::Cycle(step) => files.extend(step.template.as_ref().and_then(|template| template.file.as_ref())),
            _ => {}
        }
        files
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
