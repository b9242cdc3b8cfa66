//! Certificates, key and client CA, read again when their files change: short-lived certificates are renewed without a
//! restart. It looks at what is in the files, and at nothing else: Kubernetes renews a secret by swapping a link, which
//! leaves times and events of the old files as they were.
//!
//! New handshakes get the new files; a session made under old files is not resumed under new ones. Of each connection that
//! is open, the client's certificate is judged again by the new CA: where it will not do, the connection is told to end.

use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::{CertificateDer, UnixTime};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use super::{Expiry, Served, TlsError, TlsFiles};
use crate::metrics::Metrics;

/// The server's side of TLS as it is now.
pub(crate) struct Tls {
    files: TlsFiles,
    current: watch::Sender<Served>,
    /// The state of the files that `current` was made of.
    print: [u8; 32],
}

impl Tls {
    /// Reads the files for the first time.
    pub(crate) fn open(files: TlsFiles) -> Result<Self, TlsError> {
        let pem = files.read()?;
        let current = watch::Sender::new(files.server(&pem)?);
        Ok(Self { current, print: pem.print(), files })
    }

    /// When what is in use ends.
    pub(crate) fn expiry(&self) -> Expiry {
        self.current.borrow().expiry
    }

    /// For one handshake, and for the connection that comes of it.
    pub(crate) fn acceptor(&self) -> (TlsAcceptor, Changes) {
        let mut changes = self.current.subscribe();
        let config = Arc::clone(&changes.borrow_and_update().config);
        (TlsAcceptor::from(config), Changes(changes))
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
                    self.current.send_replace(config);
                });
                (Ok(pem.print()), Some(used))
            }
        }
    }
}

/// What has been served since a handshake began.
pub(crate) struct Changes(watch::Receiver<Served>);

impl Changes {
    /// Completes when the client that showed these certificates, its own first, may not connect any more.
    pub(crate) async fn refuse(mut self, chain: Vec<CertificateDer<'static>>) {
        while self.0.changed().await.is_ok() {
            let Some(clients) = self.0.borrow_and_update().clients.clone() else { continue };
            let taken = chain.split_first().is_some_and(|(own, issuers)| {
                clients.verify_client_cert(own, issuers, UnixTime::now()).is_ok()
            });
            if !taken {
                return;
            }
        }
        // Nothing will change any more.
        std::future::pending().await
    }
}

/// What the files held when they were last looked at, or why they could not be read.
type State = Result<[u8; 32], TlsError>;
