//! Addresses: that every link leads somewhere, also where names hold signs that mean something in an address, and that what
//! leads nowhere is told.

use super::support::{Preview, TestSite, html};

const ENTRY: &str = "title = \"Naujiena\"\ndate = 2026-02-10\n";

fn text(extra: &str, body: &str) -> String {
    format!("+++\n{ENTRY}{extra}\n+++\n\n{body}\n")
}

fn site(extra: &str, body: &str) -> TestSite {
    TestSite::new().file("content/news/a/index.md", text(extra, body))
}

/// What a browser asks for at an address of the page at `page`.
fn asked(page: &str, address: &str) -> String {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            "." => {}
            ".." => assert!(parts.pop().is_some(), "{address} leaves the site"),
            _ => parts.push(part),
        }
    }
    let mut bytes = Vec::new();
    let path = parts.join("/");
    let mut rest = path.as_bytes();
    while let [byte, after @ ..] = rest {
        let escaped =
            (*byte == b'%').then(|| u8::from_str_radix(std::str::from_utf8(&after[..2]).unwrap(), 16).unwrap());
        bytes.push(escaped.unwrap_or(*byte));
        rest = if escaped.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap()
}

/// The addresses of a page into the site.
fn addresses(text: &str) -> Vec<String> {
    let found = text.match_indices("href=\"").chain(text.match_indices("src=\""));
    let value = |(at, name): (usize, &str)| text[at + name.len()..].split('"').next().unwrap_or_default();
    let inner = found.map(value).filter(|url| !url.contains(':') && !url.starts_with('#') && !url.is_empty());
    inner.map(html::unescape).collect()
}

#[test]
fn names_are_escaped_wherever_they_are_written() {
    let names =
        ["Ataskaita #3.pdf", "Programa%202026.pdf", "Pažanga 50%.pdf", "Kodėl?.pdf", "foto #1.png", "a&b'c.pdf"];
    let attachments: Vec<_> = names.iter().map(|name| format!("{{ title = \"T\", file = \"{name}\" }}")).collect();
    let extra =
        format!("attachments = [{}]\nimage = {{ file = \"foto #1.png\", alt = \"x\" }}", attachments.join(", "));
    let body = "[1](Ataskaita%20%233.pdf) [2](Programa%25202026.pdf) [3](Programa%202026.pdf) [4](Kod%C4%97l%3F.pdf)\n\
        [5](<Kodėl?.pdf>) ![x](<foto #1.png>)\n\n:::download file=\"Pažanga 50%.pdf\" title=\"x\"\n:::\n\n\
        :::download file=\"Programa%202026.pdf\"\n:::\n\n:::figure src=\"foto #1.png\" alt=\"x\"\n:::\n\n\
        :::gallery pattern=\"*.png\"\n:::";
    let site = names.iter().fold(site(&extra, body), |site, name| site.file(&format!("content/news/a/{name}"), "x"));
    let built = site.base_url("https://x.lt").build();
    built.ok();
    let page = "naujienos/a/index.html";
    let html = built.file(page).text.to_owned();
    let mut used = std::collections::BTreeSet::new();
    for url in addresses(&html) {
        let path = asked(page, &url);
        let path = if path.ends_with('/') || path.is_empty() { format!("{path}index.html") } else { path };
        assert!(built.files.contains_key(&path), "{url} asks for {path}");
        used.insert(path);
    }
    for name in names {
        assert!(used.contains(&format!("naujienos/a/{name}")), "{name} is not linked");
    }
    built.file(page).contains("https://x.lt/naujienos/a/foto%20%231.png");
}

#[test]
fn names_meet_in_whichever_form_they_are_written() {
    let (nfc, nfd) = ("\u{17e}ąsis.png", "z\u{30c}a\u{328}sis.png");
    for (written, on_disk) in [(nfc, nfd), (nfd, nfc), (nfd, nfd)] {
        let extra = format!(
            "attachments = [{{ title = \"F\", file = \"{written}\" }}]\nimage = {{ file = \"{written}\", alt = \"x\" }}"
        );
        let body = format!(
            "[x]({written}) ![x]({written}) <img src=\"{written}\" alt=\"x\"> [s](/{written})\n\n:::download file=\"{written}\" title=\"x\"\n:::\n\n\
             :::gallery pattern=\"{written}\"\n:::"
        );
        let site = site(&extra, &body).file(&format!("content/news/a/{on_disk}"), "x");
        site.file(&format!("static/{on_disk}"), "x").build().ok();
    }
}

