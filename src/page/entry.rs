//! An entry's own page.

use std::cell::OnceCell;
use std::sync::Arc;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tera::Value;

use super::body::{Body, EntryData, Place};
use super::documents::Plain;
use super::maker::Maker;
use super::render::Renderer;
use super::texts::Text;
use crate::content_file;
use crate::diagnostics::{Diagnostic, SourceText};
use crate::kind::{self, Kind, Role};
use crate::portal::{EntryId, Found, Index};
use crate::record::Value as Said;
use crate::record::values::{Link as Written, Person};
use crate::theme::FieldsNamed;
use crate::view::{Citation, EntryPage, File, FollowUps, Link, LinkData, PageHead, SeeAlso, Translation};

const RELATED: usize = 6;

impl Renderer {
    /// The view of an entry's page at its address in this language, with the fields that its template names.
    pub(super) fn entry_page(
        &self,
        id: EntryId,
        url: &str,
        named: &FieldsNamed,
    ) -> (Value, Option<Plain>, Vec<Diagnostic>) {
        let maker = &*self.maker;
        let portal = &maker.portal;
        let entry = portal.entry(id);
        let fields = maker.fields(id);
        let own = OnceCell::new();
        let own = || own.get_or_init(|| maker.own(id)).clone();
        let relations = OnceCell::new();
        let relations = || relations.get_or_init(|| maker.relations(id)).clone();
        let Body { html, outline, plain, problems } =
            self.body(id, url, EntryData { own: &own, relations: &relations });
        let text = |name: &str| fields.get(name).and_then(Said::as_text);
        let date = |name: &str| match fields.get(name) {
            Some(Said::Date(date)) => Some(maker.date(date)),
            _ => None,
        };
        let items = |name: &str| fields.get(name).map_or(&[][..], Said::items);
        let links = |name: &str| items(name).iter().filter_map(link).map(|link| maker.outside(link));
        let extra = || match fields.get("extra") {
            Some(Said::Extra(extra)) => (**extra).clone(),
            _ => serde_json::Map::new(),
        };
        let school_year = || entry.school_year().filter(|_| entry.kind.is_content()).map(|year| maker.year(year));
        let attachments = || items("attachments").iter().filter_map(|file| attachment(maker, file)).collect();
        let authors = || items("authors").iter().filter_map(person).map(|person| maker.author(person)).collect();
        let audience = || items("audience").iter().filter_map(Said::as_text).map(|text| maker.prose(text)).collect();
        let page = EntryPage {
            head: self.entry_head(id, url, named),
            schema_org: named.ask("schema_org", || entry.kind.schema_org()),
            card: named.ask("card", || maker.card(id)),
            body: Value::safe_string(&html),
            outline: named.ask("outline", || outline),
            updated: named.ask("updated", || date("updated")),
            reviewed: named.ask("reviewed", || date("reviewed")),
            status: named.ask("status", || fields.status().name().to_owned()),
            school_year: named.ask("school_year", school_year),
            authors: named.ask("authors", authors),
            byline: named.ask("byline", || text("byline").map(|byline| maker.prose(byline))),
            audience: named.ask("audience", audience),
            licence: named.ask("licence", || text("licence").map(str::to_owned)),
            source: named.ask("source", || links("source").next()),
            links: named.ask("links", || links("links").collect()),
            attachments: named.ask("attachments", attachments),
            facts: named.ask("facts", || maker.facts(id, &own())),
            own: named.ask("own", own),
            relations: named.ask("relations", relations),
            inverses: named.ask("inverses", || maker.inverses_of(id)),
            follow_ups: named.ask("follow_ups", || self.follow_ups(id)),
            related: named.ask("related", || self.related(id)),
            backlinks: named.ask("backlinks", || self.backlinks(id)),
            see_also: named.ask("see_also", || self.see_also(id)),
            citation: named.ask("citation", || self.cite(id, url)),
            feedback: named.ask("feedback", || self.feedback(id, url)),
            collections: named.ask("collections", || self.collections(id)),
            previous: named.ask("previous", || self.neighbours(id).0),
            next: named.ask("next", || self.neighbours(id).1),
            extra: named.ask("extra", extra),
        };
        (Value::from_serializable(&page), plain, problems)
    }

