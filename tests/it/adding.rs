//! `avilys add` and `avilys list`: what a new entry holds, what is asked on a terminal, and what can be named.

use serde_json::Value;

use super::support::{Avilys, Folder, TestSite};

fn site() -> TestSite {
    TestSite::new()
        .entry("schools/ausra", "title = \"Aušros mokykla\"\ntype = \"progimnazija\"\nmunicipality = \"birzu-r\"")
        .entry("topics/skaitymas", "title = \"Skaitymas\"")
        .entry("news/viena", "title = \"Viena\"\ndate = 2026-01-01")
}

#[test]
fn what_add_makes_is_built_as_it_is_and_once_its_gaps_are_filled() {
    let kinds = [
        ("practice", "practices", &[("school = \"\"", "school = \"ausra\"")][..]),
        ("programme", "programmes", &[]),
        ("conference", "conferences", &[]),
        ("report", "reports", &[("about = \"\"", "about = \"ausra\"")]),
        ("project", "projects", &[]),
        (
            "school",
            "schools",
            &[("type = \"\"", "type = \"gimnazija\""), ("municipality = \"\"", "municipality = \"birzu-r\"")],
        ),
        ("organisation", "organisations", &[("type = \"\"", "type = \"asociacija\"")]),
        ("topic", "topics", &[]),
        ("news", "news", &[]),
        ("collection", "collections", &[]),
        ("cycle", "cycle", &[("window = \"\"", "window = \"--09\""), ("role = \"\"", "role = \"direktorius\"")]),
        ("page", "pages", &[]),
    ];
    for (kind, folder_of_kind, gaps) in kinds {
        for language in ["lt", "en"] {
            let folder = site().folder();
            let avilys = || Avilys::new().lang(language).within(folder.path());
            avilys()
                .run(&["add", kind, "Skaitymo „rytai“: \"nauja\" pradžia"])
                .ok()
                .says("skaitymo-rytai-nauja-pradzia.md");
            let path = format!("content/{folder_of_kind}/skaitymo-rytai-nauja-pradzia.md");
            avilys().run(&["check", "--drafts"]).code(0);
            avilys().run(&["build", "--drafts"]).code(0);
            let mut text = folder.text(&path);
            for (gap, filled) in gaps {
                assert_eq!(text.matches(gap).count(), 1, "{kind} {language}: {gap}\n{text}");
                text = text.replace(gap, filled);
            }
            assert!(text.contains("status = \"draft\""), "{text}");
            folder.put(&path, &text);
            avilys().run(&["build"]).ok();
            assert!(!folder.tree("public").keys().any(|page| page.contains("rytai")), "a draft is not published");
            avilys().run(&["build", "--drafts"]).ok();
            let page =
                folder.tree("public").into_iter().find(|(page, _)| page.contains("rytai-nauja-pradzia/index.html"));
            let (_, page) = page.unwrap_or_else(|| panic!("{kind} has no page"));
            let shown = crate::support::html::visible(&String::from_utf8(page).unwrap());
            assert!(shown.contains("Skaitymo „rytai“: „nauja“ pradžia"), "{kind}: {shown}");
            avilys().run(&["add", kind, "Skaitymo rytai: nauja pradžia"]).code(2).complains("entry-exists");
        }
    }
}

#[test]
fn what_a_draft_lacks_is_a_warning_and_becomes_an_error_when_it_is_published() {
    let entry = "title = \"Mokykla\"\ntype = \"\"\nwebsite = \"\"\n";
    let draft = site().entry("schools/nauja", &format!("{entry}status = \"draft\"")).build();
    draft.codes(["draft-unfinished"]).problem_at("draft-unfinished", "content/schools/nauja.md:1:1");
    assert!(draft.stderr().contains("type, municipality"), "{}", draft.stderr());
    let published = site().entry("schools/nauja", entry).build();
    published.fails().codes(["missing-field", "empty-text", "empty-text"]);
}

