//! The page that asks: what leads to every entry without a script.

use super::plan;
use super::render::Renderer;
use crate::kind::Place;
use crate::portal::Index;
use crate::view;

impl Renderer {
    pub(super) fn search_page(&self, url: &str) -> view::SearchPage {
        let maker = &*self.maker;
        let groups = [
            (maker.section_title(maker.portal.kinds.of_place(Place::Topic)), self.top_topics()),
            (maker.section_title(maker.portal.kinds.of_place(Place::School)), self.school_letters()),
            (maker.words.say("index.municipalities"), self.municipality_links()),
            (maker.words.say("index.years"), self.year_links()),
        ];
        let groups = groups.into_iter().filter(|(_, items)| !items.is_empty());
        view::SearchPage {
            head: self.index_head("search", Index::Search, url),
            indexes: groups.map(|(title, items)| view::IndexGroup { title: Some(title), items }).collect(),
        }
    }

    fn school_letters(&self) -> Vec<view::CountedLink> {
        let maker = &*self.maker;
        let kind = maker.portal.kinds.of_place(Place::School);
        let section = maker.index_url(Index::Section(kind));
        let schools = self.section(kind).iter().copied();
        let letters = plan::by_letter(&maker.portal, maker.edition, schools);
        let filled = letters.into_iter().filter(|letter| !letter.entries.is_empty());
        filled
            .map(|letter| view::CountedLink {
                text: None,
                current: false,
                url: Some(format!("{section}#{}", letter.anchor())),
                count: letter.entries.len(),
                title: letter.text,
                lang: None,
            })
            .collect()
    }

    fn municipality_links(&self) -> Vec<view::CountedLink> {
        let mut items = self.counted_municipalities();
        items.sort_by_cached_key(|item| self.maker.words.locale.sort_key(&item.title));
        items
    }

    fn year_links(&self) -> Vec<view::CountedLink> {
        let portal = &self.maker.portal;
        if !portal.config.indexes.years {
            return Vec::new();
        }
        self.counted_years()
    }
}
