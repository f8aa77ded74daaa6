//! `avilys lsp`: the language server for editors.

use super::{DONE, ERRORS, Environment};
use crate::lsp;

pub fn run(environment: &Environment) -> u8 {
    let (fixed, day) = (environment.fixed, environment.today);
    let options = lsp::Options {
        language: environment.language.clone(),
        today: Box::new(move || if fixed { day } else { jiff::Zoned::now().date() }),
    };
    if lsp::run(options) { DONE } else { ERRORS }
}
