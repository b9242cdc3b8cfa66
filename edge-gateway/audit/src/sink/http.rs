//! The sink's interface: `POST /v1/events` with a tag, and a health check.

use super::ChainFile;
use crate::key::{AuditKey, Receipt};
use crate::{APPEND_PATH, HEALTH_PATH, MAX_EVENT_BYTES, TAG_HEADER};
use anyhow::{Context, Result};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::value::RawValue;
use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::task::JoinSet;

/// Events that wait while others are being written. More wait in their callers.
const WAITING: usize = 1024;
/// Events that one sync confirms: waiting ones share it.
const BATCH: usize = 256;
/// Connections open at once: hosts keep a few each.
const CONNECTIONS: usize = 1024;
/// How long a caller may take for a request's head, and then for its body.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long what is in flight may go on after the order to stop.
const DRAIN: Duration = Duration::from_secs(5);

struct Waiting {
    event: String,
    done: oneshot::Sender<Receipt>,
}

struct Sink {
    key: AuditKey,
    queue: mpsc::Sender<Waiting>,
}

/// Serves until `shutdown`, or until a write fails.
///
/// # Errors
/// The write that failed.
pub async fn run(
    listener: TcpListener,
    file: ChainFile,
    key: AuditKey,
    shutdown: impl Future<Output = ()>,
) -> Result<()> {
    let (queue, waiting) = mpsc::channel(WAITING);
    let (ended, mut failed) = oneshot::channel();
    let writer = std::thread::Builder::new().name("audit-writer".into()).spawn(move || {
        let _ = ended.send(write(file, waiting));
    })?;
    let sink = Arc::new(Sink { key, queue });
    let connections = Arc::new(Semaphore::new(CONNECTIONS));
    let mut serving = JoinSet::new();
    let mut shutdown = std::pin::pin!(shutdown);
    let outcome = loop {
        tokio::select! {
            () = &mut shutdown => break None,
            written = &mut failed => break Some(written),
            accepted = listener.accept() => {
                let Ok((stream, _)) = accepted else {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                };
                let _ = stream.set_nodelay(true);
                let Ok(permit) = connections.clone().try_acquire_owned() else { continue };
                let sink = sink.clone();
                serving.spawn(async move {
                    let service = service_fn(|request| {
                        let sink = sink.clone();
                        async move { Ok::<_, Infallible>(answer(&sink, request).await) }
                    });
                    let mut builder = hyper::server::conn::http1::Builder::new();
                    builder.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(16 << 10);
                    let _ = builder.serve_connection(TokioIo::new(stream), service).await;
                    drop(permit);
                });
            }
        }
    };
    drop(listener);
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

/// Writes what comes until nobody is left who could send.
fn write(mut file: ChainFile, mut waiting: mpsc::Receiver<Waiting>) -> std::io::Result<()> {
    let mut batch = Vec::with_capacity(BATCH);
    while waiting.blocking_recv_many(&mut batch, BATCH) > 0 {
        let events: Vec<&str> = batch.iter().map(|one| one.event.as_str()).collect();
        let receipts = file.append(&events)?;
        for (one, receipt) in batch.drain(..).zip(receipts) {
            // Who has gone meanwhile has its event in the chain and does not know: it counts one too many as lost.
            let _ = one.done.send(receipt);
        }
    }
    Ok(())
}

async fn answer(sink: &Sink, request: Request<Incoming>) -> Response<Full<Bytes>> {
    let (status, text) = match (request.method(), request.uri().path()) {
        (&Method::GET, HEALTH_PATH) if sink.queue.is_closed() => {
            (503, "the chain cannot be written".to_owned())
        }
        (&Method::GET, HEALTH_PATH) => (200, "alive".to_owned()),
        (&Method::POST, APPEND_PATH) => match append(sink, request).await {
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
    if !sink.key.holds(&body, &tag) {
        return Err((401, "the tag is not the event's: have edge and sink the same key?"));
    }
    let event = String::from_utf8(body.into()).map_err(|_| (400, "the event is not text"))?;
    let is_line = event.starts_with('{') && !event.contains(['\n', '\r']);
    if !is_line || serde_json::from_str::<&RawValue>(&event).is_err() {
        return Err((400, "the event is not one line of JSON"));
    }
    let (done, receipt) = oneshot::channel();
    let gone = (503, "the chain cannot be written");
    sink.queue.send(Waiting { event, done }).await.map_err(|_| gone)?;
    receipt.await.map_err(|_| gone)
}
