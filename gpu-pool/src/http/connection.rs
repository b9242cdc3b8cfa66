//! One connection from accept to close: handshake, protocol, limits, its part in the drain.

use std::convert::Infallible;
use std::future::pending;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use closing::Shared;
use http::{HeaderValue, Request, Response, header};
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, mpsc, watch};

use super::framing::Watched;
use super::guard::catch;
use super::idle::{Activity, Busy, Moving};
use super::payload::Payload;
use super::prompt::Prompt;
use super::respond::{self, Answer};
use super::tls::Tls;
use super::{App, Limits, Phase, Port, Scope, routes};
use crate::error::{Failure, Kind};
use crate::grpc;

/// A TLS handshake is two round trips; a client that needs longer is not working on it.
const HANDSHAKE_TIME: Duration = Duration::from_secs(10);

/// After an error of accept (usually: out of file descriptors), so as not to spin.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Between looks at the first bytes of a connection in clear that could be either protocol.
const SNIFF_PAUSE: Duration = Duration::from_millis(5);

/// hyper's smallest; heads of this protocol are under 1 KiB, and mutual TLS adds none.
const HTTP1_BUFFER: usize = 16 * 1024;

/// Streams of one HTTP/2 connection at a time: more than the queue's worth of a busy edge.
const HTTP2_STREAMS: u32 = 1024;

/// What a client may send of one HTTP/2 stream before it is read: the protocol's own default. What is not read, as where a
/// stream has brought more requests than are worked on at a time, waits at the client. With more, thousands of small frames
/// would wait here, which the HTTP/2 library takes for an attack: it closes the whole connection.
const HTTP2_STREAM_WINDOW: u32 = 64 * 1024 - 1;

/// And of all streams of a connection.
const HTTP2_WINDOW: u32 = 1024 * 1024;

/// Largest head of an HTTP/2 request.
const HTTP2_HEAD: u32 = 16 * 1024;

/// A silent HTTP/2 peer is asked whether it is there, and dropped when it does not answer.
const HTTP2_PING: Duration = Duration::from_secs(30);

/// How long it has to answer.
const HTTP2_PING_ANSWER: Duration = Duration::from_secs(10);

/// How long a connection that has asked nothing yet is listened to once the drain has begun: its first request may be on
/// the wire. Longer than any network between an edge and its pool needs.
const LAST_CALL: Duration = Duration::from_secs(2);

/// How an HTTP/2 connection in clear begins (RFC 9113 section 3.4); no HTTP/1 method starts so.
const HTTP2_PREFACE: &[u8] = b"PRI ";

/// What a connection's task takes along.
#[derive(Clone)]
struct Context {
    tls: Option<Arc<Tls>>,
    scope: Scope,
    app: Arc<App>,
    phase: watch::Receiver<Phase>,
    alive: mpsc::Sender<()>,
}

/// Accepts until the drain begins. Handshakes are the connection's own business.
pub(super) async fn accept(
    port: Port,
    app: Arc<App>,
    mut phase: watch::Receiver<Phase>,
    alive: mpsc::Sender<()>,
) {
    let Port { listener, tls, scope } = port;
    let slots = Arc::new(Semaphore::new(app.limits.connections));
    let context = Context { tls, scope, app, phase: phase.clone(), alive };
    loop {
        let accepted = tokio::select! {
            accepted = next(&listener, &slots) => accepted,
            _ = phase.wait_for(|phase| *phase >= Phase::Draining) => break,
        };
        match accepted {
            Some((stream, slot)) => start(stream, slot, context.clone()),
            None => tokio::time::sleep(ACCEPT_PAUSE).await,
        }
    }
    // What the system has taken in our name already is served too; closing the listener would reset it.
    let Ok(listener) = listener.into_std() else { return };
    while let Ok(slot) = Arc::clone(&slots).try_acquire_owned()
        && let Ok((stream, _peer)) = listener.accept()
    {
        if stream.set_nonblocking(true).is_ok()
            && let Ok(stream) = TcpStream::from_std(stream)
        {
            start(stream, slot, context.clone());
        }
    }
}

fn start(stream: TcpStream, slot: OwnedSemaphorePermit, context: Context) {
    tokio::spawn(async move {
        let Context { tls, scope, app, phase, alive } = context;
        app.metrics.connections(1);
        let mut ended = phase.clone();
        tokio::select! {
            () = connection(stream, tls, scope, &app, phase) => {}
            _ = ended.wait_for(|phase| *phase >= Phase::Ended) => {}
        }
        app.metrics.connections(-1);
        drop((slot, alive));
    });
}

/// The next connection, once there is a slot for it.
async fn next(listener: &TcpListener, slots: &Arc<Semaphore>) -> Option<(TcpStream, OwnedSemaphorePermit)> {
    let slot = Arc::clone(slots).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, _peer)) => Some((stream, slot)),
        Err(cause) => {
            tracing::warn!(%cause, "a connection could not be accepted");
            None
        }
    }
}

