//! Starting pools and talking to them.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use gpu_pool::engine::EngineFactory;
use gpu_pool::{Args, Config, Listeners, RunError};
use http::header::{CONTENT_TYPE, HOST};
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// How long a test waits for what must happen. Never for what must not.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Milliseconds after which a run hangs, where one is made to: no run that only takes long on a busy machine may be taken for one.
pub(crate) const HANGING_MS: &str = "3000";

/// The sentence of the demo model's card, and its label.
pub(crate) const WELL: &str = "The patient is recovering well and feels much better";

/// The models that are checked in.
pub(crate) fn models() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("models")
}

/// ONNX Runtime as `cargo xtask setup` leaves it; `.cargo/config.toml` sets the variable.
pub(crate) fn onnxruntime() -> PathBuf {
    std::env::var_os("ORT_DYLIB_PATH").expect("ORT_DYLIB_PATH; run cargo xtask setup").into()
}

/// A checked configuration on a free port, with `flags` on top.
pub(crate) fn config(flags: &[&str]) -> Config {
    let models = models();
    let mut all = vec!["gpu-pool", "--listen", "127.0.0.1:0", "--drain-linger-ms", "50"];
    if !flags.contains(&"--models") && !flags.contains(&"--config") {
        all.extend(["--models", models.to_str().expect("path")]);
    }
    all.extend(flags);
    Config::resolve(Args::read(all.into_iter().map(Into::into)).expect("flags")).expect("configuration")
}

/// A pool in this process.
pub(crate) struct Pool {
    pub(crate) address: SocketAddr,
    pub(crate) admin: Option<SocketAddr>,
    pub(crate) stop: Option<oneshot::Sender<()>>,
    pub(crate) served: JoinHandle<Result<(), RunError>>,
}

impl Pool {
    pub(crate) async fn start(flags: &[&str]) -> Self {
        Self::start_config(config(flags)).await
    }

    /// With another maker of engines.
    pub(crate) async fn start_with(flags: &[&str], engines: Arc<dyn EngineFactory>) -> Self {
        let mut config = config(flags);
        config.plan.engines = engines;
        Self::start_config(config).await
    }

    async fn start_config(config: Config) -> Self {
        let listeners = Listeners::bind(&config).await.expect("ports");
        let address = listeners.address().expect("address");
        let admin = listeners.admin_address().expect("address");
        let (ready, is_ready) = oneshot::channel();
        let (stop, stopped) = oneshot::channel::<()>();
        let served = tokio::spawn(gpu_pool::run(
            config,
            listeners,
            || ready.send(()).expect("test is there"),
            async {
                let _dropped = stopped.await;
            },
        ));
        is_ready.await.expect("the pool serves");
        Self { address, admin, stop: Some(stop), served }
    }

    pub(crate) async fn client(&self) -> Client {
        Client::connect(self.address).await
    }

    /// One request on a connection of its own.
    pub(crate) async fn call(&self, method: Method, path: &str, body: impl Into<Bytes>) -> Reply {
        self.client().await.call(method, path, body).await
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.call(Method::GET, path, "").await
    }

    pub(crate) async fn infer(&self, body: &Value) -> Reply {
        self.call(Method::POST, "/v2/models/demo/infer", body.to_string()).await
    }

    /// Waits until the exposition holds `line`.
    pub(crate) async fn until_metric(&self, line: &str) {
        let wait = async {
            while !self.get("/metrics").await.text().lines().any(|l| l == line) {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("{line} was never exposed"));
    }

    /// Stops it, and returns how it ended.
    pub(crate) async fn stop(mut self) -> Result<(), RunError> {
        drop(self.stop.take());
        self.served.await.expect("no panic")
    }
}

/// How the metrics show a version of `demo` that serves on CPU and whose files are in `directory`.
pub(crate) fn model_info(version: &str, directory: &Path) -> String {
    let manifest = std::fs::read(directory.join("manifest.json")).expect("readable");
    let digest = hex::encode(Sha256::digest(manifest));
    let variant = if directory.join("model.unpadded.onnx").exists() { "unpadded" } else { "export" };
    let labels =
        format!(r#"model="demo",version="{version}",variant="{variant}",provider="cpu",digest="{digest}""#);
    format!("gpu_pool_model_info{{{labels}}} 1")
}

/// The body of a request for `texts`.
pub(crate) fn texts(texts: &[&str]) -> Value {
    json!({"inputs": [{"name": "text", "shape": [texts.len()], "datatype": "BYTES", "data": texts}]})
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    /// The answer's output of that name.
    pub(crate) fn output(&self, name: &str) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text());
        let outputs = self.json()["outputs"].as_array().cloned().expect("outputs");
        outputs.into_iter().find(|output| output["name"] == name).unwrap_or_else(|| panic!("no {name}"))
    }

