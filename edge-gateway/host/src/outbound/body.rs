//! Bodies of outbound calls: a request's, gathered so that it leaves in one piece; a response's on its way to the guest,
//! which bounds the wait between two pieces, and gives the connection back when the body is complete.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use tokio::time::{Instant, Sleep};
use wasmtime_wasi_http::{Error, WasiBody};

use super::error;
use super::pool::Lease;

/// How much of a request's body is gathered at most, in bytes: what the guest writes without anybody reading.
const GATHERED_MOST: usize = 128 << 10;

/// Takes what is there of a body, without waiting for more. Where that is all of it, HTTP is told so with the last piece:
/// head, body and end then leave in one segment, and the other side is woken once for a request and not three times.
pub(super) async fn gathered(mut rest: WasiBody) -> WasiBody {
    let mut ahead = VecDeque::new();
    let mut size = 0;
    let mut ended = rest.is_end_stream();
    while !ended && size < GATHERED_MOST {
        match poll_fn(|cx| Poll::Ready(Pin::new(&mut rest).poll_frame(cx))).await {
            Poll::Pending => break,
            Poll::Ready(None) => ended = true,
            Poll::Ready(Some(frame)) => {
                size += frame.as_ref().ok().and_then(Frame::data_ref).map_or(0, Bytes::len);
                // Nothing comes behind an error.
                ended = frame.is_err() || rest.is_end_stream();
                ahead.push_back(frame);
            }
        }
    }
    if ahead.is_empty() { rest } else { Gathered { ahead, rest, ended }.boxed_unsync() }
}

/// It says nothing of its length, as a guest's body does not: HTTP/1.1 frames it as it does under Spin.
struct Gathered {
    ahead: VecDeque<Result<Frame<Bytes>, Error>>,
    rest: WasiBody,
    /// `rest` has no more.
    ended: bool,
}

impl Body for Gathered {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        match self.ahead.pop_front() {
            Some(frame) => Poll::Ready(Some(frame)),
            None if self.ended => Poll::Ready(None),
            None => Pin::new(&mut self.rest).poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.ahead.is_empty() && (self.ended || self.rest.is_end_stream())
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::mpsc;

    type Piece = Result<Frame<Bytes>, Error>;

    /// A body that is fed by a channel, as a guest's is.
    struct Fed(mpsc::UnboundedReceiver<Piece>);

    impl Body for Fed {
        type Data = Bytes;
        type Error = Error;

        fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Piece>> {
            self.0.poll_recv(cx)
        }
    }

    fn fed() -> (mpsc::UnboundedSender<Piece>, WasiBody) {
        let (sender, pieces) = mpsc::unbounded_channel();
        (sender, Fed(pieces).boxed_unsync())
    }

    fn data(text: &'static str) -> Piece {
        Ok(Frame::data(Bytes::from_static(text.as_bytes())))
    }

    #[tokio::test]
    async fn a_whole_body_says_with_its_last_piece_that_it_ends() {
        let (sender, body) = fed();
        for text in ["one ", "two"] {
            sender.send(data(text)).unwrap();
        }
        drop(sender);
        let mut body = gathered(body).await;
        for (text, is_last) in [("one ", false), ("two", true)] {
            let frame = body.frame().await.unwrap().unwrap();
            assert_eq!((frame.into_data().unwrap(), body.is_end_stream()), (Bytes::from(text), is_last));
        }
        assert!(body.frame().await.is_none());
    }

    #[tokio::test]
    async fn the_rest_of_a_body_that_is_still_written_is_waited_for() {
        let (sender, body) = fed();
        sender.send(data("one ")).unwrap();
        let body = gathered(body).await;
        sender.send(data("two")).unwrap();
        drop(sender);
        assert_eq!(body.collect().await.unwrap().to_bytes(), "one two");
    }

    #[tokio::test]
    async fn a_body_that_breaks_off_is_none_that_ends() {
        let (sender, body) = fed();
        sender.send(data("one ")).unwrap();
        sender.send(Err(Error::InternalError(None))).unwrap();
        let body = gathered(body).await;
        assert!(!body.is_end_stream());
        assert!(body.collect().await.is_err());
    }
}
