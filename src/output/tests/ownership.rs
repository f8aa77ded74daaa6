//! Whose files are whose: stale ones go, changed and foreign ones stay, and foreign ones are never overwritten.

use super::*;

#[test]
fn stale_files_go_and_so_do_the_folders_they_leave_empty() {
    let site = Site::new();
    site.publish(&[("a/b/index.html", "b"), ("c/d/e.html", "e"), ("f.html", "f")]).unwrap();
    site.put("c/mine.txt", "mine");
    let report = site.publish(&[("f.html", "f")]).unwrap();
    assert_eq!(report, Report { unchanged: 1, removed: 2, ..Report::default() });
    assert!(!site.public("a").exists() && !site.public("c/d").exists());
    assert_eq!(site.read("c/mine.txt"), "mine");
}

#[test]
fn a_changed_stale_file_is_kept_and_is_no_longer_ours() {
    let site = Site::new();
    site.publish(&[("a.html", "a"), ("b.html", "b")]).unwrap();
    site.put("a.html", "by hand");
    let report = site.publish(&[("b.html", "b")]).unwrap();
    assert_eq!((report.kept, codes(&report.warnings)), (vec!["a.html".to_owned()], ["output-stale-kept"].into()));
    assert_eq!(site.publish(&[("b.html", "b")]).unwrap(), Report { unchanged: 1, ..Report::default() });
    assert_eq!(site.refusal(&[("a.html", "a")]), ["output-occupied"]);
    assert_eq!(site.read("a.html"), "by hand");
}

