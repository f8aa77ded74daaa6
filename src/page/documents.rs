//! What the search can find: every published entry in each language that it has a page in.
//!
//! Gives texts and numbers; must not know how they are stored or ranked.

use std::cmp::Reverse;

use super::maker::Maker;
use super::plan::{Page, Subject};
use super::render::Renderer;
use crate::date::Edtf;
use crate::diagnostics::Diagnostic;
use crate::markdown;
use crate::portal::{EntryId, Map, Portal};
use crate::record::kinds::{Evidence, word};
use crate::record::{Kind, Own, Record, Role};
use crate::search::{Document, Edition, FACETS, Facet, Input, Value};

/// Characters of a lead that stands for a missing summary.
const LEAD: usize = 140;

/// The values of the facets by entry.
type Facets = [Vec<u32>; FACETS];

/// Everything that can be found, the newest first.
pub struct Documents {
    renderers: Vec<Renderer>,
    /// Edition and entry.
    list: Vec<(usize, EntryId)>,
    numbers: Map<(usize, EntryId), usize>,
    facets: Vec<Facets>,
}

/// What is found in a body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plain {
    pub headings: Vec<String>,
    pub text: String,
}

impl From<markdown::Document> for Plain {
    fn from(document: markdown::Document) -> Self {
        Self::new(&document.outline, document.text)
    }
}

impl Plain {
    pub fn new(outline: &[markdown::Heading], text: String) -> Self {
        Self { headings: outline.iter().map(|heading| heading.text.clone()).collect(), text }
    }
}

impl Documents {
    /// `renderers` are those of one site, one a language.
    pub fn new(renderers: &[Renderer]) -> Self {
        let portal = &*renderers[0].maker.portal;
        let written = |(edition, id): &(usize, EntryId)| portal.routes.in_edition(*edition, *id).is_some();
        let visible = || portal.ids().filter(|id| portal.is_visible(*id));
        let editions = 0..renderers.len();
        let mut list: Vec<_> =
            editions.flat_map(|edition| visible().map(move |id| (edition, id))).filter(written).collect();
        let day = |id: EntryId| portal.day(id);
        list.sort_by_cached_key(|(edition, id)| (Reverse(day(*id)), portal.editions[*edition].rank(*id), *edition));
        let numbers = list.iter().copied().zip(0..).collect();
        Self { renderers: renderers.to_vec(), list, numbers, facets: facets(portal) }
    }

    /// What all documents have in common.
    pub fn input(&self) -> Input {
        let portal = self.portal();
        let language = |renderer: &Renderer| renderer.maker.words.language.clone();
        Input {
            count: self.list.len(),
            languages: self.renderers.iter().map(language).collect(),
            editions: self.renderers.iter().map(|renderer| edition(&renderer.maker)).collect(),
            synonyms: synonyms(portal),
            scripts: portal.offline,
        }
    }

    /// The number of the document that a page shows, if it shows one.
    pub fn number(&self, page: &Page) -> Option<usize> {
        let Subject::Entry(id) = page.subject else { return None };
        self.numbers.get(&(page.edition, id)).copied()
    }

    /// One of [`Input::count`]; a problem where its body can no longer be read.
    pub fn document(&self, at: usize) -> Result<Document, Diagnostic> {
        let (edition, id) = self.list[at];
        let Renderer { maker, bodies, texts, .. } = &self.renderers[edition];
        let body = bodies.read(maker, texts, texts.get(edition, id))?;
        Ok(self.document_of(at, body.into()))
    }

    /// The same, of a body that was read before.
    pub fn document_of(&self, at: usize, plain: Plain) -> Document {
        let (edition, id) = self.list[at];
        let maker = &*self.renderers[edition].maker;
        let (entry, record) = (self.portal().entry(id), maker.record(id));
        let Plain { headings, text: mut body } = plain;
        let summary = record.common.summary.as_ref().map(|text| maker.prose_of(id, text));
        let lead = summary.clone().unwrap_or_else(|| cut(&body));
        body.push_str(&date_words(maker, entry.date()));
        for text in record.prose() {
            body.push_str(text);
            body.push('\n');
        }
        Document {
            url: maker.url(id),
            id: entry.id().to_owned(),
            title: maker.prose_of(id, &record.common.title),
            lead: cut(&lead),
            kind: entry.kind as usize,
            kind_name: kind_name(maker, entry.kind),
            language: maker.words.language.clone(),
            editions: self.found_in(edition, id),
            date: entry.date().map(|date| (date.first_day().to_string(), maker.words.locale.date(date))),
            owner: owner(maker, id),
            names: names(maker, id, record),
            headings,
            summary: summary.unwrap_or_default(),
            body,
            facets: self.facets[id.index()].clone(),
            valid_until: valid_until(&entry.record),
        }
    }

