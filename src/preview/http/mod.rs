//! The HTTP server of the preview: sockets, and the vetting of what comes over them.
//!
//! It asks an [`App`] what an address holds and takes care of all else: who may ask, which addresses are an attack,
//! HEAD, ranges, unchanged answers, event streams. It must not know what a site is, and opens no files.
//!
//! Everything about it is bounded: connections (each has a thread), their heads, their time, open streams, answers
//! under way. When all connections are taken, the client that has kept us waiting longest makes room, so slow clients
//! cannot stall others.
//!
//! Of `tiny_http` only the types of the protocol are used (methods, header fields, status codes), not its server. That
//! one gives every connection a thread without a bound (900 half requests made 900 threads), waits for ever for the
//! rest of a head, holds one of any size in memory, and takes connections from a listener alone, so that nothing can be
//! put before it but a second server.

mod connection;
mod head;
mod host;
mod languages;
mod listen;
mod media;
mod range;
mod refusal;
mod reply;
mod server;
mod slots;
mod stream;
mod tags;
mod target;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fs::File;
use std::sync::Arc;
use std::time::Duration;

pub use listen::{Listener, listen};
pub use media::media_type;
pub use server::Server;
pub use stream::Streams;
pub use target::{base, encode};

/// Who answers. Called on many threads at once; must not block for long. A panic becomes an answer with status 500.
pub trait App: Send + Sync {
    fn answer(&self, ask: &Ask) -> Answer;
}

/// A request that has been vetted. Whether it is GET or HEAD makes no difference to an [`App`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The path below the base, without a slash at the start: `praktikos/x/`. Decoded once and in NFC. No segment of it
    /// is empty (but the last), `.` or `..`, and there is no backslash and no control character in it.
    pub path: String,
    /// Decoded names and values, in their order.
    pub query: Vec<(String, String)>,
    /// The versions that the browser has already (`If-None-Match`), without quotes; `*` stands for any. An [`App`] may
    /// ignore them: an [`Answer`] of one of these versions becomes a 304 of itself.
    pub versions: Vec<String>,
    /// What the reader reads (`Accept-Language`), best first, in lower case: `["lt-lt", "lt", "en"]`.
    pub languages: Vec<String>,
}

impl Ask {
    /// The first value of this name in the query.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// What an address holds. Ranges and conditions are seen to by the server; give the whole of it, with status 200.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// `Content-Type`.
    pub media: Cow<'static, str>,
    /// Names these bytes (`ETag`), without quotes; visible ASCII.
    pub version: Option<String>,
    /// Further headers. A value must be ASCII: see [`encode`] for addresses. Control characters are left out.
    pub headers: Vec<(&'static str, String)>,
    pub body: Body,
}

#[derive(Debug)]
pub enum Body {
    Empty,
    Bytes(Arc<[u8]>),
    /// A file from its first byte, and how many bytes of it there are.
    File(File, u64),
    /// Keeps the connection open for what is sent by [`Streams::send`].
    Stream,
}

impl Answer {
    pub fn new(status: u16, media: impl Into<Cow<'static, str>>, body: Body) -> Self {
        Self { status, media: media.into(), version: None, headers: Vec::new(), body }
    }

    pub fn bytes(status: u16, media: impl Into<Cow<'static, str>>, bytes: impl Into<Arc<[u8]>>) -> Self {
        Self::new(status, media, Body::Bytes(bytes.into()))
    }

    /// `location` is an address as it stands in a header: encoded, see [`encode`].
    pub fn redirect(status: u16, location: impl Into<String>) -> Self {
        Self::new(status, media::PLAIN, Body::Empty).header("Location", location)
    }

    /// An event stream; see [`Streams`].
    pub fn stream() -> Self {
        Self::new(200, media::EVENTS, Body::Stream)
    }

    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into());
        self
    }

    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// What the server allows its clients.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    /// Connections at a time, each with a thread; open streams not counted.
    pub connections: usize,
    /// Answers that are worked out at a time.
    pub answers: usize,
    /// For the whole of a request's head.
    pub head_time: Duration,
    /// How long a client may take nothing of its answer.
    pub write_time: Duration,
    /// Bytes a second that a client must take on average, after the time for writing.
    pub slowest: u64,
    /// How long a client may keep us waiting while others wait for a connection.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 64,
            answers: 8,
            head_time: Duration::from_secs(10),
            write_time: Duration::from_secs(10),
            slowest: 16 * 1024,
            grace: Duration::from_millis(500),
        }
    }
}
