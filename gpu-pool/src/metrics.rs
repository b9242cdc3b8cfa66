//! Everything counted, under the prefix `gpu_pool_`, in Prometheus' conventions (base units, `_total`, histograms that
//! can be aggregated). No label ever holds anything that a caller sent: models are those of the repository.

use std::sync::atomic::AtomicU64;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

use crate::error::{Failure, Kind};
use crate::gpu::Gpus;
use crate::http::tls::Expiry;
use crate::protocol::statistics::Statistics;
use crate::registry::variant::Variant;
use crate::scheduler::queue::Lane;

/// The content type of [`Metrics::render`].
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What stands in the label `model` where a request named none of ours.
const NO_MODEL: &str = "";

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    model: String,
    outcome: String,
    lane: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ModelLabels {
    model: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct LaneLabels {
    model: String,
    lane: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ReasonLabels {
    model: String,
    reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct QueueLabels {
    model: String,
    version: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct VersionLabels {
    model: String,
    version: String,
    variant: &'static str,
    provider: String,
    /// SHA-256 of the manifest.
    digest: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CertificateLabels {
    certificate: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct GpuLabels {
    gpu_uuid: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct BuildLabels {
    version: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ResultLabels {
    result: &'static str,
}

/// How requests end: `Failure::outcome`, and two that are no failures.
const OUTCOMES: [&str; 8] =
    ["ok", "invalid", "slow_body", "too_large", "refused", "deadline", "failed", "abandoned"];
/// Why requests are not queued, or dropped from the queue.
const REFUSALS: [&str; 5] = ["queue_full", "too_late", "too_large", "expired", "bodies_full"];
/// Why engines are replaced.
const RESTARTS: [&str; 3] = ["error", "not_finite", "stuck"];

const SENT: ResultLabels = ResultLabels { result: "sent" };
const DROPPED: ResultLabels = ResultLabels { result: "dropped" };
const FAILED: ResultLabels = ResultLabels { result: "failed" };

const RELOADED: ResultLabels = ResultLabels { result: "ok" };
const NOT_RELOADED: ResultLabels = ResultLabels { result: "failed" };

type Histograms<L> = Family<L, Histogram, fn() -> Histogram>;

/// 100 µs to 13 s, doubling: the whole span from a tiny model on a GPU to a note that waited for its deadline.
fn seconds() -> Histogram {
    Histogram::new(exponential_buckets(0.0001, 2.0, 18))
}

/// 1 to 512 rows, doubling.
fn rows() -> Histogram {
    Histogram::new(exponential_buckets(1.0, 2.0, 10))
}

/// What becomes of the spans of traces.
#[derive(Debug, Clone)]
pub(crate) struct SpanCounts {
    /// The collector took them.
    pub(crate) sent: Counter,
    /// Too many waited, or the process ended.
    pub(crate) dropped: Counter,
    /// The collector did not take them.
    pub(crate) failed: Counter,
}

/// All metrics of the process.
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    request_seconds: Histograms<LaneLabels>,
    queue_seconds: Histograms<LaneLabels>,
    compute_seconds: Histograms<ModelLabels>,
    batch_rows: Histograms<ModelLabels>,
    tokens: Family<ModelLabels, Counter>,
    padding: Family<ModelLabels, Counter>,
    lone: Family<ModelLabels, Counter>,
    queued: Family<QueueLabels, Gauge>,
    refused: Family<ReasonLabels, Counter>,
    restarts: Family<ReasonLabels, Counter>,
    no_memory: Family<ModelLabels, Counter>,
    live: Family<QueueLabels, Gauge>,
    version: Family<VersionLabels, Gauge>,
    ready: Gauge,
    connections: Gauge,
    stuck: Gauge,
    fallback: Gauge,
    tls_reloads: Family<ResultLabels, Counter>,
    spans: Family<ResultLabels, Counter>,
    expiry: Family<CertificateLabels, Gauge>,
    gpu_used: Family<GpuLabels, Gauge>,
    gpu_total: Family<GpuLabels, Gauge>,
    gpus: OnceLock<Gpus>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("gpu_pool");
        let requests = Family::default();
        let request_seconds = Histograms::new_with_constructor(seconds as fn() -> Histogram);
        let queue_seconds = Histograms::new_with_constructor(seconds as fn() -> Histogram);
        let compute_seconds = Histograms::new_with_constructor(seconds as fn() -> Histogram);
        let batch_rows = Histograms::new_with_constructor(rows as fn() -> Histogram);
        let tokens = Family::default();
        let padding = Family::default();
        let lone = Family::default();
        let queued = Family::default();
        let refused = Family::default();
        let restarts = Family::default();
        let no_memory = Family::default();
        registry.register(
            "out_of_memory_rows",
            "Sequences that failed because memory did not suffice for their batch, nor for half of it",
            Family::clone(&no_memory),
        );
        let live = Family::default();
        let version = Family::default();
        let ready = Gauge::default();
        let connections = Gauge::default();
        let stuck = Gauge::default();
        let fallback = Gauge::default();
        registry.register(
            "provider_fallback",
            "1 while models run on the CPU because the GPU that was asked for cannot be used",
            fallback.clone(),
        );
        let tls_reloads = Family::default();
        for result in [RELOADED, NOT_RELOADED] {
            let _from_zero = tls_reloads.get_or_create(&result);
        }
        let spans = Family::<ResultLabels, Counter>::default();
        for result in [SENT, DROPPED, FAILED] {
            let _from_zero = spans.get_or_create(&result);
        }
        registry.register(
            "trace_spans",
            "Spans of traces that were sent, dropped because too many waited, or not taken by the collector",
            Family::clone(&spans),
        );
        let build = Family::<BuildLabels, Gauge>::default();
        build.get_or_create(&BuildLabels { version: env!("CARGO_PKG_VERSION") }).set(1);
        registry.register("build_info", "The program's version", build);
        let expiry = Family::default();
        registry.register(
            "certificate_expiry_timestamp_seconds",
            "When the first of the certificates in use ends, in seconds since 1970",
            Family::clone(&expiry),
        );
        let (gpu_used, gpu_total) = (Family::default(), Family::default());
        registry.register(
            "gpu_memory_used_bytes",
            "Memory of a GPU in use, by all processes",
            Family::clone(&gpu_used),
        );
        registry.register("gpu_memory_total_bytes", "Memory of a GPU", Family::clone(&gpu_total));
        registry.register("requests", "Inference requests by outcome", Family::clone(&requests));
        registry.register(
            "request_seconds",
            "From a request's head to its answer, for requests that were answered",
            request_seconds.clone(),
        );
        registry.register("queue_seconds", "How long a sequence waited for an engine", queue_seconds.clone());
        registry.register("compute_seconds", "How long an engine took for a batch", compute_seconds.clone());
        registry.register("batch_rows", "Sequences in a batch", batch_rows.clone());
        registry.register("tokens", "Tokens computed, padding not counted", Family::clone(&tokens));
        registry.register("padding_tokens", "Padding computed", Family::clone(&padding));
        registry.register(
            "lone_batches",
            "Batches that the engine for requests that are alone computed",
            Family::clone(&lone),
        );
        registry.register("queue_tokens", "Tokens waiting", Family::clone(&queued));
        registry.register(
            "refusals",
            "Requests not queued, or dropped from the queue",
            Family::clone(&refused),
        );
        registry.register(
            "engine_restarts",
            "Engines replaced: their run failed, answered nothing finite, or went past its limit",
            Family::clone(&restarts),
        );
        registry.register("engines", "Engines fit to run a batch", Family::clone(&live));
        registry.register("model_info", "Model versions being served", Family::clone(&version));
        registry.register("ready", "1 while the process wants requests", ready.clone());
        registry.register("connections", "Open connections", connections.clone());
        registry.register(
            "stuck_threads",
            "Threads left behind: a load, an engine's start or a run that does not return",
            stuck.clone(),
        );
        registry.register(
            "tls_reloads",
            "Certificate files that had changed, and were taken into use or would not do",
            Family::clone(&tls_reloads),
        );
        Self {
            registry,
            requests,
            request_seconds,
            queue_seconds,
            compute_seconds,
            batch_rows,
            tokens,
            padding,
            lone,
            queued,
            refused,
            restarts,
            no_memory,
            live,
            version,
            ready,
            connections,
            stuck,
            fallback,
            tls_reloads,
            spans,
            expiry,
            gpu_used,
            gpu_total,
            gpus: OnceLock::new(),
        }
    }
}

impl Metrics {
    /// The exposition, as `/metrics` answers it.
    #[must_use]
    pub fn render(&self) -> String {
        for gpu in self.gpus.get().map(Gpus::read).unwrap_or_default() {
            let labels = GpuLabels { gpu_uuid: gpu.uuid };
            self.gpu_used.get_or_create(&labels).set(i64::try_from(gpu.used).unwrap_or(i64::MAX));
            self.gpu_total.get_or_create(&labels).set(i64::try_from(gpu.total).unwrap_or(i64::MAX));
        }
        let mut text = String::new();
        // Writing to a string fails only if an encoder does; what was written stays useful.
        let _partial = encode(&mut text, &self.registry);
        text
    }

    /// Counts a finished inference request that named no model of ours.
    pub fn unknown_model(&self, outcome: &str) {
        let labels = RequestLabels { model: NO_MODEL.into(), outcome: outcome.into(), lane: NO_MODEL.into() };
        self.requests.get_or_create(&labels).inc();
    }

    /// Says whether the process wants requests.
    pub fn set_ready(&self, ready: bool) {
        self.ready.set(i64::from(ready));
    }

    /// A connection was opened (+1) or closed (-1).
    pub fn connections(&self, change: i64) {
        self.connections.inc_by(change);
    }

    /// A thread was left behind (+1), or has returned (-1).
    pub(crate) fn stuck(&self, change: i64) {
        self.stuck.inc_by(change);
    }

    /// Whether models run on the CPU because a GPU cannot be used.
    pub(crate) fn fallen_back(&self, fallen_back: bool) {
        self.fallback.set(i64::from(fallen_back));
    }

    /// The certificate files have changed; `used` says whether they are in use now.
    pub(crate) fn tls_reloaded(&self, used: bool) {
        self.tls_reloads.get_or_create(if used { &RELOADED } else { &NOT_RELOADED }).inc();
    }

    /// Looks for GPUs, whose memory is exposed from then on. Blocks.
    pub(crate) fn find_gpus(&self) {
        if let Some(gpus) = Gpus::find() {
            let _found_before = self.gpus.set(gpus);
        }
    }

    /// When the certificates in use end.
    pub(crate) fn certificates(&self, expiry: Expiry) {
        for (certificate, end) in [("server", expiry.server), ("client_ca", expiry.client_ca)] {
            let labels = CertificateLabels { certificate };
            match end {
                Some(end) => drop(self.expiry.get_or_create(&labels).set(end)),
                None => drop(self.expiry.remove(&labels)),
            }
        }
    }

    /// Where spans are counted.
    pub(crate) fn spans(&self) -> SpanCounts {
        let count = |result| self.spans.get_or_create_owned(result);
        SpanCounts { sent: count(&SENT), dropped: count(&DROPPED), failed: count(&FAILED) }
    }

    /// Connections open now.
    pub(crate) fn open_connections(&self) -> usize {
        usize::try_from(self.connections.get()).unwrap_or(0)
    }

    /// Exposes every counter of a model before anything has happened: a rate misses a first event that makes its series.
    fn count_from_zero(&self, model: &str) {
        for (lane, outcome) in Lane::ALL.iter().flat_map(|lane| OUTCOMES.map(|outcome| (lane, outcome))) {
            let lane = lane.as_str().into();
            let labels = RequestLabels { model: model.into(), outcome: outcome.into(), lane };
            let _from_zero = self.requests.get_or_create(&labels);
        }
        let reasons = |family: &Family<ReasonLabels, Counter>, reasons: &[&str]| {
            for reason in reasons {
                let labels = ReasonLabels { model: model.into(), reason: (*reason).into() };
                let _from_zero = family.get_or_create(&labels);
            }
        };
        reasons(&self.refused, &REFUSALS);
        reasons(&self.restarts, &RESTARTS);
    }

    /// The handles of one model version, looked up once.
    #[must_use]
    pub fn model(
        &self,
        model: &str,
        version: &str,
        variant: Variant,
        provider: &str,
        digest: &str,
    ) -> ModelMetrics {
        let labels = ModelLabels { model: model.into() };
        let info = VersionLabels {
            model: model.into(),
            version: version.into(),
            variant: variant.as_str(),
            provider: provider.into(),
            digest: digest.into(),
        };
        self.count_from_zero(model);
        self.version.get_or_create(&info).set(1);
        let queue = QueueLabels { model: model.into(), version: version.into() };
        let lane = |lane: Lane| LaneLabels { model: model.into(), lane: lane.as_str().into() };
        ModelMetrics {
            model: model.into(),
            versions: (Family::clone(&self.version), info),
            queues: (Family::clone(&self.queued), queue.clone()),
            requests: Family::clone(&self.requests),
            refused: Family::clone(&self.refused),
            restarts: Family::clone(&self.restarts),
            no_memory: self.no_memory.get_or_create(&labels).clone(),
            live: Family::clone(&self.live),
            request_seconds: Lane::ALL.map(|l| self.request_seconds.get_or_create(&lane(l)).clone()),
            queue_seconds: Lane::ALL.map(|l| self.queue_seconds.get_or_create(&lane(l)).clone()),
            compute_seconds: self.compute_seconds.get_or_create(&labels).clone(),
            batch_rows: self.batch_rows.get_or_create(&labels).clone(),
            tokens: self.tokens.get_or_create(&labels).clone(),
            padding: self.padding.get_or_create(&labels).clone(),
            lone: self.lone.get_or_create(&labels).clone(),
            queued: self.queued.get_or_create(&queue).clone(),
            stuck: self.stuck.clone(),
            statistics: Arc::default(),
        }
    }
}

/// The metrics of one model version.
#[derive(Clone)]
pub struct ModelMetrics {
    model: String,
    versions: (Family<VersionLabels, Gauge>, VersionLabels),
    queues: (Family<QueueLabels, Gauge>, QueueLabels),
    requests: Family<RequestLabels, Counter>,
    refused: Family<ReasonLabels, Counter>,
    restarts: Family<ReasonLabels, Counter>,
    no_memory: Counter,
    live: Family<QueueLabels, Gauge>,
    request_seconds: [Histogram; 2],
    queue_seconds: [Histogram; 2],
    compute_seconds: Histogram,
    batch_rows: Histogram,
    tokens: Counter<u64, AtomicU64>,
    padding: Counter<u64, AtomicU64>,
    lone: Counter<u64, AtomicU64>,
    queued: Gauge,
    stuck: Gauge,
    /// The same as sums since the version was loaded.
    pub statistics: Arc<Statistics>,
}

impl ModelMetrics {
    /// Counts a finished request; `took` only where it was answered.
    pub fn request(&self, outcome: &str, lane: Lane, took: Option<Duration>) {
        let labels =
            RequestLabels { model: self.model.clone(), outcome: outcome.into(), lane: lane.as_str().into() };
        self.requests.get_or_create(&labels).inc();
        if let Some(took) = took {
            self.request_seconds[lane as usize].observe(took.as_secs_f64());
        }
    }

    /// Takes out what is exposed of this version alone: it does not serve any more.
    pub(crate) fn retire(&self) {
        self.versions.0.remove(&self.versions.1);
        self.queues.0.remove(&self.queues.1);
        self.live.remove(&self.queues.1);
    }

    pub(crate) fn restarted(&self, reason: &str) {
        let labels = ReasonLabels { model: self.model.clone(), reason: reason.into() };
        self.restarts.get_or_create(&labels).inc();
    }

    /// Memory did not suffice for so many rows.
    pub(crate) fn lost_for_memory(&self, rows: usize) {
        self.no_memory.inc_by(rows as u64);
    }

    /// One of its threads was left behind (+1), or has returned (-1).
    pub(crate) fn stuck(&self, change: i64) {
        self.stuck.inc_by(change);
    }

    pub(crate) fn live(&self, engines: usize) {
        self.live.get_or_create(&self.queues.1).set(engines as i64);
    }

    pub(crate) fn refused(&self, reason: &str) {
        let labels = ReasonLabels { model: self.model.clone(), reason: reason.into() };
        self.refused.get_or_create(&labels).inc();
    }

    /// Counts a request that was refused for want of memory for its body, if it was.
    pub(crate) fn note_full(&self, failure: &Failure) {
        if matches!(failure.kind, Kind::Full(_)) {
            self.refused("bodies_full");
        }
    }

    pub(crate) fn queued(&self, tokens: usize) {
        self.queued.set(tokens as i64);
    }

    pub(crate) fn waited(&self, lane: Lane, took: Duration) {
        self.queue_seconds[lane as usize].observe(took.as_secs_f64());
    }

    /// Tokens computed so far, and padding beside them.
    pub(crate) fn computed(&self) -> (u64, u64) {
        (self.tokens.get(), self.padding.get())
    }

    /// The engine for requests that are alone has computed one.
    pub(crate) fn lone(&self) {
        self.lone.inc();
    }

    pub(crate) fn batch(&self, rows: usize, tokens: usize, padding: usize, took: Duration) {
        self.batch_rows.observe(rows as f64);
        self.compute_seconds.observe(took.as_secs_f64());
        self.tokens.inc_by(tokens as u64);
        self.padding.inc_by(padding as u64);
    }
}
