//! What a portal computes from the references: indexes, follow-ups, promises, members, validity, neighbours.
//!
//! The pages of these sites are the views of the theme contract as JSON, so a test asks for just what it is about.

use serde_json::Value;

use crate::support::TestSite;

fn titles(list: &Value) -> Vec<&str> {
    list.as_array().unwrap_or_else(|| panic!("{list} is no list")).iter().map(title).collect()
}

fn title(of: &Value) -> &str {
    of["title"].as_str().unwrap_or_else(|| panic!("{of} has no title"))
}

/// Kinds and titles of the groups of a page, such as `practice: A, B`.
fn groups(page: &Value) -> Vec<String> {
    let groups = if page["groups"].is_array() { &page["groups"] } else { &page["relations"]["groups"] };
    let line = |group: &Value| format!("{}: {}", group["kind"].as_str().unwrap(), titles(&group["entries"]).join(", "));
    groups.as_array().expect("groups").iter().map(line).collect()
}

/// A text with ordinary spaces.
fn plain(text: &Value) -> String {
    text.as_str().unwrap_or_else(|| panic!("{text} is no text")).replace('\u{a0}', " ")
}

fn network() -> TestSite {
    TestSite::of_views()
        .entry("schools/ausra", "title = \"Aušros mokykla\"\ntype = \"progimnazija\"\nmunicipality = \"birzu-r\"")
        .entry("schools/ezeras", "title = \"Ežero mokykla\"\ntype = \"gimnazija\"\nmunicipality = \"zarasu-r\"")
        .entry("organisations/klubas", "title = \"Klubas\"\nabbreviations = [\"KSMK\"]\ntype = \"asociacija\"")
        .entry("topics/mokymasis", "title = \"Mokymasis\"")
        .entry("topics/skaitymas", "title = \"Skaitymas\"\nparent = \"mokymasis\"")
        .entry("topics/garsas", "title = \"Garsas\"\nparent = \"skaitymas\"")
        .entry("topics/kita", "title = \"Kita\"")
}

fn practice(site: TestSite, id: &str, rest: &str) -> TestSite {
    site.entry(&format!("practices/{id}"), &format!("title = \"Praktika {id}\"\n{rest}"))
}

#[test]
fn a_school_lists_what_it_does_by_kind_and_school_year() {
    let site = practice(network(), "a", "school = [\"ausra\", \"ezeras\"]\ndate = 2025-08-31");
    let site = practice(site, "b", "school = \"ezeras\"\ndate = 2025-09-01")
        .entry("programmes/p", "title = \"Programa\"\nprovider = \"ausra\"\naccredited = 2025-09-01")
        .entry("conferences/k", "title = \"Konferencija\"\nhost = \"ausra\"\nwhen = \"2026-01-15\"")
        .entry("projects/pr", "title = \"Projektas\"\ncoordinator = \"Aušros mokykla\"\nperiod = \"2024-09/2025-06\"")
        .entry("projects/pa", "title = \"Partneris\"\ncoordinator = \"Kas nors\"\npartners = [\"ausra\"]")
        .entry("news/n", "title = \"Naujiena\"\ndate = 2026-02-01\nschool = \"ausra\"")
        .entry("news/kita", "title = \"Kita žinia\"\ndate = 2026-02-01");
    let built = site.build();
    let page = built.ok().page("mokyklos/ausra/");
    assert_eq!(
        groups(&page),
        [
            "practice: Praktika a",
            "programme: Programa",
            "conference: Konferencija",
            "project: Projektas, Partneris",
            "news: Naujiena"
        ]
    );
    let years: Vec<_> = page["relations"]["years"]
        .as_array()
        .unwrap()
        .iter()
        .map(|y| (plain(&y["title"]), y["count"].clone()))
        .collect();
    assert_eq!(years, [("2025–2026 m. m.".into(), 3.into()), ("2024–2025 m. m.".into(), 2.into())]);
    let other = built.page("mokyklos/ezeras/");
    assert_eq!(groups(&other), ["practice: Praktika b, Praktika a"]);
}

#[test]
fn a_topic_lists_what_is_on_it_and_on_its_sub_topics() {
    let site = practice(network(), "a", "school = \"ausra\"\ntopics = [\"garsas\"]\ndate = 2025-01-01");
    let site = practice(site, "b", "school = \"ausra\"\ntopics = [\"mokymasis\", \"skaitymas\"]\ndate = 2026-01-01");
    let built = site.entry("news/n", "title = \"Žinia\"\ndate = 2026-02-01\ntopics = [\"skaitymas\"]").build();
    assert_eq!(groups(&built.ok().page("temos/garsas/")), ["practice: Praktika a"]);
    assert_eq!(groups(&built.page("temos/skaitymas/")), ["practice: Praktika b, Praktika a", "news: Žinia"]);
    let top = built.page("temos/mokymasis/");
    assert_eq!(groups(&top), ["practice: Praktika b, Praktika a", "news: Žinia"], "each once");
    assert_eq!(titles(&top["relations"]["children"]), ["Skaitymas"]);
    assert_eq!(groups(&built.page("temos/kita/")), [""; 0]);
    let sound = built.page("temos/garsas/");
    assert_eq!(title(&sound["own"]["parent"]), "Skaitymas");
    assert_eq!(titles(&sound["breadcrumbs"]), ["Temos", "Mokymasis", "Skaitymas", "Garsas"]);
    let tree = built.page("temos/");
    assert_eq!(titles(&tree["tree"]), ["Kita", "Mokymasis"]);
    assert_eq!(tree["tree"][1]["count"], 3);
    assert_eq!(titles(&tree["tree"][1]["children"][0]["children"]), ["Garsas"]);
}

