//! The end of a server's connection, in stages (RFC 9112 section 9.6): our half first, the rest once the client has ended its own.
//!
//! Why: a socket that is closed while something of the client's is unread, or still under way, resets the connection, and the
//! client's system may then give up what we said last without its having been read. On HTTP/1.1 that is an answer given
//! before the whole body came. On HTTP/2 it is the GOAWAY that tells which requests were not looked at and may be sent again:
//! what a client had begun before it knew of the end goes out behind its answer to our ping (RFC 9113 section 6.8), by which we
//! count, and meets a closed socket. Measured with hyper at both ends, eight requests at a time: one end of a connection in some
//! hundred lost requests so.
//!
//! For whom: the servers of the edge's host and of the pool, around each connection that they hand to hyper. Never: anything that
//! changes what is read or written before the end.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadBuf};
use tokio::time::timeout;

#[cfg(feature = "testing")]
pub mod testing;

/// How long a client has to end its half, once we have ended ours: a round trip of any network that these servers are used over. A
/// client that takes its answers sees the end and closes at once.
pub const PATIENCE: Duration = Duration::from_secs(2);

/// How much is read and thrown away at a time, in bytes.
const PIECE: usize = 8 << 10;

/// A stream that two hold: the one who speaks HTTP on it, who may drop it at any time, and the one who [closes](Self::close) it. They
/// do not use it at the same time.
#[derive(Debug)]
pub struct Shared<S>(Arc<Mutex<S>>);

impl<S> Clone for Shared<S> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<S> Shared<S> {
    /// Of a stream that is open.
    pub fn new(stream: S) -> Self {
        Self(Arc::new(Mutex::new(stream)))
    }

    fn lock(&self) -> MutexGuard<'_, S> {
        // A panic within a poll leaves the stream as that poll left it; it is of no more use, and polling it tells.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Shared<S> {
    /// Ends our half, if that has not been done, then reads what the client still sends until it ends its own, for [`PATIENCE`] at
    /// the most. A connection that the client has closed, or that is broken, is over at once.
    pub async fn close(mut self) {
        let over = async {
            self.shutdown().await?;
            let mut piece = [0; PIECE];
            while self.read(&mut piece).await? > 0 {}
            io::Result::Ok(())
        };
        // What it was is of no interest any more.
        let _over: Result<io::Result<()>, _> = timeout(PATIENCE, over).await;
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Shared<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.lock()).poll_read(cx, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Shared<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut *self.lock()).poll_write(cx, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.lock()).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.lock()).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut *self.lock()).poll_write_vectored(cx, pieces)
    }

    fn is_write_vectored(&self) -> bool {
        self.lock().is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::{TcpListener, TcpStream};
    use tokio::time::Instant;

    async fn pair() -> (TcpStream, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        (client, listener.accept().await.unwrap().0)
    }

    /// Says its last word with the client's unread; the client then sends more, and only then reads.
    async fn last_word(
        mut client: TcpStream,
        mut server: Shared<TcpStream>,
        staged: bool,
    ) -> io::Result<String> {
        client.write_all(b"a request with a long body").await?;
        server.write_all(b"no").await?;
        let mut word = [0; 2];
        client.read_exact(&mut word).await?;
        let closing = tokio::spawn(async move {
            if staged {
                server.close().await;
            }
        });
        if staged {
            // Our half has ended.
            assert_eq!(client.read(&mut [0; 1]).await?, 0);
        } else {
            closing.await.unwrap();
        }
        for _ in 0..100 {
            client.write_all(b"more of it").await?;
        }
        Ok(String::from_utf8_lossy(&word).into_owned())
    }

    #[tokio::test]
    async fn a_client_that_is_still_sending_is_not_reset() {
        let mut tries = 0..5;
        let word = loop {
            assert!(tries.next().is_some(), "the machine stood still each time");
            let (client, server) = pair().await;
            let began = Instant::now();
            let word = last_word(client, Shared::new(server), true).await;
            // A machine that stood still for longer than the server waits shows nothing.
            if began.elapsed() < PATIENCE {
                break word.unwrap();
            }
        };
        assert_eq!(word, "no");
        // What it is there for.
        let (client, server) = pair().await;
        let kind = last_word(client, Shared::new(server), false).await.unwrap_err().kind();
        assert!(matches!(kind, io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe), "{kind:?}");
    }

    #[tokio::test]
    async fn who_has_closed_is_not_waited_for() {
        let (client, server) = pair().await;
        drop(client);
        server.readable().await.unwrap();
        tokio::time::pause();
        let began = Instant::now();
        Shared::new(server).close().await;
        assert_eq!(began.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn who_never_closes_is_left_in_the_end() {
        let (_client, server) = tokio::io::duplex(64);
        let began = Instant::now();
        Shared::new(server).close().await;
        assert_eq!(began.elapsed(), PATIENCE);
    }
}
