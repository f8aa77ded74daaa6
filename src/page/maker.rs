//! The parts that views are made of, in one language: links, dates, counts, files, groups.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use foldhash::fast::RandomState;
use tera::Value;

use super::own::FactCommon;
use crate::date::Edtf;
use crate::kind::{Kind, Kinds, Type};
use crate::portal::{Asset, Edition, EntryId, Index, LinkTarget, Portal};
use crate::record::Record;
use crate::record::destination::encode;
use crate::theme::LanguageWords;
use crate::view;

/// What all pages and cards of a kind have in common.
pub(super) struct KindCommon {
    /// Of their pages.
    pub template: String,
    pub name: Value,
    pub title: Value,
    pub icon: Value,
    pub facts: Vec<FactCommon>,
}

impl KindCommon {
    fn new(kind: Kind, words: &LanguageWords) -> Self {
        Self {
            template: format!("{}.html", kind.name()),
            name: kind.name().into(),
            title: words.say(&format!("kind.{}", kind.name())).into(),
            icon: kind.icon().into(),
            facts: FactCommon::all(kind, words),
        }
    }
}

/// Makes views of a portal in one language. Cards, links and dates are made once and shared.
pub struct Maker {
    pub portal: Arc<Portal>,
    pub edition: usize,
    pub words: Arc<LanguageWords>,
    /// The words of every edition, for texts that are not translated.
    originals: Vec<Arc<LanguageWords>>,
    /// By kind.
    pub(super) kinds: Vec<KindCommon>,
    /// By kind: the names of the lists of entries that name one, with the kinds and fields in which they do.
    pub(super) inverses: Vec<Vec<(&'static str, Kind, u16)>>,
    /// The empty list.
    pub(super) nothing: Value,
    cards: Vec<OnceLock<Value>>,
    links: Vec<OnceLock<view::Link>>,
    municipalities: Vec<OnceLock<view::Link>>,
    dates: RwLock<HashMap<Edtf, view::Date, RandomState>>,
}

impl Maker {
    pub fn new(
        portal: &Arc<Portal>,
        edition: usize,
        words: &Arc<LanguageWords>,
        originals: Vec<Arc<LanguageWords>>,
    ) -> Self {
        let entries = portal.len();
        Self {
            portal: Arc::clone(portal),
            edition,
            words: Arc::clone(words),
            originals,
            kinds: portal.kinds.all().map(|kind| KindCommon::new(kind, words)).collect(),
            inverses: inverses(&portal.kinds),
            nothing: Value::from(Vec::<Value>::new()),
            cards: unmade(entries),
            links: unmade(entries),
            municipalities: unmade(portal.config.municipalities.len()),
            dates: RwLock::default(),
        }
    }

    pub fn edition(&self) -> &Edition {
        &self.portal.editions[self.edition]
    }

    /// The record to show: the translation, or the original where there is none.
    pub fn record(&self, id: EntryId) -> &Record {
        let entry = self.portal.entry(id);
        if self.edition == 0 { &entry.record } else { entry.in_language(&self.edition().language) }
    }

    /// Language of an entry's text where it is not this edition's.
    pub fn foreign(&self, id: EntryId) -> Option<String> {
        let translated = self.portal.routes.in_edition(self.edition, id).is_some();
        (!translated).then(|| self.portal.editions[self.portal.entry(id).edition].language.clone())
    }

    /// Address of an entry: its page in this language, or the original's.
    pub fn url(&self, id: EntryId) -> String {
        self.url_in(self.edition, id)
    }

    /// The same for another language.
    pub fn url_in(&self, edition: usize, id: EntryId) -> String {
        self.href(self.portal.routes.nearest(edition, id))
    }

    /// An address as it is written into a page.
    pub fn href(&self, path: &str) -> String {
        let folder = path.is_empty() || path.ends_with('/');
        let path = encode(path);
        if self.portal.offline && folder { format!("{path}index.html") } else { path.into_owned() }
    }

    /// Where a link of the menu leads; nothing where that is not published.
    pub fn menu_url(&self, url: &str) -> Option<String> {
        let (path, rest) = match self.portal.menu_link(url) {
            Ok(LinkTarget::Entry { id, edition, rest }) => {
                let edition = edition.unwrap_or(self.edition);
                (self.portal.is_visible(id).then(|| self.url_in(edition, id))?, rest)
            }
            Ok(LinkTarget::Asset { asset, rest }) => (asset.visible.then(|| asset.url.clone())?, rest),
            Ok(LinkTarget::Static { name, rest }) => (self.href(name), rest),
            Ok(LinkTarget::Address { path, rest }) => {
                let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
                let is_file = last.contains('.');
                (self.href(if is_file { path.trim_end_matches('/') } else { &path }), rest)
            }
            Ok(LinkTarget::Elsewhere) | Err(_) => return Some(url.to_owned()),
        };
        Some(path + &rest)
    }

    pub fn index_url(&self, index: Index) -> String {
        self.href(&self.portal.routes.index(self.edition, index))
    }

    pub fn link(&self, id: EntryId) -> view::Link {
        self.links[id.index()].get_or_init(|| self.make_link(id).into()).clone()
    }

    fn make_link(&self, id: EntryId) -> view::LinkData {
        view::LinkData {
            title: self.prose_of(id, self.record(id).title()),
            url: Some(self.url(id)),
            external: false,
            lang: self.foreign(id),
            kind: Some(self.portal.kind(id).name()),
            place: None,
        }
    }

    pub fn links(&self, ids: impl IntoIterator<Item = EntryId>) -> Vec<view::Link> {
        self.edition().sorted(ids).into_iter().map(|id| self.link(id)).collect()
    }

