//! Event streams: what is sent to every open tab at once (server-sent events, HTML Living Standard, section 9.2).
//!
//! Nobody here waits for a client. A tab that does not take an event at once has stopped reading; its stream ends, and
//! a tab that is alive opens another by itself.

use std::fmt::Write as _;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// How often a comment is sent on every stream: it keeps the stream open and finds those whose tab is closed.
const HEARTBEAT: Duration = Duration::from_secs(10);
const MAX_STREAMS: usize = 64;
/// With as many as these, another computer gets none: the author's own tabs always hear of changes.
const MAX_WITH_REMOTE: usize = 48;

/// The open event streams. A thread of its own keeps them alive until this is dropped.
#[derive(Debug)]
pub struct EventStreams {
    shared: Arc<Shared>,
    heartbeat: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    ended: Condvar,
}

#[derive(Debug, Default)]
struct State {
    open: Vec<Arc<TcpStream>>,
    /// The first one on a new stream.
    last_event: String,
    ended: bool,
}

impl EventStreams {
    pub fn new() -> Arc<Self> {
        Self::with_heartbeat(HEARTBEAT)
    }

    pub(crate) fn with_heartbeat(every: Duration) -> Arc<Self> {
        let shared = Arc::new(Shared::default());
        let theirs = Arc::clone(&shared);
        let heartbeat = std::thread::Builder::new().name("event streams".into()).spawn(move || theirs.beat(every)).ok();
        Arc::new(Self { shared, heartbeat })
    }

    /// Sends an event to every open stream, and first thing to every later one. Never waits for a client.
    pub fn send(&self, event: &str, data: &str) {
        let text = format(event, data);
        let mut state = self.shared.state();
        state.write(text.as_bytes());
        state.last_event = text;
    }

    /// How many streams are open, as far as is known.
    pub fn count(&self) -> usize {
        self.shared.state().open.len()
    }

    /// Ends every stream.
    pub fn close(&self) {
        self.shared.state().open.clear();
    }

    /// Makes a connection a stream, beginning with `head`. False when there are too many already.
    pub(super) fn add(&self, socket: Arc<TcpStream>, head: &[u8]) -> bool {
        let is_local = socket.peer_addr().is_ok_and(|client| client.ip().to_canonical().is_loopback());
        let most = if is_local { MAX_STREAMS } else { MAX_WITH_REMOTE };
        let mut state = self.shared.state();
        state.remove_closed();
        if state.open.len() >= most {
            return false;
        }
        let first = [head, state.last_event.as_bytes()].concat();
        if socket.set_nonblocking(true).is_ok() && write_at_once(&socket, &first) {
            state.open.push(socket);
        }
        true
    }
}

impl Drop for EventStreams {
    fn drop(&mut self) {
        self.shared.state().ended = true;
        self.shared.ended.notify_all();
        if let Some(heartbeat) = self.heartbeat.take() {
            let _ = heartbeat.join();
        }
    }
}

impl Shared {
    fn beat(&self, every: Duration) {
        let mut state = self.state();
        loop {
            let wait = self.ended.wait_timeout_while(state, every, |state| !state.ended);
            state = wait.unwrap_or_else(PoisonError::into_inner).0;
            if state.ended {
                return;
            }
            state.write(b":\n\n");
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn write(&mut self, bytes: &[u8]) {
        self.remove_closed();
        self.open.retain(|socket| write_at_once(socket, bytes));
    }

    /// Removes the streams whose tab is closed.
    fn remove_closed(&mut self) {
        self.open.retain(|socket| is_open(socket));
    }
}

fn write_at_once(mut socket: &TcpStream, bytes: &[u8]) -> bool {
    loop {
        match socket.write(bytes) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            written => return written.is_ok_and(|count| count == bytes.len()),
        }
    }
}

/// A client has nothing to say on a stream, so there is something to read only when it has left.
fn is_open(mut socket: &TcpStream) -> bool {
    match socket.read(&mut [0; 64]) {
        Ok(count) => count > 0,
        Err(error) => matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted),
    }
}

fn format(event: &str, data: &str) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "event: {event}");
    for line in data.split(['\n', '\r']) {
        let _ = writeln!(text, "data: {line}");
    }
    text + "\n"
}

#[cfg(test)]
mod tests {
    use super::format;

    #[test]
    fn every_line_of_the_data_is_marked() {
        assert_eq!(format("state", "{\n}"), "event: state\ndata: {\ndata: }\n\n");
    }
}
