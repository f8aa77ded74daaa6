//! The preview as a browser meets it: the pages of a build, brought up to date as files change.

use serde_json::Value;

use crate::sample::sample;
use crate::support::{Avilys, Preview, TestSite, html};

const PAGE: &str = "naujienos/viena/";

/// Two news, a school and a practice of it.
fn site() -> TestSite {
    TestSite::new()
        .setting("title = \"Tinklas\"")
        .entry("schools/ausra", "title = \"Aušros mokykla\"\ntype = \"progimnazija\"\nmunicipality = \"Biržų r.\"")
        .file("content/news/viena.md", news("Viena", "Pirmas sakinys."))
        .file("content/news/dvi.md", news("Dvi", "Žr. [vieną](viena.md)."))
}

fn news(title: &str, body: &str) -> String {
    format!("+++\ntitle = \"{title}\"\ndate = 2026-03-01\nsummary = \"Trumpai.\"\n+++\n\n{body}\n")
}

fn codes(state: &Value) -> Vec<&str> {
    state["problems"].as_array().unwrap().iter().map(|problem| problem["code"].as_str().unwrap()).collect()
}

fn badges(state: &Value) -> Vec<&str> {
    state["page"]["badges"].as_array().unwrap().iter().map(|badge| badge["name"].as_str().unwrap()).collect()
}

#[test]
fn every_address_of_a_build_is_served_with_the_bytes_of_the_build() {
    let site = sample().base_url("https://tinklas.lt/portalas").drafts();
    let built = site.build();
    let settings = String::from_utf8(std::fs::read(crate::support::repository().join("avilys.toml")).unwrap()).unwrap();
    let settings = settings.lines().filter(|line| !line.starts_with("base_url")).collect::<Vec<_>>().join("\n");
    let served = sample().file("avilys.toml", format!("base_url = \"https://tinklas.lt/portalas\"\n{settings}"));
    let preview = Preview::of(&served);
    assert_eq!(preview.base(), "/portalas/");
    assert!(built.files.len() > 200);
    for (path, bytes) in &built.files {
        let address = path.strip_suffix("index.html").unwrap_or(path);
        for address in [address, path.as_str()] {
            let reply = preview.get(address);
            assert_eq!(reply.status, 200, "{address}");
            let is_page = crate::support::folder::has_ending(path, "html");
            let body = if is_page { reply.without_script() } else { reply.body.clone() };
            assert!(body == *bytes, "{address} differs:\n{}\n{}", reply.text(), String::from_utf8_lossy(bytes));
        }
    }
    assert_eq!(preview.ask("GET", "/", &[]).header("location"), Some("/portalas/"));
}

#[test]
fn an_edit_of_a_body_is_served_and_leaves_other_pages_as_they_are() {
    let preview = Preview::of(&site());
    let other = preview.get("naujienos/dvi/");
    let before = preview.wait_for(PAGE, "Pirmas sakinys.");
    preview.folder.put("content/news/viena.md", news("Viena", "Kitas sakinys."));
    let after = preview.wait_for(PAGE, "Kitas sakinys.");
    assert_ne!(before.header("etag"), after.header("etag"));
    let version = other.header("etag").unwrap();
    let again = preview.ask("GET", "/naujienos/dvi/", &[("If-None-Match", version)]);
    assert_eq!((again.status, again.body.len()), (304, 0));
    let state = preview.state(PAGE);
    assert_eq!(state["edited"]["url"], format!("/{PAGE}"));
    assert_eq!(state["page"]["source"], "content/news/viena.md");
}

#[test]
fn an_edit_of_a_title_is_served_wherever_it_is_shown() {
    let preview = Preview::of(&site());
    preview.wait_for("naujienos/", "Viena");
    preview.folder.put("content/news/viena.md", news("Pirmoji", "Pirmas sakinys."));
    for page in ["naujienos/", "", PAGE] {
        preview.wait_for(page, "Pirmoji");
    }
}

