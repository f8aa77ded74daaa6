//! A running preview, and what a browser would ask it.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use avilys::preview::{self, Event};
use avilys::source::Source;
use serde_json::Value;

use super::{Folder, TODAY, TestSite};

/// Nothing takes this long, even on a machine with other things to do.
const PATIENCE: Duration = Duration::from_secs(30);

/// A preview of a folder, on any free port.
pub struct Preview {
    pub folder: Folder,
    address: String,
    base: String,
    events: Arc<Mutex<Vec<Event>>>,
    opened: Arc<Mutex<Vec<std::path::PathBuf>>>,
    _running: preview::Preview,
}

/// What the server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Preview {
    pub fn of(site: &TestSite) -> Self {
        Self::in_folder(site.folder())
    }

    pub fn in_folder(folder: Folder) -> Self {
        let source = Source::open(folder.path()).expect("a folder with content/ is a site");
        let day = TODAY.parse().expect("a day");
        let opened = Arc::new(Mutex::new(Vec::new()));
        let opening = Arc::clone(&opened);
        let options = preview::Options {
            host: "127.0.0.1".into(),
            port: 0,
            language: "en".into(),
            today: Box::new(move || day),
            base_url: None,
            open_file: Some(Box::new(move |path| {
                opening.lock().expect("nobody panicked").push(path.to_owned());
                true
            })),
            poll: None,
        };
        let events = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&events);
        let tell = Arc::new(move |event| heard.lock().expect("nobody panicked").push(event));
        let running = preview::Preview::start(source, options, tell).expect("a port is free");
        let (_, rest) = running.url().split_once("://").expect("an address");
        let (address, base) = rest.split_once('/').expect("a path");
        let (address, base) = (address.to_owned(), format!("/{base}"));
        Self { folder, address, base, events, opened, _running: running }
    }

    /// The files that were opened in an editor.
    pub fn opened(&self) -> Vec<std::path::PathBuf> {
        self.opened.lock().expect("nobody panicked").clone()
    }

    /// The answer to a GET of a path below the base.
    pub fn get(&self, path: &str) -> Reply {
        self.ask("GET", &format!("{}{path}", self.base), &[])
    }

    pub fn ask(&self, method: &str, target: &str, headers: &[(&str, &str)]) -> Reply {
        let mut request = format!("{method} {target} HTTP/1.1\r\n");
        if headers.iter().all(|(name, _)| *name != "Host") {
            let _ = write!(request, "Host: {}\r\n", self.address);
        }
        for (name, value) in headers {
            let _ = write!(request, "{name}: {value}\r\n");
        }
        self.raw(format!("{request}\r\n").as_bytes()).unwrap_or_else(|| panic!("no answer to {target}"))
    }

    /// What comes back for these bytes; nothing when the connection is closed without an answer.
    pub fn raw(&self, request: &[u8]) -> Option<Reply> {
        let mut socket = TcpStream::connect(&self.address).expect("the preview listens");
        socket.set_read_timeout(Some(PATIENCE)).expect("a time-out");
        socket.write_all(request).expect("the request is sent");
        let mut answer = Vec::new();
        // A connection that is reset after the answer has given the answer all the same.
        let _ = socket.read_to_end(&mut answer);
        Reply::parse(&answer)
    }

    /// The state that a tab with this page is told, in Lithuanian.
    pub fn state(&self, path: &str) -> Value {
        self.state_in("lt", path)
    }

    pub fn state_in(&self, language: &str, path: &str) -> Value {
        let target = format!("{0}__avilys/state?page={0}{path}", self.base);
        let reply = self.ask("GET", &target, &[("Accept-Language", language)]);
        serde_json::from_slice(&reply.body).unwrap_or_else(|error| panic!("{error}: {reply:?}"))
    }

    /// Waits for a state of which `is` is true.
    pub fn wait(&self, path: &str, is: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let state = self.state(path);
            if is(&state) {
                return state;
            }
            assert!(start.elapsed() < PATIENCE, "the last state is {state:#}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until the page shows `part`.
    pub fn wait_for(&self, path: &str, part: &str) -> Reply {
        let start = Instant::now();
        loop {
            let reply = self.get(path);
            if reply.text().contains(part) {
                return reply;
            }
            assert!(start.elapsed() < PATIENCE, "{part:?} never came:\n{}", reply.text());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn base(&self) -> &str {
        &self.base
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// Every event so far.
    pub fn events(&self) -> Vec<String> {
        self.events.lock().expect("nobody panicked").iter().map(|event| format!("{event:?}")).collect()
    }
}

impl Reply {
    fn parse(answer: &[u8]) -> Option<Self> {
        let end = answer.windows(4).position(|part| part == b"\r\n\r\n")?;
        let head = std::str::from_utf8(&answer[..end]).expect("a head of ASCII");
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let header =
            |line: &str| line.split_once(':').map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()));
        Some(Self { status, headers: lines.filter_map(header).collect(), body: answer[end + 4..].to_vec() })
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The bytes of the page without the one script that the preview adds.
    pub fn without_script(&self) -> Vec<u8> {
        const START: &[u8] = b"<script src=\"";
        const END: &[u8] = b" defer></script>";
        let find = |part: &[u8], from: usize| {
            self.body[from..].windows(part.len()).position(|window| window == part).map(|at| from + at)
        };
        let client = find(b"__avilys/client.js", 0).expect("the page has the script");
        let start = self.body[..client].windows(START.len()).rposition(|window| window == START).expect("its start");
        let end = find(END, client).expect("its end") + END.len();
        [&self.body[..start], &self.body[end..]].concat()
    }
}
