//! Kinds and fields of a site's own: described in one file, and then read, shown, searched, translated and previewed like
//! those of the program.

use avilys::search::Query;
use serde_json::Value;

use crate::support::{Avilys, Preview, Searchable, TestSite};

/// References, a span, rows with a field called `label`, a choice with pages and a facet, money, a file, and texts.
const COMPETITION: &str = r#"name = "competition"
folder = "competitions"
icon = "flag"
counts_as_content = true
schema_org = "Event"

[[field]]
name = "host"
type = "reference"
kinds = ["school"]
required = true
role = "by"

[[field]]
name = "sponsors"
type = "reference"
kinds = ["organisation", "school"]
or_name = true
many = true
role = "part"

[[field]]
name = "held"
type = "date"
role = "when"

[[field]]
name = "level"
type = "choice"
choices = ["school", "municipality", "country"]
facet = true
pages = "levels"

[[field]]
name = "fee"
type = "money"

[[field]]
name = "rules"
type = "file"

[[field]]
name = "motto"
type = "text"

[[field]]
name = "after"
type = "reference"
kinds = ["competition"]
role = "from"
inverse = "later"

[[field]]
name = "stages"
type = "row"
many = true

    [[field.field]]
    name = "label"
    type = "text"
    required = true

    [[field.field]]
    name = "winner"
    type = "reference"
    kinds = ["school"]

[words.lt]
title = "Konkursai"
one = "Konkursas"
count = { one = "{count} konkursas", few = "{count} konkursai", many = "{count} konkurso", other = "{count} konkursų" }
segment = "konkursai"
lead = "Varžytuvės mokiniams."

[words.lt.fields]
host = "Rengia mokykla"
sponsors = "Remia"
held = "Vyksta"
level = { label = "Lygis", choices = { school = "Mokyklos", municipality = "Savivaldybės", country = "Šalies" }, pages = { title = "Konkursų lygiai", segment = "lygiai" } }
fee = "Mokestis"
rules = "Nuostatai"
motto = "Šūkis"
after = { label = "Po konkurso", inverse = "Vėlesni konkursai" }
stages = { label = "Etapai", rows = { label = "Etapo vardas", winner = "Laimėtojas" } }

[words.en]
title = "Competitions"
one = "Competition"
count = { one = "{count} competition", other = "{count} competitions" }
segment = "competitions"

[words.en.fields]
host = "Host"
sponsors = "Sponsors"
held = "Held"
fee = "Fee"
rules = "Rules"
after = { label = "After", inverse = "Later" }
level = { label = "Level", choices = { school = "School", municipality = "Municipality", country = "Country" }, pages = { title = "Levels", segment = "levels" } }
motto = "Motto"
stages = { label = "Stages", rows = { label = "Stage", winner = "Winner" } }
"#;

const ENTRY: &str = r#"title = "Skaitovų šventė"
host = "ausra"
sponsors = ["knyga", "UAB Raidė"]
held = "2026-12-01/2026-12-03"
level = "country"
fee = { amount = 5, currency = "EUR" }
rules = "nuostatai.pdf"
motto = "Skaitome garsiai"

[[stages]]
label = "Atranka"
winner = "ausra"

[[stages]]
label = "Finalas"
"#;

/// A school, an organisation and two competitions, one after the other.
pub fn site() -> TestSite {
    TestSite::new()
        .file("kinds/competition.toml", COMPETITION)
        .entry("schools/ausra", "title = \"Aušros mokykla\"\ntype = \"progimnazija\"\nmunicipality = \"birzu-r\"")
        .entry("organisations/knyga", "title = \"Knygos draugija\"\ntype = \"asociacija\"")
        .entry("competitions/skaitovai/index", ENTRY)
        .file("content/competitions/skaitovai/nuostatai.pdf", "%PDF-1.4")
        .entry("competitions/antra", "title = \"Antra šventė\"\nhost = \"ausra\"\nafter = \"skaitovai\"")
}

const PAGE: &str = "konkursai/skaitovai/index.html";