#[test]
fn a_new_entry_is_served_on_the_pages_of_its_school() {
    let preview = Preview::of(&site());
    assert!(!preview.get("mokyklos/ausra/").text().contains("Ratas"));
    let practice = "+++\ntitle = \"Ratas\"\ndate = 2026-02-01\nsummary = \"Trumpai.\"\nschool = \"ausra\"\n+++\n";
    preview.folder.put("content/practices/ratas/index.md", practice);
    preview.wait_for("mokyklos/ausra/", "Ratas");
    preview.folder.put("content/practices/ratas/foto.jpg", b"jpg");
    preview.wait_for("praktikos/ratas/foto.jpg", "jpg");
    preview.folder.remove("content/practices/ratas/index.md");
    preview.wait("praktikos/ratas/", |state| state["page"]["found"] == false);
    assert_eq!(preview.get("praktikos/ratas/").status, 404);
}

#[test]
fn an_address_that_moved_leads_to_the_new_one() {
    let preview = Preview::of(&site());
    preview.wait_for(PAGE, "Pirmas sakinys.");
    std::fs::rename(preview.folder.at("content/news/viena.md"), preview.folder.at("content/news/pirma.md")).unwrap();
    preview.wait(PAGE, |state| state["page"]["moved"] == "/naujienos/pirma/");
    let reply = preview.get(PAGE);
    assert_eq!((reply.status, reply.header("location")), (302, Some("/naujienos/pirma/")));
    let slug = "title = \"Viena\"\ndate = 2026-03-01\nsummary = \"Trumpai.\"\nslug = \"trecia\"";
    preview.folder.put("content/news/pirma.md", format!("+++\n{slug}\n+++\n"));
    preview.wait(PAGE, |state| state["page"]["moved"] == "/naujienos/trecia/");
    std::fs::rename(preview.folder.at("content/news/pirma.md"), preview.folder.at("content/news/viena.md")).unwrap();
    preview.folder.put("content/news/viena.md", news("Viena", "Vėl čia."));
    preview.wait_for(PAGE, "Vėl čia.");
}

/// Breaks a file, looks, mends it.
fn breaks_and_mends(path: &str, broken: &str, code: &str) {
    let site =
        site().file("templates/partials/hero.html", "<p>geras</p>").file("messages/lt.toml", "[site]\ntitle = \"X\"\n");
    let preview = Preview::of(&site);
    let page = preview.wait_for(PAGE, "Pirmas sakinys.");
    let good = preview.folder.text(path);
    preview.folder.put(path, broken);
    // A file that is being written may be seen empty, with other errors.
    let state = preview.wait(PAGE, |state| codes(state).first() == Some(&code));
    let problem = &state["problems"][0];
    assert_eq!(problem["file"], path);
    assert!(problem["line"].as_u64() >= Some(1) && problem["column"].as_u64() >= Some(1), "{problem:#}");
    assert!(!problem["excerpt"]["lines"].as_array().unwrap().is_empty(), "{problem:#}");
    assert_eq!(preview.get(PAGE), page, "{path}: the last good page stays");
    preview.folder.put(path, good);
    preview.wait(PAGE, |state| state["errors"] == 0);
    assert_eq!(preview.get(PAGE), page);
}

#[test]
fn the_last_good_page_stays_while_its_front_matter_has_an_error() {
    breaks_and_mends(
        "content/news/viena.md",
        "+++\ntitle = \"Viena\ndate = 2026-03-01\n+++\n\nKitas sakinys.\n",
        "toml-string-unclosed",
    );
}

#[test]
fn the_last_good_page_stays_while_its_body_has_an_error() {
    breaks_and_mends("content/news/viena.md", &news("Viena", "Žr. [kažką](nera.md)."), "link-unknown");
}

#[test]
fn the_last_good_page_stays_while_the_settings_have_an_error() {
    breaks_and_mends("avilys.toml", "title = \"Kitas\"\npage_size = \"daug\"\n", "expected-number");
}

#[test]
fn the_last_good_page_stays_while_a_template_has_an_error() {
    breaks_and_mends("templates/partials/hero.html", "<p>{{ }</p>", "template-syntax");
}

#[test]
fn the_last_good_page_stays_while_messages_have_an_error() {
    breaks_and_mends("messages/lt.toml", "[site\ntitle = \"Y\"\n", "toml-header");
}

#[test]
fn a_file_that_is_not_text_leaves_the_last_good_page() {
    let preview = Preview::of(&site());
    let page = preview.wait_for(PAGE, "Pirmas sakinys.");
    preview.folder.put("content/news/viena.md", b"+++\ntitle = \"\xff\"\n+++\n");
    preview.wait(PAGE, |state| codes(state).contains(&"not-utf8"));
    assert_eq!(preview.get(PAGE), page);
}

