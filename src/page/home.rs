//! The home page, the page for what is not there, and old addresses.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::render::Renderer;
use crate::kind::{Place, Role};
use crate::portal::{EntryId, Index};
use crate::view::{CountedLink, HomePage, Link, LinkData, NotFoundPage, RedirectPage};

const LATEST: usize = 6;
const EXAMPLES: usize = 3;
const UPCOMING: usize = 4;
const COLLECTIONS: usize = 4;
const MUNICIPALITIES: usize = 12;

impl Renderer {
    pub(super) fn home_page(&self, url: &str) -> (HomePage, Vec<crate::diagnostics::Diagnostic>) {
        let maker = &*self.maker;
        let portal = &maker.portal;
        let (body, problems) = self.section_body(None, url, 1);
        let text = self.section_text(None);
        let title = text.and_then(|text| text.title.as_ref()).map(|title| maker.prose(title));
        let description =
            text.and_then(|text| text.summary.as_ref()).or(portal.config.named_in(&maker.words.language).1);
        let mut head = self.head(
            "home",
            title.unwrap_or_else(|| self.prepared.site_title.clone()),
            url,
            maker.opt_prose(description),
            Vec::new(),
        );
        head.translations = self.translations(|edition| Some(portal.routes.index(edition, Index::Home)));
        let page = HomePage {
            head,
            body,
            examples: self.examples(),
            latest: maker.cards(self.latest()),
            upcoming: maker.cards(portal.upcoming().into_iter().take(UPCOMING)),
            due: maker.cards(maker.edition().sorted(portal.due())),
            collections: maker.cards(self.collected().into_iter().take(COLLECTIONS)),
            topics: self.top_topics(),
            municipalities: self.top_municipalities(),
            sections: self.prepared.sections.clone(),
        };
        (page, problems)
    }

    /// Entries that hold others, in the order of their sections.
    fn collected(&self) -> Vec<EntryId> {
        let kinds = self.maker.portal.kinds.with_role(Role::Items);
        kinds.flat_map(|kind| self.section(kind)).copied().collect()
    }

    /// The newest of what is published and current, across kinds.
    fn latest(&self) -> Vec<EntryId> {
        let maker = &*self.maker;
        let candidates = maker.portal.kinds.content().flat_map(|kind| {
            let current = |id: &&EntryId| {
                let entry = maker.portal.entry(**id);
                // What is still to come has a list of its own.
                let past = entry.date().is_none_or(|date| date.first_day() <= maker.portal.today);
                past && entry.record.status() != crate::record::Status::Archived
            };
            self.section(kind).iter().filter(current).take(LATEST)
        });
        let mut ids: Vec<_> = candidates.copied().collect();
        maker.newest_first(&mut ids);
        ids.truncate(LATEST);
        ids
    }

    /// The topics that most entries are about, the narrowest ones: the broad ones stand on the page anyway.
    fn examples(&self) -> Vec<Link> {
        let maker = &*self.maker;
        let topics = &maker.portal.indexes.topics;
        let is_narrow = |id: &EntryId| topics.children.get(id).is_none_or(Vec::is_empty);
        let of_topics = maker.portal.kinds.of_place(Place::Topic);
        let narrow = maker.portal.of_kind(of_topics).iter().copied().filter(is_narrow);
        let mut counted: Vec<_> =
            maker.edition().sorted(narrow).into_iter().map(|id| maker.counted_topic(id)).collect();
        counted.sort_by_key(|topic| std::cmp::Reverse(topic.count));
        let search = maker.index_url(Index::Search);
        let query = |topic: CountedLink| {
            let url = format!("{search}?q={}", utf8_percent_encode(&topic.title, NON_ALPHANUMERIC));
            LinkData { title: topic.title, url: Some(url), lang: topic.lang, ..LinkData::default() }.into()
        };
        { counted }.into_iter().filter(|topic| topic.count > 0).take(EXAMPLES).map(query).collect()
    }

    pub(super) fn top_topics(&self) -> Vec<CountedLink> {
        let maker = &*self.maker;
        let roots = maker.portal.indexes.topics.roots.clone();
        maker.edition().sorted(roots).into_iter().map(|id| maker.counted_topic(id)).collect()
    }

    /// Municipalities with entries, in the order of the settings; none where the settings leave out their index.
    pub(super) fn counted_municipalities(&self) -> Vec<CountedLink> {
        let portal = &self.maker.portal;
        if !portal.config.indexes.municipalities {
            return Vec::new();
        }
        let filled = portal.indexes.by_municipality.iter().enumerate().filter(|(_, ids)| !ids.is_empty());
        filled.map(|(at, ids)| CountedLink::new(&self.maker.municipality(at), ids.len())).collect()
    }

    fn top_municipalities(&self) -> Vec<CountedLink> {
        let maker = &*self.maker;
        let mut counted = self.counted_municipalities();
        let locale = &maker.words.locale;
        counted.sort_by_cached_key(|item| (std::cmp::Reverse(item.count), locale.sort_key(&item.title)));
        counted.truncate(MUNICIPALITIES);
        counted
    }

    pub(super) fn not_found_page(&self, url: &str) -> NotFoundPage {
        let title = self.maker.words.say("not_found.title");
        let mut head = self.head("404", title, url, None, Vec::new());
        head.noindex = true;
        head.canonical = None;
        NotFoundPage { head }
    }

    pub(super) fn redirect_page(&self, id: EntryId, url: &str) -> RedirectPage {
        let target: Link = self.maker.link(id);
        let title = self.maker.words.say("redirect.title");
        let mut head = self.head("redirect", title, url, None, Vec::new());
        head.noindex = true;
        head.canonical = self.absolute(self.maker.portal.routes.nearest(self.maker.edition, id));
        RedirectPage { head, target }
    }
}
