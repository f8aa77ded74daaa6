//! Handles of the kinds of the program by their names, for what still asks by name. They have no fields: two kinds are the same where
//! their numbers are.

use super::{Description, Kind, Order, Shape};

static ALL: [Description; 12] = [
    named(0, "practice", "practices"),
    named(1, "programme", "programmes"),
    named(2, "conference", "conferences"),
    named(3, "report", "reports"),
    named(4, "project", "projects"),
    named(5, "school", "schools"),
    named(6, "organisation", "organisations"),
    named(7, "topic", "topics"),
    named(8, "news", "news"),
    named(9, "collection", "collections"),
    named(10, "cycle", "cycle"),
    named(11, "page", "pages"),
];

const fn named(number: usize, name: &'static str, folder: &'static str) -> Description {
    Description {
        number,
        name,
        folder,
        icon: "",
        schema_org: "",
        order: Order::Newest,
        index: None,
        has_section: true,
        counts_as_content: true,
        is_said_in_queries: true,
        shape: Shape::EMPTY,
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
