//! Which pages there are: a pure function of the portal.

use std::collections::HashSet;
use std::sync::Arc;

use super::clashes;
use crate::date::SchoolYear;
use crate::diagnostics::{Diagnostic, nearest};
use crate::kind::{ChoiceField, Kind, Order};
use crate::locale::Fingerprint;
use crate::portal::{EntryId, Index, Map, Portal, redirect_path};
use crate::theme::ThemeFiles;

const INDEX: &str = "index.html";

/// A page, or a file that is published as it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Page {
    /// Where it is written, relative to the output.
    pub path: Arc<str>,
    /// Place in [`Portal::editions`].
    pub edition: usize,
    pub subject: Subject,
}

impl Page {
    /// Address relative to the site's root: of a page that is the index of a folder, the folder's.
    pub fn url(&self) -> &str {
        let folder = self.path.strip_suffix(INDEX).filter(|folder| folder.is_empty() || folder.ends_with('/'));
        match self.subject {
            Subject::Asset(_) | Subject::Static(_) | Subject::SearchScript(_) => &self.path,
            _ => folder.unwrap_or(&self.path),
        }
    }
}

impl Page {
    /// True for a page that is made from several entries.
    pub fn is_computed(&self) -> bool {
        let written = matches!(self.subject, Subject::Entry(_) | Subject::Redirect(_));
        !written && self.path.ends_with(INDEX)
    }
}

/// What a page is about. Numbers of pages count from 1.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    Home,
    Entry(EntryId),
    Section(Kind, usize),
    /// A section in the order of titles.
    Titles(Kind, usize),
    /// A section narrowed to a value of a facet.
    Narrowed(ChoiceField, u16, usize),
    /// All entries of one kind that belong to an owner.
    Group(Owner, Kind, usize),
    Municipalities,
    Municipality(usize),
    Years,
    Year(SchoolYear),
    /// The choices of a field.
    Choices(ChoiceField),
    Choice(ChoiceField, u16, usize),
    /// The row of letters.
    Letters,
    /// The entries under one letter, by its place in the row.
    Letter(usize, usize),
    NotFound,
    Search,
    /// Tells a browser that the site can be searched.
    SearchDescription,
    /// An old address of an entry.
    Redirect(EntryId),
    /// A file of the content, by its path below the site's root.
    Asset(String),
    /// A static file of site or theme, by name.
    Static(String),
    /// A script of the search, by its place in [`crate::search::scripts`].
    SearchScript(usize),
}

/// What a list of entries belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Owner {
    /// A school, topic or organisation.
    Entry(EntryId),
    Municipality(usize),
    Year(SchoolYear),
}

impl Owner {
    /// The entries that belong to it.
    pub fn entries(self, portal: &Portal) -> &[EntryId] {
        let indexes = &portal.indexes;
        let list = match self {
            Self::Municipality(at) => indexes.by_municipality.get(at),
            Self::Year(year) => indexes.by_year.get(&year),
            Self::Entry(id) => return portal.listed_on(id),
        };
        list.map_or(&[], Vec::as_slice)
    }

    /// Address of its own page.
    pub fn path(self, portal: &Portal, edition: usize) -> String {
        match self {
            Self::Entry(id) => portal.routes.nearest(edition, id).to_owned(),
            Self::Municipality(at) => {
                portal.routes.below(edition, Index::Municipalities, &portal.config.municipalities[at].id)
            }
            Self::Year(year) => portal.routes.index(edition, Index::Year(year)),
        }
    }
}

/// Every page, and where to find it.
#[derive(Debug, Default)]
pub struct Plan {
    pub pages: Vec<Page>,
    by_path: Map<Fingerprint, usize>,
}

impl Plan {
    fn new(pages: Vec<Page>) -> Self {
        let by_path = pages.iter().enumerate().map(|(at, page)| (Fingerprint::of(&page.path), at)).collect();
        Self { pages, by_path }
    }

    /// The page that is written at a path, relative to the output.
    pub fn page_at(&self, path: &str) -> Option<&Page> {
        self.by_path.get(&Fingerprint::of(path)).map(|at| &self.pages[*at])
    }

    /// The page at an address, given with a slash at the end.
    pub fn page_of(&self, address: &str) -> Option<&Page> {
        let folder = self.page_at(&[address, INDEX].concat());
        folder.or_else(|| self.page_at(address.strip_suffix('/')?))
    }

    /// The address of a computed page that is nearest to a mistyped one.
    pub fn nearest(&self, address: &str) -> Option<String> {
        let computed = self.pages.iter().filter(|page| page.is_computed());
        nearest(address, computed.map(Page::url)).map(|url| format!("/{url}"))
    }
}

