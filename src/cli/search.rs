//! `avilys search`: the built site's index, asked as a browser would ask it.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use clap::ArgMatches;
use serde_json::json;

use super::build::{misuse, output_folder};
use super::words::Ui;
use super::{DONE, Environment};
use crate::diagnostics::reasons::of_system;
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::fields::is_direction_control;
use crate::output;
use crate::page::days;
use crate::search::{Failure, Found, Hit, Index, KIND, Query, Sort, Validity, Value};

/// The facets that have an argument of their own.
const FACETS: [&str; 6] = [KIND, "school", "municipality", "topic", "year", "evidence"];

type Result<T> = std::result::Result<T, Box<Diagnostic>>;

pub fn run(ui: &Ui, environment: &Environment, matches: &ArgMatches) -> u8 {
    let text = match search(environment, matches) {
        Ok(answer) if matches.get_flag("json") => format!("{}\n", answer.json()),
        Ok(answer) => answer.text(ui),
        Err(problem) => return misuse(ui, &problem),
    };
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // Whoever listened has heard enough.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            misuse(ui, &Diagnostic::error(Code::CliPrint).arg("reason", of_system(&error)))
        }
        _ => DONE,
    }
}

/// What was found, with the kinds by their numbers in the index.
struct Answer {
    found: Found,
    kinds: Vec<Value>,
    by_date: bool,
}

fn search(environment: &Environment, matches: &ArgMatches) -> Result<Answer> {
    let mut query = query(environment, matches)?;
    let root = super::named::root(matches);
    let output = output_folder(matches, &root);
    let index = Index::open(|path: &str| output::read(&output, path)).map_err(|failure| match failure {
        Failure::Missing(_) => Box::new(Diagnostic::error(Code::SearchNoIndex).arg("path", output.display())),
        failure => Box::new(told(failure)),
    })?;
    query.edition = edition(&index, matches.get_one::<String>("language"))?;
    let mut values = index.values(query.edition).map_err(|failure| Box::new(told(failure)))?;
    for (facet, id) in filters(matches, index.facets())? {
        let at = index.facets().iter().position(|known| *known == facet);
        check(&facet, &id, at.map_or(&[], |at| &values[at]))?;
        match query.filters.iter_mut().find(|(known, _)| *known == facet) {
            Some((_, ids)) => ids.push(id),
            None => query.filters.push((facet, vec![id])),
        }
    }
    let found = index.search(&query).map_err(|failure| Box::new(told(failure)))?;
    let by_date = query.sort == Sort::Date;
    let kinds = index.facets().iter().position(|facet| facet == KIND).map(|at| values.swap_remove(at));
    Ok(Answer { found, by_date, kinds: kinds.unwrap_or_default() })
}

fn query(environment: &Environment, matches: &ArgMatches) -> Result<Query> {
    let words: Vec<&str> = matches.get_many::<String>("query").into_iter().flatten().map(String::as_str).collect();
    let text = words.join(" ");
    let valid = matches.get_many::<String>("valid").into_iter().flatten().filter_map(|name| Validity::of(name));
    let is_filter = |name: &&str| matches.value_source(name) == Some(clap::parser::ValueSource::CommandLine);
    let narrowed = FACETS.iter().chain(&["filter", "valid", "sort"]).any(is_filter);
    if text.trim().is_empty() && !narrowed {
        return Err(Box::new(Diagnostic::error(Code::SearchNothingAsked)));
    }
    let by_date = matches.get_one::<String>("sort").is_some_and(|sort| sort == "date");
    Ok(Query {
        text,
        valid: valid.collect(),
        sort: if by_date { Sort::Date } else { Sort::Relevance },
        limit: matches.get_one("limit").copied().unwrap_or_default(),
        today: days(super::build::today(environment, matches)?),
        ..Query::default()
    })
}

fn edition(index: &Index, language: Option<&String>) -> Result<usize> {
    let Some(language) = language else { return Ok(0) };
    index.editions().iter().position(|known| known == language).ok_or_else(|| {
        let problem = Diagnostic::error(Code::SearchLanguage).arg("language", language);
        Box::new(problem.arg("languages", index.editions().join(", ")))
    })
}

