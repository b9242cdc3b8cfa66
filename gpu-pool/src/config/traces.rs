//! The flags of traces, which are OpenTelemetry's environment variables too.

use http::Uri;

use super::{Args, Mistakes};
use crate::trace::{SAMPLERS, Sampling, Settings};

/// What a collector's address for everything becomes for traces (OTLP/HTTP).
const PATH: &str = "/v1/traces";

/// As the specification has it: an empty variable is one that is not set.
fn set(value: Option<&String>) -> Option<&str> {
    value.map(String::as_str).filter(|value| !value.is_empty())
}

/// Where traces go, if anywhere. The other flags are checked even then: a mistake should not wait for the day traces are
/// switched on.
pub(super) fn resolve(wrong: &mut Mistakes, args: &Args) -> Option<Settings> {
    let sampler = wrong.word("traces-sampler", or(&args.traces_sampler, "parentbased_always_on"), &SAMPLERS);
    let share = wrong.number("traces-sampler-arg", or(&args.traces_sampler_arg, "1"), 0.0..=1.0);
    let queue = wrong.number("traces-queue", or(&args.traces_queue, "2048"), 1..=1_000_000);
    let timeout = wrong.milliseconds("otlp-timeout-ms", or(&args.otlp_timeout_ms, "10000"));
    let endpoint = match (set(args.otlp_traces_endpoint.as_ref()), set(args.otlp_endpoint.as_ref())) {
        (Some(whole), _) => check(wrong, "otlp-traces-endpoint", whole.to_owned())?,
        (None, Some(base)) => check(wrong, "otlp-endpoint", format!("{}{PATH}", base.trim_end_matches('/')))?,
        (None, None) => return None,
    };
    // Another protocol is spoken on another port: spans would be lost one by one.
    if or(&args.otlp_protocol, "http/protobuf") != "http/protobuf" {
        return wrong
            .note("otlp-protocol", "only http/protobuf is spoken (to a collector's port 4318, usually)");
    }
    let certificate = args.otlp_certificate.clone().filter(|path| !path.as_os_str().is_empty());
    let certificate = match certificate {
        Some(path) => Some(wrong.file("otlp-certificate", Some(path))?),
        None => None,
    };
    let (by_parent, fixed) = sampler?;
    let sampling = Sampling { by_parent, ratio: fixed.unwrap_or(share?) };
    let service = or(&args.service_name, "gpu-pool").to_owned();
    Some(Settings { endpoint, certificate, service, sampling, queue: queue?, timeout: timeout? })
}

fn or<'v>(value: &'v str, default: &'v str) -> &'v str {
    if value.is_empty() { default } else { value }
}

fn check(wrong: &mut Mistakes, flag: &str, url: String) -> Option<String> {
    let good = url
        .parse::<Uri>()
        .is_ok_and(|uri| uri.authority().is_some() && matches!(uri.scheme_str(), Some("http" | "https")));
    if good { Some(url) } else { wrong.note(flag, "must be an address as in http://collector:4318") }
}
