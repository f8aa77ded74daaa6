//! The stages of a build, each alone, over a portal of 1,000 practices that is made here: `cargo bench --bench stages`.
//!
//! For a look at what a change does to one stage. Times differ with the machine; what counts over time is
//! `benches/instructions`, and what a reader waits for is measured by `benches/build`.

#![expect(clippy::disallowed_methods, reason = "a benchmark makes the site that it measures")]

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use avilys::config::Config;
use avilys::content_file::ContentFile;
use avilys::diagnostics::SourceText;
use avilys::kind::Kinds;
use avilys::markdown::{self, Components, Labels, Resolution, Resolver};
use avilys::output::{Content, Folder};
use avilys::page::Subject;
use avilys::portal::{self, EditionInput};
use avilys::record::{self, Place, Record};
use avilys::search::{self, Document};
use avilys::site::{Options, Site};
use avilys::source::Source;
use avilys::theme::{self, LanguageWords, ThemeFiles};
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use jiff::civil::Date;

const ENTRIES: usize = 1000;
const SCHOOLS: usize = 40;
const TOPICS: usize = 20;
const WORDS: usize = 600;
const TODAY: Date = jiff::civil::date(2026, 11, 22);
const STEMS: [&str; 16] = [
    "mokym",
    "vertinim",
    "įsivertinim",
    "bendradarbiavim",
    "skaitym",
    "ugdym",
    "žaidim",
    "projekt",
    "rezultat",
    "šaltin",
    "žodyn",
    "ežer",
    "kalb",
    "gebėjim",
    "patirt",
    "klausim",
];
const ENDINGS: [&str; 12] = ["as", "o", "ui", "ą", "u", "e", "ai", "ų", "ams", "us", "ais", "uose"];

fn main() {
    divan::main();
}

// ---- what is measured

#[divan::bench]
fn front_matter(bencher: Bencher) {
    let texts = texts();
    let bytes: usize = texts.iter().map(|text| text.text.len()).sum();
    bencher.counter(ItemsCount::new(texts.len())).counter(BytesCount::new(bytes)).bench(|| records(&texts));
}

#[divan::bench]
fn join(bencher: Bencher) {
    let (records, words) = (records(&texts()), words());
    let input = || portal_input(&records, &words);
    bencher.counter(ItemsCount::new(records.len())).with_inputs(input).bench_values(portal::join);
}

#[divan::bench]
fn markdown_of_600_words(bencher: Bencher) {
    let (text, words) = (SourceText::new("content/practices/a.md", Words(1).body()), words());
    let (labels, components, reserved) = (Labels::default(), Components::builtin(), HashSet::new());
    let options = || markdown::Options {
        resolver: &Everywhere,
        typography: &words.typography,
        labels: &labels,
        components: &components,
        heading_shift: 1,
        title: None,
        reserved: &reserved,
    };
    let bytes = BytesCount::new(text.text.len());
    bencher.counter(bytes).bench_local(|| markdown::parse(&text, whole(&text), &options()));
}

#[divan::bench]
fn render_an_entry(bencher: Bencher) {
    render(bencher, |subject| matches!(subject, Subject::Entry(_)));
}

#[divan::bench]
fn render_a_list(bencher: Bencher) {
    render(bencher, |subject| matches!(subject, Subject::Section(kind, 2) if kind.name() == "practice"));
}

#[divan::bench]
fn index_of_1000_documents(bencher: Bencher) {
    let documents: Vec<Document> = (0..ENTRIES).map(document).collect();
    let input = search::Input {
        count: documents.len(),
        languages: vec!["lt".to_owned()],
        editions: vec![search::Edition { language: "lt".to_owned(), ..search::Edition::default() }],
        ..search::Input::default()
    };
    let count = ItemsCount::new(documents.len());
    bencher.counter(count).bench_local(|| search::Indexer::new(input.clone()).finish(|at| documents[at].clone()));
}

#[divan::bench]
fn publish_1000_new_pages(bencher: Bencher) {
    let pages = pages();
    let folder = || tempfile::tempdir().expect("a folder for the pages");
    bencher.counter(ItemsCount::new(ENTRIES)).with_inputs(folder).bench_local_values(|folder| {
        publish(&folder.path().join("public"), &pages);
        folder
    });
}

#[divan::bench]
fn publish_1000_pages_unchanged(bencher: Bencher) {
    let (pages, folder) = (pages(), tempfile::tempdir().expect("a folder for the pages"));
    let output = folder.path().join("public");
    publish(&output, &pages);
    bencher.counter(ItemsCount::new(ENTRIES)).bench_local(|| publish(&output, &pages));
}

// ---- what it is measured on

/// Words without meaning: the same seed gives the same text.
struct Words(u64);

impl Words {
    fn draw(&mut self, below: usize) -> usize {
        // Numerical Recipes' constants; the high bits are the good ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % below
    }

    fn phrase(&mut self, words: usize) -> String {
        let word = |words: &mut Self| [STEMS[words.draw(STEMS.len())], ENDINGS[words.draw(ENDINGS.len())]].concat();
        let all: Vec<_> = (0..words).map(|_| word(self)).collect();
        all.join(" ")
    }

    /// Paragraphs with headings, a list, emphasis and links.
    fn body(&mut self) -> String {
        let mut body = String::new();
        for block in 0..WORDS / 60 {
            let (heading, first, link) = (self.phrase(3), self.phrase(30), self.draw(ENTRIES));
            let _ = write!(body, "## {heading}\n\n{first}, „{}“ – [žr.](../practices/p{link}.md).\n\n", self.phrase(2));
            let _ = write!(body, "- {}\n- **{}**\n\n", self.phrase(12), self.phrase(6));
            let _ = if block == 3 { write!(body, "| a | b |\n| --- | --- |\n| 1 | 2 |\n\n") } else { Ok(()) };
        }
        body
    }
}

