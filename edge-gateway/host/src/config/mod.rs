//! Everything the host must know before it starts, checked and resolved.
//!
//! For whom: `main` and tests. A [`Builder`] collects the manifest, overrides and files;
//! [`Builder::load`] finds every mistake at once or gives a [`Config`] with nothing left to fail but
//! the component itself. Never: opening a socket, compiling, or showing a variable's value.

mod allowed;
mod manifest;
mod route;
mod runtime;
mod variables;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

pub use allowed::AllowedHosts;
pub use route::{Route, find as find_route};
pub use runtime::{RuntimeConfig, StoreKind};
pub(crate) use runtime::{certificates, private_key};
pub use variables::Value;
pub(crate) use variables::check_name as check_variable_name;

use crate::clock::GuestClock;
use crate::guest_log::{GuestLog, StderrLog};
use variables::Sources;

/// All that is wrong with a configuration, one line each; the process exits with 64 (`EX_USAGE`).
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct Mistakes(pub Vec<String>);

/// How callers reach the host.
#[derive(Clone, Debug, Default)]
pub enum Tls {
    /// Plain HTTP: for tests, or behind a proxy that ends TLS.
    #[default]
    Off,
    /// A certificate chain and its key, PEM.
    Files {
        /// The chain, the server's certificate first.
        certificate: PathBuf,
        /// The private key.
        key: PathBuf,
    },
    /// A development authority and a certificate for the loopback names, made in this folder.
    Development {
        /// Where `ca.pem` and the rest are kept for the next start.
        folder: PathBuf,
    },
}

/// What one request, one connection and the whole process may use.
#[derive(Clone, Debug)]
pub struct Limits {
    /// How long a request may go without visible progress: until the response's head, between two
    /// pieces of its body or the request's, and from the last piece until the guest returns. An upload
    /// that moves is progress however long it takes: bounding it in all is the component's.
    pub request_timeout: Duration,
    /// Linear memory of one instance, bytes.
    pub memory: usize,
    /// Instances alive at once; more requests wait.
    pub instances: u32,
    /// Connections open at once; more callers wait in the listen queue.
    pub connections: usize,
    /// How long a caller's TLS handshake may take.
    pub handshake: Duration,
    /// From the moment a connection could send a request until its head is complete; this also ends
    /// connections that are kept open and not used.
    pub head: Duration,
    /// How long a caller may take nothing of what is there for it before its connection is closed.
    pub write_stall: Duration,
    /// A request's body, bytes.
    pub body: u64,
    /// How long a call to Redis may take in all, connecting included.
    pub redis_timeout: Duration,
    /// How long what is in flight may go on after the order to stop.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // Longer than any deadline the component sets itself: this is the last resort.
            request_timeout: Duration::from_secs(30),
            // A request of the edge needs a few MiB; 64 holds a large note and a mistake.
            memory: 64 << 20,
            // With 64 MiB each, 256 can fill 16 GiB at the very worst; a waiting request costs little.
            instances: 256,
            connections: 4096,
            // Three round trips; who needs longer is not going to send a request.
            handshake: Duration::from_secs(10),
            head: Duration::from_secs(20),
            // Far beyond what a lossy line needs between two acknowledgements; without it, callers that never
            // read would hold their connections for ever.
            write_stall: Duration::from_secs(30),
            // Bulk streams of a gigabyte are wanted; the component has its own, closer limit per route.
            body: 2 << 30,
            // A healthy Redis answers in under a millisecond; this bounds what a dead one costs a request.
            redis_timeout: Duration::from_millis(500),
            // Under the 30 s that Kubernetes gives by default.
            drain: Duration::from_secs(25),
        }
    }
}

/// A configuration without mistakes.
#[derive(Clone)]
pub struct Config {
    /// The application's name.
    pub application: String,
    /// The component's id in the manifest.
    pub component: String,
    /// The Wasm file.
    pub wasm: PathBuf,
    /// The trigger's routes.
    pub routes: Vec<Route>,
    /// The component's variables.
    pub variables: BTreeMap<String, Value>,
    /// The component's environment, from the manifest only.
    pub environment: BTreeMap<String, String>,
    /// Where the component may call.
    pub allowed_hosts: AllowedHosts,
    /// The store labels that the component may open.
    pub store_labels: BTreeSet<String>,
    /// What the place provides.
    pub runtime: RuntimeConfig,
    /// TLS towards callers; none is plain HTTP.
    pub tls: Option<Arc<rustls::ServerConfig>>,
    /// Bounds.
    pub limits: Limits,
    /// Where compiled code is kept between starts; none compiles each time.
    pub cache_dir: Option<PathBuf>,
    /// Where the guest's output goes.
    pub guest_log: Arc<dyn GuestLog>,
    /// The guest's time of day; none is the machine's.
    pub guest_clock: Option<Arc<GuestClock>>,
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("application", &self.application)
            .field("component", &self.component)
            .field("wasm", &self.wasm)
            .field("variables", &self.variables)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl Config {
    /// Starts from an application's `spin.toml`.
    pub fn from_manifest(path: impl Into<PathBuf>) -> Builder {
        Builder {
            manifest: path.into(),
            wasm: None,
            sources: Sources::default(),
            runtime_config: None,
            tls: Tls::Off,
            limits: Limits::default(),
            cache_dir: None,
            guest_log: Arc::new(StderrLog),
            guest_clock: None,
        }
    }
}

/// Collects what a [`Config`] is made of.
pub struct Builder {
    manifest: PathBuf,
    wasm: Option<PathBuf>,
    sources: Sources,
    runtime_config: Option<PathBuf>,
    tls: Tls,
    limits: Limits,
    cache_dir: Option<PathBuf>,
    guest_log: Arc<dyn GuestLog>,
    guest_clock: Option<Arc<GuestClock>>,
}

impl Builder {
    /// Runs this Wasm file instead of the manifest's `source`.
    #[must_use]
    pub fn wasm(mut self, path: impl Into<PathBuf>) -> Self {
        self.wasm = Some(path.into());
        self
    }

