//! A TLS stream that remembers why TLS failed. HTTP/2 keeps of an error only its text, and the alert of a
//! server that refuses our certificate arrives, with TLS 1.3, when HTTP is already under way.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::error;

/// Why TLS failed, once it has.
pub(super) type TlsFailure = Arc<OnceLock<rustls::Error>>;

pub(super) struct Recorded<S> {
    stream: S,
    failure: TlsFailure,
}

impl<S> Recorded<S> {
    pub(super) fn new(stream: S, failure: TlsFailure) -> Self {
        Self { stream, failure }
    }

    fn record<T>(&self, polled: &Poll<io::Result<T>>) {
        if let Poll::Ready(Err(failed)) = polled
            && let Some(tls) = error::find::<rustls::Error>(failed)
        {
            self.failure.get_or_init(|| tls.clone());
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Recorded<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_read(cx, buffer);
        self.record(&polled);
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Recorded<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.record(&polled);
        polled
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, pieces)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
