//! The body of an answer over HTTP/2: whole, or a gRPC call's frames and trailers.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::Full;

use super::idle::Busy;

/// See the module.
pub(super) enum Payload {
    Whole(Full<Bytes>),
    /// Its connection is in use until the last of it is written.
    Grpc(tonic::body::Body, #[allow(dead_code, reason = "dropped with the body")] Busy),
}

impl From<Full<Bytes>> for Payload {
    fn from(body: Full<Bytes>) -> Self {
        Self::Whole(body)
    }
}

impl Payload {
    pub(super) fn grpc(body: tonic::body::Body, busy: Busy) -> Self {
        Self::Grpc(body, busy)
    }
}

impl Body for Payload {
    type Data = Bytes;
    type Error = tonic::Status;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, tonic::Status>>> {
        match self.get_mut() {
            Self::Whole(body) => Pin::new(body).poll_frame(cx).map_err(|never| match never {}),
            Self::Grpc(body, _) => Pin::new(body).poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(body) => body.is_end_stream(),
            Self::Grpc(body, _) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(body) => body.size_hint(),
            Self::Grpc(body, _) => body.size_hint(),
        }
    }
}
