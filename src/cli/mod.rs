//! The command line: arguments in, exit code out.
//!
//! Arguments are parsed, then resolved into the options of the stage that they are for. Here, and nowhere below, the
//! environment is read: language, clock, terminal.

mod add;
mod args;
mod ask;
mod build;
mod check;
mod draft;
mod environment;
mod fix;
mod import;
mod list;
mod lsp;
mod misuse;
mod named;
mod new;
mod profile;
pub mod reference;
mod schema;
mod search;
mod serve;
mod terminal;
mod theme;
mod threads;
mod trace_file;
mod unpublished;
mod words;

use std::process::ExitCode;

use crate::diagnostics::{self, Diagnostic};

pub use environment::Environment;
use words::Ui;

/// Done.
const DONE: u8 = 0;
/// The site has errors; nothing was written.
const ERRORS: u8 = 1;
/// Wrong use.
const MISUSE: u8 = 2;

/// Runs the program and gives its exit code: 0 done, 1 the site has errors, 2 wrong use.
pub fn main() -> ExitCode {
    let environment = Environment::read();
    let ui = Ui::new(&environment);
    ExitCode::from(run(&ui, &environment, std::env::args_os()))
}

fn run(ui: &Ui, environment: &Environment, args: impl IntoIterator<Item = std::ffi::OsString>) -> u8 {
    let matches = match args::command(ui).try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) => {
            let code = if error.use_stderr() { MISUSE } else { DONE };
            match misuse::diagnostic(&error) {
                Some(problem) => print_problems(ui, &[problem]),
                // Help that cannot be printed has no other way to be told.
                None => drop(error.print()),
            }
            return code;
        }
    };
    match matches.subcommand_name() {
        Some("serve" | "lsp") => threads::start_apart(environment),
        Some("build" | "check" | "add" | "import" | "list") => threads::start(environment),
        _ => {}
    }
    match matches.subcommand() {
        Some(("build", matches)) => build::run(ui, environment, matches),
        Some(("check", matches)) => check::run(ui, environment, matches),
        Some(("serve", matches)) => serve::run(Ui::new(environment), environment, matches),
        Some(("new", matches)) => new::run(ui, matches),
        Some(("add", matches)) => add::run(ui, environment, matches),
        Some(("import", matches)) => import::run(ui, environment, matches),
        Some(("search", matches)) => search::run(ui, environment, matches),
        Some(("list", matches)) => list::run(ui, environment, matches),
        Some(("theme", matches)) => theme::run(ui, matches),
        Some(("schema", matches)) => schema::run(ui, matches),
        Some(("lsp", _)) => lsp::run(environment),
        Some(("completions", matches)) => args::completions(ui, matches),
        _ => MISUSE,
    }
}

/// Prints problems on standard error, the last of them nearest to the prompt.
fn print_problems(ui: &Ui, problems: &[Diagnostic]) {
    terminal::remark(&diagnostics::render_all(problems, &ui.catalogue, true));
}