async fn connection(
    stream: TcpStream,
    tls: Option<Arc<Tls>>,
    scope: Scope,
    app: &Arc<App>,
    phase: watch::Receiver<Phase>,
) {
    // Answers are small and final: waiting for more to send only adds latency.
    let _refused = stream.set_nodelay(true);
    let Some(tls) = tls else {
        let sniffed = tokio::select! {
            sniffed = tokio::time::timeout(app.limits.header_time, sniff(&stream)) => sniffed,
            () = last_call(phase.clone()) => return,
        };
        if let Ok(Ok(http2)) = sniffed {
            let (told, own) = watch::channel(*phase.borrow());
            tokio::select! {
                () = speak(Prompt::new(stream), http2, scope, app, own) => {}
                () = escort(pending(), phase, told, &app.limits) => {}
            }
        }
        return;
    };
    let (acceptor, changes) = tls.acceptor();
    match tokio::time::timeout(HANDSHAKE_TIME, acceptor.accept(Prompt::new(stream))).await {
        Ok(Ok(stream)) => {
            let session = stream.get_ref().1;
            let http2 = session.alpn_protocol() == Some(b"h2");
            let chain = session.peer_certificates().unwrap_or_default().to_vec();
            let (told, own) = watch::channel(*phase.borrow());
            tokio::select! {
                () = speak(stream, http2, scope, app, own) => {}
                () = escort(changes.refuse(chain), phase, told, &app.limits) => {}
            }
        }
        Ok(Err(cause)) => tracing::debug!(%cause, "TLS handshake refused"),
        Err(_elapsed) => tracing::debug!("TLS handshake took too long"),
    }
}

/// Tells a connection where the server stands on its way out; and sends it on that way by itself once it is `refused`, for
/// its client may not connect any more, or old. Completes when the time for that is up.
///
/// Clients keep a connection for as long as it is good (an edge has one, by HTTP/2), and a load balancer chooses when it is made: a
/// pool that has come since would get nothing. Nothing is lost by the end of an old one: HTTP/2 is told which streams are
/// still answered, and HTTP/1 with its next answer that it was the last.
async fn escort(
    refused: impl Future<Output = ()>,
    mut phase: watch::Receiver<Phase>,
    told: watch::Sender<Phase>,
    limits: &Limits,
) {
    let mut refused = pin!(refused);
    let mut aged = pin!(age(limits.connection_age));
    // By then what was under way when it got old has been answered, and an idle client is sent away as any other; what is left
    // are streams.
    let grace = limits.header_time.max(limits.request_time);
    let mut over = pin!(tokio::time::sleep(Duration::MAX));
    let mut own = Phase::Open;
    loop {
        told.send_replace(own.max(*phase.borrow_and_update()));
        tokio::select! {
            changed = phase.changed() => {
                if changed.is_err() {
                    return;
                }
            }
            () = refused.as_mut() => {
                tracing::info!(
                    "a connection is ended: the client's certificate is not of the client CA any more"
                );
                break;
            }
            () = aged.as_mut(), if own == Phase::Open => {
                own = Phase::Lingering;
                over.as_mut().reset(tokio::time::Instant::now() + grace);
            }
            () = over.as_mut(), if own > Phase::Open => break,
        }
    }
    let began = tokio::time::Instant::now();
    told.send_replace(Phase::Lingering.max(*phase.borrow()));
    tokio::time::sleep(limits.linger_time.min(limits.drain_time)).await;
    told.send_replace(Phase::Draining);
    tokio::time::sleep_until(began + limits.drain_time).await;
}

/// Completes when a connection that begins now is old: give or take a tenth, so that those that began together do not end so.
async fn age(limit: Option<Duration>) {
    match limit {
        Some(limit) => tokio::time::sleep(limit.mul_f64(0.9 + 0.2 * random())).await,
        None => pending().await,
    }
}

/// At least 0, below 1. As the standard library's hash maps get their keys: enough to spread things by.
fn random() -> f64 {
    let bits = RandomState::new().build_hasher().finish() >> 32;
    bits as f64 / f64::from(u32::MAX)
}

/// Whether a connection in clear starts with HTTP/2's preface. Takes nothing out of the stream.
async fn sniff(stream: &TcpStream) -> std::io::Result<bool> {
    let mut start = [0; HTTP2_PREFACE.len()];
    loop {
        let read = stream.peek(&mut start).await?;
        if read == 0 || !HTTP2_PREFACE.starts_with(&start[..read]) {
            return Ok(false);
        }
        if read == start.len() {
            return Ok(true);
        }
        tokio::time::sleep(SNIFF_PAUSE).await;
    }
}

/// Serves requests on an established stream until it closes or the drain is over.
async fn speak<S>(stream: S, http2: bool, scope: Scope, app: &Arc<App>, phase: watch::Receiver<Phase>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let stream = Shared::new(Moving::new(stream, app.limits.header_time));
    if http2 {
        speak_http2(stream.clone(), scope, app, phase).await;
    } else {
        speak_http1(stream.clone(), scope, app, phase).await;
    }
    stream.close().await;
}

