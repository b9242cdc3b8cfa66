//! The server: accepts connections, keeps them within limits, drains them at the end. The only part that knows hyper.
//!
//! Called by `crate::run`. It must never queue a request outside the scheduler, nor read a body beyond its limit.

pub(crate) mod admit;
pub(crate) mod body;
mod connection;
pub(crate) mod encoding;
mod framing;
mod guard;
pub(crate) mod idle;
mod infer;
mod json;
mod payload;
pub mod prompt;
pub(crate) mod repository;
mod respond;
mod routes;
pub mod tls;
mod traced;

#[cfg(test)]
pub(crate) use self::infer::Form;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use crate::metrics::Metrics;
use crate::registry::Registry;
use crate::trace::Tracing;

/// What a listener answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Every route.
    Full,
    /// Health and metrics only, for probes that hold no client certificate.
    Admin,
}

/// Where the process stands on its way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    /// Serving.
    Open,
    /// Not ready any more. Requests are still answered, each as the last of its connection.
    Lingering,
    /// Nothing new is accepted; idle connections are closed, requests in flight are finished.
    Draining,
    /// The time is up.
    Ended,
}

/// Limits on what a connection may cost.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Most bytes of a body.
    pub body_bytes: usize,
    /// Longest time for a body to arrive.
    pub body_time: Duration,
    /// Longest time for a request's head to arrive, for a client to take some of its answer, and for a connection to be
    /// idle.
    pub header_time: Duration,
    /// Deadline of a request that names none, and the longest that one can name.
    pub request_time: Duration,
    /// Connections open at a time; more wait to be accepted.
    pub connections: usize,
    /// The age at which a connection is asked to end, give or take a tenth. What it has under way is answered.
    pub connection_age: Option<Duration>,
    /// How long requests in flight may take to finish after the signal to stop.
    pub drain_time: Duration,
    /// How long, of that, requests that are already on their way are still taken.
    pub linger_time: Duration,
}

/// What every request needs.
pub(crate) struct App {
    pub(crate) registry: Registry,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) limits: Limits,
    pub(crate) admission: admit::Admission,
    /// Makes traces, where they are asked for.
    pub(crate) tracing: Option<Tracing>,
    /// Whether the port for requests has TLS.
    pub(crate) secured: bool,
    stopping: AtomicBool,
}

impl App {
    pub(crate) fn new(
        registry: Registry,
        metrics: Arc<Metrics>,
        limits: Limits,
        tracing: Option<Tracing>,
        secured: bool,
    ) -> Self {
        let admission = admit::Admission::new(limits.body_bytes);
        let stopping = AtomicBool::new(false);
        Self { registry, metrics, limits, admission, tracing, secured, stopping }
    }

    /// Whether requests are wanted: it is not stopping, and some model serves.
    pub(crate) fn ready(&self) -> bool {
        !self.stopping.load(Ordering::Acquire) && self.registry.ready()
    }
}

/// A listener and how to speak on it.
pub(crate) struct Port {
    pub(crate) listener: TcpListener,
    pub(crate) tls: Option<Arc<tls::Tls>>,
    pub(crate) scope: Scope,
}

/// Serves until `shutdown`, then drains. Returns how many connections had to be cut off.
pub(crate) async fn serve(app: Arc<App>, ports: Vec<Port>, shutdown: impl Future<Output = ()>) -> usize {
    let (phase, watched) = watch::channel(Phase::Open);
    // Each connection holds a clone of the sender; when all are gone, receiving ends.
    let (alive, mut all_gone) = mpsc::channel::<()>(1);
    for port in ports {
        tokio::spawn(connection::accept(port, Arc::clone(&app), watched.clone(), alive.clone()));
    }
    drop(watched);

    shutdown.await;
    let stopped = Instant::now();
    app.stopping.store(true, Ordering::Release);
    tracing::info!("draining: not ready any more");
    phase.send_replace(Phase::Lingering);
    // A client that has just been answered may have its next request on the wire; it is answered too, with the word
    // that this connection closes. Without this pause such a request would be lost.
    tokio::time::sleep_until(stopped + app.limits.linger_time.min(app.limits.drain_time)).await;
    phase.send_replace(Phase::Draining);

    drop(alive);
    let gone = tokio::time::timeout_at(stopped + app.limits.drain_time, all_gone.recv()).await;
    let cut_off = if gone.is_ok() { 0 } else { app.metrics.open_connections() };
    phase.send_replace(Phase::Ended);
    cut_off
}
