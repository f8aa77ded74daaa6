//! The map of the code is true: ARCHITECTURE.md names every module, and none imports from above.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::folder::has_ending;
use crate::support::repository;

/// Rank of each module, by the rows `| 3 | `portal` | … |` of ARCHITECTURE.md.
fn ranks() -> BTreeMap<String, u32> {
    let map = std::fs::read_to_string(repository().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let mut ranks = BTreeMap::new();
    for line in map.lines() {
        let mut cells = line.split('|').map(str::trim).skip(1);
        let (Some(Ok(rank)), Some(names)) = (cells.next().map(str::parse::<u32>), cells.next()) else { continue };
        for name in names.split('`').skip(1).step_by(2) {
            assert_eq!(ranks.insert(name.to_owned(), rank), None, "{name} stands in the map twice");
        }
    }
    ranks
}

/// Top-level modules with the texts of their files.
fn modules() -> BTreeMap<String, Vec<(String, String)>> {
    let mut modules: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for (path, bytes) in crate::support::folder::tree(&repository().join("src")) {
        if !has_ending(&path, "rs") || path == "lib.rs" || path == "main.rs" {
            continue;
        }
        let module = path.split('/').next().unwrap_or(&path).trim_end_matches(".rs").to_owned();
        modules.entry(module).or_default().push((path, String::from_utf8(bytes).expect("UTF-8")));
    }
    modules
}

/// The top-level modules that a text names after `crate::`, with the line.
fn imports(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let code: Vec<&str> =
        text.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line }).collect();
    let code = code.join("\n");
    for (at, _) in code.match_indices("crate::") {
        let line = code[..at].matches('\n').count() + 1;
        let rest = &code[at + "crate::".len()..];
        let names = match rest.strip_prefix('{') {
            Some(group) => top_level_names(group),
            None => vec![identifier(rest)],
        };
        found.extend(names.into_iter().filter(|name| !name.is_empty()).map(|name| (line, name)));
    }
    found
}

/// The first names of the parts of `a::b, c::{d, e}, f}`.
fn top_level_names(group: &str) -> Vec<String> {
    let (mut names, mut depth, mut expected) = (Vec::new(), 0, true);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => expected = true,
            c if expected && c.is_ascii_alphabetic() => {
                names.push(identifier(&group[at..]));
                expected = false;
            }
            _ => {}
        }
    }
    names
}

fn identifier(text: &str) -> String {
    text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
}

#[test]
fn the_map_names_every_module_and_no_other() {
    let mapped: BTreeSet<_> = ranks().into_keys().collect();
    let there: BTreeSet<_> = modules().into_keys().collect();
    assert_eq!(mapped, there, "left: ARCHITECTURE.md; right: src/");
}

#[test]
fn no_module_imports_one_of_a_higher_rank() {
    let ranks = ranks();
    let modules = modules();
    let mut upwards = Vec::new();
    let mut seen = 0;
    for (module, files) in &modules {
        let own = ranks.get(module).unwrap_or_else(|| panic!("{module} has no rank"));
        for (path, text) in files {
            for (line, name) in imports(text).into_iter().filter(|(_, name)| modules.contains_key(name)) {
                seen += 1;
                if ranks.get(&name).is_some_and(|rank| rank > own) {
                    upwards.push(format!(
                        "src/{path}:{line}: {module} (rank {own}) imports {name} (rank {})",
                        ranks[&name]
                    ));
                }
            }
        }
    }
    assert!(seen > 50, "only {seen} imports were seen");
    assert!(upwards.is_empty(), "{}", upwards.join("\n"));
}

#[test]
fn the_scan_of_imports_sees_groups_and_paths() {
    let text = "use crate::a::B;\n// crate::no\nuse crate::{b::{C, D}, e, f as g};\nlet x = crate::h::i();\n";
    let names: Vec<_> = imports(text).into_iter().map(|(line, name)| format!("{line}{name}")).collect();
    assert_eq!(names, ["1a", "3b", "3e", "3f", "4h"]);
}

#[test]
fn every_module_says_what_it_is_for() {
    for (path, bytes) in crate::support::folder::tree(&repository().join("src")) {
        if has_ending(&path, "rs") && !path.contains("tests") {
            assert!(bytes.starts_with(b"//! "), "src/{path} does not begin with its purpose");
        }
    }
}
