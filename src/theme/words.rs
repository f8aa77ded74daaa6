//! What a theme says in each language: the locale's data and the messages, after the look-up.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::value::Key;
use tera::{Map, Value};

use super::{ThemeFiles, embedded, unused};
use crate::diagnostics::{Code, Diagnostic, SourceText};
use crate::fields;
use crate::kind::Kinds;
use crate::locale::typography::Typography;
use crate::locale::{Locale, LocaleData, Messages, MessagesError, country};

/// The language whose words stand in for those that another lacks.
const FALLBACK: &str = "en";
/// End of the keys that say what a field is for.
const HELP: &str = ".help";

/// One language.
#[derive(Debug)]
pub struct LanguageWords {
    pub language: String,
    pub locale: Arc<Locale>,
    pub typography: Typography,
    pub messages: Messages,
}

/// All languages of a portal.
pub type Words = BTreeMap<String, Arc<LanguageWords>>;

impl LanguageWords {
    /// Words of the program itself, a catalogue that is part of it, over those of the default theme. `language` is one
    /// that the program speaks.
    ///
    /// # Panics
    ///
    /// For a language or a catalogue that is no part of the program.
    pub fn of_program(language: &str, catalogue: &str) -> Self {
        let (theme, _) = load(&ThemeFiles::new(&[]), &Kinds::builtin(), language);
        let theme = theme.expect("the default theme speaks every language of the program; tested");
        let mut messages = theme.messages.clone();
        messages.merge(Messages::parse(catalogue).expect("part of the program and tested").0);
        Self {
            language: theme.language.clone(),
            locale: Arc::clone(&theme.locale),
            typography: theme.typography.clone(),
            messages,
        }
    }

    /// The message of a key, or the key itself, so that what is missing can be seen.
    pub fn say(&self, key: &str) -> String {
        self.get(key, &[], None).unwrap_or_else(|| key.to_owned())
    }

    pub fn say_with(&self, key: &str, args: &[(&str, String)]) -> String {
        self.get(key, args, None).unwrap_or_else(|| key.to_owned())
    }

    pub fn count(&self, key: &str, count: usize) -> String {
        #[expect(clippy::cast_precision_loss, reason = "no portal has 2^52 entries")]
        self.get(key, &[], Some(count as f64)).unwrap_or_else(|| count.to_string())
    }

    pub fn get(&self, key: &str, args: &[(&str, String)], count: Option<f64>) -> Option<String> {
        self.messages.get(key, &self.locale, args, count)
    }

    /// The messages that need neither count nor other values, as a tree: `nav.skip` is `skip` in `nav`.
    pub fn tree(&self) -> Value {
        let mut root = Branch::default();
        for key in self.messages.keys() {
            let mut branch = &mut root;
            let (path, leaf) = key.rsplit_once('.').map_or((None, key), |(path, leaf)| (Some(path), leaf));
            for name in path.into_iter().flat_map(|path| path.split('.')) {
                branch = branch.below.entry(name).or_default();
            }
            branch.texts.insert(leaf, self.say(key));
        }
        root.value()
    }

    /// URL segments by folder or index name.
    pub fn segments(&self) -> BTreeMap<String, String> {
        let names = self.messages.keys().filter_map(|key| key.strip_prefix("segments."));
        names.map(|name| (name.to_owned(), self.say(&format!("segments.{name}")))).collect()
    }

    /// The word for a country: the theme's own, or the usual one.
    pub fn country(&self, code: &str) -> String {
        let usual = || country(code).map_or(code, |country| country.name(&self.language)).to_owned();
        self.get(&format!("country.{code}"), &[], None).unwrap_or_else(usual)
    }
}

/// Messages by name, and those further down.
#[derive(Default)]
struct Branch<'m> {
    texts: BTreeMap<&'m str, String>,
    below: BTreeMap<&'m str, Branch<'m>>,
}

impl Branch<'_> {
    fn value(self) -> Value {
        let texts = self.texts.into_iter().map(|(name, text)| (Key::from(name.to_owned()), Value::from(text)));
        let below = self.below.into_iter().map(|(name, branch)| (Key::from(name.to_owned()), branch.value()));
        Value::from(texts.chain(below).collect::<Map>())
    }
}

