//! Which places the pages have, for links to one of them: besides those of a body there are the theme's own.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};

use super::plan::Plan;
use super::render::Renderer;

/// The pages of a site, to which links may lead.
pub struct Links {
    plan: Arc<Plan>,
    /// Nothing where a page is rendered only to see which places it has.
    places: Option<Places>,
}

/// The ids of the pages that a link asked about.
struct Places {
    /// One a language.
    renderers: Vec<Renderer>,
    /// By the page's path. Few links lead to a place that no body sets, so few pages are rendered for it.
    ids: RwLock<HashMap<Arc<str>, Arc<HashSet<String>>>>,
}

impl Renderer {
    /// The renderers of a site, one a language, with the pages that their links may lead to.
    pub fn with_plan(renderers: &[Self], plan: &Arc<Plan>) -> Vec<Self> {
        let linked = |places: Option<Places>| {
            let links = Arc::new(Links { plan: Arc::clone(plan), places });
            let linked = renderers.iter().map(|one| Self { links: Some(Arc::clone(&links)), ..one.clone() });
            linked.collect::<Vec<_>>()
        };
        linked(Some(Places { renderers: linked(None), ids: RwLock::default() }))
    }

    pub(super) fn plan(&self) -> &Plan {
        static NONE: std::sync::LazyLock<Plan> = std::sync::LazyLock::new(Plan::default);
        self.links.as_ref().map_or(&NONE, |links| &links.plan)
    }

    fn known_places(&self) -> Option<&Places> {
        self.links.as_ref()?.places.as_ref()
    }

    /// False where a page is rendered only to see which places it has.
    pub(super) fn checks_places(&self) -> bool {
        self.known_places().is_some()
    }

    /// True where the page at an address has an element of this id, whether an author, the program or the theme set it.
    pub(super) fn has_place(&self, url: &str, id: &str) -> bool {
        let Some(places) = self.known_places() else { return true };
        let folder = if url.is_empty() || url.ends_with('/') { url.to_owned() } else { format!("{url}/") };
        let Some(page) = self.plan().page_of(&folder) else { return false };
        let known = places.ids.read().unwrap_or_else(PoisonError::into_inner).get(&page.path).cloned();
        let ids = known.unwrap_or_else(|| {
            let html = places.renderers[page.edition].render(page).bytes.unwrap_or_default();
            let ids = Arc::new(ids(&String::from_utf8_lossy(&html)));
            let mut all = places.ids.write().unwrap_or_else(PoisonError::into_inner);
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
