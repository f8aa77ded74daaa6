//! The default theme's style sheets keep to one scale.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const SHEETS: [&str; 5] = ["style.css", "content.css", "lists.css", "search.css", "print.css"];

fn sheet(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/static").join(name);
    fs::read_to_string(path).unwrap()
}

/// Every declaration outside of `:root`: the property and its value.
fn declarations(css: &str) -> Vec<(String, String)> {
    let body = css.find("/* Base */").map_or(css, |at| &css[at..]);
    let blocks = body.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(block, _)| block);
    let pairs = blocks.flat_map(|block| block.split(';')).filter_map(|line| line.split_once(':'));
    pairs.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect()
}

#[test]
fn texts_spaces_and_corners_have_the_sizes_of_the_scale() {
    let mut strays = BTreeSet::new();
    for (name, value) in SHEETS.iter().flat_map(|name| declarations(&sheet(name))) {
        let token = match name.as_str() {
            "font-size" => "var(--f",
            "gap" | "row-gap" | "column-gap" => "var(--s",
            name if name.starts_with("margin") || name.starts_with("padding") => "var(--s",
            name if name.ends_with("radius") => "var(--r",
            _ => continue,
        };
        let is_free = |word: &str| {
            // What is beside a drawing of a fixed size is as wide as that.
            let beside = ["5.5rem", "4rem"].contains(&word);
            let word = word.trim_matches(|c: char| "(),*-".contains(c));
            beside || matches!(word, "" | "0" | "1" | "calc(-1" | "auto" | "inherit" | "!important" | "10.5pt")
        };
        let good =
            value.split_whitespace().all(|word| word.contains(token) || is_free(word) || word.contains("--gutter"));
        if !good {
            strays.insert(format!("{name}: {value}"));
        }
    }
    assert!(strays.is_empty(), "{strays:#?}");
}

#[test]
fn the_scale_has_seven_sizes_six_spaces_and_three_corners() {
    let style = sheet("style.css");
    let count = |letter: char| (1..20).take_while(|number| style.contains(&format!("--{letter}{number}:"))).count();
    assert_eq!((count('f'), count('s'), count('r')), (7, 6, 3));
}

#[test]
fn colours_stand_once() {
    let style = sheet("style.css");
    let (root, rest) = style.split_once("/* Base */").unwrap();
    assert!(root.matches("light-dark(").count() > 20);
    assert!(!rest.contains("prefers-color-scheme"), "a colour has both of its values where it is named");
}

#[test]
fn what_every_page_loads_is_small() {
    assert!(sheet("style.css").len() <= 25_000, "{} bytes", sheet("style.css").len());
}
