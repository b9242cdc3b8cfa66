//! `inference.GRPCInferenceService` on the same port as HTTP/2: by its content type a request comes here instead of to
//! the routes. So TLS, client certificates, limits, admission and drain are those of every request; only the form differs.
//!
//! Called by `http::connection`. tonic reads and writes frames, and finds the method; it is not given a connection.

mod answer;
mod health;
mod request;
mod status;
mod stream;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Request, Response};
use http_body::Body;
use http_body_util::Full;
use prost::Message;
use tonic::Status;
use tonic::codec::CompressionEncoding::{Deflate, Gzip};
use tonic::codegen::Service as _;

use self::proto::grpc_inference_service_server::{GrpcInferenceService, GrpcInferenceServiceServer};
use self::status::status;
use crate::error::{Failure, Kind};
use crate::http::admit::Room;
use crate::http::{App, Scope, body, repository};
use crate::protocol::answer::InferAnswer;
use crate::protocol::infer::{Call, INLINE_BODY};
use crate::protocol::plan::plan;
use crate::protocol::{config, metadata};
use crate::registry::model::Model;

/// The messages and the service, made of `inference.proto`.
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

/// The method whose body is not read before it is answered.
const STREAM: &str = "/inference.GRPCInferenceService/ModelStreamInfer";

/// The methods of an address that serves health only.
const HEALTH: [&str; 3] = [
    health::CHECK,
    "/inference.GRPCInferenceService/ServerLive",
    "/inference.GRPCInferenceService/ServerReady",
];

/// Whether a request is gRPC: `application/grpc`, or that with a suffix.
pub(crate) fn is_grpc(headers: &HeaderMap) -> bool {
    let value = headers.get(CONTENT_TYPE).map(http::HeaderValue::as_bytes);
    let rest = value.and_then(|value| value.strip_prefix(b"application/grpc"));
    rest.is_some_and(|rest| matches!(rest, [] | [b'+' | b';', ..]))
}

/// Answers one call. `drained` completes when a stream of calls shall end.
pub(crate) async fn answer<B>(
    app: &Arc<App>,
    scope: Scope,
    request: Request<B>,
    drained: impl Future<Output = ()> + Send + Sync + 'static,
) -> Response<tonic::body::Body>
where
    B: Body<Data = Bytes> + Send + Unpin + 'static,
    B::Error: Into<tonic::codegen::StdError> + Send,
{
    match dispatch(app, scope, request, drained).await {
        Ok(response) => response,
        Err(failure) => status(failure).into_http(),
    }
}

async fn dispatch<B>(
    app: &Arc<App>,
    scope: Scope,
    request: Request<B>,
    drained: impl Future<Output = ()> + Send + Sync + 'static,
) -> Result<Response<tonic::body::Body>, Failure>
where
    B: Body<Data = Bytes> + Send + Unpin + 'static,
    B::Error: Into<tonic::codegen::StdError> + Send,
{
    let started = Instant::now();
    let (mut head, mut body) = request.into_parts();
    if scope == Scope::Admin && !HEALTH.contains(&head.uri.path()) {
        return Err(Failure::new(
            Kind::Method(""),
            "this address answers ServerLive, ServerReady and health checks only",
        ));
    }
    let longest = status::timeout(&head.headers)?;
    let mut room = app.admission.room();
    let service = |arrived| {
        let service = Service { app: Arc::clone(app), arrived: Mutex::new(Some(arrived)) };
        GrpcInferenceServiceServer::new(service)
            .accept_compressed(Gzip)
            .accept_compressed(Deflate)
            .max_decoding_message_size(app.limits.body_bytes)
    };
    let answered = if head.uri.path() == STREAM {
        head.extensions.insert(stream::Drained::new(drained));
        let arrived = Arrived { started, longest, bytes: 0, room };
        service(arrived).call(Request::from_parts(head, body)).await
    } else {
        let limits = &app.limits;
        let time = longest.map_or(limits.body_time, |longest| longest.min(limits.body_time));
        let whole = body::read(&head.headers, &mut body, limits.body_bytes, time, &mut room).await?;
        let request = Request::from_parts(head, Full::new(whole));
        if request.uri().path() == health::CHECK {
            health::service(app).call(request).await
        } else {
            let bytes = request.body().size_hint().lower() as usize;
            service(Arrived { started, longest, bytes, room }).call(request).await
        }
    };
    match answered {
        Ok(response) => Ok(response),
        Err(never) => match never {},
    }
}

/// What is known of an inference before it is decoded.
struct Arrived {
    started: Instant,
    /// What the caller's `grpc-timeout` leaves.
    longest: Option<Duration>,
    /// Bytes of it that `room` holds already.
    bytes: usize,
    room: Room,
}

/// One call's service: made anew for each, so that it can hold what belongs to the call.
struct Service {
    app: Arc<App>,
    /// Taken by the method that infers.
    arrived: Mutex<Option<Arrived>>,
}

impl Service {
    fn arrived(&self) -> Result<Arrived, Failure> {
        let arrived = self.arrived.lock().unwrap_or_else(PoisonError::into_inner).take();
        arrived.ok_or_else(|| Failure::new(Kind::Internal, "internal error"))
    }
}

/// An empty version is none: the one that requests without a version get.
fn named(version: &str) -> Option<&str> {
    Some(version).filter(|version| !version.is_empty())
}