#[test]
fn a_kind_of_the_site_has_pages_that_show_every_field_by_its_type() {
    let built = site().build();
    let page = built.ok().file(PAGE);
    let facts = [
        "Rengia mokykla",
        "Aušros mokykla",
        "Remia",
        "Knygos draugija",
        "UAB Raidė",
        "Vyksta",
        "2026 m. gruodžio 1–3 d.",
        "Lygis",
        "Šalies",
        "Mokestis",
        "5 €",
        "Nuostatai",
        "Šūkis",
        "Skaitome garsiai",
    ];
    for fact in facts {
        page.shows(fact);
    }
    for cell in ["Etapai", "Etapo vardas", "Laimėtojas", "Atranka", "Finalas"] {
        page.shows(cell);
    }
    page.contains("href=\"../../mokyklos/ausra/").contains("nuostatai.pdf\"");
    built.has_file("konkursai/skaitovai/nuostatai.pdf");
    page.shows("Vėlesni konkursai").shows("Antra šventė");
}

#[test]
fn a_kind_of_the_site_is_listed_as_those_of_the_program_are() {
    let built = site().build();
    built.ok().file("konkursai/index.html").shows("Konkursai").shows("Varžytuvės mokiniams.").shows("Skaitovų šventė");
    built.file("mokyklos/ausra/index.html").shows("Skaitovų šventė");
    built.file("organizacijos/knyga/index.html").shows("Skaitovų šventė");
    built.file("savivaldybes/birzu-r/index.html").shows("Skaitovų šventė");
    built.file("index.html").shows("Konkursai 2").shows("Artimiausi renginiai");
    built.file("abecele/s/index.html").shows("Skaitovų šventė");
}

#[test]
fn each_choice_of_a_field_with_pages_has_one() {
    let built = site().build();
    built.ok().file("lygiai/index.html").shows("Konkursų lygiai").shows("Šalies").not_contains("Mokyklos lygio");
    built.file("lygiai/country/index.html").shows("Skaitovų šventė").not_contains("Antra šventė");
    built.file(PAGE).contains("href=\"../../lygiai/country/");
}

#[test]
fn a_kind_of_the_site_is_searched() {
    let index = Searchable::of(&site());
    for words in ["garsiai", "atranka", "draugija skaitovai", "konkursas skaitovai"] {
        assert_eq!(index.ids(words).first().map(String::as_str), Some("skaitovai"), "{words}");
    }
    assert_eq!(index.with("level", "country"), ["skaitovai"]);
    assert_eq!(index.with("kind", "competition"), ["skaitovai", "antra"]);
    let values = index.ask(&Query { text: "skaitovai".into(), limit: 1, counts: true, ..Query::default() });
    assert_eq!(values.counts.unwrap()["level"].len(), 1);
    let (folder, run) = site().run(&["build"]);
    run.ok();
    let run = Avilys::new().lang("en").within(folder.path()).run(&["search", "--filter", "level=country"]);
    run.ok().says("Skaitovų šventė");
    site().build().ok().file("paieska/index.html").contains("data-facet=\"level\"").shows("Lygis");
}

#[test]
fn a_translation_says_its_own_words_and_keeps_the_facts() {
    let translation = "title = \"Reading festival\"\nmotto = \"We read aloud\"\n[[stages]]\nlabel = \"Selection\"\n[[stages]]\nlabel = \"Final\"";
    let built = site().setting("languages = [\"en\"]").entry("competitions/skaitovai/index.en", translation).build();
    let page = built.ok().file("en/competitions/skaitovai/index.html");
    for shown in
        ["Reading festival", "Motto", "We read aloud", "Stage", "Selection", "Final", "Host", "Country", "UAB Raidė"]
    {
        page.shows(shown);
    }
    page.not_contains("Atranka").not_contains("Skaitome garsiai").contains("nuostatai.pdf\"");
    // The winner of the first row stands in the original alone.
    let row = page.text.split("Selection").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(row.contains("Aušros mokykla"), "{row}");
    built.file("en/levels/country/index.html").shows("Reading festival");
}

