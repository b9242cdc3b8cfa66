//! The body of an answer over HTTP/2: whole, or a gRPC call's frames and trailers.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::Full;

/// See the module.
pub(super) enum Payload {
    Whole(Full<Bytes>),
    Grpc(tonic::body::Body),
}

impl From<Full<Bytes>> for Payload {
    fn from(body: Full<Bytes>) -> Self {
        Self::Whole(body)
    }
}

impl From<tonic::body::Body> for Payload {
    fn from(body: tonic::body::Body) -> Self {
        Self::Grpc(body)
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
            Self::Grpc(body) => Pin::new(body).poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(body) => body.is_end_stream(),
            Self::Grpc(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(body) => body.size_hint(),
            Self::Grpc(body) => body.size_hint(),
        }
    }
}
