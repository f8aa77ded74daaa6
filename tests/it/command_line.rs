//! The program as it is called: exit codes, help, options, what it prints and in which language.

use serde_json::Value;

use crate::support::folder::has_ending;
use crate::support::{Avilys, Folder, Run, TestSite, golden};

fn site() -> TestSite {
    TestSite::new()
        .entry("schools/ausra", "title = \"Aušros mokykla\"\ntype = \"progimnazija\"\nmunicipality = \"birzu-r\"")
        .entry("topics/skaitymas", "title = \"Skaitymas\"")
        .entry("news/viena", "title = \"Viena\"\ndate = 2026-01-01")
}

/// What is different in every run: how long it took.
fn without_time(text: &str) -> String {
    let lines = text.split_inclusive('\n');
    lines.filter(|line| !line.starts_with("Time:") && !line.starts_with("Trukmė:")).collect()
}

#[test]
fn help_teaches_in_both_languages() {
    let commands =
        ["serve", "build", "check", "search", "new", "add", "import", "list", "theme", "schema", "lsp", "completions"];
    for language in ["lt_LT.UTF-8", "en_GB.UTF-8"] {
        let short = &language[..2];
        let run = |arguments: &[&str]| Avilys::new().lang(language).variable("COLUMNS", "100").run(arguments);
        golden::text(&format!("help/{short}/avilys.txt"), &run(&["--help"]).ok().stdout);
        for command in commands {
            golden::text(&format!("help/{short}/{command}.txt"), &run(&[command, "--help"]).ok().stdout);
        }
    }
}

#[test]
fn every_command_of_the_help_is_tested() {
    let help = Avilys::new().lang("en").run(&["--help"]).stdout;
    let listed = help.split("Commands:").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap_or_default();
    let commands: Vec<_> = listed.lines().filter_map(|line| line.split_whitespace().next()).collect();
    for command in &commands {
        let golden = crate::support::repository().join(format!("tests/golden/help/en/{command}.txt"));
        assert!(golden.is_file(), "{command} has no golden help");
    }
    assert!(commands.len() >= 6, "{commands:?}");
}

#[test]
fn wrong_use_is_exit_code_2() {
    let folder = site().folder();
    let wrong: [&[&str]; 12] = [
        &[],
        &["buld"],
        &["build", "--nera"],
        &["build", "--date", "rytoj"],
        &["build", "--date", "2026-02-30"],
        &["build", "--base-url", "portalas.lt"],
        &["build", "--root", "nera"],
        &["check", "--format", "xml"],
        &["schema", "nera"],
        &["add", "practice"],
        &["add", "nera", "Pavadinimas"],
        &["new"],
    ];
    for arguments in wrong {
        let run = Avilys::new().lang("en").within(folder.path()).run(arguments);
        run.code(2);
        assert_eq!(run.stdout, "", "{arguments:?}");
        assert!(!run.stderr.trim().is_empty(), "{arguments:?} is told");
    }
    assert!(!folder.exists("public"));
}

#[test]
fn a_value_that_does_not_fit_is_told_with_what_does() {
    for (language, range, fits) in [("lt", "nuo 0 iki 65535", "tinka: "), ("en", "from 0 to 65535", "known: ")] {
        let avilys = || Avilys::new().lang(language);
        for port in ["99999", "daug"] {
            let run = avilys().run(&["serve", "--port", port]);
            run.code(2).complains("cli-value").complains(range);
            assert!(!run.stderr.contains(fits), "no empty list:\n{}", run.stderr);
        }
        avilys().run(&["check", "--format", "xml"]).code(2).complains(&format!("{fits}text, json"));
    }
}

/// The folder is missing whatever the command was to do in it.
#[test]
fn a_missing_folder_is_told_in_words_for_every_command() {
    let folder = Folder::new();
    for command in ["serve", "build", "check"] {
        let run = Avilys::new().lang("en").within(folder.path()).run(&[command, "--root", "nera"]);
        run.code(2).complains("root-missing").complains("--root");
        assert!(!run.stderr.contains("avilys build"), "{}", run.stderr);
    }
}

