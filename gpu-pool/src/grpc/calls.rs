//! The methods of the service, and those that need no inference.

use bytes::Bytes;
use http::Response;

use super::health_proto::health_check_response::ServingStatus;
use super::health_proto::{HealthCheckRequest, HealthCheckResponse};
use super::message::decode;
use super::{answer, named, proto, reply};
use crate::error::{Failure, Kind};
use crate::http::{App, repository};
use crate::protocol::{config, metadata};

const SERVICE: &str = "inference.GRPCInferenceService";

/// What Kubernetes' probes and load balancers ask of any gRPC server. `Watch` is not served: a probe asks again.
const HEALTH: &str = "grpc.health.v1.Health";

/// What can be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    HealthCheck,
    ServerLive,
    ServerReady,
    ModelReady,
    ServerMetadata,
    ModelMetadata,
    ModelInfer,
    ModelStreamInfer,
    ModelConfig,
    ModelStatistics,
    RepositoryIndex,
    RepositoryModelLoad,
    RepositoryModelUnload,
}

impl Method {
    /// By its path, of which there is one spelling.
    pub(super) fn parse(path: &str) -> Option<Self> {
        let (service, method) = path.strip_prefix('/')?.split_once('/')?;
        Some(match (service, method) {
            (HEALTH, "Check") => Self::HealthCheck,
            (SERVICE, "ServerLive") => Self::ServerLive,
            (SERVICE, "ServerReady") => Self::ServerReady,
            (SERVICE, "ModelReady") => Self::ModelReady,
            (SERVICE, "ServerMetadata") => Self::ServerMetadata,
            (SERVICE, "ModelMetadata") => Self::ModelMetadata,
            (SERVICE, "ModelInfer") => Self::ModelInfer,
            (SERVICE, "ModelStreamInfer") => Self::ModelStreamInfer,
            (SERVICE, "ModelConfig") => Self::ModelConfig,
            (SERVICE, "ModelStatistics") => Self::ModelStatistics,
            (SERVICE, "RepositoryIndex") => Self::RepositoryIndex,
            (SERVICE, "RepositoryModelLoad") => Self::RepositoryModelLoad,
            (SERVICE, "RepositoryModelUnload") => Self::RepositoryModelUnload,
            _ => return None,
        })
    }

    /// Whether an address answers it that serves health only.
    pub(super) fn is_health(self) -> bool {
        matches!(self, Self::HealthCheck | Self::ServerLive | Self::ServerReady)
    }
}

/// Answers a method that has one small message and needs no inference.
pub(super) async fn call(
    app: &App,
    method: Method,
    message: Bytes,
) -> Result<Response<tonic::body::Body>, Failure> {
    Ok(match method {
        Method::HealthCheck => {
            let HealthCheckRequest { service } = decode(message)?;
            if !["", SERVICE].contains(&service.as_str()) {
                return Err(Failure::new(Kind::NotFound, "no such service"));
            }
            let status = if app.ready() { ServingStatus::Serving } else { ServingStatus::NotServing };
            reply(&HealthCheckResponse { status: status.into() })
        }
        Method::ServerLive => reply(&proto::ServerLiveResponse { live: true }),
        Method::ServerReady => reply(&proto::ServerReadyResponse { ready: app.ready() }),
        Method::ModelReady => {
            let proto::ModelReadyRequest { name, version } = decode(message)?;
            let ready = metadata::ready(app, &name, named(&version)).is_ok();
            reply(&proto::ModelReadyResponse { ready })
        }
        Method::ServerMetadata => reply(&answer::server(&metadata::server(app))),
        Method::ModelMetadata => {
            let proto::ModelMetadataRequest { name, version } = decode(message)?;
            let model = app.registry.describe(&name, named(&version))?;
            reply(&answer::model(metadata::model(app, &model)))
        }
        Method::ModelConfig => {
            let proto::ModelConfigRequest { name, version } = decode(message)?;
            let model = app.registry.describe(&name, named(&version))?;
            let config = Some(answer::config(config::of(app, &model)));
            reply(&proto::ModelConfigResponse { config })
        }
        Method::ModelStatistics => {
            let proto::ModelStatisticsRequest { name, version } = decode(message)?;
            reply(&answer::statistics(metadata::statistics(app, named(&name), named(&version))?))
        }
        Method::RepositoryIndex => {
            let proto::RepositoryIndexRequest { ready, .. } = decode(message)?;
            reply(&answer::index(app.registry.index(), ready))
        }
        Method::RepositoryModelLoad => {
            let proto::RepositoryModelLoadRequest { model_name, parameters, .. } = decode(message)?;
            repository::check_load(parameters.keys().map(String::as_str))?;
            app.registry.load(&model_name).await?;
            reply(&proto::RepositoryModelLoadResponse {})
        }
        Method::RepositoryModelUnload => {
            let proto::RepositoryModelUnloadRequest { model_name, .. } = decode(message)?;
            app.registry.unload(&model_name).await?;
            reply(&proto::RepositoryModelUnloadResponse {})
        }
        // Answered before their bodies are read as a small one.
        Method::ModelInfer | Method::ModelStreamInfer => {
            return Err(Failure::new(Kind::Internal, "internal error"));
        }
    })
}
