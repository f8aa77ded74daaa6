//! Slips in front matter: each is told once, in words of its own, with what to write instead.

use crate::support::{Built, TestSite, golden};

const SCHOOL: &str = "title = \"Ąžuolo gimnazija\"\ntype = \"gimnazija\"\nmunicipality = \"alytaus-m\"";

fn page(front: &str) -> Built {
    TestSite::new().entry("schools/azuolas", SCHOOL).entry("pages/a", &format!("title = \"A\"\n{front}")).build()
}

#[test]
fn a_broken_line_is_told_once_with_what_to_write() {
    for (line, code, right) in [
        ("summary = \"Būrelis \"Žiogas\" augo\"", "toml-inner-quotes", "summary = \"Būrelis „Žiogas“ augo\""),
        ("date = 2025-04-31", "date-invalid", "mėnesyje nėra"),
        ("date = 2025.04.30", "toml-date", "date = 2025-04-30"),
        ("date = 2025-04", "toml-date", "date = \"2025-04\""),
        ("summary = \"Antra\";", "toml-line-end", "ištrinkite"),
        ("topics = rašymas, kalba", "toml-list", "topics = [\"rašymas\", \"kalba\"]"),
        ("image = { file = \"D:\\Ponas\\foto.png\", alt = \"Foto\" }", "toml-backslash", "\"foto.png\""),
        ("summary: Trečia", "toml-colon", "summary = \"Trečia\""),
    ] {
        let built = page(line);
        built.fails().codes([code]);
        let shown = built.in_language("lt");
        assert!(shown.contains(right), "{line}:\n{shown}");
        assert!(!shown.contains("expected"), "the parser's words are not shown:\n{shown}");
    }
}

#[test]
fn fields_in_lithuanian_are_told_with_ours() {
    for (line, right) in [
        ("santrauka = \"Apie\"", "summary = \"Apie\""),
        ("data = 2025-01-02", "date = 2025-01-02"),
        ("tema = \"skaitymas\"", "topics = [\"skaitymas\"]"),
        ("nuotrauka = \"a.png\"", "image = { file = \"a.png\", alt = \"…\" }"),
        ("pirma_karta_paskelbta = \"https://x.lt\"", "source = \"https://x.lt\""),
    ] {
        let built = page(line);
        built.fails().codes(["unknown-key"]);
        assert!(built.in_language("lt").contains(right), "{line}:\n{}", built.in_language("lt"));
    }
    let school = "pavadinimas = \"Liepų gimnazija\"\nmokyklos_tipas = \"gimnazija\"\nsavivaldybė = \"alytaus-m\"";
    let built = TestSite::new().entry("schools/liepa", &school.replace("ė =", "e =")).build();
    let shown = built.fails().in_language("lt");
    assert!(shown.contains("title = \"Liepų gimnazija\"") && shown.contains("municipality = \"alytaus-m\""), "{shown}");
    assert!(!shown.contains("trūksta privalomo lauko „title“"), "{shown}");
}

#[test]
fn what_is_there_already_is_not_to_be_written_twice() {
    for lines in ["date = 2025-01-02\npublishDate = 2025-01-02", "categories = [\"a\"]\nkeywords = [\"b\"]"] {
        let shown = page(lines).in_language("en");
        assert_eq!(shown.matches("and it is there already").count(), 1, "{shown}");
    }
}

#[test]
fn a_date_with_other_marks_is_told_with_the_right_ones() {
    let built = page("date = \"2025–04–30\"");
    built.fails().codes(["date-invalid"]);
    assert!(built.in_language("lt").contains("2025-04-30"));
}

#[test]
fn the_day_of_a_date_time_is_taken() {
    for date in ["2017-02-16T10:00:00+02:00", "2017-02-16T10:00:00", "2017-02-16 10:00:00", "\"2017-02-16T10:00:00Z\""]
    {
        let site = TestSite::new().entry("news/a", &format!("title = \"A\"\ndate = {date}"));
        site.build().ok().file("naujienos/a/index.html").shows("2017 m. vasario 16 d.");
    }
}

#[test]
fn fields_of_other_generators_are_told_with_ours() {
    for (line, right) in [
        ("draft = true", "status = \"draft\""),
        ("draft = false", "status = \"published\""),
        ("tags = [\"a\", \"b\"]", "topics = [\"a\", \"b\"]"),
        ("categories = \"a\"", "topics = [\"a\"]"),
        ("description = \"Apie ką\"", "summary = \"Apie ką\""),
        ("lastmod = 2025-01-02", "updated = 2025-01-02"),
        ("draft = \"yes\"", "status = \"draft\""),
        ("permalink = \"/b/\"", "aliases = [\"/b/\"]"),
        ("cover = \"a.png\"", "image = { file = \"a.png\", alt = \"…\" }"),
    ] {
        let built = page(line);
        built.fails().codes(["unknown-key"]);
        assert!(built.in_language("en").contains(right), "{line}:\n{}", built.in_language("en"));
    }
}

