//! Bodies on their way in and out of the guest.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::BodyExt as _;
use wasmtime_wasi_http::{Error, WasiBody};

use super::call::Progress;
use super::inbound::Inbound;

/// A request's body that fails once more than `most` bytes have come. Every piece counts as progress.
pub(super) fn limited(body: Inbound, most: u64, progress: Arc<Progress>) -> WasiBody {
    Limited { body, left: most, progress }.boxed_unsync()
}

struct Limited {
    body: Inbound,
    left: u64,
    progress: Arc<Progress>,
}

impl Body for Limited {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        polled.map(|frame| {
            let frame = frame?;
            let frame = match frame {
                Ok(frame) => frame,
                Err(error) => return Some(Err(Error::Hyper(error))),
            };
            let size = frame.data_ref().map_or(0, |data| data.len() as u64);
            match self.left.checked_sub(size) {
                Some(left) => {
                    self.left = left;
                    self.progress.touch();
                    Some(Ok(frame))
                }
                None => Some(Err(Error::HttpRequestBodySize(None))),
            }
        })
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The guest's answer. Every piece counts as progress. A guest that fails in the middle of its answer
/// just stops writing, which by itself looks like the end: here it becomes an error, so that the
/// caller's connection breaks instead of a cut answer passing for a whole one.
pub(super) fn watched(body: WasiBody, progress: Arc<Progress>) -> WasiBody {
    Watched { body, progress }.boxed_unsync()
}

struct Watched {
    body: WasiBody,
    progress: Arc<Progress>,
}

impl Body for Watched {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        match polled {
            Poll::Ready(Some(Ok(_))) => self.progress.touch(),
            Poll::Ready(None) if self.progress.has_failed() => {
                return Poll::Ready(Some(Err(Error::InternalError(None))));
            }
            _ => {}
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream() && !self.progress.has_failed()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
