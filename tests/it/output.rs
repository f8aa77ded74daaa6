//! The output folder as the program leaves it: no page torn or missing whenever it is killed, touched only where something changed, and
//! never at the cost of somebody else's files.

use std::os::unix::fs::MetadataExt;
use std::time::{Duration, Instant};

use crate::support::folder::difference;
use crate::support::{Avilys, Folder, TestSite, Tree};

/// Says enough pages to be in the middle of writing for a while; every page of the two differs.
fn long_site(word: &str) -> Folder {
    let mut site = TestSite::new().setting(&format!("title = \"{word}\""));
    for number in 0..150 {
        let entry =
            format!("title = \"{word} {number}\"\ndate = 2026-01-{:02}\nsummary = \"{word}.\"", number % 28 + 1);
        site = site.entry(&format!("news/naujiena-{number}"), &entry);
    }
    site = site.file("static/data.bin", word.repeat(100_000));
    site.file(&format!("static/{word}.txt"), word).folder()
}

fn build(root: &Folder, output: &Folder) -> std::process::Command {
    let arguments = ["build", "--root", root.path().to_str().unwrap(), "--output"];
    let public = output.at("public");
    let mut all = arguments.to_vec();
    all.push(public.to_str().unwrap());
    Avilys::new().command(&all)
}

fn finish(root: &Folder, output: &Folder) -> Tree {
    let done = build(root, output).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(is_clean(output), "nothing is left over");
    output.tree("public")
}

/// Whether no build left anything to be done.
fn is_clean(output: &Folder) -> bool {
    !output.exists("public/.avilys/stage") && !output.exists("public/.avilys/plan.json")
}

/// What readers get: the output but for the program's own folder.
fn pages(output: &Folder) -> Tree {
    without_own(&output.tree("public"))
}

fn without_own(tree: &Tree) -> Tree {
    let published = tree.iter().filter(|(path, _)| !path.starts_with(".avilys/"));
    published.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
}

/// Delays spread over the length of a build, in an order that never changes.
fn delays(count: u32, length: Duration) -> impl Iterator<Item = Duration> {
    // The golden ratio spreads points evenly, however many of them are taken.
    (1..=count).map(move |number| length.mul_f64((f64::from(number) * 0.618_033_988_75).fract()))
}

/// Kill, look, build again: over every part of a build that replaces every page of the site.
#[test]
fn killed_at_any_moment_no_page_is_torn_or_missing_and_the_next_build_finishes_it() {
    let (one, two, output) = (long_site("vienas"), long_site("du"), Folder::new());
    let new = finish(&two, &output);
    let old = finish(&one, &output);
    let is_page = |path: &&String| !path.starts_with("search/") && !path.starts_with(".avilys/");
    let unchanged: Vec<_> = old.keys().filter(is_page).filter(|path| new.get(*path) == old.get(*path)).collect();
    assert!(unchanged.len() < 15, "nearly every file differs, but not {unchanged:?}");

    let start = Instant::now();
    finish(&two, &output);
    let length = start.elapsed();

    let (mut killed, mut at_work) = (0, 0);
    // There and back again: each build replaces what the one before published.
    let ways = [(&new, &one, &old), (&old, &two, &new)];
    for (delay, (from, root, to)) in delays(40, length.mul_f64(1.05)).zip(ways.into_iter().cycle()) {
        let mut child = build(root, &output).spawn().unwrap();
        std::thread::sleep(delay);
        child.kill().ok();
        killed += u32::from(!child.wait().unwrap().success());
        at_work += u32::from(!is_clean(&output));

        let now = pages(&output);
        if !output.exists("public/.avilys/plan.json") {
            let is_whole = |wanted: &Tree| difference(&without_own(wanted), &now).is_none();
            assert!(is_whole(from) || is_whole(to), "after {delay:?} neither the old site nor the new");
        }
        for (path, bytes) in &now {
            assert!(from.get(path) == Some(bytes) || to.get(path) == Some(bytes), "after {delay:?} {path} is torn");
        }
        for path in without_own(from).keys().filter(|path| to.contains_key(*path)) {
            assert!(now.contains_key(path), "after {delay:?} there is no {path}");
        }
        // What the killed build left behind is finished, and in nobody's way.
        assert_eq!(difference(to, &finish(root, &output)), None, "after {delay:?}");
    }
    assert!(killed >= 15, "only {killed} builds were killed");
    assert!(at_work >= 3, "only {at_work} builds were killed while they wrote");
}

