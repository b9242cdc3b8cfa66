//! Errors as the caller sees them: RFC 9457 problem details, always the five members, never any input.

use crate::answer::Answer;
use serde::Serialize;

/// One error: what the caller reads, and separately what the audit event says.
///
/// `detail` is written by us or names a field of the contract; it never carries what the caller sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which kind of error.
    pub kind: Kind,
    /// What is wrong and what to do about it.
    pub detail: String,
    /// The stable word of the audit event, e.g. `expired`.
    pub reason: &'static str,
    /// Headers beyond the usual ones, e.g. `www-authenticate`.
    pub headers: Vec<(&'static str, String)>,
}

/// Every kind of error that the edge answers with. Its name is the last part of the problem's `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 400: the body is not what RFC 8259 calls JSON, or it is ambiguous.
    MalformedBody,
    /// 401
    Unauthorized,
    /// 403
    InsufficientScope,
    /// 404
    NotFound,
    /// 405
    MethodNotAllowed,
    /// 406
    NotAcceptable,
    /// 408
    BodyTimeout,
    /// 413
    BodyTooLarge,
    /// 415
    UnsupportedMediaType,
    /// 422: the JSON is good, what it says is not.
    InvalidRequest,
    /// 429: the client is over its rate.
    TooManyRequests,
    /// 500: a step failed; nothing was forwarded after it.
    Internal,
    /// 502: the pool answered what it must not.
    BadPoolAnswer,
    /// 503: a variable is missing or wrong; the edge refuses to serve.
    Misconfigured,
    /// 503: no usable verification keys.
    KeysUnavailable,
    /// 503: the pool cannot be reached or is full.
    PoolUnavailable,
    /// 503: the audit trail cannot be written, and the deployment lets nothing pass unrecorded.
    AuditUnavailable,
    /// 504
    PoolTimeout,
}

impl Kind {
    /// HTTP status, name in the `type` URI, and title.
    #[must_use]
    pub const fn parts(self) -> (u16, &'static str, &'static str) {
        match self {
            Self::MalformedBody => (400, "malformed-body", "The body cannot be read"),
            Self::Unauthorized => (401, "unauthorized", "A valid access token is needed"),
            Self::InsufficientScope => (403, "insufficient-scope", "The token does not allow this"),
            Self::NotFound => (404, "not-found", "There is nothing here"),
            Self::MethodNotAllowed => (405, "method-not-allowed", "This method is not allowed here"),
            Self::NotAcceptable => (406, "not-acceptable", "No acceptable representation"),
            Self::BodyTimeout => (408, "body-timeout", "The body took too long"),
            Self::BodyTooLarge => (413, "body-too-large", "The body is too large"),
            Self::UnsupportedMediaType => (415, "unsupported-media-type", "This media type is not supported"),
            Self::InvalidRequest => (422, "invalid-request", "The request does not follow the contract"),
            Self::TooManyRequests => (429, "too-many-requests", "The client sends too much"),
            Self::Internal => (500, "internal", "The request could not be completed"),
            Self::BadPoolAnswer => (502, "bad-pool-answer", "The inference pool gave an unusable answer"),
            Self::Misconfigured => (503, "misconfigured", "The service is not configured"),
            Self::KeysUnavailable => (503, "keys-unavailable", "Tokens cannot be verified at the moment"),
            Self::PoolUnavailable => (503, "pool-unavailable", "The inference pool cannot be reached"),
            Self::AuditUnavailable => (503, "audit-unavailable", "Requests cannot be recorded at the moment"),
            Self::PoolTimeout => (504, "pool-timeout", "The inference pool did not answer in time"),
        }
    }
}

#[derive(Serialize)]
struct Members<'a> {
    #[serde(rename = "type")]
    kind: String,
    title: &'a str,
    status: u16,
    detail: &'a str,
    instance: &'a str,
}

impl Problem {
    /// An error of `kind`; `reason` is the stable word of the audit event.
    #[must_use]
    pub fn new(kind: Kind, reason: &'static str, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), reason, headers: Vec::new() }
    }

    /// Adds a header to the answer.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The answer as `application/problem+json`.
    #[must_use]
    pub fn into_answer(self, request_id: &str) -> Answer {
        let (status, name, title) = self.kind.parts();
        let members = Members {
            kind: format!("urn:anteroom:problem:{name}"),
            title,
            status,
            detail: &self.detail,
            instance: request_id,
        };
        // Strings and a number always serialise; an empty body would still carry the status.
        let body = serde_json::to_vec(&members).unwrap_or_default();
        Answer { status, content_type: "application/problem+json", headers: self.headers, body }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_has_exactly_the_five_members() {
        let answer =
            Problem::new(Kind::BodyTooLarge, "body_too_large", "At most 10 bytes.").into_answer("r-1");
        assert_eq!(answer.status, 413);
        assert_eq!(
            String::from_utf8(answer.body).unwrap(),
            r#"{"type":"urn:anteroom:problem:body-too-large","title":"The body is too large","status":413,"detail":"At most 10 bytes.","instance":"r-1"}"#
        );
    }
}
