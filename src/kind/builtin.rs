//! The descriptions that are part of the program.

/// Fields of all kinds.
pub(super) const COMMON: (&str, &str) = ("kinds/common.toml", include_str!("kinds/common.toml"));

/// The kinds that every site has, in the order in which portals list them.
pub(super) const ALL: [(&str, &str); 12] = [
    ("kinds/practice.toml", include_str!("kinds/practice.toml")),
    ("kinds/programme.toml", include_str!("kinds/programme.toml")),
    ("kinds/conference.toml", include_str!("kinds/conference.toml")),
    ("kinds/report.toml", include_str!("kinds/report.toml")),
    ("kinds/project.toml", include_str!("kinds/project.toml")),
    ("kinds/school.toml", include_str!("kinds/school.toml")),
    ("kinds/organisation.toml", include_str!("kinds/organisation.toml")),
    ("kinds/topic.toml", include_str!("kinds/topic.toml")),
    ("kinds/news.toml", include_str!("kinds/news.toml")),
    ("kinds/collection.toml", include_str!("kinds/collection.toml")),
    ("kinds/cycle.toml", include_str!("kinds/cycle.toml")),
    ("kinds/page.toml", include_str!("kinds/page.toml")),
];
