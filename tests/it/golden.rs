//! A small site with some of everything, and every byte of what comes out.
//!
//! Its own templates print the theme contract field by field (`dump.html`), so that a change of what a theme gets shows
//! as a line; a few pages are built with the default theme too.

use std::collections::BTreeSet;

use crate::support::folder::{difference, has_ending, tree};
use crate::support::{Avilys, Built, Folder, TestSite, Tree, golden, repository};

const SITE: &str = "tests/golden/site";

fn site() -> TestSite {
    TestSite::from_repository(SITE)
}

/// Without the static files of the default theme: they are themselves.
fn own(built: &Built) -> Tree {
    let theirs = tree(&repository().join("themes/default/static"));
    let ours = tree(&repository().join(SITE).join("static"));
    let files = built.files.iter().filter(|(path, _)| ours.contains_key(*path) || !theirs.contains_key(*path));
    files.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
}

#[test]
fn every_field_of_the_contract_is_as_expected() {
    let built = site().build();
    built.ok();
    golden::files("expected/contract", &own(&built));
}

#[test]
fn a_few_pages_of_the_default_theme_are_as_expected() {
    const PAGES: [&str; 12] = [
        "404.html",
        "en/practices/skaitymo-rytai/index.html",
        "index.html",
        "konferencijos/rudens-konferencija/index.html",
        "metu-ratas/index.html",
        "mokyklos/birzu-ausros/index.html",
        "praktikos/index.html",
        "praktikos/skaitymo-rytai/index.html",
        "programos/be-nieko/index.html",
        "projektai/tinklas/index.html",
        "rytai.html",
        "savivaldybes/birzu-r/index.html",
    ];
    let built = site().without("templates").build();
    built.ok();
    let page = |path: &str| (path.to_owned(), built.file(path).text.as_bytes().to_vec());
    golden::files("expected/default", &PAGES.into_iter().map(page).collect());
}

#[test]
fn the_same_bytes_on_one_thread_and_on_four_and_twice() {
    let on = |threads: usize, site: &TestSite| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| site.build()).files
    };
    for site in [site(), site().without("templates")] {
        let one = on(1, &site);
        assert!(one.len() > 100);
        assert_eq!(difference(&one, &on(4, &site)), None);
        assert_eq!(difference(&one, &on(4, &site)), None);
    }
}

#[test]
fn the_program_writes_the_same_bytes_on_one_thread_and_on_four() {
    let published = |threads: &str| {
        let (folder, out) = (site().folder(), Folder::new());
        let output = out.at("public");
        let run = Avilys::new().variable("RAYON_NUM_THREADS", threads).within(folder.path());
        run.run(&["build", "--output", output.to_str().unwrap()]).ok();
        out.tree("public")
    };
    let one = published("1");
    assert!(one.contains_key(".avilys/manifest.json"));
    assert_eq!(difference(&one, &published("4")), None, "the list of published files included");
    let built = site().build();
    let pages: Tree = one.into_iter().filter(|(path, _)| !path.starts_with(".avilys/")).collect();
    assert_eq!(difference(&built.files, &pages), None, "the library and the program agree");
}

/// The order of files on the disk and of their making plays no part.
#[test]
fn where_a_site_stands_plays_no_part() {
    let files: Tree = tree(&repository().join(SITE));
    let backwards = Folder::new();
    for (path, bytes) in files.iter().rev() {
        backwards.put(&format!("kita vieta/ąžuolas/{path}"), bytes);
    }
    let run = Avilys::new().within(&backwards.at("kita vieta/ąžuolas"));
    run.run(&["build"]).ok();
    let mut published = backwards.tree("kita vieta/ąžuolas/public");
    published.retain(|path, _| !path.starts_with(".avilys/"));
    assert_eq!(difference(&site().build().files, &published), None);
}

/// A new template or component of the default theme must be printed by the golden site too.
#[test]
fn the_golden_site_has_every_template_and_component() {
    let names = |root: &str| -> BTreeSet<String> {
        let shared = ["base.html", "entry.html", "ui.html", "dump.html", "print.html"];
        let all = tree(&repository().join(root).join("templates")).into_keys();
        let inner = |name: &str| name.starts_with("partials/") || name.starts_with("parts/");
        all.filter(|name| !inner(name) && !shared.contains(&name.as_str())).collect()
    };
    assert_eq!(names(SITE), names("themes/default"));
    let ours: BTreeSet<_> = names(SITE).into_iter().filter(|name| !name.contains('/')).collect();
    assert_eq!(ours, crate::support::TEMPLATES.iter().map(|name| (*name).to_owned()).collect());
}

/// Every kind, and every field of its front matter, is used in the golden site.
#[test]
fn the_golden_site_uses_every_field() {
    let all: serde_json::Value = serde_json::from_str(&Avilys::new().run(&["schema"]).stdout).unwrap();
    let files = tree(&repository().join(SITE).join("content"));
    let mut unused = Vec::new();
    for kind in avilys::kind::Kinds::builtin().all() {
        let of_kind = |path: &str| path.starts_with(&format!("{}/", kind.folder()));
        let texts: Vec<_> = files.iter().filter(|(path, _)| of_kind(path) && has_ending(path, "md")).collect();
        assert!(!texts.is_empty(), "no {kind}");
        for field in all[kind.name()]["properties"].as_object().unwrap().keys() {
            // What all kinds share is used by the practice.
            let common = kind.name() != "practice" && all["practice"]["properties"].get(field).is_some();
            let used = texts.iter().any(|(_, bytes)| {
                let text = String::from_utf8_lossy(bytes);
                text.lines().any(|line| {
                    let line = line.trim_start_matches('[').trim_start();
                    line.starts_with(field) && line[field.len()..].starts_with([' ', ']'])
                })
            });
            if !used && !common {
                unused.push(format!("{kind}.{field}"));
            }
        }
    }
    assert!(unused.is_empty(), "{unused:?}");
}
