//! A request's body as it comes from the caller, and what becomes of it when the answer does not wait for its end.
//!
//! Over HTTP/1 the rest of a body lies between this request and the next of its connection. A body that is dropped
//! unread makes hyper close the connection: unannounced, where the answer is already on its way, so that the caller's next
//! request is lost; and by a reset, where bytes are unread, which can take the answer out of the caller's hands
//! (RFC 9112 section 9.6). So a short rest is read and thrown away and the connection stays; before a longer one,
//! or one of unknown length, the answer says `connection: close`, and the connection is read a while longer.
//!
//! For whom: [`super::handler`], which wraps every request. Never: holding an instance for it.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Version, header};
use http_body::{Body, Frame, SizeHint};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use tokio::runtime::Handle;
use tokio::time::timeout;

/// With at most so many bytes to come, the connection stays: an ordinary note, and less than the caller's next handshake
/// would cost both.
const KEPT: u64 = 64 << 10;

/// The most that is thrown away before the connection is closed: a whole request of the edge (`max_body_bytes`), whose
/// sender is then done and reads its answer. Costs the host a copy out of the kernel, and the caller its bandwidth.
const THROWN_AWAY: u64 = 1 << 20;

/// How long that may take.
const WITHIN: Duration = Duration::from_secs(2);

/// How much of a body nobody has read: bytes; [`UNKNOWN`] where it does not say.
pub(super) struct Rest(AtomicU64);

const UNKNOWN: u64 = u64::MAX;

impl Rest {
    /// Whether the connection cannot go on to another request.
    pub(super) fn is_too_much(&self) -> bool {
        self.0.load(Ordering::Acquire) > KEPT
    }
}

/// A request's body.
pub(super) struct Inbound {
    /// There until it is dropped.
    body: Option<Incoming>,
    rest: Arc<Rest>,
    /// The caller sends when it is asked to (`expect: 100-continue`, RFC 9110 section 10.1.1), and reading asks.
    is_awaited: bool,
    /// There the end of one stream is no other's matter.
    http2: bool,
}

impl Inbound {
    pub(super) fn new(request: Request<Incoming>) -> (Request<Self>, Arc<Rest>) {
        let is_awaited = request.headers().contains_key(header::EXPECT);
        let http2 = request.version() > Version::HTTP_11;
        let rest = Arc::new(Rest(AtomicU64::new(UNKNOWN)));
        let kept = rest.clone();
        let request = request.map(|body| {
            let left = left(&body);
            rest.0.store(if is_awaited && left > 0 { UNKNOWN } else { left }, Ordering::Release);
            Self { body: Some(body), rest, is_awaited, http2 }
        });
        (request, kept)
    }
}

fn left(body: &Incoming) -> u64 {
    if body.is_end_stream() { 0 } else { body.size_hint().exact().unwrap_or(UNKNOWN) }
}

impl Body for Inbound {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        self.is_awaited = false;
        let Some(body) = &mut self.body else { return Poll::Ready(None) };
        let polled = Pin::new(&mut *body).poll_frame(cx);
        let left = match &polled {
            Poll::Pending | Poll::Ready(Some(Ok(_))) => left(body),
            // Nothing comes behind an error either.
            Poll::Ready(None | Some(Err(_))) => 0,
        };
        self.rest.0.store(left, Ordering::Release);
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map_or_else(SizeHint::default, Body::size_hint)
    }
}

impl Drop for Inbound {
    fn drop(&mut self) {
        let ended = self.rest.0.load(Ordering::Acquire) == 0;
        if ended || self.is_awaited || self.http2 {
            return;
        }
        // Without a runtime there is no connection either.
        if let (Some(body), Ok(runtime)) = (self.body.take(), Handle::try_current()) {
            runtime.spawn(timeout(WITHIN, throw_away(body)));
        }
    }
}

async fn throw_away(mut body: Incoming) {
    let mut room = THROWN_AWAY;
    while let Some(Ok(frame)) = body.frame().await {
        let size = frame.data_ref().map_or(0, |data| data.len() as u64);
        match room.checked_sub(size) {
            Some(left) => room = left,
            None => return,
        }
    }
}