#[test]
fn a_folder_that_is_no_site_is_told() {
    let folder = Folder::new();
    Avilys::new().lang("lt").within(folder.path()).run(&["build"]).code(2).complains("root-not-a-site");
    assert!(folder.tree("").is_empty());
}

#[test]
fn a_summary_stands_on_stdout_and_nothing_on_stderr() {
    for (language, expected) in [
        (
            "lt",
            "Įrašai:     3 (1\u{a0}mokykla, 1\u{a0}tema, 1\u{a0}naujiena)\n\
             Puslapiai:  PAGES\nFailai:     FILES įrašyta, 0 nepakeista, 0 pašalinta\nKur:        ./public\n",
        ),
        (
            "en",
            "Entries:    3 (1 school, 1 topic, 1 news item)\n\
             Pages:      PAGES\nFiles:      FILES written, 0 unchanged, 0 removed\nOutput:     ./public\n",
        ),
    ] {
        let (folder, run) = site().lang(language).run(&["build"]);
        run.ok();
        let mut files = folder.tree("public");
        files.retain(|path, _| !path.starts_with(".avilys/"));
        let pages = files.keys().filter(|path| !is_of_index(path)).count();
        let expected = expected.replace("PAGES", &pages.to_string()).replace("FILES", &files.len().to_string());
        assert_eq!(without_time(&run.stdout), expected, "{language}");
    }
}

/// True for what only the search reads, its scripts aside.
fn is_of_index(path: &str) -> bool {
    path.strip_prefix("search/").is_some_and(|name| !has_ending(name, "js"))
}

#[test]
fn piped_output_is_plain() {
    let broken = site().entry("news/kita", "title = \"Kita\"\nspalva = \"x\"");
    let runs: [Run; 4] = [
        site().run(&["build"]).1,
        broken.run(&["build"]).1,
        broken.run(&["check"]).1,
        site().run(&["build", "--help"]).1,
    ];
    for run in runs {
        assert!(!run.stdout.contains('\u{1b}') && !run.stderr.contains('\u{1b}'), "{run:?}");
        assert!(!run.stdout.contains('\r') && !run.stderr.contains('\r'), "{run:?}");
    }
}

