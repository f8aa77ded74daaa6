//! The portal in this repository's own `content/`: it builds without a word, and holds what its sources say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::support::html::{self, Tag, visible};
use crate::support::{Avilys, Built, Folder, TestSite, Tree, folder, repository};

/// The sample portal as a test site: content and settings alone, so with the theme that is part of the program.
pub fn sample() -> TestSite {
    let content = folder::tree(&repository().join("content"));
    let site = content.iter().fold(TestSite::new(), |site, (path, bytes)| site.file(&format!("content/{path}"), bytes));
    site.file("avilys.toml", std::fs::read(repository().join("avilys.toml")).unwrap())
}

static ONLINE: LazyLock<Built> = LazyLock::new(|| sample().build());
static OFFLINE: LazyLock<Built> = LazyLock::new(|| sample().offline().build());

fn text(page: &str) -> String {
    visible(ONLINE.file(&format!("{page}index.html")).text)
}

#[test]
fn it_builds_without_an_error_or_a_warning() {
    ONLINE.ok();
    OFFLINE.ok();
    assert!(ONLINE.files.len() > 200, "{} files", ONLINE.files.len());
}

#[test]
fn the_program_builds_it_in_the_repository() {
    let out = Folder::new();
    let output = out.at("public");
    let run = Avilys::new().within(repository()).run(&["build", "--output", output.to_str().unwrap()]);
    run.ok();
    let mut published = out.tree("public");
    published.remove(".avilys/manifest.json").expect("the list of published files");
    published.remove(".avilys/lock");
    assert_eq!(folder::difference(&ONLINE.files, &published), None);
}

#[test]
fn it_can_be_read_in_both_languages_on_other_days() {
    for day in ["2026-01-01", "2027-02-28", "2031-09-01"] {
        sample().date(day).build().ok();
    }
    sample().drafts().build().ok();
}

#[test]
fn prienai_lists_items_of_three_sources_and_birzai_of_two() {
    let sources = [
        ("prienu-r", "projektai/profesionalios-aplinkos-prienuose/"),
        ("prienu-r", "ataskaitos/lyderiu-laikas-2-savivaldybese/"),
        ("prienu-r", "organizacijos/ksmk/"),
        ("birzu-r", "mokyklos/birzu-ausros/"),
        ("birzu-r", "ataskaitos/lyderiu-laikas-2-savivaldybese/"),
    ];
    for (municipality, entry) in sources {
        let page = ONLINE.file(&format!("savivaldybes/{municipality}/index.html"));
        page.contains(&format!("href=\"../../{entry}\""));
    }
}

#[test]
fn the_report_has_14_commitments_in_three_areas_and_10_rows_of_time() {
    let page = ONLINE.file("ataskaitos/lyderiu-laikas-2-savivaldybese/index.html");
    let commitments = between(page.text, "<table class=\"commitments\"", "</table>");
    assert_eq!(commitments.matches("<th scope=\"row\"").count(), 14);
    assert_eq!(commitments.matches("scope=\"rowgroup\"").count(), 3);
    let timeline = between(page.text, "<ol class=\"timeline\"", "</ol>");
    assert_eq!(timeline.matches("<li").count(), 10);
    let shown = visible(timeline);
    assert!(shown.contains("2013 m. vasario 28 d. – kovo 1 d."), "{shown}");
    assert!(shown.contains("2012 m. spalis"), "{shown}");
}

#[test]
fn the_two_accredited_programmes_say_what_is_not_known() {
    for programme in ["bmt-kurimo-vietose", "bmt-modelio-kurimo"] {
        let page = text(&format!("programos/{programme}/"));
        for fact in ["Galioja iki", "Programos kodas", "Valandų skaičius", "Moduliai"] {
            let wanted = format!("{fact} nenurodyt");
            assert!(page.contains(&wanted), "{programme} lacks „{wanted}“:\n{page}");
        }
        assert!(page.contains("2012 m. spalio 19 d."), "{page}");
    }
}

#[test]
fn the_table_of_the_qualification_path_keeps_its_empty_cell() {
    let page = ONLINE.file("kvalifikacijos-tobulinimo-kelias/index.html");
    let table = between(page.text, "<table class=\"list-table\"", "</table>");
    let rows: Vec<Vec<&str>> = table.split("<tr").skip(1).map(cells).collect();
    assert_eq!(rows.iter().map(Vec::len).collect::<Vec<_>>(), [2; 6]);
    let empty: Vec<_> = rows.iter().filter(|row| visible(row[1]).is_empty()).map(|row| visible(row[0])).collect();
    assert_eq!(empty, ["Didinti mokytojų atsakomybę už ugdymo kokybę"]);
    assert!(rows[1][1].contains("<ol"), "a list in a cell: {}", rows[1][1]);
    assert!(rows[1][1].matches("<p>").count() >= 2, "paragraphs after the list: {}", rows[1][1]);
}

