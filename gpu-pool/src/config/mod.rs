//! Flags, environment and file to a checked configuration. Every mistake is collected; the program prints them all and exits
//! with 64 (`EX_USAGE` of sysexits.h).

mod args;
mod file;
mod provider;
mod traces;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

pub use self::args::Args;
use crate::engine::EngineFactory;
use crate::engine::buckets::Bucketed;
use crate::engine::onnx::{self, Provider};
use crate::http;
pub use crate::http::tls::TlsFiles;
use crate::http::tls::{ClientName, Clients};
use crate::registry::variant::{CHOICES, Choice, Variant};
use crate::registry::{self, LoneThreads, Plan, Versions, route};
use crate::scheduler::queue;
use crate::trace;
use crate::tune::Fixed;

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// A checked configuration.
#[derive(Debug, Clone)]
pub struct Config {
    /// The model repository.
    pub models: PathBuf,
    /// Where to serve.
    pub listen: SocketAddr,
    /// Where to serve health and metrics in clear.
    pub admin_listen: Option<SocketAddr>,
    /// TLS on `listen`.
    pub tls: Option<TlsFiles>,
    /// How often its files are looked at for change; never, without it.
    pub tls_reload: Option<Duration>,
    /// How models are loaded.
    pub plan: Plan,
    /// Limits of connections and requests.
    pub limits: http::Limits,
    /// How logs are written.
    pub log_format: LogFormat,
    /// How much is logged.
    pub log_level: tracing::Level,
    /// What of the plan the operator has fixed: it is not tuned.
    pub fixed: Fixed,
    /// How long `--tune` measures.
    pub tune_seconds: Duration,
    /// The model that is tuned for; the only one without it.
    pub tune_model: Option<String>,
    /// How long plans are measured at start; never, without it.
    pub tune_on_start: Option<Duration>,
    /// Where traces go; none are made without it.
    pub traces: Option<trace::Settings>,
    /// Whether the end of standard input is a signal to stop.
    pub exit_with_stdin: bool,
    /// Why models run on the CPU and not on the GPU that was asked for before it (`cuda-or-cpu`). Empty where they run as asked.
    pub fallback: Vec<String>,
}

/// Padded tokens in a batch on CPU: more gains nothing there and makes the next request wait (measured on two cores).
const CPU_BATCH_TOKENS: usize = 512;
/// The same with 8-bit weights, which are done so fast that memory is what counts: past some 300 tokens a batch's values leave
/// the second-level cache, and each token costs more (measured on 1 MiB a core).
const INT8_BATCH_TOKENS: usize = 256;
/// Rows in a batch on CPU, for the same reason.
const CPU_BATCH_ROWS: usize = 16;
/// Padded tokens in a batch on a GPU, which is idle below this.
const GPU_BATCH_TOKENS: usize = 16_384;
/// Rows in a batch on a GPU.
const GPU_BATCH_ROWS: usize = 128;
/// Enough on CPU for neighbours in length to be found. With more, what came later is preferred for its length over what has
/// waited longer. With 32 in flight 16 entries do 3 % more than 8, and their 99th percentile is a sixth higher (simulated on measured
/// costs, `perf/README.md`).
const CPU_LOOK_AHEAD: usize = 8;
/// The same with 8-bit weights, whose batches are smaller beside what waits: 16 do 1 % more than 12, and 8 do 2 % less.
const INT8_LOOK_AHEAD: usize = 12;
/// On a GPU, where batches are larger: twice their rows, and not measured.
const GPU_LOOK_AHEAD: usize = 256;
/// Bulk may fill three quarters of the queue: the rest stays for callers who wait at a screen.
const BULK_QUEUE_PERCENT: usize = 75;

/// All mistakes found so far.
struct Mistakes(Vec<String>);

impl Mistakes {
    fn note<T>(&mut self, flag: &str, problem: &str) -> Option<T> {
        self.0.push(format!("--{flag}: {problem}"));
        None
    }

