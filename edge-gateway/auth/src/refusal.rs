//! Every way in which a request is not let in, and the one place that says what each means to whom.
//!
//! Called by the component, which answers with [`Refusal::status`], [`Refusal::challenge`] and the client's text, and
//! records [`Refusal::reason`]. It must never carry anything that came with the request: all text here is fixed.

use std::borrow::Cow;
use std::fmt;

use crate::Scope;
use crate::key_cache::FETCH_INTERVAL_SECONDS;

/// Why a request was refused.
///
/// The name of a member is for the code, [`Refusal::reason`] is the stable name for audit and metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// No or an empty `Authorization` header.
    CredentialsMissing,
    /// An `Authorization` header that is not `Bearer` and one token.
    AuthorizationMalformed,
    /// More than one `Authorization` header.
    AuthorizationRepeated,
    /// Longer than [`crate::MAX_TOKEN_BYTES`].
    TokenTooLarge,
    /// Not three non-empty parts of unpadded base64url.
    TokenMalformed,
    /// Five parts, or an `enc` header: a JWE.
    TokenEncrypted,
    /// The header is not a JSON object.
    HeaderMalformed,
    /// The payload is not a JSON object.
    ClaimsMalformed,
    /// A name stands twice in header or payload.
    MemberRepeated,
    /// `alg` is missing, unknown, or not among the configured ones.
    AlgorithmNotAllowed,
    /// A `crit` header: none of the extensions it could name is known here.
    HeaderCritical,
    /// `b64`, `zip` or a nested token (`cty`).
    HeaderUnsupported,
    /// `typ` is not an access token's.
    TokenTypeWrong,
    /// `kid` is not a string of usable length.
    KeyIdMalformed,
    /// No `kid`, and not exactly one key that could be meant.
    KeyIdMissing,
    /// No key has this `kid`. [`crate::keys_for`] has tried a refresh by then, or none was
    /// due; whoever brings keys of its own may get newer ones, once, and try again.
    KeyUnknown,
    /// The key of this `kid` is not for this `alg`: other family, curve, or an `alg` of its own.
    KeyMismatch,
    /// The signature does not hold.
    SignatureInvalid,
    /// `iss` is missing or another.
    IssuerWrong,
    /// `aud` is missing or is not a string or a list of strings.
    AudienceMalformed,
    /// `aud` does not name us.
    AudienceWrong,
    /// `exp` is missing or not a date.
    ExpiryMalformed,
    /// Past `exp`.
    Expired,
    /// `nbf` is not a date.
    NotBeforeMalformed,
    /// Before `nbf`.
    NotYetValid,
    /// `iat` is missing or not a date.
    IssuedAtMalformed,
    /// `iat` lies in the future.
    IssuedInFuture,
    /// `exp - iat` is not positive, or longer than configured.
    LifetimeTooLong,
    /// `sub` is missing or not usable.
    SubjectMalformed,
    /// No usable `client_id` or `azp`, or the two differ.
    ClientMalformed,
    /// `scope` or `scp` has the wrong type.
    ScopeMalformed,
    /// `jti` has the wrong type.
    TokenIdMalformed,
    /// A `cnf` claim: the token is bound to a key whose proof is not supported here (RFC 7800, RFC 8705, RFC 9449).
    ProofUnsupported,
    /// The deny-list names the token, its subject or its client. Given by the component, which reads the list.
    TokenRevoked,
    /// Authenticated, but the token does not grant this scope.
    ScopeMissing(Scope),
    /// No keys young enough, and none can be had now.
    KeysUnavailable,
    /// The store of the keys cannot be read. Given by the component. Never a reason to go on without keys, nor to
    /// fetch them for each request.
    KeyStoreUnavailable,
    /// No deny-list young enough, and the deployment wants one. Given by the component.
    DenyListUnavailable,
}

/// What the challenge says (RFC 6750 section 3.1).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// No token was presented: 401, and no error code.
    NoToken,
    /// 401 `invalid_token`.
    InvalidToken,
    /// 403 `insufficient_scope`.
    InsufficientScope(Scope),
    /// 503; the caller did nothing wrong.
    Unavailable,
}

const NOT_VERIFIED: &str = "The access token could not be verified.";
const NOT_A_TOKEN: &str = "The access token is not a signed JWT of the accepted form.";
const NOT_FOR_US: &str = "The access token was not issued for this service.";
const NOT_NOW: &str = "The access token cannot be verified at the moment.";

