//! Reading a request's body: never more than the limit, never longer than the time allowed, and only while all bodies
//! together fit in memory.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http::header::{CONTENT_LENGTH, EXPECT};
use http_body::Body;
use http_body_util::BodyExt;

use super::admit::Room;
use crate::error::{Failure, Kind};

/// Space taken in advance on the word of a Content-Length; a longer body grows as it arrives.
const MAX_RESERVE: usize = 64 * 1024;

/// Most bytes of a refused body that are read and thrown away, so that a client which sends first and reads then gets to
/// read its answer instead of a reset.
const DISCARD_BYTES: usize = 16 * 1024 * 1024;

/// And the longest time for that.
const DISCARD_TIME: Duration = Duration::from_secs(1);

/// Reads the whole body. Past `limit` bytes it stops reading and answers 413. What is read counts against `room`.
pub(crate) async fn read<B>(
    headers: &HeaderMap,
    mut body: B,
    limit: usize,
    time: Duration,
    room: &mut Room,
) -> Result<Bytes, Failure>
where
    B: Body<Data = Bytes> + Unpin,
{
    // hyper has checked the header; a body whose length is not known is counted as it comes.
    let announced =
        headers.get(CONTENT_LENGTH).and_then(|v| v.to_str().ok()).and_then(|v| v.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        // Who asks first has sent nothing yet, and reading would ask for it.
        if !headers.contains_key(EXPECT) {
            discard(&mut body).await;
        }
        return Err(too_large(limit));
    }
    let reserve = announced.unwrap_or(0).min(MAX_RESERVE);
    let read = tokio::time::timeout(time, collect(&mut body, limit, reserve, room)).await;
    let read = read.map_err(|_elapsed| Failure::new(Kind::SlowBody, "the body did not arrive in time"))?;
    if read.as_ref().is_err_and(|failure| matches!(failure.kind, Kind::BodyTooLarge | Kind::Full(_))) {
        discard(&mut body).await;
    }
    read
}

/// Reads some more of a body that is refused.
async fn discard<B: Body<Data = Bytes> + Unpin>(body: &mut B) {
    let reading = async {
        let mut seen = 0;
        while seen < DISCARD_BYTES
            && let Some(Ok(frame)) = body.frame().await
        {
            seen += frame.data_ref().map_or(0, Bytes::len);
        }
    };
    let _enough = tokio::time::timeout(DISCARD_TIME, reading).await;
}

async fn collect<B: Body<Data = Bytes> + Unpin>(
    body: &mut B,
    limit: usize,
    reserve: usize,
    room: &mut Room,
) -> Result<Bytes, Failure> {
    let mut whole = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_cause| Failure::invalid("the body broke off"))?;
        let Ok(data) = frame.into_data() else { continue };
        if whole.len() + data.len() > limit {
            return Err(too_large(limit));
        }
        room.take(data.len())?;
        if whole.is_empty() {
            // The usual case: one frame is the whole body, and nothing is copied.
            if body.is_end_stream() {
                return Ok(data);
            }
            whole.reserve(reserve.max(data.len()));
        }
        whole.extend_from_slice(&data);
    }
    Ok(whole.freeze())
}

fn too_large(limit: usize) -> Failure {
    Failure::new(Kind::BodyTooLarge, format!("the body is larger than {limit} bytes"))
}
