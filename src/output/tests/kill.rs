//! A publish stopped at each of its steps, by an error and by the death of the process: the old site stays whole, and
//! the next publish succeeds.

use std::process::Command;

use super::in_place::FEW_NEW;
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
pub(super) fn stopped_at(
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
            let failed = site.target().unwrap().publish(&["a.html".into()], |_| None, |_| {});
            assert_eq!(failed.unwrap_err(), PublishError::PageFailed);
            assert_eq!(site.tree(), old);
            assert!(!site.has_work_folder());
        }
    }
    assert_eq!(undone, 1);
}

/// Each state in which a killed build leaves an old tree, with the number of the step.
fn killed_with_an_old_tree(exchange: bool) -> impl Iterator<Item = (usize, Site)> {
    (0..)
        .map(move |at| (at, old_site()))
        .take_while(move |(at, site)| !run_child(&site.root(), "whole", *at, exchange))
        .filter(|(_, site)| work(site, "old").exists() && !work(site, "stage").exists())
}

fn work(site: &Site, path: &str) -> PathBuf {
    site.root().join(".public.avilys").join(path)
}

/// Whatever came into the old tree while its build was at work.
#[test]
fn what_others_put_into_an_old_tree_that_a_killed_build_left_is_brought_over() {
    for (exchange, states) in [(true, 3), (false, 2)] {
        let mut left = 0;
        for (at, site) in killed_with_an_old_tree(exchange) {
            left += 1;
            for path in ["late.txt", "a/late.txt", "b/late.txt", "their/late.txt"] {
                put(&work(&site, "old"), path, "late");
            }
            fs::create_dir(work(&site, "old/uploads")).unwrap();
            site.put("late.txt", "newer");
            site.publish(NEW).unwrap();
            assert!(!site.has_work_folder());
            for path in ["late.txt~", "a/late.txt", "b/late.txt", "their/late.txt"] {
                assert_eq!(site.read(path), "late", "{path}");
            }
            assert_eq!(site.read("late.txt"), "newer");
            let beside = site.tree().into_keys().filter(|path| !path.to_string_lossy().contains("late.txt"));
            let mut whole: Vec<_> =
                new_tree().into_keys().chain(["b", "their", "uploads"].map(PathBuf::from)).collect();
            whole.sort();
            assert_eq!(beside.collect::<Vec<_>>(), whole, "step {at}");
        }
        assert_eq!(left, states, "exchange: {exchange}");
    }
}

/// What was carried over need not be there any more: it is theirs.
#[test]
fn what_others_delete_after_a_killed_build_stays_deleted() {
    for exchange in [true, false] {
        for (at, site) in killed_with_an_old_tree(exchange) {
            fs::remove_file(site.public("a/notes.txt")).unwrap();
            site.publish(NEW).unwrap();
            let mut whole = new_tree();
            whole.remove(Path::new("a/notes.txt"));
            assert_eq!(site.tree(), whole, "step {at}");
        }
    }
}

#[test]
fn an_output_that_was_deleted_after_a_killed_build_is_made_again() {
    for (exchange, empty) in [(true, false), (true, true), (false, false), (false, true)] {
        for (_, site) in killed_with_an_old_tree(exchange) {
            fs::remove_dir_all(site.public("")).unwrap();
            if empty {
                fs::create_dir(site.public("")).unwrap();
            }
            site.publish(NEW).unwrap();
            assert!(NEW.iter().all(|(path, text)| site.read(path) == *text));
            assert!(!site.has_work_folder());
        }
    }
}

/// As often as it is tried; everything else is brought over.
#[test]
fn what_cannot_be_brought_over_is_told_and_stays() {
    let (_, site) = killed_with_an_old_tree(true).last().unwrap();
    for path in ["late/x", "late2/x"] {
        put(&work(&site, "old"), path, "late");
    }
    for end in ["", "~", "~~", "~~~", "~~~~", "~~~~~", "~~~~~~", "~~~~~~~", "~~~~~~~~"] {
        site.put(&format!("late{end}"), "taken");
    }
    for _ in 0..2 {
        let PublishError::Problems(problems) = site.publish(NEW).unwrap_err() else { panic!() };
        assert_eq!(problems[0].code, "output-left-behind");
        assert_eq!(fs::read_to_string(work(&site, "old/late/x")).unwrap(), "late");
        assert_eq!(site.read("late2/x"), "late");
    }
    fs::remove_file(site.public("late~")).unwrap();
    site.publish(NEW).unwrap();
    assert_eq!(site.read("late~/x"), "late");
}

/// True when the publish came to its end, because it has no more than `at` steps.
pub(super) fn run_child(site: &Path, pages: &str, at: usize, exchange: bool) -> bool {
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
