//! Schools that take part in a project because of where and what they are.

use std::collections::HashSet;

use super::edges::Edge;
use super::localise::{Found, Localised};
use super::municipalities::NamedMunicipalities;
use super::{EntryId, Portal};
use crate::kind::{Place, Role};
use crate::locale::fold;
use crate::record::Value;

/// The schools that queries find, as edges of the entries that ask.
pub fn found(portal: &Portal, municipalities: &NamedMunicipalities) -> Vec<(EntryId, Edge)> {
    let askers: Vec<_> = portal.ids().filter(|id| portal.fields(0, *id).role(Role::PartnersQuery).is_some()).collect();
    if askers.is_empty() {
        return Vec::new();
    }
    let candidates: Vec<_> = portal.ids().filter_map(|id| Candidate::new(portal, municipalities, id)).collect();
    let edges = askers.into_iter().flat_map(|asker| {
        let query = Query::new(portal, portal.fields(0, asker));
        let fitting = candidates.iter().filter(move |school| school.id != asker && query.fits(school));
        fitting.map(move |school| (asker, Edge { role: Role::Found, other: school.id }))
    });
    edges.collect()
}

/// A school that is still open.
struct Candidate {
    id: EntryId,
    municipality: Option<usize>,
    /// Folded.
    school_type: String,
}

impl Candidate {
    fn new(portal: &Portal, municipalities: &NamedMunicipalities, id: EntryId) -> Option<Self> {
        let fields = portal.fields(0, id);
        let is_open = portal.kind(id).is(Place::School) && fields.role(Role::Closed).is_none();
        is_open.then(|| Self {
            id,
            municipality: municipalities.of(id).first().copied(),
            school_type: fold(fields.text(Role::Type).unwrap_or_default()),
        })
    }
}

struct Query {
    municipality: Option<usize>,
    /// Folded; none means any.
    types: HashSet<String>,
    /// It names something that is not there, so that nothing fits.
    is_lost: bool,
}

impl Query {
    fn new(portal: &Portal, fields: &Localised) -> Self {
        let mut query = Self { municipality: None, types: HashSet::new(), is_lost: true };
        for row in fields.rows(Role::PartnersQuery) {
            row.walk(&mut |_, value| {
                if let Value::Municipality(Found::Municipality(at)) = value {
                    query.municipality = Some(*at);
                }
            });
            query.types.extend(row.all(Role::Type).filter_map(Value::as_text).flat_map(|name| types(portal, name)));
        }
        query.is_lost = query.municipality.is_none() && query.types.is_empty();
        query
    }

    fn fits(&self, school: &Candidate) -> bool {
        !self.is_lost
            && (self.municipality.is_none() || self.municipality == school.municipality)
            && (self.types.is_empty() || self.types.contains(&school.school_type))
    }
}

/// The types of school that a name speaks of, folded; the settings have names for groups of them.
fn types(portal: &Portal, name: &str) -> Vec<String> {
    match portal.config.school_types.get(name) {
        Some(group) => group.iter().map(|name| fold(name)).collect(),
        None => vec![fold(name)],
    }
}
