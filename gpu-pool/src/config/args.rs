//! The flags of the program, each with its environment variable, default and help text.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgAction, CommandFactory, FromArgMatches, Parser};

use super::file;

/// Flags as they are typed. Checked by `Config::resolve`, so that all mistakes are reported at once.
#[derive(Debug, Clone, Parser)]
#[command(
    args_override_self = true,
    name = "gpu-pool",
    version,
    about = "Batched transformer inference over the Open Inference Protocol v2"
)]
pub struct Args {
    /// File with defaults for these flags (TOML, one key a flag); flags and environment win over it
    #[arg(long, env = "GPU_POOL_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Model repository: a directory for each model, in it one for each version
    #[arg(long, env = "GPU_POOL_MODELS", value_name = "DIR")]
    pub models: Option<PathBuf>,
    /// Versions to load: latest (the highest, or those that --route names), all
    #[arg(long, env = "GPU_POOL_VERSIONS", default_value = "latest")]
    pub versions: String,
    /// Which version answers requests that name none, as in demo=latest;triage=3;notes=3:90,4:10 [default: the highest]
    #[arg(long, env = "GPU_POOL_ROUTE", value_name = "RULES")]
    pub route: Option<String>,
    /// Which graph of a version serves: auto (un-padded where it is there, else the export; on a GPU fp16 before both), export,
    /// unpadded, int8, fp16
    #[arg(long, env = "GPU_POOL_VARIANT", default_value = "auto")]
    pub variant: String,
    /// Look at the repository every so often, and bring into service what has come; 0 never looks
    #[arg(long, env = "GPU_POOL_WATCH_SECONDS", default_value = "0", value_name = "S")]
    pub watch_seconds: String,
    /// Allow loading and unloading by request: for ports that only operators reach
    #[arg(long, env = "GPU_POOL_REPOSITORY_API")]
    pub repository_api: bool,
    /// Address to serve on; port 0 takes a free one
    #[arg(long, env = "GPU_POOL_LISTEN", default_value = "127.0.0.1:8600", value_name = "ADDR")]
    pub listen: String,
    /// Address for health and metrics only, in clear, for probes without a client certificate
    #[arg(long, env = "GPU_POOL_ADMIN_LISTEN", value_name = "ADDR")]
    pub admin_listen: Option<String>,
    /// Server certificate chain (PEM)
    #[arg(long, env = "GPU_POOL_TLS_CERT", value_name = "FILE")]
    pub tls_cert: Option<PathBuf>,
    /// Server key (PEM)
    #[arg(long, env = "GPU_POOL_TLS_KEY", value_name = "FILE")]
    pub tls_key: Option<PathBuf>,
    /// Clients must present a certificate of this CA (PEM)
    #[arg(long, env = "GPU_POOL_CLIENT_CA", value_name = "FILE")]
    pub client_ca: Option<PathBuf>,
    /// Names that a client's certificate may carry, DNS names and SPIFFE IDs, separated by commas [default: any]
    #[arg(long, env = "GPU_POOL_CLIENT_NAMES", value_name = "NAMES")]
    pub client_names: Option<String>,
    /// Look at the TLS files every so often, and use them when they have changed; 0 never looks
    #[arg(long, env = "GPU_POOL_TLS_RELOAD_SECONDS", default_value = "10", value_name = "S")]
    pub tls_reload_seconds: String,
    /// ONNX Runtime's shared library
    #[arg(long, env = "ORT_DYLIB_PATH", value_name = "FILE")]
    pub onnxruntime: Option<PathBuf>,
    /// Where models run: cpu, cuda, tensorrt (never tried), or cuda-or-cpu (the CPU where the GPU cannot be used, which is logged);
    /// :N behind a name is device N
    #[arg(long, env = "GPU_POOL_EXECUTION_PROVIDER", default_value = "cpu")]
    pub execution_provider: String,
    /// Most memory of the GPU that the weights and activations of each engine may take, in MiB [default: all there is]
    #[arg(long, env = "GPU_POOL_GPU_MEMORY_MB", value_name = "MIB")]
    pub gpu_memory_mb: Option<String>,
    /// Round batches up to a fixed set of shapes, all of which are run before a model serves: auto (on a GPU), on, off
    #[arg(long, env = "GPU_POOL_SHAPE_BUCKETS", default_value = "auto")]
    pub shape_buckets: String,
    /// Engines of each model [default: on CPU one a core, on a GPU one]
    #[arg(long, env = "GPU_POOL_INSTANCES")]
    pub instances: Option<String>,
    /// Threads of each engine: two engines of one thread do more than one of two [default: 1]
    #[arg(long, env = "GPU_POOL_THREADS")]
    pub threads: Option<String>,
    /// Threads of the engine for a request that is alone, on CPU: measured (the number that is worth it, at load), 0 (none), or so many
    #[arg(long, env = "GPU_POOL_LONE_THREADS", default_value = "measured")]
    pub lone_threads: String,
    /// Most padded tokens in a batch
    #[arg(long, env = "GPU_POOL_BATCH_TOKENS", value_name = "TOKENS")]
    pub batch_tokens: Option<String>,
    /// Most sequences in a batch
    #[arg(long, env = "GPU_POOL_BATCH_ROWS", value_name = "ROWS")]
    pub batch_rows: Option<String>,
    /// Longest run of one batch: past it the engine is given up, its requests are answered 504, and another is started
    #[arg(long, env = "GPU_POOL_RUN_LIMIT_MS", default_value = "10000", value_name = "MS")]
    pub run_limit_ms: String,
    /// Longest time for a version to load and warm up, and for an engine to start anew: past it that is given up, and others go on
    #[arg(long, env = "GPU_POOL_LOAD_LIMIT_SECONDS", default_value = "120", value_name = "S")]
    pub load_limit_seconds: String,
    /// Sequences looked through for neighbours in length: with more, batches pad less, and what has waited waits longer [default: on CPU 8, with int8 12, on a GPU 256]
    #[arg(long, env = "GPU_POOL_LOOK_AHEAD", value_name = "ROWS")]
    pub look_ahead: Option<String>,
    /// Most tokens waiting in a model's queue
    #[arg(long, env = "GPU_POOL_QUEUE_TOKENS", default_value = "65536", value_name = "TOKENS")]
    pub queue_tokens: String,
    /// Share of the engines that bulk gets while interactive work waits, in percent
    #[arg(long, env = "GPU_POOL_BULK_PERCENT", default_value = "10", value_name = "PERCENT")]
    pub bulk_percent: String,
    /// Largest request body
    #[arg(long, env = "GPU_POOL_MAX_BODY_BYTES", default_value = "4194304", value_name = "BYTES")]
    pub max_body_bytes: String,
    /// Longest time for a body to arrive
    #[arg(long, env = "GPU_POOL_BODY_TIMEOUT_MS", default_value = "10000", value_name = "MS")]
    pub body_timeout_ms: String,
    /// Longest time for a request's head to arrive, for a client to take its answer, and for a connection to idle
    #[arg(long, env = "GPU_POOL_HEADER_TIMEOUT_MS", default_value = "30000", value_name = "MS")]
    pub header_timeout_ms: String,
    /// Deadline of requests that name none, and the longest that one can name
    #[arg(long, env = "GPU_POOL_REQUEST_TIMEOUT_MS", default_value = "30000", value_name = "MS")]
    pub request_timeout_ms: String,
    /// Connections open at a time
    #[arg(long, env = "GPU_POOL_MAX_CONNECTIONS", default_value = "8192", value_name = "N")]
    pub max_connections: String,
    /// A connection is asked to end at about this age, so that its client chooses anew among the pools; 0: never
    #[arg(long, env = "GPU_POOL_MAX_CONNECTION_AGE_SECONDS", default_value = "300", value_name = "S")]
    pub max_connection_age_seconds: String,
    /// How long requests in flight may take to finish after the signal to stop
    #[arg(long, env = "GPU_POOL_DRAIN_SECONDS", default_value = "25", value_name = "S")]
    pub drain_seconds: String,
    /// How long, of that, requests already on their way are still taken
    #[arg(long, env = "GPU_POOL_DRAIN_LINGER_MS", default_value = "500", value_name = "MS")]
    pub drain_linger_ms: String,
    /// Log format: text, json
    #[arg(long, env = "GPU_POOL_LOG_FORMAT", default_value = "text")]
    pub log_format: String,
    /// Log level: error, warn, info, debug, trace
    #[arg(long, env = "GPU_POOL_LOG_LEVEL", default_value = "info")]
    pub log_level: String,
    /// OTLP collector for traces, by HTTP and protobuf, as in http://collector:4318 (/v1/traces is added); none are made without
    #[arg(long, env = "OTEL_EXPORTER_OTLP_ENDPOINT", value_name = "URL")]
    pub otlp_endpoint: Option<String>,
    /// The same, used as it is
    #[arg(long, env = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", value_name = "URL")]
    pub otlp_traces_endpoint: Option<String>,
    /// The collector's protocol: only http/protobuf is spoken
    #[arg(long, env = "OTEL_EXPORTER_OTLP_PROTOCOL", default_value = "http/protobuf")]
    pub otlp_protocol: String,
    /// Certificate authority of an https collector (PEM) [default: the public ones]
    #[arg(long, env = "OTEL_EXPORTER_OTLP_CERTIFICATE", value_name = "FILE")]
    pub otlp_certificate: Option<PathBuf>,
    /// Longest time for one batch of spans to be sent
    #[arg(long, env = "OTEL_EXPORTER_OTLP_TIMEOUT", default_value = "10000", value_name = "MS")]
    pub otlp_timeout_ms: String,
    /// The service's name in traces
    #[arg(long, env = "OTEL_SERVICE_NAME", default_value = "gpu-pool")]
    pub service_name: String,
    /// Which requests are traced: always_on, always_off, traceidratio, and parentbased_ before each
    #[arg(long, env = "OTEL_TRACES_SAMPLER", default_value = "parentbased_always_on")]
    pub traces_sampler: String,
    /// The share of requests that the traceidratio samplers take, 0 to 1
    #[arg(long, env = "OTEL_TRACES_SAMPLER_ARG", default_value = "1", value_name = "SHARE")]
    pub traces_sampler_arg: String,
    /// Most spans that wait to be sent; more are dropped and counted
    #[arg(long, env = "OTEL_BSP_MAX_QUEUE_SIZE", default_value = "2048", value_name = "SPANS")]
    pub traces_queue: String,
    /// End gracefully when standard input ends
    #[arg(long)]
    pub exit_with_stdin: bool,
    /// Check flags, files and the model repository, and exit: 0, or 64 with every mistake
    #[arg(long)]
    pub check: bool,
    /// Measure plans (engines, threads, batches) on this machine, print them with the best as a configuration file, and exit
    #[arg(long)]
    pub tune: bool,
    /// How long --tune measures, loading not counted
    #[arg(long, env = "GPU_POOL_TUNE_SECONDS", default_value = "60", value_name = "S")]
    pub tune_seconds: String,
    /// The model that is tuned for [default: the only one]
    #[arg(long, env = "GPU_POOL_TUNE_MODEL", value_name = "NAME")]
    pub tune_model: Option<String>,
    /// Measure for so long at each start, and serve by what was found; 0 serves by the flags
    #[arg(long, env = "GPU_POOL_TUNE_ON_START", default_value = "0", value_name = "S")]
    pub tune_on_start: String,
    /// What is wrong with the configuration file
    #[arg(skip)]
    pub file_mistakes: Vec<String>,
}

