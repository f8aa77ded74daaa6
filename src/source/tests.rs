//! What is read of a folder, and that looking again gives what looking anew would.

use std::collections::BTreeSet;

use super::*;

fn site(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    dir
}

#[test]
fn what_editors_leave_behind_is_not_content() {
    let dir = site(&[
        ("content/practices/a.md", b"x"),
        ("content/practices/a.md~", b"x"),
        ("content/practices/.b.md.swp", b"x"),
        ("content/practices/~$c.docx", b"x"),
        ("content/practices/a.pdf", b"1234"),
        ("content/drafts/d.md", b"x"),
    ]);
    let source = Source::open(dir.path()).unwrap();
    let (content, problems) = source.content(&["content/drafts/**".to_owned()], &mut Memory::default());
    assert_eq!(problems, []);
    assert_eq!(
        content.texts.iter().map(|text| text.source.path.as_str()).collect::<Vec<_>>(),
        ["content/practices/a.md"]
    );
    assert_eq!(content.files["content/practices/a.pdf"].len, 4);
    assert_eq!(content.files.len(), 1);
}

#[test]
fn a_file_that_is_not_utf8_is_told_where() {
    let dir = site(&[("content/news/a.md", b"+++\ntitle = \"\xd0\"\n")]);
    let (content, problems) = Source::open(dir.path()).unwrap().content(&[], &mut Memory::default());
    assert!(content.texts.is_empty());
    assert_eq!(problems[0].code.name(), "not-utf8");
    assert_eq!(crate::diagnostics::position(problems[0].place.as_ref().unwrap()), (2, 10));
}

#[test]
fn names_are_normalised_and_a_bom_is_dropped() {
    let dir = site(&[("content/news/s\u{30c}.md", "\u{feff}+++".as_bytes())]);
    let (content, _) = Source::open(dir.path()).unwrap().content(&[], &mut Memory::default());
    assert_eq!(content.texts[0].source.path, "content/news/š.md");
    assert_eq!(content.texts[0].source.text, "+++");
}

#[test]
fn texts_stand_in_the_order_of_their_names_in_normal_form() {
    // As bytes, a letter and its accent apart come before what the letter with its accent comes after.
    let dir = site(&[("content/news/z.md", b""), ("content/news/s\u{30c}.md", b""), ("content/news/t.md", b"")]);
    let (content, _) = Source::open(dir.path()).unwrap().content(&[], &mut Memory::default());
    assert_eq!(paths(&content), ["content/news/t.md", "content/news/z.md", "content/news/š.md"]);
}

#[test]
fn a_folder_without_content_is_not_a_site() {
    let dir = site(&[("readme.txt", b"")]);
    assert_eq!(Source::open(dir.path()).unwrap_err().code.name(), "root-not-a-site");
    assert_eq!(Source::open(&dir.path().join("no")).unwrap_err().code.name(), "root-missing");
}

fn write(site: &tempfile::TempDir, path: &str, text: &str) {
    let path = site.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A site with its memory, looked at for the first time.
fn seen(files: &[(&str, &[u8])]) -> (tempfile::TempDir, Source, Memory, Content) {
    let dir = site(files);
    let source = Source::open(dir.path()).unwrap();
    let mut memory = Memory::default();
    let (content, _) = source.content(&[], &mut memory);
    (dir, source, memory, content)
}

fn hint(memory: &mut Memory, dir: &tempfile::TempDir, paths: &[&str]) {
    let root = fs::canonicalize(dir.path()).unwrap();
    memory.invalidate(&paths.iter().map(|path| root.join(path)).collect());
}

fn paths(content: &Content) -> Vec<&str> {
    content.texts.iter().map(|text| text.source.path.as_str()).chain(content.files.keys().map(String::as_str)).collect()
}

fn text<'c>(content: &'c Content, path: &str) -> &'c Arc<ContentFile> {
    content
        .texts
        .iter()
        .find(|text| text.source.path == path)
        .unwrap_or_else(|| panic!("{path} in {:?}", paths(content)))
}

#[test]
fn only_what_was_invalidated_is_looked_at_again() {
    let (dir, source, mut memory, before) = seen(&[("content/news/a.md", b"one"), ("content/news/b.md", b"one")]);
    write(&dir, "content/news/a.md", "two");
    write(&dir, "content/news/b.md", "two");
    assert_eq!(source.content(&[], &mut memory).0, before);
    hint(&mut memory, &dir, &["content/news/a.md"]);
    let (after, _) = source.content(&[], &mut memory);
    assert_eq!(text(&after, "content/news/a.md").source.text, "two");
    assert!(Arc::ptr_eq(text(&after, "content/news/b.md"), text(&before, "content/news/b.md")));
}

