//! Parts: templates that see nothing of a page but what they are given, so that each is rendered once and then put into every page that
//! asks for the same.
//!
//! `part(name="nav", here=…)` renders `parts/nav.html` with its arguments; with `each=list` once for every element, as `item`. What a
//! part gives depends on its name and arguments alone, so it is kept under them. `root` differs from page to page: a part is rendered
//! with a mark in its place, for which the page's own is put in. This module must not know what the parts show.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::hash::BuildHasher;
use std::ptr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock, Weak};

use foldhash::fast::FixedState;
use tera::{Context, Error, Kwargs, State, Tera, TeraResult, Value};

use super::errors;
use crate::diagnostics::{Diagnostic, SourceText};
use crate::locale::Fingerprint;

/// Stands for the page's `root`: no character of any text, so it is in no page by itself.
const ROOT: char = '\u{fdd0}';
/// Begins the message of an error whose problem is kept; its number follows.
const FAILED: &str = "\u{fdd1}part ";
/// Parts within parts. More can only be parts that call each other without end.
const DEPTH: u64 = 16;
const DEPTH_NAME: &str = "part_depth";
/// Bytes of parts that are kept. What does not fit is rendered each time.
const KEPT: usize = 512 << 20;
const SHARDS: usize = 64;

/// The parts of a theme in one language.
pub struct Parts {
    tera: OnceLock<Weak<Tera>>,
    templates: BTreeMap<String, Arc<SourceText>>,
    /// The template of each part.
    names: BTreeMap<String, String>,
    kept: [Shard; SHARDS],
    size: AtomicUsize,
    failures: Mutex<Vec<Diagnostic>>,
}

type Shard = RwLock<HashMap<Key, Kept, FixedState>>;

/// Name and arguments, and which element of a list.
type Key = (Fingerprint, usize);

/// A rendered part, or the number of its problem.
type Rendered = Result<Arc<Html>, usize>;

struct Kept {
    rendered: Rendered,
    /// Values that the key names by their place in memory, which is theirs only as long as they live.
    _held: Vec<Value>,
}

impl Parts {
    pub fn new(templates: &BTreeMap<String, Arc<SourceText>>) -> Self {
        let part = |template: &String| {
            let name = template.strip_prefix("parts/")?.strip_suffix(".html")?;
            Some((name.to_owned(), template.clone()))
        };
        Self {
            tera: OnceLock::new(),
            templates: templates.clone(),
            names: templates.keys().filter_map(part).collect(),
            kept: std::array::from_fn(|_| RwLock::default()),
            size: AtomicUsize::new(0),
            failures: Mutex::default(),
        }
    }

    /// The engine that renders parts: the one that calls them.
    pub fn attach(&self, tera: &Arc<Tera>) {
        self.tera.set(Arc::downgrade(tera)).ok();
    }

    /// The template function.
    pub fn call(&self, args: &Kwargs, state: &State) -> TeraResult<Value> {
        let request = self.request(args, state)?;
        let root = state.get::<Value>("root")?.unwrap_or_else(Value::undefined);
        let root = &*root.as_str().map_or_else(|| Cow::Owned(root.to_string()), Cow::Borrowed);
        let Some(list) = args.get::<Value>("each")? else {
            return Ok(Value::safe_string(&self.part(&request, None)?.at(root)));
        };
        let list = list.as_array().ok_or_else(|| Error::message("part: `each` must be a list"))?;
        let mut out = String::new();
        for item in list {
            self.part(&request, Some(item))?.put(root, &mut out);
        }
        Ok(Value::safe_string(&out))
    }

    fn request<'a>(&'a self, args: &'a Kwargs, state: &State) -> TeraResult<Request<'a>> {
        let name: &str = args.must_get("name")?;
        let Some(template) = self.names.get(name) else {
            return Err(Error::message(format!("part: there is no template `parts/{name}.html`")));
        };
        let depth = state.get::<u64>(DEPTH_NAME)?.unwrap_or(0) + 1;
        if depth > DEPTH {
            return Err(Error::message(format!("part: `{name}` calls itself without end")));
        }
        Request::new(args, template, depth)
    }