#[test]
fn a_circle_of_topics_is_told_and_does_not_hang() {
    let built = TestSite::new()
        .entry("topics/a", "title = \"A\"\nparent = \"b\"")
        .entry("topics/b", "title = \"B\"\nparent = \"c\"")
        .entry("topics/c", "title = \"C\"\nparent = \"a\"")
        .entry("topics/d", "title = \"D\"\nparent = \"a\"")
        .build();
    built.fails().codes(["topic-cycle"]);
    built.problem_at("topic-cycle", "content/topics/a.md:3:10");
}

#[test]
fn a_municipality_lists_what_happened_there_or_is_by_its_schools() {
    let site = practice(network(), "a", "school = [\"ausra\", \"ezeras\"]");
    let built = site
        .entry("conferences/k", "title = \"Konferencija\"\nmunicipality = \"Biržų r.\"\nwhen = 2026-01-01")
        .entry(
            "reports/r",
            "title = \"Ataskaita\"\nabout = \"klubas\"\ncommitments = [{ municipality = \"birzu-r\", area = \"Sritis\", title = \"Pažadas\" }]",
        )
        .build();
    let page = built.ok().page("savivaldybes/birzu-r/");
    let expected = ["practice: Praktika a", "conference: Konferencija", "report: Ataskaita", "school: Aušros mokykla"];
    assert_eq!(groups(&page), expected);
    assert_eq!(page["count"], 4);
    assert_eq!(title(&page["commitments"][0]), "Pažadas");
    assert_eq!(groups(&built.page("savivaldybes/zarasu-r/")), ["practice: Praktika a", "school: Ežero mokykla"]);
    built.lacks_file("savivaldybes/kauno-m/index.html");
    let index = built.page("savivaldybes/");
    let all: Vec<_> =
        index["groups"].as_array().unwrap().iter().flat_map(|county| county["items"].as_array().unwrap()).collect();
    assert_eq!(all.len(), 60, "every municipality stands in the list");
    assert_eq!(all.iter().filter(|item| item["count"] != 0).count(), 2);
    assert!(all.iter().all(|item| item["url"].is_null() == (item["count"] == 0)));
}

#[test]
fn an_organisation_lists_what_it_does_and_its_members_by_municipality() {
    let member = |title: &str, place: &str, dates: &str| {
        format!(
            "title = \"{title}\"\ntype = \"gimnazija\"\nmunicipality = \"{place}\"\nmemberships = [{{ organisation = \"KSMK\", {dates} }}]"
        )
    };
    let built = TestSite::of_views()
        .entry("organisations/klubas", "title = \"Klubas\"\nabbreviations = [\"KSMK\"]\ntype = \"asociacija\"")
        .entry("schools/z", &member("Žara", "zarasu-r", "confirmed = 2017-12-22"))
        .entry("schools/b", &member("Biržai", "birzu-r", "applied = \"2016\", ended = \"2020-06\""))
        .entry("schools/a", &member("Ąžuolas", "birzu-r", "confirmed = \"2018\""))
        .entry("programmes/p", "title = \"Programa\"\nprovider = \"klubas\"")
        .entry("conferences/k", "title = \"Konferencija\"\norganisers = [\"KSMK\", \"Kiti\"]")
        .entry("practices/x", "title = \"Praktika\"\norganisation = \"Klubas\"")
        .build();
    let page = built.ok().page("organizacijos/klubas/");
    assert_eq!(groups(&page), ["practice: Praktika", "programme: Programa", "conference: Konferencija"]);
    let own = &page["relations"];
    assert_eq!(own["member_count"], 2);
    let places: Vec<_> =
        own["members"].as_array().unwrap().iter().map(|group| plain(&group["municipality"]["title"])).collect();
    assert_eq!(places, ["Biržų r. sav.", "Zarasų r. sav."]);
    let of_place = &own["members"][0]["schools"];
    let schools: Vec<_> = of_place.as_array().unwrap().iter().map(|member| title(&member["school"])).collect();
    assert_eq!(schools, ["Ąžuolas"]);
    let former = &own["former_members"];
    assert_eq!(title(&former[0]["school"]), "Biržai");
    assert_eq!(plain(&former[0]["applied"]["text"]), "2016 m.");
    assert_eq!(plain(&former[0]["ended"]["text"]), "2020 m. birželis");
    assert_eq!(plain(&own["members"][1]["schools"][0]["confirmed"]["text"]), "2017 m. gruodžio 22 d.");
}

