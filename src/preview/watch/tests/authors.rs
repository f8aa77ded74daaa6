//! What editors, file managers, sync clients and git do to files.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use super::mirror::{Mirror, put};
use crate::preview::watch::Signal;

#[test]
fn a_file_written_in_place_is_told() {
    let mut mirror = Mirror::new();
    let mut file = File::create(mirror.path("content/practices/a.md")).unwrap();
    file.write_all(b"first half, ").unwrap();
    file.write_all(b"second half").unwrap();
    drop(file);
    mirror.settle_by_paths();
}

#[test]
fn a_file_replaced_by_a_temporary_one_is_told() {
    let mut mirror = Mirror::new();
    mirror.put("content/practices/.a.md.tmp", "new");
    mirror.rename("content/practices/.a.md.tmp", "content/practices/a.md");
    let temporary = mirror.beside("upload.tmp");
    put(&temporary, "from another folder");
    fs::rename(temporary, mirror.path("content/practices/b.md")).unwrap();
    mirror.settle_by_paths();
}

#[test]
fn a_file_whose_old_version_is_kept_as_a_backup_is_told() {
    let mut mirror = Mirror::new();
    mirror.rename("content/practices/a.md", "content/practices/a.md~");
    mirror.put("content/practices/a.md", "new");
    mirror.settle_by_paths();
    fs::remove_file(mirror.path("content/practices/a.md~")).unwrap();
    mirror.settle_by_paths();
}

#[test]
fn a_file_deleted_and_made_again_is_told() {
    let mut mirror = Mirror::new();
    fs::remove_file(mirror.path("content/practices/a.md")).unwrap();
    mirror.settle_by_paths();
    mirror.put("content/practices/a.md", "again");
    mirror.put("avilys.toml", "title = \"A\"");
    mirror.settle_by_paths();
}

#[test]
fn a_file_with_a_time_in_the_past_is_told() {
    let mut mirror = Mirror::new();
    let file = File::create(mirror.path("content/practices/a.md")).unwrap();
    (&file).write_all(b"restored").unwrap();
    file.set_modified(std::time::UNIX_EPOCH).unwrap();
    mirror.settle_by_paths();
}

#[test]
fn the_first_signal_of_a_burst_does_not_wait_for_its_end() {
    let mut mirror = Mirror::new();
    mirror.put("content/practices/first.md", "x");
    let Signal::Changed(paths) = mirror.next() else { panic!("everything") };
    assert_eq!(paths, BTreeSet::from([mirror.path("content/practices/first.md")]));
    (0..50).for_each(|at| mirror.put("content/practices/a.md", &format!("save {at}")));
    mirror.settle_by_paths();
}

#[test]
fn a_renamed_folder_and_what_is_written_in_it_later_are_told() {
    let mut mirror = Mirror::new();
    mirror.rename("content/news", "content/articles");
    mirror.settle_by_paths();
    mirror.put("content/articles/2020/c.md", "edited");
    mirror.settle_by_paths();
    fs::rename(mirror.path("content/articles"), mirror.beside("away")).unwrap();
    mirror.settle_by_paths();
    put(&mirror.beside("away/2020/c.md"), "edited outside");
    fs::rename(mirror.beside("away"), mirror.path("content/back")).unwrap();
    mirror.settle_by_paths();
    mirror.put("content/back/2020/c.md", "edited again");
    mirror.settle_by_paths();
}

#[test]
fn files_in_a_new_deep_folder_are_told() {
    let mut mirror = Mirror::new();
    for at in 0..30 {
        mirror.put(&format!("content/practices/{at}/b/c/d/e/f/index.md"), "new");
    }
    mirror.settle_by_paths();
    for at in 0..30 {
        mirror.put(&format!("content/practices/{at}/b/c/d/e/f/index.md"), "edited");
    }
    mirror.settle_by_paths();
}

#[test]
fn a_folder_replaced_by_a_file_and_back_is_told() {
    let mut mirror = Mirror::new();
    for place in ["content/news", "content"] {
        fs::remove_dir_all(mirror.path(place)).unwrap();
        fs::write(mirror.path(place), "a file").unwrap();
        mirror.settle();
        fs::remove_file(mirror.path(place)).unwrap();
        mirror.put(&format!("{place}/2020/c.md"), "back");
        mirror.settle();
        mirror.put(&format!("{place}/2020/c.md"), "edited");
        mirror.settle();
    }
    assert_eq!(mirror.everything, 0);
}

#[test]
fn thousands_of_files_at_once_are_told() {
    let mut mirror = Mirror::new();
    for at in 0..3000 {
        mirror.put(&format!("content/practices/{}/{at}.md", at % 40), "one branch");
    }
    mirror.settle();
    for folder in 0..40 {
        fs::remove_dir_all(mirror.path(&format!("content/practices/{folder}"))).unwrap();
        mirror.put(&format!("content/practices/{folder}/other.md"), "another branch");
    }
    mirror.settle();
    for folder in 0..40 {
        mirror.put(&format!("content/practices/{folder}/other.md"), "an edit");
    }
    mirror.settle();
}

#[test]
fn reading_is_not_told() {
    let mut mirror = Mirror::new();
    mirror.until_now();
    for name in ["practices/a", "practices/b", "news/2020/c"] {
        fs::read(mirror.path(&format!("content/{name}.md"))).unwrap();
    }
    assert_eq!(fs::read_dir(mirror.path("content/practices")).unwrap().count(), 2);
    told_only(&mut mirror, &["content/fence.md"]);
}

#[test]
fn what_is_not_part_of_the_site_is_not_told() {
    let mut mirror = Mirror::new();
    mirror.until_now();
    for other in ["public/index.html", ".git/index", "avilys.toml~", "content/practices/.a.md.swp"] {
        mirror.put(other, "x");
    }
    mirror.rename("public", "public.old");
    told_only(&mut mirror, &["content/fence.md"]);
}

fn told_only(mirror: &mut Mirror, wanted: &[&str]) {
    let wanted: BTreeSet<_> = wanted.iter().map(|path| mirror.path(path)).collect();
    for signal in mirror.until_now() {
        let Signal::Changed(paths) = signal else { panic!("{signal:?}") };
        assert!(paths.is_subset(&wanted), "{paths:?}");
    }
}

/// Names from few, so that files and folders of the same names come and go over each other.
#[test]
fn whatever_is_done_in_whatever_order_is_told() {
    let mut mirror = Mirror::new();
    let mut seed: u32 = 7;
    let mut random = |below: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % below
    };
    for step in 0..600 {
        let mut any = || format!("content/practices/{}/{}", random(3), ["x", "y", "y/z"][random(3) as usize]);
        let (from, to) = (mirror.path(&any()), mirror.path(&any()));
        // Many of these fail, as they should: a file has no children, a full folder is not replaced.
        let _ = match random(5) {
            0 => fs::rename(&from, &to),
            1 => fs::remove_file(&from),
            2 => fs::remove_dir_all(&from),
            3 => fs::create_dir_all(&from),
            _ => write(&from, step),
        };
        if step % 150 == 149 {
            mirror.settle();
        }
    }
}

fn write(path: &Path, step: u32) -> std::io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    fs::write(path, step.to_string())
}
