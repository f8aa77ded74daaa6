//! What the search of a site finds: what is in it, what belongs together, and `avilys search` over the built files.

use avilys::search::{Query, Validity};
use serde_json::Value;

use crate::support::{Folder, Preview, Run, Searchable, TestSite};

const SCHOOL: &str = "title = \"Biržų „Aušros“ pagrindinė mokykla\"\ntype = \"mokykla\"\nmunicipality = \"birzu-r\"";

fn site() -> TestSite {
    TestSite::new()
        .entry("schools/ausra", &format!("{SCHOOL}\nshort_title = \"BAPM\""))
        .entry("schools/kita", "title = \"Kita mokykla\"\ntype = \"mokykla\"\nmunicipality = \"kauno-m\"")
        .entry("topics/kokybe", "title = \"Kokybė\"\nsynonyms = [\"veiklos tobulinimas\"]")
        .entry("topics/isivertinimas", "title = \"Įsivertinimas\"\nparent = \"kokybe\"")
        .file(
            "content/practices/balsas.md",
            "+++\ntitle = \"Mokinių balsas\"\nschool = \"ausra\"\ntopics = [\"isivertinimas\"]\ndate = \"2025-10-01\"\n\
             evidence = \"feedback\"\nsteps = [\"Susitarimas dėl taisyklių\"]\n+++\n## Kaip klausėme\n\nKlausimynas anketoje.\n",
        )
        .entry("practices/knygos", "title = \"Knygų mainai\"\nschool = \"kita\"\ndate = \"2024-03-01\"")
}

fn run(site: &TestSite, arguments: &[&str]) -> (Folder, Run) {
    let (folder, built) = site.run(&["build"]);
    built.code(0);
    let all: Vec<&str> = ["search"].iter().chain(arguments).copied().collect();
    let run = crate::support::Avilys::new().lang("en").within(folder.path()).run(&all);
    (folder, run)
}

#[test]
fn every_entry_of_the_sample_portal_is_found_by_its_title() {
    let files = crate::support::folder::tree(&crate::support::repository().join("content"));
    let site = TestSite::new().setting("languages = [\"en\"]");
    let site = files.iter().fold(site, |site, (path, bytes)| site.file(&format!("content/{path}"), bytes));
    let index = Searchable::of(&site);
    let all = index.ask(&Query { sort: avilys::search::Sort::Date, limit: 10_000, ..Query::default() });
    assert!(all.total > 100, "{}", all.total);
    let mut lower = Vec::new();
    for hit in &all.hits {
        let found = index.ids(&hit.stored.title);
        let place = found.iter().position(|id| *id == hit.stored.id);
        assert!(place.is_some_and(|place| place < 10), "{:?} comes {place:?} for its own title", hit.stored.title);
        lower.extend(place.filter(|place| *place > 0).map(|place| (place, hit.stored.title.clone())));
    }
    assert_eq!(lower, [], "not first for their own titles");
}

#[test]
fn an_entry_is_found_by_body_heading_field_and_names() {
    let index = Searchable::of(&site());
    for query in
        ["klausimynai", "klausti", "anketos", "susitarimai", "taisyklė", "bapm", "birzu rajonas", "2025 balsas"]
    {
        assert!(index.ids(query).contains(&"balsas".to_owned()), "{query}: {:?}", index.ids(query));
    }
}

#[test]
fn an_entry_is_found_by_its_year_and_month_in_words_but_not_by_its_day() {
    let index = Searchable::of(&site());
    for query in ["2024 metai", "2024 metais ", "2024 m. kovas", "kovo mėnuo", "knygos kovą "] {
        assert_eq!(index.ids(query).first().map(String::as_str), Some("knygos"), "{query}: {:?}", index.ids(query));
    }
    assert!(!index.ids("kovas ").contains(&"balsas".to_owned()));
    assert!(index.ids("1 ").is_empty(), "{:?}", index.ids("1 "));
}

