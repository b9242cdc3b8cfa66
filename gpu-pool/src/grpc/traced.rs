//! The span of a gRPC call, by OpenTelemetry's conventions for RPC.

use std::sync::Arc;

use http::{HeaderMap, Request};
use opentelemetry::KeyValue;

use crate::trace::{Active, Tracing};

const SERVICE: &str = "inference.GRPCInferenceService";

/// The methods that are traced. Probes are not, as over HTTP; a name that is none of these is the caller's own text.
const METHODS: [(&str, &str); 9] = [
    ("ModelReady", "inference.GRPCInferenceService/ModelReady"),
    ("ServerMetadata", "inference.GRPCInferenceService/ServerMetadata"),
    ("ModelMetadata", "inference.GRPCInferenceService/ModelMetadata"),
    ("ModelInfer", "inference.GRPCInferenceService/ModelInfer"),
    ("ModelStreamInfer", "inference.GRPCInferenceService/ModelStreamInfer"),
    ("ModelConfig", "inference.GRPCInferenceService/ModelConfig"),
    ("ModelStatistics", "inference.GRPCInferenceService/ModelStatistics"),
    ("RepositoryModelLoad", "inference.GRPCInferenceService/RepositoryModelLoad"),
    ("RepositoryModelUnload", "inference.GRPCInferenceService/RepositoryModelUnload"),
];

/// Begins a call's span, if it is to have one.
pub(super) fn begin<B>(tracing: &Tracing, request: &Request<B>) -> Option<Arc<Active>> {
    let path = request.uri().path().strip_prefix('/')?;
    let (method, name) = METHODS.into_iter().find(|(_, name)| *name == path)?;
    let attributes = vec![
        KeyValue::new("rpc.system", "grpc"),
        KeyValue::new("rpc.service", SERVICE),
        KeyValue::new("rpc.method", method),
    ];
    tracing.server(request.headers(), name, attributes)
}

/// Notes the call's status, which stands in the head of an answer that is an error and nothing else. A stream's own status
/// comes at its end, and says nothing about its requests.
pub(super) fn end(span: &Active, head: &HeaderMap) {
    let status = head.get("grpc-status").and_then(|value| value.to_str().ok());
    let code: i64 = status.and_then(|code| code.parse().ok()).unwrap_or(0);
    span.set([KeyValue::new("rpc.grpc.status_code", code)]);
    // Those that the conventions hold against a server.
    let error = match code {
        2 => "UNKNOWN",
        4 => "DEADLINE_EXCEEDED",
        12 => "UNIMPLEMENTED",
        13 => "INTERNAL",
        14 => "UNAVAILABLE",
        15 => "DATA_LOSS",
        _ => return,
    };
    span.failed(error);
}
