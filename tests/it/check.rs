//! `check` says what `build` would say, and passes what `build` builds.

use super::support::folder::difference;
use super::support::{Avilys, Folder, Run, TestSite};
use super::{kinds, sample};

const ENTRY: &str = "title = \"Naujiena\"\ndate = 2026-02-10";

fn site() -> TestSite {
    TestSite::new().entry("news/a", ENTRY)
}

fn with_alias(alias: &str) -> TestSite {
    TestSite::new().entry("news/a", &format!("{ENTRY}\naliases = [\"{alias}\"]"))
}

/// The problems as they are printed: their first lines and places.
fn problems(run: &Run) -> Vec<String> {
    let tells = |line: &&str| {
        line.starts_with("error[") || line.starts_with("warning[") || line.trim_start().starts_with("--> ")
    };
    run.stdout.lines().chain(run.stderr.lines()).filter(tells).map(str::to_owned).collect()
}

/// What both say, once they say the same.
fn both(name: &str, site: &TestSite) -> (i32, Vec<String>) {
    both_in(name, &site.folder())
}

/// The same of a site in a folder. Each is run on the folder as the other leaves it: a check leaves it as it was.
fn both_in(name: &str, folder: &Folder) -> (i32, Vec<String>) {
    let run = |command: &str| Avilys::new().lang("en").within(folder.path()).run(&[command]);
    let (check, build) = (run("check"), run("build"));
    assert_eq!(problems(&check), problems(&build), "{name}");
    assert_eq!(check.code, build.code, "{name}:\n{}\n{}", check.stderr, build.stderr);
    assert_eq!(folder.exists("public"), build.code == Some(0), "{name}");
    (check.code.expect("an exit code"), problems(&check))
}

#[test]
fn whole_sites() {
    assert_eq!(both("golden", &TestSite::from_repository("tests/golden/site")), (0, Vec::new()));
    let (code, found) = both("mistakes", &TestSite::from_repository("tests/golden/mistakes/site"));
    assert!(code == 1 && found.len() > 50, "{found:?}");
    assert_eq!(both("sample", &sample::sample()), (0, Vec::new()));
    assert_eq!(both("book", &TestSite::from_repository("docs")), (0, Vec::new()));
    assert_eq!(both("own kinds", &kinds::site()), (0, Vec::new()));
}

#[test]
fn starters() {
    for language in ["lt", "en"] {
        for arguments in [&["new", "."][..], &["new", ".", "--school"]] {
            let folder = Folder::new();
            Avilys::new().lang(language).within(folder.path()).run(arguments).ok();
            assert_eq!(both_in(&format!("{language} {arguments:?}"), &folder), (0, Vec::new()));
        }
    }
}

/// Mistakes that only a certain stage can find, in the kinds, fields, bodies, files and templates of large sites.
#[test]
fn mistakes_in_whole_sites() {
    let page = "+++\ntitle = \"X\"\n+++\n\n[x](nera.md) ![x](nera.png)\n\n:::nera\n:::\n";
    let kind = "name = \"thing\"\nfolder = \"things\"\n\n[[field]]\nname = \"size\"\ntype = \"nera\"\n";
    let spoil = |site: TestSite| site.file("content/pages/zz.md", page).file("content/pages/zz.pdf", "x");
    let sites = [
        ("sample", spoil(sample::sample())),
        ("sample, template", spoil(sample::sample()).file("templates/practice.html", "{{ page.nera.nera }}")),
        ("book", spoil(TestSite::from_repository("docs"))),
        ("own kinds", spoil(kinds::site()).file("kinds/thing.toml", kind)),
        ("own kinds, field", spoil(kinds::site()).entry("competitions/x", "title = \"X\"\nlevel = \"nera\"")),
    ];
    for (name, site) in sites {
        let (code, found) = both(name, &site);
        assert!(code == 1 && found.len() > 4, "{name}: {found:?}");
    }
}

#[test]
fn what_stands_in_each_others_way() {
    let page = || site().entry("pages/apie", "title = \"Apie\"");
    let sites = [
        ("path-clash", "content/news/a.md:4:12", with_alias("/senas/").file("static/senas", "x")),
        ("path-clash", "content/news/a.md:4:12", with_alias("/a/b.pdf/").file("static/a/b.pdf", "x")),
        ("path-clash", "static/apie:1:1", page().file("static/apie", "x")),
        ("path-clash", "static/en:1:1", site().setting("languages = [\"en\"]").file("static/en", "x")),
        ("path-clash", "static/Naujienos:1:1", site().file("static/Naujienos", "x")),
        ("path-kept", "static/search/manifest.json:1:1", site().file("static/search/manifest.json", "x")),
        ("path-kept", "static/.avilys.json:1:1", site().file("static/.avilys.json", "x")),
        ("path-kept", "static/.avilys/x:1:1", site().file("static/.avilys/x", "x")),
        ("url-reserved", "content/pages/apie.md:1:1", page().file("static/apie/index.html", "x")),
        ("file-taken", "static/404.html:1:1", site().file("static/404.html", "x")),
    ];
    for (code, place, site) in sites {
        let (exit, found) = both(place, &site);
        let text = found.join("\n");
        assert!(
            exit == 1 && text.contains(&format!("error[{code}]")) && text.contains(place),
            "{code} {place}\n{text}"
        );
        site.build().fails().problem_at(code, place);
    }
}