/// What a file cannot set: itself, and what is asked of one run.
const NOT_IN_FILES: [&str; 5] = ["config", "check", "tune", "help", "version"];

impl Args {
    /// Reads command line, environment and, where one is named, the configuration file.
    pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        let arguments: Vec<OsString> = arguments.into_iter().collect();
        let args = Self::try_parse_from(&arguments)?;
        let Some(path) = args.config.clone() else { return Ok(args) };
        let settings = match file::read(&path) {
            Ok(settings) => settings,
            Err(file_mistakes) => return Ok(Self { file_mistakes, ..args }),
        };
        let mut command = Self::command();
        let mut mistakes = Vec::new();
        for file::Setting { flag, value, switch } in settings {
            let arg = command.get_arguments().find(|arg| arg.get_long() == Some(&flag));
            let arg = arg.filter(|_| !NOT_IN_FILES.contains(&flag.as_str()));
            let Some((id, is_switch)) =
                arg.map(|arg| (arg.get_id().clone(), matches!(arg.get_action(), ArgAction::SetTrue)))
            else {
                mistakes.push(format!("--config: {}: '{flag}' is not a setting", path.display()));
                continue;
            };
            if is_switch != switch {
                let what = if is_switch { "must be true or false" } else { "cannot be true or false" };
                mistakes.push(format!("--config: {}: {flag}: {what}", path.display()));
                continue;
            }
            command = command.mut_arg(id, |arg| arg.default_value(value));
        }
        let mut args = Self::from_arg_matches(&command.try_get_matches_from(arguments)?)?;
        args.file_mistakes = mistakes;
        Ok(args)
    }
}