    fn portal(&self) -> &Portal {
        &self.renderers[0].maker.portal
    }

    /// A bit per edition: an original is found wherever it is not translated.
    fn found_in(&self, edition: usize, id: EntryId) -> u32 {
        let routes = &self.portal().routes;
        let stands_in = |at: &usize| *at == edition || (edition == 0 && routes.in_edition(*at, id).is_none());
        (0..self.renderers.len().min(32)).filter(stands_in).fold(0, |mask, at| mask | 1 << at)
    }
}

/// The beginning of a text, cut between words.
fn cut(text: &str) -> String {
    let text = text.trim();
    let Some((end, _)) = text.char_indices().nth(LEAD) else { return text.replace('\n', " ") };
    let end = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{}…", text[..end].trim_end().replace('\n', " "))
}

/// Who it is by, as shown under the title.
fn owner(maker: &Maker, id: EntryId) -> String {
    let links = [Kind::School, Kind::Organisation].into_iter().flat_map(|kind| maker.behind(id, kind));
    links.map(|link| link.title.clone()).collect::<Vec<_>>().join(", ")
}

/// Names of what an entry belongs to, with their other names.
fn names(maker: &Maker, id: EntryId, record: &Record) -> Vec<String> {
    let portal = &maker.portal;
    // What others are found by, it is found by itself: its own name counts as much as it does for them.
    let mut names: Vec<String> = record.names().into_iter().map(str::to_owned).collect();
    let linked = portal.outgoing(id).filter(|edge| edge.role != Role::Related && edge.role != Role::Body);
    let mut ids: Vec<_> = linked.map(|edge| edge.other).collect();
    let topics: Vec<_> = maker.targets(id, Role::Topic);
    ids.extend(topics.iter().flat_map(|topic| portal.indexes.topics.ancestors(*topic)));
    ids.sort_unstable();
    ids.dedup();
    for other in ids.into_iter().filter(|other| portal.is_visible(*other)) {
        names.extend(maker.record(other).names().into_iter().map(str::to_owned));
    }
    names.extend(record.common.authors.iter().map(|person| person.name.clone()));
    if !is_work(portal.kind(id)) {
        names.push(maker.words.say(&format!("kind.{}", portal.kind(id).name())));
    }
    if let Some(date) = portal.entry(id).date() {
        names.push(date.first_day().year().to_string());
    }
    names.extend(portal.school_year(id).map(|year| maker.words.locale.school_year(year)));
    let municipalities = portal.indexes.municipalities[id.index()].iter();
    names.extend(municipalities.map(|at| portal.config.municipalities[*at].title.clone()));
    names
}

/// The name of a kind of work.
fn kind_name(maker: &Maker, kind: Kind) -> String {
    if is_work(kind) { maker.words.say(&format!("kind.{}", kind.name())) } else { String::new() }
}

/// Whether a query with the kind's name means its entries. The word for a school stands in every other query, and means none there.
fn is_work(kind: Kind) -> bool {
    !matches!(kind, Kind::School | Kind::Topic | Kind::Page)
}

/// A date in the words that readers ask for it with: „2024 metai“, „gegužė“. The day is no part of it: it would be found as a mere number.
fn date_words(maker: &Maker, date: Option<&Edtf>) -> String {
    let parts = date.into_iter().flat_map(|date| std::iter::once(date.start()).chain(date.end()));
    let mut words: Vec<String> = parts
        .map(|part| {
            let year = maker.words.get("search.dated.in_year", &[("year", part.year().to_string())], None);
            let month = part.month().and_then(|month| maker.words.locale.month(month));
            format!("{} {}\n", year.unwrap_or_default(), month.unwrap_or_default())
        })
        .collect();
    words.dedup();
    words.concat()
}

fn valid_until(record: &Record) -> Option<i32> {
    let Own::Programme(programme) = &record.own else { return None };
    programme.valid_until.map(|date| days(date.last_day()))
}