    /// The message of an error.
    pub(crate) fn error(&self) -> String {
        let json = self.json();
        assert_eq!(json.as_object().map(serde_json::Map::len), Some(1), "an error has one member: {json}");
        json["error"].as_str().expect("a message").to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("ASCII"))
    }
}

/// A connection.
pub(crate) enum Client {
    Http1(http1::SendRequest<Full<Bytes>>),
    Http2(http2::SendRequest<Full<Bytes>>),
}

impl Client {
    pub(crate) async fn connect(address: SocketAddr) -> Self {
        Self::http1(TcpStream::connect(address).await.expect("connects")).await
    }

    pub(crate) async fn http1(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) -> Self {
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.expect("handshake");
        tokio::spawn(connection);
        Self::Http1(sender)
    }

    pub(crate) async fn http2(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) -> Self {
        let (sender, connection) =
            http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.expect("handshake");
        tokio::spawn(connection);
        Self::Http2(sender)
    }

    pub(crate) async fn call(&mut self, method: Method, path: &str, body: impl Into<Bytes>) -> Reply {
        self.try_call(method, path, body).await.expect("an answer")
    }

    /// An inference request with headers of its own.
    pub(crate) async fn infer(&mut self, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Reply {
        self.post("/v2/models/demo/infer", headers, body).await
    }

    pub(crate) async fn post(
        &mut self,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Reply {
        self.send(Method::POST, path, headers, body.into()).await.expect("an answer")
    }

    pub(crate) async fn try_call(
        &mut self,
        method: Method,
        path: &str,
        body: impl Into<Bytes>,
    ) -> hyper::Result<Reply> {
        self.send(method, path, &[], body.into()).await
    }

    async fn send(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Bytes,
    ) -> hyper::Result<Reply> {
        let uri = match self {
            Self::Http1(_) => path.to_owned(),
            Self::Http2(_) => format!("http://pool{path}"),
        };
        let request = Request::builder().method(method).uri(uri).header(CONTENT_TYPE, "application/json");
        let request = match self {
            Self::Http1(_) => request.header(HOST, "pool"),
            Self::Http2(_) => request,
        };
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let request = request.body(Full::new(body)).expect("request");
        let sent = async {
            let response = match self {
                Self::Http1(sender) => {
                    sender.ready().await?;
                    sender.send_request(request).await?
                }
                Self::Http2(sender) => sender.send_request(request).await?,
            };
            let (head, body) = response.into_parts();
            let body = body.collect().await?.to_bytes();
            Ok(Reply { status: head.status, headers: head.headers, body })
        };
        tokio::time::timeout(PATIENCE, sent).await.expect("an answer in time")
    }
}

/// Sends bytes as they are, and returns everything that comes back until the server closes.
pub(crate) async fn raw(address: SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.expect("connects");
    stream.write_all(request).await.expect("sent");
    let mut answer = Vec::new();
    // A reset after the answer is a close too.
    let read = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut answer)).await;
    let _reset = read.expect("the server closes the connection");
    // An answer over HTTP/2 is not text.
    String::from_utf8_lossy(&answer).into_owned()
}

/// The real program.
pub(crate) struct Program {
    pub(crate) child: Child,
    pub(crate) address: SocketAddr,
    pub(crate) announcement: Value,
    /// Everything it logs, once it has ended.
    pub(crate) log: JoinHandle<String>,
}

impl Program {
    pub(crate) async fn start(flags: &[&str]) -> Self {
        Self::started(program(flags)).await
    }

    /// Starts `command`, which `program` made.
    pub(crate) async fn started(mut command: Command) -> Self {
        let mut child = command.spawn().expect("starts");
        let mut lines = BufReader::new(child.stdout.take().expect("stdout")).lines();
        let mut stderr = child.stderr.take().expect("stderr");
        let log = tokio::spawn(async move {
            let mut log = String::new();
            stderr.read_to_string(&mut log).await.expect("UTF-8");
            log
        });
        let line =
            tokio::time::timeout(PATIENCE, lines.next_line()).await.expect("in time").expect("readable");
        let Some(line) = line else { panic!("it ended: {}", log.await.expect("log")) };
        let announcement: Value = serde_json::from_str(&line).expect("JSON");
        let address = announcement["address"].as_str().and_then(|a| a.parse().ok()).expect("an address");
        Self { child, address, announcement, log }
    }

    pub(crate) async fn signal(&self, name: &str) {
        let id = self.child.id().expect("running").to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status().await.expect("kill");
        assert!(sent.success());
    }
}

/// The real program, not started yet.
pub(crate) fn program(flags: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gpu-pool"));
    command.args(["--listen", "127.0.0.1:0", "--onnxruntime"]).arg(onnxruntime());
    if !flags.contains(&"--models") && !flags.contains(&"--config") {
        command.arg("--models").arg(models());
    }
    command.args(flags).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}
