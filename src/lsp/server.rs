//! The conversation with an editor: what it says in, what is told out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::documents::{Change, Documents};
use super::session::Session;
use super::text::Encoding;
use super::{Event, Options, paths, requests};
use crate::diagnostics::Catalogue;

/// How long nothing must have been typed before the portal is loaded again.
const QUIET: Duration = Duration::from_millis(150);

pub struct Server {
    connection: Connection,
    events: Sender<Event>,
    options: Options,
    pub(super) encoding: Encoding,
    pub(super) catalogue: Catalogue,
    pub(super) abilities: Abilities,
    pub(super) documents: Documents,
    /// By root.
    sessions: BTreeMap<PathBuf, Session>,
    /// When to load again.
    due: Option<Instant>,
    /// Asked to shut down.
    is_shut: bool,
}

/// What the editor can do.
pub struct Abilities {
    /// Report changed files.
    watches: bool,
    /// Lead through the places to fill in of what it wrote.
    pub snippets: bool,
    /// Rename files that it is told of.
    pub renames: bool,
}

impl Abilities {
    fn new(told: &Value) -> Self {
        let operations = told["workspace"]["workspaceEdit"]["resourceOperations"].as_array();
        Self {
            watches: told["workspace"]["didChangeWatchedFiles"]["dynamicRegistration"] == true,
            snippets: told["textDocument"]["completion"]["completionItem"]["snippetSupport"] == true,
            renames: operations.is_some_and(|all| all.iter().any(|one| one == "rename")),
        }
    }
}

/// The other side has gone.
struct Gone;

impl Server {
    pub fn new(connection: Connection, events: Sender<Event>, options: Options, parameters: &Value) -> Self {
        let asked = parameters["locale"].as_str().filter(|locale| !locale.is_empty());
        let encodings = parameters["capabilities"]["general"]["positionEncodings"].as_array();
        let takes_bytes = encodings.is_some_and(|all| all.iter().any(|one| one == "utf-8"));
        Self {
            connection,
            events,
            catalogue: Catalogue::for_language(asked.unwrap_or(&options.language)),
            options,
            encoding: if takes_bytes { Encoding::Utf8 } else { Encoding::Utf16 },
            abilities: Abilities::new(&parameters["capabilities"]),
            documents: Documents::default(),
            sessions: BTreeMap::new(),
            due: None,
            is_shut: false,
        }
    }

    /// Answers the editor's first request. Nothing when it has gone.
    pub fn initialize(&self, id: RequestId) -> Option<()> {
        let encoding = match self.encoding {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16 => "utf-16",
        };
        let answer = json!({
            "capabilities": {
                "positionEncoding": encoding,
                "textDocumentSync": { "openClose": true, "change": 2, "save": true },
                "completionProvider": { "triggerCharacters": ["\"", ":", "(", "="] },
                "codeActionProvider": { "codeActionKinds": ["quickfix"] },
                "hoverProvider": true,
                "definitionProvider": true,
                "referencesProvider": true,
                "renameProvider": { "prepareProvider": true },
            },
            "serverInfo": { "name": "avilys", "version": env!("CARGO_PKG_VERSION") },
        });
        self.connection.initialize_finish(id, answer).ok()?;
        if self.abilities.watches {
            let watchers = json!({ "watchers": [{ "globPattern": "**/*" }] });
            let registration =
                json!({ "id": "files", "method": "workspace/didChangeWatchedFiles", "registerOptions": watchers });
            let parameters = json!({ "registrations": [registration] });
            let id = RequestId::from("files".to_owned());
            self.send(Request::new(id, "client/registerCapability".to_owned(), parameters).into()).ok()?;
        }
        Some(())
    }

    pub fn receiver(&self) -> impl IntoIterator<Item = Message> + Send + use<> {
        self.connection.receiver.clone()
    }

    /// Serves until the editor ends it, and tells whether it did so as agreed. Nothing when it has gone.
    pub fn serve(&mut self, inbox: &Receiver<Event>) -> Option<bool> {
        loop {
            let event = match self.due {
                None => inbox.recv().ok()?,
                Some(due) => match inbox.recv_timeout(due.saturating_duration_since(Instant::now())) {
                    Ok(event) => event,
                    Err(RecvTimeoutError::Timeout) => {
                        self.due = None;
                        self.refresh().ok()?;
                        continue;
                    }
                    Err(RecvTimeoutError::Disconnected) => return None,
                },
            };
            let done = match event {
                Event::Message(Message::Notification(message)) if message.method == "exit" => {
                    return Some(self.is_shut);
                }
                Event::Message(Message::Notification(message)) => {
                    self.hear(&message);
                    Ok(())
                }
                Event::Message(Message::Request(request)) => self.answer(request),
                // Only the registration is ever asked for.
                Event::Message(Message::Response(_)) => Ok(()),
                Event::Checked => self.tell(),
                Event::Closed => return Some(false),
            };
            done.ok()?;
        }
    }

