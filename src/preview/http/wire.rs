//! A response as it goes over the wire: what the client has already or wants a part of, and the headers that say so.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::sync::Arc;

use super::head::Head;
use super::range::{self, Selection};
use super::refusal::Refusal;
use super::{Body, Response, etag};

/// What the request says of the response's bytes.
#[derive(Debug, Default)]
pub struct Conditions {
    /// Only the headers (HEAD).
    pub head_only: bool,
    /// Entity tags that the client has (`If-None-Match`).
    pub etags: Vec<String>,
    pub range: Option<String>,
    pub if_range: Option<String>,
}

impl Conditions {
    pub fn of(head: &Head) -> Self {
        let text = |name| head.first(name).map(str::to_owned);
        Self {
            head_only: head.method == "HEAD",
            etags: etag::parse(&head.list("If-None-Match")),
            range: text("Range"),
            if_range: text("If-Range"),
        }
    }
}

#[derive(Debug)]
pub struct WireResponse {
    status: u16,
    headers: Vec<(&'static str, String)>,
    payload: Payload,
    head_only: bool,
}

#[derive(Debug)]
enum Payload {
    /// Not even a length: the status tells that there is no body.
    None,
    Bytes(Arc<[u8]>, Range<u64>),
    File(File, Range<u64>),
    EventStream,
}

impl WireResponse {
    /// The whole response, a part of it, or that the client has it.
    pub fn new(response: Response, conditions: &Conditions) -> Self {
        let known = response.etag.as_ref().is_some_and(|etag| etag::matches_any(&conditions.etags, etag));
        if response.status == 200 && known && !matches!(response.body, Body::EventStream) {
            let headers = common_headers(&response);
            return Self { status: 304, headers, payload: Payload::None, head_only: conditions.head_only };
        }
        Self::whole(response, conditions.head_only).select_range(conditions)
    }

    fn whole(response: Response, head_only: bool) -> Self {
        let mut headers = common_headers(&response);
        if !matches!(response.body, Body::Empty) {
            headers.push(("Content-Type", response.media.into_owned()));
        }
        if response.status == 200 && matches!(response.body, Body::Bytes(_) | Body::File(..)) {
            headers.push(("Accept-Ranges", "bytes".to_owned()));
        }
        let payload = match response.body {
            Body::Empty => Payload::Bytes(Arc::default(), 0..0),
            Body::Bytes(bytes) => Payload::Bytes(Arc::clone(&bytes), 0..bytes.len() as u64),
            Body::File(file, length) => Payload::File(file, 0..length),
            Body::EventStream => Payload::EventStream,
        };
        Self { status: response.status, headers, payload, head_only }
    }

    fn select_range(mut self, conditions: &Conditions) -> Self {
        let Some(value) = conditions.range.as_deref().filter(|_| self.status == 200 && !conditions.head_only) else {
            return self;
        };
        if conditions.if_range.as_deref().is_some_and(|condition| !self.has_etag(condition)) {
            return self;
        }
        let (Payload::Bytes(_, span) | Payload::File(_, span)) = &mut self.payload else { return self };
        let length = span.end;
        match range::parse(value, length) {
            Selection::Whole => self,
            Selection::Part(part) => {
                let range = format!("bytes {}-{}/{length}", part.start, part.end - 1);
                *span = part;
                self.status = 206;
                self.header("Content-Range", range)
            }
            Selection::Unsatisfiable => Self::new(Refusal::BeyondEnd.response(""), &Conditions::default())
                .header("Content-Range", format!("bytes */{length}")),
        }
    }

    fn has_etag(&self, condition: &str) -> bool {
        let etag = self.headers.iter().find(|(name, _)| *name == "ETag");
        etag.is_some_and(|(_, quoted)| etag::is_exactly(condition, quoted.trim_matches('"')))
    }

    fn header(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Whether the connection is to become an event stream.
    pub fn is_event_stream(&self) -> bool {
        matches!(self.payload, Payload::EventStream) && !self.head_only
    }

    /// The status line and the headers with their empty line.
    pub fn head(&self) -> Vec<u8> {
        let mut out = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        let length = self.payload.length().map(|length| ("Content-Length", length.to_string()));
        for (name, value) in self.headers.iter().chain(&length) {
            let value: String = value.chars().filter(|c| !c.is_control()).collect();
            // Writing to a text cannot fail.
            let _ = write!(out, "{name}: {value}\r\n");
        }
        out.push_str("\r\n");
        out.into_bytes()
    }

    /// Writes the head and the bytes of the body after it.
    pub fn write_to(self, mut out: impl Write) -> io::Result<()> {
        out.write_all(&self.head())?;
        match self.payload {
            _ if self.head_only => Ok(()),
            Payload::Bytes(bytes, span) => {
                let at = |position: u64| usize::try_from(position).unwrap_or(bytes.len());
                out.write_all(&bytes[at(span.start)..at(span.end)])
            }
            Payload::File(mut file, span) => {
                file.seek(SeekFrom::Start(span.start))?;
                io::copy(&mut file.take(span.end - span.start), &mut out).map(drop)
            }
            Payload::None | Payload::EventStream => Ok(()),
        }
    }
}

impl Payload {
    fn length(&self) -> Option<u64> {
        match self {
            Self::Bytes(_, span) | Self::File(_, span) => Some(span.end - span.start),
            Self::None | Self::EventStream => None,
        }
    }
}

/// What every response says. No header lets another origin read it. A connection answers one request: a browser would else
/// keep idle ones that take the places of others.
fn common_headers(response: &Response) -> Vec<(&'static str, String)> {
    let fixed = [
        ("Connection", "close"),
        ("Cache-Control", "no-cache"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ];
    let fixed = fixed.map(|(name, value)| (name, value.to_owned()));
    let etag = response.etag.as_ref().map(|etag| ("ETag", format!("\"{etag}\"")));
    fixed.into_iter().chain(etag).chain(response.headers.iter().cloned()).collect()
}

/// Of the statuses that the preview gives. A client goes by the number.
fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        206 => "Partial Content",
        301 => "Moved Permanently",
        302 => "Found",
        304 => "Not Modified",
        404 => "Not Found",
        405 => "Method Not Allowed",
        503 => "Service Unavailable",
        300..400 => "Redirection",
        400..500 => "Client Error",
        _ => "Server Error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Response {
        Response::bytes(200, "text/html", b"0123456789".as_slice()).etag("v1")
    }

