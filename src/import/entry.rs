//! An entry made of a document: where it goes, what its front matter says, and what of that is guessed.

use std::collections::HashMap;

use pulldown_cmark::{Event, Options as Syntax, Parser, Tag};

use crate::date::Edtf;
use crate::kind::{Field, Kind, KindSet, Kinds, Place, Role, Type};
use crate::locale::slugify;
use crate::portal::Portal;
use crate::search::words::Stemmer;

use super::block::{Block, Document, Picture, Remark, Remarks, plain, walk};
use super::generators::{Page, dated_name};
use super::guess::{self, Guess, Known, Text};
use super::rows::Mapping;
use super::{markdown, tidy};

/// How much of a text is looked through for what it is about, in bytes.
const LOOKED_THROUGH: usize = 200_000;
/// How many topics are proposed.
const MOST_TOPICS: usize = 3;
/// How often the text must name a topic of one word.
const TOPIC_NAMED: usize = 2;

/// What entries are made for.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    pub kind: Kind,
    /// The site as it is; without it there is nothing to recognise.
    pub portal: Option<&'a Portal>,
    /// A folder below that of the kind.
    pub into: Option<&'a str>,
    /// What stands before the evidence of a guess.
    pub guessed: &'a str,
    pub kinds: &'a Kinds,
    /// The columns of a table that are not called like their fields.
    pub map: &'a [Mapping],
}

/// A new entry, not written yet.
#[derive(Debug)]
pub struct Entry {
    pub kind: Kind,
    pub id: String,
    /// Below the site's root, without what follows from the entry having files.
    folder: String,
    pub text: String,
    pub pictures: Vec<Picture>,
    pub guesses: Vec<Proposal>,
    /// Of the row of a table: its number, and what it says.
    pub row: Option<(usize, Vec<Proposal>)>,
    pub counts: Counts,
    pub remarks: Remarks,
    /// Old addresses.
    pub aliases: Vec<String>,
}

/// A line of front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub field: &'static str,
    /// As TOML.
    pub value: String,
    /// The words that speak for it, where it is guessed.
    pub evidence: Option<String>,
}

/// What was understood.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub headings: usize,
    pub paragraphs: usize,
    pub lists: usize,
    pub tables: usize,
    pub pictures: usize,
    pub notes: usize,
}

impl Entry {
    /// `stem` is the name of the document's file without its ending.
    pub fn new(mut document: Document, stem: &str, options: &Options<'_>) -> Self {
        tidy::tidy(&mut document);
        let title = title(&mut document, stem);
        let mut words = String::new();
        walk(&document.blocks, &mut |spans| {
            words += &plain(spans);
            words.push('\n');
        });
        let counts = Counts::of(&document);
        let body = markdown::write(&document);
        Self::assembled(title, Vec::new(), &words, &body, options).with(document.pictures, counts, document.remarks)
    }

    /// Of a page of another generator.
    pub fn of_page(mut page: Page, stem: &str, options: &Options<'_>) -> Self {
        let title = match page.title.take() {
            Some(title) => Guess { value: title, evidence: String::new() },
            None => of_name(dated_name(stem).map_or(stem, |(_, rest)| rest)),
        };
        let topics = page.topics.iter().filter_map(|topic| {
            let known = options.topic(topic);
            if known.is_none() {
                page.remarks.add_example(Remark::TopicUnknown, topic);
            }
            known
        });
        let topics: Vec<String> = topics.map(|topic| quoted(&topic)).collect();
        let all = |texts: &[String]| texts.iter().map(|text| quoted(text)).collect::<Vec<_>>();
        let list = |items: Vec<String>| (!items.is_empty()).then(|| format!("[{}]", items.join(", ")));
        let day = |date: Option<Edtf>| date.map(|date| written(&date));
        let given = [
            ("summary", page.summary.as_deref().map(quoted)),
            (options.date_field(), day(page.date)),
            ("updated", day(page.updated)),
            ("topics", list(topics)),
            ("authors", list(all(&page.authors))),
            ("aliases", list(all(&page.aliases))),
        ];
        let given =
            given.into_iter().filter_map(|(field, value)| Some(Proposal { field, value: value?, evidence: None }));
        let counts = Counts { pictures: page.pictures.len(), ..Counts::of_markdown(&page.body) };
        let entry = Self::assembled(title, given.collect(), &page.body, &page.body, options);
        Self { aliases: page.aliases, ..entry.with(page.pictures, counts, page.remarks) }
    }

