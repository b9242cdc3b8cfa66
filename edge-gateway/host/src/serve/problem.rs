//! The host's own errors as RFC 9457 problem details: fixed texts, never a word of the request.
//!
//! For whom: [`super::handler`]. The component makes its own; these are for when it cannot.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use wasmtime_wasi_http::WasiBody;

/// The header that carries a request's id, in and out.
pub(super) const REQUEST_ID: &str = "x-request-id";

/// An id longer than this, or with other characters than letters, digits and `-`, is replaced.
const LONGEST_ID: usize = 64;

/// What the host answers when the component does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    BadHost,
    NotFound,
    TooLarge,
    Failed,
    TooSlow,
    Busy,
}

impl Problem {
    fn parts(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::BadHost => {
                (StatusCode::BAD_REQUEST, "Bad request", "The request must name exactly one host.")
            }
            Self::NotFound => (StatusCode::NOT_FOUND, "Not found", "There is nothing at this path."),
            Self::TooLarge => {
                (StatusCode::PAYLOAD_TOO_LARGE, "Content too large", "The body is larger than allowed.")
            }
            Self::Failed => {
                (StatusCode::INTERNAL_SERVER_ERROR, "Internal error", "The request could not be processed.")
            }
            Self::TooSlow => {
                (StatusCode::GATEWAY_TIMEOUT, "Timed out", "The request was not answered in time.")
            }
            Self::Busy => (
                StatusCode::SERVICE_UNAVAILABLE,
                "Busy",
                "Too many requests are being processed; try again later.",
            ),
        }
    }

    /// The status of the answer.
    pub(super) fn status(self) -> u16 {
        self.parts().0.as_u16()
    }

    /// The answer; `id` is the request's, from [`request_id`].
    pub(super) fn response(self, id: &str) -> Response<WasiBody> {
        let (status, title, detail) = self.parts();
        let body = serde_json::json!({
            "type": "about:blank",
            "title": title,
            "status": status.as_u16(),
            "detail": detail,
            "instance": id,
        });
        let mut response = Response::new(full(body.to_string()));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if let Ok(id) = HeaderValue::from_str(id) {
            headers.insert(REQUEST_ID, id);
        }
        if self == Self::Busy {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

/// A whole body.
pub(super) fn full(text: impl Into<Bytes>) -> WasiBody {
    Full::new(text.into()).map_err(|never| match never {}).boxed_unsync()
}

/// The caller's id for this request if it is a plain one, otherwise a new one.
pub(super) fn request_id(headers: &HeaderMap) -> String {
    let plain = |id: &&str| {
        !id.is_empty()
            && id.len() <= LONGEST_ID
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let mut all = headers.get_all(REQUEST_ID).iter();
    match (all.next().and_then(|id| id.to_str().ok()).filter(plain), all.next()) {
        (Some(id), None) => id.to_owned(),
        _ => new_id(),
    }
}

fn new_id() -> String {
    let mut bytes = [0u8; 16];
    // Without randomness an id is only less useful, not unsafe.
    if crate::crypto().secure_random.fill(&mut bytes).is_err() {
        tracing::warn!("no randomness for a request id");
    }
    format!("{:032x}", u128::from_be_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids() {
        let check = |ids: &[&str]| {
            let mut headers = HeaderMap::new();
            for id in ids {
                headers.append(REQUEST_ID, HeaderValue::from_str(id).unwrap());
            }
            request_id(&headers)
        };
        assert_eq!(check(&["abc-123"]), "abc-123");
        for bad in [&[][..], &[""], &["a b"], &["a\"b"], &["a", "b"], &[&"x".repeat(65)]] {
            let id = check(bad);
            assert_eq!(id.len(), 32, "{bad:?}");
            assert!(id.bytes().all(|byte| byte.is_ascii_hexdigit()));
        }
    }
}
