//! Ways to narrow the list of a kind, and the lists that they lead to: made when the site is built, so that they need no script.

use super::plan::Owner;
use super::render::Renderer;
use crate::kind::{ChoiceField, Kind, Order, Place};
use crate::portal::{EntryId, Index};
use crate::view::{CountedLink, NarrowGroup, Narrowing, SectionPage, SortLink};

impl Renderer {
    /// How the list of a kind can be narrowed. `chosen` is the value that it is narrowed to.
    pub(super) fn narrowing(&self, kind: Kind, chosen: Option<(ChoiceField, u16)>) -> Narrowing {
        let facets = self.maker.portal.kinds.facets().filter(|field| field.kind == kind);
        let facets = facets.map(|field| self.by_facet(field, chosen));
        let places = [self.by_municipality(kind), self.by_year(kind)];
        let groups = std::iter::once(self.by_topic(kind)).chain(facets).chain(places);
        Narrowing {
            groups: groups.filter(|group| group.items.len() > 1).collect(),
            search: self.search_of(kind, chosen),
        }
    }

    /// Where the search goes on from here.
    fn search_of(&self, kind: Kind, chosen: Option<(ChoiceField, u16)>) -> Option<String> {
        let portal = &self.maker.portal;
        let url = portal.config.search.enabled.then(|| self.maker.index_url(Index::Search))?;
        let facet = chosen
            .map_or(String::new(), |(field, value)| format!("&{}={}", field.facet(), portal.value_slug(field, value)));
        Some(format!("{url}?kind={}{facet}", kind.name()))
    }

    fn by_facet(&self, field: ChoiceField, chosen: Option<(ChoiceField, u16)>) -> NarrowGroup {
        let maker = &*self.maker;
        let portal = &maker.portal;
        let item = |(value, ids): (u16, &[EntryId])| {
            let has_pages = field.field().pages.is_some();
            let url = if has_pages {
                maker.choice(field, value).url
            } else {
                Some(maker.href(&portal.narrowed(maker.edition, field, value)))
            };
            let title = maker.value_title(field, value);
            CountedLink {
                title,
                url,
                count: ids.len(),
                lang: None,
                text: None,
                current: chosen == Some((field, value)),
            }
        };
        NarrowGroup {
            name: field.facet().to_owned(),
            title: maker.words.say(&format!("search.facet.{}", field.facet())),
            items: portal.narrowing(field).into_iter().map(item).collect(),
        }
    }

    fn by_topic(&self, kind: Kind) -> NarrowGroup {
        let portal = &self.maker.portal;
        let topics = self.maker.edition().sorted(portal.of_place(Place::Topic).iter().copied());
        self.by_owner("topic", kind, topics.into_iter().map(Owner::Entry))
    }

    fn by_municipality(&self, kind: Kind) -> NarrowGroup {
        let portal = &self.maker.portal;
        let all = 0..portal.config.municipalities.len();
        let owners = all.filter(|_| portal.config.indexes.municipalities).map(Owner::Municipality);
        let mut group = self.by_owner("municipality", kind, owners);
        group.items.sort_by_cached_key(|item| self.maker.words.locale.sort_key(&item.title));
        group
    }

    fn by_year(&self, kind: Kind) -> NarrowGroup {
        let portal = &self.maker.portal;
        let years = portal.indexes.by_year.keys().rev().filter(|_| portal.config.indexes.years);
        self.by_owner("year", kind, years.map(|year| Owner::Year(*year)))
    }

    /// The entries of a kind that belong to each of some owners stand on its page, or on one of their own.
    fn by_owner(&self, name: &str, kind: Kind, owners: impl Iterator<Item = Owner>) -> NarrowGroup {
        let maker = &*self.maker;
        let portal = &maker.portal;
        let item = |owner: Owner| {
            let count = owner.entries(portal).iter().filter(|id| portal.kind(**id) == kind).count();
            let path = owner.path(portal, maker.edition);
            // What is not translated has only the page of its original.
            let has_lists = !matches!(owner, Owner::Entry(id) if portal.routes.in_edition(maker.edition, id).is_none());
            let url = if has_lists && count > portal.config.group_size {
                maker.href(&format!("{path}{}/", portal.routes.segment(maker.edition, kind.folder())))
            } else {
                format!("{}#group-{}", maker.href(&path), kind.name())
            };
            let link = self.owner_link(owner);
            let lang = link.lang.clone();
            (count > 1).then(|| CountedLink {
                title: link.title.clone(),
                url: Some(url),
                count,
                lang,
                text: None,
                current: false,
            })
        };
        NarrowGroup {
            name: name.to_owned(),
            title: maker.words.say(&format!("search.facet.{name}")),
            items: owners.filter_map(item).collect(),
        }
    }

    /// The orders in which a list stands. `titles` is the one of this page.
    pub(super) fn sorts(&self, kind: Kind, titles: bool) -> Vec<SortLink> {
        if kind.order() != Order::Newest || self.section(kind).len() < 2 {
            return Vec::new();
        }
        let link = |name: &str, index: Index, current: bool| SortLink {
            title: self.maker.words.say(&format!("sort.{name}")),
            url: self.maker.index_url(index),
            current,
        };
        vec![link("newest", Index::Section(kind), !titles), link("title", Index::Titles(kind), titles)]
    }

    /// The whole list in the order of titles.
    pub(super) fn titles_page(&self, kind: Kind, number: usize, url: &str) -> SectionPage {
        let mut ids = self.section(kind).to_vec();
        ids.sort_unstable_by_key(|id| self.maker.edition().title_rank(*id));
        let list = self.maker.portal.routes.index(self.maker.edition, Index::Titles(kind));
        let title = self.maker.words.say_with("sort.titled", &[("title", self.maker.section_title(kind))]);
        let page = self.part_of_section(kind, &ids, &list, title, number, url);
        SectionPage { sorts: self.sorts(kind, true), narrowing: self.narrowing(kind, None), ..page }
    }

    /// The list of a kind, narrowed to a value of a facet.
    pub(super) fn narrowed_page(&self, field: ChoiceField, value: u16, number: usize, url: &str) -> SectionPage {
        let maker = &*self.maker;
        let ids = maker.portal.choices(field).find(|(at, _)| *at == value).map_or(&[][..], |(_, ids)| ids);
        let ids = maker.edition().sorted(ids.iter().copied());
        let list = maker.portal.narrowed(maker.edition, field, value);
        let facet = maker.words.say(&format!("search.facet.{}", field.facet()));
        let args =
            [("title", maker.section_title(field.kind)), ("facet", facet), ("value", maker.value_title(field, value))];
        let title = maker.words.say_with("narrow.titled", &args);
        let page = self.part_of_section(field.kind, &ids, &list, title, number, url);
        SectionPage { narrowing: self.narrowing(field.kind, Some((field, value))), ..page }
    }

    /// A view of a section: search engines need only the section itself.
    fn part_of_section(
        &self,
        kind: Kind,
        ids: &[EntryId],
        list: &str,
        title: String,
        number: usize,
        url: &str,
    ) -> SectionPage {
        let (entries, pager) = self.slice(ids, list, number);
        let mut head = self.list_head("section", title, number, url, vec![self.section_link(kind)], list);
        head.noindex = true;
        SectionPage {
            head,
            kind: Some(kind.name().to_owned()),
            body: tera::Value::safe_string(""),
            count: ids.len(),
            count_text: self.maker.count_of(kind, ids.len()),
            entries: self.maker.cards(entries),
            pager,
            sorts: Vec::new(),
            narrowing: Narrowing::default(),
        }
    }
}
