//! `avilys check --fix`: what it mends, what it leaves as it is, and that nobody's file changes unasked.

use super::support::{Avilys, Folder, TestSite};

fn folder(body: &str) -> Folder {
    TestSite::new()
        .file("content/news/a.md", format!("+++\ntitle = \"“A” - b\"\ndate = 2026-01-01\n+++\n\n{body}"))
        .folder()
}

fn body(folder: &Folder) -> String {
    folder.text("content/news/a.md").splitn(3, "+++\n").nth(2).unwrap_or_default().trim_start_matches('\n').to_owned()
}

fn fix(folder: &Folder) {
    Avilys::new().lang("en").within(folder.path()).run(&["check", "--fix", "--yes"]);
}

fn mended(text: &str) -> String {
    let folder = folder(text);
    fix(&folder);
    let once = body(&folder);
    fix(&folder);
    assert_eq!(once, body(&folder), "a second run finds something to mend");
    assert!(folder.text("content/news/a.md").contains("title = \"“A” - b\""), "front matter is left as it is");
    once
}

#[test]
fn what_was_meant_as_markdown_becomes_markdown() {
    for (text, right) in [
        ("##Antraštė\n\n### Kita\n", "## Antraštė\n\n### Kita\n"),
        ("• vienas\n•\tdu\n", "- vienas\n- du\n"),
        ("| a | b |\n| 1 | 2 |\n", "| a | b |\n|---|---|\n| 1 | 2 |\n"),
        (
            "\tPastraipa, įklijuota iš teksto.\n\tKita jos eilutė.\n",
            "Pastraipa, įklijuota iš teksto.\nKita jos eilutė.\n",
        ),
        ("[planas](www.mokykla.lt/planas)\n", "[planas](https://www.mokykla.lt/planas)\n"),
        ("[planas](mano planas.pdf)\n", "[planas](<mano planas.pdf>)\n"),
        ("“Rytas” - tai „vakaras”.\n\nDar “kitas”.\n", "„Rytas“ – tai „vakaras“.\n\nDar „kitas“.\n"),
    ] {
        assert_eq!(mended(text), right);
    }
}

#[test]
fn code_addresses_and_what_may_be_meant_so_stay() {
    for text in [
        "`“a” - b` ir 5 - 3 ir 2024 - 2025\n",
        "```\n“a” - b\n##c\n```\n",
        "[a - b](https://x.lt/a) <span title=\"x - y\">z</span>\n",
        "– Labas, – tarė jis.\n",
        "    let x = 1;\n",
        "$a - b$ ir “nebaigta\n",
    ] {
        let right = text.replace("[a - b]", "[a – b]");
        assert_eq!(mended(text), right);
    }
}

#[test]
fn line_ends_and_the_mark_of_utf_8_are_kept() {
    let folder = folder("");
    let text = "\u{feff}+++\r\ntitle = \"A\"\r\ndate = 2026-01-01\r\n+++\r\n\r\n##Antraštė\r\n\r\n| a | b |\r\n| 1 | 2 |\r\n\r\n“a” - b\r\n";
    folder.put("content/news/a.md", text);
    fix(&folder);
    let right =
        text.replace("##A", "## A").replace("| b |\r\n", "| b |\r\n|---|---|\r\n").replace("“a” - b", "„a“ – b");
    assert_eq!(folder.text("content/news/a.md"), right);
}

#[test]
fn nothing_is_written_unasked_and_the_difference_is_shown() {
    let folder = folder("##Antraštė\n");
    let run = Avilys::new().lang("lt").within(folder.path()).run(&["check", "--fix"]);
    run.code(0).says("-##Antraštė\n+## Antraštė\n").complains("Niekas neįrašyta.");
    assert_eq!(body(&folder), "##Antraštė\n");
    let run = Avilys::new().lang("lt").within(folder.path()).run(&["check", "--fix", "--yes"]);
    run.code(0).complains("Ištaisyta: vietų – 1, failų – 1.");
    let run = Avilys::new().lang("en").within(folder.path()).run(&["check", "--fix"]);
    run.code(0).complains("nothing that could be mended");
    Avilys::new().lang("en").within(folder.path()).run(&["check", "--yes"]).code(2);
}

#[test]
fn drafts_are_mended_and_a_file_in_another_encoding_is_left() {
    let folder = folder("gerai\n");
    folder.put("content/news/b.md", "+++\ntitle = \"B\"\nstatus = \"draft\"\ndate = 2026-01-01\n+++\n\n##Antraštė\n");
    let utf16: Vec<u8> = "\u{feff}+++\ntitle = \"C\"\ndate = 2026-01-01\n+++\n\n##Antraštė\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    folder.put("content/news/c.md", &utf16);
    fix(&folder);
    assert!(folder.text("content/news/b.md").contains("\n## Antraštė\n"));
    assert_eq!(std::fs::read(folder.at("content/news/c.md")).unwrap(), utf16);
}

#[cfg(unix)]
#[test]
fn on_a_terminal_it_asks() {
    use super::support::Terminal;
    let folder = folder("##Antraštė\n");
    for (answer, right) in [("n\r", "##Antraštė\n"), ("\r", "##Antraštė\n"), ("t\r", "## Antraštė\n")] {
        let mut terminal = Terminal::run(folder.path(), "lt_LT.UTF-8", &["check", "--fix"]);
        terminal.shows("Įrašyti šiuos pakeitimus").types(answer);
        assert_eq!((terminal.ends(), body(&folder).as_str()), (0, right), "{answer:?}");
    }
}