async fn speak_http1<S>(stream: S, scope: Scope, app: &Arc<App>, phase: watch::Receiver<Phase>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (stream, framed_twice) = Watched::new(stream);
    let (begun, first) = (Arc::new(AtomicBool::new(false)), Arc::new(Notify::new()));
    let service = {
        let (app, phase) = (Arc::clone(app), phase.clone());
        let (begun, first) = (Arc::clone(&begun), Arc::clone(&first));
        service_fn(move |request: Request<Incoming>| {
            if !begun.swap(true, Ordering::Relaxed) {
                first.notify_one();
            }
            let (app, phase) = (Arc::clone(&app), phase.clone());
            let framed_twice = framed_twice.load(Ordering::Relaxed);
            async move {
                let mut answer = if framed_twice {
                    respond::failure(&Failure::invalid("both Content-Length and Transfer-Encoding"))
                } else {
                    answer(&app, scope, request).await
                };
                if framed_twice || *phase.borrow() >= Phase::Lingering {
                    answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
                }
                Ok::<_, Infallible>(answer)
            }
        })
    };
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(app.limits.header_time)
        .max_buf_size(HTTP1_BUFFER)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    // hyper would close a connection that has not asked yet, and lose the request that is on its way: that one is waited
    // for, and answered as the last.
    let told = async {
        until(phase.clone(), Phase::Draining).await;
        if !begun.load(Ordering::Relaxed) {
            tokio::select! {
                () = first.notified() => {}
                () = last_call(phase) => {}
            }
        }
    };
    tokio::select! {
        result = connection.as_mut() => return closed(result),
        () = told => connection.as_mut().graceful_shutdown(),
    }
    closed(connection.await);
}

/// Completes when a connection that has asked nothing is given up in the drain.
async fn last_call(phase: watch::Receiver<Phase>) {
    until(phase, Phase::Draining).await;
    tokio::time::sleep(LAST_CALL).await;
}

async fn speak_http2<S>(stream: S, scope: Scope, app: &Arc<App>, phase: watch::Receiver<Phase>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let activity = Arc::new(Activity::default());
    let service = {
        let (app, activity) = (Arc::clone(app), Arc::clone(&activity));
        let phase = phase.clone();
        service_fn(move |request: Request<Incoming>| {
            let (app, phase, busy) = (Arc::clone(&app), phase.clone(), activity.begin());
            async move {
                if grpc::is_grpc(request.headers()) {
                    return Ok::<_, Infallible>(
                        call(&app, scope, request, busy, phase).await.map(Payload::from),
                    );
                }
                let answer = answer(&app, scope, request).await.map(Payload::from);
                drop(busy);
                Ok(answer)
            }
        })
    };
    let connection = http2::Builder::new(TokioExecutor::new())
        .timer(TokioTimer::new())
        .max_concurrent_streams(HTTP2_STREAMS)
        .max_header_list_size(HTTP2_HEAD)
        .initial_stream_window_size(HTTP2_STREAM_WINDOW)
        .initial_connection_window_size(HTTP2_WINDOW)
        .keep_alive_interval(HTTP2_PING)
        .keep_alive_timeout(HTTP2_PING_ANSWER)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    // hyper times HTTP/1's heads only. A client that only answers pings is not using its connection.
    let mut idle = pin!(activity.idle(app.limits.header_time));
    // HTTP/2 says which streams it will still answer (GOAWAY), so it can be told at once.
    let mut told = pin!(until(phase, Phase::Lingering));
    let mut telling = true;
    loop {
        tokio::select! {
            result = connection.as_mut() => return closed(result),
            () = told.as_mut(), if telling => {
                telling = false;
                connection.as_mut().graceful_shutdown();
            }
            () = idle.as_mut() => break,
        }
    }
    if activity.begun() {
        // It may just have asked again, or not have taken its last answer yet.
        connection.as_mut().graceful_shutdown();
        if let Ok(result) = tokio::time::timeout(app.limits.header_time, connection).await {
            closed(result);
        }
    }
}

async fn until(mut phase: watch::Receiver<Phase>, wanted: Phase) {
    // An error means that the server itself has gone: time to end as well.
    let _gone = phase.wait_for(|phase| *phase >= wanted).await;
}

fn closed(result: hyper::Result<()>) {
    if let Err(cause) = result {
        // hyper's messages name the rule that was broken, never content.
        tracing::debug!(%cause, "connection closed");
    }
}

async fn call(
    app: &Arc<App>,
    scope: Scope,
    request: Request<Incoming>,
    busy: Busy,
    phase: watch::Receiver<Phase>,
) -> Response<tonic::body::Body> {
    // What is on its way when the drain begins is still taken from a stream, as from a connection.
    match catch(grpc::answer(app, scope, request, busy, until(phase, Phase::Draining))).await {
        Some(answer) => answer,
        None => {
            tracing::error!("a request was given up after a defect");
            tonic::Status::internal("internal error").into_http()
        }
    }
}

async fn answer(app: &App, scope: Scope, request: Request<Incoming>) -> Answer {
    match catch(routes::handle(app, scope, request)).await {
        Some(answer) => answer,
        None => {
            tracing::error!("a request was given up after a defect");
            respond::failure(&Failure::new(Kind::Internal, "internal error"))
        }
    }
}
