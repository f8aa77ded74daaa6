//! The program's own words on the command line, in the reader's language.

use crate::diagnostics::Catalogue;
use crate::locale::Messages;
use crate::theme::{LanguageWords, ThemeFiles};

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
        let (mut messages, _) = Messages::parse(text).expect("part of the program and tested");
        let (theme, _) = crate::theme::load_words(&ThemeFiles::new(&[]), catalogue.language);
        let theme = theme.expect("the default theme speaks every language of the program; tested");
        let mut all = theme.messages.clone();
        all.merge(std::mem::take(&mut messages));
        let words = LanguageWords {
            language: theme.language.clone(),
            locale: std::sync::Arc::clone(&theme.locale),
            typography: theme.typography.clone(),
            messages: all,
        };
        Self { catalogue, words }
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

    #[test]
    fn both_languages_say_the_same_things() {
        let keys = |text: &str| -> Vec<String> { Messages::parse(text).unwrap().0.keys().map(str::to_owned).collect() };
        assert_eq!(keys(LT), keys(EN));
    }

    #[test]
    fn the_program_speaks_its_languages() {
        for language in ["lt_LT.UTF-8", "en_GB.UTF-8", "C", ""] {
            let environment = Environment {
                language: language.into(),
                today: jiff::civil::date(2026, 1, 1),
                fixed: true,
                terminal: false,
                wrong_epoch: None,
            };
            assert!(!Ui::new(&environment).say("cli.about").starts_with("cli."));
        }
    }
}
