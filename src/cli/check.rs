//! `avilys check`: everything that a build would say, and nothing written.

use std::path::{self, Path};

use clap::ArgMatches;
use serde_json::json;

use super::words::Ui;
use super::{DONE, ERRORS, Environment, build, fix, print_problems, terminal, unpublished};
use crate::diagnostics::{self, Diagnostic, Positions, Severity};
use crate::site::Site;

pub fn run(ui: &Ui, environment: &Environment, matches: &ArgMatches) -> u8 {
    let mut options = match build::SiteOptions::resolve(environment, matches, false) {
        Ok(options) => options,
        Err(problem) => return build::misuse(ui, &problem),
    };
    let fixes = matches.get_flag("fix");
    options.load.drafts |= fixes;
    let found = found(&options).and_then(|(site, problems)| {
        let is_written = fixes && fix::run(ui, &options.root, &problems, matches.get_flag("yes"));
        if is_written { self::found(&options) } else { Ok((site, problems)) }
    });
    let (site, problems) = match found {
        Ok(found) => found,
        Err(problem) => return build::misuse(ui, &problem),
    };
    match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => terminal::answer(ui, &format!("{}\n", json(ui, &problems))),
        Some("github") => terminal::answer(ui, &github(ui, &problems, &below_repository(&options.root))),
        _ => print_problems(ui, &problems),
    }
    let errors = problems.iter().filter(|problem| problem.is_error()).count();
    let result = match problems.len() {
        0 => ui.say("cli.no_problems"),
        count => build::counted(ui, errors, count - errors),
    };
    terminal::remark(&format!("{result}\n"));
    if let Some(site) = &site {
        let unpublished = unpublished::lines(ui, &site.portal);
        if !unpublished.is_empty() {
            terminal::remark(&format!("{} {}\n", ui.say("cli.build.unpublished"), unpublished.join("\n")));
        }
    }
    if errors > 0 { ERRORS } else { DONE }
}

/// The site with everything that is to be said about it.
fn found(options: &build::SiteOptions) -> Result<(Option<Site>, Vec<Diagnostic>), Diagnostic> {
    let (site, mut problems) = build::load(options)?;
    if let Some(site) = &site {
        problems.extend(site.check());
    }
    diagnostics::sort(&mut problems);
    Ok((site, problems))
}

fn severity(problem: &Diagnostic) -> &'static str {
    match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn json(ui: &Ui, problems: &[Diagnostic]) -> serde_json::Value {
    let mut positions = Positions::default();
    let one = |problem: &Diagnostic| {
        let place = problem.place.as_ref().map(|place| {
            let (line, column) = positions.of(place);
            json!({ "file": place.source.path, "line": line, "column": column })
        });
        json!({
            "severity": severity(problem),
            "code": problem.code.name(),
            "message": ui.catalogue.message(problem),
            "help": ui.catalogue.help(problem),
            "place": place,
        })
    };
    problems.iter().map(one).collect()
}

/// Workflow commands that GitHub shows beside the lines of a change. `prefix` leads from the repository to the site.
fn github(ui: &Ui, problems: &[Diagnostic], prefix: &str) -> String {
    let mut positions = Positions::default();
    let command = |problem: &Diagnostic| {
        let help = ui.catalogue.help(problem).map_or(String::new(), |help| format!("\n{help}"));
        let text = escape(&format!("{}{help}", ui.catalogue.message(problem)));
        let place = problem.place.as_ref().map_or(String::new(), |place| {
            let (line, column) = positions.of(place);
            let file = escape(&format!("{prefix}{}", place.source.path)).replace(',', "%2C").replace(':', "%3A");
            format!(" file={file},line={line},col={column}")
        });
        format!("::{}{place}::{text}\n", severity(problem))
    };
    problems.iter().map(command).collect()
}

/// The path from the repository that a folder lies in, else from the current folder, with a slash at its end. GitHub shows nothing
/// beside a file that it does not find so.
fn below_repository(root: &Path) -> String {
    let absolute = root.canonicalize().or_else(|_| path::absolute(root)).unwrap_or_else(|_| root.to_owned());
    let repository = absolute.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned);
    let current = || std::env::current_dir().and_then(|folder| folder.canonicalize()).ok();
    let below = repository.or_else(current).and_then(|base| absolute.strip_prefix(base).ok().map(Path::to_owned));
    let names = below.iter().flat_map(|below| below.iter()).map(|name| name.to_string_lossy());
    names.flat_map(|name| [name.into_owned(), "/".to_owned()]).collect()
}

fn escape(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}
