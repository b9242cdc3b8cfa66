//! `grpc.health.v1.Health`: what Kubernetes' probes and load balancers ask of any gRPC server.

use std::sync::Arc;

use tonic::{Request, Response, Status};

use super::health_proto::health_check_response::ServingStatus;
use super::health_proto::health_server::{Health, HealthServer};
use super::health_proto::{HealthCheckRequest, HealthCheckResponse};
use super::proto::grpc_inference_service_server::SERVICE_NAME;
use crate::http::App;

/// Its only method that is served. `Watch` is not: a probe asks again.
pub(super) const CHECK: &str = "/grpc.health.v1.Health/Check";

/// Answers for the server as a whole and for the service that it is.
pub(super) struct Checked(Arc<App>);

/// The service for one call.
pub(super) fn service(app: &Arc<App>) -> HealthServer<Checked> {
    HealthServer::new(Checked(Arc::clone(app)))
}

#[tonic::async_trait]
impl Health for Checked {
    async fn check(
        &self,
        request: Request<HealthCheckRequest>,
    ) -> Result<Response<HealthCheckResponse>, Status> {
        let HealthCheckRequest { service } = request.into_inner();
        if !["", SERVICE_NAME].contains(&service.as_str()) {
            return Err(Status::not_found("no such service"));
        }
        let status = if self.0.ready() { ServingStatus::Serving } else { ServingStatus::NotServing };
        Ok(Response::new(HealthCheckResponse { status: status.into() }))
    }
}
