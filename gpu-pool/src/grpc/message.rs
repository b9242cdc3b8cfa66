//! gRPC's frames (the protocol's Length-Prefixed-Message): a byte that says whether the message is compressed, four of its
//! length, the message. And the way from a frame to a decoded message, in which nothing is inflated or decoded that does
//! not fit in the memory for bodies.
//!
//! Called by `grpc` for one message and by `grpc::stream` for many.

use std::time::{Duration, Instant};

use bytes::{Buf, Bytes, BytesMut};
use http::HeaderMap;
use http_body::Body;
use http_body_util::BodyExt;

use super::{measure, proto};
use crate::error::{Failure, Kind};
use crate::http::App;
use crate::http::admit::Room;
use crate::http::encoding::{Coding, inflate};
use crate::protocol::infer::INLINE_BODY;

/// Before each message: a flag and a length.
pub(super) const PREFIX: usize = 5;

/// How the messages of a call are compressed that say that they are.
const ENCODING: &str = "grpc-encoding";

/// A message as it arrived, and the memory that it holds.
pub(super) struct Message {
    coding: Coding,
    bytes: Bytes,
    room: Room,
}

/// A decoded message; `room` holds what it takes.
pub(super) struct Opened {
    pub(super) message: proto::ModelInferRequest,
    pub(super) room: Room,
    /// Working on it is more than a moment's work.
    pub(super) heavy: bool,
}

/// What the header says of how messages are compressed.
pub(super) fn coding(headers: &HeaderMap) -> Result<Coding, Failure> {
    match headers.get(ENCODING).map(http::HeaderValue::as_bytes) {
        None | Some(b"identity") => Ok(Coding::Identity),
        Some(b"gzip") => Ok(Coding::Gzip),
        Some(b"deflate") => Ok(Coding::Deflate),
        Some(_) => {
            let message = "grpc-encoding: one of gzip, deflate and identity is supported";
            Err(Failure::new(Kind::Unsupported, message))
        }
    }
}

/// What stands before a message: how it is coded, in a call of that `coding`, and its length.
fn prefix(bytes: [u8; PREFIX], coding: Coding) -> Result<(Coding, usize), Failure> {
    let [flag, length @ ..] = bytes;
    let coding = match (flag, coding) {
        (0, _) => Coding::Identity,
        (1, Coding::Gzip | Coding::Deflate) => coding,
        (1, Coding::Identity) => {
            return Err(Failure::invalid("a message says that it is compressed, and grpc-encoding does not"));
        }
        _ => return Err(Failure::invalid("a message begins with neither 0 nor 1")),
    };
    Ok((coding, usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX)))
}

/// The one message of a `body`, of which `room` holds the bytes.
pub(super) fn only(body: &Bytes, coding: Coding, room: Room) -> Result<Message, Failure> {
    let whole = body.split_first_chunk::<PREFIX>();
    let (start, rest) = whole.ok_or_else(|| Failure::invalid("the call has no message"))?;
    let (coding, length) = prefix(*start, coding)?;
    if rest.len() != length {
        return Err(Failure::invalid("the call is not one whole message"));
    }
    Ok(Message { coding, bytes: body.slice(PREFIX..), room })
}

impl Message {
    /// The message itself, where no method takes more than a few names: inflated within `limit` bytes, and not decoded.
    pub(super) fn plain(mut self, limit: usize) -> Result<Bytes, Failure> {
        self.inflate(limit)
    }

    fn inflate(&mut self, limit: usize) -> Result<Bytes, Failure> {
        let inflated = inflate(self.coding, std::mem::take(&mut self.bytes), limit, &mut self.room);
        inflated.map_err(|failure| match failure.kind {
            Kind::Invalid => Failure::invalid("grpc-encoding: a message is not whole data of that encoding"),
            _ => failure,
        })
    }

