//! What can go wrong with one request: whose fault it is, and what the caller and the log each get to read.
//!
//! Every part of the pool answers with [`Failure`]; only `http::respond` turns it into a status. Neither message may
//! ever hold text that a caller sent.

use std::borrow::Cow;
use std::time::Duration;

/// The kind of a failure: whose fault, and whether trying again can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The caller sent something that can never be answered. 400.
    Invalid,
    /// No such model, version or route. 404.
    NotFound,
    /// The route exists and takes another method. 405.
    Method(&'static str),
    /// The body did not arrive in time. 408; a retry can help.
    SlowBody,
    /// The request is larger than this pool ever accepts. 413.
    TooLarge,
    /// The body is longer than the limit, and its rest is not read. 413.
    BodyTooLarge,
    /// An encoding that this pool does not read. 415.
    Unsupported,
    /// The pool is full; a retry after this long can help. 503.
    Full(Duration),
    /// Stopping, or no engine left to answer. 503; another pool may answer.
    Unavailable,
    /// The deadline passed while the request waited. 504.
    Deadline,
    /// The engine failed, or answered nonsense. 500; not the caller's fault.
    Engine,
    /// A defect in this program. 500.
    Internal,
}

/// A request that will not get an answer, and why.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{client}")]
pub struct Failure {
    /// Whose fault, and so which status.
    pub kind: Kind,
    /// What the caller reads.
    pub client: Cow<'static, str>,
    /// What the log reads, where that is more.
    pub log: Option<String>,
}

impl Failure {
    /// A failure whose message serves caller and log alike.
    pub fn new(kind: Kind, client: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, client: client.into(), log: None }
    }

    /// A mistake of the caller's.
    pub fn invalid(client: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Invalid, client)
    }

    /// The engine failed: the caller learns that, and the log learns how.
    pub fn engine(log: impl Into<String>) -> Self {
        Self { kind: Kind::Engine, client: "the model failed on this request".into(), log: Some(log.into()) }
    }

    /// The deadline passed before an answer was there.
    #[must_use]
    pub fn deadline() -> Self {
        Self::new(Kind::Deadline, "the deadline passed before the request was answered")
    }

    /// The model's run went past its limit and was given up.
    #[must_use]
    pub fn overrun() -> Self {
        let log = Some("a run went past its limit".into());
        Self { kind: Kind::Deadline, client: "the model did not answer within its time limit".into(), log }
    }

    /// The pool is stopping or has no engine left.
    #[must_use]
    pub fn unavailable() -> Self {
        Self::new(Kind::Unavailable, "this pool is not serving")
    }

    /// Tells the log of it: loudly where there is more to know than the caller is told.
    pub fn trace(&self) {
        match &self.log {
            Some(cause) => tracing::warn!(outcome = self.outcome(), cause, "a request failed"),
            None => tracing::debug!(outcome = self.outcome(), "a request was not answered"),
        }
    }

    /// The word that metrics use for this outcome.
    #[must_use]
    pub fn outcome(&self) -> &'static str {
        match self.kind {
            Kind::Invalid | Kind::NotFound | Kind::Method(_) | Kind::Unsupported => "invalid",
            Kind::SlowBody => "slow_body",
            Kind::TooLarge | Kind::BodyTooLarge => "too_large",
            Kind::Full(_) | Kind::Unavailable => "refused",
            Kind::Deadline => "deadline",
            Kind::Engine | Kind::Internal => "failed",
        }
    }
}
