//! The kinds that every site has.

use super::{Description, Kind, Order, Place};

/// In the order in which portals list them.
pub static ALL: [Description; 12] = [
    content(0, "practice", "practices", "Article", "lightbulb"),
    content(1, "programme", "programmes", "Course", "certificate"),
    content(2, "conference", "conferences", "Event", "people"),
    content(3, "report", "reports", "Report", "chart"),
    content(4, "project", "projects", "ResearchProject", "flag"),
    Description { is_said_in_queries: false, ..place(5, "school", "schools", "School", "school", Place::School) },
    place(6, "organisation", "organisations", "Organization", "network", Place::Organisation),
    Description { is_said_in_queries: false, ..place(7, "topic", "topics", "DefinedTerm", "tag", Place::Topic) },
    content(8, "news", "news", "NewsArticle", "megaphone"),
    Description {
        order: Order::Title,
        counts_as_content: false,
        ..content(9, "collection", "collections", "Collection", "stack")
    },
    Description {
        order: Order::Window,
        counts_as_content: false,
        ..content(10, "cycle", "cycle", "HowToStep", "calendar")
    },
    Description {
        order: Order::Title,
        has_section: false,
        counts_as_content: false,
        is_said_in_queries: false,
        ..content(11, "page", "pages", "WebPage", "page")
    },
];

/// A kind of what an author publishes.
const fn content(
    number: usize,
    name: &'static str,
    folder: &'static str,
    schema_org: &'static str,
    icon: &'static str,
) -> Description {
    Description {
        number,
        name,
        folder,
        icon,
        schema_org,
        order: Order::Newest,
        index: None,
        has_section: true,
        counts_as_content: true,
        is_said_in_queries: true,
    }
}

/// A kind that others are listed by.
const fn place(
    number: usize,
    name: &'static str,
    folder: &'static str,
    schema_org: &'static str,
    icon: &'static str,
    index: Place,
) -> Description {
    Description {
        order: Order::Title,
        index: Some(index),
        counts_as_content: false,
        ..content(number, name, folder, schema_org, icon)
    }
}

/// For what still asks for a kind by its name.
#[allow(non_upper_case_globals, reason = "spelt as the kinds are")]
impl Kind {
    pub const Practice: Self = Self(&ALL[0]);
    pub const Programme: Self = Self(&ALL[1]);
    pub const Conference: Self = Self(&ALL[2]);
    pub const Report: Self = Self(&ALL[3]);
    pub const Project: Self = Self(&ALL[4]);
    pub const School: Self = Self(&ALL[5]);
    pub const Organisation: Self = Self(&ALL[6]);
    pub const Topic: Self = Self(&ALL[7]);
    pub const News: Self = Self(&ALL[8]);
    pub const Collection: Self = Self(&ALL[9]);
    pub const Cycle: Self = Self(&ALL[10]);
    pub const Page: Self = Self(&ALL[11]);
}
