//! Where the system gives no events, or not for all changes: the watcher polls, and says why.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, mpsc};
use std::time::Duration;

use notify::event::CreateKind;
use notify::{Config, Error, ErrorKind, Event, EventHandler, EventKind, RecursiveMode, WatcherKind};

use super::mirror::{Mirror, folder, put, setup};
use crate::diagnostics::{Catalogue, Diagnostic};
use crate::preview::watch::native::{Handler, recommended};
use crate::preview::watch::worker::{Message, Setup};
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

/// A watcher that tells nothing. Just before it watches a folder „new“, a file is made there.
struct Late;

impl notify::Watcher for Late {
    fn new<F: EventHandler>(_: F, _: Config) -> notify::Result<Self> {
        Ok(Self)
    }

    fn watch(&mut self, path: &Path, _: RecursiveMode) -> notify::Result<()> {
        if path.ends_with("new") {
            put(&path.join("late.md"), "late");
        }
        Ok(())
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
    (0..3).for_each(|_| assert_eq!(mirror.next(), Signal::Rescan));
}

#[test]
fn a_limit_that_is_used_up_is_told_with_the_way_to_raise_it_until_there_is_room() {
    static ROOM: AtomicBool = AtomicBool::new(false);
    let make = |handler: Handler| {
        if ROOM.load(Ordering::SeqCst) { recommended(handler) } else { Ok(Box::new(Full) as Box<dyn notify::Watcher>) }
    };
    let (mut mirror, notices) = polling(Setup { make, retry: QUICK * 5, ..setup() });
    let [notice] = &notices[..] else { panic!("{notices:?}") };
    assert_eq!((notice.code.name(), notice.is_error()), ("watch-limit", false));
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

#[cfg(target_os = "linux")]
#[test]
fn a_file_made_in_a_new_folder_before_it_is_watched_is_told() {
    let mut mirror = Mirror::of(folder(), Setup { make: |_| Ok(Box::new(Late)), ..setup() });
    let new = mirror.path("content/new");
    std::fs::create_dir(&new).unwrap();
    let told = Event::new(EventKind::Create(CreateKind::Folder)).add_path(new.clone());
    mirror.watcher.as_ref().unwrap().send(Message::Event(Ok(told)));
    assert_eq!(mirror.next(), Signal::Changed([new.clone()].into()));
    assert!(new.join("late.md").exists());
    assert!(mirror.settle().is_empty());
}

#[test]
fn events_that_the_system_loses_are_made_up_for() {
    static GATE: Mutex<()> = Mutex::new(());
    let make = |mut handler: Handler| {
        recommended(Box::new(move |event| {
            drop(GATE.lock());
            handler(event);
        }))
    };
    let mut mirror = Mirror::of(folder(), Setup { make, ..setup() });
    let files = ["a", "b"].map(|name| File::create(mirror.path(&format!("content/practices/{name}.md"))).unwrap());
    let closed = GATE.lock().unwrap();
    // Nothing is taken from the system's queue now, and it holds 16,384 events.
    (0..9000).for_each(|_| files.iter().for_each(|mut file| file.write_all(b"x").unwrap()));
    mirror.put("content/lost/and/deep/c.md", "new");
    drop(closed);
    mirror.settle();
    assert!(mirror.everything > 0, "no event was lost");
    mirror.put("content/lost/and/deep/c.md", "edited");
    mirror.settle();
    mirror.put("content/lost/and/deep/c.md", "edited again");
    assert!(matches!(mirror.settle()[..], [Signal::Changed(_), ..]));
}

#[test]
fn a_network_drive_is_looked_at_besides_its_events() {
    let drive = |folder: &Path| folder.ends_with("static").then_some("NFS");
    let (mut mirror, notices) = polling(Setup { drive, ..setup() });
    assert_eq!(notices.iter().map(|notice| notice.code.name()).collect::<Vec<_>>(), ["watch-drive"]);
    (0..3).for_each(|_| assert_eq!(mirror.next(), Signal::Rescan));
}

#[test]
fn everything_is_looked_at_now_and_then_besides_events() {
    let mut mirror = Mirror::of(folder(), Setup { idle: QUICK, ..setup() });
    (0..3).for_each(|_| assert_eq!(mirror.next(), Signal::Rescan));
}

#[test]
fn a_watcher_that_is_dropped_says_no_more() {
    let folder = folder();
    let (sender, signals) = mpsc::channel();
    let send = move |signal| drop(sender.send(signal));
    let watcher = Watcher::start(&folder.path().join("site"), &["content"], &[], Options::default(), send).unwrap();
    watcher.begin();
    assert_eq!(signals.recv(), Ok(Signal::Rescan));
    drop(watcher);
    assert_eq!(signals.try_recv(), Err(mpsc::TryRecvError::Disconnected));
}

#[test]
fn nothing_is_told_before_watching_begins_and_a_watcher_that_never_began_can_be_dropped() {
    let folder = folder();
    let (sender, signals) = mpsc::channel();
    let send = move |signal| drop(sender.send(signal));
    let watcher = Watcher::start(&folder.path().join("site"), &["content"], &[], Options::default(), send).unwrap();
    std::fs::write(folder.path().join("site/content/practices/a.md"), "x").unwrap();
    assert_eq!(signals.recv_timeout(Duration::from_millis(50)), Err(mpsc::RecvTimeoutError::Timeout));
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
    watcher.begin();
    assert_eq!(signals.recv(), Ok(Signal::Rescan));
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