#[test]
fn school_years_run_from_september_to_august() {
    let mut site = network();
    for (id, date) in [("a", "2025-08-31"), ("b", "2025-09-01"), ("c", "2026-08"), ("d", "2026-09"), ("e", "2025")] {
        site = practice(site, id, &format!("school = \"ausra\"\ndate = \"{date}\""));
    }
    let built = site.build();
    let page = built.ok().page("mokslo-metai/2025-2026/");
    assert_eq!(groups(&page), ["practice: Praktika c, Praktika b"]);
    assert_eq!(plain(&page["title"]), "2025–2026 m. m.");
    assert_eq!(plain(&page["previous"]["title"]), "2024–2025 m. m.");
    assert_eq!(plain(&page["next"]["title"]), "2026–2027 m. m.");
    assert_eq!(groups(&built.page("mokslo-metai/2024-2025/")), ["practice: Praktika a"]);
    let entry = built.page("praktikos/b/");
    assert_eq!(entry["school_year"]["url"], "mokslo-metai/2025-2026/");
    let year_only = built.page("praktikos/e/");
    assert!(year_only["school_year"].is_null(), "2025 alone may be either: {}", year_only["school_year"]);
}

#[test]
fn levels_of_evidence_list_their_practices() {
    let site = practice(network(), "a", "school = \"ausra\"\nevidence = [\"feedback\", \"external\"]");
    let built = practice(site, "b", "school = \"ausra\"\nevidence = \"feedback\"").build();
    let feedback = built.ok().page("irodymai/feedback/");
    assert_eq!(titles(&feedback["entries"]), ["Praktika a", "Praktika b"]);
    assert_eq!(titles(&built.page("irodymai/external/")["entries"]), ["Praktika a"]);
    built.lacks_file("irodymai/comparison/index.html");
    let levels = built.page("irodymai/");
    assert_eq!(levels["groups"][0]["items"][0]["count"], 1, "the strongest stands first");
}

#[test]
fn from_the_course_to_the_class() {
    let learned = "learned_at = [\"k\", \"programme:p\"]";
    let mut site = network()
        .entry("conferences/k", "title = \"Konferencija\"\nwhen = 2025-01-01\norganisers = [\"klubas\"]")
        .entry("conferences/be", "title = \"Be tęsinio\"\nwhen = 2025-02-01\norganisers = [\"klubas\"]")
        .entry("programmes/p", "title = \"Programa\"\nprovider = \"klubas\"")
        .entry("reports/r", "title = \"Ataskaita\"\nabout = \"klubas\"");
    // Three practices of two schools.
    for (id, school) in [("a", "ausra"), ("b", "ezeras"), ("c", "ausra")] {
        site = practice(site, id, &format!("school = \"{school}\"\n{learned}"));
    }
    let built = site.build();
    let page = built.ok().page("konferencijos/k/");
    assert_eq!(plain(&page["follow_ups"]["text"]), "pritaikyta 2 mokyklose");
    assert_eq!(page["follow_ups"]["schools"], 2);
    assert_eq!(titles(&page["follow_ups"]["practices"]), ["Praktika a", "Praktika b", "Praktika c"]);
    assert_eq!(plain(&built.page("programos/p/")["follow_ups"]["text"]), "pritaikyta 2 mokyklose");
    let none = built.page("konferencijos/be/");
    assert_eq!(none["follow_ups"]["schools"], 0);
    assert_eq!(titles(&built.page("ataskaitos/r/")["relations"]["without_follow_up"]), ["Be tęsinio"]);
    assert_eq!(titles(&built.page("praktikos/a/")["own"]["learned_at"]), ["Konferencija", "Programa"]);
}

#[test]
fn what_has_not_begun_is_not_asked_what_came_of_it() {
    let site = network()
        .entry("conferences/buvo", "title = \"Buvo\"\nwhen = 2026-11-22\norganisers = [\"klubas\"]")
        .entry("conferences/bus", "title = \"Bus\"\nwhen = \"2026-11-23/2026-11-24\"\norganisers = [\"klubas\"]")
        .entry("conferences/kada", "title = \"Kada nors\"\norganisers = [\"klubas\"]")
        .entry("conferences/anksciau", "title = \"Pritaikyta anksčiau\"\nwhen = 2027-01-01")
        .entry("programmes/p", "title = \"Programa\"\nprovider = \"klubas\"")
        .entry("projects/pr", "title = \"Projektas\"\nperiod = \"2027/2028\"\ncoordinator = \"klubas\"")
        .entry("reports/r", "title = \"Ataskaita\"\nabout = \"klubas\"");
    let site = practice(site, "a", "school = \"ausra\"\nlearned_at = \"anksciau\"");
    let built = site.build();
    let title = |url: &str| built.ok().page(url)["follow_ups"]["title"].clone();
    assert_eq!(title("konferencijos/buvo/"), "Iš konferencijos – į klasę");
    assert_eq!(title("programos/p/"), "Iš kursų – į klasę");
    assert_eq!(title("konferencijos/anksciau/"), "Iš konferencijos – į klasę");
    for early in ["konferencijos/bus/", "konferencijos/kada/", "projektai/pr/"] {
        assert!(built.page(early)["follow_ups"].is_null(), "{early}");
    }
    assert_eq!(titles(&built.page("ataskaitos/r/")["relations"]["without_follow_up"]), ["Programa", "Buvo"]);
}

