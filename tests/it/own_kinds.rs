//! What a site's own description of a kind promises, setting by setting and type by type.

use avilys::kind::TYPES;

use crate::support::{Avilys, TestSite, place_of};

/// A kind without words in any language is told; so every description here has some.
fn thing(settings: &str, fields: &str, labels: &str) -> String {
    let words = "title = \"Things\"\none = \"Thing\"\ncount = { one = \"{count} thing\", few = \"{count} things\", other = \"{count} things\" }";
    format!(
        "name = \"thing\"\nfolder = \"things\"\n{settings}\n{fields}\n[words.en]\n{words}\n[words.en.fields]\n{labels}\n[words.lt]\n{words}\n[words.lt.fields]\n{labels}\n"
    )
}

fn field(name: &str, ty: &str, more: &str) -> String {
    format!("[[field]]\nname = \"{name}\"\ntype = \"{ty}\"\n{more}\n")
}

#[test]
fn a_page_tells_search_engines_what_its_kind_is() {
    let site = |settings: &str| {
        TestSite::new().file("kinds/thing.toml", thing(settings, "", "")).entry("things/pirmas", "title = \"Pirmas\"")
    };
    let event = site("schema_org = \"Event\"").build();
    event.ok().file("things/pirmas/index.html").contains("\"@type\":\"Event\"").contains("\"name\":\"Pirmas\"");
    site("").build().ok().file("things/pirmas/index.html").contains("\"@type\":\"CreativeWork\"");
    let news = TestSite::new().entry("news/zinia", "title = \"Žinia\"\ndate = 2026-11-01").build();
    news.ok().file("naujienos/zinia/index.html").contains("\"@type\":\"NewsArticle\"");
}

/// By type: what else its field says, what an entry writes, what a reader sees.
const SHOWN: [(&str, &str, &str, &str); 25] = [
    ("text", "", "\"Žodžiai\"", "Žodžiai"),
    ("label", "", "5", "5"),
    ("code", "", "\"VP1-2.1\"", "VP1-2.1"),
    ("whole", "", "41", "41"),
    ("flag", "", "true", "taip"),
    ("date", "", "2026-12-01", "2026 m. gruodžio 1 d."),
    ("window", "", "\"--09\"", "rugsėj"),
    ("every", "", "\"P3M\"", "mėnes"),
    ("clock", "", "\"10:30\"", "10:30"),
    ("count", "", "\"apie 120\"", "apie 120"),
    ("measure", "", "12.5", "12,5"),
    ("money", "", "{ amount = 5, currency = \"EUR\" }", "5 €"),
    ("url", "", "\"https://pavyzdys.lt/\"", "pavyzdys.lt"),
    ("email", "", "\"rastine@pavyzdys.lt\"", "rastine@pavyzdys.lt"),
    ("country", "", "\"ES\"", "Ispanija"),
    ("choice", "choices = [\"one_of_two\", \"other\"]", "\"one_of_two\"", "One of two"),
    ("kind", "", "\"practice\"", "Praktika"),
    ("file", "", "\"programa.pdf\"", "programa.pdf"),
    ("municipality", "", "\"birzu-r\"", "Biržų"),
    ("reference", "kinds = [\"organisation\"]", "\"knyga\"", "Knygos draugija"),
    ("person", "", "\"Ona Onaitė\"", "Ona Onaitė"),
    ("link", "", "{ title = \"Nuoroda\", url = \"https://pavyzdys.lt/a\" }", "Nuoroda"),
    ("attachment", "", "{ title = \"Priedas\", file = \"programa.pdf\" }", "Priedas"),
    ("image", "", "{ file = \"foto.png\", alt = \"kas matyti\" }", "alt=\"kas matyti\""),
    ("menu", "", "3", "3"),
];

fn value_site(fields: &str, values: &str, labels: &str) -> TestSite {
    TestSite::new()
        .file("kinds/thing.toml", thing("", fields, labels))
        .entry("organisations/knyga", "title = \"Knygos draugija\"\ntype = \"asociacija\"")
        .entry("things/pirmas/index", &format!("title = \"Pirmas daiktas\"\n{values}"))
        .file("content/things/pirmas/programa.pdf", "%PDF-1.4")
        .file("content/things/pirmas/foto.png", b"\x89PNG\r\n\x1a\n")
}

fn label_of(ty: &str) -> String {
    let choices = if ty == "choice" { ", choices = { one_of_two = \"One of two\", other = \"Other\" }" } else { "" };
    format!("f_{ty} = {{ label = \"F {ty}\"{choices} }}\n")
}

