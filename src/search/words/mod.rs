//! Words as the search knows them: tokens, forms, folded forms, stop words and stems.
//!
//! A reader types without diacritics and in any inflection: so what is compared is the stem of the folded form. Writer
//! and reader of the index, and the browser (`client/words.js`, whose tables are made here), go through these functions
//! alone. Nothing here knows documents, fields or files.

mod changes;
mod lithuanian;
mod rounds;
mod snowball;
mod stemmer;
mod stop;
mod tables;
mod text;
mod twin;
mod verbs;

pub use snowball::script as snowball_js;
pub use stemmer::Stemmer;
pub use stop::{is_stop, knows_stop_words, says_nothing};
pub use text::{Word, Words, fold, lower, words};
pub use twin::{WORDS_JS, tables_js};

#[cfg(test)]
mod tests;