#[test]
fn each_mistake_in_an_entry_is_told_as_with_any_kind() {
    let cases = [
        ("host = \"ausra\"", "host = \"ausros\"", "reference-unknown"),
        ("host = \"ausra\"", "", "missing-field"),
        ("held = \"2026-12-01/2026-12-03\"", "held = \"2026-13\"", "date-invalid"),
        ("level = \"country\"", "level = \"contry\"", "unknown-word"),
        ("currency = \"EUR\"", "curency = \"EUR\"", "unknown-key"),
        ("\"nuostatai.pdf\"", "\"nuostatas.pdf\"", "file-unknown"),
        ("motto = \"Skaitome garsiai\"", "moto = \"Skaitome garsiai\"", "unknown-key"),
        ("motto = \"Skaitome garsiai\"", "motto = 5", "expected-text"),
        ("label = \"Finalas\"", "lable = \"Finalas\"", "unknown-key"),
        ("winner = \"ausra\"", "winner = \"knyga\"", "reference-wrong-kind"),
    ];
    for (right, wrong, code) in cases {
        let text = ENTRY.replacen(right, wrong, 1);
        assert_ne!(text, ENTRY, "{right}");
        let built = site().entry("competitions/skaitovai/index", &text).build();
        built.fails().codes([code]);
        assert!(built.problems[0].place.as_ref().unwrap().source.path.ends_with("skaitovai/index.md"), "{code}");
    }
}

#[test]
fn each_mistake_in_a_description_is_told_once_where_it_stands() {
    let cases = [
        ("folder = \"competitions\"", "folder = \"schools\"", "kind-name-taken", "2:10"),
        ("icon = \"flag\"", "ikon = \"flag\"", "unknown-key", "3:1"),
        ("kinds = [\"school\"]", "kinds = [\"shool\"]", "kind-unknown", "10:10"),
        ("role = \"by\"", "role = \"host\"", "unknown-word", "12:8"),
        ("role = \"when\"", "role = \"topic\"", "kind-role-unfit", "25:8"),
        ("type = \"money\"", "type = \"mony\"", "unknown-word", "36:8"),
        ("name = \"motto\"\n", "name = \"motto\"\nrole = \"title\"\n", "kind-role-twice", "44:8"),
        ("choices = [\"school\", \"municipality\", \"country\"]\n", "", "kind-setting-lacking", "29:8"),
        ("counts_as_content = true\n", "counts_as_content = true\norder = \"date\"\n", "unknown-word", "5:9"),
        ("required = true\n\n    [[", "requird = true\n\n    [[", "unknown-key", "61:5"),
        ("motto = \"Šūkis\"", "moto = \"Šūkis\"", "kind-word-unknown", "82:1"),
        ("other = \"{count} konkursų\"", "kiti = \"{count} konkursų\"", "kind-word-unknown", "71:92"),
    ];
    for (right, wrong, code, place) in cases {
        let text = COMPETITION.replacen(right, wrong, 1);
        assert_ne!(text, COMPETITION, "{right}");
        let built = site().file("kinds/competition.toml", text).build();
        built.fails();
        let errors: Vec<_> = built.problems.iter().filter(|problem| problem.is_error()).collect();
        assert_eq!(
            errors.iter().map(|problem| problem.code.name()).collect::<Vec<_>>(),
            [code],
            "{wrong}\n{}",
            built.stderr()
        );
        assert_eq!(crate::support::place_of(errors[0]), format!("kinds/competition.toml:{place}"), "{wrong}");
    }
}

#[test]
fn a_site_adds_a_field_to_a_kind_of_the_program_in_one_file() {
    let practice = "title = \"Knygų mainai\"\nschool = \"ausra\"\ndate = 2026-01-02\nmaterials = \"Lentyna ir dėžė\"";
    let without = site().entry("practices/mainai", practice).build();
    without.fails().codes(["unknown-key"]);
    let description = "extends = \"practice\"\n[[field]]\nname = \"materials\"\ntype = \"text\"\n\n[words.lt.fields]\nmaterials = \"Priemonės\"\n";
    let extended = site().file("kinds/materials.toml", description).entry("practices/mainai", practice);
    let built = extended.build();
    built.ok().file("praktikos/mainai/index.html").shows("Priemonės").shows("Lentyna ir dėžė");
    assert_eq!(Searchable::of(&extended).ids("lentyna"), ["mainai"]);
    let folder = extended.folder();
    let run = Avilys::new().within(folder.path()).run(&["schema", "practice"]);
    let schema: Value = serde_json::from_str(&run.ok().stdout).unwrap();
    assert!(schema["properties"]["materials"].is_object());
}