/// The part of a page after one text and before another.
fn between<'p>(page: &'p str, from: &str, to: &str) -> &'p str {
    let after = page.split_once(from).unwrap_or_else(|| panic!("no {from:?} in {page}")).1;
    after.split_once(to).map_or(after, |(inner, _)| inner)
}

#[test]
fn a_value_of_every_type_can_be_seen_alone_and_in_a_row() {
    let known: Vec<_> = SHOWN.iter().map(|(ty, ..)| *ty).chain(["extra", "row"]).collect();
    assert_eq!(known, TYPES);
    for (ty, more, value, seen) in SHOWN {
        let name = format!("f_{ty}");
        let site = value_site(&field(&name, ty, more), &format!("{name} = {value}"), &label_of(ty)).build();
        let page = site.ok().file("things/pirmas/index.html");
        let fact = between(page.text, &format!("<dt>F {ty}</dt>"), "</dd>").replace('\u{a0}', " ");
        assert!(fact.contains(seen), "{ty}: {fact}");
        let inner = field(&name, ty, more).replace("[[field]]", "[[field.field]]");
        let rows = format!("{}{inner}", field("many_rows", "row", "many = true"));
        let labels = format!(
            "[words.en.fields.many_rows]\nlabel = \"Rows\"\n[words.en.fields.many_rows.rows]\n{}",
            label_of(ty)
        );
        let labels = format!("{labels}{}", labels.replace("words.en", "words.lt"));
        let description = format!("{}{labels}", thing("", &rows, ""));
        let site =
            value_site("", &format!("[[many_rows]]\n{name} = {value}"), "").file("kinds/thing.toml", description);
        let built = site.build();
        let page = built.ok().file("things/pirmas/index.html");
        let cell = between(page.text, "<tbody>", "</tbody>").replace('\u{a0}', " ");
        assert!(cell.contains(seen), "{ty} in a row: {cell}");
    }
}

#[test]
fn what_no_page_can_show_is_no_type_of_an_own_field() {
    let deep = "[[field]]\nname = \"outer\"\ntype = \"row\"\n[[field.field]]\nname = \"inner\"\ntype = \"row\"\n[[field.field.field]]\nname = \"innermost\"\ntype = \"text\"\n";
    let own = |fields: &str| TestSite::new().file("kinds/thing.toml", thing("", fields, "")).build();
    let built = own(deep);
    let deep = built.fails().diagnostic("kind-rows-too-deep");
    assert_eq!(place_of(deep), "kinds/thing.toml:9:8");
    let built = own(&field("more", "extra", ""));
    assert_eq!(place_of(built.fails().diagnostic("unknown-word")), "kinds/thing.toml:6:8");
}

#[test]
fn a_file_of_an_own_field_is_called_by_its_name() {
    let built = value_site(&field("f_file", "file", ""), "f_file = \"programa.pdf\"", &label_of("file")).build();
    let page = built.ok().file("things/pirmas/index.html");
    let fact = between(page.text, "<dt>F file</dt>", "</dd>");
    assert!(fact.contains("programa.pdf</span>") && !fact.contains("Pirmas daiktas"), "{fact}");
}

#[test]
fn what_an_inverse_list_names_is_no_backlink_too() {
    let fields = field("maker", "reference", "kinds = [\"organisation\"]\ninverse = \"made\"");
    let labels = "maker = { label = \"Maker\", inverse = \"Made here\" }";
    let built = value_site(&fields, "maker = \"knyga\"", labels).build();
    let page = built.ok().file("organizacijos/knyga/index.html");
    page.shows("Made here").not_contains("backlinks");
    assert_eq!(page.text.matches("Pirmas daiktas</a>").count(), 1, "{}", page.text);
}
#[test]
fn a_language_of_the_site_without_words_for_a_kind_is_told_once_a_file() {
    let fields = [field("colour", "choice", "choices = [\"red\"]"), field("note", "text", "")].concat();
    let description = format!(
        "name = \"thing\"\nfolder = \"things\"\n{fields}[words.lt]\ntitle = \"Daiktai\"\none = \"Daiktas\"\ncount = \"{{count}}\"\n[words.lt.fields]\nnote = \"Pastaba\"\ncolour = {{ label = \"Spalva\", choices = {{ red = \"raudona\" }} }}\n"
    );
    let site =
        |description: &str| TestSite::new().setting("languages = [\"en\"]").file("kinds/thing.toml", description);
    let built = site(&description).build();
    built.codes(["kind-language-lacking"]);
    let problem = built.diagnostic("kind-language-lacking");
    assert!(!problem.is_error());
    assert_eq!(place_of(problem), "kinds/thing.toml:11:8");
    assert!(built.stderr().contains("\"en\": 6"), "{}", built.stderr());
    // A catalogue of the site may give them just as well.
    let given = "[kind]\nthing = \"Thing\"\n[section]\nthing = \"Things\"\n[count]\nthing = \"{count}\"\n[field.thing.note]\nlabel = \"Note\"\n[field.thing.colour]\nlabel = \"Colour\"\nchoices.red = \"red\"\n";
    site(&description).file("messages/en.toml", given).build().ok();
    // A field that has no label in any language.
    let built = site(&description.replace("note = \"Pastaba\"\n", "")).build();
    built.codes(["kind-language-lacking", "kind-language-lacking"]);
}

