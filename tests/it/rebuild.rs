//! A build into the output of an earlier one makes only what differs, and leaves just what a build into an empty folder would.

use std::os::unix::fs::MetadataExt;

use serde_json::Value;

use crate::support::folder::difference;
use crate::support::{Avilys, Folder, Run, TestSite};

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
        .entry("conferences/rytoj", "title = \"Rytoj\"\nwhen = \"2026-11-23\"")
        .entry("schools/a", "title = \"A mokykla\"\ntype = \"Gimnazija\"\nmunicipality = \"vilniaus-m\"")
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

/// Paths of the pages that a build made, by its trace.
fn made(root: &Folder, output: &Folder) -> Vec<String> {
    let trace = output.at("trace.json");
    let run = build(root, output, &[&format!("--profile={}", trace.display())]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let trace: Value = serde_json::from_str(&output.text("trace.json")).unwrap();
    let events = trace["traceEvents"].as_array().or_else(|| trace.as_array()).expect("events");
    let pages = events.iter().filter(|event| event["cat"] == "page");
    let mut paths: Vec<_> = pages.filter_map(|event| Some(event["args"]["detail"].as_str()?.to_owned())).collect();
    paths.sort();
    paths
}

/// Makes the pages surely older than the manifest: the system's clock for files ticks in milliseconds.
fn age(root: &Folder, output: &Folder) {
    let earlier = std::time::SystemTime::now() - std::time::Duration::from_mins(1);
    for path in output.tree("public").into_keys().filter(|path| path != ".avilys.json") {
        let file = std::fs::File::open(output.at(&format!("public/{path}"))).unwrap();
        file.set_modified(earlier).unwrap();
    }
    assert_eq!(build(root, output, &[]).code, Some(0));
}

type Change = (&'static str, fn(&Folder), &'static [&'static str]);

fn replace(root: &Folder, path: &str, from: &str, to: &str) {
    let text = root.text(path);
    assert!(text.contains(from), "{path}");
    root.put(path, text.replace(from, to));
}

const CHANGES: [Change; 21] = [
    ("nothing", |_| {}, &[]),
    ("a body", |root| replace(root, "content/practices/trys.md", "Kalnai", "Kalnai ir upės"), &[]),
    ("a translation's body", |root| replace(root, "content/practices/viena.en.md", "sea", "mountains"), &[]),
    ("a title", |root| replace(root, "content/practices/trys.md", "Trys", "Keturi"), &[]),
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
    for (what, change, options) in CHANGES {
        let (root, output, clean) = (site().folder(), Folder::new(), Folder::new());
        assert_eq!(build(&root, &output, &[]).code, Some(0), "{what}");
        change(&root);
        let (again, first) = (build(&root, &output, options), build(&root, &clean, options));
        assert_eq!((again.code, &again.stderr), (first.code, &first.stderr), "{what}");
        if first.code == Some(0) {
            let difference = difference(&clean.tree("public"), &output.tree("public"));
            assert!(difference.is_none(), "{what}: {}", difference.unwrap_or_default());
        }
    }
}

#[test]
fn where_nothing_differs_no_page_is_made_but_those_with_something_to_tell() {
    let (root, output) = (site().folder(), Folder::new());
    let first = made(&root, &output);
    assert!(first.len() > 30, "{first:?}");
    let inodes = |output: &Folder| -> Vec<_> {
        let paths = output.tree("public").into_keys();
        paths.map(|path| std::fs::metadata(output.at(&format!("public/{path}"))).unwrap().ino()).collect()
    };
    age(&root, &output);
    let before = inodes(&output);
    // One has a link to a heading, the other a picture without words.
    let open = ["naujienos/sena/index.html", "praktikos/dvi/index.html"];
    assert_eq!(made(&root, &output), open);
    assert_eq!(inodes(&output), before);
    assert!(build(&root, &output, &[]).stderr.contains("image-without-alt"));

    replace(&root, "content/practices/trys.md", "Kalnai", "Kalnai ir upės");
    assert_eq!(made(&root, &output), [&open[..], &["praktikos/trys/index.html"]].concat());
    age(&root, &output);
    assert_eq!(made(&root, &output), open);
}

#[test]
fn what_somebody_changed_in_the_output_is_set_right() {
    let (root, output) = (site().folder(), Folder::new());
    assert_eq!(build(&root, &output, &[]).code, Some(0));
    let whole = output.tree("public");
    let is_index = |path: &&String| path.starts_with("search/p");
    let index = format!("public/{}", whole.keys().find(is_index).expect("a file of the index"));
    for spoil in ["public/praktikos/trys/index.html", "public/praktikos/index.html", &index] {
        output.put(spoil, "spoiled");
        assert_eq!(build(&root, &output, &[]).code, Some(0));
        assert_eq!(difference(&whole, &output.tree("public")), None, "{spoil} changed");
        output.remove(spoil);
        assert_eq!(build(&root, &output, &[]).code, Some(0));
        assert_eq!(difference(&whole, &output.tree("public")), None, "{spoil} removed");
    }
}
