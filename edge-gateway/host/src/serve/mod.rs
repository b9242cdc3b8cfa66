//! Callers: accepts connections, ends TLS, and lets what is in flight finish when told to stop.
//!
//! For whom: `main` through [`Host`], tests through [`run`] or [`crate::Running`]. Never: work of one
//! caller (a handshake, a slow header) on the accept loop.

mod audit;
mod body;
mod call;
mod handler;
mod inbound;
mod problem;
mod stream;
pub(crate) mod tls;

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::Duration;

use closing::Shared;
use http::uri::Scheme;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use crate::config::Config;
use crate::engine::Guest;
use stream::{Activity, Counted, InFlight, Watched};

/// The most a request's head may take: the largest token (8 KiB) with room for a proxy's additions.
const HEAD_BYTES: usize = 64 << 10;

/// Requests at once on one HTTP/2 connection.
const STREAMS: u32 = 256;

/// An HTTP/2 caller that does not answer a ping for this long is gone.
const PING_EVERY: Duration = Duration::from_secs(20);
const PING_TIMEOUT: Duration = Duration::from_secs(10);

/// After the order to stop, kept connections may send what is already on its way; its answer says
/// that the connection closes. Closing at once would lose those requests.
const LINGER: Duration = Duration::from_millis(500);

/// Once connections close, one without a request in flight gets this long after its last sign of taking
/// an answer: HTTP/2 says goodbye in a round trip, and may hold the end of an answer until the caller makes
/// room. Who never got anything, or sent half a head, is not waited for.
const QUIET: Duration = Duration::from_secs(2);

/// When accepting fails (no file descriptors left), the next try is after this.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Phase {
    Serving,
    /// No new connections; answers say `connection: close`; health fails.
    Leaving,
    /// Connections close as soon as they are idle.
    Closing,
    /// Whatever is left is cut.
    Ended,
}

/// The component, compiled, with everything needed to answer.
pub struct Host {
    config: Config,
    guest: Guest,
    instances: Arc<Semaphore>,
    connections: Arc<Semaphore>,
    phase: watch::Sender<Phase>,
}

/// How serving ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drained {
    /// Everything in flight finished.
    Complete,
    /// The time to drain ran out, and what was left was cut.
    Cut,
}

/// Compiles the component and serves it on `listener` until `shutdown`, then drains.
pub async fn run(
    config: Config,
    listener: TcpListener,
    shutdown: impl Future<Output = ()>,
) -> anyhow::Result<Drained> {
    let host = tokio::task::spawn_blocking(move || Host::prepare(config)).await??;
    host.serve(listener, shutdown).await
}

impl Host {
    /// Compiles the component, or takes it from the cache; blocks the thread meanwhile.
    pub fn prepare(config: Config) -> anyhow::Result<Arc<Self>> {
        let guest = Guest::prepare(&config)?;
        let most = |count: usize| Arc::new(Semaphore::new(count.min(Semaphore::MAX_PERMITS)));
        Ok(Arc::new(Self {
            instances: most(config.limits.instances as usize),
            connections: most(config.limits.connections),
            guest,
            config,
            phase: watch::Sender::new(Phase::Serving),
        }))
    }

    /// Serves until `shutdown`, then drains. A host serves once.
    pub async fn serve(
        self: Arc<Self>,
        listener: TcpListener,
        shutdown: impl Future<Output = ()>,
    ) -> anyhow::Result<Drained> {
        let acceptor = self.config.tls.clone().map(TlsAcceptor::from);
        let mut shutdown = pin!(shutdown);
        loop {
            tokio::select! {
                biased;
                () = &mut shutdown => break,
                (stream, peer, permit) = self.accept(&listener) => {
                    tokio::spawn(self.clone().connection(stream, peer, permit, acceptor.clone()));
                }
            }
        }
        self.phase.send_replace(Phase::Leaving);
        // Who is in the queue has been told by the kernel that it is connected: it is served.
        while let Some((stream, peer)) = accept_waiting(&listener).await {
            if let Ok(permit) = self.connections.clone().try_acquire_owned() {
                tokio::spawn(self.clone().connection(stream, peer, permit, acceptor.clone()));
            }
        }
        drop(listener);
        let drained = timeout(self.config.limits.drain, self.drain()).await;
        self.phase.send_replace(Phase::Ended);
        Ok(if drained.is_ok() { Drained::Complete } else { Drained::Cut })
    }