    /// Loads what changed, and tells what is wrong with it.
    fn refresh(&mut self) -> Result<(), Gone> {
        let today = (self.options.today)();
        self.sessions.values_mut().for_each(|session| session.refresh(today));
        self.tell()
    }

    fn tell(&mut self) -> Result<(), Gone> {
        let (documents, catalogue, encoding) = (&self.documents, &self.catalogue, self.encoding);
        let sessions = self.sessions.values_mut();
        let news: Vec<_> =
            sessions.flat_map(|session| session.news(catalogue, encoding, &|path| documents.uri(path))).collect();
        for (uri, problems) in news {
            let parameters = json!({ "uri": uri, "diagnostics": problems });
            self.send(Notification::new("textDocument/publishDiagnostics".to_owned(), parameters).into())?;
        }
        Ok(())
    }

    /// A notification that cannot be read is passed over: there is nobody to tell.
    fn hear(&mut self, message: &Notification) {
        let document = &message.params["textDocument"];
        let uri = document["uri"].as_str().unwrap_or_default().to_owned();
        let path = paths::of_uri(&uri);
        match (message.method.as_str(), path) {
            ("textDocument/didOpen", Some(path)) => {
                self.documents.open(&path, &uri, document["text"].as_str().unwrap_or_default());
                self.changed(&path);
            }
            ("textDocument/didChange", Some(path)) => {
                if let Ok(changes) = Vec::<Change>::deserialize(&message.params["contentChanges"]) {
                    self.documents.change(&path, changes, self.encoding);
                    self.changed(&path);
                }
            }
            ("textDocument/didClose", Some(path)) => {
                self.documents.close(&path);
                self.changed(&path);
            }
            ("textDocument/didSave" | "workspace/didChangeWatchedFiles", _) => {
                self.sessions.values_mut().for_each(Session::look_again);
                self.wait();
            }
            _ => {}
        }
    }

    /// A text is another than before.
    fn changed(&mut self, path: &Path) {
        let text = self.documents.text(path).map(str::to_owned);
        if let Some(session) = self.session(path) {
            session.set_unsaved(path, text);
            self.wait();
        }
    }

    fn wait(&mut self) {
        self.due = Some(Instant::now() + QUIET);
    }

    /// The portal that a file is of; opened when it is first asked for.
    pub(super) fn session(&mut self, path: &Path) -> Option<&mut Session> {
        let root = paths::root_of(path)?;
        if !self.sessions.contains_key(&root) {
            let events = self.events.clone();
            // Nobody hears it only when the server ends.
            let checked = move || drop(events.send(Event::Checked));
            let session = Session::open(&root, (self.options.today)(), checked).ok()?;
            self.sessions.insert(root.clone(), session);
        }
        self.sessions.get_mut(&root)
    }

    /// The same, loaded at least once.
    pub(super) fn opened_session(&mut self, path: &Path) -> Option<&mut Session> {
        let today = (self.options.today)();
        let session = self.session(path)?;
        if session.site.is_none() {
            session.refresh(today);
        }
        Some(session)
    }

    /// The same, loaded as it stands now.
    pub(super) fn fresh_session(&mut self, path: &Path) -> Option<&mut Session> {
        let today = (self.options.today)();
        let session = self.session(path)?;
        session.refresh(today);
        Some(session)
    }

    fn answer(&mut self, request: Request) -> Result<(), Gone> {
        let Request { id, method, params } = request;
        let answer = match method.as_str() {
            _ if self.is_shut => Err((ErrorCode::InvalidRequest, "shut down".to_owned())),
            "shutdown" => {
                self.is_shut = true;
                Ok(Value::Null)
            }
            _ => requests::answer(self, &method, &params),
        };
        let response = match answer {
            Ok(result) => Response::new_ok(id, result),
            Err((code, message)) => Response::new_err(id, code as i32, message),
        };
        self.send(response.into())
    }

    fn send(&self, message: Message) -> Result<(), Gone> {
        self.connection.sender.send(message).map_err(|_| Gone)
    }
}
