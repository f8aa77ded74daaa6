//! The default theme, part of the program.

use include_dir::{Dir, include_dir};

use super::{StaticFile, ThemeFiles};
use crate::diagnostics::SourceText;

static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// Path under which its files are shown in problems.
const SHOWN: &str = "themes/default";

/// True for a file of this theme.
pub fn is_of_program(source: &SourceText) -> bool {
    source.path.strip_prefix(SHOWN).is_some_and(|rest| rest.starts_with('/'))
}

pub fn files() -> ThemeFiles {
    let mut all = ThemeFiles::default();
    collect(&DEFAULT, &mut all);
    all
}

/// Every file that a site may replace, below the folder of the theme and in order: templates, words and static files.
pub fn names() -> Vec<String> {
    fn below(dir: &'static Dir<'static>) -> Vec<String> {
        let own = dir.files().map(|file| file.path().to_string_lossy().replace('\\', "/"));
        own.chain(dir.dirs().flat_map(below)).collect()
    }
    let mut names: Vec<_> = DEFAULT.dirs().flat_map(below).collect();
    names.sort();
    names
}

/// What is in one of them.
pub fn contents(name: &str) -> Option<&'static [u8]> {
    DEFAULT.get_file(name).map(include_dir::File::contents)
}

/// Names of its templates.
pub fn templates() -> Vec<&'static str> {
    fn below(dir: &'static Dir<'static>) -> Vec<&'static str> {
        let own = dir.files().filter_map(|file| file.path().to_str()?.strip_prefix("templates/"));
        own.chain(dir.dirs().flat_map(below)).collect()
    }
    DEFAULT.get_dir("templates").map(below).unwrap_or_default()
}

fn collect(dir: &'static Dir<'static>, all: &mut ThemeFiles) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        let source = || SourceText::new(format!("{SHOWN}/{path}"), file.contents_utf8().unwrap_or_default());
        if let Some(name) = path.strip_prefix("templates/") {
            all.templates.insert(name.to_owned(), source());
        } else if let Some(name) = path.strip_prefix("static/") {
            all.files.insert(name.to_owned(), StaticFile::Embedded(file.contents()));
        } else if let Some(name) = path.strip_prefix("messages/") {
            let language = name.trim_end_matches(".toml").to_owned();
            all.messages.entry(language).or_default().push(source());
        }
    }
    dir.dirs().for_each(|dir| collect(dir, all));
}
