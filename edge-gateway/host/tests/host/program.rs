//! The program: how it starts and ends, and what it writes to its log.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::*;

/// The program itself, as `cargo xtask up` and the tests of others start it.
struct Program {
    process: Child,
    url: String,
    address: std::net::SocketAddr,
}

impl Program {
    fn start(app: &App, flags: &[&str]) -> Self {
        Self::start_by(command(app), flags)
    }

    fn start_by(mut command: Command, flags: &[&str]) -> Self {
        let mut process = command
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

/// Of a guest that is ended no line of its own can be expected: the host writes one.
#[tokio::test(flavor = "multi_thread")]
async fn each_guest_that_fails_is_one_line() {
    let app = App::new("[]", "[]");
    let program = Program::start(&app, &["--log-format", "json", "--request-timeout-ms", "2000"]);
    for (path, status) in [("/bomb", 500), ("/exit", 500), ("/silent", 500), ("/sleep", 504)] {
        let path = format!("{path}?ms=600000&x=a-canary");
        send(program.address, get_request(&path)).await.assert_problem(status);
    }
    let mut request = get_request("/panic?x=a-canary");
    *request.method_mut() = "CANARY".parse().unwrap();
    send(program.address, request).await.assert_problem(500);
    program.signal("TERM");
    let (code, log) = program.end().await;
    assert_eq!(code, Some(0), "{log}");
    assert!(!log.contains("a-canary") && !log.contains("CANARY"), "{log}");
    let ends: Vec<_> = log
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|line| line["level"] == "WARN" && line["target"] == "edge_host::serve::call")
        .map(|line| {
            let text = |name: &str| line["fields"][name].as_str().unwrap_or("absent").to_owned();
            (text("end"), text("method"))
        })
        .collect();
    let expected =
        [("trap", "GET"), ("exit", "GET"), ("no answer", "GET"), ("timeout", "GET"), ("trap", "other")];
    assert_eq!(ends, expected.map(|(end, method)| (end.to_owned(), method.to_owned())), "{log}");
}

/// A request over HTTP/2 whose path is no path: h2 itself refuses it, and would log it.
#[tokio::test(flavor = "multi_thread")]
async fn a_malformed_path_is_not_logged() {
    let app = App::new("[]", "[]");
    let mut command = command(&app);
    command.env("RUST_LOG", "debug,h2=trace,hyper=trace,hyper_util=trace");
    let program = Program::start_by(command, &[]);
    let path = b"/ a canary";
    // :method GET, :scheme http, :path, :authority h; the names are indices of HPACK's static table.
    let headers = [&[0x82, 0x86, 0x04, path.len() as u8], &path[..], &[0x01, 1, b'h']].concat();
    // An empty SETTINGS, then HEADERS of stream 1 with END_HEADERS and END_STREAM.
    let frames = [
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        &[0, 0, 0, 4, 0, 0, 0, 0, 0][..],
        &[0, 0, headers.len() as u8, 1, 5, 0, 0, 0, 1],
        &headers,
    ]
    .concat();
    let mut stream = TcpStream::connect(program.address).await.unwrap();
    stream.write_all(&frames).await.unwrap();
    within(async {
        loop {
            let mut head = [0; 9];
            stream.read_exact(&mut head).await.unwrap();
            let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
            stream.read_exact(&mut vec![0; length]).await.unwrap();
            // RST_STREAM: it was refused.
            if head[3] == 3 {
                break;
            }
        }
    })
    .await;
    drop(stream);
    program.signal("TERM");
    let (code, log) = program.end().await;
    assert_eq!(code, Some(0), "{log}");
    assert!(!log.contains("canary"), "{log}");
}
