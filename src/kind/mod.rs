//! The kinds of entry: what is fixed about each, whatever the language.
//!
//! A kind is one description, `kinds/<name>.toml`: of those of the program, and of a site's own. A [`Kind`] is a cheap handle of it.
//! Must not know entries or pages.

mod build;
mod builtin;
mod file;
mod load;
mod role;
mod shape;
mod words;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::diagnostics::SourceText;
use crate::fields::Text;
use crate::locale::Messages;
use crate::search::words::{Stemmer, fold, lower, words as words_of};

use build::SEGMENTS;
pub use file::file_schema;
pub use role::{ROLES, Role};
pub use shape::{Field, KindSet, ON_CARDS, OnCard, Shape, TYPES, Type};
pub use words::NeededWords;

/// A kind of entry. Two are the same where their numbers are.
#[derive(Clone, Copy)]
pub struct Kind(&'static Description);

/// What is fixed about a kind.
#[derive(Debug)]
pub struct Description {
    /// Its place among all kinds, in the order in which portals list them.
    pub number: usize,
    /// Name in references (`school:birzu-ausros`), templates and messages.
    pub name: &'static str,
    /// Folder under `content/`; also the key of its URL segment in the messages and settings.
    pub folder: &'static str,
    /// Symbol of the default theme's sprite.
    pub icon: &'static str,
    /// Type of schema.org.
    pub schema_org: &'static str,
    pub order: Order,
    /// What its entries are a place for: others are listed on their pages.
    pub index: Option<Place>,
    /// The group of the main menu that it stands in: one of [`MENU_GROUPS`].
    pub menu: &'static str,
    /// False where its entries stand at the root of the site and have no list.
    pub has_section: bool,
    /// What an author publishes, in contrast to what it is sorted by (schools, topics …) and to fixed pages.
    pub counts_as_content: bool,
    /// Whether a query with the kind's name means its entries. The word for a school stands in every other query, and means none there.
    pub is_said_in_queries: bool,
    pub shape: Shape,
}

/// The groups of the main menu, in order; their names are messages, `menu.<group>`.
pub const MENU_GROUPS: [&str; 4] = ["experience", "learning", "network", "topics"];

/// How the entries of a kind are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By date, the newest first.
    Newest,
    Title,
    /// By the window of the year, from September on.
    Window,
}

/// Orders as descriptions write them.
const ORDERS: [(&str, Order); 3] = [("newest", Order::Newest), ("title", Order::Title), ("window", Order::Window)];

/// What entries are listed by on pages of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    School,
    Organisation,
    Topic,
}

impl Place {
    pub const ALL: [Self; 3] = [Self::School, Self::Organisation, Self::Topic];
}

impl Kind {
    pub fn number(self) -> usize {
        self.0.number
    }

    pub fn name(self) -> &'static str {
        self.0.name
    }

    pub fn folder(self) -> &'static str {
        self.0.folder
    }

    pub fn icon(self) -> &'static str {
        self.0.icon
    }

    pub fn schema_org(self) -> &'static str {
        self.0.schema_org
    }

    pub fn order(self) -> Order {
        self.0.order
    }

    /// Looked through and looked up by name rather than by date.
    pub fn is_by_title(self) -> bool {
        self.0.order == Order::Title
    }

    pub fn index(self) -> Option<Place> {
        self.0.index
    }

    pub fn is(self, place: Place) -> bool {
        self.0.index == Some(place)
    }

    pub fn menu(self) -> &'static str {
        self.0.menu
    }

    pub fn has_section(self) -> bool {
        self.0.has_section
    }

    pub fn is_content(self) -> bool {
        self.0.counts_as_content
    }

    pub fn is_said_in_queries(self) -> bool {
        self.0.is_said_in_queries
    }

    /// Its fields, those of all kinds first.
    pub fn shape(self) -> &'static Shape {
        &self.0.shape
    }

    /// True where one of its fields plays a role.
    pub fn has(self, role: Role) -> bool {
        self.0.shape.has(role)
    }

    /// What can be learned there is followed up: some field says that it was learned at such an entry.
    pub fn is_learned_at(self, kinds: &Kinds) -> bool {
        kinds.all().any(|kind| {
            let fields = kind.shape().fields.iter().filter(|field| field.role == Some(Role::LearnedAt));
            { fields }.any(
                |field| matches!(field.ty, Type::Reference { kinds, .. } if !kinds.is_any() && kinds.contains(self)),
            )
        })
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.0.number == other.0.number
    }
}

impl Eq for Kind {}

impl PartialOrd for Kind {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Kind {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.number.cmp(&other.0.number)
    }
}

impl Hash for Kind {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.number.hash(state);
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A field whose values narrow lists and a search, or have pages: its choices, or the texts that entries say in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChoiceField {
    pub kind: Kind,
    pub number: u16,
}

impl ChoiceField {
    pub fn field(self) -> &'static Field {
        self.kind.shape().field(self.number)
    }