/// Runs one inference.
async fn infer(
    app: &App,
    message: proto::ModelInferRequest,
    arrived: Arrived,
) -> Result<proto::ModelInferResponse, Failure> {
    let Arrived { started, longest, bytes, room } = arrived;
    let model = app.registry.choose(&message.model_name, named(&message.model_version));
    let model = model.inspect_err(|failure| app.metrics.unknown_model(failure.outcome()))?;
    let mut call = Call::begin(app, model, started, longest);
    let result = run(app, &mut call, message, bytes, room).await.map(|answer| answer::infer(&answer));
    call.end(result)
}

async fn run(
    app: &App,
    call: &mut Call,
    message: proto::ModelInferRequest,
    bytes: usize,
    mut room: Room,
) -> Result<InferAnswer, Failure> {
    let size = message.encoded_len();
    // What decompressing has added, or a stream has brought.
    room.take(size.saturating_sub(bytes)).inspect_err(|failure| call.note_full(failure))?;
    let read = move |model: &Model, patience: &_| {
        let _held_until_done = room;
        plan(request::infer(&message)?, model, patience)
    };
    call.run(app, size > INLINE_BODY, read).await
}

type Answered<T> = Result<tonic::Response<T>, Status>;

fn answered<T>(result: Result<T, Failure>) -> Answered<T> {
    result.map(tonic::Response::new).map_err(status)
}

#[tonic::async_trait]
impl GrpcInferenceService for Service {
    async fn server_live(
        &self,
        _request: tonic::Request<proto::ServerLiveRequest>,
    ) -> Answered<proto::ServerLiveResponse> {
        answered(Ok(proto::ServerLiveResponse { live: true }))
    }

    async fn server_ready(
        &self,
        _request: tonic::Request<proto::ServerReadyRequest>,
    ) -> Answered<proto::ServerReadyResponse> {
        answered(Ok(proto::ServerReadyResponse { ready: self.app.ready() }))
    }

    async fn model_ready(
        &self,
        request: tonic::Request<proto::ModelReadyRequest>,
    ) -> Answered<proto::ModelReadyResponse> {
        let proto::ModelReadyRequest { name, version } = request.into_inner();
        let ready = metadata::ready(&self.app, &name, named(&version)).is_ok();
        answered(Ok(proto::ModelReadyResponse { ready }))
    }

    async fn server_metadata(
        &self,
        _request: tonic::Request<proto::ServerMetadataRequest>,
    ) -> Answered<proto::ServerMetadataResponse> {
        answered(Ok(answer::server(&metadata::server(&self.app))))
    }

    async fn model_metadata(
        &self,
        request: tonic::Request<proto::ModelMetadataRequest>,
    ) -> Answered<proto::ModelMetadataResponse> {
        let proto::ModelMetadataRequest { name, version } = request.into_inner();
        let model = self.app.registry.describe(&name, named(&version));
        answered(model.map(|model| answer::model(metadata::model(&self.app, &model))))
    }

    async fn model_infer(
        &self,
        request: tonic::Request<proto::ModelInferRequest>,
    ) -> Answered<proto::ModelInferResponse> {
        let inferred = async { infer(&self.app, request.into_inner(), self.arrived()?).await };
        answered(inferred.await)
    }

    type ModelStreamInferStream = stream::Answers;

    async fn model_stream_infer(
        &self,
        request: tonic::Request<tonic::Streaming<proto::ModelInferRequest>>,
    ) -> Answered<Self::ModelStreamInferStream> {
        answered(self.arrived().map(|arrived| stream::answers(&self.app, request, arrived)))
    }

    async fn model_config(
        &self,
        request: tonic::Request<proto::ModelConfigRequest>,
    ) -> Answered<proto::ModelConfigResponse> {
        let proto::ModelConfigRequest { name, version } = request.into_inner();
        let model = self.app.registry.describe(&name, named(&version));
        let config = model.map(|model| answer::config(config::of(&self.app, &model)));
        answered(config.map(|config| proto::ModelConfigResponse { config: Some(config) }))
    }

    async fn model_statistics(
        &self,
        request: tonic::Request<proto::ModelStatisticsRequest>,
    ) -> Answered<proto::ModelStatisticsResponse> {
        let proto::ModelStatisticsRequest { name, version } = request.into_inner();
        let statistics = metadata::statistics(&self.app, named(&name), named(&version));
        answered(statistics.map(answer::statistics))
    }

    async fn repository_index(
        &self,
        request: tonic::Request<proto::RepositoryIndexRequest>,
    ) -> Answered<proto::RepositoryIndexResponse> {
        answered(Ok(answer::index(self.app.registry.index(), request.into_inner().ready)))
    }

    async fn repository_model_load(
        &self,
        request: tonic::Request<proto::RepositoryModelLoadRequest>,
    ) -> Answered<proto::RepositoryModelLoadResponse> {
        let proto::RepositoryModelLoadRequest { model_name, parameters, .. } = request.into_inner();
        let loaded = async {
            repository::check_load(parameters.keys().map(String::as_str))?;
            self.app.registry.load(&model_name).await
        };
        answered(loaded.await.map(|()| proto::RepositoryModelLoadResponse {}))
    }

    async fn repository_model_unload(
        &self,
        request: tonic::Request<proto::RepositoryModelUnloadRequest>,
    ) -> Answered<proto::RepositoryModelUnloadResponse> {
        let unloaded = self.app.registry.unload(&request.into_inner().model_name).await;
        answered(unloaded.map(|()| proto::RepositoryModelUnloadResponse {}))
    }
}
