//! Compressed bodies and answers (RFC 9110 section 8.4.1): `gzip` and `deflate`, which in HTTP is the zlib format.
//!
//! A body is inflated within the limit for bodies and counts against their memory as it grows, so that a small one
//! cannot become a large one for free. Answers are compressed for who asks, as Triton does.

use std::io::{BufRead, Read, Write};

use bytes::Bytes;
use flate2::Compression;
use flate2::bufread::{MultiGzDecoder, ZlibDecoder};
use flate2::write::{GzEncoder, ZlibEncoder};
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING};
use http::{HeaderMap, HeaderValue};

use super::admit::Room;
use crate::error::{Failure, Kind};

/// What is inflated between two looks at the limit.
const STEP: usize = 16 * 1024;

/// Answers below this fit one packet: compressed they are no sooner there.
const SMALLEST: usize = 1024;

/// How a body is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    Identity,
    Gzip,
    Deflate,
}

impl Coding {
    /// By its name, which is without case; `x-gzip` is the same as `gzip` (RFC 9110 section 8.4.1.3).
    fn named(name: &str) -> Option<Self> {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        match () {
            () if is("identity") => Some(Self::Identity),
            () if is("gzip") || is("x-gzip") => Some(Self::Gzip),
            () if is("deflate") => Some(Self::Deflate),
            () => None,
        }
    }

    /// How a request's body is coded.
    pub(super) fn of_body(headers: &HeaderMap) -> Result<Self, Failure> {
        let mut values = headers.get_all(CONTENT_ENCODING).iter();
        let Some(value) = values.next() else { return Ok(Self::Identity) };
        // Several codings, one over the other, would be several limits; nobody sends them.
        let coding =
            value.to_str().ok().filter(|_| values.next().is_none()).map(str::trim).and_then(Self::named);
        coding.ok_or_else(|| {
            Failure::new(
                Kind::Unsupported,
                "Content-Encoding: one of gzip, deflate and identity is supported",
            )
        })
    }

    /// How the answer shall be coded: what the client likes best of what it names. `*` names nothing.
    pub(super) fn of_answer(headers: &HeaderMap) -> Self {
        let mut best = (Self::Identity, 0.0);
        let values = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        for accepted in values.flat_map(|value| value.split(',')) {
            let (name, weight) = accepted.split_once(';').unwrap_or((accepted, "q=1"));
            let weight = weight.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()).unwrap_or(0.0);
            if let Some(coding) = Self::named(name.trim())
                && weight > best.1
            {
                best = (coding, weight);
            }
        }
        best.0
    }
}

/// The body as it was before it was coded: at most `limit` bytes.
pub(crate) fn inflate(coding: Coding, body: Bytes, limit: usize, room: &mut Room) -> Result<Bytes, Failure> {
    match coding {
        Coding::Identity => Ok(body),
        Coding::Gzip => {
            let mut decoder = MultiGzDecoder::new(&body[..]);
            bounded(&mut decoder, "gzip", limit, room)
        }
        Coding::Deflate => {
            let mut decoder = ZlibDecoder::new(&body[..]);
            let whole = bounded(&mut decoder, "deflate (zlib format)", limit, room)?;
            // The format says where it ends. What stands behind is not ours to guess at.
            let ends = decoder.into_inner().fill_buf().is_ok_and(<[u8]>::is_empty);
            if ends { Ok(whole) } else { Err(not_whole("deflate (zlib format)")) }
        }
    }
}

fn bounded(decoder: &mut impl Read, name: &str, limit: usize, room: &mut Room) -> Result<Bytes, Failure> {
    let mut whole = Vec::new();
    let mut step = vec![0; STEP];
    loop {
        // The cause is about the coding, never about the content; the sentence says enough.
        let read = decoder.read(&mut step).map_err(|_cause| not_whole(name))?;
        if read == 0 {
            return Ok(whole.into());
        }
        if whole.len() + read > limit {
            let message = format!("the body is larger than {limit} bytes when it is decompressed");
            return Err(Failure::new(Kind::TooLarge, message));
        }
        room.take(read)?;
        whole.extend_from_slice(&step[..read]);
    }
}

fn not_whole(name: &str) -> Failure {
    Failure::invalid(format!("Content-Encoding: the body is not whole {name} data"))
}

