//! What the tests share: the guest built once, a manifest in a folder of its own, callers and servers.

use std::convert::Infallible;
use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use edge_host::{Builder, CapturedLog, Config, Limits, Running};
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body, Incoming};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};

/// No test waits longer than this for anything: it is a failure then, not slowness.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

/// The test component, built by the first test that needs it.
pub(crate) fn guest() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/guest");
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("guest");
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args(["build", "--quiet", "--release", "--locked", "--target", "wasm32-wasip2"])
            .current_dir(source)
            .env("CARGO_TARGET_DIR", &target)
            // Flags meant for this machine's own programs.
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS");
        // From `cargo xtask test`, where the target has a sysroot of its own.
        if let Some(flags) = std::env::var_os("ANTEROOM_WASM_RUSTFLAGS") {
            cargo.env("CARGO_ENCODED_RUSTFLAGS", flags);
        }
        let status = cargo.status().expect("cargo starts");
        assert!(
            status.success(),
            "the test guest does not build: is the target wasm32-wasip2 installed? `cargo xtask setup` does it"
        );
        target.join("wasm32-wasip2/release/test_guest.wasm")
    })
}

/// A folder with a manifest for the guest.
pub(crate) struct App {
    pub(crate) folder: TempDir,
    pub(crate) log: Arc<CapturedLog>,
}

impl App {
    /// `hosts` and `stores` as TOML arrays.
    pub(crate) fn new(hosts: &str, stores: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let manifest = format!(
            r#"
            spin_manifest_version = 2
            [application]
            name = "test"
            [variables]
            given = {{ default = "default" }}
            needed = {{ required = true, secret = true }}
            [[trigger.http]]
            route = "/..."
            component = "guest"
            [component.guest]
            source = {source:?}
            allowed_outbound_hosts = {hosts}
            key_value_stores = {stores}
            [component.guest.variables]
            given = "{{{{ given }}}}"
            both = "{{{{ given }}}}-{{{{ needed }}}}"
            "#,
            source = guest(),
        );
        std::fs::write(folder.path().join("spin.toml"), manifest).unwrap();
        Self { folder, log: CapturedLog::new() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn builder(&self) -> Builder {
        Config::from_manifest(self.path("spin.toml"))
            .variable("needed", "s3cret")
            .guest_log(self.log.clone())
            // Compiled once for all tests.
            .cache_dir(Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiled"))
    }

    pub(crate) fn runtime_config(&self, text: &str) -> Builder {
        std::fs::write(self.path("runtime.toml"), text).unwrap();
        self.builder().runtime_config_file(self.path("runtime.toml"))
    }
}

pub(crate) fn limits() -> Limits {
    Limits { request_timeout: PATIENCE, drain: PATIENCE, ..Limits::default() }
}

pub(crate) async fn start(builder: Builder) -> Running {
    let config = builder.load().unwrap_or_else(|mistakes| panic!("{mistakes}"));
    Running::start(config).await.unwrap()
}

/// A host with nothing but the guest.
pub(crate) async fn plain() -> (App, Running) {
    let app = App::new("[]", "[\"default\"]");
    let host = start(app.builder().limits(limits())).await;
    (app, host)
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The answer is a problem of this status that says nothing of what happened inside.
    pub(crate) fn assert_problem(&self, status: u16) {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        assert_eq!(self.headers["content-type"], "application/problem+json");
        assert_eq!(self.headers["cache-control"], "no-store");
        assert_eq!(self.headers["x-content-type-options"], "nosniff");
        let problem: serde_json::Value = serde_json::from_slice(&self.body).unwrap();
        let mut members: Vec<_> = problem.as_object().unwrap().keys().map(String::as_str).collect();
        members.sort_unstable();
        assert_eq!(members, ["detail", "instance", "status", "title", "type"]);
        assert_eq!(problem["status"], status);
        assert_eq!(problem["instance"], self.headers["x-request-id"].to_str().unwrap());
        for word in ["canary", "wasm", "trap", "panic", "at src", "backtrace"] {
            assert!(!self.text().contains(word), "{}", self.text());
        }
    }
}

/// One request on a connection of its own.
pub(crate) async fn send(address: SocketAddr, request: Request<Full<Bytes>>) -> Answer {
    let stream = TcpStream::connect(address).await.unwrap();
    send_over(stream, request).await
}

pub(crate) async fn send_over(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
) -> Answer {
    within(async {
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        read(sender.send_request(request).await.unwrap()).await
    })
    .await
}

/// A connection for several requests, or for one whose answer is read piece by piece.
pub(crate) async fn caller<B>(address: SocketAddr) -> SendRequest<B>
where
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let stream = TcpStream::connect(address).await.unwrap();
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    sender
}

pub(crate) async fn read(response: Response<Incoming>) -> Answer {
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes().to_vec();
    Answer { status: parts.status, headers: parts.headers, body }
}

pub(crate) fn get_request(path: &str) -> Request<Full<Bytes>> {
    Request::get(path).header("host", "edge.test").body(Full::default()).unwrap()
}

pub(crate) async fn get(host: &Running, path: &str) -> Answer {
    send(host.address(), get_request(path)).await
}

/// The text of a 200.
pub(crate) async fn ok(host: &Running, path: &str) -> String {
    let answer = get(host, path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text()
}

pub(crate) async fn within<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, future).await.expect("it took too long")
}

/// A server on loopback that answers each request by `answer`, HTTP/1.1 or HTTP/2, with TLS if given.
pub(crate) async fn server<A, F>(tls: Option<Arc<rustls::ServerConfig>>, answer: A) -> SocketAddr
where
    A: Fn(Request<Incoming>) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Response<Full<Bytes>>> + Send + 'static,
{
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let (tls, answer) = (tls.clone(), answer.clone());
            tokio::spawn(async move {
                match tls {
                    None => serve(stream, answer).await,
                    Some(tls) => {
                        if let Ok(stream) = tokio_rustls::TlsAcceptor::from(tls).accept(stream).await {
                            serve(stream, answer).await;
                        }
                    }
                }
            });
        }
    });
    address
}

