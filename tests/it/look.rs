//! A school's own colours, name and menu, from the settings alone.

use crate::support::TestSite;

fn site(theme: &str) -> TestSite {
    TestSite::new()
        .file("avilys.toml", format!("title = \"Mokyklos portalas\"\n{theme}"))
        .file("static/herbas.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .file("static/raides/Mokykla.woff2", "font")
        .entry("schools/ausra", "title = \"Aušra\"\ntype = \"gimnazija\"\nmunicipality = \"birzu-r\"")
        .entry("practices/a", "title = \"A\"\nschool = \"ausra\"\ndate = 2026-01-02")
        .entry("topics/t", "title = \"T\"")
}

#[test]
fn a_colour_reaches_every_page_in_light_and_dark() {
    let built = site("[theme]\naccent = \"#7a1f3d\"\n").build();
    let page = built.ok().file("praktikos/a/index.html");
    page.contains("look.css").contains("media=\"(prefers-color-scheme: dark)\" content=\"#");
    page.not_contains("content=\"#fbfaf6\"");
    built.file("look.css").contains("--link: light-dark(#").contains("--deep: light-dark(#");
}

#[test]
fn a_colour_that_is_too_light_is_told_with_the_nearest_that_passes() {
    let built = site("[theme]\naccent = \"#ffcc00\"\n").build();
    built.codes(["accent-weak"]).problem_at("accent-weak", "avilys.toml:3:10");
    let problem = built.diagnostic("accent-weak");
    let proposal = problem.args.iter().find(|(name, _)| *name == "suggestion").unwrap().1.clone();
    site(&format!("[theme]\naccent = \"{proposal}\"\n")).build().ok().codes([]);
    let built = site("[theme]\naccent = \"žalia\"\n").build();
    built.fails().problem_at("expected-colour", "avilys.toml:3:10");
}

#[test]
fn logo_font_name_and_motto_need_no_template() {
    let theme = "[theme]\nlogo = \"static/herbas.svg\"\nfavicon = \"herbas.svg\"\nfont = \"raides/Mokykla.woff2\"\nname = \"Aušra\"\nmotto = \"Mokomės kartu\"\n";
    let built = site(theme).build();
    let page = built.ok().codes([]).file("praktikos/a/index.html");
    page.contains("<img class=\"logo\" src=\"../../herbas.svg")
        .contains("<span>Aušra<small>Mokomės kartu</small></span>");
    page.contains("<link rel=\"icon\" href=\"../../herbas.svg").not_contains("favicon.svg");
    built.file("look.css").contains("src: url(\"raides/Mokykla.woff2\")").contains("--sans: \"Site\"");
}

#[test]
fn a_file_that_is_not_there_is_told_with_the_nearest() {
    let built = site("[theme]\nlogo = \"herbs.svg\"\n").build();
    built.fails().problem_at("look-file-missing", "avilys.toml:3:8");
    let problem = built.diagnostic("look-file-missing");
    assert!(problem.args.iter().any(|(name, value)| *name == "suggestion" && value == "herbas.svg"), "{problem:?}");
}

#[test]
fn the_menu_can_be_grouped_anew() {
    let theme = "[[theme.menu]]\ntitle = \"Mūsų darbai\"\nitems = [\"practices\", \"years\"]\n[[theme.menu]]\ntitle = \"Kas mes\"\nitems = [\"school\"]\n";
    let page = site(theme).build();
    let page = page.ok().file("index.html");
    page.contains(">Mūsų darbai</summary>").contains(">Mokyklos</a>").not_contains(">Patirtis</summary>");
    let built = site("[[theme.menu]]\ntitle = \"X\"\nitems = [\"practises\"]\n").build();
    built.fails().problem_at("menu-item-unknown", "avilys.toml:4:10");
}

#[test]
fn the_name_of_a_theme_may_stand_alone_or_in_the_table() {
    for theme in ["theme = \"sava\"\n", "[theme]\nbase = \"sava\"\n"] {
        let site = site(theme).file("themes/sava/theme.toml", "name = \"sava\"\napi = 2\n");
        let built = site.file("themes/sava/templates/page.html", "own").entry("pages/apie", "title = \"Apie\"").build();
        built.ok().file("apie/index.html").is("own");
    }
}

#[test]
fn parts_of_the_theme_are_listed_and_written_into_the_portal() {
    let (_, run) = site("").run(&["theme", "list"]);
    assert!(
        run.stdout.contains("templates/home.html\n") && run.stdout.contains("static/style.css\n"),
        "{}",
        run.stdout
    );
    let (folder, run) = site("").lang("lt").run(&["theme", "export", "home.html", "static/print.css"]);
    run.code(0);
    assert!(run.stdout.contains("Įrašyta: templates/home.html"), "{}", run.stdout);
    assert!(folder.exists("templates/home.html") && folder.exists("static/print.css"));
    let (_, run) = site("").file("templates/home.html", "own").run(&["theme", "export", "home.html"]);
    run.code(2).complains("file-exists");
    let (_, run) = site("").run(&["theme", "export", "templates/hom.html"]);
    run.code(2).complains("theme-file-unknown");
    assert!(run.stderr.contains("templates/home.html"), "{}", run.stderr);
}

#[test]
fn words_and_contract_of_the_theme_can_be_had() {
    let (_, run) = site("").run(&["theme", "messages", "lt"]);
    assert!(run.stdout.contains("Patirtis"), "{}", run.stdout);
    let (_, run) = site("").run(&["theme", "messages", "pl"]);
    assert!(run.stdout.contains("[segments]") && run.stdout.contains("Practice"));
    let (_, run) = site("").run(&["theme", "contract"]);
    assert!(run.stdout.contains("menu_groups"));
}
