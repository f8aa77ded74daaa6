//! Disks that can little, folders that cannot be written, and others at work at the same time.

use std::sync::Mutex;

use super::*;

const PAGES: &[(&str, &str)] = &[("index.html", "i"), ("a/index.html", "a"), ("s/list", "l")];

/// Publishes these pages after [`PAGES`]; `meddle` is what somebody does while they are made.
fn meddled(pages: &[(&str, &str)], meddle: impl Fn(&Site) + Sync) -> (Site, Result<Report, PublishError>) {
    let site = Site::new();
    site.publish(PAGES).unwrap();
    let paths: Vec<_> = pages.iter().map(|(path, _)| (*path).into()).collect();
    let once = std::sync::Once::new();
    let make = |at: usize| {
        once.call_once(|| meddle(&site));
        Some(Content::Bytes(pages[at].1.into()))
    };
    let done = site.output().unwrap().publish(&paths, make, |_| {});
    (site, done)
}

fn incomplete(done: Result<Report, PublishError>) -> Vec<&'static str> {
    let Err(PublishError::Incomplete(problems)) = done else { panic!("{done:?}") };
    codes(&problems).into_iter().collect()
}

#[test]
fn a_file_that_comes_while_pages_are_made_stays_and_the_others_are_published() {
    let (site, done) = meddled(&[("index.html", "new"), ("new.html", "n")], |site| site.put("new.html", "mine"));
    assert_eq!(incomplete(done), ["output-occupied"]);
    assert_eq!((site.read("new.html"), site.read("index.html")), ("mine".into(), "new".into()));
    assert!(site.is_clean() && !site.public("s").exists());
    assert_eq!(site.refusal(&[("new.html", "n")]), ["output-occupied"]);
}

#[test]
fn a_page_that_is_changed_while_pages_are_made_is_put_aside() {
    let (site, done) = meddled(&[("index.html", "new")], |site| site.put("index.html", "by hand"));
    assert_eq!(codes(&done.unwrap().warnings), ["output-edited"].into());
    assert_eq!(site.read("index.html"), "new");
    assert_eq!(fs::read_to_string(site.own("kept/index.html")).unwrap(), "by hand");
}

#[test]
fn a_stale_page_that_is_changed_while_pages_are_made_stays() {
    let (site, done) = meddled(&PAGES[..2], |site| site.put("s/list", "by hand"));
    assert_eq!(done.unwrap().kept, ["s/list"]);
    assert_eq!(site.read("s/list"), "by hand");
}

#[cfg(unix)]
#[test]
fn a_link_that_takes_the_place_of_a_folder_while_pages_are_made_is_not_followed() {
    let (site, done) = meddled(&[("index.html", "new"), ("s/list", "new"), ("s/more", "m")], |site| {
        let elsewhere = site.folder.path().join("elsewhere");
        fs::rename(site.public("s"), &elsewhere).unwrap();
        std::os::unix::fs::symlink(&elsewhere, site.public("s")).unwrap();
    });
    assert_eq!(incomplete(done), ["output-occupied", "output-write-failed"]);
    let elsewhere = site.folder.path().join("elsewhere");
    assert_eq!(fs::read_to_string(elsewhere.join("list")).unwrap(), "l");
    assert!(!elsewhere.join("more").exists());
    fs::remove_file(site.public("s")).unwrap();
    site.publish(&[("index.html", "new"), ("s/list", "new"), ("s/more", "m")]).unwrap();
    assert_eq!((site.read("s/list"), site.read("s/more")), ("new".into(), "m".into()));
}

#[test]
fn of_each_page_the_last_one_is_kept_whatever_was_put_aside_before() {
    let site = Site::new();
    let kept = |path: &str| fs::read_to_string(site.own("kept").join(path)).unwrap();
    for (pages, edited) in [([("a", "1")], "a"), ([("a/b", "1")], "a/b"), ([("a/b", "2")], "a/b"), ([("a", "2")], "a")]
    {
        site.publish(&pages).unwrap();
        site.put(edited, &format!("{} by hand", pages[0].1));
        assert_eq!(codes(&site.publish(&pages).unwrap().warnings), ["output-edited"].into());
    }
    assert_eq!([kept("a"), kept("a~"), kept("a~~/b")], ["2 by hand", "1 by hand", "2 by hand"]);
}