#[test]
fn a_project_shows_what_was_promised_beside_what_was_delivered() {
    let site = network().entry(
        "projects/pr",
        "title = \"Projektas\"\ncoordinator = \"klubas\"\npromised = [\n  { what = \"37 praktikos\", count = 37, kind = \"practice\" },\n  \
         { what = \"Programos\", kind = \"programme\" },\n  { what = \"Apie 5\", count = \"apie 5\", kind = \"news\" },\n  { what = \"Ryšiai\" },\n]",
    );
    let site = practice(site, "a", "school = \"ausra\"\nlearned_at = \"pr\"");
    let site = practice(site, "b", "school = \"ausra\"\nrelated = [\"project:pr\"]");
    let site = practice(site, "c", "school = \"ausra\"\nstatus = \"draft\"\nlearned_at = \"pr\"");
    let built = site.entry("programmes/p", "title = \"Programa\"\nprovider = \"klubas\"\nproject = \"pr\"").build();
    let page = built.ok().page("projektai/pr/");
    let rows = page["own"]["promised"].as_array().unwrap();
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                titles(&row["delivered"]).join(", "),
                row["delivered_text"].as_str().map(|text| text.replace('\u{a0}', " ")),
            )
        })
        .collect();
    assert_eq!(told[0], ("Praktika a, Praktika b".into(), Some("2 iš 37".into())));
    assert_eq!(told[1], ("Programa".into(), Some("1 programa".into())));
    assert_eq!(told[2].0, "");
    assert_eq!(told[3], (String::new(), None), "nobody said of which kind");
}

#[test]
fn a_programme_is_valid_until_its_last_day_and_expiring_for_90() {
    let site = |day: &str| {
        TestSite::of_views()
            .entry("organisations/o", "title = \"O\"\ntype = \"x\"")
            .entry("programmes/diena", "title = \"D\"\nprovider = \"o\"\nvalid_until = 2027-03-31")
            .entry("programmes/menuo", "title = \"M\"\nprovider = \"o\"\nvalid_until = \"2027-03\"")
            .entry("programmes/nezinoma", "title = \"N\"\nprovider = \"o\"")
            .date(day)
            .build()
    };
    // 31 March is the 90th day after 31 December.
    for (day, expected) in
        [("2026-12-30", "valid"), ("2026-12-31", "expiring"), ("2027-03-31", "expiring"), ("2027-04-01", "expired")]
    {
        let built = site(day);
        for programme in ["diena", "menuo"] {
            let page = built.ok().page(&format!("programos/{programme}/"));
            assert_eq!(page["relations"]["validity"], expected, "{programme} on {day}");
            assert_eq!(page["card"]["badges"][0]["name"], expected);
            assert_eq!(page["card"]["valid_until"], "2027-03-31");
        }
        assert_eq!(built.page("programos/nezinoma/")["relations"]["validity"], "unknown");
    }
}

#[test]
fn previous_and_next_follow_the_list() {
    let mut site = network();
    for (id, date) in [("sena", "2024"), ("vidurine", "2025-03"), ("nauja", "2026-01-05")] {
        site = practice(site, id, &format!("school = \"ausra\"\ndate = \"{date}\""));
    }
    let built = site.build();
    assert_eq!(
        titles(&built.ok().page("praktikos/")["entries"]),
        ["Praktika nauja", "Praktika vidurine", "Praktika sena"]
    );
    let page = built.page("praktikos/vidurine/");
    assert_eq!((title(&page["previous"]), title(&page["next"])), ("Praktika nauja", "Praktika sena"));
    let first = built.page("praktikos/nauja/");
    assert!(first["previous"].is_null());
    assert_eq!(title(&first["next"]), "Praktika vidurine");
    assert!(built.page("praktikos/sena/")["next"].is_null());
}

#[test]
fn related_entries_stand_in_a_fixed_order_named_ones_first() {
    let site = practice(network(), "a", "school = \"ausra\"\ntopics = [\"garsas\"]\nrelated = [\"practice:d\"]");
    let site = practice(site, "b", "school = \"ausra\"\ntopics = [\"garsas\"]");
    let site = practice(site, "c", "school = \"ezeras\"\ntopics = [\"garsas\"]");
    let site = practice(site, "d", "school = \"ezeras\"");
    let site = practice(site, "e", "school = \"ezeras\"\ntopics = [\"kita\"]");
    let built = site.build();
    let related = |id: &str| -> Vec<String> {
        let page = built.page(&format!("praktikos/{id}/"));
        titles(&page["related"]).into_iter().map(|title| title.replace("Praktika ", "")).collect()
    };
    assert_eq!(related("a"), ["d", "b", "c"]);
    assert_eq!(related("d")[0], "a", "who names it stands first: {:?}", related("d"));
    assert!(!related("e").contains(&"a".to_owned()), "nothing is shared");
    for id in ["a", "b", "c", "d", "e"] {
        assert!(!related(id).contains(&id.to_owned()), "no entry is related to itself");
    }
}

