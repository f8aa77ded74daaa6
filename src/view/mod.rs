//! What a template gets: the boundary types of the theme contract (`api = 2`). `themes/CONTRACT.md` is made from them.
//!
//! Every text is ready to be shown in the page's language; what a program may want (a date's machine form, a number's
//! value) stands beside it. A `url` is relative to the site's root and is written as `{{ root }}{{ x.url }}`. These
//! types know nothing of where their values come from.

#[cfg(test)]
mod contract;
mod entry;
mod kinds;
mod lists;
mod shared;

use schemars::JsonSchema;
use serde::Serialize;

pub use entry::{
    Author, Card, CardFact, CardImage, Citation, EntryPage, FollowUps, Heading, Leaf, SeeAlso, Translation,
};
pub use kinds::{
    ChoiceView, Column, CommitmentArea, CommitmentRow, CountryView, Fact, Inverse, Member, Members, Relations,
    WindowView,
};
pub use lists::{
    ChoicePage, CountedLink, CycleMonth, CyclePage, GroupPage, HomePage, IndexGroup, IndexPage, LetterGroup,
    LettersPage, MunicipalityCommitment, MunicipalityPage, NarrowGroup, Narrowing, NotFoundPage, RedirectPage,
    SearchPage, SectionPage, SortLink, TopicNode, TopicsPage, YearPage,
};
pub use shared::{Asked, Date, Link};

/// `site`, the same on every page of a language.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Site {
    /// Name of the site.
    pub title: String,
    /// What the site is, in a sentence or two.
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
    /// The main menu: sections and indexes in groups. A group has at least one link.
    pub menu_groups: Vec<MenuGroup>,
    /// What the settings say of the looks.
    pub look: Look,
    /// Pages beside the main menu: what the settings list, or the pages that ask to be in it.
    pub menu: Vec<Link>,
    /// The kinds of entry that there are entries of, in order.
    pub sections: Vec<Section>,
    /// The computed indexes that the settings publish: municipalities, school years, evidence and other choices, A–Z.
    pub indexes: Vec<Index>,
    /// Addresses of `sections` and `indexes`: whether a menu leads to a page.
    pub menu_urls: Vec<String>,
    /// What the search needs; null when the settings switch it off.
    pub search: Option<Search>,
    /// `[extra]` of the settings.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// What `[theme]` of the settings says, for a theme to make something of.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Look {
    /// True where there is a style sheet `look.css` with colours or letters.
    pub styles: bool,
    /// Colours of what a browser shows around the page.
    pub bar: Option<BarColours>,
    /// Name of a static file.
    pub logo: Option<String>,
    /// Name of a static file.
    pub favicon: Option<String>,
    /// Short name of the site for the head of every page.
    pub name: Option<String>,
    /// A motto.
    pub motto: Option<String>,
}

/// A colour on light grounds and one on dark grounds.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BarColours {
    /// Such as `#0c3f4b`.
    pub light: String,
    /// Such as `#12323a`.
    pub dark: String,
}

/// A group of the main menu.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MenuGroup {
    /// `experience`, `learning`, `network` or `topics`.
    pub name: String,
    /// Such as „Patirtis“.
    pub title: String,
    /// Sections, then indexes.
    pub links: Vec<Link>,
}

/// A kind of entry as a section of the site.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Section {
    /// `practice`, `programme` …
    pub kind: String,
    /// Plural, such as „Praktikos“.
    pub title: String,
    /// The section's list page.
    pub url: String,
    /// Name of a symbol, one a kind.
    pub icon: String,
    /// Published entries.
    pub count: usize,
}

/// The search over all entries.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Search {
    /// The search page of this language; takes the query as `?q=`.
    pub url: String,
    /// Folder of the index; ends with a slash.
    pub base: String,
    /// The script that answers queries. What it offers is said under „Search“.
    pub engine: String,
    /// Further scripts for the languages of the site.
    pub stemmers: Vec<Stemmer>,
    /// Number of this language in the index.
    pub edition: usize,
    /// Every kind of entry, in the order of its number in the index.
    pub kinds: Vec<SearchKind>,
    /// What results can be narrowed by, in the order of the page.
    pub facets: Vec<SearchFacet>,
    /// The description of the search for browsers; null when the settings name no base address.
    pub description: Option<String>,
}

