//! `avilys serve`: the preview, with what happens told on the terminal.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Duration;

use clap::ArgMatches;
use jiff::civil::Date;

use super::build::{SiteOptions, counted, misuse};
use super::words::Ui;
use super::{DONE, Environment, MISUSE, print_problems, terminal};
use crate::diagnostics::{Code, Diagnostic};
use crate::preview::{Event, Options, Preview};
use crate::source::Source;

/// How often files are looked at where the author asks for it.
const POLL: Duration = Duration::from_secs(1);
/// Paths of changed files told in one line.
const PATHS: usize = 3;

pub fn run(ui: Ui, environment: &Environment, matches: &ArgMatches) -> u8 {
    match serve(ui, environment, matches) {
        Ok(code) => code,
        Err((ui, problem)) => misuse(&ui, &problem),
    }
}

fn serve(ui: Ui, environment: &Environment, matches: &ArgMatches) -> Result<u8, (Arc<Ui>, Box<Diagnostic>)> {
    let ui = Arc::new(ui);
    let failed = |problem: Diagnostic| (Arc::clone(&ui), Box::new(problem));
    let site = SiteOptions::resolve(environment, matches, false).map_err(failed)?;
    let source = Source::open(&site.root).map_err(failed)?;
    let terminal = Terminal { ui: Arc::clone(&ui), told: Mutex::default() };
    let options = Options {
        host: matches.get_one::<String>("host").cloned().unwrap_or_default(),
        port: matches.get_one::<u16>("port").copied().unwrap_or_default(),
        language: environment.language.clone(),
        today: today(matches.contains_id("date") || environment.fixed, site.load.today),
        base_url: site.load.base_url,
        open_file: Some(Box::new(|path| open::that_detached(path).is_ok())),
        poll: matches.get_flag("poll").then_some(POLL),
    };
    let (end, ended) = mpsc::channel();
    let handler = move || {
        // Asked a second time while ending: nobody listens any more.
        let _ = end.send(());
    };
    if let Err(error) = ctrlc::set_handler(handler) {
        return Err(failed(Diagnostic::error(Code::CliSignal).arg("reason", error)));
    }
    let preview = Preview::start(source, options, Arc::new(move |event| terminal.tell(event))).map_err(failed)?;
    let mut started = ui.say_with("cli.serve.started", &[("url", preview.url().to_owned())]) + "\n";
    if let Some(urls) = preview.network_urls() {
        started += &(network(&ui, urls, preview.url()) + "\n");
    }
    terminal::answer(&ui, &started);
    if matches.get_flag("open") && open::that_detached(preview.url()).is_err() {
        print_problems(&ui, &[Diagnostic::warning(Code::CliOpen).arg("url", preview.url())]);
    }
    // The sender lives as long as the handler, which is as long as the program.
    let code = if ended.recv().is_ok() { DONE } else { MISUSE };
    drop(preview);
    terminal::answer(&ui, &format!("\n{}\n", ui.say("cli.serve.ended")));
    Ok(code)
}

/// That everybody in the network sees the preview, and by which addresses.
fn network(ui: &Ui, urls: &[String], url: &str) -> String {
    let port = url.rsplit(':').next().and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let unknown = || ui.say_with("cli.serve.network_unknown", &[("port", port.to_owned())]);
    let urls = if urls.is_empty() { unknown() } else { urls.join(" ") };
    ui.say_with("cli.serve.network", &[("urls", urls)])
}

/// The day of each load: the clock's, unless the author fixed it.
fn today(fixed: bool, day: Date) -> Box<dyn Fn() -> Date + Send> {
    if fixed { Box::new(move || day) } else { Box::new(|| jiff::Zoned::now().date()) }
}

/// Tells each problem once, for as long as it is there.
struct Terminal {
    ui: Arc<Ui>,
    told: Mutex<Told>,
}

#[derive(Default)]
struct Told {
    generation: u64,
    problems: HashSet<String>,
}

impl Terminal {
    fn tell(&self, event: Event) {
        match event {
            Event::Loaded { generation, took, changed, problems } => {
                line(&format!("{}  {}", self.what(&changed), self.time(took)));
                self.problems(generation, &problems);
            }
            Event::Checked { generation, problems } => self.problems(generation, &problems),
            Event::Notice(Some(problem)) => print_problems(&self.ui, &[problem]),
            Event::Notice(None) => line(&self.ui.say("cli.serve.watching")),
        }
    }

    /// Two threads tell: what is older than the last that was told is not told any more.
    fn problems(&self, generation: u64, problems: &[Diagnostic]) {
        let text = |problem: &Diagnostic| crate::diagnostics::render_one(problem, &self.ui.catalogue, false);
        let texts: Vec<String> = problems.iter().map(text).collect();
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let new = problems.iter().zip(&texts).filter(|(_, text)| !told.problems.contains(*text));
        let new: Vec<_> = new.map(|(problem, _)| problem.clone()).collect();
        let now: HashSet<String> = texts.into_iter().collect();
        if generation < told.generation || (new.is_empty() && told.problems == now) {
            return;
        }
        print_problems(&self.ui, &new);
        let errors = problems.iter().filter(|problem| problem.is_error()).count();
        if problems.is_empty() {
            line(&self.ui.say("cli.no_problems"));
        } else {
            line(&counted(&self.ui, errors, problems.len() - errors));
        }
        *told = Told { generation, problems: now };
    }

    /// What changed, in few words.
    fn what(&self, changed: &[String]) -> String {
        match changed.len() {
            0 => self.ui.say("cli.serve.settings_or_theme"),
            1..=PATHS => changed.join(", "),
            count => self.ui.words.count("cli.serve.texts", count),
        }
    }

    fn time(&self, took: Duration) -> String {
        format!("{} ms", self.ui.words.locale.integer(i64::try_from(took.as_millis()).unwrap_or(i64::MAX)))
    }
}

fn line(text: &str) {
    terminal::remark(&format!("{}  {text}\n", jiff::Zoned::now().strftime("%H:%M:%S")));
}
