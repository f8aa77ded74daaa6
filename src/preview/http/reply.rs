//! An answer as it goes over the wire: what the client has already or wants a part of, and the headers that say so.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::Arc;

use tiny_http::StatusCode;

use super::head::Head;
use super::range::{self, Asked};
use super::refusal::Refusal;
use super::{Answer, Body, tags};

/// What the request says of the answer's bytes.
#[derive(Debug, Default)]
pub struct Wants {
    /// Only the headers (HEAD).
    pub head_only: bool,
    pub versions: Vec<String>,
    pub range: Option<String>,
    pub if_range: Option<String>,
}

impl Wants {
    pub fn of(head: &Head) -> Self {
        let text = |name| head.first(name).map(str::to_owned);
        Self {
            head_only: head.method == tiny_http::Method::Head,
            versions: tags::parse(&head.list("If-None-Match")),
            range: text("Range"),
            if_range: text("If-Range"),
        }
    }
}

#[derive(Debug)]
pub struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    content: Content,
    head_only: bool,
}

#[derive(Debug)]
enum Content {
    /// Not even a length: the status tells that there is no body.
    None,
    Bytes(Arc<[u8]>, Range<u64>),
    File(File, Range<u64>),
    Stream,
}

impl Reply {
    /// The whole answer, a part of it, or that the client has it.
    pub fn new(answer: Answer, wants: &Wants) -> Self {
        let known = answer.version.as_ref().is_some_and(|version| tags::has(&wants.versions, version));
        if answer.status == 200 && known && !matches!(answer.body, Body::Stream) {
            let headers = common(&answer);
            return Self { status: 304, headers, content: Content::None, head_only: wants.head_only };
        }
        Self::whole(answer, wants.head_only).part(wants)
    }

    fn whole(answer: Answer, head_only: bool) -> Self {
        let mut headers = common(&answer);
        if !matches!(answer.body, Body::Empty) {
            headers.push(("Content-Type", answer.media.into_owned()));
        }
        if answer.status == 200 && matches!(answer.body, Body::Bytes(_) | Body::File(..)) {
            headers.push(("Accept-Ranges", "bytes".to_owned()));
        }
        let content = match answer.body {
            _ if matches!(answer.status, 204 | 304) => Content::None,
            Body::Empty => Content::Bytes(Arc::default(), 0..0),
            Body::Bytes(bytes) => Content::Bytes(Arc::clone(&bytes), 0..bytes.len() as u64),
            Body::File(file, length) => Content::File(file, 0..length),
            Body::Stream => Content::Stream,
        };
        Self { status: answer.status, headers, content, head_only }
    }

    fn part(mut self, wants: &Wants) -> Self {
        let Some(value) = wants.range.as_deref().filter(|_| self.status == 200 && !wants.head_only) else {
            return self;
        };
        if wants.if_range.as_deref().is_some_and(|condition| !self.is_version(condition)) {
            return self;
        }
        let (Content::Bytes(_, span) | Content::File(_, span)) = &mut self.content else { return self };
        let length = span.end;
        match range::parse(value, length) {
            Asked::Whole => self,
            Asked::Part(part) => {
                let range = format!("bytes {}-{}/{length}", part.start, part.end - 1);
                *span = part;
                self.status = 206;
                self.header("Content-Range", range)
            }
            Asked::Beyond => Self::new(Refusal::BeyondEnd.answer(""), &Wants::default())
                .header("Content-Range", format!("bytes */{length}")),
        }
    }

    fn is_version(&self, condition: &str) -> bool {
        let version = self.headers.iter().find(|(name, _)| *name == "ETag");
        version.is_some_and(|(_, quoted)| tags::is_exactly(condition, quoted.trim_matches('"')))
    }

