//! The system's own events: which folders it is asked about, and keeping that true while they come and go.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use notify::{Error, ErrorKind, Event, RecursiveMode};

use super::paths::WatchedPaths;

pub(super) type Handler = Box<dyn FnMut(notify::Result<Event>) + Send>;
/// Makes the system's watcher; tests make others.
pub(super) type Make = fn(Handler) -> notify::Result<Box<dyn notify::Watcher>>;

pub(super) fn recommended(handler: Handler) -> notify::Result<Box<dyn notify::Watcher>> {
    Ok(Box::new(notify::recommended_watcher(handler)?))
}

/// Where watching a folder with all in it is done folder by folder, a new one has to be asked for, and files may be
/// made in it before that.
const FOLDER_BY_FOLDER: bool = !cfg!(any(windows, target_os = "macos"));

/// Something went away meanwhile, which the next check finds out.
pub(super) fn is_gone(error: &Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound | ErrorKind::WatchNotFound => true,
        ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

/// What tells a folder from another one at the same path: device and number, where the system has them.
type Identity = (u64, u64);

#[cfg(unix)]
fn identity(folder: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    folder.metadata().ok().filter(std::fs::Metadata::is_dir).map(|meta| (meta.dev(), meta.ino()))
}

#[cfg(not(unix))]
fn identity(folder: &Path) -> Option<Identity> {
    folder.is_dir().then_some((0, 0))
}

/// The folders that are watched.
pub(super) struct Native {
    watcher: Box<dyn notify::Watcher>,
    watched: BTreeMap<PathBuf, Identity>,
}

impl Native {
    pub fn start(make: Make, handler: Handler) -> notify::Result<Self> {
        Ok(Self { watcher: make(handler)?, watched: BTreeMap::new() })
    }

    /// Watches the folders that are there now, and no others; `moved` anew even if it looks the same. Gives those that came,
    /// went or were watched anew.
    pub fn refresh(&mut self, paths: &WatchedPaths, moved: Option<&Path>) -> notify::Result<Vec<PathBuf>> {
        let mut changed = Vec::new();
        for path in paths.all() {
            let is_root = path == paths.root;
            let present = identity(path).filter(|_| is_root || self.watched.contains_key(&paths.root));
            let known = self.watched.get(path).copied();
            if known == present && (moved != Some(path) || known.is_none()) {
                continue;
            }
            self.release(path, is_root);
            changed.push(path.to_owned());
            if let Some(identity) = present {
                // The root holds much that is not the site's: the built site, packages, the history of versions.
                let mode = if is_root { RecursiveMode::NonRecursive } else { RecursiveMode::Recursive };
                match self.watcher.watch(path, mode) {
                    Ok(()) => drop(self.watched.insert(path.to_owned(), identity)),
                    Err(error) if is_gone(&error) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(changed)
    }

    /// Watches a folder that is new below a watched one, if the system does not by itself. Does no harm to one that is watched.
    pub fn extend(&mut self, folder: &Path) -> notify::Result<()> {
        if FOLDER_BY_FOLDER { self.watcher.watch(folder, RecursiveMode::Recursive) } else { Ok(()) }
    }

    /// Lets go of a folder, or of all that begin with it. Errors say only that the system has let go before us.
    fn release(&mut self, folder: &Path, all: bool) {
        let watcher = &mut self.watcher;
        self.watched.retain(|known, _| {
            let goes = known == folder || (all && known.starts_with(folder));
            if goes {
                let _ = watcher.unwatch(known);
            }
            !goes
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::{Config, EventHandler, WatcherKind};
    use std::sync::{Arc, Mutex};

    type Calls = Arc<Mutex<Vec<String>>>;

    /// Notes what it is asked for. A folder „going“ goes away when it is to be watched.
    struct Recorder(Calls);

    impl Recorder {
        fn note(&self, call: &str, path: &Path) {
            let name = path.file_name().unwrap_or_default().display();
            self.0.lock().unwrap().push(format!("{call} {name}"));
        }
    }

    impl notify::Watcher for Recorder {
        fn new<F: EventHandler>(_: F, _: Config) -> notify::Result<Self> {
            Ok(Self(Calls::default()))
        }

        fn watch(&mut self, path: &Path, mode: RecursiveMode) -> notify::Result<()> {
            self.note(if mode == RecursiveMode::Recursive { "watch all of" } else { "watch" }, path);
            if path.ends_with("going") { Err(Error::new(ErrorKind::PathNotFound)) } else { Ok(()) }
        }

        fn unwatch(&mut self, path: &Path) -> notify::Result<()> {
            self.note("leave", path);
            Ok(())
        }

        fn kind() -> WatcherKind {
            WatcherKind::NullWatcher
        }
    }

    #[test]
    fn only_what_came_went_or_moved_is_watched_anew() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root");
        std::fs::DirBuilder::new().create(&root).unwrap();
        let paths = WatchedPaths::new(&root, &["content", "static"], &[], |_| false);
        let calls = Calls::default();
        let mut native = Native { watcher: Box::new(Recorder(Arc::clone(&calls))), watched: BTreeMap::new() };
        let mut asked = |moved: Option<&Path>| {
            let changed = native.refresh(&paths, moved).unwrap();
            (changed, std::mem::take(&mut *calls.lock().unwrap()))
        };
        let [content, missing] = [&paths.folders[0], &paths.folders[1]];
        std::fs::DirBuilder::new().create(content).unwrap();
        assert_eq!(asked(None).1, ["watch root", "watch all of content"]);
        assert_eq!(asked(Some(missing)), (vec![], vec![]));
        let (changed, calls) = asked(Some(content));
        assert_eq!(changed, vec![content.to_owned()]);
        assert_eq!(calls, ["leave content", "watch all of content"]);
        let (_, calls) = asked(Some(&paths.root));
        assert_eq!(calls, ["leave root", "leave content", "watch root", "watch all of content"]);
    }

    #[test]
    fn a_folder_that_goes_away_meanwhile_is_told_and_tried_again() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::DirBuilder::new().recursive(true).create(folder.path().join("going")).unwrap();
        let paths = WatchedPaths::new(folder.path(), &["going"], &[], |_| false);
        let mut native = Native { watcher: Box::new(Recorder(Calls::default())), watched: BTreeMap::new() };
        let going = folder.path().join("going");
        assert_eq!(native.refresh(&paths, None).unwrap(), [folder.path(), &going]);
        assert_eq!(native.refresh(&paths, None).unwrap(), [going]);
    }
}
