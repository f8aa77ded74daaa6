//! A publish stopped at each of its steps, by an error and by the death of the process: until its plan is stored nothing
//! has changed, and from then on the next publish finishes it.

use std::process::Command;

use super::*;

const OLD: &[(&str, &str)] = &[
    ("index.html", "1"),
    ("a/index.html", "a"),
    ("b/c/index.html", "stale"),
    ("d", "a file"),
    ("e/f", "in a folder"),
    ("same.css", "s"),
    ("z.html", "z"),
];
const NEW: &[(&str, &str)] = &[
    ("index.html", "2"),
    ("a/index.html", "a"),
    ("d/index.html", "a folder"),
    ("e", "a file"),
    ("new/d.html", "d"),
    ("same.css", "s"),
    ("z.html", "zz"),
];
const SITE: &str = "AVILYS_TEST_KILL_SITE";
const STEP: &str = "AVILYS_TEST_KILL_STEP";
const EXCHANGE: &str = "AVILYS_TEST_KILL_EXCHANGE";

pub(super) fn old_site() -> Site {
    let site = Site::new();
    site.publish(OLD).unwrap();
    site.put("a/notes.txt", "mine");
    fs::create_dir(site.public("empty")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("a", site.public("link")).unwrap();
    site
}

pub(super) fn new_tree() -> Tree {
    let site = old_site();
    site.publish(NEW).unwrap();
    site.tree()
}

/// Publishes the new pages, stopped as `stop` does it when the `at`-th step is reached. Says which step that was.
fn stopped_at(
    site: &Path,
    (at, exchange): (usize, bool),
    stop: fn() -> io::Result<()>,
) -> (Option<Step>, Result<Report, PublishError>) {
    let (count, stopped) = (AtomicUsize::new(0), std::sync::Mutex::new(None));
    let reached = |step| {
        if count.fetch_add(1, Ordering::SeqCst) != at {
            return Ok(());
        }
        *stopped.lock().unwrap() = Some(step);
        stop()
    };
    let system = System { exchange, reached: &reached, ..unsynced() };
    let done = open(site).map_err(PublishError::from).and_then(|output| publish_pages(&output, &system, NEW));
    (stopped.into_inner().unwrap(), done)
}

/// Each file is that of before or of after, and whole; one that is in both is there.
fn is_between(now: &Tree, old: &Tree, new: &Tree) -> bool {
    let paths = || old.keys().chain(new.keys()).chain(now.keys());
    paths().all(|path| {
        let found = now.get(path);
        // A folder may stand for a moment where a file was or will be.
        let is_folder = found.is_some_and(|(kind, ..)| *kind == 'd');
        found == old.get(path) || found == new.get(path) || is_folder || (found.is_none() && !in_both(path, old, new))
    })
}

fn in_both(path: &Path, old: &Tree, new: &Tree) -> bool {
    let is_file = |tree: &Tree| tree.get(path).is_some_and(|(kind, ..)| *kind == 'f');
    is_file(old) && is_file(new)
}

#[test]
fn an_error_at_any_step_changes_nothing_or_leaves_a_plan() {
    let new = new_tree();
    for (exchange, at) in [true, false].into_iter().flat_map(|exchange| (0..).map(move |at| (exchange, at)).take(40)) {
        let site = old_site();
        let old = site.tree();
        let (step, done) = stopped_at(&site.root(), (at, exchange), || Err(io::ErrorKind::StorageFull.into()));
        let now = site.tree();
        match (step, done) {
            (None, Ok(_)) => {
                assert!(at >= 15, "only {at} steps");
                assert_eq!(now, new);
            }
            (Some(_), Err(PublishError::Problems(_))) => {
                assert_eq!(now, old, "{step:?}");
                assert!(site.is_clean(), "{step:?}");
            }
            (Some(_), Err(PublishError::Incomplete(problems))) => {
                assert_eq!(codes(&problems), ["output-disk-full"].into(), "{step:?}");
                assert!(is_between(&now, &old, &new), "{step:?}: {now:?}");
            }
            other => panic!("{other:?}"),
        }
        assert!(site.publish(NEW).is_ok(), "{step:?}");
        assert_eq!(site.tree(), new, "{step:?}");
        assert!(site.is_clean(), "{step:?}");
    }
}

#[test]
fn death_at_any_step_is_mended_by_the_next_publish() {
    let new = new_tree();
    for exchange in [true, false] {
        let mut mixed = 0;
        for at in 0.. {
            let site = old_site();
            let old = site.tree();
            let survived = run_child(&site, at, exchange);
            let now = site.tree();
            let is_planned = site.own("plan.json").exists();
            assert!(is_between(&now, &old, &new), "step {at}: {now:?}");
            assert!(is_planned || now == old || now == new, "step {at}: {now:?}");
            mixed += usize::from(now != old && now != new);
            assert!(open(&site.root()).is_ok());
            site.publish(NEW).unwrap();
            assert_eq!((site.tree(), site.is_clean()), (new.clone(), true), "step {at}");
            assert!(!site.own("kept").exists(), "nobody changed anything");
            if survived {
                assert!(at >= 15, "only {at} steps");
                break;
            }
        }
        assert!(mixed >= 5, "only {mixed}");
    }
}

/// What was stored is finished also by a build that then fails, and by one that wants other pages.
#[test]
fn whoever_comes_next_finishes_the_plan() {
    let new = new_tree();
    for at in 0.. {
        let site = old_site();
        let old = site.tree();
        if run_child(&site, at, true) {
            break;
        }
        let is_planned = site.own("plan.json").exists() || site.tree() == new;
        let failed = site.output().unwrap().publish(&["a.html".into()], |_| None, |_| {});
        assert_eq!(failed.unwrap_err(), PublishError::PageFailed);
        assert_eq!(site.tree(), if is_planned { new.clone() } else { old }, "step {at}");
        assert!(site.is_clean());
        assert_eq!(site.publish(&NEW[..1]).unwrap().unchanged, usize::from(is_planned));
    }
}

#[test]
fn death_while_a_plan_is_finished_is_mended_too() {
    let new = new_tree();
    for exchange in [true, false] {
        for at in (0..).step_by(3) {
            let mut survived = false;
            for again in (0..).step_by(2) {
                let site = old_site();
                survived = run_child(&site, at, exchange);
                let finished = run_child(&site, again, exchange);
                site.publish(NEW).unwrap();
                assert_eq!((site.tree(), site.is_clean()), (new.clone(), true), "step {at}, then {again}");
                assert!(!site.own("kept").exists());
                if survived || finished {
                    break;
                }
            }
            if survived {
                break;
            }
        }
    }
}

/// A first build that dies leaves a folder that is known again.
#[test]
fn death_in_a_first_build_leaves_nothing_in_the_way() {
    let whole = {
        let site = Site::new();
        site.publish(NEW).unwrap();
        site.tree()
    };
    for at in 0.. {
        let site = Site::new();
        let survived = run_child(&site, at, true);
        site.publish(NEW).unwrap();
        assert_eq!((site.tree(), site.is_clean()), (whole.clone(), true), "step {at}");
        if survived {
            break;
        }
    }
}

/// Stopped with a plan, of which nothing is done yet.
pub(super) fn planned() -> Site {
    (0..)
        .map(|at| (at, old_site()))
        .find_map(|(at, site)| {
            assert!(!run_child(&site, at, true), "no step has a plan");
            site.own("plan.json").exists().then_some(site)
        })
        .unwrap()
}

#[test]
fn what_is_changed_between_a_death_and_its_end_is_put_aside() {
    let site = planned();
    site.put("index.html", "by hand");
    site.put("b/c/index.html", "by hand, too");
    let report = site.publish(NEW).unwrap();
    assert_eq!(codes(&report.warnings), ["output-edited", "output-stale-kept"].into());
    assert_eq!(report.kept, ["b/c/index.html"]);
    assert_eq!((site.read("index.html"), site.read("b/c/index.html")), ("2".into(), "by hand, too".into()));
    assert_eq!(fs::read_to_string(site.own("kept/index.html")).unwrap(), "by hand");
}

#[test]
fn what_comes_into_the_way_between_a_death_and_its_end_stays() {
    let site = planned();
    site.put("new/d.html", "mine");
    assert_eq!(site.refusal(NEW), ["output-occupied"]);
    assert_eq!(site.read("new/d.html"), "mine");
    fs::remove_file(site.public("new/d.html")).unwrap();
    site.publish(NEW).unwrap();
    assert_eq!(site.tree(), new_tree());
}

/// As after a loss of power.
#[test]
fn a_stage_that_is_lost_is_made_again() {
    let site = planned();
    fs::remove_dir_all(site.own("stage")).unwrap();
    let report = site.publish(NEW).unwrap();
    assert_eq!((report.warnings, site.tree()), (vec![], new_tree()));
    let site = planned();
    fs::write(site.own("stage/0"), "torn").unwrap();
    site.publish(NEW).unwrap();
    assert_eq!((site.tree(), site.is_clean()), (new_tree(), true));
}

/// True when the publish came to its end, because it has no more than `at` steps.
fn run_child(site: &Site, at: usize, exchange: bool) -> bool {
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "output::tests::kill::child", "--ignored", "--test-threads=1"])
        .env(SITE, site.root())
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
    let (_, done) = stopped_at(Path::new(&site), (at, exchange), || std::process::exit(DEAD));
    assert!(done.is_ok());
}