#[test]
fn the_known_fields_are_listed_once() {
    let built = TestSite::new().entry("news/a", "title = \"A\"\ndate = 2026-01-05\nqqqqqqq = 1").build();
    let known = built.diagnostic("unknown-key").args.iter().find(|(name, _)| *name == "known").unwrap().1.clone();
    assert_eq!(known.split(", ").filter(|field| *field == "date").count(), 1, "{known}");
}

#[test]
fn a_field_of_the_entry_below_a_table_is_told_to_move_up() {
    let rows =
        "\n[[memberships]]\norganisation = \"klubas\"\nwebsite = \"https://azuolas.lt\"\nmunicipality = \"alytaus-m\"";
    let built = TestSite::new()
        .entry("organisations/klubas", "title = \"Klubas\"\ntype = \"asociacija\"")
        .entry("schools/azuolas", &format!("title = \"Ąžuolas\"\ntype = \"gimnazija\"{rows}"))
        .build();
    built.fails().codes(["field-below-table", "field-below-table"]);
    built.problem_at("field-below-table", "content/schools/azuolas.md:7:1");
    assert!(built.in_language("lt").contains("virš eilutės [[memberships]]"));
}

#[test]
fn a_field_of_the_entry_in_extra_is_told_and_a_status_there_publishes_nothing() {
    let built = page("[extra]\ncolour = \"red\"\nsummary = \"S\"");
    built.codes(["field-in-extra"]).problem_at("field-in-extra", "content/pages/a.md:5:1");
    page("[extra]\nstatus = \"draft\"").fails().codes(["field-in-extra"]);
}

#[test]
fn a_value_that_should_be_a_table_is_shown_as_one() {
    let built = page("image = \"foto.png\"\nattachments = [\"forma.docx\", \"https://azuolas.lt/f\"]");
    built.fails().codes(["expected-table", "expected-table", "expected-table"]);
    let shown = built.in_language("lt");
    for right in [
        "vietoj \"foto.png\" rašykite { file = \"foto.png\", alt = \"…\" }",
        "vietoj \"forma.docx\" rašykite { title = \"…\", file = \"forma.docx\" }",
        "{ title = \"…\", url = \"https://azuolas.lt/f\" }",
    ] {
        assert!(shown.contains(right), "{shown}");
    }
}

#[test]
fn what_is_missing_within_braces_is_asked_for_there() {
    let built = page("image = { file = \"foto.png\", colour = 1 }");
    let shown = built.in_language("en");
    assert!(shown.contains("within the curly brackets: alt = \"…\""), "{shown}");
    assert!(!shown.contains("[extra]"), "an image has no such table:\n{shown}");
}

#[test]
fn a_published_entry_with_the_texts_it_began_with_is_told() {
    let text = "+++\ntitle = \"A\"\nsummary = \"Vienas ar du sakiniai: apie ką tai.\"\n+++\n\n## Apie ką tai\n\nRašykite čia.\n";
    let built = TestSite::new().file("content/pages/a.md", text).build();
    built.codes(["placeholder-published", "placeholder-published"]);
    built.problem_at("placeholder-published", "content/pages/a.md:3:12");
    built.problem_at("placeholder-published", "content/pages/a.md:8:1");
    let draft = text.replace("title", "status = \"draft\"\ntitle");
    TestSite::new().file("content/pages/a.md", draft).build().ok();
}

#[test]
fn a_municipality_is_known_by_its_everyday_names() {
    let school = |name: &str| {
        let front = format!("title = \"A\"\ntype = \"gimnazija\"\nmunicipality = \"{name}\"");
        TestSite::new().entry("schools/a", &front).build()
    };
    for name in ["Zarasų raj.", "Zarasai", "Zarasų rajonas", "zarasu-r"] {
        school(name).ok().has_file("savivaldybes/zarasu-r/index.html");
    }
    let built = school("Kaunas");
    built.fails().codes(["municipality-unknown"]);
    assert!(built.in_language("lt").contains("kauno-m, kauno-r"), "{}", built.in_language("lt"));
}

