//! A site with 30 different mistakes in 12 files: all are listed in one run, each with its place and a help that mends
//! it, and nothing is written.

use crate::support::folder::difference;
use crate::support::{Avilys, Built, Folder, TestSite, golden};

const SITE: &str = "tests/golden/mistakes/site";

fn site() -> TestSite {
    TestSite::from_repository(SITE)
}

#[test]
fn thirty_mistakes_in_twelve_files_are_listed_in_one_run() {
    let built = site().build();
    assert!(built.problems.iter().all(avilys::diagnostics::Diagnostic::is_error));
    assert_eq!(built.problems.len(), 30, "{}", built.stderr());
    let paths: std::collections::BTreeSet<_> = built.problems.iter().map(path_of).collect();
    assert_eq!(paths.len(), 12, "{paths:?}");
}

/// Every problem points into a file.
fn path_of(problem: &avilys::diagnostics::Diagnostic) -> &str {
    let place = problem.place.as_ref().unwrap_or_else(|| panic!("{} has no place", problem.code.name()));
    &place.source.path
}

#[test]
fn their_texts_are_as_they_should_be() {
    for language in ["lt", "en"] {
        let (folder, run) = site().lang(language).run(&["build"]);
        run.code(1);
        assert_eq!(run.stdout, "");
        golden::text(&format!("mistakes/{language}.txt"), &run.stderr);
        assert!(!folder.exists("public"), "nothing is written");
    }
}

#[test]
fn check_says_the_same_as_build() {
    let (_, build) = site().run(&["build"]);
    let (_, check) = site().run(&["check"]);
    check.code(1);
    let problems = |text: &str| text.split_once("\n30 errors").map(|(problems, _)| problems.to_owned());
    assert!(problems(&build.stderr).is_some());
    assert_eq!(problems(&check.stdout).or_else(|| problems(&check.stderr)), problems(&build.stderr));
}

#[test]
fn an_earlier_site_is_left_as_it_was() {
    let (folder, run) = TestSite::new().entry("pages/apie", "title = \"Apie\"").run(&["build"]);
    run.ok();
    let before = (folder.tree("public"), times(&folder));
    for (path, bytes) in Folder::copy_of(&crate::support::repository().join(SITE)).tree("") {
        folder.put(&path, bytes);
    }
    let run = Avilys::new().within(folder.path()).run(&["build"]);
    run.code(1).complains("30 errors");
    assert_eq!(difference(&before.0, &folder.tree("public")), None);
    assert_eq!(before.1, times(&folder), "not even touched");
    assert!(!folder.exists("public/.avilys/stage") && !folder.exists("public/.avilys/plan.json"));
}

fn times(folder: &Folder) -> Vec<(String, std::time::SystemTime)> {
    let time = |path: &String| std::fs::metadata(folder.at("public").join(path)).unwrap().modified().unwrap();
    folder.tree("public").keys().map(|path| (path.clone(), time(path))).collect()
}

