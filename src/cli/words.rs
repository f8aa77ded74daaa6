//! The program's own words on the command line, in the reader's language.

use crate::diagnostics::Catalogue;
use crate::theme::LanguageWords;

use super::Environment;

const LT: &str = include_str!("messages/lt.toml");
const EN: &str = include_str!("messages/en.toml");

/// What the command line speaks with.
pub struct Ui {
    pub catalogue: Catalogue,
    pub words: LanguageWords,
}

impl Ui {
    pub fn new(environment: &Environment) -> Self {
        let catalogue = Catalogue::for_language(&environment.language);
        let text = if catalogue.language == "lt" { LT } else { EN };
        let words = LanguageWords::of_program(catalogue.language, text);
        Self { catalogue, words }
    }

    /// Of a surrounding in which nothing but the language can differ.
    #[cfg(test)]
    pub fn of_language(language: &str) -> Self {
        Self::new(&Environment {
            language: language.into(),
            today: jiff::civil::date(2026, 1, 1),
            fixed: true,
            threads: None,
            terminal: false,
            wrong_epoch: None,
        })
    }

    pub fn say(&self, key: &str) -> String {
        self.words.say(key)
    }

    pub fn say_with(&self, key: &str, args: &[(&str, String)]) -> String {
        self.words.say_with(key, args)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Messages;

    #[test]
    fn both_languages_say_the_same_things() {
        let keys = |text: &str| -> Vec<String> { Messages::parse(text).unwrap().0.keys().map(str::to_owned).collect() };
        assert_eq!(keys(LT), keys(EN));
    }

    #[test]
    fn what_a_new_entry_begins_with_is_known_again() {
        for text in [LT, EN] {
            let messages = Messages::parse(text).unwrap().0;
            let locale = LanguageWords::of_program("en", EN).locale;
            for key in ["cli.add.summary", "cli.add.body"] {
                let text = messages.get(key, &locale, &[], None).unwrap();
                let last = text.lines().last().unwrap_or_default();
                assert!(crate::placeholder::TEXTS.contains(&last), "{key}: {last}");
            }
        }
    }

    #[test]
    fn the_program_speaks_its_languages() {
        for language in ["lt_LT.UTF-8", "en_GB.UTF-8", "C", ""] {
            assert!(!Ui::of_language(language).say("cli.about").starts_with("cli."));
        }
    }
}