#[test]
fn add_names_school_and_topics_by_id_or_title() {
    let folder = site().folder();
    let avilys = || Avilys::new().lang("en").within(folder.path());
    let topics = ["--school", "Aušros mokykla", "--topic", "Skaitymas"];
    avilys().run(&[&["add", "practice", "Rytai"][..], &topics].concat()).ok();
    let text = folder.text("content/practices/rytai.md");
    assert!(text.contains("school = \"ausra\"\n") && text.contains("topics = [\"skaitymas\"]"), "{text}");
    avilys().run(&["build", "--drafts"]).ok();
    avilys().run(&["add", "topic", "Rašymas", "--school", "ausra"]).code(2).complains("add-without-school");
    let run = avilys().run(&["add", "practice", "Vakarai", "--school", "Aušro mokykla"]);
    run.code(2).complains("reference-unknown").complains("ausra");
    assert!(!folder.exists("content/practices/vakarai.md"));
    avilys().run(&["add", "page", "   "]).code(2);
}

/// An entry of every kind, so that every reference has one to name.
fn full() -> Folder {
    let site = site()
        .entry("programmes/p", "title = \"P\"")
        .entry("conferences/c", "title = \"C\"")
        .entry("projects/e", "title = \"E\"")
        .entry("organisations/o", "title = \"O\"\ntype = \"klubas\"")
        .entry("reports/r", "title = \"R\"\nabout = \"project:e\"")
        .entry("news/n", "title = \"N\"\ndate = 2026-01-01")
        .entry("practices/x", "title = \"X\"\nschool = \"ausra\"")
        .entry("pages/a", "title = \"A\"");
    site.folder()
}

#[test]
fn every_field_of_a_new_entry_has_an_example_that_can_be_taken_as_it_is() {
    let kinds =
        ["practice", "programme", "conference", "report", "project", "school", "organisation", "topic", "news", "page"];
    for (kind, language) in kinds.into_iter().flat_map(|kind| [(kind, "lt"), (kind, "en")]) {
        let folder = full();
        let run = Avilys::new().lang(language).within(folder.path()).run(&["add", kind, "Naujas"]);
        let path = run.ok().stdout.split(' ').nth(1).unwrap().to_owned();
        let text = folder.text(&path);
        let (comments, others): (Vec<_>, Vec<_>) =
            text.lines().partition(|line| line.starts_with("# ") && line.contains(" = "));
        assert!(comments.len() > 3, "{kind}: {text}");
        let fields = comments.iter().map(|line| &line[2..]).collect::<Vec<_>>().join("\n");
        folder.put(&path, others.join("\n").replacen("+++\n", &format!("+++\n{fields}\n"), 1) + "\n");
        let check = Avilys::new().lang("en").within(folder.path()).run(&["check", "--format", "json"]);
        let problems: Value = serde_json::from_str(&check.stdout).expect("JSON");
        let sound = ["file-unknown", "draft-unfinished", "entry-in-itself"];
        let odd: Vec<_> = problems
            .as_array()
            .unwrap()
            .iter()
            .filter(|problem| !sound.contains(&problem["code"].as_str().unwrap()))
            .collect();
        assert!(odd.is_empty(), "{kind} {language}: {odd:#?}\n{text}");
    }
}

#[test]
fn a_kind_can_be_named_in_lithuanian_in_any_form() {
    for (name, folder_of_kind) in [
        ("praktika", "practices"),
        ("PRAKTIKĄ", "practices"),
        ("praktikos", "practices"),
        ("konferenciją", "conferences"),
        ("mokyklos", "schools"),
        ("Reports", "reports"),
        ("naujienų", "news"),
    ] {
        let folder = site().folder();
        Avilys::new().lang("en").within(folder.path()).run(&["add", name, "Nauja"]).ok();
        assert!(folder.exists(&format!("content/{folder_of_kind}/nauja.md")), "{name}");
    }
    let folder = site().folder();
    let run = Avilys::new().lang("lt").within(folder.path()).run(&["add", "konferencja", "Nauja"]);
    run.code(2).complains("gal norėjote „conference“").complains("practice (praktika)");
}

#[test]
fn what_is_not_said_is_told_at_once_where_nobody_can_be_asked() {
    let folder = site().folder();
    let avilys = || Avilys::new().lang("en").within(folder.path());
    avilys().run(&["add"]).code(2).complains("<KIND>, <TITLE>");
    avilys().run(&["add", "practice"]).code(2).complains("<TITLE>");
}

