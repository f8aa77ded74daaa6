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
fn portal() -> TestSite {
    TestSite::new()
        .setting("language = \"en\"\ntitle = \"Portal\"")
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
    let plain = portal().build();
    for recipe in recipes {
        let name = recipe.lines().next().unwrap_or_default();
        let mut site = portal();
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

#[test]
fn the_examples_of_the_how_tos_build_together() {
    let examples = [
        ("how-to/write-a-practice.md", 0, "practices/reading-mornings"),
        ("how-to/school-page.md", 0, "schools/my-school"),
        ("how-to/network.md", 0, "conferences/autumn-conference-2026"),
        ("how-to/network.md", 1, "projects/reading-schools"),
        ("how-to/network.md", 2, "reports/reading-schools-report"),
        ("how-to/network.md", 3, "cycle/plan-training"),
        ("how-to/publish-programmes.md", 0, "programmes/reading-strategies"),
    ];
    let mut site = TestSite::new()
        .setting("language = \"en\"")
        .entry("topics/reading", "title = \"Reading\"")
        .entry("organisations/education-centre", "title = \"Education centre\"\ntype = \"education centre\"");
    for (file, at, entry) in examples {
        let entries: Vec<_> = blocks(&page(file)).into_iter().filter(|block| block.text.starts_with("+++")).collect();
        site = site.file(&format!("content/{entry}.md"), &entries[at].text);
    }
    site.build().ok().has_file("programmes/reading-strategies/index.html");
}

#[test]
fn the_kinds_of_the_how_to_work() {
    let mut site = portal();
    for block in blocks(&page("how-to/own-kinds.md")) {
        site = site.file(&block.path.expect("each block names its file"), block.text);
    }
    let entry = "title = \"Readers' cup\"\nhost = \"my-school\"\nwhen = \"2026-05\"\nlevel = \"district\"\n\
        stages = [{ title = \"Final\", date = 2026-05-20 }]";
    let built = site
        .entry("competitions/cup", entry)
        .entry("practices/room", "title = \"Room\"\nschool = \"my-school\"\nroom = \"Library\"")
        .build();
    built.ok().file("competitions/cup/index.html").shows("District").shows("Final");
    built.file("schools/my-school/index.html").shows("Readers’ cup");
    built.file("practices/room/index.html").shows("Library");
}
