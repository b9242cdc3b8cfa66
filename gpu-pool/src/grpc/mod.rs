//! `inference.GRPCInferenceService` on the same port as HTTP/2: by its content type a request comes here instead of to
//! the routes. So TLS, client certificates, limits, admission and drain are those of every request; only the form differs.
//!
//! Called by `http::connection`. Frames are read here (`message`) and not by tonic, which would inflate and decode a
//! message before anybody can ask what it will cost; tonic has the statuses and the type of a body.

mod answer;
mod calls;
mod measure;
mod message;
mod request;
mod status;
mod stream;
mod traced;

#[cfg(test)]
pub(crate) use self::request::infer as read_request;

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::{BufMut, Bytes, BytesMut};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Request, Response};
use http_body::Body;
use http_body_util::{BodyExt, Full};

use self::calls::Method;
use self::message::{Message, Opened, PREFIX};
use self::status::status;
use crate::error::{Failure, Kind};
use crate::http::idle::Busy;
use crate::http::{App, Scope, body};
use crate::protocol::answer::InferAnswer;
use crate::protocol::infer::Call;
use crate::protocol::plan::plan;
use crate::registry::model::Model;
use crate::trace::Active;

/// The messages, made of `inference.proto`.
#[allow(
    missing_docs,
    unreachable_pub,
    clippy::allow_attributes_without_reason,
    clippy::all,
    reason = "made by tonic-prost-build; the .proto says what things are"
)]
pub mod proto {
    include!("generated/inference.rs");
}

/// The health checking protocol, made of `health.proto`.
#[allow(
    missing_docs,
    unreachable_pub,
    clippy::allow_attributes_without_reason,
    clippy::all,
    reason = "made by tonic-prost-build; the .proto says what things are"
)]
pub mod health_proto {
    include!("generated/grpc.health.v1.rs");
}

/// Whether a request is gRPC: `application/grpc`, or that with a suffix.
pub(crate) fn is_grpc(headers: &HeaderMap) -> bool {
    let value = headers.get(CONTENT_TYPE).map(http::HeaderValue::as_bytes);
    let rest = value.and_then(|value| value.strip_prefix(b"application/grpc"));
    rest.is_some_and(|rest| matches!(rest, [] | [b'+' | b';', ..]))
}

/// The longest message of a method that takes no more than a few names. In bytes.
const NAMES: usize = 64 * 1024;

const GRPC: HeaderValue = HeaderValue::from_static("application/grpc");

/// Answers one call. `drained` completes when a stream of calls shall end; `busy` says that the connection is in use, and
/// goes with the answer.
pub(crate) async fn answer<B>(
    app: &Arc<App>,
    scope: Scope,
    request: Request<B>,
    busy: Busy,
    drained: impl Future<Output = ()> + Send + 'static,
) -> Response<tonic::body::Body>
where
    B: Body<Data = Bytes> + Send + Unpin + 'static,
{
    let span = app.tracing.as_ref().and_then(|tracing| traced::begin(tracing, &request));
    let response = match dispatch(app, scope, request, busy, drained, span.clone()).await {
        Ok(response) => response,
        Err(failure) => status(failure).into_http(),
    };
    if let Some(span) = span {
        traced::end(&span, response.headers());
    }
    response
}

async fn dispatch<B>(
    app: &Arc<App>,
    scope: Scope,
    request: Request<B>,
    busy: Busy,
    drained: impl Future<Output = ()> + Send + 'static,
    span: Option<Arc<Active>>,
) -> Result<Response<tonic::body::Body>, Failure>
where
    B: Body<Data = Bytes> + Send + Unpin + 'static,
{
    let started = Instant::now();
    let (head, mut body) = request.into_parts();
    let unserved = |what: &'static str| Failure::new(Kind::Method(""), what);
    let method = Method::parse(head.uri.path()).ok_or_else(|| unserved("no such method"))?;
    if scope == Scope::Admin && !method.is_health() {
        return Err(unserved("this address answers ServerLive, ServerReady and health checks only"));
    }
    let longest = status::timeout(&head.headers)?;
    let arrived = Arrived { started, longest, span };
    if method == Method::ModelStreamInfer {
        return stream::answers(app, &head.headers, body, arrived, busy, drained);
    }
    let coding = message::coding(&head.headers)?;
    let limit =
        if method == Method::ModelInfer { app.limits.body_bytes } else { NAMES.min(app.limits.body_bytes) };
    let time = longest.map_or(app.limits.body_time, |longest| longest.min(app.limits.body_time));
    let mut room = app.admission.room();
    let read = body::read(&head.headers, &mut body, limit, time, &mut room).await;
    let message = read.and_then(|whole| message::only(&whole, coding, room));
    if method == Method::ModelInfer {
        let message = message.inspect_err(|failure| app.metrics.unknown_model(failure.outcome()))?;
        return infer(app, message, arrived).await.map(|answer| reply(&answer));
    }
    calls::call(app, method, message?.plain(NAMES)?).await
}

/// A call's answer: one message, and that all is well.
fn reply(message: &impl prost::Message) -> Response<tonic::body::Body> {
    let mut well = HeaderMap::new();
    well.insert(tonic::Status::GRPC_STATUS, HeaderValue::from_static("0"));
    let body = Full::new(frame(message)).with_trailers(std::future::ready(Some(Ok(well))));
    answered(tonic::body::Body::new(body))
}

fn answered(body: tonic::body::Body) -> Response<tonic::body::Body> {
    let mut response = Response::new(body);
    response.headers_mut().insert(CONTENT_TYPE, GRPC);
    response
}

/// A message with its prefix, not compressed.
fn frame(message: &impl prost::Message) -> Bytes {
    let length = message.encoded_len();
    let mut frame = BytesMut::with_capacity(PREFIX + length);
    frame.put_u8(0);
    // Answers are far below 4 GiB.
    frame.put_u32(length as u32);
    let _grows_as_needed = message.encode(&mut frame);
    frame.freeze()
}

/// What is known of an inference before it is decoded.
struct Arrived {
    started: Instant,
    /// What the caller's `grpc-timeout` leaves.
    longest: Option<Duration>,
    /// What its trace belongs under, if it is traced.
    span: Option<Arc<Active>>,
}

/// An empty version is none: the one that requests without a version get.
fn named(version: &str) -> Option<&str> {
    Some(version).filter(|version| !version.is_empty())
}

/// Runs one inference.
async fn infer(app: &App, message: Message, arrived: Arrived) -> Result<proto::ModelInferResponse, Failure> {
    let Arrived { started, longest, span } = arrived;
    let limit = app.limits.request_time;
    let until = started + longest.map_or(limit, |longest| longest.min(limit));
    let opened = message.open(app, until).await;
    let chosen = opened.and_then(|opened| {
        let asked = &opened.message;
        let model = app.registry.choose(&asked.model_name, named(&asked.model_version))?;
        Ok((opened, model))
    });
    let (opened, model) = chosen.inspect_err(|failure| app.metrics.unknown_model(failure.outcome()))?;
    let mut call = Call::begin(app, model, started, longest, span);
    let result = run(app, &mut call, opened).await.map(|answer| answer::infer(&answer));
    call.end(result)
}

async fn run(app: &App, call: &mut Call, opened: Opened) -> Result<InferAnswer, Failure> {
    let Opened { message, room, heavy } = opened;
    let read = move |model: &Model, patience: &_| {
        let _held_until_done = room;
        plan(request::infer(&message)?, model, patience)
    };
    call.run(app, heavy, read).await
}