/// The cells of one row, header cells too.
fn cells(row: &str) -> Vec<&str> {
    let starts =
        row.match_indices("<t").filter(|(at, _)| row[*at..].starts_with("<td") || row[*at..].starts_with("<th"));
    let starts: Vec<_> = starts.map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([row.len()]);
    starts.iter().zip(ends).map(|(start, end)| &row[*start..end]).collect()
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let after = text.split_once(start).unwrap_or_else(|| panic!("no {start}")).1;
    let inside = after.split_once(end).unwrap_or_else(|| panic!("no {end} after {start}")).0;
    inside.split_once('>').expect("the tag is closed").1
}

#[test]
fn the_project_of_prienai_has_its_money_countries_and_people() {
    let page = text("projektai/profesionalios-aplinkos-prienuose/");
    for fact in ["67 984 €", "37", "Ispanija"] {
        assert!(page.contains(fact), "{fact} is not on\n{page}");
    }
}

#[test]
fn the_member_school_has_its_dates_and_its_goal_task_and_benefit() {
    let page = text("mokyklos/birzu-ausros/");
    for fact in ["Biržų „Aušros“ pagrindinė mokykla", "2017 m. gruodžio 22 d.", "Tikslas", "Uždavinys"] {
        assert!(page.contains(fact), "{fact} is not on\n{page}");
    }
}

#[test]
fn every_index_has_something_to_show() {
    let below = |folder: &str| {
        let pages = ONLINE.files.keys().filter_map(|path| path.strip_prefix(folder)?.strip_suffix("/index.html"));
        pages.filter(|rest| !rest.contains('/')).count()
    };
    assert!(below("savivaldybes/") >= 10, "{}", below("savivaldybes/"));
    assert!(below("temos/") >= 20, "{}", below("temos/"));
    assert!(below("mokslo-metai/") >= 5);
    assert!(below("irodymai/") >= 4);
    assert!(below("abecele/") >= 10);
    assert!(ONLINE.files.keys().any(|path| path.starts_with("en/practices/")));
}

#[test]
fn every_internal_address_leads_to_a_file() {
    for (name, built) in [("online", &*ONLINE), ("offline", &*OFFLINE)] {
        let broken = broken_addresses(&built.files, name == "offline");
        assert!(broken.is_empty(), "{name}:\n{}", broken.join("\n"));
    }
}

#[test]
fn the_check_of_addresses_sees_what_is_broken() {
    let page = "<a href=\"../b/#y\">0</a><a href=\"../b/#x\">1</a><a href=\"../c/\">2</a><img src=\"no.png\">\
        <a href=\"#top\" id=\"up\">3</a><a href=\"#up\">4</a>";
    let files = Tree::from([
        ("a/index.html".to_owned(), page.as_bytes().to_vec()),
        ("b/index.html".to_owned(), b"<p id=\"y\">".to_vec()),
    ]);
    let broken = broken_addresses(&files, false);
    assert_eq!(broken, ["a/index.html: ../b/#x", "a/index.html: ../c/", "a/index.html: no.png", "a/index.html: #top"]);
    assert!(broken_addresses(&files, true).contains(&"a/index.html: ../b/#y".to_owned()), "a folder is no file");
}

/// `href`, `src`, `poster` and `cite` of every page that lead to no file or no place of the output.
fn broken_addresses(files: &Tree, offline: bool) -> Vec<String> {
    let pages: Vec<(&str, Vec<Tag>)> = pages(files).map(|(path, text)| (path, html::tags(text))).collect();
    let ids: BTreeMap<&str, BTreeSet<&str>> =
        pages.iter().map(|(path, tags)| (*path, tags.iter().filter_map(|tag| tag.get("id")).collect())).collect();
    let mut broken = Vec::new();
    for (path, tags) in &pages {
        for tag in tags.iter().filter(|tag| tag.get("rel") != Some("canonical")) {
            for address in ["href", "src", "poster"].iter().filter_map(|name| tag.get(name)) {
                if is_external(address) {
                    continue;
                }
                let (target, fragment) = address.split_once('#').unwrap_or((address, ""));
                let file = resolve(path, target.split('?').next().unwrap_or(target));
                let file = file.map(|file| if offline { file } else { with_index(file) });
                let found = file.as_deref().is_some_and(|file| files.contains_key(file));
                let place = |file: &str| ids.get(file).is_none_or(|ids| ids.contains(fragment));
                if !found || !(fragment.is_empty() || place(file.as_deref().unwrap_or(""))) {
                    broken.push(format!("{path}: {address}"));
                }
            }
        }
    }
    broken
}

