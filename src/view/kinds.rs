//! What a template gets of the fields of a kind and of what the portal knows beside them.

use schemars::JsonSchema;
use serde::Serialize;
use tera::Value;

use super::{CountedLink, Date, Group, Link};

/// What the portal knows of an entry and its author did not write (`page.relations`). Beside these fields it has, for each field with `inverse` that may
/// name the entry, a list of [Link](#link) under that name: `adaptations` of a practice, `successors` of a project, `predecessors` of a school.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Relations {
    /// Of what may be valid for a time: `valid`, `expiring` (within 90 days), `expired`, `unknown`.
    pub validity: Option<String>,
    /// True until the last day of an event is over, by the day of the build.
    pub upcoming: bool,
    /// True when the day of the build is within the window of a step.
    pub due: bool,
    /// Commitments of municipalities, by area.
    pub commitments: Vec<CommitmentArea>,
    /// Commitments in all areas together.
    pub commitment_count: usize,
    /// Events and programmes of what a report is about that no practice names yet.
    pub without_follow_up: Vec<Link>,
    /// Schools that a project's query finds, without those named.
    pub partners_found: Vec<Link>,
    /// What the query asks for: „bendrojo ugdymo mokykla · Prienų r. sav.“.
    pub partners_query: Option<String>,
    /// Member schools by municipality.
    pub members: Vec<Members>,
    /// Member schools in all.
    pub member_count: usize,
    /// Schools whose membership has ended, or that have closed.
    pub former_members: Vec<Member>,
    /// The narrower topics, with the entries on each.
    pub children: Vec<CountedLink>,
    /// Everything that belongs to a school, organisation or topic, by kind; of a project what names it.
    pub groups: Vec<Group>,
    /// Entries a school year of a school, newest first.
    pub years: Vec<CountedLink>,
}

/// One of the words that a field takes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ChoiceView {
    /// As authors write it, such as `before-after`.
    pub name: String,
    /// In the page's language.
    pub title: String,
    /// Its page; null where choices of the field have none.
    pub url: Option<String>,
}

/// A window that comes back each year.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WindowView {
    /// „birželis – rugpjūtis“.
    pub text: String,
    /// As it is stored, such as `--06/--08`, for the check in the browser.
    pub machine: String,
}

/// What an entry says in a field of its kind, for templates that know no kind.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Fact {
    /// The name that authors write.
    #[schemars(with = "String")]
    pub name: Value,
    /// What to call it.
    #[schemars(with = "String")]
    pub label: Value,
    /// `text`, `date`, `count`, `link`, `choice`, `url`, `email`, `person`, `file`, `image`, `flag`, `extra`, `row`.
    #[schemars(with = "String")]
    #[serde(rename = "type")]
    pub ty: Value,
    /// Of rows: their fields.
    #[schemars(with = "Vec<Column>")]
    pub columns: Value,
    /// One or more, each as in `page.own`.
    #[schemars(with = "Vec<serde_json::Value>")]
    pub values: Value,
    /// True where the site itself describes the field, so that no template of the program shows it.
    pub own: bool,
}

/// The entries that name this one in a field with `inverse`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Inverse {
    /// The name in `page.relations`.
    pub name: String,
    /// What to call them.
    pub label: String,
    /// At least one.
    pub links: Vec<Link>,
    /// As of [Fact](#fact).
    pub own: bool,
}

/// A field of rows.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Column {
    /// The name that authors write.
    pub name: String,
    /// What to call it.
    pub label: String,
    /// As of [Fact](#fact).
    #[serde(rename = "type")]
    pub ty: String,
    /// True where a row has a list of them.
    pub many: bool,
}

/// A country.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CountryView {
    /// ISO 3166-1 alpha-2.
    pub code: String,
    /// Name in the page's language; the code where there is none.
    pub title: String,
}

/// The commitments of one area.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CommitmentArea {
    /// Name of the area; null for those without one.
    pub title: Option<String>,
    /// Its commitments, in the order of the report.
    pub rows: Vec<CommitmentRow>,
}

/// One commitment.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CommitmentRow {
    /// Who committed itself.
    pub municipality: Link,
    /// To what.
    pub title: String,
}

/// Member schools of one municipality.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Members {
    /// Null for schools that do not say.
    pub municipality: Option<Link>,
    /// In alphabetical order.
    pub schools: Vec<Member>,
}

/// A member school.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Member {
    /// The member.
    pub school: Link,
    /// When it applied.
    pub applied: Option<Date>,
    /// When it was taken in.
    pub confirmed: Option<Date>,
    /// When it left.
    pub ended: Option<Date>,
}
