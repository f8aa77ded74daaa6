//! The practical floor of a static site generator: read every Markdown file below DIR/content in parallel, cut off the
//! front matter, render the body with pulldown-cmark, put a fixed page around it, write OUT/<path>/index.html. No
//! templates, no lists, no links resolved, nothing else.
//!
//!     floor DIR OUT

use std::path::{Path, PathBuf};
use std::{env, fs, io, process};

use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;

const HEAD: &str = r#"<!DOCTYPE html>
<html lang="lt">
<head>
<meta charset="utf-8">
<title>Portalas</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header><nav><a href="/practice/">Geroji patirtis</a> <a href="/programme/">Programos</a> <a href="/conference/">Konferencijos</a> <a href="/report/">Ataskaitos</a> <a href="/schools/">Mokyklos</a> <a href="/topics/">Temos</a></nav></header>
<main>
<article>
"#;
const FOOT: &str = "</article>\n</main>\n<footer><p>Portalas</p></footer>\n</body>\n</html>\n";

fn main() {
    let folders: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [root, output] = &folders[..] else {
        eprintln!("usage: floor DIR OUT");
        process::exit(2);
    };
    if let Err(error) = build(&root.join("content"), output) {
        eprintln!("floor: {error}");
        process::exit(1);
    }
}

fn build(content: &Path, output: &Path) -> io::Result<()> {
    let entries = walkdir::WalkDir::new(content).into_iter().filter_map(Result::ok);
    let files: Vec<PathBuf> = entries
        .filter(|entry| entry.file_type().is_file() && entry.path().extension().is_some_and(|name| name == "md"))
        .map(walkdir::DirEntry::into_path)
        .collect();
    files.par_iter().try_for_each(|file| {
        let page = page(&fs::read_to_string(file)?);
        let path = file.strip_prefix(content).map_err(io::Error::other)?;
        let folder = output.join(path.with_extension(""));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("index.html"), page)
    })
}

fn page(text: &str) -> String {
    let mut page = String::with_capacity(text.len() * 3 / 2 + HEAD.len() + FOOT.len());
    page.push_str(HEAD);
    html::push_html(&mut page, Parser::new_ext(body(text), Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES));
    page.push_str(FOOT);
    page
}

/// What stands behind the front matter.
fn body(text: &str) -> &str {
    let fields = text.strip_prefix("+++\n");
    fields.and_then(|rest| rest.split_once("\n+++\n")).map_or(text, |(_, body)| body)
}