    /// Of a row of a table, which says all that it is to say.
    pub fn of_row(title: &str, fields: Vec<Proposal>, body: &str, row: usize, options: &Options<'_>) -> Self {
        let title = Guess { value: one_line(title), evidence: String::new() };
        Self { row: Some((row, fields.clone())), ..Self::made(title, fields, body, options) }
    }

    /// Of a text, with what it seems to say beside what is given.
    fn assembled(title: Guess<String>, given: Vec<Proposal>, words: &str, body: &str, options: &Options<'_>) -> Self {
        let guesses = options.proposals(&format!("{}\n{words}", title.value));
        let is_new = |guess: &Proposal| given.iter().all(|known| known.field != guess.field);
        let guesses: Vec<_> = guesses.into_iter().filter(is_new).collect();
        Self::made(title, [given, guesses].concat(), body, options)
    }

    fn made(title: Guess<String>, fields: Vec<Proposal>, body: &str, options: &Options<'_>) -> Self {
        let id = slugify(&title.value);
        let mut proposals = vec![Proposal {
            field: "title",
            value: quoted(&title.value),
            evidence: Some(title.evidence).filter(|evidence| !evidence.is_empty()),
        }];
        proposals.extend(fields);
        proposals.push(Proposal { field: "status", value: quoted("draft"), evidence: None });
        Self {
            kind: options.kind,
            folder: match options.into {
                Some(into) => format!("content/{}/{into}", options.kind.folder()),
                None => format!("content/{}", options.kind.folder()),
            },
            id,
            text: format!("+++\n{}+++\n\n{body}", front_matter(&proposals, options.guessed)),
            guesses: proposals.into_iter().filter(|proposal| proposal.evidence.is_some()).collect(),
            row: None,
            counts: Counts::default(),
            pictures: Vec::new(),
            remarks: Remarks::default(),
            aliases: Vec::new(),
        }
    }

    fn with(self, pictures: Vec<Picture>, counts: Counts, remarks: Remarks) -> Self {
        Self { pictures, counts, remarks, ..self }
    }

    /// Gives it an id that no other of the same import has. Those that are taken come with the number that was last put behind each.
    pub fn make_unique(&mut self, taken: &mut HashMap<String, usize>) {
        let first = self.id.clone();
        let mut number = taken.get(&first).copied().unwrap_or(0);
        while taken.contains_key(&self.id) {
            number = (number + 1).max(2);
            self.id = format!("{first}-{number}");
        }
        taken.insert(first, number);
        taken.entry(self.id.clone()).or_insert(0);
    }

    /// Where its text goes: into a folder of its own where it has files.
    pub fn path(&self) -> String {
        let Self { folder, id, .. } = self;
        if self.pictures.is_empty() { format!("{folder}/{id}.md") } else { format!("{folder}/{id}/index.md") }
    }

    /// Where else the text of an entry with this id may stand.
    pub fn other_path(&self) -> String {
        let Self { folder, id, .. } = self;
        if self.pictures.is_empty() { format!("{folder}/{id}/index.md") } else { format!("{folder}/{id}.md") }
    }