#[test]
fn backlinks_name_what_links_here_but_is_not_listed_already() {
    let site = practice(network(), "a", "school = \"ausra\"");
    let built = site
        .file("content/pages/p.md", "+++\ntitle = \"Puslapis\"\n+++\n\n[a](practice:a), [m](../schools/ausra.md).\n")
        .file(
            "content/news/n.md",
            "+++\ntitle = \"Žinia\"\ndate = 2026-01-01\nschool = \"ausra\"\n+++\n\n[m](school:ausra)\n",
        )
        .file(
            "content/news/j.md",
            "+++\ntitle = \"J\"\ndate = 2026-01-01\nstatus = \"draft\"\n+++\n\n[a](practice:a)\n",
        )
        .build();
    assert_eq!(titles(&built.ok().page("praktikos/a/")["backlinks"]), ["Puslapis"]);
    assert_eq!(titles(&built.page("mokyklos/ausra/")["backlinks"]), ["Puslapis"], "the news is in the list of news");
}

#[test]
fn adaptations_and_successors_are_shown_both_ways() {
    let site = practice(network(), "a", "school = \"ausra\"");
    let built = practice(site, "b", "school = \"ezeras\"\nadapted_from = \"a\"")
        .entry("projects/vienas", "title = \"Vienas\"\ncoordinator = \"klubas\"")
        .entry("projects/du", "title = \"Du\"\ncoordinator = \"klubas\"\npredecessor = \"vienas\"")
        .entry(
            "schools/sena",
            "title = \"Sena\"\ntype = \"g\"\nmunicipality = \"birzu-r\"\nclosed = 2020-08-31\nsuccessor = \"ausra\"",
        )
        .entry("collections/r", "title = \"Rinkinys\"\nitems = [\"b\", { entry = \"a\", note = \"Pastaba\" }]")
        .build();
    let own = |url: &str| built.page(url)["own"].clone();
    let relations = |url: &str| built.page(url)["relations"].clone();
    built.ok();
    assert_eq!(titles(&relations("praktikos/a/")["adaptations"]), ["Praktika b"]);
    assert_eq!(title(&own("praktikos/b/")["adapted_from"]), "Praktika a");
    assert_eq!(titles(&relations("projektai/vienas/")["successors"]), ["Du"]);
    assert_eq!(title(&own("projektai/du/")["predecessor"]), "Vienas");
    assert_eq!(titles(&relations("mokyklos/ausra/")["predecessors"]), ["Sena"]);
    assert_eq!(title(&own("mokyklos/sena/")["successor"]), "Aušros mokykla");
    let items = own("rinkiniai/r/")["items"].clone();
    assert_eq!((title(&items[0]["card"]), title(&items[1]["card"])), ("Praktika b", "Praktika a"), "as written");
    assert_eq!(items[1]["note"], "Pastaba");
    assert_eq!(titles(&built.page("praktikos/a/")["collections"]), ["Rinkinys"]);
}

#[test]
fn partners_are_found_by_municipality_and_type() {
    let school = |title: &str, kind: &str, place: &str, more: &str| {
        format!("title = \"{title}\"\ntype = \"{kind}\"\nmunicipality = \"{place}\"\n{more}")
    };
    let built = TestSite::of_views()
        .setting("[school_types]\nbendra = [\"gimnazija\", \"Progimnazija\"]")
        .entry("schools/a", &school("A", "gimnazija", "prienu-r", ""))
        .entry("schools/b", &school("B", "progimnazija", "prienu-r", ""))
        .entry("schools/c", &school("C", "darželis", "prienu-r", ""))
        .entry("schools/d", &school("D", "gimnazija", "birzu-r", ""))
        .entry("schools/e", &school("E", "gimnazija", "prienu-r", "closed = 2020"))
        .entry(
            "projects/p",
            "title = \"P\"\ncoordinator = \"Skyrius\"\npartners = [\"d\", \"a\"]\npartners_query = { municipality = \"Prienų r. sav.\", school_type = \"bendra\" }",
        )
        .build();
    let page = built.ok().page("projektai/p/");
    assert_eq!(titles(&page["own"]["partners"]), ["D", "A"], "as written");
    assert_eq!(
        titles(&page["relations"]["partners_found"]),
        ["B"],
        "neither the kindergarten, the closed nor those already named"
    );
    assert_eq!(groups(&built.page("mokyklos/b/")), ["project: P"]);
}