    fn number<T>(&mut self, flag: &str, value: &str, range: std::ops::RangeInclusive<T>) -> Option<T>
    where
        T: FromStr + PartialOrd + std::fmt::Display,
    {
        match value.parse::<T>() {
            Ok(number) if range.contains(&number) => Some(number),
            _ => self.note(flag, &format!("must be a number from {} to {}", range.start(), range.end())),
        }
    }

    fn word<T: Copy>(&mut self, flag: &str, value: &str, words: &[(&str, T)]) -> Option<T> {
        if let Some((_, meaning)) = words.iter().find(|(word, _)| *word == value) {
            return Some(*meaning);
        }
        let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        self.note(flag, &format!("must be one of {}", words.join(", ")))
    }

    fn address(&mut self, flag: &str, value: &str) -> Option<SocketAddr> {
        match value.parse() {
            Ok(address) => Some(address),
            Err(_) => self.note(flag, "must be an address and port, as in 127.0.0.1:8600"),
        }
    }

    fn milliseconds(&mut self, flag: &str, value: &str) -> Option<Duration> {
        self.number(flag, value, 1..=3_600_000).map(Duration::from_millis)
    }

    fn file(&mut self, flag: &str, path: Option<PathBuf>) -> Option<PathBuf> {
        match path {
            Some(path) if path.is_file() => Some(path),
            Some(path) => self.note(flag, &format!("{} is not a file", path.display())),
            None => None,
        }
    }
}

impl Config {
    /// Every mistake in the flags, in the files that they name, and in the model repository, without starting anything.
    /// A version is read and its sums are checked; whether ONNX Runtime takes its graph shows when it is loaded. A GPU that was
    /// asked for is looked for.
    #[must_use]
    pub fn mistakes(args: Args) -> Vec<String> {
        let models = args.models.clone().filter(|path| path.is_dir());
        let versions = if args.versions == "all" { Versions::All } else { Versions::Routed };
        let routes = route::rules(args.route.as_deref().unwrap_or_default());
        let watched = args.watch_seconds != "0";
        let unusable = provider::mistakes(&args);
        let mut mistakes = Self::resolve(args).err().unwrap_or_default();
        mistakes.extend(unusable);
        if let (Some(models), Ok(routes)) = (models, routes) {
            mistakes.extend(registry::check(&models, versions, &routes, watched));
        }
        mistakes
    }

