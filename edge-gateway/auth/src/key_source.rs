//! Where an issuer's keys are: at an address, or where the issuer's metadata says (RFC 8414, OpenID Connect Discovery 1.0).
//!
//! Made by [`crate::Settings`], followed by `key_flow`. A token never says where keys are. Metadata may, but only to an
//! origin that the deployment has listed: whoever can change the document cannot send the edge elsewhere.

use std::fmt;

use crate::json::{self, Fault};
use crate::{KeySetError, MAX_KEY_SET_BYTES};

/// An address that keys may come from: https, or http on loopback.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyUrl {
    text: String,
    /// Where the path begins.
    path: usize,
}

impl KeyUrl {
    /// Reads an absolute URL without user, fragment or white space. Keys that come over an open network are nobody's keys.
    #[must_use]
    pub fn parse(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (host, port) = match authority.rsplit_once(':') {
            // The colons of an IPv6 address are inside its brackets.
            Some((host, port)) if !port.contains(']') => (host, Some(port)),
            _ => (authority, None),
        };
        let is_host = !host.is_empty()
            && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte));
        let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok());
        let is_path = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#');
        let is_loopback = ["127.0.0.1", "localhost", "[::1]"].contains(&host);
        let is_trusted = scheme == "https" || scheme == "http" && is_loopback;
        (is_host && is_port && is_path && is_trusted)
            .then(|| Self { text: url.to_owned(), path: url.len() - path.len() })
    }

    /// Scheme, host and port, as written.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.text.get(..self.path).unwrap_or_default()
    }

    /// Path and query.
    #[must_use]
    pub fn path(&self) -> &str {
        self.text.get(self.path..).filter(|path| !path.is_empty()).unwrap_or("/")
    }

    /// All of it, as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The origin in the one form that two spellings of it share (RFC 6454 section 4).
    pub(crate) fn normal_origin(&self) -> String {
        let origin = self.origin().to_ascii_lowercase();
        let default_port = if origin.starts_with("https:") { ":443" } else { ":80" };
        origin.strip_suffix(default_port).map_or(origin.clone(), str::to_owned)
    }
}

impl fmt::Debug for KeyUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

/// Where one issuer's keys are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// The key set lies here (RFC 7517 section 5).
    KeySet(KeyUrl),
    /// The issuer's metadata lies here; its `jwks_uri` says where the key set is. Read anew at each refresh.
    Metadata {
        /// Where the metadata is.
        url: KeyUrl,
        /// What its `issuer` must be, to the letter (RFC 8414 section 3.3).
        issuer: String,
        /// The origins that `jwks_uri` may point to, as [`KeyUrl::normal_origin`] gives them.
        origins: Vec<String>,
    },
}

impl KeySource {
    /// What is asked first: the key set, or the metadata.
    #[must_use]
    pub fn url(&self) -> &KeyUrl {
        match self {
            Self::KeySet(url) | Self::Metadata { url, .. } => url,
        }
    }

    /// A name that no other source has: stored keys carry it, so that no change of configuration lends them to another issuer, or
    /// keeps those that came from an origin which has been taken off the list.
    #[must_use]
    pub fn id(&self) -> String {
        match self {
            Self::KeySet(url) => url.as_str().to_owned(),
            // No address, no issuer and no origin has a space.
            Self::Metadata { url, issuer, origins } => {
                format!("{} {issuer} {}", url.as_str(), origins.join(" "))
            }
        }
    }
}

/// The address of the key set, out of an issuer's metadata.
pub(crate) fn keys_address(metadata: &[u8], issuer: &str, origins: &[String]) -> Result<KeyUrl, KeySetError> {
    if metadata.len() > MAX_KEY_SET_BYTES {
        return Err(KeySetError::TooLarge);
    }
    let metadata = json::object(metadata).map_err(|fault| match fault {
        Fault::Malformed => KeySetError::MetadataMalformed,
        Fault::Duplicate => KeySetError::MemberRepeated,
    })?;
    if metadata.get("issuer").and_then(|value| value.as_str()) != Some(issuer) {
        return Err(KeySetError::MetadataOfAnother);
    }
    let url = metadata.get("jwks_uri").and_then(|value| value.as_str()).and_then(KeyUrl::parse);
    let url = url.ok_or(KeySetError::MetadataMalformed)?;
    if origins.contains(&url.normal_origin()) { Ok(url) } else { Err(KeySetError::KeysElsewhere) }
}

