//! What is the same on every page of a language.

use super::maker::Maker;
use crate::config::name_of;
use crate::fields::Text;
use crate::kind::{Kind, KindSet, MENU_GROUPS, Role};
use crate::locale::slugify;
use crate::portal::{EntryId, Index, Portal};
use crate::record::Value as Said;
use crate::theme::Palette;
use crate::view;
use crate::view::{Link, LinkData, Translation};

pub(super) fn site_view(maker: &Maker, sections: &[view::Section], language_titles: &[String]) -> view::Site {
    let config = &maker.portal.config;
    let indexes = indexes(maker);
    let menu_groups = menu_groups(maker, sections, &indexes);
    let section_urls = sections.iter().map(|section| section.url.clone());
    let (title, description) = config.named_in(&maker.words.language);
    let palette = config.look.accent.as_ref().and_then(|accent| Palette::of(&accent.text));
    view::Site {
        title: title.map_or_else(|| maker.words.say("site.title"), |title| maker.prose(title)),
        description: maker.opt_prose(description),
        language: maker.words.language.clone(),
        base_url: config.base_url.clone(),
        today: maker.portal.today.to_string(),
        home: maker.index_url(Index::Home),
        languages: languages(maker, language_titles),
        menu_groups,
        look: look(&config.look, palette.as_ref()),
        menu: menu(maker),
        sections: sections.to_vec(),
        menu_urls: section_urls.chain(indexes.iter().map(|index| index.url.clone())).collect(),
        indexes,
        search: maker.portal.config.search.enabled.then(|| search(maker)),
        extra: config.extra.0.clone(),
    }
}

fn look(look: &crate::config::Look, palette: Option<&Palette>) -> view::Look {
    let name = |file: &Text| name_of(&file.text).to_owned();
    view::Look {
        styles: palette.is_some() || !look.font.is_empty(),
        bar: palette.map(|palette| view::BarColours { light: palette.bar.0.clone(), dark: palette.bar.1.clone() }),
        logo: look.logo.as_ref().map(name),
        favicon: look.favicon.as_ref().map(name),
        name: look.name.clone(),
        motto: look.motto.clone(),
    }
}

fn languages(maker: &Maker, titles: &[String]) -> Vec<Translation> {
    let editions = &maker.portal.editions;
    if editions.len() < 2 {
        return Vec::new();
    }
    let language = |(at, title): (usize, &String)| Translation {
        lang: editions[at].language.clone(),
        title: title.clone(),
        url: maker.href(&maker.portal.routes.index(at, Index::Home)),
        current: at == maker.edition,
        absolute: None,
    };
    titles.iter().enumerate().map(language).collect()
}

/// The settings' menu, or the pages that ask to be in it, in the order that they ask for.
fn menu(maker: &Maker) -> Vec<Link> {
    let portal = &maker.portal;
    if !portal.config.menu.is_empty() {
        return portal.config.menu.iter().filter_map(|item| menu_item(maker, item)).collect();
    }
    let place = |id: EntryId| match portal.fields(0, id).role(Role::Menu) {
        Some(Said::Whole(place)) => Some(*place),
        _ => None,
    };
    let asking = portal.kinds.with_role(Role::Menu).flat_map(|kind| portal.of_kind(kind));
    let mut pages: Vec<_> = asking.filter_map(|id| Some((place(*id)?, *id))).collect();
    pages.sort_by_key(|(place, id)| (*place, maker.edition().rank(*id)));
    pages.into_iter().map(|(_, id)| maker.link(id)).collect()
}

fn menu_item(maker: &Maker, item: &crate::config::MenuItem) -> Option<Link> {
    let title = maker.opt_prose(item.title.as_ref());
    if let Some(entry) = &item.entry {
        let link = maker.link(maker.portal.find(&entry.text, KindSet::ANY)?);
        return Some(LinkData { title: title.unwrap_or_else(|| link.title.clone()), ..(*link).clone() }.into());
    }
    let url = &*item.url.as_ref()?.text;
    let external = url.contains("://") || url.starts_with("mailto:") || url.starts_with("tel:");
    let title = title.unwrap_or_else(|| url.to_owned());
    let url = maker.menu_url(url)?;
    Some(LinkData { title, url: Some(url), external, ..LinkData::default() }.into())
}

fn search(maker: &Maker) -> view::Search {
    let config = &maker.portal.config;
    let url = maker.portal.routes.index(maker.edition, Index::Search);
    let stemmers = crate::search::stemmers(config.all_languages());
    let file = |path: String| path.trim_start_matches(crate::search::FOLDER).to_owned();
    view::Search {
        description: search_description(&maker.portal, maker.edition),
        url: maker.href(&url),
        base: crate::search::FOLDER.to_owned(),
        engine: crate::search::engine().path,
        stemmers: stemmers.into_iter().map(|(lang, script)| view::Stemmer { lang, path: file(script.path) }).collect(),
        edition: maker.edition,
        kinds: maker.portal.kinds.all().map(|kind| search_kind(maker, kind)).collect(),
        facets: search_facets(maker),
    }
}

