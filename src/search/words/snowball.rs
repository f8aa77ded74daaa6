//! Languages that Snowball stems: the kept crate here, the Snowball project's own JavaScript in the browser.

pub use pagefind_stem::Stemmer;

use pagefind_stem::Algorithm;

use super::stemmer::primary;

/// A language, how its stemmer is made, and the browser's script for it.
type Language = (&'static str, fn() -> Stemmer, &'static str);

/// The languages whose Rust and JavaScript stemmers were measured to be equal.
const LANGUAGES: &[Language] = &[
    ("de", || Stemmer::create(Algorithm::German), include_str!("../client/snowball/de.js")),
    ("en", || Stemmer::create(Algorithm::English), include_str!("../client/snowball/en.js")),
    ("es", || Stemmer::create(Algorithm::Spanish), include_str!("../client/snowball/es.js")),
    ("fr", || Stemmer::create(Algorithm::French), include_str!("../client/snowball/fr.js")),
    ("it", || Stemmer::create(Algorithm::Italian), include_str!("../client/snowball/it.js")),
    ("ru", || Stemmer::create(Algorithm::Russian), include_str!("../client/snowball/ru.js")),
];

/// The stemmer for a primary subtag.
pub fn stemmer(language: &str) -> Option<Stemmer> {
    let (_, create, _) = LANGUAGES.iter().find(|(known, ..)| *known == language)?;
    Some(create())
}

/// The stem of a folded form.
pub fn stem(stemmer: &Stemmer, folded: &str) -> String {
    stemmer.stem(folded).into_owned()
}

/// The browser's script for a language (BCP 47) that Snowball stems: it adds itself to `avilysSearch.stemmers`.
pub fn script(language: &str) -> Option<&'static str> {
    let language = primary(language);
    LANGUAGES.iter().find(|(known, ..)| *known == language).map(|(.., script)| *script)
}
