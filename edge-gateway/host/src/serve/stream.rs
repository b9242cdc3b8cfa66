//! A caller's TCP stream, watched: a caller that stops taking its answers is let go, and draining knows
//! who has nothing more to get.
//!
//! For whom: [`super::Host::connection`], below TLS: only there is what the kernel takes what the caller
//! takes. Never: looking at the bytes.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::watch;
use tokio::time::{Instant, Sleep, sleep, sleep_until};
use wasmtime_wasi_http::{Error, WasiBody};

/// What one connection is doing.
pub(super) struct Activity {
    start: Instant,
    /// When it last took bytes, or a request ended: milliseconds after `start`.
    last: AtomicU64,
    /// There are bytes that it does not take.
    blocked: AtomicBool,
    /// Requests whose answers are not complete.
    requests: watch::Sender<usize>,
}

impl Activity {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            start: Instant::now(),
            last: AtomicU64::new(0),
            blocked: AtomicBool::new(false),
            requests: watch::Sender::new(0),
        })
    }

    fn touch(&self) {
        let now = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last.store(now, Ordering::Release);
    }

    /// Returns when no request is in flight, nothing waits to be sent, and this has been so for `quiet`.
    /// A half-sent head is no request.
    pub(super) async fn idle(&self, quiet: Duration) {
        let mut requests = self.requests.subscribe();
        loop {
            if requests.wait_for(|count| *count == 0).await.is_err() {
                return;
            }
            let mut since = self.start + Duration::from_millis(self.last.load(Ordering::Acquire));
            if self.blocked.load(Ordering::Acquire) {
                since = Instant::now();
            } else if since + quiet <= Instant::now() {
                return;
            }
            tokio::select! {
                () = sleep_until(since + quiet) => {}
                _ = requests.changed() => {}
            }
        }
    }
}

/// A request, from its complete head to the end of its answer.
pub(super) struct InFlight(Arc<Activity>);

impl InFlight {
    pub(super) fn new(activity: &Arc<Activity>) -> Self {
        activity.requests.send_modify(|count| *count += 1);
        Self(activity.clone())
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        // Before the count: HTTP/2 may still have to send the end of the answer.
        self.0.touch();
        self.0.requests.send_modify(|count| *count -= 1);
    }
}

/// An answer's body that keeps its request in flight.
pub(super) struct Counted {
    body: WasiBody,
    _request: InFlight,
}

impl Counted {
    pub(super) fn new(body: WasiBody, request: InFlight) -> Self {
        Self { body, _request: request }
    }
}

impl Body for Counted {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A stream that fails when there is output and nothing of it has been taken for `limit`.
pub(super) struct Watched<S> {
    inner: S,
    limit: Duration,
    activity: Arc<Activity>,
    stall: Option<Pin<Box<Sleep>>>,
}

impl<S> Watched<S> {
    pub(super) fn new(inner: S, limit: Duration, activity: Arc<Activity>) -> Self {
        Self { inner, limit, activity, stall: None }
    }

    fn written(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        self.activity.blocked.store(written.is_pending(), Ordering::Release);
        if written.is_ready() {
            self.activity.touch();
            self.stall = None;
            return written;
        }
        let limit = self.limit;
        let stall = self.stall.get_or_insert_with(|| Box::pin(sleep(limit)));
        stall.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(cx, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write(cx, bytes);
        self.written(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write_vectored(cx, parts);
        self.written(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