fn small_site() -> TestSite {
    TestSite::new()
        .entry("pages/apie", "title = \"Apie\"")
        .entry("news/viena", "title = \"Viena\"\ndate = 2026-01-01")
        .entry("news/kita", "title = \"Kita\"\ndate = 2026-01-02")
}

#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    inode: u64,
    modified: (i64, i64),
}

fn stamp(folder: &Folder, path: &str) -> Stamp {
    let found = std::fs::metadata(folder.at(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    Stamp { inode: found.ino(), modified: (found.mtime(), found.mtime_nsec()) }
}

#[test]
fn what_did_not_change_is_not_touched() {
    // The index of the search is about all pages at once.
    let (folder, run) = small_site().setting("[search]\nenabled = false").run(&["build"]);
    run.ok();
    let stamps = |folder: &Folder| -> Vec<_> {
        let paths: Vec<_> = folder.tree("public").into_keys().collect();
        paths.into_iter().map(|path| (stamp(folder, &format!("public/{path}")), path)).collect()
    };
    let before = stamps(&folder);
    let again = Avilys::new().within(folder.path()).run(&["build"]);
    again.ok().says(&format!("0 written, {} unchanged, 0 removed", before.len() - 2));
    assert_eq!(stamps(&folder), before);

    folder.put("content/pages/apie.md", "+++\ntitle = \"Apie\"\n+++\n\nKitoks tekstas.\n");
    Avilys::new().within(folder.path()).run(&["build"]).ok().says("1 written");
    let after = stamps(&folder);
    let changed: Vec<_> = before.iter().zip(&after).filter(|(a, b)| a != b).map(|(_, b)| b.1.as_str()).collect();
    assert_eq!(changed, [".avilys/manifest.json", "apie/index.html"]);
}

#[test]
fn stale_files_go_and_files_of_others_stay() {
    let (folder, run) = small_site().run(&["build"]);
    run.ok();
    folder.put("public/CNAME", "portalas.lt");
    folder.put("public/naujienos/kita/priedas.txt", "svetimas");
    folder.put("public/naujienos/viena/index.html", "pakeistas ranka");
    folder.remove("content/news/kita.md");
    folder.remove("content/news/viena.md");
    let run = Avilys::new().within(folder.path()).run(&["build"]);
    run.code(0).complains("output-stale-kept").complains("naujienos/viena/index.html").complains("STILL PUBLIC");
    assert!(!folder.exists("public/naujienos/kita/index.html"), "a stale page is deleted");
    assert_eq!(folder.text("public/CNAME"), "portalas.lt");
    assert_eq!(folder.text("public/naujienos/kita/priedas.txt"), "svetimas");
    assert_eq!(folder.text("public/naujienos/viena/index.html"), "pakeistas ranka", "changed by hand, so kept");
    // What is public by mistake is said until it is gone.
    let again = || Avilys::new().within(folder.path()).run(&["build"]);
    again().code(0).complains("output-stale-kept");
    Avilys::new().within(folder.path()).run(&["build", "--remove-edited"]).code(0).says("1 removed");
    assert!(!folder.exists("public/naujienos/viena"));
    again().ok();
}

#[test]
fn a_page_that_was_changed_by_hand_is_made_again() {
    let (folder, run) = small_site().run(&["build"]);
    run.ok();
    let page = folder.text("public/apie/index.html");
    folder.put("public/apie/index.html", "pakeista");
    let run = Avilys::new().within(folder.path()).run(&["build"]);
    run.code(0).complains("output-edited").complains(".avilys/kept/apie/index.html");
    assert_eq!(folder.text("public/.avilys/kept/apie/index.html"), "pakeista");
    assert_eq!(folder.text("public/apie/index.html"), page);
}

#[test]
fn a_folder_of_others_is_refused_and_left_alone() {
    let folder = small_site().folder();
    folder.put("public/svarbu.txt", "mano");
    for language in ["en", "lt"] {
        let run = Avilys::new().lang(language).within(folder.path()).run(&["build"]);
        run.code(2).complains("output-not-ours").complains("public");
        assert_eq!(run.stdout, "");
    }
    assert_eq!(folder.tree("public").len(), 1);
    assert!(!folder.exists("public/.avilys"));
}

#[test]
fn an_output_within_the_content_or_over_it_is_refused() {
    let folder = small_site().folder();
    let before = folder.tree("");
    for (output, code) in [
        ("content/public", "output-inside-source"),
        ("content", "output-is-source"),
        (".", "output-is-source"),
        ("..", "output-is-source"),
        ("templates/public", "output-inside-source"),
        ("content/pages/apie.md", "output-inside-source"),
    ] {
        let run = Avilys::new().within(folder.path()).run(&["build", "--output", output]);
        run.code(2).complains(code);
        assert_eq!(folder.tree(""), before, "{output}");
    }
}

#[test]
fn a_file_in_the_place_of_the_output_is_refused() {
    let folder = small_site().folder();
    folder.put("public", "failas");
    Avilys::new().within(folder.path()).run(&["build"]).code(2).complains("output-not-a-folder");
    assert_eq!(folder.text("public"), "failas");
}

#[test]
fn an_empty_folder_is_taken() {
    let folder = small_site().folder();
    std::fs::create_dir(folder.at("public")).unwrap();
    Avilys::new().within(folder.path()).run(&["build"]).ok();
    assert!(folder.exists("public/index.html"));
}

#[test]
fn the_output_goes_where_it_is_told_and_by_default_into_the_site() {
    let site = small_site().folder();
    let elsewhere = Folder::new();
    let root = site.path().to_str().unwrap();
    let away = Avilys::new().within(elsewhere.path());
    away.run(&["build", "--root", root]).ok();
    assert!(site.exists("public/index.html"), "the default belongs to the site, wherever the program is called");
    assert!(elsewhere.tree("").is_empty());
    away.run(&["build", "--root", root, "--output", "out/deep"]).ok();
    assert_eq!(difference(&site.tree("public"), &elsewhere.tree("out/deep")), None);
}

#[test]
fn two_builds_at_once_do_not_mix() {
    let (one, two, output) = (long_site("vienas"), long_site("du"), Folder::new());
    let new = finish(&two, &output);
    let old = finish(&one, &output);
    let mut children: Vec<_> =
        (0..4).map(|at| build(if at % 2 == 0 { &one } else { &two }, &output).spawn().unwrap()).collect();
    let codes: Vec<_> = children.iter_mut().map(|child| child.wait().unwrap().code()).collect();
    assert!(codes.contains(&Some(0)), "{codes:?}");
    assert!(codes.iter().all(|code| matches!(code, Some(0..=2))), "{codes:?}");
    let now = output.tree("public");
    assert!(difference(&old, &now).is_none() || difference(&new, &now).is_none());
    finish(&one, &output);
}

#[test]
fn a_failed_build_leaves_no_folder() {
    let (folder, run) = small_site().file("templates/news.html", "{{ page.nera.nera }}").run(&["build"]);
    run.code(1).complains("template-failed");
    assert!(!folder.exists("public"));
}

/// The build says what the author has to write so that links of others lead on.
#[test]
fn an_address_that_is_gone_is_told_with_the_line_that_keeps_it() {
    let (folder, run) = small_site().run(&["build"]);
    run.ok();
    let again = || Avilys::new().within(folder.path()).run(&["build"]);
    folder.put("content/news/nauja.md", folder.text("content/news/viena.md"));
    folder.remove("content/news/viena.md");
    let run = again();
    run.code(0).complains("address-gone").complains("/naujienos/viena/").complains("aliases = [\"naujienos/viena\"]");
    run.complains("content/news/nauja.md");
    assert!(!run.stderr.contains("/naujienos/kita/"));
    again().ok();

    // Done as it says, nobody is lost; and what is only withdrawn is no address that is lost.
    folder.put(
        "content/news/kelta.md",
        "+++\ntitle = \"Kita\"\ndate = 2026-01-02\naliases = [\"naujienos/kita\"]\n+++\n",
    );
    folder.remove("content/news/kita.md");
    folder.put("content/pages/apie.md", "+++\ntitle = \"Apie\"\nstatus = \"draft\"\n+++\n");
    again().ok();
    assert!(folder.text("public/naujienos/kita/index.html").contains("kelta"));
}

#[test]
fn many_addresses_that_are_gone_are_counted() {
    let mut site = small_site();
    for number in 0..14 {
        site = site.entry(&format!("news/m{number}"), &format!("title = \"M{number}\"\ndate = 2026-01-03"));
    }
    let (folder, run) = site.run(&["build"]);
    run.ok();
    for number in 0..14 {
        folder.remove(&format!("content/news/m{number}.md"));
    }
    let run = Avilys::new().within(folder.path()).run(&["build"]);
    run.code(0).complains("address-gone-more");
    assert_eq!(run.stderr.matches("[address-gone]").count(), 10);
}