#[test]
fn long_lists_are_cut_into_pages() {
    let mut site = network().setting("page_size = 2").setting("group_size = 3");
    for number in 1..=5 {
        site = practice(site, &format!("n{number}"), &format!("school = \"ausra\"\ndate = 2026-01-0{number}"));
    }
    let built = site.build();
    let page = |url: &str| built.page(url);
    built.ok();
    assert_eq!(titles(&page("praktikos/")["entries"]), ["Praktika n5", "Praktika n4"]);
    assert_eq!(titles(&page("praktikos/puslapis/3/")["entries"]), ["Praktika n1"]);
    built.lacks_file("praktikos/puslapis/1/index.html").lacks_file("praktikos/puslapis/4/index.html");
    let second = page("praktikos/puslapis/2/");
    assert_eq!(second["pager"]["previous"], "praktikos/");
    assert_eq!(second["pager"]["next"], "praktikos/puslapis/3/");
    assert_eq!((&second["pager"]["current"], &second["pager"]["total"]), (&2.into(), &3.into()));
    assert!(plain(&second["title"]).contains('2'), "{}", second["title"]);

    let group = page("mokyklos/ausra/")["relations"]["groups"][0].clone();
    assert_eq!(titles(&group["entries"]), ["Praktika n5", "Praktika n4", "Praktika n3"]);
    assert_eq!((&group["count"], &group["more"]), (&5.into(), &"mokyklos/ausra/praktikos/".into()));
    assert_eq!(titles(&page("mokyklos/ausra/praktikos/puslapis/3/")["entries"]), ["Praktika n1"]);
    built.has_file("savivaldybes/birzu-r/praktikos/index.html");
    built.lacks_file("savivaldybes/birzu-r/mokyklos/index.html");
}

#[test]
fn titles_stand_in_the_order_of_the_lithuanian_alphabet() {
    let titles_of = [
        "„Žiburys“",
        "Ąžuolas",
        "Abelija",
        "Ylakiai",
        "Ignalina",
        "Įstra",
        "Jonava",
        "Šaltinis",
        "Sala",
        "Čia",
        "Cukrus",
        "2 ąžuolai",
    ];
    let mut site = TestSite::of_views();
    for (number, title) in titles_of.iter().enumerate() {
        site = site.entry(
            &format!("schools/m{number}"),
            &format!("title = \"{title}\"\ntype = \"mokykla\"\nmunicipality = \"birzu-r\""),
        );
    }
    let built = site.build();
    let page = built.ok().page("mokyklos/");
    let rows: Vec<_> = page["letters"].as_array().unwrap().iter().filter(|row| row["count"] != 0).collect();
    let shown: Vec<_> =
        rows.iter().map(|row| (row["letter"].as_str().unwrap(), titles(&row["entries"]).join(", "))).collect();
    assert_eq!(
        shown,
        [
            ("0–9", "2 ąžuolai".to_owned()),
            ("A", "Abelija, Ąžuolas".into()),
            ("C", "Cukrus".into()),
            ("Č", "Čia".into()),
            ("I", "Ignalina, Ylakiai, Įstra".into()),
            ("J", "Jonava".into()),
            ("S", "Sala".into()),
            ("Š", "Šaltinis".into()),
            ("Ž", "„Žiburys“".into()),
        ]
    );
    let letters = page["letters"].as_array().unwrap();
    let latin = letters.iter().filter(|row| row["letter"].as_str().is_some_and(|letter| letter.chars().count() == 1));
    assert_eq!(latin.count(), 25, "letters without entries stand in the row too");
    built.has_file("abecele/s/index.html").has_file("abecele/s-2/index.html").lacks_file("abecele/b/index.html");
    assert_eq!(titles(&built.page("abecele/s-2/")["entries"]), ["Šaltinis"]);
}

#[test]
fn what_is_due_now_follows_the_day() {
    let site = |day: &str| {
        TestSite::of_views()
            .entry("cycle/vasara", "title = \"Vasara\"\nwindow = \"--06/--08\"\nrole = \"direktorius\"")
            .entry("cycle/rugsejis", "title = \"Rugsėjis\"\nwindow = \"--09-01/--09-15\"\nrole = \"direktorius\"")
            .entry("cycle/ziema", "title = \"Žiema\"\nwindow = \"--12/--02\"\nrole = \"direktorius\"")
            .date(day)
            .build()
    };
    for (day, expected) in [
        ("2026-05-31", &[][..]),
        ("2026-06-01", &["Vasara"]),
        ("2026-08-31", &["Vasara"]),
        ("2026-09-15", &["Rugsėjis"]),
        ("2026-09-16", &[]),
        ("2026-12-01", &["Žiema"]),
        ("2028-02-29", &["Žiema"]),
        ("2027-03-01", &[]),
    ] {
        let built = site(day);
        assert_eq!(titles(&built.ok().page("metu-ratas/")["due"]), expected, "{day}");
        assert_eq!(titles(&built.page("")["due"]), expected, "{day}");
    }
    let year = site("2026-11-22").page("metu-ratas/");
    let months = year["months"].as_array().unwrap();
    assert_eq!((&months[0]["number"], &months[11]["number"]), (&9.into(), &8.into()));
    assert_eq!(titles(&months[3]["steps"]), ["Žiema"], "December");
    assert_eq!(titles(&months[5]["steps"]), ["Žiema"], "February");
    assert_eq!(titles(&months[11]["steps"]), ["Vasara"], "August");
}

