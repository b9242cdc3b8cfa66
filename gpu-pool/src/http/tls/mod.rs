//! TLS for the server: rustls with ring, ALPN for HTTP/2 and HTTP/1.1, client certificates where a CA is given.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::danger::HandshakeSignatureValid;
use rustls::client::verify_server_name;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::server::{ParsedCertificate, WebPkiClientVerifier};
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, RootCertStore, ServerConfig, SignatureScheme,
};

/// Why TLS cannot be set up. Names files, never what is in them.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct TlsError(String);

fn unusable(path: &Path, cause: impl std::fmt::Display) -> TlsError {
    TlsError(format!("{}: {cause}", path.display()))
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let found: Result<Vec<_>, _> =
        CertificateDer::pem_file_iter(path).map_err(|e| unusable(path, e))?.collect();
    let found = found.map_err(|e| unusable(path, e))?;
    if found.is_empty() {
        return Err(unusable(path, "no certificate in it"));
    }
    Ok(found)
}

/// Who may connect.
#[derive(Debug, Clone)]
pub struct Clients {
    /// Their certificates' CA.
    pub ca: PathBuf,
    /// DNS names, one of which a certificate must carry; any certificate of the CA will do when there is none.
    pub names: Vec<ServerName<'static>>,
}

/// The server's side of TLS. With `clients`, whoever has no valid certificate of that CA, or a certificate in another
/// name, is refused in the handshake.
pub fn server(
    certificate: &Path,
    key: &Path,
    clients: Option<&Clients>,
) -> Result<Arc<ServerConfig>, TlsError> {
    // Named here rather than installed process-wide: whoever embeds this library keeps the choice for the rest.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let chain = certificates(certificate)?;
    let secret = PrivateKeyDer::from_pem_file(key).map_err(|e| unusable(key, e))?;
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|e| TlsError(e.to_string()))?;
    let builder = match clients {
        None => builder.with_no_client_auth(),
        Some(Clients { ca, names }) => {
            let mut roots = RootCertStore::empty();
            for certificate in certificates(ca)? {
                roots.add(certificate).map_err(|e| unusable(ca, e))?;
            }
            let issued = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
                .build()
                .map_err(|e| unusable(ca, e))?;
            builder.with_client_cert_verifier(Arc::new(Named { issued, names: names.clone() }))
        }
    };
    let mut config = builder.with_single_cert(chain, secret).map_err(|e| unusable(certificate, e))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// Everything that rustls checks of a client certificate, and then its name.
#[derive(Debug)]
struct Named {
    issued: Arc<dyn ClientCertVerifier>,
    names: Vec<ServerName<'static>>,
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
        let certificate = ParsedCertificate::try_from(end_entity)?;
        if self.names.is_empty()
            || self.names.iter().any(|name| verify_server_name(&certificate, name).is_ok())
        {
            return Ok(verified);
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
