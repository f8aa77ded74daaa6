//! The live preview: a site served from memory that follows its files.
//!
//! A page is rendered when it is asked for, by the same [`Site::render`](crate::site::Site::render) that a build uses;
//! nothing is written. After a change the site is loaded again, and each open tab asks for its own page again under the
//! version that it has: only a page that differs is sent. This module must not know how pages are made, nor the command line.

mod badges;
mod client;
mod good_pages;
pub mod http;
mod inject;
mod keep;
mod moves;
mod responses;
mod search_index;
mod session;
mod snapshot;
mod state;
mod unfinished;
pub mod watch;
mod words;

use std::path::Path;
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use jiff::civil::Date;

use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic};
use crate::profile::Profile;
use crate::site::{self, Loader};
use crate::source::{self, Memory, Source};
use http::{EventStreams, Server};
use session::Session;
use watch::Watcher;
use words::AllWords;

/// Hears of what happens.
pub type Listener = Arc<dyn Fn(Event) + Send + Sync>;

/// What happens, for the terminal.
#[derive(Debug)]
pub enum Event {
    /// The site was loaded, and differs from before.
    Loaded {
        /// Counts the states.
        generation: u64,
        took: Duration,
        /// Paths of the texts that changed; all of them at first.
        changed: Vec<String>,
        /// All that are known.
        problems: Vec<Diagnostic>,
    },
    /// Other problems are known than before.
    Checked { generation: u64, problems: Vec<Diagnostic> },
    /// How changes are found, where an author should know; nothing when all is as usual again.
    Notice(Option<Diagnostic>),
}

/// Opens a file in a program of the author's.
pub type OpenFile = Box<dyn Fn(&Path) -> bool + Send + Sync>;

/// How to run a preview.
pub struct Options {
    /// Name or address to listen at.
    pub host: String,
    /// 0: any that is free.
    pub port: u16,
    /// Of the author, such as `lt_LT.UTF-8`.
    pub language: String,
    /// The site is shown as of this day, asked at each load.
    pub today: Box<dyn Fn() -> Date + Send>,
    /// Replaces the settings' base address.
    pub base_url: Option<String>,
    /// Opens a file of the site in the author's editor, and says whether that can be done. Never used where other computers may ask.
    pub open_file: Option<OpenFile>,
    /// Scan for changes this often rather than waiting for the system's events.
    pub poll: Option<Duration>,
}

/// A running preview. It ends when dropped.
pub struct Preview {
    url: String,
    network_urls: Option<Vec<String>>,
    session: Arc<Session>,
    server: Option<Server>,
    watcher: Option<Arc<Watcher>>,
    threads: Vec<JoinHandle<()>>,
}

impl Preview {
    /// Starts to serve; the site is loaded meanwhile, and the first request waits for that.
    pub fn start(source: Source, mut options: Options, listener: Listener) -> Result<Self, Diagnostic> {
        let sockets = http::listen(&options.host, options.port)?;
        let base = base_of(&source, options.base_url.as_deref());
        let of = |origin: String| format!("{origin}{}", http::encode(&base));
        let url = of(sockets.origin());
        let network_urls = sockets.network_origins().map(|origins| origins.into_iter().map(of).collect());
        let streams = EventStreams::new();
        let words = AllWords::new(&options.language);
        let mut session = Session::new(source.clone(), base.clone(), words, Arc::clone(&streams), listener);
        session.open_file = options.open_file.take().filter(|_| network_urls.is_none());
        let session = Arc::new(session);
        let server = sockets.serve(&base, Arc::clone(&session) as Arc<dyn http::Handler>, streams);
        let (send, inbox) = mpsc::channel();
        let root = source.root().to_owned();
        let watcher = watch(&root, options.poll, send)?;
        let loader = Loader::new(source, load_options(&options));
        let (own, watching) = (Arc::clone(&session), Arc::downgrade(&watcher));
        let loading = thread::spawn(move || {
            let rescanned = |took| watching.upgrade().iter().for_each(|watcher| watcher.rescanned(took));
            let begin = || watching.upgrade().iter().for_each(|watcher| watcher.begin());
            own.run(loader, &inbox, options.today, begin, rescanned);
        });
        let own = Arc::clone(&session);
        let checking = thread::spawn(move || own.checker.run(|| own.publish_problems()));
        let own = Arc::clone(&session);
        let indexing = thread::spawn(move || own.search.run());
        let threads = vec![loading, checking, indexing];
        Ok(Self { url, network_urls, session, server: Some(server), watcher: Some(watcher), threads })
    }

    /// Address of the home page.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Addresses of the home page for other computers, where they can open it; empty where the addresses are not known.
    pub fn network_urls(&self) -> Option<&[String]> {
        self.network_urls.as_deref()
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        self.session.stop();
        self.server.take();
        self.watcher.take();
        for thread in self.threads.drain(..) {
            // A thread that panicked has nothing left to end.
            let _ = thread.join();
        }
    }
}

fn load_options(options: &Options) -> site::Options {
    site::Options {
        today: (options.today)(),
        base_url: options.base_url.clone(),
        drafts: true,
        offline: false,
        preview: true,
        profile: Profile::default(),
    }
}

fn watch(root: &Path, poll: Option<Duration>, send: mpsc::Sender<watch::Signal>) -> Result<Arc<Watcher>, Diagnostic> {
    let options = watch::Options { poll, ignored: source::is_left_out };
    // The receiver is gone only when the preview ends.
    let send = move |signal| drop(send.send(signal));
    let watcher = Watcher::start(root, &source::FOLDERS, &[crate::config::FILE], options, send);
    watcher
        .map(Arc::new)
        .map_err(|error| Diagnostic::error(Code::WatchFailed).arg("path", root.display()).arg("reason", error))
}

/// Path of the site's root on the server, as the settings are at the start.
fn base_of(source: &Source, base_url: Option<&str>) -> String {
    let config = match source.settings(&mut Memory::default()) {
        Ok(Some(text)) => Config::read(&text).0,
        _ => Config::default(),
    };
    http::base(&config.with_base_url(base_url).base_path())
}
