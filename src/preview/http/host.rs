//! Who may ask. A browser carries out what any open page tells it, so a server on this machine is reachable for every
//! site: directly, and by a name of its own that is made to lead here (DNS rebinding). Only a page of the preview
//! itself gets an answer.

use std::net::{IpAddr, SocketAddr};

use super::head::Head;
use super::refusal::Refusal;

/// Where the server is.
#[derive(Debug, Clone)]
pub struct Here {
    pub address: SocketAddr,
    /// What the author told the server to listen on: a name or an address.
    pub name: String,
}

impl Here {
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

    pub fn admits(&self, head: &Head) -> Result<(), Refusal> {
        let mut hosts = head.all("Host");
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return Err(Refusal::NoHost) };
        if !self.is_here(host) {
            return Err(Refusal::ForeignHost);
        }
        let own = |origin: &str| origin.strip_prefix("http://").is_some_and(|rest| rest.eq_ignore_ascii_case(host));
        if !head.all("Origin").all(own) || !is_own_fetch(head) {
            return Err(Refusal::ForeignOrigin);
        }
        Ok(())
    }

    fn is_here(&self, host: &str) -> bool {
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

    fn here(address: &str, name: &str) -> Here {
        Here { address: address.parse().unwrap(), name: name.into() }
    }

    #[test]
    fn loopback_names_are_here_at_our_port_only() {
        for bound in ["127.0.0.1:1111", "[::1]:1111", "192.168.0.7:1111", "0.0.0.0:1111"] {
            let here = here(bound, "");
            for host in ["localhost:1111", "LOCALHOST:1111", "127.0.0.1:1111", "[::1]:1111"] {
                assert!(here.is_here(host), "{host} on {bound}");
            }
            for host in
                ["localhost", "localhost:1112", "localhost:", "localhost:+1111", "127.0.0.1", "[::1]", "::1:1111", ""]
            {
                assert!(!here.is_here(host), "{host} on {bound}");
            }
        }
        assert!(here("127.0.0.1:80", "").is_here("localhost"));
    }

    #[test]
    fn other_names_are_not_here() {
        let here = here("127.0.0.1:1111", "127.0.0.1");
        for host in [
            "evil.example:1111",
            "localhost.evil.example:1111",
            "localhost.:1111",
            "127.0.0.2:1111",
            "192.168.0.7:1111",
            "2130706433:1111",
        ] {
            assert!(!here.is_here(host), "{host}");
        }
    }

    #[test]
    fn the_address_that_is_bound_is_here() {
        assert!(here("192.168.0.7:1111", "192.168.0.7").is_here("192.168.0.7:1111"));
        assert!(!here("192.168.0.7:1111", "192.168.0.7").is_here("192.168.0.8:1111"));
        assert!(here("[fe80::7]:1111", "fe80::7").is_here("[FE80::7]:1111"));
    }

    #[test]
    fn on_all_addresses_each_address_is_here_but_no_name() {
        for bound in ["0.0.0.0:1111", "[::]:1111"] {
            let here = here(bound, bound);
            assert!(here.is_here("10.0.0.3:1111") && here.is_here("[2001:db8::1]:1111"));
            assert!(!here.is_here("evil.example:1111"));
        }
    }

    #[test]
    fn a_name_that_the_author_gave_is_here() {
        assert!(here("192.168.0.7:1111", "pc.lan").is_here("PC.lan:1111"));
        assert!(!here("192.168.0.7:1111", "pc.lan").is_here("x.pc.lan:1111"));
    }

    #[test]
    fn the_origin_can_be_opened() {
        assert_eq!(here("127.0.0.1:1111", "localhost").origin(), "http://localhost:1111");
        assert_eq!(here("127.0.0.1:1111", "127.0.0.1").origin(), "http://127.0.0.1:1111");
        assert_eq!(here("[::1]:1111", "::1").origin(), "http://[::1]:1111");
        assert_eq!(here("0.0.0.0:1111", "0.0.0.0").origin(), "http://localhost:1111");
    }
}
