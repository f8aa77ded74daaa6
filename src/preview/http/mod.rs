//! The HTTP server of the preview: sockets, and the checking of what comes over them.
//!
//! It asks a [`Handler`] what an address holds and takes care of all else: who may ask, unsafe addresses, HEAD, ranges,
//! entity tags, event streams. It must not know what a site is, and opens no files.
//!
//! Each connection has a thread and answers one request. All of it is bounded: the number of connections and of event
//! streams, the size of a request's head, the time it may take, and the time a client may take nothing of its response.

mod connection;
mod etag;
mod event_streams;
mod head;
mod host;
mod languages;
mod listen;
mod media;
mod range;
mod refusal;
mod server;
mod target;
#[cfg(test)]
mod tests;
mod wire;

use std::borrow::Cow;
use std::fs::File;
use std::sync::Arc;
use std::time::Duration;

pub use event_streams::EventStreams;
pub use listen::{Listener, listen};
pub use media::media_type;
pub use server::Server;
pub use target::{base, encode};

/// Who answers. Called on many threads at once. A panic becomes a response with status 500.
pub trait Handler: Send + Sync {
    fn respond(&self, request: &Request) -> Response;
}

/// A request that has been checked. Whether it is GET or HEAD makes no difference to a [`Handler`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The path below the base, without a slash at the start: `praktikos/x/`. Decoded once and in NFC. No segment of it
    /// is empty (but the last), `.` or `..`, and there is no backslash and no control character in it.
    pub path: String,
    /// Decoded names and values, in their order.
    pub query: Vec<(String, String)>,
    /// What the reader reads (`Accept-Language`), best first, in lower case: `["lt-lt", "lt", "en"]`.
    pub languages: Vec<String>,
    /// It has a header that no page of another site can have a browser send.
    pub is_own: bool,
}

impl Request {
    /// The first value of this name in the query.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// What an address holds. The server sees to ranges and conditions; give the whole of it, with status 200.
#[derive(Debug)]
pub struct Response {
    pub status: u16,
    /// `Content-Type`.
    pub media: Cow<'static, str>,
    /// Entity tag of these bytes, without quotes; visible ASCII.
    pub etag: Option<String>,
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
    /// Keeps the connection open for what is sent by [`EventStreams::send`].
    EventStream,
}

impl Response {
    pub fn new(status: u16, media: impl Into<Cow<'static, str>>, body: Body) -> Self {
        Self { status, media: media.into(), etag: None, headers: Vec::new(), body }
    }

    pub fn bytes(status: u16, media: impl Into<Cow<'static, str>>, bytes: impl Into<Arc<[u8]>>) -> Self {
        Self::new(status, media, Body::Bytes(bytes.into()))
    }

    /// `location` is an address as it stands in a header: encoded, see [`encode`].
    pub fn redirect(status: u16, location: impl Into<String>) -> Self {
        Self::new(status, media::PLAIN, Body::Empty).header("Location", location)
    }

    pub fn event_stream() -> Self {
        Self::new(200, media::EVENTS, Body::EventStream)
    }

    pub fn etag(mut self, etag: impl Into<String>) -> Self {
        self.etag = Some(etag.into());
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
    /// Connections at a time, each with a thread; event streams not counted.
    pub connections: usize,
    /// With as many connections as these, another computer is turned away: the author's own browser always has a place.
    pub remote: usize,
    /// For the whole of a request's head.
    pub head_time: Duration,
    /// How long a client may take nothing of its response.
    pub write_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let time = Duration::from_secs(10);
        Self { connections: 64, remote: 32, head_time: time, write_time: time }
    }
}
