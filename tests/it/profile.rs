//! `build --profile`: what it tells of a build, the trace, and that the build stays what it is.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::folder::{difference, has_ending};
use crate::support::{Avilys, Folder, Run, TestSite};

/// Few enough templates to be told all.
fn site() -> TestSite {
    TestSite::new()
        .setting("languages = [\"en\"]")
        .setting("[indexes]\nmunicipalities = false\nyears = false\nletters = false\nevidence = false")
        .file("content/pages/apie.md", "+++\ntitle = \"Apie\"\n+++\n\n:::callout kind=\"tip\"\nTekstas.\n:::\n")
        .file("content/pages/apie.en.md", "+++\ntitle = \"About\"\n+++\n\nText.\n")
        .entry("news/viena", "title = \"Viena\"\ndate = 2026-01-01")
        .entry("news/kita", "title = \"Kita\"\ndate = 2026-01-02")
}

/// All that is measured: stages and parts.
const CATEGORIES: [&str; 18] = [
    "compare", "compile", "document", "join", "markdown", "page", "pages", "plan", "prepare", "publish", "read",
    "record", "search", "share", "survey", "template", "theme", "write",
];

/// The complete events of a trace.
fn events(folder: &Folder, path: &str) -> Vec<Value> {
    let trace: Value = serde_json::from_str(&folder.text(path)).expect("a trace is JSON");
    let events = trace["traceEvents"].as_array().expect("a trace holds events").clone();
    let (spans, names): (Vec<_>, Vec<_>) = events.into_iter().partition(|event| event["ph"] == "X");
    assert!(names.iter().all(|event| event["ph"] == "M" && event["args"]["name"].is_string()));
    spans
}

fn text<'e>(event: &'e Value, key: &str) -> &'e str {
    event[key].as_str().unwrap_or_else(|| panic!("{event} has no {key}"))
}

/// Values of the events of a category, sorted.
fn details(events: &[Value], category: &str, key: &str) -> Vec<String> {
    let of = events.iter().filter(|event| event["cat"] == category);
    let mut all: Vec<_> = of.filter_map(|event| event["args"][key].as_str().map(str::to_owned)).collect();
    all.sort();
    all
}

fn sorted(mut all: Vec<String>) -> Vec<String> {
    all.sort();
    all.dedup();
    all
}

#[test]
fn a_profile_tells_every_stage_and_template() {
    for language in ["lt", "en"] {
        let (folder, run) = site().lang(language).run(&["build", "--profile=matavimai.json"]);
        let events = events(&folder, "matavimai.json");
        let categories = sorted(events.iter().map(|event| text(event, "cat").to_owned()).collect());
        assert_eq!(categories, CATEGORIES);
        let templates = events.iter().filter(|event| event["cat"] == "template");
        let templates = sorted(templates.map(|event| text(event, "name").to_owned()).collect());
        assert!(templates.len() > 5 && templates.len() <= 10, "{templates:?}");
        assert!(templates.contains(&"components/callout.html".to_owned()));
        let names = templates.iter().map(|name| format!(" {name} "));
        let files = ["content/pages/apie.en.md", "matavimai.json"].map(|path| format!(" {path}\n"));
        for told in names.chain(files) {
            run.ok().says(&told);
        }
        assert!(!run.stdout.contains("cli."), "every part has its words in {language}:\n{}", run.stdout);
        assert!(run.stdout.lines().skip(6).all(|line| line.chars().count() <= 80), "{}", run.stdout);
    }
}

#[test]
fn every_page_is_in_the_trace_once() {
    let (folder, run) = site().run(&["build", "--profile=t.json"]);
    run.ok();
    let events = events(&folder, "t.json");
    let written = folder.tree("public").into_keys();
    let pages: Vec<_> = written.filter(|path| has_ending(path, "html") || has_ending(path, "xml")).collect();
    assert!(pages.len() > 8, "{pages:?}");
    assert_eq!(details(&events, "page", "detail"), pages);
    let entries = ["news/kita", "news/viena", "pages/apie.en", "pages/apie"].map(|id| format!("content/{id}.md"));
    assert_eq!(details(&events, "page", "entry"), sorted(entries.to_vec()));
    assert_eq!(details(&events, "record", "detail"), sorted(entries.to_vec()));
}

/// Begin and end of an event in nanoseconds.
fn span(event: &Value) -> (u64, u64) {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "times of a short run")]
    let nanoseconds = |key: &str| (event[key].as_f64().expect("a time") * 1000.0).round() as u64;
    (nanoseconds("ts"), nanoseconds("ts") + nanoseconds("dur"))
}

