//! What a field means to the portal, whatever its kind and name: the one table of what the program does with a role.

use super::Type;

/// The part that a field plays. Of references it says what the named entry is to the one that names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Whose it is: a practice's school, a programme's provider, a conference's host.
    By,
    /// Takes part: a partner, a funder, an accreditor.
    Part,
    Organiser,
    /// What a report or a programme is about.
    About,
    LearnedAt,
    /// What it goes on from: the practice it was adapted from, the project before it.
    From,
    /// What goes on from it.
    To,
    Topic,
    Parent,
    Member,
    Item,
    Related,
    Title,
    Summary,
    Date,
    Status,
    /// Another name that references may use.
    Name,
    When,
    Period,
    Place,
    /// A line about it on cards.
    Note,
    Type,
    ValidFrom,
    ValidUntil,
    Window,
    Closed,
    Menu,
    Commitments,
    Area,
    Promised,
    Count,
    Kind,
    PartnersQuery,
    Memberships,
    Applied,
    Confirmed,
    Ended,
    /// How long it takes, in hours.
    Hours,
    Items,
    /// Where a person works. Given by the type of the field.
    Author,
    /// Named by a reference without a role.
    Named,
    /// Linked to from the body.
    Body,
    /// Found by a query for partners.
    Found,
}

/// Roles as descriptions write them.
pub const ROLES: [(&str, Role); Role::WRITTEN] = [
    ("by", Role::By),
    ("part", Role::Part),
    ("organiser", Role::Organiser),
    ("about", Role::About),
    ("learned-at", Role::LearnedAt),
    ("from", Role::From),
    ("to", Role::To),
    ("topic", Role::Topic),
    ("parent", Role::Parent),
    ("member", Role::Member),
    ("item", Role::Item),
    ("related", Role::Related),
    ("title", Role::Title),
    ("summary", Role::Summary),
    ("date", Role::Date),
    ("status", Role::Status),
    ("name", Role::Name),
    ("when", Role::When),
    ("period", Role::Period),
    ("place", Role::Place),
    ("note", Role::Note),
    ("type", Role::Type),
    ("valid-from", Role::ValidFrom),
    ("valid-until", Role::ValidUntil),
    ("window", Role::Window),
    ("closed", Role::Closed),
    ("menu", Role::Menu),
    ("commitments", Role::Commitments),
    ("area", Role::Area),
    ("promised", Role::Promised),
    ("count", Role::Count),
    ("kind", Role::Kind),
    ("partners-query", Role::PartnersQuery),
    ("memberships", Role::Memberships),
    ("applied", Role::Applied),
    ("confirmed", Role::Confirmed),
    ("ended", Role::Ended),
    ("hours", Role::Hours),
    ("items", Role::Items),
];

impl Role {
    /// How many of the roles a description can write; they come first.
    pub const WRITTEN: usize = Self::Items as usize + 1;

    /// The types of field that can play it.
    pub fn takes(self, ty: &Type) -> bool {
        match self {
            Self::By
            | Self::Part
            | Self::Organiser
            | Self::About
            | Self::LearnedAt
            | Self::From
            | Self::To
            | Self::Topic
            | Self::Parent
            | Self::Member
            | Self::Item
            | Self::Related => matches!(ty, Type::Reference { .. }),
            Self::Title | Self::Summary | Self::Name | Self::Place | Self::Note | Self::Type | Self::Area => {
                matches!(ty, Type::Text | Type::Label)
            }
            Self::Date
            | Self::When
            | Self::Period
            | Self::ValidFrom
            | Self::ValidUntil
            | Self::Closed
            | Self::Applied
            | Self::Confirmed
            | Self::Ended => matches!(ty, Type::Date { .. }),
            Self::Status => matches!(ty, Type::Choice(_)),
            Self::Window => matches!(ty, Type::Window),
            Self::Menu => matches!(ty, Type::Menu),
            Self::Count | Self::Hours => matches!(ty, Type::Count),
            Self::Kind => matches!(ty, Type::Kind),
            Self::Commitments | Self::Promised | Self::PartnersQuery | Self::Memberships | Self::Items => {
                matches!(ty, Type::Row(_))
            }
            Self::Author | Self::Named | Self::Body | Self::Found => false,
        }
    }

    /// The role without which rows that play this one would mean nothing.
    pub fn needs(self) -> Option<Self> {
        match self {
            Self::Commitments => Some(Self::Title),
            Self::Promised => Some(Self::Kind),
            Self::Memberships => Some(Self::Member),
            Self::Items => Some(Self::Item),
            _ => None,
        }
    }

    /// As descriptions write it.
    pub fn name(self) -> &'static str {
        ROLES.get(self as usize).map_or("", |(name, _)| name)
    }

    /// Several fields of one kind may play it.
    pub fn may_repeat(self) -> bool {
        self == Self::Name || self.takes(&Type::Reference { kinds: super::KindSet::ANY, or_name: false })
    }

    /// A card says whose it is, and the entry belongs to the municipality of the one that did it.
    pub fn is_by(self) -> bool {
        self == Self::By
    }

    /// The entry is listed on the page of a school that plays it.
    pub fn lists_on_school(self) -> bool {
        matches!(self, Self::By | Self::Part | Self::Organiser | Self::Found)
    }

    /// The entry is listed on the page of an organisation that plays it.
    pub fn lists_on_organisation(self) -> bool {
        matches!(self, Self::By | Self::Part | Self::Organiser | Self::About)
    }

    /// An event, programme or project belongs to what a report is about, so that its follow-up is asked for.
    pub fn is_in_chain(self) -> bool {
        matches!(self, Self::By | Self::Organiser | Self::About | Self::From)
    }

    /// The entry counts as work on the project that plays it.
    pub fn is_work_on(self) -> bool {
        matches!(self, Self::LearnedAt | Self::About | Self::Related)
    }

    /// How much likeness it says that this entry names the other.
    pub fn likeness_out(self) -> u32 {
        match self {
            Self::LearnedAt | Self::From | Self::Body => 25,
            _ => 0,
        }
    }

    /// How much likeness it says that the other names this entry.
    pub fn likeness_in(self) -> u32 {
        match self {
            Self::Related | Self::From => 40,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_roles() {
        for (at, (_, role)) in ROLES.iter().enumerate() {
            assert_eq!(*role as usize, at);
        }
    }
}
