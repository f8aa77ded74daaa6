//! The running server: threads that accept, one thread a connection, and their end.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::host::Host;
use super::listen::Listener;
use super::{EventStreams, Handler, Limits, connection, target};

/// After an accept that failed: there may be no file descriptor left, and one of ours is soon free.
const BACK_OFF: Duration = Duration::from_millis(50);
/// For responses that are under way when the server stops.
const GRACE: Duration = Duration::from_secs(1);

/// Answers until it is stopped or dropped.
pub struct Server {
    pub(super) shared: Arc<Shared>,
    acceptors: Vec<(SocketAddr, JoinHandle<()>)>,
}

/// What all threads of a server have in common.
pub(super) struct Shared {
    pub handler: Arc<dyn Handler>,
    pub streams: Arc<EventStreams>,
    pub base: String,
    pub host: Host,
    pub limits: Limits,
    connections: Mutex<Connections>,
    ended: Condvar,
}

#[derive(Default)]
struct Connections {
    stopped: bool,
    last: u64,
    open: BTreeMap<u64, Arc<TcpStream>>,
}

/// A connection that counts as open until this is dropped.
pub(super) struct Connection {
    pub shared: Arc<Shared>,
    pub socket: Arc<TcpStream>,
    number: u64,
}

impl Listener {
    /// Begins to answer below `base`, a path such as `/` or `/portal/`.
    pub fn serve(self, base: &str, handler: Arc<dyn Handler>, streams: Arc<EventStreams>) -> Server {
        let Self { sockets, host, limits } = self;
        let (connections, ended) = (Mutex::default(), Condvar::new());
        let base = target::base(base);
        let shared = Arc::new(Shared { handler, streams, base, host, limits, connections, ended });
        let acceptors = sockets.into_iter().filter_map(|socket| {
            let (address, shared) = (socket.local_addr().ok()?, Arc::clone(&shared));
            Some((address, thread::spawn(move || shared.accept(&socket))))
        });
        Server { acceptors: acceptors.collect(), shared }
    }
}

impl Server {
    /// Frees the port, breaks off every connection and stream, and waits for the threads. A response that takes longer
    /// than a second to work out is left to itself.
    pub fn stop(&mut self) {
        let mut connections = self.shared.connections();
        connections.stopped = true;
        for socket in connections.open.values() {
            let _ = socket.shutdown(Shutdown::Both);
        }
        drop(connections);
        self.shared.ended.notify_all();
        for (address, thread) in self.acceptors.drain(..) {
            // An acceptor sees that it is to stop when somebody connects.
            if TcpStream::connect_timeout(&reachable(address), GRACE).is_ok() {
                let _ = thread.join();
            }
        }
        let open = |connections: &mut Connections| !connections.open.is_empty();
        drop(self.shared.ended.wait_timeout_while(self.shared.connections(), GRACE, open));
        self.shared.streams.close();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// `0.0.0.0` and `::` can be listened on but not connected to everywhere.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

impl Shared {
    fn accept(self: Arc<Self>, listener: &TcpListener) {
        while !self.connections().stopped {
            match listener.accept() {
                Ok((socket, client)) => {
                    if let Some(connection) = self.open(socket, client.ip().to_canonical()) {
                        // Without a thread to be had, the connection ends here.
                        let _ =
                            thread::Builder::new().name("http".into()).spawn(move || connection::serve(&connection));
                    }
                }
                Err(_) => thread::sleep(BACK_OFF),
            }
        }
    }

    /// Waits until there are few enough connections. `None`: the client is turned away.
    pub(super) fn open(self: &Arc<Self>, socket: TcpStream, client: IpAddr) -> Option<Connection> {
        let full =
            |connections: &mut Connections| !connections.stopped && connections.open.len() >= self.limits.connections;
        let waited = self.ended.wait_while(self.connections(), full);
        let mut connections = waited.unwrap_or_else(PoisonError::into_inner);
        if connections.stopped || (!client.is_loopback() && connections.open.len() >= self.limits.remote) {
            return None;
        }
        connections.last += 1;
        let (number, socket) = (connections.last, Arc::new(socket));
        connections.open.insert(number, Arc::clone(&socket));
        Some(Connection { shared: Arc::clone(self), socket, number })
    }

    #[cfg(test)]
    pub fn open_connections(&self) -> usize {
        self.connections().open.len()
    }

    fn connections(&self) -> MutexGuard<'_, Connections> {
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.shared.connections().open.remove(&self.number);
        self.shared.ended.notify_all();
    }
}