/// The filters that are asked for: facets with an id each. Those that every index has are arguments of their own; any other
/// is named before its value.
fn filters(matches: &ArgMatches, known: &[String]) -> Result<Vec<(String, String)>> {
    let named = |name: &str| matches.get_many::<String>(name).into_iter().flatten().cloned();
    let mut filters: Vec<_> =
        FACETS.iter().flat_map(|facet| named(facet).map(|id| ((*facet).to_owned(), id))).collect();
    for filter in named("filter") {
        match filter.split_once('=') {
            Some((facet, id)) if known.iter().any(|known| known == facet) => {
                filters.push((facet.to_owned(), id.to_owned()));
            }
            _ => {
                let facet = filter.split('=').next().unwrap_or_default();
                let near = nearest(facet, known.iter().map(String::as_str));
                let problem = Diagnostic::error(Code::SearchFacet).arg("facet", facet).arg("known", known.join(", "));
                return Err(Box::new(problem.suggest(near)));
            }
        }
    }
    Ok(filters)
}

/// A filter that nothing can pass is rather a mistake than a wish.
fn check(facet: &str, id: &str, values: &[Value]) -> Result<()> {
    if values.iter().any(|value| value.id == id) {
        return Ok(());
    }
    let near = nearest(id, values.iter().map(|value| value.id.as_str()));
    let problem = Diagnostic::error(Code::SearchValue).arg("facet", argument(facet)).arg("value", id);
    let known: Vec<_> = values.iter().take(5).map(|value| value.id.as_str()).collect();
    Err(Box::new(problem.arg("known", known.join(", ")).suggest(near)))
}

fn argument(facet: &str) -> String {
    if FACETS.contains(&facet) { format!("--{facet}") } else { format!("--filter {facet}") }
}

fn told(failure: Failure) -> Diagnostic {
    match failure {
        Failure::Missing(file) => Diagnostic::error(Code::SearchMissing).arg("file", file),
        Failure::Format(found, expected) => {
            Diagnostic::error(Code::SearchFormat).arg("found", found).arg("expected", expected)
        }
        Failure::Damaged(file, reason) => {
            Diagnostic::error(Code::SearchDamaged).arg("file", file).arg("reason", reason)
        }
    }
}

impl Answer {
    fn json(&self) -> serde_json::Value {
        let hit = |hit: &Hit| {
            let stored = &hit.stored;
            let kind = self.kind(stored.kind).map(|kind| kind.id.as_str());
            json!({ "kind": kind, "id": stored.id, "url": stored.url, "title": stored.title, "score": hit.score })
        };
        self.found.hits.iter().map(hit).collect()
    }

    fn kind(&self, number: u32) -> Option<&Value> {
        self.kinds.get(usize::try_from(number).ok()?)
    }

    fn text(&self, ui: &Ui) -> String {
        let found = &self.found;
        let mut out = String::new();
        if found.relaxed {
            out.push_str(&line(&ui.say("cli.search.relaxed")));
        }
        for (typed, used) in found.corrections() {
            let used = used.join(", ");
            out.push_str(&line(&ui.say_with("cli.search.corrected", &[("typed", typed.to_owned()), ("used", used)])));
        }
        if found.total == 0 {
            out.push_str(&line(&ui.say("cli.search.nothing")));
            return out;
        }
        out.push_str(&line(&ui.words.count("cli.search.found", found.total)));
        let terms = u32::try_from(found.terms.len()).unwrap_or(u32::MAX);
        let mut partial = self.by_date;
        if partial && found.complete < found.unfiltered {
            out.push_str(&line(&ui.say("cli.search.mixed")));
        }
        for (at, hit) in found.hits.iter().enumerate() {
            if hit.matched < terms && !partial {
                partial = true;
                let _ = write!(out, "\n{}", line(&ui.say("cli.search.partial")));
            }
            self.hit(&mut out, at + 1, hit);
        }
        out
    }

    fn hit(&self, out: &mut String, number: usize, hit: &Hit) {
        let stored = &hit.stored;
        let kind = self.kind(stored.kind).map_or("", |kind| kind.title.as_str());
        let about: Vec<_> =
            [kind, &stored.owner, &stored.shown_date].into_iter().filter(|text| !text.is_empty()).collect();
        // Writing to a text cannot fail.
        let _ = write!(
            out,
            "\n{number:>3}. {}\n     {}\n     {}\n",
            plain(&stored.title),
            plain(&about.join(" · ")),
            plain(&stored.url)
        );
    }
}

/// Text for one line of a terminal: what would steer it becomes a space.
fn plain(text: &str) -> String {
    let steers = |c: char| c.is_control() || is_direction_control(c);
    text.chars().map(|c| if steers(c) { ' ' } else { c }).collect()
}

fn line(text: &str) -> String {
    format!("{text}\n")
}
