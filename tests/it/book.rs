//! The book in `docs/` is true: it builds without a word, its recipes work, its examples are entries.

use std::sync::LazyLock;

use crate::sample::broken_addresses;
use crate::support::{Built, TestSite, repository};

static BOOK: LazyLock<Built> = LazyLock::new(|| TestSite::from_repository("docs").build());

fn page(path: &str) -> String {
    std::fs::read_to_string(repository().join("docs/content/pages").join(path)).expect("a page of the book")
}

/// A block of code with the file that the line before it names, if it names one.
struct Block {
    path: Option<String>,
    text: String,
}

/// The fenced blocks of a Markdown text.
fn blocks(text: &str) -> Vec<Block> {
    let (mut blocks, mut path, mut open): (Vec<Block>, Option<String>, Option<Vec<&str>>) = (Vec::new(), None, None);
    for line in text.lines() {
        match (&mut open, line.starts_with("```")) {
            (None, true) => open = Some(Vec::new()),
            (Some(lines), true) => {
                blocks.push(Block { path: path.take(), text: lines.join("\n") + "\n" });
                open = None;
            }
            (Some(lines), false) => lines.push(line),
            (None, false) if line.is_empty() => {}
            (None, false) => {
                path = line.strip_prefix('`').and_then(|rest| rest.strip_suffix("`:")).map(str::to_owned);
            }
        }
    }
    blocks
}

/// A small portal that the recipes change.
fn portal(language: &str) -> TestSite {
    TestSite::new()
        .setting(&format!("language = \"{language}\"\ntitle = \"Portal\""))
        .entry("news/held", "title = \"Held\"\ndate = 2026-11-14")
        .entry("schools/my-school", "title = \"My school\"\ntype = \"gymnasium\"\nmunicipality = \"vilniaus-m\"")
        .entry("practices/mornings", "title = \"Mornings\"\nschool = \"my-school\"\ndate = 2026-02-10")
        .entry("pages/about", "title = \"About\"")
}

#[test]
fn it_builds_without_an_error_or_a_warning() {
    BOOK.ok();
    assert_eq!(broken_addresses(&BOOK.files, false), Vec::<String>::new());
}

#[test]
fn each_of_ten_recipes_builds_and_changes_the_site() {
    let text = page("recipes/recipes.md");
    let recipes: Vec<&str> = text.split("\n## ").skip(1).collect();
    assert_eq!(recipes.len(), 10);
    let plain = portal("en").build();
    for recipe in recipes {
        let name = recipe.lines().next().unwrap_or_default();
        let mut site = portal("en");
        for block in blocks(recipe) {
            site = match block.path {
                Some(path) => site.file(&path, block.text),
                None => site.file("content/pages/about.md", format!("+++\ntitle = \"About\"\n+++\n\n{}", block.text)),
            };
        }
        let built = site.build();
        built.ok();
        assert!(built.files != plain.files, "recipe {name} changes nothing");
    }
}

/// A page of the book in a language: `how-to/network` in Lithuanian is `how-to/network.lt.md`.
fn page_in(language: &str, name: &str) -> String {
    match language {
        "en" => page(&format!("{name}.md")),
        other => page(&format!("{name}.{other}.md")),
    }
}

#[test]
fn the_examples_of_the_how_tos_build_together_in_both_languages() {
    ["en", "lt"].into_iter().for_each(the_examples_build_together);
}

fn the_examples_build_together(language: &str) {
    let examples = [
        ("how-to/write-a-practice", 0, "practices/reading-mornings"),
        ("how-to/school-page", 0, "schools/my-school"),
        ("how-to/network", 0, "conferences/autumn-conference-2026"),
        ("how-to/network", 1, "projects/reading-schools"),
        ("how-to/network", 2, "reports/reading-schools-report"),
        ("how-to/network", 3, "cycle/plan-training"),
        ("how-to/publish-programmes", 0, "programmes/reading-strategies"),
    ];
    let mut site = TestSite::new()
        .setting(&format!("language = \"{language}\""))
        .entry("topics/reading", "title = \"Reading\"")
        .entry("organisations/education-centre", "title = \"Education centre\"\ntype = \"education centre\"");
    for (file, at, entry) in examples {
        let entries: Vec<_> =
            blocks(&page_in(language, file)).into_iter().filter(|block| block.text.starts_with("+++")).collect();
        site = site.file(&format!("content/{entry}.md"), &entries[at].text);
    }
    let programmes = if language == "lt" { "programos" } else { "programmes" };
    site.build().ok().has_file(&format!("{programmes}/reading-strategies/index.html"));
}

#[test]
fn the_kinds_of_the_how_to_work_in_both_languages() {
    the_kinds_work("en", ["competitions", "schools", "practices"], "District");
    the_kinds_work("lt", ["konkursai", "mokyklos", "praktikos"], "Rajono");
}

fn the_kinds_work(language: &str, [competitions, schools, practices]: [&str; 3], level: &str) {
    let mut site = portal(language);
    for block in blocks(&page_in(language, "how-to/own-kinds")) {
        site = site.file(&block.path.expect("each block names its file"), block.text);
    }
    let entry = "title = \"Readers' cup\"\nhost = \"my-school\"\nwhen = \"2026-05\"\nlevel = \"district\"\n\
        stages = [{ title = \"Final\", date = 2026-05-20 }]";
    let built = site
        .entry("competitions/cup", entry)
        .entry("practices/room", "title = \"Room\"\nschool = \"my-school\"\nroom = \"Library\"")
        .build();
    built.ok().file(&format!("{competitions}/cup/index.html")).shows(level).shows("Final");
    built.file(&format!("{schools}/my-school/index.html")).shows("Readers’ cup");
    built.file(&format!("{practices}/room/index.html")).shows("Library");
}

/// What a translation of a page has to have as often as the page itself, line by line: a level of heading, a block of code, a row of a table, an item.
fn skeleton(text: &str) -> Vec<&str> {
    let body = text.splitn(3, "+++").nth(2).unwrap_or_default();
    let signs = body.lines().filter_map(|line| {
        ["### ", "## ", "```", "| `", "|", "- ", "1. "].into_iter().find(|sign| line.starts_with(sign))
    });
    signs.collect()
}

#[test]
fn every_page_but_the_recipes_is_there_in_lithuanian_and_says_as_much() {
    let files = walkdir::WalkDir::new(repository().join("docs/content")).into_iter().filter_map(Result::ok);
    let originals = files.map(walkdir::DirEntry::into_path).filter(|path| {
        let stem = path.file_stem().map(std::path::Path::new);
        path.is_file() && stem.is_some_and(|stem| stem.extension().is_none() && stem != "recipes")
    });
    let mut count = 0;
    for path in originals {
        let translation = std::fs::read_to_string(path.with_extension("lt.md"))
            .unwrap_or_else(|_| panic!("{} has no Lithuanian edition", path.display()));
        let original = std::fs::read_to_string(&path).expect("a page of the book");
        assert_eq!(skeleton(&original), skeleton(&translation), "{}", path.display());
        count += 1;
    }
    assert!(count > 15, "only {count} pages");
}
