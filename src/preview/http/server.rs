//! The running server: threads that accept, one thread a connection, and their end.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use super::connection;
use super::host::Here;
use super::listen::Listener;
use super::slots::Slots;
use super::{App, Limits, Streams, target};

/// After an accept that failed: there may be no file descriptor left, and one of ours is soon free.
const BACK_OFF: Duration = Duration::from_millis(50);
/// For answers that are under way when the server stops.
const FAREWELL: Duration = Duration::from_secs(1);

/// Answers until it is stopped or dropped.
pub struct Server {
    pub(super) shared: Arc<Shared>,
    acceptors: Vec<(SocketAddr, JoinHandle<()>)>,
}

/// What all threads of a server have in common.
pub(super) struct Shared {
    pub app: Arc<dyn App>,
    pub streams: Arc<Streams>,
    pub base: String,
    pub here: Here,
    pub limits: Limits,
    pub slots: Arc<Slots>,
    pub permits: Permits,
}

impl Listener {
    /// Begins to answer below `base`, a path such as `/` or `/portal/`.
    pub fn serve(self, base: &str, app: Arc<dyn App>, streams: Arc<Streams>) -> Server {
        self.serve_within(Limits::default(), base, app, streams)
    }

    pub(super) fn serve_within(self, limits: Limits, base: &str, app: Arc<dyn App>, streams: Arc<Streams>) -> Server {
        let (slots, permits) = (Slots::new(limits.connections, limits.grace), Permits::new(limits.answers));
        let shared =
            Arc::new(Shared { app, streams, base: target::base(base), here: self.here, limits, slots, permits });
        let acceptors = self.sockets.into_iter().filter_map(|socket| {
            let (address, shared) = (socket.local_addr().ok()?, Arc::clone(&shared));
            Some((address, std::thread::spawn(move || accept(&socket, &shared))))
        });
        Server { acceptors: acceptors.collect(), shared }
    }
}

impl Server {
    /// The first address that is listened on, with the port.
    pub fn address(&self) -> SocketAddr {
        self.shared.here.address
    }

    /// Frees the port, breaks off every connection and stream, and waits for the threads. An answer that takes longer
    /// than a second to work out is left to itself.
    pub fn stop(&mut self) {
        self.shared.slots.close();
        for (address, thread) in self.acceptors.drain(..) {
            // An acceptor sees that it is to stop when somebody comes.
            if TcpStream::connect_timeout(&reachable(address), FAREWELL).is_ok() {
                let _ = thread.join();
            }
        }
        self.shared.slots.wait_empty(FAREWELL);
        self.shared.streams.close();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    while !shared.slots.is_closed() {
        match listener.accept() {
            Ok((socket, _)) => admit(shared, socket),
            Err(_) => shared.slots.pause(BACK_OFF),
        }
    }
}

/// When there is no thread to be had, the connection is dropped with its slot.
fn admit(shared: &Arc<Shared>, socket: TcpStream) {
    let Some(slot) = shared.slots.take(socket) else { return };
    let shared = Arc::clone(shared);
    let thread = std::thread::Builder::new().name("http".into());
    let _ = thread.spawn(move || connection::serve(&shared, &slot));
}

/// So many at a time may do something.
#[derive(Debug)]
pub(super) struct Permits {
    free: Mutex<usize>,
    returned: Condvar,
}

pub(super) struct Permit<'a>(&'a Permits);

impl Permits {
    pub fn new(count: usize) -> Self {
        Self { free: Mutex::new(count), returned: Condvar::new() }
    }

    /// Waits for a permit, which is given back when it is dropped.
    pub fn take(&self) -> Permit<'_> {
        let waiting = self.returned.wait_while(self.free(), |free| *free == 0);
        *waiting.unwrap_or_else(PoisonError::into_inner) -= 1;
        Permit(self)
    }

    fn free(&self) -> MutexGuard<'_, usize> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        *self.0.free() += 1;
        self.0.returned.notify_one();
    }
}
