//! A publish stopped at each of its steps, by an error and by the death of the process: the old site stays whole, and
//! the next publish succeeds.

use std::process::Command;

use super::*;

const OLD: &[(&str, &str)] =
    &[("index.html", "1"), ("a/index.html", "a"), ("b/c/index.html", "stale"), ("same.css", "s")];
const NEW: &[(&str, &str)] = &[("index.html", "2"), ("a/index.html", "a"), ("new/d.html", "d"), ("same.css", "s")];
const SITE: &str = "AVILYS_TEST_KILL_SITE";
const PAGES: &str = "AVILYS_TEST_KILL_PAGES";
const STEP: &str = "AVILYS_TEST_KILL_STEP";
const EXCHANGE: &str = "AVILYS_TEST_KILL_EXCHANGE";

fn old_site() -> Site {
    let site = Site::new();
    site.publish(OLD).unwrap();
    site.put("a/notes.txt", "mine");
    fs::create_dir(site.public("empty")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("a", site.public("link")).unwrap();
    site
}

fn new_tree() -> Tree {
    let site = old_site();
    site.publish(NEW).unwrap();
    site.tree()
}

/// Publishes `new`, stopped as `stop` does it when the `at`-th step is reached. Says which step that was.
fn stopped_at(
    site: &Path,
    new: &[(&str, &str)],
    (at, exchange): (usize, bool),
    stop: fn() -> io::Result<()>,
) -> (Option<Step>, bool) {
    let (count, stopped) = (AtomicUsize::new(0), std::sync::Mutex::new(None));
    let reached = |step| {
        if count.fetch_add(1, Ordering::SeqCst) != at {
            return Ok(());
        }
        *stopped.lock().unwrap() = Some(step);
        stop()
    };
    let means = Means { exchange, reached: &reached, ..Means::default() };
    let done = open(site).map_err(PublishError::from).and_then(|target| publish_pages(target, &means, new));
    (stopped.into_inner().unwrap(), done.is_ok())
}

#[test]
fn an_error_at_any_step_leaves_one_whole_site() {
    for exchange in [true, false] {
        let new = new_tree();
        for at in 0.. {
            let site = old_site();
            let old = site.tree();
            let fail = || Err(io::ErrorKind::StorageFull.into());
            let (step, done) = stopped_at(&site.root(), NEW, (at, exchange), fail);
            assert_eq!(site.tree(), if done { new.clone() } else { old }, "{step:?}");
            assert!(!site.has_work_folder(), "{step:?}");
            assert!(site.publish(NEW).is_ok());
            assert_eq!(site.tree(), new, "{step:?}");
            if step.is_none() {
                assert!(done && at >= 10, "only {at} steps");
                break;
            }
        }
    }
}

#[test]
fn death_at_any_step_leaves_one_whole_site() {
    for exchange in [true, false] {
        let new = new_tree();
        for at in 0.. {
            let site = old_site();
            let old = site.tree();
            let survived = run_child(&site.root(), "whole", at, exchange);
            let now = site.tree();
            let aside_only = !exchange && now.is_empty() && tree(&site.root().join(".public.avilys/old")) == old;
            assert!(now == old || now == new || aside_only, "step {at}: {now:?}");
            assert_eq!(site.has_work_folder(), !survived);
            assert!(Target::open(&site.public(""), &site.root(), &[]).is_ok());
            site.publish(NEW).unwrap();
            assert_eq!(site.tree(), new, "step {at}");
            assert!(!site.has_work_folder(), "step {at}");
            if survived {
                assert!(at >= 10, "only {at} steps");
                break;
            }
        }
    }
}

/// After a death between the two renames, a build whose pages fail still gives the old site back.
#[test]
fn a_half_done_exchange_is_undone_also_by_a_build_that_fails() {
    let mut undone = 0;
    for at in 0.. {
        let site = old_site();
        let old = site.tree();
        if run_child(&site.root(), "whole", at, false) {
            break;
        }
        if !site.public("").exists() {
            undone += 1;
            let failed = site.target().unwrap().publish(&["a.html".to_owned()], |_| None, |_| {});
            assert_eq!(failed.unwrap_err(), PublishError::PageFailed);
            assert_eq!(site.tree(), old);
            assert!(!site.has_work_folder());
        }
    }
    assert_eq!(undone, 1);
}

/// Few files differ, and the folders stay the same: they are put in place one by one.
const FEW_OLD: &[(&str, &str)] = &[("index.html", "1"), ("a/index.html", "a"), ("s/1.bin", "1"), ("s/list", "1")];
const FEW_NEW: &[(&str, &str)] = &[("index.html", "2"), ("a/index.html", "a"), ("s/2.bin", "2"), ("s/list", "2")];

/// A site of [`FEW_OLD`], and the trees before and after it was made equal to [`FEW_NEW`].
fn few() -> (Site, Tree, Tree) {
    let [site, other] = [Site::new(), Site::new()].map(|site| {
        site.publish(FEW_OLD).unwrap();
        site
    });
    let old = site.tree();
    other.publish(FEW_NEW).unwrap();
    (site, old, other.tree())
}

#[test]
fn an_error_while_files_are_put_in_place_leaves_one_whole_site() {
    let mut placed = 0;
    for at in 0.. {
        let (site, old, new) = few();
        let fail = || Err(io::ErrorKind::PermissionDenied.into());
        let (step, done) = stopped_at(&site.root(), FEW_NEW, (at, true), fail);
        assert_eq!(site.tree(), if done { new.clone() } else { old }, "{step:?}");
        assert!(!site.has_work_folder(), "{step:?}");
        placed += usize::from(done && matches!(step, Some(Step::FilePlaced | Step::FileRemoved)));
        assert!(site.publish(FEW_NEW).is_ok());
        assert_eq!(site.tree(), new, "{step:?}");
        if step.is_none() {
            break;
        }
    }
    assert_eq!(placed, 4, "three files come and one goes");
}

/// What cannot be put in place, and neither exchanged with the rest, waits for the next build.
#[test]
fn two_errors_in_a_row_leave_the_rest_to_the_next_build() {
    let (site, _, new) = few();
    let fail = |step| match step {
        Step::FileRemoved | Step::FileCarried => Err(io::ErrorKind::StorageFull.into()),
        _ => Ok(()),
    };
    let means = Means { reached: &fail, ..Means::default() };
    let PublishError::Problems(problems) = publish_pages(site.target().unwrap(), &means, FEW_NEW).unwrap_err() else {
        panic!("not a failed page")
    };
    assert_eq!(codes(&problems), ["output-disk-full"].into());
    assert!(site.has_work_folder());
    let failed = site.target().unwrap().publish(&["a.html".to_owned()], |_| None, |_| {});
    assert_eq!(failed.unwrap_err(), PublishError::PageFailed);
    assert_eq!(site.tree(), new);
    assert!(!site.has_work_folder());
}

/// After the death, each file is the old or the new one, none is missing, and the next build ends what was begun, whatever it is about.
#[test]
fn death_while_files_are_put_in_place_is_mended_by_the_next_build() {
    let mut mixed = 0;
    for at in 0.. {
        let (site, old, new) = few();
        let survived = run_child(&site.root(), "few", at, true);
        let now = site.tree();
        for (path, file) in &now {
            assert!(old.get(path) == Some(file) || new.get(path) == Some(file), "step {at}: {path:?}");
        }
        assert!(
            old.keys().filter(|path| new.contains_key(*path)).all(|path| now.contains_key(path)),
            "step {at}: {now:?}"
        );
        let is_mixed = now != old && now != new;
        let failed = site.target().unwrap().publish(&["a.html".to_owned()], |_| None, |_| {});
        assert_eq!(failed.unwrap_err(), PublishError::PageFailed);
        assert!(!site.has_work_folder(), "step {at}");
        assert!(if is_mixed { site.tree() == new } else { [&old, &new].contains(&&site.tree()) }, "step {at}");
        assert_eq!(site.publish(FEW_NEW).unwrap().kept, [""; 0]);
        assert_eq!(site.tree(), new, "step {at}");
        mixed += usize::from(is_mixed);
        if survived {
            break;
        }
    }
    assert!(mixed >= 4, "only {mixed} times something was half done");
}

/// The new name of a file that was not put there yet is taken by somebody else's file.
#[test]
fn a_file_that_came_between_is_not_overwritten() {
    for at in 0.. {
        let (site, _, new) = few();
        if run_child(&site.root(), "few", at, true) {
            break;
        }
        if site.public("s/2.bin").exists() {
            continue;
        }
        site.put("s/2.bin", "mine");
        let problem = site.publish(FEW_NEW).unwrap_err();
        assert_eq!(problem, PublishError::Problems(vec![problems::occupied("s/2.bin")]));
        assert_eq!(site.read("s/2.bin"), "mine");
        fs::remove_file(site.public("s/2.bin")).unwrap();
        site.publish(FEW_NEW).unwrap();
        assert_eq!(site.tree(), new, "step {at}");
    }
}

/// Meanwhile somebody put a link in the place of a folder.
#[cfg(unix)]
#[test]
fn what_was_begun_is_not_ended_through_a_link() {
    for at in 0.. {
        let (site, ..) = few();
        if run_child(&site.root(), "few", at, true) {
            break;
        }
        let elsewhere = site.folder.path().join("elsewhere");
        fs::rename(site.public("s"), &elsewhere).unwrap();
        std::os::unix::fs::symlink(&elsewhere, site.public("s")).unwrap();
        let before = tree(&elsewhere);
        let problem = site.publish(FEW_NEW).unwrap_err();
        assert_eq!(problem, PublishError::Problems(vec![problems::in_the_way("s")]), "step {at}");
        assert_eq!(tree(&elsewhere), before, "step {at}");
        fs::remove_file(site.public("s")).unwrap();
        site.publish(FEW_NEW).unwrap();
        assert_eq!(site.read("s/list"), "2", "step {at}");
    }
}

/// Some disks take the two names for one file.
#[test]
fn a_file_whose_name_changes_by_case_is_exchanged_with_the_whole() {
    for (name, swaps) in [("s/foto.jpg", true), ("s/other.jpg", false)] {
        let (site, swapped) = (Site::new(), std::sync::atomic::AtomicBool::new(false));
        site.publish(&[("index.html", "i"), ("s/Foto.jpg", "f")]).unwrap();
        let reached = |step| {
            swapped.fetch_or(step == Step::Swapped, Ordering::SeqCst);
            Ok(())
        };
        let means = Means { reached: &reached, ..Means::default() };
        let report = publish_pages(site.target().unwrap(), &means, &[("index.html", "i"), (name, "f")]).unwrap();
        assert_eq!((report.written, report.removed), (1, 1));
        assert_eq!(site.read(name), "f");
        assert!(!site.public("s/Foto.jpg").exists());
        assert_eq!(swapped.into_inner(), swaps, "{name}");
    }
}

/// A note that was not written to its end counts for nothing.
#[test]
fn a_note_that_is_not_whole_is_thrown_away() {
    let (site, old, new) = few();
    let work = site.root().join(".public.avilys");
    put(&work, ".avilys.json", "{\"version\":1,\"files\":{\"index.html\":[\"");
    put(&work, "stage/index.html", "2");
    let failed = site.target().unwrap().publish(&["a.html".to_owned()], |_| None, |_| {});
    assert_eq!(failed.unwrap_err(), PublishError::PageFailed);
    assert_eq!(site.tree(), old);
    assert!(!site.has_work_folder());
    site.publish(FEW_NEW).unwrap();
    assert_eq!(site.tree(), new);
}

/// True when the publish came to its end, because it has no more than `at` steps.
fn run_child(site: &Path, pages: &str, at: usize, exchange: bool) -> bool {
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "output::tests::kill::child", "--ignored", "--test-threads=1"])
        .env(SITE, site)
        .env(PAGES, pages)
        .env(STEP, at.to_string())
        .env(EXCHANGE, if exchange { "1" } else { "0" })
        .output()
        .unwrap();
    match status.status.code() {
        Some(DEAD) => false,
        Some(0) => true,
        other => panic!("{other:?}: {}", String::from_utf8_lossy(&status.stdout)),
    }
}

const DEAD: i32 = 86;

/// Runs in a process of its own and dies there: no destructor runs, as with SIGKILL.
#[test]
#[ignore = "run by the tests above, in a process of its own"]
fn child() {
    let Ok(site) = std::env::var(SITE) else { return };
    let at = std::env::var(STEP).unwrap().parse().unwrap();
    let exchange = std::env::var(EXCHANGE).unwrap() == "1";
    let new = if std::env::var(PAGES).unwrap() == "few" { FEW_NEW } else { NEW };
    let (_, done) = stopped_at(Path::new(&site), new, (at, exchange), || std::process::exit(DEAD));
    assert!(done);
}
