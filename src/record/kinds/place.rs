//! Schools and organisations.

use crate::date::Edtf;
use crate::fields::{Reader, Table, Text};
use crate::record::values::{Email, Party, Reference, Url};

#[derive(Debug, Clone, PartialEq, Default)]
pub struct School {
    pub school_type: String,
    pub municipality: Option<Text>,
    pub short_title: Option<String>,
    pub place: Option<String>,
    pub address: Option<String>,
    pub website: Option<Url>,
    pub email: Option<Email>,
    pub phone: Option<String>,
    pub code: Option<String>,
    pub goals: Box<[Goal]>,
    pub memberships: Box<[Membership]>,
    pub closed: Option<Edtf>,
    pub successor: Option<Reference>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Goal {
    pub goal: String,
    pub task: Option<String>,
    pub benefit: Option<String>,
}

impl Table for Goal {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self {
            goal: reader.required("goal").unwrap_or_default(),
            task: reader.optional("task"),
            benefit: reader.optional("benefit"),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Membership {
    pub organisation: Option<Reference>,
    pub applied: Option<Edtf>,
    pub confirmed: Option<Edtf>,
    pub ended: Option<Edtf>,
}

impl Table for Membership {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self {
            organisation: reader.required("organisation"),
            applied: reader.optional("applied"),
            confirmed: reader.optional("confirmed"),
            ended: reader.optional("ended"),
        }
    }
}

impl Table for School {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self {
            school_type: reader.required("type").unwrap_or_default(),
            municipality: reader.required("municipality"),
            short_title: reader.optional("short_title"),
            place: reader.optional("place"),
            address: reader.optional("address"),
            website: reader.optional("website"),
            email: reader.optional("email"),
            phone: reader.optional("phone"),
            code: reader.optional::<super::Label>("code").map(|code| code.0),
            goals: super::rows(reader.list("goals")),
            memberships: super::rows(reader.list("memberships")),
            closed: reader.optional("closed"),
            successor: reader.optional("successor"),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Organisation {
    pub organisation_type: String,
    pub abbreviations: Box<[String]>,
    pub seat: Option<String>,
    pub municipality: Option<Text>,
    pub aim: Option<String>,
    pub website: Option<Url>,
    pub email: Option<Email>,
    pub partners: Box<[Party]>,
}

impl Table for Organisation {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self {
            organisation_type: reader.required("type").unwrap_or_default(),
            abbreviations: reader.one_or_many("abbreviations"),
            seat: reader.optional("seat"),
            municipality: reader.optional("municipality"),
            aim: reader.optional("aim"),
            website: reader.optional("website"),
            email: reader.optional("email"),
            partners: reader.list("partners"),
        }
    }
}