    /// Name of the index with a page for each choice.
    pub fn pages(self) -> &'static str {
        self.field().pages.unwrap_or_default()
    }

    /// Name of the facet.
    pub fn facet(self) -> &'static str {
        self.field().facet.unwrap_or_default()
    }

    /// True where its values are what entries say, and not the choices of a description.
    pub fn is_of_texts(self) -> bool {
        self.field().choices().is_empty()
    }

    /// The word of a choice.
    pub fn word(self, choice: u16) -> &'static str {
        self.field().choices().get(usize::from(choice)).copied().unwrap_or_default()
    }
}

/// All kinds of a site, in the order of their numbers.
#[derive(Debug)]
pub struct Kinds {
    list: Vec<Kind>,
    /// By [`Place`].
    places: [Kind; Place::ALL.len()],
    words: words::Words,
    /// Of the site's own files.
    needed_words: Vec<NeededWords>,
    /// Where the site's own descriptions name a symbol.
    own_icons: Vec<(Arc<SourceText>, Text)>,
}

impl Kinds {
    pub fn all(&self) -> impl DoubleEndedIterator<Item = Kind> + '_ {
        self.list.iter().copied()
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The kinds whose entries have a list.
    pub fn sections(&self) -> impl Iterator<Item = Kind> + '_ {
        self.all().filter(|kind| kind.has_section())
    }

    /// The kinds of what an author publishes.
    pub fn content(&self) -> impl Iterator<Item = Kind> + '_ {
        self.all().filter(|kind| kind.is_content())
    }

    pub fn names(&self) -> Vec<&'static str> {
        self.all().map(Kind::name).collect()
    }

    pub fn folders(&self) -> Vec<&'static str> {
        self.all().map(Kind::folder).collect()
    }

    /// Names under which a URL segment can be set: the folders of the kinds and the computed indexes.
    pub fn segments(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.all().map(Kind::folder).chain(self.choice_pages().map(ChoiceField::pages)).chain(SEGMENTS)
    }

    pub fn from_folder(&self, folder: &str) -> Option<Kind> {
        self.all().find(|kind| kind.folder() == folder)
    }

    /// By name, or by folder as people also write it (`schools:` for `school:`).
    pub fn from_name(&self, name: &str) -> Option<Kind> {
        self.all().find(|kind| kind.name() == name || kind.folder() == name)
    }

    /// The kind whose entries are schools, organisations or topics.
    pub fn of_place(&self, place: Place) -> Kind {
        self.places[place as usize]
    }

    /// The kinds with a field that plays a role.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = Kind> + '_ {
        self.all().filter(move |kind| kind.has(role))
    }

    /// The fields with a page for each of their choices.
    pub fn choice_pages(&self) -> impl Iterator<Item = ChoiceField> + '_ {
        self.choices().filter(|choice| choice.field().pages.is_some())
    }

    /// The fields that narrow lists and a search by their choices, or by the texts that entries say in them.
    pub fn facets(&self) -> impl Iterator<Item = ChoiceField> + '_ {
        self.choices().filter(|choice| choice.field().facet.is_some())
    }

    fn choices(&self) -> impl Iterator<Item = ChoiceField> + '_ {
        self.all().flat_map(|kind| {
            let fields = kind.shape().own();
            let chosen = fields.filter(|(_, field)| !field.choices().is_empty() || field.facet.is_some());
            chosen.map(move |(number, _)| ChoiceField { kind, number })
        })
    }

    /// Words for what the descriptions give none in any language.
    pub fn default_words(&self) -> impl Iterator<Item = (String, String)> + '_ {
        self.all().flat_map(words::defaults)
    }

    /// What the site's own descriptions need words for.
    pub fn needed_words(&self) -> &[NeededWords] {
        &self.needed_words
    }

    /// The field of a kind that is called so in one of the languages: `mokykla` is `school`. In any case form.
    pub fn labelled(&self, kind: Kind, label: &str) -> Option<&'static str> {
        self.words.iter().find_map(|(language, messages)| {
            let stemmer = Stemmer::new(language);
            let stems = |text: &str| -> Vec<String> {
                words_of(text).map(|word| stemmer.stem(&fold(&lower(word.text)))).collect()
            };
            let asked = stems(&label.replace('_', " "));
            let is_it = |field: &&Field| {
                let label = messages.text(&format!("{}.label", field.key));
                label.is_some_and(|label| stems(label) == asked)
            };
            kind.shape().fields.iter().find(is_it).map(|field| field.name)
        })
    }

    /// The symbols that the site's own descriptions name, which a theme may lack.
    pub fn own_icons(&self) -> &[(Arc<SourceText>, Text)] {
        &self.own_icons
    }

    /// What the descriptions say in a language: titles of kinds, labels of fields.
    pub fn words(&self, language: &str) -> Option<&Messages> {
        self.words.get(language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_found_by_number_folder_and_name() {
        let kinds = Kinds::builtin();
        for (at, kind) in kinds.all().enumerate() {
            assert_eq!(kind.number(), at);
            assert_eq!(kinds.from_folder(kind.folder()), Some(kind));
            assert_eq!(kinds.from_name(kind.name()), Some(kind));
        }
        assert_eq!(kinds.from_name("schools").map(Kind::name), Some("school"));
        assert_eq!(kinds.from_name("shool"), None);
    }
}
