//! Pages that list entries.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Card, Group, Link, PageHead, Pager, Section};

/// A name with the number of entries behind it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CountedLink {
    /// What to show.
    pub title: String,
    /// Null when there is nothing behind it.
    pub url: Option<String>,
    /// Entries behind it.
    pub count: usize,
    /// Language of the title where it is not the page's.
    pub lang: Option<String>,
    /// Of a choice: what it means, where the words of the field say it.
    pub text: Option<String>,
    /// True for what the list of the page is narrowed to.
    pub current: bool,
}

/// How a list can be narrowed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct Narrowing {
    /// By what; each has at least two values, each of at least two entries.
    pub groups: Vec<NarrowGroup>,
    /// The search with the same entries, where more can be chosen; null when the settings switch it off.
    pub search: Option<String>,
}

/// The values of something that a list can be narrowed by.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct NarrowGroup {
    /// Name of the facet, such as `grades`.
    pub name: String,
    /// Such as „Klasės“.
    pub title: String,
    /// In order.
    pub items: Vec<CountedLink>,
}

/// An order in which a list stands.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SortLink {
    /// Such as „Pagal pavadinimą“.
    pub title: String,
    /// The list in this order.
    pub url: String,
    /// True for the order of this page.
    pub current: bool,
}

impl CountedLink {
    pub fn new(link: &Link, count: usize) -> Self {
        Self {
            title: link.title.clone(),
            url: link.url.clone(),
            count,
            lang: link.lang.clone(),
            text: None,
            current: false,
        }
    }
}

/// `page` of the home page.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct HomePage {
    #[serde(flatten)]
    pub head: PageHead,
    /// HTML of `content/_index.md`; empty when there is none.
    #[schemars(with = "String")]
    pub body: tera::Value,
    /// Queries that find something, such as topics that many entries are about; each leads to its results.
    pub examples: Vec<Link>,
    /// The newest entries across kinds.
    #[schemars(with = "Vec<Card>")]
    pub latest: Vec<tera::Value>,
    /// Conferences still to come, the next one first.
    #[schemars(with = "Vec<Card>")]
    pub upcoming: Vec<tera::Value>,
    /// Steps of the annual cycle that are due now.
    #[schemars(with = "Vec<Card>")]
    pub due: Vec<tera::Value>,
    /// The first collections.
    #[schemars(with = "Vec<Card>")]
    pub collections: Vec<tera::Value>,
    /// Topics of the first level.
    pub topics: Vec<CountedLink>,
    /// Municipalities with the most entries first.
    pub municipalities: Vec<CountedLink>,
    /// The same as `site.sections`.
    pub sections: Vec<Section>,
}

/// `page` of a section's list (practices, news …), and of any other plain list of entries (A–Z, letter by letter).
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SectionPage {
    #[serde(flatten)]
    pub head: PageHead,
    /// Null for a letter's list, which mixes kinds.
    pub kind: Option<String>,
    /// HTML of the section's `_index.md`; empty on further pages.
    #[schemars(with = "String")]
    pub body: tera::Value,
    /// Entries in the whole list.
    pub count: usize,
    /// „22 praktikos“.
    pub count_text: String,
    /// Those of this page.
    #[schemars(with = "Vec<Card>")]
    pub entries: Vec<tera::Value>,
    /// The pages of the list.
    pub pager: Pager,
    /// The orders in which the list stands; empty where there is one.
    pub sorts: Vec<SortLink>,
    /// How it can be narrowed.
    pub narrowing: Narrowing,
}

/// `page` of all entries of one kind that belong to a school, topic, municipality …
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GroupPage {
    #[serde(flatten)]
    pub head: PageHead,
    /// `practice`, `programme` …
    pub kind: String,
    /// What they belong to.
    pub owner: Link,
    /// Entries in the whole list.
    pub count: usize,
    /// „22 praktikos“.
    pub count_text: String,
    /// Those of this page.
    #[schemars(with = "Vec<Card>")]
    pub entries: Vec<tera::Value>,
    /// The pages of the list.
    pub pager: Pager,
}

/// `page` of an alphabetical index (schools, organisations, collections).
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LettersPage {
    #[serde(flatten)]
    pub head: PageHead,
    /// Null for the index of all entries.
    pub kind: Option<String>,
    /// HTML of the section's `_index.md`; empty when there is none.
    #[schemars(with = "String")]
    pub body: tera::Value,
    /// Entries under all letters together.
    pub count: usize,
    /// „17 mokyklų“.
    pub count_text: String,
    /// All letters of the language, in its order.
    pub letters: Vec<LetterGroup>,
    /// How it can be narrowed.
    pub narrowing: Narrowing,
}

/// The entries under one letter. A letter without entries is listed too, for the row of letters.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LetterGroup {
    /// As a heading.
    pub letter: String,
    /// Anchor on the page.
    pub id: String,
    /// A page of its own, on the index of all entries.
    pub url: Option<String>,
    /// Entries under the letter.
    pub count: usize,
    /// In alphabetical order; empty on the index of all entries, where each letter has a page.
    #[schemars(with = "Vec<Card>")]
    pub entries: Vec<tera::Value>,
}

