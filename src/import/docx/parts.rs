//! How the parts of a .docx refer to each other. Only relations tell what a part is, never its name.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::import::archive::Archive;
use crate::import::xml::Element;

/// A part with what it refers to.
#[derive(Debug, Default)]
pub struct Part {
    relations: BTreeMap<String, Relation>,
}

#[derive(Debug)]
struct Relation {
    sort: String,
    /// The name of a part, or an address where it is outside.
    target: String,
    is_outside: bool,
}

/// The name of the part with the text.
pub fn main_part(archive: &mut Archive) -> Result<String, Diagnostic> {
    let relations = Part::of(archive, "_rels/.rels", "")?;
    relations.related("/officeDocument").map(str::to_owned).ok_or_else(|| Diagnostic::error(Code::ImportNotADocument))
}

impl Part {
    pub fn new(archive: &mut Archive, name: &str) -> Result<Self, Diagnostic> {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let slash = if folder.is_empty() { "" } else { "/" };
        Self::of(archive, &format!("{folder}{slash}_rels/{file}.rels"), folder)
    }

    fn of(archive: &mut Archive, relations: &str, folder: &str) -> Result<Self, Diagnostic> {
        let root = archive.xml(relations)?;
        let relation = |element: &Element| {
            let target = element.attribute("Target")?;
            let is_outside = element.attribute("TargetMode") == Some("External");
            let target = if is_outside { target.to_owned() } else { joined(folder, target) };
            let sort = element.attribute("Type")?.to_owned();
            Some((element.attribute("Id")?.to_owned(), Relation { sort, target, is_outside }))
        };
        Ok(Self { relations: root.iter().flat_map(Element::elements).filter_map(relation).collect() })
    }

    /// The first part of a sort, by the end of its type.
    pub fn related(&self, sort: &str) -> Option<&str> {
        let mut parts = self.relations.values().filter(|relation| !relation.is_outside);
        parts.find(|relation| relation.sort.ends_with(sort)).map(|relation| relation.target.as_str())
    }

    pub fn related_xml(&self, archive: &mut Archive, sort: &str) -> Result<Option<Element>, Diagnostic> {
        self.related(sort).map_or(Ok(None), |name| archive.xml(name))
    }

    pub fn all_related(&self, sorts: &[&str]) -> Vec<String> {
        let fits = |relation: &&Relation| sorts.iter().any(|sort| relation.sort.ends_with(sort));
        self.relations.values().filter(fits).map(|relation| relation.target.clone()).collect()
    }

    /// The part that an id names.
    pub fn inside(&self, id: &str) -> Option<&str> {
        self.relations.get(id).filter(|relation| !relation.is_outside).map(|relation| relation.target.as_str())
    }

    /// The address that an id names.
    pub fn outside(&self, id: &str) -> Option<&str> {
        self.relations.get(id).filter(|relation| relation.is_outside).map(|relation| relation.target.as_str())
    }
}

/// The name of a part as it is seen from a folder.
fn joined(folder: &str, target: &str) -> String {
    let mut names: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for name in target.split('/') {
        match name {
            "" | "." => {}
            ".." => drop(names.pop()),
            name => names.push(name),
        }
    }
    names.retain(|name| !name.is_empty());
    names.join("/")
}
