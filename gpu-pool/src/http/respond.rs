//! Making answers: the one place where a failure becomes a status, and where headers are set.

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, Response, StatusCode};
use http_body_util::Full;
use serde::Serialize;

use crate::error::{Failure, Kind};

/// Any answer of this server.
pub(super) type Answer = Response<Full<Bytes>>;

pub(super) const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// An answer with a body of the given type.
pub(super) fn answer(status: StatusCode, content_type: HeaderValue, body: impl Into<Bytes>) -> Answer {
    let mut response = Response::new(Full::new(body.into()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, content_type);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// An answer in JSON.
pub(super) fn json(status: StatusCode, value: &impl Serialize) -> Answer {
    match serde_json::to_vec(value) {
        Ok(body) => answer(status, JSON, body),
        Err(cause) => failure(&unwritable(&cause)),
    }
}

/// An answer of ours that cannot be written as JSON.
pub(super) fn unwritable(cause: &serde_json::Error) -> Failure {
    let log = Some(format!("an answer could not be written: {cause}"));
    Failure { kind: Kind::Internal, client: "internal error".into(), log }
}

/// 200 without a body, as the health routes answer.
pub(super) fn empty() -> Answer {
    let mut response = Response::new(Full::default());
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The answer for a failure.
pub(super) fn failure(failure: &Failure) -> Answer {
    #[derive(Serialize)]
    struct Body<'a> {
        error: &'a str,
    }
    let status = match failure.kind {
        Kind::Invalid => StatusCode::BAD_REQUEST,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Method(_) => StatusCode::METHOD_NOT_ALLOWED,
        Kind::SlowBody => StatusCode::REQUEST_TIMEOUT,
        Kind::TooLarge | Kind::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::Unsupported => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Kind::Full(_) | Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Deadline => StatusCode::GATEWAY_TIMEOUT,
        Kind::Engine | Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let mut response = json(status, &Body { error: &failure.client });
    let headers = response.headers_mut();
    match failure.kind {
        Kind::Method(allow) => {
            headers.insert(ALLOW, HeaderValue::from_static(allow));
        }
        Kind::Full(after) => {
            // Whole seconds, rounded up: earlier would be refused again.
            let seconds = after.as_secs() + u64::from(after.subsec_nanos() > 0);
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        // What could be sent instead (RFC 9110 section 15.5.16).
        Kind::Unsupported => {
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip, deflate"));
        }
        // The rest of the body is still on its way and will not be read.
        Kind::SlowBody | Kind::BodyTooLarge => {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
        _ => {}
    }
    response
}