/// As where a folder is closed, or a file is held open by another program.
#[test]
fn where_one_file_cannot_be_put_in_place_the_others_are_and_the_next_build_ends_it() {
    for step in [Step::FileAdded, Step::FileReplaced, Step::FileDeleted] {
        let site = Site::new();
        site.publish(&[("a", "1"), ("b", "1"), ("c", "1"), ("d", "1")]).unwrap();
        let failed = Mutex::new(false);
        let reached = |now| {
            let mut failed = failed.lock().unwrap();
            let fails = now == step && !*failed;
            *failed |= fails;
            if fails { Err(io::ErrorKind::PermissionDenied.into()) } else { Ok(()) }
        };
        let system = System { reached: &reached, ..System::default() };
        let pages = [("a", "2"), ("b", "2"), ("e", "2"), ("f", "2")];
        let done = publish_pages(&site.output().unwrap(), &system, &pages);
        assert_eq!(incomplete(done), ["output-write-failed"], "{step:?}");
        assert!(site.own("plan.json").exists());
        assert_eq!((site.read("b"), site.read("f")), ("2".into(), "2".into()));
        assert!(!site.public("d").exists());
        site.publish(&pages).unwrap();
        assert!(site.is_clean() && pages.iter().all(|(path, text)| site.read(path) == *text));
        assert_eq!(site.tree().len(), 4);
    }
}

