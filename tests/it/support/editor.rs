//! An editor that speaks the Language Server Protocol with the program over pipes.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Avilys;

/// How long an answer may take on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

pub struct Editor {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    asked: i64,
    /// By address of the file.
    diagnostics: BTreeMap<String, Vec<Value>>,
    pub greeting: Value,
}

impl Editor {
    /// Starts the server; `settings` are what the editor says of itself.
    pub fn start(language: &str, settings: &Value) -> Self {
        let mut command = Avilys::new().lang(language).command(&["lsp"]);
        let mut child = command.stdin(Stdio::piped()).spawn().expect("the program starts");
        let output = child.stdout.take().expect("a pipe");
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let input = child.stdin.take();
        let mut editor = Self { child, input, messages, asked: 0, diagnostics: BTreeMap::new(), greeting: Value::Null };
        editor.greeting = editor.ask("initialize", settings).expect("a greeting");
        editor.tell("initialized", &json!({}));
        editor
    }

    pub fn send(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("still open");
        // A server that ended hears nothing more, and the test sees how it ended.
        let _ = input.write_all(bytes).and_then(|()| input.flush());
    }

    fn send_message(&mut self, message: &Value) {
        let text = message.to_string();
        self.send(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    pub fn tell(&mut self, method: &str, parameters: &Value) {
        self.send_message(&json!({ "jsonrpc": "2.0", "method": method, "params": parameters }));
    }

    /// Asks and waits for the answer: the result, or the text of the error.
    pub fn ask(&mut self, method: &str, parameters: &Value) -> Result<Value, String> {
        self.asked += 1;
        let id = self.asked;
        self.send_message(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": parameters }));
        let until = Instant::now() + PATIENCE;
        loop {
            let message = self.next(until).unwrap_or_else(|| panic!("no answer to {method}"));
            if message["id"] == id && message.get("method").is_none() {
                return match message.get("error") {
                    Some(error) => Err(error["message"].as_str().unwrap_or_default().to_owned()),
                    None => Ok(message["result"].clone()),
                };
            }
        }
    }

    fn next(&mut self, until: Instant) -> Option<Value> {
        let message = match self.messages.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(message) => message,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return None,
        };
        if message["method"] == "textDocument/publishDiagnostics" {
            let uri = message["params"]["uri"].as_str().expect("an address").to_owned();
            let list = message["params"]["diagnostics"].as_array().expect("a list").clone();
            self.diagnostics.insert(uri, list);
        }
        Some(message)
    }

    pub fn open(&mut self, path: &Path, text: &str) {
        let document = json!({ "uri": uri(path), "languageId": "markdown", "version": 1, "text": text });
        self.tell("textDocument/didOpen", &json!({ "textDocument": document }));
    }

    /// Replaces a part of the text: from and to are line and character.
    pub fn edit(&mut self, path: &Path, from: (u32, u32), to: (u32, u32), text: &str) {
        let at = |(line, character): (u32, u32)| json!({ "line": line, "character": character });
        let change = json!({ "range": { "start": at(from), "end": at(to) }, "text": text });
        let document = json!({ "uri": uri(path), "version": 2 });
        self.tell("textDocument/didChange", &json!({ "textDocument": document, "contentChanges": [change] }));
    }

    pub fn close(&mut self, path: &Path) {
        self.tell("textDocument/didClose", &json!({ "textDocument": { "uri": uri(path) } }));
    }

    /// Waits until the codes of a file's problems are these.
    pub fn expect(&mut self, path: &Path, codes: &[&str]) -> Vec<Value> {
        let until = Instant::now() + PATIENCE;
        loop {
            let known = self.diagnostics.get(&uri(path)).cloned().unwrap_or_default();
            let found: Vec<_> = known.iter().map(|one| one["code"].as_str().unwrap_or_default()).collect();
            if found == codes && self.diagnostics.contains_key(&uri(path)) {
                return known;
            }
            let found = format!("{found:?}");
            assert!(self.next(until).is_some(), "{}: {found} and not {codes:?}", path.display());
        }
    }

    /// Everything that is known, once `enough` says so of it.
    pub fn wait(&mut self, enough: impl Fn(&BTreeMap<String, Vec<Value>>) -> bool) -> &BTreeMap<String, Vec<Value>> {
        let until = Instant::now() + PATIENCE;
        while !enough(&self.diagnostics) {
            assert!(self.next(until).is_some(), "not enough: {:#?}", self.diagnostics);
        }
        &self.diagnostics
    }

    /// Asks about a place of a text.
    pub fn at(&mut self, method: &str, path: &Path, line: u32, character: u32) -> Value {
        let position = json!({ "line": line, "character": character });
        let parameters = json!({ "textDocument": { "uri": uri(path) }, "position": position });
        self.ask(&format!("textDocument/{method}"), &parameters).expect("an answer")
    }

    pub fn hang_up(&mut self) {
        self.input = None;
    }

    /// Waits for the end: the status, and what was said on standard error.
    pub fn ended(mut self) -> (ExitStatus, String) {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if let Some(status) = self.child.try_wait().expect("a status") {
                let mut said = String::new();
                self.child.stderr.take().expect("a pipe").read_to_string(&mut said).expect("UTF-8");
                return (status, said);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("the server goes on");
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // It has ended already where the test asked for it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn uri(path: &Path) -> String {
    url::Url::from_file_path(path).expect("an absolute path").into()
}

/// The real path: that of a temporary folder may lead through a link.
pub fn real(path: &Path) -> PathBuf {
    path.canonicalize().expect("a path")
}

fn read(input: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => {
                if let Some(count) = line.strip_prefix("Content-Length: ") {
                    length = count.parse().expect("a length");
                }
            }
        }
    }
    let mut bytes = vec![0; length];
    input.read_exact(&mut bytes).ok()?;
    Some(serde_json::from_slice(&bytes).expect("JSON"))
}