    pub fn municipality(&self, at: usize) -> view::Link {
        self.municipalities[at].get_or_init(|| self.make_municipality(at).into()).clone()
    }

    fn make_municipality(&self, at: usize) -> view::LinkData {
        let municipality = &self.portal.config.municipalities[at];
        let published =
            self.portal.config.indexes.municipalities && !self.portal.indexes.by_municipality[at].is_empty();
        let url = published
            .then(|| self.href(&self.portal.routes.below(self.edition, Index::Municipalities, &municipality.id)));
        view::LinkData { title: self.prose(&municipality.short), url, ..view::LinkData::default() }
    }

    pub fn year(&self, year: crate::date::SchoolYear) -> view::Link {
        let url = self.portal.config.indexes.years.then(|| self.index_url(Index::Year(year)));
        view::LinkData { title: self.words.locale.school_year(year), url, ..view::LinkData::default() }.into()
    }

    pub fn date(&self, date: &Edtf) -> view::Date {
        let known = self.dates.read().unwrap_or_else(PoisonError::into_inner).get(date).cloned();
        known.unwrap_or_else(|| {
            let made = self.make_date(date).into();
            self.dates.write().unwrap_or_else(PoisonError::into_inner).entry(*date).or_insert(made).clone()
        })
    }

    fn make_date(&self, date: &Edtf) -> view::DateData {
        view::DateData { text: self.words.locale.date(date), machine: date.datetime(), edtf: date.to_string() }
    }

    pub fn opt_date(&self, date: Option<&Edtf>) -> Option<view::Date> {
        date.map(|date| self.date(date))
    }

    /// Text of an author with the quotes, dashes and spaces of the language.
    pub fn prose(&self, text: &str) -> String {
        self.words.typography.plain(text).into_owned()
    }

    /// Text of an entry in the typography of the language that it is shown in.
    pub fn prose_of(&self, id: EntryId, text: &str) -> String {
        let translated = self.portal.routes.in_edition(self.edition, id).is_some();
        let words = if translated { &self.words } else { &self.originals[self.portal.entry(id).edition] };
        words.typography.plain(text).into_owned()
    }

    pub fn opt_prose(&self, text: Option<&String>) -> Option<String> {
        text.map(|text| self.prose(text))
    }

    pub fn file_of(&self, asset: &Asset, title: String) -> view::File {
        view::File {
            title,
            url: asset.url.clone(),
            external: false,
            format: format_of(&asset.url),
            size: Some(self.words.locale.file_size(asset.file.len)),
        }
    }

    pub fn card(&self, id: EntryId) -> Value {
        self.cards[id.index()].get_or_init(|| Value::from_serializable(&self.make_card(id))).clone()
    }

    pub fn cards(&self, ids: impl IntoIterator<Item = EntryId>) -> Vec<Value> {
        ids.into_iter().map(|id| self.card(id)).collect()
    }

    /// Entries grouped by kind, each group with its first ones; `owner` is the address below which the rest stands.
    pub fn groups(&self, ids: impl IntoIterator<Item = EntryId>, owner: Option<&str>) -> Vec<view::Group> {
        let ids = self.edition().sorted(ids);
        let kinds = ids.chunk_by(|a, b| self.portal.kind(*a) == self.portal.kind(*b));
        kinds.map(|ids| self.group(self.portal.kind(ids[0]), ids, owner)).collect()
    }

    fn group(&self, kind: Kind, ids: &[EntryId], owner: Option<&str>) -> view::Group {
        let shown = if owner.is_some() { ids.len().min(self.portal.config.group_size) } else { ids.len() };
        let more = owner
            .filter(|_| shown < ids.len())
            .map(|owner| self.href(&format!("{owner}{}/", self.portal.routes.segment(self.edition, kind.folder()))));
        view::Group {
            kind: kind.name().to_owned(),
            title: self.section_title(kind),
            icon: kind.icon().to_owned(),
            count: ids.len(),
            count_text: self.count_of(kind, ids.len()),
            entries: self.cards(ids[..shown].iter().copied()),
            more,
        }
    }

    pub fn section_title(&self, kind: Kind) -> String {
        let own = self.portal.section_text(self.edition, Some(kind)).and_then(|section| section.title.as_deref());
        own.map_or_else(|| self.words.say(&format!("section.{}", kind.name())), |title| self.prose(title))
    }

    pub fn count_of(&self, kind: Kind, count: usize) -> String {
        self.words.count(&format!("count.{}", kind.name()), count)
    }
}

fn unmade<T>(count: usize) -> Vec<OnceLock<T>> {
    std::iter::repeat_with(OnceLock::new).take(count).collect()
}

fn inverses(kinds: &Kinds) -> Vec<Vec<(&'static str, Kind, u16)>> {
    let of = |named: Kind| {
        let fields = kinds.all().flat_map(|kind| kind.shape().own().map(move |(number, field)| (kind, number, field)));
        let naming = fields.filter_map(|(kind, number, field)| match field.ty {
            Type::Reference { kinds, .. } if kinds.contains(named) => Some((field.inverse?, kind, number)),
            _ => None,
        });
        naming.collect()
    };
    kinds.all().map(of).collect()
}

/// The ending of a file's name in capitals; empty when it has none.
pub fn format_of(name: &str) -> String {
    let name = name.split(['?', '#']).next().unwrap_or(name);
    let file = name.rsplit('/').next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && (1..=5).contains(&ending.len()) => ending.to_uppercase(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::format_of;

    #[test]
    fn the_format_is_the_ending() {
        assert_eq!(format_of("a/b.tar.pdf"), "PDF");
        assert_eq!(format_of("https://x.lt/plan.docx?x=1"), "DOCX");
        assert_eq!(format_of("https://x.lt/"), "");
        assert_eq!(format_of(".htaccess"), "");
    }
}