/// `page` of the tree of topics.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TopicsPage {
    #[serde(flatten)]
    pub head: PageHead,
    /// HTML of the section's `_index.md`; empty when there is none.
    #[schemars(with = "String")]
    pub body: tera::Value,
    /// Topics in all.
    pub count: usize,
    /// „29 temos“.
    pub count_text: String,
    /// Topics of the first level, with those below.
    pub tree: Vec<TopicNode>,
}

/// A topic in the tree.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TopicNode {
    /// Title of the topic.
    pub title: String,
    /// Its page.
    pub url: String,
    /// Language of the title where it is not the page's.
    pub lang: Option<String>,
    /// The problem that it answers.
    pub question: Option<String>,
    /// Entries on the topic and those below it.
    pub count: usize,
    /// The narrower topics.
    pub children: Vec<TopicNode>,
}

/// `page` of an index of municipalities, school years or the choices of a field.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct IndexPage {
    #[serde(flatten)]
    pub head: PageHead,
    /// `municipalities`, `years`, or the name of the index of a field.
    pub index: String,
    /// The sentence under the title, where the messages have one.
    pub lead: Option<String>,
    /// Of the choices of a field: the kind of entry that makes them.
    pub kind: Option<String>,
    /// The items, grouped where they have something in common (the county).
    pub groups: Vec<IndexGroup>,
}

/// Items of an index that have something in common.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct IndexGroup {
    /// What the items have in common; null where nothing.
    pub title: Option<String>,
    /// In order.
    pub items: Vec<CountedLink>,
}

/// `page` of a municipality.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MunicipalityPage {
    #[serde(flatten)]
    pub head: PageHead,
    /// Such as `prienu-r`.
    pub id: String,
    /// Such as „Prienų r. sav.“.
    pub short_title: String,
    /// Name of the county.
    pub county: Option<String>,
    /// Entries of the municipality.
    pub count: usize,
    /// „12 įrašų“.
    pub count_text: String,
    /// Commitments that reports name for it.
    pub commitments: Vec<MunicipalityCommitment>,
    /// Its entries, by kind.
    pub groups: Vec<Group>,
}

/// A commitment that a report names for a municipality.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MunicipalityCommitment {
    /// To what it committed itself.
    pub title: String,
    /// Area of the commitment.
    pub area: Option<String>,
    /// The report that says so.
    pub report: Link,
}

/// `page` of a school year.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct YearPage {
    #[serde(flatten)]
    pub head: PageHead,
    /// `2025-2026`.
    pub id: String,
    /// Entries of the year.
    pub count: usize,
    /// „12 įrašų“.
    pub count_text: String,
    /// Its entries, by kind.
    pub groups: Vec<Group>,
    /// The year before it that has entries.
    pub previous: Option<Link>,
    /// The year after it that has entries.
    pub next: Option<Link>,
}

/// `page` of one of the choices of a field, such as a level of evidence.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ChoicePage {
    #[serde(flatten)]
    pub head: PageHead,
    /// Name of the index, such as `evidence`.
    pub index: String,
    /// As authors write it, such as `before-after`.
    pub name: String,
    /// What the choice means, where the words of the field say it.
    pub explanation: Option<String>,
    /// Entries in the whole list.
    pub count: usize,
    /// „5 praktikos“.
    pub count_text: String,
    /// Those of this page.
    #[schemars(with = "Vec<Card>")]
    pub entries: Vec<tera::Value>,
    /// The pages of the list.
    pub pager: Pager,
}

/// `page` of the annual cycle: what is due now, and the whole year.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CyclePage {
    #[serde(flatten)]
    pub head: PageHead,
    /// HTML of the section's `_index.md`; empty when there is none.
    #[schemars(with = "String")]
    pub body: tera::Value,
    /// Steps whose window holds the day of the build.
    #[schemars(with = "Vec<Card>")]
    pub due: Vec<tera::Value>,
    /// September to August.
    pub months: Vec<CycleMonth>,
}

/// A month of the annual cycle.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CycleMonth {
    /// 1 to 12.
    pub number: u8,
    /// Name of the month.
    pub title: String,
    /// True for the month of the build.
    pub current: bool,
    /// Steps whose window touches the month.
    #[schemars(with = "Vec<Card>")]
    pub steps: Vec<tera::Value>,
}

/// `page` of the answer to an address that does not exist.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct NotFoundPage {
    #[serde(flatten)]
    pub head: PageHead,
}

/// `page` of the search. It works with JavaScript alone; without it, it leads to the indexes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SearchPage {
    #[serde(flatten)]
    pub head: PageHead,
    /// What leads to every entry without a search: topics of the first level, schools by letter, municipalities, school
    /// years. None of them is empty.
    pub indexes: Vec<IndexGroup>,
}

/// `page` at an old address.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RedirectPage {
    #[serde(flatten)]
    pub head: PageHead,
    /// Where the entry is now.
    pub target: Link,
}