/// An answer's body in `coding`, with the coding's name; as it is where coding it is not asked for or not worth it.
pub(super) fn deflate(coding: Coding, body: Vec<u8>) -> (Option<HeaderValue>, Vec<u8>) {
    if body.len() < SMALLEST {
        return (None, body);
    }
    let level = Compression::fast();
    let (name, coded) = match coding {
        Coding::Identity => return (None, body),
        Coding::Gzip => {
            let mut encoder = GzEncoder::new(Vec::new(), level);
            ("gzip", encoder.write_all(&body).and_then(|()| encoder.finish()))
        }
        Coding::Deflate => {
            let mut encoder = ZlibEncoder::new(Vec::new(), level);
            ("deflate", encoder.write_all(&body).and_then(|()| encoder.finish()))
        }
    };
    match coded {
        Ok(coded) => (Some(HeaderValue::from_static(name)), coded),
        // Writing to memory does not fail; if it did, the plain body is an answer too.
        Err(_) => (None, body),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::admit::Admission;

    const MIB: usize = 1024 * 1024;

    fn coded(coding: Coding, body: &[u8]) -> Bytes {
        let (name, coded) = deflate(coding, body.to_vec());
        assert!(name.is_some());
        coded.into()
    }

    fn check(coding: Coding, body: impl Into<Bytes>, limit: usize) -> Result<Bytes, String> {
        let mut room = Admission::new(MIB).room();
        inflate(coding, body.into(), limit, &mut room).map_err(|failure| failure.client.into_owned())
    }

    #[test]
    fn what_was_coded_comes_back() {
        let body = "a note of some length ".repeat(1000).into_bytes();
        for coding in [Coding::Gzip, Coding::Deflate] {
            let small = coded(coding, &body);
            assert!(small.len() < body.len() / 10);
            assert_eq!(check(coding, small, MIB).as_deref(), Ok(&body[..]));
        }
        assert_eq!(check(Coding::Identity, "as it is", 1).as_deref(), Ok(&b"as it is"[..]));
        // RFC 1952 section 2.2: a file may have several members.
        let two = [coded(Coding::Gzip, &body), coded(Coding::Gzip, &body)].concat();
        assert_eq!(check(Coding::Gzip, two, MIB).map(|whole| whole.len()), Ok(2 * body.len()));
    }

    #[test]
    fn a_bomb_is_not_inflated_past_the_limit() {
        let body = vec![0; 8 * MIB];
        for coding in [Coding::Gzip, Coding::Deflate] {
            let bomb = coded(coding, &body);
            assert!(bomb.len() < MIB / 16);
            let refused = "the body is larger than 1048576 bytes when it is decompressed";
            assert_eq!(check(coding, bomb.clone(), MIB).err().as_deref(), Some(refused));
            assert_eq!(check(coding, bomb, body.len()).map(|whole| whole.len()), Ok(body.len()));
        }
    }

    #[test]
    fn what_is_inflated_counts_against_the_memory_for_bodies() {
        let admission = Admission::new(MIB);
        let bomb = coded(Coding::Gzip, &vec![0; 65 * MIB]);
        let mut room = admission.room();
        let refused = inflate(Coding::Gzip, bomb, 100 * MIB, &mut room).expect_err("64 MiB for all bodies");
        assert!(matches!(refused.kind, Kind::Full(_)), "{refused}");
    }

    #[test]
    fn broken_and_cut_bodies_are_named() {
        let body = "a note of some length ".repeat(1000).into_bytes();
        for (coding, name) in [(Coding::Gzip, "gzip"), (Coding::Deflate, "deflate (zlib format)")] {
            let message = format!("Content-Encoding: the body is not whole {name} data");
            let whole = coded(coding, &body);
            for cut in [0, 1, whole.len() / 2, whole.len() - 1] {
                assert_eq!(check(coding, whole.slice(..cut), MIB).err().as_ref(), Some(&message), "{cut}");
            }
            let longer = [&whole[..], b"more"].concat();
            assert_eq!(check(coding, longer, MIB).err().as_ref(), Some(&message));
            assert_eq!(check(coding, "plain text", MIB).err().as_ref(), Some(&message));
        }
    }

    #[test]
    fn the_client_says_which_coding_it_takes() {
        let headers = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_str(value).expect("value"));
            headers
        };
        for (value, coding) in [
            ("gzip", Coding::Gzip),
            ("deflate", Coding::Deflate),
            ("gzip, deflate", Coding::Gzip),
            ("GZIP;q=0.5, deflate", Coding::Deflate),
            ("deflate;q=0, identity", Coding::Identity),
            ("br, zstd", Coding::Identity),
            ("*", Coding::Identity),
            ("gzip;q=much", Coding::Identity),
            ("", Coding::Identity),
        ] {
            assert_eq!(Coding::of_answer(&headers(value)), coding, "{value}");
        }
        assert_eq!(Coding::of_answer(&HeaderMap::new()), Coding::Identity);
    }
}
