//! What the preview says, in the languages of the program.

use crate::diagnostics::Catalogue;
use crate::theme::LanguageWords;

const LT: &str = include_str!("messages/lt.toml");
const EN: &str = include_str!("messages/en.toml");

/// One language: the preview's own words over those of the default theme, and the words of problems.
pub struct Words {
    pub catalogue: Catalogue,
    pub words: LanguageWords,
}

/// Every language of the program, the author's own first.
pub struct AllWords(Vec<Words>);

impl AllWords {
    /// `language` is that of the author, such as `lt_LT.UTF-8`; English where the program does not speak it.
    pub fn new(language: &str) -> Self {
        let mut all = vec![Words::new("lt", LT), Words::new("en", EN)];
        let own = Catalogue::for_language(language).language;
        all.sort_by_key(|words| words.catalogue.language != own);
        Self(all)
    }

    /// The first of the languages that a reader reads, or the author's own.
    pub fn for_reader(&self, languages: &[String]) -> &Words {
        let primary = |tag: &str| tag.split('-').next().unwrap_or(tag).to_owned();
        let spoken = |tag: &String| self.0.iter().find(|words| words.catalogue.language == primary(tag));
        languages.iter().find_map(spoken).unwrap_or(&self.0[0])
    }
}

impl Words {
    fn new(language: &str, text: &str) -> Self {
        let words = LanguageWords::of_program(language, text);
        Self { catalogue: Catalogue::for_language(language), words }
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
    fn every_word_of_the_client_is_there() {
        let keys = |text: &str| -> Vec<String> {
            let (messages, _) = Messages::parse(text).unwrap();
            messages.keys().filter_map(|key| key.strip_prefix("client.")).map(str::to_owned).collect()
        };
        assert_eq!(keys(EN), crate::preview::client::WORDS);
    }

    #[test]
    fn a_reader_is_spoken_to_in_the_first_known_language() {
        let all = AllWords::new("lt_LT.UTF-8");
        let language = |tags: &[&str]| {
            let tags: Vec<_> = tags.iter().map(|tag| (*tag).to_owned()).collect();
            all.for_reader(&tags).catalogue.language
        };
        assert_eq!(language(&["de", "en-gb", "lt"]), "en");
        assert_eq!(language(&["lt-lt"]), "lt");
        assert_eq!(language(&["de"]), "lt", "the author's own");
        assert_eq!(AllWords::new("C").for_reader(&[]).catalogue.language, "en");
    }
}
