//! The language server as an editor meets it: the program itself, spoken to over pipes.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::editor::{Editor, real, uri};
use crate::support::{Avilys, Folder, repository};

/// An editor that agrees on bytes.
fn bytes() -> Value {
    json!({ "capabilities": { "general": { "positionEncodings": ["utf-16", "utf-8"] } }, "locale": "en" })
}

/// An editor that says nothing of itself.
fn plain() -> Value {
    json!({ "capabilities": {}, "locale": "en" })
}

fn folder(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new();
    folder.put("avilys.toml", "title = \"Portalas\"\nbase_url = \"https://example.org\"\ndescription = \"Apie\"\n");
    for (path, text) in files {
        folder.put(path, text);
    }
    folder
}

const TOPIC: (&str, &str) = ("content/topics/stem.md", "+++\ntitle = \"STEM\"\n+++\n");

#[test]
fn a_place_is_counted_as_agreed_on() {
    for (settings, encoding, column) in [(bytes(), "utf-8", 22), (plain(), "utf-16", 17)] {
        let folder = folder(&[TOPIC]);
        let path = real(folder.path()).join("content/news/a.md");
        let mut editor = Editor::start("C", &settings);
        assert_eq!(editor.greeting["capabilities"]["positionEncoding"], encoding);
        let text = "+++\r\ntitle = \"A\"\r\ndate = 2026-01-01\r\n+++\r\nŽąsys 😀 ėda [x](nera.md)\r\n";
        editor.open(&path, text);
        let found = editor.expect(&path, &["link-unknown"]);
        let at = |character: u32| json!({ "line": 4, "character": character });
        assert_eq!(found[0]["range"], json!({ "start": at(column), "end": at(column + 7) }));
    }
}

#[test]
fn what_is_typed_counts_before_it_is_saved() {
    let text = "+++\ntitle = \"A\"\ndate = 2026-01-01\ntopics = [\"stem\"]\n+++\nTekstas.\n";
    let folder = folder(&[TOPIC, ("content/news/a.md", text)]);
    let path = real(folder.path()).join("content/news/a.md");
    let topic = real(folder.path()).join(TOPIC.0);
    let mut editor = Editor::start("C", &plain());
    editor.open(&path, text);
    editor.open(&topic, TOPIC.1);
    editor.edit(&path, (3, 11), (3, 15), "nera");
    let found = editor.expect(&path, &["reference-unknown"]);
    assert_eq!(found[0]["severity"], 1);
    assert!(found[0]["message"].as_str().unwrap().contains("nera"), "{found:?}");
    editor.edit(&path, (3, 11), (3, 15), "stem");
    editor.expect(&path, &[]);
    // The disk counts again once the text is closed without being saved.
    editor.edit(&path, (3, 11), (3, 15), "nera");
    editor.expect(&path, &["reference-unknown"]);
    editor.close(&path);
    editor.expect(&path, &[]);
    // A file that was never saved is an entry.
    let new = real(folder.path()).join("content/topics/nauja.md");
    editor.open(&path, &text.replace("stem", "nauja"));
    editor.expect(&path, &["reference-unknown"]);
    editor.open(&new, "+++\ntitle = \"Nauja\"\n+++\n");
    editor.expect(&path, &[]);
}

#[test]
fn settings_and_kinds_are_checked_too() {
    let folder = folder(&[TOPIC]);
    let root = real(folder.path());
    let mut editor = Editor::start("C", &plain());
    editor.open(&root.join("avilys.toml"), "titel = \"Portalas\"\n");
    editor.wait(|known| known.get(&uri(&root.join("avilys.toml"))).is_some_and(|list| !list.is_empty()));
    editor.open(&root.join("kinds/club.toml"), "name = 1\n");
    editor.wait(|known| known.get(&uri(&root.join("kinds/club.toml"))).is_some_and(|list| !list.is_empty()));
}

#[test]
fn the_words_are_in_the_language_of_the_editor() {
    for (settings, language, words) in [
        (json!({ "capabilities": {}, "locale": "lt" }), "C", ["nėra įrašo", "kaip taisyti: "]),
        (json!({ "capabilities": {} }), "lt_LT.UTF-8", ["nėra įrašo", "kaip taisyti: "]),
        (json!({ "capabilities": {}, "locale": "en-GB" }), "lt_LT.UTF-8", ["no entry", "help: "]),
    ] {
        let folder = folder(&[TOPIC]);
        let path = real(folder.path()).join("content/news/a.md");
        let mut editor = Editor::start(language, &settings);
        editor.open(&path, "+++\ntitle = \"A\"\ndate = 2026-01-01\ntopics = [\"nera\"]\n+++\n");
        let found = editor.expect(&path, &["reference-unknown"]);
        let message = found[0]["message"].as_str().unwrap();
        assert!(words.iter().all(|word| message.contains(word)), "{message}");
    }
}