#[test]
fn other_mistakes_and_warnings() {
    let long = "a".repeat(300);
    let menu = "[[menu]]\ntitle = \"X\"\nurl = \"/nera/\"";
    let sites = [
        ("slug", 1, TestSite::new().entry("news/a", &format!("{ENTRY}\nslug = \"{long}\""))),
        ("alias", 1, with_alias(&long)),
        ("menu", 1, site().setting(menu)),
        ("template", 1, site().file("templates/news.html", "{{ page.nera.nera }}")),
        ("syntax", 1, site().file("templates/news.html", "{% if %}")),
        ("stray", 0, site().file("content/news/x.pdf", "x")),
        (
            "script",
            1,
            site().file("content/news/b/index.md", format!("+++\n{ENTRY}\n+++\n")).file("content/news/b/x.php", "x"),
        ),
    ];
    for (name, code, site) in sites {
        let (exit, found) = both(name, &site);
        assert!(exit == code && !found.is_empty(), "{name}: {exit} {found:?}");
    }
}

/// Builds again what was built, which must be refused: what stands there stays.
fn refused(folder: &Folder, code: &str) {
    let before = folder.tree("public");
    let run = Avilys::new().within(folder.path()).run(&["build"]);
    run.code(1).complains(code);
    assert_eq!(difference(&before, &folder.tree("public")), None, "nothing is written");
}

#[test]
fn a_site_without_its_content_is_not_published() {
    let (folder, first) = site().setting("title = \"Portalas\"").run(&["build"]);
    first.ok();
    let content = folder.at("content");
    std::fs::rename(&content, folder.at("elsewhere")).expect("a folder can be moved");
    refused(&folder, "content-missing");
    std::fs::write(&content, "a file").expect("a file can be written");
    refused(&folder, "content-missing");
}

#[cfg(unix)]
mod unix {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::process::CommandExt;

    use super::*;

    #[test]
    fn a_link_out_of_the_site_takes_nothing_away() {
        let (folder, first) = site().setting("title = \"Portalas\"").run(&["build"]);
        first.ok();
        let outside = Folder::new();
        outside.put("b.md", format!("+++\n{ENTRY}\n+++\n"));
        for (link, away) in [("content", "content"), ("content/news", "content/news"), ("content/pages", "none")] {
            let aside = folder.at("aside");
            let moved = std::fs::rename(folder.at(away), &aside).is_ok();
            symlink(outside.path(), folder.at(link)).expect("a link can be made");
            refused(&folder, "symlink-outside");
            folder.remove(link);
            if moved {
                std::fs::rename(&aside, folder.at(away)).expect("a folder can be moved");
            }
        }
    }

    #[test]
    fn settings_that_are_a_link_to_nothing_do_not_count_as_absent() {
        let (folder, first) = site().setting("title = \"Portalas\"").run(&["build"]);
        first.ok();
        folder.remove("avilys.toml");
        symlink("elsewhere.toml", folder.at("avilys.toml")).expect("a link can be made");
        refused(&folder, "unreadable");
    }

    /// The user of the tests may be the one that nothing is forbidden to.
    #[test]
    fn a_folder_that_cannot_be_read_takes_nothing_away() {
        let site = site().entry("news/2024/b", ENTRY);
        let (folder, first) = site.run(&["build"]);
        first.ok();
        set_permissions(folder.path(), Permissions::from_mode(0o755)).expect("permissions can be set");
        set_permissions(folder.at("content/news/2024"), Permissions::from_mode(0o000)).expect("permissions can be set");
        let mut command = Avilys::new().within(folder.path()).command(&["check"]);
        if std::fs::read_dir(folder.at("content/news/2024")).is_ok() {
            command.uid(65_534).gid(65_534);
        } else {
            refused(&folder, "unreadable");
        }
        let output = command.output().expect("the program starts");
        let text = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
        set_permissions(folder.at("content/news/2024"), Permissions::from_mode(0o755)).expect("permissions can be set");
        assert!(output.status.code() == Some(1) && text.contains("content/news/2024"), "{text}");
    }
}
