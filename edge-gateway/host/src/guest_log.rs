//! Where the guest's standard output and error go: whole lines, to a sink.
//!
//! For whom: each instance writes here; audit events arrive this way. Never: changing a line, or
//! losing what a guest wrote before it was stopped.

use std::io::Write as _;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use tokio::io::AsyncWrite;
use tokio::sync::Notify;
use wasmtime_wasi::cli::{IsTerminal, StdoutStream};
use wasmtime_wasi::p2::{OutputStream, Pollable, StreamResult};

/// Longer lines are cut into pieces: a guest must not fill the host's memory with a line that never ends.
const LONGEST_LINE: usize = 64 * 1024;

/// Receives the guest's lines, without their line ends.
pub trait GuestLog: Send + Sync {
    /// Takes one line. It returns only when the line is where it belongs.
    fn line(&self, line: &[u8]);
}

/// The host's own standard error. A reader that does not keep up slows the guest: no line is dropped.
#[derive(Debug)]
pub struct StderrLog;

impl GuestLog for StderrLog {
    fn line(&self, line: &[u8]) {
        // One write per line, so that lines of many instances do not mix.
        let mut whole = Vec::with_capacity(line.len() + 1);
        whole.extend_from_slice(line);
        whole.push(b'\n');
        // Nobody is left to tell when standard error is closed.
        drop(std::io::stderr().lock().write_all(&whole));
    }
}

/// Keeps the lines in memory, for tests that look for what must, or must never, be in a log.
#[derive(Debug, Default)]
pub struct CapturedLog {
    lines: Mutex<Vec<String>>,
    changed: Notify,
}

impl CapturedLog {
    /// An empty log.
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// All lines so far.
    pub fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits for the first line, old or new, for which `is_it` holds.
    pub async fn wait_for(&self, is_it: impl Fn(&str) -> bool) -> String {
        loop {
            let changed = self.changed.notified();
            if let Some(line) = self.lines().into_iter().find(|line| is_it(line)) {
                return line;
            }
            changed.await;
        }
    }
}

impl GuestLog for CapturedLog {
    fn line(&self, line: &[u8]) {
        let line = String::from_utf8_lossy(line).into_owned();
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        self.changed.notify_waiters();
    }
}

/// One of an instance's two output streams.
#[derive(Clone)]
pub(crate) struct GuestOutput {
    shared: Arc<Mutex<Lines>>,
}

impl GuestOutput {
    pub(crate) fn new(log: Arc<dyn GuestLog>) -> Self {
        Self { shared: Arc::new(Mutex::new(Lines { log, partial: Vec::new() })) }
    }

    fn push(&self, bytes: &[u8]) {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner).push(bytes);
    }
}

struct Lines {
    log: Arc<dyn GuestLog>,
    partial: Vec<u8>,
}

impl Lines {
    fn push(&mut self, mut bytes: &[u8]) {
        while let Some(end) = bytes.iter().position(|byte| *byte == b'\n') {
            let (line, rest) = (&bytes[..end], &bytes[end + 1..]);
            self.add(line);
            self.log.line(&self.partial);
            self.partial.clear();
            bytes = rest;
        }
        self.add(bytes);
    }

    fn add(&mut self, mut bytes: &[u8]) {
        while self.partial.len() + bytes.len() > LONGEST_LINE {
            let (now, later) = bytes.split_at(LONGEST_LINE - self.partial.len());
            self.partial.extend_from_slice(now);
            self.log.line(&self.partial);
            self.partial.clear();
            bytes = later;
        }
        self.partial.extend_from_slice(bytes);
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        // A guest that was stopped in the middle of a line has still said it.
        if !self.partial.is_empty() {
            self.log.line(&self.partial);
        }
    }
}

impl IsTerminal for GuestOutput {
    fn is_terminal(&self) -> bool {
        false
    }
}

impl StdoutStream for GuestOutput {
    fn async_stream(&self) -> Box<dyn AsyncWrite + Send + Sync> {
        Box::new(self.clone())
    }

    fn p2_stream(&self) -> Box<dyn OutputStream> {
        Box::new(self.clone())
    }
}

impl OutputStream for GuestOutput {
    fn write(&mut self, bytes: Bytes) -> StreamResult<()> {
        self.push(&bytes);
        Ok(())
    }

    fn flush(&mut self) -> StreamResult<()> {
        Ok(())
    }

    fn check_write(&mut self) -> StreamResult<usize> {
        Ok(LONGEST_LINE)
    }
}

#[wasmtime_wasi::async_trait]
impl Pollable for GuestOutput {
    async fn ready(&mut self) {}
}

impl AsyncWrite for GuestOutput {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        self.push(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_lines_and_the_rest_at_the_end() {
        let log = CapturedLog::new();
        let output = GuestOutput::new(log.clone());
        for piece in ["one", " line\nsec", "ond\n\nlast"] {
            output.push(piece.as_bytes());
        }
        assert_eq!(log.lines(), ["one line", "second", ""]);
        drop(output);
        assert_eq!(log.lines().last().unwrap(), "last");
    }

    #[test]
    fn a_line_without_end_is_cut() {
        let log = CapturedLog::new();
        GuestOutput::new(log.clone()).push(&vec![b'x'; LONGEST_LINE * 2 + 1]);
        assert_eq!(log.lines().iter().map(String::len).collect::<Vec<_>>(), [LONGEST_LINE, LONGEST_LINE, 1]);
    }
}
