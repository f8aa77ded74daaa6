//! Few files put in place one by one: stopped at each step, and meddled with meanwhile.

use super::kill::{run_child, stopped_at};
use super::*;

/// Few files differ, and the folders stay the same: they are put in place one by one.
const FEW_OLD: &[(&str, &str)] = &[("index.html", "1"), ("a/index.html", "a"), ("s/1.bin", "1"), ("s/list", "1")];
pub(super) const FEW_NEW: &[(&str, &str)] =
    &[("index.html", "2"), ("a/index.html", "a"), ("s/2.bin", "2"), ("s/list", "2")];

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
    let failed = site.target().unwrap().publish(&["a.html".into()], |_| None, |_| {});
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
        let failed = site.target().unwrap().publish(&["a.html".into()], |_| None, |_| {});
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
#[cfg(target_os = "linux")]
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

/// Publishes [`FEW_NEW`] after [`FEW_OLD`]; `meddle` is what somebody does while the pages are made. Says whether the whole
/// tree was exchanged, and whether it was published at all.
fn meddled(meddle: fn(&Site)) -> (Site, bool, bool) {
    let (site, swapped) = (Site::new(), std::sync::atomic::AtomicBool::new(false));
    site.publish(FEW_OLD).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(30));
    let done = std::sync::Once::new();
    let reached = |step| {
        if step == Step::PageStored {
            done.call_once(|| meddle(&site));
        }
        swapped.fetch_or(step == Step::Swapped, Ordering::SeqCst);
        Ok(())
    };
    let means = Means { reached: &reached, ..Means::default() };
    let published = publish_pages(site.target().unwrap(), &means, FEW_NEW).is_ok();
    assert!(!site.has_work_folder());
    let swapped = swapped.into_inner();
    (site, swapped, published)
}

#[test]
fn a_file_that_comes_while_pages_are_made_is_kept() {
    let (site, ..) = meddled(|site| site.put("s/2.bin", "mine"));
    assert_eq!((site.read("s/2.bin"), site.read("s/2.bin~")), ("2".into(), "mine".into()));
    // Also where the folder's times of before would tell that nothing is in it.
    let (site, swapped, _) = meddled(|site| site.put("a/mine", "mine"));
    assert_eq!((site.read("a/mine"), swapped), ("mine".into(), true));
    site.publish(FEW_OLD).unwrap();
    assert_eq!(site.read("a/mine"), "mine");
}

#[cfg(unix)]
#[test]
fn a_link_that_takes_the_place_of_a_folder_while_pages_are_made_is_not_followed() {
    let (site, _, published) = meddled(|site| {
        let elsewhere = site.folder.path().join("elsewhere");
        fs::rename(site.public("s"), &elsewhere).unwrap();
        std::os::unix::fs::symlink(&elsewhere, site.public("s")).unwrap();
    });
    let elsewhere = tree(&site.folder.path().join("elsewhere"));
    assert_eq!(elsewhere.keys().map(|path| path.to_str().unwrap()).collect::<Vec<_>>(), ["1.bin", "list"]);
    assert!(!published && site.read("index.html") == "1");
}

/// Where not even the owner may put something.
#[cfg(unix)]
#[test]
fn closed_folders_are_exchanged_with_the_whole() {
    use std::os::unix::fs::PermissionsExt;
    let (site, swapped, _) =
        meddled(|site| fs::set_permissions(site.public("s"), fs::Permissions::from_mode(0o555)).unwrap());
    assert!(swapped && site.read("s/list") == "2");
    assert_eq!(mode(&site.public("s")), 0o555);
    assert!(!meddled(|_| ()).1);
}

/// Whoever changed something between the death and the next build may have left times that tell nothing of it.
#[cfg(unix)]
#[test]
fn what_was_ended_later_is_not_vouched_for() {
    let mut noted = 0;
    for at in 0.. {
        let (site, ..) = few();
        if run_child(&site.root(), "few", at, true) {
            break;
        }
        if !site.root().join(".public.avilys/.avilys.json").exists() {
            continue;
        }
        noted += 1;
        let failed = site.target().unwrap().publish(&["a.html".into()], |_| None, |_| {});
        assert_eq!(failed.unwrap_err(), PublishError::PageFailed);
        let manifest = Manifest::load(&site.public("")).unwrap().unwrap();
        assert!(!manifest.vouches_for(&fs::symlink_metadata(site.public("s/list")).unwrap()), "step {at}");
    }
    assert!(noted >= 4, "only {noted}");
}

/// A note that was not written to its end counts for nothing.
#[test]
fn a_note_that_is_not_whole_is_thrown_away() {
    let (site, old, new) = few();
    let work = site.root().join(".public.avilys");
    put(&work, ".avilys.json", "{\"version\":1,\"files\":{\"index.html\":[\"");
    put(&work, "stage/index.html", "2");
    let failed = site.target().unwrap().publish(&["a.html".into()], |_| None, |_| {});
    assert_eq!(failed.unwrap_err(), PublishError::PageFailed);
    assert_eq!(site.tree(), old);
    assert!(!site.has_work_folder());
    site.publish(FEW_NEW).unwrap();
    assert_eq!(site.tree(), new);
}
