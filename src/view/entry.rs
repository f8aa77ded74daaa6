//! An entry: as a card in lists, and as a page of its own.

use schemars::JsonSchema;
use serde::Serialize;
use tera::Value;

use super::{Asked, Badge, Date, Fact, File, Inverse, Link, PageHead, Relations};

/// An entry in a list. Made once a language and shared by every list it stands in.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Card {
    /// `practice`, `programme` …
    #[schemars(with = "String")]
    pub kind: Value,
    /// „Praktika“.
    #[schemars(with = "String")]
    pub kind_title: Value,
    /// Name of a symbol, one a kind.
    #[schemars(with = "String")]
    pub icon: Value,
    /// Unique within the kind.
    pub id: String,
    /// The entry's page in this language, or the original's where it is not translated.
    pub url: String,
    /// Title of the entry.
    pub title: String,
    /// Language of title and summary where it is not the page's.
    pub lang: Option<String>,
    /// One or two sentences.
    pub summary: Option<String>,
    /// When it was published or takes place.
    pub date: Option<Date>,
    /// Schools that it is by: those of a practice or news item, the provider, coordinator or host.
    #[schemars(with = "Vec<Link>")]
    pub schools: Value,
    /// Organisation behind it, where it is no school.
    #[schemars(with = "Vec<Link>")]
    pub organisations: Value,
    /// Where it was done or takes place; always empty for reports.
    #[schemars(with = "Vec<Link>")]
    pub municipalities: Value,
    /// Town or venue.
    pub place: Option<String>,
    /// Its topics.
    #[schemars(with = "Vec<Link>")]
    pub topics: Value,
    /// Short words about its state.
    #[schemars(with = "Vec<Badge>")]
    pub badges: Value,
    /// The picture that stands for it.
    pub image: Option<CardImage>,
    /// ISO date to which a programme is valid, for the check in the browser.
    pub valid_until: Option<String>,
    /// What decides whether to read on, in the order of the kind's fields: those that its description puts on cards.
    #[schemars(with = "Vec<CardFact>")]
    pub facts: Value,
    /// The day of an event, as a leaf of a calendar.
    pub leaf: Option<Leaf>,
    /// A line about the kind's own: a school's type, a step's window, a project's line.
    pub note: Option<String>,
}

/// A field on a card.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CardFact {
    /// The name that authors write.
    pub name: &'static str,
    /// What to call it.
    pub label: String,
    /// Such as „5–8 kl.“.
    pub text: String,
    /// Of a level, such as that of evidence: which one, from 1.
    pub level: Option<usize>,
    /// Of a level: how many there are.
    pub levels: Option<usize>,
}

/// A leaf of a calendar.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Leaf {
    /// Day or days of the month, such as „12–14“, where they are known.
    pub day: Option<String>,
    /// Name of the month.
    pub month: String,
    /// The year.
    pub year: i16,
}

/// The picture that stands for an entry.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CardImage {
    /// Relative to the site's root.
    pub url: String,
    /// What is seen, for readers who cannot see it.
    pub alt: String,
    /// Who made it.
    pub credit: Option<String>,
}

/// A page in another language.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Translation {
    /// BCP 47.
    pub lang: String,
    /// The language's own name, such as „English“.
    pub title: String,
    /// Relative to the site's root.
    pub url: String,
    /// True for the language of this page.
    pub current: bool,
    /// Absolute address for `hreflang`; null when the settings name no base address.
    pub absolute: Option<String>,
}

/// A heading of the body.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// Anchor on the page.
    pub id: String,
    /// Without markup.
    pub text: String,
}

/// A person in a public role.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Author {
    /// First and last name.
    pub name: String,
    /// Public role, such as „direktorė“.
    pub role: Option<String>,
    /// Where the person works.
    pub school: Option<Link>,
    /// Where the person works.
    pub organisation: Option<Link>,
}

