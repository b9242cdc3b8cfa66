//! `allowed_outbound_hosts`: which origins the component may call, in Spin's notation
//! `<scheme>://<host>[:<port>]`, with Spin's wildcards.
//!
//! For whom: the configuration (parsing) and the outbound handler (asking). Anything that does not
//! match exactly is denied: there is no fallback.

use std::net::IpAddr;
use std::ops::Range;

use http::Uri;

/// One entry of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    /// `None`: any.
    scheme: Option<String>,
    host: Host,
    port: Port,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Host {
    Any,
    /// `*.example.com`, kept as `.example.com`.
    Subdomain(String),
    Name(String),
    Address(IpAddr),
    Network(IpAddr, u8),
    /// `self`: Spin's calls to the application itself, which this host does not offer.
    Itself,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Port {
    Any,
    One(u16),
    Range(Range<u16>),
}

/// The whole list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowedHosts(Vec<Entry>);

impl AllowedHosts {
    /// Parses the entries, templates already filled; every bad one is a mistake.
    pub(super) fn parse<'a>(entries: impl IntoIterator<Item = &'a str>, mistakes: &mut Vec<String>) -> Self {
        let mut list = Vec::new();
        for entry in entries {
            match parse_entry(entry) {
                Ok(entry) => list.push(entry),
                Err(why) => mistakes.push(format!("allowed_outbound_hosts: {entry:?}: {why}")),
            }
        }
        Self(list)
    }

    /// Whether a request to `uri` (absolute) is allowed.
    pub fn allows(&self, uri: &Uri) -> bool {
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return false;
        };
        // A user name in an origin serves only to confuse a reader about where a request goes.
        if authority.as_str().contains('@') {
            return false;
        }
        let Some(port) = authority.port_u16().or_else(|| well_known_port(scheme)) else {
            return false;
        };
        let host = authority.host().to_ascii_lowercase();
        self.0.iter().any(|entry| entry.allows(scheme, &host, port))
    }
}

impl Entry {
    fn allows(&self, scheme: &str, host: &str, port: u16) -> bool {
        self.scheme.as_deref().is_none_or(|own| own == scheme)
            && match &self.port {
                Port::Any => true,
                Port::One(own) => *own == port,
                Port::Range(range) => range.contains(&port),
            }
            && self.host.allows(host)
    }
}

impl Host {
    fn allows(&self, host: &str) -> bool {
        let address = parse_address(host);
        match self {
            Self::Any => !host.is_empty(),
            Self::Subdomain(suffix) => address.is_none() && host.ends_with(suffix.as_str()),
            Self::Name(name) => host == name,
            Self::Address(own) => address == Some(*own),
            Self::Network(network, bits) => address.is_some_and(|address| contains(*network, *bits, address)),
            Self::Itself => false,
        }
    }
}

fn parse_entry(entry: &str) -> Result<Entry, &'static str> {
    let (scheme, rest) = entry.trim().split_once("://").ok_or("it has no scheme (`https://…`)")?;
    let scheme_name = match scheme {
        "*" => None,
        name if !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase()) => Some(name.to_owned()),
        _ => return Err("a scheme has only lower-case letters, or is `*`"),
    };
    // A network has a slash of its own; everything else may only end in one.
    let (host, port) = split_port(rest)?;
    let port = port.map(|port| port.trim_end_matches('/'));
    let port = match port {
        None | Some("") => {
            Port::One(well_known_port(scheme).ok_or("it has no port and its scheme has no usual one")?)
        }
        Some("*") => Port::Any,
        Some(port) => match port.split_once("..") {
            Some((from, to)) => Port::Range(parse_port(from)?..parse_port(to)?),
            None => Port::One(parse_port(port)?),
        },
    };
    Ok(Entry { scheme: scheme_name, host: parse_host(host)?, port })
}

/// Splits at the colon of the port, not at one inside the brackets of an IPv6 address.
fn split_port(rest: &str) -> Result<(&str, Option<&str>), &'static str> {
    let from = rest.rfind(']').unwrap_or(0);
    match rest[from..].find(':') {
        None => Ok((rest, None)),
        Some(at) => {
            let (host, port) = rest.split_at(from + at);
            let port = &port[1..];
            if port.trim_end_matches('/').contains('/') {
                return Err("it has a path, which is not allowed");
            }
            Ok((host, Some(port)))
        }
    }
}