    fn header(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Whether the connection is to become an event stream.
    pub fn is_stream(&self) -> bool {
        matches!(self.content, Content::Stream) && !self.head_only
    }

    /// Bytes of the body that follow the head.
    pub fn length(&self) -> u64 {
        if self.head_only { 0 } else { self.content.length().unwrap_or(0) }
    }

    /// The status line and the headers with their empty line.
    pub fn head(&self) -> Vec<u8> {
        let reason = StatusCode(self.status).default_reason_phrase();
        let mut out = format!("HTTP/1.1 {} {reason}\r\n", self.status);
        let length = self.content.length().map(|length| ("Content-Length", length.to_string()));
        for (name, value) in self.headers.iter().chain(&length) {
            out.push_str(name);
            out.push_str(": ");
            out.extend(value.chars().filter(|c| !c.is_control()));
            out.push_str("\r\n");
        }
        out.push_str("\r\n");
        out.into_bytes()
    }

    /// The head and the bytes of the body after it.
    pub fn into_reader(self) -> io::Result<Box<dyn Read>> {
        let (head, length) = (io::Cursor::new(self.head()), self.length());
        Ok(match self.content {
            _ if length == 0 => Box::new(head),
            Content::Bytes(bytes, span) => {
                let mut body = io::Cursor::new(bytes);
                body.set_position(span.start);
                Box::new(head.chain(body.take(length)))
            }
            Content::File(mut file, span) => {
                file.seek(SeekFrom::Start(span.start))?;
                Box::new(head.chain(file.take(length)))
            }
            Content::None | Content::Stream => Box::new(head),
        })
    }
}

impl Content {
    fn length(&self) -> Option<u64> {
        match self {
            Self::Bytes(_, span) | Self::File(_, span) => Some(span.end - span.start),
            Self::None | Self::Stream => None,
        }
    }
}

/// What every answer says. No header lets another origin read it. One connection answers one request: a browser would
/// else keep idle ones that take the places of others.
fn common(answer: &Answer) -> Vec<(&'static str, String)> {
    let fixed = [
        ("Connection", "close"),
        ("Cache-Control", "no-cache"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ];
    let fixed = fixed.map(|(name, value)| (name, value.to_owned()));
    let version = answer.version.as_ref().map(|version| ("ETag", format!("\"{version}\"")));
    fixed.into_iter().chain(version).chain(answer.headers.iter().cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Answer {
        Answer::bytes(200, "text/html", b"0123456789".as_slice()).version("v1")
    }

    fn reply(answer: Answer, wants: &Wants) -> (u16, String, String) {
        let reply = Reply::new(answer, wants);
        let (status, head) = (reply.status, String::from_utf8(reply.head()).unwrap());
        let mut all = String::new();
        reply.into_reader().unwrap().read_to_string(&mut all).unwrap();
        let body = all.strip_prefix(&head).expect("the head comes first").to_owned();
        (status, head, body)
    }

    fn ranged(range: &str, if_range: Option<&str>) -> (u16, String, String) {
        reply(page(), &Wants { range: Some(range.into()), if_range: if_range.map(Into::into), ..Wants::default() })
    }

    #[test]
    fn a_whole_answer_has_its_length_and_the_common_headers() {
        let (status, head, body) = reply(page().header("Avilys-Theme", "t"), &Wants::default());
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
            let (status, head, body) = reply(page(), &Wants { versions: tags::parse(tag), ..Wants::default() });
            assert_eq!(status, expected, "{tag}");
            assert!(head.contains("ETag: \"v1\""));
            assert_eq!(body.is_empty(), expected == 304);
        }
        let missing = Answer { status: 404, ..page() };
        assert_eq!(reply(missing, &Wants { versions: tags::parse("*"), ..Wants::default() }).0, 404);
    }

    #[test]
    fn a_head_says_the_length_and_sends_no_body() {
        let wants = Wants { head_only: true, range: Some("bytes=0-1".into()), ..Wants::default() };
        let (status, head, body) = reply(page(), &wants);
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
    fn only_a_found_answer_has_parts() {
        let missing = Answer { status: 404, ..page() };
        let (status, head, body) = reply(missing, &Wants { range: Some("bytes=2-4".into()), ..Wants::default() });
        assert_eq!((status, body.as_str()), (404, "0123456789"));
        assert!(!head.contains("Accept-Ranges"));
    }

    #[test]
    fn a_header_cannot_be_split() {
        let (_, head, _) = reply(Answer::redirect(302, "/a\r\nSet-Cookie: x"), &Wants::default());
        assert!(head.contains("Location: /aSet-Cookie: x\r\n"), "{head}");
    }
}