#[test]
fn computed_pages_can_be_linked() {
    let school = "title = \"Pavyzdinė gimnazija\"\ntype = \"gimnazija\"\nmunicipality = \"vilniaus-m\"";
    let links = "[1](/paieska/?q=skaitymas#x) [2](/savivaldybes/vilniaus-m/) [3](/mokslo-metai/2025-2026/) [4](/abecele/n/)\n\
        [5](/naujienos/a/index.html) [6](/index.html) [7](/) [8](/abecele/#letter-n) [9](/temos/#main) [10](b.md?x=1#vieta)";
    let links = links.replace("#x)", ")").replace("b.md", "../b.md");
    let site = site("", &links).file("content/news/b.md", text("", "## Vieta")).entry("schools/mano", school);
    let page = "naujienos/a/index.html";
    let built = site.build();
    built
        .ok()
        .file(page)
        .contains("href=\"../../paieska/?q=skaitymas\"")
        .contains("href=\"../../naujienos/b/?x=1#vieta\"");
    let offline = site.offline().build();
    offline.ok();
    for url in addresses(offline.file(page).text) {
        assert!(offline.files.contains_key(&asked(page, &url)), "{url} does not end at a file");
    }
    offline.file(page).contains("../../abecele/index.html#letter-n").contains("../../paieska/index.html?q=skaitymas");
}

#[test]
fn a_link_to_no_page_is_told_with_the_nearest() {
    let school = "title = \"Pavyzdinė gimnazija\"\ntype = \"gimnazija\"\nmunicipality = \"vilniaus-m\"";
    let built = site("", "[1](/savivaldybes/vilnius-m/) [2](/abecele/#letter-9)").entry("schools/mano", school).build();
    built.fails().codes(["link-unknown", "link-place-unknown"]);
    assert!(built.stderr().contains("/savivaldybes/vilniaus-m/"), "{}", built.stderr());
}

#[test]
fn the_menu_leads_somewhere() {
    let menu = |url: &str| format!("[[menu]]\ntitle = \"X\"\nurl = \"{url}\"");
    for url in ["/savivaldybs/", "savivaldybs", "/nera.pdf"] {
        let built = site("", "x").setting(&menu(url)).build();
        let code = if url == "/nera.pdf" { "file-unknown" } else { "link-unknown" };
        built.fails().problem_at(code, "avilys.toml:3:7");
        if url != "/nera.pdf" {
            assert!(built.stderr().contains("\"/savivaldybes/\""), "{}", built.stderr());
        }
    }
    let site = site("", "## X")
        .setting(&menu("/savivaldybes/"))
        .setting(&menu("naujienos/a/#x"))
        .setting(&menu("/paieska/?q=x"))
        .setting(&menu("/planas č.pdf").replace(' ', ""))
        .setting(&menu("/"))
        .file("static/planasč.pdf", "x");
    let built = site.offline().build();
    let page = built.ok().file("naujienos/a/index.html");
    for url in [
        "savivaldybes/index.html",
        "naujienos/a/index.html#x",
        "paieska/index.html?q=x",
        "planas%C4%8D.pdf",
        "index.html",
    ] {
        page.contains(&format!("href=\"../../{url}\""));
    }
}