#[test]
fn what_one_thread_does_stands_within_or_apart() {
    let (folder, run) = site().run(&["build", "--profile=t.json"]);
    run.ok();
    let mut threads: BTreeMap<u64, Vec<(u64, u64)>> = BTreeMap::new();
    for event in events(&folder, "t.json") {
        threads.entry(event["tid"].as_u64().expect("a number")).or_default().push(span(&event));
    }
    assert!(threads.len() >= 2, "a main thread and workers");
    for spans in threads.values_mut() {
        spans.sort_by_key(|(begin, end)| (*begin, std::cmp::Reverse(*end)));
        let mut around: Vec<(u64, u64)> = Vec::new();
        for (begin, end) in spans {
            while around.pop_if(|(_, outer)| *outer <= *begin).is_some() {}
            assert!(around.last().is_none_or(|(_, outer)| *end <= *outer), "{begin} to {end} begins in {around:?}");
            around.push((*begin, *end));
        }
    }
}

#[test]
fn a_build_with_a_profile_writes_the_same_site() {
    let (plain, run) = site().run(&["build"]);
    run.ok();
    assert!(!run.stdout.contains("Stages") && !plain.exists("avilys-profile.json"), "only when it is asked for");
    let (profiled, run) = site().run(&["build", "--profile", "--drafts"]);
    run.ok().says("Stages").says("avilys-profile.json");
    assert!(!events(&profiled, "avilys-profile.json").is_empty());
    assert_eq!(difference(&plain.tree("public"), &profiled.tree("public")), None);
}

fn build(folder: &Folder, trace: &str, language: &str) -> Run {
    Avilys::new().lang(language).within(folder.path()).run(&["build", &format!("--profile={trace}")])
}

#[test]
fn a_trace_that_cannot_be_written_is_told_before_anything_is() {
    let folder = site().file("notes.txt", "mano").file("empty.json", "").file("static/a.txt", "a").folder();
    let before = folder.tree("");
    let wrong = [
        ("content/t.json", "trace-misplaced"),
        ("avilys.toml", "trace-misplaced"),
        ("static/../static/t.json", "trace-misplaced"),
        ("public", "trace-misplaced"),
        ("public/t.json", "trace-misplaced"),
        ("public/.avilys/t.json", "trace-misplaced"),
        ("notes.txt", "trace-not-ours"),
        ("nowhere/t.json", "trace-unwritable"),
        (".", "trace-unwritable"),
        ("", "cli-value-missing"),
    ];
    for language in ["lt", "en"] {
        for (trace, code) in wrong {
            let run = build(&folder, trace, language);
            run.code(2).complains(code);
            assert_eq!((run.stdout.as_str(), difference(&before, &folder.tree(""))), ("", None), "{trace}");
        }
    }
    build(&folder, "empty.json", "en").ok();
    assert!(!events(&folder, "empty.json").is_empty(), "an empty file may be filled");
}

#[test]
fn a_trace_that_would_stand_above_the_output_is_refused() {
    let folder = site().folder();
    let run = Avilys::new().within(folder.path()).run(&["build", "--output", "new/public", "--profile=new"]);
    run.code(2).complains("trace-misplaced");
    assert!(!folder.exists("new"));
}

#[test]
fn a_trace_takes_the_place_of_an_earlier_one_but_not_when_the_build_fails() {
    let folder = site().folder();
    build(&folder, "t.json", "en").ok();
    let first = folder.text("t.json");
    folder.put("content/news/kita.md", "+++\ntitle = \"Kita\"\n+++\n");
    let failed = build(&folder, "t.json", "en");
    failed.code(1).complains("Nothing was written");
    assert_eq!((folder.text("t.json"), failed.stdout.as_str()), (first.clone(), ""));
    build(&folder, "new.json", "en").code(1);
    assert!(!folder.exists("new.json"), "a failed build leaves no trace");

    for entry in ["kita", "viena"] {
        folder.remove(&format!("content/news/{entry}.md"));
    }
    build(&folder, "t.json", "en").code(0).complains("address-gone");
    let second = events(&folder, "t.json");
    assert!(folder.text("t.json").len() < first.len(), "nothing of the longer one is left");
    assert!(!details(&second, "page", "entry").iter().any(|entry| entry.contains("news")));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_the_site_is_there() {
    let folder = site().folder();
    let run = build(&folder, "/dev/full", "en");
    run.code(2).complains("trace-unwritable").says("Stages");
    assert!(folder.exists("public/index.html"));
    build(&folder, "/dev/null", "en").ok();
}
