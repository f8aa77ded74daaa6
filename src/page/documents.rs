//! What the search can find: every published entry in each language that it has a page in.
//!
//! Gives texts and numbers; must not know how they are stored or ranked.

use std::cmp::Reverse;

use super::maker::Maker;
use super::plan::{Page, Subject};
use super::render::Renderer;
use crate::date::{Edtf, SchoolYear};
use crate::kind::{ChoiceField, Kind, Place, Role};
use crate::markdown;
use crate::portal::{EntryId, Map, Portal};
use crate::record::Value as Said;
use crate::record::values::Count;
use crate::search::{Document, Edition, Input, KIND, Value};

/// Characters of a lead that stands for a missing summary.
const LEAD: usize = 140;

/// What results can be narrowed by. The numbers are the places of the values in their lists.
const FACETS: [&str; 5] = [KIND, "school", "municipality", "topic", "year"];

/// The values of the facets by entry.
type Facets = Vec<Vec<u32>>;

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
    /// What the pictures show.
    pub pictures: String,
}

impl From<markdown::Document> for Plain {
    fn from(document: markdown::Document) -> Self {
        Self::new(&document.outline, document.text, document.pictures)
    }
}

impl Plain {
    pub fn new(outline: &[markdown::Heading], text: String, pictures: String) -> Self {
        Self { headings: outline.iter().map(|heading| heading.text.clone()).collect(), text, pictures }
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
            facets: facet_names(portal),
            synonyms: synonyms(portal),
            scripts: portal.offline,
        }
    }

    /// The number of the document that a page shows, if it shows one.
    pub fn number(&self, page: &Page) -> Option<usize> {
        let Subject::Entry(id) = page.subject else { return None };
        self.numbers.get(&(page.edition, id)).copied()
    }

    /// One of [`Input::count`].
    pub fn document(&self, at: usize) -> Document {
        let (edition, id) = self.list[at];
        let Renderer { maker, bodies, texts, .. } = &self.renderers[edition];
        self.document_of(at, bodies.read(maker, texts.get(edition, id)).into())
    }

    /// The same, of a body that was read before.
    pub fn document_of(&self, at: usize, plain: Plain) -> Document {
        let (edition, id) = self.list[at];
        let maker = &*self.renderers[edition].maker;
        let (entry, fields) = (self.portal().entry(id), maker.fields(id));
        let Plain { headings, text: mut body, pictures } = plain;
        let summary = fields.text(Role::Summary).map(|text| maker.prose_of(id, text));
        let lead = summary.clone().unwrap_or_else(|| cut(&body));
        body.push('\n');
        body.push_str(&pictures);
        body.push_str(&date_words(maker, entry.date()));
        for text in fields.searched() {
            body.push_str(text);
            body.push('\n');
        }
        Document {
            url: maker.url(id),
            id: entry.id().to_owned(),
            title: maker.prose_of(id, maker.record(id).title()),
            lead: cut(&lead),
            kind: entry.kind.number(),
            kind_name: kind_name(maker, entry.kind),
            language: maker.words.language.clone(),
            editions: self.found_in(edition, id),
            date: entry.date().map(|date| (date.first_day().to_string(), maker.words.locale.date(date))),
            owner: owner(maker, id),
            names: names(maker, id),
            headings,
            summary: summary.unwrap_or_default(),
            body,
            facets: self.facets[id.index()].clone(),
            valid_until: fields.date_of(Role::ValidUntil).map(|date| days(date.last_day())),
        }
    }

    fn portal(&self) -> &Portal {
        &self.renderers[0].maker.portal
    }

    /// A bit per edition: an original is found wherever it is not translated.
    fn found_in(&self, edition: usize, id: EntryId) -> u32 {
        let (routes, original) = (&self.portal().routes, self.portal().entry(id).edition);
        let stands_in = |at: &usize| *at == edition || (edition == original && routes.in_edition(*at, id).is_none());
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
    let links = [Place::School, Place::Organisation].into_iter().flat_map(|place| maker.behind(id, place));
    links.map(|link| link.title.clone()).collect::<Vec<_>>().join(", ")
}

/// Names of what an entry belongs to, with their other names.
fn names(maker: &Maker, id: EntryId) -> Vec<String> {
    let portal = &maker.portal;
    // What others are found by, it is found by itself: its own name counts as much as it does for them.
    let mut names = own_names(portal, maker.edition, id);
    let linked = portal.outgoing(id).filter(|edge| edge.role != Role::Related && edge.role != Role::Body);
    let mut ids: Vec<_> = linked.map(|edge| edge.other).collect();
    let topics: Vec<_> = maker.targets(id, Role::Topic);
    ids.extend(topics.iter().flat_map(|topic| portal.indexes.topics.ancestors(*topic)));
    ids.sort_unstable();
    ids.dedup();
    for other in ids.into_iter().filter(|other| portal.is_visible(*other)) {
        names.extend(own_names(portal, maker.edition, other));
    }
    let authors = maker.fields(id).get("authors").map_or(&[][..], Said::items);
    names.extend(authors.iter().filter_map(Said::as_text).map(str::to_owned));
    if !portal.kind(id).is_said_in_queries() {
        names.push(maker.words.say(&format!("kind.{}", portal.kind(id).name())));
    }
    if let Some(date) = portal.entry(id).date() {
        names.push(date.first_day().year().to_string());
    }
    names.extend(hours(maker, id));
    names.extend(portal.school_year(id).map(|year| maker.words.locale.school_year(year)));
    let municipalities = portal.indexes.municipalities[id.index()].iter();
    names.extend(municipalities.map(|at| portal.config.municipalities[*at].short.clone()));
    names
}

