//! A page as bytes, in one language.

use std::sync::Arc;

use serde::Serialize;
use tera::Context;

use super::body::{BodyMaker, EntryData};
use super::documents::Plain;
use super::library::PortalLibrary;
use super::links::Links;
use super::maker::Maker;
use super::plan::{Page, Subject};
use super::prepared::Prepared;
use super::root_of;
use super::texts::Texts;
use crate::diagnostics::Diagnostic;
use crate::kind::{Kind, Order, Place};
use crate::portal::{EntryId, Index};
use crate::profile::Profile;
use crate::record::SectionText;
use crate::theme::{FieldsNamed, Library, Theme, ThemeFiles};
use crate::view::{Link, LinkData, PageHead};

/// Template of the kinds that have none of their own.
const ANY_KIND: &str = "kind.html";

/// Bytes of a page; most have fewer.
const USUAL_LENGTH: usize = 32 << 10;

/// A page that was rendered.
#[derive(Debug, Default)]
pub struct RenderedPage {
    /// None where there is nothing to show.
    pub bytes: Option<Vec<u8>>,
    pub problems: Vec<Diagnostic>,
    /// What the search finds in the body, of an entry's page; nothing where it is switched off.
    pub plain: Option<Plain>,
}

/// Renders the pages of one language. Everything in it is frozen, so pages can be rendered in any order and at once.
#[derive(Clone)]
pub struct Renderer {
    pub(super) maker: Arc<Maker>,
    pub(super) prepared: Arc<Prepared>,
    pub(super) texts: Arc<Texts>,
    pub(super) theme: Arc<Theme>,
    pub(super) bodies: Arc<BodyMaker>,
    /// Nothing until the pages are planned.
    pub(super) links: Option<Arc<Links>>,
}

impl Renderer {
    /// Compiles the theme for a language.
    pub fn new(
        prepared: &Arc<Prepared>,
        texts: &Arc<Texts>,
        files: &ThemeFiles,
        preview: bool,
        profile: &Profile,
    ) -> Result<Self, Vec<Diagnostic>> {
        let maker = Arc::clone(&prepared.maker);
        let library: Arc<dyn Library> = Arc::new(PortalLibrary::new(&maker));
        let theme = Theme::new(files, &maker.words, &library, common(prepared, preview), profile)?;
        let bodies = BodyMaker::new(&maker.words, files.components(), files.ids());
        let (prepared, texts) = (Arc::clone(prepared), Arc::clone(texts));
        let (theme, bodies) = (Arc::new(theme), Arc::new(bodies));
        Ok(Self { maker, prepared, texts, theme, bodies, links: None })
    }

    /// The same, but for the bodies.
    pub fn with_texts(&self, texts: &Arc<Texts>) -> Self {
        Self { texts: Arc::clone(texts), ..self.clone() }
    }

    /// What a section lists, in order.
    pub(super) fn section(&self, kind: Kind) -> &[EntryId] {
        &self.prepared.lists[kind.number()]
    }