    /// Every file that it consists of, its text last: where the text stands, all of the entry does.
    pub fn files(&self) -> impl Iterator<Item = (String, &[u8])> {
        let Self { folder, id, .. } = self;
        let pictures = self.pictures.iter();
        let pictures =
            pictures.map(move |picture| (format!("{folder}/{id}/{}", picture.name), picture.bytes.as_slice()));
        pictures.chain(std::iter::once((self.path(), self.text.as_bytes())))
    }
}

fn front_matter(proposals: &[Proposal], guessed: &str) -> String {
    let line = |proposal: &Proposal| {
        let note = proposal
            .evidence
            .as_ref()
            .map_or(String::new(), |evidence| format!("  # {guessed} {}", one_line(evidence)));
        format!("{} = {}{note}\n", proposal.field, proposal.value)
    };
    proposals.iter().map(line).collect()
}

impl Options<'_> {
    /// The fields that the text seems to fill.
    fn proposals(&self, text: &str) -> Vec<Proposal> {
        let text = &text[..text.floor_char_boundary(LOOKED_THROUGH)];
        let mut found: Vec<Proposal> = self.date(text).into_iter().collect();
        let Some(portal) = self.portal else { return found };
        let stemmer = Stemmer::new(&portal.config.language);
        let text = Text::new(text, &stemmer);
        let owner = self.owner(&text, portal, Place::School).or_else(|| self.owner(&text, portal, Place::Organisation));
        found.extend(owner);
        found.extend(self.municipality(&text, portal));
        found.extend(self.topics(&text, portal));
        found
    }

    /// Of what takes place, the day of that; of anything else, the day that it is from.
    fn date(&self, text: &str) -> Option<Proposal> {
        let Guess { value, evidence } = guess::date(text)?;
        Some(Proposal { field: self.date_field(), value: written(&value), evidence: Some(evidence) })
    }

    fn date_field(&self) -> &'static str {
        let shape = self.kind.shape();
        let field = shape.role(Role::When).or_else(|| shape.role(Role::Date));
        field.map_or("date", |field| shape.field(field).name)
    }

    /// The id of a topic of the portal, by one of its names.
    fn topic(&self, name: &str) -> Option<String> {
        let portal = self.portal?;
        let found = portal.find(name, portal.kinds.of_place(Place::Topic))?;
        Some(portal.entry(found).id().to_owned())
    }

    fn owner(&self, text: &Text<'_>, portal: &Portal, place: Place) -> Option<Proposal> {
        let kind = portal.kinds.of_place(place);
        let field = self.field(|field| field.role == Some(Role::By) && names(field, kind))?;
        let guess = text.find(&known(portal, kind), None).into_iter().next()?;
        Some(Proposal { field: field.name, value: quoted(&guess.value), evidence: Some(guess.evidence) })
    }

    fn municipality(&self, text: &Text<'_>, portal: &Portal) -> Option<Proposal> {
        let field = self.field(|field| matches!(field.ty, Type::Municipality) && !field.many)?;
        let all = portal.config.municipalities.iter();
        let known: Vec<_> =
            all.map(|municipality| Known { id: &municipality.id, names: municipality.names().collect() }).collect();
        let guess = text.find(&known, None).into_iter().next()?;
        Some(Proposal { field: field.name, value: quoted(&guess.value), evidence: Some(guess.evidence) })
    }

    fn topics(&self, text: &Text<'_>, portal: &Portal) -> Option<Proposal> {
        let field = self.field(|field| field.role == Some(Role::Topic))?;
        let mut found = text.find(&known(portal, portal.kinds.of_place(Place::Topic)), Some(TOPIC_NAMED));
        found.truncate(MOST_TOPICS);
        let evidence: Vec<_> = found.iter().map(|guess| guess.evidence.as_str()).collect();
        let values: Vec<_> = found.iter().map(|guess| quoted(&guess.value)).collect();
        let value = format!("[{}]", values.join(", "));
        (!found.is_empty()).then(|| Proposal { field: field.name, value, evidence: Some(evidence.join("; ")) })
    }

    fn field(&self, is: impl Fn(&Field) -> bool) -> Option<&'static Field> {
        self.kind.shape().fields.iter().find(|field| is(field))
    }
}

