//! Random sites, random meddling, random next sites: the promises hold.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// Few names, so that files and folders often meet.
const POOL: &[&str] = &["a", "a/x", "a/y", "b/x", "b/x/z", "b/y/z/w", "c", "c/x", "ž.html"];

type Pages = BTreeMap<&'static str, String>;

fn inside(path: &str, other: &str) -> bool {
    path.strip_prefix(other).is_some_and(|rest| rest.starts_with('/'))
}

fn clash(path: &str, other: &str) -> bool {
    path == other || inside(path, other) || inside(other, path)
}

/// Drops every file that clashes with an earlier one.
fn apart(files: Vec<(usize, String)>) -> Pages {
    files.into_iter().fold(Pages::new(), |mut pages, (index, text)| {
        let path = POOL[index];
        if !pages.keys().any(|other| clash(path, other)) {
            pages.insert(path, text);
        }
        pages
    })
}

fn pages() -> impl Strategy<Value = Pages> {
    prop::collection::vec((0..POOL.len(), "[ab]{0,2}"), 0..7).prop_map(apart)
}

fn publish(site: &Site, system: &System, pages: &Pages) -> Result<Report, PublishError> {
    let pages: Vec<_> = pages.iter().map(|(path, text)| (*path, text.as_str())).collect();
    publish_pages(&site.output()?, system, &pages)
}

fn files(site: &Site) -> BTreeMap<String, String> {
    let tree = site.tree().into_iter().filter(|(_, (kind, ..))| *kind == 'f');
    tree.map(|(path, (_, _, bytes))| (path.to_str().unwrap().to_owned(), String::from_utf8(bytes).unwrap())).collect()
}

/// Folders that hold nothing at all; there are none in the beginning, so none may be left behind.
fn empty_folders(site: &Site) -> usize {
    let tree = site.tree();
    let holds = |folder: &Path| tree.keys().any(|path| path.parent() == Some(folder));
    tree.iter().filter(|(path, (kind, ..))| *kind == 'd' && !holds(path)).count()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_output_holds_the_pages_and_what_others_put_there(
        old in pages(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), "[abc]{0,2}"), 0..3),
        added in pages(),
        new in pages(),
        exchange: bool,
    ) {
        let site = Site::new();
        publish(&site, &unsynced(), &old).unwrap();
        let mut present = old.clone();
        for (index, text) in edits.iter().filter(|_| !old.is_empty()) {
            present.insert(*index.get(&old.keys().copied().collect::<Vec<_>>()), text.clone());
        }
        present.extend(added.into_iter().filter(|(path, _)| !old.keys().any(|other| clash(path, other))));
        let present_new = present.iter().filter(|(path, text)| old.get(*path) != Some(text));
        present_new.for_each(|(path, text)| site.put(path, text));
        // What stays unless it is a page of both builds: files that are not, or no longer, as we wrote them.
        let theirs: Pages = present
            .iter()
            .filter(|(path, text)| old.get(*path) != Some(text))
            .filter(|(path, _)| !(old.contains_key(*path) && new.contains_key(*path)))
            .map(|(path, text)| (*path, text.clone()))
            .collect();
        let conflict = new.keys().any(|page| theirs.keys().any(|other| clash(page, other)));
        let before = site.tree();
        let kept: BTreeSet<_> = theirs.keys().filter(|path| old.contains_key(*path)).copied().collect();
        let is_same = |path: &str, text| old.get(path) == Some(text) && present.get(path) == Some(text);
        let same: Vec<_> = new.iter().filter(|(path, text)| is_same(path, *text)).collect();
        let before_same: Vec<_> = same.iter().map(|(path, _)| identity(&site.public(path))).collect();

        let result = publish(&site, &System { exchange, ..unsynced() }, &new);

        prop_assert!(site.is_clean());
        prop_assert_eq!(result.is_err(), conflict, "{:?}", result);
        let Ok(report) = result else {
            prop_assert_eq!(site.tree(), before);
            return Ok(());
        };
        let expected: BTreeMap<_, _> =
            theirs.iter().chain(&new).map(|(path, text)| ((*path).to_owned(), text.clone())).collect();
        prop_assert_eq!(files(&site), expected);
        prop_assert_eq!(empty_folders(&site), 0);
        prop_assert_eq!(report.unchanged, same.len());
        prop_assert_eq!(report.written, new.len() - same.len());
        prop_assert_eq!(report.kept.iter().map(String::as_str).collect::<BTreeSet<_>>(), kept.clone());
        let after: Vec<_> = same.iter().map(|(path, _)| identity(&site.public(path))).collect();
        prop_assert_eq!(after, before_same);
        // What was changed in a page by hand is put aside.
        let edited = old.iter().filter(|(path, _)| new.contains_key(*path) && present.get(*path) != old.get(*path));
        for (path, _) in edited.filter(|(path, _)| new.get(*path) != present.get(*path)) {
            prop_assert_eq!(fs::read_to_string(site.own("kept").join(path)).unwrap(), present[path].clone());
        }
        // Once more changes nothing, and another machine would have published the same manifest.
        let again = publish(&site, &unsynced(), &new).unwrap();
        prop_assert_eq!((again.written, again.unchanged, again.removed), (0, new.len(), 0));
        prop_assert_eq!(again.kept, report.kept);
        let fresh = Site::new();
        publish(&fresh, &unsynced(), &new).unwrap();
        if kept.is_empty() {
            prop_assert_eq!(site.manifest(), fresh.manifest());
        }
    }
}