impl Refusal {
    /// (kind, reason for audit, detail for the client, sentence for the log)
    #[rustfmt::skip]
    const fn facts(self) -> (Kind, &'static str, &'static str, &'static str) {
        use Kind::{InsufficientScope, InvalidToken, NoToken, Unavailable};
        match self {
            Self::CredentialsMissing => (NoToken, "credentials_missing",
                "This needs an access token in the Authorization header.", "no Authorization header"),
            Self::AuthorizationMalformed => (NoToken, "authorization_malformed",
                "The Authorization header is not of the form: Bearer token.", "Authorization is not Bearer and one token"),
            Self::AuthorizationRepeated => (NoToken, "authorization_repeated",
                "There is more than one Authorization header.", "several Authorization headers"),
            Self::TokenTooLarge => (InvalidToken, "token_too_large",
                "The access token is too long.", "token over the size limit"),
            Self::TokenMalformed => (InvalidToken, "token_malformed",
                NOT_A_TOKEN, "not three non-empty base64url parts"),
            Self::TokenEncrypted => (InvalidToken, "token_encrypted",
                NOT_A_TOKEN, "encrypted token (JWE)"),
            Self::HeaderMalformed => (InvalidToken, "header_malformed",
                NOT_A_TOKEN, "token header is not a JSON object"),
            Self::ClaimsMalformed => (InvalidToken, "claims_malformed",
                NOT_A_TOKEN, "token payload is not a JSON object"),
            Self::MemberRepeated => (InvalidToken, "member_repeated",
                NOT_A_TOKEN, "a name stands twice in header or payload"),
            Self::AlgorithmNotAllowed => (InvalidToken, "algorithm_not_allowed",
                NOT_A_TOKEN, "alg missing or not in the allow-list"),
            Self::HeaderCritical => (InvalidToken, "header_critical",
                NOT_A_TOKEN, "crit header"),
            Self::HeaderUnsupported => (InvalidToken, "header_unsupported",
                NOT_A_TOKEN, "b64, zip or nested-token header"),
            Self::TokenTypeWrong => (InvalidToken, "token_type_wrong",
                "The token is not an access token.", "typ is not an access token's"),
            Self::KeyIdMalformed => (InvalidToken, "key_id_malformed",
                NOT_A_TOKEN, "kid is not a string of usable length"),
            Self::KeyIdMissing => (InvalidToken, "key_id_missing",
                NOT_VERIFIED, "no kid and not exactly one fitting key"),
            Self::KeyUnknown => (InvalidToken, "key_unknown",
                NOT_VERIFIED, "no key with this kid"),
            Self::KeyMismatch => (InvalidToken, "key_mismatch",
                NOT_VERIFIED, "the key of this kid is not for this alg"),
            Self::SignatureInvalid => (InvalidToken, "signature_invalid",
                NOT_VERIFIED, "signature does not hold"),
            Self::IssuerWrong => (InvalidToken, "issuer_wrong",
                NOT_FOR_US, "iss missing or another"),
            Self::AudienceMalformed => (InvalidToken, "audience_malformed",
                NOT_FOR_US, "aud missing or of the wrong type"),
            Self::AudienceWrong => (InvalidToken, "audience_wrong",
                NOT_FOR_US, "aud does not name us"),
            Self::ExpiryMalformed => (InvalidToken, "expiry_malformed",
                NOT_A_TOKEN, "exp missing or not a date"),
            Self::Expired => (InvalidToken, "expired",
                "The access token has expired.", "past exp"),
            Self::NotBeforeMalformed => (InvalidToken, "not_before_malformed",
                NOT_A_TOKEN, "nbf is not a date"),
            Self::NotYetValid => (InvalidToken, "not_yet_valid",
                "The access token is not valid yet.", "before nbf"),
            Self::IssuedAtMalformed => (InvalidToken, "issued_at_malformed",
                NOT_A_TOKEN, "iat missing or not a date"),
            Self::IssuedInFuture => (InvalidToken, "issued_in_future",
                "The access token is not valid yet.", "iat in the future"),
            Self::LifetimeTooLong => (InvalidToken, "lifetime_too_long",
                "The access token is valid for longer than this service accepts.", "exp - iat over the limit, or not positive"),
            Self::SubjectMalformed => (InvalidToken, "subject_malformed",
                NOT_A_TOKEN, "sub missing or not usable"),
            Self::ClientMalformed => (InvalidToken, "client_malformed",
                NOT_A_TOKEN, "client_id and azp missing, not usable, or different"),
            Self::ScopeMalformed => (InvalidToken, "scope_malformed",
                NOT_A_TOKEN, "scope or scp of the wrong type"),
            Self::TokenIdMalformed => (InvalidToken, "token_id_malformed",
                NOT_A_TOKEN, "jti of the wrong type"),
            Self::ProofUnsupported => (InvalidToken, "proof_unsupported",
                "The access token is bound to a key; this service takes bearer tokens only.", "cnf claim"),
            Self::TokenRevoked => (InvalidToken, "token_revoked",
                "The access token has been revoked.", "named on the deny-list"),
            Self::ScopeMissing(scope) => (InsufficientScope(scope), "scope_missing",
                "The access token does not grant the scope that this needs.", "scope not granted"),
            Self::KeysUnavailable => (Unavailable, "keys_unavailable",
                NOT_NOW, "no usable key set, and none can be fetched now"),
            Self::KeyStoreUnavailable => (Unavailable, "key_store_unavailable",
                NOT_NOW, "the key store cannot be read"),
            Self::DenyListUnavailable => (Unavailable, "deny_list_unavailable",
                NOT_NOW, "no deny-list that is young enough; without one, set `deny_list` to off"),
        }
    }

