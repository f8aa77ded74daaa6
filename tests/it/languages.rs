//! Languages of the content: translations, their addresses and links, and what falls back to the original.

use crate::support::{TestSite, repository};

fn site() -> TestSite {
    site_in("\"en\"")
}

fn site_in(languages: &str) -> TestSite {
    TestSite::new()
        .setting(&format!("base_url = \"https://mokykla.example\"\nlanguages = [{languages}]"))
        .entry("schools/ausra", "title = \"Aušros mokykla\"\ntype = \"progimnazija\"\nmunicipality = \"birzu-r\"")
        .file(
            "content/practices/a.md",
            "+++\ntitle = \"Skaitymas\"\nschool = \"ausra\"\ndate = 2026-01-02\n+++\n\nTekstas.\n",
        )
        .file("content/practices/a.en.md", "+++\ntitle = \"Reading\"\n+++\n\nSee [it](school:ausra) and [me](a.md).\n")
}

#[test]
fn a_translation_has_its_own_address_and_both_name_each_other() {
    let built = site().build();
    let english = built.ok().file("en/practices/a/index.html");
    english.contains("<html lang=\"en\">").contains("<h1>Reading</h1>").shows("2 January 2026");
    let lithuanian = built.file("praktikos/a/index.html");
    lithuanian.contains("<html lang=\"lt\">").contains("<h1>Skaitymas</h1>").shows("2026 m. sausio 2 d.");
    for page in [english, lithuanian] {
        page.contains("hreflang=\"lt\" href=\"https://mokykla.example/praktikos/a/\"");
        page.contains("hreflang=\"en\" href=\"https://mokykla.example/en/practices/a/\"");
    }
}

#[test]
fn what_is_not_translated_is_linked_in_the_language_that_there_is() {
    let built = site().build();
    built.ok().lacks_file("en/schools/ausra/index.html");
    let page = built.file("en/practices/a/index.html");
    page.contains("<a href=\"../../../mokyklos/ausra/\"").contains("<a href=\"../../../en/practices/a/\"");
    built.file("en/schools/index.html").contains("href=\"../../mokyklos/ausra/\" lang=\"lt\">Aušros mokykla</a>");
}

