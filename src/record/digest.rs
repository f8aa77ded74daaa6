//! What a portal asks of one record alone, worked out once when the record is read: a record outlives many portals.

use jiff::civil::Date;

use super::destination::{Destination, Local};
use super::{Kind, Record};
use crate::date::{Edtf, SchoolYear};
use crate::kind::Kinds;
use crate::locale::{Fingerprint, fold};

/// What follows from a record without any other.
#[derive(Debug, Clone, Default)]
pub struct Digest {
    pub facts: Facts,
    /// The names of [`Record::other_names`].
    pub names: Box<[Name]>,
    /// What the body links to within the site, in its order.
    pub links: Box<[BodyLink]>,
}

/// What a join asks of every record, small enough to stand in one list: going from record to record takes the longest.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts {
    pub id: Fingerprint,
    /// The file's path.
    pub path: Fingerprint,
    pub title: Name,
    /// The first day of [`super::Fields::date`], and its school year.
    pub day: Option<Date>,
    pub school_year: Option<SchoolYear>,
    /// Aliases, abbreviations and the like.
    pub has_other_names: bool,
    pub has_slug: bool,
    pub has_named_files: bool,
}

/// A name that references may use.
#[derive(Debug, Clone, Copy, Default, Hash)]
pub struct Name {
    pub exact: Fingerprint,
    /// Without case, diacritics and quotation marks.
    pub folded: Fingerprint,
}

/// A name as a reference writes it: perhaps with a kind before a colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written<'t> {
    pub kind: Option<Kind>,
    pub name: &'t str,
}

/// A link of a body that may lead to an entry or to a file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BodyLink {
    /// By kind and name.
    Named(Box<str>),
    /// By the path of its file, where it can be read in one way only.
    Disk(Fingerprint),
    /// As it is written in the file at `path`: there is more than one way to read it.
    Written { path: Box<str>, text: Box<str> },
}

impl Digest {
    /// `links` are the destinations of the body's links, as they are written.
    pub fn new(record: &Record, links: &[Box<str>], kinds: &Kinds) -> Self {
        Self {
            facts: Facts::new(record),
            names: record.other_names().into_iter().map(name).collect(),
            links: links.iter().filter_map(|text| body_link(&record.source.path, text, kinds)).collect(),
        }
    }
}

impl Facts {
    fn new(record: &Record) -> Self {
        Self {
            id: Fingerprint::of(&record.identity.id),
            path: Fingerprint::of(&record.source.path),
            title: name(record.title()),
            day: record.fields.date().map(Edtf::first_day),
            school_year: record.fields.date().and_then(SchoolYear::of_edtf),
            has_other_names: !record.other_names().is_empty(),
            has_slug: record.slug().is_some(),
            has_named_files: !record.named_files().is_empty(),
        }
    }
}

impl<'t> Written<'t> {
    pub fn new(text: &'t str, kinds: &Kinds) -> Self {
        let qualified = text.split_once(':').and_then(|(kind, rest)| Some((kinds.from_name(kind.trim())?, rest)));
        match qualified {
            Some((kind, rest)) => Self { kind: Some(kind), name: rest.trim() },
            None => Self { kind: None, name: text.trim() },
        }
    }
}

fn name(text: &str) -> Name {
    Name { exact: Fingerprint::of(text), folded: Fingerprint::of(&fold(text)) }
}

/// What a destination in the body of the file at `path` may lead to; nothing where it leads out of the site.
pub(super) fn body_link(path: &str, text: &str, kinds: &Kinds) -> Option<BodyLink> {
    if text.contains("://") {
        return None;
    }
    let written = || Some(BodyLink::Written { path: path.into(), text: text.into() });
    match Destination::read(path, text, kinds) {
        Destination::Named(name) => Some(BodyLink::Named(name.into())),
        Destination::Local(_) if text.contains(['%', '?', '*', '[', '\\']) => written(),
        Destination::Local(Local { disk, address: None }) if !text.contains('#') || text.contains(".md#") => {
            disk.map(|disk| BodyLink::Disk(Fingerprint::of(&disk)))
        }
        Destination::Local(_) => written(),
        Destination::Elsewhere | Destination::UnknownScheme => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content_file::ContentFile;
    use crate::record::{Place, identify, read};

    #[test]
    fn a_record_knows_its_names_and_links() {
        let text = "+++\ntitle = \"„Aušros“ mokykla\"\naliases = [\"/senas/\"]\nrelated = [\"topic: Stem\"]\n+++\n\
            [a](../news/b.md#x) [b](https://x.lt) [c](topic:stem) [d](/mokyklos/x) [e](../../../etc)\n";
        let file = ContentFile::new("content/schools/ausra.md".to_owned(), text);
        let kinds = Kinds::builtin();
        let Ok(Place::Entry(identity)) = identify(&file.source.path, &[], &kinds) else { panic!("an entry") };
        let digest = read(&kinds, identity, &file).0.digest;
        let names = [digest.facts.title, digest.names[0]].map(|name| (name.exact, name.folded));
        let of = Fingerprint::of;
        assert_eq!(names, [(of("„Aušros“ mokykla"), of("ausros mokykla")), (of("senas"), of("senas"))]);
        assert_eq!((digest.facts.id, digest.names.len()), (of("ausra"), 1));
        assert_eq!(
            *digest.links,
            [
                BodyLink::Disk(of("content/news/b.md")),
                BodyLink::Named("topic:stem".into()),
                BodyLink::Written { path: "content/schools/ausra.md".into(), text: "/mokyklos/x".into() }
            ]
        );
    }
}
