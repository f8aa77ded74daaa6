//! Which folders of the old tree need not be listed, and that whatever somebody does, nothing of theirs is overlooked.

use std::os::unix::fs::symlink;
use std::time::{Duration, SystemTime};

use super::*;
use crate::output::survey::Folder;

const PAGES: &[(&str, &str)] = &[
    ("index.html", "i"),
    ("a/index.html", "a"),
    ("a/b/index.html", "b"),
    ("a/b/c/index.html", "c"),
    ("d/e.html", "e"),
];
const FOLDERS: [&str; 4] = ["a", "a/b", "a/b/c", "d"];

/// Longer than a tick of the clock that the system stamps files with.
fn pause() {
    std::thread::sleep(Duration::from_millis(30));
}

fn publish_slowly(site: &Site, pages: &[(&str, &str)]) -> Report {
    publish_watched(site, pages, 0).0
}

/// Publishes so that all pages are older than the manifest. Also gives what of others stands in the new tree before the old
/// one is looked through, if there is a new tree.
fn publish_watched(site: &Site, pages: &[(&str, &str)], in_place: usize) -> (Report, Option<Tree>) {
    let noticed = std::sync::Mutex::new(None);
    let reached = |step| {
        if step == Step::Swapped {
            *noticed.lock().unwrap() = Some(theirs(site));
        }
        if matches!(step, Step::FileCarried | Step::PageStored | Step::FilePlaced | Step::Discarded) {
            pause();
        }
        Ok(())
    };
    let means = Means { reached: &reached, in_place, ..Means::default() };
    let paths: Vec<_> = pages.iter().map(|(path, _)| (*path).into()).collect();
    let make = |i: usize| Some(Content::Bytes(pages[i].1.into()));
    let report = site.target().unwrap().publish_by(&means, &paths, &make, Vec::new, &|_| {}).unwrap();
    pause();
    (report, noticed.into_inner().unwrap())
}

fn changed() -> Vec<(&'static str, &'static str)> {
    let mut pages = PAGES.to_vec();
    pages[0].1 = "new";
    pages
}

fn vouched_for(site: &Site) -> Vec<&'static str> {
    let manifest = Manifest::load(&site.public("")).unwrap().unwrap();
    let times = |folder: &&str| Folder::of(&fs::symlink_metadata(site.public(folder)).unwrap()).times;
    FOLDERS.into_iter().filter(|folder| manifest.vouches_for_folder(&times(folder))).collect()
}

fn set_modified(path: &Path, time: SystemTime) {
    fs::File::open(path).unwrap().set_modified(time).unwrap();
}

fn long_ago() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)
}

#[test]
fn folders_are_vouched_for_until_something_comes_or_goes() {
    let site = Site::new();
    publish_slowly(&site, PAGES);
    assert_eq!(vouched_for(&site), FOLDERS);
    publish_slowly(&site, &changed());
    assert_eq!(vouched_for(&site), FOLDERS);
    site.put("a/b/notes.txt", "mine");
    fs::remove_file(site.public("d/e.html")).unwrap();
    assert_eq!(vouched_for(&site), ["a", "a/b/c"]);
    publish_slowly(&site, PAGES);
    assert_eq!(vouched_for(&site), ["a", "a/b/c", "d"], "what is not ours is looked for each time");
}

/// Then only the folders in which something was put are listed by the next build.
#[test]
fn a_change_in_place_leaves_the_other_folders_vouched_for() {
    let site = Site::new();
    publish_slowly(&site, PAGES);
    let mut pages = PAGES.to_vec();
    pages[2].1 = "new";
    let (report, swapped) = publish_watched(&site, &pages, crate::output::in_place::MOST);
    assert_eq!((report.written, report.unchanged, swapped), (1, 4, None));
    assert_eq!(vouched_for(&site), ["a", "a/b/c", "d"]);
    publish_slowly(&site, &changed());
    assert_eq!(vouched_for(&site), FOLDERS);
}

/// Then the times tell something wrong, once.
const CLOCK: &str = "and the clock set back";