async fn serve<A, F>(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, answer: A)
where
    A: Fn(Request<Incoming>) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Response<Full<Bytes>>> + Send + 'static,
{
    let service = service_fn(move |request| {
        let answer = answer.clone();
        async move { Ok::<_, Infallible>(answer(request).await) }
    });
    drop(auto::Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service).await);
}

/// A URL as the guest's query takes it.
pub(crate) fn quote(url: &str) -> String {
    url.replace(':', "%3A").replace('/', "%2F")
}

/// A Redis of this test alone, on a free port, that keeps nothing.
pub(crate) struct RedisServer {
    process: Child,
    pub(crate) port: u16,
}

impl RedisServer {
    pub(crate) async fn start() -> Self {
        Self::start_at(free_port().await).await
    }

    pub(crate) async fn start_at(port: u16) -> Self {
        let program = std::env::var_os("ANTEROOM_REDIS_SERVER").filter(|path| !path.is_empty());
        let program = program.unwrap_or_else(|| "redis-server".into());
        let process = Command::new(&program)
            .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--port", &port.to_string()])
            .stdout(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| {
                panic!(
                    "{program:?} does not start ({error}): install it (Debian: apt install redis-server, \
                     macOS: brew install redis), or run the tests by `cargo xtask test`, which brings one"
                )
            });
        let server = Self { process, port };
        within(async {
            while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_err() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        })
        .await;
        server
    }

    pub(crate) fn process_id(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// A port that was free a moment ago, below those that the system gives out by itself: another test does
/// not get it meanwhile.
async fn free_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let next = std::process::id().wrapping_mul(37).wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed));
        let port = 20_000 + (next % 12_000) as u16;
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.is_ok() {
            return port;
        }
    }
}
