//! What a template gets: the boundary types of the theme contract (`api = 1`). `themes/CONTRACT.md` is made from them.
//!
//! Every text is ready to be shown in the page's language; what a program may want (a date's machine form, a number's
//! value) stands beside it. A `url` is relative to the site's root and is written as `{{ root }}{{ x.url }}`. These
//! types know nothing of where their values come from.

mod entry;
mod kinds;
mod lists;

use schemars::JsonSchema;
use serde::Serialize;

pub use entry::{Author, Card, CardImage, EntryPage, FollowUps, Heading, Translation};
pub use kinds::{
    AgendaRow, CollectionItem, CollectionView, CommitmentArea, CommitmentRow, ConferenceView, CountryView, CycleView,
    DefinitionRow, EvidenceView, FigureRow, GoalRow, Member, Members, MembershipRow, NewsView, OrganisationView,
    OwnView, PageEntryView, PracticeView, ProgrammeView, ProjectView, PromiseRow, ReportView, SchoolView,
    TimelineRowView, TopicView,
};
pub use lists::{
    CountedLink, CycleMonth, CyclePage, EvidencePage, GroupPage, HomePage, IndexGroup, IndexPage, LetterGroup,
    LettersPage, MunicipalityCommitment, MunicipalityPage, NotFoundPage, RedirectPage, SectionPage, TopicNode,
    TopicsPage, YearPage,
};

/// `site`, the same on every page of a language.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Site {
    pub title: String,
    pub description: Option<String>,
    /// Language of these pages (BCP 47).
    pub language: String,
    /// Absolute address without the last slash; empty when the settings name none.
    pub base_url: String,
    /// The day that the site was built for, such as `2026-11-22`.
    pub today: String,
    /// Home page of this language.
    pub home: String,
    /// Home page of each language, when there are several.
    pub languages: Vec<Translation>,
    pub menu: Vec<Link>,
    pub sections: Vec<Section>,
    /// The computed indexes: municipalities, school years, evidence, A–Z, annual cycle.
    pub indexes: Vec<Index>,
    /// `[extra]` of the settings.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// A kind of entry as a section of the site.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Section {
    /// `practice`, `programme` …
    pub kind: String,
    pub title: String,
    pub url: String,
    pub icon: String,
    pub count: usize,
}

/// A computed index.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Index {
    /// `municipalities`, `years`, `evidence`, `letters`, `due`.
    pub name: String,
    pub title: String,
    pub url: String,
}

/// A name that may lead somewhere.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct Link {
    pub title: String,
    /// Relative to the site's root; null when the name leads nowhere.
    pub url: Option<String>,
    /// True for the address of another site, which is written without `root`.
    pub external: bool,
    /// Language of the title where it is not the page's.
    pub lang: Option<String>,
    /// Kind of the entry that it leads to.
    pub kind: Option<String>,
}

/// A date or span of dates.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Date {
    /// In prose, such as „2017 m. gruodžio 22 d.“.
    pub text: String,
    /// For `<time datetime>`; null for a span.
    pub machine: Option<String>,
    /// As it is stored (EDTF).
    pub edtf: String,
}

/// How many, as a text, with the number where there is one.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Count {
    pub text: String,
    pub number: Option<u32>,
}

/// A file to download.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct File {
    pub title: String,
    pub url: String,
    pub external: bool,
    /// Ending in capitals, such as `PDF`; empty when unknown.
    pub format: String,
    /// Such as „1,2 MB“; null for a file elsewhere.
    pub size: Option<String>,
}

/// A short word about an entry's state.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Badge {
    /// `draft`, `scheduled`, `archived`, `closed`, `valid`, `expiring`, `expired`, `unknown`, `upcoming`, `untranslated`.
    pub name: String,
    pub text: String,
}

/// What every page has, whatever it shows.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PageHead {
    /// The template's own word for the page: a kind of entry, or `home`, `section`, `group`, `municipality` …
    pub view: String,
    pub title: String,
    pub url: String,
    pub description: Option<String>,
    /// Absolute address; null when the settings name no base address.
    pub canonical: Option<String>,
    pub breadcrumbs: Vec<Link>,
    /// The same page in other languages.
    pub translations: Vec<Translation>,
    /// Not for search engines: pages that only repeat others.
    pub noindex: bool,
}

/// Some entries of one kind, with the way to all of them.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Group {
    pub kind: String,
    pub title: String,
    pub icon: String,
    /// All entries, also those not shown here.
    pub count: usize,
    /// „12 praktikų“.
    pub count_text: String,
    #[schemars(with = "Vec<Card>")]
    pub entries: Vec<tera::Value>,
    /// Where all of them stand, when not all stand here.
    pub more: Option<String>,
}

/// The pages of a long list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Pager {
    /// From 1.
    pub current: usize,
    pub total: usize,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub pages: Vec<PagerLink>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PagerLink {
    pub number: usize,
    /// Null for a gap („…“).
    pub url: Option<String>,
    pub current: bool,
}
