//! A project: who, when, with what money, and what it promised.

use crate::date::Edtf;
use crate::fields::{Reader, Row, Table, Text};
use crate::record::Kind;
use crate::record::values::{Count, Country, Money, OneOf, Party, Reference, Word};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProjectState {
    Planned,
    Running,
    Finished,
}

impl Word for ProjectState {
    const WORDS: &'static [(&'static str, Self)] =
        &[("planned", Self::Planned), ("running", Self::Running), ("finished", Self::Finished)];
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Project {
    pub coordinator: Option<Party>,
    pub line: Option<String>,
    pub funder: Option<Party>,
    pub agency: Option<Party>,
    pub period: Option<Edtf>,
    pub state: Option<ProjectState>,
    pub money: Box<[Money]>,
    pub partners: Box<[Reference]>,
    pub partners_query: Option<PartnersQuery>,
    pub participants: Option<Count>,
    pub countries: Box<[Country]>,
    pub aims: Box<[String]>,
    pub tasks: Box<[String]>,
    pub promised: Box<[Promise]>,
    pub predecessor: Option<Reference>,
}

/// Schools that take part because of where and what they are.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PartnersQuery {
    pub municipality: Option<Text>,
    pub school_types: Box<[String]>,
}

impl Table for PartnersQuery {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        let query =
            Self { municipality: reader.optional("municipality"), school_types: reader.one_or_many("school_type") };
        reader.require_one_of(&["municipality", "school_type"]);
        query
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Promise {
    pub what: String,
    pub count: Option<Count>,
    pub kind: Option<Kind>,
}

impl Word for Kind {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("practice", Self::Practice),
        ("programme", Self::Programme),
        ("conference", Self::Conference),
        ("report", Self::Report),
        ("project", Self::Project),
        ("school", Self::School),
        ("organisation", Self::Organisation),
        ("topic", Self::Topic),
        ("news", Self::News),
        ("collection", Self::Collection),
        ("cycle", Self::Cycle),
        ("page", Self::Page),
    ];
}

impl Table for Promise {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self {
            what: reader.required("what").unwrap_or_default(),
            count: reader.optional("count"),
            kind: reader.optional::<OneOf<Kind>>("kind").map(|kind| kind.0),
        }
    }
}

impl Table for Project {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self {
            coordinator: reader.required("coordinator"),
            line: reader.optional("line"),
            funder: reader.optional("funder"),
            agency: reader.optional("agency"),
            period: reader.optional("period"),
            state: reader.optional::<OneOf<ProjectState>>("state").map(|state| state.0),
            money: reader.one_or_many::<Money>("money"),
            partners: reader.list("partners"),
            partners_query: reader.optional::<Row<PartnersQuery>>("partners_query").map(|row| row.0),
            participants: reader.optional("participants"),
            countries: reader.list("countries"),
            aims: reader.one_or_many("aims"),
            tasks: reader.one_or_many("tasks"),
            promised: super::rows(reader.list("promised")),
            predecessor: reader.optional("predecessor"),
        }
    }
}
