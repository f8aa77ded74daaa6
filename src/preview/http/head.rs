//! The head of a request: its bytes within limits of size and time, then its method, target and headers (RFC 9112).

use std::io::{self, ErrorKind, Read};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::refusal::Refusal;

/// Bytes of a whole head.
const HEAD: usize = 16 * 1024;
/// Bytes of a request's target.
const TARGET: usize = 8 * 1024;
const HEADERS: usize = 100;
/// What surrounds the target in the first line; generous, so that only targets are refused for it.
const LINE: usize = TARGET + 256;

#[derive(Debug)]
pub struct Head {
    pub method: String,
    pub target: String,
    headers: Vec<(String, String)>,
    /// The client has sent, or will send, more than the head. Nobody reads it.
    pub body: bool,
}

impl Head {
    /// Every value of this header, in their order.
    pub fn all<'a>(&'a self, name: &'static str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The header's first value.
    pub fn first(&self, name: &'static str) -> Option<&str> {
        self.all(name).next()
    }

    /// All values of a header that is a list.
    pub fn list(&self, name: &'static str) -> String {
        self.all(name).collect::<Vec<_>>().join(", ")
    }
}

/// Reads a socket until a deadline, however slowly the bytes come.
pub struct UntilDeadline<'a> {
    socket: &'a TcpStream,
    deadline: Instant,
}

impl<'a> UntilDeadline<'a> {
    pub fn new(socket: &'a TcpStream, time: Duration) -> Self {
        Self { socket, deadline: Instant::now() + time }
    }
}

impl Read for UntilDeadline<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        self.socket.set_read_timeout(Some(left))?;
        self.socket.read(bytes)
    }
}

/// Reads the head of the one request of a connection. `None`: the client left, or never began.
pub fn read(socket: &TcpStream, time: Duration) -> Option<Result<Head, Refusal>> {
    let mut socket = UntilDeadline::new(socket, time);
    let (mut bytes, mut chunk) = (Vec::new(), [0; 4096]);
    loop {
        match socket.read(&mut chunk).map_err(|error| error.kind()) {
            Ok(0) => return None,
            Ok(count) => bytes.extend_from_slice(&chunk[..count]),
            Err(ErrorKind::Interrupted) => continue,
            Err(ErrorKind::WouldBlock | ErrorKind::TimedOut) if !bytes.is_empty() => {
                return Some(Err(Refusal::Timeout));
            }
            Err(_) => return None,
        }
        match complete(&bytes) {
            Ok(None) => {}
            Ok(Some(end)) => return Some(parse(&bytes[..end]).map(|head| with_rest(head, bytes.len() > end))),
            Err(refusal) => return Some(Err(refusal)),
        }
    }
}

fn with_rest(head: Head, rest: bool) -> Head {
    Head { body: head.body || rest, ..head }
}

/// The length of the head once its empty line is there. What can never become a head is refused at once: a browser that
/// was told `https:` need not wait for its answer.
fn complete(bytes: &[u8]) -> Result<Option<usize>, Refusal> {
    if !bytes.first().is_some_and(u8::is_ascii_alphabetic) {
        return Err(Refusal::Malformed);
    }
    let within = &bytes[..bytes.len().min(HEAD)];
    if let Some(end) = within.windows(4).position(|four| four == b"\r\n\r\n") {
        return Ok(Some(end + 4));
    }
    let line = bytes.iter().position(|byte| *byte == b'\n');
    match line {
        None if bytes.len() > LINE => Err(Refusal::AddressTooLong),
        _ if bytes.len() > HEAD => Err(Refusal::HeadTooLarge),
        _ if within.windows(2).any(|two| two == b"\n\n") => Err(Refusal::Malformed),
        _ => Ok(None),
    }
}

/// `bytes` is a head with its empty line.
fn parse(bytes: &[u8]) -> Result<Head, Refusal> {
    let mut lines = bytes.strip_suffix(b"\r\n\r\n").ok_or(Refusal::Malformed)?.split(|byte| *byte == b'\n');
    let (method, target) = request_line(unbroken(lines.next().unwrap_or_default())?)?;
    let lines: Vec<_> = lines.map(unbroken).collect::<Result<_, _>>()?;
    if lines.len() > HEADERS {
        return Err(Refusal::HeadTooLarge);
    }
    let headers: Vec<_> = lines.into_iter().map(header).collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
    let head = Head { method, target, headers, body: false };
    let body = head.first("Transfer-Encoding").is_some() || head.all("Content-Length").any(|length| length != "0");
    Ok(Head { body, ..head })
}

/// A line without the carriage return at its end. Another one within it, or NUL, is how requests are smuggled.
fn unbroken(line: &[u8]) -> Result<&[u8], Refusal> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if line.iter().any(|byte| matches!(byte, b'\r' | 0)) { Err(Refusal::Malformed) } else { Ok(line) }
}