#[test]
fn a_programme_is_found_by_its_hours_before_what_only_mentions_them() {
    let site = TestSite::new()
        .entry("programmes/trumpa", "title = \"Klausymosi kursai\"\nhours = 24")
        .entry("programmes/ilga", "title = \"Mentorių kursai\"\nhours = 80")
        .file(
            "content/practices/mainai.md",
            "+++\ntitle = \"Mainai\"\nschool = \"kita\"\n+++\nMokėmės 24 val., paskui dar 24 val. namuose, iš viso 48 valandas.\n",
        )
        .entry("schools/kita", "title = \"Kita mokykla\"\ntype = \"mokykla\"\nmunicipality = \"kauno-m\"");
    let index = Searchable::of(&site);
    for query in ["24 val.", "24 val", "24 valandos", "24 valandų kursai"] {
        assert_eq!(index.ids(query).first().map(String::as_str), Some("trumpa"), "{query}");
    }
}

#[test]
fn what_a_picture_shows_is_found_and_is_no_part_of_the_lead() {
    let site = site()
        .file(
            "content/practices/stendas/index.md",
            "+++\ntitle = \"Stendas\"\nschool = \"kita\"\n+++\n![Lipdukai ant lentos](lenta.png)\n\nTekstas.\n",
        )
        .file("content/practices/stendas/lenta.png", "");
    let hits = Searchable::of(&site).ask(&Query { text: "lipdukų".to_owned(), limit: 10, ..Query::default() }).hits;
    let found: Vec<_> = hits.iter().map(|hit| (hit.stored.id.as_str(), hit.stored.lead.as_str())).collect();
    assert_eq!(found, [("stendas", "Tekstas.")]);
}

#[test]
fn what_the_picture_of_a_component_shows_is_found() {
    let body = ":::figure src=\"a.png\" alt=\"Kaštonas kieme\" caption=\"Gegužinė\"\n:::\n";
    let site = site().file("content/pages/kiemas/index.md", format!("+++\ntitle = \"Kiemas\"\n+++\n{body}"));
    let index = Searchable::of(&site.file("content/pages/kiemas/a.png", "x"));
    for query in ["kaštonai", "gegužinė"] {
        assert_eq!(index.ids(query), ["kiemas"], "{query}");
    }
}

#[test]
fn a_word_of_a_text_comes_before_one_of_a_municipality() {
    let around = "žodis apie viską kitą ir dar daugiau ".repeat(10);
    let site = ["p1", "p2", "p3"].into_iter().fold(site(), |site, id| {
        site.entry(&format!("practices/{id}"), &format!("title = \"Praktika {id}\"\nschool = \"ausra\""))
    });
    let text = format!("+++\ntitle = \"Kelionė\"\n+++\n{around} rajonas ir savivaldybė laukia\n");
    let index = Searchable::of(&site.file("content/pages/kelione.md", text));
    for query in ["rajonas", "savivaldybė", "rajono", "savivaldybėje", "rajonas savivaldybė"] {
        assert_eq!(index.ids(query)[0], "kelione", "{query}: {:?}", index.ids(query));
    }
    for query in ["Biržų rajonas", "biržų r. sav.", "Biržų rajono savivaldybė", "biržuose"] {
        assert!(index.ids(query).contains(&"p1".to_owned()), "{query}: {:?}", index.ids(query));
    }
}

#[test]
fn a_word_may_be_written_in_parts_and_further_on_in_one() {
    let site = site().entry("pages/a", "title = \"El-dienynas ir eldienynas\"").file(
        "content/pages/b.md",
        "+++\ntitle = \"B\"\n+++\nRe-edukacija, 8-B klasė, 25 000. Toliau reedukacija, 8B ir 25000, re-edukacija.\n",
    );
    let index = Searchable::of(&site);
    for (query, id) in [("reedukacija", "b"), ("8B", "b"), ("25000", "b"), ("eldienynas", "a"), ("el-dienynas", "a")] {
        assert_eq!(index.ids(query), [id], "{query}");
    }
}

