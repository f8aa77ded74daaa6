//! A picture of a folder that is only ever drawn anew where a signal says so. If it ends equal to the folder, no change
//! went untold.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::slice;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use walkdir::WalkDir;

use super::super::paths::WatchedPaths;
use super::super::worker::Setup;
use super::super::{Options, Signal, Watcher};
use crate::diagnostics::Diagnostic;

const PATIENCE: Duration = Duration::from_secs(10);

type Picture = BTreeMap<PathBuf, Vec<u8>>;

pub struct Mirror {
    pub root: PathBuf,
    pub watcher: Option<Watcher>,
    signals: Receiver<Signal>,
    picture: Picture,
    /// Signals that said only „everything“, since watching began.
    pub everything: usize,
    /// What the author was told.
    pub notices: Vec<Option<Diagnostic>>,
    folder: TempDir,
}

/// The real thing, but for how often the places are checked.
pub fn setup() -> Setup {
    Setup { check: Duration::from_millis(50), ..Setup::new(Options::default()) }
}

/// A temporary folder with some content in `site/`.
pub fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["practices/a", "practices/b", "news/2020/c"] {
        put(&folder.path().join(format!("site/content/{name}.md")), name);
    }
    folder
}

/// Writes a file, with its folders.
pub fn put(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

impl Mirror {
    pub fn new() -> Self {
        Self::of(folder(), setup())
    }

    pub fn of(folder: TempDir, setup: Setup) -> Self {
        let root = folder.path().join("site");
        Self::at(folder, root, setup)
    }

    /// Begins to watch, and waits until watching has begun.
    pub fn at(folder: TempDir, root: PathBuf, setup: Setup) -> Self {
        let paths = WatchedPaths::new(&root, &["content", "static", "themes"], &["avilys.toml"], ignored);
        let (sender, signals) = mpsc::channel();
        let watcher = Watcher::with(paths, setup, move |signal| {
            let _ = sender.send(signal);
        });
        let (watcher, picture) = (watcher.ok(), Picture::new());
        watcher.iter().for_each(Watcher::begin);
        let mut mirror = Self { root, watcher, signals, picture, everything: 0, notices: Vec::new(), folder };
        while mirror.everything == 0 {
            mirror.next();
        }
        mirror.everything = 0;
        mirror
    }

    /// A path below the root.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// A path beside the root.
    pub fn beside(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn put(&self, path: &str, text: &str) {
        put(&self.path(path), text);
    }

    pub fn rename(&self, from: &str, to: &str) {
        std::fs::rename(self.path(from), self.path(to)).unwrap();
    }

    /// The next signal, after drawing what it tells of.
    pub fn next(&mut self) -> Signal {
        self.next_within(PATIENCE).expect("a signal")
    }

    fn next_within(&mut self, patience: Duration) -> Option<Signal> {
        let signal = self.signals.recv_timeout(patience).ok()?;
        self.take_in(slice::from_ref(&signal));
        Some(signal)
    }

    fn take_in(&mut self, signals: &[Signal]) {
        let mut everything = false;
        for signal in signals {
            match signal {
                Signal::Changed(paths) => paths.iter().for_each(|path| draw(&mut self.picture, path)),
                Signal::Rescan => (everything, self.everything) = (true, self.everything + 1),
                Signal::Notice(notice) => self.notices.push(notice.clone()),
            }
        }
        if everything {
            self.picture = self.disk();
            if let Some(watcher) = &self.watcher {
                watcher.rescanned(Duration::from_millis(1));
            }
        }
    }

    /// Waits until the picture is true; gives the signals that this took.
    pub fn settle(&mut self) -> Vec<Signal> {
        let mut seen = Vec::new();
        while self.picture != self.disk() {
            let Ok(signal) = self.signals.recv_timeout(PATIENCE) else {
                panic!("untold: {:?}\nsignals: {seen:?}", differences(&self.picture, &self.disk()));
            };
            let signals: Vec<_> = [signal].into_iter().chain(self.signals.try_iter()).collect();
            self.take_in(&signals);
            seen.extend(signals);
        }
        seen
    }

    /// As [`Mirror::settle`], but „everything“ would not do.
    pub fn settle_by_paths(&mut self) {
        self.settle();
        assert_eq!(self.everything, 0, "everything was to be looked at");
    }

    /// What is told until a change that is made now is told; so all that was told of what came before.
    pub fn until_now(&mut self) -> Vec<Signal> {
        let fence = self.path("content/fence.md");
        put(&fence, &format!("{:?}", Instant::now()));
        self.settle()
    }

    fn disk(&self) -> Picture {
        let mut picture = Picture::new();
        for name in ["content", "static", "themes", "avilys.toml"] {
            draw(&mut picture, &self.path(name));
        }
        picture
    }
}

fn ignored(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "swp")
}

fn draw(picture: &mut Picture, path: &Path) {
    let below = picture.range(path.to_owned()..).map(|(known, _)| known).take_while(|known| known.starts_with(path));
    for known in below.cloned().collect::<Vec<_>>() {
        picture.remove(&known);
    }
    for entry in WalkDir::new(path).follow_links(true).into_iter().filter_map(Result::ok) {
        if entry.file_type().is_file()
            && !ignored(entry.path())
            && let Ok(bytes) = std::fs::read(entry.path())
        {
            picture.insert(entry.into_path(), bytes);
        }
    }
}

fn differences(picture: &Picture, disk: &Picture) -> Vec<PathBuf> {
    let paths = picture.keys().chain(disk.keys());
    paths.filter(|path| picture.get(*path) != disk.get(*path)).cloned().collect()
}
