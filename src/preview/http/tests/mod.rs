//! The server while it runs, asked over plain sockets.

mod answers;
mod event_streams;
mod hostile;
mod slow;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use super::*;

/// Generous: a machine under load must not fail a test.
const PATIENCE: Duration = Duration::from_secs(20);

/// Says what it was asked, but for a few paths.
struct Echo;

impl Handler for Echo {
    fn respond(&self, request: &Request) -> Response {
        match request.path.as_str() {
            "video.mp4" => Response::new(200, media_type(&request.path), file(b"0123456789")).etag("v1"),
            "big" => Response::bytes(200, "application/octet-stream", vec![b'a'; 32 << 20]),
            "panic" => panic!("on purpose"),
            "events" => Response::event_stream(),
            "missing" => Response::bytes(404, "text/html; charset=utf-8", b"no such page".as_slice()),
            _ => Response::bytes(200, media_type("index.html"), format!("{request:?}").into_bytes()).etag("v1"),
        }
    }
}

fn file(bytes: &[u8]) -> Body {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    Body::File(file, bytes.len() as u64)
}

struct Running {
    server: Server,
    streams: Arc<EventStreams>,
}

fn start() -> Running {
    start_within(Limits::default(), "/", EventStreams::new())
}

fn start_within(limits: Limits, base: &str, streams: Arc<EventStreams>) -> Running {
    let listener = Listener { limits, ..listen("127.0.0.1", 0).unwrap() };
    Running { server: listener.serve(base, Arc::new(Echo), Arc::clone(&streams)), streams }
}

impl Running {
    fn address(&self) -> SocketAddr {
        self.server.shared.host.address
    }

    fn connect(&self) -> TcpStream {
        let socket = TcpStream::connect(self.address()).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        socket
    }

    /// What comes back for these bytes until the connection ends; empty when it ends without an answer.
    fn raw(&self, request: impl AsRef<[u8]>) -> String {
        let mut socket = self.connect();
        // The server may refuse before it has taken all of it.
        let _ = socket.write_all(request.as_ref());
        rest(&mut socket)
    }

    /// The answer to a request with a right `Host`. `headers`: lines, each with its end.
    fn ask(&self, method: &str, target: &str, headers: &str) -> String {
        self.raw(self.request(method, target, headers))
    }

    fn get(&self, target: &str) -> String {
        self.ask("GET", target, "")
    }

    fn request(&self, method: &str, target: &str, headers: &str) -> String {
        format!("{method} {target} HTTP/1.1\r\nHost: {}\r\n{headers}\r\n", self.address())
    }

    /// A client that has asked and does not read yet.
    fn asking(&self, target: &str) -> TcpStream {
        let mut socket = self.connect();
        socket.write_all(self.request("GET", target, "").as_bytes()).unwrap();
        socket
    }

    fn open_connections(&self) -> usize {
        self.server.shared.open_connections()
    }
}

fn rest(socket: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    match socket.read_to_end(&mut bytes) {
        Err(error) if bytes.is_empty() => assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset),
        _ => {}
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The status of an answer; 0 when there is none.
fn status(answer: &str) -> u16 {
    answer.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)?.parse().ok()).unwrap_or(0)
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}