#[test]
fn the_language_follows_the_environment_in_the_order_of_posix() {
    let told = |variables: &[(&'static str, &str)]| {
        let program = variables.iter().fold(Avilys::new(), |program, (name, value)| program.variable(name, value));
        program.run(&["--help"]).stdout.starts_with("avilys –")
    };
    assert!(told(&[("LANG", "lt_LT.UTF-8")]));
    assert!(!told(&[("LANG", "lt_LT.UTF-8"), ("LC_ALL", "en_GB.UTF-8")]));
    assert!(told(&[("LANG", "en_GB.UTF-8"), ("LC_MESSAGES", "lt_LT.UTF-8")]));
    assert!(told(&[("LANG", "lt_LT.UTF-8"), ("LC_ALL", "")]));
    assert!(!told(&[("LANG", "C")]) && !told(&[]));
}

#[test]
fn check_gives_text_json_and_github_commands() {
    let broken = site().entry("news/kita", "title = \"Kita, nauja\"\ndate = \"2026-13\"\nspalva = \"100%\"");
    let (_, run) = broken.run(&["check", "--format", "json"]);
    let problems: Value = serde_json::from_str(&run.code(1).stdout).expect("JSON");
    assert_eq!(problems[0]["code"], "date-invalid");
    assert_eq!(problems[0]["severity"], "error");
    assert_eq!(problems[0]["place"]["file"], "content/news/kita.md");
    assert_eq!((&problems[0]["place"]["line"], &problems[0]["place"]["column"]), (&3.into(), &8.into()));
    assert!(problems[0]["help"].as_str().is_some_and(|help| help.contains("01 to 12")));
    assert_eq!(problems.as_array().map(Vec::len), Some(2));

    let (_, run) = broken.run(&["check", "--format", "github"]);
    let lines: Vec<_> = run.code(1).stdout.lines().collect();
    assert_eq!(lines.len(), 2, "one command a line: {lines:?}");
    assert!(lines[0].starts_with("::error file=content/news/kita.md,line=3,col=8::"), "{}", lines[0]);
    assert!(lines[0].contains("%0A"), "the help follows: {}", lines[0]);

    let (folder, run) = site().run(&["check"]);
    run.code(0);
    assert!(!folder.exists("public"), "check writes nothing");
}

#[test]
fn drafts_and_what_lies_ahead_are_built_when_asked_for() {
    let site = || {
        site()
            .entry("news/juodrastis", "title = \"Juodraštis\"\ndate = 2026-01-01\nstatus = \"draft\"")
            .entry("news/rytoj", "title = \"Rytoj\"\ndate = 2026-11-23")
    };
    let page = |folder: &Folder, id: &str| folder.exists(&format!("public/naujienos/{id}/index.html"));
    let (folder, run) = site().run(&["build"]);
    run.ok();
    assert!(!page(&folder, "juodrastis") && !page(&folder, "rytoj"));
    let (folder, run) = site().run(&["build", "--drafts"]);
    run.ok();
    assert!(page(&folder, "juodrastis") && page(&folder, "rytoj"));
    let (folder, run) = site().run(&["build", "--date", "2026-11-23"]);
    run.ok();
    assert!(!page(&folder, "juodrastis") && page(&folder, "rytoj"));
}

#[test]
fn what_is_not_published_is_told_with_its_date() {
    let site = site()
        .lang("lt")
        .entry("news/viena-diena", "title = \"B\"\ndate = 2062-03-09")
        .entry("news/juodrastis", "title = \"C\"\ndate = 2026-01-01\nstatus = \"draft\"");
    let named = "Nepaskelbta: 1 juodraštis, 1 su būsima data\n  content/news/viena-diena.md – 2062 m. kovo 9 d.\n  \
                 content/news/juodrastis.md – juodraštis\n";
    let plain = |text: &str| text.replace('\u{a0}', " ");
    let (_, run) = site.run(&["build"]);
    assert!(plain(&run.ok().stdout).contains(named), "{}", run.stdout);
    let (_, run) = site.run(&["check"]);
    assert!(plain(&run.code(0).stderr).contains(named), "{}", run.stderr);
    let (_, run) = site.run(&["build", "--drafts"]);
    assert!(!run.ok().stdout.contains("Nepaskelbta"));
}

#[test]
#[cfg(target_os = "linux")]
fn what_cannot_be_said_stops_nothing() {
    let folder = site().folder();
    let avilys = || Avilys::new().lang("en").within(folder.path());
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a device that is always full");
    for arguments in [&["build"][..], &["check"], &["schema"], &["completions", "bash"], &["check", "--format", "json"]]
    {
        let run = avilys().command(arguments).stdout(full()).output().unwrap();
        assert_eq!(run.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
        let run = avilys().command(arguments).stdout(full()).stderr(full()).output().unwrap();
        assert_eq!(run.status.code(), Some(0), "{arguments:?}");
        let mut child = avilys().command(arguments).spawn().unwrap();
        drop((child.stdout.take(), child.stderr.take()));
        assert_eq!(child.wait().unwrap().code(), Some(0), "{arguments:?}");
    }
    assert!(folder.exists("public/index.html"));
}

#[test]
fn any_number_of_threads_is_drawn_in_to_what_is_useful() {
    for threads in ["0", "1", "100000", "daug"] {
        let folder = site().folder();
        Avilys::new().variable("RAYON_NUM_THREADS", threads).within(folder.path()).run(&["build"]).ok();
    }
}

#[test]
fn a_new_portal_needs_a_name() {
    let folder = Folder::new();
    Avilys::new().within(folder.path()).run(&["new", ""]).code(2).complains("cli-value-missing");
    assert!(folder.tree("").is_empty(), "the current folder is left alone");
}

#[test]
fn github_is_told_paths_from_the_repository() {
    let whole = Folder::new();
    whole.put(".git/HEAD", "ref: refs/heads/main\n");
    for (path, bytes) in site().entry("news/kita", "title = \"Kita\"\ndate = \"2026-13\"").folder().tree("") {
        whole.put(&format!("svetaine/portalas/{path}"), bytes);
    }
    let expected = "::error file=svetaine/portalas/content/news/kita.md,line=3,col=8::";
    let arguments = |root| ["check", "--format", "github", "--root", root];
    let run = Avilys::new().within(whole.path()).run(&arguments("svetaine/portalas"));
    assert!(run.code(1).stdout.starts_with(expected), "{}", run.stdout);
    let run = Avilys::new().within(&whole.at("svetaine")).run(&arguments("portalas"));
    assert!(run.code(1).stdout.starts_with(expected), "{}", run.stdout);
    std::fs::remove_dir_all(whole.at(".git")).unwrap();
    let run = Avilys::new().within(&whole.at("svetaine")).run(&arguments("portalas"));
    assert!(run.code(1).stdout.starts_with("::error file=portalas/content/news/kita.md"), "{}", run.stdout);
}

#[test]
fn the_day_is_that_of_source_date_epoch_unless_named() {
    let folder = TestSite::of_views().folder();
    folder.put("templates/home.html", "{{ site.today }}");
    let day = |program: Avilys, arguments: &[&str]| {
        program.within(folder.path()).run(arguments).ok();
        folder.text("public/index.html")
    };
    assert_eq!(day(Avilys::new(), &["build"]), "2026-11-22");
    assert_eq!(day(Avilys::new(), &["build", "--date", "2027-01-31"]), "2027-01-31");
    // One second before midnight and midnight itself, in UTC.
    assert_eq!(day(Avilys::new().variable("SOURCE_DATE_EPOCH", "1798761599"), &["build"]), "2026-12-31");
    assert_eq!(day(Avilys::new().variable("SOURCE_DATE_EPOCH", "1798761600"), &["build"]), "2027-01-01");
}

#[test]
fn the_base_address_of_the_command_line_wins() {
    let folder = site().setting("base_url = \"https://senas.example/\"").folder();
    let page = |arguments: &[&str]| {
        Avilys::new().within(folder.path()).run(arguments).ok();
        folder.text("public/naujienos/viena/index.html")
    };
    assert!(page(&["build"]).contains("<link rel=\"canonical\" href=\"https://senas.example/naujienos/viena/\">"));
    let page = page(&["build", "--base-url", "https://naujas.example/portalas/"]);
    assert!(page.contains("<link rel=\"canonical\" href=\"https://naujas.example/portalas/naujienos/viena/\">"));
    assert!(!page.contains("senas"));
    assert!(folder.text("public/404.html").contains("href=\"/portalas/style.css"), "404 may be shown at any address");
}

#[test]
fn offline_addresses_end_in_a_file() {
    let (folder, run) = site().run(&["build", "--offline"]);
    run.ok();
    let page = folder.text("public/naujienos/viena/index.html");
    assert!(page.contains("href=\"../../naujienos/index.html\""), "{page}");
}

#[test]
fn the_starters_build_without_problems() {
    for language in ["lt", "en"] {
        for arguments in [&["new", "portalas"][..], &["new", "portalas", "--school"]] {
            let folder = Folder::new();
            let avilys = || Avilys::new().lang(language).within(folder.path());
            avilys().run(arguments).ok().says("avilys serve --root portalas --open");
            let run = avilys().run(&["build", "--root", "portalas"]);
            run.ok();
            assert!(folder.exists("portalas/public/index.html"), "{arguments:?} {language}");
            assert!(folder.exists("portalas/.gitignore"));
            let html = format!("<html lang=\"{language}\">");
            assert!(folder.text("portalas/public/index.html").contains(&html), "{arguments:?} {language}");
            // The examples show something: a practice of a school on a topic.
            let practices = folder.tree("portalas/content/practices");
            assert!(!practices.is_empty());
            avilys().run(arguments).code(2).complains("folder-not-empty");
        }
    }
}

#[test]
fn completions_are_made_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        Avilys::new().lang("lt").run(&["completions", shell]).ok().says("avilys");
    }
}

