//! Files that are known only when all pages are made: which of them a build asks for.

use std::sync::Mutex;

use super::*;

/// A file: path, key and bytes.
type File = (&'static str, Option<&'static str>, &'static str);

const FILES: [File; 3] = [("s/a.bin", Some("A"), "a"), ("s/b.bin", Some("B"), "b"), ("s/list.json", None, "list")];

/// What was heard to be there, and what was asked for; nothing when the files were not wanted at all.
type Heard = Option<(Vec<&'static str>, Vec<&'static str>)>;

/// Publishes one page and these files, so that the manifest is newer than all of them.
fn publish(site: &Site, (ground, body): (&str, &str), files: &'static [File]) -> (Report, Heard) {
    let (heard, asked) = (Mutex::new(None), Mutex::new(Vec::new()));
    let reached = |step| {
        if matches!(step, Step::FileCarried | Step::PageStored | Step::Discarded) {
            std::thread::sleep(std::time::Duration::from_millis(30));
        }
        Ok(())
    };
    let means = Means { reached: &reached, ..Means::default() };
    let late = |is_there: &IsThere| {
        let keys = files.iter().filter_map(|(_, key, _)| *key);
        *heard.lock().unwrap() = Some(keys.filter(|key| is_there(hash(key))).collect());
        let late = files.iter().map(|(path, key, text)| LateFile {
            path: (*path).into(),
            key: key.map(hash),
            bytes: Box::new(|| {
                asked.lock().unwrap().push(*path);
                (*text).into()
            }),
        });
        Some(late.collect())
    };
    let keys = keys(ground, vec![Some(hash(body))]);
    let make = |_| Some(Made { content: Content::Bytes(body.into()), lasting: true, seen: Seen::default() });
    let pages = ["index.html".into()];
    let report = site.target().unwrap().publish_by(&means, (&pages, &keys), &make, late, &|_| {}).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(30));
    let mut asked = asked.into_inner().unwrap();
    asked.sort_unstable();
    (report, heard.into_inner().unwrap().map(|heard| (heard, asked)))
}

fn all_stand(site: &Site, files: &[File]) -> bool {
    files.iter().all(|(path, _, text)| site.read(path) == *text)
}

#[test]
fn files_that_are_there_already_are_not_made() {
    let site = Site::new();
    let (_, heard) = publish(&site, ("1", "body"), &FILES);
    assert_eq!(heard, Some((vec![], vec!["s/a.bin", "s/b.bin", "s/list.json"])));
    assert_eq!(publish(&site, ("1", "body"), &FILES).1, None);
    // Another body, and then another ground, too.
    for sources in [("1", "new"), ("2", "newer")] {
        let (report, heard) = publish(&site, sources, &FILES);
        assert_eq!(heard, Some((vec!["A", "B"], vec!["s/list.json"])), "{sources:?}");
        assert_eq!((report.written, report.unchanged), (1, 3));
        assert!(all_stand(&site, &FILES));
    }
}

#[test]
fn files_of_another_key_or_path_are_made() {
    const NEW: [File; 3] = [("s/a.bin", Some("A2"), "a2"), ("s/c.bin", Some("B"), "b"), ("s/list.json", None, "list2")];
    let site = Site::new();
    publish(&site, ("1", "body"), &FILES);
    let (report, heard) = publish(&site, ("1", "new"), &NEW);
    assert_eq!(heard, Some((vec!["B"], vec!["s/a.bin", "s/c.bin", "s/list.json"])));
    assert_eq!((report.written, report.removed), (4, 1));
    assert!(all_stand(&site, &NEW) && !site.public("s/b.bin").exists());
}

#[test]
fn files_that_somebody_touched_or_deleted_are_made_again() {
    let site = Site::new();
    publish(&site, ("1", "body"), &FILES);
    site.put("s/a.bin", "x");
    fs::remove_file(site.public("s/b.bin")).unwrap();
    let (_, heard) = publish(&site, ("1", "new"), &FILES);
    assert_eq!(heard, Some((vec![], vec!["s/a.bin", "s/b.bin", "s/list.json"])));
    assert!(all_stand(&site, &FILES));
}

/// A page is set right, while the files stay as they are: the new manifest still knows their keys.
#[test]
fn keys_last_through_a_build_that_does_not_want_the_files() {
    let site = Site::new();
    publish(&site, ("1", "body"), &FILES);
    site.put("index.html", "by hand");
    let (report, heard) = publish(&site, ("1", "body"), &FILES);
    assert_eq!((report.written, heard), (1, None));
    let (_, heard) = publish(&site, ("1", "new"), &FILES);
    assert_eq!(heard, Some((vec!["A", "B"], vec!["s/list.json"])));
}

#[cfg(unix)]
#[test]
fn files_behind_a_link_are_not_taken_for_ours() {
    let site = Site::new();
    publish(&site, ("1", "body"), &FILES);
    fs::rename(site.public("s"), site.root().join("elsewhere")).unwrap();
    std::os::unix::fs::symlink(site.root().join("elsewhere"), site.public("s")).unwrap();
    let none =
        |_: &IsThere| Some(vec![LateFile { path: "s/a.bin".into(), key: Some(hash("A")), bytes: Box::new(Vec::new) }]);
    let keys = keys("1", vec![Some(hash("new"))]);
    let make = |_| Some(Made { content: Content::Bytes(b"new".to_vec()), lasting: true, seen: Seen::default() });
    let pages = ["index.html".into()];
    let refused = site.target().unwrap().publish_by(&Means::default(), (&pages, &keys), &make, none, &|_| {});
    let PublishError::Problems(problems) = refused.unwrap_err() else { panic!("not a failed page") };
    assert_eq!(codes(&problems), ["output-in-the-way"].into());
}
