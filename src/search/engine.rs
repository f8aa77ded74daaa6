//! The browser's engine as one script, and the scripts of its stemmers.
//!
//! What is shipped is `client/engine.min.js`: the tables, the constants and the parts in `client/`, put together and made
//! small by `tests/browser/minify.mjs`. Tests hold it to them: here for tables and constants, there for the whole.

use std::sync::OnceLock;

use super::{
    files::{FOLDER, File, pack::Hash},
    words::snowball_js,
};

const ENGINE: &str = include_str!("client/engine.min.js");

/// `search/engine-<hash>.js`.
pub fn engine() -> File {
    static FILE: OnceLock<File> = OnceLock::new();
    FILE.get_or_init(|| named("engine", ENGINE)).clone()
}

/// The scripts that stem these languages (BCP 47), each with its language; none for a language whose stemmer is in the engine.
pub fn stemmers<'l>(languages: impl Iterator<Item = &'l str>) -> Vec<(String, File)> {
    let script = |tag: &str| snowball_js(tag).map(|script| (tag.to_owned(), stemmer(tag, script)));
    languages.filter_map(script).collect()
}

/// All scripts of a site in these languages: the engine first, then the stemmers, each once.
pub fn scripts<'l>(languages: impl Iterator<Item = &'l str>) -> Vec<File> {
    let mut files = vec![engine()];
    for (_, file) in stemmers(languages) {
        if !files.contains(&file) {
            files.push(file);
        }
    }
    files
}

/// As it is written: its licence stands in its head.
fn stemmer(tag: &str, script: &str) -> File {
    let primary = tag.split('-').next().unwrap_or(tag);
    named(&format!("stem-{primary}"), script)
}

fn named(name: &str, script: &str) -> File {
    let bytes = script.as_bytes().to_vec();
    File { path: format!("{FOLDER}{name}-{}.js", Hash::of(&bytes).hex()), bytes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::constants::constants_js;

    #[test]
    fn the_engine_is_named_by_its_content() {
        let engine = engine();
        assert_eq!(engine.path, format!("search/engine-{}.js", Hash::of(&engine.bytes).hex()));
    }

    #[test]
    fn a_script_of_two_languages_tags_stands_once() {
        let scripts = scripts(["lt", "en", "en-GB"].into_iter());
        assert_eq!(scripts.len(), 2);
        assert!(scripts[1].path.starts_with("search/stem-en-"));
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a golden file, rewritten by UPDATE_GOLDEN=1")]
    fn the_browser_is_given_these_constants() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/search/constants.js");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(path, constants_js()).unwrap();
        }
        let known = std::fs::read_to_string(path).unwrap_or_default();
        assert!(known == constants_js(), "run this test with UPDATE_GOLDEN=1, then `node minify.mjs` in tests/browser");
    }
}