#[cfg(target_os = "linux")]
#[test]
fn foreign_files_of_every_sort_survive() {
    use std::os::unix::ffi::OsStrExt;
    let site = Site::new();
    site.publish(&[("a.html", "a")]).unwrap();
    let public = site.public("");
    let odd = public.join(std::ffi::OsStr::from_bytes(b"pas\xc4kaita-\xff.txt"));
    fs::write(&odd, "odd").unwrap();
    site.put("d/CNAME", "example.lt");
    fs::create_dir_all(public.join("empty/inner")).unwrap();
    std::os::unix::fs::symlink("nowhere", public.join("dangling")).unwrap();
    std::os::unix::fs::symlink("/", public.join("d/everything")).unwrap();
    rustix::fs::mknodat(rustix::fs::CWD, public.join("pipe"), rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
    let foreign = |tree: Tree| tree.into_iter().filter(|(path, _)| !is_ours(path)).collect::<Tree>();
    let (before, odd_before) = (foreign(site.tree()), identity(&odd));
    site.publish(&[("a.html", "new"), ("d/b.html", "b")]).unwrap();
    assert_eq!(foreign(site.tree()), before);
    assert_eq!(identity(&odd), odd_before);
    fs::remove_file(public.join("pipe")).unwrap();
    let before = foreign(site.tree());
    let means = Means { links: false, ..Means::default() };
    publish_pages(site.target().unwrap(), &means, &[("a.html", "newer")]).unwrap();
    assert_eq!(foreign(site.tree()), before);
}

#[cfg(target_os = "linux")]
fn is_ours(path: &Path) -> bool {
    path == Path::new(manifest::NAME) || path.extension().is_some_and(|extension| extension == "html")
}

#[cfg(target_os = "linux")]
#[test]
fn where_links_cannot_be_made_files_are_copied_with_their_times() {
    let site = Site::new();
    let means = Means { links: false, ..Means::default() };
    publish_pages(site.target().unwrap(), &means, &[("a.html", "a"), ("b.html", "b")]).unwrap();
    site.put("mine.txt", "mine");
    let before = [identity(&site.public("a.html")), identity(&site.public("mine.txt"))];
    publish_pages(site.target().unwrap(), &means, &[("a.html", "a"), ("b.html", "new")]).unwrap();
    let after = [identity(&site.public("a.html")), identity(&site.public("mine.txt"))];
    assert_eq!(before.map(|(_, seconds, nanos)| (seconds, nanos)), after.map(|(_, seconds, nanos)| (seconds, nanos)));
    rustix::fs::mknodat(rustix::fs::CWD, site.public("pipe"), rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
    let before = site.tree();
    let error = publish_pages(site.target().unwrap(), &means, &[]).unwrap_err();
    assert!(matches!(error, PublishError::Problems(problems) if codes(&problems) == ["output-special-file"].into()));
    assert_eq!(site.tree(), before);
}

#[test]
fn pages_never_take_the_place_of_foreign_files() {
    let site = Site::new();
    site.publish(&[("a.html", "a")]).unwrap();
    site.put("file", "mine");
    site.put("folder/mine.txt", "mine");
    site.put("same.html", "same");
    fs::create_dir(site.public("empty")).unwrap();
    let before = site.tree();
    assert_eq!(site.refusal(&[("file", "")]), ["output-occupied"]);
    assert_eq!(site.refusal(&[("same.html", "same")]), ["output-occupied"]);
    assert_eq!(site.refusal(&[("file/index.html", "")]), ["output-in-the-way"]);
    assert_eq!(site.refusal(&[("folder", "")]), ["output-occupied-by-folder"]);
    assert_eq!(site.refusal(&[("empty", "")]), ["output-occupied-by-folder"]);
    assert_eq!(site.tree(), before);
    assert!(!site.has_work_folder());
}

#[cfg(unix)]
#[test]
fn links_are_never_written_through() {
    let site = Site::new();
    site.publish(&[("a/index.html", "a"), ("b.html", "b")]).unwrap();
    let elsewhere = site.folder.path().join("elsewhere");
    put(&elsewhere, "index.html", "theirs");
    fs::remove_dir_all(site.public("a")).unwrap();
    fs::remove_file(site.public("b.html")).unwrap();
    std::os::unix::fs::symlink(&elsewhere, site.public("a")).unwrap();
    std::os::unix::fs::symlink(elsewhere.join("index.html"), site.public("b.html")).unwrap();
    assert_eq!(site.refusal(&[("a/index.html", "new")]), ["output-in-the-way"]);
    assert_eq!(site.refusal(&[("b.html", "new")]), ["output-occupied"]);
    let report = site.publish(&[("c.html", "c")]).unwrap();
    assert_eq!(report.kept, ["b.html"]);
    assert_eq!(fs::read_to_string(elsewhere.join("index.html")).unwrap(), "theirs");
    assert!(fs::symlink_metadata(site.public("a")).unwrap().is_symlink());
}

#[test]
fn our_own_files_and_folders_may_change_places() {
    let site = Site::new();
    site.publish(&[("a/b/index.html", "b"), ("c", "c")]).unwrap();
    site.publish(&[("a", "file"), ("c/index.html", "page")]).unwrap();
    assert_eq!((site.read("a"), site.read("c/index.html")), ("file".into(), "page".into()));
    site.put("a", "by hand");
    assert_eq!(site.refusal(&[("a/index.html", "")]), ["output-in-the-way"]);
    site.put("c/index.html", "by hand");
    assert_eq!(site.refusal(&[("c", "")]), ["output-occupied-by-folder"]);
}

#[test]
fn a_long_list_of_occupied_paths_is_cut() {
    let site = Site::new();
    site.publish(&[]).unwrap();
    let paths: Vec<_> = (0..50).map(|i| Arc::from(format!("{i:02}.html"))).collect();
    for path in &paths {
        site.put(path, "");
    }
    let error = site.target().unwrap().publish(&paths, |_| Some(Content::Bytes(Vec::new())), |_| {}).unwrap_err();
    let PublishError::Problems(problems) = error else { panic!("not a failed page") };
    assert_eq!(problems.len(), 21);
    assert_eq!(problems[0].args, [("path", "00.html".to_owned())]);
    assert_eq!(problems[20], problems::occupied_more(30));
}

#[test]
fn a_folder_of_somebody_else_is_refused() {
    let site = Site::new();
    site.put("letter.txt", "mine");
    assert_eq!(site.target().unwrap_err().code, "output-not-ours");
    site.put(manifest::NAME, "{\"version\":1,\"files\"");
    assert_eq!(site.target().unwrap_err().code, "output-manifest-broken");
    assert_eq!(site.read("letter.txt"), "mine");
}

#[test]
fn a_manifest_cannot_point_out_of_the_output() {
    let site = Site::new();
    put(&site.root(), "content/a.md", "source");
    let print = manifest::Print::of(b"source");
    fs::create_dir(site.public("")).unwrap();
    let files = ["../content/a.md", "/etc/hostname", ".."].map(|path| (path.into(), print));
    manifest::write(&site.public(""), &files.into()).unwrap();
    site.publish(&[("a.html", "a")]).unwrap();
    assert!(site.root().join("content/a.md").exists());
    assert_eq!(site.tree().len(), 2);
}

#[cfg(unix)]
#[test]
fn a_deep_tree_does_not_use_up_the_stack() {
    let site = Site::new();
    site.publish(&[("a.html", "a")]).unwrap();
    fs::create_dir_all(site.public(&"d/".repeat(800))).unwrap();
    let before = site.tree().len();
    site.publish(&[("a.html", "new")]).unwrap();
    assert_eq!(site.tree().len(), before);
    assert!(!site.has_work_folder());
}