#[test]
fn a_file_in_another_encoding_is_told_with_its_name() {
    let text = "+++\ntitle = \"Ąžuolų giraitė\"\n+++\nTekstas\n";
    let page = |bytes: Vec<u8>| TestSite::new().file("content/pages/a.md", bytes).build();
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [&[0xff, 0xfe][..], &utf16].concat();
    let baltic = b"+++\ntitle = \"\xc0\xfeuol\xf8 girait\xeb\"\n+++\nTekstas\n".to_vec();
    for (bytes, name) in [(utf16, "UTF-16"), (marked, "UTF-16"), (baltic, "Windows-1257")] {
        let built = page(bytes);
        built.fails().codes(["not-utf8"]);
        let shown = built.in_language("lt");
        assert!(shown.contains(name), "{shown}");
    }
    page(format!("\u{feff}\u{feff}{text}").into_bytes()).ok();
}

/// Files with a slip each, and the texts that their authors read.
#[test]
fn the_texts_are_as_they_should_be() {
    let page = "title = \"A\"\n";
    let rows = "type = \"gimnazija\"\nmunicipality = \"Kaunas\"\n[[memberships]]\norganisation = \"klubas\"\nwebsite = \"https://a.lt\"";
    let built = TestSite::new()
        .entry("organisations/klubas", "title = \"Klubas\"\ntype = \"asociacija\"")
        .entry("pages/data", &format!("{page}date = 2025.04.30"))
        .entry("pages/diena", &format!("{page}date = 2025-04-31"))
        .entry("pages/dvitaskis", &format!("{page}summary: Trečia"))
        .entry("pages/juodrastis", &format!("{page}draft = true\ntags = [\"a\"]"))
        .entry("pages/kabliataskis", &format!("{page}summary = \"Antra\";"))
        .entry("pages/kabutes", &format!("{page}summary = \"Būrelis \"Žiogas\" augo\""))
        .entry("pages/kelias", &format!("{page}image = {{ file = \"D:\\Ponas\\foto.png\", alt = \"Foto\" }}"))
        .entry("pages/paveikslas", &format!("{page}image = \"foto.png\""))
        .entry("pages/sarasas", &format!("{page}topics = rašymas, kalba"))
        .entry("pages/savi", &format!("{page}[extra]\nsummary = \"S\""))
        .entry("schools/mokykla", &format!("{page}{rows}"))
        .file("content/pages/koduote.md", b"+++\r\ntitle = \"\xc0\xfeuolas\"\r\n+++\r\n")
        .file("content/pages/pradzia.md", format!("+++\n{page}+++\nRašykite čia.\n"))
        .build();
    for language in ["lt", "en"] {
        golden::text(&format!("mistakes/front_matter.{language}.txt"), &built.in_language(language));
    }
}

#[test]
fn fields_are_as_wary_of_hidden_signs_and_false_addresses_as_bodies() {
    let turned = "title = \"Planas \u{202e}fdp.exe\"\ndate = 2026-01-02\nsummary = \"\\u2066Trumpai\"";
    let built = TestSite::new().entry("news/a", turned).build();
    built.codes(["direction-control", "direction-control"]);
    built.problem_at("direction-control", "content/news/a.md:2:9");
    built.file("naujienos/a/index.html").contains("<title>Planas fdp.exe").not_contains("\u{2066}");

    let school = "title = \"A\"\ntype = \"gimnazija\"\nmunicipality = \"vilniaus-m\"\n";
    for field in [
        "website = \"https://vilnius.lt@bloga.example/\"",
        "links = [{ title = \"x\", url = \"HTTP://vilnius.lt:x@bloga.example\" }]",
    ] {
        TestSite::new().entry("schools/a", &format!("{school}{field}")).build().fails().codes(["link-userinfo"]);
    }
    let good = "website = \"https://vilnius.lt/@mokykla?a@b#c@d\"\nemail = \"a@b.lt\"";
    TestSite::new().entry("schools/a", &format!("{school}{good}")).build().ok().codes([]);
}

#[test]
fn a_text_of_several_lines_in_single_quotation_marks_is_one_mistake() {
    let built = page("summary = \"Pirma eilutė\nAntra eilutė.\nTrečia\"");
    built.fails().codes(["toml-string-unclosed"]);
    built.problem_at("toml-string-unclosed", "content/pages/a.md:3:24");
}

#[test]
fn a_country_is_written_by_its_name_or_its_code() {
    let project = |countries: &str| {
        let front = format!("title = \"Mokytojai Europoje\"\nperiod = \"2024/2025\"\ncountries = {countries}");
        TestSite::new().entry("projects/europa", &front).build()
    };
    let built = project("[\"Ispanija\", \"spain\", \"CY\", \"Čekija\"]");
    let page = built.ok().file("projektai/europa/index.html");
    page.contains("Ispanija").contains("Kipras").contains("Čekija");
    let built = project("[\"Ispanijos\"]");
    let problem = built.fails().diagnostic("country-unknown");
    assert!(problem.args.iter().any(|(name, value)| *name == "suggestion" && value == "ES"), "{:?}", problem.args);
}