    /// Sets an application variable, stronger than environment and default (`--variable`).
    #[must_use]
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.sources.flags.insert(name.into(), Value::new(value));
        self
    }

    /// Takes `SPIN_VARIABLE_<NAME>` from these pairs. Only `main` passes the process's own
    /// environment: a test does not depend on the machine it runs on.
    #[must_use]
    pub fn environment(mut self, pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let ours = pairs.into_iter().filter(|(name, _)| name.starts_with(variables::ENVIRONMENT_PREFIX));
        self.sources.environment.extend(ours.map(|(name, value)| (name, Value::new(value))));
        self
    }

    /// Reads a runtime configuration file.
    #[must_use]
    pub fn runtime_config_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.runtime_config = Some(path.into());
        self
    }

    /// How callers reach the host.
    #[must_use]
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = tls;
        self
    }

    /// Replaces the bounds.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Keeps compiled code in this folder. Whoever can write there decides what the host executes.
    #[must_use]
    pub fn cache_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.cache_dir = Some(path.into());
        self
    }

    /// Where the guest's output lines go; standard error otherwise.
    #[must_use]
    pub fn guest_log(mut self, log: Arc<dyn GuestLog>) -> Self {
        self.guest_log = log;
        self
    }

    /// Gives guests this time of day instead of the machine's: for tests.
    #[must_use]
    pub fn guest_clock(mut self, clock: Arc<GuestClock>) -> Self {
        self.guest_clock = Some(clock);
        self
    }

    /// Reads and checks everything.
    pub fn load(self) -> Result<Config, Mistakes> {
        let mut mistakes = Vec::new();
        let config = self.resolve(&mut mistakes);
        match config {
            Some(config) if mistakes.is_empty() => Ok(config),
            _ => Err(Mistakes(mistakes)),
        }
    }

    fn resolve(self, mistakes: &mut Vec<String>) -> Option<Config> {
        check_limits(&self.limits, mistakes);
        let tls = match crate::serve::tls::server_config(&self.tls, mistakes) {
            Ok(tls) => tls,
            Err(why) => {
                mistakes.push(why);
                None
            }
        };
        let text = std::fs::read_to_string(&self.manifest)
            .map_err(|error| mistakes.push(format!("{}: {error}", self.manifest.display())))
            .ok()?;
        let manifest = manifest::parse(&text, mistakes)?;
        let folder = self.manifest.parent().unwrap_or(Path::new(""));
        let wasm = self.wasm.unwrap_or_else(|| folder.join(&manifest.source));
        if !wasm.is_file() {
            mistakes.push(format!("the component {} does not exist: build it first", wasm.display()));
        }

        let resolved = variables::resolve_application(&manifest.variables, &self.sources, mistakes);
        let mut own = BTreeMap::new();
        for (name, template) in &manifest.component_variables {
            let place = format!("component variable {name:?}");
            if let Err(why) = variables::check_name(name) {
                mistakes.push(format!("{place}: {why}"));
            }
            let filled = variables::fill(template, &place, &manifest.variables, &resolved, mistakes);
            if let Some(value) = filled {
                own.insert(name.clone(), Value::new(value));
            }
        }
        let hosts: Vec<_> = manifest
            .allowed_outbound_hosts
            .iter()
            .filter_map(|template| {
                variables::fill(template, "allowed_outbound_hosts", &manifest.variables, &resolved, mistakes)
            })
            .collect();
        let allowed_hosts = AllowedHosts::parse(hosts.iter().map(String::as_str), mistakes);

        let runtime = match &self.runtime_config {
            Some(path) => runtime::load(path, &manifest.component, mistakes),
            None => RuntimeConfig::default(),
        };
        for label in &manifest.key_value_stores {
            if !runtime.stores.contains_key(label) {
                mistakes.push(format!(
                    "key-value store {label:?} is not defined: give [key_value_store.{label}] in the runtime configuration"
                ));
            }
        }
        Some(Config {
            application: manifest.application,
            component: manifest.component,
            wasm,
            routes: manifest.routes,
            variables: own,
            environment: manifest.environment,
            allowed_hosts,
            store_labels: manifest.key_value_stores.into_iter().collect(),
            runtime,
            tls,
            limits: self.limits,
            cache_dir: self.cache_dir,
            guest_log: self.guest_log,
            guest_clock: self.guest_clock,
        })
    }
}

fn check_limits(limits: &Limits, mistakes: &mut Vec<String>) {
    let zero = |name: &str, is_zero: bool, mistakes: &mut Vec<String>| {
        if is_zero {
            mistakes.push(format!("{name} may not be zero"));
        }
    };
    zero("the request timeout", limits.request_timeout.is_zero(), mistakes);
    zero("the handshake timeout", limits.handshake.is_zero(), mistakes);
    zero("the head timeout", limits.head.is_zero(), mistakes);
    zero("the write stall limit", limits.write_stall.is_zero(), mistakes);
    zero("the Redis timeout", limits.redis_timeout.is_zero(), mistakes);
    zero("the number of instances", limits.instances == 0, mistakes);
    zero("the number of connections", limits.connections == 0, mistakes);
    // A Wasm memory is at most 4 GiB, and the smallest component needs a MiB for its stack.
    if limits.memory < 1 << 20 || limits.memory > 4 << 30 {
        mistakes.push("the memory limit must be from 1 MiB to 4 GiB".into());
    }
}
