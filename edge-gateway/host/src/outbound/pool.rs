//! Connections kept for later requests: HTTP/1.1 one request at a time, HTTP/2 shared.
//!
//! Why not hyper-util's client: its connector cannot see a request's own connect timeout, and when it
//! repeats a request should be written where it can be read.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::client::conn::{http1, http2};
use tokio::sync::Notify;
use tokio::time::Instant;
use wasmtime_wasi_http::{Error, WasiBody};

use super::connect::{Connection, Target};
use super::error;
use super::recorded::TlsFailure;

/// A kept connection older than this is not used again: servers close idle ones after a minute or so,
/// and a request sent into a closing connection is lost.
const IDLE_MOST: Duration = Duration::from_secs(20);

/// HTTP/1.1 connections kept to one origin; more than instances work at once are of no use.
const KEPT_MOST: usize = 128;

pub(super) struct Pool {
    enabled: bool,
    kept: Mutex<HashMap<Target, Kept>>,
    /// Told of each connection that a request of another may use from now on.
    news: Notify,
}

#[derive(Default)]
struct Kept {
    h1: Vec<(Instant, http1::SendRequest<WasiBody>, TlsFailure)>,
    h2: Option<(http2::SendRequest<WasiBody>, TlsFailure)>,
    /// Counts HTTP/2 connections, so that a late failure does not discard a newer one.
    generation: u64,
}

/// The use of a connection for one request. Dropped without a word, it is not kept.
pub(super) struct Lease {
    pool: Arc<Pool>,
    target: Target,
    sender: Sender,
    failure: TlsFailure,
}

enum Sender {
    H1(http1::SendRequest<WasiBody>),
    H2(http2::SendRequest<WasiBody>, u64),
}

impl Pool {
    pub(super) fn new(enabled: bool) -> Self {
        Self { enabled, kept: Mutex::default(), news: Notify::new() }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Target, Kept>> {
        // Nothing in these sections can fail halfway.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A kept connection that can take a request now.
    pub(super) async fn take(self: &Arc<Self>, target: &Target) -> Option<Lease> {
        loop {
            let (mut sender, failure) = self.pop(target)?;
            let is_ready = match &mut sender {
                Sender::H1(sender) => sender.ready().await.is_ok(),
                Sender::H2(sender, _) => sender.ready().await.is_ok(),
            };
            let lease = Lease { pool: self.clone(), target: target.clone(), sender, failure };
            if is_ready {
                return Some(lease);
            }
            lease.discard();
        }
    }

    /// The next connection that is kept from now on and can take a request; never, where none is kept.
    pub(super) async fn next(self: &Arc<Self>, target: &Target) -> Lease {
        loop {
            // Made before the look, so that what comes between the two is not missed.
            let news = self.news.notified();
            if let Some(lease) = self.take(target).await {
                return lease;
            }
            news.await;
        }
    }

    fn pop(&self, target: &Target) -> Option<(Sender, TlsFailure)> {
        let mut all = self.lock();
        let kept = all.get_mut(target)?;
        kept.h2.take_if(|(sender, _)| sender.is_closed());
        if let Some((sender, failure)) = &kept.h2 {
            return Some((Sender::H2(sender.clone(), kept.generation), failure.clone()));
        }
        // The youngest first: it is the least likely to be closing.
        while let Some((since, sender, failure)) = kept.h1.pop() {
            if !sender.is_closed() && since.elapsed() < IDLE_MOST {
                return Some((Sender::H1(sender), failure));
            }
        }
        None
    }

    /// Takes in a new connection, for one request now and perhaps for more later.
    pub(super) fn adopt(
        self: &Arc<Self>,
        target: &Target,
        (connection, failure): (Connection, TlsFailure),
    ) -> Lease {
        let sender = match connection {
            Connection::H1(sender) => Sender::H1(sender),
            Connection::H2(sender) => {
                let mut generation = 0;
                if self.enabled {
                    let mut all = self.lock();
                    let kept = all.entry(target.clone()).or_default();
                    kept.generation += 1;
                    generation = kept.generation;
                    kept.h2 = Some((sender.clone(), failure.clone()));
                    drop(all);
                    self.news.notify_waiters();
                }
                Sender::H2(sender, generation)
            }
        };
        Lease { pool: self.clone(), target: target.clone(), sender, failure }
    }

    /// Takes in a connection that nobody waits for any more. On HTTP/2 another one serves all.
    pub(super) fn spare(self: &Arc<Self>, target: &Target, (connection, failure): (Connection, TlsFailure)) {
        if let Connection::H1(sender) = connection {
            let sender = Sender::H1(sender);
            Lease { pool: self.clone(), target: target.clone(), sender, failure }.keep();
        }
    }
}

/// Why a request failed, and the request itself if nothing of it had been sent.
type Unsent = (hyper::Error, Option<Request<WasiBody>>);

impl Lease {
    pub(super) fn is_h2(&self) -> bool {
        matches!(self.sender, Sender::H2(..))
    }

    pub(super) async fn send(&mut self, request: Request<WasiBody>) -> Result<Response<Incoming>, Unsent> {
        let sent = match &mut self.sender {
            Sender::H1(sender) => sender.try_send_request(request).await,
            Sender::H2(sender, _) => sender.try_send_request(request).await,
        };
        sent.map_err(|mut failure| {
            let unsent = failure.take_message();
            (failure.into_error(), unsent)
        })
    }

    /// TLS is what failed.
    pub(super) fn tls_failed(&self) -> bool {
        self.failure.get().is_some()
    }

    /// Why a request failed: what TLS said, if it was TLS, and otherwise what HTTP made of it.
    pub(super) fn why(&self, error: &hyper::Error) -> Error {
        self.failure.get().map_or_else(|| error::from_hyper(error), error::from_rustls)
    }

    /// The request is done: the connection may serve another.
    pub(super) fn keep(self) {
        let Sender::H1(sender) = self.sender else { return };
        if !self.pool.enabled || sender.is_closed() {
            return;
        }
        {
            let mut all = self.pool.lock();
            let kept = all.entry(self.target).or_default();
            kept.h1.retain(|(since, sender, _)| !sender.is_closed() && since.elapsed() < IDLE_MOST);
            if kept.h1.len() < KEPT_MOST {
                kept.h1.push((Instant::now(), sender, self.failure));
            }
        }
        self.pool.news.notify_waiters();
    }

    /// The connection failed: nobody shall use it again.
    pub(super) fn discard(self) {
        if let Sender::H2(_, generation) = self.sender
            && let Some(kept) = self.pool.lock().get_mut(&self.target)
            && kept.generation == generation
        {
            kept.h2 = None;
        }
    }
}
