//! A request's body that can be sent a second time, for as long as it is small.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::BodyExt as _;
use wasmtime_wasi_http::{Error, WasiBody};

/// Of more, nothing is kept: such a body goes out once. A classification's is a few kilobytes. In bytes, what it takes to hold a piece
/// included: a body may come in pieces of one byte.
const KEPT_MOST: usize = 256 * 1024;

/// A body, and what of it has been sent.
pub(super) struct Original(Arc<Mutex<Sent>>);

struct Sent {
    rest: WasiBody,
    /// None where it is too large, or has what cannot be sent twice.
    pieces: Option<Vec<Bytes>>,
    bytes: usize,
    ended: bool,
    /// The copy that may still send: the last one.
    current: u32,
}

/// The body from its beginning.
struct Copy {
    of: Arc<Mutex<Sent>>,
    /// Its number.
    number: u32,
    /// How many pieces this copy has sent.
    next: usize,
}

impl Original {
    /// Takes a body; the other is to be sent in its place.
    pub(super) fn of(body: WasiBody) -> (Self, WasiBody) {
        let ended = body.is_end_stream();
        let sent = Sent { rest: body, pieces: Some(Vec::new()), bytes: 0, ended, current: 0 };
        let original = Self(Arc::new(Mutex::new(sent)));
        let first = original.copy(0);
        (original, first)
    }

    fn copy(&self, number: u32) -> WasiBody {
        Copy { of: Arc::clone(&self.0), number, next: 0 }.boxed_unsync()
    }

    /// The body once more, if it can be had. A copy before it sends no more: HTTP may let go of it only later, and what it took then
    /// would be missing here.
    pub(super) fn again(&self) -> Option<WasiBody> {
        let mut sent = lock(&self.0);
        sent.pieces.as_ref()?;
        sent.current += 1;
        Some(self.copy(sent.current))
    }
}

fn lock(of: &Mutex<Sent>) -> MutexGuard<'_, Sent> {
    // Nothing in these sections can fail halfway.
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Sent {
    fn keep(&mut self, data: &Bytes) {
        self.bytes += data.len() + size_of::<Bytes>();
        if self.bytes > KEPT_MOST {
            self.pieces = None;
        } else if let Some(pieces) = &mut self.pieces {
            pieces.push(data.clone());
        }
    }

    /// What a copy that has sent `next` pieces has still to send of those that are kept.
    fn kept(&self, next: usize) -> &[Bytes] {
        self.pieces.as_deref().and_then(|pieces| pieces.get(next..)).unwrap_or_default()
    }
}

impl Body for Copy {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let of = Arc::clone(&self.of);
        let mut sent = lock(&of);
        if sent.current != self.number {
            return Poll::Ready(Some(Err(Error::InternalError(Some(
                "the request is sent again".to_owned(),
            )))));
        }
        if let Some(piece) = sent.kept(self.next).first() {
            self.next += 1;
            return Poll::Ready(Some(Ok(Frame::data(piece.clone()))));
        }
        if sent.ended {
            return Poll::Ready(None);
        }
        let polled = Pin::new(&mut sent.rest).poll_frame(cx);
        match &polled {
            Poll::Pending => {}
            Poll::Ready(None) => sent.ended = true,
            Poll::Ready(Some(Ok(frame))) => match frame.data_ref() {
                Some(data) => {
                    sent.keep(data);
                    self.next += 1;
                }
                None => sent.pieces = None,
            },
            Poll::Ready(Some(Err(_))) => sent.pieces = None,
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        let sent = lock(&self.of);
        sent.kept(self.next).is_empty() && (sent.ended || sent.rest.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        let sent = lock(&self.of);
        let kept: u64 = sent.kept(self.next).iter().map(|piece| piece.len() as u64).sum();
        let rest = if sent.ended { SizeHint::with_exact(0) } else { sent.rest.size_hint() };
        let mut hint = SizeHint::new();
        if let Some(upper) = rest.upper() {
            hint.set_upper(upper + kept);
        }
        hint.set_lower(rest.lower() + kept);
        hint
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::{Empty, Full};
    use std::collections::VecDeque;

    /// A body of these pieces, of unknown length.
    struct Pieces(VecDeque<Frame<Bytes>>);

    impl Body for Pieces {
        type Data = Bytes;
        type Error = Error;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
            Poll::Ready(self.0.pop_front().map(Ok))
        }
    }

    fn body(pieces: &[usize]) -> WasiBody {
        let piece = |length: &usize| Frame::data(Bytes::from(vec![b'a' + (length % 20) as u8; *length]));
        Pieces(pieces.iter().map(piece).collect()).boxed_unsync()
    }

    #[tokio::test]
    async fn a_copy_is_the_whole_body_however_much_the_first_has_sent() {
        let whole = body(&[3, 5, 2]).collect().await.unwrap().to_bytes();
        for taken in 0..=4 {
            let (original, mut first) = Original::of(body(&[3, 5, 2]));
            for _ in 0..taken {
                let _end_or_piece = first.frame().await;
            }
            let again = original.again().expect("it is small");
            drop(first);
            assert_eq!(again.collect().await.unwrap().to_bytes(), whole, "after {taken}");
        }
    }

    #[tokio::test]
    async fn a_copy_knows_as_much_of_its_length_as_the_first() {
        let (original, mut first) = Original::of(Full::from("text").map_err(|e| match e {}).boxed_unsync());
        assert_eq!((first.size_hint().exact(), first.is_end_stream()), (Some(4), false));
        let piece = first.frame().await.unwrap().unwrap();
        assert_eq!((piece.into_data().unwrap(), first.is_end_stream()), (Bytes::from("text"), true));
        let again = original.again().unwrap();
        assert_eq!((again.size_hint().exact(), again.is_end_stream()), (Some(4), false));
        let (_, empty) = Original::of(Empty::new().map_err(|e| match e {}).boxed_unsync());
        assert!(empty.is_end_stream());
    }

    #[tokio::test]
    async fn a_copy_that_is_sent_again_takes_nothing_from_the_next_one() {
        let whole = body(&[3, 5, 2]).collect().await.unwrap().to_bytes();
        let (original, mut first) = Original::of(body(&[3, 5, 2]));
        first.frame().await.unwrap().unwrap();
        let mut second = original.again().unwrap();
        second.frame().await.unwrap().unwrap();
        assert!(first.frame().await.unwrap().is_err());
        let third = original.again().unwrap();
        assert!(second.frame().await.unwrap().is_err());
        assert_eq!(third.collect().await.unwrap().to_bytes(), whole);
    }

    #[tokio::test]
    async fn what_is_large_or_has_trailers_goes_out_once() {
        let (original, first) = Original::of(body(&vec![1; KEPT_MOST / 8]));
        assert_eq!(first.collect().await.unwrap().to_bytes().len(), KEPT_MOST / 8);
        assert!(original.again().is_none(), "small pieces take room as well");
        let (original, _) = Original::of(body(&[KEPT_MOST, 1]));
        assert!(original.again().is_some(), "nothing was sent yet");
        let (original, first) = Original::of(body(&[KEPT_MOST, 1]));
        assert_eq!(first.collect().await.unwrap().to_bytes().len(), KEPT_MOST + 1);
        assert!(original.again().is_none());
        let trailers = Pieces([Frame::trailers(http::HeaderMap::new())].into());
        let (original, first) = Original::of(trailers.boxed_unsync());
        assert!(first.collect().await.unwrap().trailers().is_some());
        assert!(original.again().is_none());
    }
}
