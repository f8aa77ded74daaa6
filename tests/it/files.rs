//! Which files of the content are published, and which are refused.

#[cfg(unix)]
use avilys::site::Content;

#[cfg(unix)]
use super::support::Folder;
use super::support::TestSite;
use super::support::folder::has_ending;

const ENTRY: &str = "title = \"Naujiena\"\ndate = 2026-02-10\n";

fn text(extra: &str, body: &str) -> String {
    format!("+++\n{ENTRY}{extra}\n+++\n\n{body}\n")
}

fn site(extra: &str, body: &str) -> TestSite {
    TestSite::new().file("content/news/a.md", text(extra, body))
}

#[test]
fn a_file_that_nobody_uses_stays_unpublished_and_is_named() {
    let built = site("", "Tekstas.")
        .file("content/pupils.xlsx", "secret")
        .file("content/news/sąrašas.docx", "secret")
        .file("content/news/IMG_0001.PNG", "secret")
        .build();
    built.codes(["files-unused", "files-unused"]);
    assert!(!built.files.keys().any(|path| path.starts_with("files/")), "{:?}", built.files.keys());
    let named = built.stderr();
    for part in ["content/news", "IMG_0001.PNG, sąrašas.docx", "pupils.xlsx"] {
        assert!(named.contains(part), "{part}:\n{named}");
    }
}

#[test]
fn every_way_to_use_a_file_publishes_it() {
    let uses = [
        ("attachments = [{ title = \"X\", file = \"x.png\" }]", ""),
        ("image = { file = \"x.png\", alt = \"x\" }", ""),
        ("", "[x](x.png)"),
        ("", "![x](x.png)"),
        ("", "[x][1]\n\n[1]: x.png"),
        ("", "[x](/news/x.png)"),
        ("", "<img src=\"x.png\" alt=\"x\">"),
        ("", "<a href=\"x.png\">x</a>"),
        ("", ":::download file=\"x.png\" title=\"x\"\n:::"),
        ("", ":::figure src=\"x.png\" alt=\"x\"\n:::"),
        ("", ":::gallery pattern=\"*.png\"\n:::"),
    ];
    for (extra, body) in uses {
        let built = site(extra, body).file("content/news/x.png", "x").build();
        built.ok().has_file("files/news/x.png");
    }
}

#[test]
fn texts_of_sections_use_files_too() {
    let built = TestSite::new()
        .entry("news/a", ENTRY)
        .file("content/news/_index.md", "+++\ntitle = \"Naujienos\"\n+++\n\n![x](x.png)\n")
        .file("content/news/x.png", "x")
        .build();
    built.ok().has_file("files/news/x.png");
}

