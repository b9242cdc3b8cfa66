//! Where traces go and which requests are traced, in the words of OpenTelemetry's environment variables.

use std::path::PathBuf;
use std::time::Duration;

use opentelemetry_sdk::trace::Sampler;

/// How traces are made and sent.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where to POST spans, path included.
    pub endpoint: String,
    /// PEM file of the authority that vouches for the endpoint; the public ones without it.
    pub certificate: Option<PathBuf>,
    /// The resource's `service.name`.
    pub service: String,
    /// Which requests are traced.
    pub sampling: Sampling,
    /// Most spans that wait to be sent; more are dropped and counted.
    pub queue: usize,
    /// Longest time for one batch of spans to be sent, tries included.
    pub timeout: Duration,
}

/// Which requests are traced.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sampling {
    /// A request whose caller names its span is traced if the caller's is.
    pub by_parent: bool,
    /// The share of the others, 0 to 1.
    pub ratio: f64,
}

/// The words of `OTEL_TRACES_SAMPLER`: whether the parent decides, and the share where it is fixed.
pub(crate) const SAMPLERS: [(&str, (bool, Option<f64>)); 6] = [
    ("always_on", (false, Some(1.0))),
    ("always_off", (false, Some(0.0))),
    ("traceidratio", (false, None)),
    ("parentbased_always_on", (true, Some(1.0))),
    ("parentbased_always_off", (true, Some(0.0))),
    ("parentbased_traceidratio", (true, None)),
];

impl Sampling {
    pub(super) fn sampler(self) -> Sampler {
        let root = match self.ratio {
            1.0.. => Sampler::AlwaysOn,
            ratio if ratio > 0.0 => Sampler::TraceIdRatioBased(ratio),
            _ => Sampler::AlwaysOff,
        };
        if self.by_parent { Sampler::ParentBased(Box::new(root)) } else { root }
    }
}