/// Plans a site, and tells what cannot be written as it is planned.
pub fn plan(portal: &Portal, theme: &ThemeFiles) -> (Plan, Vec<Diagnostic>) {
    let mut pages = Vec::with_capacity(portal.len() * 2);
    for edition in 0..portal.editions.len() {
        Planner { portal, edition, pages: &mut pages }.all();
    }
    for (path, asset) in portal.assets.iter().filter(|(_, asset)| asset.visible) {
        pages.push(file(asset.path.clone(), Subject::Asset(path.clone())));
    }
    for name in theme.files.keys() {
        pages.push(file(name.clone(), Subject::Static(name.clone())));
    }
    if portal.config.search.enabled {
        let scripts = crate::search::scripts(portal.config.all_languages()).into_iter().enumerate();
        pages.extend(scripts.map(|(at, script)| file(script.path, Subject::SearchScript(at))));
    }
    let problems = clashes::find(portal, &pages);
    (Plan::new(pages), problems)
}

fn file(path: String, subject: Subject) -> Page {
    Page { path: path.into(), edition: 0, subject }
}

/// Number of pages that a list takes; an empty list still has its first.
pub fn pages_of(count: usize, size: usize) -> usize {
    count.div_ceil(size.max(1)).max(1)
}

struct Planner<'a> {
    portal: &'a Portal,
    edition: usize,
    pages: &'a mut Vec<Page>,
}

impl Planner<'_> {
    fn all(&mut self) {
        self.add(&self.portal.routes.index(self.edition, Index::Home), Subject::Home);
        self.entries();
        self.sections();
        self.narrowed();
        self.computed();
        self.redirects();
        if self.edition == 0 {
            self.pages.push(Page { path: "404.html".into(), edition: 0, subject: Subject::NotFound });
        }
    }

    fn add(&mut self, url: &str, subject: Subject) {
        self.pages.push(Page { path: [url, INDEX].concat().into(), edition: self.edition, subject });
    }

    /// A list of pages at `url`.
    fn list(&mut self, url: &str, count: usize, subject: impl Fn(usize) -> Subject) {
        for number in 1..=pages_of(count, self.portal.config.page_size) {
            self.add(&self.portal.routes.page(self.edition, url, number), subject(number));
        }
    }

    fn entries(&mut self) {
        for id in self.portal.ids().filter(|id| self.portal.is_visible(*id)) {
            let Some(url) = self.portal.routes.in_edition(self.edition, id) else { continue };
            self.add(url, Subject::Entry(id));
            if self.portal.kind(id).index().is_some() {
                self.groups(Owner::Entry(id));
            }
        }
    }

    /// Pages for the kinds of which an owner has more than its own page shows.
    fn groups(&mut self, owner: Owner) {
        let mut counts = vec![0; self.portal.kinds.len()];
        for id in owner.entries(self.portal) {
            counts[self.portal.kind(*id).number()] += 1;
        }
        let path = owner.path(self.portal, self.edition);
        for (kind, count) in self.portal.kinds.all().zip(counts) {
            if count > self.portal.config.group_size {
                let segment = self.portal.routes.segment(self.edition, kind.folder());
                let url = format!("{path}{segment}/");
                self.list(&url, count, |number| Subject::Group(owner, kind, number));
            }
        }
    }

    fn sections(&mut self) {
        for kind in self.portal.kinds.sections() {
            let url = self.portal.routes.index(self.edition, Index::Section(kind));
            let count = self.portal.of_kind(kind).len();
            if is_paginated(kind) {
                self.list(&url, count, |number| Subject::Section(kind, number));
                if count > 1 {
                    let url = self.portal.routes.index(self.edition, Index::Titles(kind));
                    self.list(&url, count, |number| Subject::Titles(kind, number));
                }
            } else {
                self.add(&url, Subject::Section(kind, 1));
            }
        }
    }

    /// Facets that have pages of their own need no others.
    fn narrowed(&mut self) {
        for field in self.portal.kinds.facets().filter(|field| field.field().pages.is_none()) {
            for (value, ids) in self.portal.narrowing(field) {
                let url = self.portal.narrowed(self.edition, field, value);
                self.list(&url, ids.len(), |number| Subject::Narrowed(field, value, number));
            }
        }
    }

    fn computed(&mut self) {
        let (portal, edition) = (self.portal, self.edition);
        let indexes = portal.config.indexes;
        if indexes.municipalities {
            self.add(&portal.routes.index(edition, Index::Municipalities), Subject::Municipalities);
            for (at, entries) in portal.indexes.by_municipality.iter().enumerate().filter(|(_, ids)| !ids.is_empty()) {
                debug_assert!(!entries.is_empty());
                let owner = Owner::Municipality(at);
                self.add(&owner.path(portal, edition), Subject::Municipality(at));
                self.groups(owner);
            }
        }
        if indexes.years {
            self.add(&portal.routes.index(edition, Index::Years), Subject::Years);
            for year in portal.indexes.by_year.keys() {
                let owner = Owner::Year(*year);
                self.add(&owner.path(portal, edition), Subject::Year(*year));
                self.groups(owner);
            }
        }
        for field in portal.kinds.choice_pages().filter(|field| portal.publishes(*field)) {
            self.add(&portal.routes.index(edition, Index::Choices(field)), Subject::Choices(field));
            for (choice, entries) in portal.choices(field) {
                let url = portal.routes.index(edition, Index::Choice(field, choice));
                self.list(&url, entries.len(), |number| Subject::Choice(field, choice, number));
            }
        }
        if indexes.letters {
            self.letters();
        }
        if portal.config.search.enabled {
            self.search();
        }
    }

    fn search(&mut self) {
        let url = self.portal.routes.index(self.edition, Index::Search);
        self.add(&url, Subject::Search);
        if let Some(path) = super::site::search_description(self.portal, self.edition) {
            let subject = Subject::SearchDescription;
            self.pages.push(Page { path: path.into(), edition: self.edition, subject });
        }
    }

    fn letters(&mut self) {
        let url = self.portal.routes.index(self.edition, Index::Letters);
        self.add(&url, Subject::Letters);
        for (at, letter) in letters(self.portal, self.edition).into_iter().enumerate() {
            if letter.entries.is_empty() {
                continue;
            }
            let url = format!("{url}{}/", letter.slug);
            self.list(&url, letter.entries.len(), |number| Subject::Letter(at, number));
        }
    }

    fn redirects(&mut self) {
        if self.edition != 0 {
            return;
        }
        for id in self.portal.ids().filter(|id| self.portal.is_visible(*id)) {
            let mut own = HashSet::new();
            for alias in self.portal.entry(id).aliases() {
                let edition =
                    self.portal.editions.iter().position(|edition| Some(&*edition.language) == alias.language);
                let edition = if alias.language.is_none() { Some(0) } else { edition };
                if let (Some(edition), Some(path)) = (edition, redirect_path(&alias))
                    && own.insert(path.clone())
                {
                    self.pages.push(Page { path: path.into(), edition, subject: Subject::Redirect(id) });
                }
            }
        }
    }
}