/// Days since 1970-01-01.
pub fn days(date: jiff::civil::Date) -> i32 {
    (date - jiff::civil::date(1970, 1, 1)).get_days()
}

/// Names of one thing each.
fn synonyms(portal: &Portal) -> Vec<Vec<String>> {
    let named = [Kind::School, Kind::Organisation, Kind::Topic].into_iter().flat_map(|kind| portal.of_kind(kind));
    let mut groups: Vec<Vec<String>> = Vec::new();
    for id in named {
        let entry = portal.entry(*id);
        let records = std::iter::once(&entry.record).chain(entry.translations.values());
        groups.extend(records.map(|record| record.names().into_iter().map(str::to_owned).collect()));
    }
    groups.retain(|names| names.len() > 1);
    groups
}

/// The values of every facet as this language shows them; their numbers are the same in all languages.
fn edition(maker: &Maker) -> Edition {
    let portal = &maker.portal;
    let topics = portal.of_kind(Kind::Topic);
    let mut values: [Vec<Value>; FACETS] = Default::default();
    values[Facet::Kind as usize] = Kind::all().map(|kind| value(kind.name(), maker.section_title(kind))).collect();
    values[Facet::School as usize] = entries(maker, portal.of_kind(Kind::School));
    values[Facet::Municipality as usize] =
        portal.config.municipalities.iter().map(|one| value(&one.id, maker.prose(&one.short))).collect();
    values[Facet::Topic as usize] = entries(maker, topics);
    let places: Map<EntryId, usize> = topics.iter().copied().zip(0..).collect();
    for (topic, value) in topics.iter().zip(&mut values[Facet::Topic as usize]) {
        value.parent = portal.indexes.topics.ancestors(*topic).last().map(|above| number(places[above]));
    }
    values[Facet::Year as usize] = portal
        .indexes
        .by_year
        .keys()
        .map(|year| value(&year.to_string(), maker.words.locale.school_year(*year)))
        .collect();
    let level = |level: &Evidence| value(word(*level), maker.evidence(*level).title);
    values[Facet::Evidence as usize] = portal.indexes.by_evidence.keys().map(level).collect();
    Edition { language: maker.words.language.clone(), values }
}

fn entries(maker: &Maker, ids: &[EntryId]) -> Vec<Value> {
    ids.iter().map(|id| value(maker.portal.entry(*id).id(), &maker.link(*id).title)).collect()
}

fn value(id: &str, title: impl Into<String>) -> Value {
    Value { id: id.to_owned(), title: title.into(), parent: None }
}

/// The values by entry, numbered as in [`edition`].
fn facets(portal: &Portal) -> Vec<Facets> {
    let mut all: Vec<Facets> = vec![Default::default(); portal.len()];
    let mut note = |facet: Facet, at: usize, ids: &[EntryId]| {
        for id in ids {
            all[id.index()][facet as usize].push(number(at));
        }
    };
    for kind in Kind::all() {
        note(Facet::Kind, kind as usize, portal.of_kind(kind));
    }
    let indexes = &portal.indexes;
    for (at, id) in portal.of_kind(Kind::School).iter().enumerate() {
        note(Facet::School, at, indexes.by_school.get(id).map_or(&[], Vec::as_slice));
        // A school is found among what is its own, and so is a topic.
        note(Facet::School, at, &[*id]);
    }
    let topics: Map<EntryId, usize> = portal.of_kind(Kind::Topic).iter().copied().zip(0..).collect();
    for (id, at) in &topics {
        note(Facet::Topic, *at, indexes.by_topic.get(id).map_or(&[], Vec::as_slice));
        for above in indexes.topics.ancestors(*id).iter().chain([id]) {
            note(Facet::Topic, topics[above], &[*id]);
        }
    }
    for (at, ids) in indexes.by_municipality.iter().enumerate() {
        note(Facet::Municipality, at, ids);
    }
    for (at, ids) in indexes.by_year.values().enumerate() {
        note(Facet::Year, at, ids);
    }
    for (at, ids) in indexes.by_evidence.values().enumerate() {
        note(Facet::Evidence, at, ids);
    }
    for values in all.iter_mut().flatten() {
        values.sort_unstable();
        values.dedup();
    }
    all
}

/// Numbers of values are small.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
