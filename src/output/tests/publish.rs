//! What is written, what is left alone, and what a failed publish leaves.

use super::*;

const PAGES: &[(&str, &str)] =
    &[("index.html", "i"), ("a/index.html", "a"), ("a/b/index.html", "b"), ("robots.txt", "")];

#[test]
fn a_new_output_holds_the_pages_and_the_manifest() {
    let site = Site::new();
    let report = site.publish(PAGES).unwrap();
    assert_eq!(report, Report { written: 4, ..Report::default() });
    for (path, text) in PAGES {
        assert_eq!(site.read(path), *text);
    }
    assert_eq!(site.tree().values().filter(|(kind, ..)| *kind == 'f').count(), PAGES.len());
    assert!(site.is_clean());
}

#[test]
fn folders_above_the_output_are_made() {
    let site = Site::new();
    let output = Folder::open(&site.root().join("build/1/public"), &site.root(), &[]).unwrap();
    publish_pages(&output, &System::default(), PAGES).unwrap();
    assert!(site.root().join("build/1/public/a/b/index.html").exists());
}

#[cfg(unix)]
#[test]
fn a_build_that_changes_nothing_touches_nothing() {
    let site = Site::new();
    site.publish(PAGES).unwrap();
    let before = identities(&site.public(""));
    let report = site.publish(PAGES).unwrap();
    assert_eq!(report, Report { unchanged: 4, ..Report::default() });
    assert_eq!(identities(&site.public("")), before);
    assert!(site.is_clean());
}

#[test]
fn only_what_differs_is_written() {
    let site = Site::new();
    site.publish(PAGES).unwrap();
    let paths = ["index.html", "a/b/index.html", "robots.txt"].map(|path| site.public(path));
    let before = paths.each_ref().map(|path| identity(path));
    let mut pages = PAGES.to_vec();
    pages[1].1 = "new";
    assert_eq!(site.publish(&pages).unwrap(), Report { written: 1, unchanged: 3, ..Report::default() });
    assert_eq!(paths.each_ref().map(|path| identity(path)), before);
    assert_eq!(site.read("a/index.html"), "new");
}

#[test]
fn two_builds_of_the_same_pages_are_the_same_bytes() {
    let (one, other) = (Site::new(), Site::new());
    one.publish(PAGES).unwrap();
    let mut reversed = PAGES.to_vec();
    reversed.reverse();
    other.publish(&[("index.html", "earlier"), ("gone.html", "")]).unwrap();
    other.publish(&reversed).unwrap();
    assert_eq!((one.tree(), one.manifest()), (other.tree(), other.manifest()));
}

#[test]
fn a_page_that_somebody_changed_or_deleted_is_written_again() {
    let site = Site::new();
    site.publish(PAGES).unwrap();
    site.put("index.html", "x");
    site.put("a/index.html", "longer");
    fs::remove_file(site.public("robots.txt")).unwrap();
    let report = site.publish(PAGES).unwrap();
    assert_eq!((report.written, report.unchanged), (3, 1));
    assert_eq!(codes(&report.warnings), ["output-edited"].into());
    assert_eq!(report.warnings.len(), 2, "one for each that is put aside");
    assert_eq!(fs::read_to_string(site.own("kept/a/index.html")).unwrap(), "longer");
    assert_eq!((site.read("index.html"), site.read("a/index.html")), ("i".into(), "a".into()));
    assert!(site.public("robots.txt").exists());
}

#[cfg(unix)]
#[test]
fn a_change_of_the_same_length_and_an_old_time_is_noticed() {
    let site = Site::new();
    site.publish(PAGES).unwrap();
    site.put("index.html", "x");
    let old = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
    fs::File::options().write(true).open(site.public("index.html")).unwrap().set_modified(old).unwrap();
    assert_eq!(site.publish(PAGES).unwrap().written, 1);
    assert_eq!(site.read("index.html"), "i");
}

#[test]
fn files_of_the_site_are_copied() {
    let site = Site::new();
    let source = site.root().join("static/logo.svg");
    let paths = ["img/logo.svg".into()];
    let publish = || site.output().unwrap().publish(&paths, |_| Some(Content::CopyOf(source.clone())), |_| {});
    put(&site.root(), "static/logo.svg", &"x".repeat(200_000));
    assert_eq!(publish().unwrap().written, 1);
    assert_eq!(site.read("img/logo.svg").len(), 200_000);
    let before = identity(&site.public("img/logo.svg"));
    assert_eq!(publish().unwrap(), Report { unchanged: 1, ..Report::default() });
    assert_eq!(identity(&site.public("img/logo.svg")), before);
    for text in ["y".repeat(200_000), "short".into()] {
        fs::write(&source, &text).unwrap();
        assert_eq!(publish().unwrap().written, 1);
        assert_eq!(site.read("img/logo.svg"), text);
    }
    // Bytes and a copy of the same bytes are the same page.
    assert_eq!(site.publish(&[("img/logo.svg", "short")]).unwrap().unchanged, 1);
    fs::remove_file(&source).unwrap();
    let PublishError::Problems(problems) = publish().unwrap_err() else { panic!("a missing source is a problem") };
    assert_eq!(codes(&problems), ["output-read-failed"].into());
    assert_eq!(site.read("img/logo.svg"), "short");
}

