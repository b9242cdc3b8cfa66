//! TLS towards edges, for a sink that several pods share: a certificate, on demand only for clients of a CA, both read again when
//! what is in the files has changed. A change that will not do leaves the old ones in use and is logged.

use anyhow::{Context, Result, ensure};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio_rustls::TlsAcceptor;

/// The files of the sink's side of TLS.
#[derive(Clone, Debug)]
pub struct TlsFiles {
    /// Certificate chain.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
    /// Whose client certificates are let in; anybody who has the audit key without it.
    pub client_ca: Option<PathBuf>,
}

/// What was in the files at one moment, all read before any is used.
#[derive(Clone, PartialEq, Eq)]
struct Pem {
    certificate: Vec<u8>,
    key: Vec<u8>,
    client_ca: Option<Vec<u8>>,
}

/// TLS as it is now.
pub struct Tls {
    files: TlsFiles,
    current: RwLock<(Pem, Arc<ServerConfig>)>,
}

impl Tls {
    /// Reads the files for the first time.
    ///
    /// # Errors
    /// Where one cannot be read or will not do.
    pub fn open(files: TlsFiles) -> Result<Arc<Self>> {
        let pem = files.read()?;
        let config = files.server(&pem)?;
        Ok(Arc::new(Self { files, current: RwLock::new((pem, config)) }))
    }

    /// For one handshake.
    pub(super) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(self.current.read().unwrap_or_else(PoisonError::into_inner).1.clone())
    }

    /// Looks at the files every so often, for ever.
    pub async fn watch(self: Arc<Self>, every: Duration) {
        let mut last = String::new();
        loop {
            tokio::time::sleep(every).await;
            let tls = self.clone();
            let looked = tokio::task::spawn_blocking(move || tls.look()).await;
            let line = match looked {
                Ok(Ok(false)) => String::new(),
                Ok(Ok(true)) => r#"{"event":"tls_reloaded"}"#.to_owned(),
                Ok(Err(error)) => {
                    let why = serde_json::Value::from(format!("{error:#}"));
                    format!(r#"{{"event":"tls_not_reloaded","detail":{why}}}"#)
                }
                Err(_) => continue,
            };
            // What is wrong is said once.
            if !line.is_empty() && line != last {
                eprintln!("{line}");
            }
            last = line;
        }
    }

    /// Uses the files where they have changed; true then.
    fn look(&self) -> Result<bool> {
        let pem = self.files.read()?;
        if self.current.read().unwrap_or_else(PoisonError::into_inner).0 == pem {
            return Ok(false);
        }
        let config = self.files.server(&pem)?;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = (pem, config);
        Ok(true)
    }
}

impl TlsFiles {
    fn read(&self) -> Result<Pem> {
        let read =
            |path: &Path| std::fs::read(path).with_context(|| format!("cannot read {}", path.display()));
        Ok(Pem {
            certificate: read(&self.certificate)?,
            key: read(&self.key)?,
            client_ca: self.client_ca.as_deref().map(read).transpose()?,
        })
    }

    fn server(&self, pem: &Pem) -> Result<Arc<ServerConfig>> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let chain = certificates(&self.certificate, &pem.certificate)?;
        let key = PrivateKeyDer::from_pem_slice(&pem.key)
            .with_context(|| format!("{} holds no key", self.key.display()))?;
        let builder =
            ServerConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions()?;
        let builder = match (&self.client_ca, &pem.client_ca) {
            (Some(path), Some(pem)) => {
                let mut roots = RootCertStore::empty();
                for certificate in certificates(path, pem)? {
                    roots.add(certificate).with_context(|| format!("{}", path.display()))?;
                }
                let clients =
                    WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build()?;
                builder.with_client_cert_verifier(clients)
            }
            _ => builder.with_no_client_auth(),
        };
        let config = builder
            .with_single_cert(chain, key)
            .with_context(|| format!("{} and {}", self.certificate.display(), self.key.display()))?;
        Ok(Arc::new(config))
    }
}

fn certificates(path: &Path, pem: &[u8]) -> Result<Vec<CertificateDer<'static>>> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    let found = found.with_context(|| format!("{} cannot be read as PEM", path.display()))?;
    ensure!(!found.is_empty(), "{} holds no certificate", path.display());
    Ok(found)
}
