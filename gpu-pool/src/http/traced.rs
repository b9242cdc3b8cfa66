//! The span of a request over HTTP, by OpenTelemetry's conventions for HTTP servers (1.37), less what a caller can write: paths,
//! queries, user agents, addresses.

use std::borrow::Cow;
use std::sync::Arc;

use http::{Method, Request, StatusCode, Version};
use opentelemetry::KeyValue;

use super::routes::Route;
use super::{App, Scope};
use crate::trace::{Active, Tracing};

/// The name of every method that is none of HTTP's own.
const OTHER: &str = "_OTHER";

/// Begins a request's span, if it is to have one.
pub(super) fn begin<B>(
    tracing: &Tracing,
    app: &App,
    scope: Scope,
    request: &Request<B>,
) -> Option<Arc<Active>> {
    let route = match Route::parse(request.uri().path(), scope) {
        Some(route) => Some(route.template()?),
        None => None,
    };
    let method = method(request.method());
    let scheme = if app.secured && scope == Scope::Full { "https" } else { "http" };
    let mut attributes =
        vec![KeyValue::new("http.request.method", method), KeyValue::new("url.scheme", scheme)];
    attributes.extend(route.map(|route| KeyValue::new("http.route", route)));
    attributes.extend(version(request.version()));
    let verb = if method == OTHER { "HTTP" } else { method };
    let name = route.map_or_else(|| Cow::from(verb), |route| format!("{verb} {route}").into());
    tracing.server(request.headers(), name, attributes)
}

/// Notes how it ended. A status of 5xx is our failure; 4xx is the caller's, and none of the span's.
pub(super) fn end(span: &Active, status: StatusCode, outcome: &'static str) {
    span.set([
        KeyValue::new("http.response.status_code", i64::from(status.as_u16())),
        KeyValue::new("gpu_pool.outcome", outcome),
    ]);
    if status.is_server_error() {
        span.failed(outcome);
    }
}

/// `network.protocol.version`.
fn version(version: Version) -> Option<KeyValue> {
    let version = match version {
        Version::HTTP_10 => "1.0",
        Version::HTTP_11 => "1.1",
        Version::HTTP_2 => "2",
        _ => return None,
    };
    Some(KeyValue::new("network.protocol.version", version))
}

fn method(method: &Method) -> &'static str {
    let known = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];
    known.into_iter().find(|known| *known == method.as_str()).unwrap_or(OTHER)
}
