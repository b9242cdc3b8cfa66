//! A server that classifies text with transformer encoders: batched, bounded, over the Open Inference Protocol v2.
//!
//! The path of a request: `http` or `grpc` reads it, `protocol` checks it, `tokenize` makes windows of token ids,
//! `scheduler` decides what runs when, `engine` computes logits, `classify` makes scores of them, `http` or `grpc` answers.
//!
//! Invariants: only `engine` knows ONNX Runtime, only `http` knows hyper, only `scheduler` decides what runs when; no
//! text of a caller's is in a log, an error, a metric or a `Debug` output.

pub mod classify;
pub mod config;
pub mod engine;
pub mod error;
#[cfg(test)]
mod fuzz;
mod gpu;
pub mod grpc;
pub mod http;
pub mod metrics;
pub mod protocol;
pub mod registry;
pub mod scheduler;
pub mod tokenize;
pub mod trace;
pub mod tune;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;

pub use self::config::{Args, Config};
use self::http::tls::Tls;
use self::http::{App, Port, Scope};
use self::metrics::Metrics;
use self::registry::{Plan, Registry};
use self::trace::Tracing;

/// How long the last spans may take to be sent, after the drain: with it, the process still ends within Kubernetes' 30 s.
const FLUSH_TIME: Duration = Duration::from_secs(3);

/// The sockets of a server, bound before anything slow happens.
pub struct Listeners {
    main: TcpListener,
    admin: Option<TcpListener>,
}

impl Listeners {
    /// Binds the addresses of `config`.
    pub async fn bind(config: &Config) -> Result<Self, RunError> {
        let bind = async |address: SocketAddr| {
            TcpListener::bind(address).await.map_err(|cause| RunError::Bind { address, cause })
        };
        let main = bind(config.listen).await?;
        let admin = match config.admin_listen {
            Some(address) => Some(bind(address).await?),
            None => None,
        };
        Ok(Self { main, admin })
    }

    /// The address that is served, with its true port.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.main.local_addr()
    }

    /// The address of health and metrics in clear, if any.
    pub fn admin_address(&self) -> std::io::Result<Option<SocketAddr>> {
        self.admin.as_ref().map(TcpListener::local_addr).transpose()
    }
}