/// The name of a kind of work.
fn kind_name(maker: &Maker, kind: Kind) -> String {
    if kind.is_said_in_queries() { maker.words.say(&format!("kind.{}", kind.name())) } else { String::new() }
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

/// How long it takes, in the words that readers ask for it with: „40 val.“, „40 valandų“.
fn hours(maker: &Maker, id: EntryId) -> Option<String> {
    let hours = match maker.fields(id).role(Role::Hours)? {
        Said::Count(Count::Number(number)) => number.to_string(),
        Said::Count(Count::Words(words)) => words.to_string(),
        _ => return None,
    };
    maker.words.get("search.lasting.hours", &[("hours", hours)], None)
}

/// What an entry is called: its title, then other names.
fn own_names(portal: &Portal, edition: usize, id: EntryId) -> Vec<String> {
    let entry = portal.entry(id);
    let title = entry.in_language(&portal.editions[edition].language).title();
    std::iter::once(title).chain(portal.fields(edition, id).names()).map(str::to_owned).collect()
}

/// Days since 1970-01-01.
pub fn days(date: jiff::civil::Date) -> i32 {
    (date - jiff::civil::date(1970, 1, 1)).get_days()
}

/// Names of one thing each.
fn synonyms(portal: &Portal) -> Vec<Vec<String>> {
    let named = Place::ALL.into_iter().flat_map(|place| portal.of_place(place));
    let mut groups: Vec<Vec<String>> = Vec::new();
    for id in named {
        let written = (0..portal.editions.len()).filter(|at| portal.routes.in_edition(*at, *id).is_some());
        groups.extend(written.map(|edition| own_names(portal, edition, *id)));
    }
    // The words of a full name, such as „rajono“, say less of an entry than those in its text.
    let named = portal.config.municipalities.iter().zip(&portal.indexes.by_municipality);
    let in_use = named.filter(|(_, ids)| !ids.is_empty());
    groups.extend(in_use.map(|(municipality, _)| vec![municipality.short.clone(), municipality.title.clone()]));
    groups.retain(|names| names.len() > 1);
    groups
}

/// The values of every facet as this language shows them; their numbers are the same in all languages.
fn edition(maker: &Maker) -> Edition {
    let portal = &maker.portal;
    let topics = portal.of_place(Place::Topic);
    let places: Map<EntryId, usize> = topics.iter().copied().zip(0..).collect();
    let topic = |id: &EntryId| Value {
        parent: portal.indexes.topics.ancestors(*id).last().map(|above| number(places[above])),
        ..entry(maker, *id)
    };
    let year = |year: &SchoolYear| value(&year.to_string(), maker.words.locale.school_year(*year));
    let municipalities = &portal.config.municipalities;
    let mut values: Vec<Vec<_>> = vec![
        portal.kinds.all().map(|kind| value(kind.name(), maker.section_title(kind))).collect(),
        portal.of_place(Place::School).iter().map(|id| entry(maker, *id)).collect(),
        municipalities.iter().map(|one| value(&one.id, maker.prose(&one.short))).collect(),
        topics.iter().map(topic).collect(),
        portal.indexes.by_year.keys().map(year).collect(),
    ];
    let choices = |field: ChoiceField| {
        portal
            .choices(field)
            .map(move |(choice, _)| value(portal.value_slug(field, choice), maker.value_title(field, choice)))
    };
    values.extend(portal.kinds.facets().map(|field| choices(field).collect()));
    Edition { language: maker.words.language.clone(), values }
}

/// The names of the facets: those of every site, then those of fields.
fn facet_names(portal: &Portal) -> Vec<String> {
    let of_fields = portal.kinds.facets().map(ChoiceField::facet);
    FACETS.into_iter().chain(of_fields).map(str::to_owned).collect()
}

fn entry(maker: &Maker, id: EntryId) -> Value {
    value(maker.portal.entry(id).id(), &maker.link(id).title)
}

fn value(id: &str, title: impl Into<String>) -> Value {
    Value { id: id.to_owned(), title: title.into(), parent: None }
}

/// The values by entry, numbered as in [`edition`].
fn facets(portal: &Portal) -> Vec<Facets> {
    let mut all: Vec<Facets> = vec![vec![Vec::new(); FACETS.len() + portal.kinds.facets().count()]; portal.len()];
    let mut note = |facet: usize, at: usize, ids: &[EntryId]| {
        for id in ids {
            all[id.index()][facet].push(number(at));
        }
    };
    let [of_kind, of_school, of_municipality, of_topic, of_year] = [0, 1, 2, 3, 4];
    for kind in portal.kinds.all() {
        note(of_kind, kind.number(), portal.of_kind(kind));
    }
    let indexes = &portal.indexes;
    for (at, id) in portal.of_place(Place::School).iter().enumerate() {
        note(of_school, at, indexes.by_school.get(id).map_or(&[], Vec::as_slice));
        // A school is found among what is its own, and so is a topic.
        note(of_school, at, &[*id]);
    }
    let topics: Map<EntryId, usize> = portal.of_place(Place::Topic).iter().copied().zip(0..).collect();
    for (id, at) in &topics {
        note(of_topic, *at, indexes.by_topic.get(id).map_or(&[], Vec::as_slice));
        for above in indexes.topics.ancestors(*id).iter().chain([id]) {
            note(of_topic, topics[above], &[*id]);
        }
    }
    for (at, ids) in indexes.by_municipality.iter().enumerate() {
        note(of_municipality, at, ids);
    }
    for (at, ids) in indexes.by_year.values().enumerate() {
        note(of_year, at, ids);
    }
    for (facet, field) in (FACETS.len()..).zip(portal.kinds.facets()) {
        for (at, (_, ids)) in portal.choices(field).enumerate() {
            note(facet, at, ids);
        }
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
