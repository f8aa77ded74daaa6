//! Leads what a body names to addresses relative to its page.

use super::maker::Maker;
use super::render::Renderer;
use crate::config::FILE;
use crate::diagnostics::{Code, Diagnostic};
use crate::fields::Text;
use crate::kind::{ChoiceField, Kind};
use crate::markdown::{Resolution, Resolver, misleading};
use crate::portal::{Asset, EntryId, LinkTarget, Portal};
use crate::record::destination::{composed, decode};

/// For the bodies of one page.
pub(super) struct SiteResolver<'a> {
    pub renderer: &'a Renderer,
    /// The text's own path.
    pub path: &'a str,
    /// Address of the page, relative to the site's root.
    pub url: &'a str,
    /// The way from the page to the site's root.
    pub root: &'a str,
}

impl SiteResolver<'_> {
    fn internal(&self, url: &str, rest: &str) -> Resolution {
        Resolution::Internal([self.root, url, &*composed(rest)].concat())
    }

    fn asset(&self, asset: &Asset, rest: &str) -> Resolution {
        let hidden = self.renderer.maker.portal.hidden_file(asset);
        hidden.map_or_else(|| self.internal(&asset.url, rest), problem)
    }

    /// A page of an entry.
    fn entry(&self, id: EntryId, edition: usize, rest: &str) -> Resolution {
        let url = self.renderer.maker.url_in(edition, id);
        match fragment(rest).map(|fragment| self.place(id, edition, &fragment)) {
            None => self.internal(&url, rest),
            Some(Ok(place)) => {
                let query = rest.split('#').next().unwrap_or_default();
                self.internal(&url, &format!("{query}#{place}"))
            }
            Some(Err(wrong)) => problem(wrong),
        }
    }

    /// The id in the page of the other entry that a fragment leads to, or the problem with a place that is not there.
    fn place(&self, id: EntryId, edition: usize, fragment: &str) -> Result<String, Diagnostic> {
        let renderer @ Renderer { maker, texts, bodies, .. } = self.renderer;
        if !renderer.checks_places() {
            return Ok(fragment.to_owned());
        }
        let text = texts.get(edition, id);
        let anchors = text.anchors(|text| bodies.read(maker, text).anchors);
        if let Some(known) = anchors.find(fragment) {
            return Ok(known.to_owned());
        }
        if renderer.has_place(maker.portal.routes.nearest(edition, id), fragment) {
            return Ok(fragment.to_owned());
        }
        let problem = Diagnostic::error(Code::LinkHeadingUnknown).arg("id", fragment);
        Err(problem.arg("title", text.title).suggest(anchors.nearest(fragment)))
    }

    /// A page that is computed.
    fn address(&self, dest: &str, path: &str, rest: &str) -> Resolution {
        let renderer = self.renderer;
        let Some(page) = renderer.plan().page_of(path) else {
            let wrong = renderer.maker.portal.unknown_link(self.path, dest);
            let is_helped = wrong.help == "suggest";
            return problem(if is_helped { wrong } else { wrong.suggest(renderer.plan().nearest(path)) });
        };
        if let Some(fragment) = fragment(rest).filter(|fragment| !renderer.has_place(page.url(), fragment)) {
            return problem(
                Diagnostic::error(Code::LinkPlaceUnknown).arg("id", fragment).arg("url", format!("/{path}")),
            );
        }
        self.internal(&renderer.maker.href(page.url()), rest)
    }
}

impl Renderer {
    /// Tells the links of the menu that lead nowhere, each once: in `renderers` are those of all languages.
    pub fn check_menu(renderers: &[Self]) -> Vec<Diagnostic> {
        let Some(Self { maker, .. }) = renderers.first() else { return Vec::new() };
        let Some(source) = &maker.portal.config.source else { return Vec::new() };
        let urls = maker.portal.config.menu.iter().filter_map(|item| item.url.as_ref());
        let problem = |url: &Text| renderers.iter().find_map(|renderer| renderer.menu_problem(&url.text));
        let strange = maker.portal.config.look.menu.iter().flat_map(|group| &group.items);
        let strange = strange.filter_map(|item| Some(unknown_item(maker, &item.text)?.at(source, item.span())));
        urls.filter_map(|url| Some(problem(url)?.at(source, url.span()))).chain(strange).collect()
    }

    fn menu_problem(&self, url: &str) -> Option<Diagnostic> {
        if let Some(problem) = misleading(url, false) {
            return Some(problem);
        }
        if url.starts_with(['#', '?']) {
            return Some(Diagnostic::error(Code::MenuUrlOfNoPage).arg("value", url));
        }
        let resolver = SiteResolver { renderer: self, path: FILE, url: "", root: "" };
        match resolver.link(&Portal::menu_path(url)) {
            Resolution::Problem { code, args, help } => Some(Diagnostic { args, ..Diagnostic::error(code).help(help) }),
            _ => None,
        }
    }
}

