//! What is each kind's own on an entry's page (`page.own`).

use schemars::JsonSchema;
use serde::Serialize;

use super::{Author, Count, CountedLink, Date, File, Group, Link, OrganisationView, SchoolView};

/// The view of a kind; a template sees the fields of the one that fits.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum OwnView {
    Practice(PracticeView),
    Programme(Box<ProgrammeView>),
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
    /// In the page's language.
    pub title: String,
    /// The level's page; null when that index is not published.
    pub url: Option<String>,
}

/// What a practice has of its own.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PracticeView {
    /// Schools that do it.
    pub schools: Vec<Link>,
    /// Organisation that does it.
    pub organisation: Option<Link>,
    /// What was to be changed.
    pub problem: Option<String>,
    /// Methodological group that made it.
    pub group: Option<String>,
    /// School subjects.
    pub subjects: Vec<String>,
    /// Grades.
    pub grades: Vec<String>,
    /// How long it takes, in words.
    pub duration: Option<String>,
    /// What is needed.
    pub resources: Vec<String>,
    /// How to do it, in order.
    pub steps: Vec<String>,
    /// What shows that it works.
    pub evidence: Vec<EvidenceView>,
    /// What changed.
    pub impact: Option<String>,
    /// What it does not solve.
    pub limits: Option<String>,
    /// Conferences, programmes and projects where it was learned.
    pub learned_at: Vec<Link>,
    /// The practice that it was made from.
    pub adapted_from: Option<Link>,
    /// Practices that were adapted from this one.
    pub adaptations: Vec<Link>,
}

/// What a programme has of its own. What its entry does not say is null or empty, and is best shown as not stated.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProgrammeView {
    /// School or organisation that offers it.
    pub provider: Option<Link>,
    /// Who accredited it.
    pub accreditor: Option<Link>,
    /// When it was accredited.
    pub accredited: Option<Date>,
    /// Null means that the entry does not say.
    pub valid_until: Option<Date>,
    /// `valid`, `expiring` (within 90 days), `expired`, `unknown`.
    pub validity: String,
    /// Code in the register of programmes.
    pub code: Option<String>,
    /// Hours in all.
    pub hours: Option<Count>,
    /// Hours of practice among them.
    pub practice_hours: Option<Count>,
    /// People of one school who take part.
    pub team_size: Option<Count>,
    /// Aim.
    pub aim: Option<String>,
    /// Purpose.
    pub purpose: Option<String>,
    /// Tasks.
    pub tasks: Vec<String>,
    /// What participants learn.
    pub competences: Vec<String>,
    /// Titles of the modules.
    pub modules: Vec<String>,
    /// The project in which it was made.
    pub project: Option<Link>,
    /// Absolute address of its entry in the register.
    pub registry_url: Option<String>,
}

/// What a conference has of its own.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ConferenceView {
    /// Null means that the date is not set.
    pub when: Option<Date>,
    /// True until its last day is over, by the day of the build.
    pub upcoming: bool,
    /// „Pavasario konferencija“.
    pub season: Option<String>,
    /// Town or venue.
    pub place: Option<String>,
    /// Where it takes place.
    pub municipality: Option<Link>,
    /// Who organises it.
    pub organisers: Vec<Link>,
    /// School that hosts it.
    pub host: Option<Link>,
    /// Absolute address for joining.
    pub online_url: Option<String>,
    /// Absolute address for registering.
    pub registration_url: Option<String>,
    /// How many took part.
    pub participants: Option<Count>,
    /// Items in order.
    pub agenda: Vec<AgendaRow>,
}

/// One item of an agenda.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AgendaRow {
    /// As it was written, such as „10.00–10.30“.
    pub time: Option<String>,
    /// What it is about.
    pub title: String,
    /// Who speaks.
    pub speakers: Vec<Author>,
    /// Slides or another file.
    pub file: Option<File>,
}

/// What a report has of its own.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReportView {
    /// What is reported on.
    pub about: Option<Link>,
    /// The time that it covers.
    pub period: Option<Date>,
    /// Stages in order.
    pub timeline: Vec<TimelineRowView>,
    /// Commitments of municipalities, by area.
    pub commitments: Vec<CommitmentArea>,
    /// Commitments in all areas together.
    pub commitment_count: usize,
    /// Terms explained.
    pub definitions: Vec<DefinitionRow>,
    /// Main figures.
    pub figures: Vec<FigureRow>,
    /// Events and programmes of what the report is about that no practice names yet.
    pub without_follow_up: Vec<Link>,
}