/// Whether a field refers to entries of a kind, and not to any.
fn names(field: &Field, kind: Kind) -> bool {
    matches!(field.ty, Type::Reference { kinds, .. } if kinds != KindSet::ANY && kinds.contains(kind))
}

fn known(portal: &Portal, kind: Kind) -> Vec<Known<'_>> {
    let entries = portal.of_kind(kind).iter().map(|id| portal.entry(*id));
    let known = entries.map(|entry| {
        let names = std::iter::once(entry.record.title()).chain(entry.record.other_names()).collect();
        Known { id: entry.id(), names }
    });
    known.collect()
}

/// The title, taken out of the text. One that the document does not call its title is a guess, with its evidence.
fn title(document: &mut Document, stem: &str) -> Guess<String> {
    if let Some(title) = document.title.take() {
        let title = one_line(&title);
        if !title.is_empty() {
            return Guess { value: title, evidence: String::new() };
        }
    }
    let is_title = match document.blocks.first() {
        Some(Block::Heading { .. }) => true,
        Some(Block::Paragraph(text)) => {
            let text = one_line(&plain(text));
            (3..=tidy::LONGEST_LINE).contains(&text.chars().count()) && !text.ends_with(['.', ':', ';', ','])
        }
        _ => false,
    };
    if is_title && let Block::Heading { text, .. } | Block::Paragraph(text) = &document.blocks[0] {
        let value = one_line(&plain(text));
        let has_more = text.iter().any(|span| !matches!(span.content, super::block::Content::Text(_)));
        let evidence = value.chars().take(60).collect();
        if !value.is_empty() {
            if !has_more {
                document.blocks.remove(0);
            }
            return Guess { value, evidence };
        }
    }
    of_name(stem)
}

/// A title from the name of a file.
fn of_name(stem: &str) -> Guess<String> {
    let value = one_line(&stem.replace(['_', '-'], " "));
    Guess { evidence: stem.to_owned(), value: if value.is_empty() { "–".to_owned() } else { value } }
}

/// Without what could end a comment or be meant for a terminal.
pub fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A date as TOML: one that is not a day is a text.
pub fn written(date: &Edtf) -> String {
    let text = date.to_string();
    if date.is_partial() || date.end().is_some() { quoted(&text) } else { text }
}

/// A text as TOML.
pub fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

impl Counts {
    fn of(document: &Document) -> Self {
        let mut counts = Self { pictures: document.pictures.len(), notes: document.notes.len(), ..Self::default() };
        counts.add(&document.blocks);
        counts
    }

    fn of_markdown(text: &str) -> Self {
        let mut counts = Self::default();
        for event in Parser::new_ext(text, Syntax::ENABLE_TABLES.union(Syntax::ENABLE_FOOTNOTES)) {
            match event {
                Event::Start(Tag::Heading { .. }) => counts.headings += 1,
                Event::Start(Tag::Paragraph) => counts.paragraphs += 1,
                Event::Start(Tag::List(_)) => counts.lists += 1,
                Event::Start(Tag::Table(_)) => counts.tables += 1,
                Event::Start(Tag::FootnoteDefinition(_)) => counts.notes += 1,
                _ => {}
            }
        }
        counts
    }

    fn add(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading { .. } => self.headings += 1,
                Block::Paragraph(_) => self.paragraphs += 1,
                Block::List(list) => {
                    self.lists += 1;
                    list.items.iter().for_each(|item| self.add(item));
                }
                Block::Table(table) => {
                    self.tables += 1;
                    table.rows.iter().flatten().for_each(|cell| self.add(cell));
                }
                Block::Quote(inner) => self.add(inner),
                Block::Code(_) | Block::Rule => {}
            }
        }
    }
}