#[test]
fn places_that_the_theme_sets_can_be_linked() {
    let conference =
        "title = \"Konferencija\"\nwhen = \"2026-01-01\"\n[[agenda]]\ntime = \"10.00\"\ntitle = \"Pradžia\"";
    let body =
        "[1](../../conferences/k.md#agenda) [2](/konferencijos/k/#agenda) [3](../../conferences/k.md#) [4](#main)";
    site("", body).entry("conferences/k", conference).build().ok();
    let built = site("", "[1](../../conferences/k.md#programa)").entry("conferences/k", conference).build();
    built.fails().codes(["link-heading-unknown"]);
    // Each page asks the other for a place.
    let back = "+++\ntitle = \"K\"\nwhen = \"2026-01-01\"\n+++\n\n[1](../news/a/index.md#main)\n";
    site("", "[1](../../conferences/k.md#main)").file("content/conferences/k.md", back).build().ok();
}

#[test]
fn what_follows_the_name_of_a_file_is_kept() {
    let built = site("", "[1](a.pdf#page=2) [2](/b.pdf?x#y)")
        .file("content/news/a/a.pdf", "x")
        .file("static/b.pdf", "x")
        .build();
    built.ok().file("naujienos/a/index.html").contains("../../naujienos/a/a.pdf#page=2").contains("../../b.pdf?x#y");
}

#[test]
fn aliases_are_addresses_as_servers_look_for_them() {
    let built = site("aliases = [\"/senas/rytme%C4%8Diai/\", \"sena.html\"]", "x").build();
    built.ok().has_file("senas/rytmečiai/index.html").has_file("sena.html");
    for alias in
        [".htaccess", "a/.git/", "_redirects", "robots.txt", "Web.config", "CNAME", ".well-known/x", "index.php?p=1"]
    {
        let built = site(&format!("aliases = [\"{alias}\"]"), "x").build();
        built.fails().problem_at("alias-invalid", "content/news/a/index.md:4:12");
    }
}

#[test]
fn an_alias_cannot_take_a_page_by_another_case() {
    let with = |alias: &str| site(&format!("aliases = [\"{alias}\"]"), "x").file("content/news/b.md", text("", "x"));
    for alias in ["/naujienos/b/", "/NAUJIENOS/b/", "/Naujienos/A/", "/naujienos/%62/"] {
        with(alias).build().fails().problem_at("url-taken", "content/news/a/index.md:4:12");
    }
    with("/Naujienos/").build().fails().problem_at("url-reserved", "content/news/a/index.md:4:12");
}

#[test]
fn an_alias_that_is_written_twice_is_told_and_leads_on_all_the_same() {
    let built = site("aliases = [\"/senas/\", \"senas\", \"senas/index.html\"]", "x").build();
    built.codes(["alias-twice", "alias-twice"]);
    assert!(built.stderr().contains("content/news/a/index.md:4:23"), "{}", built.stderr());
    built.file("senas/index.html").contains("../naujienos/a/");
    let built = site("aliases = [\"/senas/\"]", "x")
        .setting("languages = [\"en\"]")
        .file("content/news/a/index.en.md", "+++\ntitle = \"News\"\naliases = [\"senas\"]\n+++\n")
        .build();
    built.problem_at("alias-twice", "content/news/a/index.en.md:3:12");
}

#[test]
fn aliases_of_a_translation_lead_to_it() {
    let site = site("aliases = [\"/senas/\"]", "x")
        .setting("languages = [\"en\"]")
        .file("content/news/a/index.en.md", "+++\ntitle = \"News\"\naliases = [\"/en/old/\"]\n+++\n");
    let built = site.build();
    built.ok().file("senas/index.html").contains("../naujienos/a/");
    built.file("en/old/index.html").contains("../../en/news/a/");
}

#[test]
fn a_link_to_an_old_address_leads_to_the_entry() {
    let body = "[a](/blog/sena/) [b](/blog/sena.html) [c](/blog/sena#vieta)\n\n## Vieta";
    let built = site("aliases = [\"/blog/sena/\", \"/blog/sena.html\"]", body).build();
    let page = built.ok().file("naujienos/a/index.html");
    page.contains("href=\"../../naujienos/a/#vieta\"").not_contains("blog/sena");
}

#[test]
fn a_redirect_keeps_the_place_where_there_is_a_script() {
    let built = site("aliases = [\"/senas/\"]", "x").build();
    let page = built.ok().has_file("redirect.js").file("senas/index.html");
    page.contains("data-target=\"../naujienos/a/\"").contains("url=../naujienos/a/");
}