/// Sections that stand on one page: those that are looked through by letter, the tree of topics, the annual cycle.
pub fn is_paginated(kind: Kind) -> bool {
    kind.order() == Order::Newest
}

/// One heading of the alphabetical index.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Letter {
    pub text: String,
    /// Its part of the address.
    pub slug: String,
    pub entries: Vec<EntryId>,
}

impl Letter {
    /// Its place on a page with all letters.
    pub fn anchor(&self) -> String {
        format!("letter-{}", self.slug)
    }
}

/// The alphabetical index of every entry that a reader may look for by name.
pub fn letters(portal: &Portal, edition: usize) -> Vec<Letter> {
    let ids = portal.ids().filter(|id| portal.is_visible(*id) && portal.kind(*id).order() != Order::Window);
    by_letter(portal, edition, ids)
}

/// Entries under their letters, each list by title. Every letter of the language is there, also without entries.
pub fn by_letter(portal: &Portal, edition: usize, ids: impl Iterator<Item = EntryId>) -> Vec<Letter> {
    let edition = &portal.editions[edition];
    let letters = edition.locale.letters();
    let mut found: Vec<Vec<EntryId>> = vec![Vec::new(); letters.len()];
    ids.for_each(|id| found[edition.letter(id)].push(id));
    let own = edition.locale.alphabet();
    let mut slugs: Vec<String> = Vec::new();
    let headings = letters.iter().zip(found).filter(|(letter, entries)| own.contains(letter) || !entries.is_empty());
    headings
        .map(|(letter, mut entries)| {
            entries.sort_unstable_by_key(|id| edition.title_rank(*id));
            let slug = letter_slug(letter, &slugs);
            slugs.push(slug.clone());
            Letter { text: letter.clone(), slug, entries }
        })
        .collect()
}

/// Č must not collide with C: a letter whose ASCII form is taken gets a number.
fn letter_slug(letter: &str, taken: &[String]) -> String {
    let base = crate::locale::slugify(letter);
    let numbered = (2..).map(|number| format!("{base}-{number}"));
    std::iter::once(base.clone()).chain(numbered).find(|slug| !taken.contains(slug)).unwrap_or(base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_of_a_folder_has_the_folders_address_and_a_file_its_own() {
        let url = |path: &str, subject| Page { path: path.into(), edition: 0, subject }.url().to_owned();
        assert_eq!(url("index.html", Subject::Home), "");
        assert_eq!(url("a/b/index.html", Subject::Letters), "a/b/");
        assert_eq!(url("a/myindex.html", Subject::Letters), "a/myindex.html");
        assert_eq!(url("404.html", Subject::NotFound), "404.html");
        assert_eq!(url("a/index.html", Subject::Static("a/index.html".into())), "a/index.html");
    }
}
