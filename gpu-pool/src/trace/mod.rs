//! OpenTelemetry traces: a span for each request, and under it what the request went through. Off unless an OTLP endpoint is
//! named; then `http` and `grpc` begin a span, `protocol::infer` adds what became of the request, and a thread of its own
//! (`export`) sends them. Nothing here waits for a collector.
//!
//! Invariants: no attribute holds anything that a caller sent. Paths, queries, headers and peers are left out, although the
//! conventions have names for them: anybody can write a name into a URL. Of a caller's headers only `traceparent` is read.

mod export;
mod request;
mod settings;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use http::HeaderMap;
use opentelemetry::propagation::{Extractor, TextMapPropagator};
use opentelemetry::trace::{
    Span as _, SpanBuilder, SpanContext, SpanKind, Status, TraceContextExt, Tracer, TracerProvider,
};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider, Span};

pub(crate) use self::request::RequestTrace;
pub(crate) use self::settings::SAMPLERS;
pub use self::settings::{Sampling, Settings};
use crate::metrics::Metrics;

/// The header that names the caller's span (W3C Trace Context).
const TRACEPARENT: &str = "traceparent";

/// Why traces cannot be sent, found before anything is.
#[derive(Debug, thiserror::Error)]
#[error("traces: {0}")]
pub struct TraceError(String);

/// Makes spans and has them sent.
pub(crate) struct Tracing {
    provider: SdkTracerProvider,
    tracer: SdkTracer,
    unsent: export::Unsent,
}

impl Tracing {
    /// Starts the thread that sends. The collector need not be there.
    pub(crate) fn start(settings: &Settings, metrics: &Metrics) -> Result<Self, TraceError> {
        let (processor, unsent) = export::processor(settings, metrics.spans())?;
        let resource = Resource::builder()
            .with_service_name(settings.service.clone())
            .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")));
        let provider = SdkTracerProvider::builder()
            .with_sampler(settings.sampling.sampler())
            .with_resource(resource.build())
            .with_span_processor(processor)
            .build();
        let tracer = provider.tracer("gpu-pool");
        Ok(Self { provider, tracer, unsent })
    }

    /// A server's span under the caller's, if the caller names one. `None` where the request is not sampled.
    pub(crate) fn server(
        &self,
        headers: &HeaderMap,
        name: impl Into<std::borrow::Cow<'static, str>>,
        attributes: Vec<KeyValue>,
    ) -> Option<Arc<Active>> {
        let parent = TraceContextPropagator::new().extract_with_context(&Context::new(), &Parent(headers));
        let builder = SpanBuilder::from_name(name).with_kind(SpanKind::Server).with_attributes(attributes);
        Active::begin(self.tracer.clone(), builder, &parent, None)
    }

    /// Sends what is left, no longer than `time`. Blocks.
    pub(crate) fn flush(&self, time: Duration) {
        if self.provider.shutdown_with_timeout(time).is_err() {
            let spans = self.unsent.give_up();
            tracing::warn!(spans, "traces: the last spans could not be sent in time");
        }
    }
}

/// Only `traceparent` of a request's headers, and only if there is one: what stands in `tracestate` is the caller's own text.
struct Parent<'h>(&'h HeaderMap);

impl Extractor for Parent<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        let mut values = self.0.get_all(TRACEPARENT).iter().filter(|_| key == TRACEPARENT);
        let value = values.next()?.to_str().ok()?;
        values.next().is_none().then_some(value)
    }

    fn keys(&self) -> Vec<&str> {
        vec![TRACEPARENT]
    }
}

/// A span that has begun and is sampled. It ends when the last holder lets go of it.
pub(crate) struct Active {
    span: Mutex<Span>,
    tracer: SdkTracer,
    context: SpanContext,
    /// One moment on both clocks: spans are stamped with wall-clock time, and all is measured on the steady one.
    anchor: (Instant, SystemTime),
    /// Ends after its children.
    _parent: Option<Arc<Self>>,
}

impl Active {
    fn begin(
        tracer: SdkTracer,
        builder: SpanBuilder,
        parent: &Context,
        held: Option<Arc<Self>>,
    ) -> Option<Arc<Self>> {
        let anchor = (Instant::now(), SystemTime::now());
        let span = tracer.build_with_context(builder.with_start_time(anchor.1), parent);
        if !span.is_recording() {
            return None;
        }
        let context = span.span_context().clone();
        Some(Arc::new(Self { span: Mutex::new(span), tracer, context, anchor, _parent: held }))
    }

    fn lock(&self) -> MutexGuard<'_, Span> {
        self.span.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn under(&self) -> Context {
        Context::new().with_remote_span_context(self.context.clone())
    }

    fn at(&self, instant: Instant) -> SystemTime {
        let (steady, wall) = self.anchor;
        match instant.checked_duration_since(steady) {
            Some(after) => wall + after,
            None => wall - steady.saturating_duration_since(instant),
        }
    }

    /// A span under this one, for one request of a stream.
    pub(crate) fn child(self: &Arc<Self>, name: &'static str) -> Option<Arc<Self>> {
        Self::begin(self.tracer.clone(), SpanBuilder::from_name(name), &self.under(), Some(Arc::clone(self)))
    }

    /// A span under this one that is over.
    fn past(&self, name: &'static str, from: Instant, to: Instant, attributes: Vec<KeyValue>, failed: bool) {
        let builder = SpanBuilder::from_name(name).with_start_time(self.at(from)).with_attributes(attributes);
        let mut span = self.tracer.build_with_context(builder, &self.under());
        if failed {
            span.set_status(Status::error(""));
        }
        span.end_with_timestamp(self.at(to));
    }

    /// Adds to what is known of the request.
    pub(crate) fn set(&self, attributes: impl IntoIterator<Item = KeyValue>) {
        self.lock().set_attributes(attributes);
    }

    /// It is the server's fault: `error` says what, in one of our own words.
    pub(crate) fn failed(&self, error: impl Into<opentelemetry::Value>) {
        let mut span = self.lock();
        span.set_attribute(KeyValue::new("error.type", error));
        span.set_status(Status::error(""));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    fn parent(lines: &[(&'static str, &str)]) -> SpanContext {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().expect("a value"));
        }
        let context = TraceContextPropagator::new().extract_with_context(&Context::new(), &Parent(&headers));
        context.span().span_context().clone()
    }

    #[test]
    fn a_parent_is_taken_whole_or_not_at_all() {
        let found = parent(&[("traceparent", GOOD), ("tracestate", "vendor=john-smith")]);
        assert_eq!(found.trace_id().to_string(), "0af7651916cd43dd8448eb211c80319c");
        assert_eq!(found.span_id().to_string(), "b7ad6b7169203331");
        assert!(found.is_sampled() && found.is_remote());
        assert!(found.trace_state().header().is_empty(), "what a caller wrote stays out");
        for bad in ["", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331", "john smith"] {
            assert!(!parent(&[("traceparent", bad)]).is_valid(), "{bad}");
        }
        assert!(!parent(&[("traceparent", GOOD), ("traceparent", GOOD)]).is_valid(), "two are none");
    }
}