fn practice(number: usize) -> Arc<SourceText> {
    let mut words = Words(number as u64);
    let title = words.phrase(4);
    let (school, topic) = (words.draw(SCHOOLS), words.draw(TOPICS));
    let (year, month, day) = (2013 + words.draw(12), 1 + words.draw(12), 1 + words.draw(28));
    let fields = format!(
        "title = \"{title}\"\ndate = {year}-{month:02}-{day:02}\nschool = \"s{school}\"\ntopics = [\"t{topic}\"]\n\
         authors = [\"Ona Rasaitė\"]\nsummary = \"{}.\"\n",
        words.phrase(20),
    );
    SourceText::new(format!("content/practices/p{number}.md"), format!("+++\n{fields}+++\n\n{}", words.body()))
}

fn texts() -> Vec<Arc<SourceText>> {
    let school = |number| {
        let fields = format!("title = \"{number} mokykla\"\ntype = \"gimnazija\"\nmunicipality = \"vilniaus-m\"\n");
        SourceText::new(format!("content/schools/s{number}.md"), format!("+++\n{fields}+++\n"))
    };
    let topic = |number| {
        SourceText::new(format!("content/topics/t{number}.md"), format!("+++\ntitle = \"{number} tema\"\n+++\n"))
    };
    (0..ENTRIES).map(practice).chain((0..SCHOOLS).map(school)).chain((0..TOPICS).map(topic)).collect()
}

fn records(texts: &[Arc<SourceText>]) -> Vec<Arc<Record>> {
    let read = |text: &Arc<SourceText>| match record::identify(&text.path, &[], &Kinds::builtin()) {
        Ok(Place::Entry(identity)) => {
            let file = ContentFile::new(text.path.clone(), &text.text);
            let (record, problems) = record::read(&Kinds::builtin(), identity, &file);
            assert!(problems.is_empty(), "{problems:?}");
            Arc::new(record)
        }
        other => panic!("{} is no entry: {other:?}", text.path),
    };
    texts.iter().map(read).collect()
}

fn words() -> Arc<LanguageWords> {
    theme::load_words(&Arc::new(ThemeFiles::new(&[])), &Kinds::builtin(), "lt")
        .0
        .expect("the default theme speaks Lithuanian")
}

fn portal_input(records: &[Arc<Record>], words: &LanguageWords) -> portal::Input {
    let edition = EditionInput {
        language: words.language.clone(),
        locale: Arc::clone(&words.locale),
        segments: words.segments(),
    };
    portal::Input {
        config: Arc::new(Config::default()),
        kinds: Kinds::builtin(),
        today: TODAY,
        drafts: false,
        offline: false,
        editions: vec![edition],
        records: records.to_vec(),
        sections: BTreeMap::new(),
        files: BTreeMap::new(),
        static_files: BTreeSet::new(),
    }
}

/// Takes every destination for a page that there is.
struct Everywhere;

impl Resolver for Everywhere {
    fn link(&self, dest: &str) -> Resolution {
        Resolution::Internal(dest.to_owned())
    }

    fn image(&self, dest: &str) -> Resolution {
        self.link(dest)
    }

    fn has_place(&self, _: &str) -> bool {
        false
    }

    fn title(&self, _: &str) -> Option<String> {
        None
    }
}

fn whole(text: &SourceText) -> Range<usize> {
    0..text.text.len()
}

fn render(bencher: Bencher, wanted: fn(&Subject) -> bool) {
    let folder = tempfile::tempdir().expect("a folder for the site");
    for text in texts() {
        write(&folder.path().join(&text.path), &text.text);
    }
    let source = Source::open(folder.path()).expect("a site");
    let profile = avilys::profile::Profile::default();
    let options = Options { today: TODAY, base_url: None, drafts: false, offline: false, preview: false, profile };
    let (site, problems) = Site::load(&source, &options);
    assert!(problems.is_empty(), "{problems:?}");
    let site = site.expect("a site without errors");
    let page = site.pages().iter().find(|page| wanted(&page.subject)).expect("a page of this sort");
    bencher.bench_local(|| site.render(page));
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a file in a folder")).expect("a new folder");
    fs::write(path, text).expect("a new file");
}

fn document(number: usize) -> Document {
    let mut words = Words(number as u64);
    Document {
        url: format!("praktikos/p{number}/"),
        id: format!("p{number}"),
        title: words.phrase(4),
        lead: words.phrase(20),
        language: "lt".to_owned(),
        editions: 1,
        headings: (0..5).map(|_| words.phrase(3)).collect(),
        body: words.phrase(WORDS),
        ..Document::default()
    }
}

fn pages() -> Vec<(String, Vec<u8>)> {
    let page = |number: usize| (format!("p{number}/index.html"), Words(number as u64).phrase(WORDS).into_bytes());
    (0..ENTRIES).map(page).collect()
}

fn publish(output: &Path, pages: &[(String, Vec<u8>)]) {
    let paths: Vec<_> = pages.iter().map(|(path, _)| path.as_str().into()).collect();
    let folder = Folder::open(output, output.parent().unwrap_or(output), &[]).expect("a folder that may be written to");
    let made = folder.publish(&paths, |at| Some(Content::Bytes(pages[at].1.clone())), |_| ());
    assert!(made.is_ok(), "{made:?}");
}
