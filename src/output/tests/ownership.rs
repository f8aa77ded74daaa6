//! Whose files are whose: stale ones go, changed and foreign ones stay, and foreign ones are never overwritten.

use super::*;

#[test]
fn stale_files_go_and_so_do_the_folders_they_leave_empty() {
    let site = Site::new();
    site.publish(&[("a/b/index.html", "b"), ("c/d/e.html", "e"), ("f.html", "f")]).unwrap();
    site.put("c/mine.txt", "mine");
    let report = site.publish(&[("f.html", "f")]).unwrap();
    assert_eq!(report, Report { unchanged: 1, removed: 2, gone: report.gone.clone(), ..Report::default() });
    assert_eq!(report.gone, ["a/b/index.html", "c/d/e.html"]);
    assert!(!site.public("a").exists() && !site.public("c/d").exists());
    assert_eq!(site.read("c/mine.txt"), "mine");
}

#[test]
fn a_changed_stale_file_is_kept_and_every_build_says_so() {
    let site = Site::new();
    site.publish(&[("a.html", "a"), ("b.html", "b")]).unwrap();
    site.put("a.html", "by hand");
    let report = site.publish(&[("b.html", "b")]).unwrap();
    assert_eq!((report.kept, codes(&report.warnings)), (vec!["a.html".to_owned()], ["output-stale-kept"].into()));
    let before = identities(&site.public(""));
    let again = site.publish(&[("b.html", "b")]).unwrap();
    assert_eq!((again.kept, codes(&again.warnings)), (vec!["a.html".to_owned()], ["output-stale-kept"].into()));
    assert_eq!(identities(&site.public("")), before, "nothing is written for it");
    // The path is a page again: the page is written, and what somebody made of the old one is not lost.
    let back = site.publish(&[("a.html", "a"), ("b.html", "b")]).unwrap();
    assert_eq!((back.written, codes(&back.warnings)), (1, ["output-edited"].into()));
    assert_eq!(site.read("a.html"), "a");
    assert_eq!(fs::read_to_string(site.own("kept/a.html")).unwrap(), "by hand");
}

#[test]
fn a_changed_stale_file_is_deleted_where_that_is_asked_for() {
    let site = Site::new();
    site.publish(&[("a/x.html", "a"), ("a/y.html", "y"), ("b.html", "b")]).unwrap();
    site.put("a/x.html", "by hand");
    site.put("a/y.html", "longer by hand");
    site.publish(&[("b.html", "b")]).unwrap();
    let output = site.output().unwrap().removing_edited(true);
    let report = publish_pages(&output, &System::default(), &[("b.html", "b")]).unwrap();
    assert_eq!((report.removed, report.kept, report.warnings), (2, vec![], vec![]));
    assert!(!site.public("a").exists() && !site.own("kept").exists());
    assert_eq!(site.publish(&[("b.html", "b")]).unwrap(), Report { unchanged: 1, ..Report::default() });
}

#[test]
fn a_changed_stale_file_that_somebody_deletes_is_forgotten() {
    let site = Site::new();
    site.publish(&[("a.html", "a"), ("b.html", "b")]).unwrap();
    site.put("a.html", "by hand");
    site.publish(&[("b.html", "b")]).unwrap();
    fs::remove_file(site.public("a.html")).unwrap();
    assert_eq!(site.publish(&[("b.html", "b")]).unwrap().warnings, []);
    site.put("a.html", "mine");
    assert_eq!(site.refusal(&[("a.html", "a")]), ["output-occupied"]);
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
}

#[cfg(target_os = "linux")]
fn is_ours(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "html")
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
    assert!(site.is_clean());
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
    assert_eq!((report.removed, report.kept), (0, vec![]), "a link is of others, and so is what is behind it");
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
    let error = site.output().unwrap().publish(&paths, |_| Some(Content::Bytes(Vec::new())), |_| {}).unwrap_err();
    let PublishError::Problems(problems) = error else { panic!("not a failed page") };
    assert_eq!(problems.len(), 21);
    assert_eq!(problems[0].args, [("path", "00.html".to_owned())]);
    assert_eq!(problems[20], problems::more(30));
}

#[test]
fn a_folder_of_somebody_else_is_refused() {
    let site = Site::new();
    site.put("letter.txt", "mine");
    assert_eq!(site.output().unwrap_err().code.name(), "output-not-ours");
    site.put(".avilys/manifest.json", "{\"version\":1,\"files\"");
    assert_eq!(site.output().unwrap_err().code.name(), "output-manifest-broken");
    assert_eq!(site.read("letter.txt"), "mine");
}

#[test]
fn a_manifest_cannot_point_out_of_the_output() {
    let site = Site::new();
    put(&site.root(), "content/a.md", "source");
    let print = manifest::Print::of(b"source");
    for path in ["../content/a.md", "/etc/hostname", "..", ".avilys/lock"] {
        let text = String::from_utf8(manifest::bytes(&[(path.into(), print)].into()).unwrap()).unwrap();
        site.put(".avilys/manifest.json", &text);
        let problem = site.output().unwrap_err();
        assert_eq!(problem.code.name(), "output-manifest-broken", "{path}");
        let message = crate::diagnostics::Catalogue::for_language("en").message(&problem);
        assert!(message.contains("manifest.json") && message.contains(path), "{message}");
        assert_eq!(site.manifest(), text, "it is for a person to look at");
    }
    assert!(site.root().join("content/a.md").exists() && site.tree().is_empty());
}
