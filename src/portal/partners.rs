//! Schools that take part in a project because of where and what they are.

use std::collections::HashSet;

use super::municipalities::Municipalities;
use super::{EntryId, Portal};
use crate::config::Config;
use crate::locale::fold;
use crate::record::kinds::PartnersQuery;
use crate::record::{Own, Record};

/// The schools that projects' queries choose from.
pub struct Partners<'p> {
    config: &'p Config,
    municipalities: &'p Municipalities,
    schools: Vec<Candidate>,
}

struct Candidate {
    id: EntryId,
    municipality: Option<usize>,
    /// Folded.
    school_type: String,
}

impl<'p> Partners<'p> {
    /// Without a query there is nothing to choose from.
    pub fn new(portal: &'p Portal, municipalities: &'p Municipalities) -> Self {
        let asked = portal.entries.iter().any(|entry| query(&entry.record).is_some());
        let open = portal.entries.iter().enumerate().filter(|_| asked).filter_map(|(index, entry)| {
            let Own::School(school) = &entry.record.own else { return None };
            let id = EntryId::new(index);
            let municipality = municipalities.named(id).first().copied();
            school.closed.is_none().then(|| Candidate { id, municipality, school_type: fold(&school.school_type) })
        });
        Self { config: &portal.config, municipalities, schools: open.collect() }
    }

    /// The schools that a project's query finds.
    pub fn of(&self, record: &Record) -> impl Iterator<Item = EntryId> {
        let query = query(record);
        let municipality = query.and_then(|query| query.municipality.as_ref());
        let wanted = municipality.map(|text| self.municipalities.find(&text.text));
        let types = query.map(|query| self.types(query)).unwrap_or_default();
        let schools = if query.is_some() { self.schools.as_slice() } else { &[] };
        let in_place = move |at: Option<usize>| wanted.is_none_or(|wanted| wanted.is_some() && wanted == at);
        let fits = move |school: &&Candidate| {
            in_place(school.municipality) && (types.is_empty() || types.contains(&school.school_type))
        };
        schools.iter().filter(fits).map(|school| school.id)
    }

    /// The types of school that a query speaks of, folded; the settings have names for groups of them.
    fn types(&self, query: &PartnersQuery) -> HashSet<String> {
        let group = |name: &String| self.config.school_types.get(name).cloned().unwrap_or_else(|| vec![name.clone()]);
        query.school_types.iter().flat_map(group).map(|name| fold(&name)).collect()
    }
}

fn query(record: &Record) -> Option<&PartnersQuery> {
    match &record.own {
        Own::Project(project) => project.partners_query.as_ref(),
        _ => None,
    }
}