    /// Checks the flags; every mistake, or the configuration.
    pub fn resolve(args: Args) -> Result<Self, Vec<String>> {
        let mut wrong = Mistakes(args.file_mistakes.clone());
        let traces = traces::resolve(&mut wrong, &args);
        let wanted = provider::resolve(&mut wrong, &args);
        let models = match args.models {
            Some(path) if path.is_dir() => Some(path),
            Some(path) => wrong.note("models", &format!("{} is not a directory", path.display())),
            None => wrong.note("models", "missing"),
        };
        let listen = wrong.address("listen", &args.listen);
        let admin_listen = args.admin_listen.as_deref().map(|value| wrong.address("admin-listen", value));
        let tls = tls(&mut wrong, args.tls_cert, args.tls_key, args.client_ca, args.client_names.as_deref());
        let tls_reload = wrong.number("tls-reload-seconds", &args.tls_reload_seconds, 0..=86_400);
        let versions =
            wrong.word("versions", &args.versions, &[("latest", Versions::Routed), ("all", Versions::All)]);
        let routes = match route::rules(args.route.as_deref().unwrap_or_default()) {
            Ok(rules) => Some(rules),
            Err(problems) => {
                problems.iter().for_each(|problem| wrong.0.push(format!("--route: {problem}")));
                None
            }
        };
        let variant = wrong.word("variant", &args.variant, &CHOICES);
        let watch = wrong.number("watch-seconds", &args.watch_seconds, 0..=86_400);
        let run_limit = wrong.milliseconds("run-limit-ms", &args.run_limit_ms);
        let load_limit = wrong.number("load-limit-seconds", &args.load_limit_seconds, 1..=86_400);
        let api = args.repository_api;
        let library = match args.onnxruntime {
            None => wrong.note("onnxruntime", "missing (or ORT_DYLIB_PATH)"),
            given => wrong.file("onnxruntime", given),
        };
        let (provider, fallback) = match (wanted, library.as_deref()) {
            (Some(wanted), Some(library)) => {
                let (provider, fallback) = provider::settle(wanted, library);
                (Some(provider), fallback)
            }
            (wanted, _) => (wanted.map(|wanted| wanted.provider), Vec::new()),
        };
        let on_cpu = provider == Some(Provider::Cpu);
        let variant = variant.map(|variant| if on_cpu { variant } else { variant.on_gpu() });
        let buckets = wrong.word(
            "shape-buckets",
            &args.shape_buckets,
            &[("auto", None), ("on", Some(true)), ("off", Some(false))],
        );
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let fixed = Fixed {
            instances: args.instances.is_some(),
            threads: args.threads.is_some(),
            rows: args.batch_rows.is_some(),
            tokens: args.batch_tokens.is_some(),
            look_ahead: args.look_ahead.is_some(),
        };
        let threads = wrong.number("threads", args.threads.as_deref().unwrap_or("1"), 1..=256);
        let instances = match args.instances {
            Some(value) => wrong.number("instances", &value, 1..=256),
            // More engine threads than cores halve the throughput.
            None => Some(if on_cpu { (cores / threads.unwrap_or(1)).max(1) } else { 1 }),
        };
        let lone_threads = match args.lone_threads.parse() {
            Ok(LoneThreads::Fixed(_)) if provider.is_some() && !on_cpu => {
                wrong.note("lone-threads", "is for the execution provider cpu")
            }
            Ok(LoneThreads::Fixed(lone)) if threads.is_some_and(|threads| lone <= threads) => {
                wrong.note("lone-threads", "must be more than --threads, or 0 for no such engine")
            }
            Ok(lone_threads) => Some(lone_threads),
            Err(problem) => wrong.note("lone-threads", problem),
        };
        let int8 = variant == Some(Choice::Named(Variant::Int8));
        let batch_tokens = match args.batch_tokens {
            Some(value) => wrong.number("batch-tokens", &value, 1..=10_000_000),
            None if !on_cpu => Some(GPU_BATCH_TOKENS),
            None if int8 => Some(INT8_BATCH_TOKENS),
            None => Some(CPU_BATCH_TOKENS),
        };
        let batch_rows = match args.batch_rows {
            Some(value) => wrong.number("batch-rows", &value, 1..=65_536),
            None => Some(if on_cpu { CPU_BATCH_ROWS } else { GPU_BATCH_ROWS }),
        };
        let look_ahead = match args.look_ahead {
            Some(value) => wrong.number("look-ahead", &value, 1..=65_536),
            None if !on_cpu => Some(GPU_LOOK_AHEAD),
            None if int8 => Some(INT8_LOOK_AHEAD),
            None => Some(CPU_LOOK_AHEAD),
        };
        let tune_seconds =
            wrong.number("tune-seconds", &args.tune_seconds, 1..=3600).map(Duration::from_secs);
        let tune_on_start = wrong.number("tune-on-start", &args.tune_on_start, 0..=3600);
        let queued_tokens = wrong.number("queue-tokens", &args.queue_tokens, 1..=1_000_000_000);
        let bulk_percent = wrong.number("bulk-percent", &args.bulk_percent, 1..=99);
        let body_bytes = wrong.number("max-body-bytes", &args.max_body_bytes, 1..=1_073_741_824);
        let body_time = wrong.milliseconds("body-timeout-ms", &args.body_timeout_ms);
        let header_time = wrong.milliseconds("header-timeout-ms", &args.header_timeout_ms);
        let request_time = wrong.milliseconds("request-timeout-ms", &args.request_timeout_ms);
        let connections = wrong.number("max-connections", &args.max_connections, 1..=1_000_000);
        let connection_age =
            wrong.number("max-connection-age-seconds", &args.max_connection_age_seconds, 0..=2_592_000);
        let drain_time =
            wrong.number("drain-seconds", &args.drain_seconds, 0..=3600).map(Duration::from_secs);
        let linger_time =
            wrong.number("drain-linger-ms", &args.drain_linger_ms, 0..=60_000).map(Duration::from_millis);
        let log_format = wrong.word(
            "log-format",
            &args.log_format,
            &[("text", LogFormat::Text), ("json", LogFormat::Json)],
        );
        let log_level = wrong.word(
            "log-level",
            &args.log_level,
            &[
                ("error", tracing::Level::ERROR),
                ("warn", tracing::Level::WARN),
                ("info", tracing::Level::INFO),
                ("debug", tracing::Level::DEBUG),
                ("trace", tracing::Level::TRACE),
            ],
        );
        let exit_with_stdin = args.exit_with_stdin;
        let config = || {
            let queue = queue::Limits {
                queued_tokens: queued_tokens?,
                bulk_queue_percent: BULK_QUEUE_PERCENT,
                batch_tokens: batch_tokens?,
                batch_rows: batch_rows?,
                look_ahead: look_ahead?,
                // Each version has that of its graph.
                padding_percent: Variant::Export.padding_percent(),
                bulk_percent: bulk_percent?,
            };
            let onnx: Arc<dyn EngineFactory> =
                Arc::new(onnx::Options { library: library?, provider: provider?, threads: threads? });
            let (rows, tokens) = (queue.batch_rows, queue.batch_tokens);
            let engines = match buckets?.unwrap_or(!on_cpu) {
                true => Arc::new(Bucketed { engines: onnx, rows, tokens, window: None }),
                false => onnx,
            };
            Some(Self {
                models: models?,
                listen: listen?,
                admin_listen: match admin_listen {
                    None => None,
                    Some(address) => Some(address?),
                },
                tls,
                tls_reload: Some(tls_reload?).filter(|seconds| *seconds > 0).map(Duration::from_secs),
                plan: Plan {
                    instances: instances?,
                    lone_threads: lone_threads?,
                    variant: variant?,
                    limits: queue,
                    versions: versions?,
                    routes: routes?,
                    run_limit: run_limit?,
                    load_limit: load_limit.map(Duration::from_secs)?,
                    api,
                    watch: Some(watch?).filter(|seconds| *seconds > 0).map(Duration::from_secs),
                    engines,
                },
                limits: http::Limits {
                    body_bytes: body_bytes?,
                    body_time: body_time?,
                    header_time: header_time?,
                    request_time: request_time?,
                    connections: connections?,
                    connection_age: Some(connection_age?)
                        .filter(|seconds| *seconds > 0)
                        .map(Duration::from_secs),
                    drain_time: drain_time?,
                    linger_time: linger_time?,
                },
                log_format: log_format?,
                log_level: log_level?,
                fixed,
                tune_seconds: tune_seconds?,
                tune_model: args.tune_model,
                tune_on_start: Some(tune_on_start?).filter(|seconds| *seconds > 0).map(Duration::from_secs),
                traces,
                exit_with_stdin,
                fallback,
            })
        };
        let config = config();
        match config {
            Some(config) if wrong.0.is_empty() => Ok(config),
            _ => Err(wrong.0),
        }
    }
}

