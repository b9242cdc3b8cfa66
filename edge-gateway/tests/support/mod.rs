//! The real component in the real host (ours, or Spin), between a development issuer and a pool that records what it is sent.
#![allow(dead_code, unused_imports, unreachable_pub, reason = "each test binary uses a part of it")]

mod client;
mod exchange;
mod host;
mod pool;
mod redis;
mod waits;

pub use client::{Answer, Kept, raw};
pub use exchange::Exchange;
pub use host::Log;
pub use pool::{PoolAnswer, RecordingPool};
pub use redis::{RedisServer, free_port};
pub use waits::{until, within_an_hour};

use anteroom_dev::issuer::{self, Issuer};
use anteroom_dev::keys::SigningKey;
use anteroom_dev::token::Claims;
use edge_host::GuestClock;
use host::Host;
use jsonwebtoken::Algorithm;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

pub const AUDIENCE: &str = "anteroom-under-test";

/// An edge that runs, and everything around it.
pub struct Edge {
    runtime: Runtime,
    host: Host,
    pub pool: Arc<RecordingPool>,
    pub log: Log,
    /// What the component takes for the time of day. Spin takes the machine's: a test that needs this does not run there.
    pub clock: Arc<GuestClock>,
    pub key: SigningKey,
    pub issuer: String,
    pub address: String,
}

/// What a test wants to be different.
pub struct Setup {
    pub algorithm: Algorithm,
    pub variables: Vec<(&'static str, String)>,
    /// The port of the Redis that is the store `shared`; none is a store in memory.
    pub redis: Option<u16>,
    /// The same for the store `default`, which is never there in earnest.
    pub local_redis: Option<u16>,
    /// How long the host waits for Redis.
    pub redis_timeout: Duration,
    /// Memory of an instance, in bytes; none is the host's own limit.
    pub memory: Option<usize>,
    /// How long the host lets an instance run; none is its own default.
    pub request_timeout: Option<Duration>,
    /// `[[client_tls]]` of the runtime configuration.
    pub client_tls: String,
    /// Another pool than the recording one.
    pub pool_origin: Option<String>,
}

impl Default for Setup {
    fn default() -> Self {
        // A machine that is busy with other tests is no dead Redis.
        let redis_timeout = Duration::from_secs(60);
        Self {
            algorithm: Algorithm::EdDSA,
            variables: Vec::new(),
            redis: None,
            local_redis: None,
            redis_timeout,
            memory: None,
            request_timeout: None,
            client_tls: String::new(),
            pool_origin: None,
        }
    }
}

pub fn workspace_file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}

/// The built component; `cargo xtask test` builds it first.
pub fn component() -> PathBuf {
    let file = workspace_file("target/wasm32-wasip2/component/edge_gateway.wasm");
    assert!(
        file.is_file(),
        "the component is not built: run `cargo xtask setup` (or `cargo xtask test`) first"
    );
    file
}

impl Edge {
    pub fn start() -> Self {
        Self::with(Setup::default())
    }

    pub fn with(setup: Setup) -> Self {
        let runtime = runtime();
        let key = SigningKey::generate(setup.algorithm, "key-1").unwrap();
        let pool = Arc::new(RecordingPool::start(&runtime));
        let issuer = start_issuer(&runtime, &key);
        Self::at(runtime, key, issuer, pool, &setup)
    }

    /// A second edge for the same callers and the same pool, to be dropped before this one.
    pub fn beside(&self, setup: &Setup) -> Self {
        Self::at(runtime(), self.key.clone(), self.issuer.clone(), Arc::clone(&self.pool), setup)
    }

    fn at(
        runtime: Runtime,
        key: SigningKey,
        issuer: String,
        pool: Arc<RecordingPool>,
        setup: &Setup,
    ) -> Self {
        component();
        let clock = GuestClock::new();
        let mut variables = vec![
            ("auth_issuer", issuer.clone()),
            ("auth_audience", AUDIENCE.to_owned()),
            ("auth_keys_origin", issuer.clone()),
            ("pool_origin", setup.pool_origin.clone().unwrap_or_else(|| pool.url())),
            ("shared_patience_ms", "60000".to_owned()),
            ("deny_list", if setup.redis.is_some() { "on" } else { "off" }.to_owned()),
        ];
        variables.extend_from_slice(&setup.variables);
        let (host, log, address) = Host::start(&runtime, setup, &variables, &runtime_config(setup), &clock);
        Self { runtime, host, pool, log, clock, key, issuer, address }
    }

    /// The audit events so far.
    pub fn audits(&self) -> Vec<serde_json::Value> {
        let lines = self.log.lines();
        let events = lines.iter().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        events.filter(|event| event["event"] == "audit").collect()
    }

    /// How often the component has logged this event.
    pub fn logged(&self, event: &str) -> usize {
        let mark = format!("{{\"event\":\"{event}\"");
        self.log.lines().iter().filter(|line| line.starts_with(&mark)).count()
    }

    /// A token that may do everything.
    pub fn token(&self) -> String {
        self.claims().sign(&self.key).unwrap()
    }

    pub fn claims(&self) -> Claims {
        Claims::new(&self.issuer, AUDIENCE, 600)
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], b"")
    }

    /// Serves another issuer until the edge is dropped; gives its address, which is also its name.
    pub fn another_issuer(&self, key: &SigningKey) -> String {
        start_issuer(&self.runtime, key)
    }

    /// A request with a good token and JSON.
    pub fn post(&self, path: &str, body: &str) -> Answer {
        self.post_as(&self.token(), path, body)
    }

    pub fn post_as(&self, token: &str, path: &str, body: &str) -> Answer {
        let authorization = format!("Bearer {token}");
        let headers = [("authorization", authorization.as_str()), ("content-type", "application/json")];
        self.send("POST", path, &headers, body.as_bytes())
    }

    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nhost: edge.test\r\nconnection: close\r\ncontent-length: {}\r\n",
            body.len()
        );
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        raw(&self.address, &[head.as_bytes(), body].concat())
    }
}

fn start_issuer(runtime: &Runtime, key: &SigningKey) -> String {
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let issuer = Issuer { url: url.clone(), audience: AUDIENCE.to_owned(), key: key.clone() };
        tokio::spawn(async move { issuer::run(issuer, listener, std::future::pending()).await });
        url
    })
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

/// The file that says where the stores are; one for each choice.
fn runtime_config(setup: &Setup) -> PathBuf {
    let (local, shared) = (setup.local_redis, setup.redis);
    let store = |port: Option<u16>| match port {
        None => "type = \"spin\"\n".to_owned(),
        Some(port) => format!("type = \"redis\"\nurl = \"redis://127.0.0.1:{port}/0\"\n"),
    };
    let port = Option::unwrap_or_default;
    let tls: u32 = setup.client_tls.bytes().fold(0, |sum, byte| sum.wrapping_mul(31) + u32::from(byte));
    let name = format!("runtime-{}-{}-{}-{tls}.toml", std::process::id(), port(local), port(shared));
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    // Tests of one process may write it at the same time: never half a file.
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let draft = file.with_extension(NUMBER.fetch_add(1, Ordering::Relaxed).to_string());
    let text = format!(
        "{}\n[outbound_http]\nconnection_pooling = true\n[key_value_store.default]\n{}[key_value_store.shared]\n{}",
        setup.client_tls,
        store(local),
        store(shared)
    );
    std::fs::write(&draft, text).unwrap();
    std::fs::rename(&draft, &file).unwrap();
    file
}

impl Drop for Edge {
    fn drop(&mut self) {
        self.host.stop(&self.runtime);
    }
}
