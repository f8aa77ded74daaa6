//! Lists that can be narrowed, made when the site is built.

use crate::support::TestSite;

/// Three practices of two schools: two for the fifth grade, two of mathematics.
fn site() -> TestSite {
    let practice = |id: &str, more: &str| {
        (format!("practices/{id}"), format!("title = \"Praktika {id}\"\ndate = 2026-01-0{}\n{more}", id.len()))
    };
    let all = [
        practice("a", "school = \"viena\"\ntopics = [\"tema\"]\ngrades = [5, 6]\nsubjects = [\"matematika\"]"),
        practice(
            "bb",
            "school = \"viena\"\ntopics = [\"tema\"]\ngrades = [5, \"II\"]\nsubjects = [\"Matematika\", \"dailė\"]",
        ),
        practice("ccc", "school = \"kita\"\ntopics = [\"tema\", \"antra\"]\ngrades = [6]\nsubjects = [\"dailė\"]"),
        practice("dddd", "school = \"kita\"\ntopics = [\"antra\"]\nevidence = \"external\""),
    ];
    let site = TestSite::new()
        .entry("topics/tema", "title = \"Tema\"")
        .entry("topics/antra", "title = \"Antra tema\"")
        .entry("schools/viena", "title = \"Viena mokykla\"\ntype = \"gimnazija\"\nmunicipality = \"birzu-r\"")
        .entry("schools/kita", "title = \"Kita mokykla\"\ntype = \"progimnazija\"\nmunicipality = \"birzu-r\"");
    all.iter().fold(site, |site, (path, front)| site.entry(path, front))
}

#[test]
fn a_list_is_narrowed_by_what_two_entries_say_or_more() {
    let built = site().build();
    let list = built.ok().file("praktikos/index.html");
    // The case of letters makes no other subject; one entry alone is no list.
    list.contains("href=\"../praktikos/dalykai/matematika/\">matematika</a> <span class=\"count\">2</span>");
    list.contains("href=\"../praktikos/klases/5/\"").contains("href=\"../praktikos/klases/6/\"");
    list.not_contains("klases/ii/").not_contains("Įrodymų lygis</summary>");
    list.contains("href=\"../temos/tema/#group-practice\"");
    let narrowed = built.file("praktikos/klases/5/index.html");
    narrowed.contains("Praktika a").contains("Praktika bb").not_contains("Praktika ccc");
    narrowed.contains("<meta name=\"robots\" content=\"noindex\">").contains("aria-current=\"true\">5</a>");
    narrowed.contains("paieska/?kind=practice&amp;grades=5");
    built.lacks_file("praktikos/klases/ii/index.html");
}

#[test]
fn a_list_stands_in_the_order_of_titles_too() {
    let built =
        site().entry("practices/e", "title = \"Antra pagal abėcėlę\"\nschool = \"kita\"\ndate = 2020-01-01").build();
    let titles = built.ok().file("praktikos/pagal-pavadinima/index.html");
    let at = |text: &str| titles.text.find(text).unwrap_or_else(|| panic!("{text}"));
    assert!(at("Antra pagal abėcėlę") < at("Praktika a") && at("Praktika a") < at("Praktika bb"));
}

#[test]
fn a_school_is_chosen_by_its_type() {
    let more = site().entry("schools/trecia", "title = \"Trečia\"\ntype = \"gimnazija\"\nmunicipality = \"birzu-r\"");
    let built = more
        .entry("schools/ketvirta", "title = \"Ketvirta\"\ntype = \"progimnazija\"\nmunicipality = \"birzu-r\"")
        .build();
    built.ok().file("mokyklos/index.html").contains("mokyklos/tipas/gimnazija/");
    built
        .file("mokyklos/tipas/gimnazija/index.html")
        .contains("Viena mokykla")
        .contains("Trečia")
        .not_contains("Ketvirta");
}

#[test]
fn cards_say_what_decides() {
    let card = site()
        .entry("conferences/ruduo", "title = \"Rudens konferencija\"\nwhen = \"2026-11-12/2026-11-13\"")
        .entry("programmes/kursas", "title = \"Kursai\"\nhours = 40\nvalid_until = 2027-01-15")
        .build();
    let list = card.ok().file("praktikos/index.html");
    list.contains("</span>5–6\u{a0}kl.</li>").contains("Išorinis vertinimas</li>").contains("viewBox=\"0 0 60 14\"");
    card.file("konferencijos/index.html")
        .contains("<p class=\"leaf\"><b>12–13</b><span>lapkritis</span><span>2026</span></p>");
    card.file("programos/index.html")
        .contains("40\u{a0}val.")
        .contains("galioja iki 2027\u{a0}m. sausio\u{a0}15\u{a0}d.");
}

#[test]
fn related_entries_stand_in_one_list_each_with_its_reason() {
    let built = site()
        .file("content/news/n.md", "+++\ntitle = \"Žinia\"\ndate = 2026-02-01\n+++\n\n[Praktika](practice:a)\n")
        .build();
    let page = built.ok().file("praktikos/a/index.html");
    page.contains("Naujiena · mini šį įrašą").contains("Praktika · bendra tema: Tema");
    assert_eq!(page.text.matches("Praktika bb</a>").count(), 1);
}

#[test]
fn an_entry_says_how_to_cite_it_and_where_to_tell_a_mistake() {
    let settings = "title = \"Portalas\"\nbase_url = \"https://p.example\"\nfeedback = \"klaidos@mokykla.example\"\n";
    let authors = "title = \"Rytas\"\nschool = \"kita\"\ndate = 2026-03-04\nauthors = [\"Vardenė Pavardenė\"]";
    let built = site().file("avilys.toml", settings).entry("practices/rytas", authors).build();
    let page = built.ok().file("praktikos/rytas/index.html");
    page.contains("Pavardenė, V. (2026). Rytas. Portalas. https://p.example/praktikos/rytas/");
    page.contains("href=\"mailto:klaidos@mokykla.example?subject=Rytas&amp;body=https%3A%2F%2Fp%2Eexample");
    let built = site().file("avilys.toml", "feedback = \"klaidos\"\n").build();
    built.fails().problem_at("feedback-invalid", "avilys.toml:1:12");
}