/// Tells an item of a group of the menu that names no kind and no index.
fn unknown_item(maker: &Maker, item: &str) -> Option<Diagnostic> {
    let kinds = &maker.portal.kinds;
    let indexes =
        ["municipalities", "years", "letters"].into_iter().chain(kinds.choice_pages().map(ChoiceField::pages));
    let known: Vec<_> = kinds.sections().map(Kind::folder).chain(indexes).collect();
    if kinds.from_name(item).is_some_and(Kind::has_section) || known.contains(&item) {
        return None;
    }
    let problem = Diagnostic::error(Code::MenuItemUnknown).arg("item", item).arg("known", known.join(", "));
    Some(problem.suggest(crate::diagnostics::nearest(item, known.iter().copied())))
}

/// The path of an address that is written in full and leads into this site, whether by http or https.
fn own_path(dest: &str, base_url: &str) -> Option<String> {
    let after_scheme = |url: &str| url.find("//").map(|at| at + 2).filter(|at| matches!(*at, 2 | 7 | 8));
    let base = &base_url[after_scheme(base_url)?..];
    let address = &dest[after_scheme(dest)?..];
    let is_own = address.get(..base.len())?.eq_ignore_ascii_case(base);
    let path = &address[base.len()..];
    match path.bytes().next() {
        _ if !is_own => None,
        None => Some("/".to_owned()),
        Some(b'/') => Some(path.to_owned()),
        Some(b'#' | b'?') => Some(format!("/{path}")),
        Some(_) => None,
    }
}

/// The place in a page that is asked for; nothing for its beginning, which every page has.
fn fragment(rest: &str) -> Option<String> {
    let (_, fragment) = rest.split_once('#')?;
    let fragment = composed(&decode(fragment)).into_owned();
    (!fragment.is_empty() && fragment != "top").then_some(fragment)
}

fn problem(problem: Diagnostic) -> Resolution {
    Resolution::Problem { code: problem.code, args: problem.args, help: problem.help }
}

impl Resolver for SiteResolver<'_> {
    fn link(&self, dest: &str) -> Resolution {
        let maker = &self.renderer.maker;
        let portal = &maker.portal;
        if let Some(path) = own_path(dest, &portal.config.base_url) {
            return match self.link(&path) {
                Resolution::Problem { code: Code::LinkUnknown | Code::FileUnknown, .. } => {
                    Resolution::Missing(dest.to_owned())
                }
                found => found,
            };
        }
        match portal.link(self.path, dest) {
            Ok(LinkTarget::Elsewhere) => Resolution::External(dest.to_owned()),
            Ok(LinkTarget::Entry { id, .. }) if !portal.is_visible(id) => Resolution::Unpublished,
            Ok(LinkTarget::Entry { id, edition, rest }) => self.entry(id, edition.unwrap_or(maker.edition), &rest),
            Ok(LinkTarget::Asset { asset, rest }) => self.asset(asset, &rest),
            Ok(LinkTarget::Static { name, rest }) => self.internal(&maker.href(name), &rest),
            Ok(LinkTarget::Address { path, rest }) => self.address(dest, &path, &rest),
            Err(wrong) => problem(wrong),
        }
    }

    fn image(&self, dest: &str) -> Resolution {
        if dest.contains("://") || dest.starts_with("//") {
            return Resolution::External(dest.to_owned());
        }
        let maker = &self.renderer.maker;
        match maker.portal.file(self.path, dest) {
            Ok(LinkTarget::Asset { asset, rest }) => self.asset(asset, &rest),
            Ok(LinkTarget::Static { name, rest }) => self.internal(&maker.href(name), &rest),
            Ok(_) => Resolution::Unpublished,
            Err(wrong) => problem(wrong),
        }
    }

    fn title(&self, dest: &str) -> Option<String> {
        let maker = &self.renderer.maker;
        match maker.portal.link(self.path, dest) {
            Ok(LinkTarget::Entry { id, edition: Some(edition), .. }) => {
                Some(self.renderer.texts.get(edition, id).title.to_owned())
            }
            Ok(LinkTarget::Entry { id, .. }) => Some(maker.link(id).title.clone()),
            _ => None,
        }
    }

    fn has_place(&self, id: &str) -> bool {
        self.renderer.has_place(self.url, id)
    }
}

/// Resolves nothing: only the headings are wanted.
pub(super) struct NoResolver;

impl Resolver for NoResolver {
    fn link(&self, _: &str) -> Resolution {
        Resolution::Unpublished
    }

    fn image(&self, _: &str) -> Resolution {
        Resolution::Unpublished
    }

    fn title(&self, _: &str) -> Option<String> {
        None
    }

    fn has_place(&self, _: &str) -> bool {
        true
    }
}
