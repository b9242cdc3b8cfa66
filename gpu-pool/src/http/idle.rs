//! Clients that are there and do nothing: one that does not read its answer, one that has stopped asking.
//!
//! Used by `http::connection` for every connection. hyper bounds only the time of an HTTP/1 request's head.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::Notify;
use tokio::time::Sleep;

/// A stream whose peer must take what is written: writing fails once it has not moved for `time`.
pub(super) struct Moving<S> {
    stream: S,
    time: Duration,
    stuck: Option<Pin<Box<Sleep>>>,
}

impl<S> Moving<S> {
    pub(super) fn new(stream: S, time: Duration) -> Self {
        Self { stream, time, stuck: None }
    }

    /// Passes on what became of a write, unless it has been pending for too long.
    fn within<T>(
        &mut self,
        cx: &mut Context<'_>,
        wrote: Poll<std::io::Result<T>>,
    ) -> Poll<std::io::Result<T>> {
        if wrote.is_ready() {
            self.stuck = None;
            return wrote;
        }
        let stuck = self.stuck.get_or_insert_with(|| Box::pin(tokio::time::sleep(self.time)));
        stuck.as_mut().poll(cx).map(|()| Err(std::io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Moving<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Moving<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<std::io::Result<usize>> {
        let this = self.get_mut();
        let wrote = Pin::new(&mut this.stream).poll_write(cx, buf);
        this.within(cx, wrote)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[std::io::IoSlice<'_>],
    ) -> Poll<std::io::Result<usize>> {
        let this = self.get_mut();
        let wrote = Pin::new(&mut this.stream).poll_write_vectored(cx, bufs);
        this.within(cx, wrote)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        let this = self.get_mut();
        let flushed = Pin::new(&mut this.stream).poll_flush(cx);
        this.within(cx, flushed)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        let this = self.get_mut();
        let shut = Pin::new(&mut this.stream).poll_shutdown(cx);
        this.within(cx, shut)
    }
}

/// How many requests of a connection, or of a stream, are being answered.
#[derive(Default)]
pub(crate) struct Activity {
    asked: AtomicUsize,
    answering: AtomicUsize,
    changed: Notify,
}

/// One request being answered; over when dropped.
pub(crate) struct Busy(Arc<Activity>);

impl Activity {
    /// A request begins.
    pub(crate) fn begin(self: &Arc<Self>) -> Busy {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.answering.fetch_add(1, Ordering::Relaxed);
        self.changed.notify_one();
        Busy(Arc::clone(self))
    }

    /// Something else happened that shows that it is in use.
    pub(crate) fn moved(&self) {
        self.changed.notify_one();
    }

    /// Whether anything was ever asked.
    pub(super) fn begun(&self) -> bool {
        self.asked.load(Ordering::Relaxed) > 0
    }

    /// Completes when for `time` nothing was asked and nothing was being answered.
    pub(crate) async fn idle(&self, time: Duration) {
        loop {
            if self.answering.load(Ordering::Relaxed) > 0 {
                self.changed.notified().await;
            } else if tokio::time::timeout(time, self.changed.notified()).await.is_err() {
                return;
            }
        }
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.answering.fetch_sub(1, Ordering::Relaxed);
        self.0.changed.notify_one();
    }
}
