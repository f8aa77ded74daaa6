//! A build into the output of an earlier one writes only what differs, and leaves just what a build into an empty folder would.

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;

use rayon::prelude::*;

use crate::support::folder::{difference, has_ending, tree};
use crate::support::{Avilys, Folder, Run, TestSite, Tree, repository};

const DAY: &str = "2026-11-22";

fn site() -> TestSite {
    TestSite::new()
        .setting("languages = [\"en\"]")
        .file(
            "content/practices/viena.md",
            "+++\ntitle = \"Viena\"\ndate = 2026-01-10\nschool = \"a\"\n+++\n\n## Kaip\n\nTekstas apie jūrą.\n",
        )
        .file("content/practices/viena.en.md", "+++\ntitle = \"One\"\n+++\n\nText of the sea.\n")
        .file(
            "content/practices/dvi/index.md",
            "+++\ntitle = \"Dvi\"\ndate = 2026-02-10\nschool = \"a\"\n+++\n\n[Viena](../viena.md#kaip) ir ![Kaip](kaip.png)\n",
        )
        .file("content/practices/dvi/kaip.png", "12345")
        .file("content/practices/trys.md", "+++\ntitle = \"Trys\"\ndate = 2026-03-10\nschool = \"a\"\n+++\n\nKalnai.\n")
        .file("content/practices/_index.md", "+++\ntitle = \"Praktikos\"\n+++\n\nĮžanga.\n")
        .file("content/news/sena.md", "+++\ntitle = \"Sena\"\ndate = 2026-01-02\n+++\n\n<u>Pabraukta</u> ![](../practices/dvi/kaip.png)\n")
        .file("templates/page.html", "{% extends \"base.html\" %}{% block content %}{{ page.body }}{% endblock %}")
        .file("content/pages/apie.md", "+++\ntitle = \"Apie\"\n+++\n\nŽr. [trečią](practice:trys).\n")
        .file("content/pages/zymos.md", "+++\ntitle = \"Žymos\"\n+++\n\nŽr. [](practice:trys).\n")
        .entry("conferences/rytoj", "title = \"Rytoj\"\nwhen = \"2026-11-23\"")
        .entry("schools/a", "title = \"A mokykla\"\ntype = \"Gimnazija\"\nmunicipality = \"vilniaus-m\"")
        .entry("topics/t", "title = \"Tema\"\nsynonyms = [\"tema dvi\"]")
        .entry("topics/u", "title = \"Potemė\"\nparent = \"Tema\"")
        .file(
            "content/practices/keturi.md",
            "+++\ntitle = \"Keturi\"\nsummary = \"Apie keturis.\"\ndate = 2026-03-11\nschool = \"A mokykla\"\ntopics = [\"u\"]\n\
             related = [\"trys\"]\n+++\n\nŽr. [Tris](practice:trys) ir :::entries kind=\"practice\" limit=\"2\"\n",
        )
        .file("static/own.css", "a{color:red}")
        .file("static/own.bin", "12345")
        .file("templates/partials/footer_end.html", "<p>Pabaiga</p>")
}

fn build(root: &Folder, output: &Folder, more: &[&str]) -> Run {
    let (root, public) = (root.path().to_str().unwrap(), output.at("public"));
    let mut arguments = vec!["build", "--root", root, "--output", public.to_str().unwrap()];
    if !more.contains(&"--date") {
        arguments.extend(["--date", DAY]);
    }
    Avilys::new().run(&[&arguments, more].concat())
}

/// Makes the pages surely older than the manifest: the system's clock for files ticks in milliseconds.
fn age(root: &Folder, output: &Folder) {
    let earlier = std::time::SystemTime::now() - std::time::Duration::from_mins(1);
    for path in output.tree("public").into_keys().filter(|path| !path.starts_with(".avilys/")) {
        let file = std::fs::File::open(output.at(&format!("public/{path}"))).unwrap();
        file.set_modified(earlier).unwrap();
    }
    assert_eq!(build(root, output, &[]).code, Some(0));
}

/// What a first build would say too: all but of what answered before.
fn told_by_any(stderr: &str) -> String {
    let of_before = |problem: &str| problem.contains("[address-gone]");
    stderr.split_inclusive("\n\n").filter(|problem| !of_before(problem)).collect()
}

