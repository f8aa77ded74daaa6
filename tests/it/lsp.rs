//! The language server as an editor meets it: the program itself, spoken to over pipes.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::editor::{Editor, real, uri};
use crate::support::{Avilys, Folder, repository};

/// An editor that agrees on bytes.
fn bytes() -> Value {
    json!({ "capabilities": { "general": { "positionEncodings": ["utf-16", "utf-8"] } }, "locale": "en" })
}

/// An editor that can do everything.
fn able() -> Value {
    let edit = json!({ "resourceOperations": ["create", "rename", "delete"] });
    json!({
        "capabilities": {
            "workspace": { "workspaceEdit": edit, "didChangeWatchedFiles": { "dynamicRegistration": true } },
            "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } },
        },
        "locale": "en",
    })
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
fn what_can_be_mended_is_offered() {
    let folder = folder(&[TOPIC]);
    let path = real(folder.path()).join("content/news/a.md");
    let mut editor = Editor::start("C", &plain());
    assert!(editor.greeting["capabilities"]["codeActionProvider"].is_object());
    editor.open(&path, "+++\ntitle = \"A\"\ndate = 2026-01-01\n+++\nĄ\n\n##Be tarpo\n\n##Kita\n");
    let found = editor.expect(&path, &["heading-without-space"]);
    let asked = json!({
        "textDocument": { "uri": uri(&path) },
        "range": found[0]["range"],
        "context": { "diagnostics": found },
    });
    let actions = editor.ask("textDocument/codeAction", &asked).expect("an answer");
    let insert = |line: u32| {
        let place = json!({ "line": line, "character": 2 });
        json!({ "range": { "start": place, "end": place }, "newText": " " })
    };
    assert_eq!(actions[0]["title"], "write \"## Be tarpo\"");
    assert_eq!(actions[0]["edit"]["changes"][uri(&path)], json!([insert(6), insert(8)]));
    let none = json!({ "textDocument": { "uri": uri(&path) }, "context": { "diagnostics": [{ "message": "x" }] } });
    assert_eq!(editor.ask("textDocument/codeAction", &none), Ok(json!([])));
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

/// A portal with a school, its translation, and texts that name it in every way.
fn named_school() -> Folder {
    let folder = folder(&[
        TOPIC,
        (
            "content/schools/ausra.md",
            "+++\ntitle = \"„Aušros“ mokykla\"\ntype = \"Gimnazija\"\nmunicipality = \"birzu-r\"\n+++\n## Apie\n",
        ),
        ("content/schools/ausra.en.md", "+++\ntitle = \"Aušra School\"\n+++\n"),
        (
            "content/schools/rytas/index.md",
            "+++\ntitle = \"Rytas\"\ntype = \"Gimnazija\"\nmunicipality = \"birzu-r\"\n+++\n",
        ),
        ("content/schools/rytas/index.en.md", "+++\ntitle = \"Morning\"\n+++\n"),
        ("content/schools/rytas/planas.pdf", "%PDF"),
        (
            "content/news/a.md",
            "+++\r\ntitle = \"😀 A\"\r\ndate = 2026-01-01\r\nrelated = [\"school:ausra\", \"ausra\"]\r\n+++\r\n\
             😀 [viena](school:ausra), [kita](../schools/ausra.md#apie), `(school:ausra)`, [p](../schools/rytas/planas.pdf)\r\n",
        ),
        (
            "content/practices/p.md",
            "+++\ntitle = \"P\"\nschool = \"ausra\"\nauthors = [{ name = \"Ona\", school = \"ausra\" }]\n+++\n\
             :::entries school=\"ausra\"\n:::\n",
        ),
        ("content/practices/t.md", "+++\ntitle = \"T\"\nschool = \"„Aušros“ mokykla\"\n+++\n"),
    ]);
    let settings = folder.text("avilys.toml");
    folder.put("avilys.toml", settings + "languages = [\"en\"]\n\n[[menu]]\nentry = \"school:ausra\"\n");
    folder
}

/// Does what an edit of the workspace says, as an editor would, in UTF-16.
fn apply(folder: &Folder, edit: &Value) {
    let path = |uri: &Value| url::Url::parse(uri.as_str().unwrap()).unwrap().to_file_path().unwrap();
    for change in edit["documentChanges"].as_array().unwrap() {
        if change["kind"] == "rename" {
            std::fs::rename(path(&change["oldUri"]), path(&change["newUri"])).unwrap();
            continue;
        }
        let file = path(&change["textDocument"]["uri"]);
        let text = std::fs::read_to_string(&file).unwrap();
        let offset = |position: &Value| {
            let (line, units) = (position["line"].as_u64().unwrap(), position["character"].as_u64().unwrap());
            let start: usize = text.split_inclusive('\n').take(usize::try_from(line).unwrap()).map(str::len).sum();
            let mut left = usize::try_from(units).unwrap();
            let line = text[start..].chars().take_while(|c| {
                let is_before = left > 0;
                left = left.saturating_sub(c.len_utf16());
                is_before
            });
            start + line.map(char::len_utf8).sum::<usize>()
        };
        let mut edits: Vec<_> = change["edits"].as_array().unwrap().iter().collect();
        edits.sort_by_key(|edit| std::cmp::Reverse(offset(&edit["range"]["start"])));
        let mut new = text.clone();
        for edit in edits {
            let range = offset(&edit["range"]["start"])..offset(&edit["range"]["end"]);
            new.replace_range(range, edit["newText"].as_str().unwrap());
        }
        std::fs::write(&file, new).unwrap();
    }
    assert!(folder.exists("avilys.toml"));
}

fn check(folder: &Folder) -> Value {
    let run = Avilys::new().within(folder.path()).lang("C").run(&["check", "--drafts", "--format", "json"]);
    serde_json::from_str(&run.stdout).expect("JSON")
}

fn rename(editor: &mut Editor, path: &std::path::Path, line: u32, character: u32, new: &str) -> Result<Value, String> {
    let position = json!({ "line": line, "character": character });
    let parameters = json!({ "textDocument": { "uri": uri(path) }, "position": position, "newName": new });
    editor.ask("textDocument/rename", &parameters)
}

#[test]
fn an_id_is_renamed_wherever_it_stands() {
    let folder = named_school();
    assert_eq!(check(&folder), json!([]));
    let root = real(folder.path());
    let mut editor = Editor::start("C", &able());
    let news = root.join("content/news/a.md");
    editor.open(&news, &folder.text("content/news/a.md"));
    let prepared = editor.at("prepareRename", &news, 3, 22);
    assert_eq!(prepared["placeholder"], "ausra", "{prepared}");
    let edit = rename(&mut editor, &news, 3, 22, "zvaigzde").expect("an edit");
    apply(&folder, &edit);
    assert_eq!(
        folder.text("content/news/a.md"),
        "+++\r\ntitle = \"😀 A\"\r\ndate = 2026-01-01\r\nrelated = [\"school:zvaigzde\", \"zvaigzde\"]\r\n+++\r\n\
         😀 [viena](school:zvaigzde), [kita](../schools/zvaigzde.md#apie), `(school:ausra)`, [p](../schools/rytas/planas.pdf)\r\n"
    );
    let practice = folder.text("content/practices/p.md");
    assert_eq!((practice.matches("zvaigzde").count(), practice.matches("ausra").count()), (3, 0), "{practice}");
    assert!(folder.text("avilys.toml").contains("entry = \"school:zvaigzde\""));
    assert!(folder.text("content/practices/t.md").contains("„Aušros“ mokykla"), "a title goes on to name it");
    assert!(folder.exists("content/schools/zvaigzde.md") && folder.exists("content/schools/zvaigzde.en.md"));
    assert!(!folder.exists("content/schools/ausra.md"));
    assert_eq!(check(&folder), json!([]), "a renamed entry makes no mistake");
}

#[test]
fn the_folder_of_an_entry_is_renamed_with_it() {
    let folder = named_school();
    assert_eq!(check(&folder), json!([]));
    let root = real(folder.path());
    let school = root.join("content/schools/rytas/index.en.md");
    let mut editor = Editor::start("C", &able());
    editor.open(&school, &folder.text("content/schools/rytas/index.en.md"));
    let edit = rename(&mut editor, &school, 1, 10, "diena").expect("an edit");
    apply(&folder, &edit);
    assert!(folder.exists("content/schools/diena/index.md") && folder.exists("content/schools/diena/index.en.md"));
    assert!(folder.text("content/news/a.md").contains("(../schools/diena/planas.pdf)"));
    assert_eq!(check(&folder), json!([]));
}

#[test]
fn a_rename_that_cannot_be_is_refused_in_words() {
    let folder = named_school();
    let root = real(folder.path());
    let news = root.join("content/news/a.md");
    let mut editor = Editor::start("C", &able());
    editor.open(&news, &folder.text("content/news/a.md"));
    let taken = rename(&mut editor, &news, 3, 22, "rytas").unwrap_err();
    assert!(taken.contains("\"rytas\"") && taken.contains("content/schools/rytas/index.md"), "{taken}");
    let odd = rename(&mut editor, &news, 3, 22, "Naujas vardas").unwrap_err();
    assert!(odd.contains("naujas-vardas"), "{odd}");
    let nothing = rename(&mut editor, &news, 5, 0, "x").unwrap_err();
    assert!(nothing.contains("no entry is named here"), "{nothing}");
    // An earlier state of a broken file stands in for it, and its places are others.
    let practice = root.join("content/practices/p.md");
    editor.open(&practice, &folder.text("content/practices/p.md"));
    editor.edit(&practice, (1, 0), (1, 0), "=\n\n");
    let broken = rename(&mut editor, &news, 3, 22, "nauja").unwrap_err();
    assert!(broken.contains("content/practices/p.md"), "{broken}");
    let mut unable = Editor::start("C", &plain());
    unable.open(&news, &folder.text("content/news/a.md"));
    assert!(rename(&mut unable, &news, 3, 22, "nauja").unwrap_err().contains("cannot rename"));
}

#[test]
fn a_place_is_explained_and_led_from() {
    let folder = named_school();
    let root = real(folder.path());
    let news = root.join("content/news/a.md");
    let mut editor = Editor::start("C", &able());
    editor.open(&news, &folder.text("content/news/a.md"));
    let shown = |answer: &Value| answer["contents"]["value"].as_str().unwrap_or_default().to_owned();
    let field = shown(&editor.at("hover", &news, 3, 2));
    assert!(field.contains("`related`") && field.contains("reference"), "{field}");
    let school = shown(&editor.at("hover", &news, 3, 22));
    assert!(school.contains("Aušra School") && school.contains("`school:ausra`"), "{school}");
    let target = editor.at("definition", &news, 3, 22);
    assert_eq!(target["uri"], uri(&root.join("content/schools/ausra.md")));
    // In the body: behind an emoji, a link by id, a link by file, a file.
    for (word, path) in [
        ("school:ausra)", "content/schools/ausra.md"),
        ("../schools/ausra", "content/schools/ausra.md"),
        ("../schools/rytas/pl", "content/schools/rytas/planas.pdf"),
    ] {
        let text = folder.text("content/news/a.md");
        let line = text.lines().nth(5).unwrap();
        let column = line[..line.find(word).unwrap()].encode_utf16().count() + 2;
        let target = editor.at("definition", &news, 5, u32::try_from(column).unwrap());
        assert_eq!(target["uri"], uri(&root.join(path)), "{word}");
    }
    let references = editor.at("references", &news, 3, 22);
    assert_eq!(references.as_array().map(Vec::len), Some(9), "{references:#}");
    assert_eq!(editor.at("hover", &news, 4, 1), Value::Null);
}

/// What is suggested at `|` of a text: the labels, and what the first of them writes.
fn suggested(editor: &mut Editor, path: &std::path::Path, text: &str) -> (Vec<String>, Value) {
    let at = text.find('|').expect("a cursor");
    let before = &text[..at];
    let line = u32::try_from(before.matches('\n').count()).unwrap();
    let character = before.rsplit('\n').next().unwrap().encode_utf16().count();
    editor.open(path, &text.replace('|', ""));
    let answer = editor.at("completion", path, line, u32::try_from(character).unwrap());
    let items = answer["items"].as_array().cloned().unwrap_or_default();
    let labels = items.iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect();
    (labels, items.first().cloned().unwrap_or_default())
}

#[test]
fn what_can_be_written_is_suggested() {
    let folder = named_school();
    folder.put("templates/components/žemėlapis.html", "");
    folder.put("content/practices/nauja/foto.jpg", [0xff, 0xd8]);
    let root = real(folder.path());
    let path = root.join("content/practices/nauja/index.md");
    let mut editor = Editor::start("C", &able());
    let front = |text: &str| format!("+++\r\ntitle = \"😀\"\r\n{text}\r\n+++\r\n");

    let (labels, first) = suggested(&mut editor, &path, &front("|"));
    assert!(!labels.contains(&"title".to_owned()) && labels.contains(&"summary".to_owned()), "{labels:?}");
    assert_eq!(labels[..2], ["school", "organisation"], "one of them is needed");
    assert_eq!(first["textEdit"]["newText"], "school = [\"$0\"]");
    assert!(first["documentation"].as_str().is_some_and(|help| !help.is_empty()), "{first}");

    let (labels, first) = suggested(&mut editor, &path, &front("school = \"😀 aus|\""));
    assert_eq!(labels, Vec::<String>::new(), "{first}");
    let (labels, first) = suggested(&mut editor, &path, &front("school = \"aus|\""));
    assert_eq!(labels, ["Aušra School"]);
    let range = json!({ "start": { "line": 2, "character": 9 }, "end": { "line": 2, "character": 14 } });
    assert_eq!(first["textEdit"], json!({ "newText": "\"ausra\"", "range": range }));
    assert_eq!(first["filterText"], "\"aus");
    for (text, label) in [
        ("topics = [|]", "STEM"),
        ("topics = [\"st|", "STEM"),
        ("status = |", "draft"),
        ("evidence = [\"b|\"]", "before-after"),
        ("date = |", "2026-11-22"),
        ("image = { file = \"|\" }", "foto.jpg"),
        ("authors = [{ name = \"Ona\", sch|", "school"),
        ("authors = [{ name = \"Ona\", school = \"|\" }]", "Morning"),
        ("related = [\"ryt|\"]", "Morning"),
    ] {
        let (labels, _) = suggested(&mut editor, &path, &front(text));
        assert!(labels.iter().any(|one| one == label), "{text}: {labels:?}");
    }
    let body = |text: &str| format!("{}{text}\n", front("school = \"ausra\""));
    for (text, label, written) in [
        ("😀 [a](sch|)", "school:", "school:"),
        ("😀 [a](school:ryt|)", "Morning", "school:rytas"),
        ("[a](fo|)", "foto.jpg", "foto.jpg"),
        (":::call|", "callout", "callout"),
        (":::žem|", "žemėlapis", "žemėlapis"),
        (":::callout ki|", "kind", "kind=\"\""),
        (":::callout kind=\"w|\"", "warning", "warning"),
        (":::entries school=\"|\"", "Aušra School", "ausra"),
    ] {
        let (labels, first) = suggested(&mut editor, &path, &body(text));
        assert_eq!((labels[0].as_str(), first["textEdit"]["newText"].as_str()), (label, Some(written)), "{labels:?}");
    }
    let school = root.join("content/schools/nauja.md");
    let (labels, first) = suggested(&mut editor, &school, "+++\ntitle = \"N\"\nmunicipality = \"birž|\"\n+++\n");
    assert_eq!((labels.len(), &first["textEdit"]["newText"]), (1, &json!("\"birzu-r\"")), "{labels:?}");
    let (labels, _) = suggested(&mut editor, &school, "+++\nti|");
    assert_eq!(labels[0], "title", "a front matter that does not end yet");
    let (labels, _) = suggested(&mut editor, &root.join("avilys.toml"), "title = \"P\"\n[search]\n|\n");
    assert!(labels.contains(&"enabled".to_owned()), "{labels:?}");
    let (labels, _) =
        suggested(&mut editor, &root.join("kinds/club.toml"), "name = \"club\"\n[[field]]\ntype = \"ref|\"\n");
    assert_eq!(labels, ["reference"]);
}