#[test]
fn the_name_of_a_kind_means_its_entries() {
    let site = site()
        .entry("projects/sodas", "title = \"Sodo knygos\"")
        .entry("news/sodas", "title = \"Sodo naujiena\"\ndate = \"2025-01-01\"\nsummary = \"Sodo projektas\"");
    let found = Searchable::of(&site).ask(&Query { text: "sodo projektas".to_owned(), limit: 10, ..Query::default() });
    let urls: Vec<&str> = found.hits.iter().map(|hit| hit.stored.url.as_str()).collect();
    assert!(urls[0].starts_with("projektai/"), "{urls:?}");
}

#[test]
fn a_synonym_of_a_topic_finds_what_is_on_it() {
    let index = Searchable::of(&site());
    assert!(index.ids("veiklos tobulinimas")[..2].contains(&"kokybe".to_owned()));
    assert!(index.ids("veiklos tobulinimas").contains(&"balsas".to_owned()));
}

#[test]
fn facets_are_those_of_the_indexes() {
    let index = Searchable::of(&site());
    assert_eq!(index.with("school", "ausra"), ["balsas", "ausra"]);
    assert_eq!(index.with("topic", "kokybe"), ["balsas", "isivertinimas", "kokybe"]);
    assert_eq!(index.with("municipality", "kauno-m"), ["knygos", "kita"]);
    assert_eq!(index.with("year", "2025-2026"), ["balsas"]);
    assert_eq!(index.with("evidence", "feedback"), ["balsas"]);
    assert_eq!(index.with("kind", "practice"), ["balsas", "knygos"]);
}

#[test]
fn validity_is_that_of_the_day_of_the_question() {
    let programme = "title = \"Mentorystė\"\nprovider = \"ausra\"\nvalid_until = \"2027-01-31\"";
    let index = Searchable::of(&site().entry("programmes/mentoryste", programme));
    for (day, state) in
        [("2026-10-01", Validity::Valid), ("2026-12-01", Validity::Expiring), ("2027-02-01", Validity::Expired)]
    {
        let today = avilys::page::days(day.parse().unwrap());
        let found = index.ask(&Query { valid: vec![state], today, limit: 9, ..Query::default() });
        assert_eq!(found.total, 1, "{day}");
    }
}

#[test]
fn drafts_and_future_entries_are_not_found() {
    let hidden = site()
        .entry(
            "news/a",
            "title = \"Slaptas juodraštis\"\ndate = \"2025-01-01\"\nstatus = \"draft\"\nschool = \"ausra\"",
        )
        .entry("news/b", "title = \"Slapta ateitis\"\ndate = \"2027-01-01\"\nschool = \"ausra\"");
    assert_eq!(Searchable::of(&hidden).ids("slaptas"), Vec::<String>::new());
    assert_eq!(Searchable::of(&hidden.drafts()).ids("slaptas").len(), 2);
}

#[test]
fn each_edition_finds_translations_in_the_place_of_originals() {
    let site = site().setting("languages = [\"en\"]").entry("practices/balsas.en", "title = \"The pupils' voices\"");
    let index = Searchable::of(&site);
    assert_eq!(index.ids_in(1, "voice pupil"), ["balsas"], "English endings");
    assert_eq!(index.ids_in(0, "voice pupil"), Vec::<String>::new());
    assert_eq!(index.ids_in(1, "knygos")[0], "knygos", "what is not translated is found in its own language");
    let hit = index.ask(&Query { text: "voices".into(), edition: 1, limit: 1, ..Query::default() }).hits.remove(0);
    assert_eq!((hit.stored.url.as_str(), hit.stored.language.as_str()), ("en/practices/balsas/", "en"));
}