#[test]
fn the_editor_is_told_what_check_tells() {
    let folder = Folder::copy_of(&repository().join("tests/golden/mistakes/site"));
    let root = real(folder.path());
    let run = Avilys::new().within(&root).lang("C").run(&["check", "--drafts", "--format", "json"]);
    let checked: Vec<Value> = serde_json::from_str(&run.stdout).expect("JSON");
    let mut expected: BTreeMap<String, Vec<(u64, String)>> = BTreeMap::new();
    for problem in checked {
        let place = &problem["place"];
        let file = place["file"].as_str().unwrap_or("avilys.toml");
        let line = place["line"].as_u64().map_or(0, |line| line - 1);
        expected.entry(uri(&root.join(file))).or_default().push((line, problem["code"].as_str().unwrap().to_owned()));
    }
    let sorted = |list: &[(u64, String)]| {
        let mut list = list.to_vec();
        list.sort();
        list
    };
    let mut editor = Editor::start("C", &plain());
    let settings = std::fs::read_to_string(root.join("avilys.toml")).expect("settings");
    editor.open(&root.join("avilys.toml"), &settings);
    editor.wait(|known| {
        let told = |uri: &String| {
            let list = known.get(uri).map_or(&[][..], Vec::as_slice);
            let list = list
                .iter()
                .map(|one| (one["range"]["start"]["line"].as_u64().unwrap(), one["code"].as_str().unwrap().to_owned()));
            sorted(&list.collect::<Vec<_>>())
        };
        let files = known.iter().filter(|(_, list)| !list.is_empty()).count();
        files == expected.len() && expected.iter().all(|(uri, list)| told(uri) == sorted(list))
    });
}

#[test]
fn each_file_is_of_the_portal_above_it() {
    let outer = Folder::new();
    let settings = "title = \"P\"\nbase_url = \"https://example.org\"\n";
    let text = "+++\ntitle = \"A\"\ndate = 2026-01-01\ntopics = [\"stem\"]\n+++\n";
    for portal in ["one", "two"] {
        outer.put(&format!("{portal}/avilys.toml"), settings);
        outer.put(&format!("{portal}/content/news/a.md"), text);
    }
    outer.put("two/content/topics/stem.md", TOPIC.1);
    outer.put("three/content/news/a.md", text);
    let root = real(outer.path());
    let mut editor = Editor::start("C", &plain());
    for portal in ["three", "two", "one"] {
        editor.open(&root.join(portal).join("content/news/a.md"), text);
    }
    editor.expect(&root.join("one/content/news/a.md"), &["reference-unknown"]);
    let known = editor.wait(|_| true);
    let told = known.iter().filter(|(_, list)| list.iter().any(|one| one["code"] == "reference-unknown"));
    assert_eq!(told.count(), 1, "{known:#?}");
    assert!(!known.keys().any(|uri| uri.contains("/three/")), "{known:#?}");
}

#[test]
fn it_ends_when_it_is_told_to() {
    let mut editor = Editor::start("C", &plain());
    assert_eq!(editor.ask("textDocument/nothing", &json!({})), Err("textDocument/nothing".to_owned()));
    editor.tell("textDocument/didOpen", &json!({ "textDocument": 7 }));
    editor.tell("textDocument/didChange", &json!([]));
    assert_eq!(editor.ask("shutdown", &Value::Null), Ok(Value::Null));
    assert!(editor.ask("textDocument/hover", &json!({})).is_err());
    editor.tell("exit", &Value::Null);
    let (status, said) = editor.ended();
    assert_eq!((status.code(), said.as_str()), (Some(0), ""));
}

#[test]
fn it_ends_cleanly_when_the_editor_does_not() {
    let mut early = Editor::start("C", &plain());
    early.tell("exit", &Value::Null);
    let mut gone = Editor::start("C", &plain());
    gone.hang_up();
    let mut garbage = Editor::start("C", &plain());
    garbage.send(b"GET / HTTP/1.1\r\n\r\n");
    let mut nonsense = Editor::start("C", &plain());
    nonsense.send(b"Content-Length: 3\r\n\r\n{\"]");
    for editor in [early, gone, garbage, nonsense] {
        let (status, said) = editor.ended();
        assert_eq!((status.code(), said.as_str()), (Some(1), ""));
    }
}
