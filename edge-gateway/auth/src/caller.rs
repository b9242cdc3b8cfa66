//! Who is calling: what is left of a token once it has been verified.

use std::fmt;

use crate::scope::{Scope, Scopes};
use crate::{Refusal, UnixSeconds};

/// An authenticated caller. Only [`crate::Inspected::verify_with`] makes one.
#[derive(Clone, PartialEq, Eq)]
pub struct Caller {
    pub(crate) issuer: String,
    pub(crate) subject: String,
    pub(crate) client: String,
    pub(crate) token_id: Option<String>,
    pub(crate) expires_at: UnixSeconds,
    pub(crate) good_until: UnixSeconds,
    pub(crate) scopes: Scopes,
}

impl Caller {
    /// `iss`: who vouches for it.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// `sub`: 1 to 256 characters, none of them control characters, so that it can stand in an audit event.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// `client_id`, or `azp` where there is none: whose rate is limited. Of the same form as the subject.
    #[must_use]
    pub fn client(&self) -> &str {
        &self.client
    }

    /// `jti`: what the deny-list names. Of the same form as the subject.
    #[must_use]
    pub fn token_id(&self) -> Option<&str> {
        self.token_id.as_deref()
    }

    /// `exp`, without any skew: how long anything derived from this may be kept.
    #[must_use]
    pub fn expires_at(&self) -> UnixSeconds {
        self.expires_at
    }

    /// The first second in which the token is no longer taken: `exp` and the skew that its issuer is allowed here. Whatever goes
    /// on for longer than a request asks again.
    #[must_use]
    pub fn good_until(&self) -> UnixSeconds {
        self.good_until
    }

    /// What it may do.
    #[must_use]
    pub fn scopes(&self) -> Scopes {
        self.scopes
    }

    /// Lets the caller pass if it was granted `scope`.
    ///
    /// # Errors
    /// [`Refusal::ScopeMissing`].
    pub fn require(&self, scope: Scope) -> Result<(), Refusal> {
        if self.scopes.contains(scope) { Ok(()) } else { Err(Refusal::ScopeMissing(scope)) }
    }
}

impl fmt::Debug for Caller {
    /// A subject may be a person's e-mail address: names are left to the audit trail.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller").field("scopes", &self.scopes).finish_non_exhaustive()
    }
}
