//! `avilys build`: the whole site, written where it differs.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use clap::ArgMatches;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;

use super::trace_file::TraceFile;
use super::words::Ui;
use super::{DONE, ERRORS, Environment, MISUSE, print_problems, profile, terminal, unpublished};
use crate::diagnostics::{self, Code, Diagnostic};
use crate::kind::Kind;
use crate::output::{self, Folder, GeneratedFile, PublishError, Report};
use crate::profile::Profile;
use crate::site::{self, Content, Indexing, Options, Site};
use crate::source::Source;

/// Which site, and how it is loaded.
pub struct SiteOptions {
    pub root: PathBuf,
    pub load: Options,
}

impl SiteOptions {
    pub fn resolve(environment: &Environment, matches: &ArgMatches, offline: bool) -> Result<Self, Diagnostic> {
        let today = today(environment, matches)?;
        let base_url = matches.get_one::<String>("base-url").cloned();
        if let Some(url) = base_url.as_ref().filter(|url| !crate::config::is_base_url(url)) {
            return Err(Diagnostic::error(Code::ExpectedBaseUrl).arg("value", url));
        }
        Ok(Self {
            root: super::named::root(matches),
            load: Options {
                today,
                base_url,
                drafts: flag(matches, "drafts"),
                offline,
                preview: false,
                profile: Profile::default(),
            },
        })
    }
}

/// The day that the command is for.
pub fn today(environment: &Environment, matches: &ArgMatches) -> Result<Date, Diagnostic> {
    let date = matches.get_one::<String>("date");
    if let Some(epoch) = environment.wrong_epoch.as_ref().filter(|_| date.is_none()) {
        return Err(Diagnostic::error(Code::CliEpoch).arg("value", epoch));
    }
    date.map_or(Ok(environment.today), |text| {
        text.parse::<Date>().map_err(|_| Diagnostic::error(Code::CliDate).arg("value", text))
    })
}

/// A flag that not every command has.
fn flag(matches: &ArgMatches, name: &str) -> bool {
    matches.try_get_one::<bool>(name).ok().flatten().copied().unwrap_or(false)
}

pub fn run(ui: &Ui, environment: &Environment, matches: &ArgMatches) -> u8 {
    let mut options = match SiteOptions::resolve(environment, matches, matches.get_flag("offline")) {
        Ok(options) => options,
        Err(problem) => return misuse(ui, &problem),
    };
    if matches.contains_id("profile") {
        options.load.profile = Profile::begin();
    }
    let output = output_folder(matches, &options.root);
    match OpenFiles::open(&options, &output, matches) {
        Ok(open_files) => build(ui, environment, &options, &output, open_files),
        Err(problem) => misuse(ui, &problem),
    }
}

/// The default output belongs to the site, wherever the program is called from.
pub fn output_folder(matches: &ArgMatches, root: &Path) -> PathBuf {
    let output = matches.get_one::<PathBuf>("output").cloned().unwrap_or_else(|| PathBuf::from("public"));
    let given = matches.value_source("output") == Some(clap::parser::ValueSource::CommandLine);
    if given { output } else { root.join(output) }
}

/// All that a build reads and writes, open before any work begins.
struct OpenFiles {
    source: Source,
    output: Folder,
    trace: Option<TraceFile>,
}

impl OpenFiles {
    fn open(options: &SiteOptions, output: &Path, matches: &ArgMatches) -> Result<Self, Diagnostic> {
        let source = Source::open(&options.root)?;
        let sources = sources(&options.root);
        let output = Folder::open(output, &options.root, &sources)?
            .profiled(&options.load.profile)
            .removing_edited(matches.get_flag("remove-edited"));
        let trace = matches.get_one::<PathBuf>("profile");
        let trace = trace.map(|path| TraceFile::open(path, &output, &sources)).transpose()?;
        Ok(Self { source, output, trace })
    }
}