type Meddling = (&'static str, fn(&Site));

/// What somebody may do between two builds. Each leaves `mine` in one place.
const MEDDLING: [Meddling; 10] = [
    ("a file", |site| site.put("a/b/c/mine", "")),
    ("a folder", |site| fs::create_dir(site.public("a/b/c/mine")).unwrap()),
    ("a file in a folder", |site| site.put("d/f/mine", "")),
    ("a link", |site| symlink("nowhere", site.public("d/mine")).unwrap()),
    ("a file of old times, in a folder set back", |site| {
        site.put("a/b/mine", "");
        for path in ["a/b/mine", "a/b"] {
            set_modified(&site.public(path), long_ago());
        }
    }),
    ("another folder of old times in the place of ours", |site| {
        fs::rename(site.public("a"), site.root().join("away")).unwrap();
        fs::rename(site.root().join("aside"), site.public("a")).unwrap();
    }),
    ("the same, then a build that reads a page back and seals the manifest", |site| {
        fs::rename(site.public("a/b"), site.root().join("away")).unwrap();
        fs::rename(site.root().join("aside/b"), site.public("a/b")).unwrap();
        for (path, text) in PAGES {
            site.put(path, text);
        }
        for folder in ["a", "a/b", "a/b/c", "d"] {
            set_modified(&site.public(folder), long_ago());
        }
        pause();
        assert_eq!(publish_slowly(site, PAGES).written, 0);
    }),
    ("a file, and a manifest of an earlier version, written after it", |site| {
        site.put("a/b/mine", "");
        pause();
        let text = site.read(manifest::NAME);
        let earlier = text.replace("\"others_after\":true,", "");
        assert_ne!(text, earlier);
        site.put(manifest::NAME, &earlier);
    }),
    ("a file, and the clock set back", |site| {
        site.put("a/b/mine", "");
        set_modified(&site.public(manifest::NAME), SystemTime::now() + Duration::from_hours(1));
        pause();
        manifest::seal(&site.public("")).unwrap();
        assert_eq!(vouched_for(site), FOLDERS, "wrongly, as the file was overlooked");
    }),
    ("a folder in a folder, and the clock set back", |site| {
        site.put("d/f/g/mine", "");
        set_modified(&site.public(manifest::NAME), SystemTime::now() + Duration::from_hours(1));
        pause();
        manifest::seal(&site.public("")).unwrap();
    }),
];

fn theirs(site: &Site) -> Tree {
    site.tree().into_iter().filter(|(path, _)| path.ends_with("mine")).collect()
}

#[test]
fn whatever_somebody_puts_there_stays() {
    // How many files are put in place one by one, in one build after the other.
    for (ways, (what, meddle)) in [[0; 3], [crate::output::in_place::MOST, 0, crate::output::in_place::MOST]]
        .into_iter()
        .flat_map(|ways| MEDDLING.map(|one| (ways, one)))
    {
        let site = Site::new();
        put(&site.root(), "aside/b/c/mine", "");
        put(&site.root(), "aside/index.html", "a");
        put(&site.root(), "aside/b/index.html", "b");
        publish_slowly(&site, PAGES);
        meddle(&site);
        pause();
        let mine = theirs(&site);
        assert_eq!(mine.len(), 1, "{what}");
        let mut is_wrong = what.ends_with(CLOCK);
        for (pages, in_place) in [changed(), PAGES.to_vec(), changed()].into_iter().zip(ways) {
            // Whatever is found or overlooked: a build in place passes it by, and one of the whole tree takes it along.
            let (_, noticed) = publish_watched(&site, &pages, in_place);
            if let Some(noticed) = noticed {
                assert_eq!(noticed == Tree::new(), is_wrong, "{what}");
                is_wrong = false;
            }
            assert_eq!(theirs(&site), mine, "{what}");
            for (path, text) in &pages {
                assert_eq!(site.read(path), *text, "{what}");
            }
            assert!(!site.has_work_folder(), "{what}");
        }
    }
}

#[test]
fn stale_pages_go_from_folders_that_are_not_listed_unless_somebody_changed_them() {
    let site = Site::new();
    publish_slowly(&site, PAGES);
    fs::write(site.public("a/b/index.html"), "by hand").unwrap();
    pause();
    assert_eq!(vouched_for(&site), FOLDERS);
    let report = publish_slowly(&site, &PAGES[..1]);
    assert_eq!((report.removed, report.kept), (3, vec!["a/b/index.html".to_owned()]));
    assert_eq!(site.read("a/b/index.html"), "by hand");
    assert!(!site.public("a/b/c").exists() && !site.public("d").exists());
}
