//! Who may ask. A browser carries out what any open page tells it, so a server on this machine is reachable for every
//! site: directly, and by a name of its own that is made to lead here (DNS rebinding). Only a page of the preview
//! itself gets a response. And who can ask: this machine alone, or the network.

use std::net::{IpAddr, SocketAddr, UdpSocket};

use super::head::Head;
use super::refusal::Refusal;

/// Where the server is.
#[derive(Debug, Clone)]
pub struct Host {
    pub address: SocketAddr,
    /// What the author told the server to listen on: a name or an address.
    pub name: String,
}

impl Host {
    /// Where a browser on this machine opens the preview, without a slash at the end.
    pub fn origin(&self) -> String {
        let port = self.address.port();
        let ip = self.address.ip();
        let named = !self.name.is_empty() && literal(&self.name).is_none();
        match ip {
            _ if named => format!("http://{}:{port}", self.name),
            _ if ip.is_unspecified() => format!("http://localhost:{port}"),
            _ => format!("http://{}", self.address),
        }
    }

    /// Where other computers open the preview, where they can: `Some` of an empty list means that they can, but not by
    /// which address. Each without a slash at the end.
    pub fn network_origins(&self) -> Option<Vec<String>> {
        let ip = self.address.ip();
        if ip.is_loopback() {
            return None;
        }
        if !ip.is_unspecified() {
            return Some(vec![self.origin()]);
        }
        let origin = |own: IpAddr| format!("http://{}", SocketAddr::new(own, self.address.port()));
        let mut origins: Vec<_> = own_addresses().filter(|own| ip.is_ipv6() || own.is_ipv4()).map(origin).collect();
        origins.sort();
        origins.dedup();
        Some(origins)
    }

    pub fn check(&self, head: &Head) -> Result<(), Refusal> {
        let mut hosts = head.all("Host");
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return Err(Refusal::NoHost) };
        if !self.is_own(host) {
            return Err(Refusal::ForeignHost);
        }
        let own = |origin: &str| origin.strip_prefix("http://").is_some_and(|rest| rest.eq_ignore_ascii_case(host));
        if !head.all("Origin").all(own) || !is_own_fetch(head) {
            return Err(Refusal::ForeignOrigin);
        }
        Ok(())
    }

    fn is_own(&self, host: &str) -> bool {
        let Some((name, port)) = split(host) else { return false };
        port == self.address.port()
            && (name.eq_ignore_ascii_case("localhost") || self.is_name(name) || self.is_address(name))
    }

    fn is_name(&self, name: &str) -> bool {
        !name.is_empty() && literal(name).is_none() && name.eq_ignore_ascii_case(&self.name)
    }

    /// An address cannot be rebound, so a server on all addresses answers to each.
    fn is_address(&self, name: &str) -> bool {
        let bound = self.address.ip().to_canonical();
        literal(name).is_some_and(|ip| ip.is_loopback() && is_usual(ip) || ip == bound || bound.is_unspecified())
    }
}

/// Addresses of other machines, in the networks that schools and homes use and beyond. Nothing is sent to them.
const ELSEWHERE: [&str; 5] =
    ["192.0.2.1:9", "192.168.255.254:9", "10.255.255.254:9", "172.31.255.254:9", "[2001:db8::1]:9"];

/// This machine's addresses, as the system would use them to reach another one.
fn own_addresses() -> impl Iterator<Item = IpAddr> {
    let own = |elsewhere: &str| {
        let any = if elsewhere.starts_with('[') { "[::]:0" } else { "0.0.0.0:0" };
        let socket = UdpSocket::bind(any).ok()?;
        // A datagram socket that is connected has chosen its address; no packet was sent.
        socket.connect(elsewhere).ok()?;
        Some(socket.local_addr().ok()?.ip())
    };
    ELSEWHERE.into_iter().filter_map(own).filter(|ip| !ip.is_loopback() && !ip.is_unspecified())
}

fn is_usual(ip: IpAddr) -> bool {
    ip.is_ipv6() || ip == IpAddr::from([127, 0, 0, 1])
}

fn literal(name: &str) -> Option<IpAddr> {
    let inner = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(name);
    inner.parse::<IpAddr>().ok().map(|ip| ip.to_canonical())
}

/// Name and port of `Host`; without a port it is that of HTTP.
fn split(host: &str) -> Option<(&str, u16)> {
    let end = if host.starts_with('[') { host.find(']')? + 1 } else { host.find(':').unwrap_or(host.len()) };
    let (name, port) = host.split_at(end);
    if port.is_empty() {
        return Some((name, 80));
    }
    let digits = port.strip_prefix(':')?;
    let port = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())??;
    Some((name, port))
}