#[test]
fn a_file_that_is_emptied_before_it_is_filled_with_other_than_text_is_told() {
    let preview = Preview::of(&site());
    let page = preview.wait_for(PAGE, "Pirmas sakinys.");
    preview.folder.put("content/news/viena.md", "");
    preview.wait(PAGE, |state| state["errors"] == 1);
    preview.folder.put("content/news/viena.md", b"+++\ntitle = \"\xff\"\n+++\n");
    preview.wait(PAGE, |state| codes(state) == ["not-utf8"]);
    assert_eq!(preview.get(PAGE), page);
}

#[test]
fn a_site_that_cannot_be_shown_is_served_as_its_problems() {
    let broken = "{% extends \"base.html\" %}{% block %}";
    let preview = Preview::of(&site().file("templates/home.html", broken));
    for page in ["", PAGE, "nieko/"] {
        let reply = preview.get(page);
        assert_eq!(reply.status, 503);
        assert!(reply.text().contains("templates/home.html:1:"), "{}", reply.text());
        assert!(reply.text().contains("__avilys/client.js"));
    }
    std::fs::remove_file(preview.folder.at("templates/home.html")).unwrap();
    preview.wait_for(PAGE, "Pirmas sakinys.");
}

#[test]
fn problems_of_bodies_and_templates_that_nobody_looks_at_are_found() {
    let preview = Preview::of(&site().file("content/news/trys.md", news("Trys", "Žr. [kažką](nera.md).")));
    let state = preview.wait("", |state| codes(state).contains(&"link-unknown"));
    assert_eq!(state["problems"][0]["here"], false);
    preview.folder.put("content/news/trys.md", news("Trys", "Žr. [vieną](viena.md#nera)."));
    preview.wait("", |state| codes(state) == ["link-heading-unknown"]);
    preview.folder.put("content/news/viena.md", news("Viena", "## Nėra {#nera}"));
    preview.wait("", |state| codes(state).is_empty());
    preview.folder.put("templates/municipality.html", "{{ page.nera.nera }}");
    preview.wait("", |state| state["problems"][0]["file"] == "templates/municipality.html");
}

#[test]
fn a_mistake_of_a_body_that_was_there_from_the_start_goes_when_it_is_mended() {
    let preview = Preview::of(&site().file("content/news/viena.md", news("Viena", ":::callout kind=\"nera\"\nx\n:::")));
    preview.wait("", |state| codes(state) == ["component-attribute-value"]);
    preview.folder.put("content/news/viena.md", news("Viena", "Gerai."));
    preview.wait("", |state| codes(state).is_empty());
}

#[test]
fn the_rest_of_the_site_is_looked_at_while_an_author_goes_on_saving() {
    let preview = Preview::of(&site());
    preview.wait_for(PAGE, "Pirmas sakinys.");
    preview.folder.put("templates/municipality.html", "{{ page.nera.nera }}");
    let start = std::time::Instant::now();
    for number in 0.. {
        preview.folder.put("content/news/dvi.md", news("Dvi", &format!("Sakinys {number}.")));
        std::thread::sleep(std::time::Duration::from_millis(100));
        let state = preview.state("");
        if state["problems"][0]["file"] == "templates/municipality.html" {
            return;
        }
        assert!(start.elapsed() < std::time::Duration::from_secs(30), "{state:#}");
    }
}

#[test]
fn nothing_is_said_of_what_was_mended_in_a_file_with_another_mistake() {
    let entry = |fields: &str| format!("+++\n{fields}\ndate = 2026-02-01\nsummary = \"S\"\n+++\n");
    let path = "content/practices/ratas.md";
    let preview = Preview::of(&site().file(path, entry("title = \"Ratas\"\nschool = \"nera\"")));
    preview.wait("", |state| codes(state) == ["reference-unknown"]);
    preview.folder.put(path, entry("\n\ntitle = \"Ratas\nschool = \"ausra\""));
    let state = preview.wait("", |state| !codes(state).contains(&"reference-unknown"));
    assert_eq!(codes(&state)[0], "toml-string-unclosed");
    preview.folder.put(path, entry("title = \"Ratas\"\nschool = \"ausra\""));
    preview.wait("", |state| state["errors"] == 0);
}