#[test]
fn the_schema_is_a_json_schema_of_the_front_matter() {
    let all: Value = serde_json::from_str(&Avilys::new().run(&["schema"]).ok().stdout).expect("JSON");
    let kinds = [
        "practice",
        "programme",
        "conference",
        "report",
        "project",
        "school",
        "organisation",
        "topic",
        "news",
        "collection",
        "cycle",
        "page",
    ];
    for kind in kinds {
        let one: Value = serde_json::from_str(&Avilys::new().run(&["schema", kind]).ok().stdout).expect("JSON");
        assert_eq!(one, all[kind], "{kind}");
        assert_eq!(one["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(one["type"], "object");
        assert_eq!(one["additionalProperties"], false);
        let required = one["required"].as_array().expect("a list");
        assert!(required.contains(&"title".into()), "{kind}: {required:?}");
        for field in required {
            assert!(one["properties"][field.as_str().unwrap()].is_object(), "{kind}: {field}");
        }
        for name in ["summary", "topics", "status", "extra"] {
            assert!(one["properties"][name].is_object(), "{kind}: {name}");
        }
        assert_eq!(one["properties"]["status"]["enum"], serde_json::json!(["published", "draft", "archived"]));
        well_formed(&one, kind);
    }
    assert!(all["practice"]["properties"]["evidence"].is_object());
    assert_eq!(all["news"]["required"].as_array().map(|list| list.contains(&"date".into())), Some(true));
    assert!(all["settings"]["properties"]["base_url"].is_object());
    let kind: Value = serde_json::from_str(&Avilys::new().run(&["schema", "kind"]).ok().stdout).expect("JSON");
    assert_eq!(kind, all["kind"]);
    well_formed(&kind, "kind");
    assert!(kind["properties"]["index"].is_null(), "only the program's own kinds are places");
    Avilys::new().run(&["schema", "practise"]).code(2).complains("kind-unknown").complains("practice");
}

#[test]
fn a_kind_of_the_portal_has_a_schema_and_can_be_added() {
    let folder = site().folder();
    let description = "name = \"competition\"\nfolder = \"competitions\"\n\n[[field]]\nname = \"rules\"\ntype = \"text\"\n\
        required = true\n\n[words.en]\ntitle = \"Competitions\"\none = \"Competition\"\ncount = \"{count} competitions\"\n\
        segment = \"competitions\"\n[words.en.fields]\nrules = { label = \"Rules\", help = \"What takes part\" }\n";
    folder.put("kinds/competition.toml", description.as_bytes());
    let avilys = || Avilys::new().lang("en").within(folder.path());
    let schema: Value = serde_json::from_str(&avilys().run(&["schema", "competition"]).ok().stdout).expect("JSON");
    assert_eq!(schema["properties"]["rules"]["description"], "What takes part");
    let settings: Value = serde_json::from_str(&avilys().run(&["schema", "settings"]).ok().stdout).expect("JSON");
    assert!(settings["properties"]["segments"]["properties"]["competitions"].is_object());
    avilys().run(&["add", "competition", "Skaitovai"]).ok().says("rules");
    assert!(folder.text("content/competitions/skaitovai.md").contains("rules = \"\"  # What takes part\n"));
}

/// The shape of the JSON Schema vocabulary that the schemas use.
fn well_formed(schema: &Value, at: &str) {
    let Some(schema) = schema.as_object() else { panic!("{at}: {schema} is no schema") };
    for (key, value) in schema {
        let inner = format!("{at}.{key}");
        match key.as_str() {
            "type" => {
                let names = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
                let known = ["object", "array", "string", "number", "integer", "boolean"];
                assert!(names.iter().all(|name| known.contains(&name.as_str().unwrap_or(""))), "{inner}: {value}");
            }
            "properties" | "$defs" => {
                value
                    .as_object()
                    .expect("a map")
                    .iter()
                    .for_each(|(name, of)| well_formed(of, &format!("{inner}.{name}")));
            }
            "items" => well_formed(value, &inner),
            "additionalProperties" if value.is_object() => well_formed(value, &inner),
            "anyOf" => value.as_array().expect("a list").iter().for_each(|of| well_formed(of, &inner)),
            "required" | "enum" => assert!(value.is_array(), "{inner}"),
            "minLength" | "minimum" => assert!(value.is_u64(), "{inner}"),
            "additionalProperties" => assert!(value.is_boolean(), "{inner}"),
            "pattern" | "format" | "description" | "title" | "$schema" | "$ref" => {
                assert!(value.is_string(), "{inner}");
            }
            _ => panic!("{inner} is no keyword that is known here"),
        }
    }
}

#[test]
fn files_of_other_systems_are_read() {
    let bom_and_crlf =
        "\u{feff}+++\r\ntitle = \"Su ženklu\"\r\ndate = 2026-01-01\r\n+++\r\n\r\nPirma eilutė.\r\n\r\n## Antraštė\r\n";
    let (folder, run) = TestSite::new()
        .file("content/news/langai.md", bom_and_crlf)
        .file(
            "content/practices/aplankas/index.md",
            "+++\ntitle = \"NFD\"\norganisation = \"org\"\n+++\n\n![Šv.](šaltinis.svg)\n",
        )
        .entry("organisations/org", "title = \"Org\"\ntype = \"asociacija\"")
        // A file made on a Mac: š as s and a combining caron.
        .file("content/practices/aplankas/s\u{30c}altinis.svg", "<svg/>")
        .run(&["build"]);
    run.ok();
    let page = folder.text("public/naujienos/langai/index.html");
    assert!(page.contains("<p>Pirma eilutė.</p>") && !page.contains('\u{feff}'), "{page}");
    assert!(page.contains("Su ženklu"));
    let picture = folder.tree("public").into_keys().find(|path| path.contains("aplankas/") && path.contains("altinis"));
    let picture = picture.expect("the picture is published");
    assert_eq!(picture, "praktikos/aplankas/šaltinis.svg", "in the normal form C");
}

#[test]
fn a_file_that_is_not_utf8_is_told_and_not_fatal_for_the_others() {
    let (_, run) = site().file("content/news/senas.md", b"+++\ntitle = \"\xd0\xeb\"\n+++\n").run(&["build"]);
    run.code(1).complains("content/news/senas.md:2:10").complains("1 error");
}

#[test]
fn a_theme_in_the_themes_folder_overrides_one_file() {
    let (folder, run) = site()
        .setting("theme = \"mano\"")
        .file("themes/mano/theme.toml", "name = \"mano\"\napi = 2\n")
        .file("themes/mano/templates/partials/footer_end.html", "<p>Mano poraštė</p>")
        .run(&["build"]);
    run.ok();
    let page = folder.text("public/index.html");
    assert!(page.contains("Mano poraštė") && page.contains("class=\"site-head\""), "{page}");
}

#[test]
fn a_base_address_is_checked_as_in_the_settings() {
    for wrong in
        ["portalas.lt", "ftp://portalas.lt", "https://", "https://x.lt/?a=1", "https://x.lt/#a", "https://x.lt/\"<"]
    {
        let (folder, run) = site().run(&["build", "--base-url", wrong]);
        run.code(2).complains("expected-base-url");
        assert!(!folder.exists("public"), "{wrong}");
        let quoted = wrong.replace('"', "\\\"");
        site().setting(&format!("base_url = \"{quoted}\"")).build().fails().codes(["expected-base-url"]);
    }
}
