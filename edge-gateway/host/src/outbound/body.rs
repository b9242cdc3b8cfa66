//! A response's body on its way to the guest: bounds the wait between two pieces, and gives the
//! connection back when the body is complete.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use tokio::time::{Instant, Sleep};
use wasmtime_wasi_http::Error;

use super::error;
use super::pool::Lease;

pub(super) struct Received {
    body: Incoming,
    limit: Duration,
    /// Made at the first wait: most bodies arrive with their head.
    sleep: Option<Pin<Box<Sleep>>>,
    waiting: bool,
    /// Until the body is complete. A body that the guest drops takes its HTTP/1.1 connection with it.
    lease: Option<Lease>,
}

impl Received {
    pub(super) fn new(body: Incoming, limit: Duration, lease: Lease) -> Self {
        let mut received = Self { body, limit, sleep: None, waiting: false, lease: Some(lease) };
        received.give_back_at_end();
        received
    }

    fn give_back_at_end(&mut self) {
        if self.body.is_end_stream()
            && let Some(lease) = self.lease.take()
        {
            lease.keep();
        }
    }

    fn fail(&mut self, error: Error) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        if let Some(lease) = self.lease.take() {
            lease.discard();
        }
        Poll::Ready(Some(Err(error)))
    }
}

impl Body for Received {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        match Pin::new(&mut self.body).poll_frame(cx) {
            Poll::Ready(Some(Ok(frame))) => {
                self.waiting = false;
                self.give_back_at_end();
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(None) => {
                if let Some(lease) = self.lease.take() {
                    lease.keep();
                }
                Poll::Ready(None)
            }
            Poll::Ready(Some(Err(failure))) => self.fail(error::from_hyper(&failure)),
            Poll::Pending => {
                let deadline = Instant::now() + self.limit;
                let fresh = !std::mem::replace(&mut self.waiting, true);
                let sleep = self.sleep.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(deadline)));
                if fresh {
                    sleep.as_mut().reset(deadline);
                }
                ready!(sleep.as_mut().poll(cx));
                self.fail(Error::ConnectionReadTimeout)
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