#[test]
fn a_new_entry_at_the_address_of_a_deleted_one_is_not_shown_as_that_one() {
    let preview = Preview::of(&site());
    preview.wait_for(PAGE, "Pirmas sakinys.");
    preview.folder.remove("content/news/viena.md");
    preview.wait(PAGE, |state| state["page"]["found"] == false);
    preview.folder.put("content/news/viena.md", news("Kita", "Visai kas kita: [x](nera.md)."));
    let reply = preview.wait_for(PAGE, "Visai kas kita");
    assert!(!reply.text().contains("Pirmas sakinys."));
}

/// Editors make a file empty before they fill it.
#[test]
fn what_was_shown_of_a_file_half_written_is_nothing_to_come_back_to() {
    let preview = Preview::of(&site());
    preview.folder.put("content/news/nauja.md", "");
    preview.wait_for("naujienos/nauja/", "<h1>nauja</h1>");
    preview.folder.put("content/news/nauja.md", news("Nauja", "Naujas sakinys: [x](nera.md)."));
    preview.wait_for("naujienos/nauja/", "Naujas sakinys");
}

#[test]
fn a_base_with_letters_of_all_kinds_leads_where_it_says() {
    let site = site().setting("base_url = \"https://x.lt/por%C5%A1as\"");
    let preview = Preview::of(&site);
    assert_eq!(preview.base(), "/por%C5%A1as/");
    let reply = preview.get("naujienos");
    assert_eq!((reply.status, reply.header("location")), (301, Some("/por%C5%A1as/naujienos/")));
    let script = format!("<script src=\"{}__avilys/client.js\"", preview.base());
    assert!(preview.wait_for(PAGE, "Pirmas sakinys.").text().contains(&script));
    let target = format!("{}__avilys/state?page=/por%C5%A1as/{PAGE}", preview.base());
    let state: Value = serde_json::from_slice(&preview.ask("GET", &target, &[]).body).unwrap();
    assert_eq!(state["page"]["source"], "content/news/viena.md");
}

#[test]
fn another_path_of_the_site_is_told() {
    let preview = Preview::of(&site());
    preview.wait_for(PAGE, "Pirmas sakinys.");
    preview.folder.put("avilys.toml", "base_url = \"https://x.lt/kitur\"\n");
    let state = preview.wait("", |state| codes(state) == ["preview-base"]);
    assert_eq!(state["errors"], 0);
}

#[test]
fn problems_are_told_in_the_language_of_the_reader() {
    let preview = Preview::of(&site().file("content/news/trys.md", "+++\ntitle = 5\n+++\n"));
    let message = |language: &str| preview.state_in(language, "")["problems"][0]["message"].clone();
    preview.wait("", |state| state["errors"].as_u64() > Some(0));
    assert_ne!(message("lt"), message("en"));
    assert_eq!(message("de"), message("en"), "the author's own, where the reader's is not spoken");
    assert_eq!(preview.state_in("lt", "")["words"]["errors"], "2 klaidos");
}

#[test]
fn badges_say_what_a_reader_cannot_see() {
    let site = site()
        .without_settings()
        .setting("languages = [\"en\"]")
        .entry("news/juodrastis", "title = \"J\"\ndate = 2026-03-01\nstatus = \"draft\"")
        .entry("news/busima", "title = \"B\"\ndate = 2027-03-01\nsummary = \"S\"")
        .entry("programmes/sena", "title = \"P\"\nsummary = \"S\"\naccreditor = \"Centras\"\nvalid_until = 2020-01-01");
    let preview = Preview::of(&site);
    let of = |page: &str| preview.state(page);
    assert_eq!(badges(&of("naujienos/juodrastis/")), ["draft", "untranslated", "no-summary"]);
    let state = of("naujienos/busima/");
    assert_eq!(badges(&state), ["scheduled", "untranslated"]);
    assert_eq!(state["page"]["badges"][0]["text"], "Bus paskelbta 2027\u{a0}m. kovo\u{a0}1\u{a0}d.");
    assert_eq!(badges(&of("programos/sena/")), ["expired", "untranslated"]);
    assert_eq!(preview.get("naujienos/juodrastis/").status, 200);
    let built = site.build();
    built.lacks_file("naujienos/juodrastis/index.html").lacks_file("naujienos/busima/index.html");
}

