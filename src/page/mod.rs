//! Which pages a portal has, and each page as bytes: pure functions of the frozen portal.
//!
//! `build` renders every page and `serve` the one that is looked at, both with [`Renderer::render`]. Nothing here knows
//! the disk: a file that is published as it is stays a name until it is written.

mod body;
mod cards;
mod citation;
mod clashes;
mod documents;
mod entry;
mod home;
mod library;
mod links;
mod lists;
mod maker;
mod narrow;
mod own;
mod plan;
mod prepared;
mod relations;
mod render;
mod resolver;
mod search;
mod site;
mod texts;

pub use documents::{Documents, Plain, days};
pub use plan::{Owner, Page, Plan, Subject, plan};
pub use prepared::Prepared;
pub use render::{RenderedPage, Renderer};

pub use texts::{Text, Texts};

/// The way from a page to the site's root: `./` from the home page, `../../` from an entry.
fn root_of(url: &str) -> String {
    match url.bytes().filter(|byte| *byte == b'/').count() {
        0 => "./".to_owned(),
        depth => "../".repeat(depth),
    }
}

#[cfg(test)]
mod tests {
    use super::root_of;

    #[test]
    fn the_root_is_as_many_folders_up_as_the_page_is_deep() {
        assert_eq!(root_of(""), "./");
        assert_eq!(root_of("praktikos/a/"), "../../");
        assert_eq!(root_of("old.html"), "./");
    }
}