/// A kind of entry among the results.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SearchKind {
    /// `practice`, `programme` …
    pub kind: String,
    /// „Praktika“.
    pub title: String,
    /// Name of a symbol, one a kind.
    pub icon: String,
}

/// What the results of the search can be narrowed by.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SearchFacet {
    /// Its name in addresses: `kind`, `topic`, `school`, `municipality`, `year`, `valid`, or that of a field such as `evidence`.
    pub name: String,
    /// „Rūšis“.
    pub title: String,
    /// What a field to find a value in the list says; null where the list is short.
    pub find: Option<String>,
    /// How its values are ordered: `frequent` (those with the most entries first), `tree` (the same, each above those below it), `newest`
    /// (by id, the last first), `given` (as they are numbered).
    pub order: String,
}

/// A script that knows the endings of a language.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Stemmer {
    /// BCP 47.
    pub lang: String,
    /// Its file, relative to the folder of the index.
    pub path: String,
}

/// A computed index.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Index {
    /// `municipalities`, `years`, `letters`, or the name that a field gives to the pages of its choices, such as `evidence`.
    pub name: String,
    /// Name of the index.
    pub title: String,
    /// The index's page.
    pub url: String,
}

/// A name that may lead somewhere.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Link")]
pub struct LinkData {
    /// What to show.
    pub title: String,
    /// Relative to the site's root; null when the name leads nowhere.
    pub url: Option<String>,
    /// True for the address of another site, which is written without `root`.
    pub external: bool,
    /// Language of the title where it is not the page's.
    pub lang: Option<String>,
    /// Kind of the entry that it leads to.
    pub kind: Option<&'static str>,
    /// Of a school on a card: its municipality.
    pub place: Option<String>,
}

/// A date or span of dates.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Date")]
pub struct DateData {
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
    /// As it is shown, such as „67 984“ or „apie 40“.
    pub text: String,
    /// The number alone; null where nobody counted.
    pub number: Option<u32>,
}

/// A file to download.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct File {
    /// What to show.
    pub title: String,
    /// Relative to the site's root, or absolute when `external`.
    pub url: String,
    /// True for a file on another site, whose address is written without `root`.
    pub external: bool,
    /// Ending in capitals, such as `PDF`; empty when unknown.
    pub format: String,
    /// Such as „1,2 MB“; null for a file elsewhere.
    pub size: Option<String>,
}

/// A short word about an entry's state.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Badge {
    /// `draft`, `scheduled`, `archived`, `closed`, `valid`, `expiring`, `expired`, `unknown`, `upcoming`.
    pub name: String,
    /// In the page's language.
    pub text: String,
}

/// What every page has, whatever it shows.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PageHead {
    /// The template's own word for the page: a kind of entry, or `home`, `section`, `group`, `municipality` …
    pub view: String,
    /// The page's heading; of a long list's further pages with the number.
    pub title: String,
    /// The page's own address, relative to the site's root.
    pub url: String,
    /// For search engines and previews of links.
    pub description: Option<String>,
    /// Absolute address; null when the settings name no base address.
    pub canonical: Option<String>,
    /// The way from the section to this page, which comes last.
    pub breadcrumbs: Vec<Link>,
    /// The same page in other languages.
    pub translations: Vec<Translation>,
    /// Not for search engines: pages that only repeat others.
    pub noindex: bool,
}

/// Some entries of one kind, with the way to all of them.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Group {
    /// `practice`, `programme` …
    pub kind: String,
    /// Plural, such as „Praktikos“.
    pub title: String,
    /// Name of a symbol, one a kind.
    pub icon: String,
    /// All entries, also those not shown here.
    pub count: usize,
    /// „12 praktikų“.
    pub count_text: String,
    /// The first ones, in the order of the section.
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
    /// Number of pages, at least 1.
    pub total: usize,
    /// Address of the page before.
    pub previous: Option<String>,
    /// Address of the page after.
    pub next: Option<String>,
    /// The pages to offer, with gaps.
    pub pages: Vec<PagerLink>,
}

/// One page of a long list, or a gap.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PagerLink {
    /// From 1.
    pub number: usize,
    /// Null for a gap („…“).
    pub url: Option<String>,
    /// True for the page that is shown.
    pub current: bool,
}
