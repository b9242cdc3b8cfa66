//! Notices an HTTP/1 head that frames its body twice, by Content-Length and by Transfer-Encoding.
//!
//! RFC 9112 section 6.3 lets a server obey Transfer-Encoding alone and close. hyper does that, and hides the other
//! header, so it cannot be refused later; we refuse such a request, because only an attack sends one. This watches the
//! bytes that hyper reads, copying none. It looks at lines, not at messages: a body is seen too, but no JSON has a line
//! that starts with a header's name, and nothing is decided here but to refuse.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

const LENGTH: &[u8] = b"content-length:";
const ENCODING: &[u8] = b"transfer-encoding:";

/// The beginning of the line being read, and what the block of lines held so far.
#[derive(Default)]
struct Lines {
    start: [u8; ENCODING.len()],
    filled: usize,
    length: bool,
    encoding: bool,
}

impl Lines {
    /// Whether some block of lines, up to the end of `bytes`, has both headers.
    fn see(&mut self, bytes: &[u8]) -> bool {
        let mut both = false;
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let room = (self.start.len() - self.filled).min(line.len());
            self.start[self.filled..self.filled + room].copy_from_slice(&line[..room]);
            self.filled += room;
            if line.ends_with(b"\n") {
                let start = &self.start[..self.filled];
                self.length |=
                    start.len() >= LENGTH.len() && start[..LENGTH.len()].eq_ignore_ascii_case(LENGTH);
                self.encoding |= start.eq_ignore_ascii_case(ENCODING);
                both |= self.length && self.encoding;
                if matches!(start, b"\n" | b"\r\n") {
                    (self.length, self.encoding) = (false, false);
                }
                self.filled = 0;
            }
        }
        both
    }
}

/// A stream that tells when it carried such a head.
pub(super) struct Watched<S> {
    stream: S,
    lines: Lines,
    twice: Arc<AtomicBool>,
}

impl<S> Watched<S> {
    /// The stream, and the flag that is raised for good.
    pub(super) fn new(stream: S) -> (Self, Arc<AtomicBool>) {
        let twice = Arc::new(AtomicBool::new(false));
        (Self { stream, lines: Lines::default(), twice: Arc::clone(&twice) }, twice)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let this = self.get_mut();
        let before = buf.filled().len();
        ready!(Pin::new(&mut this.stream).poll_read(cx, buf))?;
        if this.lines.see(&buf.filled()[before..]) {
            this.twice.store(true, Ordering::Relaxed);
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[std::io::IoSlice<'_>],
    ) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    fn check(text: &str) -> bool {
        let whole = Lines::default().see(text.as_bytes());
        let mut lines = Lines::default();
        let mut by_byte = false;
        for byte in text.as_bytes() {
            by_byte |= lines.see(&[*byte]);
        }
        assert_eq!(whole, by_byte, "however the bytes arrive: {text}");
        whole
    }

    #[test]
    fn both_headers_of_one_head_are_noticed() {
        assert!(check("POST / HTTP/1.1\r\nContent-Length: 5\r\ntransfer-encoding:chunked\r\n\r\n"));
        assert!(check("POST / HTTP/1.1\nTRANSFER-ENCODING: chunked\nA: b\ncontent-length:5\n\n"));
        assert!(check(
            "GET / HTTP/1.1\r\n\r\nPOST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: x\r\n\r\n"
        ));
    }

    #[test]
    fn one_of_them_or_one_in_each_of_two_heads_is_fine() {
        assert!(!check("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n{\"Transfer-Encoding:\": 1}\r\n"));
        assert!(!check("P\r\nContent-Length: 0\r\n\r\nP\r\nTransfer-Encoding: chunked\r\n\r\n"));
        assert!(!check(
            "P\r\nX-Content-Length: 0\r\nTransfer-Encoding: chunked\r\nContent-Lengths: 1\r\n\r\n"
        ));
    }
}