#[test]
fn a_file_saved_without_a_change_is_the_same_text() {
    let (dir, source, mut memory, before) = seen(&[("content/news/a.md", b"one"), ("content/b.png", b"x")]);
    write(&dir, "content/news/a.md", "one");
    for everything in [false, true] {
        if everything {
            memory.invalidate_everything();
        } else {
            hint(&mut memory, &dir, &["content/news/a.md"]);
        }
        let (after, _) = source.content(&[], &mut memory);
        assert!(Arc::ptr_eq(text(&after, "content/news/a.md"), text(&before, "content/news/a.md")));
    }
}

#[test]
fn a_change_that_left_size_and_time_alone_is_seen() {
    let (dir, source, mut memory, _) = seen(&[("content/news/a.md", b"one")]);
    let path = dir.path().join("content/news/a.md");
    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, "two").unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
    memory.invalidate_everything();
    assert_eq!(source.content(&[], &mut memory).0.texts[0].source.text, "two");
}

#[test]
fn a_file_that_was_left_alone_for_long_is_the_same_text_until_it_changes() {
    let dir = site(&[("content/news/a.md", b"one")]);
    let path = dir.path().join("content/news/a.md");
    let old = std::time::SystemTime::now() - std::time::Duration::from_mins(1);
    fs::File::options().write(true).open(&path).unwrap().set_modified(old).unwrap();
    let source = Source::open(dir.path()).unwrap();
    let mut memory = Memory::default();
    let (before, _) = source.content(&[], &mut memory);
    memory.invalidate_everything();
    let (after, _) = source.content(&[], &mut memory);
    assert!(Arc::ptr_eq(&before.texts[0], &after.texts[0]));
    fs::write(&path, "two").unwrap();
    memory.invalidate_everything();
    assert_eq!(source.content(&[], &mut memory).0.texts[0].source.text, "two");
}

#[test]
fn new_renamed_and_deleted_files_and_folders_are_seen() {
    let (dir, source, mut memory, _) = seen(&[("content/news/a.md", b"a"), ("content/news/x/index.md", b"x")]);
    let mut look = |hints: &[&str]| {
        hint(&mut memory, &dir, hints);
        let (content, problems) = source.content(&[], &mut memory);
        let missing = if dir.path().join("content").is_dir() { vec![] } else { vec!["content-missing"] };
        assert_eq!(problems.iter().map(|problem| problem.code.name()).collect::<Vec<_>>(), missing);
        assert_eq!(content, source.content(&[], &mut Memory::default()).0, "as if looked at for the first time");
        paths(&content).into_iter().map(|path| path["content/".len()..].to_owned()).collect::<Vec<_>>()
    };
    let at = |path: &str| dir.path().join("content").join(path);
    fs::rename(at("news/a.md"), at("news/b.md")).unwrap();
    assert_eq!(look(&["content/news/a.md", "content/news/b.md"]), ["news/b.md", "news/x/index.md"]);
    fs::rename(at("news/x"), at("news/y")).unwrap();
    assert_eq!(look(&["content/news/x", "content/news/y"]), ["news/b.md", "news/y/index.md"]);
    write(&dir, "content/pages/deep/er/a.png", "x");
    write(&dir, "content/pages/deep/b.md", "x");
    assert_eq!(look(&["content/pages/deep/er/a.png"])[2..], ["pages/deep/b.md", "pages/deep/er/a.png"]);
    fs::remove_dir_all(at("pages")).unwrap();
    fs::write(at("pages"), "a file where a folder was").unwrap();
    assert_eq!(look(&["content/pages/deep/b.md", "content/pages"]), ["news/b.md", "news/y/index.md", "pages"]);
    fs::remove_dir_all(at("news/y")).unwrap();
    assert_eq!(look(&["content/news/y/index.md"]), ["news/b.md", "pages"]);
    fs::remove_dir_all(dir.path().join("content")).unwrap();
    assert_eq!(look(&["content/news/b.md"]), Vec::<String>::new());
    write(&dir, "content/news/c.md", "x");
    assert_eq!(look(&["content"]), ["news/c.md"]);
}

