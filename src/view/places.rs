//! Schools and organisations on their own pages (`page.own`).

use schemars::JsonSchema;
use serde::Serialize;

use super::{CountedLink, Date, Group, Link};

/// What a school has of its own.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SchoolView {
    /// Type of school, in words.
    #[serde(rename = "type")]
    pub school_type: String,
    /// Short name.
    pub short_title: Option<String>,
    /// Where it is.
    pub municipality: Option<Link>,
    /// Town or village.
    pub place: Option<String>,
    /// Street and number.
    pub address: Option<String>,
    /// Absolute address.
    pub website: Option<String>,
    /// Address without `mailto:`.
    pub email: Option<String>,
    /// As it was written.
    pub phone: Option<String>,
    /// Code in the register of legal entities.
    pub code: Option<String>,
    /// Why it takes part.
    pub goals: Vec<GoalRow>,
    /// Organisations that it belongs to.
    pub memberships: Vec<MembershipRow>,
    /// When it was closed.
    pub closed: Option<Date>,
    /// School that continues it.
    pub successor: Option<Link>,
    /// Schools that this one follows.
    pub predecessors: Vec<Link>,
    /// Everything that belongs to the school, by kind.
    pub groups: Vec<Group>,
    /// Entries a school year, newest first.
    pub years: Vec<CountedLink>,
}

/// Goal, task and benefit of a school.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GoalRow {
    /// Goal.
    pub goal: String,
    /// Task on the way to it.
    pub task: Option<String>,
    /// Benefit that is expected.
    pub benefit: Option<String>,
}

/// A school's membership.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MembershipRow {
    /// What it belongs to.
    pub organisation: Link,
    /// When it applied.
    pub applied: Option<Date>,
    /// When it was taken in.
    pub confirmed: Option<Date>,
    /// When it left.
    pub ended: Option<Date>,
}

/// What an organisation has of its own.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OrganisationView {
    /// Type of organisation, in words.
    #[serde(rename = "type")]
    pub organisation_type: String,
    /// Short names.
    pub abbreviations: Vec<String>,
    /// Town of its seat.
    pub seat: Option<String>,
    /// Where its seat is.
    pub municipality: Option<Link>,
    /// What it is for.
    pub aim: Option<String>,
    /// Absolute address.
    pub website: Option<String>,
    /// Address without `mailto:`.
    pub email: Option<String>,
    /// Who it works with.
    pub partners: Vec<Link>,
    /// Member schools by municipality.
    pub members: Vec<Members>,
    /// Member schools in all.
    pub member_count: usize,
    /// Schools whose membership has ended, or that have closed.
    pub former_members: Vec<Member>,
    /// Everything that belongs to it, by kind.
    pub groups: Vec<Group>,
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
