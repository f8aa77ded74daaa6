//! One portal that is being written: its files with the unsaved texts, loaded again after changes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::text::{Encoding, Lines};
use crate::config;
use crate::diagnostics::{self, Catalogue, Diagnostic, Edit, Place, Severity, SourceText};
use crate::profile::Profile;
use crate::site::{Checker, Loader, Options, Site};
use crate::source::Source;

pub struct Session {
    pub root: PathBuf,
    loader: Loader,
    checker: Arc<Checker>,
    /// The last state of which a page could be made.
    pub site: Option<Arc<Site>>,
    /// What the last load found.
    problems: Vec<Diagnostic>,
    /// What the editor was told, by address of the file.
    told: BTreeMap<String, Vec<Value>>,
    /// The files changed since the last load.
    pub is_stale: bool,
}

impl Session {
    /// `checked` is called when bodies and templates were found to have other problems than before.
    pub fn open(root: &Path, today: Date, checked: impl Fn() + Send + 'static) -> Result<Self, Diagnostic> {
        let options = Options {
            today,
            base_url: None,
            drafts: true,
            offline: false,
            preview: false,
            profile: Profile::default(),
        };
        let loader = Loader::new(Source::open(root)?, options);
        let bodies = Arc::new(Checker::default());
        let worker = Arc::clone(&bodies);
        // It ends with the session, or with the program.
        thread::spawn(move || worker.run(checked));
        let (site, problems, told) = (None, Vec::new(), BTreeMap::new());
        Ok(Self { root: root.to_owned(), loader, checker: bodies, site, problems, told, is_stale: true })
    }

    /// Has a text stand for a file; nothing: the file counts again.
    pub fn set_unsaved(&mut self, path: &Path, text: Option<String>) {
        self.is_stale |= self.loader.set_unsaved(path, text);
    }

    /// Files may have changed on the disk.
    pub fn look_again(&mut self) {
        self.loader.invalidate(None);
        self.is_stale = true;
    }

    /// Loads the portal where something changed since the last time.
    pub fn refresh(&mut self, today: Date) {
        if !std::mem::take(&mut self.is_stale) {
            return;
        }
        self.loader.set_today(today);
        let loaded = self.loader.load();
        self.problems = loaded.problems;
        if let Some(site) = loaded.site.map(Arc::new) {
            let whole = self.site.as_ref().is_none_or(|before| !site.differs_in_bodies_at_most(before));
            self.checker.check(&site, &loaded.changed, whole);
            self.site = Some(site);
        }
    }

    /// What to tell the editor: by address of a file its problems, for the files whose problems are others than it knows.
    pub fn news(
        &mut self,
        catalogue: &Catalogue,
        encoding: Encoding,
        uri: &dyn Fn(&Path) -> Option<String>,
    ) -> Vec<(String, Vec<Value>)> {
        let mut problems = self.problems.clone();
        problems.extend(self.checker.problems());
        diagnostics::sort(&mut problems);
        let mut now: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        let mut same_text: Vec<&Diagnostic> = Vec::new();
        let settings = SourceText::new(config::FILE, "");
        for (at, problem) in problems.iter().enumerate() {
            same_text.push(problem);
            let source = source_of(problem, &settings);
            if problems.get(at + 1).is_some_and(|next| Arc::ptr_eq(source_of(next, &settings), source)) {
                continue;
            }
            let file_uri = |path: &str| uri(&self.root.join(path));
            if let Some(file) = file_uri(&source.path) {
                let lines = Lines::new(&source.text, encoding);
                let told =
                    { same_text.iter() }.map(|problem| diagnostic(problem, &lines, catalogue, encoding, &file_uri));
                now.entry(file).or_default().extend(told);
            }
            same_text.clear();
        }
        let gone = self.told.keys().filter(|uri| !now.contains_key(*uri)).map(|uri| (uri.clone(), Vec::new()));
        let other = now.iter().filter(|(uri, problems)| self.told.get(*uri) != Some(problems));
        let news = gone.chain(other.map(|(uri, problems)| (uri.clone(), problems.clone()))).collect();
        self.told = now;
        news
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.checker.stop();
    }
}

/// A problem without a place is one of the portal, and shown at the beginning of its settings.
fn source_of<'p>(problem: &'p Diagnostic, settings: &'p Arc<SourceText>) -> &'p Arc<SourceText> {
    problem.place.as_ref().map_or(settings, |place| &place.source)
}

fn diagnostic(
    problem: &Diagnostic,
    lines: &Lines<'_>,
    catalogue: &Catalogue,
    encoding: Encoding,
    uri: &dyn Fn(&str) -> Option<String>,
) -> Value {
    let help = catalogue.help(problem).map_or(String::new(), |help| format!("\n{}: {help}", catalogue.help));
    let severity = match problem.severity {
        Severity::Error => 1,
        Severity::Warning => 2,
    };
    let mut told = json!({
        "range": lines.span(&problem.place.as_ref().map_or(0..0, |place| place.span.clone())),
        "severity": severity,
        "code": problem.code.name(),
        "source": "avilys",
        "message": format!("{}{help}", catalogue.message(problem)),
    });
    if let Some((place, uri)) = problem.other.as_ref().and_then(|place| Some((place, uri(&place.source.path)?))) {
        let location = location(&uri, place, encoding);
        told["relatedInformation"] = json!([{ "location": location, "message": place.source.path }]);
    }
    if !problem.edits.is_empty() {
        let edit = |edit: &Edit| json!({ "range": lines.span(&edit.span), "newText": edit.text });
        let title = catalogue.help(problem).unwrap_or_else(|| catalogue.message(problem));
        told["data"] = json!({ "title": title, "edits": problem.edits.iter().map(edit).collect::<Vec<_>>() });
    }
    told
}

fn location(uri: &str, place: &Place, encoding: Encoding) -> Value {
    json!({ "uri": uri, "range": Lines::new(&place.source.text, encoding).span(&place.span) })
}
