//! Arguments that cannot be read, told in the reader's language and in the look of all other problems.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::diagnostics::{Code, Diagnostic};

/// What is wrong with the arguments. Asking for help or the version is not wrong: then nothing is given.
pub fn diagnostic(error: &Error) -> Option<Diagnostic> {
    let value = |kind| error.get(kind).map(text).unwrap_or_default();
    let first = |kind| error.get(kind).map(words).unwrap_or_default().into_iter().next();
    let problem = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            return None;
        }
        ErrorKind::InvalidSubcommand => Diagnostic::error(Code::CliCommand)
            .arg("value", value(ContextKind::InvalidSubcommand))
            .suggest(first(ContextKind::SuggestedSubcommand)),
        ErrorKind::UnknownArgument => Diagnostic::error(Code::CliArgument)
            .arg("value", value(ContextKind::InvalidArg))
            .suggest(first(ContextKind::SuggestedArg)),
        ErrorKind::MissingRequiredArgument => {
            Diagnostic::error(Code::CliMissing).arg("value", value(ContextKind::InvalidArg))
        }
        ErrorKind::InvalidValue if value(ContextKind::InvalidValue).is_empty() => {
            Diagnostic::error(Code::CliValueMissing).arg("argument", value(ContextKind::InvalidArg))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let (argument, known) = (value(ContextKind::InvalidArg), value(ContextKind::ValidValue));
            let help = match known.as_str() {
                "" if argument.starts_with("--port") => "port",
                "" => "none",
                _ => "help",
            };
            let problem = Diagnostic::error(Code::CliValue).arg("value", value(ContextKind::InvalidValue));
            problem.arg("argument", argument).arg("known", known).help(help).suggest(first(ContextKind::SuggestedValue))
        }
        kind => Diagnostic::error(Code::CliMisuse).arg("reason", kind),
    };
    Some(problem)
}

fn words(value: &ContextValue) -> Vec<String> {
    match value {
        ContextValue::Strings(list) => list.clone(),
        ContextValue::String(one) => vec![one.clone()],
        _ => Vec::new(),
    }
}

fn text(value: &ContextValue) -> String {
    words(value).join(", ")
}
