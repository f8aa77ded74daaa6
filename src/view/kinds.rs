//! What is each kind's own on an entry's page (`page.own`).

use schemars::JsonSchema;
use serde::Serialize;

use super::{Author, Count, CountedLink, Date, File, Group, Link};

/// The view of a kind; a template sees the fields of the one that fits.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum OwnView {
    Practice(PracticeView),
    Programme(ProgrammeView),
    Conference(ConferenceView),
    Report(ReportView),
    Project(Box<ProjectView>),
    School(Box<SchoolView>),
    Organisation(OrganisationView),
    Topic(TopicView),
    News(NewsView),
    Collection(CollectionView),
    Cycle(CycleView),
    Page(PageEntryView),
}

/// A level of evidence.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EvidenceView {
    /// `impression`, `feedback`, `before-after`, `comparison`, `external`.
    pub name: String,
    pub title: String,
    pub url: Option<String>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PracticeView {
    pub schools: Vec<Link>,
    pub organisation: Option<Link>,
    pub problem: Option<String>,
    pub group: Option<String>,
    pub subjects: Vec<String>,
    pub grades: Vec<String>,
    pub duration: Option<String>,
    pub resources: Vec<String>,
    pub steps: Vec<String>,
    pub evidence: Vec<EvidenceView>,
    pub impact: Option<String>,
    pub limits: Option<String>,
    pub learned_at: Vec<Link>,
    pub adapted_from: Option<Link>,
    /// Practices that were adapted from this one.
    pub adaptations: Vec<Link>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProgrammeView {
    pub provider: Option<Link>,
    pub accreditor: Option<Link>,
    pub accredited: Option<Date>,
    pub valid_until: Option<Date>,
    /// `valid`, `expiring` (within 90 days), `expired`, `unknown`.
    pub validity: String,
    pub code: Option<String>,
    pub hours: Option<Count>,
    pub practice_hours: Option<Count>,
    pub team_size: Option<Count>,
    pub aim: Option<String>,
    pub purpose: Option<String>,
    pub tasks: Vec<String>,
    pub competences: Vec<String>,
    pub modules: Vec<String>,
    pub project: Option<Link>,
    pub registry_url: Option<String>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ConferenceView {
    /// Null means that the date is not set.
    pub when: Option<Date>,
    pub upcoming: bool,
    /// „Pavasario konferencija“.
    pub season: Option<String>,
    pub place: Option<String>,
    pub municipality: Option<Link>,
    pub organisers: Vec<Link>,
    pub host: Option<Link>,
    pub online_url: Option<String>,
    pub registration_url: Option<String>,
    pub participants: Option<Count>,
    pub agenda: Vec<AgendaRow>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AgendaRow {
    pub time: Option<String>,
    pub title: String,
    pub speakers: Vec<Author>,
    pub file: Option<File>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReportView {
    pub about: Option<Link>,
    pub period: Option<Date>,
    pub timeline: Vec<TimelineRowView>,
    pub commitments: Vec<CommitmentArea>,
    pub commitment_count: usize,
    pub definitions: Vec<DefinitionRow>,
    pub figures: Vec<FigureRow>,
    /// Events and programmes of what the report is about that no practice names yet.
    pub without_follow_up: Vec<Link>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TimelineRowView {
    pub when: Option<Date>,
    pub title: String,
    /// „kas 3 mėnesiai“.
    pub every: Option<String>,
    pub quota: Option<Count>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CommitmentArea {
    pub title: Option<String>,
    pub rows: Vec<CommitmentRow>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CommitmentRow {
    pub municipality: Link,
    pub title: String,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DefinitionRow {
    pub term: String,
    pub text: String,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FigureRow {
    pub label: String,
    pub value: String,
    pub unit: Option<String>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProjectView {
    pub coordinator: Option<Link>,
    pub line: Option<String>,
    pub funder: Option<Link>,
    pub agency: Option<Link>,
    pub period: Option<Date>,
    /// `planned`, `running`, `finished`.
    pub state: Option<String>,
    pub state_title: Option<String>,
    /// „67 984 €“.
    pub money: Vec<String>,
    pub participants: Option<Count>,
    pub countries: Vec<CountryView>,
    /// Named partners.
    pub partners: Vec<Link>,
    /// Schools that the query finds, without those named.
    pub partners_found: Vec<Link>,
    /// What the query asks for: „bendrojo ugdymo mokykla · Prienų r. sav.“.
    pub partners_query: Option<String>,
    pub aims: Vec<String>,
    pub tasks: Vec<String>,
    pub promised: Vec<PromiseRow>,
    pub predecessor: Option<Link>,
    pub successors: Vec<Link>,
    /// Programmes, reports, news and so on that name the project.
    pub entries: Vec<Group>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CountryView {
    /// ISO 3166-1 alpha-2.
    pub code: String,
    pub title: String,
}

/// A promise beside what names the project.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PromiseRow {
    pub what: String,
    pub count: Option<Count>,
    pub kind: Option<String>,
    pub delivered: Vec<Link>,
    /// „2 iš 37“, or „2 įrašai“ where no count was promised; null when no kind of entry was promised.
    pub delivered_text: Option<String>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SchoolView {
    #[serde(rename = "type")]
    pub school_type: String,
    pub short_title: Option<String>,
    pub municipality: Option<Link>,
    pub place: Option<String>,
    pub address: Option<String>,
    pub website: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub code: Option<String>,
    pub goals: Vec<GoalRow>,
    pub memberships: Vec<MembershipRow>,
    pub closed: Option<Date>,
    pub successor: Option<Link>,
    /// Schools that this one follows.
    pub predecessors: Vec<Link>,
    pub groups: Vec<Group>,
    /// Entries a school year, newest first.
    pub years: Vec<CountedLink>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GoalRow {
    pub goal: String,
    pub task: Option<String>,
    pub benefit: Option<String>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MembershipRow {
    pub organisation: Link,
    pub applied: Option<Date>,
    pub confirmed: Option<Date>,
    pub ended: Option<Date>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OrganisationView {
    #[serde(rename = "type")]
    pub organisation_type: String,
    pub abbreviations: Vec<String>,
    pub seat: Option<String>,
    pub municipality: Option<Link>,
    pub aim: Option<String>,
    pub website: Option<String>,
    pub email: Option<String>,
    pub partners: Vec<Link>,
    pub members: Vec<Members>,
    pub member_count: usize,
    pub groups: Vec<Group>,
}

/// Member schools of one municipality.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Members {
    pub municipality: Option<Link>,
    pub schools: Vec<Member>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Member {
    pub school: Link,
    pub applied: Option<Date>,
    pub confirmed: Option<Date>,
    pub ended: Option<Date>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TopicView {
    pub parent: Option<Link>,
    pub children: Vec<CountedLink>,
    pub synonyms: Vec<String>,
    pub question: Option<String>,
    pub groups: Vec<Group>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct NewsView {
    pub schools: Vec<Link>,
    pub organisations: Vec<Link>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CollectionView {
    pub curator: Option<Link>,
    pub items: Vec<CollectionItem>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CollectionItem {
    #[schemars(with = "super::Card")]
    pub card: tera::Value,
    pub note: Option<String>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CycleView {
    /// „birželis – rugpjūtis“.
    pub window: String,
    /// As it is stored, such as `--06/--08`, for the check in the browser.
    pub window_machine: String,
    pub due: bool,
    pub role: String,
    pub output: Option<String>,
    pub template: Option<File>,
}

/// A fixed page has nothing of its own.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PageEntryView {}
