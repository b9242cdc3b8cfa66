//! TLS for the server: rustls with ring, ALPN for HTTP/2 and HTTP/1.1, client certificates where a CA is given; and the
//! files read again when they change.

mod expiry;
mod names;
mod reload;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use rustls::{RootCertStore, ServerConfig};
use sha2::{Digest, Sha256};

pub(crate) use self::expiry::Expiry;
use self::names::Named;
pub use self::names::{ClientName, SpiffeId};
pub(crate) use self::reload::Tls;

/// Why TLS cannot be set up: a line for each file that will not do. Names files, never what is in them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("; "))]
pub struct TlsError(Vec<String>);

impl TlsError {
    /// Each with the flag that names the file.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.0
    }
}

/// Who may connect.
#[derive(Debug, Clone)]
pub struct Clients {
    /// Their certificates' CA.
    pub ca: PathBuf,
    /// Names, one of which a certificate must carry; any certificate of the CA will do when there is none.
    pub names: Vec<ClientName>,
}

/// Files for TLS.
#[derive(Debug, Clone)]
pub struct TlsFiles {
    /// Server certificate chain.
    pub certificate: PathBuf,
    /// Server key.
    pub key: PathBuf,
    /// Whose client certificates are served; none are asked for without it.
    pub clients: Option<Clients>,
}

/// What a server is made of, and who judges its clients' certificates where any are asked for.
#[derive(Clone)]
struct Served {
    config: Arc<ServerConfig>,
    clients: Option<Arc<dyn ClientCertVerifier>>,
    /// When what is in use ends.
    expiry: Expiry,
}

/// What was in the files at one moment. All are read before any is used, so that a swap meets as little as possible; a
/// certificate and a key from two sides of it do not match and are refused.
struct Pem {
    certificate: Vec<u8>,
    key: Vec<u8>,
    clients: Option<Vec<u8>>,
}

impl Pem {
    /// Tells one state of the files from another.
    fn print(&self) -> [u8; 32] {
        let mut print = Sha256::new();
        for part in [Some(&self.certificate), Some(&self.key), self.clients.as_ref()].into_iter().flatten() {
            print.update((part.len() as u64).to_le_bytes());
            print.update(part);
        }
        print.finalize().into()
    }
}

impl TlsFiles {
    /// Whether a server can be made of them as they are now.
    pub fn check(&self) -> Result<(), TlsError> {
        self.server(&self.read()?).map(|_good| ())
    }

    fn read(&self) -> Result<Pem, TlsError> {
        let mut wrong = Vec::new();
        let mut read = |flag: &str, path: &Path| {
            std::fs::read(path).map_err(|e| wrong.push(problem(flag, path, e))).unwrap_or_default()
        };
        let pem = Pem {
            certificate: read("tls-cert", &self.certificate),
            key: read("tls-key", &self.key),
            clients: self.clients.as_ref().map(|clients| read("client-ca", &clients.ca)),
        };
        if wrong.is_empty() { Ok(pem) } else { Err(TlsError(wrong)) }
    }

    /// The server's side of TLS. With `clients`, whoever has no valid certificate of that CA, or a certificate in another
    /// name, is refused in the handshake.
    fn server(&self, pem: &Pem) -> Result<Served, TlsError> {
        let one = |problem: String| TlsError(vec![problem]);
        // Named here rather than installed process-wide: whoever embeds this library keeps the choice for the rest.
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let chain = certificates("tls-cert", &self.certificate, &pem.certificate);
        let secret = PrivateKeyDer::from_pem_slice(&pem.key).map_err(|e| problem("tls-key", &self.key, e));
        let authorities = match (&self.clients, &pem.clients) {
            (Some(clients), Some(pem)) => {
                roots(&clients.ca, pem).map(|roots| Some((Arc::new(roots), clients)))
            }
            _ => Ok(None),
        };
        let (chain, secret, authorities) = match (chain, secret, authorities) {
            (Ok(chain), Ok(secret), Ok(authorities)) => (chain, secret, authorities),
            (chain, secret, authorities) => {
                let wrong = [chain.err(), secret.err(), authorities.err()];
                return Err(TlsError(wrong.into_iter().flatten().collect()));
            }
        };
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|e| one(e.to_string()))?;
        let clients = match authorities {
            None => None,
            Some((roots, Clients { ca, names })) => {
                let issued = WebPkiClientVerifier::builder_with_provider(roots, provider)
                    .build()
                    .map_err(|e| one(problem("client-ca", ca, e)))?;
                let named: Arc<dyn ClientCertVerifier> = Arc::new(Named { issued, names: names.clone() });
                Some(named)
            }
        };
        let builder = match &clients {
            None => builder.with_no_client_auth(),
            Some(clients) => builder.with_client_cert_verifier(Arc::clone(clients)),
        };
        let mut config = builder
            .with_single_cert(chain, secret)
            .map_err(|e| one(problem("tls-cert", &self.certificate, e)))?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Served { config: Arc::new(config), clients, expiry: Expiry::of(pem) })
    }
}

fn problem(flag: &str, path: &Path, cause: impl std::fmt::Display) -> String {
    format!("--{flag}: {}: {cause}", path.display())
}

fn certificates(flag: &str, path: &Path, pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    let found = found.map_err(|e| problem(flag, path, e))?;
    if found.is_empty() { Err(problem(flag, path, "no certificate in it")) } else { Ok(found) }
}

fn roots(path: &Path, pem: &[u8]) -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates("client-ca", path, pem)? {
        roots.add(certificate).map_err(|e| problem("client-ca", path, e))?;
    }
    Ok(roots)
}