#[test]
fn a_path_with_backslashes_is_helped_with_slashes() {
    for link in ["[x](..\\..\\news\\b.md)", "[x](..\\b.md)"] {
        let built = site("", link).file("content/news/b.md", text("", "x")).build();
        let slashed = if link.contains("news") { "../../news/b.md" } else { "../b.md" };
        let text = built.fails().stderr();
        assert!(text.contains(&format!("did you mean \"{slashed}\"?")), "{text}");
    }
}

#[test]
fn segments_can_be_exchanged() {
    let site = TestSite::new().entry("news/a", ENTRY).entry("pages/b", "title = \"B\"");
    let built = site.setting("[segments]\nnews = \"metai\"\nyears = \"naujienos\"").build();
    built.ok().has_file("metai/a/index.html").has_file("naujienos/index.html");
    let taken = |segments: &str| TestSite::new().entry("news/a", ENTRY).setting(segments).build();
    taken("[segments]\nnews = \"mokyklos\"").fails().codes(["segment-taken"]);
    taken("languages = [\"en\"]\n[segments]\nnews = \"en\"").fails().problem_at("segment-taken", "avilys.toml:3:8");
    taken("[segments]\nyears = \"paieska\"").fails().problem_at("segment-taken", "avilys.toml:2:9");
    // Whoever says so: a kind of the site's own, or its catalogue.
    let kind = |segment: &str| {
        let text = format!(
            "name = \"contest\"\nfolder = \"contests\"\n[words.lt]\ntitle = \"K\"\none = \"k\"\nsegment = \"{segment}\"\n[words.en]\ntitle = \"C\"\none = \"c\"\n"
        );
        TestSite::new().entry("news/a", ENTRY).file("kinds/contest.toml", text)
    };
    let problem = kind("mokslo-metai").build();
    assert!(
        problem.fails().stderr().contains("\"years\" and \"contests\" have \"mokslo-metai\""),
        "{}",
        problem.stderr()
    );
    kind("varzybos").setting("[segments]\nyears = \"varzybos\"").build().problem_at("segment-taken", "avilys.toml:2:9");
    let catalogue = "[segments]\nyears = \"savivaldybes\"\n";
    TestSite::new().file("messages/lt.toml", catalogue).build().fails().codes(["segment-taken"]);
}

#[test]
fn an_address_that_no_disk_takes_is_told_at_its_line() {
    let long = "a".repeat(300);
    site(&format!("slug = \"{long}\""), "x").build().fails().problem_at("slug-invalid", "content/news/a/index.md:4:8");
    for alias in [long.clone(), "a/".repeat(3_000)] {
        let built = site(&format!("aliases = [\"{alias}\"]"), "x").build();
        built.fails().problem_at("alias-invalid", "content/news/a/index.md:4:12");
    }
    site("", "x").setting(&format!("[segments]\nnews = \"{long}\"")).build().fails().codes(["expected-segment"]);
    let municipality = "[[municipalities]]\nid = \"Vilniaus m.\"\ntitle = \"Vilnius\"";
    site("", "x").setting(municipality).build().fails().problem_at("expected-segment", "avilys.toml:2:6");
}

#[test]
fn the_preview_speaks_of_the_addresses_that_pages_have() {
    let name = "foto #1 (a).png";
    let site = site("", &format!("![x](<{name}>)")).file(&format!("content/news/a/{name}"), "x");
    let preview = Preview::of(&site);
    let url = "naujienos/a/foto%20%231%20%28a%29.png";
    assert!(preview.get("naujienos/a/").text().contains(&format!("src=\"../../{url}\"")));
    assert_eq!(preview.get(url).body, b"x");
    preview.folder.put(&format!("content/news/a/{name}"), "newer");
    let state = preview.wait("", |state| state["changed"].as_array().is_some_and(|files| !files.is_empty()));
    assert_eq!(state["changed"][0]["url"], format!("/{url}"));
    preview.folder.put("static/naujienos", "x");
    preview.wait("", |state| state["problems"].to_string().contains("path-clash"));
}

