//! The fields of a kind: their types, and what the program may do with each.

use super::{Kind, Role};

/// The fields of a kind or of a row.
#[derive(Debug, Default)]
pub struct Shape {
    /// Those of all kinds first.
    pub fields: Vec<Field>,
    /// Of each group one field at least must be there; fields by their numbers.
    pub one_of: Vec<Vec<u16>>,
    /// The field that a bare value stands for, where a table is meant.
    pub short: Option<u16>,
    /// By role, as they are looked up most.
    roles: Vec<Option<u16>>,
}

/// One field.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own that a description has")]
pub struct Field {
    pub name: &'static str,
    pub ty: Type,
    /// A list; one value may stand for a list of one.
    pub many: bool,
    pub required: bool,
    pub role: Option<Role>,
    /// Words of the author: they get the typography of their language.
    pub prose: bool,
    /// Its words can be found.
    pub search: bool,
    /// A translation may say something else here.
    pub translated: bool,
    /// Name of the facet that narrows a search by it.
    pub facet: Option<&'static str>,
    /// Shown on cards.
    pub card: Option<OnCard>,
    /// Name of the index that has a page for each choice.
    pub pages: Option<&'static str>,
    /// Name of the list, on the page of a named entry, of the entries that name it here.
    pub inverse: Option<&'static str>,
    /// Shown among the facts of a page without a template of its own.
    pub facts: bool,
    /// Described by the site, so that no template of the program shows it.
    pub is_own: bool,
    /// Where its words stand among the messages.
    pub key: &'static str,
}

/// How a card shows a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnCard {
    Words,
    /// The highest of the chosen ones, as a level out of all; descriptions list the lowest first.
    Level,
}

/// Ways of cards as descriptions write them.
pub const ON_CARDS: [(&str, OnCard); 2] = [("words", OnCard::Words), ("level", OnCard::Level)];

/// What a field holds.
#[derive(Debug, Clone, Copy)]
pub enum Type {
    Text,
    /// A text or a whole number, such as a grade.
    Label,
    /// Taken as it is written.
    Code,
    Whole,
    Flag,
    Date {
        /// `true` says that it happened, and not when.
        or_yes: bool,
    },
    Window,
    Every,
    Clock,
    /// A whole number, or words where nobody counted.
    Count,
    /// A number, or words where nobody counted.
    Measure,
    Money,
    Url,
    Email,
    Country,
    Choice(&'static [&'static str]),
    /// One of the kinds.
    Kind,
    File,
    Municipality,
    Reference {
        kinds: KindSet,
        /// A plain name where no entry has it.
        or_name: bool,
    },
    Person,
    Link,
    Attachment,
    Image,
    Menu,
    Extra,
    Row(&'static Shape),
}

/// Some of the kinds; none means any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KindSet(u64);

impl KindSet {
    pub const ANY: Self = Self(0);
    /// More kinds than this a site cannot have.
    pub const MOST: usize = 64;

    pub fn of(numbers: impl IntoIterator<Item = usize>) -> Self {
        Self(numbers.into_iter().fold(0, |set, number| set | 1 << (number % Self::MOST)))
    }

    pub fn is_any(self) -> bool {
        self.0 == 0
    }

    pub fn contains(self, kind: Kind) -> bool {
        self.is_any() || self.0 & 1 << kind.number() != 0
    }
}

impl From<Kind> for KindSet {
    fn from(kind: Kind) -> Self {
        Self::of([kind.number()])
    }
}

impl Shape {
    /// No fields.
    pub const EMPTY: Self = Self { fields: Vec::new(), one_of: Vec::new(), short: None, roles: Vec::new() };

    pub fn new(fields: Vec<Field>, one_of: Vec<Vec<u16>>, short: Option<u16>) -> Self {
        let mut roles = vec![None; Role::WRITTEN];
        for (at, field) in (0..).zip(&fields) {
            if let Some(role) = field.role {
                roles[role as usize].get_or_insert(at);
            }
        }
        Self { fields, one_of, short, roles }
    }