fn tls(
    wrong: &mut Mistakes,
    certificate: Option<PathBuf>,
    key: Option<PathBuf>,
    client_ca: Option<PathBuf>,
    client_names: Option<&str>,
) -> Option<TlsFiles> {
    match (&certificate, &key) {
        (Some(_), None) => return wrong.note("tls-key", "missing, and --tls-cert is given"),
        (None, Some(_)) => return wrong.note("tls-cert", "missing, and --tls-key is given"),
        (None, None) if client_ca.is_some() => {
            return wrong.note("client-ca", "needs --tls-cert and --tls-key");
        }
        (None, None) if client_names.is_some() => {
            return wrong.note("client-names", "needs --client-ca");
        }
        (None, None) => return None,
        _ => {}
    }
    // What was asked for and cannot be had is a mistake, never "no certificates asked for".
    let mut names_are_good = true;
    let clients = match (client_ca, client_names) {
        (None, None) => None,
        (None, Some(_)) => return wrong.note("client-names", "needs --client-ca"),
        (Some(ca), names) => {
            let mut good = Vec::new();
            for name in names.unwrap_or_default().split(',').map(str::trim).filter(|name| !name.is_empty()) {
                match ClientName::parse(name) {
                    Ok(name) => good.push(name),
                    Err(problem) => {
                        names_are_good = false;
                        wrong.0.push(format!("--client-names: '{name}': {problem}"));
                    }
                }
            }
            if names.is_some() && names_are_good && good.is_empty() {
                // Nobody was named, which must not come to mean everybody.
                names_are_good = false;
                wrong.0.push("--client-names: is empty".into());
            }
            Some(Clients { ca, names: good })
        }
    };
    let files = TlsFiles { certificate: certificate?, key: key?, clients };
    match files.check() {
        Ok(()) => names_are_good.then_some(files),
        Err(unusable) => {
            wrong.0.extend_from_slice(unusable.problems());
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    fn resolve(flags: &[&str]) -> Result<Config, Vec<String>> {
        let args =
            Args::try_parse_from(std::iter::once("gpu-pool").chain(flags.iter().copied())).expect("flags");
        Config::resolve(args)
    }

    #[test]
    fn every_mistake_is_reported_at_once() {
        let mistakes = resolve(&[
            "--models",
            "/nowhere",
            "--listen",
            "here",
            "--threads",
            "0",
            "--tls-cert",
            "/nowhere",
            "--versions",
            "some",
            "--execution-provider",
            "tpu",
            "--onnxruntime",
            "/nowhere",
            "--log-level",
            "loud",
        ])
        .expect_err("mistakes");
        for flag in [
            "models",
            "listen",
            "threads",
            "tls-key",
            "versions",
            "execution-provider",
            "onnxruntime",
            "log-level",
        ] {
            assert!(mistakes.iter().any(|m| m.starts_with(&format!("--{flag}: "))), "{flag}: {mistakes:?}");
        }
        assert_eq!(mistakes.len(), 8, "{mistakes:?}");
    }

    #[test]
    fn batches_are_those_that_did_most_with_the_graph_and_the_device() {
        let (models, library) = (concat!(env!("CARGO_MANIFEST_DIR"), "/models"), file!());
        let library = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(library);
        let flags = ["--models", models, "--onnxruntime", library.to_str().expect("path")];
        let batching = |more: &[&str]| {
            let batching = resolve(&[&flags, more].concat()).expect("good flags").plan.limits.batching();
            (batching.tokens, batching.look_ahead)
        };
        assert_eq!(batching(&[]), (512, 8));
        assert_eq!(batching(&["--variant", "int8"]), (256, 12));
        assert_eq!(batching(&["--variant", "int8", "--batch-tokens", "300", "--look-ahead", "5"]), (300, 5));
    }

    #[test]
    fn a_client_ca_is_never_dropped_in_silence() {
        let mistakes = resolve(&["--client-ca", "/nowhere"]).expect_err("no TLS");
        assert!(mistakes.iter().any(|m| m.starts_with("--client-ca: needs")), "{mistakes:?}");
    }
}