#[test]
fn anchors_of_old_pages_are_places_too() {
    let body =
        "<a name=\"senas\"></a>Pastraipa.\n\n<p><a id=\"naujas\" name=\"kitas\">x</a></p>\n\n[1](#senas) [2](#naujas)";
    let built = site("", body).build();
    built.codes(["html-attribute-removed"]);
    let page = built.file("naujienos/a/index.html");
    page.contains("<a id=\"senas\"></a>").contains("href=\"#senas\"").not_contains("kitas");
}

#[test]
fn a_path_of_somebodys_computer_is_told_as_one() {
    let built = site("", "[a](C:\\Users\\Ona\\planas.pdf)").build();
    built.fails().codes(["link-scheme"]);
    assert!(built.in_language("en").contains("write its name alone, \"planas.pdf\""), "{}", built.in_language("en"));
    let empty = site("", "[a](?q=1)").build();
    assert!(empty.fails().in_language("en").contains("\"?q=1\""), "{}", empty.in_language("en"));
}

#[test]
fn the_menu_leads_where_it_seems_to() {
    for (url, code) in [
        ("/naujienos/a/#nera", "link-heading-unknown"),
        ("news:a#nera", "link-heading-unknown"),
        ("/paieska/?q=x#nera", "link-place-unknown"),
        ("#x", "menu-url-of-no-page"),
        ("?q=1", "menu-url-of-no-page"),
        ("../naujienos/", "link-unknown"),
        ("page:nera", "reference-unknown"),
        ("javascript:alert(1)", "link-scheme"),
        ("https://vilnius.lt@bloga.example/", "link-userinfo"),
        ("www.mokykla.lt", "link-without-scheme"),
        ("jonas@mokykla.lt", "link-without-scheme"),
    ] {
        let menu = format!("[[menu]]\ntitle = \"X\"\nurl = \"{url}\"");
        site("", "x").setting(&menu).build().fails().codes([code]);
    }
    for url in ["mailto:jonas@mokykla.lt", "news:a", "news:a#rez", "/naujienos/#main", "/paieska/?q=x"] {
        let good = format!("[[menu]]\ntitle = \"X\"\nurl = \"{url}\"");
        site("", "## Rez").setting(&good).build().ok();
    }
}

#[test]
fn an_old_address_is_known_in_each_of_its_forms() {
    let links = "[1](/senas/#sk) [2](/senas#sk) [3](/senas/index.html#sk) [4](/senas/index.html) [5](/naujienos/x/index.html#sk)";
    let built = site("", links)
        .file("content/news/x.md", "+++\ntitle = \"X\"\ndate = 2026-01-01\naliases = [\"/senas/\"]\n+++\n## Sk\n")
        .build();
    let html = &built.ok().file("naujienos/a/index.html").text;
    assert_eq!(html.matches("href=\"../../naujienos/x/#sk\"").count(), 4, "{html}");
}

#[test]
fn a_full_address_of_the_portal_is_a_link_within_it() {
    let base = "base_url = \"https://x.example/portalas\"";
    let links = "[1](https://x.example/portalas/naujienos/) [2](http://X.example/portalas/naujienos/a/#rez) <https://x.example/portalas/>\n\
        [4](//x.example/portalas/apie) [5](https://x.example/portalas2/) [6](https://x.example/portalas?q=1)\n\n## Rez";
    let built = site("", links).setting(base).build();
    let page = built.codes(["link-own-address"]).file("naujienos/a/index.html");
    for href in [
        "../../naujienos/",
        "../../naujienos/a/#rez",
        "../../",
        "//x.example/portalas/apie",
        "https://x.example/portalas2/",
        "../../?q=1",
    ] {
        page.contains(&format!("href=\"{href}\""));
    }
    site("", "[2](https://x.example/portalas/naujienos/a/#nera)")
        .setting(base)
        .build()
        .fails()
        .codes(["link-heading-unknown"]);
}