    fn sent(response: Response, conditions: &Conditions) -> (u16, String, String) {
        let wire = WireResponse::new(response, conditions);
        let (status, head) = (wire.status, String::from_utf8(wire.head()).unwrap());
        let mut all = Vec::new();
        wire.write_to(&mut all).unwrap();
        let all = String::from_utf8(all).unwrap();
        let body = all.strip_prefix(&head).expect("the head comes first").to_owned();
        (status, head, body)
    }

    fn ranged(range: &str, if_range: Option<&str>) -> (u16, String, String) {
        sent(
            page(),
            &Conditions { range: Some(range.into()), if_range: if_range.map(Into::into), ..Conditions::default() },
        )
    }

    #[test]
    fn a_whole_response_has_its_length_and_the_common_headers() {
        let (status, head, body) = sent(page().header("Avilys-Theme", "t"), &Conditions::default());
        assert_eq!((status, body.as_str()), (200, "0123456789"));
        for line in [
            "HTTP/1.1 200 OK\r\n",
            "Content-Length: 10\r\n",
            "Connection: close\r\n",
            "Cache-Control: no-cache\r\n",
            "X-Content-Type-Options: nosniff\r\n",
            "ETag: \"v1\"\r\n",
            "Accept-Ranges: bytes\r\n",
            "Avilys-Theme: t\r\n",
        ] {
            assert!(head.contains(line), "{line} is not in {head}");
        }
        assert!(!head.contains("Access-Control"));
    }

    #[test]
    fn a_known_version_is_not_sent_again() {
        for (tag, expected) in [("\"v1\"", 304), ("W/\"v1\"", 304), ("\"a\", \"v1\"", 304), ("*", 304), ("\"v2\"", 200)]
        {
            let (status, head, body) = sent(page(), &Conditions { etags: etag::parse(tag), ..Conditions::default() });
            assert_eq!(status, expected, "{tag}");
            assert!(head.contains("ETag: \"v1\""));
            assert_eq!(body.is_empty(), expected == 304);
        }
        let missing = Response { status: 404, ..page() };
        assert_eq!(sent(missing, &Conditions { etags: etag::parse("*"), ..Conditions::default() }).0, 404);
    }

    #[test]
    fn a_head_says_the_length_and_sends_no_body() {
        let conditions = Conditions { head_only: true, range: Some("bytes=0-1".into()), ..Conditions::default() };
        let (status, head, body) = sent(page(), &conditions);
        assert_eq!((status, body.as_str()), (200, ""));
        assert!(head.contains("Content-Length: 10\r\n"));
    }

    #[test]
    fn a_range_is_a_part_with_its_place() {
        let (status, head, body) = ranged("bytes=2-4", None);
        assert_eq!((status, body.as_str()), (206, "234"));
        assert!(head.contains("Content-Range: bytes 2-4/10\r\n") && head.contains("Content-Length: 3\r\n"));
        let (status, head, _) = ranged("bytes=10-", None);
        assert_eq!(status, 416);
        assert!(head.contains("Content-Range: bytes */10\r\n"));
    }

    #[test]
    fn a_range_of_another_version_is_the_whole() {
        assert_eq!(ranged("bytes=2-4", Some("\"v1\"")).0, 206);
        assert_eq!(ranged("bytes=2-4", Some("W/\"v1\"")).0, 200);
        assert_eq!(ranged("bytes=2-4", Some("\"v2\"")).0, 200);
    }

    #[test]
    fn only_a_found_response_has_parts() {
        let missing = Response { status: 404, ..page() };
        let (status, head, body) =
            sent(missing, &Conditions { range: Some("bytes=2-4".into()), ..Conditions::default() });
        assert_eq!((status, body.as_str()), (404, "0123456789"));
        assert!(!head.contains("Accept-Ranges"));
    }

    #[test]
    fn a_header_cannot_be_split() {
        let (_, head, _) = sent(Response::redirect(302, "/a\r\nSet-Cookie: x"), &Conditions::default());
        assert!(head.contains("Location: /aSet-Cookie: x\r\n"), "{head}");
    }
}
