//! Certificates, key and client CA, read again when their files change: short-lived certificates are renewed without a
//! restart. It looks at what is in the files, and at nothing else: Kubernetes renews a secret by swapping a link, which
//! leaves times and events of the old files as they were.
//!
//! New handshakes get the new files. Connections that are open stay as they are; a session made under old files is not
//! resumed under new ones, so that a CA that was taken away is away for all who connect again.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use rustls::ServerConfig;
use tokio_rustls::TlsAcceptor;

use super::{Expiry, TlsError, TlsFiles};
use crate::metrics::Metrics;

/// The server's side of TLS as it is now.
pub(crate) struct Tls {
    files: TlsFiles,
    current: RwLock<(Arc<ServerConfig>, Expiry)>,
    /// The state of the files that `current` was made of.
    print: [u8; 32],
}

impl Tls {
    /// Reads the files for the first time.
    pub(crate) fn open(files: TlsFiles) -> Result<Self, TlsError> {
        let pem = files.read()?;
        let config = files.server(&pem)?;
        Ok(Self { current: RwLock::new((config, Expiry::of(&pem))), print: pem.print(), files })
    }

    /// For one handshake.
    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner).0))
    }

    /// When what is in use ends.
    pub(crate) fn expiry(&self) -> Expiry {
        self.current.read().unwrap_or_else(PoisonError::into_inner).1
    }

    /// Looks at the files every so often, for ever. Files that will not do leave in service what is.
    pub(crate) async fn watch(self: Arc<Self>, every: Duration, metrics: Arc<Metrics>) {
        let mut last = Ok(self.print);
        loop {
            tokio::time::sleep(every).await;
            let (tls, before) = (Arc::clone(&self), last.clone());
            // Files may lie on a network volume.
            let looked = tokio::task::spawn_blocking(move || tls.look(&before)).await;
            let Ok((state, changed)) = looked else { continue };
            last = state;
            match changed {
                None => {}
                Some(Ok(())) => {
                    metrics.certificates(self.expiry());
                    metrics.tls_reloaded(true);
                    tracing::info!("TLS: the certificate files have changed and are in use");
                }
                Some(Err(reason)) => {
                    metrics.tls_reloaded(false);
                    tracing::error!(%reason, "TLS: the certificate files have changed and will not do; the old ones stay in use");
                }
            }
        }
    }

    /// The state of the files, and, where it is another than `before`, how it went to use them.
    fn look(&self, before: &State) -> (State, Option<Result<(), TlsError>>) {
        match self.files.read() {
            Err(unreadable) => {
                let known = before.as_ref().err() == Some(&unreadable);
                (Err(unreadable.clone()), (!known).then_some(Err(unreadable)))
            }
            Ok(pem) if *before == Ok(pem.print()) => (before.clone(), None),
            Ok(pem) => {
                let used = self.files.server(&pem).map(|config| {
                    *self.current.write().unwrap_or_else(PoisonError::into_inner) =
                        (config, Expiry::of(&pem));
                });
                (Ok(pem.print()), Some(used))
            }
        }
    }
}

/// What the files held when they were last looked at, or why they could not be read.
type State = Result<[u8; 32], TlsError>;