/// What the browser says of the page that asks (Fetch Metadata). Another port of this machine is the same *site* but
/// another origin. Links from elsewhere may be followed: what they open is not readable there.
fn is_own_fetch(head: &Head) -> bool {
    match head.first("Sec-Fetch-Site") {
        None | Some("same-origin" | "none") => true,
        Some(_) => head.first("Sec-Fetch-Mode") == Some("navigate") && head.first("Sec-Fetch-Dest") == Some("document"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(address: &str, name: &str) -> Host {
        Host { address: address.parse().unwrap(), name: name.into() }
    }

    #[test]
    fn loopback_names_are_here_at_our_port_only() {
        for bound in ["127.0.0.1:1111", "[::1]:1111", "192.168.0.7:1111", "0.0.0.0:1111"] {
            let own = host(bound, "");
            for host in ["localhost:1111", "LOCALHOST:1111", "127.0.0.1:1111", "[::1]:1111"] {
                assert!(own.is_own(host), "{host} on {bound}");
            }
            for host in
                ["localhost", "localhost:1112", "localhost:", "localhost:+1111", "127.0.0.1", "[::1]", "::1:1111", ""]
            {
                assert!(!own.is_own(host), "{host} on {bound}");
            }
        }
        assert!(host("127.0.0.1:80", "").is_own("localhost"));
    }

    #[test]
    fn other_names_are_not_here() {
        let own = host("127.0.0.1:1111", "127.0.0.1");
        for host in [
            "evil.example:1111",
            "localhost.evil.example:1111",
            "localhost.:1111",
            "127.0.0.2:1111",
            "192.168.0.7:1111",
            "2130706433:1111",
        ] {
            assert!(!own.is_own(host), "{host}");
        }
    }

    #[test]
    fn the_address_that_is_bound_is_own() {
        assert!(host("192.168.0.7:1111", "192.168.0.7").is_own("192.168.0.7:1111"));
        assert!(!host("192.168.0.7:1111", "192.168.0.7").is_own("192.168.0.8:1111"));
        assert!(host("[fe80::7]:1111", "fe80::7").is_own("[FE80::7]:1111"));
    }

    #[test]
    fn on_all_addresses_each_address_is_own_but_no_name() {
        for bound in ["0.0.0.0:1111", "[::]:1111"] {
            let own = host(bound, bound);
            assert!(own.is_own("10.0.0.3:1111") && own.is_own("[2001:db8::1]:1111"));
            assert!(!own.is_own("evil.example:1111"));
        }
    }

    #[test]
    fn a_name_that_the_author_gave_is_own() {
        assert!(host("192.168.0.7:1111", "pc.lan").is_own("PC.lan:1111"));
        assert!(!host("192.168.0.7:1111", "pc.lan").is_own("x.pc.lan:1111"));
    }

    #[test]
    fn the_origin_can_be_opened() {
        assert_eq!(host("127.0.0.1:1111", "localhost").origin(), "http://localhost:1111");
        assert_eq!(host("127.0.0.1:1111", "127.0.0.1").origin(), "http://127.0.0.1:1111");
        assert_eq!(host("[::1]:1111", "::1").origin(), "http://[::1]:1111");
        assert_eq!(host("0.0.0.0:1111", "0.0.0.0").origin(), "http://localhost:1111");
    }

    #[test]
    fn who_listens_to_the_network_is_told_by_which_addresses() {
        assert_eq!(host("127.0.0.1:1111", "127.0.0.1").network_origins(), None);
        assert_eq!(host("[::1]:1111", "localhost").network_origins(), None);
        let one = host("192.168.0.7:1111", "192.168.0.7").network_origins();
        assert_eq!(one, Some(vec!["http://192.168.0.7:1111".to_owned()]));
        let named = host("192.168.0.7:1111", "pc.lan").network_origins();
        assert_eq!(named, Some(vec!["http://pc.lan:1111".to_owned()]));
        for origin in host("0.0.0.0:1111", "0.0.0.0").network_origins().expect("all addresses") {
            let address: SocketAddr = origin.strip_prefix("http://").unwrap().parse().unwrap();
            assert!(address.port() == 1111 && address.is_ipv4() && !address.ip().is_loopback(), "{origin}");
        }
    }
}
