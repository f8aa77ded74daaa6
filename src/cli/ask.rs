//! Questions that `avilys add` asks on a terminal.
//!
//! Must not know what becomes of the answers. Esc passes over a question, Ctrl-C ends the command.

use inquire::error::InquireError;
use inquire::validator::{StringValidator, Validation};
use inquire::{MultiSelect, Select, Text};

use super::words::Ui;
use crate::search::words::{fold, lower};

/// The author wants no entry any more.
#[derive(Debug)]
pub struct Stopped;

/// Something to choose, with what it stands for.
#[derive(Debug, Clone)]
pub struct Choice {
    pub id: String,
    pub title: String,
}

impl std::fmt::Display for Choice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.title == self.id { write!(f, "{}", self.title) } else { write!(f, "{}  ({})", self.title, self.id) }
    }
}

/// A text that may not be empty.
pub fn text(ui: &Ui, key: &str) -> Result<String, Stopped> {
    let (question, empty) = (ui.say(&format!("cli.ask.{key}")), ui.say("cli.ask.empty"));
    let is_there = move |text: &str| {
        let there = !text.trim().is_empty();
        Ok(if there { Validation::Valid } else { Validation::Invalid(empty.clone().into()) })
    };
    Text::new(&question).with_validator(is_there).prompt().map(|text| text.trim().to_owned()).map_err(|_| Stopped)
}

/// A text that fits, or nothing where the author does not say.
pub fn fitting(
    ui: &Ui,
    key: &str,
    given: &str,
    fits: impl StringValidator + 'static,
) -> Result<Option<String>, Stopped> {
    let (question, help) = (ui.say(&format!("cli.ask.{key}")), ui.say(&format!("cli.ask.{key}_help")));
    let asked = Text::new(&question).with_help_message(&help).with_initial_value(given).with_validator(fits);
    Ok(answered(asked.prompt())?.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()))
}

/// One of a list, which gets shorter while the author types.
pub fn one(ui: &Ui, key: &str, choices: Vec<Choice>) -> Result<Option<String>, Stopped> {
    let (question, help) = (ui.say(&format!("cli.ask.{key}")), ui.say("cli.ask.one_help"));
    let asked = Select::new(&question, choices).with_help_message(&help).with_scorer(&score).with_page_size(PAGE);
    Ok(answered(asked.prompt())?.map(|choice| choice.id))
}

/// Any number of a list.
pub fn many(ui: &Ui, key: &str, choices: Vec<Choice>) -> Result<Vec<String>, Stopped> {
    let (question, help) = (ui.say(&format!("cli.ask.{key}")), ui.say("cli.ask.many_help"));
    let asked = MultiSelect::new(&question, choices).with_help_message(&help).with_scorer(&score).with_page_size(PAGE);
    Ok(answered(asked.prompt())?.unwrap_or_default().into_iter().map(|choice| choice.id).collect())
}

/// Yes or no; no, where the author does not say.
pub fn whether(ui: &Ui, question: &str) -> bool {
    let (yes, no) = (ui.say("cli.ask.yes"), ui.say("cli.ask.no"));
    let first = |word: &str| word.chars().next().map(|c| fold(&c.to_string()).into_owned());
    let hint = format!("{yes}/{no}");
    let answer = Text::new(question).with_help_message(&hint).prompt();
    answer.is_ok_and(|answer| !answer.trim().is_empty() && first(&lower(answer.trim())) == first(&yes))
}

/// Lines of a list that are seen at once.
const PAGE: usize = 10;

fn answered<T>(answer: Result<T, InquireError>) -> Result<Option<T>, Stopped> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(InquireError::OperationCanceled) => Ok(None),
        Err(_) => Err(Stopped),
    }
}

/// What is typed is found anywhere in a choice, with or without diacritics; at its beginning it counts more.
fn score(typed: &str, _: &Choice, shown: &str, _: usize) -> Option<i64> {
    let (typed, shown) = (fold(&lower(typed)).into_owned(), fold(&lower(shown)).into_owned());
    let at = shown.find(typed.trim())?;
    Some(if at == 0 { 2 } else { 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_found_without_diacritics() {
        let choice = Choice { id: "zemynos".into(), title: "Žemynos gimnazija".into() };
        let shown = choice.to_string();
        for (typed, found) in [("žem", Some(2)), ("zem", Some(2)), ("GIMN", Some(1)), ("azuol", None), ("", Some(2))] {
            assert_eq!(score(typed, &choice, &shown, 0), found, "{typed}");
        }
    }
}
