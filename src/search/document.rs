//! What the index is made of: documents, their facets, and what holds for all of them. Must not know where they come from.

/// One page that can be found. All texts are plain: no Markdown, no HTML.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// Address relative to the site's root.
    pub url: String,
    /// The caller's name for it, unique.
    pub id: String,
    pub title: String,
    /// A few sentences shown under the title, at most 140 characters.
    pub lead: String,
    /// Number of its value in the facet [`KIND`].
    pub kind: usize,
    /// The kind's name where a query that has the word means documents of the kind; else empty.
    pub kind_name: String,
    /// Language of the text as a BCP 47 tag; one of [`Input::languages`], else its words are not stemmed.
    pub language: String,
    /// Bit `n` is set where the search of edition `n` finds the document.
    pub editions: u32,
    /// ISO 8601 date of the first day (`2024-05-01`), and the date as a reader sees it.
    pub date: Option<(String, String)>,
    /// School or organisation shown under the title; may be empty.
    pub owner: String,
    /// Names of school, topics, authors and municipality, one each, with their abbreviations.
    pub names: Vec<String>,
    pub headings: Vec<String>,
    pub summary: String,
    /// A line feed stands between blocks.
    pub body: String,
    /// Numbers of values, in the order of [`Input::facets`]; a document has each of a tree's values with those above it.
    pub facets: Vec<Vec<u32>>,
    /// Last day of validity, in days since 1970-01-01.
    pub valid_until: Option<i32>,
}

/// The facet whose values are the kinds of document.
pub const KIND: &str = "kind";

/// One value of a facet.
#[derive(Debug, Clone, Default)]
pub struct Value {
    /// Its name in an address.
    pub id: String,
    pub title: String,
    /// Number of the value above it.
    pub parent: Option<u32>,
}

/// One language's edition of the site: what its search shows.
#[derive(Debug, Clone, Default)]
pub struct Edition {
    pub language: String,
    /// In the order of [`Input::facets`]; the numbers of values are the same in all editions.
    pub values: Vec<Vec<Value>>,
}

/// What holds for the whole index.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// Number of documents. They come newest first: the number of a document is its place by date, and the lower number wins a tie.
    pub count: usize,
    /// Languages that documents are written in, the site's own first.
    pub languages: Vec<String>,
    /// At most 32.
    pub editions: Vec<Edition>,
    /// Names of what results can be narrowed by, in files, addresses and arguments. One of them is [`KIND`], none
    /// `valid` or `editions`.
    pub facets: Vec<String>,
    /// Groups of names of one thing: `["Kauno suaugusiųjų mokymo centras", "KSMC"]`.
    pub synonyms: Vec<Vec<String>>,
    /// Files as scripts, for a site that is read from a folder without a server.
    pub scripts: bool,
}