    /// An entry's body as it is written.
    pub fn text_of(&self, id: EntryId) -> Text<'_> {
        self.texts.get(self.maker.edition, id)
    }

    /// An entry's body. `shown` gives what it says, for components that show it.
    pub(super) fn body(&self, id: EntryId, url: &str, shown: EntryData<'_>) -> Body {
        let text = self.text_of(id);
        self.body_at(text.source, text.body, Some(text.title), url, shown)
    }

    /// A body on the page at `url`.
    pub(super) fn body_at(
        &self,
        source: &Arc<SourceText>,
        body: &content_file::Body,
        title: Option<&str>,
        url: &str,
        shown: EntryData<'_>,
    ) -> Body {
        let place = Place { source, body: &body.range, url, title, shown };
        self.bodies.make(self, place)
    }

    fn entry_head(&self, id: EntryId, url: &str, named: &FieldsNamed) -> PageHead {
        let maker = &*self.maker;
        let entry = maker.portal.entry(id);
        let description = maker.fields(id).text(Role::Summary).map(|summary| maker.prose(summary));
        let title = maker.prose(maker.record(id).title());
        let breadcrumbs = if named.has("breadcrumbs") { self.way_to(id, &title, url) } else { Vec::new() };
        let mut head = self.head(entry.kind.name(), title, url, description, breadcrumbs);
        head.translations = self.translations(|edition| maker.portal.routes.in_edition(edition, id).map(str::to_owned));
        head
    }

    /// From the section, over the topics above a topic, to the entry itself.
    fn way_to(&self, id: EntryId, title: &str, url: &str) -> Vec<Link> {
        let maker = &*self.maker;
        let kind = maker.portal.kind(id);
        let mut way = Vec::new();
        if kind.has_section() {
            way.push(self.section_link(kind));
        }
        if kind.is(kind::Place::Topic) {
            way.extend(maker.portal.indexes.topics.ancestors(id).into_iter().map(|above| maker.link(above)));
        }
        let own = LinkData { title: title.to_owned(), url: Some(maker.href(url)), ..LinkData::default() };
        way.push(own.into());
        way
    }

    pub(super) fn section_link(&self, kind: Kind) -> Link {
        let url = Some(self.maker.index_url(Index::Section(kind)));
        LinkData { title: self.maker.section_title(kind), url, ..LinkData::default() }.into()
    }

    /// The same page in each language that has it; none when there is only one.
    pub(super) fn translations(&self, path: impl Fn(usize) -> Option<String>) -> Vec<Translation> {
        let portal = &self.maker.portal;
        let all: Vec<_> = portal
            .editions
            .iter()
            .enumerate()
            .filter_map(|(at, edition)| {
                let path = path(at)?;
                Some(Translation {
                    lang: edition.language.clone(),
                    title: self.prepared.language_titles[at].clone(),
                    absolute: self.absolute(&path),
                    url: self.maker.href(&path),
                    current: at == self.maker.edition,
                })
            })
            .collect();
        if all.len() > 1 { all } else { Vec::new() }
    }

    /// The neighbours in the section's list: „previous“ is the one that stands before.
    fn neighbours(&self, id: EntryId) -> (Option<Link>, Option<Link>) {
        let maker = &*self.maker;
        let kind = maker.portal.kind(id);
        if !kind.has_section() {
            return (None, None);
        }
        let list = self.section(kind);
        let Ok(at) = list.binary_search_by_key(&maker.edition().rank(id), |other| maker.edition().rank(*other)) else {
            return (None, None);
        };
        let link = |at: Option<usize>| at.and_then(|at| list.get(at)).map(|id| maker.link(*id));
        (link(at.checked_sub(1)), link(at.checked_add(1)))
    }

    fn follow_ups(&self, id: EntryId) -> Option<FollowUps> {
        let maker = &*self.maker;
        if !maker.portal.kind(id).is_learned_at(&maker.portal.kinds) {
            return None;
        }
        let practices = maker.portal.practices_from(id);
        if practices.is_empty() && !maker.portal.has_begun(id) {
            return None;
        }
        let schools = maker.portal.schools_of(&practices).len();
        let text = if practices.is_empty() {
            maker.words.say("follow_ups_none")
        } else {
            maker.words.count("follow_ups", schools)
        };
        let title = maker.words.get(&format!("follow_ups_titles.{}", maker.portal.kind(id).name()), &[], None);
        let title = title.unwrap_or_else(|| maker.words.say("follow_ups_title"));
        Some(FollowUps { title, text, schools, practices: maker.cards(maker.edition().sorted(practices)) })
    }

    fn related(&self, id: EntryId) -> Vec<Value> {
        self.maker.cards(self.related_ids(id))
    }

    fn related_ids(&self, id: EntryId) -> Vec<EntryId> {
        let portal = &self.maker.portal;
        let kind = portal.kind(id);
        if kind.index().is_some() || kind.has(Role::Items) {
            // Their pages list what belongs to them; only what an author relates stands beside that.
            return portal.named_related(id);
        }
        let shown = portal.practices_from(id);
        portal.related(id, RELATED).into_iter().filter(|other| !shown.contains(other)).collect()
    }

    /// What is related and what names this entry, in one list.
    fn see_also(&self, id: EntryId) -> Vec<SeeAlso> {
        let mut ids = self.related_ids(id);
        ids.extend(self.naming_ids(id).into_iter().filter(|other| !ids.contains(other)).collect::<Vec<_>>());
        let other = |other: EntryId| SeeAlso {
            link: self.maker.link(other),
            kind_title: self.maker.words.say(&format!("kind.{}", self.maker.portal.kind(other).name())),
            reason: self.reason(id, other),
        };
        ids.into_iter().map(other).collect()
    }

    /// What another entry has to do with this one: the nearest tie is told.
    fn reason(&self, id: EntryId, other: EntryId) -> String {
        let maker = &*self.maker;
        let portal = &maker.portal;
        let say = |key: &str| maker.words.say(&format!("reason.{key}"));
        let names = |from: EntryId, to: EntryId, role: Option<Role>| {
            portal.outgoing(from).any(|edge| edge.other == to && role.is_none_or(|role| edge.role == role))
        };
        if names(id, other, Some(Role::Related)) {
            return say("chosen");
        }
        if names(id, other, None) {
            return say("named");
        }
        if names(other, id, None) {
            return say("names");
        }
        let shared = |role: Role| maker.targets(id, role).into_iter().find(|target| names(other, *target, Some(role)));
        if let Some(topic) = shared(Role::Topic) {
            return maker.words.say_with("reason.topic", &[("topic", maker.link(topic).title.clone())]);
        }
        if shared(Role::By).is_some() { say("school") } else { say("alike") }
    }

    fn cite(&self, id: EntryId, url: &str) -> Citation {
        let title = self.maker.prose(self.maker.record(id).title());
        self.maker.citation(id, &title, self.absolute(url).as_deref())
    }

    /// The address of the settings; a message gets the page as its subject.
    fn feedback(&self, id: EntryId, url: &str) -> Option<String> {
        let feedback = self.maker.portal.config.feedback.as_ref()?;
        if feedback.contains("://") {
            return Some(feedback.clone());
        }
        let page = self.absolute(url).unwrap_or_else(|| url.to_owned());
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let subject = encoded(self.maker.record(id).title());
        Some(format!("mailto:{feedback}?subject={subject}&body={}", encoded(&page)))
    }

    fn collections(&self, id: EntryId) -> Vec<Link> {
        let holders = self.maker.portal.incoming(id).filter(|edge| edge.role == Role::Item);
        self.maker.links(holders.map(|edge| edge.other))
    }

    /// What names this entry and is not listed on its page already.
    fn backlinks(&self, id: EntryId) -> Vec<Link> {
        self.maker.links(self.naming_ids(id))
    }

    fn naming_ids(&self, id: EntryId) -> Vec<EntryId> {
        let portal = &self.maker.portal;
        let kind = portal.kind(id);
        let naming: Vec<_> = self.maker.naming(id).into_iter().flat_map(|(_, ids)| ids).collect();
        let listed = |other: EntryId| portal.listed_on(id).contains(&other) || naming.contains(&other);
        let named = portal.incoming(id).filter(|edge| {
            let by_role = match edge.role {
                Role::Body | Role::Related | Role::Named => true,
                // A page that shows what was promised lists who names it.
                Role::About => !kind.has(Role::Promised),
                _ => false,
            };
            by_role && !listed(edge.other)
        });
        self.maker.edition().sorted(named.map(|edge| edge.other))
    }
}

fn link(value: &Said<Found>) -> Option<&Written> {
    match value {
        Said::Link(link) => Some(link),
        _ => None,
    }
}

fn person(value: &Said<Found>) -> Option<&Person<Found>> {
    match value {
        Said::Person(person) => Some(person),
        _ => None,
    }
}

fn attachment(maker: &Maker, value: &Said<Found>) -> Option<File> {
    match value {
        Said::Attachment(attachment) => maker.attachment(attachment),
        _ => None,
    }
}
