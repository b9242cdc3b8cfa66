//! Between gRPC's statuses and deadlines and ours.

use std::time::Duration;

use http::HeaderMap;
use tonic::metadata::{MetadataMap, MetadataValue};
use tonic::{Code, Status};

use crate::error::{Failure, Kind};

/// How long a retry shall wait, in milliseconds: the server push-back of gRFC A6, the counterpart of Retry-After.
const PUSHBACK: &str = "grpc-retry-pushback-ms";

/// The encodings of messages that are taken.
const ACCEPTED: &str = "grpc-accept-encoding";

/// How long the caller waits (the gRPC protocol's `Timeout`: at most eight digits and a unit).
const TIMEOUT: &str = "grpc-timeout";

/// The status for a failure, which is logged where the caller is told less than there is to know.
pub(super) fn status(failure: Failure) -> Status {
    failure.trace();
    let code = match failure.kind {
        Kind::Invalid => Code::InvalidArgument,
        Kind::NotFound => Code::NotFound,
        Kind::Method(_) | Kind::Unsupported => Code::Unimplemented,
        Kind::TooLarge | Kind::BodyTooLarge => Code::ResourceExhausted,
        // As Triton answers when a queue is full: the status that clients know to try again on.
        Kind::Full(_) | Kind::Unavailable => Code::Unavailable,
        Kind::SlowBody | Kind::Deadline => Code::DeadlineExceeded,
        Kind::Engine | Kind::Internal => Code::Internal,
    };
    let mut metadata = MetadataMap::new();
    if let Kind::Full(after) = failure.kind {
        let milliseconds = u64::try_from(after.as_millis()).unwrap_or(u64::MAX);
        metadata.insert(PUSHBACK, MetadataValue::from(milliseconds));
    }
    if failure.kind == Kind::Unsupported {
        // What could be sent instead, as gRPC's rules of compression want it.
        metadata.insert(ACCEPTED, MetadataValue::from_static("identity,gzip,deflate"));
    }
    Status::with_metadata(code, failure.client, metadata)
}

/// The caller's own deadline, where it has one.
pub(super) fn timeout(headers: &HeaderMap) -> Result<Option<Duration>, Failure> {
    let Some(value) = headers.get(TIMEOUT) else { return Ok(None) };
    let parsed = value.to_str().ok().and_then(parse);
    parsed.map(Some).ok_or_else(|| Failure::invalid("grpc-timeout: must be one to eight digits and a unit"))
}

fn parse(value: &str) -> Option<Duration> {
    let (digits, unit) = value.split_at_checked(value.len().checked_sub(1)?)?;
    if digits.is_empty() || digits.len() > 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: u64 = digits.parse().ok()?;
    Some(match unit {
        "H" => Duration::from_secs(number * 3600),
        "M" => Duration::from_secs(number * 60),
        "S" => Duration::from_secs(number),
        "m" => Duration::from_millis(number),
        "u" => Duration::from_micros(number),
        "n" => Duration::from_nanos(number),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timeouts_are_read_as_the_protocol_writes_them() {
        for (value, expected) in [
            ("1H", Some(Duration::from_secs(3600))),
            ("2M", Some(Duration::from_secs(120))),
            ("30S", Some(Duration::from_secs(30))),
            ("250m", Some(Duration::from_millis(250))),
            ("99999999u", Some(Duration::from_micros(99_999_999))),
            ("0n", Some(Duration::ZERO)),
            ("", None),
            ("S", None),
            ("1", None),
            ("1s", None),
            ("-1S", None),
            ("1.5S", None),
            ("100000000S", None),
            ("1€", None),
        ] {
            assert_eq!(parse(value), expected, "{value}");
        }
    }
}
