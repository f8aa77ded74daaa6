//! Which places the pages have, for links to one of them: besides those of a body there are the theme's own.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};

use super::body::BodyMaker;
use super::maker::Maker;
use super::plan::Plan;
use super::render::Renderer;
use super::texts::Texts;

/// The pages of a site, with the ids of those that a link asked about.
#[derive(Debug, Default)]
pub struct Links {
    plan: Arc<Plan>,
    /// By the page's path. Few links lead to a place that no body sets, so few pages are rendered for it.
    ids: RwLock<HashMap<Arc<str>, Arc<HashSet<String>>>>,
}

/// What the places of a body are read with.
pub struct Places<'r> {
    pub maker: &'r Maker,
    pub texts: &'r Texts,
    pub bodies: &'r BodyMaker,
}

impl Links {
    pub fn new(plan: &Arc<Plan>) -> Arc<Self> {
        Arc::new(Self { plan: Arc::clone(plan), ids: RwLock::default() })
    }
}

impl Renderer {
    /// The same with the pages that its links may lead to.
    pub fn with_plan(&self, plan: &Arc<Plan>) -> Self {
        Self { links: Some(Links::new(plan)), ..self.clone() }
    }

    pub(super) fn plan(&self) -> &Plan {
        static NONE: std::sync::LazyLock<Plan> = std::sync::LazyLock::new(Plan::default);
        self.links.as_ref().map_or(&NONE, |links| &links.plan)
    }

    /// What places are looked up with; nothing where a page is rendered only to see which it has.
    pub(super) fn places(&self) -> Option<Places<'_>> {
        let (maker, texts, bodies) = (&*self.maker, &*self.texts, &*self.bodies);
        self.checks_places.then_some(Places { maker, texts, bodies })
    }

    /// True where the page at an address has an element of this id, whether an author, the program or the theme set it. A
    /// page of another language is another's to render: it is believed.
    pub(super) fn has_place(&self, url: &str, id: &str) -> bool {
        if !self.checks_places {
            return true;
        }
        let folder = if url.is_empty() || url.ends_with('/') { url.to_owned() } else { format!("{url}/") };
        let (Some(links), Some(page)) = (&self.links, self.plan().page_of(&folder)) else { return false };
        if page.edition != self.maker.edition {
            return true;
        }
        let known = links.ids.read().unwrap_or_else(PoisonError::into_inner).get(&page.path).cloned();
        let ids = known.unwrap_or_else(|| {
            let unchecked = Self { checks_places: false, ..self.clone() };
            let html = unchecked.render(page).bytes.unwrap_or_default();
            let ids = Arc::new(ids(&String::from_utf8_lossy(&html)));
            let mut all = links.ids.write().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(Arc::clone(&page.path)).or_insert(ids))
        });
        ids.contains(id)
    }
}

/// The ids of a page's elements.
fn ids(html: &str) -> HashSet<String> {
    let mut ids = HashSet::new();
    for (at, _) in html.match_indices("id=") {
        if !html[..at].ends_with(char::is_whitespace) {
            continue;
        }
        let value = &html[at + "id=".len()..];
        let id = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split(quote).next(),
            _ => value.split(|c: char| c.is_whitespace() || c == '>').next(),
        };
        let id = id.unwrap_or_default().replace("&amp;", "&").replace("&quot;", "\"").replace("&#x27;", "'");
        ids.insert(id);
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::ids;

    #[test]
    fn ids_are_found_however_they_are_quoted() {
        let found = ids("<a id=\"a&amp;b\"><p data-id=\"no\" id='c'><i id=d><b\nid=\"žodis\">");
        let expected = ["a&b", "c", "d", "žodis"];
        assert_eq!(found, expected.map(str::to_owned).into());
    }
}