/// What the help of one problem asks for.
enum Mend {
    /// File, what stands there, what stands there then.
    Change(&'static str, &'static str, &'static str),
    Rename(&'static str, &'static str),
    Add(&'static str),
}

use Mend::{Add, Change, Rename};

/// The codes in any order that does not uncover one mistake by mending another.
const MENDED: [(&str, Mend); 30] = [
    ("id-taken", Rename("conferences/2026/rudens-konferencija.md", "conferences/2026/rudens-konferencija-2026.md")),
    ("id-invalid", Rename("news/Nauja žinia.md", "news/nauja-zinia.md")),
    ("folder-unknown", Rename("practises/aplankas.md", "pages/aplankas.md")),
    ("language-unknown", Rename("pages/apie.de.md", "pages/apie.md")),
    ("translation-orphan", Rename("schools/gimnazija.en.md", "schools/ausros-progimnazija.en.md")),
    ("toml-quotes", Change("schools/ausros-progimnazija.en.md", "= gymnasium", "= \"gymnasium\"")),
    ("front-matter-unclosed", Change("news/neuzdaryta.md", "2026-02-01\n", "2026-02-01\n+++\n")),
    (
        "front-matter-yaml",
        Change(
            "news/yaml.md",
            "---\ntitle: Kitokia antraštė\ndate: 2026-01-05\n---",
            "+++\ntitle = \"Kitokia antraštė\"\ndate = 2026-01-05\n+++",
        ),
    ),
    ("unknown-key", Change("practices/antraste.md", "sumary", "summary")),
    ("date-invalid", Change("practices/antraste.md", "2026-13", "2026-12")),
    ("unknown-word", Change("practices/antraste.md", "publishd", "published")),
    ("expected-text", Change("practices/antraste.md", "audience = 7", "audience = \"tėvai\"")),
    ("file-unknown", Add("practices/planas.pdf")),
    ("reference-unknown", Change("practices/nuorodos.md", "ausros-progimnazia", "ausros-progimnazija")),
    ("date-invalid", Change("practices/nuorodos.md", "2026-06-31", "2026-06")),
    ("reference-wrong-kind", Change("practices/nuorodos.md", "\"lyderyste\"", "\"rudens-konferencija\"")),
    ("reference-ambiguous", Change("practices/nuorodos.md", "\"Skaitymas\"", "\"topic:skaitymas\"")),
    ("link-unknown", Change("practices/tekstas.md", "skaitimas.md", "skaitymas.md")),
    ("footnote-undefined", Change("practices/tekstas.md", "[^nera].\n", "[^nera].\n\n[^nera]: Yra.\n")),
    ("component-unknown", Change("practices/tekstas.md", ":::qoute", ":::quote")),
    ("component-attribute-unknown", Change("practices/tekstas.md", "knd", "kind")),
    ("list-table-ragged", Change("practices/tekstas.md", "- - Vienas\n", "- - Vienas\n  -\n")),
    ("component-unclosed", Change("practices/tekstas.md", "citata.\n", "citata.\n:::\n")),
    ("missing-field", Change("projects/pinigai.md", "count = 3", "what = \"Praktikos\", count = 3")),
    ("date-invalid", Change("projects/pinigai.md", "2018-12/2017-09", "2017-09/2018-12")),
    ("expected-currency", Change("projects/pinigai.md", "Eur", "EUR")),
    ("expected-url", Change("projects/pinigai.md", "www.", "https://www.")),
    ("municipality-unknown", Change("projects/pinigai.md", "prienu-t", "prienu-r")),
    ("url-taken", Change("topics/mokymasis.md", "slug = \"lyderyste\"\n", "")),
    ("topic-cycle", Change("topics/mokymasis.md", "parent = \"mokymasis\"\n", "")),
];

#[test]
fn every_help_mends_its_mistake() {
    let mut files = Folder::copy_of(&crate::support::repository().join(SITE)).tree("");
    let mut before = build(&files);
    for (code, mend) in &MENDED {
        let at = |path: &str| format!("content/{path}");
        match mend {
            Change(path, from, to) => {
                let text = String::from_utf8(files[&at(path)].clone()).unwrap();
                assert_eq!(text.matches(from).count(), 1, "{path}: {from}");
                files.insert(at(path), text.replace(from, to).into_bytes());
            }
            Rename(from, to) => {
                let bytes = files.remove(&at(from)).unwrap_or_else(|| panic!("{from}"));
                files.insert(at(to), bytes);
            }
            Add(path) => {
                files.insert(at(path), Vec::new());
            }
        }
        let after = build(&files);
        let count = |built: &Built| built.problems.iter().filter(|problem| problem.code.name() == *code).count();
        assert_eq!(after.problems.len() + 1, before.problems.len(), "after {code}:\n{}", after.stderr());
        assert_eq!(count(&after) + 1, count(&before), "after {code}:\n{}", after.stderr());
        before = after;
    }
    before.ok();
}

fn build(files: &crate::support::Tree) -> Built {
    files.iter().fold(TestSite::new(), |site, (path, bytes)| site.file(path, bytes)).build()
}

/// The pages of a site that has problems, by address, as the preview shows them.
fn pages_of_entries(site: &TestSite) -> Vec<(String, String)> {
    let folder = site.folder();
    let source = avilys::source::Source::open(folder.path()).unwrap();
    let today = crate::support::TODAY.parse().unwrap();
    let options = avilys::site::Options {
        today,
        base_url: None,
        drafts: false,
        offline: false,
        preview: false,
        profile: avilys::profile::Profile::default(),
    };
    let (loaded, problems) = avilys::site::Site::load(&source, &options);
    assert!(problems.iter().all(|problem| problem.code.name() == "url-taken"), "{problems:?}");
    let loaded = loaded.unwrap();
    let routes = &loaded.portal.routes;
    let entries = loaded.portal.ids().map(|id| (id, loaded.portal.entry(id)));
    entries
        .map(|(id, entry)| {
            let url = routes.of(id).to_owned();
            assert_eq!(routes.entry_at(&url).map(|(id, _)| id), Some(id), "{url}");
            let page = loaded.pages().iter().filter(|page| page.url() == url).collect::<Vec<_>>();
            assert_eq!(page.len(), 1, "{url} is one page");
            (url, entry.id().to_owned())
        })
        .collect()
}

#[test]
fn an_address_that_two_entries_claim_stays_that_of_the_first() {
    let slug = |of: &str| format!("title = \"T\"\ndate = 2026-01-01\nslug = \"{of}\"");
    let site = TestSite::new()
        .entry("news/a", "title = \"A\"\ndate = 2026-01-01")
        .entry("news/b", &slug("a"))
        .entry("news/c", &slug("b"))
        .entry("news/d", &slug("a"))
        .entry("pages/apie", "title = \"Apie\"")
        .entry("pages/naujienos-2", &slug("apie"))
        .entry("pages/praktikos", &slug("apie"));
    let built = site.build();
    built.fails().codes(["url-taken"; 4]);
    let owner = |at: usize| built.problems[at].args.iter().find(|(name, _)| *name == "other").unwrap().1.as_str();
    assert_eq!([owner(0), owner(1)], ["content/news/a.md"; 2]);
    let pages = pages_of_entries(&site);
    let pages: Vec<_> = pages.iter().map(|(url, id)| (url.as_str(), id.as_str())).collect();
    let expected = [
        ("naujienos/a/", "a"),
        ("naujienos/b-2/", "b"),
        ("naujienos/b/", "c"),
        ("naujienos/d/", "d"),
        ("apie/", "apie"),
        ("naujienos-2/", "naujienos-2"),
        ("praktikos-2/", "praktikos"),
    ];
    assert_eq!(pages, expected);
}

#[test]
fn a_problem_is_shown_with_its_line_a_caret_and_a_help() {
    let built = TestSite::new().entry("practices/a", "title = \"A\"\nsummary = \"S\"\nschol = \"ausra\"").build();
    built.fails().stderr_is(
        r#"
error[unknown-key]: unknown field "schol"
 --> content/practices/a.md:4:1
  |
4 | schol = "ausra"
  | ^^^^^
  |
  = help: did you mean "school"?"#,
    );
}