/// Why a server ended otherwise than asked.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// An address cannot be had.
    #[error("{address}: {cause}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        cause: std::io::Error,
    },
    /// TLS cannot be set up.
    #[error("TLS: {0}")]
    Tls(#[from] http::tls::TlsError),
    /// Traces cannot be sent.
    #[error("{0}")]
    Traces(#[from] trace::TraceError),
    /// No model can be served.
    #[error("{0}")]
    Models(#[from] registry::LoadError),
    /// What was asked to run models cannot be used.
    #[error("{provider} cannot be used: {}", .obstacles.join(" | "))]
    Provider {
        /// The provider.
        provider: &'static str,
        /// What stands in its way.
        obstacles: Vec<String>,
    },
    /// A part of the program ended that should not.
    #[error("loading the models was given up")]
    Loading,
    /// The time for draining was over before every connection had ended.
    #[error("{0} connections were cut off when the time to drain was over")]
    CutOff(usize),
}

/// A task that ends when its owner does.
struct AbortOnDrop(Option<tokio::task::JoinHandle<()>>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if let Some(task) = &self.0 {
            task.abort();
        }
    }
}

/// The plan that does most on this machine, or none where that could not be measured: serving by the flags is better than
/// not serving.
async fn tuned(config: &Config, time: Duration) -> Option<Plan> {
    match tune::tune(config, config.tune_model.as_deref(), time).await {
        Ok(report) => Some(tune::apply(&report, &config.plan)),
        Err(cause) => {
            tracing::warn!(%cause, "plans could not be measured: the flags are used");
            None
        }
    }
}

/// Whether what is asked to run models can be used. A driver that hangs is waited for no longer than a load.
pub(crate) async fn usable(plan: &Plan) -> Result<(), RunError> {
    let (engines, provider) = (Arc::clone(&plan.engines), plan.engines.provider());
    let (says, said) = tokio::sync::oneshot::channel();
    // A thread that nothing waits for: the process can end while it hangs.
    let thread = std::thread::Builder::new().name("provider".into());
    let asked = thread.spawn(move || drop(says.send(engines.obstacles())));
    let obstacles = match (asked, tokio::time::timeout(plan.load_limit, said).await) {
        (Err(cause), _) => vec![format!("no thread to look for it: {cause}")],
        (Ok(_), Ok(Ok(obstacles))) => obstacles,
        (Ok(_), Ok(Err(_panicked))) => vec!["looking for it panicked".into()],
        (Ok(_), Err(_elapsed)) => {
            vec![format!("its driver has not answered within {} s", plan.load_limit.as_secs())]
        }
    };
    if obstacles.is_empty() { Ok(()) } else { Err(RunError::Provider { provider, obstacles }) }
}

/// Logs the plan in force, all of it, so that two pools can be compared by their logs.
fn tell(plan: &Plan) {
    tracing::info!(
        provider = plan.engines.provider(),
        cores = std::thread::available_parallelism().map_or(1, usize::from),
        instances = plan.instances,
        threads = plan.engines.threads(),
        lone_threads = %plan.lone_threads,
        batch_rows = plan.limits.batch_rows,
        batch_tokens = plan.limits.batch_tokens,
        look_ahead = plan.limits.look_ahead,
        queue_tokens = plan.limits.queued_tokens,
        bulk_percent = plan.limits.bulk_percent,
        "the plan in force"
    );
}

/// Loads the models, serves until `shutdown` completes, drains, and returns. `ready` is called once, when requests are
/// being answered.
pub async fn run(
    config: Config,
    listeners: Listeners,
    ready: impl FnOnce(),
    shutdown: impl Future<Output = ()>,
) -> Result<(), RunError> {
    for cause in &config.fallback {
        tracing::warn!(cause, "models run on the CPU: the GPU that was asked for cannot be used");
    }
    usable(&config.plan).await?;
    let tuned = match config.tune_on_start {
        Some(time) => tuned(&config, time).await,
        None => None,
    };
    let Config { models, plan, limits, tls, tls_reload, traces, fallback, .. } = config;
    let plan = tuned.unwrap_or(plan);
    tell(&plan);
    let tls = tls.map(Tls::open).transpose()?.map(Arc::new);
    let metrics = Arc::new(Metrics::default());
    metrics.fallen_back(!fallback.is_empty());
    if let Some(tls) = &tls {
        metrics.certificates(tls.expiry());
    }
    let found = Arc::clone(&metrics);
    // Beside the loading of models, as the driver may have to wake up; and on a thread that nothing waits for.
    let looking = std::thread::Builder::new().name("gpus".into()).spawn(move || found.find_gpus());
    if let Err(cause) = looking {
        tracing::warn!(%cause, "no thread to look for GPUs: their memory is not exposed");
    }
    let reloads = match (&tls, tls_reload) {
        (Some(tls), Some(every)) => Some(tokio::spawn(Arc::clone(tls).watch(every, Arc::clone(&metrics)))),
        _ => None,
    };
    let _ends_with_us = AbortOnDrop(reloads);
    let traces = traces.map(|settings| Tracing::start(&settings, &metrics)).transpose()?;
    let secured = tls.is_some();
    let app = tokio::task::spawn_blocking(move || {
        let registry = Registry::open(&models, &plan, &metrics)?;
        Ok::<_, registry::LoadError>(Arc::new(App::new(registry, metrics, limits, traces, secured)))
    })
    .await
    .map_err(|_panicked| RunError::Loading)??;

    let mut ports = vec![Port { listener: listeners.main, tls, scope: Scope::Full }];
    if let Some(listener) = listeners.admin {
        ports.push(Port { listener, tls: None, scope: Scope::Admin });
    }
    ready();
    let cut_off = http::serve(Arc::clone(&app), ports, shutdown).await;
    let flushed = Arc::clone(&app);
    let flush = move || flushed.tracing.iter().for_each(|tracing| tracing.flush(FLUSH_TIME));
    let _panicked = tokio::task::spawn_blocking(flush).await;
    if cut_off > 0 {
        // Their engines may be stuck, so their threads are not waited for.
        return Err(RunError::CutOff(cut_off));
    }
    let _panicked = tokio::task::spawn_blocking(move || app.registry.close()).await;
    Ok(())
}
