//! A programme of professional development, accredited or not.

use crate::date::Edtf;
use crate::fields::{Reader, Table};
use crate::record::values::{Count, Party, Reference, Url};

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Programme {
    pub provider: Option<Reference>,
    pub accreditor: Option<Party>,
    pub accredited: Option<Edtf>,
    pub valid_until: Option<Edtf>,
    pub code: Option<String>,
    pub hours: Option<Count>,
    pub practice_hours: Option<Count>,
    pub team_size: Option<Count>,
    pub aim: Option<String>,
    pub purpose: Option<String>,
    pub tasks: Box<[String]>,
    pub competences: Box<[String]>,
    pub modules: Box<[String]>,
    pub project: Option<Reference>,
    pub registry_url: Option<Url>,
}

impl Table for Programme {
    fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self {
            provider: reader.required("provider"),
            accreditor: reader.optional("accreditor"),
            accredited: reader.optional("accredited"),
            valid_until: reader.optional("valid_until"),
            code: reader.optional("code"),
            hours: reader.optional("hours"),
            practice_hours: reader.optional("practice_hours"),
            team_size: reader.optional("team_size"),
            aim: reader.optional("aim"),
            purpose: reader.optional("purpose"),
            tasks: reader.one_or_many("tasks"),
            competences: reader.one_or_many("competences"),
            modules: reader.one_or_many("modules"),
            project: reader.optional("project"),
            registry_url: reader.optional("registry_url"),
        }
    }
}
