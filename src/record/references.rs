//! Every place where a record names another entry, with the part the other plays and the kinds it may be.

use super::kinds::Own;
use super::values::{Party, Person, Reference};
use super::{Kind, Record};

/// The part that the named entry plays for the one that names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Topic,
    /// A school that did it, or that it is about.
    School,
    Organisation,
    LearnedAt,
    AdaptedFrom,
    Provider,
    Accreditor,
    Organiser,
    Host,
    About,
    Coordinator,
    Funder,
    Agency,
    Partner,
    Predecessor,
    Project,
    Membership,
    Successor,
    Parent,
    Item,
    Curator,
    Author,
    Related,
    /// Linked to from the body.
    Body,
}

/// One place that names another entry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mention<'r> {
    pub role: Role,
    pub reference: &'r Reference,
    /// Kinds that the other may be; empty means any.
    pub kinds: &'static [Kind],
    /// A plain name is allowed where no entry has it.
    pub or_name: bool,
}

const SCHOOL: &[Kind] = &[Kind::School];
const ORGANISATION: &[Kind] = &[Kind::Organisation];
const PARTY: &[Kind] = &[Kind::Organisation, Kind::School];
const LEARNING: &[Kind] = &[Kind::Conference, Kind::Programme, Kind::Project];
const TOPIC: &[Kind] = &[Kind::Topic];
const PROJECT: &[Kind] = &[Kind::Project];
const PRACTICE: &[Kind] = &[Kind::Practice];
const ANY: &[Kind] = &[];

#[derive(Default)]
struct Mentions<'r>(Vec<Mention<'r>>);

impl<'r> Mentions<'r> {
    fn add(&mut self, role: Role, kinds: &'static [Kind], references: impl IntoIterator<Item = &'r Reference>) {
        let mention = |reference| Mention { role, reference, kinds, or_name: false };
        self.0.extend(references.into_iter().map(mention));
    }

    fn parties(&mut self, role: Role, parties: impl IntoIterator<Item = &'r Party>) {
        let mention = |party: &'r Party| Mention { role, reference: &party.0, kinds: PARTY, or_name: true };
        self.0.extend(parties.into_iter().map(mention));
    }

    fn people(&mut self, people: &'r [Person]) {
        self.add(Role::Author, SCHOOL, people.iter().filter_map(|person| person.school.as_ref()));
        self.add(Role::Author, ORGANISATION, people.iter().filter_map(|person| person.organisation.as_ref()));
    }
}

impl Record {
    /// All references of the front matter, in the order of the contract.
    pub fn mentions(&self) -> Vec<Mention<'_>> {
        let mut mentions = Mentions::default();
        mentions.add(Role::Topic, TOPIC, &self.common.topics);
        mentions.people(&self.common.authors);
        self.own.mention(&mut mentions);
        mentions.add(Role::Related, ANY, &self.common.related);
        mentions.0
    }
}

impl Own {
    fn mention<'r>(&'r self, mentions: &mut Mentions<'r>) {
        match self {
            Self::Practice(practice) => {
                mentions.add(Role::School, SCHOOL, &practice.schools);
                mentions.add(Role::Organisation, ORGANISATION, &practice.organisation);
                mentions.add(Role::LearnedAt, LEARNING, &practice.learned_at);
                mentions.add(Role::AdaptedFrom, PRACTICE, &practice.adapted_from);
            }
            Self::Programme(programme) => {
                mentions.add(Role::Provider, PARTY, &programme.provider);
                mentions.parties(Role::Accreditor, &programme.accreditor);
                mentions.add(Role::Project, PROJECT, &programme.project);
            }
            Self::Conference(conference) => {
                mentions.parties(Role::Organiser, &conference.organisers);
                mentions.add(Role::Host, SCHOOL, &conference.host);
                conference.agenda.iter().for_each(|item| mentions.people(&item.speakers));
            }
            Self::Report(report) => mentions.add(Role::About, ANY, &report.about),
            Self::Project(project) => {
                mentions.parties(Role::Coordinator, &project.coordinator);
                mentions.parties(Role::Funder, &project.funder);
                mentions.parties(Role::Agency, &project.agency);
                mentions.add(Role::Partner, PARTY, &project.partners);
                mentions.add(Role::Predecessor, PROJECT, &project.predecessor);
            }
            Self::School(school) => {
                let organisations = school.memberships.iter().filter_map(|member| member.organisation.as_ref());
                mentions.add(Role::Membership, ORGANISATION, organisations);
                mentions.add(Role::Successor, SCHOOL, &school.successor);
            }
            Self::Organisation(organisation) => mentions.parties(Role::Partner, &organisation.partners),
            Self::Topic(topic) => mentions.add(Role::Parent, TOPIC, &topic.parent),
            Self::News(news) => {
                mentions.add(Role::School, SCHOOL, &news.schools);
                mentions.add(Role::Organisation, ORGANISATION, &news.organisations);
            }
            Self::Collection(collection) => {
                mentions.add(Role::Item, ANY, collection.items.iter().filter_map(|item| item.entry.as_ref()));
                mentions.parties(Role::Curator, &collection.curator);
            }
            Self::Cycle(_) | Self::Page(_) => {}
        }
    }
}