fn build(ui: &Ui, environment: &Environment, options: &SiteOptions, output: &Path, open_files: OpenFiles) -> u8 {
    let start = Instant::now();
    let OpenFiles { source, output: folder, trace } = open_files;
    let (site, mut problems) = Site::load(&source, &options.load);
    let Some(site) = site else { return failed(ui, problems) };
    if diagnostics::has_errors(&problems) {
        problems.extend(site.check());
        return failed(ui, problems);
    }
    match publish(ui, environment, &site, folder) {
        Ok((report, found)) => {
            problems.extend(found);
            problems.extend(report.warnings.clone());
            problems.extend(site.lost_addresses(&report.gone, &report.added));
            diagnostics::sort(&mut problems);
            print_problems(ui, &problems);
            terminal::answer(ui, &summary(ui, &site, &report, output, start.elapsed(), problems.len()));
            // The process ends: the system takes the memory back faster than it can be given back piece by piece.
            std::mem::forget(site);
            match options.load.profile.report().zip(trace) {
                Some((report, trace)) => profile::tell(ui, &report, trace),
                None => DONE,
            }
        }
        Err(Unpublished { problems: found, is_touched }) => {
            problems.extend(found);
            let end = if is_touched { "cli.build.incomplete" } else { "cli.build.nothing_written" };
            failed_with(ui, problems, end)
        }
    }
}

/// Why there is no new site.
struct Unpublished {
    problems: Vec<Diagnostic>,
    /// Whether a part of it is there.
    is_touched: bool,
}

/// Loads the site; the problem is that there is none.
pub fn load(options: &SiteOptions) -> Result<(Option<Site>, Vec<Diagnostic>), Diagnostic> {
    let source = Source::open(&options.root)?;
    Ok(Site::load(&source, &options.load))
}

/// What the site is made from, and so must not be written over.
fn sources(root: &Path) -> Vec<PathBuf> {
    let names = crate::source::FOLDERS.iter().chain([&crate::config::FILE]);
    names.map(|name| root.join(name)).collect()
}

fn publish(
    ui: &Ui,
    environment: &Environment,
    site: &Site,
    output: Folder,
) -> Result<(Report, Vec<Diagnostic>), Unpublished> {
    let found = Mutex::new(Vec::new());
    let indexing = site.indexing();
    let pages = indexing.as_ref().map_or_else(|| site.pages().iter().collect(), Indexing::order);
    let paths: Vec<_> = pages.iter().map(|page| Arc::clone(&page.path)).collect();
    let bar = progress(ui, environment, paths.len());
    let make = |at: usize| {
        let page = pages[at];
        let made = indexing.as_ref().map_or_else(|| site.make(page), |indexing| indexing.make(page));
        let site::FinishedPage { content, problems, .. } = made;
        let failed = diagnostics::has_errors(&problems);
        if !problems.is_empty() {
            found.lock().unwrap_or_else(std::sync::PoisonError::into_inner).extend(problems);
        }
        content.filter(|_| !failed).map(|content| copied(site, content))
    };
    let late = || indexing.as_ref().map_or_else(Vec::new, index);
    let published = output.publish_with(&paths, make, late, |done| bar.set_position(done as u64));
    bar.finish_and_clear();
    let mut found = found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    match published {
        Ok(report) => Ok((report, found)),
        Err(PublishError::PageFailed) => Err(Unpublished { problems: found, is_touched: false }),
        Err(PublishError::Problems(problems)) => {
            found.extend(problems);
            Err(Unpublished { problems: found, is_touched: false })
        }
        Err(PublishError::Incomplete(problems)) => {
            found.extend(problems);
            Err(Unpublished { problems: found, is_touched: true })
        }
    }
}

/// The files of the search.
fn index(indexing: &Indexing) -> Vec<GeneratedFile> {
    indexing.files().into_iter().map(|file| GeneratedFile { path: file.path.into(), bytes: file.bytes }).collect()
}

fn copied(site: &Site, content: Content) -> output::Content {
    match content {
        Content::Bytes(bytes) => output::Content::Bytes(bytes),
        Content::File(path) => match site.open_file(&path) {
            Ok(file) => output::Content::CopyOf { file, path },
            Err(error) => output::Content::Unreadable { path, error },
        },
    }
}