#[test]
fn a_translation_takes_what_it_does_not_write_from_the_original() {
    let built = TestSite::of_views()
        .setting("languages = [\"en\"]")
        .entry(
            "schools/ausra",
            "title = \"Aušros mokykla\"\ntype = \"progimnazija\"\nmunicipality = \"birzu-r\"\nphone = \"+370\"",
        )
        .entry("schools/ausra.en", "title = \"Aušra School\"\ntype = \"progymnasium\"")
        .build();
    let page = built.ok().page("en/schools/ausra/");
    assert_eq!(page["own"]["type"], "progymnasium");
    assert_eq!(page["own"]["phone"], "+370");
    assert_eq!(page["own"]["municipality"]["url"], "en/municipalities/birzu-r/");
    assert_eq!(page["translations"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_mistake_of_a_translation_is_told_in_its_file() {
    let built = site().entry("schools/ausra.en", "title = \"Aušra\"\ntopics = [\"nera\"]\nweb = 1").build();
    built.fails().codes(["reference-unknown", "unknown-key"]);
    built.problem_at("reference-unknown", "content/schools/ausra.en.md:3:11");
    built.problem_at("unknown-key", "content/schools/ausra.en.md:4:1");
    site().entry("schools/ausra.en", "website = \"https://x.example\"").build().fails().codes(["missing-field"]);
}

#[test]
fn a_mistake_of_the_original_is_told_once() {
    let built = TestSite::new()
        .setting("languages = [\"en\"]")
        .entry("pages/a", "title = \"A\"\ntopics = [\"nera\"]\ndate = \"2026-13\"")
        .entry("pages/a.en", "title = \"A\"")
        .build();
    built.fails().codes(["reference-unknown", "date-invalid"]);
}

/// Texts, plurals, dates and the order of letters come from the messages file and from ICU: no code knows Latvian.
#[test]
fn a_third_language_needs_a_messages_file_only() {
    let built = TestSite::new()
        .entry("schools/ausra", "title = \"Aušros mokykla\"\ntype = \"progimnazija\"\nmunicipality = \"birzu-r\"")
        .file("messages/lv.toml", latvian())
        .setting("languages = [\"lv\"]")
        .entry("practices/a", "title = \"Skaitymas\"\nschool = \"ausra\"")
        .entry("practices/a.lv", "title = \"Lasīšana\"")
        .build();
    built.ok().file("lv/practices/a/index.html").contains("<html lang=\"lv\">").contains("Latviešu");
}

/// English messages with another name.
fn latvian() -> String {
    let english = std::fs::read_to_string(repository().join("themes/default/messages/en.toml")).unwrap();
    assert!(english.contains("title = \"English\""));
    with_words_of_kinds(&english.replace("title = \"English\"", "title = \"Latviešu\""))
}

/// The words that the kinds have in English, put among the messages.
fn with_words_of_kinds(messages: &str) -> String {
    let mut all: toml::Table = messages.parse().unwrap();
    let kinds = avilys::kind::Kinds::builtin();
    let words = kinds.words("en").unwrap();
    for key in words.keys().filter(|key| !key.ends_with("help")) {
        let (path, name) = key.rsplit_once('.').unwrap();
        let table = path.split('.').fold(&mut all, |table, name| {
            table.entry(name).or_insert_with(|| toml::Table::new().into()).as_table_mut().unwrap()
        });
        table.insert(name.to_owned(), words.text(key).unwrap().into());
    }
    toml::to_string(&all).unwrap()
}

#[test]
fn a_language_without_messages_is_told() {
    let built = TestSite::new().setting("languages = [\"xx\"]").entry("pages/a", "title = \"A\"").build();
    built.fails().diagnostic("language-without-messages");
    built.problem_at("language-without-messages", "avilys.toml:1:14");
    let built = TestSite::new().setting("languages = [\"en\"]\nlanguage = \"xx\"").build();
    built.fails().problem_at("language-without-messages", "avilys.toml:2:12");
}

#[test]
fn broken_messages_are_told_in_the_words_of_the_reader() {
    let site = TestSite::new().lang("lt").file("messages/lt.toml", "[site]\ntitle = \"A\"\n[nav\n");
    let built = site.build();
    built.fails().codes(["toml-header"]).problem_at("toml-header", "messages/lt.toml:3:5");
    assert!(!built.stderr().contains("unclosed"), "{}", built.stderr());
    let built = TestSite::new().file("messages/lt.toml", "[locale]\nrules = 1\n").build();
    built.fails().codes(["messages-syntax"]);
}

#[test]
fn a_portal_may_be_english_alone() {
    let built = TestSite::new()
        .setting("language = \"en\"")
        .entry("schools/oak", "title = \"Oak School\"\ntype = \"school\"\nmunicipality = \"birzu-r\"")
        .build();
    built.ok().file("schools/oak/index.html").contains("<html lang=\"en\">").shows("Oak School");
    built.has_file("municipalities/birzu-r/index.html").lacks_file("mokyklos/index.html");
}

#[test]
fn segments_can_be_set() {
    let built = site().setting("[segments]\npractices = \"patirtis\"\nmunicipalities = \"rajonai\"").build();
    built.ok().has_file("patirtis/a/index.html").has_file("rajonai/birzu-r/index.html");
    built.has_file("en/practices/a/index.html").lacks_file("praktikos/index.html");
}

#[test]
fn a_slug_of_a_translation_is_its_own() {
    let built = site().entry("schools/ausra.en", "title = \"Aušra\"\nslug = \"dawn\"").build();
    built.ok().has_file("en/schools/dawn/index.html").has_file("mokyklos/ausra/index.html");
}

#[test]
fn absolute_addresses_stand_only_where_a_standard_wants_them() {
    let built = site().base_url("https://kita.example/portalas").build();
    let page = built.ok().file("praktikos/a/index.html");
    page.contains("<link rel=\"canonical\" href=\"https://kita.example/portalas/praktikos/a/\">");
    page.contains("<a href=\"../../mokyklos/ausra/\"").not_contains("mokykla.example");
    let anchors: Vec<_> = page
        .text
        .split("<a ")
        .skip(1)
        .filter(|tag| tag.split('>').next().is_some_and(|tag| tag.contains("kita.example")))
        .collect();
    assert!(anchors.is_empty(), "links within the site are relative: {anchors:?}");
    built.file("404.html").contains("href=\"/portalas/");
}

/// A title that is shown in its own language keeps the quotation marks of that language.
#[test]
fn what_is_not_translated_keeps_the_typography_of_its_language() {
    let quoted = "title = \"Biržų \\\"Aušros\\\" mokykla\"\ntype = \"progimnazija\"\nmunicipality = \"birzu-r\"";
    let built = site()
        .entry("schools/birzai", quoted)
        .entry("practices/b", "title = \"B\"\nschool = \"birzai\"\ndate = 2026-01-02")
        .file("content/practices/b.en.md", "+++\ntitle = \"B\"\n+++\n\nSee [](school:birzai).\n")
        .build();
    built.ok().file("mokyklos/birzai/index.html").contains("<h1>Biržų „Aušros“ mokykla</h1>");
    built.file("en/schools/index.html").contains("lang=\"lt\">Biržų „Aušros“ mokykla</a>");
    built.file("en/practices/b/index.html").contains(">Biržų „Aušros“ mokykla</a>.");
}

/// A mistake of the settings is told once, where it stands, and not as what follows from it.
#[test]
fn settings_that_cannot_be_are_told_in_the_settings() {
    for wrong in [
        "languages = [\"en\", \"en\"]",
        "language = \"lt\"\nlanguages = [\"lt\"]",
        "[segments]\npractices = \"mokyklos\"",
        "[segments]\npractices = \"savivaldybes\"",
        "[segments]\npractises = \"patirtys\"",
        "[segments]\npractices = 7",
        "[segments]\npractices = \"Mano patirtys\"",
        "[[menu]]\ntitle = \"X\"\nurl = \"javascript:alert(1)\"",
    ] {
        let built = TestSite::new().setting(wrong).entry("pages/a", "title = \"A\"").build();
        built.fails();
        assert_eq!(built.problems.len(), 1, "{wrong}\n{}", built.stderr());
        let place = crate::support::place_of(&built.problems[0]);
        assert!(place.starts_with("avilys.toml:"), "{wrong} is told at {place:?}");
    }
}

/// A conference with two speakers, and its translation as `translated`.
fn conference(translated: &str) -> TestSite {
    let agenda = "[[agenda]]\ntime = \"10.00\"\ntitle = \"Pradžia\"\nspeakers = { name = \"A. A.\", school = \"ausra\" }\n\
        [[agenda]]\ntitle = \"Pabaiga\"\nspeakers = [{ name = \"B. B.\", role = \"vadovė\", school = \"kita\" }]";
    let school = |title: &str| format!("title = \"{title}\"\ntype = \"g\"\nmunicipality = \"birzu-r\"");
    TestSite::of_views()
        .setting("languages = [\"en\"]")
        .entry("schools/ausra", &school("Aušra"))
        .entry("schools/kita", &school("Kita"))
        .entry("conferences/k", &format!("title = \"K\"\nwhen = 2026-10-01\n{agenda}"))
        .entry("conferences/k.en", translated)
}

#[test]
fn rows_of_a_translation_say_words_and_keep_the_facts_of_the_original() {
    let words = "title = \"C\"\n[[agenda]]\ntitle = \"Opening\"\n[[agenda]]\ntitle = \"Closing\"\n\
        speakers = { name = \"B. B.\", role = \"head\", school = \"kita\" }";
    let page = conference(words).build().ok().page("en/conferences/k/");
    let agenda = &page["own"]["agenda"];
    assert_eq!((&agenda[0]["title"], &agenda[0]["time"]), (&"Opening".into(), &"10.00".into()));
    assert_eq!(agenda[0]["speakers"][0]["school"]["title"], "Aušra");
    assert_eq!((&agenda[1]["speakers"][0]["role"], &agenda[1]["title"]), (&"head".into(), &"Closing".into()));
    assert_eq!(agenda[1]["speakers"][0]["school"]["title"], "Kita", "whatever stands before it in the file");
}

#[test]
fn what_a_translation_says_in_vain_is_told() {
    let site = conference("title = \"C\"\nwhen = 2027-01-01\n[[agenda]]\ntitle = \"Opening\"");
    let built = site.build();
    built.fails().codes(["translation-fact", "translation-rows"]);
    built.problem_at("translation-fact", "content/conferences/k.en.md:3:1");
    built.problem_at("translation-rows", "content/conferences/k.en.md:4:3");
    conference("title = \"C\"\nwhen = 2026-10-01").build().ok();
}

#[test]
fn a_translation_has_attachments_of_its_own_and_may_be_a_draft() {
    let own = conference("title = \"C\"\nattachments = [{ title = \"Slides\", url = \"https://x.lt/en.pdf\" }]");
    let page = own.build().ok().page("en/conferences/k/");
    assert_eq!(page["attachments"][0]["title"], "Slides");
    conference("title = \"C\"\nattachments = [{ title = \"Slides\", file = \"nera.pdf\" }]")
        .build()
        .fails()
        .codes(["file-unknown"]);
    let draft = conference("title = \"C\"\nstatus = \"draft\"");
    draft.build().ok().lacks_file("en/conferences/k/index.html");
    draft.drafts().build().ok().has_file("en/conferences/k/index.html");
}

#[test]
fn a_person_of_a_translation_stays_at_the_school_of_the_original() {
    let authors = "authors = [{ name = \"A. A.\", role = \"mokytoja\", school = \"ausra\" }, \"B. B.\"]";
    let built = TestSite::of_views()
        .setting("languages = [\"en\"]")
        .entry("schools/ausra", "title = \"Aušra\"\ntype = \"progimnazija\"\nmunicipality = \"birzu-r\"")
        .entry("schools/kita", "title = \"Kita\"\ntype = \"progimnazija\"\nmunicipality = \"birzu-r\"")
        .entry("practices/a", &format!("title = \"A\"\nschool = \"ausra\"\n{authors}"))
        .entry("practices/a.en", "title = \"A\"\nauthors = [{ name = \"B. B.\", school = \"kita\" }, { name = \"A. A.\", role = \"teacher\" }]")
        .build();
    let page = built.ok().page("en/practices/a/");
    assert_eq!(page["authors"][0]["school"]["title"], "Kita");
    assert_eq!(page["authors"][1]["school"]["title"], "Aušra");
    assert_eq!(page["authors"][1]["role"], "teacher");
}

/// A page that is written in a further language alone.
fn with_a_page_of_its_own(languages: &str, extra: &str) -> TestSite {
    let front = format!("title = \"Guests\"\nschool = \"ausra\"\ndate = 2026-03-04\n{extra}");
    site_in(languages).entry("practices/guests.en", &front)
}

#[test]
fn a_page_in_a_further_language_alone_is_an_entry_of_that_edition() {
    let site = with_a_page_of_its_own("\"en\"", "slug = \"our-guests\"\naliases = [\"/svečiai/\"]").file(
        "content/practices/guest.md",
        "+++\ntitle = \"Svečias\"\nschool = \"ausra\"\n+++\n\n[Anglai](guests.en.md)\n",
    );
    let built = site.build();
    let page = built.ok().file("en/practices/our-guests/index.html");
    page.contains("<html lang=\"en\">")
        .contains("<h1>Guests</h1>")
        .shows("4 March 2026")
        .not_contains("rel=\"alternate\"");
    built.lacks_file("praktikos/guests/index.html").lacks_file("praktikos/our-guests/index.html");
    let link = "/en/practices/our-guests/\" lang=\"en\">Guests</a>";
    built.file("praktikos/index.html").contains(link);
    built.file("mokyklos/ausra/index.html").contains(link);
    built.file("praktikos/guest/index.html").contains("<a href=\"../../en/practices/our-guests/\">Anglai</a>");
    built.file("svečiai/index.html").contains("<html lang=\"en\">").contains("../en/practices/our-guests/");
    built.file("en/practices/index.html").contains("Guests</a>").not_contains("lang=\"en\">Guests");
}

#[test]
fn an_entry_without_a_page_in_the_first_language_has_its_original_in_the_next() {
    let with = |status: &str| {
        with_a_page_of_its_own("\"en\", \"lv\"", status)
            .file("messages/lv.toml", latvian())
            .entry("practices/guests.lv", "title = \"Viesi\"\nschool = \"ausra\"")
    };
    let built = with("").build();
    built.ok().file("lv/practices/guests/index.html").contains("<h1>Viesi</h1>").shows("2026");
    built.file("praktikos/index.html").contains("en/practices/guests/\" lang=\"en\">Guests</a>");
    let built = with("status = \"draft\"").build();
    built.ok().lacks_file("en/practices/guests/index.html");
    built.file("en/practices/index.html").contains("lv/practices/guests/\" lang=\"lv\">Viesi</a>");
}

#[test]
fn a_translation_of_nothing_is_told_where_it_is_no_page_in_its_own_right() {
    let built = site().entry("practices/b.en", "title = \"Guests\"").build();
    built.fails().codes(["translation-orphan"]).problem_at("translation-orphan", "content/practices/b.en.md:1:1");
    assert!(built.stderr().contains("school / organisation"), "{}", built.stderr());
    let built = site().entry("practices/b.en", "title = \"Guests\"\nstatus = \"draft\"").build();
    built.codes(["draft-unfinished"]).lacks_file("en/practices/b/index.html");
}

#[test]
fn a_link_to_a_translation_leads_to_it_and_its_place_is_checked() {
    let linking = |dest: &str| {
        let body = format!("+++\ntitle = \"B\"\nschool = \"ausra\"\n+++\n\n[tekstas]({dest})\n");
        site().file("content/practices/b.md", body).file(
            "content/practices/a.en.md",
            "+++\ntitle = \"Reading\"\n+++\n\n## First steps\n\n[all](../schools/ausra.md#nowhere)\n",
        )
    };
    // The English page links to a place that the Lithuanian page, which stands in for it, does not have.
    linking("a.md").build().fails().problem_at("link-heading-unknown", "content/practices/a.en.md:7:7");
    let mended = |dest: &str| {
        linking(dest)
            .entry("schools/ausra", "title = \"A\"\ntype = \"g\"\nmunicipality = \"birzu-r\"")
            .file("content/practices/a.en.md", "+++\ntitle = \"Reading\"\n+++\n\n## First steps\n")
            .build()
    };
    for dest in ["a.en.md#first-steps", "/en/practices/a/#first-steps", "a.en.md#site-search"] {
        let built = mended(dest);
        let place = dest.rsplit('#').next().unwrap();
        built.ok().file("praktikos/b/index.html").contains(&format!("<a href=\"../../en/practices/a/#{place}\">"));
    }
    for dest in ["a.en.md#nowhere", "/en/practices/a/#nowhere", "a.md#first-steps"] {
        mended(dest).fails().codes(["link-heading-unknown"]);
    }
    mended("/en/practices/#nowhere").fails().codes(["link-place-unknown"]);
    mended("/en/practices/#site-search").ok();
}

#[test]
fn lists_of_a_translated_school_have_their_further_pages_in_its_language() {
    let mut site = TestSite::of_views()
        .setting("languages = [\"en\"]\ngroup_size = 1")
        .entry("schools/ausra", "title = \"Aušra\"\ntype = \"g\"\nmunicipality = \"birzu-r\"")
        .entry("schools/ausra.en", "title = \"Dawn\"");
    for id in ["a", "b"] {
        site = site.entry(&format!("practices/{id}"), &format!("title = \"{id}\"\nschool = \"ausra\""));
    }
    let built = site.build();
    assert_eq!(built.ok().page("en/schools/ausra/")["relations"]["groups"][0]["more"], "en/schools/ausra/practices/");
}

#[test]
fn the_portal_is_named_in_each_language() {
    let site =
        || TestSite::new().setting("title = \"Portalas\"\ndescription = \"Apie mokyklas.\"\nlanguages = [\"en\"]");
    site().build().file("en/index.html").shows("Portalas").shows("Apie mokyklas.");
    let named = site().setting("[translations.en]\ntitle = \"Portal\"\ndescription = \"About schools.\"").build();
    named.ok().file("en/index.html").shows("Portal").shows("About schools.").not_contains("Portalas");
    named.file("index.html").shows("Portalas").shows("Apie mokyklas.");
    let unknown = site().setting("[translations.de]\ntitle = \"Portal\"").build();
    unknown.problem_at("translations-unknown", "avilys.toml:4:15");
    site().setting("[translations.en]\nname = \"Portal\"").build().problem_at("unknown-key", "avilys.toml:5:1");
}
