//! Sending spans: a bounded queue, a thread that empties it, and a count of what became of each span.
//!
//! Queue and thread are the SDK's `BatchSpanProcessor`. It keeps to itself how many spans it dropped, so the bound is held
//! here, before it: a span that finds too many unsent ones is dropped and counted, and the SDK's own queue never fills.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use opentelemetry::Context;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{Protocol, SpanExporter as OtlpExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{
    BatchConfigBuilder, BatchSpanProcessor, Span, SpanData, SpanExporter, SpanProcessor,
};

use super::{Settings, TraceError};
use crate::metrics::SpanCounts;

/// Most bytes of a collector's answer that are read: it says how many spans it would not take.
const ANSWER_BYTES: u64 = 64 * 1024;

/// Spans that have ended and were not sent.
#[derive(Debug, Clone)]
pub(super) struct Unsent {
    count: Arc<AtomicUsize>,
    counts: SpanCounts,
}

impl Unsent {
    /// Counts what is left as dropped, and says how much that is.
    pub(super) fn give_up(&self) -> usize {
        let left = self.count.swap(0, Ordering::AcqRel);
        self.counts.dropped.inc_by(left as u64);
        left
    }

    fn sent(&self, spans: usize) {
        // Not below nothing: a batch may still be on its way when the rest has been given up.
        let less = |count: usize| Some(count.saturating_sub(spans));
        let _before = self.count.fetch_update(Ordering::AcqRel, Ordering::Acquire, less);
    }
}

/// The way of a span from its end to the collector.
pub(super) fn processor(
    settings: &Settings,
    counts: SpanCounts,
) -> Result<(impl SpanProcessor + 'static, Unsent), TraceError> {
    let exporter = OtlpExporter::builder()
        .with_http()
        .with_http_client(client(settings)?)
        .with_endpoint(&settings.endpoint)
        .with_protocol(Protocol::HttpBinary)
        .with_timeout(settings.timeout)
        .build()
        // It names endpoints and variables, never the headers' values.
        .map_err(|e| TraceError(e.to_string()))?;
    let unsent = Unsent { count: Arc::default(), counts };
    let config = BatchConfigBuilder::default().with_max_queue_size(settings.queue).build();
    let exporter = Counted { exporter, unsent: unsent.clone(), failing: AtomicBool::new(false) };
    let batches = BatchSpanProcessor::builder(exporter).with_batch_config(config).build();
    Ok((Bounded { batches, most: settings.queue, unsent: unsent.clone() }, unsent))
}

/// See the module.
#[derive(Debug)]
struct Bounded {
    batches: BatchSpanProcessor,
    most: usize,
    unsent: Unsent,
}

impl SpanProcessor for Bounded {
    fn on_start(&self, _span: &mut Span, _context: &Context) {}

    fn on_end(&self, span: SpanData) {
        if self.unsent.count.fetch_add(1, Ordering::AcqRel) < self.most {
            self.batches.on_end(span);
        } else {
            self.unsent.count.fetch_sub(1, Ordering::AcqRel);
            self.unsent.counts.dropped.inc();
        }
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.batches.force_flush()
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.batches.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.batches.set_resource(resource);
    }
}

/// Counts what is sent, and logs when the collector goes and when it is back.
#[derive(Debug)]
struct Counted {
    exporter: OtlpExporter,
    unsent: Unsent,
    failing: AtomicBool,
}

impl SpanExporter for Counted {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let spans = batch.len();
        let result = self.exporter.export(batch).await;
        self.unsent.sent(spans);
        match &result {
            Ok(()) => {
                self.unsent.counts.sent.inc_by(spans as u64);
                if self.failing.swap(false, Ordering::Relaxed) {
                    tracing::info!("traces: the collector takes spans again");
                }
            }
            Err(cause) => {
                self.unsent.counts.failed.inc_by(spans as u64);
                if !self.failing.swap(true, Ordering::Relaxed) {
                    tracing::warn!(%cause, "traces: the collector did not take spans; requests are not affected");
                }
            }
        }
        result
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.exporter.set_resource(resource);
    }
}

/// ureq, which blocks: it is called on the processor's own thread only.
#[derive(Debug)]
struct Client(ureq::Agent);

fn client(settings: &Settings) -> Result<Client, TraceError> {
    let mut config = ureq::Agent::config_builder()
        .timeout_global(Some(settings.timeout))
        // The exporter decides by the status whether to try again.
        .http_status_as_error(false)
        .max_redirects(0);
    if let Some(path) = &settings.certificate {
        let unusable = |e: String| TraceError(format!("{}: {e}", path.display()));
        let pem = std::fs::read(path).map_err(|e| unusable(e.to_string()))?;
        let certificates: Result<Vec<_>, _> = ureq::tls::parse_pem(&pem)
            .filter_map(|item| match item {
                Ok(ureq::tls::PemItem::Certificate(certificate)) => Some(Ok(certificate)),
                Ok(_) => None,
                Err(e) => Some(Err(unusable(e.to_string()))),
            })
            .collect();
        let certificates = certificates?;
        if certificates.is_empty() {
            return Err(unusable("no certificate in it".into()));
        }
        let roots = ureq::tls::RootCerts::new_with_certs(&certificates);
        config = config.tls_config(ureq::tls::TlsConfig::builder().root_certs(roots).build());
    }
    Ok(Client(config.build().into()))
}

#[async_trait]
impl HttpClient for Client {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let (head, body) = request.into_parts();
        let answer = self.0.run(Request::from_parts(head, body.to_vec()))?;
        let (head, mut body) = answer.into_parts();
        let body = body.with_config().limit(ANSWER_BYTES).read_to_vec()?;
        Ok(Response::from_parts(head, body.into()))
    }
}
