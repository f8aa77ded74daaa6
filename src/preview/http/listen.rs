//! Sockets to listen on, and what to say when there are none to be had.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, ToSocketAddrs};

use crate::diagnostics::reasons::of_system;
use crate::diagnostics::{Code, Diagnostic};

use super::Limits;
use super::host::Host;

/// How many ports after one in use are tried.
const NEXT: u16 = 20;

/// Sockets that are bound and not answered yet: clients can connect already, and wait. [`Listener::serve`] begins.
#[derive(Debug)]
pub struct Listener {
    pub(super) sockets: Vec<TcpListener>,
    pub(super) host: Host,
    pub(super) limits: Limits,
}

/// Binds to a name or an address; `localhost` is both loopback addresses, as browsers try either. Port 0 is any free
/// one.
///
/// Problems: `port-in-use` (`host`, `port`, and `next`, the next free port, if there is one soon) and `bind-failed`
/// (`host`, `port`, `reason`).
pub fn listen(host: &str, port: u16) -> Result<Listener, Diagnostic> {
    let host = host.trim().trim_start_matches('[').trim_end_matches(']');
    bind(host, port).map_err(|error| problem(host, port, &error))
}

impl Listener {
    /// Where other computers open it, if they can; empty where the addresses are not known.
    pub fn network_origins(&self) -> Option<Vec<String>> {
        self.host.network_origins()
    }

    /// Where a browser on this machine opens it, without a slash at the end: `http://localhost:1111`.
    pub fn origin(&self) -> String {
        self.host.origin()
    }
}

fn bind(host: &str, port: u16) -> io::Result<Listener> {
    let sockets =
        if host.eq_ignore_ascii_case("localhost") { bind_loopback(port)? } else { vec![bind_named(host, port)?] };
    let address = sockets[0].local_addr()?;
    Ok(Listener { sockets, host: Host { address, name: host.to_owned() }, limits: Limits::default() })
}

fn bind_named(host: &str, port: u16) -> io::Result<TcpListener> {
    let addresses: Vec<_> = (host, port).to_socket_addrs()?.collect();
    TcpListener::bind(addresses.as_slice())
}

/// Both addresses at one port. A machine may lack one of them; but one that somebody else has would show a stranger's
/// pages.
fn bind_loopback(port: u16) -> io::Result<Vec<TcpListener>> {
    let loopback = |ip: IpAddr, port: u16| TcpListener::bind(SocketAddr::new(ip, port));
    let first = match loopback(Ipv4Addr::LOCALHOST.into(), port) {
        Err(error) if error.kind() != ErrorKind::AddrInUse => {
            return loopback(Ipv6Addr::LOCALHOST.into(), port).map(|only| vec![only]);
        }
        first => first?,
    };
    match loopback(Ipv6Addr::LOCALHOST.into(), first.local_addr()?.port()) {
        Ok(second) => Ok(vec![first, second]),
        Err(error) if error.kind() == ErrorKind::AddrInUse && port != 0 => Err(error),
        Err(_) => Ok(vec![first]),
    }
}

fn problem(host: &str, port: u16, error: &io::Error) -> Diagnostic {
    if error.kind() != ErrorKind::AddrInUse {
        return Diagnostic::error(Code::BindFailed).arg("host", host).arg("port", port).arg("reason", of_system(error));
    }
    let problem = Diagnostic::error(Code::PortInUse).arg("host", host).arg("port", port);
    let mut following = (1..=NEXT).filter_map(|step| port.checked_add(step));
    match following.find(|next| bind(host, *next).is_ok()) {
        Some(next) => problem.arg("next", next),
        None => problem.help("none"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Catalogue;

    fn arg(problem: &Diagnostic, name: &str) -> Option<String> {
        problem.args.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
    }

    #[test]
    fn a_port_in_use_names_the_next_free_one() {
        let taken = listen("127.0.0.1", 0).unwrap();
        let port = taken.host.address.port();
        let problem = listen("127.0.0.1", port).unwrap_err();
        assert_eq!((problem.code.name(), arg(&problem, "port")), ("port-in-use", Some(port.to_string())));
        let next: u16 = arg(&problem, "next").expect("one of twenty ports is free").parse().unwrap();
        assert!((port + 1..=port + NEXT).contains(&next));
        let lt = Catalogue::for_language("lt");
        assert_eq!(lt.message(&problem), format!("prievadas {port} užimtas"));
        assert!(lt.help(&problem).unwrap().contains(&format!("--port {next}")));
    }

    #[test]
    fn a_port_in_use_on_one_loopback_address_is_in_use_for_localhost() {
        let taken = listen("127.0.0.1", 0).unwrap();
        assert_eq!(listen("localhost", taken.host.address.port()).unwrap_err().code.name(), "port-in-use");
    }

    #[test]
    fn localhost_is_both_loopback_addresses_at_one_port() {
        let both = listen("localhost", 0).unwrap();
        let ports: Vec<_> = both.sockets.iter().map(|socket| socket.local_addr().unwrap().port()).collect();
        assert!(ports.iter().all(|port| *port == both.host.address.port()), "{ports:?}");
        assert_eq!(both.origin(), format!("http://localhost:{}", ports[0]));
    }

    #[test]
    fn an_address_of_another_machine_cannot_be_bound() {
        let problem = listen("192.0.2.1", 0).unwrap_err();
        assert_eq!(problem.code.name(), "bind-failed");
        assert!(!arg(&problem, "reason").unwrap().is_empty());
    }

    #[test]
    fn an_address_may_stand_in_brackets() {
        match listen("[::1]", 0) {
            Ok(listener) => assert!(listener.host.address.is_ipv6()),
            Err(problem) => assert_eq!(problem.code.name(), "bind-failed", "a machine without IPv6"),
        }
    }
}
