//! The real component in the real host, between a development issuer and a pool that records what it is sent.
#![allow(dead_code, unused_imports, unreachable_pub, reason = "each test binary uses a part of it")]

mod client;
mod pool;

pub use client::{Answer, raw};
pub use pool::{PoolAnswer, RecordingPool};

use anteroom_dev::issuer::{self, Issuer};
use anteroom_dev::keys::SigningKey;
use anteroom_dev::token::Claims;
use edge_host::{CapturedLog, Config, Running};
use jsonwebtoken::Algorithm;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

pub const AUDIENCE: &str = "anteroom-under-test";

/// An edge that runs, and everything around it.
pub struct Edge {
    runtime: Runtime,
    host: Option<Running>,
    pub pool: RecordingPool,
    pub log: Arc<CapturedLog>,
    pub key: SigningKey,
    pub issuer: String,
    pub address: String,
}

/// What a test wants to be different.
pub struct Setup {
    pub algorithm: Algorithm,
    pub variables: Vec<(&'static str, String)>,
}

impl Default for Setup {
    fn default() -> Self {
        Self { algorithm: Algorithm::EdDSA, variables: Vec::new() }
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
        component();
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let key = SigningKey::generate(setup.algorithm, "key-1").unwrap();
        let pool = RecordingPool::start(&runtime);
        let issuer = runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let url = format!("http://{}", listener.local_addr().unwrap());
            let issuer = Issuer { url: url.clone(), audience: AUDIENCE.to_owned(), key: key.clone() };
            tokio::spawn(async move { issuer::run(issuer, listener, std::future::pending()).await });
            url
        });
        let log = CapturedLog::new();
        let mut config = Config::from_manifest(workspace_file("spin.toml"))
            .guest_log(log.clone())
            // Compiled once for all tests.
            .cache_dir(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("compiled"))
            .variable("auth_issuer", &issuer)
            .variable("auth_audience", AUDIENCE)
            .variable("auth_keys_origin", &issuer)
            .variable("pool_origin", pool.url());
        for (name, value) in &setup.variables {
            config = config.variable(*name, value);
        }
        let config = config.load().unwrap();
        let host = runtime.block_on(Running::start(config)).unwrap();
        let address = host.address().to_string();
        Self { runtime, host: Some(host), pool, log, key, issuer, address }
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

impl Drop for Edge {
    fn drop(&mut self) {
        if let Some(host) = self.host.take() {
            let stopped = self.runtime.block_on(host.stop());
            if !std::thread::panicking() {
                stopped.unwrap();
            }
        }
    }
}