#[test]
fn a_hostile_title_stays_a_text() {
    let title = "<img src=x onerror=alert(1)> </script> __proto__";
    let site = site().entry("news/blogas", &format!("title = \"{title}\"\ndate = \"2025-01-01\"\nschool = \"ausra\""));
    let index = Searchable::of(&site);
    let found = index.ask(&Query { text: "onerror __proto__".into(), limit: 1, ..Query::default() });
    assert_eq!(found.hits[0].stored.title, title);
    let (folder, built) = site.offline().run(&["build", "--offline"]);
    built.code(0);
    let is_script = |path: &str| path.starts_with("engine-") || path.starts_with("stem-");
    for (path, bytes) in folder.tree("public/search").into_iter().filter(|(path, _)| !is_script(path)) {
        let text = String::from_utf8(bytes).unwrap();
        let name = path.trim_end_matches(".js");
        let data = text.strip_prefix(&format!("avilysSearchFile(\"{name}\",\"")).and_then(|rest| rest.split_once('"'));
        let (data, rest) = data.unwrap_or_else(|| panic!("{path}: {text}"));
        assert!(data.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)), "{path}");
        assert_eq!(rest.trim_end_matches([';', '\n']), ")", "{path}");
    }
}

#[test]
fn a_site_without_search_has_none() {
    let site = site().setting("[search]\nenabled = false");
    let (folder, built) = site.run(&["build", "--base-url", "https://example.org"]);
    built.code(0);
    assert!(!folder.exists("public/search") && !folder.exists("public/paieska"));
    let home = folder.text("public/index.html");
    assert!(!home.contains("search.js") && !home.contains("opensearch"), "{home}");
}

#[test]
fn a_description_for_browsers_is_published_where_the_address_is_known() {
    let (folder, built) = site().run(&["build", "--base-url", "https://example.org/portalas"]);
    built.code(0);
    let text = folder.text("public/paieska/opensearch.xml");
    assert!(text.contains("https://example.org/portalas/paieska/?q={searchTerms}"), "{text}");
    let (folder, built) = site().run(&["build"]);
    built.code(0);
    assert!(!folder.exists("public/paieska/opensearch.xml"));
}

#[test]
fn the_terminal_answers_as_json() {
    let (_, run) = run(&site(), &["mokiniu", "balsai", "--json", "--limit", "1"]);
    let json: Value = serde_json::from_str(&run.ok().stdout).unwrap();
    let one = &json[0];
    assert_eq!(json.as_array().unwrap().len(), 1);
    assert_eq!((&one["kind"], &one["id"]), (&Value::from("practice"), &Value::from("balsas")));
    assert_eq!((&one["url"], &one["title"]), (&Value::from("praktikos/balsas/"), &Value::from("Mokinių balsas")));
    assert!(one["score"].as_u64().is_some_and(|score| score > 0));
}

#[test]
fn the_terminal_answers_in_words() {
    let (folder, run) = run(&site(), &["knyga"]);
    run.ok().says("1 entry found").says("  1. Knygų mainai").says("Kita mokykla").says("praktikos/knygos/");
    let again = |arguments: &[&str]| crate::support::Avilys::new().lang("lt").within(folder.path()).run(arguments);
    again(&["search", "xyzzyq"]).ok().says("Nieko nerasta.");
    again(&["search", "knvgų"]).ok().says("„knvgų“ nerasta; ieškota: knygų.");
    again(&["search", "„mainai knygų“"]).ok().says("Tokios tikslios frazės nėra");
    again(&["search", "--school", "ausra", "--sort", "date"]).ok().says("Mokinių balsas");
}

#[test]
fn wrong_questions_are_told() {
    let (folder, run) = run(&site(), &["x", "--school", "ausro"]);
    run.code(2).complains("search-value").complains("did you mean \"ausra\"?");
    let again = |arguments: &[&str]| crate::support::Avilys::new().lang("en").within(folder.path()).run(arguments);
    again(&["search", "--filter", "schol=ausra"])
        .code(2)
        .complains("search-facet")
        .complains("did you mean \"school\"?");
    again(&["search", "--filter", "year=2020"]).code(2).complains("search-value").complains("--year has no value");
    again(&["search"]).code(2).complains("search-nothing-asked");
    again(&["search", "x", "--language", "xx"]).code(2).complains("search-language").complains("there are: lt");
    again(&["search", "x", "--output", "content"]).code(2).complains("search-no-index").complains("avilys build");
}

#[test]
fn any_facet_can_be_named_with_its_value() {
    let (folder, run) = run(&site(), &["--filter", "school=ausra"]);
    let by_name = run.ok().stdout.clone();
    let again = crate::support::Avilys::new().lang("en").within(folder.path()).run(&["search", "--school", "ausra"]);
    assert_eq!(by_name, again.ok().stdout);
}

