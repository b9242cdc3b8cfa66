//! Stopping: what is in flight finishes, the rest is told, and the process ends as agreed.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use edge_host::{CapturedLog, Limits};
use tokio::net::TcpStream;
use tokio::sync::Barrier;

use crate::support::*;

/// Callers that keep their connection and send one request after the other: each request that gets an
/// answer gets a whole one, and no caller loses one that it sent before it was told to close.
#[tokio::test(flavor = "multi_thread")]
async fn under_load_no_request_is_lost() {
    let (_app, host) = plain().await;
    let address = host.address();
    let begun = Arc::new(Barrier::new(9));
    let callers: Vec<_> = (0..8)
        .map(|_| {
            let begun = begun.clone();
            tokio::spawn(async move {
                let mut sender = caller(address).await;
                let mut answered = 0;
                loop {
                    let response = sender.send_request(get_request("/sleep?ms=5")).await.expect("lost");
                    let answer = read(response).await;
                    assert_eq!(answer.text(), "slept");
                    answered += 1;
                    if answered == 1 {
                        begun.wait().await;
                    }
                    if answer.headers.get("connection").is_some_and(|value| value == "close") {
                        return answered;
                    }
                }
            })
        })
        .collect();
    within(begun.wait()).await;
    within(host.stop()).await.unwrap();
    for caller in callers {
        assert!(within(caller).await.unwrap() >= 2);
    }
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn health_fails_at_once_and_what_takes_too_long_is_cut() {
    let app = App::new("[]", "[]");
    let drain = Duration::from_secs(1);
    let mut host = start(app.builder().limits(Limits { drain, ..limits() })).await;
    let address = host.address();
    let endless = tokio::spawn(async move {
        let mut sender = caller(address).await;
        sender.send_request(get_request("/sleep?ms=600000")).await.is_err()
    });
    within(app.log.wait_for(|line| line == "sleeping")).await;
    let mut sender = caller(address).await;
    let health = || get_request("/.well-known/spin/health");
    assert_eq!(read(sender.send_request(health()).await.unwrap()).await.status, 200);
    host.order_stop();
    within(async { while TcpStream::connect(address).await.is_ok() {} }).await;
    // A kept connection is served for a moment more, and then closed.
    if let Ok(response) = sender.send_request(health()).await {
        let answer = read(response).await;
        answer.assert_problem(503);
        assert_eq!(answer.headers["connection"], "close");
    }
    assert_eq!(within(host.stop()).await.unwrap(), edge_host::Drained::Cut);
    assert!(within(endless).await.unwrap());
}

/// The program itself, as `cargo xtask up` and the tests of others start it.
struct Program {
    process: Child,
    url: String,
    address: std::net::SocketAddr,
}

impl Program {
    fn start(app: &App, flags: &[&str]) -> Self {
        let mut process = command(app)
            .args(["--listen", "127.0.0.1:0", "--no-tls", "--variable", "needed=s3cret"])
            .args(flags)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(ready["event"], "listening");
        let text = |name: &str| ready[name].as_str().unwrap().to_owned();
        Self { process, url: text("url"), address: text("address").parse().unwrap() }
    }

    fn signal(&self, name: &str) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args([&format!("-{name}"), &id]).status().unwrap().success());
    }

    /// Waits for the end: the exit code and everything on standard error.
    async fn end(mut self) -> (Option<i32>, String) {
        let waited = tokio::task::spawn_blocking(move || {
            let mut log = String::new();
            self.process.stderr.take().unwrap().read_to_string(&mut log).unwrap();
            (self.process.wait().unwrap().code(), log)
        });
        within(waited).await.unwrap()
    }
}

fn command(app: &App) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_edge-host"));
    command
        .arg("--manifest")
        .arg(app.path("spin.toml"))
        .arg("--cache-dir")
        .arg(std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiled"));
    command
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_drains_on_a_signal() {
    let app = App::new("[]", "[]");
    let program = Program::start(&app, &[]);
    assert_eq!(program.url, format!("http://{}", program.address));
    let address = program.address;
    assert_eq!(send(address, get_request("/log?line=a%20canary")).await.text(), "logged");
    let mut sender = caller(address).await;
    let response = sender.send_request(get_request("/stream?n=20&ms=50")).await.unwrap();
    program.signal("TERM");
    assert_eq!(within(read(response)).await.text().lines().count(), 20);
    let (code, log) = program.end().await;
    assert_eq!(code, Some(0), "{log}");
    assert!(log.lines().any(|line| line == "a canary"), "{log}");
    assert!(!log.contains("s3cret") && !log.contains("/stream"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_ends_with_its_parent_or_at_a_second_signal() {
    let app = App::new("[]", "[]");
    let mut program = Program::start(&app, &["--exit-with-stdin"]);
    drop(program.process.stdin.take());
    assert_eq!(program.end().await.0, Some(0));

    let program = Program::start(&app, &[]);
    let address = program.address;
    let mut sender = caller(address).await;
    let _endless = sender.send_request(get_request("/stream?n=1000000&ms=10")).await.unwrap();
    program.signal("INT");
    within(async { while TcpStream::connect(address).await.is_ok() {} }).await;
    program.signal("INT");
    let (code, log) = program.end().await;
    assert_eq!(code, Some(130), "{log}");
}

#[tokio::test]
async fn mistakes_end_with_64() {
    let app = App::new("[\"nonsense\"]", "[\"absent\"]");
    let run = |flags: &[&str]| {
        let output = command(&app).args(flags).env("SPIN_VARIABLE_NEEDED", "s3cret").output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, log) = run(&["--variable", "other=s3cret", "--variable", "broken"]);
    assert_eq!(code, Some(64), "{log}");
    for part in ["nonsense", "absent", "other", "--variable", "--tls-cert"] {
        assert!(log.contains(part), "{part} is not in {log}");
    }
    assert!(!log.contains("s3cret"), "{log}");
    assert_eq!(run(&["--no-such-flag"]).0, Some(64));
    assert_eq!(command(&app).arg("--version").output().unwrap().status.code(), Some(0));
}

/// The parts of the library that only need to exist for others' tests.
#[tokio::test(flavor = "multi_thread")]
async fn dropped_hosts_stop() {
    let app = App::new("[]", "[]");
    let log = CapturedLog::new();
    let host = start(app.builder().guest_log(log.clone())).await;
    ok(&host, "/log?line=x").await;
    let address = host.address();
    drop(host);
    within(async { while TcpStream::connect(address).await.is_ok() {} }).await;
    assert_eq!(log.lines(), ["x", "stdout x"]);
}