#[test]
fn conferences_still_to_come_stand_next_one_first() {
    let built = TestSite::of_views()
        .entry("conferences/a", "title = \"Vakar\"\nwhen = 2026-11-21")
        .entry("conferences/b", "title = \"Šiandien baigiasi\"\nwhen = \"2026-11-20/2026-11-22\"")
        .entry("conferences/c", "title = \"Kitąmet\"\nwhen = \"2027\"")
        .entry("conferences/d", "title = \"Gruodį\"\nwhen = \"2026-12\"")
        .entry("conferences/e", "title = \"Be datos\"")
        .build();
    assert_eq!(titles(&built.ok().page("")["upcoming"]), ["Šiandien baigiasi", "Gruodį", "Kitąmet"]);
    assert_eq!(built.page("konferencijos/a/")["relations"]["upcoming"], false);
    assert!(built.page("konferencijos/e/")["own"]["when"].is_null());
}

#[test]
fn what_is_not_published_is_nowhere() {
    let site = practice(network(), "a", "school = \"ausra\"\nrelated = [\"practice:b\"]\ntopics = [\"garsas\"]");
    let site = practice(site, "b", "school = \"ausra\"\nstatus = \"draft\"\ntopics = [\"garsas\"]\nattachments = []");
    let site = practice(site, "c", "school = \"ausra\"\ndate = 2026-11-23\ntopics = [\"garsas\"]")
        .file("content/pages/p.md", "+++\ntitle = \"P\"\n+++\n\nApie [juodraštį](practice:b).\n")
        .file(
            "content/practices/slapta/index.md",
            "+++\ntitle = \"Slapta\"\nschool = \"ausra\"\nstatus = \"draft\"\n+++\n",
        )
        .file("content/practices/slapta/slaptas.txt", "paslaptis");
    let built = site.build();
    // Who names it is told.
    for (path, bytes) in &built.codes(["reference-unpublished"]).files {
        let text = String::from_utf8_lossy(bytes);
        for hidden in ["Praktika b", "Praktika c", "Slapta", "paslaptis"] {
            assert!(!text.contains(hidden), "{path} has {hidden}");
        }
    }
    built.file("p/index.html").contains("Apie juodraštį.");
    let drafts = built_with_drafts();
    assert_eq!(titles(&drafts.page("mokyklos/ausra/")["relations"]["groups"][0]["entries"]).len(), 2);
    let badges = drafts.page("praktikos/c/")["card"]["badges"].clone();
    assert_eq!(badges[0]["name"], "scheduled");
}

fn built_with_drafts() -> crate::support::Built {
    let site = practice(network(), "b", "school = \"ausra\"\nstatus = \"draft\"");
    practice(site, "c", "school = \"ausra\"\ndate = 2026-11-23").drafts().build()
}

#[test]
fn references_are_taken_by_id_title_abbreviation_and_alias() {
    for name in ["klubas", "Klubas", "KSMK", "ksmk", "organisation:klubas", "organisations:KSMK", "senas/klubas"] {
        let built = TestSite::of_views()
            .entry(
                "organisations/klubas",
                "title = \"Klubas\"\nabbreviations = [\"KSMK\"]\ntype = \"x\"\naliases = [\"/senas/klubas/\"]",
            )
            .entry("practices/a", &format!("title = \"A\"\norganisation = \"{name}\""))
            .build();
        assert_eq!(title(&built.ok().page("praktikos/a/")["own"]["organisation"]), "Klubas", "{name}");
    }
}

#[test]
fn two_addresses_that_differ_by_case_alone_are_told_with_both_files() {
    let built = TestSite::new()
        .entry("pages/vienas", "title = \"1\"\naliases = [\"Senas\"]")
        .entry("pages/du", "title = \"2\"\naliases = [\"senas\"]")
        .build();
    let problem = built.fails().diagnostic("url-taken");
    assert!(problem.place.is_some() && problem.other.is_some());
    let built = TestSite::new().entry("pages/praktikos", "title = \"Praktikos\"").build();
    built.fails().codes(["url-reserved"]);
}

#[test]
fn what_is_archived_can_be_read_but_is_not_news() {
    let site = practice(network(), "sena", "school = \"ausra\"\nstatus = \"archived\"\ndate = 2026-10-01");
    let built = practice(site, "nauja", "school = \"ausra\"\ndate = 2026-09-01").build();
    assert_eq!(titles(&built.ok().page("")["latest"]), ["Praktika nauja"]);
    assert_eq!(built.page("praktikos/sena/")["card"]["badges"][0]["name"], "archived");
    assert_eq!(titles(&built.page("praktikos/")["entries"]), ["Praktika sena", "Praktika nauja"]);
}

#[test]
fn what_an_entry_does_not_say_is_not_stated() {
    let built = TestSite::new()
        .entry("programmes/p", "title = \"Programa\"")
        .entry("projects/q", "title = \"Projektas\"")
        .build();
    built.ok().file("programos/p/index.html").shows("Teikėjas nenurodyta");
    built.file("projektai/q/index.html").shows("Koordinatorius nenurodyta");
}

