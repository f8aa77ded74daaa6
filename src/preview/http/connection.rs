//! One connection: one request read, vetted and answered.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tiny_http::Method;

use super::head::{self, Head};
use super::refusal::Refusal;
use super::reply::{Reply, Wants};
use super::server::Shared;
use super::slots::Slot;
use super::target::{self, Target};
use super::{Answer, Ask, Limits, languages, tags};

/// Bytes of an answer that are held at a time.
const CHUNK: usize = 64 * 1024;
/// What is taken of a request beyond its head, so that the client reads our answer before it learns that nobody reads
/// on.
const REST: usize = 256 * 1024;
const REST_TIME: Duration = Duration::from_secs(1);

pub fn serve(shared: &Shared, slot: &Slot) {
    let _ = slot.socket.set_nodelay(true);
    let Some(request) = head::read(&slot.socket, shared.limits.head_time) else { return };
    slot.works();
    let rest = request.as_ref().map_or(true, |head| head.body);
    let reply = reply(shared, &request);
    if reply.is_stream() {
        return stream(shared, slot, &reply);
    }
    slot.waits();
    let sent = send(slot, reply, &shared.limits);
    if rest && sent.is_ok() {
        drain(&slot.socket);
    }
}

fn reply(shared: &Shared, request: &Result<Head, Refusal>) -> Reply {
    let refused = |refusal: Refusal| refusal.answer(&shared.here.origin());
    match request {
        Ok(head) => Reply::new(answer(shared, head).unwrap_or_else(refused), &Wants::of(head)),
        Err(refusal) => Reply::new(refused(*refusal), &Wants::default()),
    }
}

fn answer(shared: &Shared, head: &Head) -> Result<Answer, Refusal> {
    shared.here.admits(head)?;
    if !matches!(head.method, Method::Get | Method::Head) {
        return Err(Refusal::Method);
    }
    let Target { path, query } = target::parse(&head.target)?;
    let Some(below) = path.strip_prefix(&shared.base) else { return outside(shared, &path) };
    let ask = Ask {
        path: below.to_owned(),
        query,
        versions: tags::parse(&head.list("If-None-Match")),
        languages: languages::parse(&head.list("Accept-Language")),
    };
    let _permit = shared.permits.take();
    catch_unwind(AssertUnwindSafe(|| shared.app.answer(&ask))).map_err(|_| Refusal::Panicked)
}

/// The root of the server and the base without its last slash lead to the base.
fn outside(shared: &Shared, path: &str) -> Result<Answer, Refusal> {
    if path == "/" || shared.base.strip_suffix('/') == Some(path) {
        return Ok(Answer::redirect(302, target::encode(&shared.base)));
    }
    Err(Refusal::Unknown)
}

fn stream(shared: &Shared, slot: &Slot, reply: &Reply) {
    if shared.streams.add(Arc::clone(&slot.socket), &reply.head()).is_err() {
        slot.waits();
        let refused = Refusal::NoRoom.answer(&shared.here.origin());
        let _ = send(slot, Reply::new(refused, &Wants::default()), &shared.limits);
    }
}

/// Fails when the client takes nothing for too long, or too little altogether.
fn send(slot: &Slot, reply: Reply, limits: &Limits) -> io::Result<()> {
    let seconds = Duration::from_secs(reply.length() / limits.slowest.max(1));
    let deadline = Instant::now() + limits.write_time + seconds;
    slot.socket.set_write_timeout(Some(limits.write_time))?;
    let mut reader = reply.into_reader()?;
    let mut chunk = Vec::with_capacity(CHUNK);
    loop {
        chunk.clear();
        reader.by_ref().take(CHUNK as u64).read_to_end(&mut chunk)?;
        if chunk.is_empty() {
            return Ok(());
        }
        write(slot, &chunk, deadline)?;
    }
}

fn write(slot: &Slot, mut bytes: &[u8], deadline: Instant) -> io::Result<()> {
    while !bytes.is_empty() {
        match (&*slot.socket).write(bytes) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(count) => bytes = &bytes[count..],
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        if Instant::now() > deadline {
            return Err(ErrorKind::TimedOut.into());
        }
        slot.waits();
    }
    Ok(())
}

/// Takes a little of what nobody reads. Closing with bytes unread would reset the connection, and the answer could be
/// lost on its way.
fn drain(mut socket: &TcpStream) {
    let deadline = Instant::now() + REST_TIME;
    let (mut chunk, mut taken) = ([0; 4096], 0);
    if socket.shutdown(Shutdown::Write).is_err() {
        return;
    }
    while taken < REST {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() || socket.set_read_timeout(Some(left)).is_err() {
            return;
        }
        match socket.read(&mut chunk) {
            Ok(0) => return,
            Ok(count) => taken += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}
