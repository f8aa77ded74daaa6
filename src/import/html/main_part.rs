//! Which part of a page is its text: menus, banners and footers are not.

use dom_query::{Document, NodeRef};

/// Where the usual programs put the text, the surest first.
const MAIN: [&str; 9] =
    ["article", "main", "[role=main]", ".entry-content", ".item-page", ".node-content", "#content", ".content", "body"];

/// What is no text, wherever it stands.
const NEVER: &str = "script, style, noscript, template, nav, aside, svg, button, link, meta, title, [role=navigation], \
    [role=search], .breadcrumb, .breadcrumbs, .menu, .navbar, .navigation, .sidebar, .pagination, .share, .social, .comments, \
    #comments, #menu, #nav, #sidebar, .skip-link, .screen-reader-text";

/// What is no text where nothing tells the text from the page.
const OF_THE_PAGE: &str = "header, footer, #header, #footer, .header, .footer";

pub struct Main<'d> {
    pub node: NodeRef<'d>,
    /// What the page calls itself.
    pub title: Option<String>,
}

pub fn find(dom: &Document) -> Main<'_> {
    let title = title(dom);
    dom.select(NEVER).remove();
    // Several articles are a list of them.
    let node = MAIN.iter().find_map(|selector| {
        let found = dom.select(selector);
        let nodes = found.nodes();
        match nodes {
            [one] if one.has_text_of_its_own() => Some((*selector, *one)),
            _ => None,
        }
    });
    let (selector, node) = node.unwrap_or(("body", dom.root()));
    if selector == "body" {
        dom.select(OF_THE_PAGE).remove();
    }
    Main { node, title }
}

trait HasText {
    fn has_text_of_its_own(&self) -> bool;
}

impl HasText for NodeRef<'_> {
    fn has_text_of_its_own(&self) -> bool {
        !self.text().trim().is_empty()
    }
}

/// The title without the name of the site, which follows a line or a dash.
fn title(dom: &Document) -> Option<String> {
    let named = dom.select("meta[property='og:title']").attr("content").map(|title| title.to_string());
    let title = named.unwrap_or_else(|| dom.select("title").text().to_string());
    let end = [" | ", " – ", " — ", " » ", " « "].iter().filter_map(|mark| title.find(mark)).min();
    let title = title[..end.unwrap_or(title.len())].split_whitespace().collect::<Vec<_>>().join(" ");
    Some(title).filter(|title| !title.is_empty())
}