fn progress(ui: &Ui, environment: &Environment, pages: usize) -> ProgressBar {
    const LONG: usize = 500;
    if !environment.terminal || pages < LONG {
        return ProgressBar::hidden();
    }
    let template = format!("{} {{bar:32}} {{pos}}/{{len}}", ui.say("cli.build.progress"));
    let style = ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(pages as u64).with_style(style)
}

fn failed(ui: &Ui, problems: Vec<Diagnostic>) -> u8 {
    failed_with(ui, problems, "cli.build.nothing_written")
}

fn failed_with(ui: &Ui, mut problems: Vec<Diagnostic>, end: &str) -> u8 {
    diagnostics::sort(&mut problems);
    print_problems(ui, &problems);
    let errors = problems.iter().filter(|problem| problem.is_error()).count();
    let count = counted(ui, errors, problems.len() - errors);
    terminal::remark(&format!("{count}\n{}\n", ui.say(end)));
    ERRORS
}

/// „3 klaidos, 1 įspėjimas“.
pub fn counted(ui: &Ui, errors: usize, warnings: usize) -> String {
    let mut parts = vec![ui.words.count("cli.count.errors", errors)];
    if warnings > 0 {
        parts.push(ui.words.count("cli.count.warnings", warnings));
    }
    parts.join(", ")
}

/// Tells a wrong use.
pub fn misuse(ui: &Ui, problem: &Diagnostic) -> u8 {
    print_problems(ui, std::slice::from_ref(problem));
    MISUSE
}

/// „3 praktikos“; for a kind of the site in its own words, as far as it has some in this language.
fn counted_kind(ui: &Ui, site: &Site, kind: Kind, count: usize) -> String {
    let key = format!("count.{}", kind.name());
    #[expect(clippy::cast_precision_loss, reason = "no portal has 2^52 entries")]
    let number = Some(count as f64);
    let own = || site.portal.kinds.words(ui.catalogue.language)?.get(&key, &ui.words.locale, &[], number);
    let counted = ui.words.get(&key, &[], number).or_else(own);
    counted.unwrap_or_else(|| format!("{count} {}", kind.name()))
}

fn summary(ui: &Ui, site: &Site, report: &Report, output: &Path, took: std::time::Duration, warnings: usize) -> String {
    let kinds: Vec<String> = site
        .portal
        .kinds
        .all()
        .map(|kind| (kind, site.portal.of_kind(kind).len()))
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| counted_kind(ui, site, kind, count))
        .collect();
    let entries: usize = site.portal.kinds.all().map(|kind| site.portal.of_kind(kind).len()).sum();
    let line = |key: &str, text: String| format!("{:<11} {text}\n", ui.say(&format!("cli.build.{key}")));
    let integer = |count: usize| ui.words.locale.integer(i64::try_from(count).unwrap_or(i64::MAX));
    let files = ui.say_with(
        "cli.build.files_text",
        &[
            ("written", integer(report.written)),
            ("unchanged", integer(report.unchanged)),
            ("removed", integer(report.removed)),
        ],
    );
    let by_kind = if kinds.is_empty() { String::new() } else { format!(" ({})", kinds.join(", ")) };
    let mut out = line("entries", format!("{}{by_kind}", integer(entries)));
    out.push_str(&line("pages", integer(site.pages().len())));
    out.push_str(&line("files", files));
    out.push_str(&line("output_line", output.display().to_string()));
    out.push_str(&line("time", format!("{} s", ui.words.locale.number((took.as_secs_f64() * 100.0).round() / 100.0))));
    let unpublished = unpublished::lines(ui, &site.portal);
    if !unpublished.is_empty() {
        out.push_str(&line("unpublished", unpublished.join("\n")));
    }
    if warnings > 0 {
        out.push_str(&line("warnings", ui.words.count("cli.count.warnings", warnings)));
    }
    out
}
