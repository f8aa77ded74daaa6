//! Pages that list entries.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Card, Group, Link, PageHead, Pager, Section};

/// A name with the number of entries behind it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CountedLink {
    pub title: String,
    pub url: Option<String>,
    pub count: usize,
    pub lang: Option<String>,
}

/// `page` of the home page.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct HomePage {
    #[serde(flatten)]
    pub head: PageHead,
    /// HTML of `content/_index.md`; empty when there is none.
    #[schemars(with = "String")]
    pub body: tera::Value,
    #[schemars(with = "Vec<Card>")]
    pub latest: Vec<tera::Value>,
    /// Conferences still to come, the next one first.
    #[schemars(with = "Vec<Card>")]
    pub upcoming: Vec<tera::Value>,
    /// Steps of the annual cycle that are due now.
    #[schemars(with = "Vec<Card>")]
    pub due: Vec<tera::Value>,
    #[schemars(with = "Vec<Card>")]
    pub collections: Vec<tera::Value>,
    /// Topics of the first level.
    pub topics: Vec<CountedLink>,
    /// Municipalities with the most entries first.
    pub municipalities: Vec<CountedLink>,
    pub sections: Vec<Section>,
}

/// `page` of a section's list (practices, news …), and of any other plain list of entries (A–Z, letter by letter).
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SectionPage {
    #[serde(flatten)]
    pub head: PageHead,
    pub kind: Option<String>,
    /// HTML of the section's `_index.md`; empty on further pages.
    #[schemars(with = "String")]
    pub body: tera::Value,
    pub count: usize,
    pub count_text: String,
    #[schemars(with = "Vec<Card>")]
    pub entries: Vec<tera::Value>,
    pub pager: Pager,
}

/// `page` of all entries of one kind that belong to a school, topic, municipality …
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GroupPage {
    #[serde(flatten)]
    pub head: PageHead,
    pub kind: String,
    /// What they belong to.
    pub owner: Link,
    pub count: usize,
    pub count_text: String,
    #[schemars(with = "Vec<Card>")]
    pub entries: Vec<tera::Value>,
    pub pager: Pager,
}

/// `page` of an alphabetical index (schools, organisations, collections).
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LettersPage {
    #[serde(flatten)]
    pub head: PageHead,
    pub kind: Option<String>,
    #[schemars(with = "String")]
    pub body: tera::Value,
    pub count: usize,
    pub count_text: String,
    pub letters: Vec<LetterGroup>,
}

/// The entries under one letter. A letter without entries is listed too, for the row of letters.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LetterGroup {
    pub letter: String,
    /// Anchor on the page.
    pub id: String,
    /// A page of its own, on the index of all entries.
    pub url: Option<String>,
    pub count: usize,
    #[schemars(with = "Vec<Card>")]
    pub entries: Vec<tera::Value>,
}

/// `page` of the tree of topics.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TopicsPage {
    #[serde(flatten)]
    pub head: PageHead,
    #[schemars(with = "String")]
    pub body: tera::Value,
    pub count: usize,
    pub count_text: String,
    pub tree: Vec<TopicNode>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TopicNode {
    pub title: String,
    pub url: String,
    pub lang: Option<String>,
    pub question: Option<String>,
    /// Entries on the topic and those below it.
    pub count: usize,
    pub children: Vec<TopicNode>,
}

/// `page` of an index of municipalities, school years or levels of evidence.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct IndexPage {
    #[serde(flatten)]
    pub head: PageHead,
    /// `municipalities`, `years`, `evidence`.
    pub index: String,
    /// The items, grouped where they have something in common (the county).
    pub groups: Vec<IndexGroup>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct IndexGroup {
    pub title: Option<String>,
    pub items: Vec<CountedLink>,
}

/// `page` of a municipality.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MunicipalityPage {
    #[serde(flatten)]
    pub head: PageHead,
    pub id: String,
    pub short_title: String,
    pub county: Option<String>,
    pub count: usize,
    pub count_text: String,
    /// Commitments that reports name for it.
    pub commitments: Vec<MunicipalityCommitment>,
    pub groups: Vec<Group>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MunicipalityCommitment {
    pub title: String,
    pub area: Option<String>,
    pub report: Link,
}

/// `page` of a school year.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct YearPage {
    #[serde(flatten)]
    pub head: PageHead,
    /// `2025-2026`.
    pub id: String,
    pub count: usize,
    pub count_text: String,
    pub groups: Vec<Group>,
    pub previous: Option<Link>,
    pub next: Option<Link>,
}

/// `page` of a level of evidence.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EvidencePage {
    #[serde(flatten)]
    pub head: PageHead,
    pub name: String,
    pub explanation: Option<String>,
    pub count: usize,
    pub count_text: String,
    #[schemars(with = "Vec<Card>")]
    pub entries: Vec<tera::Value>,
    pub pager: Pager,
}

/// `page` of the annual cycle: what is due now, and the whole year.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CyclePage {
    #[serde(flatten)]
    pub head: PageHead,
    #[schemars(with = "String")]
    pub body: tera::Value,
    #[schemars(with = "Vec<Card>")]
    pub due: Vec<tera::Value>,
    /// September to August.
    pub months: Vec<CycleMonth>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CycleMonth {
    /// 1 to 12.
    pub number: u8,
    pub title: String,
    pub current: bool,
    #[schemars(with = "Vec<Card>")]
    pub steps: Vec<tera::Value>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct NotFoundPage {
    #[serde(flatten)]
    pub head: PageHead,
}

/// `page` at an old address.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RedirectPage {
    #[serde(flatten)]
    pub head: PageHead,
    pub target: Link,
}
