//! Who a client's certificate speaks for: a DNS name, or a workload by its SPIFFE ID.

use std::sync::Arc;

use rustls::client::danger::HandshakeSignatureValid;
use rustls::client::verify_server_name;
use rustls::pki_types::{CertificateDer, DnsName, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{CertificateError, DigitallySignedStruct, DistinguishedName, SignatureScheme};
use webpki::EndEntityCert;

/// Longest SPIFFE ID, in bytes (SPIFFE-ID section 2.3).
const LONGEST_ID: usize = 2048;
/// Longest trust domain, likewise.
const LONGEST_TRUST_DOMAIN: usize = 255;

/// A name that a client's certificate may carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientName {
    /// Among the DNS names of its subject alternative names.
    Dns(DnsName<'static>),
    /// As the one URI of its subject alternative names.
    Spiffe(SpiffeId),
}

/// `spiffe://<trust domain>/<path>`, as <https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md> has it. Compared
/// byte by byte: the standard knows no other spelling of an ID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpiffeId(String);

impl ClientName {
    /// Reads a name as configuration writes it. The error says what it must be.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        if text.starts_with("spiffe:") {
            return SpiffeId::parse(text).map(Self::Spiffe);
        }
        let name = DnsName::try_from(text.to_owned());
        name.map(Self::Dns).map_err(|_no_name| "must be DNS names, or SPIFFE IDs as in spiffe://domain/path")
    }

    fn is_of(&self, certificate: &CertificateDer<'_>) -> Result<bool, rustls::Error> {
        match self {
            Self::Dns(name) => {
                let parsed = ParsedCertificate::try_from(certificate)?;
                Ok(verify_server_name(&parsed, &ServerName::DnsName(name.clone())).is_ok())
            }
            Self::Spiffe(SpiffeId(id)) => {
                let parsed = EndEntityCert::try_from(certificate)
                    .map_err(|_unreadable| rustls::Error::from(CertificateError::BadEncoding))?;
                // More than one URI: not the document of a workload (X509-SVID section 2).
                let mut names = parsed.valid_uri_names();
                Ok(names.next() == Some(id.as_str()) && names.next().is_none())
            }
        }
    }
}

impl SpiffeId {
    /// Checks an ID by sections 2.1 to 2.3 of the standard. One without a path names a trust domain and no workload.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        const FORM: &str = "a SPIFFE ID is spiffe://domain/path: the domain in a-z 0-9 . - _, the path in letters, digits and . - _";
        let (domain, path) =
            text.strip_prefix("spiffe://").and_then(|rest| rest.split_once('/')).ok_or(FORM)?;
        let marks = |c: char| matches!(c, '.' | '-' | '_');
        let domain_is_good = (1..=LONGEST_TRUST_DOMAIN).contains(&domain.len())
            && domain.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || marks(c));
        let path_is_good = path.split('/').all(|segment| {
            !matches!(segment, "" | "." | "..")
                && segment.chars().all(|c| c.is_ascii_alphanumeric() || marks(c))
        });
        if domain_is_good && path_is_good && text.len() <= LONGEST_ID {
            Ok(Self(text.to_owned()))
        } else {
            Err(FORM)
        }
    }
}

/// Everything that rustls checks of a client certificate, and then its name.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) issued: Arc<dyn ClientCertVerifier>,
    /// Any will do when there is none.
    pub(super) names: Vec<ClientName>,
}

impl ClientCertVerifier for Named {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        self.issued.root_hint_subjects()
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, rustls::Error> {
        let verified = self.issued.verify_client_cert(end_entity, intermediates, now)?;
        if self.names.is_empty() {
            return Ok(verified);
        }
        for name in &self.names {
            if name.is_of(end_entity)? {
                return Ok(verified);
            }
        }
        Err(CertificateError::NotValidForName.into())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.issued.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.issued.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.issued.supported_verify_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_the_standards_have_them() {
        for good in ["edge.test", "spiffe://example.org/ns/anteroom/sa/edge", "spiffe://a-b_c.d/X.1_-"] {
            assert!(ClientName::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "edge test",
            "10.0.0.1:1",
            "http://edge.test",
            "spiffe:edge",
            "spiffe://example.org",
            "spiffe://example.org/",
            "spiffe://Example.org/edge",
            "spiffe://example.org:8443/edge",
            "spiffe://user@example.org/edge",
            "spiffe://example.org/edge/",
            "spiffe://example.org/a/../edge",
            "spiffe://example.org/edge?x",
            "spiffe://example.org/%65dge",
            "spiffe:///edge",
        ] {
            assert!(ClientName::parse(bad).is_err(), "{bad}");
        }
        let long = format!("spiffe://example.org/{}", "x".repeat(LONGEST_ID));
        assert!(ClientName::parse(&long).is_err());
    }
}