type Change = (&'static str, fn(&Folder), &'static [&'static str]);

fn replace(root: &Folder, path: &str, from: &str, to: &str) {
    let text = root.text(path);
    assert!(text.contains(from), "{path}");
    root.put(path, text.replace(from, to));
}

const CHANGES: [Change; 33] = [
    ("nothing", |_| {}, &[]),
    ("a body", |root| replace(root, "content/practices/trys.md", "Kalnai", "Kalnai ir upės"), &[]),
    ("a translation's body", |root| replace(root, "content/practices/viena.en.md", "sea", "mountains"), &[]),
    ("a title", |root| replace(root, "content/practices/trys.md", "Trys", "Keturi"), &[]),
    (
        "a title that moves its entry in the lists",
        |root| replace(root, "content/practices/trys.md", "Trys\"", "Aštuoni\"\nbyline = \"A. B.\""),
        &[],
    ),
    ("a translation's title", |root| replace(root, "content/practices/viena.en.md", "One", "Another"), &[]),
    ("a summary", |root| replace(root, "content/practices/keturi.md", "Apie keturis", "Apie penkis"), &[]),
    ("a school's title", |root| replace(root, "content/schools/a.md", "A mokykla", "A  mokykla"), &[]),
    ("a school's type", |root| replace(root, "content/schools/a.md", "Gimnazija", "Progimnazija"), &[]),
    ("a school's municipality", |root| replace(root, "content/schools/a.md", "vilniaus-m", "kauno-m"), &[]),
    ("a topic's title", |root| replace(root, "content/topics/u.md", "Potemė", "Pošeimė"), &[]),
    ("a topic's synonym", |root| replace(root, "content/topics/t.md", "tema dvi", "tema trys"), &[]),
    ("a topic's place", |root| replace(root, "content/topics/u.md", "parent", "# parent"), &[]),
    ("a date", |root| replace(root, "content/practices/trys.md", "2026-03-10", "2026-01-09"), &[]),
    (
        "what is related",
        |root| replace(root, "content/practices/keturi.md", "related = [\"trys\"]", "related = [\"dvi\"]"),
        &[],
    ),
    (
        "the words beside a link to a heading",
        |root| replace(root, "content/practices/dvi/index.md", "[Viena]", "Begemotas [Viena]"),
        &[],
    ),
    ("a link of a body", |root| replace(root, "content/practices/trys.md", "Kalnai", "[Kalnai](viena.md)"), &[]),
    ("the text of a section", |root| replace(root, "content/practices/_index.md", "Įžanga", "Pradžia"), &[]),
    (
        "a heading that another entry leads to",
        |root| replace(root, "content/practices/viena.md", "## Kaip", "## Kodėl"),
        &[],
    ),
    (
        "the settings",
        |root| root.put("avilys.toml", format!("{}\n[search]\nenabled = false\n", root.text("avilys.toml"))),
        &[],
    ),
    ("a template", |root| root.put("templates/partials/footer_end.html", "<p>Galas</p>"), &[]),
    ("a message", |root| root.put("messages/lt.toml", "[nav]\nskip = \"Praleisti\"\n"), &[]),
    ("a style sheet", |root| root.put("static/own.css", "a{color:blue}"), &[]),
    ("another static file", |root| root.put("static/own.bin", "54321"), &[]),
    ("a picture", |root| root.put("content/practices/dvi/kaip.png", "54321"), &[]),
    ("a picture's size", |root| root.put("content/practices/dvi/kaip.png", "1234567"), &[]),
    ("a new entry", |root| root.put("content/news/nauja.md", "+++\ntitle = \"Nauja\"\ndate = 2026-01-03\n+++\n"), &[]),
    ("an entry less", |root| root.remove("content/news/sena.md"), &[]),
    ("a draft", |root| replace(root, "content/practices/trys.md", "title", "status = \"draft\"\ntitle"), &[]),
    ("the day", |_| {}, &["--date", "2027-02-01"]),
    ("drafts", |root| replace(root, "content/practices/trys.md", "title", "status = \"draft\"\ntitle"), &["--drafts"]),
    ("for reading without a server", |_| {}, &["--offline"]),
    ("the base address", |_| {}, &["--base-url", "https://a.example"]),
];

#[test]
fn after_any_change_the_output_is_that_of_a_clean_build() {
    CHANGES.par_iter().for_each(|(what, change, options)| {
        let (root, output, clean) = (site().folder(), Folder::new(), Folder::new());
        assert_eq!(build(&root, &output, &[]).code, Some(0), "{what}");
        age(&root, &output);
        change(&root);
        let (again, first) = (build(&root, &output, options), build(&root, &clean, options));
        let told = told_by_any(&again.stderr);
        assert_eq!((again.code, told), (first.code, first.stderr.clone()), "{what}");
        if first.code == Some(0) {
            let difference = difference(&clean.tree("public"), &output.tree("public"));
            assert!(difference.is_none(), "{what}: {}", difference.unwrap_or_default());
        }
        let is_wrong = *what == "a heading that another entry leads to";
        assert_eq!(first.code == Some(0), !is_wrong, "{what}: {}", first.stderr);
    });
}

#[test]
fn where_nothing_differs_no_file_is_touched() {
    let (root, output) = (site().folder(), Folder::new());
    let first = build(&root, &output, &[]);
    assert_eq!(first.code, Some(0), "{}", first.stderr);
    let states = || -> BTreeMap<_, _> {
        let state = |path: &str| {
            let found = std::fs::metadata(output.at(&format!("public/{path}"))).unwrap();
            (found.ino(), found.mtime(), found.mtime_nsec())
        };
        output.tree("public").into_keys().map(|path| (path.clone(), state(&path))).collect()
    };
    let before = states();
    assert!(before.len() > 30, "{before:?}");
    let second = build(&root, &output, &[]);
    assert_eq!((second.code, &second.stderr), (Some(0), &first.stderr), "what is wrong is told again");
    assert_eq!(states(), before);

    // A body is on its own page alone; the search knows of it too.
    replace(&root, "content/practices/trys.md", "Kalnai", "Kalnai ir upės");
    assert_eq!(build(&root, &output, &[]).code, Some(0));
    let after = states();
    let is_written = |path: &&String| before.get(*path) != after.get(*path) && !path.starts_with("search/");
    let written: Vec<_> = after.keys().filter(is_written).collect();
    assert_eq!(written, [".avilys/manifest.json", "praktikos/trys/index.html"]);
}

/// The project's own portal, all kinds and all fields of them, with one front matter after another changed.
#[test]
fn after_many_changes_of_front_matter_the_output_is_that_of_a_clean_build() {
    let (root, output) = (Folder::new(), Folder::new());
    for folder in ["content", "static", "templates", "messages"] {
        for (path, bytes) in tree(&repository().join(folder)) {
            root.put(&format!("{folder}/{path}"), bytes);
        }
    }
    root.put("avilys.toml", std::fs::read(repository().join("avilys.toml")).expect("the settings"));
    assert_eq!(build(&root, &output, &[]).code, Some(0));
    let entries: Vec<_> = root.tree("content").into_keys().filter(|path| is_entry(path)).collect();
    for (number, path) in entries.iter().step_by(entries.len() / 6).enumerate() {
        age(&root, &output);
        let path = &format!("content/{path}");
        // A word more at the end of a text, in the first field or further down.
        let lines: Vec<_> = root.text(path).lines().map(str::to_owned).collect();
        let texts: Vec<_> = (0..lines.len()).filter(|at| is_prose(&lines[*at])).collect();
        let at = texts[number % texts.len().min(3)];
        let changed = format!("{} ir dar{number}\"", lines[at].strip_suffix('"').expect("a text"));
        replace(&root, path, &lines[at], &changed);
        assert_eq!(build(&root, &output, &[]).code, Some(0), "{path}: {changed}");
        let clean = Folder::new();
        assert_eq!(build(&root, &clean, &[]).code, Some(0), "{path}: {changed}");
        let difference = difference(&clean.tree("public"), &output.tree("public"));
        assert!(difference.is_none(), "{path}: {changed}: {}", difference.unwrap_or_default());
    }
}

fn is_entry(path: &str) -> bool {
    has_ending(path, "md") && !path.ends_with("_index.md")
}

/// Lines of front matter that hold a text which nothing refers to and nothing checks.
fn is_prose(line: &str) -> bool {
    let fields = ["title", "summary", "byline", "question", "place", "problem", "goal"];
    fields.iter().any(|field| line.strip_prefix(field).is_some_and(|rest| rest.starts_with(" = \"")))
        && line.ends_with('"')
}

#[test]
fn what_somebody_changed_in_the_output_is_set_right() {
    let (root, output) = (site().folder(), Folder::new());
    assert_eq!(build(&root, &output, &[]).code, Some(0));
    let published = || -> Tree {
        output.tree("public").into_iter().filter(|(path, _)| !path.starts_with(".avilys/kept/")).collect()
    };
    let whole = published();
    let is_index = |path: &&String| path.starts_with("search/p");
    let index = format!("public/{}", whole.keys().find(is_index).expect("a file of the index"));
    for spoil in ["public/praktikos/trys/index.html", "public/praktikos/index.html", &index] {
        output.put(spoil, "spoiled");
        assert_eq!(build(&root, &output, &[]).code, Some(0));
        assert_eq!(difference(&whole, &published()), None, "{spoil} changed");
        output.remove(spoil);
        assert_eq!(build(&root, &output, &[]).code, Some(0));
        assert_eq!(difference(&whole, &published()), None, "{spoil} removed");
    }
}

/// Whoever edits while a build or a preview is at work sees one state of the site.
#[test]
fn pages_and_index_do_not_depend_on_the_disk_once_the_site_is_loaded() {
    let texts =
        TestSite::new().file("content/news/a.md", "+++\ntitle = \"A\"\ndate = 2026-01-02\n+++\nPirmas žodis.\n");
    let ((_whole, before), (folder, after)) = (texts.loaded(), texts.loaded());
    folder.remove("content/news/a.md");
    for page in before.pages().iter().filter(|page| has_ending(&page.path, "html")) {
        assert_eq!(before.render(page), after.render(page), "{}", page.path);
    }
    assert_eq!(before.search_index(), after.search_index());
}
