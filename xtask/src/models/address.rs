//! As much of URLs as following a redirect takes: whose address it is, and where a relative one leads.

use ureq::http::Uri;

/// Scheme, host and port: what a token belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    pub(super) scheme: String,
    pub(super) host: String,
    pub(super) port: u16,
}

impl Origin {
    /// The origin of an absolute `http` or `https` URL.
    pub(super) fn of(url: &str) -> Option<Self> {
        let uri: Uri = url.parse().ok()?;
        let scheme = uri.scheme_str()?.to_ascii_lowercase();
        let usual = match scheme.as_str() {
            "https" => 443,
            "http" => 80,
            _ => return None,
        };
        let host = uri.host().filter(|host| !host.is_empty())?.to_ascii_lowercase();
        Some(Self { scheme, host, port: uri.port_u16().unwrap_or(usual) })
    }

    /// This machine itself: no proxy stands between.
    pub(super) fn is_loopback(&self) -> bool {
        matches!(self.host.as_str(), "localhost" | "127.0.0.1" | "[::1]")
    }
}

/// Where `location`, in an answer to a request for `base`, leads (RFC 3986, section 5.2, for the forms that servers send).
pub(super) fn join(base: &str, location: &str) -> Option<String> {
    if Origin::of(location).is_some() {
        return Some(location.to_owned());
    }
    let (scheme, rest) = base.split_once("://")?;
    if location.starts_with("//") {
        return Some(format!("{scheme}:{location}"));
    }
    if location.contains("://") {
        return None;
    }
    let path_at = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(path_at);
    if location.starts_with('/') {
        return Some(format!("{scheme}://{authority}{location}"));
    }
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    Some(format!("{scheme}://{authority}{folder}/{location}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        assert_eq!(Origin::of("https://hub.test/a"), Origin::of("HTTPS://HUB.test:443/b?c"));
        assert_ne!(Origin::of("https://hub.test/"), Origin::of("http://hub.test/"));
        assert_ne!(Origin::of("https://hub.test/"), Origin::of("https://hub.test:444/"));
        assert_ne!(Origin::of("https://hub.test/"), Origin::of("https://hub.test.evil.test/"));
        // What stands before an @ is a user's name, not the host.
        assert_eq!(Origin::of("https://hub.test@evil.test/").unwrap().host, "evil.test");
        for none in ["/path", "ftp://hub.test/", "file:///etc/passwd", ""] {
            assert_eq!(Origin::of(none), None, "{none}");
        }
        assert!(Origin::of("http://127.0.0.1:80/").unwrap().is_loopback());
        assert!(Origin::of("http://[::1]:80/").unwrap().is_loopback());
    }

    #[test]
    fn locations_are_joined() {
        let base = "https://hub.test:8443/org/model/resolve/1/file?x=/y";
        let check = |location: &str, expected: Option<&str>| {
            assert_eq!(join(base, location).as_deref(), expected, "{location}");
        };
        check("https://cdn.test/blob?sig=a", Some("https://cdn.test/blob?sig=a"));
        check("//cdn.test/blob", Some("https://cdn.test/blob"));
        check("/api/file", Some("https://hub.test:8443/api/file"));
        check("other", Some("https://hub.test:8443/org/model/resolve/1/other"));
        check("ftp://cdn.test/blob", None);
        assert_eq!(join("http://hub.test", "next").as_deref(), Some("http://hub.test/next"));
    }
}
