//! The first hour: what `avilys new` writes, and that both READMEs say the same and say what is true.

use crate::support::{Avilys, Folder, repository};

/// Language, its guide, and what the READMEs add in the first five minutes.
const LANGUAGES: [(&str, &str, &str); 2] = [
    ("lt_LT.UTF-8", "content/practices/kaip-rasyti/index.md", "README.lt.md"),
    ("en_GB.UTF-8", "content/practices/how-to-write/index.md", "README.md"),
];

fn read(path: &str) -> String {
    std::fs::read_to_string(repository().join(path)).expect("a file of the repository")
}

fn starter(lang: &str, flags: &[&str]) -> Folder {
    let folder = Folder::new();
    Avilys::new().lang(lang).within(folder.path()).run(&[&["new", "."], flags].concat()).ok();
    folder
}

#[test]
fn the_guide_shows_each_field_and_component_and_is_a_draft_without_a_problem() {
    let schema = Avilys::new().run(&["schema", "practice"]).stdout;
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let fields: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
    assert!(fields.len() > 30, "{fields:?}");
    let components = std::fs::read_dir(repository().join("themes/default/templates/components")).unwrap();
    let components: Vec<String> =
        components.map(|file| file.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned()).collect();
    for (lang, guide, _) in LANGUAGES {
        for flags in [&[][..], &["--school"]] {
            let folder = starter(lang, flags);
            let text = folder.text(guide);
            for field in &fields {
                let shown =
                    [format!("{field} = "), format!("# {field} = "), format!("[{field}]"), format!("[[{field}]]")];
                let shown = text.lines().any(|line| shown.iter().any(|start| line.starts_with(start)));
                assert!(shown, "{guide} does not show {field}");
            }
            for component in &components {
                assert!(text.contains(&format!(":::{component}")), "{guide} does not show {component}");
            }
            let avilys = Avilys::new().lang(lang).within(folder.path());
            assert_eq!(avilys.run(&["check", "--drafts"]).code(0).stderr.lines().count(), 1, "no problem is told");
            avilys.run(&["build"]).code(0).says(guide);
            assert!(
                folder.tree("public").keys().all(|path| !path.contains("rasyti") && !path.contains("how-to-write"))
            );
        }
    }
}

#[test]
fn the_editor_gets_settings_that_it_can_read() {
    for (lang, ..) in LANGUAGES {
        let settings = starter(lang, &[]).text(".vscode/settings.json");
        let settings: serde_json::Value = serde_json::from_str(&settings).expect("JSON");
        assert_eq!(settings["files.encoding"], "utf8");
        assert_eq!(settings["[markdown]"]["editor.quickSuggestions"]["other"], "on");
    }
}

/// A README without its words: headings by level, code blocks line by line without comments and names, tables by rows, targets of links.
fn structure(text: &str) -> Vec<String> {
    let (mut parts, mut code) = (Vec::new(), false);
    for line in text.lines() {
        if line.starts_with("```") {
            code = !code;
            parts.push(line.to_owned());
        } else if code {
            parts.push(line.split_whitespace().next().unwrap_or_default().trim_end_matches(|c| c != '+').to_owned());
        } else if line.starts_with('#') {
            parts.push(line.chars().take_while(|&c| c == '#').collect());
        } else if line.starts_with('|') {
            parts.push(format!("row of {}", line.matches('|').count()));
        } else if line.starts_with("- ") {
            parts.push("item".to_owned());
        }
        if !code {
            let targets = line.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
            parts.extend(targets.map(|(target, _)| target.replace(".lt.md", ".md")));
        }
    }
    parts
}

#[test]
fn both_readmes_have_one_structure() {
    let (english, lithuanian) = (structure(&read("README.md")), structure(&read("README.lt.md")));
    assert!(english.len() > 60, "{english:?}");
    assert_eq!(english, lithuanian);
    for readme in ["README.md", "README.lt.md"] {
        assert!(read(readme).lines().count() <= 200, "{readme} has at most 200 lines");
        for target in structure(&read(readme)).iter().filter(|part| part.contains(".md") && !part.contains("://")) {
            assert!(repository().join(target).exists(), "{readme}: {target}");
        }
    }
}

#[test]
fn the_first_page_of_the_readmes_can_be_followed() {
    for (lang, _, readme) in LANGUAGES {
        let text = read(readme);
        let folder = starter(lang, &[]);
        let avilys = Avilys::new().lang(lang).within(folder.path());
        let line = text.lines().find(|line| line.starts_with("avilys add ")).expect("a call of add");
        let (before, rest) = line["avilys ".len()..].split_once('"').unwrap();
        let (title, after) = rest.split_once('"').unwrap();
        let arguments: Vec<&str> = before.split_whitespace().chain([title]).chain(after.split_whitespace()).collect();
        avilys.run(&arguments).code(0);

        let blocks: Vec<&str> = text.split("```").collect();
        let entry = blocks.iter().find(|block| block.starts_with("\n+++")).expect("the entry");
        let path = text.lines().find_map(|line| line.split_once("`content/")?.1.split_once('`')).expect("its file").0;
        let path = format!("content/{path}");
        assert!(folder.exists(&path), "{readme}: add makes {path}");
        folder.put(&path, entry.trim_start());
        assert_eq!(avilys.run(&["check", "--drafts"]).code(0).stderr.lines().count(), 1, "no problem is told");

        let problem = blocks.iter().find(|block| block.contains("reference-unknown")).expect("the problem");
        let wrong = problem.lines().find_map(|line| line.split_once("school = ")).expect("the line").1;
        let mended = entry.lines().find(|line| line.starts_with("school = ")).unwrap();
        folder.put(&path, entry.trim_start().replace(mended, &format!("school = {wrong}")));
        avilys.run(&["check", "--drafts"]).code(1).complains(problem.trim());
    }
}