fn with_index(file: String) -> String {
    if file.is_empty() || file.ends_with('/') { format!("{file}index.html") } else { file }
}

fn is_external(address: &str) -> bool {
    ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| address.starts_with(scheme))
}

/// The file that an address on a page means; nothing when it leaves the site. The base address has no path.
fn resolve(page: &str, address: &str) -> Option<String> {
    if address.is_empty() {
        return Some(page.to_owned());
    }
    if let Some(rest) = address.strip_prefix('/') {
        return Some(rest.to_owned());
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    let (folders, file) = address.rsplit_once('/').unwrap_or(("", address));
    for part in folders.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    let folder: String = parts.iter().flat_map(|part| [part, "/"]).collect();
    match file {
        "." => Some(folder),
        ".." => None,
        _ => Some(format!("{folder}{file}")),
    }
}

fn pages(files: &Tree) -> impl Iterator<Item = (&str, &str)> {
    let pages = files.iter().filter(|(path, _)| folder::has_ending(path, "html"));
    pages.map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).expect("UTF-8")))
}

#[test]
fn ids_are_unique_on_every_page() {
    for (path, page) in pages(&ONLINE.files) {
        let mut seen = BTreeSet::new();
        for tag in html::tags(page) {
            if let Some(id) = tag.get("id") {
                assert!(seen.insert(id.to_owned()), "{path}: id {id} twice");
                assert!(!id.is_empty() && !id.contains(char::is_whitespace), "{path}: id {id:?}");
            }
        }
    }
}

/// So that a strict Content-Security-Policy breaks nothing.
#[test]
fn no_page_has_inline_style_or_script() {
    for (path, page) in pages(&ONLINE.files) {
        for tag in html::tags(page) {
            assert!(tag.name != "style", "{path}: <style>");
            let data = tag.get("type") == Some("application/ld+json");
            assert!(tag.name != "script" || data || tag.get("src").is_some(), "{path}: inline script");
            for (name, value) in &tag.attributes {
                assert!(name != "style" && !name.starts_with("on"), "{path}: {name}=\"{value}\"");
            }
        }
    }
}

#[test]
fn structured_data_is_json() {
    for (path, page) in pages(&ONLINE.files) {
        for tag in html::tags(page).iter().filter(|tag| tag.get("type") == Some("application/ld+json")) {
            let data: serde_json::Value =
                serde_json::from_str(&tag.text).unwrap_or_else(|error| panic!("{path}: {error}\n{}", tag.text));
            assert_eq!(data["@context"], "https://schema.org", "{path}");
        }
    }
}

#[test]
fn every_page_names_its_language_title_and_one_heading() {
    for (path, page) in pages(&ONLINE.files) {
        let tags = html::tags(page);
        let lang = tags.iter().find(|tag| tag.name == "html").and_then(|tag| tag.get("lang"));
        assert_eq!(lang, Some(if path.starts_with("en/") { "en" } else { "lt" }), "{path}");
        let title = tags.iter().find(|tag| tag.name == "title").map(|tag| tag.text.trim());
        assert!(title.is_some_and(|title| !title.is_empty()), "{path}");
        if tags.iter().any(|tag| tag.name == "main") {
            assert_eq!(tags.iter().filter(|tag| tag.name == "h1").count(), 1, "{path}: headings of the first level");
        }
    }
}

#[test]
fn every_picture_says_what_is_seen() {
    for (path, page) in pages(&ONLINE.files) {
        for tag in html::tags(page).iter().filter(|tag| tag.name == "img") {
            assert!(tag.get("alt").is_some(), "{path}: {:?}", tag.get("src"));
        }
    }
}

#[test]
fn nothing_is_asked_of_another_site() {
    for (path, page) in pages(&ONLINE.files) {
        for tag in html::tags(page) {
            let loads = match tag.name.as_str() {
                "link" => tag.get("href").filter(|_| !matches!(tag.get("rel"), Some("canonical" | "alternate"))),
                _ => tag.get("src").or(tag.get("srcset")).or(tag.get("poster")),
            };
            assert!(loads.is_none_or(|address| !address.contains("//")), "{path}: {loads:?}");
        }
    }
}