    /// The problem that an error of the engine stands for.
    pub fn problem(&self, error: &str) -> Option<Diagnostic> {
        let number: usize = error.strip_prefix(FAILED)?.parse().ok()?;
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).get(number).cloned()
    }

    fn part(&self, request: &Request, item: Option<&Value>) -> TeraResult<Arc<Html>> {
        let key = request.key(item)?;
        let shard = self.shard(&key);
        let kept = shard.read().unwrap_or_else(PoisonError::into_inner).get(&key).map(|kept| kept.rendered.clone());
        let rendered = kept.unwrap_or_else(|| {
            let rendered = self.render(request, item);
            self.keep(shard, key, &rendered, request.held.iter().chain(item));
            rendered
        });
        rendered.map_err(|number| Error::message(format!("{FAILED}{number}")))
    }

    /// Many shards, so that threads seldom wait for each other.
    fn shard(&self, key: &Key) -> &Shard {
        let hash = FixedState::default().hash_one(key);
        &self.kept[usize::try_from(hash % SHARDS as u64).unwrap_or_default()]
    }

    fn render(&self, request: &Request, item: Option<&Value>) -> Rendered {
        let tera = self.tera.get().and_then(Weak::upgrade).expect("a part is called by the engine that it belongs to");
        let rendered = tera.render(request.template, &request.context(item));
        rendered.map(|html| Arc::new(Html::new(&html))).map_err(|error| {
            let problem = errors::diagnostic(&error, request.template, &self.templates, self);
            let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
            failures.push(problem);
            failures.len() - 1
        })
    }

    fn keep<'v>(&self, shard: &Shard, key: Key, rendered: &Rendered, held: impl Iterator<Item = &'v Value>) {
        let length = rendered.as_ref().map_or(0, |html| html.text.len());
        if self.size.fetch_add(length, Ordering::Relaxed) + length > KEPT {
            self.size.fetch_sub(length, Ordering::Relaxed);
            return;
        }
        let kept = Kept { rendered: rendered.clone(), _held: held.cloned().collect() };
        shard.write().unwrap_or_else(PoisonError::into_inner).entry(key).or_insert(kept);
    }
}

/// A rendered part without the mark of `root`.
struct Html {
    text: Box<str>,
    /// Where `root` belongs.
    places: Box<[usize]>,
}

impl Html {
    fn new(rendered: &str) -> Self {
        // A file ends with a line feed; the part that it holds does not.
        let rendered = rendered.strip_suffix('\n').unwrap_or(rendered);
        let (mut text, mut places) = (String::with_capacity(rendered.len()), Vec::new());
        for (number, piece) in rendered.split(ROOT).enumerate() {
            if number > 0 {
                places.push(text.len());
            }
            text.push_str(piece);
        }
        Self { text: text.into(), places: places.into() }
    }

    fn at(&self, root: &str) -> String {
        let mut out = String::with_capacity(self.text.len() + self.places.len() * root.len());
        self.put(root, &mut out);
        out
    }

    fn put(&self, root: &str, out: &mut String) {
        let mut done = 0;
        for &place in &self.places {
            out.push_str(&self.text[done..place]);
            out.push_str(root);
            done = place;
        }
        out.push_str(&self.text[done..]);
    }
}

/// One call.
struct Request<'a> {
    args: &'a Kwargs,
    template: &'a str,
    depth: u64,
    print: Fingerprint,
    held: Vec<Value>,
}

impl<'a> Request<'a> {
    fn new(args: &'a Kwargs, template: &'a str, depth: u64) -> TeraResult<Self> {
        let (mut key, mut held) = (String::with_capacity(128), Vec::new());
        key.push_str(template);
        for (name, value) in own(args) {
            key.push('\n');
            key.push_str(name);
            write_key(value, &mut key, &mut held)?;
        }
        Ok(Self { args, template, depth, print: Fingerprint::of(&key), held })
    }

    fn key(&self, item: Option<&Value>) -> TeraResult<Key> {
        let Some(item) = item else { return Ok((self.print, 0)) };
        let map = item.as_map();
        let map = map.ok_or_else(|| Error::message("part: the elements of `each` must be objects, such as cards"))?;
        Ok((self.print, ptr::from_ref(map).addr()))
    }

    /// What the part sees.
    fn context(&self, item: Option<&Value>) -> Context {
        let mut context = Context::new();
        for (name, value) in own(self.args) {
            context.insert_value(name.to_owned(), value.clone());
        }
        if let Some(item) = item {
            context.insert_value("item", item.clone());
        }
        context.insert_value("root", Value::normal_string(ROOT.encode_utf8(&mut [0; 4])));
        context.insert_value(DEPTH_NAME, Value::from(self.depth));
        context
    }
}

/// The arguments that the part gets.
fn own(args: &Kwargs) -> impl Iterator<Item = (&str, &Value)> {
    let named = args.iter().filter_map(|(name, value)| Some((name.as_str()?, value)));
    named.filter(|(name, _)| !matches!(*name, "name" | "each"))
}

/// Texts and numbers are told apart by what they are, objects by where they are: none is changed once it is made.
fn write_key(value: &Value, key: &mut String, held: &mut Vec<Value>) -> TeraResult<()> {
    if let Some(text) = value.as_str() {
        let mark = if value.is_safe() { '<' } else { '"' };
        write!(key, "{mark}{}:{text}", text.len()).ok();
    } else if let Some(list) = value.as_array() {
        key.push('[');
        list.iter().try_for_each(|element| write_key(element, key, held))?;
        key.push(']');
    } else if let Some(map) = value.as_map() {
        write!(key, "@{:x}", ptr::from_ref(map).addr()).ok();
        held.push(value.clone());
    } else if value.is_undefined() || value.is_bytes() {
        return Err(Error::message("part: an argument is not defined"));
    } else {
        write!(key, "={value};").ok();
    }
    Ok(())
}
