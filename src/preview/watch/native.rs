//! The system's own events: which folders it is asked about, and keeping that true while they come and go.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use notify::{ErrorKind, Event, RecursiveMode};

use super::places::Places;

pub(super) type Handler = Box<dyn FnMut(notify::Result<Event>) + Send>;
/// Makes the system's watcher; tests make others.
pub(super) type Make = fn(Handler) -> notify::Result<Box<dyn notify::Watcher>>;

pub(super) fn recommended(handler: Handler) -> notify::Result<Box<dyn notify::Watcher>> {
    Ok(Box::new(notify::recommended_watcher(handler)?))
}

/// Where watching a folder with all in it is done folder by folder, a new one has to be asked for, and files may be
/// made in it before that.
const FOLDER_BY_FOLDER: bool = !cfg!(any(windows, target_os = "macos"));

/// Why the system's events cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// The system's limit for this user is used up.
    Limit(Limit),
    /// What the system said, and of which folder.
    Other(String, Option<PathBuf>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    /// Folders that can be watched at a time.
    Watches,
    /// Watchers at a time.
    Instances,
}

/// What an error means. `None`: something went away meanwhile, which the next look at the places finds out.
pub(super) fn failure(error: notify::Error) -> Option<Failure> {
    let path = error.paths.first().cloned();
    match error.kind {
        ErrorKind::PathNotFound | ErrorKind::WatchNotFound => None,
        ErrorKind::MaxFilesWatch => Some(Failure::Limit(Limit::Watches)),
        ErrorKind::Io(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        ErrorKind::Io(error) if too_many_files(&error) => Some(Failure::Limit(Limit::Instances)),
        ErrorKind::Io(error) => Some(Failure::Other(error.to_string(), path)),
        ErrorKind::Generic(said) => Some(Failure::Other(said, path)),
        ErrorKind::InvalidConfig(config) => Some(Failure::Other(format!("{config:?}"), path)),
    }
}

#[cfg(unix)]
fn too_many_files(error: &std::io::Error) -> bool {
    use rustix::io::Errno;
    let code = error.raw_os_error();
    code == Some(Errno::MFILE.raw_os_error()) || code == Some(Errno::NFILE.raw_os_error())
}

#[cfg(not(unix))]
fn too_many_files(_: &std::io::Error) -> bool {
    false
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

/// The root holds much that is not the site's: the built site, packages, the history of versions.
fn mode(places: &Places, place: &Path) -> RecursiveMode {
    if place == places.root { RecursiveMode::NonRecursive } else { RecursiveMode::Recursive }
}

fn ask(watcher: &mut dyn notify::Watcher, folder: &Path, mode: RecursiveMode) -> Option<Failure> {
    if FOLDER_BY_FOLDER { watcher.watch(folder, mode).err().and_then(failure) } else { None }
}

/// The folders that are watched.
pub(super) struct Native {
    watcher: Box<dyn notify::Watcher>,
    watched: BTreeMap<PathBuf, Identity>,
}

impl Native {
    pub fn start(make: Make, handler: Handler) -> Result<Self, Failure> {
        match make(handler) {
            Ok(watcher) => Ok(Self { watcher, watched: BTreeMap::new() }),
            Err(error) => {
                let said = error.to_string();
                Err(failure(error).unwrap_or(Failure::Other(said, None)))
            }
        }
    }

    /// Watches the places that are there now, and no others; those in `lost` anew even if they look the same. Gives
    /// those that came, went or were watched anew, and why some could not be.
    pub fn refresh(&mut self, places: &Places, lost: &BTreeSet<PathBuf>) -> (Vec<PathBuf>, Option<Failure>) {
        let (mut changed, mut failed) = (Vec::new(), None);
        for place in places.all() {
            let there =
                if place == places.root || self.watched.contains_key(&places.root) { identity(place) } else { None };
            if self.watched.get(place) == there.as_ref() && !(lost.contains(place) && there.is_some()) {
                continue;
            }
            let went = self.release(place, place == places.root);
            if went || there.is_some() {
                changed.push(place.to_owned());
            }
            let Some(identity) = there else { continue };
            match self.watcher.watch(place, mode(places, place)) {
                Ok(()) => {
                    self.watched.insert(place.to_owned(), identity);
                }
                Err(error) => {
                    if let Some(why) = failure(error) {
                        // Part of it is watched, and it is looked at besides; asking again would end the same.
                        self.watched.insert(place.to_owned(), identity);
                        failed = Some(why);
                    }
                }
            }
        }
        (changed, failed)
    }

    /// Asks about every place again: events were lost, and with them perhaps folders that are new.
    pub fn renew(&mut self, places: &Places) -> Option<Failure> {
        let watched = places.all().filter(|place| self.watched.contains_key(*place));
        watched.filter_map(|place| ask(self.watcher.as_mut(), place, mode(places, place))).last()
    }

    /// Asks about a folder that is new below a place, if the system does not by itself.
    pub fn follow(&mut self, folder: &Path) -> Option<Failure> {
        ask(self.watcher.as_mut(), folder, RecursiveMode::Recursive)
    }

    /// Lets go of a place, or of all that begin with it. Gives whether it was watched. Errors say only that the system
    /// has let go before us.
    fn release(&mut self, place: &Path, all: bool) -> bool {
        let gone: Vec<_> =
            self.watched.keys().filter(|known| *known == place || (all && known.starts_with(place))).cloned().collect();
        for known in &gone {
            let _ = self.watcher.unwatch(known);
            self.watched.remove(known);
        }
        !gone.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::{Config, EventHandler, WatcherKind};
    use std::sync::{Arc, Mutex};

    type Calls = Arc<Mutex<Vec<String>>>;

    /// Notes what it is asked for.
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
            Ok(())
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
    fn only_what_came_went_or_was_lost_is_watched_anew() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root");
        std::fs::DirBuilder::new().create(&root).unwrap();
        let places = Places::new(&root, &["content", "static"], &[], |_| false);
        let calls = Calls::default();
        let mut native = Native { watcher: Box::new(Recorder(Arc::clone(&calls))), watched: BTreeMap::new() };
        let mut asked = |lost: &[&Path]| {
            let (changed, failed) = native.refresh(&places, &lost.iter().map(|path| (*path).to_owned()).collect());
            assert_eq!(failed, None);
            (changed, std::mem::take(&mut *calls.lock().unwrap()))
        };
        let [content, missing] = [&places.folders[0], &places.folders[1]];
        std::fs::DirBuilder::new().create(content).unwrap();
        assert_eq!(asked(&[]).1, ["watch root", "watch all of content"]);
        assert_eq!(asked(&[missing]), (vec![], vec![]));
        let (changed, calls) = asked(&[content]);
        assert_eq!(changed, vec![content.to_owned()]);
        assert_eq!(calls, ["leave content", "watch all of content"]);
        let (_, calls) = asked(&[&places.root]);
        assert_eq!(calls, ["leave root", "leave content", "watch root", "watch all of content"]);
    }
}