    /// Inflates, measures and decodes it: on a blocking thread, once a core is free, where that is more than a moment's
    /// work. Past `until` nobody waits for it.
    pub(super) async fn open(self, app: &App, until: Instant) -> Result<Opened, Failure> {
        let limit = app.limits.body_bytes;
        let heavy = self.coding != Coding::Identity || self.bytes.len() > INLINE_BODY;
        if !heavy {
            return self.decode(limit, heavy);
        }
        let core = app.admission.plan(until).await?;
        let decoded = tokio::task::spawn_blocking(move || {
            let _held_until_done = core;
            self.decode(limit, heavy)
        });
        decoded.await.map_err(|_panicked| Failure::new(Kind::Internal, "internal error"))?
    }

    fn decode(mut self, limit: usize, heavy: bool) -> Result<Opened, Failure> {
        let bytes = self.inflate(limit)?;
        let grown = measure::infer_request(&bytes)?;
        if grown > measure::most(limit) {
            let message = "the message has more fields and elements than its size allows for";
            return Err(Failure::new(Kind::TooLarge, message));
        }
        // As much again as came is what any request may take.
        self.room.take(grown.saturating_sub(bytes.len()))?;
        let message = decode(bytes)?;
        Ok(Opened { message, room: self.room, heavy })
    }
}

/// Decodes a message whose size is known to be harmless.
pub(super) fn decode<M: prost::Message + Default>(bytes: Bytes) -> Result<M, Failure> {
    // The cause can quote a name out of the message.
    M::decode(bytes).map_err(|_quoting| Failure::invalid("the message is not that of this method"))
}

/// The messages of a stream, as they arrive.
pub(super) struct Arriving<B> {
    body: B,
    coding: Coding,
    /// What has arrived and was not handed out: less than a message and a piece of the body.
    buffer: BytesMut,
    /// Holds the bytes of `buffer`.
    room: Room,
    /// When the message began that has not arrived yet.
    since: Option<Instant>,
    /// Most bytes of a message.
    limit: usize,
    /// Longest time from a message's first byte to its last.
    time: Duration,
}

impl<B: Body<Data = Bytes> + Unpin> Arriving<B> {
    pub(super) fn new(app: &App, headers: &HeaderMap, body: B) -> Result<Self, Failure> {
        Ok(Self {
            body,
            coding: coding(headers)?,
            buffer: BytesMut::new(),
            room: app.admission.room(),
            since: None,
            limit: app.limits.body_bytes,
            time: app.limits.body_time,
        })
    }

    /// The next message, if it is here.
    pub(super) fn whole(&mut self) -> Result<Option<Message>, Failure> {
        let Some(start) = self.buffer.first_chunk::<PREFIX>() else { return Ok(None) };
        let (coding, length) = prefix(*start, self.coding)?;
        if length > self.limit {
            let message = format!("a message is larger than {} bytes", self.limit);
            return Err(Failure::new(Kind::TooLarge, message));
        }
        if self.buffer.len() - PREFIX < length {
            return Ok(None);
        }
        self.buffer.advance(PREFIX);
        let bytes = self.buffer.split_to(length).freeze();
        let room = self.room.split(PREFIX + length);
        self.since = (!self.buffer.is_empty()).then(Instant::now);
        Ok(Some(Message { coding, bytes, room }))
    }

    /// Waits for more to arrive; `false` at the end. Cancel-safe.
    pub(super) async fn more(&mut self) -> Result<bool, Failure> {
        let frame = match self.since {
            None => self.body.frame().await,
            Some(since) => {
                let until = since + self.time;
                let frame = tokio::time::timeout_at(until.into(), self.body.frame()).await;
                frame.map_err(|_elapsed| {
                    Failure::new(Kind::SlowBody, "a message of the stream did not arrive in time")
                })?
            }
        };
        let Some(frame) = frame else {
            let end = if self.buffer.is_empty() { Ok(false) } else { Err(broke_off()) };
            return end;
        };
        if let Ok(data) = frame.map_err(|_cause| broke_off())?.into_data()
            && !data.is_empty()
        {
            self.room.take(data.len())?;
            self.buffer.extend_from_slice(&data);
            self.since.get_or_insert_with(Instant::now);
        }
        Ok(true)
    }
}

fn broke_off() -> Failure {
    Failure::invalid("the stream broke off inside of a message")
}
