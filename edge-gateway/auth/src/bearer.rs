//! The one credential of a request, taken out of its `Authorization` header (RFC 6750 section 2.1).
//!
//! Called first by the component. Query and body are never looked at: a token there is not a credential here.

use std::fmt;

use crate::Refusal;

/// The longest token that is read. Tokens of common issuers are 1 to 2 KiB; proxies in front of us commonly allow
/// 8 KiB for a header, so a longer one could not be used elsewhere either, and each byte costs time before any
/// signature is checked.
pub const MAX_TOKEN_BYTES: usize = 8 * 1024;

/// An access token as it was sent: not looked at yet, and never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct BearerToken(String);

impl BearerToken {
    /// Takes the values of *all* `Authorization` headers of a request, undecoded.
    ///
    /// # Errors
    /// None, several, or one that is not `Bearer` and a single b64token. There is no "the first one wins": two
    /// parties that pick different ones would disagree about who is calling.
    pub fn from_authorization(values: &[&[u8]]) -> Result<Self, Refusal> {
        let value = match values {
            [] => return Err(Refusal::CredentialsMissing),
            [value] => value.trim_ascii(),
            _ => return Err(Refusal::AuthorizationRepeated),
        };
        if value.is_empty() {
            return Err(Refusal::CredentialsMissing);
        }
        let scheme_end =
            value.iter().position(|byte| *byte == b' ').ok_or(Refusal::AuthorizationMalformed)?;
        let (scheme, rest) = value.split_at(scheme_end);
        if !scheme.eq_ignore_ascii_case(b"bearer") {
            return Err(Refusal::AuthorizationMalformed);
        }
        let spaces = rest.iter().take_while(|byte| **byte == b' ').count();
        let token = rest.split_at(spaces).1;
        if token.len() > MAX_TOKEN_BYTES {
            return Err(Refusal::TokenTooLarge);
        }
        if !is_b64token(token) {
            return Err(Refusal::AuthorizationMalformed);
        }
        // b64token is ASCII, so this cannot fail.
        let token = std::str::from_utf8(token).map_err(|_| Refusal::AuthorizationMalformed)?;
        Ok(Self(token.to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// RFC 6750: `1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="`.
fn is_b64token(token: &[u8]) -> bool {
    let padding = token.iter().rev().take_while(|byte| **byte == b'=').count();
    let body = token.split_at(token.len() - padding).0;
    !body.is_empty() && body.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-._~+/".contains(byte))
}

impl fmt::Debug for BearerToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BearerToken(redacted)")
    }
}