/// A draft translation publishes nothing, also not what lies in the folder of its published original.
#[test]
fn files_of_draft_translations_wait_for_them() {
    let translation = |status: &str| {
        format!(
            "+++\ntitle = \"News\"\nstatus = \"{status}\"\nimage = {{ file = \"en.png\", alt = \"x\" }}\n+++\n\n[x](en.pdf) [y](both.pdf)\n"
        )
    };
    let site = |status: &str| {
        let site = TestSite::new().setting("languages = [\"en\"]");
        let site = site.file("content/news/b/index.md", text("", "[y](both.pdf)"));
        let names = ["en.png", "en.pdf", "both.pdf", "nobody.pdf"];
        let site = names.iter().fold(site, |site, name| site.file(&format!("content/news/b/{name}"), "x"));
        site.file("content/news/b/index.en.md", translation(status))
    };
    let published = |built: &super::support::Built| {
        let names = built.files.keys().filter(|path| path.contains("/b/") && !has_ending(path, "html"));
        names.map(|path| path.rsplit('/').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let draft = site("draft").build();
    assert_eq!(published(&draft), ["both.pdf", "nobody.pdf"]);
    draft.codes(["files-waiting"]);
    assert!(draft.stderr().contains("en.pdf, en.png"), "{}", draft.stderr());
    assert_eq!(published(&site("draft").drafts().build()), ["both.pdf", "en.pdf", "en.png", "nobody.pdf"]);
    let all = site("published").build();
    all.codes([""; 0]);
    assert_eq!(published(&all), ["both.pdf", "en.pdf", "en.png", "nobody.pdf"]);
    let (_, check) = site("draft").run(&["check"]);
    assert!(check.stderr.contains("content/news/b/index.en.md – draft"), "{}", check.stderr);
}

#[test]
fn files_of_what_is_not_published_wait_for_it() {
    let draft = text("status = \"draft\"", "![x](../beside.png)");
    let future = "+++\ntitle = \"B\"\ndate = 2030-01-01\n+++\n";
    let site = site("", "Tekstas.")
        .file("content/news/draft/index.md", &draft)
        .file("content/news/draft/x.png", "x")
        .file("content/news/future/index.md", future)
        .file("content/news/future/y.pdf", "y")
        .file("content/news/beside.png", "z");
    let built = site.build();
    built.ok();
    let leaked = |path: &&String| [".png", ".pdf"].iter().any(|ending| path.ends_with(ending));
    assert_eq!(built.files.keys().filter(leaked).count(), 0);
    let built = site.drafts().build();
    built.ok().has_file("naujienos/draft/x.png").has_file("naujienos/future/y.pdf").has_file("files/news/beside.png");
}

#[test]
fn a_published_page_cannot_use_a_file_of_a_draft() {
    let extra =
        "attachments = [{ title = \"X\", file = \"draft/x.png\" }]\nimage = { file = \"draft/x.png\", alt = \"x\" }";
    let body = "[x](draft/x.png) ![x](draft/x.png) <img src=\"draft/x.png\" alt=\"x\">\n\n:::download file=\"draft/x.png\" title=\"x\"\n:::";
    let built = site(extra, body)
        .file("content/news/draft/index.md", text("status = \"draft\"", "x"))
        .file("content/news/draft/x.png", "x")
        .build();
    built.fails();
    let uses: Vec<_> = built.problems.iter().map(|problem| problem.code.name()).collect();
    assert_eq!(uses, ["file-hidden"; 6], "{}", built.stderr());
    let text = built.stderr();
    assert!(text.contains("content/news/draft/x.png") && text.contains("content/news/draft/index.md"), "{text}");
}

#[test]
fn texts_under_other_names_are_told_with_the_right_one() {
    let built = site("", "Tekstas.")
        .file("content/news/b.markdown", text("", "x"))
        .file("content/news/c.md.txt", text("status = \"draft\"", "x"))
        .file("content/news/d/index.md", text("", "x"))
        .file("content/news/d/index.md.save", text("", "x"))
        .file("content/news/d/old.md___jb_tmp___", text("", "x"))
        .build();
    built.codes(["text-misnamed"; 4]);
    built.problem_at("text-misnamed", "content/news/b.markdown:1:1");
    let text = built.stderr();
    for name in ["content/news/b.md", "content/news/c.md", "content/news/d/index.md"] {
        assert!(text.contains(&format!("rename it to {name};")), "{name}\n{text}");
    }
    let published: Vec<_> =
        built.files.keys().filter(|path| path.contains(".md") || path.contains("markdown")).collect();
    assert!(published.is_empty(), "{published:?}");
    site("", "[x](b.markdown)").file("content/news/b.markdown", "x").build().fails();
}

#[test]
fn what_a_server_or_a_browser_runs_is_refused() {
    for name in ["x.php", "X.PHP5", "x.py", "web.config", "b.html", "evil.js", "sw.mjs", "s.css", "x.xml", "a.php.jpg"]
    {
        let built = TestSite::new()
            .file("content/news/a/index.md", text("", "x"))
            .file(&format!("content/news/a/{name}"), "x")
            .build();
        built.fails().problem_at("file-active", &format!("content/news/a/{name}:1:1"));
    }
    let picture = |inner: &str| {
        let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inner}</svg>");
        TestSite::new().file("content/news/a/index.md", text("", "x")).file("content/news/a/p.svg", svg).build()
    };
    picture("<path d=\"M0 0\"/>").ok().has_file("naujienos/a/p.svg");
    picture("<script>1</script>").fails().codes(["file-active"]);
    picture("<g onload=\"x()\"/>").fails();
}

#[test]
fn static_files_are_the_webmasters_own() {
    let built =
        site("", "x").file("static/x.php", "x").file("static/tools/a.html", "x").file("static/b.js", "x").build();
    built.ok().has_file("x.php").has_file("tools/a.html").has_file("b.js");
}

#[test]
fn names_that_differ_in_form_only_are_told() {
    let built = site("", "x").file("static/\u{17e}a.pdf", "1").file("static/z\u{30c}a.pdf", "2").build();
    built.fails().codes(["names-alike"]);
}

#[test]
fn the_text_of_a_section_stands_in_the_sections_folder() {
    let section = |title: &str| format!("+++\ntitle = \"{title}\"\n+++\n");
    let built = TestSite::new()
        .entry("news/a", ENTRY)
        .file("content/news/_index.md", section("Naujienos"))
        .file("content/news/2024/_index.md", section("Senos"))
        .build();
    built.fails().problem_at("section-nested", "content/news/2024/_index.md:1:1");
    assert!(built.stderr().contains("content/news/_index.md"), "{}", built.stderr());
    let built = TestSite::new()
        .entry("news/a", ENTRY)
        .file("content/news/_index.md", section("Naujienos"))
        .file("content/news/_index.MD", section("Kitos"))
        .build();
    built.fails().codes(["section-taken"]);
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_exchanged_for_a_link_is_not_followed() {
    let (folder, loaded) =
        TestSite::new().file("content/news/a/index.md", text("", "x")).file("content/news/a/f.txt", "inside").loaded();
    let page = loaded.page_at("naujienos/a/f.txt").expect("a file that is published");
    let (Some(Content::File(path)), _) = loaded.render(page) else { panic!("a file of the site") };
    assert_eq!(std::io::read_to_string(loaded.open_file(&path).expect("it is there")).expect("a text"), "inside");
    let outside = Folder::new();
    outside.put("f.txt", "outside");
    std::fs::rename(folder.at("content/news/a"), folder.at("aside")).expect("a folder can be moved");
    std::os::unix::fs::symlink(outside.path(), folder.at("content/news/a")).expect("a link can be made");
    let refused = loaded.open_file(&path).expect_err("it leads out of the site");
    assert_eq!(refused.kind(), std::io::ErrorKind::PermissionDenied);
}

#[test]
fn a_picture_as_a_camera_makes_it_is_told_to_be_large() {
    let site = |bytes: usize| {
        let text = "+++\ntitle = \"A\"\ndate = 2026-01-02\n+++\n\n![Salė](sale.JPG)\n";
        TestSite::new().file("content/news/a/index.md", text).file("content/news/a/sale.JPG", vec![0; bytes])
    };
    let built = site(15_000_000).build();
    built.codes(["image-large"]).problem_at("image-large", "content/news/a/sale.JPG:1:1");
    assert!(built.in_language("lt").contains("labai didelis (15 MB)"), "{}", built.in_language("lt"));
    site(4_000_000).build().ok().codes([]);
}

#[test]
fn a_rooted_name_without_a_file_names_the_place_for_it() {
    let text = "+++\ntitle = \"A\"\ndate = 2026-01-02\n+++\n\n![Salė](/images/sale.png)\n";
    let built = TestSite::new().file("content/news/a.md", text).build();
    built.fails().codes(["file-unknown"]);
    assert!(built.in_language("en").contains("put it at static/images/sale.png"), "{}", built.in_language("en"));
}

#[test]
fn pictures_of_fields_are_such_as_browsers_show() {
    let built = site("image = { file = \"a.HEIC\", alt = \"x\" }", "![x](//kita.example/b.png)")
        .file("content/news/a.HEIC", "x")
        .build();
    built.codes(["image-format", "image-foreign"]).problem_at("image-format", "content/news/a.md:4:18");
    built.file("naujienos/a/index.html").contains("src=\"//kita.example/b.png\"");
}
