//! The sink's interface: `POST /v1/events` with a tag, and a health check.

use super::{AppendError, ChainFile, Tls};
use crate::key::{AuditKey, Receipt};
use crate::ring::KeyRing;
use crate::{APPEND_PATH, HEALTH_PATH, MAX_EVENT_BYTES, TAG_HEADER};
use anyhow::{Context, Result};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde::Deserialize;
use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio::task::JoinSet;

/// Events that wait while others are being written. More wait in their callers.
const WAITING: usize = 1024;
/// Events that one sync confirms: waiting ones share it.
const BATCH: usize = 256;
/// Connections open at once: hosts keep a few each.
const CONNECTIONS: usize = 1024;
/// The same of probes.
const PROBES: usize = 16;
/// How long a caller may take for a request's head, and then for its body.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long what is in flight may go on after the order to stop.
const DRAIN: Duration = Duration::from_secs(5);

/// What a writer is asked for.
enum Job {
    /// An event, by the key that it was tagged with.
    Append { event: String, key: Box<AuditKey>, done: oneshot::Sender<Receipt> },
    /// Whether it could take one.
    Look(oneshot::Sender<bool>),
}

struct Sink {
    keys: KeyRing,
    queue: mpsc::Sender<Job>,
}

/// Where a sink is reached.
pub struct Listening {
    /// By edges.
    pub events: TcpListener,
    /// TLS for them; none is plain HTTP, for loopback.
    pub tls: Option<Arc<Tls>>,
    /// By probes, which have no certificate: the health check alone, in plain HTTP.
    pub health: Option<TcpListener>,
}

/// Serves until `shutdown`, or until a write fails.
///
/// # Errors
/// The write that failed.
pub async fn run(at: Listening, file: ChainFile, shutdown: impl Future<Output = ()>) -> Result<()> {
    let Listening { events: listener, tls, health } = at;
    let keys = file.keys().clone();
    let (queue, waiting) = mpsc::channel(WAITING);
    let (ended, mut failed) = oneshot::channel();
    let writer = std::thread::Builder::new().name("audit-writer".into()).spawn(move || {
        let _ = ended.send(write(file, waiting));
    })?;
    let sink = Arc::new(Sink { keys, queue });
    let connections = Arc::new(Semaphore::new(CONNECTIONS));
    let probes = Arc::new(Semaphore::new(PROBES));
    let mut serving = JoinSet::new();
    let mut shutdown = std::pin::pin!(shutdown);
    let outcome = loop {
        tokio::select! {
            () = &mut shutdown => break None,
            written = &mut failed => break Some(written),
            (stream, permit) = accept(&listener, &connections) => {
                let (sink, tls) = (sink.clone(), tls.clone());
                serving.spawn(async move {
                    match tls {
                        None => connection(&sink, stream, false).await,
                        Some(tls) => {
                            let shaken = tls.acceptor().accept(stream);
                            if let Ok(Ok(stream)) = tokio::time::timeout(PATIENCE, shaken).await {
                                connection(&sink, stream, false).await;
                            }
                        }
                    }
                    drop(permit);
                });
            }
            (stream, permit) = accept_some(health.as_ref(), &probes) => {
                let sink = sink.clone();
                serving.spawn(async move {
                    connection(&sink, stream, true).await;
                    drop(permit);
                });
            }
            // Those that have ended are let go.
            Some(_) = serving.join_next() => {}
        }
    };
    drop((listener, health));
    match outcome {
        Some(written) => written.context("the writer panicked")?.context("writing the chain"),
        None => {
            // Kept connections would never end by themselves; what is written is synced all the same.
            tokio::time::sleep(Duration::from_millis(200)).await;
            serving.shutdown().await;
            drop(sink);
            let written =
                tokio::time::timeout(DRAIN, failed).await.context("the last writes took too long")?;
            let _ = writer.join();
            written.context("the writer panicked")?.context("writing the chain")
        }
    }
}

/// The next connection for which there is room: who comes above it is closed.
async fn accept(listener: &TcpListener, room: &Arc<Semaphore>) -> (TcpStream, OwnedSemaphorePermit) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                if let Ok(permit) = room.clone().try_acquire_owned() {
                    let _ = stream.set_nodelay(true);
                    return (stream, permit);
                }
            }
            // Out of file descriptors, or the peer was quick to leave.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn accept_some(
    listener: Option<&TcpListener>,
    room: &Arc<Semaphore>,
) -> (TcpStream, OwnedSemaphorePermit) {
    match listener {
        Some(listener) => accept(listener, room).await,
        None => std::future::pending().await,
    }
}

