//! The one table of the kinds of entry: all that has to agree about a kind stands here.

use std::fmt;

/// A kind of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Practice,
    Programme,
    Conference,
    Report,
    Project,
    School,
    Organisation,
    Topic,
    News,
    Collection,
    Cycle,
    Page,
}

/// What is fixed about a kind, whatever the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindInfo {
    pub kind: Kind,
    /// Name in references (`school:birzu-ausros`), templates and messages.
    pub name: &'static str,
    /// Folder under `content/`; also the key of its URL segment in the messages and settings.
    pub folder: &'static str,
    /// Type of schema.org.
    pub schema_org: &'static str,
    /// Symbol of the default theme's sprite.
    pub icon: &'static str,
    /// Listed and looked up by title rather than by date, newest first.
    pub by_title: bool,
}

/// All kinds, in the order in which portals list them.
pub const KINDS: [KindInfo; 12] = [
    info(Kind::Practice, "practice", "practices", "Article", "lightbulb", false),
    info(Kind::Programme, "programme", "programmes", "Course", "certificate", false),
    info(Kind::Conference, "conference", "conferences", "Event", "people", false),
    info(Kind::Report, "report", "reports", "Report", "chart", false),
    info(Kind::Project, "project", "projects", "ResearchProject", "flag", false),
    info(Kind::School, "school", "schools", "School", "school", true),
    info(Kind::Organisation, "organisation", "organisations", "Organization", "network", true),
    info(Kind::Topic, "topic", "topics", "DefinedTerm", "tag", true),
    info(Kind::News, "news", "news", "NewsArticle", "megaphone", false),
    info(Kind::Collection, "collection", "collections", "Collection", "stack", true),
    info(Kind::Cycle, "cycle", "cycle", "HowToStep", "calendar", false),
    info(Kind::Page, "page", "pages", "WebPage", "page", true),
];

const fn info(
    kind: Kind,
    name: &'static str,
    folder: &'static str,
    schema_org: &'static str,
    icon: &'static str,
    by_title: bool,
) -> KindInfo {
    KindInfo { kind, name, folder, schema_org, icon, by_title }
}

impl Kind {
    pub fn info(self) -> &'static KindInfo {
        &KINDS[self as usize]
    }

    pub fn name(self) -> &'static str {
        self.info().name
    }

    pub fn folder(self) -> &'static str {
        self.info().folder
    }

    pub fn all() -> impl DoubleEndedIterator<Item = Kind> {
        KINDS.iter().map(|info| info.kind)
    }

    pub fn from_folder(folder: &str) -> Option<Self> {
        KINDS.iter().find(|info| info.folder == folder).map(|info| info.kind)
    }

    /// By name, or by folder as people also write it (`schools:` for `school:`).
    pub fn from_name(name: &str) -> Option<Self> {
        KINDS.iter().find(|info| info.name == name || info.folder == name).map(|info| info.kind)
    }

    /// What an author publishes, in contrast to what it is sorted by (schools, topics …) and to fixed pages.
    pub fn is_content(self) -> bool {
        matches!(self, Self::Practice | Self::Programme | Self::Conference | Self::Report | Self::Project | Self::News)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_enum() {
        for (index, info) in KINDS.iter().enumerate() {
            assert_eq!(info.kind as usize, index);
            assert_eq!(info.kind.info(), info);
            assert_eq!(Kind::from_folder(info.folder), Some(info.kind));
        }
    }

    #[test]
    fn every_folder_can_be_given_a_segment() {
        let names: Vec<_> = crate::config::segment_names().collect();
        assert_eq!(names[..KINDS.len()], KINDS.map(|info| info.folder));
    }
}