    /// The stable name for audit events and metrics, in snake_case. Renaming one is a breaking change.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        self.facts().1
    }

    /// The HTTP status: 401, 403 or 503.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self.facts().0 {
            Kind::NoToken | Kind::InvalidToken => 401,
            Kind::InsufficientScope(_) => 403,
            Kind::Unavailable => 503,
        }
    }

    /// The value of `WWW-Authenticate`; none with 503.
    ///
    /// `invalid_token` carries no description: the body has one, and one place is enough.
    #[must_use]
    pub fn challenge(self) -> Option<Cow<'static, str>> {
        match self.facts().0 {
            Kind::NoToken => Some("Bearer".into()),
            Kind::InvalidToken => Some("Bearer error=\"invalid_token\"".into()),
            Kind::InsufficientScope(scope) => {
                Some(format!("Bearer error=\"insufficient_scope\", scope=\"{}\"", scope.name()).into())
            }
            Kind::Unavailable => None,
        }
    }

    /// The value of `Retry-After` in seconds, where trying again can help.
    #[must_use]
    pub const fn retry_after(self) -> Option<u64> {
        match self.facts().0 {
            // Before that no new attempt to fetch keys is made.
            Kind::Unavailable => Some(FETCH_INTERVAL_SECONDS),
            _ => None,
        }
    }

    /// The problem's title for the client.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self.facts().0 {
            Kind::NoToken => "Authentication required",
            Kind::InvalidToken => "Access token refused",
            Kind::InsufficientScope(_) => "Scope missing",
            Kind::Unavailable => "Authentication unavailable",
        }
    }

    /// The problem's detail for the client. It tells a developer where to look and an attacker nothing of the keys.
    #[must_use]
    pub const fn detail(self) -> &'static str {
        self.facts().2
    }

    /// What happened, for the log.
    #[must_use]
    pub const fn log(self) -> &'static str {
        self.facts().3
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.log())
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::Refusal;
    use crate::Scope;

    #[test]
    fn challenges_follow_rfc_6750() {
        for (refusal, status, challenge, retry) in [
            (Refusal::CredentialsMissing, 401, Some("Bearer"), None),
            (Refusal::AuthorizationMalformed, 401, Some("Bearer"), None),
            (Refusal::AuthorizationRepeated, 401, Some("Bearer"), None),
            (Refusal::TokenTooLarge, 401, Some("Bearer error=\"invalid_token\""), None),
            (Refusal::Expired, 401, Some("Bearer error=\"invalid_token\""), None),
            (
                Refusal::ScopeMissing(Scope::Classify),
                403,
                Some("Bearer error=\"insufficient_scope\", scope=\"classify\""),
                None,
            ),
            (Refusal::KeysUnavailable, 503, None, Some(30)),
            (Refusal::KeyStoreUnavailable, 503, None, Some(30)),
        ] {
            assert_eq!(refusal.status(), status, "{refusal:?}");
            assert_eq!(refusal.challenge().as_deref(), challenge, "{refusal:?}");
            assert_eq!(refusal.retry_after(), retry, "{refusal:?}");
        }
    }
}
