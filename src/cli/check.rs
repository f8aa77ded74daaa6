//! `avilys check`: everything that a build would say, and nothing written.

use clap::ArgMatches;
use serde_json::json;

use super::words::Ui;
use super::{DONE, ERRORS, Environment, build, print_problems};
use crate::diagnostics::{self, Diagnostic, Severity, position};

pub fn run(ui: &Ui, environment: &Environment, matches: &ArgMatches) -> u8 {
    let options = match build::SiteOptions::resolve(environment, matches, false) {
        Ok(options) => options,
        Err(problem) => return build::misuse(ui, &problem),
    };
    let (site, mut problems) = match build::load(&options) {
        Ok(loaded) => loaded,
        Err(problem) => return build::misuse(ui, &problem),
    };
    if let Some(site) = &site {
        problems.extend(site.check());
    }
    diagnostics::sort(&mut problems);
    match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => println!("{}", json(ui, &problems)),
        Some("github") => github(ui, &problems),
        _ => print_problems(ui, &problems),
    }
    let errors = problems.iter().filter(|problem| problem.is_error()).count();
    if problems.is_empty() {
        anstream::eprintln!("{}", ui.say("cli.no_problems"));
    } else {
        anstream::eprintln!("{}", build::counted(ui, errors, problems.len() - errors));
    }
    if errors > 0 { ERRORS } else { DONE }
}

fn severity(problem: &Diagnostic) -> &'static str {
    match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn json(ui: &Ui, problems: &[Diagnostic]) -> serde_json::Value {
    let one = |problem: &Diagnostic| {
        let place = problem.place.as_ref().map(|place| {
            let (line, column) = position(place);
            json!({ "file": place.source.path, "line": line, "column": column })
        });
        json!({
            "severity": severity(problem),
            "code": problem.code,
            "message": ui.catalogue.message(problem),
            "help": ui.catalogue.help(problem),
            "place": place,
        })
    };
    problems.iter().map(one).collect()
}

/// Workflow commands that GitHub shows beside the lines of a change.
fn github(ui: &Ui, problems: &[Diagnostic]) {
    for problem in problems {
        let help = ui.catalogue.help(problem).map_or(String::new(), |help| format!("\n{help}"));
        let text = escape(&format!("{}{help}", ui.catalogue.message(problem)));
        let place = problem.place.as_ref().map_or(String::new(), |place| {
            let (line, column) = position(place);
            let file = escape(&place.source.path).replace(',', "%2C").replace(':', "%3A");
            format!(" file={file},line={line},col={column}")
        });
        println!("::{}{place}::{text}", severity(problem));
    }
}

fn escape(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}
