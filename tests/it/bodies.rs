//! A build reads each body again when its page is made: what if it is no longer as it was?

use avilys::content_file::Held;
use avilys::diagnostics::{Diagnostic, codes};
use avilys::site::{Content, Site};

use crate::support::TestSite;

const FRONT: &str = "+++\ntitle = \"Žinia\"\ndate = 2026-02-03\n+++\n";
const ENTRY: &str = "content/news/a.md";

/// Two entries, of which one links to a heading of the other.
fn site() -> TestSite {
    TestSite::new()
        .file(ENTRY, format!("{FRONT}## Pradžia\n\nPirmas žodis.\n"))
        .file("content/news/b.md", format!("{FRONT}[Ten](a.md#pradzia).\n"))
        .file("content/_index.md", "+++\ntitle = \"Portalas\"\n+++\nĮžanga namams.\n")
}

fn page(site: &Site, ending: &str) -> (Option<String>, Vec<Diagnostic>) {
    let page = site.pages().iter().find(|page| page.path.ends_with(ending)).unwrap();
    let (content, problems) = site.render(page);
    let text = content.map(|content| match content {
        Content::Bytes(bytes) => String::from_utf8(bytes).unwrap(),
        Content::File(path) => panic!("{} is no page", path.display()),
    });
    (text, problems)
}

fn told(problem: &Diagnostic) -> (&'static str, Option<&str>) {
    (problem.code, problem.place.as_ref().map(|place| place.source.path.as_str()))
}

#[test]
fn pages_are_the_same_whether_bodies_are_held_or_read_again() {
    let (_one, held) = site().held(Held::Everything).loaded();
    let (_two, read) = site().loaded();
    for page in held.pages() {
        assert_eq!(held.render(page), read.render(page), "{}", page.path);
    }
    assert_eq!(held.search_index(), read.search_index());
}

#[test]
fn a_body_that_changed_since_the_site_was_loaded_is_an_error_that_says_so() {
    let changes = [
        format!("{FRONT}## Pradžia\n\nPirmas žodiz.\n"),
        format!("{FRONT}## Pradžia\n\nPirmas žodis. Ir dar.\n"),
        format!("{FRONT}## Pradžia\n"),
        FRONT.replace("Žinia", "Kita žinia") + "## Pradžia\n\nPirmas žodis.\n",
        "Be pradžios".to_owned(),
        String::new(),
    ];
    for text in changes {
        let (folder, site) = site().loaded();
        folder.put(ENTRY, &text);
        let (_, problems) = page(&site, "/a/index.html");
        assert_eq!(problems.iter().map(told).collect::<Vec<_>>(), [("changed-meanwhile", Some(ENTRY))], "{text}");
        assert!(problems[0].is_error());
    }
}

#[test]
fn a_body_that_is_gone_is_told_by_its_file() {
    let (folder, site) = site().loaded();
    folder.remove(ENTRY);
    let (_, problems) = page(&site, "/a/index.html");
    assert_eq!(codes(&problems), ["unreadable"].into());
    assert!(problems[0].args.contains(&("path", ENTRY.to_owned())));
    folder.put(ENTRY, b"+++\n\xff");
    assert_eq!(codes(&page(&site, "/a/index.html").1), ["changed-meanwhile"].into());
}

#[test]
fn what_is_added_to_a_file_meanwhile_is_for_the_next_build() {
    let (folder, site) = site().loaded();
    let before = page(&site, "/a/index.html");
    folder.put(ENTRY, folder.text(ENTRY) + "Antras žodis.\n");
    assert_eq!(page(&site, "/a/index.html"), before);
}

#[test]
fn a_link_to_a_heading_of_a_body_that_is_gone_is_not_taken_for_wrong_nor_for_right() {
    let (folder, site) = site().loaded();
    folder.remove(ENTRY);
    assert_eq!(codes(&page(&site, "/b/index.html").1), ["unreadable"].into());
}

#[test]
fn the_text_of_a_section_is_read_again_too() {
    let (folder, site) = site().loaded();
    assert!(page(&site, "index.html").0.unwrap().contains("Įžanga namams."));
    folder.put("content/_index.md", "+++\ntitle = \"Portalas\"\n+++\nKita įžanga.\n");
    let home = site.pages().iter().find(|page| &*page.path == "index.html").unwrap();
    assert_eq!(codes(&site.render(home).1), ["changed-meanwhile"].into());
}

#[test]
fn an_index_lacks_no_body_in_silence() {
    let (folder, site) = site().loaded();
    let indexing = site.indexing().unwrap();
    folder.put(ENTRY, FRONT);
    let (_, problems) = indexing.files(&|_| false);
    assert_eq!(problems.iter().map(told).collect::<Vec<_>>(), [("changed-meanwhile", Some(ENTRY))]);
}

#[test]
fn what_is_held_does_not_depend_on_the_disk_any_more() {
    let (folder, site) = site().held(Held::Everything).loaded();
    folder.remove(ENTRY);
    let (text, problems) = page(&site, "/a/index.html");
    assert!(text.unwrap().contains("Pirmas žodis.") && problems.is_empty());
    assert_eq!(site.indexing().unwrap().files(&|_| false).1, []);
}