#[test]
fn temporary_files_and_hints_from_elsewhere_do_no_harm() {
    let (dir, source, mut memory, before) = seen(&[("content/news/a.md", b"a")]);
    write(&dir, "content/news/a.md.tmp", "x");
    write(&dir, "content/.git/a.md", "x");
    hint(&mut memory, &dir, &["content/news/a.md.tmp", "content/.git/a.md", "public/x.html", "content/no/such.md"]);
    assert_eq!(source.content(&[], &mut memory), (before.clone(), vec![]));
    memory.invalidate(&BTreeSet::from([PathBuf::from("/elsewhere/x.md")]));
    assert_eq!(source.content(&[], &mut memory), (before, vec![]));
}

#[test]
fn other_patterns_are_another_look() {
    let (_dir, source, mut memory, _) = seen(&[("content/news/a.md", b"a"), ("content/news/b.md", b"b")]);
    let (content, _) = source.content(&["**/a.md".to_owned()], &mut memory);
    assert_eq!(paths(&content), ["content/news/b.md"]);
    assert_eq!(source.content(&[], &mut memory).0.texts.len(), 2);
}

#[test]
fn a_problem_stays_until_its_file_is_mended() {
    let (dir, source, mut memory, _) = seen(&[("content/news/a.md", b"\xff"), ("content/news/b.md", b"b")]);
    hint(&mut memory, &dir, &["content/news/b.md"]);
    assert_eq!(source.content(&[], &mut memory).1[0].code.name(), "not-utf8");
    write(&dir, "content/news/a.md", "mended");
    hint(&mut memory, &dir, &["content/news/a.md"]);
    assert_eq!(source.content(&[], &mut memory).1, []);
}

#[test]
fn a_layer_tells_a_changed_picture_and_style_sheet() {
    let dir = site(&[
        ("avilys.toml", b""),
        ("themes/t/theme.toml", b"name = 't'"),
        ("themes/t/templates/a.html", b"a"),
        ("themes/t/messages/lt.toml", b""),
        ("themes/t/static/a.png", b"old"),
        ("themes/t/static/a.css", b"old"),
    ]);
    let source = Source::open(dir.path()).unwrap();
    let mut memory = Memory::default();
    let (before, problems) = source.layer("themes/t", &[], &mut memory);
    assert_eq!(problems, []);
    assert_eq!(before.templates["a.html"].path, "themes/t/templates/a.html");
    assert!(before.messages.contains_key("lt") && before.manifest.is_some());
    assert_eq!(source.layer("themes/t", &[], &mut memory).0, before);
    write(&dir, "themes/t/static/a.css", "old");
    hint(&mut memory, &dir, &["themes/t/static"]);
    let (again, _) = source.layer("themes/t", &[], &mut memory);
    assert_eq!(again.files["a.css"], before.files["a.css"], "saved, not changed");
    write(&dir, "themes/t/static/a.css", "new");
    write(&dir, "themes/t/static/a.png", "newer");
    hint(&mut memory, &dir, &["themes/t/static/a.css", "themes/t/static/a.png"]);
    let (after, _) = source.layer("themes/t", &[], &mut memory);
    assert_ne!(after.files["a.css"], before.files["a.css"]);
    assert_ne!(after.files["a.png"], before.files["a.png"]);
    assert!(Arc::ptr_eq(&after.templates["a.html"], &before.templates["a.html"]));
}

#[test]
fn the_settings_are_the_same_text_until_they_change() {
    let dir = site(&[("avilys.toml", b"title = 'a'")]);
    let source = Source::open(dir.path()).unwrap();
    let mut memory = Memory::default();
    let mut look = || source.settings(&mut memory).unwrap().unwrap();
    let before = look();
    assert!(Arc::ptr_eq(&before, &look()));
    write(&dir, "avilys.toml", "title = 'b'");
    assert_eq!(look().text, "title = 'b'");
}

