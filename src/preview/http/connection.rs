//! One connection: one request read, checked and answered.

use std::io;
use std::net::{Shutdown, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use super::head::{self, Head, UntilDeadline};
use super::refusal::Refusal;
use super::server::{Connection, Shared};
use super::target::{self, Target};
use super::wire::{Conditions, WireResponse};
use super::{Request, Response, languages};

/// What is taken of a request beyond its head, so that the client reads our response before it learns that nobody reads
/// on.
const REST: u64 = 256 * 1024;
const REST_TIME: Duration = Duration::from_secs(1);

pub fn serve(Connection { shared, socket, .. }: &Connection) {
    let _ = socket.set_nodelay(true);
    let Some(head) = head::read(socket, shared.limits.head_time) else { return };
    let refused = |refusal: Refusal| refusal.response(&shared.host.origin());
    let mut response = match &head {
        Ok(head) => WireResponse::new(respond(shared, head).unwrap_or_else(refused), &Conditions::of(head)),
        Err(refusal) => WireResponse::new(refused(*refusal), &Conditions::default()),
    };
    if response.is_event_stream() {
        if shared.streams.add(Arc::clone(socket), &response.head()) {
            return;
        }
        response = WireResponse::new(refused(Refusal::TooManyStreams), &Conditions::default());
    }
    let sent = socket.set_write_timeout(Some(shared.limits.write_time)).and_then(|()| response.write_to(&**socket));
    // Who was too late sends nothing that would come in time.
    let rest = head.map_or_else(|refusal| refusal != Refusal::Timeout, |head| head.body);
    if sent.is_ok() && rest {
        drain(socket);
    }
}

/// For a header of its own a script must be of the same site, or be allowed by an answer that is never given here.
const OWN_HEADER: &str = "Avilys-Preview";

fn respond(shared: &Shared, head: &Head) -> Result<Response, Refusal> {
    shared.host.check(head)?;
    if !matches!(head.method.as_str(), "GET" | "HEAD") {
        return Err(Refusal::Method);
    }
    let Target { path, query } = target::parse(&head.target)?;
    let Some(below) = path.strip_prefix(&shared.base) else { return outside(shared, &path) };
    let languages = languages::parse(&head.list("Accept-Language"));
    let is_own = head.first(OWN_HEADER).is_some();
    let request = Request { path: below.to_owned(), query, languages, is_own };
    catch_unwind(AssertUnwindSafe(|| shared.handler.respond(&request))).map_err(|_| Refusal::Panicked)
}

/// The root of the server and the base without its last slash lead to the base.
fn outside(shared: &Shared, path: &str) -> Result<Response, Refusal> {
    if path == "/" || shared.base.strip_suffix('/') == Some(path) {
        return Ok(Response::redirect(302, target::encode(&shared.base)));
    }
    Err(Refusal::Unknown)
}

/// Takes a little of what nobody reads. Closing with bytes unread would reset the connection, and the response could be
/// lost on its way.
fn drain(socket: &TcpStream) {
    if socket.shutdown(Shutdown::Write).is_ok() {
        let rest = io::Read::take(UntilDeadline::new(socket, REST_TIME), REST);
        let _ = io::copy(&mut { rest }, &mut io::sink());
    }
}