    /// True where the other renders every page the same.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.theme, &other.theme) && Arc::ptr_eq(&self.texts, &other.texts)
    }

    /// Problems of an entry's body, where the entry has a page in this language.
    pub fn check_body(&self, id: EntryId) -> Vec<Diagnostic> {
        let url = self.maker.portal.routes.in_edition(self.maker.edition, id);
        let Some(url) = url.filter(|_| self.maker.portal.is_visible(id)) else { return Vec::new() };
        let shown = EntryData { own: &|| self.maker.own(id), relations: &|| self.maker.relations(id) };
        self.body(id, url, shown).problems
    }

    /// Name of the template that a page is rendered with; none for a file.
    pub fn template(&self, page: &Page) -> Option<&str> {
        Some(match &page.subject {
            Subject::Home => "home.html",
            Subject::Entry(id) => self.template_of(self.maker.portal.kind(*id)),
            Subject::Section(kind, _) => section_template(*kind),
            Subject::Letter(..) | Subject::Titles(..) | Subject::Narrowed(..) => "section.html",
            Subject::Group(..) => "group.html",
            Subject::Municipalities | Subject::Years | Subject::Choices(_) => "index_list.html",
            Subject::Municipality(_) => "municipality.html",
            Subject::Year(_) => "year.html",
            Subject::Choice(..) => "choice.html",
            Subject::Letters => "letters.html",
            Subject::NotFound => "404.html",
            Subject::Search => "search.html",
            Subject::SearchDescription => "opensearch.xml",
            Subject::Redirect(_) => "redirect.html",
            Subject::Asset(_) | Subject::Static(_) | Subject::SearchScript(_) => return None,
        })
    }

    /// That of the pages of a kind of entry: its own, or the one for any kind.
    pub(super) fn template_of(&self, kind: Kind) -> &str {
        let own = self.maker.kinds[kind.number()].template.as_str();
        if self.theme.has(own) { own } else { ANY_KIND }
    }

    /// Renders a page; its problems come with it, and nothing is given when there is nothing to show.
    pub fn render(&self, page: &Page) -> RenderedPage {
        let url = page.url();
        match &page.subject {
            Subject::Home => self.made(page, self.home_page(url)),
            Subject::Entry(id) => {
                let named = self.theme.fields_named(self.template_of(self.maker.portal.kind(*id)));
                let made = self.entry(page, *id, named);
                // A field that is not there: the engine's message lists those that are.
                if made.bytes.is_none() { self.entry(page, *id, &FieldsNamed::ALL) } else { made }
            }
            Subject::Section(kind, _) if kind.is(Place::Topic) => self.made(page, self.topics_page(*kind, url)),
            Subject::Section(kind, number) => match kind.order() {
                Order::Newest => self.made(page, self.section_page(*kind, *number, url)),
                Order::Title => self.made(page, self.letters_section(*kind, url)),
                Order::Window => self.made(page, self.cycle_page(*kind, url)),
            },
            Subject::Titles(kind, number) => self.plain(page, &self.titles_page(*kind, *number, url)),
            Subject::Narrowed(field, value, number) => {
                self.plain(page, &self.narrowed_page(*field, *value, *number, url))
            }
            Subject::Group(owner, kind, number) => self.plain(page, &self.group_page(*owner, *kind, *number, url)),
            Subject::Municipalities => self.plain(page, &self.municipalities_page(url)),
            Subject::Municipality(at) => self.plain(page, &self.municipality_page(*at, url)),
            Subject::Years => self.plain(page, &self.years_page(url)),
            Subject::Year(year) => self.plain(page, &self.year_page(*year, url)),
            Subject::Choices(field) => self.plain(page, &self.choices_page(*field, url)),
            Subject::Choice(field, choice, number) => {
                self.plain(page, &self.choice_page(*field, *choice, *number, url))
            }
            Subject::Letters => self.plain(page, &self.letters_page(url)),
            Subject::Letter(at, number) => self.plain(page, &self.letter_page(*at, *number, url)),
            Subject::NotFound => self.plain(page, &self.not_found_page(url)),
            Subject::Search | Subject::SearchDescription => self.plain(page, &self.search_page(url)),
            Subject::Redirect(id) => self.plain(page, &self.redirect_page(*id, url)),
            Subject::Asset(_) | Subject::Static(_) | Subject::SearchScript(_) => RenderedPage::default(),
        }
    }

    fn entry(&self, page: &Page, id: EntryId, named: &FieldsNamed) -> RenderedPage {
        let (view, plain, problems) = self.entry_page(id, page.url(), named);
        RenderedPage { plain, ..self.made(page, (view, problems)) }
    }

    fn made<T: Serialize>(&self, page: &Page, (view, mut problems): (T, Vec<Diagnostic>)) -> RenderedPage {
        let made = self.plain(page, &view);
        problems.extend(made.problems);
        RenderedPage { problems, ..made }
    }

    fn plain<T: Serialize>(&self, page: &Page, view: &T) -> RenderedPage {
        let Some(template) = self.template(page) else { return RenderedPage::default() };
        let mut context = Context::new();
        context.insert("page", view);
        context.insert_value("root", self.root(page).into());
        let mut html = Vec::with_capacity(USUAL_LENGTH);
        match self.theme.render_into(&mut html, template, &context) {
            Ok(()) => RenderedPage { bytes: Some(html), ..RenderedPage::default() },
            Err(problem) => RenderedPage { problems: vec![*problem], ..RenderedPage::default() },
        }
    }

    /// A page that may be shown at any address cannot use relative links.
    fn root(&self, page: &Page) -> String {
        match page.subject {
            Subject::NotFound if !self.maker.portal.offline => self.maker.portal.config.base_path(),
            _ => root_of(page.url()),
        }
    }

    pub(super) fn head(
        &self,
        view: &str,
        title: String,
        url: &str,
        description: Option<String>,
        breadcrumbs: Vec<Link>,
    ) -> PageHead {
        PageHead {
            view: view.to_owned(),
            title,
            url: self.maker.href(url),
            description,
            canonical: self.absolute(url),
            breadcrumbs,
            translations: Vec::new(),
            noindex: false,
        }
    }

    /// The head of a list, at whose first page `list` stands.
    pub(super) fn list_head(
        &self,
        view: &str,
        title: String,
        number: usize,
        url: &str,
        above: Vec<Link>,
        list: &str,
    ) -> PageHead {
        let mut breadcrumbs = above;
        let own = LinkData { title: title.clone(), url: Some(self.maker.href(list)), ..LinkData::default() };
        breadcrumbs.push(own.into());
        let title = match number {
            1 => title,
            _ => self.maker.words.say_with("page_title", &[("title", title), ("page", number.to_string())]),
        };
        self.head(view, title, url, None, breadcrumbs)
    }

    pub(super) fn section_head(&self, kind: Kind, number: usize, url: &str) -> PageHead {
        let portal = &self.maker.portal;
        let list = portal.routes.index(self.maker.edition, Index::Section(kind));
        let mut head = self.list_head("section", self.maker.section_title(kind), number, url, Vec::new(), &list);
        let own = self.section_text(Some(kind)).and_then(|text| text.summary.as_ref());
        head.description = match own {
            Some(summary) => Some(self.maker.prose(summary)),
            None => self.maker.words.get(&format!("section_lead.{}", kind.name()), &[], None),
        };
        if number == 1 {
            head.translations = self.translations(|edition| Some(portal.routes.index(edition, Index::Section(kind))));
        }
        head
    }

    pub(super) fn index_head(&self, name: &str, index: Index, url: &str) -> PageHead {
        let title = self.maker.words.say(&format!("index.{name}"));
        let mut head = self.list_head(name, title, 1, url, Vec::new(), url);
        head.translations = self.translations(|edition| Some(self.maker.portal.routes.index(edition, index)));
        head
    }

    pub(super) fn index_link(&self, name: &str, index: Index) -> Link {
        let title = self.maker.words.say(&format!("index.{name}"));
        LinkData { title, url: Some(self.maker.index_url(index)), ..LinkData::default() }.into()
    }

    /// The text of a section in this language.
    pub(super) fn section_text(&self, kind: Option<Kind>) -> Option<&SectionText> {
        self.maker.portal.section_text(self.maker.edition, kind)
    }

    /// The absolute address, where the settings name a base.
    pub(super) fn absolute(&self, path: &str) -> Option<String> {
        let base = &self.maker.portal.config.base_url;
        (!base.is_empty()).then(|| format!("{base}/{path}"))
    }
}

/// That of a kind's list.
fn section_template(kind: Kind) -> &'static str {
    match kind.order() {
        _ if kind.is(Place::Topic) => "topics.html",
        Order::Newest => "section.html",
        Order::Title => "letters.html",
        Order::Window => "cycle_year.html",
    }
}

/// What every template of a language sees, also those of components and parts.
fn common(prepared: &Prepared, preview: bool) -> Context {
    let mut common = Context::new();
    common.insert_value("site", prepared.site.clone());
    common.insert("lang", &prepared.maker.words.language);
    common.insert("preview", &preview);
    common.insert("offline", &prepared.maker.portal.offline);
    common
}