/// Only where the tests do not run as the superuser, who may write anywhere.
#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_told_before_anything_is_changed() {
    use std::os::unix::fs::PermissionsExt;
    if rustix::process::geteuid().is_root() {
        return;
    }
    let site = Site::new();
    site.publish(PAGES).unwrap();
    fs::set_permissions(site.public("a"), fs::Permissions::from_mode(0o555)).unwrap();
    let before = site.tree();
    assert_eq!(site.refusal(&[("index.html", "new"), ("a/index.html", "new")]), ["output-write-failed"]);
    assert_eq!(site.tree(), before);
    fs::set_permissions(site.public("a"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(unix)]
#[test]
fn a_file_that_is_read_only_is_replaced_and_stays_so() {
    use std::os::unix::fs::PermissionsExt;
    let site = Site::new();
    site.publish(PAGES).unwrap();
    for path in ["index.html", "s/list"] {
        fs::set_permissions(site.public(path), fs::Permissions::from_mode(0o444)).unwrap();
    }
    let report = site.publish(&[("index.html", "new")]).unwrap();
    assert_eq!((report.written, report.removed, report.warnings), (1, 2, vec![]));
    assert_eq!((site.read("index.html"), mode(&site.public("index.html"))), ("new".into(), 0o444));
}

/// A file goes first where the disk may take its name for the new one's: it would go with the new file otherwise.
#[test]
fn a_name_that_changes_by_case_or_form_alone_is_never_deleted_after_it_was_added() {
    for (old, new) in
        [("s/Foto.jpg", "s/foto.jpg"), ("\u{105}.jpg", "a\u{328}.jpg"), ("S/x", "s/x/y"), ("s/X/y", "s/x")]
    {
        for folds in [true, false] {
            let site = Site::new();
            site.publish(&[("index.html", "i"), (old, "f")]).unwrap();
            let steps = Mutex::new(Vec::new());
            let reached = |step| {
                steps
                    .lock()
                    .unwrap()
                    .extend(Some(step).filter(|step| [Step::FileAdded, Step::FileDeleted].contains(step)));
                Ok(())
            };
            let system = System { folds_names: Some(folds), reached: &reached, ..System::default() };
            let report = publish_pages(&site.output().unwrap(), &system, &[("index.html", "i"), (new, "f")]).unwrap();
            assert_eq!((report.written, report.removed), (1, 1), "{old}");
            let wanted =
                if folds { [Step::FileDeleted, Step::FileAdded] } else { [Step::FileAdded, Step::FileDeleted] };
            assert_eq!(steps.into_inner().unwrap(), wanted, "{old}");
            assert_eq!(site.read(new), "f");
        }
    }
}

#[test]
fn a_plan_is_checked_like_any_input() {
    let print = "[\"99aa06d3014798d86001c324468d497f\",0]";
    let plan = |version: u32, rest: &str| format!("{{\"version\":{version},{rest}}}");
    let naming = |path: &str| {
        let delete = format!("{{\"path\":\"{path}\",\"old\":{print}}}");
        plan(1, &format!("\"add\":[],\"replace\":[],\"delete\":[{delete}],\"first\":0,\"files\":{{}}"))
    };
    let out = naming("../../content/a.md");
    let whole = plan(1, "\"add\":[],\"replace\":[],\"delete\":[],\"first\":7,\"files\":{}");
    let files =
        plan(1, &format!("\"add\":[],\"replace\":[],\"delete\":[],\"first\":0,\"files\":{{\"/etc/x\":{print}}}"));
    for (text, code) in [
        (out.as_str(), "output-plan-broken"),
        (&naming("/etc/hostname"), "output-plan-broken"),
        (&naming(".avilys/lock"), "output-plan-broken"),
        (&naming("a\\\\b"), "output-plan-broken"),
        (&whole, "output-plan-broken"),
        (&files, "output-plan-broken"),
        ("{\"version\":1,\"add\":[", "output-plan-broken"),
        ("", "output-plan-broken"),
        (&plan(2, "\"steps\":[]"), "output-plan-newer"),
    ] {
        let site = Site::new();
        site.publish(PAGES).unwrap();
        put(&site.root(), "content/a.md", "");
        site.put(".avilys/plan.json", text);
        let before = site.tree();
        assert_eq!(site.refusal(&[("index.html", "new")]), [code], "{text}");
        assert_eq!(site.tree(), before);
        assert!(site.root().join("content/a.md").exists() && site.own("lock").exists());
        assert_eq!(fs::read_to_string(site.own("plan.json")).unwrap(), text, "it is for a person to look at");
    }
}

/// A plan that was not written to its end counts for nothing.
#[test]
fn half_a_plan_is_no_plan() {
    let site = Site::new();
    site.publish(PAGES).unwrap();
    let before = site.tree();
    site.put(".avilys/plan.json.new", "{\"version\":1,\"add\":[");
    site.put(".avilys/stage/0", "2");
    let failed = site.output().unwrap().publish(&["a.html".into()], |_| None, |_| {});
    assert_eq!(failed.unwrap_err(), PublishError::PageFailed);
    assert_eq!(site.tree(), before);
    site.publish(&[("index.html", "new")]).unwrap();
    assert!(site.is_clean() && site.read("index.html") == "new");
}

#[test]
fn the_manifest_of_an_earlier_version_is_read_once() {
    let site = Site::new();
    site.publish(PAGES).unwrap();
    let text = site.manifest();
    fs::remove_dir_all(site.own("")).unwrap();
    site.put(".avilys.json", &text);
    let report = site.publish(PAGES).unwrap();
    assert_eq!((report.written, report.unchanged), (0, 3));
    assert!(!site.public(".avilys.json").exists() && site.manifest() == text);
}

#[cfg(unix)]
#[test]
fn the_programs_own_folder_is_never_a_link() {
    let site = Site::new();
    site.publish(PAGES).unwrap();
    let elsewhere = site.folder.path().join("elsewhere");
    fs::rename(site.own(""), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, site.public(".avilys")).unwrap();
    assert_eq!(site.output().unwrap_err().code.name(), "output-in-the-way");
}

/// What is put aside stays in the output, also where somebody made a link on the way.
#[cfg(unix)]
#[test]
fn nothing_is_put_aside_through_a_link() {
    for link in ["kept", "kept/a"] {
        let site = Site::new();
        site.publish(&[("a/b/index.html", "1")]).unwrap();
        let elsewhere = site.folder.path().join("elsewhere");
        // In the way of `a/b/` as well as of `b/`: neither is moved.
        put(&elsewhere, "a/b", "theirs");
        put(&elsewhere, "b", "theirs");
        fs::create_dir_all(site.own(link).parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(&elsewhere, site.own(link)).unwrap();
        let before = identities(&elsewhere);
        site.put("a/b/index.html", "by hand");
        site.publish(&[("a/b/index.html", "2")]).unwrap();
        assert_eq!(identities(&elsewhere), before, "{link}");
        assert_eq!(fs::read_to_string(site.own("kept/a/b/index.html")).unwrap(), "by hand", "{link}");
    }
}

/// Nothing beside the output is needed or touched, so it may be a disk of its own.
#[cfg(unix)]
#[test]
fn nothing_beside_the_output_is_touched() {
    let site = Site::new();
    site.publish(PAGES).unwrap();
    let before = identities(&site.root());
    site.publish(&[("index.html", "new"), ("b/index.html", "b")]).unwrap();
    let beside = |all: BTreeMap<PathBuf, _>| -> BTreeMap<PathBuf, (u64, i64, i64)> {
        all.into_iter().filter(|(path, _)| !path.starts_with(site.public(""))).collect()
    };
    assert_eq!(beside(identities(&site.root())), beside(before));
}

const MOUNTED: &str = "AVILYS_TEST_MOUNTED";

/// The output a disk of its own, and a folder of it another one. Needs the right to mount.
#[cfg(target_os = "linux")]
#[test]
fn an_output_may_be_a_mount_point_and_hold_another() {
    let site = Site::new();
    fs::create_dir(site.public("")).unwrap();
    let mount = "mount -t tmpfs none \"$0\" && mkdir \"$0/inner\" && mount -t tmpfs none \"$0/inner\" && exec \"$@\"";
    let run = std::process::Command::new("unshare")
        .args(["-m", "sh", "-c", mount])
        .arg(site.public(""))
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "output::tests::corners::child_on_a_mount", "--ignored", "--test-threads=1"])
        .env(MOUNTED, site.root())
        .output();
    let Ok(run) = run else { return };
    let said = String::from_utf8_lossy(&run.stdout) + String::from_utf8_lossy(&run.stderr);
    let may_mount = !said.contains("unshare:") && !said.contains("mount:");
    assert!(!may_mount || run.status.success(), "{said}");
}

#[test]
#[ignore = "run by the test above, in a process of its own"]
fn child_on_a_mount() {
    let Ok(root) = std::env::var(MOUNTED) else { return };
    let publish = |pages: &[(&str, &str)]| publish_pages(&open(Path::new(&root)).unwrap(), &System::default(), pages);
    let read = |path: &str| fs::read_to_string(Path::new(&root).join("public").join(path)).unwrap();
    // The folder that is a disk of its own is there first, so the output is not empty.
    fs::remove_dir(Path::new(&root).join("public/inner")).unwrap_err();
    put(Path::new(&root), "public/.avilys/manifest.json", "{\"version\":1,\"files\":{}}");
    publish(&[("index.html", "1"), ("inner/a.html", "1"), ("inner/b.html", "b")]).unwrap();
    let report = publish(&[("index.html", "2"), ("inner/a.html", "2"), ("inner/c.html", "c")]).unwrap();
    assert_eq!((report.written, report.removed, report.warnings), (3, 1, vec![]));
    assert_eq!((read("index.html"), read("inner/a.html"), read("inner/c.html")), ("2".into(), "2".into(), "c".into()));
    assert_eq!(fs::read_dir(Path::new(&root).join("public/inner")).unwrap().count(), 2);
}