/// The words of a language. Without any catalogue of its own it is told, and English stands in.
///
/// The words of kinds are the weakest layer of each language.
pub fn load(files: &ThemeFiles, kinds: &Kinds, language: &str) -> (Option<Arc<LanguageWords>>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let (mut messages, mut data) = (Messages::default(), None);
    let mut own_messages = kinds.words(language).cloned().unwrap_or_default();
    let mut own_of_kinds = Some(own_messages.clone());
    messages.merge(kinds.words(FALLBACK).filter(|_| language != FALLBACK).cloned().unwrap_or_default());
    let mut has_locale = false;
    let own = files.messages.get(language);
    let fallback = files.messages.get(FALLBACK).filter(|_| language != FALLBACK);
    let weakest = fallback.into_iter().flatten().map(|source| (source, false));
    for (source, is_own) in weakest.chain(own.into_iter().flatten().map(|source| (source, true))) {
        if let Some(words) = own_of_kinds.take_if(|_| is_own) {
            messages.merge(words);
        }
        match Messages::parse(&source.text) {
            Ok((over, over_data)) => {
                if is_own && !embedded::is_of_program(source) {
                    problems.extend(unused::messages(&over, source, &messages, files));
                }
                if is_own {
                    own_messages.merge(over.clone());
                    has_locale |= over_data.is_some();
                }
                messages.merge(over);
                data = over_data.map(|data| (Arc::clone(source), data)).or(data);
            }
            Err(error) => problems.extend(unreadable(&error, source)),
        }
    }
    match own.and_then(|own| own.last()) {
        None => problems.push(Diagnostic::error(Code::LanguageWithoutMessages).arg("language", language)),
        Some(last) if problems.is_empty() => {
            problems.extend(lacking_of_kinds(language, kinds, &mut own_messages));
            problems.extend(incomplete(language, has_locale, &messages, &own_messages, last));
        }
        Some(_) => {}
    }
    for (key, text) in kinds.default_words() {
        if !messages.contains(&key) {
            messages.insert(key, text);
        }
    }
    let locale = data.and_then(|(source, data)| locale(language, data, &source).map_err(|p| problems.push(*p)).ok());
    let words = locale.map(|(locale, typography)| {
        Arc::new(LanguageWords { language: language.to_owned(), locale: Arc::new(locale), typography, messages })
    });
    (words, problems)
}

/// What is wrong with a catalogue: its TOML in the words that front matter has for it too, else the error itself.
fn unreadable(error: &MessagesError, source: &Arc<SourceText>) -> Vec<Diagnostic> {
    let syntax = fields::parse(source, 0..source.text.len()).1;
    if syntax.is_empty() { vec![error.diagnostic(source)] } else { syntax }
}

/// What a language leaves out of `all` the messages, so that English stands in for it. `last` is its strongest file.
fn incomplete(
    language: &str,
    has_locale: bool,
    all: &Messages,
    own: &Messages,
    last: &Arc<SourceText>,
) -> Vec<Diagnostic> {
    // What the fields are for is told by the program, in the languages that it speaks.
    let lacking: Vec<_> = all.keys().filter(|key| !key.ends_with(HELP) && !own.contains(key)).collect();
    let mut problems = Vec::new();
    if !has_locale {
        problems.push(Diagnostic::warning(Code::LanguageWithoutLocale).arg("language", language).in_file(last));
    }
    if !lacking.is_empty() {
        let some = lacking.iter().take(5).copied().collect::<Vec<_>>().join(", ");
        let problem = Diagnostic::warning(Code::MessagesLacking).arg("language", language).arg("count", lacking.len());
        problems.push(problem.arg("some", some).in_file(last));
    }
    problems
}

/// What the site's own kinds lack words for, told once a file. It then counts as given: the language as a whole does not lack
/// it once more.
fn lacking_of_kinds(language: &str, kinds: &Kinds, own: &mut Messages) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for needed in kinds.needed_words() {
        let lacking = needed.lacking(own);
        let Some(first) = lacking.first() else { continue };
        let problem = Diagnostic::warning(Code::KindLanguageLacking).arg("kind", needed.kind).arg("language", language);
        let problem = problem.arg("count", lacking.len()).arg("first", first);
        problems.push(problem.at(&needed.source, needed.span.clone()));
        for key in lacking {
            own.insert(key.to_owned(), String::new());
        }
    }
    problems
}

fn locale(language: &str, data: LocaleData, source: &Arc<SourceText>) -> Result<(Locale, Typography), Box<Diagnostic>> {
    let typography = Typography::new(&data.typography);
    match Locale::new(language, data) {
        Ok(locale) => Ok((locale, typography)),
        Err(error) => Err(Box::new(error.diagnostic().in_file(source))),
    }
}