#[test]
fn a_changed_style_sheet_and_a_changed_theme_are_told_apart() {
    let preview = Preview::of(&site().file("static/kita.css", "a{}").file("templates/partials/hero.html", "<p>a</p>"));
    let theme = preview.get(PAGE).header("avilys-theme").unwrap().to_owned();
    preview.folder.put("static/kita.css", "b{}");
    let state = preview.wait("", |state| state["changed"].as_array().is_some_and(|files| !files.is_empty()));
    assert_eq!(state["changed"][0]["url"], "/kita.css");
    assert_eq!(state["theme"], theme.as_str());
    assert_eq!(preview.get("kita.css").body, b"b{}");
    preview.folder.put("templates/partials/hero.html", "<p>b</p>");
    preview.wait("", |state| state["theme"] != theme.as_str());
}

#[test]
fn a_path_never_leaves_the_site() {
    let site = site();
    let outside = crate::support::Folder::new();
    outside.put("paslaptis.txt", "paslaptis");
    let folder = site.folder();
    std::fs::create_dir_all(folder.at("static")).unwrap();
    std::os::unix::fs::symlink(outside.at("paslaptis.txt"), folder.at("static/nuoroda.txt")).unwrap();
    std::os::unix::fs::symlink(outside.path(), folder.at("static/aplankas")).unwrap();
    folder.put("static/geras.txt", "geras");
    let preview = Preview::in_folder(folder);
    assert_eq!(preview.get("geras.txt").body, b"geras");
    let root = preview.folder.path().to_str().unwrap().to_owned();
    for target in [
        "/../avilys.toml",
        "/static/../../avilys.toml",
        "/%2e%2e/avilys.toml",
        "/%2e%2e%2favilys.toml",
        "/..%5cavilys.toml",
        "/%252e%252e%252favilys.toml",
        "/geras.txt%00.html",
        "//etc/passwd",
        "/./avilys.toml",
        "/avilys.toml",
        "/content/news/viena.md",
        "/nuoroda.txt",
        "/aplankas/paslaptis.txt",
        &format!("{root}/avilys.toml"),
        "/__avilys/../avilys.toml",
    ] {
        let reply = preview.ask("GET", target, &[]);
        assert!([400, 404].contains(&reply.status), "{target}: {}", reply.status);
        assert!(!reply.text().contains("title = \""), "{target}");
    }
    // A link that is put in the place of a file after the look is not followed either.
    std::fs::remove_file(preview.folder.at("static/geras.txt")).unwrap();
    std::os::unix::fs::symlink(outside.at("paslaptis.txt"), preview.folder.at("static/geras.txt")).unwrap();
    assert!(!preview.get("geras.txt").text().contains("paslaptis"));
}

#[test]
fn only_this_computer_and_this_site_are_answered() {
    let preview = Preview::of(&site());
    let with = |name: &str, value: &str| preview.ask("GET", "/", &[(name, value)]).status;
    assert_eq!(with("Host", "evil.example"), 403);
    assert_eq!(with("Host", preview.address()), 200);
    assert_eq!(with("Origin", "https://evil.example"), 403);
    assert_eq!(with("Origin", "null"), 403);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"] {
        let reply = preview.ask(method, "/", &[]);
        assert_eq!((reply.status, reply.header("allow")), (405, Some("GET, HEAD")), "{method}");
    }
    let head = preview.ask("HEAD", "/", &[]);
    let get = preview.get("");
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), Some(get.body.len().to_string().as_str()));
    assert_eq!(get.header("access-control-allow-origin"), None);
    assert!(preview.events().iter().any(|event| event.contains("Loaded")));
}

#[test]
fn pages_are_served_while_searches_wait_for_their_index() {
    let preview = Preview::of(&sample());
    let page = preview.get("");
    let (statuses, served) = std::thread::scope(|scope| {
        let search = || scope.spawn(|| preview.get("search/manifest.json").status);
        let searches: Vec<_> = (0..20).map(|_| search()).collect();
        let mut served = 0;
        while searches.iter().any(|search| !search.is_finished()) {
            assert_eq!(preview.get(""), page);
            served += 1;
        }
        (searches.into_iter().map(|search| search.join().unwrap()).collect::<Vec<_>>(), served)
    });
    // A page that waits for the index is the only one that is served meanwhile.
    assert!(served > 1, "{served} pages");
    assert!(statuses.contains(&200) && statuses.iter().all(|status| [200, 503].contains(status)), "{statuses:?}");
}