#[test]
fn an_index_that_is_not_whole_is_told() {
    let (folder, run) = run(&site(), &["knyga"]);
    run.ok();
    let again = || crate::support::Avilys::new().lang("en").within(folder.path()).run(&["search", "knyga"]);
    let tree = folder.tree("public/search");
    let postings = tree.keys().find(|name| name.starts_with('p')).expect("postings").clone();
    folder.put(&format!("public/search/{postings}"), b"\x00\x01\x02");
    again().code(2).complains("search-damaged").complains(&postings);
    folder.remove(&format!("public/search/{postings}"));
    again().code(2).complains("search-missing").complains(&postings);
    let manifest = String::from_utf8(tree["manifest.json"].clone()).unwrap();
    folder.put("public/search/manifest.json", manifest.replacen("\"format\":4", "\"format\":99", 1));
    again().code(2).complains("search-format").complains("format 99");
    folder.put("public/search/manifest.json", b"{");
    again().code(2).complains("search-damaged");
}

#[test]
fn a_site_for_the_disk_is_searched_the_same() {
    let (folder, built) = site().run(&["build", "--offline"]);
    built.code(0);
    assert!(folder.exists("public/search/manifest.js") && !folder.exists("public/search/manifest.json"));
    let run = crate::support::Avilys::new().lang("en").within(folder.path()).run(&["search", "knyga"]);
    run.ok().says("praktikos/knygos/index.html");
}

#[test]
fn the_same_site_has_the_same_index() {
    let one = Searchable::of(&site());
    let other = Searchable::of(&site());
    assert_eq!(one.files(), other.files());
    assert!(one.files().iter().all(|name| one.bytes(name) == other.bytes(name)));
}

#[test]
fn the_search_of_a_preview_follows_edits() {
    let preview = Preview::of(&site());
    let manifest = preview.get("search/manifest.json");
    assert_eq!(manifest.status, 200);
    let old = String::from_utf8(manifest.body).unwrap();
    preview
        .folder
        .put("content/news/nauja.md", "+++\ntitle = \"Žuvėdros\"\ndate = \"2025-01-01\"\nschool = \"ausra\"\n+++\n");
    preview.wait_for("naujienos/", "Žuvėdros");
    let new = preview.get("search/manifest.json").text();
    assert_ne!(old, new);
    let read =
        |path: &str| Some(preview.get(path)).filter(|reply| reply.status == 200).map(|reply| reply.body).ok_or(());
    let index = avilys::search::Index::open(read).unwrap();
    let found = index.search(&Query { text: "zuvedra".into(), limit: 1, ..Query::default() }).unwrap();
    assert_eq!(found.hits[0].stored.id, "nauja");
    let stale = old.split('"').filter(|part| part.len() == 8).map(|hash| format!("search/d0.{hash}.bin"));
    let kept = stale.filter(|path| preview.get(path).status == 200).count();
    assert!(kept > 0, "an open page reads on in the index that it began with");
}

#[test]
fn a_title_cannot_steer_the_terminal() {
    let site =
        site().entry("news/piktas", "title = \"Bomba \\u001b[31mraudona\"\ndate = \"2025-01-01\"\nschool = \"ausra\"");
    let (_, run) = run(&site, &["bomba"]);
    assert!(!run.ok().stdout.contains('\u{1b}'), "{:?}", run.stdout);
}

#[test]
#[cfg(target_os = "linux")]
fn a_closed_pipe_ends_the_answer_and_a_full_disk_is_told() {
    let (folder, _) = run(&site(), &["knyga"]);
    let avilys = crate::support::Avilys::new().lang("en");
    let avilys = avilys.within(folder.path());
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let told = avilys.command(&["search", "knyga"]).stdout(full).output().unwrap();
    assert_eq!(told.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&told.stderr).contains("cli-print"));
    let mut child = avilys.command(&["search", "knyga", "--json"]).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