/// Where the description of the search for browsers stands. It needs absolute addresses.
pub(super) fn search_description(portal: &Portal, edition: usize) -> Option<String> {
    let named = !portal.config.base_url.is_empty();
    named.then(|| format!("{}opensearch.xml", portal.routes.index(edition, Index::Search)))
}

/// The facets as the page of the search shows them. `valid` is one of the engine's own.
fn search_facets(maker: &Maker) -> Vec<view::SearchFacet> {
    let of_all = [
        ("kind", "frequent"),
        ("topic", "tree"),
        ("school", "frequent"),
        ("municipality", "frequent"),
        ("year", "newest"),
    ];
    let of_fields = maker.portal.kinds.facets().map(|field| (field.facet(), "given"));
    let all = of_all.into_iter().chain(of_fields).chain([("valid", "given")]);
    let facet = |(name, order): (&str, &str)| view::SearchFacet {
        name: name.to_owned(),
        title: maker.words.say(&format!("search.facet.{name}")),
        find: maker.words.get(&format!("search.find.{name}"), &[], None),
        order: order.to_owned(),
    };
    all.map(facet).collect()
}

fn search_kind(maker: &Maker, kind: Kind) -> view::SearchKind {
    view::SearchKind {
        kind: kind.name().to_owned(),
        title: maker.words.say(&format!("kind.{}", kind.name())),
        icon: kind.icon().to_owned(),
    }
}

/// The groups of the settings, or the usual ones, in which every section and index stands once. A group without any is left out.
fn menu_groups(maker: &Maker, sections: &[view::Section], indexes: &[view::Index]) -> Vec<view::MenuGroup> {
    let link = |title: &str, url: &str| {
        Link::from(LinkData { title: title.to_owned(), url: Some(url.to_owned()), ..LinkData::default() })
    };
    let kinds = &maker.portal.kinds;
    let own = &maker.portal.config.look.menu;
    let find = |name: &str| {
        let kind = kinds.from_name(name).map_or("", Kind::name);
        let section = sections.iter().find(|section| section.kind == kind).map(|it| link(&it.title, &it.url));
        section.or_else(|| indexes.iter().find(|index| index.name == name).map(|it| link(&it.title, &it.url)))
    };
    let chosen = own.iter().map(|group| view::MenuGroup {
        name: slugify(&group.title),
        title: maker.prose(&group.title),
        links: group.items.iter().filter_map(|item| find(&item.text)).collect(),
    });
    let of_section = |section: &view::Section| kinds.from_name(&section.kind).map(Kind::menu);
    let usual = MENU_GROUPS.iter().filter(|_| own.is_empty()).map(|name| {
        let sections = sections.iter().filter(|section| of_section(section) == Some(name));
        let indexes = indexes.iter().filter(|index| index_group(maker, &index.name) == *name);
        let links = sections.map(|it| link(&it.title, &it.url)).chain(indexes.map(|it| link(&it.title, &it.url)));
        let title = maker.words.say(&format!("menu.{name}"));
        view::MenuGroup { name: (*name).to_owned(), title, links: links.collect() }
    });
    chosen.chain(usual).filter(|group| !group.links.is_empty()).collect()
}

/// The choices of a field belong to its kind; municipalities to the network; what sorts everything to the topics.
fn index_group(maker: &Maker, index: &str) -> &'static str {
    let kind = maker.portal.kinds.choice_pages().find(|field| field.pages() == index).map(|field| field.kind.menu());
    kind.unwrap_or(if index == "municipalities" { "network" } else { "topics" })
}

fn indexes(maker: &Maker) -> Vec<view::Index> {
    let on = maker.portal.config.indexes;
    let portal = &maker.portal;
    let before = [("municipalities", on.municipalities, Index::Municipalities), ("years", on.years, Index::Years)];
    let choices = portal.kinds.choice_pages();
    let choices = choices.map(|field| (field.pages(), portal.publishes(field), Index::Choices(field)));
    let letters = ("letters", on.letters, Index::Letters);
    let index = |(name, _, index): (&str, bool, Index)| view::Index {
        name: name.to_owned(),
        title: maker.words.say(&format!("index.{name}")),
        url: maker.index_url(index),
    };
    before.into_iter().chain(choices).chain([letters]).filter(|(_, on, _)| *on).map(index).collect()
}