#[test]
fn the_summary_counts_entries_of_an_own_kind_in_words() {
    let site =
        || TestSite::new().entry("things/pirmas", "title = \"Pirmas\"").entry("things/antras", "title = \"Antras\"");
    let said = thing("", "", "").replace("[words.lt]\ntitle = \"Things\"\none = \"Thing\"\ncount = { one = \"{count} thing\", few = \"{count} things\", other = \"{count} things\" }", "[words.lt]\ntitle = \"Daiktai\"\none = \"Daiktas\"\ncount = { one = \"{count} daiktas\", few = \"{count} daiktai\", other = \"{count} daiktų\" }");
    let folder = site().file("kinds/thing.toml", said).folder();
    let summary = |language: &str| Avilys::new().lang(language).within(folder.path()).run(&["build"]);
    summary("en").code(0).says("(2 things)");
    summary("lt").code(0).says("(2 daiktai)");
    let bare = "name = \"thing\"\nfolder = \"things\"\n[words.lt]\ntitle = \"Daiktai\"\none = \"Daiktas\"\ncount = \"{count} daiktai\"\n";
    let folder = site().file("kinds/thing.toml", bare).folder();
    Avilys::new().lang("en").within(folder.path()).run(&["build"]).code(0).says("(2 thing)");
}

#[test]
fn a_segment_that_another_kind_has_is_told_where_it_stands() {
    let description = thing("", "", "").replacen("one = ", "segment = \"practices\"\none = ", 1);
    let built = TestSite::new().file("kinds/thing.toml", description).build();
    let errors: Vec<_> = built.fails().problems.iter().filter(|problem| problem.is_error()).collect();
    assert_eq!(errors.len(), 1, "{}", built.stderr());
    assert_eq!((errors[0].code.name(), place_of(errors[0])), ("kind-name-taken", "kinds/thing.toml:7:1".to_owned()));
    assert!(built.stderr().contains("choose another segment"), "{}", built.stderr());
}

#[test]
fn rows_with_a_role_need_the_field_that_the_role_is_about() {
    for (role, needed, ty) in [
        ("commitments", "title", "text"),
        ("promised", "kind", "kind"),
        ("memberships", "member", "reference"),
        ("items", "item", "reference"),
    ] {
        let rows = field("many", "row", &format!("many = true\nrole = \"{role}\""));
        let inner = field("inner", ty, "").replace("[[field]]", "[[field.field]]");
        let site = |inner: &str| {
            let description =
                thing("", &format!("{rows}{inner}"), "many = { label = \"Many\", rows = { inner = \"Inner\" } }");
            TestSite::new().file("kinds/thing.toml", description)
        };
        let built = site(&inner).build();
        built.fails().codes(["kind-role-lacking"]);
        assert_eq!(place_of(&built.problems[0]), "kinds/thing.toml:8:8", "{role}");
        site(&format!("{inner}role = \"{needed}\"\n")).build().ok();
    }
}

#[test]
fn a_symbol_that_the_theme_lacks_and_a_plural_without_a_form_are_told() {
    let with = |icon: &str, count: &str| {
        let description = format!(
            "name = \"cup\"\nfolder = \"cups\"\nicon = \"{icon}\"\n\n[words.lt]\ntitle = \"Taurės\"\none = \"Taurė\"\n\
             count = {count}\nsegment = \"taures\"\n"
        );
        TestSite::new().file("kinds/cup.toml", description).build()
    };
    let all =
        "{ one = \"{count} taurė\", few = \"{count} taurės\", many = \"{count} taurės\", other = \"{count} taurių\" }";
    with("flag", all).ok();
    let built = with("flagg", all);
    built.codes(["icon-unknown"]).problem_at("icon-unknown", "kinds/cup.toml:3:8");
    assert!(built.in_language("lt").contains("gal norėjote „flag“"), "{}", built.in_language("lt"));
    let built = with("flag", "{ one = \"{count} taurė\", other = \"{count} taurių\" }");
    built.codes(["plural-form-lacking"]).problem_at("plural-form-lacking", "kinds/cup.toml:8:1");
    assert!(built.in_language("en").contains("has: few"), "{}", built.in_language("en"));
}