/// One stage of a timeline.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TimelineRowView {
    /// When it happened.
    pub when: Option<Date>,
    /// What happened.
    pub title: String,
    /// „kas 3 mėnesiai“.
    pub every: Option<String>,
    /// How many places there were.
    pub quota: Option<Count>,
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

/// A term with its meaning.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DefinitionRow {
    /// The term.
    pub term: String,
    /// What it means.
    pub text: String,
}

/// A figure that a report puts first.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FigureRow {
    /// What was counted.
    pub label: String,
    /// As it is shown.
    pub value: String,
    /// Unit, where there is one.
    pub unit: Option<String>,
}

/// What a project has of its own.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProjectView {
    /// Who runs it.
    pub coordinator: Option<Link>,
    /// Funding line, such as „Erasmus+ KA1“.
    pub line: Option<String>,
    /// Who pays.
    pub funder: Option<Link>,
    /// Who administers the money.
    pub agency: Option<Link>,
    /// From start to end.
    pub period: Option<Date>,
    /// `planned`, `running`, `finished`.
    pub state: Option<String>,
    /// The state in the page's language.
    pub state_title: Option<String>,
    /// „67 984 €“.
    pub money: Vec<String>,
    /// How many people take part.
    pub participants: Option<Count>,
    /// Countries that take part.
    pub countries: Vec<CountryView>,
    /// Named partners.
    pub partners: Vec<Link>,
    /// Schools that the query finds, without those named.
    pub partners_found: Vec<Link>,
    /// What the query asks for: „bendrojo ugdymo mokykla · Prienų r. sav.“.
    pub partners_query: Option<String>,
    /// Aims.
    pub aims: Vec<String>,
    /// Tasks.
    pub tasks: Vec<String>,
    /// What was promised, beside what was done.
    pub promised: Vec<PromiseRow>,
    /// The project that it follows.
    pub predecessor: Option<Link>,
    /// Projects that follow it.
    pub successors: Vec<Link>,
    /// Programmes, reports, news and so on that name the project.
    pub entries: Vec<Group>,
}

/// A country.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CountryView {
    /// ISO 3166-1 alpha-2.
    pub code: String,
    /// Name in the page's language; the code where there is none.
    pub title: String,
}

/// A promise beside what names the project.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PromiseRow {
    /// What was promised.
    pub what: String,
    /// How many of it.
    pub count: Option<Count>,
    /// The promised kind of entry, in the page's language.
    pub kind: Option<String>,
    /// Entries of that kind that name the project.
    pub delivered: Vec<Link>,
    /// „2 iš 37“, or „2 įrašai“ where no count was promised; null when no kind of entry was promised.
    pub delivered_text: Option<String>,
}

/// What a topic has of its own.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TopicView {
    /// The broader topic.
    pub parent: Option<Link>,
    /// The narrower topics, with the entries on each.
    pub children: Vec<CountedLink>,
    /// Other names.
    pub synonyms: Vec<String>,
    /// The problem that it answers.
    pub question: Option<String>,
    /// Everything on the topic and the topics below it, by kind.
    pub groups: Vec<Group>,
}

/// What a news item has of its own.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct NewsView {
    /// Schools that it is about.
    pub schools: Vec<Link>,
    /// Organisations that it is about.
    pub organisations: Vec<Link>,
}

/// What a collection has of its own.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CollectionView {
    /// Who chose the entries.
    pub curator: Option<Link>,
    /// In the curator's order.
    pub items: Vec<CollectionItem>,
}

/// An entry of a collection.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CollectionItem {
    /// The entry.
    #[schemars(with = "super::Card")]
    pub card: tera::Value,
    /// Why it is here.
    pub note: Option<String>,
}

/// What a step of the annual cycle has of its own.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CycleView {
    /// „birželis – rugpjūtis“.
    pub window: String,
    /// As it is stored, such as `--06/--08`, for the check in the browser.
    pub window_machine: String,
    /// True when the day of the build is within the window.
    pub due: bool,
    /// Who does it.
    pub role: String,
    /// What comes of it.
    pub output: Option<String>,
    /// Form to start from.
    pub template: Option<File>,
}

/// A fixed page has nothing of its own.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PageEntryView {}