fn request_line(line: &[u8]) -> Result<(String, String), Refusal> {
    let line = std::str::from_utf8(line).map_err(|_| Refusal::Malformed)?;
    let mut parts = line.split(' ');
    let (Some(method), Some(target), Some(version), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(Refusal::Malformed);
    };
    if !is_token(method.as_bytes()) || target.is_empty() {
        return Err(Refusal::Malformed);
    }
    if target.len() > TARGET {
        return Err(Refusal::AddressTooLong);
    }
    match version {
        "HTTP/1.1" | "HTTP/1.0" => {}
        _ if version.starts_with("HTTP/") => return Err(Refusal::Version),
        _ => return Err(Refusal::Malformed),
    }
    Ok((method.to_owned(), target.to_owned()))
}

/// A header with a value that is not ASCII is none that we read, such as a cookie of another program on this machine:
/// left out.
fn header(line: &[u8]) -> Result<Option<(String, String)>, Refusal> {
    let colon = line.iter().position(|byte| *byte == b':').ok_or(Refusal::Malformed)?;
    let (name, value) = (&line[..colon], line[colon + 1..].trim_ascii());
    if !is_token(name) {
        return Err(Refusal::Malformed);
    }
    let text = |bytes: &[u8]| std::str::from_utf8(bytes).ok().filter(|text| text.is_ascii()).map(str::to_owned);
    Ok(text(name).zip(text(value)))
}

fn is_token(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Head, Refusal> {
        parse(text.as_bytes())
    }

    #[test]
    fn a_head_is_read() {
        let head = parsed("GET /a?b HTTP/1.1\r\nHost: localhost\r\nX-A:1\r\nx-a:  2 \r\n\r\n").unwrap();
        assert_eq!((head.method.as_str(), head.target.as_str(), head.body), ("GET", "/a?b", false));
        assert_eq!(head.first("host"), Some("localhost"));
        assert_eq!(head.list("X-A"), "1, 2");
    }

    #[test]
    fn a_body_is_noticed() {
        let body = |header: &str| parsed(&format!("GET / HTTP/1.1\r\n{header}\r\n\r\n")).unwrap().body;
        assert!(body("Content-Length: 5"));
        assert!(body("Transfer-Encoding: chunked"));
        assert!(!body("Content-Length: 0"));
    }

    #[test]
    fn malformed_heads_are_refused() {
        let lines = [
            "GET /",
            "GET  / HTTP/1.1",
            "GET / HTTP/1.1 x",
            "G(T / HTTP/1.1",
            " / HTTP/1.1",
            "GET / http/1.1",
            "GET / HTTP/1.1\r\nno colon",
            "GET / HTTP/1.1\r\nHost : x",
            "GET / HTTP/1.1\r\nA: 1\r\n folded",
            "GET / HTTP/1.1\r\n: x",
            "GET / HTTP/1.1\r\nA: 1\rB: 2",
            "GET /\0 HTTP/1.1",
        ];
        for line in lines {
            assert_eq!(parsed(&format!("{line}\r\n\r\n")).unwrap_err(), Refusal::Malformed, "{line:?}");
        }
    }

    #[test]
    fn other_versions_of_http_are_refused() {
        for version in ["HTTP/2.0", "HTTP/0.9", "HTTP/1.2"] {
            assert_eq!(parsed(&format!("GET / {version}\r\n\r\n")).unwrap_err(), Refusal::Version);
        }
    }

    #[test]
    fn sizes_are_bounded() {
        let long = |count: usize| parsed(&format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(count)));
        assert!(long(TARGET - 1).is_ok());
        assert_eq!(long(TARGET).unwrap_err(), Refusal::AddressTooLong);
        let many = |count: usize| parsed(&format!("GET / HTTP/1.1\r\n{}\r\n", "A: b\r\n".repeat(count)));
        assert!(many(HEADERS).is_ok());
        assert_eq!(many(HEADERS + 1).unwrap_err(), Refusal::HeadTooLarge);
    }

    #[test]
    fn what_cannot_become_a_head_is_refused_before_its_end() {
        assert_eq!(complete(b"\x16\x03\x01\x02"), Err(Refusal::Malformed));
        assert_eq!(complete(b"GET / HTTP/1.1\nHost: x\n\n"), Err(Refusal::Malformed));
        assert_eq!(complete(&[b'a'; LINE + 1]), Err(Refusal::AddressTooLong));
        let endless = [b"GET / HTTP/1.1\r\nA: ".as_slice(), &[b'a'; HEAD]].concat();
        assert_eq!(complete(&endless), Err(Refusal::HeadTooLarge));
        assert_eq!(complete(b"GET / HTTP/1.1\r\nHost: x\r\n"), Ok(None));
        assert_eq!(complete(b"GET / HTTP/1.1\r\n\r\nmore"), Ok(Some(18)));
    }

    #[test]
    fn a_value_that_is_not_ascii_is_left_out() {
        let head = parsed("GET / HTTP/1.1\r\nCookie: ą\r\nHost: x\r\n\r\n").unwrap();
        assert_eq!((head.first("Cookie"), head.first("Host")), (None, Some("x")));
    }
}