    async fn accept(&self, listener: &TcpListener) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
        loop {
            // Before accepting: who is over the limit waits in the kernel's queue.
            let Ok(permit) = self.connections.clone().acquire_owned().await else {
                // The semaphore is never closed.
                return std::future::pending().await;
            };
            match listener.accept().await {
                Ok((stream, peer)) => return (stream, peer, permit),
                Err(error) => {
                    tracing::error!(kind = ?error.kind(), "cannot accept a connection");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }

    async fn drain(&self) {
        let all = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let connections = self.connections.acquire_many(all(self.config.limits.connections));
        let mut connections = pin!(connections);
        if timeout(LINGER, &mut connections).await.is_err() {
            self.phase.send_replace(Phase::Closing);
            drop(connections.await);
        }
        // A guest may go on after its answer: it finishes too.
        drop(self.instances.acquire_many(self.config.limits.instances).await);
    }

    async fn connection(
        self: Arc<Self>,
        stream: TcpStream,
        peer: SocketAddr,
        permit: OwnedSemaphorePermit,
        acceptor: Option<TlsAcceptor>,
    ) {
        // The last small piece of an answer must not wait for the caller's acknowledgement of the one before.
        if stream.set_nodelay(true).is_err() {
            return;
        }
        let activity = Activity::new();
        let stream = Watched::new(stream, self.config.limits.write_stall, activity.clone());
        match acceptor {
            None => self.http(stream, activity, peer, Scheme::HTTP, None).await,
            Some(acceptor) => {
                let mut phase = self.phase.subscribe();
                let limit = self.config.limits.handshake;
                let shaken = tokio::select! {
                    shaken = timeout(limit, acceptor.accept(stream)) => shaken,
                    // Who has not finished greeting has not asked for anything.
                    _ = phase.wait_for(|phase| *phase >= Phase::Closing) => return,
                };
                match shaken {
                    Ok(Ok(stream)) => {
                        let h2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
                        self.http(stream, activity, peer, Scheme::HTTPS, Some(h2)).await;
                    }
                    Ok(Err(error)) => tracing::debug!(kind = ?error.kind(), "TLS handshake failed"),
                    Err(_) => tracing::debug!("TLS handshake took too long"),
                }
            }
        }
        drop(permit);
    }

    /// Serves one connection to its end; `h2` is what TLS agreed on, and none lets the first bytes decide.
    async fn http(
        self: Arc<Self>,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        activity: Arc<Activity>,
        peer: SocketAddr,
        scheme: Scheme,
        h2: Option<bool>,
    ) {
        let stream = Shared::new(stream);
        self.speak(stream.clone(), activity, peer, scheme, h2).await;
        stream.close().await;
    }

    /// Serves one connection until there is no more to say.
    async fn speak(
        self: Arc<Self>,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        activity: Arc<Activity>,
        peer: SocketAddr,
        scheme: Scheme,
        h2: Option<bool>,
    ) {
        let mut builder = auto::Builder::new(TokioExecutor::new());
        let head = self.config.limits.head;
        builder.http1().timer(TokioTimer::new()).header_read_timeout(head).max_buf_size(HEAD_BYTES);
        builder
            .http2()
            .timer(TokioTimer::new())
            .keep_alive_interval(PING_EVERY)
            .keep_alive_timeout(PING_TIMEOUT)
            .max_concurrent_streams(STREAMS)
            .max_header_list_size(HEAD_BYTES as u32);
        let builder = match h2 {
            Some(true) => builder.http2_only(),
            Some(false) => builder.http1_only(),
            None => builder,
        };
        let asked = Arc::new(AtomicBool::new(false));
        let service = service_fn(|request| {
            asked.store(true, Ordering::Relaxed);
            let host = self.clone();
            let scheme = scheme.clone();
            let in_flight = InFlight::new(&activity);
            async move {
                let answer = handler::answer(&host, request, peer, scheme).await;
                Ok::<_, Infallible>(answer.map(|body| Counted::new(body, in_flight)))
            }
        });
        let (mut phase, mut end) = (self.phase.subscribe(), self.phase.subscribe());
        let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
        let mut first_request = pin!(tokio::time::sleep(head));
        let mut watching = true;
        let mut closing = false;
        loop {
            tokio::select! {
                biased;
                ended = connection.as_mut() => {
                    if ended.is_err() {
                        tracing::debug!("a connection ended with an error");
                    }
                    return;
                }
                // hyper's own timer starts with the first byte of HTTP/1.1; this one also ends a caller that
                // connects and says nothing.
                () = first_request.as_mut(), if watching => {
                    if !asked.load(Ordering::Relaxed) {
                        return;
                    }
                    watching = false;
                }
                _ = phase.wait_for(|phase| *phase >= Phase::Closing), if !closing => {
                    closing = true;
                    connection.as_mut().graceful_shutdown();
                }
                // What hyper does not close by itself: half a head, and HTTP/2 callers that do not say goodbye.
                // After `connection` above, which has read and written what it could.
                () = activity.idle(QUIET), if closing => return,
                _ = end.wait_for(|phase| *phase == Phase::Ended), if closing => return,
            }
        }
    }

    fn is_leaving(&self) -> bool {
        *self.phase.borrow() >= Phase::Leaving
    }
}

/// A connection that is already waiting, if there is one.
async fn accept_waiting(listener: &TcpListener) -> Option<(TcpStream, SocketAddr)> {
    poll_fn(|cx| match listener.poll_accept(cx) {
        Poll::Ready(accepted) => Poll::Ready(accepted.ok()),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}