async fn connection(sink: &Sink, stream: impl AsyncRead + AsyncWrite + Unpin, only_health: bool) {
    let service =
        service_fn(|request| async move { Ok::<_, Infallible>(answer(sink, request, only_health).await) });
    let mut builder = hyper::server::conn::http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(16 << 10);
    let _ = builder.serve_connection(TokioIo::new(stream), service).await;
}

/// Writes what comes until nobody is left who could send.
fn write(mut file: ChainFile, mut waiting: mpsc::Receiver<Job>) -> std::io::Result<()> {
    let mut batch = Vec::with_capacity(BATCH);
    while waiting.blocking_recv_many(&mut batch, BATCH) > 0 {
        let (mut events, mut done, mut looking) = (Vec::new(), Vec::new(), Vec::new());
        for job in batch.drain(..) {
            match job {
                Job::Append { event, key, done: sender } => {
                    events.push((event, key));
                    done.push(sender);
                }
                Job::Look(sender) => looking.push(sender),
            }
        }
        let events: Vec<(&str, &AuditKey)> =
            events.iter().map(|(event, key)| (event.as_str(), key.as_ref())).collect();
        match if events.is_empty() { Ok(Vec::new()) } else { file.append_by(&events) } {
            Ok(receipts) => {
                for (sender, receipt) in done.into_iter().zip(receipts) {
                    // Who has gone meanwhile has its event in the chain and does not know: it counts one too many as lost.
                    let _ = sender.send(receipt);
                }
            }
            Err(AppendError::Io(error)) => return Err(error),
            // Their callers are told by their end; it goes on when there is room.
            Err(full @ AppendError::Full) => eprintln!(r#"{{"event":"audit_sink_full","detail":"{full}"}}"#),
        }
        for sender in looking {
            let _ = sender.send(file.has_room(MAX_EVENT_BYTES as u64)?);
        }
    }
    Ok(())
}

async fn answer(sink: &Sink, request: Request<Incoming>, only_health: bool) -> Response<Full<Bytes>> {
    let (status, text) = match (request.method(), request.uri().path()) {
        (&Method::GET, HEALTH_PATH) => {
            let (asked, has_room) = oneshot::channel();
            let sent = sink.queue.send(Job::Look(asked)).await.is_ok();
            match if sent { has_room.await.ok() } else { None } {
                Some(true) => (200, "alive".to_owned()),
                Some(false) => (503, AppendError::Full.to_string()),
                None => (503, "the chain cannot be written".to_owned()),
            }
        }
        (&Method::POST, APPEND_PATH) if !only_health => match append(sink, request).await {
            Ok(receipt) => (200, receipt.to_line()),
            Err((status, why)) => (status, why.to_owned()),
        },
        _ => (404, "there is nothing here".to_owned()),
    };
    let mut response = Response::new(Full::new(Bytes::from(text)));
    *response.status_mut() = hyper::StatusCode::from_u16(status).unwrap_or_default();
    response
}

async fn append(sink: &Sink, request: Request<Incoming>) -> Result<Receipt, (u16, &'static str)> {
    let tag = request.headers().get(TAG_HEADER).and_then(|tag| hex::decode(tag.as_bytes()).ok());
    let tag = tag.ok_or((401, "the event has no tag"))?;
    let body = Limited::new(request.into_body(), MAX_EVENT_BYTES).collect();
    let body = tokio::time::timeout(PATIENCE, body).await.map_err(|_| (408, "the event took too long"))?;
    let body = body.map_err(|_| (413, "the event is too long or broke off"))?.to_bytes();
    let wrong_key = (401, "the tag is not the event's: have edge and sink the same key?");
    let key = Box::new(sink.keys.of_tag(&body, &tag).ok_or(wrong_key)?.clone());
    let event = String::from_utf8(body.into()).map_err(|_| (400, "the event is not text"))?;
    let is_line = event.starts_with('{') && !event.contains(['\n', '\r']);
    let what = if is_line { serde_json::from_str::<What>(&event).ok() } else { None };
    let what = what.ok_or((400, "the event is not one line of JSON"))?;
    // It says which keys count: only the sink itself may.
    if what.event == "audit_sink" {
        return Err((400, "this event is the sink's own"));
    }
    let (done, receipt) = oneshot::channel();
    let gone = (503, "the chain cannot be written");
    sink.queue.send(Job::Append { event, key, done }).await.map_err(|_| gone)?;
    receipt.await.map_err(|_| gone)
}

/// What is read of an event.
#[derive(Deserialize)]
struct What {
    #[serde(default)]
    event: String,
}