/// One change of a folder: what is at the second path goes, and a file is written there or the first path moved there.
fn change(root: &Path, from: Option<&str>, to: &str) -> BTreeSet<PathBuf> {
    let (from, to) = (from.map(|from| root.join(from)), root.join(to));
    let inside = from.as_ref().is_some_and(|from| to.starts_with(from) || from.starts_with(&to));
    if !inside {
        let _ = fs::remove_file(&to).or_else(|_| fs::remove_dir_all(&to));
        if let Some(above) = to.parent() {
            let _ = fs::create_dir_all(above);
        }
        let _ = match &from {
            Some(from) => fs::rename(from, &to),
            None => fs::write(&to, to.as_os_str().as_encoded_bytes()),
        };
    }
    from.into_iter().chain([to]).collect()
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(40))]

    #[test]
    fn after_any_changes_a_look_at_them_gives_what_a_look_at_everything_would(
        changes in proptest::collection::vec((proptest::option::of(0_usize..7), 0_usize..7), 1..12),
        together in 1_usize..4,
    ) {
        const PATHS: [&str; 7] = ["content/a.md", "content/d", "content/d/b.md", "content/d/e", "content/d/e/c.md",
            "content/d/e/f.png", "content/g.md"];
        let dir = site(&[("content/a.md", b"a"), ("content/d/b.md", b"b"), ("content/d/e/f.png", b"f")]);
        let root = fs::canonicalize(dir.path()).unwrap();
        let source = Source::open(&root).unwrap();
        let mut memory = Memory::default();
        source.content(&[], &mut memory);
        for some in changes.chunks(together) {
            let hints = some.iter().flat_map(|(from, to)| change(&root, from.map(|from| PATHS[from]), PATHS[*to]));
            memory.invalidate(&hints.collect());
            proptest::prop_assert_eq!(source.content(&[], &mut memory), source.content(&[], &mut Memory::default()));
        }
    }
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    fn codes(problems: &[Diagnostic]) -> Vec<&str> {
        problems.iter().map(|problem| problem.code.name()).collect()
    }

    #[test]
    fn a_link_out_of_the_site_is_left_out() {
        let outside = site(&[("secret.md", b"x"), ("folder/a.md", b"x")]);
        let dir = site(&[("content/news/a.md", b"x")]);
        symlink(outside.path().join("secret.md"), dir.path().join("content/news/secret.md")).unwrap();
        symlink(outside.path().join("folder"), dir.path().join("content/pages")).unwrap();
        symlink(outside.path(), dir.path().join("themes")).unwrap();
        let source = Source::open(dir.path()).unwrap();
        let (content, problems) = source.content(&[], &mut Memory::default());
        assert_eq!(paths(&content), ["content/news/a.md"]);
        assert_eq!(codes(&problems), ["symlink-outside", "symlink-outside"]);
        assert!(problems.iter().any(|problem| problem.args == [("path", "content/pages".to_owned())]));
        let (layer, problems) = source.layer("themes/folder", &[], &mut Memory::default());
        assert!(layer.templates.is_empty());
        assert_eq!(codes(&problems), Vec::<&str>::new(), "it has no such folders");
    }

    #[test]
    fn a_theme_that_is_a_link_out_of_the_site_is_told() {
        let theme = site(&[("templates/a.html", b"x"), ("theme.toml", b"")]);
        let dir = site(&[("avilys.toml", b""), ("themes/readme.txt", b"")]);
        symlink(theme.path(), dir.path().join("themes/t")).unwrap();
        let (layer, problems) = Source::open(dir.path()).unwrap().layer("themes/t", &[], &mut Memory::default());
        assert_eq!((layer.templates.len(), layer.manifest), (0, None));
        assert!(problems.iter().all(|problem| problem.code.name() == "symlink-outside"), "{problems:?}");
        assert_eq!(problems[0].args, [("path", "themes/t".to_owned())]);
    }

    #[test]
    fn a_circle_of_links_is_gone_round_once() {
        let dir = site(&[("content/a/x.md", b"x"), ("content/b/y.md", b"y")]);
        let content = dir.path().join("content");
        symlink("..", content.join("a/up")).unwrap();
        symlink("../b", content.join("a/b")).unwrap();
        symlink("../a", content.join("b/a")).unwrap();
        let (found, problems) = Source::open(dir.path()).unwrap().content(&[], &mut Memory::default());
        assert_eq!(paths(&found), ["content/a/b/y.md", "content/a/x.md", "content/b/a/x.md", "content/b/y.md"]);
        assert!(
            !problems.is_empty() && problems.iter().all(|problem| problem.code.name() == "symlink-loop"),
            "{problems:?}"
        );
    }

    #[test]
    fn what_changes_behind_a_link_changes_in_front_of_it() {
        let dir = site(&[("content/news/a.md", b"a"), ("shared/x/b.md", b"old"), ("shared/c.md", b"old")]);
        symlink("../../shared/x", dir.path().join("content/news/x")).unwrap();
        symlink("../../shared/c.md", dir.path().join("content/news/c.md")).unwrap();
        let source = Source::open(dir.path()).unwrap();
        let mut memory = Memory::default();
        let (before, _) = source.content(&[], &mut memory);
        assert_eq!(paths(&before), ["content/news/a.md", "content/news/c.md", "content/news/x/b.md"]);
        write(&dir, "shared/x/b.md", "newer");
        write(&dir, "shared/c.md", "newer");
        hint(&mut memory, &dir, &["shared/x/b.md", "shared/c.md"]);
        let (after, _) = source.content(&[], &mut memory);
        assert_eq!(text(&after, "content/news/x/b.md").source.text, "newer");
        assert_eq!(text(&after, "content/news/c.md").source.text, "newer");
        fs::remove_file(dir.path().join("content/news/x")).unwrap();
        hint(&mut memory, &dir, &["content/news/x/b.md"]);
        assert_eq!(paths(&source.content(&[], &mut memory).0), ["content/news/a.md", "content/news/c.md"]);
    }

    #[test]
    fn a_link_to_nothing_is_told() {
        let dir = site(&[("content/news/a.md", b"a")]);
        symlink("no.md", dir.path().join("content/news/b.md")).unwrap();
        let (_, problems) = Source::open(dir.path()).unwrap().content(&[], &mut Memory::default());
        assert_eq!(codes(&problems), ["unreadable"]);
    }

    #[test]
    fn the_root_may_be_a_link() {
        let dir = site(&[("site/content/news/a.md", b"a")]);
        symlink("site", dir.path().join("link")).unwrap();
        let root = dir.path().join("link");
        let source = Source::open(&root).unwrap();
        let mut memory = Memory::default();
        assert_eq!(source.content(&[], &mut memory).1, []);
        for hint in ["link/content/news/a.md", "site/content/news/a.md"] {
            fs::write(dir.path().join("site/content/news/a.md"), hint).unwrap();
            memory.invalidate(&BTreeSet::from([dir.path().join(hint)]));
            assert_eq!(source.content(&[], &mut memory).0.texts[0].source.text, hint);
        }
    }
}

