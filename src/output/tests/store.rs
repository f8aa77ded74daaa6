//! The same protocol against a target that is no folder: a store of objects, which has neither folders nor renames, and may be lost
//! from one step to the next.

use std::sync::Mutex;

use super::manifest::Files;
use super::plan::{Addition, Deletion, Replacement};
use super::*;

#[derive(Default)]
struct Store {
    objects: Mutex<BTreeMap<String, &'static str>>,
    staged: BTreeMap<usize, &'static str>,
    aside: Mutex<BTreeMap<String, &'static str>>,
    plan: Mutex<Option<Vec<u8>>>,
    manifest: Mutex<Option<Files>>,
    /// Requests that are answered before the store is lost.
    left: AtomicUsize,
}

impl Store {
    fn ask(&self) -> io::Result<()> {
        let left = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        left.map(drop).map_err(|_| io::ErrorKind::ConnectionReset.into())
    }
}

impl Target for Store {
    fn holds(&self, path: &str, print: Print) -> io::Result<bool> {
        self.ask()?;
        let objects = self.objects.lock().unwrap();
        Ok(Print::of(objects.get(path).ok_or(io::ErrorKind::NotFound)?.as_bytes()) == print)
    }

    fn is_staged(&self, number: usize, print: Print) -> bool {
        self.staged.get(&number).is_some_and(|text| Print::of(text.as_bytes()) == print)
    }

    fn add(&self, number: usize, path: &str) -> io::Result<()> {
        self.ask()?;
        if self.objects.lock().unwrap().contains_key(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.replace(number, path)
    }

    fn replace(&self, number: usize, path: &str) -> io::Result<()> {
        self.ask()?;
        self.objects.lock().unwrap().insert(path.to_owned(), self.staged[&number]);
        Ok(())
    }

    fn set_aside(&self, path: &str) -> io::Result<()> {
        self.ask()?;
        self.aside.lock().unwrap().insert(path.to_owned(), self.objects.lock().unwrap()[path]);
        Ok(())
    }

    fn delete(&self, path: &str) -> io::Result<bool> {
        self.ask()?;
        Ok(self.objects.lock().unwrap().remove(path).is_some())
    }

    fn stored_plan(&self) -> Result<Option<Plan>, Diagnostic> {
        self.plan.lock().unwrap().as_ref().map(|bytes| Plan::read(Path::new("plan"), bytes)).transpose()
    }

    fn store_manifest(&self, files: &Files) -> io::Result<()> {
        self.ask()?;
        *self.manifest.lock().unwrap() = Some(files.clone());
        Ok(())
    }

    fn forget_plan(&self) -> io::Result<Option<Diagnostic>> {
        self.ask()?;
        *self.plan.lock().unwrap() = None;
        Ok(None)
    }

    fn shown(&self, path: &str) -> PathBuf {
        PathBuf::from(path)
    }
}

fn print(text: &str) -> Print {
    Print::of(text.as_bytes())
}

/// A plan over two pages and one that goes; `b` was edited.
fn store() -> (Store, Plan) {
    let objects = [("a", "1"), ("b", "edited"), ("old", "1"), ("theirs", "mine")];
    let add = vec![Addition { path: "new".into(), number: 0, print: print("n") }];
    let replace = [("a", 1, "2"), ("b", 2, "3")].map(|(path, number, text)| Replacement {
        path: path.into(),
        number,
        new: print(text),
        old: print("1"),
    });
    let delete = vec![Deletion { path: "old".into(), old: print("1") }];
    let files: Files = [("a", "2"), ("b", "3"), ("new", "n")].map(|(path, text)| (path.into(), print(text))).into();
    let plan = Plan::new(add, replace.into(), delete, files, str::to_owned);
    let store = Store {
        objects: Mutex::new(objects.map(|(path, text)| (path.to_owned(), text)).into()),
        staged: [(0, "n"), (1, "2"), (2, "3")].into(),
        plan: Mutex::new(Some(plan.bytes().unwrap())),
        ..Store::default()
    };
    (store, plan)
}

#[test]
fn a_store_that_is_lost_at_any_request_is_right_after_the_next_run() {
    let mut lost = 0;
    for at in 0.. {
        let (store, mut plan) = store();
        let files = plan.files.clone();
        store.left.store(at, Ordering::SeqCst);
        let outcome = commit::carry_out(&mut plan, &store);
        assert_eq!(outcome.is_incomplete(), store.plan.lock().unwrap().is_some(), "request {at}");
        let is_done = !outcome.is_incomplete();
        lost += usize::from(!is_done);
        store.left.store(usize::MAX, Ordering::SeqCst);
        let finished = commit::finish(&store).unwrap();
        assert_eq!(finished.is_none(), is_done);
        let wanted =
            [("a", "2"), ("b", "3"), ("new", "n"), ("theirs", "mine")].map(|(path, text)| (path.to_owned(), text));
        assert_eq!(*store.objects.lock().unwrap(), wanted.into(), "request {at}");
        assert_eq!(*store.aside.lock().unwrap(), [("b".to_owned(), "edited")].into());
        assert_eq!((store.manifest.lock().unwrap().take(), store.plan.lock().unwrap().take()), (Some(files), None));
        if is_done {
            break;
        }
    }
    assert!(lost >= 8, "only {lost}");
}
