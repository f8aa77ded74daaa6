//! A small site, written in the test itself.

use std::sync::Mutex;

use avilys::diagnostics::{self, Diagnostic};
use avilys::profile::Profile;
use avilys::site::{Content, Options, Site};
use avilys::source::Source;
use rayon::prelude::*;

use super::{Avilys, Built, Folder, TODAY, Tree};

/// Every template of the contract, so that a test can replace them all.
pub const TEMPLATES: [&str; 27] = [
    "404.html",
    "choice.html",
    "collection.html",
    "conference.html",
    "cycle.html",
    "cycle_year.html",
    "group.html",
    "home.html",
    "index_list.html",
    "kind.html",
    "letters.html",
    "municipality.html",
    "news.html",
    "opensearch.xml",
    "organisation.html",
    "page.html",
    "practice.html",
    "programme.html",
    "project.html",
    "redirect.html",
    "report.html",
    "school.html",
    "search.html",
    "section.html",
    "topic.html",
    "topics.html",
    "year.html",
];

/// A site in the making. Nothing but the files that a test names; the day is [`TODAY`], the messages are English.
#[derive(Debug)]
pub struct TestSite {
    files: Tree,
    settings: String,
    pub(super) options: Options,
    language: String,
}

impl TestSite {
    pub fn new() -> Self {
        let today = TODAY.parse().expect("a day");
        let options = Options {
            today,
            base_url: None,
            drafts: false,
            offline: false,
            preview: false,
            profile: Profile::default(),
        };
        Self { files: Tree::new(), settings: String::new(), options, language: "en".into() }
    }

    /// A site whose pages are the views of the theme contract as JSON, for [`Built::page`].
    pub fn of_views() -> Self {
        let template = "{{ page | json }}";
        TEMPLATES.iter().fold(Self::new(), |site, name| site.file(&format!("templates/{name}"), template))
    }

    /// The files below a folder of the repository.
    pub fn from_repository(folder: &str) -> Self {
        let mut site = Self::new();
        site.files = super::folder::tree(&super::repository().join(folder));
        assert!(!site.files.is_empty(), "{folder} holds nothing");
        site
    }

    pub fn file(mut self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.files.insert(path.to_owned(), text.as_ref().to_vec());
        self
    }

    /// The site without the files below a folder.
    pub fn without(mut self, folder: &str) -> Self {
        let prefix = format!("{folder}/");
        self.files.retain(|path, _| !path.starts_with(&prefix));
        self
    }

    /// An entry: its front matter without the `+++` lines, and no body.
    pub fn entry(self, path: &str, front_matter: &str) -> Self {
        self.file(&format!("content/{path}.md"), format!("+++\n{front_matter}\n+++\n"))
    }

    /// The site without a line of `avilys.toml`.
    pub fn without_settings(mut self) -> Self {
        self.settings.clear();
        self
    }

    /// A line of `avilys.toml`.
    pub fn setting(mut self, line: &str) -> Self {
        self.settings.push_str(line);
        self.settings.push('\n');
        self
    }

    /// Language of the messages.
    pub fn lang(mut self, language: &str) -> Self {
        language.clone_into(&mut self.language);
        self
    }

    pub fn date(mut self, day: &str) -> Self {
        self.options.today = day.parse().expect("a day");
        self
    }

    pub fn drafts(mut self) -> Self {
        self.options.drafts = true;
        self
    }

    pub fn offline(mut self) -> Self {
        self.options.offline = true;
        self
    }

    pub fn base_url(mut self, url: &str) -> Self {
        self.options.base_url = Some(url.to_owned());
        self
    }

    /// The site in a folder, loaded without a problem.
    pub fn loaded(&self) -> (Folder, Site) {
        let folder = self.folder();
        let source = Source::open(folder.path()).expect("a folder with content/ is a site");
        let (site, problems) = Site::load(&source, &self.options);
        assert_eq!(problems, []);
        (folder, site.expect("a site without problems"))
    }

    /// The site as a folder.
    pub fn folder(&self) -> Folder {
        let mut files = self.files.clone();
        if !self.settings.is_empty() {
            files.insert("avilys.toml".into(), self.settings.clone().into_bytes());
        }
        let folder = Folder::with(&files);
        std::fs::create_dir_all(folder.at("content")).expect("folders can be made");
        folder
    }

    /// What the library makes of the site: its pages, or its problems. Nothing is published.
    pub fn build(&self) -> Built {
        let folder = self.folder();
        let source = Source::open(folder.path()).expect("a folder with content/ is a site");
        let (site, mut problems) = Site::load(&source, &self.options);
        let mut files = Tree::new();
        if let Some(site) = &site {
            let (rendered, found) = render(site);
            problems.extend(found);
            if !diagnostics::has_errors(&problems) {
                let count = rendered.len();
                files = rendered.into_iter().collect();
                assert_eq!(files.len(), count, "two pages have one path");
            }
        }
        diagnostics::sort(&mut problems);
        Built::new(files, problems, &self.language)
    }

    /// The program in a folder with this site. `{}` in the arguments stands for the folder.
    pub fn run(&self, arguments: &[&str]) -> (Folder, super::Run) {
        let folder = self.folder();
        let run = Avilys::new().lang(&self.language).within(folder.path()).run(arguments);
        (folder, run)
    }
}

/// Every page and the index, as a build would publish them.
fn render(site: &Site) -> (Vec<(String, Vec<u8>)>, Vec<Diagnostic>) {
    let problems = Mutex::new(Vec::new());
    let pages = site.pages().par_iter().filter_map(|page| {
        let (content, found) = site.render(page);
        problems.lock().expect("nobody panicked").extend(found);
        let bytes = match content? {
            Content::Bytes(bytes) => bytes,
            Content::File(path) => std::fs::read(path).expect("a file of the site can be read"),
        };
        Some((page.path.to_string(), bytes))
    });
    let mut files: Vec<_> = pages.collect();
    files.extend(site.search_index().iter().map(|(path, bytes)| (path.clone(), bytes.clone())));
    (files, problems.into_inner().expect("nobody panicked"))
}