#[cfg(test)]
mod tests {
    use super::{KeyUrl, keys_address};
    use crate::KeySetError;

    #[test]
    fn keys_come_from_https_or_loopback() {
        for (url, origin, path) in [
            ("https://a", "https://a", "/"),
            ("https://a/k", "https://a", "/k"),
            ("https://a:8443/k?x=y", "https://a:8443", "/k?x=y"),
            ("https://[2001:db8::1]:8443/k", "https://[2001:db8::1]:8443", "/k"),
            ("http://127.0.0.1:80/k", "http://127.0.0.1:80", "/k"),
            ("http://localhost/k", "http://localhost", "/k"),
            ("http://[::1]:1/k", "http://[::1]:1", "/k"),
            ("http://[::1]/k", "http://[::1]", "/k"),
        ] {
            let url = KeyUrl::parse(url).unwrap();
            assert_eq!((url.origin(), url.path()), (origin, path));
        }
        for url in [
            "http://a/k",
            "https://",
            "https:///k",
            "https://:1/k",
            "HTTPS://a/k",
            "ftp://a/k",
            "a",
            "https://a/ k",
            "http://127.0.0.1.evil.example/k",
            "http://localhost:1@evil.example/k",
            "http://localhost.evil.example",
            "https://user@a/k",
            "https://a/k#f",
            "http://127.0.0.1:99999/k",
            "http://127.0.0.1\\@evil.example/",
            "https://a?b",
            "https://a#b",
            "https://*.example/k",
        ] {
            assert!(KeyUrl::parse(url).is_none(), "{url}");
        }
    }

    #[test]
    fn metadata_is_of_this_issuer_and_points_to_an_allowed_origin() {
        let issuer = "https://a.example";
        let read = |metadata: &str| {
            let origins = ["https://a.example".to_owned(), "https://keys.example:8443".to_owned()];
            keys_address(metadata.as_bytes(), issuer, &origins).map(|url| url.as_str().to_owned())
        };
        let with =
            |jwks_uri: &str| read(&format!(r#"{{"issuer":"{issuer}","jwks_uri":"{jwks_uri}","x":[1]}}"#));
        for url in ["https://a.example/k", "https://A.example:443/k", "https://keys.example:8443/k?a=b"] {
            assert_eq!(with(url), Ok(url.to_owned()));
        }
        for url in [
            "https://evil.example/k",
            "https://keys.example/k",
            "https://a.example:8443/k",
            "https://a.example.evil/k",
        ] {
            assert_eq!(with(url), Err(KeySetError::KeysElsewhere), "{url}");
        }
        for url in ["http://a.example/k", "", "/k", "https://a.example@evil.example/k"] {
            assert_eq!(with(url), Err(KeySetError::MetadataMalformed), "{url}");
        }
        for other in ["https://a.example/", "https://A.example", "https://b.example", ""] {
            let metadata = format!(r#"{{"issuer":"{other}","jwks_uri":"https://a.example/k"}}"#);
            assert_eq!(read(&metadata), Err(KeySetError::MetadataOfAnother), "{other}");
        }
        assert_eq!(read(r#"{"jwks_uri":"https://a.example/k"}"#), Err(KeySetError::MetadataOfAnother));
        assert_eq!(read(r#"{"issuer":"https://a.example"}"#), Err(KeySetError::MetadataMalformed));
        assert_eq!(read("[]"), Err(KeySetError::MetadataMalformed));
        let twice =
            r#"{"issuer":"https://b.example","issuer":"https://a.example","jwks_uri":"https://a.example/k"}"#;
        assert_eq!(read(twice), Err(KeySetError::MemberRepeated));
        assert_eq!(read(&" ".repeat(65 * 1024)), Err(KeySetError::TooLarge));
    }
}