#[test]
fn a_port_in_use_is_told_with_the_next_free_one() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let folder = site().folder();
    let run = Avilys::new().lang("en").within(folder.path()).run(&["serve", "--port", &port.to_string()]);
    run.code(2).complains("port-in-use").complains("--port ");
}

/// A running program, asked to end.
fn interrupt(child: &std::process::Child) {
    let id = rustix::process::Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
}

#[test]
fn ctrl_c_ends_the_program_cleanly() {
    use std::io::{BufRead, BufReader, Read};
    let folder = site().folder();
    let mut child = Avilys::new().lang("lt").within(folder.path()).command(&["serve", "--port", "0"]).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    assert!(line.contains("http://127.0.0.1:"), "{line}");
    interrupt(&child);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    assert!(rest.contains("Baigta."), "{rest}");
    assert!(!folder.exists("public"), "nothing is written");
}

#[test]
fn a_preview_that_the_network_sees_says_so() {
    use std::io::{BufRead, BufReader};
    let folder = site().folder();
    let told = |host: &str| {
        let serve = ["serve", "--port", "0", "--host", host];
        let mut child = Avilys::new().lang("en").within(folder.path()).command(&serve).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = out.next().unwrap().unwrap();
        interrupt(&child);
        let rest: String = out.map_while(Result::ok).collect();
        child.wait().unwrap();
        (first, rest)
    };
    let (first, rest) = told("0.0.0.0");
    let (_, port) = first.split_once("http://localhost:").expect("the address for this computer");
    let port: String = port.chars().take_while(char::is_ascii_digit).collect();
    assert!(rest.contains("Others in your network can open it too, with drafts"), "{rest}");
    // By an address where the machine is in a network, else by its port.
    assert!(rest.contains(&format!(":{port}/")) || rest.contains(&format!("port {port}")), "{rest}");
    for host in ["127.0.0.1", "localhost"] {
        let (_, rest) = told(host);
        assert!(!rest.contains("network"), "{host}: {rest}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn the_browser_is_opened_at_the_address_that_is_told() {
    use std::io::{BufRead, BufReader};
    use std::os::unix::fs::PermissionsExt;
    let folder = site().folder();
    // Stands in for the system's way to open an address: it writes what it is asked to open.
    folder.put("bin/xdg-open", "#!/bin/sh\nprintf '%s' \"$1\" > opened.part && mv opened.part opened\n");
    std::fs::set_permissions(folder.at("bin/xdg-open"), std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", folder.path().join("bin").display(), std::env::var("PATH").unwrap());
    let mut command = Avilys::new().lang("en").within(folder.path()).command(&["serve", "--port", "0", "--open"]);
    let mut child = command.env("PATH", path).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let start = std::time::Instant::now();
    while !folder.exists("opened") && start.elapsed().as_secs() < 30 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    interrupt(&child);
    child.wait().unwrap();
    let opened = folder.text("opened");
    assert!(opened.starts_with("http://127.0.0.1:") && line.contains(&opened), "{opened:?} in {line:?}");
}

#[test]
fn the_file_of_a_page_opens_in_an_editor_and_for_nobody_else() {
    let preview = Preview::of(&site());
    assert_eq!(preview.state(PAGE)["opens"], true);
    let target = |page: &str| format!("{0}__avilys/open?page={0}{page}", preview.base());
    let own = [("Avilys-Preview", "1")];
    assert_eq!(preview.ask("GET", &target(PAGE), &[]).status, 403, "another site cannot have it sent");
    assert_eq!(preview.ask("GET", &target("nera/"), &own).status, 404);
    assert_eq!(preview.ask("GET", &target("naujienos/"), &own).status, 404, "a computed page has no file");
    assert_eq!(preview.ask("GET", &target("../avilys.toml"), &own).status, 404);
    assert_eq!(preview.opened(), Vec::<std::path::PathBuf>::new());
    assert_eq!(preview.ask("GET", &target(PAGE), &own).status, 200);
    let opened: Vec<_> = preview.opened().iter().map(|path| path.canonicalize().unwrap()).collect();
    assert_eq!(opened, [preview.folder.at("content/news/viena.md").canonicalize().unwrap()]);
}

#[test]
fn what_is_not_finished_is_listed() {
    let site = TestSite::new()
        .entry("schools/ausra", "title = \"Aušra\"\ntype = \"gimnazija\"\nmunicipality = \"alytaus-m\"")
        .entry("organisations/o", "title = \"Klubas\"\ntype = \"klubas\"")
        .entry("practices/juodrastis", "title = \"Rytai & vakarai\"\nschool = \"ausra\"\nsummary = \"S\"\nstatus = \"draft\"")
        .entry("practices/tuscias", "title = \"Be mokyklos\"\nsummary = \"S\"\nschool = \"\"\nstatus = \"draft\"")
        .entry("news/velai", "title = \"Būsima\"\ndate = 2099-01-02\nsummary = \"S\"")
        .entry("news/be", "title = \"Be santraukos\"\ndate = 2026-01-02")
        .entry("programmes/p", "title = \"Senka\"\nsummary = \"S\"\nvalid_until = 2026-12-24")
        .entry("conferences/k", "title = \"Buvusi\"\nsummary = \"S\"\nwhen = 2026-03-01")
        .entry(
            "projects/e",
            "title = \"Pažadai\"\nsummary = \"S\"\nperiod = \"2099\"\n[[promised]]\nwhat = \"praktikų\"\ncount = 3\nkind = \"practice\"",
        );
    let preview = Preview::of(&site);
    let ask = |language: &str| {
        let target = format!("{}__avilys/unfinished", preview.base());
        html::visible(&preview.ask("GET", &target, &[("Accept-Language", language)]).text())
    };
    let shown = ask("lt");
    for part in [
        "Juodraščiai 2",
        "Rytai & vakarai",
        "content/practices/juodrastis.md",
        "Laukia savo dienos 1",
        "2099",
        "Dar neužpildyta 1 Be mokyklos – school / organisation",
        "Be santraukos 1",
        "Baigia galioti arba nebegalioja 1 Senka – 2026",
        "Pažadėta, bet dar nepadaryta 1 Pažadai – Praktikos:",
        "Dar niekas nepritaikė",
        "Buvusi",
    ] {
        assert!(shown.replace('\u{a0}', " ").contains(part), "{part}: {shown}");
    }
    assert!(ask("en").contains("What is not finished"));
    let finished = Preview::of(&TestSite::new().entry("pages/a", "title = \"A\""));
    let target = format!("{}__avilys/unfinished", finished.base());
    assert!(finished.ask("GET", &target, &[("Accept-Language", "en")]).text().contains("Everything is finished."));
}

#[test]
fn the_address_of_a_renamed_entry_is_kept_on_request() {
    let preview = Preview::of(&site());
    preview.wait_for(PAGE, "Pirmas sakinys.");
    let file = |name: &str| preview.folder.at(&format!("content/news/{name}.md"));
    std::fs::rename(file("viena"), file("pirma")).unwrap();
    let state = preview.wait("naujienos/pirma/", |state| state["page"]["lost"] == "/naujienos/viena/");
    assert_eq!(state["page"]["found"], true);
    let target = format!("{0}__avilys/keep?page={0}naujienos/pirma/", preview.base());
    assert_eq!(preview.ask("GET", &target, &[]).status, 403);
    let before = preview.folder.text("content/news/pirma.md");
    assert_eq!(preview.ask("GET", &target, &[("Avilys-Preview", "1")]).status, 200);
    let after = preview.folder.text("content/news/pirma.md");
    assert_eq!(after, before.replacen("+++\n", "+++\naliases = [\"/naujienos/viena/\"]\n", 1));
    preview.wait("naujienos/pirma/", |state| state["page"]["lost"].is_null() && state["errors"] == 0);
    assert_eq!(preview.ask("GET", &target, &[("Avilys-Preview", "1")]).status, 404, "there is nothing left to keep");
    std::fs::rename(file("pirma"), file("antra")).unwrap();
    preview.wait("naujienos/antra/", |state| state["page"]["lost"] == "/naujienos/pirma/");
    let target = target.replace("pirma/", "antra/");
    assert_eq!(preview.ask("GET", &target, &[("Avilys-Preview", "1")]).status, 200);
    assert!(
        preview
            .folder
            .text("content/news/antra.md")
            .contains("aliases = [\"/naujienos/viena/\", \"/naujienos/pirma/\"]\n")
    );
    preview.wait("naujienos/antra/", |state| state["page"]["lost"].is_null() && state["errors"] == 0);
}