fn parse_host(host: &str) -> Result<Host, &'static str> {
    match host {
        "" => return Err("it has no host"),
        "*" => return Ok(Host::Any),
        "self" | "self.alt" => return Ok(Host::Itself),
        _ => {}
    }
    if let Some((address, bits)) = host.split_once('/')
        && let (Some(address), Ok(bits)) = (parse_address(address), bits.parse::<u8>())
    {
        let most = if address.is_ipv4() { 32 } else { 128 };
        return if bits <= most { Ok(Host::Network(address, bits)) } else { Err("the prefix is too long") };
    }
    let host = host.trim_end_matches('/').to_ascii_lowercase();
    if host.contains('/') {
        return Err("it has a path, which is not allowed");
    }
    if let Some(address) = parse_address(&host) {
        return Ok(Host::Address(address));
    }
    if !host.is_ascii() || host.contains(['@', '{', '}', '?', '#', ' ', '[', ']', ':']) {
        return Err("that is not a host name");
    }
    match host.strip_prefix("*.") {
        Some(domain) if !domain.is_empty() && !domain.contains('*') => {
            Ok(Host::Subdomain(format!(".{domain}")))
        }
        None if !host.contains('*') => Ok(Host::Name(host)),
        _ => Err("a wildcard stands only for a whole host or its first labels (`*.example.com`)"),
    }
}

fn parse_port(port: &str) -> Result<u16, &'static str> {
    port.parse().map_err(|_| "the port is not a number from 0 to 65535")
}

fn parse_address(host: &str) -> Option<IpAddr> {
    host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host).parse().ok()
}

fn contains(network: IpAddr, bits: u8, address: IpAddr) -> bool {
    let same = |a: u128, b: u128, width: u32| {
        let drop = width - u32::from(bits);
        drop >= width || (a >> drop) == (b >> drop)
    };
    match (network, address) {
        (IpAddr::V4(a), IpAddr::V4(b)) => same(u32::from(a).into(), u32::from(b).into(), 32),
        (IpAddr::V6(a), IpAddr::V6(b)) => bits == 0 || same(a.into(), b.into(), 128),
        _ => false,
    }
}

fn well_known_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" => Some(80),
        "https" => Some(443),
        "redis" => Some(6379),
        "postgres" => Some(5432),
        "mysql" => Some(3306),
        "mqtt" => Some(1883),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(entry: &str, uri: &str) -> bool {
        let mut mistakes = Vec::new();
        let list = AllowedHosts::parse([entry], &mut mistakes);
        assert_eq!(mistakes, Vec::<String>::new(), "{entry}");
        list.allows(&uri.parse().unwrap())
    }

    #[test]
    fn exact() {
        assert!(check("https://pool.example", "https://pool.example/v2"));
        assert!(check("https://pool.example", "https://POOL.example:443/v2"));
        assert!(check("https://pool.example:8443/", "https://pool.example:8443/v2"));
        assert!(check("http://127.0.0.1:80", "http://127.0.0.1/"));
        assert!(check("http://[::1]:8080", "http://[::1]:8080/"));
        assert!(!check("https://pool.example", "http://pool.example/"));
        assert!(!check("https://pool.example", "https://pool.example:444/"));
        assert!(!check("https://pool.example", "https://pool.example.evil.test/"));
        assert!(!check("https://pool.example", "https://pool.example@evil.test/"));
        assert!(!check("https://*:*", "https://a@pool.example/"));
        assert!(!check("https://pool.example", "https://xpool.example/"));
    }

    #[test]
    fn wildcards() {
        assert!(check("*://*:*", "http://anything:1234/"));
        assert!(check("https://*.example.com", "https://a.b.example.com/"));
        assert!(!check("https://*.example.com", "https://example.com/"));
        assert!(check("http://host:1000..2000", "http://host:1999/"));
        assert!(!check("http://host:1000..2000", "http://host:2000/"));
        assert!(check("http://10.0.0.0/8:*", "http://10.1.2.3:99/"));
        assert!(!check("http://10.0.0.0/8:*", "http://11.1.2.3:99/"));
        assert!(check("http://0.0.0.0/0", "http://1.2.3.4/"));
        assert!(check("http://[::]/0", "http://[::1]/"));
        assert!(!check("http://self", "http://self/"));
    }

    #[test]
    fn refused() {
        for bad in [
            "",
            "*",
            "pool.example",
            "https://",
            "https://a/b",
            "https://a:1/b",
            "https://a:x",
            "ftp://a",
            "https://*a.example",
            "https://a b",
            "HTTPS://a",
            "https://10.0.0.0/33",
            "https://u@a",
        ] {
            let mut mistakes = Vec::new();
            AllowedHosts::parse([bad], &mut mistakes);
            assert_eq!(mistakes.len(), 1, "{bad}");
        }
    }
}