    /// The number of a field.
    pub fn number(&self, name: &str) -> Option<u16> {
        (0..).zip(&self.fields).find(|(_, field)| field.name == name).map(|(at, _)| at)
    }

    pub fn field(&self, number: u16) -> &Field {
        &self.fields[usize::from(number)]
    }

    /// The first field that plays a role.
    pub fn role(&self, role: Role) -> Option<u16> {
        self.roles.get(role as usize).copied().flatten()
    }

    pub fn has(&self, role: Role) -> bool {
        self.role(role).is_some()
    }

    pub fn names(&self) -> Vec<&'static str> {
        self.fields.iter().map(|field| field.name).collect()
    }

    /// The numbers of the fields that are a kind's own.
    pub fn own(&self) -> impl Iterator<Item = (u16, &Field)> {
        (0..).zip(&self.fields).filter(|(_, field)| !field.is_common())
    }
}

impl Field {
    /// Every kind has it.
    pub fn is_common(&self) -> bool {
        self.key.starts_with(COMMON)
    }

    /// The shape of its rows.
    pub fn rows(&self) -> Option<&'static Shape> {
        match self.ty {
            Type::Row(shape) => Some(shape),
            _ => None,
        }
    }

    /// The words among which a value is chosen.
    pub fn choices(&self) -> &'static [&'static str] {
        match self.ty {
            Type::Choice(words) => words,
            _ => &[],
        }
    }
}

/// Beginning of the keys of the fields that every kind has.
const COMMON: &str = "field.common.";

/// The types by the names that descriptions use, and whether their values are words of the author.
pub const TYPES: [&str; 27] = [
    "text",
    "label",
    "code",
    "whole",
    "flag",
    "date",
    "window",
    "every",
    "clock",
    "count",
    "measure",
    "money",
    "url",
    "email",
    "country",
    "choice",
    "kind",
    "file",
    "municipality",
    "reference",
    "person",
    "link",
    "attachment",
    "image",
    "menu",
    "extra",
    "row",
];

impl Type {
    /// Its name in descriptions, one of [`TYPES`].
    pub fn name(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Label => "label",
            Self::Code => "code",
            Self::Whole => "whole",
            Self::Flag => "flag",
            Self::Date { .. } => "date",
            Self::Window => "window",
            Self::Every => "every",
            Self::Clock => "clock",
            Self::Count => "count",
            Self::Measure => "measure",
            Self::Money => "money",
            Self::Url => "url",
            Self::Email => "email",
            Self::Country => "country",
            Self::Choice(_) => "choice",
            Self::Kind => "kind",
            Self::File => "file",
            Self::Municipality => "municipality",
            Self::Reference { .. } => "reference",
            Self::Person => "person",
            Self::Link => "link",
            Self::Attachment => "attachment",
            Self::Image => "image",
            Self::Menu => "menu",
            Self::Extra => "extra",
            Self::Row(_) => "row",
        }
    }

    /// A translation says it in its own words, and does not merely repeat a fact of the original.
    pub fn is_translated(&self) -> bool {
        matches!(
            self,
            Self::Text
                | Self::Label
                | Self::Code
                | Self::Clock
                | Self::Count
                | Self::Measure
                | Self::Url
                | Self::Email
                | Self::File
                | Self::Person
                | Self::Link
                | Self::Attachment
                | Self::Image
                | Self::Extra
        )
    }

    /// It can be said in a few words.
    pub fn has_words(&self) -> bool {
        !matches!(
            self,
            Self::Url
                | Self::Email
                | Self::File
                | Self::Person
                | Self::Link
                | Self::Attachment
                | Self::Image
                | Self::Menu
                | Self::Flag
                | Self::Extra
                | Self::Row(_)
        )
    }

    /// Words of the author, which get the typography of their language.
    pub fn is_prose(&self) -> bool {
        matches!(self, Self::Text | Self::Label | Self::Count | Self::Measure)
    }

    /// Words that readers look for.
    pub fn is_searched(&self) -> bool {
        matches!(self, Self::Text | Self::Label | Self::Measure | Self::Attachment)
    }
}
