//! A sink of one test, that can be stopped and started again with the same chain and port; and ports that are no sink.

use crate::support::free_port;
use audit_chain::sink::{Bounds, ChainFile, Listening, Tls, run};
use audit_chain::verify::{Anchor, Report, anchors_of_log, verify};
use audit_chain::{AuditKey, KeyRing};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::sync::oneshot;

pub(crate) const KEY: &str = "0123456789abcdef0123456789abcdef";

pub(crate) struct AuditSink {
    folder: TempDir,
    port: u16,
    tls: Option<Arc<Tls>>,
    keys: KeyRing,
    running: Option<(oneshot::Sender<()>, std::thread::JoinHandle<()>)>,
}

impl AuditSink {
    pub(crate) fn start() -> Self {
        Self::with(None, AuditKey::new(KEY.as_bytes()).unwrap().into())
    }

    pub(crate) fn with(tls: Option<Arc<Tls>>, keys: KeyRing) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut sink = Self { folder, port: free_port(), tls, keys, running: None };
        sink.resume();
        sink
    }

    pub(crate) fn origin(&self) -> String {
        match self.tls {
            None => format!("http://127.0.0.1:{}", self.port),
            Some(_) => format!("https://localhost:{}", self.port),
        }
    }

    /// The variables of an edge that uses it.
    pub(crate) fn variables(&self, failing: &str) -> Vec<(&'static str, String)> {
        at(&self.origin(), failing)
    }

    /// Opens the chain and listens.
    pub(crate) fn resume(&mut self) {
        let file = ChainFile::open(&self.path(), self.keys.clone(), Bounds::default()).unwrap();
        let tls = self.tls.clone();
        let listener = TcpListener::bind(("127.0.0.1", self.port)).unwrap();
        self.port = listener.local_addr().unwrap().port();
        listener.set_nonblocking(true).unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                let at = Listening { events: listener, tls, health: None };
                run(at, file, async { drop(stopped.await) }).await.unwrap();
            });
        });
        self.running = Some((stop, thread));
    }

    /// Other keys, from the next start on.
    pub(crate) fn use_keys(&mut self, keys: KeyRing) {
        self.keys = keys;
    }

    /// Its port refuses from then on, and kept connections are closed.
    pub(crate) fn pause(&mut self) {
        let (stop, thread) = self.running.take().unwrap();
        drop(stop);
        thread.join().unwrap();
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("chain")
    }

    pub(crate) fn text(&self) -> String {
        std::fs::read_to_string(self.path()).unwrap()
    }

    /// The events in the chain, in order.
    pub(crate) fn events(&self) -> Vec<serde_json::Value> {
        let record = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
        self.text().lines().map(|line| record(line)["event"].clone()).collect()
    }

    /// Checks the chain against what edges have logged.
    pub(crate) fn verify(&self, logs: &[Vec<String>]) -> Report {
        let anchors: Vec<Anchor> =
            logs.iter().flat_map(|log| anchors_of_log(log.join("\n").as_bytes()).unwrap()).collect();
        verify(self.text().as_bytes(), &self.keys, &anchors).unwrap()
    }
}

impl Drop for AuditSink {
    fn drop(&mut self) {
        if self.running.is_some() {
            self.pause();
        }
    }
}

/// The variables of an edge that uses whatever listens at `origin`.
pub(crate) fn at(origin: &str, failing: &str) -> Vec<(&'static str, String)> {
    vec![
        ("audit_sink", failing.to_owned()),
        ("audit_sink_origin", origin.to_owned()),
        ("audit_sink_timeout_ms", "60000".to_owned()),
        ("audit_key", KEY.to_owned()),
    ]
}

/// Something that takes every request and says `answer`; nothing at all where that is empty.
pub(crate) fn imposter(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            if answer.is_empty() {
                kept.push(stream);
                continue;
            }
            let mut piece = [0; 16 << 10];
            let _ = stream.read(&mut piece);
            let length = answer.len();
            let _ = write!(
                stream,
                "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{answer}"
            );
        }
    });
    origin
}