#[test]
fn a_failed_page_leaves_the_old_site_but_every_page_is_asked_for() {
    let site = Site::new();
    site.publish(PAGES).unwrap();
    let before = site.tree();
    let asked = AtomicUsize::new(0);
    let paths: Vec<_> = (0..500).map(|i| format!("{i}.html").into()).collect();
    let make = |i| {
        asked.fetch_add(1, Ordering::Relaxed);
        (i % 100 != 3).then(|| Content::Bytes(vec![1]))
    };
    let result = site.output().unwrap().publish(&paths, make, |_| {});
    assert_eq!(result.unwrap_err(), PublishError::PageFailed);
    assert_eq!(asked.into_inner(), 500);
    assert_eq!(site.tree(), before);
    assert!(site.is_clean());
}

#[test]
fn a_page_that_panics_leaves_the_old_site() {
    let site = Site::new();
    site.publish(PAGES).unwrap();
    let before = site.tree();
    let output = site.output().unwrap();
    let paths = ["a.html".into(), "b.html".into()];
    let build = || output.publish(&paths, |_| panic!("a mistake in a page"), |_| {});
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(build)).is_err());
    assert_eq!(site.tree(), before);
    assert!(site.is_clean());
}

#[test]
fn progress_counts_every_page() {
    let site = Site::new();
    let paths: Vec<_> = (0..50).map(|i| format!("{i}/index.html").into()).collect();
    let heard = std::sync::Mutex::new(Vec::new());
    let report = site.output().unwrap().publish(
        &paths,
        |i| Some(Content::Bytes(i.to_string().into())),
        |done| heard.lock().unwrap().push(done),
    );
    assert_eq!(report.unwrap().written, 50);
    let mut heard = heard.into_inner().unwrap();
    heard.sort_unstable();
    assert_eq!(heard, (1..=50).collect::<Vec<_>>());
}

#[cfg(unix)]
#[test]
fn modes_of_folders_and_of_rewritten_files_are_kept() {
    use std::os::unix::fs::PermissionsExt;
    let site = Site::new();
    site.publish(PAGES).unwrap();
    let chmod = |path: &str, mode| fs::set_permissions(site.public(path), fs::Permissions::from_mode(mode)).unwrap();
    chmod("", 0o2770);
    chmod("a", 0o750);
    chmod("a/b", 0o711);
    chmod("a/b/index.html", 0o640);
    site.publish(&[("index.html", "i"), ("a/b/index.html", "new")]).unwrap();
    let modes = ["", "a", "a/b", "a/b/index.html"].map(|path| mode(&site.public(path)));
    assert_eq!(modes, [0o2770, 0o750, 0o711, 0o640]);
    assert!(site.is_clean());
}

#[cfg(unix)]
#[test]
fn a_linked_output_is_published_where_the_link_points() {
    let site = Site::new();
    fs::create_dir(site.folder.path().join("www")).unwrap();
    std::os::unix::fs::symlink("../www", site.root().join("public")).unwrap();
    for text in ["one", "two"] {
        site.publish(&[("index.html", text)]).unwrap();
        assert!(fs::symlink_metadata(site.root().join("public")).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(site.folder.path().join("www/index.html")).unwrap(), text);
    }
    assert_eq!(fs::read_dir(site.folder.path()).unwrap().count(), 2);
}

/// Even the superuser, as which tests may run, cannot make files there.
#[cfg(target_os = "linux")]
#[test]
fn a_place_that_cannot_be_written_is_a_problem() {
    let site = Site::new();
    let output = Folder::open(Path::new("/proc/avilys/public"), &site.root(), &[]).unwrap();
    let PublishError::Problems(problems) = publish_pages(&output, &System::default(), PAGES).unwrap_err() else {
        panic!("not a failed page")
    };
    assert_eq!(codes(&problems), ["output-write-failed"].into());
    assert!(problems[0].args.iter().any(|(name, value)| *name == "path" && value.contains("/proc/avilys")));
}

#[test]
fn a_full_disk_has_its_own_words() {
    let site = Site::new();
    site.publish(PAGES).unwrap();
    let before = site.tree();
    let full = |step| if step == Step::PageStaged { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) };
    let system = System { reached: &full, ..System::default() };
    let error = publish_pages(&site.output().unwrap(), &system, &[("new.html", "")]).unwrap_err();
    let PublishError::Problems(problems) = error else { panic!("not a failed page") };
    assert_eq!(codes(&problems), ["output-disk-full"].into());
    assert_eq!(site.tree(), before);
    assert!(site.is_clean());
}

#[test]
fn bad_paths_are_problems() {
    let site = Site::new();
    assert_eq!(site.refusal(&[("../a.html", "")]), ["output-path-invalid"]);
    assert_eq!(site.refusal(&[("a.html", ""), ("a.html", "")]), ["output-path-clash"]);
    assert!(!site.public("").exists());
}

#[test]
fn a_build_at_work_keeps_others_out() {
    let site = Site::new();
    let second = std::sync::Mutex::new(None);
    let make = |_| {
        *second.lock().unwrap() = Some(site.refusal(&[("b.html", "")]));
        Some(Content::Bytes(Vec::new()))
    };
    site.output().unwrap().publish(&["a.html".into()], make, |_| {}).unwrap();
    assert_eq!(second.into_inner().unwrap().unwrap(), ["output-busy"]);
    assert!(site.public("a.html").exists() && !site.public("b.html").exists());
}