#[test]
fn descriptions_of_kinds_are_read_from_their_folder() {
    let dir = site(&[
        ("content/news/a.md", b""),
        ("kinds/b.toml", b"name"),
        ("kinds/a.toml", b""),
        ("kinds/.c.toml.swp", b""),
        ("kinds/skaitykite.md", b""),
    ]);
    let (texts, problems) = Source::open(dir.path()).unwrap().kinds(&["kinds/b*".to_owned()], &mut Memory::default());
    assert_eq!(problems, []);
    assert_eq!(texts.iter().map(|text| text.path.as_str()).collect::<Vec<_>>(), ["kinds/a.toml"]);
}

#[test]
fn an_unsaved_text_stands_for_a_file_until_it_is_taken_back() {
    let (dir, source, mut memory, _) =
        seen(&[("content/news/a.md", b"a"), ("content/news/b.pdf", b"b"), ("avilys.toml", b"x")]);
    let set = |memory: &mut Memory, path: &str, text: Option<&str>| {
        memory.set_unsaved(path.to_owned(), text.map(str::to_owned));
        hint(memory, &dir, &[path]);
    };
    set(&mut memory, "content/news/a.md", Some("\u{feff}typed"));
    set(&mut memory, "content/news/new/c.md", Some("new"));
    set(&mut memory, "content/news/.hidden.md", Some("hidden"));
    set(&mut memory, "content/news/b.pdf", Some("no text is wanted of it"));
    set(&mut memory, "avilys.toml", Some("settings"));
    for _ in 0..2 {
        let (content, problems) = source.content(&[], &mut memory);
        assert_eq!(problems, []);
        assert_eq!(paths(&content), ["content/news/a.md", "content/news/new/c.md", "content/news/b.pdf"]);
        assert_eq!(text(&content, "content/news/a.md").source.text, "typed");
        assert_eq!(content.files["content/news/b.pdf"].len, 1);
        assert_eq!(source.settings(&mut memory).unwrap().unwrap().text, "settings");
        memory.invalidate_everything();
    }
    for path in ["content/news/a.md", "content/news/new/c.md", "avilys.toml"] {
        set(&mut memory, path, None);
    }
    let (content, _) = source.content(&[], &mut memory);
    assert_eq!(paths(&content), ["content/news/a.md", "content/news/b.pdf"]);
    assert_eq!(text(&content, "content/news/a.md").source.text, "a");
    assert_eq!(source.settings(&mut memory).unwrap().unwrap().text, "x");
}
