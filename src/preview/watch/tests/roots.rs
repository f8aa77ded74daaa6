//! Roots, and the folders directly under them, that move, vanish, come back or are links.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::symlink;

use super::mirror::{Mirror, folder, put, setup};
use crate::preview::watch::Signal;
#[cfg(unix)]
use crate::preview::watch::worker::Setup;

#[test]
fn a_folder_that_is_made_after_the_start_is_watched() {
    let mut mirror = Mirror::new();
    mirror.put("static/css/style.css", "a");
    mirror.settle_by_paths();
    mirror.put("static/css/style.css", "b");
    mirror.settle_by_paths();
    mirror.rename("static", "unused");
    mirror.settle_by_paths();
    mirror.rename("unused", "static");
    mirror.settle_by_paths();
    mirror.put("static/css/style.css", "c");
    mirror.settle_by_paths();
}

#[test]
fn a_root_that_is_moved_away_and_back_is_watched_again() {
    let mut mirror = Mirror::new();
    let away = mirror.beside("away");
    fs::rename(&mirror.root, &away).unwrap();
    mirror.settle();
    put(&away.join("content/practices/a.md"), "edited elsewhere");
    fs::rename(&away, &mirror.root).unwrap();
    mirror.settle();
    mirror.put("content/practices/a.md", "edited here");
    mirror.settle();
}

#[test]
fn a_root_that_is_deleted_and_made_again_is_watched_again() {
    let mut mirror = Mirror::new();
    for text in ["cloned", "cloned again"] {
        fs::remove_dir_all(&mirror.root).unwrap();
        mirror.put("content/practices/a.md", text);
        mirror.settle();
        mirror.put("content/practices/a.md", "edited");
        mirror.settle();
    }
}

#[test]
fn a_root_that_comes_later_is_watched() {
    let empty = tempfile::tempdir().unwrap();
    let mut mirror = Mirror::of(empty, setup());
    mirror.put("content/practices/a.md", "new");
    mirror.settle();
    mirror.until_now();
    let seen = mirror.everything;
    mirror.put("content/practices/a.md", "edited");
    mirror.settle();
    assert_eq!(mirror.everything, seen);
}

#[cfg(unix)]
#[test]
fn a_root_that_is_a_link_is_told_by_its_own_path() {
    let folder = folder();
    let link = folder.path().join("link");
    symlink(folder.path().join("site"), &link).unwrap();
    let mut mirror = Mirror::at(folder, link.clone(), setup());
    mirror.put("content/practices/a.md", "through the link");
    put(&mirror.beside("site/content/practices/b.md"), "behind the link");
    mirror.put("content/new/folder/c.md", "c");
    mirror.settle_by_paths();
    put(&mirror.beside("other/content/news/d.md"), "another site");
    symlink(mirror.beside("other"), mirror.beside("link.new")).unwrap();
    fs::rename(mirror.beside("link.new"), &link).unwrap();
    mirror.settle();
    put(&mirror.beside("other/content/news/d.md"), "edited");
    mirror.settle();
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_a_link_is_told_by_its_own_path() {
    let folder = folder();
    let site = folder.path().join("site");
    fs::rename(site.join("content"), site.join("texts")).unwrap();
    symlink("texts", site.join("content")).unwrap();
    symlink(folder.path().join("shared"), site.join("static")).unwrap();
    let mut mirror = Mirror::of(folder, setup());
    put(&mirror.path("texts/practices/a.md"), "edited");
    put(&mirror.path("texts/practices/deep/er/d.md"), "new");
    mirror.settle_by_paths();
    put(&mirror.beside("shared/logo.svg"), "the link leads somewhere now");
    mirror.settle_by_paths();
    put(&mirror.beside("shared/logo.svg"), "edited");
    mirror.settle_by_paths();
}

#[cfg(unix)]
#[test]
fn what_is_read_by_two_paths_is_told_for_both() {
    let folder = folder();
    symlink("practices", folder.path().join("site/content/again")).unwrap();
    let mut mirror = Mirror::of(folder, Setup { poll: setup().idle, ..setup() });
    for text in ["first", "second"] {
        mirror.put("content/practices/a.md", text);
        mirror.settle();
    }
    let mut mirror = Mirror::of(super::mirror::folder(), Setup { poll: setup().idle, ..setup() });
    symlink("content/practices", mirror.path("static")).unwrap();
    mirror.settle();
    for text in ["first", "second"] {
        mirror.put("content/practices/a.md", text);
        mirror.settle();
    }
}

#[cfg(unix)]
#[test]
fn what_links_inside_a_folder_lead_to_is_looked_at_all_the_time() {
    let folder = folder();
    put(&folder.path().join("notes/n.md"), "a note");
    put(&folder.path().join("notes/single.md"), "a note");
    let poll = std::time::Duration::from_millis(30);
    let mut mirror = Mirror::of(folder, Setup { poll, ..setup() });
    symlink(mirror.beside("notes"), mirror.path("content/notes")).unwrap();
    symlink(mirror.beside("notes/single.md"), mirror.path("content/practices/single.md")).unwrap();
    symlink("practices", mirror.path("content/again")).unwrap();
    mirror.settle();
    for file in ["notes/n.md", "notes/single.md", "site/content/practices/a.md"] {
        put(&mirror.beside(file), "edited");
        mirror.settle();
    }
    let signals: Vec<_> = (0..3).map(|_| mirror.next()).collect();
    assert_eq!(signals, [Signal::Rescan, Signal::Rescan, Signal::Rescan]);
}