/// What became of an event, programme or project in classrooms.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FollowUps {
    /// „Iš konferencijos – į klasę“.
    pub title: String,
    /// „pritaikyta 7 mokyklose“.
    pub text: String,
    /// Different schools.
    pub schools: usize,
    /// The practices that name it in `learned_at`.
    #[schemars(with = "Vec<Card>")]
    pub practices: Vec<tera::Value>,
}

/// Another entry, and what it has to do with the one of the page.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SeeAlso {
    /// The other entry.
    pub link: Link,
    /// What kind of entry it is.
    pub kind_title: String,
    /// Such as „bendra tema: Lyderystė“.
    pub reason: String,
}

/// How to cite an entry; with its absolute address where the settings name the site's.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Citation {
    /// As the American Psychological Association has it.
    pub apa: String,
    /// For a running text.
    pub sentence: String,
}

/// `page` of an entry's own page.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EntryPage {
    #[serde(flatten)]
    pub head: PageHead,
    /// What its kind is to schema.org, such as `Article`.
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub schema_org: Asked<&'static str>,
    /// The entry as it stands in lists; its title, summary, date, topics, schools, picture.
    #[schemars(with = "Card")]
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub card: Asked<tera::Value>,
    /// HTML of the body, safe to insert.
    #[schemars(with = "String")]
    pub body: tera::Value,
    /// The headings of the body, in order.
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub outline: Asked<Vec<Heading>>,
    /// When the text was last changed.
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub updated: Asked<Option<Date>>,
    /// When somebody last checked that it is still true.
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub reviewed: Asked<Option<Date>>,
    /// `published`, `draft` (with `--drafts` only) or `archived`.
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub status: Asked<String>,
    /// The school year of its date, for what authors publish.
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub school_year: Asked<Option<Link>>,
    /// People in a public role.
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub authors: Asked<Vec<Author>>,
    /// Words instead of names.
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub byline: Asked<Option<String>>,
    /// For whom it is.
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub audience: Asked<Vec<String>>,
    /// Terms on which others may use it.
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub licence: Asked<Option<String>>,
    /// Where it was first published.
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub source: Asked<Option<Link>>,
    /// Further reading.
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub links: Asked<Vec<Link>>,
    /// Files to download.
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub attachments: Asked<Vec<File>>,
    /// The fields of its kind by the names that authors write, every one of them: null or empty where it says nothing.
    /// See [What is each kind's own](#what-is-each-kinds-own).
    #[schemars(with = "serde_json::Value")]
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub own: Asked<tera::Value>,
    /// What it says in the fields of its kind, each with its label and type: for templates that know no kind.
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub facts: Asked<Vec<Fact>>,
    /// What the portal knows of it beside.
    #[schemars(with = "Relations")]
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub relations: Asked<tera::Value>,
    /// The lists of entries that name this one in a field with `inverse`, where there are any.
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub inverses: Asked<Vec<Inverse>>,
    /// From the course to the class: for conferences, programmes and projects.
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub follow_ups: Asked<Option<FollowUps>>,
    /// Entries to read next: up to six like it; of a school, organisation, topic or collection what its author names.
    #[schemars(with = "Vec<Card>")]
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub related: Asked<Vec<tera::Value>>,
    /// Entries that link to this one or name it, and are not shown elsewhere on the page.
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub backlinks: Asked<Vec<Link>>,
    /// What to read next, each once with the reason: what names this entry, what it names, what is alike.
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub see_also: Asked<Vec<SeeAlso>>,
    /// How to cite it.
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub citation: Asked<Citation>,
    /// Where to tell a mistake in it, as the settings say: an address for `href`.
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub feedback: Asked<Option<String>>,
    /// Collections that hold it.
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub collections: Asked<Vec<Link>>,
    /// The entry before it in the section's list.
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub previous: Asked<Option<Link>>,
    /// The entry after it in the section's list.
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub next: Asked<Option<Link>>,
    /// `[extra]` of the front matter, untouched.
    #[serde(skip_serializing_if = "Asked::is_not")]
    pub extra: Asked<serde_json::Map<String, serde_json::Value>>,
}