#[test]
fn an_entry_of_a_kind_of_the_site_can_be_added_and_is_then_a_sound_draft() {
    let folder = site().folder();
    let avilys = || Avilys::new().lang("lt").within(folder.path());
    avilys().run(&["add", "competition", "Diktantas", "--school", "Aušros mokykla"]).ok();
    assert!(folder.text("content/competitions/diktantas.md").contains("host = \"ausra\"\n"));
    avilys().run(&["add", "competition", "Viktorina"]).ok().says("Užpildykite laukus: host");
    avilys().run(&["build", "--drafts"]).code(0).complains("draft-unfinished");
    assert!(folder.exists("public/konkursai/viktorina/index.html"));
}

#[test]
fn a_preview_follows_a_description_and_outlives_its_mistakes() {
    let preview = Preview::of(&site());
    let page = "konkursai/skaitovai/";
    preview.wait_for(page, "Šūkis");
    preview.folder.put("kinds/competition.toml", COMPETITION.replace("\"Šūkis\"", "\"Devizas\""));
    preview.wait_for(page, "Devizas");
    preview.folder.put("kinds/competition.toml", COMPETITION.replace("type = \"money\"", "type = \"mony\""));
    let state = preview.wait(page, |state| !state["problems"].as_array().unwrap().is_empty());
    assert_eq!(state["problems"][0]["code"], "unknown-word");
    assert_eq!(state["problems"].as_array().unwrap().len(), 1, "{state:#}");
    preview.wait_for(page, "Devizas");
    preview.folder.put("kinds/competition.toml", COMPETITION);
    preview.wait_for(page, "Šūkis");
    preview.wait(page, |state| state["problems"].as_array().unwrap().is_empty());
}

#[test]
fn without_its_description_a_folder_is_told() {
    let built = site().without("kinds").build();
    built.fails().codes(["files-unused", "folder-unknown", "folder-unknown"]);
}

/// The program names a field only where its words mean something else too; what it works with, it knows by role.
#[test]
fn a_field_of_the_program_stands_in_one_file() {
    const COMMON_WORDS: [&str; 35] = [
        "about",
        "accredited",
        "address",
        "closed",
        "code",
        "commitments",
        "countries",
        "email",
        "evidence",
        "group",
        "head",
        "host",
        "hours",
        "items",
        "line",
        "memberships",
        "menu",
        "money",
        "municipality",
        "next",
        "number",
        "organisation",
        "output",
        "parent",
        "period",
        "place",
        "promised",
        "role",
        "school",
        "short_title",
        "state",
        "template",
        "timeline",
        "when",
        "window",
    ];
    let code = crate::support::folder::tree(&crate::support::repository().join("src"));
    let code =
        code.iter().filter(|(path, _)| crate::support::folder::has_ending(path, "rs") && !path.contains("tests"));
    let code: Vec<_> = code.map(|(path, text)| (path, without_tests(&String::from_utf8_lossy(text)))).collect();
    let kinds = avilys::kind::Kinds::builtin();
    let fields = kinds.all().flat_map(|kind| kind.shape().own().map(|(_, field)| field.name));
    for field in fields.filter(|field| !COMMON_WORDS.contains(field) && !["type", "project", "themes"].contains(field))
    {
        let quoted = format!("\"{field}\"");
        let naming: Vec<_> = code.iter().filter(|(_, text)| text.contains(&quoted)).map(|(path, _)| path).collect();
        assert!(naming.is_empty(), "{field} is named by {naming:?}");
    }
}

/// A file named after a kind, and nothing else that lists the kinds of the program.
#[test]
fn a_kind_of_the_program_stands_in_one_file() {
    let code = crate::support::folder::tree(&crate::support::repository().join("src"));
    let code =
        code.iter().filter(|(path, _)| crate::support::folder::has_ending(path, "rs") && !path.contains("tests"));
    for (path, text) in code {
        let text = without_tests(&String::from_utf8_lossy(text));
        for kind in ["programme", "conference", "report", "news", "collection"] {
            assert!(
                !text.contains(&format!("\"{kind}\"")) && !text.contains(&format!("{kind}.toml")),
                "{path} names {kind}"
            );
        }
    }
}

fn without_tests(text: &str) -> String {
    text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()
}
