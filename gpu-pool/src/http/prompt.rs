//! A TCP stream that acknowledges at once what has arrived.
//!
//! For whom: callers that set no `TCP_NODELAY`. Spin 3.6 is one: it sends the end of an HTTP/2 request (an empty frame) behind
//! its body, and its system keeps that back until the body is acknowledged, which ours would put off for 40 ms, as there is
//! nothing to answer yet. `perf` measures with it what stands for a pool. Never: anything that changes what is read or written.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// The stream; all that is read is acknowledged.
#[derive(Debug)]
pub struct Prompt(TcpStream);

impl Prompt {
    /// Of a stream from which nothing has been read.
    #[must_use]
    pub const fn new(stream: TcpStream) -> Self {
        Self(stream)
    }

    /// Linux forgets the setting with the next answer (tcp(7), `TCP_QUICKACK`), so it is made after each read: it also sends
    /// the acknowledgement that is due.
    #[cfg(target_os = "linux")]
    fn acknowledge(&self) {
        // Where it cannot be set, the acknowledgement comes later.
        let _refused = self.0.set_quickack(true);
    }

    #[cfg(not(target_os = "linux"))]
    fn acknowledge(&self) {}
}

impl AsyncRead for Prompt {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.0).poll_read(cx, buffer);
        if buffer.filled().len() > before {
            self.acknowledge();
        }
        read
    }
}

impl AsyncWrite for Prompt {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.0.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write_vectored(cx, pieces)
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    /// By turns, as requests and answers come, a stream of Linux's own soon puts acknowledgements off.
    #[tokio::test]
    async fn what_is_read_is_acknowledged_also_after_answers() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut caller = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let mut server = Prompt::new(listener.accept().await.unwrap().0);
        for _ in 0..3 {
            caller.write_all(b"request").await.unwrap();
            server.read_exact(&mut [0; 7]).await.unwrap();
            assert!(server.0.quickack().unwrap());
            server.write_all(b"answer").await.unwrap();
            caller.read_exact(&mut [0; 6]).await.unwrap();
        }
    }
}
