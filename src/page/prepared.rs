//! What is the same for all pages of a language, made from the portal before any template is.

use std::sync::Arc;

use tera::Value;

use super::maker::Maker;
use super::plan::{Letter, letters};
use crate::kind::Kind;
use crate::portal::{EntryId, Index, Portal};
use crate::theme::{LanguageWords, Words};
use crate::view;

/// A portal in one language, ready for its pages.
pub struct Prepared {
    pub(super) maker: Arc<Maker>,
    pub(super) letters: Vec<Letter>,
    pub(super) sections: Vec<view::Section>,
    pub(super) site_title: String,
    /// Own names of the languages, by edition.
    pub(super) language_titles: Vec<String>,
    /// By kind: what its section lists, in order.
    pub(super) lists: Vec<Vec<EntryId>>,
    /// What templates get as `site`.
    pub(super) site: Value,
}

impl Prepared {
    pub fn new(portal: &Arc<Portal>, edition: usize, words: &Arc<LanguageWords>, all_words: &Words) -> Self {
        let originals = portal.editions.iter().map(|edition| all_words.get(&edition.language).unwrap_or(words));
        let originals = originals.cloned().collect();
        let maker = Arc::new(Maker::new(portal, edition, words, originals));
        let lists =
            portal.kinds.all().map(|kind| maker.edition().sorted(portal.of_kind(kind).iter().copied())).collect();
        let title = |language: &str| {
            let words = all_words.get(language);
            words.map_or_else(|| language.to_owned(), |words| words.say("language.title"))
        };
        let language_titles: Vec<_> = portal.editions.iter().map(|edition| title(&edition.language)).collect();
        let sections = sections(&maker);
        let site = super::site::site_view(&maker, &sections, &language_titles);
        let (site_title, site) = (site.title.clone(), Value::from_serializable(&site));
        let letters = if portal.config.indexes.letters { letters(portal, edition) } else { Vec::new() };
        Self { maker, letters, sections, site_title, language_titles, lists, site }
    }
}

fn sections(maker: &Maker) -> Vec<view::Section> {
    let kinds = maker.portal.kinds.sections().filter(|kind| !maker.portal.of_kind(*kind).is_empty());
    let section = |kind: Kind| view::Section {
        kind: kind.name().to_owned(),
        title: maker.section_title(kind),
        url: maker.index_url(Index::Section(kind)),
        icon: kind.icon().to_owned(),
        count: maker.portal.of_kind(kind).len(),
    };
    kinds.map(section).collect()
}