#[test]
fn what_can_be_named_is_listed() {
    let folder = full();
    let list = |language: &str, arguments: &[&str]| {
        Avilys::new().lang(language).within(folder.path()).run(&[&["list"], arguments].concat()).ok().stdout.clone()
    };
    assert_eq!(list("en", &["schools"]), "ausra  Aušros mokykla\n");
    assert_eq!(list("lt", &["mokyklas"]), list("en", &["school"]));
    assert!(list("lt", &["savivaldybės"]).contains("prienu-r       Prienų rajono savivaldybė\n"));
    assert!(list("en", &["municipalities"]).lines().count() == 60);
    assert!(list("lt", &["salys"]).contains("LT  Lietuva\n"));
    assert!(list("en", &["kinds"]).contains("practice      Practice\n"));
    assert!(list("lt", &[]).contains("topic           Tema\n"));
    let topics: Value = serde_json::from_str(&list("en", &["topics", "--format", "json"])).expect("JSON");
    assert_eq!(topics, serde_json::json!([{ "id": "skaitymas", "title": "Skaitymas" }]));
    assert_eq!(list("en", &["cycle"]), "There is none yet.\n");
    let unknown = Avilys::new().lang("en").within(folder.path()).run(&["list", "scools"]);
    unknown.code(2).complains("list-unknown").complains("school");
}

#[test]
fn a_portal_is_found_from_a_folder_within_it() {
    let folder = full();
    folder.put("avilys.toml", "");
    let within = folder.at("content/practices");
    Avilys::new().lang("en").within(&within).run(&["check"]).code(0);
    Avilys::new().lang("en").within(&within).run(&["add", "practice", "Iš vidaus"]).ok();
    assert!(folder.exists("content/practices/is-vidaus.md"));
    Avilys::new().lang("en").within(&within).run(&["build"]).code(0);
    assert!(folder.exists("public/index.html") && !folder.exists("content/practices/public"));
    Avilys::new().lang("en").within(&within).run(&["check", "--root", "."]).code(2).complains("root-not-a-site");
}

#[cfg(unix)]
mod on_a_terminal {
    use super::site;
    use crate::support::Terminal;

    #[test]
    fn add_asks_for_what_is_not_said() {
        let folder = site().folder();
        let mut terminal = Terminal::run(folder.path(), "lt_LT.UTF-8", &["add"]);
        terminal.shows("Kokios rūšies įrašas?").types("praktik\r");
        terminal.shows("Pavadinimas:").types("\r").shows("ką nors parašykite").types("Skaitymo rytai ąžuolyne\r");
        terminal.shows("Kurios mokyklos?").types("AUSR\r");
        terminal.shows("Kokios temos?").types(" \r");
        terminal.shows("Data:").types("\u{7f}\u{7f}\u{7f}\r").shows("Sukurta:");
        assert_eq!(terminal.ends(), 0);
        let text = folder.text("content/practices/skaitymo-rytai-azuolyne.md");
        for line in ["title = \"Skaitymo rytai ąžuolyne\"", "school = \"ausra\"", "topics = [\"skaitymas\"]"] {
            assert!(text.contains(&format!("{line}\n")), "{line}: {text}");
        }
        let date = text.lines().find_map(|line| line.strip_prefix("date = ")).unwrap();
        assert!(date.len() == 9 && date.starts_with('"'), "the day was taken away: {date}");
    }

    #[test]
    fn questions_can_be_passed_over_and_stopped() {
        let folder = site().folder();
        let mut terminal = Terminal::run(folder.path(), "en_GB.UTF-8", &["add", "practice", "Mornings"]);
        terminal.shows("Which school?").types("\u{1b}");
        terminal.shows("Which topics?").types("\u{1b}");
        terminal.shows("Date:").types("\u{1b}").shows("Fill in: school");
        assert_eq!(terminal.ends(), 0);
        let mut terminal = Terminal::run(folder.path(), "en_GB.UTF-8", &["add", "practice", "Evenings"]);
        terminal.shows("Which school?").types("\u{3}").shows("Stopped: nothing was written.");
        assert_eq!(terminal.ends(), 2);
        assert!(!folder.exists("content/practices/evenings.md"));
    }
}