#[test]
fn a_party_is_shown_also_where_its_name_could_be_an_id() {
    let site = TestSite::of_views().entry("projects/p", "title = \"P\"\nfunder = \"erasmus\"\nagency = \"švietimas\"");
    let own = site.build().ok().page("projektai/p/")["own"].clone();
    assert_eq!((title(&own["funder"]), title(&own["agency"])), ("erasmus", "švietimas"));
    assert!(own["funder"]["url"].is_null());
}

#[test]
fn a_school_that_came_back_is_a_member_and_one_that_only_applied_is_none() {
    let school = |title: &str, rows: &str| {
        format!("title = \"{title}\"\ntype = \"g\"\nmunicipality = \"birzu-r\"\nmemberships = [{rows}]")
    };
    let left = "{ organisation = \"klubas\", confirmed = \"2010\", ended = \"2015\" }";
    let built = TestSite::of_views()
        .entry("organisations/klubas", "title = \"Klubas\"\ntype = \"asociacija\"")
        .entry(
            "schools/a",
            &school("Sugrįžo", &format!("{left}, {{ organisation = \"klubas\", confirmed = \"2020\" }}")),
        )
        .entry("schools/b", &school("Išėjo", left))
        .entry("schools/c", &school("Prašosi", "{ organisation = \"klubas\", applied = \"2026\" }"))
        .entry("schools/d", &school("Tik taip", "{ organisation = \"klubas\", applied = true }"))
        .entry("schools/e", &school("Be datų", "{ organisation = \"klubas\" }"))
        // The day of the build is 2026-11-22.
        .entry("schools/f", &school("Bus", "{ organisation = \"klubas\", confirmed = 2026-12-01 }"))
        .entry(
            "schools/g",
            &school("Išeis", "{ organisation = \"klubas\", confirmed = \"2010\", ended = \"2026-12\" }"),
        )
        .build();
    let page = built.ok().page("organizacijos/klubas/");
    let relations = &page["relations"];
    let names = |members: &serde_json::Value| -> Vec<String> {
        members.as_array().unwrap().iter().map(|member| title(&member["school"]).to_owned()).collect()
    };
    assert_eq!(names(&relations["members"][0]["schools"]), ["Be datų", "Išeis", "Sugrįžo"]);
    assert_eq!(relations["member_count"], 3);
    assert_eq!(names(&relations["former_members"]), ["Išėjo"]);
    let applied = built.page("mokyklos/d/")["own"]["memberships"][0]["applied"]["text"].clone();
    assert_eq!(applied, "taip");
}

#[test]
fn a_school_or_an_organisation_reports_on_its_own() {
    let built = network()
        .entry("reports/r", "title = \"Metų ataskaita\"\nschool = \"ausra\"\ndate = \"2025\"")
        .entry("reports/be", "title = \"Be nieko\"")
        .build();
    built.fails().codes(["missing-one-of"]);
    let built = network().entry("reports/r", "title = \"Metų ataskaita\"\nschool = \"ausra\"").build();
    assert_eq!(groups(&built.ok().page("mokyklos/ausra/")), ["report: Metų ataskaita"]);
    assert_eq!(titles(&built.page("ataskaitos/r/")["own"]["school"]), ["Aušros mokykla"]);
}

#[test]
fn the_most_alike_are_related_however_long_the_lists_are() {
    let mut site = network();
    for number in 0..80 {
        site = practice(site, &format!("a{number:02}"), "school = \"ausra\"\ntopics = [\"garsas\"]");
    }
    let twin = "school = \"ausra\"\ntopics = [\"garsas\", \"kita\"]";
    let site = practice(practice(site, "z1", twin), "z2", twin);
    let related = site.build().ok().page("praktikos/z1/")["related"].clone();
    assert_eq!(title(&related[0]), "Praktika z2");
}

#[test]
fn one_value_may_stand_for_a_list_of_one() {
    let site = practice(network(), "a", "school = \"ausra\"\ntopics = \"garsas\"\nlinks = \"https://x.lt\"");
    let page = site.build().ok().page("praktikos/a/");
    assert_eq!(titles(&page["card"]["topics"]).len(), 1);
    assert_eq!(page["links"][0]["url"], "https://x.lt");
}

#[test]
fn a_long_chain_of_topics_is_told_and_nothing_overflows() {
    let chain = |length: usize| {
        let topic = |at: usize| match at {
            0 => "title = \"T0\"".to_owned(),
            _ => format!("title = \"T{at}\"\nparent = \"t{}\"", at - 1),
        };
        (0..length).fold(TestSite::new(), |site, at| site.entry(&format!("topics/t{at}"), &topic(at))).build()
    };
    chain(20).ok().has_file("temos/t19/index.html");
    let built = chain(1000);
    built.fails().codes(["topic-too-deep"]).problem_at("topic-too-deep", "content/topics/t20.md:3:10");
}
