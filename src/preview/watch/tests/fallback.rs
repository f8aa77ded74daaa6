//! Where the system gives no events, or not for all changes: the watcher polls, and says why.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use notify::{Config, Error, ErrorKind, EventHandler, RecursiveMode, WatcherKind};

use super::mirror::{Mirror, folder, setup};
use crate::diagnostics::{Catalogue, Diagnostic};
use crate::preview::watch::native::{Handler, recommended};
use crate::preview::watch::worker::Setup;
use crate::preview::watch::{Options, Signal, Watcher};

const QUICK: Duration = Duration::from_millis(20);

/// A watcher of a system that has no room for another folder.
struct Full;

impl notify::Watcher for Full {
    fn new<F: EventHandler>(_: F, _: Config) -> notify::Result<Self> {
        Ok(Self)
    }

    fn watch(&mut self, _: &Path, _: RecursiveMode) -> notify::Result<()> {
        Err(Error::new(ErrorKind::MaxFilesWatch))
    }

    fn unwatch(&mut self, _: &Path) -> notify::Result<()> {
        Ok(())
    }

    fn kind() -> WatcherKind {
        WatcherKind::NullWatcher
    }
}

fn polling(setup: Setup) -> (Mirror, Vec<Diagnostic>) {
    let mut mirror = Mirror::of(folder(), Setup { poll: QUICK, ..setup });
    mirror.put("content/practices/a.md", "edited");
    mirror.settle();
    let notices = mirror.notices.iter().flatten().cloned().collect();
    (mirror, notices)
}

#[test]
fn polling_that_is_asked_for_looks_at_everything_again_and_again() {
    let setup = Setup {
        make: |_| panic!("no events are wanted"),
        ..Setup::new(Options { poll: Some(QUICK), ..Options::default() })
    };
    let (mut mirror, notices) = polling(setup);
    assert_eq!(notices, []);
    (0..3).for_each(|_| assert_eq!(mirror.next(), Signal::Everything));
}

#[test]
fn a_limit_that_is_used_up_is_told_with_the_way_to_raise_it_until_there_is_room() {
    static ROOM: AtomicBool = AtomicBool::new(false);
    let make = |handler: Handler| match ROOM.load(Ordering::SeqCst) {
        true => recommended(handler),
        false => Ok(Box::new(Full) as Box<dyn notify::Watcher>),
    };
    let (mut mirror, notices) = polling(Setup { make, retry: QUICK * 5, ..setup() });
    let [notice] = &notices[..] else { panic!("{notices:?}") };
    assert_eq!((notice.code, notice.is_error()), ("watch-limit", false));
    let help = Catalogue::for_language("en").help(notice).unwrap();
    assert!(help.contains("sudo sysctl fs.inotify.max_user_watches="), "{help}");
    ROOM.store(true, Ordering::SeqCst);
    while mirror.notices.last() != Some(&None) {
        mirror.next();
    }
    mirror.until_now();
    mirror.put("content/practices/a.md", "told by an event");
    assert!(matches!(mirror.settle()[..], [Signal::Changed(_), ..]));
}

#[cfg(unix)]
#[test]
fn too_many_watchers_are_told_with_the_limit_of_watchers() {
    let make = |_: Handler| Err(Error::io(rustix::io::Errno::MFILE.into()));
    let (_, notices) = polling(Setup { make, ..setup() });
    let help = Catalogue::for_language("lt").help(&notices[0]).unwrap();
    assert!(help.contains("sudo sysctl fs.inotify.max_user_instances="), "{help}");
    assert_eq!(notices.len(), 1);
}

#[test]
fn what_the_system_says_when_it_gives_no_events_is_passed_on() {
    let (_, notices) = polling(Setup { make: |_| Err(Error::generic("function not implemented")), ..setup() });
    let text = Catalogue::for_language("en").message(&notices[0]);
    assert!(text.contains("function not implemented"), "{text}");
}

#[test]
fn a_network_drive_is_looked_at_besides_its_events() {
    let medium = |folder: &Path| folder.ends_with("static").then_some("NFS");
    let (mut mirror, notices) = polling(Setup { medium, ..setup() });
    assert_eq!(notices.iter().map(|notice| notice.code).collect::<Vec<_>>(), ["watch-drive"]);
    (0..3).for_each(|_| assert_eq!(mirror.next(), Signal::Everything));
}

#[test]
fn everything_is_looked_at_now_and_then_besides_events() {
    let mut mirror = Mirror::of(folder(), Setup { idle: QUICK, ..setup() });
    (0..3).for_each(|_| assert_eq!(mirror.next(), Signal::Everything));
}

#[test]
fn a_watcher_that_is_dropped_says_no_more() {
    let folder = folder();
    let (sender, signals) = mpsc::channel();
    let send = move |signal| drop(sender.send(signal));
    let watcher = Watcher::start(&folder.path().join("site"), &["content"], &[], Options::default(), send).unwrap();
    assert_eq!(signals.recv(), Ok(Signal::Everything));
    drop(watcher);
    assert_eq!(signals.try_recv(), Err(mpsc::TryRecvError::Disconnected));
}

#[test]
fn a_receiver_that_is_slow_gets_the_last_state_too() {
    let folder = folder();
    let file = folder.path().join("site/content/practices/a.md");
    let (sender, signals) = mpsc::sync_channel(0);
    let send = move |signal| drop(sender.send(signal));
    let watcher = Watcher::start(&folder.path().join("site"), &["content"], &[], Options::default(), send).unwrap();
    assert_eq!(signals.recv(), Ok(Signal::Everything));
    std::fs::write(&file, "first").unwrap();
    let first = signals.recv().unwrap();
    // By now the watcher may be waiting to hand over; whatever comes meanwhile must not be lost.
    (0..100).for_each(|at| std::fs::write(file.with_file_name(format!("{at}.md")), "x").unwrap());
    let mut told = std::collections::BTreeSet::new();
    while told.len() < 100 {
        let Signal::Changed(paths) = signals.recv_timeout(Duration::from_secs(10)).unwrap() else {
            panic!("everything")
        };
        told.extend(paths.into_iter().filter(|path| *path != file));
    }
    assert!(matches!(first, Signal::Changed(_)));
    drop(signals);
    drop(watcher);
}
